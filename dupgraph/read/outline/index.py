"""What the document's own index says of its headings: number, title, order."""

import re
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from dupgraph.base.gathering import gather
from dupgraph.read.outline.profile import make_key
from dupgraph.schema.values import Document

_ENTRY = re.compile(
    r"""(?P<number>\d{1,4}(?:\.\d{1,4})*)\.?[^\S\n]+(?P<title>[^\n]*?[^\s.…_·])
        (?P<leaders>[\s.…_·]*)(?P<page>(?<=[\s.…_·])\d{1,4})?""",
    re.VERBOSE,
)
_LEADING = re.compile(r"(?P<title>[^\n]*?[^\s.…_·])[^\S\n]*[.…_·]{3,}[^\S\n]*\d{1,4}")
_CONTINUED = re.compile(r"(?P<title>[^\n]*?[^\s.…_·])[\s.…_·]*(?<=[\s.…_·])\d{1,4}")
# The number or mark before a title: a program may print it in the index alone.
_NUMBERED = re.compile(r"^[\W\d_]+")
# Titles at an index's end that a whole document does not lack, and what share of those before them it has.
_FEWEST_LOST = 2
_FEWEST_FOUND = 3
_FOUND = 0.9


class Entry(NamedTuple):
    """One line of the index; ``key`` is its title in the form in which titles are compared."""

    place: int
    number: tuple[str, ...]
    key: str


class Index(NamedTuple):
    """The entries of a document's index, by number and by the title's first word; and how long its numbers are."""

    numbers: dict[tuple[str, ...], Entry]
    by_word: dict[str, list[Entry]]
    sizes: frozenset[int]

    def find_entries(self, line: str) -> list[Entry]:
        """Return the entries whose title begins as ``line`` does, in the index's order."""
        words = line.split(maxsplit=1)
        return self.by_word.get(make_key(words[0]), []) if words and self.by_word else []


def list_titles(document: Document) -> list[str]:
    """Return the keys of what the document's index lists with leaders and a page, numbers and labels included.

    What stands above an entry and has no page may be the beginning of it: its words are before the entry's own.
    """
    titles: list[str] = []
    above, end = "", 0
    for span in document.furniture:
        above = "" if document.text[end : span.start].strip() else above
        end = span.end
        for line in document.text[span.start : span.end].splitlines():
            match = _LEADING.fullmatch(line.strip())
            if match:
                titles.append(make_key(f"{above} {match['title']}"))
            above = "" if match else line
    return titles


def list_lost(document: Document, words: Iterable[str]) -> list[str]:
    """Return the titles with which the document's index ends and that none of its lines opens: it may be cut.

    Those before them are mostly found, or the index says its titles in other words. A title may go on in a second line.
    """
    listed = [_NUMBERED.sub("", title) for title in list_titles(document)]
    lines = {_NUMBERED.sub("", make_key(line)) for line in words} if listed else set()
    found = [_is_opened(title.split(), lines) for title in listed]
    end = len(found) - found[::-1].index(True) if any(found) else 0
    lost = listed[end:]
    known = sum(found[:end])
    return lost if len(lost) >= _FEWEST_LOST and known >= max(_FEWEST_FOUND, _FOUND * end) else []


def _is_opened(title: Sequence[str], lines: Container[str]) -> bool:
    """Say whether a line is the title, the first half of it, or what of it is no head of the index's page."""
    half = len(title) // 2 + 1
    return any(
        " ".join(title[:size]) in lines or " ".join(title[-size:]) in lines for size in range(half, len(title) + 1)
    )


def parse_index(document: Document) -> Index:
    """Return the document's index, read from the furniture that it is."""
    entries: list[Entry] = []
    begun: tuple[tuple[str, ...], str] | None = None
    for span in document.furniture:
        for line in document.text[span.start : span.end].replace("\f", "\n").split("\n"):
            words = line.strip()
            match = _ENTRY.fullmatch(words)
            if match and match["page"]:
                entries.append(_make_entry(len(entries), match["number"].split("."), match["title"]))
                begun = None
            elif match:
                begun = (tuple(match["number"].split(".")), match["title"])
            elif begun and (rest := _CONTINUED.fullmatch(words)):
                entries.append(_make_entry(len(entries), list(begun[0]), f"{begun[1]} {rest['title']}"))
                begun = None
    by_word = gather((entry.key.partition(" ")[0], entry) for entry in entries)
    return Index({entry.number: entry for entry in entries}, by_word, frozenset(len(entry.number) for entry in entries))


def _make_entry(place: int, number: list[str], title: str) -> Entry:
    return Entry(place, tuple(str(int(part)) for part in number), make_key(title))
