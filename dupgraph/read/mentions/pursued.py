"""Fields and codes to what an objective pursues: "Obiettivo strategico di riferimento: 1.2" names another one.

By the accounting principle of programming (D.Lgs. 118/2011, annex 4/1) the operative section of a plan has objectives
by mission and programme, and each of them pursues one of the strategic section.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import chain, pairwise
from typing import NamedTuple, TypeVar

from dupgraph.base.gathering import gather
from dupgraph.read.mentions.fields import PROSE, Field
from dupgraph.read.mentions.missions import is_budget
from dupgraph.schema.values import Outline, Section

# What a field holds that says what its element pursues.
PURSUED = "strategicReference"
_NUMBER = r"(?:[A-Z][A-Za-z]{0,3}[ ._-]?)?\d{1,3}(?:[.\-/]\d{1,3})*[a-z]?\b"
# The number that opens what a field says, also behind what the level is called ("Ob. strategico n. 1.2 – Una scuola").
_OPENING = re.compile(
    rf"\s*(?:[^\W\d_]+\.?\s+strategic[oa]\s+)?(?:[Nn][.°]?\s*)?(?P<number>{_NUMBER})\.?(?=\s*(?:[–—:,;()-]|\Z)|\s+[A-ZÀ-Ý“«])"
)
# What stands between two numbers of one field.
_BETWEEN = re.compile(rf"[;\n\x1e]|,(?=\s*{_NUMBER}(?!\w))|\s+e\s+(?={_NUMBER}\.?\s*(?:\Z|[,;\n\x1e]))")
# Letters that nouns have in common that a label and a level go by ("Indirizzi strategici", "Indirizzo strategico").
_STEM = 5
_WORD = re.compile(r"[^\W_]+")

_Number = tuple[str, ...]
Key = TypeVar("Key", bound=Hashable)


class Pursued(NamedTuple):
    """What an element says that it pursues: the words' place, the code of the other one, and the field's label."""

    start: int
    end: int
    code: str
    label: str


class Pursuits:
    """Finds which elements of one plan pursue which others, by how the others are numbered or called."""

    def __init__(self, outline: Outline, visible: str) -> None:
        """Know the elements: what stands under the budget's missions or programmes is operative, the others are not."""
        self._visible = visible
        self._sections = {section.code: section for section in outline.sections}
        lines = {section.code: [section, *self._climb(section)] for section in outline.sections}
        self._lines = {code: {each.code for each in line} for code, line in lines.items()}
        self._operative = {code for code, line in lines.items() if any(is_budget(each.level_name) for each in line)}
        self._titled = _index(outline.sections, lambda section: _fold(section.title))
        # Numbers as printed, else their figures alone, else the codes that elements go by.
        self._numbered = (
            _index(outline.sections, lambda section: _split(section.notation)),
            _index(outline.sections, lambda section: _list_figures(_split(section.notation))),
            _index(outline.sections, lambda section: _split(section.code)),
        )
        self._coded = dict(self._read_codes())

    def settle(self, section: Section, fields: Iterable[Field]) -> list[Field]:
        """Return ``fields`` with those as prose that neither name an element nor have a number like one's."""
        prose = [f for f in fields if f.purpose == PURSUED and not self._is_reference(section, f)]
        return [field._replace(purpose=PROSE) if field in prose else field for field in fields]

    def find_pursued(self, section: Section, fields: Iterable[Field]) -> Iterator[Pursued]:
        """Yield what ``section`` pursues, by its fields, else by its own number.

        What a number names twice is left alone, unless another field says below what it stands.
        """
        own = [field for field in fields if field.purpose == PURSUED]
        places = [(field, place) for field in own for place in self._cut(field)]
        found = [(*place, self._find_named(section, field, *place), field.label) for field, place in places]
        sure = {codes[0] for _, _, codes, _ in found if len(codes) == 1}
        for start, end, codes, label in found:
            below = [code for code in codes if self._lines[code] & sure] if len(codes) > 1 else codes
            if len(below) == 1:
                yield Pursued(start, end, below[0], label)
        if not own and section.code in self._coded and section.title_start < section.title_end:
            start = self._visible.find(section.notation, section.start, section.title_start)
            if start >= 0:
                yield Pursued(start, start + len(section.notation), self._coded[section.code], "")

    def _climb(self, section: Section) -> Iterator[Section]:
        while section.parent in self._sections:
            section = self._sections[section.parent]
            yield section

    def _is_reference(self, section: Section, field: Field) -> bool:
        """Whether a field names an element, or has a number: what it says at length is text of its own."""
        return any(
            _OPENING.match(self._visible, *place) or self._find_named(section, field, *place)
            for place in self._cut(field)
        )

    def _cut(self, field: Field) -> Iterator[tuple[int, int]]:
        """Yield the places in a field, each with a number; all of it where not each has one."""
        cuts = [cut.end() for cut in _BETWEEN.finditer(self._visible, field.start, field.end)]
        places = [self._trim(*pair) for pair in pairwise([field.start, *cuts, field.end])]
        places = [place for place in places if place[0] < place[1]]
        whole = len(places) < 2 or not all(_OPENING.match(self._visible, *place) for place in places)
        yield from [self._trim(field.start, field.end)] if whole else places

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        words = self._visible[start:end]
        return start + len(words) - len(words.lstrip()), start + len(words.rstrip(" \t\n\x1e,;."))

    def _find_named(self, section: Section, field: Field, start: int, end: int) -> list[str]:
        """Return the elements that a place may name, by title or number: a number alone is one of the label's level."""
        opening = _OPENING.match(self._visible, start, end)
        title = _fold(self._visible[opening.end() if opening else start : end])
        if opening is None:
            named = self._titled.get(title, ()) if title else ()
            return [other.code for other in named if self._may_pursue(section, other)]
        number = _split(opening["number"])
        readings = zip(self._numbered, (number, _list_figures(number), number), strict=True)
        for numbered, wanted in readings:
            found = [other for other in numbered.get(wanted, ()) if self._may_pursue(section, other)]
            if not title:
                found = [other for other in found if _is_called(other.level_name, field.label)]
            if found:
                return [other.code for other in found if not title or _agree(title, _fold(other.title))]
        return []

    def _may_pursue(self, section: Section, other: Section) -> bool:
        """Whether ``other`` is of another level and not below ``section``; of two operative ones none may."""
        operative = section.code in self._operative and other.code in self._operative
        return other.level_name != section.level_name and not operative and section.code not in self._lines[other.code]

    def _read_codes(self) -> Iterator[tuple[str, str]]:
        """Yield the operative elements whose numbers go on with that of a strategic one ("1.2.03"), and its code.

        A level is numbered so where all of its numbers are, and none goes on with those of the budget above it.
        """
        strategic: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for section in self._sections.values():
            if section.code not in self._operative and len(number := _split(section.notation)) > 1:
                strategic[number].append(section.code)
        levels: dict[str, list[Section]] = defaultdict(list)
        for code in self._operative:
            section = self._sections[code]
            if not is_budget(section.level_name):
                levels[section.level_name].append(section)
        for sections in levels.values():
            named = [(section, strategic.get(_split_above(section), [])) for section in sections]
            if all(len(codes) == 1 and not self._is_numbered_within(section) for section, codes in named):
                yield from ((section.code, codes[0]) for section, codes in named)

    def _is_numbered_within(self, section: Section) -> bool:
        """Whether the number of an element goes on with those of the mission and the programme above it."""
        line = [_split(each.notation) for each in self._climb(section)]
        return _split_above(section) in (*line, tuple(chain.from_iterable(reversed(line))))


def _index(sections: Iterable[Section], read: Callable[[Section], Key]) -> dict[Key, list[Section]]:
    return gather((read(section), section) for section in sections)


def _is_called(level_name: str, label: str) -> bool:
    """Whether a level may be what a label names: both have a noun in common, also where the label has it in short.

    >>> _is_called("Obiettivo strategico", "Ob. strategico"), _is_called("Indirizzo strategico", "Ob. strategico")
    (True, False)
    """
    level = _WORD.findall(level_name.lower())[:1]
    nouns = [word[:_STEM] for word in _WORD.findall(label.lower())]
    return any(name.startswith(noun) for name in level for noun in nouns if len(noun) > 1)


def _split(printed: str) -> _Number:
    """Return the parts of a number or code, without the noughts that fill them up ("OS1.02": OS, 1, 2)."""
    parts = re.findall(r"\d+|[^\W\d_]+", printed.lower())
    return tuple(part.lstrip("0") or "0" for part in parts)


def _agree(one: str, other: str) -> bool:
    """Whether two titles are one, perhaps cut short."""
    return one.startswith(other) or other.startswith(one)


def _split_above(section: Section) -> _Number:
    """Return the number of an element without its last part."""
    return _split(section.notation)[:-1]


def _list_figures(number: _Number) -> _Number:
    return tuple(part for part in number if part.isdecimal())


def _fold(words: str) -> str:
    return " ".join(_WORD.findall(words.lower()))
