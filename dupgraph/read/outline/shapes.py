"""What may open elements, by shape: the levels of an outline and what else looks like headings, for a person to choose.

A profile is made of what they choose; who sees a plan knows at once which lines are its headings.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from tomllib import loads
from typing import Any

from dupgraph.read.outline.card_levels import draft_cards
from dupgraph.read.outline.codes import draft_codes
from dupgraph.read.outline.columns import draft_rows
from dupgraph.read.outline.drafts import ITEM_NAMES, RANK_NAMES, Draft, name_apart, write_profile
from dupgraph.read.outline.items import draft_bullets, draft_led, draft_run_in
from dupgraph.read.outline.labels import draft_labels, draft_numbers
from dupgraph.read.outline.lines import Line, Page, read_page
from dupgraph.read.outline.names import KINDS
from dupgraph.read.outline.open_labels import draft_open_labels
from dupgraph.read.outline.profile import Profile, make_key, parse_profile
from dupgraph.read.outline.styles import draft_bold, draft_hashes, draft_looks, draft_ranks, draft_sizes
from dupgraph.schema.links import POLICY, ElementKind, name_kind
from dupgraph.schema.values import Coverage, Document, Outline

CHOSEN = "chosen"
# Shapes beyond those of the levels, and how many lines of each are shown, and how much of them.
_MOST_OTHERS, _EXAMPLES, _LONGEST = 24, 3, 90
# Where a level stands beside the one above it, or begins a tree: said anew where a person puts it elsewhere.
_PLACES = ("beside", "top")


@dataclass(frozen=True, slots=True)
class Shape:
    """Lines of one shape: the level that they are or would be, how many open it, and the first of them.

    ``draft.kind`` is that of the elements that they open in the outline, None where they open none.
    """

    draft: Draft
    count: int
    examples: tuple[str, ...]


def find_nothing(reason: str) -> tuple[Outline, Profile]:
    """Return the outline of a plan in which nothing was found, which is what a person may put right."""
    return Outline(CHOSEN, (), coverage=Coverage("bad", reasons=(reason,))), Profile(CHOSEN, ())


def list_shapes(document: Document, outline: Outline, profile: Profile, before: Sequence[Shape] = ()) -> list[Shape]:
    """Return the levels of an outline that has been found, and then the shapes of other lines, the surest first.

    How a level was found is what the shapes say that were chosen from ``before``.
    """
    page = read_page(document)
    levels = [
        Shape(draft, len(draft.starts), _show(page, draft.starts)) for draft in _read_levels(outline, profile, before)
    ]
    taken = {section.start for section in outline.sections}
    others: list[Shape] = []
    seen: set[tuple[int, ...]] = set()
    for draft in _list_drafts(page):
        free = tuple(start for start in draft.starts if start not in taken)
        if len(free) > 1 and len(free) * 2 > len(draft.starts) and free not in seen:
            seen.add(free)
            others.append(Shape(replace(draft, kind=None), len(free), _show(page, free)))
    return [*levels, *others[:_MOST_OTHERS]]


def _list_drafts(page: Page) -> Iterator[Draft]:
    for find in (draft_labels, draft_codes, draft_open_labels, draft_rows, draft_cards, draft_led, draft_ranks):
        yield from find(page)
    yield from draft_sizes(page, every=True)
    for find in (draft_hashes, draft_bold, draft_numbers, draft_looks):
        yield from find(page)
    yield from draft_run_in(page, ())
    yield from draft_bullets(page, (), flat=True)


def _read_levels(outline: Outline, profile: Profile, before: Sequence[Shape]) -> Iterator[Draft]:
    """Yield the levels of a profile that have found something, as drafts."""
    known = [_clear(shape.draft) for shape in before]
    how = {level.name: level.how for level in outline.levels}
    for table in loads(profile.text).get("levels", []):
        keys = {key: value for key, value in table.items() if key not in ("kind", "name")}
        name, kind = table["name"], table["kind"]
        starts = tuple(section.start for section in outline.sections if section.level_name == name)
        if starts:
            draft = Draft(name, kind, keys, starts, how.get(name, ""), 1.0)
            said = next((other.how for other in known if other.keys == _clear(draft).keys), draft.how)
            yield replace(draft, how=said)


def _show(page: Page, starts: Sequence[int]) -> tuple[str, ...]:
    """Return the first lines of a shape, shortened."""
    lines = (page.masked[start : start + 4 * _LONGEST].lstrip("\n").split("\n")[0] for start in starts[:_EXAMPLES])
    words = [" ".join(line.split()) for line in lines]
    return tuple(each if len(each) <= _LONGEST else f"{each[:_LONGEST]}…" for each in words if each)


def choose_levels(
    document: Document, shapes: Sequence[Shape], kinds: Mapping[int, ElementKind | None], profile: Profile
) -> Profile:
    """Return the profile in which each shape, by its place, opens elements of the kind chosen; None: it opens none.

    What is not spoken of stays as it is in ``profile``. Of a kind that is there already it stands beside that, and what
    is chosen as the highest begins a tree of its own behind the first one: as missions do behind the lines of a
    mandate.

    Raises VocabularyError where nothing is chosen.
    """
    wanted = [kinds.get(place, shape.draft.kind) for place, shape in enumerate(shapes)]
    pairs = list(zip((shape.draft for shape in shapes), wanted, strict=True))
    levels = [draft for draft, kind in pairs if kind and kind == draft.kind]
    added = [replace(draft, kind=kind) for draft, kind in pairs if kind and kind != draft.kind]
    for draft in sorted(added, key=lambda draft: KINDS.index(draft.kind or POLICY)):
        levels = _insert(levels, _name_by_kind(levels, draft))
    levels = [_clear(draft) if not place else draft for place, draft in enumerate(levels)]
    # What is a heading now closes nothing.
    opened = {make_key(words) for draft in added for words in _list_words(read_page(document), draft.starts)}
    return parse_profile(CHOSEN, write_profile(name_apart(levels), profile.stops - opened))


def _name_by_kind(levels: Sequence[Draft], draft: Draft) -> Draft:
    """Return a level that prints no name called as its kind is, unless another is."""
    name = name_kind(draft.kind or POLICY, "it")
    free = draft.name in (*RANK_NAMES, *ITEM_NAMES) and name not in {level.name for level in levels}
    return replace(draft, name=name) if free else draft


def _list_words(page: Page, starts: Iterable[int]) -> Iterator[str]:
    """Yield the words of the lines at ``starts``, and of those below that look the same: titles may take two."""
    places = set(starts)
    for line, below in pairwise(page.lines):
        if line.start in places:
            yield page.get_words(line)
            if _tell_look(page, line) == _tell_look(page, below):
                yield page.get_words(below)


def _tell_look(page: Page, line: Line) -> tuple[float | None, int, bool]:
    block = line.block
    return (block.size, block.weight, page.get_words(line).isupper()) if block else (None, 0, False)


def _insert(levels: Sequence[Draft], draft: Draft) -> list[Draft]:
    """Return the levels with one more where its kind has its place, in the last of their trees."""
    draft = _clear(draft)
    if draft.kind == POLICY and levels:
        first = draft.starts[0] < min(level.starts[0] for level in levels)
        above = any(level.kind == POLICY for level in levels)
        return [draft, *levels] if first or not above else [*levels, _put(draft, "top")]
    tree = max((place for place, level in enumerate(levels) if "top" in level.keys), default=0)
    order = [KINDS.index(level.kind or POLICY) for level in levels]
    own = KINDS.index(draft.kind or POLICY)
    place = max((n + 1 for n in range(tree, len(levels)) if order[n] <= own), default=tree)
    same = place > tree and order[place - 1] == own
    return [*levels[:place], _put(draft, "beside") if same else draft, *levels[place:]]


def _put(draft: Draft, place: str) -> Draft:
    return replace(draft, keys={**draft.keys, place: True})


def _clear(draft: Draft) -> Draft:
    keys: dict[str, Any] = {key: value for key, value in draft.keys.items() if key not in _PLACES}
    return replace(draft, keys=keys)
