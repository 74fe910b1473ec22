"""What plans call their levels and columns, and what other documents are made of: data, read once."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dupgraph.base.files import find_resource
from dupgraph.language.words import FUNCTION_WORDS
from dupgraph.read.outline.profile import make_key
from dupgraph.schema.links import ACTION, ELEMENT_KINDS, OBJECTIVE, ElementKind

_FILE = ("ontology", "outline", "names.toml")


@lru_cache(maxsize=1)
def _load() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = tomllib.loads(find_resource(*_FILE).read_text(encoding="utf-8"))
    return table


def _list_keys(section: str, name: str) -> frozenset[str]:
    return frozenset(map(make_key, _load()[section][name]))


KINDS: tuple[ElementKind, ...] = ELEMENT_KINDS
LEVELS: dict[ElementKind, frozenset[str]] = {kind: _list_keys("levels", kind) for kind in KINDS}
COLUMNS: dict[ElementKind, frozenset[str]] = {kind: _list_keys("columns", kind) for kind in KINDS}
OFFICIAL = _list_keys("levels", "official")
_OFFICIAL = re.compile(rf"(?:{'|'.join(map(re.escape, OFFICIAL))}) \d{{1,2}}\b", re.IGNORECASE)
SEVERAL = _list_keys("levels", "several")
_OUTCOMES = tuple(_load()["levels"]["outcome"])
NO_LEVELS = _list_keys("levels", "none")
CITING = tuple(_load()["levels"]["citing"])
_CODE_COLUMNS = _list_keys("columns", "code")
_WHOLE = _list_keys("columns", "whole")
_DONE = re.compile(rf"\b(?:{'|'.join(_load()['columns']['done'])})[aeio]\b")
_GRADE = re.compile(rf"(?:{'|'.join(_load()['columns']['grading'])})[aeio]|[a-z]|i{{2,3}}")
_WORKS = tuple(_list_keys("columns", "works"))
_APART = _list_keys("columns", "apart")
_LOWER = tuple(_list_keys("columns", "lower"))
_NUMBER_WORDS = frozenset({"n", "n°", "nr", "num", "numero"})
FIELD_COLUMNS = _list_keys("columns", "field")
TOTALS = tuple(_list_keys("columns", "total"))
_LABEL = re.compile(
    r"(?P<label>[^\W\d][^\d:]{0,99}?)"
    r"(?: ?[:–—-](?=\s)| ++(?:[Nn][.°]? *+)?(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5})(?: ?[:–—-](?=\s)| +(?=[A-ZÀ-Ú])))"
)
AROUND = tuple(_load()["headings"]["around"])
_TELLING = tuple(_load()["columns"]["telling"])
_LINES = _list_keys("columns", "lines")
_OF = re.compile(rf"(?:{'|'.join(_load()['columns']['titling'])}) (?:d[ie] |de(?:i|l|lla|gli|lle) |dell?')")
_NAMING = "|".join(word for word in _load()["columns"]["titling"] if word not in _TELLING)
_TITLE_LABEL = re.compile(rf"(?i:{_NAMING})(?: \w[\w’']*){{0,3}} *: *(?=\S)")
_CAPTION = re.compile(rf"(?:{'|'.join(_load()['levels']['captions'])})\.? *(?:n[.°]? *)?(?:\d|[IVX]+\b)", re.IGNORECASE)
_NUMBERS = _load()["levels"]["numbers"]
_COUNT, _COUNTED = rf"[1-9]\d?|{'|'.join(_NUMBERS)}", "|".join(_load()["levels"]["counted"]).replace(" ", r"\s+")
_STATED = re.compile(
    rf"\b(?:(?P<first>{_COUNT})\s+(?:{_COUNTED})|(?:{_COUNTED})(?:\s+\w+){{0,4}}?\s+sono\s+(?P<last>{_COUNT}))\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(rf"\b(?:{'|'.join(_load()['levels']['others'])})", re.IGNORECASE)
_NEXT = re.compile(r"\s+([^\W\d_]+)")
_NUMBERED = re.compile(r"\d+ +[A-Z]")
# A heading below a cell, or below the end of a sentence.
_BELOW = re.compile(r"\n\s*[A-Z]")
_REFERENCE = re.compile(r"\b(?:mission[ei]|programm[ai]) *(?:n\. *)?\d{1,2}(?:\.\d{1,2})*", re.IGNORECASE)
_SUCH = tuple(_load()["levels"]["such"])
_BETWEEN = re.compile(r"\.\s|\n\s*\n")
# Characters from a number in which its sentence says whose it is.
_FAR = 200
_ORDINAL_WORD = rf"(?i:(?:{'|'.join(_load()['levels']['ordinal'])})[oa])"
_ORDINAL = re.compile(rf"\A(?:{_ORDINAL_WORD}|[IVX]{{1,5}}|\d{{1,2}}[°ªº]) +| +{_ORDINAL_WORD}\Z")
_ORDINAL_ALONE = re.compile(rf"{_ORDINAL_WORD}\Z")
_ORDINAL_FIRST = re.compile(rf"{_ORDINAL_WORD}\b")
_BARE_LABEL = re.compile(
    r"(?P<label>[^\W\d_]+(?: [^\W\d_]+){0,2}) "
    rf"(?:{_ORDINAL_WORD}|[IVX]{{1,5}}|\d[\d.]*)\Z"
)
_BEFORE = frozenset(_load()["headings"]["before"])
_PLANS, _TOWNS = tuple(_load()["headings"]["title"]), tuple(_load()["headings"]["town"])
TITLES = (*_PLANS, *_TOWNS)
FRONT = _list_keys("headings", "front")
_SUBJECTS = _list_keys("headings", "subjects")
_OPENING = re.compile(
    r"\A(?:(?:(?:capo|capitolo|sezione) )?\d[\d.]*\)? |(?:[ivx]{1,4}|[a-z])[.)] )?(?:[-:] )?"
    r"(?:il |lo |la |l'|i |gli |le )?"
)
# "Introduzione al DUP", "Glossario dei termini".
_ENDING = re.compile(rf" (?:a|d)(?:el|l|i|ei|ella)? (?:{'|'.join(map(re.escape, _load()['headings']['document']))})\Z")
# Where two such headings stand on one line: "Sezione operativa – Parte prima".
_BETWEEN_FRONTS = re.compile(r" - |[:,] | (?=parte \w+\Z)")
_BEGINS_CONTEXT = re.compile(rf"\b(?:{'|'.join(map(re.escape, _load()['headings']['context']))})")
_ANNEXES = _list_keys("headings", "annex")
_ANNEX = re.compile(r"(?P<name>\w+) +(?:[A-Z]|[IVX]{1,4}|(?:n\. ?)?\d{1,2})(?=[\s.:)–—-]|\Z)")
PLAN_WORDS = tuple(_load()["signs"]["plan"])
OTHER_KINDS = {name: tuple(words) for name, words in _load()["others"].items()}


def find_kind(name: str) -> ElementKind | None:
    """Return the kind of what a plan calls ``name``, by the longest known name that it begins with.

    >>> find_kind("Linea programmatica"), find_kind("Obiettivo operativo"), find_kind("Figura")
    ('policy', 'objective', None)
    """
    return _find_longest(make_key(name), LEVELS)


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
    >>> is_front("Sezione operativa (SeO) – Parte seconda")
    True
    """
    key = _OPENING.sub("", make_key(words))
    return _ENDING.sub("", key) in FRONT or all(part in FRONT for part in _BETWEEN_FRONTS.split(key))


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


def announces_goals(words: str) -> bool:
    """Say whether a line that opens a list says that it is one of objectives.

    >>> announces_goals("Gli obiettivi dell'area sono:"), announces_goals("Risorse per gli obiettivi:")
    (True, False)
    """
    return find_column_kind(_strip_before(words)) == OBJECTIVE


def _strip_before(words: str) -> str:
    """Return the key of ``words`` without what may stand before a name ("I nostri ...")."""
    key = make_key(words).split()
    first = next((place for place, word in enumerate(key) if word not in _BEFORE), 0)
    return " ".join(key[first:])


@lru_cache(maxsize=2048)
def find_column_kind(name: str) -> ElementKind | None:
    """Return the kind of element whose title stands in a column called ``name``; None for one of codes.

    What has been done already is no element of a plan. A column of several kinds is named by the lowest.

    >>> find_column_kind("Linea / obiettivo"), find_column_kind("Indicatore / obiettivo")
    ('objective', None)
    >>> find_column_kind("Obiettivi 2026"), find_column_kind("Titolo dell'azione"), find_column_kind("Scheda n.")
    ('objective', 'action', None)
    >>> find_column_kind("Che cosa faremo"), find_column_kind("Cosa abbiamo fatto"), find_column_kind("Cosa")
    ('objective', None, 'objective')
    """
    key = make_key(name)
    if is_code_column(name) or tells_past(name):
        return None
    named = _OF.match(key)
    key = key[named.end() :] if named else key.removeprefix("che ")
    if key in _WHOLE:
        return OBJECTIVE
    first, *others = (_find_longest(part.strip(), COLUMNS) for part in key.split("/"))
    return OBJECTIVE if first and OBJECTIVE in others else first


def tells_past(name: str) -> bool:
    """Say whether a column or the line above a list says that it holds what has been done already.

    >>> tells_past("Interventi realizzati:"), tells_past("Interventi da realizzare")
    (True, False)
    """
    return _DONE.search(make_key(name)) is not None


def tells_grade(words: str) -> bool:
    """Say whether a cell grades what its row has, and says no more.

    >>> tells_grade("Alta"), tells_grade("B"), tells_grade("Alta formazione")
    (True, True, False)
    """
    return _GRADE.fullmatch(make_key(words)) is not None


def is_code_column(name: str) -> bool:
    """Say whether a column or a label holds numbers or codes.

    >>> is_code_column("Scheda obiettivo n."), is_code_column("Obiettivo")
    (True, False)
    """
    key = make_key(name)
    return key in _CODE_COLUMNS or key.rpartition(" ")[2] in _NUMBER_WORDS


def names_field(words: str) -> bool:
    """Say whether ``words`` are what plans call a part of an element, or several of its parts.

    >>> names_field("OBIETTIVI"), names_field("I nostri obiettivi"), names_field("OBIETTIVI PER IL MARE")
    (True, True, False)
    """
    key = _strip_before(words)
    return key in FIELD_COLUMNS | SEVERAL | FRONT or any(
        key in known for known in (*LEVELS.values(), *COLUMNS.values())
    )


def refers(words: str) -> bool:
    """Say whether a line does nothing but refer to elements, by two labels or more and their numbers.

    >>> refers("Missione 04 – Programma 02"), refers("Missione 04 – Istruzione"), refers("Missione 04")
    (True, False, False)
    """
    labels = _REFERENCE.findall(words)
    return len(labels) > 1 and not _REFERENCE.sub("", words).strip(" ,;/–-")


def skip_title_label(text: str, start: int) -> int:
    """Return where the title begins that the line at ``start`` names, else ``start``.

    >>> skip_title_label("Titolo dell'obiettivo: curare", 0), skip_title_label("Curare: i parchi", 0)
    (23, 0)
    """
    match = _TITLE_LABEL.match(text, start) if start >= 0 else None
    return match.end() if match else start


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


def names_title(name: str) -> bool:
    """Say whether a column says that it has titles, and not of what ("Denominazione")."""
    return make_key(name) in _load()["columns"]["titling"]


def lists_lines(names: Iterable[str]) -> str:
    """Return the column of a table that lists the lines of a mandate; empty where the others say more than of these.

    >>> lists_lines(["N.", "Linea programmatica", "Descrizione"]), lists_lines(["Linea", "Importo"])
    ('Linea programmatica', '')
    """
    rest = [name for name in names if not (is_code_column(name) or tells_text(name))]
    return rest[0] if len(rest) == 1 and make_key(rest[0]) in _LINES else ""


def tells_text(name: str) -> bool:
    """Say whether a column or a label may hold what an element is about, in place of its title.

    >>> tells_text("Descrizione dell'obiettivo"), tells_text("Titolo")
    (True, False)
    """
    return make_key(name).startswith(_TELLING)


def is_apart_column(name: str) -> bool:
    """Say whether a column is one of tables of works and their funding ("CUP"), of phases ("Fase"), or of bodies."""
    return make_key(name) in _APART


def titles_element(label: str) -> bool:
    """Say whether the title of an element may stand below a label that stands again and again.

    >>> titles_element("Obiettivo"), titles_element("Missione"), titles_element("Ambito territoriale")
    (True, True, False)
    """
    key = make_key(label)
    named = find_column_kind(key) == OBJECTIVE or any(key in known for known in (*LEVELS.values(), *COLUMNS.values()))
    return named and not tells_outcome(key)


def tells_outcome(name: str) -> bool:
    """Say whether a label is that of what an element comes to or does: its title only where it has no other.

    >>> tells_outcome("Risultato atteso"), tells_outcome("Azioni previste"), tells_outcome("Obiettivi")
    (True, True, False)
    """
    first = make_key(name).partition(" ")[0]
    return first in _OUTCOMES or (first in SEVERAL and find_column_kind(name) == ACTION)


def is_lower_objective(name: str) -> bool:
    """Say whether a label names objectives below others, and cites none.

    >>> is_lower_objective("Obiettivo operativo n."), is_lower_objective("Obiettivo operativo di riferimento")
    (True, False)
    """
    return make_key(name).startswith(_LOWER) and not make_key(name).endswith(CITING)


def is_work_column(name: str) -> bool:
    """Say whether a column names works, of which a budget has tables, too.

    >>> is_work_column("Interventi"), is_work_column("Azioni")
    (True, False)
    """
    return any(make_key(name).startswith(work) for work in _WORKS)


def _find_longest(key: str, names: dict[ElementKind, frozenset[str]]) -> ElementKind | None:
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
