"""The sentence of an element that names a thing, and the one of the other side that comes nearest to it."""

from collections.abc import Iterable, Iterator

from dupgraph.ask.analysis.network import PlanMention
from dupgraph.ask.comparison.likeness import list_features
from dupgraph.ask.results.marks import drop_marks, mark_words
from dupgraph.language.sentences import find_sentence, list_ends
from dupgraph.schema.lines import join_lines

_BETWEEN = " […] "
# Sentences are quoted up to so many; more say the same again.
_MOST_QUOTED = 3
# A sentence of the other side that has less of a quote's words has another subject.
_LEAST_SHARED = 0.3


def quote_mention(text: str, mentions: Iterable[PlanMention]) -> str:
    """Return the sentences of an element's text that hold mentions, their words marked; empty where none is found."""
    ends = sorted(set(list_ends(text)))
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for mention in mentions:
        place = _find_mention(text, mention)
        if place is not None:
            found.setdefault(find_sentence(text, *place, ends), []).append(place)
    quoted = sorted(found.items())[:_MOST_QUOTED]
    return _BETWEEN.join(mark_words(text, *span, places) for span, places in quoted)


def _find_mention(text: str, mention: PlanMention) -> tuple[int, int] | None:
    """Return where the words of a mention stand in a readable text, by what stands around them where that is there."""
    words = join_lines(mention.words)
    lead, tail = join_lines(mention.before)[-12:], join_lines(mention.after)[:12]
    for before, after in ((lead, tail), (lead, ""), ("", tail), ("", "")):
        for gap_before in ("", " ") if before else ("",):
            for gap_after in ("", " ") if after else ("",):
                head = f"{before}{gap_before}"
                place = text.find(f"{head}{words}{gap_after}{after}")
                if place >= 0:
                    return place + len(head), place + len(head) + len(words)
    return None


def find_nearest(quote: str, texts: Iterable[str]) -> str:
    """Return the sentence of some texts that has most of the words of a quote; empty where none has a third of them."""
    wanted = list_features(drop_marks(quote))
    best, most = "", 0.0
    for sentence in (each for text in texts for each in _list_sentences(text)):
        shared = len(wanted & list_features(sentence)) / len(wanted) if wanted else 0.0
        if shared > most:
            best, most = sentence, shared
    return best if most >= _LEAST_SHARED else ""


def _list_sentences(text: str) -> Iterator[str]:
    start = 0
    for end in (*sorted(set(list_ends(text))), len(text)):
        if text[start:end].strip():
            yield text[start:end].strip()
        start = end
