"""A comparison as a page to hand round, for Word and OpenDocument: each change with the words of both sides."""

from collections.abc import Iterator, Sequence

from dupgraph.ask.comparison.answers import (
    COMMAND,
    describe_source,
    name_change,
    name_sides,
    summarise,
    tell_details,
    tell_years,
)
from dupgraph.ask.comparison.values import ALONE, Change, ComparedElement, Comparison
from dupgraph.ask.comparison.wording import mark_changes
from dupgraph.ask.results.documents.outline import Group, Page, Quotation, clean_text
from dupgraph.ask.results.marks import split_marks
from dupgraph.language.languages import load_texts
from dupgraph.schema.links import name_kind


def draw_page(comparison: Comparison, *, kept: bool = False, lang: str = "it") -> Page:
    """Return the page of a comparison: a group for each change, and the things whose count differs as a table."""
    words = load_texts(COMMAND, lang)
    shown = [change for change in comparison.changes if kept or change.kind != "kept"]
    groups = [_draw_group(comparison, change, lang) for change in shown if not change.alone]
    for aspect in ALONE:
        groups += _gather_lines(comparison, [change for change in shown if change.alone == aspect], lang)
    headings = (words["role"], words["things"], *map(clean_text, name_sides(comparison, lang)))
    rows = (
        (name_kind(thing.role, lang), clean_text(thing.label), str(len(thing.before)), str(len(thing.after)))
        for thing in comparison.things
        if thing.difference
    )
    sources = (f"{words['source']}: {describe_source(plan)}" for plan in (comparison.before, comparison.after))
    return Page(
        lang,
        words["title"],
        tuple(map(clean_text, summarise(comparison, lang))),
        tuple(groups),
        headings,
        tuple(rows),
        tuple(map(clean_text, (words["method"], *sources))),
        (False, False, True, True),
    )


def _draw_group(comparison: Comparison, change: Change, lang: str) -> Group:
    heading = f"{change.codes} {change.title} ({name_change(comparison, change, lang)})"
    return Group(clean_text(heading), tuple(_list_quotations(comparison, change, lang)))


def _gather_lines(comparison: Comparison, changes: Sequence[Change], lang: str) -> Iterator[Group]:
    """Yield one group of all elements whose code or years alone are others, a line each."""
    if changes:
        lines = (f"{change.codes} {change.title}{tell_years(change)}" for change in changes)
        quotations = tuple(Quotation(((clean_text(line), False),), "", ()) for line in lines)
        yield Group(name_change(comparison, changes[0], lang, "many"), quotations)


def _list_quotations(comparison: Comparison, change: Change, lang: str) -> Iterator[Quotation]:
    """Yield the words of both sides, what differs in bold; the details stand below the last."""
    facts = tuple(map(clean_text, tell_details(comparison, change, lang)))
    if change.has_same_words:
        yield Quotation(((clean_text(_join_words(change.after)), False),), "", facts)
        return
    sides = tuple(zip(name_sides(comparison, lang), (change.before, change.after), strict=True))
    texts = [_join_words(elements) for _, elements in sides]
    marked = mark_changes(*texts) if all(texts) else texts
    shown = [(name, text) for (name, elements), text in zip(sides, marked, strict=True) if elements]
    for number, (name, text) in enumerate(shown, 1):
        lead = (clean_text(f"{name}: "), False)
        yield Quotation((lead, *split_marks(clean_text(text))), "", facts if number == len(shown) else ())


def _join_words(elements: tuple[ComparedElement, ...]) -> str:
    return " / ".join(element.words for element in elements)
