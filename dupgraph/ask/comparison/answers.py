"""A comparison as rows, as sentences, as plain values: shown and written as the answers of queries are."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from dupgraph.ask.analysis.answers import make_result
from dupgraph.ask.comparison.values import (
    ASPECTS,
    CHANGE_KINDS,
    Aspect,
    Change,
    ComparedElement,
    Comparison,
    LinkChange,
    PlanVersion,
    ThingCount,
)
from dupgraph.ask.comparison.wording import mark_changes, pair_years, part_changes
from dupgraph.ask.results.answer import QueryInfo
from dupgraph.ask.results.result import Result
from dupgraph.language.languages import get_text
from dupgraph.schema.links import LINKS, THEME, name_kind

COMMAND = "compare"
CHANGE_COLUMNS = (
    "change", "code_a", "title_a", "code_b", "title_b", "differs", "likeness", "property", "thing", "text_a", "text_b"
)  # fmt: skip
COUNT_COLUMNS = ("role", "thing", "count_a", "count_b", "codes_a", "codes_b")
# A pair that is less alike is to be looked at by a person.
LEAST_SURE = 0.6
_AND = "; "
_ALSO = " / "
# How many stretches of changed words a line of the overview shows, and how long each is at most.
_STRETCHES = 2
# How many themes a line names.
_THEMES = 8
_LONGEST = 60


def list_changes(comparison: Comparison, *, kept: bool = False, lang: str = "it") -> Result:
    """Return one row a change, and below it one for each link that its elements gained or lost.

    ``text_a`` and ``text_b`` are the texts of both sides, what differs between marks, and empty where nothing does; of
    a link they are the sentences.
    """
    rows = (
        row
        for change in comparison.changes
        if kept or change.kind != "kept"
        for row in _list_rows(comparison, change, lang)
    )
    return _make_result(comparison, CHANGE_COLUMNS, rows, lang)


def _list_rows(comparison: Comparison, change: Change, lang: str) -> Iterator[tuple[Any, ...]]:
    texts = [_ALSO.join(element.words for element in side) for side in (change.before, change.after)]
    has_pair = bool(change.before and change.after)
    marked = (None, None) if change.has_same_words else mark_changes(*texts) if has_pair else texts
    names = (_join_codes(change.before), _join_titles(change.before))
    others = (_join_codes(change.after), _join_titles(change.after))
    likeness = change.likeness if has_pair else None
    differs = _AND.join(get_text(COMMAND, f"aspect_{aspect}", lang) for aspect in change.aspects)
    yield (name_change(comparison, change, lang), *names, *others, differs, likeness, None, None, *marked)
    for link in change.links:
        turn, role = get_text(COMMAND, f"link_{link.turn}", lang), LINKS[link.property].word("one", lang)
        yield turn, *names, *others, None, None, role, link.label, link.before, link.after


def name_change(comparison: Comparison, change: Change, lang: str, form: str = "change") -> str:
    """Return what a change is called; of two bodies, what one alone has is neither new nor gone."""
    if change.alone:
        return get_text(COMMAND, f"{form}_{change.alone}", lang)
    is_alone = change.kind in ("new", "gone") and not comparison.is_same_body
    known = {"change": "only", "many": "many_only"}
    return get_text(COMMAND, f"{known[form] if is_alone else form}_{change.kind}", lang)


def _join_codes(elements: Iterable[ComparedElement]) -> str:
    return _AND.join(element.code for element in elements)


def _join_titles(elements: Iterable[ComparedElement]) -> str:
    return _ALSO.join(element.title for element in elements)


def tell_details(comparison: Comparison, change: Change, lang: str = "it") -> Iterator[str]:
    """Yield in what a change consists: aspects and changed words, links; or the nearest of what is alone."""
    if change.nearest is not None:
        near, likeness = change.nearest, f"{change.likeness:.0%}"
        yield get_text(COMMAND, "nearest", lang, code=near.code, title=_shorten(near.title), likeness=likeness)
    aspects = ", ".join(name_aspect(change, aspect, lang) for aspect in change.aspects if aspect != "links")
    has_pair = len(change.before) == len(change.after) == 1
    stretches = list(_list_stretches(change.before[0].words, change.after[0].words, lang)) if has_pair else []
    told = ": ".join(filter(None, (aspects, _AND.join(stretches))))
    if told:
        yield told
    yield from (tell_link(comparison, link, lang) for link in change.links)
    if change.before and change.after and change.likeness < LEAST_SURE:
        likeness = get_text(COMMAND, "likeness_of", lang, likeness=f"{change.likeness:.0%}")
        yield f"{get_text(COMMAND, 'unsure', lang)} ({likeness})"


def tell_years(change: Change) -> str:
    """Return the years that were and are, where they alone are others, as the end of a line."""
    if change.alone != "redated":
        return ""
    pairs = pair_years(change.before[0].text, change.after[0].text)
    return f": {'; '.join(map(' → '.join, pairs))}"


def name_aspect(change: Change, aspect: Aspect, lang: str) -> str:
    """Return in what an element changed; of one that moved, where it stood and where it stands."""
    above = [element.above for element in (*change.before, *change.after)]
    if aspect != "moved" or len(above) != len(("before", "after")) or not all(above):
        return get_text(COMMAND, f"aspect_{aspect}", lang)
    before, after = map(_shorten, above)
    return get_text(COMMAND, "moved_from", lang, before=before, after=after)


def _list_stretches(before: str, after: str, lang: str) -> Iterator[str]:
    """Yield the first changed stretches of two texts, each once: what was, and what is."""
    parts = part_changes(before, after)
    changed = (dict.fromkeys(text.strip() for text, is_changed in side if is_changed) for side in parts)
    gone, come = ([text for text in side if text] for side in changed)
    yield from (f"− «{_shorten(text)}»" for text in gone[:_STRETCHES])
    yield from (f"+ «{_shorten(text)}»" for text in come[:_STRETCHES])
    more = len(gone[_STRETCHES:]) + len(come[_STRETCHES:])
    if more:
        yield get_text(COMMAND, "more", lang, count=more)


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def tell_link(
    comparison: Comparison, link: LinkChange, lang: str = "it", elements: Sequence[ComparedElement] = ()
) -> str:
    """Return a link gained or lost in words: "no longer names AUSL (partner)"; with ``elements``, as a sentence."""
    own = [element for element in elements if element.iri == link.element] or elements
    form = link.turn if comparison.is_same_body else f"{link.turn}_only"
    role = LINKS[link.property].word("one", lang).lower()
    words = get_text(COMMAND, f"{form}_many" if len(own) > 1 else form, lang, thing=link.label, role=role)
    both = get_text(COMMAND, "said_twice", lang) if link.is_said_twice else ""
    return " ".join(filter(None, (", ".join(element.code for element in own), words, both)))


def list_counts(comparison: Comparison, roles: Sequence[str] = (), lang: str = "it") -> Result:
    """Return one row a thing: how many elements of each side name it, and which; all roles, or some."""
    rows = (
        (name_kind(thing.role, lang), thing.label, len(thing.before), len(thing.after), _join_codes(thing.before),
         _join_codes(thing.after))
        for thing in comparison.things
        if not roles or thing.role in roles
    )  # fmt: skip
    return _make_result(comparison, COUNT_COLUMNS, rows, lang, get_text(COMMAND, "things", lang))


def _make_result(
    comparison: Comparison, columns: Sequence[str], rows: Iterable[Sequence[Any]], lang: str, title: str = ""
) -> Result:
    """Return rows as a result that says which plans were compared."""
    asked = QueryInfo(
        "",
        lang,
        COMMAND,
        title or get_text(COMMAND, "title", lang),
        tuple(zip(("before", "after"), comparison.names, strict=True)),
        sources=tuple(map(describe_source, (comparison.before, comparison.after))),
    )
    return replace(make_result(columns, rows, lang), asked=asked)


def name_sides(comparison: Comparison, lang: str = "it") -> tuple[str, str]:
    """Return what the two sides are called: before and after, or of two bodies by their names."""
    if comparison.is_same_body:
        return get_text(COMMAND, "before", lang), get_text(COMMAND, "after", lang)
    first, second = comparison.before.body, comparison.after.body
    return first or get_text(COMMAND, "first", lang), second or get_text(COMMAND, "second", lang)


def describe_source(plan: PlanVersion) -> str:
    """Return a line of what a plan is: its name, its years, its file."""
    return ", ".join(filter(None, (plan.name, plan.period, plan.source)))


def summarise(comparison: Comparison, lang: str = "it") -> tuple[str, ...]:
    """Return what a comparison says in a few sentences, the most important first."""
    a, b = comparison.before, comparison.after
    lines = [" → ".join(comparison.names)]
    if comparison.is_same:
        return (*lines, get_text(COMMAND, "no_difference", lang))
    if not comparison.is_same_body:
        lines.append(get_text(COMMAND, "two_bodies", lang, before=a.body or a.iri, after=b.body or b.iri))
    if not comparison.matched:
        return (*lines, get_text(COMMAND, "nothing_shared", lang))
    lines.append(get_text(COMMAND, "matched", lang, matched=comparison.matched, all=len(b.network.elements)))
    lines.append(_AND.join(list_totals(comparison, lang)) + ".")
    if levels := comparison.pair_levels():
        names = _AND.join(f"«{before}» → «{after}»" for before, after in levels.items())
        lines.append(get_text(COMMAND, "levels", lang, names=names))
    turns = comparison.count_links()
    if any(turns.values()):
        lines.append(get_text(COMMAND, "links_one", lang, **turns))
        if a.rules != b.rules:
            lines.append(get_text(COMMAND, "other_rules", lang))
    if any(change.likeness < LEAST_SURE for change in comparison.changes if change.before and change.after):
        lines.append(get_text(COMMAND, "guess", lang, least=f"{LEAST_SURE:.0%}"))
    return tuple(lines)


def list_lone_themes(comparison: Comparison, lang: str = "it") -> Iterator[str]:
    """Yield, of plans of two bodies, the themes that one alone has, the most frequent first: what a neighbour does."""
    if comparison.is_same_body:
        return
    for key, things in zip(("lone_before", "lone_after"), find_lone_themes(comparison), strict=True):
        named = [f"{thing.label} ({len(thing.before or thing.after)})" for thing in things]
        more = [get_text(COMMAND, "more", lang, count=len(named) - _THEMES)] if len(named) > _THEMES else []
        if named:
            yield get_text(COMMAND, key, lang, themes=", ".join([*named[:_THEMES], *more]))


def list_totals(comparison: Comparison, lang: str) -> Iterator[str]:
    """Yield how many changes there are of each kind, and of those that changed, in what."""
    named: dict[str, list[Change]] = {}
    for kind in CHANGE_KINDS:
        for change in comparison.changes:
            if change.kind == kind:
                named.setdefault(name_change(comparison, change, lang, "many"), []).append(change)
    for name, changes in named.items():
        counts = Counter(aspect for change in changes for aspect in change.aspects)
        aspects = ", ".join(
            f"{get_text(COMMAND, f'aspect_{each}', lang)} {counts[each]}" for each in ASPECTS if counts[each]
        )
        is_told = changes[0].kind == "changed" and not changes[0].alone
        yield f"{name}: {len(changes)}{f' ({aspects})' if is_told else ''}"


def describe_changes(comparison: Comparison, *, kept: bool = False) -> Iterator[dict[str, Any]]:
    """Yield each change as plain values, with its links and the texts of both sides within it."""
    for change in comparison.changes:
        if change.kind == "kept" and not kept:
            continue
        yield {
            "change": change.kind,
            "differs": list(change.aspects),
            "likeness": round(change.likeness, 3),
            "before": [_describe_element(element) for element in change.before],
            "after": [_describe_element(element) for element in change.after],
            "links": [
                {"change": link.turn, "property": link.property, "thing": link.thing, "label": link.label,
                 "before": link.before, "after": link.after}
                for link in change.links
            ],
            **({"nearest": _describe_element(change.nearest)} if change.nearest else {}),
        }  # fmt: skip


def _describe_element(element: ComparedElement) -> dict[str, str]:
    return {"iri": element.iri, "code": element.code, "title": element.title, "text": element.text}


def find_lone_themes(comparison: Comparison) -> tuple[tuple[ThingCount, ...], tuple[ThingCount, ...]]:
    """Return the themes that only the first plan names, and those that only the second does."""
    things = [thing for thing in comparison.things if thing.role == THEME]
    first = tuple(thing for thing in things if not thing.after)
    return first, tuple(thing for thing in things if not thing.before)
