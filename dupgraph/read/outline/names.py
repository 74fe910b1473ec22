"""What plans call their levels, and what other headings and documents are made of: data, read once."""

import re
import tomllib
from collections.abc import Iterator

from dupgraph.base.files import find_resource
from dupgraph.language.words import FUNCTION_WORDS
from dupgraph.read.outline.profile import make_key
from dupgraph.schema.links import ELEMENT_KINDS, ElementKind

NAMES: dict[str, dict[str, list[str]]] = tomllib.loads(
    find_resource("ontology", "outline", "names.toml").read_text(encoding="utf-8")
)


def list_keys(section: str, name: str) -> frozenset[str]:
    """Return the keys of one list of the file."""
    return frozenset(map(make_key, NAMES[section][name]))


KINDS: tuple[ElementKind, ...] = ELEMENT_KINDS
LEVELS: dict[ElementKind, frozenset[str]] = {kind: list_keys("levels", kind) for kind in KINDS}
OFFICIAL = list_keys("levels", "official")
_MISSIONS = tuple(NAMES["levels"]["missions"])
_OFFICIAL = re.compile(rf"(?:{'|'.join(map(re.escape, OFFICIAL))}) \d{{1,2}}\b", re.IGNORECASE)
SEVERAL = list_keys("levels", "several")
NO_LEVELS = list_keys("levels", "none")
CITING = tuple(NAMES["levels"]["citing"])
FIELD_COLUMNS = list_keys("columns", "field")
_LABEL = re.compile(
    r"(?P<label>[^\W\d][^\d:]{0,99}?)"
    r"(?: ?[:–—-](?=\s)| ++(?:[Nn][.°]? *+)?(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5})(?: ?[:–—-](?=\s)| +(?=[A-ZÀ-Ú])))"
)
AROUND = tuple(NAMES["headings"]["around"])
_CAPTION = re.compile(rf"(?:{'|'.join(NAMES['levels']['captions'])})\.? *(?:n[.°]? *)?(?:\d|[IVX]+\b)", re.IGNORECASE)
_NUMBERS = NAMES["levels"]["numbers"]
_COUNT, _COUNTED = rf"[1-9]\d?|{'|'.join(_NUMBERS)}", "|".join(NAMES["levels"]["counted"]).replace(" ", r"\s+")
_STATED = re.compile(
    rf"\b(?:(?P<first>{_COUNT})\s+(?:{_COUNTED})|(?:{_COUNTED})(?:\s+\w+){{0,4}}?\s+sono\s+(?P<last>{_COUNT}))\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(rf"\b(?:{'|'.join(NAMES['levels']['others'])})", re.IGNORECASE)
_NEXT = re.compile(r"\s+([^\W\d_]+)")
_NUMBERED = re.compile(r"\d+ +[A-Z]")
# A heading below a cell, or below the end of a sentence.
_BELOW = re.compile(r"\n\s*[A-Z]")
_REFERENCE = re.compile(r"\b(?:mission[ei]|programm[ai]) *(?:n\. *)?\d{1,2}(?:\.\d{1,2})*", re.IGNORECASE)
_SUCH = tuple(NAMES["levels"]["such"])
_BETWEEN = re.compile(r"\.\s|\n\s*\n")
# Characters from a number in which its sentence says whose it is.
_FAR = 200
_ORDINAL_WORD = rf"(?i:(?:{'|'.join(NAMES['levels']['ordinal'])})[oa])"
_ORDINAL = re.compile(rf"\A(?:{_ORDINAL_WORD}|[IVX]{{1,5}}|\d{{1,2}}[°ªº]) +| +{_ORDINAL_WORD}\Z")
_ORDINAL_ALONE = re.compile(rf"{_ORDINAL_WORD}\Z")
_ORDINAL_FIRST = re.compile(rf"{_ORDINAL_WORD}\b")
_BARE_LABEL = re.compile(
    r"(?P<label>[^\W\d_]+(?: [^\W\d_]+){0,2}) "
    rf"(?:{_ORDINAL_WORD}|[IVX]{{1,5}}|\d[\d.]*)\Z"
)
_PLANS, _TOWNS = tuple(NAMES["headings"]["title"]), tuple(NAMES["headings"]["town"])
TITLES = (*_PLANS, *_TOWNS)
FRONT = list_keys("headings", "front")
_SUBJECTS = list_keys("headings", "subjects")
_PARTS = tuple(NAMES["headings"]["parts"])
_OPENING = re.compile(
    r"\A(?:(?:(?:capo|capitolo|sezione) )?\d[\d.]*\)? |(?:[ivx]{1,4}|[a-z])[.)] )?(?:[-:] )?"
    r"(?:il |lo |la |l'|i |gli |le )?"
)
# "Introduzione al DUP", "Glossario dei termini".
_ENDING = re.compile(rf" (?:a|d)(?:el|l|i|ei|ella)? (?:{'|'.join(map(re.escape, NAMES['headings']['document']))})\Z")
# Where two such headings stand on one line: "Sezione operativa – Parte prima".
_BETWEEN_FRONTS = re.compile(r" - |[:,] | (?=parte \w+\Z)")
_BEGINS_CONTEXT = re.compile(rf"\b(?:{'|'.join(map(re.escape, NAMES['headings']['context']))})")
_ANNEXES = list_keys("headings", "annex")
_ANNEX = re.compile(r"(?P<name>\w+) +(?:[A-Z]|[IVX]{1,4}|(?:n\. ?)?\d{1,2})(?=[\s.:)–—-]|\Z)")
PLAN_WORDS = tuple(NAMES["signs"]["plan"])
OTHER_KINDS = {name: tuple(words) for name, words in NAMES["others"].items()}


def find_kind(name: str) -> ElementKind | None:
    """Return the kind of what a plan calls ``name``, by the longest known name that it begins with.

    >>> find_kind("Linea programmatica"), find_kind("Obiettivo operativo"), find_kind("Figura")
    ('policy', 'objective', None)
    """
    return find_longest(make_key(name), LEVELS)


def opens_with_label(words: str) -> bool:
    """Say whether a title begins with what plans call a level and a mark, or a number and a title.

    >>> opens_with_label("Obiettivo: curare"), opens_with_label("Missione 4 – Cura"), opens_with_label("Progetto Nido:")
    (True, True, False)
    """
    match = _LABEL.match(words)
    return match is not None and any(make_key(match["label"]) in known for known in LEVELS.values())


def opens_official(words: str) -> bool:
    """Say whether a title begins with a number of the budget: no level's own words do.

    >>> opens_official("MISSIONE 04 Istruzione"), opens_official("Missione 4"), opens_official("Programma di mandato")
    (True, True, False)
    """
    return _OFFICIAL.match(words) is not None


def is_mission(number: str, title: str) -> bool:
    """Say whether a number and a title are those of a mission of the budget, of which a plan has as many as it needs.

    >>> is_mission("01", "Servizi istituzionali e generali"), is_mission("2", "Servizi istituzionali")
    (True, False)
    """
    return f"{number.zfill(2)} {make_key(title)}".startswith(_MISSIONS)


def find_stated(text: str) -> Iterator[tuple[str, int]]:
    """Yield how many of a level a text says that the plan has, each with its words; those of others' plans are none.

    A further adjective makes something else of them, and the number of a heading counts none.

    >>> list(find_stated("I tre assi del PNRR. Gli indirizzi strategici sono tre, in 5 aree tematiche. 2 assi viari."))
    [('indirizzi strategici sono tre', 3), ('5 aree tematiche', 5)]
    >>> [*find_stated("3 Linee strategiche"), *find_stated("2.6 Linee di mandato"), *find_stated("11\\nAssi")]
    []
    """
    for match in _STATED.finditer(text):
        heads = text[match.start() - 1 : match.start()] in ("", "\n", ".") and _NUMBERED.match(text, match.start())
        if heads or _BELOW.search(match[0]):
            continue
        before, after = text[max(0, match.start() - _FAR) : match.start()], text[match.end() : match.end() + _FAR]
        if _OTHERS.search(_BETWEEN.split(before)[-1] + _BETWEEN.split(after)[0]):
            continue
        following = _NEXT.match(after)
        if following and following[1].lower() not in FUNCTION_WORDS and not following[1].lower().startswith(_SUCH):
            continue
        number = match["first"] or match["last"]
        yield " ".join(match[0].split()), int(number) if number.isdecimal() else _NUMBERS.index(number.lower()) + 2


def tells_context(words: str) -> bool:
    """Say whether a heading is that of a chapter on the town or its accounts.

    >>> tells_context("L'ORGANIZZAZIONE DELL'ENTE"), tells_context("Contributi")
    (True, False)
    """
    return _BEGINS_CONTEXT.search(make_key(words)) is not None


def tells_plan(words: str) -> bool:
    """Say whether a heading is that of the chapter in which a document has its plan.

    >>> tells_plan("3. Obiettivi strategici"), tells_plan("La scuola")
    (True, False)
    """
    return any(word in make_key(words) for word in AROUND)


def titles_plan(words: str) -> bool:
    """Say whether the first words of a document are the title of a town's plan.

    >>> titles_plan("Comune di Prova - Linee programmatiche"), titles_plan("Programma del corso")
    (True, False)
    """
    key = make_key(words)
    return any(name in key for name in _PLANS) and any(name in key for name in _TOWNS)


def is_front(words: str) -> bool:
    """Say whether a heading is one that any document may have, with or without its number and article.

    >>> is_front("1. Il quadro normativo"), is_front("II. Premessa al DUP"), is_front("La scuola")
    (True, True, False)
    >>> is_front("Sezione operativa (SeO) – Parte seconda"), is_front("Parte prima: analisi del contesto")
    (True, True)
    """
    key = _OPENING.sub("", make_key(words))
    first, *others = _BETWEEN_FRONTS.split(key)
    parted = first.startswith("parte ")
    told = first in FRONT and all(part in FRONT or (parted and part.startswith(_PARTS)) for part in others)
    return told or _ENDING.sub("", key) in FRONT


def names_subject(words: str) -> bool:
    """Say whether a heading names no more than what a description of the town speaks of, as a plan may ("Il turismo").

    >>> names_subject("2.1 L'economia"), names_subject("Il turismo di domani")
    (True, False)
    """
    return _OPENING.sub("", make_key(words)) in _SUBJECTS


def opens_annex(words: str) -> bool:
    """Say whether a heading opens an annex: its name, with a letter or number.

    >>> opens_annex("Allegato A: regolamento"), opens_annex("Allegato al bilancio")
    (True, False)
    """
    match = _ANNEX.match(words)
    return match is not None and make_key(match["name"]) in _ANNEXES


def refers(words: str) -> bool:
    """Say whether a line does nothing but refer to elements, by two labels or more and their numbers.

    >>> refers("Missione 04 – Programma 02"), refers("Missione 04 – Istruzione"), refers("Missione 04")
    (True, False, False)
    """
    labels = _REFERENCE.findall(words)
    return len(labels) > 1 and not _REFERENCE.sub("", words).strip(" ,;/–-")


def is_bare_label(words: str) -> bool:
    """Say whether a title is what plans call a level with its number or ordinal, and nothing else.

    >>> is_bare_label("Capitolo secondo"), is_bare_label("Asse II"), is_bare_label("Parte storica")
    (True, True, False)
    """
    match = _BARE_LABEL.match(words)
    return match is not None and (find_kind(match["label"]) is not None or make_key(match["label"]) in NO_LEVELS)


def is_caption(words: str) -> bool:
    """Say whether words are what is said below a picture or above a table, which is numbered.

    >>> is_caption("Grafico 1.2 Spesa per abitante"), is_caption("Tavolo 1"), is_caption("Tab. n. 3 - Residenti")
    (True, False, True)
    """
    return _CAPTION.match(words) is not None


def strip_ordinal(label: str) -> str:
    """Return what a label names without the ordinal before or behind it; one alone counts points.

    >>> strip_ordinal("Primo pilastro"), strip_ordinal("II asse"), strip_ordinal("PUNTO TERZO"), strip_ordinal("Primo")
    ('pilastro', 'asse', 'PUNTO', 'punto')
    """
    return "punto" if _ORDINAL_ALONE.match(label) else _ORDINAL.sub("", label)


def opens_with_ordinal(words: str) -> bool:
    """Say whether words begin with an ordinal, which numbers what they name.

    >>> opens_with_ordinal("Primo punto: scuola"), opens_with_ordinal("Primavera in piazza")
    (True, False)
    """
    return _ORDINAL_FIRST.match(words) is not None


def find_longest(key: str, names: dict[ElementKind, frozenset[str]]) -> ElementKind | None:
    """Return the kind among whose ``names`` is the longest that ``key`` begins with."""
    # "Obiettivo di sviluppo sostenibile" is said of an objective.
    if key in FIELD_COLUMNS and not any(key in known for known in names.values()):
        return None
    words = key.replace(".", "").split()
    for size in range(len(words), 0, -1):
        some = " ".join(words[:size])
        for kind, known in names.items():
            if some in known:
                return kind
    return None
