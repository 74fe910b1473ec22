"""Citations to acts: laws, decrees, European acts and resolutions by type, date, number and year; one thing an act.

"D.Lgs. 18 aprile 2016, n. 50", "d.lgs. n. 50/2016" and "decreto legislativo 50 del 2016" cite one act. Where type, year
and number settle which act it is, it is the same in every plan and has its identifier: URN:NIR for national acts
(Normattiva resolves it with the year alone), ELI for European ones. A ministerial decree or a resolution has none:
several share a number.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from dupgraph.language.lists import match_words, order_words
from dupgraph.read.mentions.concepts import LAWS, REGIONAL_LAWS
from dupgraph.read.mentions.matcher import keep_last
from dupgraph.schema.links import INSTRUMENT
from dupgraph.schema.namespaces import DCT, DUP, RDF, SKOS, VOCABULARY, make_slug
from dupgraph.schema.values import Fact, Lexicon, Thing

_MONTHS = match_words("months")
_DATE = rf"(?:\d{{1,2}}[°º]?\s+(?:{_MONTHS})\s+(?P<long>\d{{4}})|\d{{1,2}}[./-]\d{{1,2}}[./-](?P<short>\d{{4}}))"
# The date may as well stand after the number: "legge n. 190 del 6 novembre 2012".
_LATE_DATE = _DATE.replace("<", "<late_")
_NUMBER = r"(?:n(?:um(?:ero)?|r)?\b\.?\s?|n?°\s?)?(?P<number>\d{1,5})(?!\d|\.\d)(?:-\d{1,5}(?=\s+del\b))?"
# An authority's letters stand after the year: "363/2021/R/rif".
_YEAR = (
    r"(?:\s?/\s?(?P<slash>\d{4}|\d{2})\b(?:/[A-Z]/[a-z]{3}\b)?|-(?P<hyphen>\d{4})\b|"
    r"\s+del(?:l[’']anno)?\s+(?P<del>\d{4})\b|"
    rf",?\s+(?:(?:del(?:l[’'])?|in\s+data)\s*|\((?=[^()]*\))){_LATE_DATE}\)?)"
)

_REGIONS = (
    "Abruzzo", "Basilicata", "Calabria", "Campania", "Emilia-Romagna", "Friuli Venezia Giulia", "Lazio", "Liguria",
    "Lombardia", "Marche", "Molise", "Piemonte", "Puglia", "Sardegna", "Sicilia", "Toscana", "Trentino-Alto Adige",
    "Umbria", "Valle d'Aosta", "Veneto",
)  # fmt: skip
_REGION = "|".join(re.sub(r"[\s-]", r"[\\s-]", name).replace("'", "[’']") for name in _REGIONS)
# "L.R. 14/2008 della Regione Lazio", "L.R. 14/2008 (Regione Lazio)".
_WHOSE = rf"\s*[,(]?\s*(?:della\s+)?regione\s+(?P<region>{_REGION})\b"
# Who made an act, by its acronym: "delibera ARERA 15/2022", "decreto MASE 414/2023".
_BODY = r"\s+(?:d(?:el|ella|ell[’'])\s?)?(?-i:[A-Z][A-Za-z]{0,2}[A-Z]{1,5})\b"
_NAMED_REGIONS = {make_slug(name): name for name in _REGIONS}


class _Type(NamedTuple):
    """A type of act: how it is written, its label, its name in URN:NIR ("" where none is certain)."""

    pattern: str
    italian: str
    english: str
    urn: str = ""


_TYPES = {
    "decreto-legislativo": _Type(
        r"d\.?\s?lgs\b\.?(?:vo)?|d\.?\s?leg(?:isl)?\b\.?|decreto\s+legislativo", "D.Lgs.", "Legislative Decree",
        "decreto.legislativo"),
    "dpr": _Type(r"d\.?\s?p\.?\s?r\b\.?|decreto\s+del\s+presidente\s+della\s+repubblica", "D.P.R.",
                 "Decree of the President of the Republic", "decreto.del.presidente.della.repubblica"),
    "dpcm": _Type(r"d\.?\s?p\.?\s?c\.?\s?m\b\.?", "D.P.C.M.", "Decree of the Prime Minister"),
    "decreto-legge": _Type(r"d\.?\s?l\b\.?|decreto[\s-]legge", "D.L.", "Decree-Law", "decreto.legge"),
    "regio-decreto": _Type(r"r\.?\s?d\b\.?|re(?:gio|ale)\s+decreto", "R.D.", "Royal Decree", "regio.decreto"),
    "decreto-ministeriale": _Type(
        rf"(?:d\.?\s?m\b\.?|decreto\s+(?:inter)?ministeriale)(?:{_BODY})?|decreto{_BODY}|"
        r"decreto\s+del\s+minist(?:ro|ero)"
        r"(?:\s+(?!n\b)[^\W\d]+(?:[’'][^\W\d]+)?){1,8}?(?=\s+(?:n\b|\d))", "D.M.", "Ministerial Decree"),
    "legge-regionale": _Type(
        r"(?:l\.?\s?r\b\.?|legge\s+reg(?:ionale|\.)|legge(?=\s+della\s+regione\b))"
        rf"(?:\s+(?:d(?:i|el|ella|ell[’'])\s?)?(?:regione\s+)?(?P<region>{_REGION}))?", "L.R.", "Regional Law"),
    "regolamento-regionale": _Type(
        r"r\.?\s?r\b\.?|reg(?:olamento\s+|\.\s?)r(?:eg(?:ionale|\.)|\.)", "R.R.", "Regional Regulation"),
    "legge-provinciale": _Type(
        r"l\.?\s?p\b\.?|legge\s+provinciale(?:\s+di\s+(?:trento|bolzano))?", "L.P.", "Provincial Law"),
    "legge": _Type(
        r"l\.|legge(?:\s+(?:delega|quadro|di\s+bilancio|di\s+stabilità|finanziaria))?", "L.", "Law", "legge"),
    "delibera": _Type(
        r"o\.?\s?c\.?\s?d\.?\s?p\.?\s?c\b\.?|d\.?\s?c\.?\s?a\b\.?|d\.?\s?g\.?\s?r\b\.?(?:\s+(?:R?ER|FVG|VdA)\b)?|d\.?\s?[gc]\.?\s?c\b\.?|d\.?\s?c\.?\s?r\b\.?|"
        rf"(?:circolare|(?:determina|delibera)(?:zione)?){_BODY}|"
        r"determina(?:zione)?(?:\s+dirigenziale)?|ordinanza(?:\s+(?:sindacale|commissariale|ministeriale))?|"
        r"delibera(?:zione)?(?:\s+(?:consiliare|giuntale)|\s+(?:di|della|del)\s+(?:giunta|consiglio)(?:\s+(?:comunale|regionale|metropolitan[ao]))?"
        rf"(?:\s+d(?:el|ella|ell[’'])\s?(?:regione\s+)?(?:{_REGION}))?)?",
        "Delibera", "Resolution"),
}  # fmt: skip
_ARTICLE = (
    r"(?:(?:ex\s+)?art(?:t|icol[oi])?\b\.?\s*\d+(?:[\s-](?:bis|ter|quater|quinquies))?"
    r"(?:,?\s*(?:e|comma|commi|co\.|c\.|lett\.|lettera)?\s*(?:\d+|[a-z]\))(?=[\s,]))*,?\s+d(?:el|ella|ello|ell[’'])\s*)?"
)
_ACT = (
    rf"(?<![\w.]){_ARTICLE}(?:{'|'.join(f'(?P<t{n}>{kind.pattern})' for n, kind in enumerate(_TYPES.values()))})"
    rf"[,\s]*(?:(?:del(?:l[’'])?\s*)?{_DATE}[,\s]*)?{_NUMBER}(?:{_YEAR})?"
)
_NAMES = dict(enumerate(_TYPES))
# Ministers' decrees are cited by their day alone: "D.M. 17 marzo 2020". What has a number goes on with it.
_DATED_TYPES = ("dpcm", "decreto-ministeriale")
_DECREE = (
    rf"(?<![\w.]){_ARTICLE}(?:{'|'.join(f'(?P<t{n}>{_TYPES[name].pattern})' for n, name in enumerate(_DATED_TYPES))})"
    rf"[,\s]*(?:del(?:l[’'])?\s*)?(?P<day>\d{{1,2}})[°º]?(?:\s+(?P<month>{_MONTHS})\s+|[./-](?P<which>\d{{1,2}})[./-])"
    r"(?P<year>\d{4})\b(?![,\s]*(?:n\b|num|\d))"
)
# The groups that hold a year, that of a date first.
_YEARS = ("long", "short", "slash", "hyphen", "del", "late_long", "late_short")
_EUROPEAN = (
    rf"(?<!\w){_ARTICLE}(?P<type>direttiva|regolamento|decisione)(?:\s+delegat[oa]|\s+di\s+esecuzione)?"
    r"(?:\s+\(?(?P<body>UE|CE|CEE|EU|EC)\)?)?\s*(?P<n>n\.?\s*)?(?P<first>\d{1,4})/(?P<second>\d{1,4})"
    r"(?:/(?P<after>UE|CE|CEE|EU|EC)\b)?"
)
_ELI = {"direttiva": "dir", "regolamento": "reg", "decisione": "dec"}
_ENGLISH = {"direttiva": "Directive", "regolamento": "Regulation", "decisione": "Decision"}
# A citation has a number and a year: a text without them, which most are, is not searched.
_DATED = re.compile(r"[\dn](?:(?<=\d)(?:\s?/\s?\d|\d{3}|\s+del\s+\d)|(?<=n)[.°º])")


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    """Return a pattern compiled; the two are large, and many plans cite no act."""
    return re.compile(pattern, re.IGNORECASE)


_FIRST_YEAR, _LAST_YEAR = 1860, 2100


class Citation(NamedTuple):
    """An act as some words cite it: place, type, year, number; the Region whose law it is, where it is said.

    One that is cited by its day alone has that, and no number.
    """

    start: int
    end: int
    type: str
    year: int
    number: int
    region: str = ""
    day: str = ""


def find_citations(text: str, start: int, end: int) -> Iterator[Citation]:
    """Yield the acts that are cited in ``text`` from ``start`` to ``end``, in order."""
    if not _DATED.search(text, start, end):
        return
    found = [*_find_national(text, start, end), *_find_dated(text, start, end), *_find_european(text, start, end)]
    reach = -1
    for citation in sorted(found):
        if citation.start >= reach:
            reach = citation.end
            yield citation


def _find_national(text: str, start: int, end: int) -> Iterator[Citation]:
    for found in _compile(_ACT).finditer(text, start, end):
        year = next((found[name] for name in _YEARS if found[name]), None)
        if year is None:
            continue
        number = next(number for number in _NAMES if found[f"t{number}"])
        full = _complete_year(year)
        if _FIRST_YEAR < full < _LAST_YEAR:
            whose = found if found["region"] else _compile(_WHOSE).match(text, found.end(), end)
            region = _NAMED_REGIONS[make_slug(whose["region"])] if whose else ""
            yield Citation(found.start(), found.end(), _NAMES[number], full, int(found["number"]), region)


def _find_dated(text: str, start: int, end: int) -> Iterator[Citation]:
    for found in _compile(_DECREE).finditer(text, start, end):
        month = found["which"] or str(order_words("months").index(found["month"].casefold()) + 1)
        kind = next(name for number, name in enumerate(_DATED_TYPES) if found[f"t{number}"])
        day = f"{int(found['day'])}.{int(month)}.{found['year']}"
        yield Citation(found.start(), found.end(), kind, int(found["year"]), 0, day=day)


def _complete_year(year: str) -> int:
    """Return a year of two digits as it is meant: no act is older than the Republic's first."""
    if len(year) == 4:
        return int(year)
    return int(year) + (1900 if int(year) > 40 else 2000)


def _find_european(text: str, start: int, end: int) -> Iterator[Citation]:
    if text.find("/", start, end) < 0:
        return
    for found in _compile(_EUROPEAN).finditer(text, start, end):
        first, second = found["first"], found["second"]
        old = found["type"].casefold() == "direttiva" and len(first) == 2 and found["after"]
        if old:
            # "Direttiva 92/43/CEE".
            yield Citation(found.start(), found.end(), "direttiva", 1900 + int(first), int(second))
            continue
        by_year = len(first) == 4 and not found["n"] and 1950 < int(first) < _LAST_YEAR
        # "La direttiva 2000/60" is Europe's by its form alone.
        sure = found["body"] or found["after"] or (by_year and found["type"].casefold() == "direttiva")
        if not (by_year or len(second) == 4) or not sure:
            continue
        year, number = (first, second) if by_year else (second, first)
        yield Citation(found.start(), found.end(), found["type"].casefold(), int(year), int(number))


@keep_last
def _list_acts(lexicon: Lexicon) -> dict[tuple[str, int, int], Thing]:
    """Return the acts that the labels of a lexicon name by number."""
    return {
        (found.type, found.year, found.number): lexicon.things[label.thing]
        for label in lexicon.labels
        if lexicon.things[label.thing].kind == INSTRUMENT
        for found in find_citations(label.words, 0, len(label.words))
        if found.number and (found.start, found.end) == (0, len(label.words))
    }


class Acts:
    """The acts that one plan cites: the same act is the same thing, a vocabulary's where it has one."""

    def __init__(self, lexicon: Lexicon, region: str) -> None:
        """Know the acts of ``lexicon``; a regional law is of ``region`` where none is said."""
        self._lexicon = lexicon
        self._region = region

    def find_thing(self, citation: Citation, words: str) -> Thing:
        """Return the act that ``words`` cite."""
        key = (citation.type, citation.year, citation.number)
        return _list_acts(self._lexicon).get(key) or _make_act(citation, citation.region or self._region, words)


def _make_act(citation: Citation, region: str, words: str) -> Thing:
    kind, year, number = citation.type, citation.year, citation.number
    if kind in _ELI:
        identifier = f"http://data.europa.eu/eli/{_ELI[kind]}/{year}/{number}/oj"
        label, english = f"{kind.capitalize()} (UE) {year}/{number}", f"{_ENGLISH[kind]} (EU) {year}/{number}"
        return _describe(f"{kind}-ue-{year}-{number}", label, english, identifier)
    form = _TYPES[kind]
    if form.urn:
        identifier = f"urn:nir:stato:{form.urn}:{year};{number}"
        label, english = f"{form.italian} {number}/{year}", f"{form.english} {number}/{year}"
        return _describe(f"{kind}-{year}-{number}", label, english, identifier)
    kinds = frozenset({LAWS, REGIONAL_LAWS} if kind.endswith("-regionale") else {LAWS})
    if kind == "legge-regionale" and region:
        # The list of the Regions' names in URN:NIR is not at hand: no identifier is better than a wrong one.
        path, label = f"{kind}-{make_slug(region)}-{year}-{number}", f"L.R. {region} {number}/{year}"
        return _describe(path, label, f"Regional Law {number}/{year} ({region})", kinds=kinds)
    if kind == "delibera":
        return Thing(
            f"instrument/{make_slug(words)}", INSTRUMENT, words[0].upper() + words[1:], frozenset({LAWS}), coined=True
        )
    key = f"instrument/{kind} {citation.day or f'{number} {year}'}"
    label = f"{form.italian} {citation.day or f'{number}/{year}'}"
    return Thing(key, INSTRUMENT, label, kinds, coined=True)


def _describe(
    path: str, italian: str, english: str, identifier: str = "", kinds: frozenset[str] = frozenset({LAWS})
) -> Thing:
    iri = f"{VOCABULARY}acts/{path}"
    named = (Fact(iri, DCT + "identifier", identifier),) if identifier else ()
    return Thing(
        iri, INSTRUMENT, italian, kinds, coined=True,
        facts=(
            Fact(iri, RDF + "type", DUP + "Instrument", link=True),
            Fact(iri, SKOS + "prefLabel", italian, language="it"),
            Fact(iri, SKOS + "prefLabel", english, language="en"),
            *named,
            *(Fact(iri, DCT + "type", kind, link=True) for kind in sorted(kinds)),
            Fact(iri, DUP + "instrumentType", "law"),
        ),
    )  # fmt: skip
