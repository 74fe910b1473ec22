"""How many: an answer has a row for each mention, so what people ask to count is counted apart."""

from collections import Counter

from dupgraph.ask.catalogue.questions import Question
from dupgraph.ask.phrases.wording import word_sentence
from dupgraph.ask.results import Result
from dupgraph.ask.results.columns import name_column
from dupgraph.schema.links import ACROSS, SHOWN

# The columns that hold things, of which one may stand in several rows.
_COUNTED = (*ACROSS[:-1], *(link.role for link in sorted(SHOWN, key=lambda link: link.page)))


def count_answer(result: Result, question: Question, language: str) -> str:
    """Return how many rows an answer has, and how many different elements and things these name.

    Elements are counted level by level. What the question itself named, and what has a row of its own, is not counted.
    """
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
    told = ", ".join(f"{name}: {count}" for name, count in counts if count not in (0, len(rows)))
    return word_sentence("rows", language, count=str(len(rows))) + (f" ({told})" if told else "")
