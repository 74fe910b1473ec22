"""How many: an answer has a row for each mention, so what people ask to count is counted apart."""

from collections import Counter
from collections.abc import Collection

from dupgraph.ask.catalogue.questions import Question
from dupgraph.ask.catalogue.sentences import SENTENCE
from dupgraph.ask.results.columns import name_column
from dupgraph.ask.results.marks import MARK
from dupgraph.ask.results.result import Result
from dupgraph.language.languages import get_text
from dupgraph.schema.links import ACROSS, ACTION, LEVELS, OBJECTIVE, SHOWN

# The columns that hold things, of which one may stand in several rows.
_COUNTED = (*ACROSS[:-1], *(link.role for link in sorted(SHOWN, key=lambda link: link.page)))

_MEASURES = {"measure", "label", "value"}
# The column whose name says how often, and whose plan a row is.
_TIMES, _TOWN = "mentions", "municipality"


def count_answer(result: Result, question: Question, language: str, counted: Collection[str] = ()) -> str:
    """Return how many there are of what a question counts, and how many rows the answer has.

    ``counted`` are the levels and roles that the question says; they come first. Elements are counted level by level.
    What the question itself named, and what has a row of its own, is not counted.
    """
    if set(result.columns) >= _MEASURES:
        return _read_measures(result, counted, language)
    rows = result.to_dicts()
    given = {parameter.name for parameter in question.parameters}
    counts: list[tuple[str, int]] = []
    if {"code", "level"} <= set(result.columns):
        levels = Counter(level for _, _, level in {(row.get("plan"), row["code"], row["level"]) for row in rows})
        counts += [(str(level), count) for level, count in levels.items()]
    for column in _COUNTED:
        if column in result.columns and column not in given:
            things = {(row.get("plan"), row[column]) for row in rows if row[column] not in (None, "")}
            counts.append((name_column(column, language), len(things)))
    if _TOWN in result.columns:
        counts.append((name_column(_TOWN, language), len({row[_TOWN] for row in rows})))
    if SENTENCE in result.columns:
        # One row may quote several places.
        places = sum(str(row[SENTENCE]).count(MARK) // 2 for row in rows)
        counts.append((name_column(_TIMES, language), places))
    asked = [entry for entry in counts if _is_asked(entry[0], counted, language)]
    others = [entry for entry in counts if entry not in asked and entry[1] not in (0, len(rows))]
    told = [f"{name}: {count}" for name, count in (*asked, *others)]
    if len(rows) not in (count for _, count in asked):
        told.append(get_text("answers", "rows", language, count=str(len(rows))))
    return " · ".join(told)


def _is_asked(name: str, counted: Collection[str], language: str) -> bool:
    """Whether a count is of what the question says: "Obiettivo strategico" is an objective."""
    levels = {LEVELS[asked].word("one").casefold() for asked in counted if asked in LEVELS}
    columns = {name_column(_TOWN if asked == "towns" else asked, language) for asked in counted}
    return name in columns or name.casefold().startswith(tuple(levels))


def _read_measures(result: Result, counted: Collection[str], language: str) -> str:
    """Return the numbers that were asked for, of an answer that holds one a row; where the plan has none of such, the
    levels that it has.
    """
    # "Quante azioni?" is asked with the words for objectives, and a plan may have both.
    wanted = [_name_measure(name) for name in (*counted, *([ACTION] if OBJECTIVE in counted else []))]
    rows = {row["measure"]: f"{row['label']}: {row['value']}" for row in result.to_dicts()}
    if found := [rows[name] for name in rows if name in wanted]:
        return " · ".join(found)
    levels = [rows[name] for name in map(_name_measure, LEVELS) if name in rows]
    return get_text("answers", "none_counted", language, choices=" · ".join(levels)) if wanted else ""


def _name_measure(name: str) -> str:
    """Return what the numbers of a plan call many of a kind.

    >>> _name_measure("policy"), _name_measure("place")
    ('policies', 'places')
    """
    return f"{name.removesuffix('y')}ies" if name.endswith("y") else f"{name}s"
