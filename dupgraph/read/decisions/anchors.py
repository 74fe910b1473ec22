"""Quotes to places: where the words of a decision stand now, in the element that they were decided in; never a guess.

In a text that has changed the words must stand there as they were, and the words on one side of them at least too.
Where that fits no place, or several, there is none.
"""

import re
from collections.abc import Iterator

from dupgraph.read.mentions.quotes import Surroundings, normalise
from dupgraph.schema.decisions import Quote
from dupgraph.schema.values import Document, Outline, Section, Span, mask_furniture

# Context that is shorter than this says little: it counts where the element begins or ends with it.
_LEAST = 14
# So many characters hold any context, page furniture and line breaks included.
_WINDOW = 400


class Anchors:
    """A plan's text, asked where quotes stand in it."""

    def __init__(self, document: Document, outline: Outline) -> None:
        """Take the text as its mentions are read: page furniture is blank."""
        self._visible = mask_furniture(document, " ")
        self._digest = document.sha256
        self._sections = {section.code: section for section in outline.sections}

    def __contains__(self, element: str) -> bool:
        return element in self._sections

    def make_quote(self, element: str, start: int, end: int) -> Quote:
        """Return the words from ``start`` to ``end``, which lie in the element of that code, as a decision keeps them.

        Raises KeyError when there is no such element.
        """
        span = _find_span(self._sections[element], Span(start, end))
        around = Surroundings(self._visible[span.start : span.end], span.start)
        words = normalise(self._visible[start:end])
        return Quote(words, around.find_before(start), around.find_after(end), start, end, self._digest)

    def find_words(self, element: str, words: str) -> list[Span]:
        """Return every place of words in the element of that code, in the order of the text."""
        return list(self._find_words(self._sections[element], words))

    def find_places(self, element: str, quote: Quote) -> list[Span]:
        """Return the one place of a quote in an element; none when nothing fits, several when that many fit alike."""
        section = self._sections.get(element)
        if section is None or not quote.exact:
            return []
        if quote.text == self._digest and self._stands_at(section, quote):
            return [Span(quote.start, quote.end)]
        both, one = [], []
        for place in self._find_words(section, quote.exact):
            before, after = self._agrees(section, place, quote)
            if before or after:
                one.append(place)
            if before and after:
                both.append(place)
        return both or one

    def _stands_at(self, section: Section, quote: Quote) -> bool:
        if not any(start <= quote.start < quote.end <= end for start, end in _list_spans(section)):
            return False
        place = Span(quote.start, quote.end)
        same = normalise(self._visible[quote.start : quote.end]) == quote.exact
        return same and all(self._agrees(section, place, quote))

    def _agrees(self, section: Section, place: Span, quote: Quote) -> tuple[bool, bool]:
        """Return whether the words before a place are those before a quote, and those after it."""
        start, end = _find_span(section, place)
        before = self._visible[max(start, place.start - _WINDOW) : place.start]
        after = self._visible[place.end : min(end, place.end + _WINDOW)]
        return _begins_with(_join(before)[::-1], quote.prefix[::-1]), _begins_with(_join(after), quote.suffix)

    def _find_words(self, section: Section, words: str) -> Iterator[Span]:
        """Yield where words stand in an element, whatever white space is between them; no part of a longer word."""
        pattern = r"\s+".join(map(re.escape, words.split()))
        found = re.compile(rf"(?<!\w){pattern}(?!\w)" if words[0].isalnum() and words[-1].isalnum() else pattern)
        for span in _list_spans(section):
            yield from (Span(*match.span()) for match in found.finditer(self._visible, *span))


def _list_spans(section: Section) -> list[Span]:
    """Return where an element's text stands: mostly in one place."""
    return [Span(section.start, section.end), *section.more]


def _find_span(section: Section, place: Span) -> Span:
    """Return the stretch of an element's text that holds a place, else the first."""
    spans = _list_spans(section)
    return next((span for span in spans if span.start <= place.start < span.end), spans[0])


def _join(text: str) -> str:
    """Return words before or after a place with single blanks, the one beside the place kept."""
    return " ".join(f"|{text}|".split()).removeprefix("|").removesuffix("|")


def _begins_with(found: str, kept: str) -> bool:
    """Whether a context, read away from the words, begins as the kept one does."""
    return found.startswith(kept) if len(kept) >= _LEAST else found.strip() == kept.strip()
