"""Quotes and sentences for the page's script: each text once, as a place in what the page holds already."""

from typing import Any

from dupgraph.ask.analysis.network import PlanMention
from dupgraph.ask.results.marks import MARK, mark_words
from dupgraph.language.sentences import find_sentence, list_ends
from dupgraph.publish.map.content import MapContent
from dupgraph.publish.quotes import find_spot


class Spans:
    """The stretches of text that mentions quote, each once and by number.

    One that stands so in the readable text of its element, and in a sentence that is known, is its place there:
    element, first letter, letters, first character in the plan's text, and then its last character and page where they
    do not follow or are known. Another is its words, what stands before and after, and then the same.
    """

    def __init__(self, content: MapContent, numbers: dict[str, int]) -> None:
        self.list: list[list[Any]] = []
        self._numbers: dict[tuple[str, int, int, str], int] = {}
        self._places: list[tuple[int, int] | None] = []
        self._texts = {iri: text.text for iri, text in content.texts.items()}
        self.sentences = Sentences(content, numbers)
        # The sentence of each, and which letters of it are its words.
        self.cited: list[list[int]] = []
        self._elements = numbers

    def number(self, mention: PlanMention) -> int:
        """Return the number of a mention's words."""
        key = (mention.element, mention.start, mention.end, mention.words)
        number = self._numbers.setdefault(key, len(self.list))
        if number == len(self.list):
            text = self._texts.get(mention.element, "")
            place = find_span(text, mention)
            self._places.append(place)
            cited = self.sentences.cite(mention, place)
            self.cited.append(cited)
            self.list.append(self._describe(mention, text, place if cited else None))
        return number

    def find_place(self, mention: PlanMention) -> tuple[int, int] | None:
        """Return where the words stand in the readable text of their element."""
        return self._places[self.number(mention)]

    def _describe(self, mention: PlanMention, text: str, place: tuple[int, int] | None) -> list[Any]:
        page = [] if mention.page is None else [mention.page]
        if place is None or text[slice(*place)] != mention.words:
            return [mention.words, mention.before, mention.after, mention.start, mention.end, *page]
        letters = count_letters(mention.words)
        rest = [mention.end, *page] if page or mention.end - mention.start != letters else []
        return [self._elements[mention.element], count_letters(text[: place[0]]), letters, mention.start, *rest]


class Sentences:
    """The sentences that citations hold, each once and by number.

    One that stands so in the readable text of its element is its place there: element, first letter, letters. Another
    is its words.
    """

    def __init__(self, content: MapContent, numbers: dict[str, int]) -> None:
        """Know the texts and sentences of ``content``; elements go by their ``numbers``."""
        self.list: list[list[int] | str] = []
        self._known = content.sentences
        self._texts = {iri: text.text for iri, text in content.texts.items()}
        self._elements = numbers
        self._numbers: dict[tuple[str, str], int] = {}

    def cite(self, mention: PlanMention, place: tuple[int, int] | None) -> list[int]:
        """Return the number of a mention's sentence, its words' first letter in it and their letters; empty for none.

        ``place`` is where the words stand in the readable text of their element: a sentence that the graph does not
        give is found there. In one that could not be marked the words have no letters.
        """
        marked = self._known.get(find_spot(mention)) or self._find_sentence(mention, place)
        if not marked:
            return []
        before, words, after = marked.split(MARK) if marked.count(MARK) == 2 else (marked, "", "")
        sentence = before + words + after
        number = self._numbers.setdefault((mention.element, sentence), len(self.list))
        if number == len(self.list):
            text = self._texts.get(mention.element, "")
            at = text.find(sentence)
            stretch = [self._elements[mention.element], count_letters(text[:at]), count_letters(sentence)]
            self.list.append(sentence if at < 0 else stretch)
        return [number, count_letters(before), count_letters(words)]

    def _find_sentence(self, mention: PlanMention, place: tuple[int, int] | None) -> str:
        if place is None:
            return ""
        text = self._texts[mention.element]
        return mark_words(text, *find_sentence(text, *place, sorted(list_ends(text))), [place])


def count_letters(text: str) -> int:
    """Return the length of ``text`` as a browser counts: in UTF-16.

    >>> count_letters("però"), count_letters("🏫")
    (4, 2)
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def find_span(text: str, mention: PlanMention) -> tuple[int, int] | None:
    """Return where the mention's words stand in ``text``, its surroundings deciding between several places.

    The text has its white space collapsed and page furniture left out, so a quote is found by its words; None for one
    that runs across a page break.
    """
    exact = _collapse(mention.words)
    before, after = _collapse(mention.before)[-12:], _collapse(mention.after)[:12]
    best = None
    start = text.find(exact) if exact else -1
    while start >= 0:
        end = start + len(exact)
        fits = text[:start].rstrip().endswith(before) + text[end:].lstrip().startswith(after)
        if best is None or fits > best[0]:
            best = (fits, start, end)
        start = text.find(exact, start + 1)
    return None if best is None else best[1:]


def _collapse(text: str) -> str:
    """Return ``text`` with every stretch of white space as one space, none at the ends."""
    return " ".join(text.split())
