"""What is offered where a question is not understood for certain: the questions that come nearest."""

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from itertools import chain

from dupgraph.ask.phrases.choosing import fill_text
from dupgraph.ask.phrases.context import Context
from dupgraph.ask.phrases.frame import Frame
from dupgraph.ask.phrases.match import Filling, rank_fillings
from dupgraph.ask.phrases.text import fold_word
from dupgraph.ask.phrases.understanding import Suggestion

SUGGESTED = 3


def suggest_questions(context: Context, frame: Frame) -> tuple[Suggestion, ...]:
    """Return the questions that come nearest, none of which asks for a thing that was not named.

    First those that hold what was named, the simplest first, then a search for the words, what is known of the
    thing, and questions that need nothing.
    """
    ranked = list(rank_fillings(frame, context.phrases, context.fold, len(context.list_strange(frame))))
    near = [filling for filling in ranked if _is_full(filling) and filling.score >= ranked[0].score / 2]
    # Of two that come about as near the one that asks for less.
    near.sort(key=lambda one: (-round(one.score, 1), len(one.phrase.question.parameters), -one.score))
    del near[SUGGESTED - 1 :]
    words = " ".join(frame.unknown) or next((item.words for item in frame.items), "")
    open_ = (filling for filling in (*ranked, *_list_alike(context)) if _is_full(filling))
    found: dict[str, Suggestion] = {}
    for filling in chain(near, _search_text(context, words), open_):
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


def _list_alike(context: Context) -> Iterator[Filling]:
    """Yield the phrases whose letters are most like the question's, for one that shares nothing else with any."""
    asked = fold_word(context.asked)
    phrases = {fold_word(phrase.text): phrase for phrase in context.phrases if phrase.language == context.language}
    for text in get_close_matches(asked, phrases, n=len(phrases) or 1, cutoff=0.0):
        yield Filling(phrases[text], (), 0.0)


def _is_full(filling: Filling) -> bool:
    """Whether nothing that the question needs is left open."""
    needed = {parameter.name for parameter in filling.phrase.question.parameters if not parameter.default}
    return needed <= {slot for slot, _ in filling.fillers}
