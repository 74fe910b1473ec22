"""A comparison to HTML: one file that asks the net for nothing, runs nothing, and prints; or a part of another page."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dupgraph.ask.comparison.answers import (
    LEAST_SURE,
    describe_source,
    find_lone_themes,
    name_aspect,
    name_change,
    name_sides,
    summarise,
    tell_link,
)
from dupgraph.ask.comparison.values import Change, ComparedElement, Comparison, LinkChange, ThingCount
from dupgraph.ask.comparison.wording import Part, part_changes
from dupgraph.ask.results.marks import split_marks
from dupgraph.base.templates import fill_template
from dupgraph.language.languages import load_texts
from dupgraph.publish.embedding import write_policy
from dupgraph.schema.links import LINK_OF_ROLE, ROLES, name_kind

# By what one chooses what is shown, in this order; what was kept is shown when it is asked for.
_FILTERS = ("changed", "redated", "renumbered", "split", "merged", "new", "gone", "kept")
# ``changes.html`` and its style are for other pages, too.
TEMPLATES, STYLE = Path(__file__).parent / "templates", "changes.css"
# Between titles and texts while they are compared as one; no plan's readable text holds it.
_BREAK = "\N{PARAGRAPH SEPARATOR}"


@dataclass(frozen=True, slots=True)
class ShownElement:
    """An element of one side: its title and text in parts, and whether the other side lacks each."""

    iri: str
    code: str
    level: str
    title: tuple[Part, ...]
    text: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link gained or lost: in words, and the sentences of both sides in parts."""

    turn: str
    words: str
    before: tuple[Part, ...]
    after: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change as the page has it; ``is_short`` leaves the texts out, since they are the same."""

    anchor: str
    kind: str
    name: str
    codes: str
    title: str
    aspects: tuple[str, ...]
    likeness: str
    is_unsure: bool
    is_short: bool
    before: tuple[ShownElement, ...]
    after: tuple[ShownElement, ...]
    links: tuple[ShownLink, ...]
    nearest: str


@dataclass(frozen=True, slots=True)
class ShownRole:
    """The things of a role by count: those whose count differs, and all others."""

    name: str
    differing: tuple[ThingCount, ...]
    others: tuple[ThingCount, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """What a page shows of a comparison, in a language of the interface; the plans' own words stay as they are.

    ``words`` are the texts, ``filters`` the kinds of change with their counts, ``links`` the links gained and lost as
    sentences, ``lone`` the themes that one of two bodies alone has, ``anchors`` where each element stands on the page.
    """

    lang: str
    words: Mapping[str, str]
    comparison: Comparison
    sides: tuple[str, str]
    summary: tuple[str, ...]
    changes: tuple[ShownChange, ...]
    filters: tuple[tuple[str, str, int], ...]
    links: tuple[tuple[str, str, str], ...]
    roles: tuple[ShownRole, ...]
    lone: tuple[tuple[ThingCount, ...], tuple[ThingCount, ...]]
    anchors: Mapping[str, str]
    sources: tuple[str, ...]


def view_comparison(comparison: Comparison, lang: str = "it") -> ComparisonView:
    """Return what a page shows of a comparison."""
    changes = tuple(_show_change(comparison, change, n, lang) for n, change in enumerate(comparison.changes, 1))
    places = zip(changes, comparison.changes, strict=True)
    return ComparisonView(
        lang=lang,
        words=load_texts("compare", lang),
        comparison=comparison,
        sides=name_sides(comparison, lang),
        summary=summarise(comparison, lang)[1:],
        changes=changes,
        filters=_list_filters(comparison, lang),
        links=_list_links(comparison, changes, lang),
        roles=tuple(_show_role(comparison, role, lang) for role in ROLES),
        lone=((), ()) if comparison.is_same_body else find_lone_themes(comparison),
        anchors={e.iri: shown.anchor for shown, change in places for e in (*change.before, *change.after)},
        sources=tuple(map(describe_source, (comparison.before, comparison.after))),
    )


def draw_comparison(comparison: Comparison, lang: str = "it") -> str:
    """Return a comparison as an HTML page of its own."""
    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("comparison.css", STYLE))
    view = view_comparison(comparison, lang)
    return fill_template(TEMPLATES / "comparison.html", view=view, style=style, policy=write_policy(style))


def _list_filters(comparison: Comparison, lang: str) -> tuple[tuple[str, str, int], ...]:
    """Return each kind of change that there is, what it is called, and how many there are; what was kept comes last."""
    named = {_name_filter(change): name_change(comparison, change, lang, "many") for change in comparison.changes}
    counts = Counter(_name_filter(change) for change in comparison.changes)
    return tuple((kind, named[kind], counts[kind]) for kind in _FILTERS if counts[kind])


def _name_filter(change: Change) -> str:
    return change.alone or change.kind


def _list_links(comparison: Comparison, changes: Iterable[ShownChange], lang: str) -> tuple[tuple[str, str, str], ...]:
    """Return the links gained and lost as sentences, those lost first, each with its change's anchor."""
    links = [
        (link.turn, shown.anchor, tell_link(comparison, link, lang, change.after or change.before))
        for shown, change in zip(changes, comparison.changes, strict=True)
        for link in change.links
    ]
    return tuple(sorted(links, key=lambda each: each[0] != "lost"))


def _show_change(comparison: Comparison, change: Change, number: int, lang: str) -> ShownChange:
    words = load_texts("compare", lang)
    has_pair = bool(change.before and change.after)
    before, after = _show_sides(change.before, change.after)
    near = change.nearest
    likeness = f"{change.likeness:.0%}"
    return ShownChange(
        anchor=f"c{number}",
        kind=_name_filter(change),
        name=name_change(comparison, change, lang),
        codes=change.codes,
        title=change.title,
        aspects=() if change.alone else tuple(name_aspect(change, aspect, lang) for aspect in change.aspects),
        likeness=words["likeness_of"].format(likeness=likeness) if has_pair and change.likeness < 1 else "",
        is_unsure=has_pair and change.likeness < LEAST_SURE,
        is_short=change.has_same_words,
        before=before,
        after=after,
        links=tuple(_show_link(comparison, link, lang) for link in change.links),
        nearest=words["nearest"].format(code=near.code, title=near.title, likeness=likeness) if near else "",
    )


def _show_link(comparison: Comparison, link: LinkChange, lang: str) -> ShownLink:
    before, after = (tuple(split_marks(text)) for text in (link.before, link.after))
    return ShownLink(link.turn, tell_link(comparison, link, lang), before, after)


def _show_sides(
    before: Sequence[ComparedElement], after: Sequence[ComparedElement]
) -> tuple[tuple[ShownElement, ...], tuple[ShownElement, ...]]:
    """Return both sides in parts; what one side alone has is not marked: all of it is new, or gone."""
    texts = ["".join(f"{e.title}{_BREAK}{e.text}{_BREAK}" for e in side) for side in (before, after)]
    parts = part_changes(*texts) if before and after else tuple(((text, False),) for text in texts)
    return _cut(before, parts[0]), _cut(after, parts[1])


def _cut(elements: Sequence[ComparedElement], parts: Iterable[Part]) -> tuple[ShownElement, ...]:
    stretches: list[list[Part]] = [[]]
    for text, is_changed in parts:
        head, *rest = text.split(_BREAK)
        stretches[-1].append((head, is_changed))
        stretches += [[(piece, is_changed)] for piece in rest]
    pairs = zip(stretches[::2], stretches[1::2], strict=False)
    return tuple(
        ShownElement(element.iri, element.code, element.level, tuple(title), tuple(text))
        for element, (title, text) in zip(elements, pairs, strict=False)
    )


def _show_role(comparison: Comparison, role: str, lang: str) -> ShownRole:
    link = LINK_OF_ROLE.get(role)
    things = [thing for thing in comparison.things if thing.role == role]
    return ShownRole(
        link.word("many", lang) if link else name_kind(role, lang),
        tuple(thing for thing in things if thing.difference),
        tuple(thing for thing in things if not thing.difference),
    )
