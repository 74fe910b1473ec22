"""What a person should look at, in its sentence: words that were not understood first, then links that are guesses."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, NamedTuple

from dupgraph.base.gathering import gather
from dupgraph.language.sentences import find_sentence, list_ends
from dupgraph.read.build import Build
from dupgraph.schema.lines import join_lines
from dupgraph.schema.links import LINKS, REFERENCE, LinkName
from dupgraph.schema.values import Mention, Method, Section, find_page, list_stretches, mask_furniture

# Why a person is asked: a cue with nobody known after it, a name that no vocabulary knows, a theme that the heading
# above voted for or that the objectives below share, a name known by its form alone, a theme that a single place
# earned; any other link, if all are asked.
Why = Literal["cue", "name", "heading", "below", "proper-name", "one-place", "other"]
_GUESSED: dict[Method, Why] = {"heading": "heading", "below": "below", "proper-name": "proper-name"}


class Place(NamedTuple):
    """Where words stand: the code of the element, offsets of the canonical text."""

    element: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at. ``before``, ``words`` and ``after`` are its sentence, or the part of it around the words.

    ``property`` and ``thing`` (its key in the reading) are empty for words that were not understood. ``places`` are
    all places of which the same can be decided at once, its own first.
    """

    key: str
    why: Why
    place: Place
    level: str
    title: str
    before: str
    words: str
    after: str
    page: int | None = None
    property: LinkName = ""
    thing: str = ""
    places: tuple[Place, ...] = ()


def list_queue(build: Build, *, everything: bool = False) -> tuple[Item, ...]:
    """Return what is to be looked at in a build that follows the decisions so far.

    Words that were not understood come first, the most frequent before others; then doubtful links in the order of
    the text. With ``everything`` all other links that nobody has confirmed come after these.
    """
    return tuple(_Queue(build).list_items(everything=everything))


def make_item(build: Build, place: Place) -> Item:
    """Return an item about words that somebody points at."""
    return _Queue(build).make_item("name", place, (place,))


class _Queue:
    def __init__(self, build: Build) -> None:
        self._build = build
        self._visible = mask_furniture(build.document, " ")
        self._sections = gather((section.code, section) for section in list_stretches(build.outline.sections))
        self._ends = {s.start: self._list_ends(s) for stretches in self._sections.values() for s in stretches}

    def _list_ends(self, section: Section) -> list[int]:
        own = self._visible[section.title_start : section.end]
        return sorted({*list_ends(own), section.title_end - section.title_start})

    def list_items(self, *, everything: bool) -> Iterator[Item]:
        for group in self._build.group_unread().values():
            places = [Place(each.element, each.start, self._find_end(each.end)) for each in group]
            for number, each in enumerate(group):
                alike = (places[number], *places[:number], *places[number + 1 :])
                yield self.make_item(each.reason, places[number], alike)
        doubtful, rest = list[Item](), list[Item]()
        for mention, why, others in self._list_links():
            place = Place(mention.element, mention.start, mention.end)
            item = self.make_item(why, place, (place, *others), mention.property, mention.thing)
            (rest if why == "other" else doubtful).append(item)
        yield from doubtful
        if everything:
            yield from rest

    def _find_end(self, end: int) -> int:
        """Return the end of the word that ``end`` cuts, or of the one before the blanks there."""
        while self._visible[end - 1].isspace():
            end -= 1
        while end < len(self._visible) and self._visible[end - 1].isalnum() and self._visible[end].isalnum():
            end += 1
        return end

    def _list_links(self) -> Iterator[tuple[Mention, Why, list[Place]]]:
        """Yield each link once that nobody has confirmed, by its first place that is to be looked at."""
        mentions = [m for m in self._build.reading.mentions if not m.reviewed and m.property != REFERENCE.name]
        counts = Counter((m.element, m.property, m.thing) for m in self._build.reading.mentions)
        alike = gather(((each.property, each.thing, each.exact.casefold()), each) for each in mentions)
        asked: set[tuple[str, str, str]] = set()
        for mention in mentions:
            together = LINKS[mention.property].found == "words"
            link = (mention.element, mention.property, mention.thing)
            why: Why = _GUESSED.get(mention.method, "one-place" if together and counts[link] == 1 else "other")
            if together and link in asked:
                continue
            asked.add(link)
            same = alike[mention.property, mention.thing, mention.exact.casefold()]
            yield mention, why, [Place(m.element, m.start, m.end) for m in same if m is not mention]

    def make_item(
        self, why: Why, place: Place, places: tuple[Place, ...], link: LinkName = "", thing: str = ""
    ) -> Item:
        """Return what is asked about a place."""
        stretches = self._sections[place.element]
        section = next((s for s in stretches if s.start <= place.start < s.end), stretches[0])
        offset = section.title_start
        own = self._visible[offset : section.end]
        start, end = place.start - offset, place.end - offset
        first, last = find_sentence(own, max(start, 0), end, self._ends[section.start])
        # Blanks beside the words are kept, those at the sentence's ends are not.
        before = _join(own[first:start], left=True)
        after = _join(own[end:last], left=False)
        page = find_page(self._build.document, place.start)
        key = sha256(repr((why, place, link, thing)).encode()).hexdigest()[:12]
        words = join_lines(own[start:end])
        return Item(
            key, why, place, section.level_name, section.title, before, words, after, page, link, thing, places
        )  # fmt: skip


def _join(text: str, *, left: bool) -> str:
    """Return words in one line; the blank on the side of the item's words stays."""
    joined = join_lines(text)
    if left:
        return joined + " " if text[-1:].isspace() and joined else joined
    return " " + joined if text[:1].isspace() and joined else joined
