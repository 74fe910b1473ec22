"""What plans call the columns of their tables, and the labels beside or above what an element has."""

import re
from collections.abc import Iterable
from functools import lru_cache

from dupgraph.read.outline.names import (
    CITING,
    FIELD_COLUMNS,
    FRONT,
    KINDS,
    LEVELS,
    NAMES,
    SEVERAL,
    find_longest,
    list_keys,
)
from dupgraph.read.outline.profile import make_key
from dupgraph.schema.links import ACTION, OBJECTIVE, ElementKind

COLUMNS: dict[ElementKind, frozenset[str]] = {kind: list_keys("columns", kind) for kind in KINDS}
_OUTCOMES = tuple(NAMES["levels"]["outcome"])
_CODE_COLUMNS = list_keys("columns", "code")
_WHOLE = list_keys("columns", "whole")
_DONE = re.compile(rf"\b(?:{'|'.join(NAMES['columns']['done'])})[aeio]\b")
_GRADE = re.compile(rf"(?:{'|'.join(NAMES['columns']['grading'])})[aeio]|[a-z]|i{{2,3}}")
_WORKS = tuple(list_keys("columns", "works"))
_APART = list_keys("columns", "apart")
_LOWER = tuple(list_keys("columns", "lower"))
_NUMBER_WORDS = frozenset({"n", "n°", "nr", "num", "numero"})
TOTALS = tuple(list_keys("columns", "total"))
_TELLING = tuple(NAMES["columns"]["telling"])
_LINES = list_keys("columns", "lines")
_OF = re.compile(rf"(?:{'|'.join(NAMES['columns']['titling'])}) (?:d[ie] |de(?:i|l|lla|gli|lle) |dell?')")
_NAMING = "|".join(word for word in NAMES["columns"]["titling"] if word not in _TELLING)
_TITLE_LABEL = re.compile(rf"(?i:{_NAMING})(?: \w[\w’']*){{0,3}} *: *(?=\S)")
_BEFORE = frozenset(NAMES["headings"]["before"])


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
    first, *others = (find_longest(part.strip(), COLUMNS) for part in key.split("/"))
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


def skip_title_label(text: str, start: int) -> int:
    """Return where the title begins that the line at ``start`` names, else ``start``.

    >>> skip_title_label("Titolo dell'obiettivo: curare", 0), skip_title_label("Curare: i parchi", 0)
    (23, 0)
    """
    match = _TITLE_LABEL.match(text, start) if start >= 0 else None
    return match.end() if match else start


def names_title(name: str) -> bool:
    """Say whether a column says that it has titles, and not of what ("Denominazione")."""
    return make_key(name) in NAMES["columns"]["titling"]


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
