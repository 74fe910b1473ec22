"""What is asked of a part of the plan that is called neither by its code nor by its title: the heading of a budget
mission or programme, and the one objective in whose title some words stand.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from dupgraph.ask.catalogue.field_texts import PROGRAMME
from dupgraph.ask.phrases import signs
from dupgraph.ask.phrases.context import Context, UnsureError
from dupgraph.ask.phrases.frame import Frame
from dupgraph.ask.phrases.match import Filling, find_fillings
from dupgraph.ask.phrases.names import Sense
from dupgraph.ask.phrases.pieces import Item
from dupgraph.ask.phrases.rewording import list_readings
from dupgraph.ask.phrases.values import choose_value, has_answer

# What is looked for by words alone, whatever objective has them.
_SEARCHED = frozenset({signs.OBJECTIVE, signs.PLACE, "sentence", "everything", "word", "count", "not"})


def has_rows(context: Context, filling: Filling) -> bool:
    """Whether a question has an answer. Raises UnsureError where it is not certain what it names."""
    values = {slot: choose_value(context, slot, item, filling)[0] for slot, item in filling.fillers}
    return has_answer(context, filling.phrase.question, values)


def find_below(context: Context, frame: Frame) -> Iterator[Filling]:
    """Yield what is asked of a budget mission or programme as of the heading that the plan has for it, where that has
    an answer: "gli indicatori della missione 10", "programmi della missione 4".
    """
    headings = [context.names.find_heading(item.senses[0]) if len(item.senses) == 1 else () for item in frame.items]
    if not any(headings):
        return
    pairs = zip(frame.items, headings, strict=True)
    items = tuple(_name_element(item.words, heading[0]) if heading else item for item, heading in pairs)
    concepts = (signs.GUIDELINE if concept == PROGRAMME else concept for concept in frame.concepts)
    yield from _find_answered(context, replace(frame, concepts=frozenset(concepts), items=items))


def ask_titled(context: Context, frame: Frame) -> Filling | None:
    """Return what is asked of the one objective whose title has the words that nothing else is known by: "chi segue il
    pedibus?"; None where several have them, or none, or the question looks for words.
    """
    vague = [item for item in frame.items if not any(sense.sure and sense.held for sense in item.senses)]
    strange = context.list_strange(frame)
    # One word that speaks of a theme asks of the theme.
    speaks = all(sense.held and not sense.sure for item in vague for sense in item.senses)
    is_theme = speaks and not strange and len(vague) == 1 and " " not in vague[0].words
    if is_theme or len(frame.items) != len(vague) or not frame.concepts - _SEARCHED:
        return None
    words = " ".join(sorted((*(item.words for item in vague), *strange), key=context.asked.find))
    found = context.names.find_titled(words)
    if len(found) != 1:
        return None
    others = tuple(word for word in frame.unknown if word not in words)
    asked = replace(frame, items=(_name_element(words, found[0]),), unknown=others)
    fillings = list(_find_answered(context, asked))
    return fillings[0] if len({filling.phrase.question.name for filling in fillings}) == 1 else None


def _find_answered(context: Context, frame: Frame) -> Iterator[Filling]:
    """Yield what a frame asks of a part of the plan, where that has an answer."""
    readings = (find_fillings(reading, context.phrases, context.fold) for reading in list_readings(frame))
    for filling in next(filter(None, readings), []):
        with suppress(UnsureError):
            if has_rows(context, filling):
                yield filling


def _name_element(words: str, sense: Sense) -> Item:
    return Item(words, senses=(sense,), roles=frozenset({signs.ELEMENT}))
