"""What is offered where a question is not understood for certain: the questions that come nearest."""

from collections.abc import Iterator
from dataclasses import replace

from dupgraph.ask.phrases.choosing import fill_text
from dupgraph.ask.phrases.context import Context
from dupgraph.ask.phrases.frame import Frame
from dupgraph.ask.phrases.match import Filling, rank_fillings
from dupgraph.ask.phrases.pieces import Item
from dupgraph.ask.phrases.understanding import Suggestion

SUGGESTED = 3


def suggest_questions(context: Context, frame: Frame) -> tuple[Suggestion, ...]:
    """Return the questions that come nearest, none of which asks for a thing that was not named.

    First two that come near and hold what was named, then a search for the words, then what is less near. Where nothing
    was named, what is spelt most like the words that nobody knows is.
    """
    words = " ".join(frame.unknown) or next((item.words for item in frame.items), "")
    if not frame.items and (alike := context.names.find_near(words)):
        frame = replace(frame, items=(Item(words, senses=alike),), unknown=())
    ranked = list(rank_fillings(frame, context.phrases, context.fold))
    full = [filling for filling in ranked if _is_full(filling)]
    # Of a question about what nobody knows no other question is near that names nothing.
    strange = bool(context.list_strange(frame))
    near = [one for one in full if one.score >= ranked[0].score / 2 and (one.fillers or (one.score and not strange))]
    found: dict[str, Suggestion] = {}
    for filling in (*near[: SUGGESTED - 1], *_search_text(context, words), *full):
        question = filling.phrase.question
        values = {slot: item.senses[0].label if item.senses else item.words for slot, item in filling.fillers}
        found.setdefault(question.name, Suggestion(question, values, filling.score, context.language))
        if len(found) == SUGGESTED:
            break
    return tuple(found.values())


def _search_text(context: Context, words: str) -> Iterator[Filling]:
    """Yield the search for some words in the text."""
    if words:
        yield replace(fill_text(context, words), score=0.0)


def _is_full(filling: Filling) -> bool:
    """Whether nothing that the question needs is left open."""
    needed = {parameter.name for parameter in filling.phrase.question.parameters if not parameter.default}
    return needed <= {slot for slot, _ in filling.fillers}
