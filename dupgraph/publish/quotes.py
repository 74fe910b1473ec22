"""The sentence around each mention, as answers give it: what a page quotes, and what a citation holds."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pyoxigraph import Literal

from dupgraph.ask.analysis.network import PlanMention
from dupgraph.ask.catalogue.sentences import PAGE, PLAN, SENTENCE, SPOTS, add_sentences
from dupgraph.ask.results.marks import MARK
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.protocol import Solutions

Spot = tuple[str, int, int]


class Quote(NamedTuple):
    """A sentence in parts, each with the mention whose words it is; ``mentions`` are all that it holds, in order."""

    parts: tuple[tuple[str, PlanMention | None], ...]
    mentions: tuple[PlanMention, ...]


def read_sentences(engine: Engine, mentions: Iterable[PlanMention]) -> dict[Spot, str]:
    """Return the sentence of each mention by its place, its words marked; none where the graph does not hold the text.

    What holds our mark itself is not marked.
    """
    spots = list(dict.fromkeys(find_spot(mention) for mention in mentions))
    rows = tuple((Literal(f"{element} {start} {end}"), None, None) for element, start, end in spots)
    answer, _ = add_sentences(engine, Solutions((SPOTS, PAGE, PLAN), rows), "it")
    place = answer.columns.index(SENTENCE)
    sentences = (row[place] for row in answer.rows)
    return {
        spot: sentence.value for spot, sentence in zip(spots, sentences, strict=True) if isinstance(sentence, Literal)
    }


def find_spot(mention: PlanMention) -> Spot:
    """Return where a mention stands: its element, first and last character."""
    return mention.element, mention.start, mention.end


def quote_mentions(mentions: Iterable[PlanMention], sentences: Mapping[Spot, str]) -> list[Quote]:
    """Return what is to be quoted of some mentions: each sentence once, with all of their words in it.

    Mentions that differ in who is involved, or in who confirmed them, are quoted apart. Where there is
    no sentence, or none that could be marked, the words stand between those next to them.
    """
    found: dict[tuple[str, ...], list[tuple[int, int, PlanMention]]] = {}
    for mention in mentions:
        sentence = sentences.get(find_spot(mention), "")
        if sentence.count(MARK) != 2:
            around = (f"…{mention.before}" if mention.before else "", f"{mention.after}…" if mention.after else "")
            sentence = MARK.join((around[0], mention.words, around[1]))
        before, words, after = sentence.split(MARK, 2)
        place = (len(before), len(before) + len(words), mention)
        found.setdefault((before + words + after, mention.involvement, mention.reviewed), []).append(place)
    return [_make_quote(key[0], places) for key, places in found.items()]


def _make_quote(sentence: str, places: list[tuple[int, int, PlanMention]]) -> Quote:
    parts: list[tuple[str, PlanMention | None]] = []
    done = 0
    for start, end, mention in sorted(places, key=lambda place: place[:2]):
        if start >= done:
            parts += ((sentence[done:start], None), (sentence[start:end], mention))
            done = end
    parts.append((sentence[done:], None))
    return Quote(tuple(part for part in parts if part[0]), tuple(mention for _, _, mention in places))
