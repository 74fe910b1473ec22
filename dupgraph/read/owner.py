"""Whose a plan seems to be, by how it begins: a guess, which somebody confirms before anything is made of it."""

import re
from dataclasses import replace
from difflib import get_close_matches

from dupgraph.graph.territories import load_territories
from dupgraph.language.messages import say
from dupgraph.language.words import strip_accents
from dupgraph.schema.values import PlanRecord

# Characters: a cover, a letter of the mayor, an index.
_HEAD = 20_000
# Characters: a cover alone.
_COVER = 1_000
_TOWN = re.compile(r"\b(?:comune|citt(?:à|a['’]))\s+di\s+((?:[\w'’]+[^\S\n]*){1,6})", re.IGNORECASE)
# Each of them, also where one follows right behind another: "Comune di Bosa e Comune di Cuglieri".
_EACH_TOWN = re.compile(rf"(?=({_TOWN.pattern}))", re.IGNORECASE)
# What stands before a town's name, unless it is the beginning of that: "Città di Castello".
_TITLES = (["comune", "di"], ["citta", "di"])
_YEARS = re.compile(r"\b(20\d\d)\s*[-–/]\s*(20\d\d)\b")
_DUP = re.compile(r"documento\s+unico\s+di\s+programmazione", re.IGNORECASE)
# The years of a DUP, which stand behind its name; those of a mandate or a law stand elsewhere.
_DUP_YEARS = re.compile(_DUP.pattern + r"\D{0,80}(20\d\d)\s*[-–/]\s*(20\d\d)\b", re.IGNORECASE)
# Bodies of several municipalities, of which a cover may name the one where they have their seat.
_BODY = re.compile(
    r"\bunione\s+(?:(?:de)?i\s+|di\s+)?(?:comuni|montana)|\bcomunit(?:à|a['’])\s+montana|\bconsorzio", re.I
)


def guess_record(text: str) -> dict[str, str]:
    """Return what the beginning of a plan seems to say of it: whose it is, its years, what it is called.

    >>> guess = guess_record("Comune di Sassuolo\\nDocumento Unico di Programmazione 2025 - 2027")
    >>> guess["municipality"], guess["period"], guess["plan"]
    ('Sassuolo', '2025-2027', 'DUP 2025-2027')
    """
    head = text[:_HEAD]
    years = _YEARS.search(head)
    period = f"{years[1]}-{years[2]}" if years else ""
    named = (words for found in _TOWN.finditer(head) for words in (found[0], found[1]))
    town = next((name for words in named if (name := find_town(words)[0])), "")
    is_dup = bool(_DUP.search(head))
    return {
        "municipality": town,
        "period": period,
        "plan": " ".join(filter(None, ("DUP", period))) if is_dup else "",
        "title": " ".join(filter(None, ("Documento unico di programmazione", period))) if is_dup else "",
    }


def read_cover(text: str) -> dict[str, str]:
    """Return what the cover of a plan leaves no doubt of, by the keys of its record: whose it is, where it names one
    municipality of Italy and nothing else that is called one; what it is called, where the years of a DUP follow it.

    >>> read_cover("COMUNE DI SASSUOLO\\nDocumento Unico di Programmazione\\n2025 - 2027")
    {'istat': '036040', 'municipality': 'Sassuolo', 'plan': 'DUP 2025-2027', 'period': '2025-2027'}
    >>> [read_cover(words) for words in ("Comune di Livo", "Unione di Comuni. Comune di Sassuolo", "Comune di domani")]
    [{}, {}, {}]
    """
    cover = text[:_COVER]
    named = [found.groups() for found in _EACH_TOWN.finditer(cover) if found[2][0].isupper()]
    towns = {next((town for town in map(find_town, names) if all(town)), None) for names in named}
    years = {"-".join(found.groups()) for found in _DUP_YEARS.finditer(cover)}
    said: dict[str, str] = {}
    if len(towns) == 1 and not _BODY.search(cover) and (town := towns.pop()):
        said |= {"istat": town[1], "municipality": town[0]}
    if len(years) == 1:
        period = years.pop()
        said |= {"plan": f"DUP {period}", "period": period}
    return said


def find_town(words: str) -> tuple[str, str]:
    """Return name and ISTAT code of the municipality that some words begin with; nothing where none is called so.

    >>> find_town("sassuolo"), find_town("L’Aquila")
    (('Sassuolo', '036040'), ("L'Aquila", '066049'))
    """
    folded = _fold(words)
    found = load_territories().find_town(folded) if folded else None
    return (found[0].name, found[0].istat) if found else ("", "")


def find_near_town(words: str) -> str:
    """Return the name of the municipality that is spelt most like some words; nothing where none is.

    >>> find_near_town("Sassulo"), find_near_town("Roccavento sul Lario")
    ('Sassuolo', '')
    """
    near = get_close_matches(" ".join(_fold(words)), load_territories().list_names(), 1, 0.85)
    return find_town(near[0])[0] if near else ""


def doubt_owner(record: PlanRecord, text: str = "", first: int = 0) -> tuple[str, ...]:
    """Return a sentence where the ISTAT code of a plan's municipality is nobody's, or one of another name.

    So too where what stands before the ``first`` element of its ``text`` names another one, and the whole text never
    this: in a list of plans it may have got its neighbour's code.

    >>> doubt_owner(PlanRecord(istat="036040", municipality="Modena"))
    ('036040 is the ISTAT code of Sassuolo, and the plan is said to be of Modena; check istat and municipality',)
    >>> doubt_owner(PlanRecord(istat="027042", municipality="Città di Venezia"))
    ()
    >>> cover = "Comune di Chiaravalle. "
    >>> str(*doubt_owner(PlanRecord(istat="042012", municipality="Castelplanio"), cover + "1. Strade", len(cover)))
    'the plan begins with the name of Chiaravalle, and never names Castelplanio, of which 042012 is the ISTAT code; ...'
    >>> doubt_owner(PlanRecord(istat="042012", municipality="Castelplanio"), cover + "1. Castelplanio", len(cover))
    ()
    """
    if not record.istat:
        return ()
    town = load_territories().find_code(record.istat)
    if town is None:
        return (say("owner_unknown", istat=record.istat),)
    name = record.municipality
    said, known = set(_fold(name)), set(_fold(town.name))
    # "Reggio Emilia" is "Reggio nell'Emilia", the "Città di Venezia" is "Venezia".
    if not (said <= known or known <= said or find_town(name)[1] == town.istat):
        return (say("owner_other", istat=town.istat, town=town.name, name=name),)
    other = guess_record(text[:first])["municipality"]
    if not other or known & set(_fold(other)) or known <= set(_fold(text)):
        return ()
    return (say("owner_unnamed", istat=town.istat, town=town.name, name=other),)


def list_called(name: str) -> dict[str, str]:
    """Return the codes of the municipalities that are called so, each with its province.

    >>> list_called("Comune di Livo"), list_called("sassuolo")
    ({'013130': 'Como', '022106': 'Trento'}, {'036040': 'Modena'})
    """
    folded, lists = _fold(name), load_territories()
    towns = lists.list_called(folded) or (lists.list_called(folded[2:]) if folded[:2] in _TITLES else ())
    homes = lists.homes if towns else {}
    return {town.istat: homes[town.istat][0] for town in towns}


def list_meant(name: str) -> dict[str, str]:
    """Return the municipalities that a name may mean which is not that of one alone, by their codes: all that bear it,
    else the one that is spelt most like it.

    >>> list_meant("Comune di Livo"), list_meant("Sassulo"), list_meant("Sassuolo"), list_meant("Unione del Lago")
    ({'013130': 'Livo (Como)', '022106': 'Livo (Trento)'}, {'036040': 'Sassuolo (Modena)'}, {}, {})
    """
    called = list_called(name)
    if len(called) == 1:
        return {}
    folded = _fold(name)
    near = "" if called else find_near_town(" ".join(folded[2:] if folded[:2] in _TITLES else folded))
    homes = (called or list_called(near)).items()
    named = ((istat, load_territories().find_code(istat), province) for istat, province in homes)
    return {istat: f"{town.name} ({province})" for istat, town, province in named if town}


def complete_record(record: PlanRecord) -> PlanRecord:
    """Return a record with what the rest of it says: the name of its municipality where the ISTAT code alone says which
    one it is, or the code where one municipality alone bears the name; and its years, where the plan is called by them.

    >>> record = complete_record(PlanRecord(istat="036040", plan="DUP 2026/2028"))
    >>> record.municipality, record.period
    ('Sassuolo', '2026-2028')
    >>> [complete_record(PlanRecord(municipality=name)).istat for name in ("sassuolo", "Livo")]
    ['036040', '']
    """
    years = _YEARS.search(f"{record.plan} {record.title}")
    record = replace(record, period=record.period or (f"{years[1]}-{years[2]}" if years else ""))
    if record.publisher or record.ipa or (record.istat and record.municipality):
        return record
    codes = [record.istat] if record.istat else [*list_called(record.municipality)]
    town = load_territories().find_code(codes[0]) if len(codes) == 1 else None
    return replace(record, municipality=town.name, istat=town.istat) if town else record


def _fold(words: str) -> list[str]:
    return re.findall(r"\w+", strip_accents(words.casefold()))
