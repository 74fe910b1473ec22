"""Drafts become profiles, and the profile that fits best is chosen.

A profile is a spine of headings (labels and codes, styles, numbers, or looks) and what stands below it: rows,
bullets, numbered or coded items. Each is tried on the document, with the same code that reads it later.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from dupgraph.language.messages import join, say
from dupgraph.read.outline.closing import find_closings, find_outer, find_outsiders
from dupgraph.read.outline.drafts import Draft, assign_kinds, name_apart, write_profile
from dupgraph.read.outline.headings import find_headings
from dupgraph.read.outline.items import (
    draft_bullets,
    draft_cards,
    draft_led,
    draft_nested,
    draft_numbered,
    draft_rows,
    draft_run_in,
)
from dupgraph.read.outline.labels import draft_codes, draft_ending_codes, draft_labels, draft_numbers
from dupgraph.read.outline.lines import Line, Page
from dupgraph.read.outline.names import KINDS, is_front
from dupgraph.read.outline.open_labels import draft_open_labels
from dupgraph.read.outline.profile import Level, Profile, list_profiles, load_profile, parse_profile
from dupgraph.read.outline.scoring import score_sections
from dupgraph.read.outline.styles import draft_bold, draft_hashes, draft_looks, draft_ranks, draft_sizes, find_front
from dupgraph.read.outline.tree import Tree, build_sections
from dupgraph.schema.links import ACTION, GUIDELINE, POLICY
from dupgraph.schema.values import Section

LEARNT = "learnt"
# Spines with the best score that are tried with what may stand below them.
_TRIED = 3
# Drafts from this weight on are known by a label of plans, in order.
_SURE = 0.9
# What a packaged profile with rows or lists below it is worth.
_EXTENDED = 0.95
# Heads of columns that are named at most.
_SHOWN = 12
# A reading with a level more may be right where it fits nearly as well as the best; with one that plans name, sooner.
_RIVAL = 0.9
_NAMED_RIVAL = 0.6
# Headings by style that must hold labelled ones for them to be a level above these.
_FEWEST_HOLDING = 2
_MANY_HOLDING = 4
# Of so many elements one at most lacks the field that the others have, or has it twice.
_NEARLY = 1.25


@dataclass(frozen=True, slots=True)
class Trial:
    """A profile tried on a document: the outline that it gives, how well that fits, and what each level rests on.

    ``packaged`` is the name of the packaged profile that it is, or that stands in it; empty where there is none.
    ``added`` counts the tree's last warnings, which tell of stops.
    """

    profile: Profile
    tree: Tree
    score: float
    drafts: tuple[Draft, ...] = ()
    packaged: str = ""
    added: int = 0


def try_profiles(page: Page) -> list[Trial]:
    """Return the profiles that find something in ``page``, the best first: packaged ones and those learnt from it."""
    front = find_front(page)
    spines = [try_drafts(page, spine, front) for spine in _list_spines(page)]
    spines = sorted((trial for trial in spines if trial.tree.sections), key=_by_score)
    packaged = sorted(_try_packaged(page), key=_by_score)
    trials = [*spines, *packaged, *(_try_beside(page, trial, front) for trial in spines[:_TRIED])]
    lower = [drafts for drafts in (draft_rows(page), draft_cards(page), draft_led(page)) if drafts]
    trials += [_extend_packaged(page, trial, drafts) for trial in packaged[:1] for drafts in lower]
    labelled = [trial for trial in spines[_TRIED:] if all("labels" in draft.keys for draft in trial.drafts)]
    parted = [trial for trial in spines[_TRIED:] if any("top" in draft.keys for draft in trial.drafts)]
    for trial in [*spines[:_TRIED], *labelled[:1], *parted[:1]]:
        trials += [try_drafts(page, drafts, front) for drafts in _list_extended(page, trial)]
    trials += [try_drafts(page, drafts, front) for drafts in _list_extended(page, None)]
    trials = sorted((trial for trial in trials if trial.tree.sections), key=_by_score)
    if not trials or not trials[0].packaged:
        return trials
    # A packaged profile may lack a level that the document names.
    best = trials[0]
    rivals = [trial for trial in trials[1:] if not trial.packaged and trial.score > _RIVAL * best.score]
    fuller = [t for t in rivals if any(map(_is_named, _list_more(t, best))) and not _list_apart(best, t)][:1]
    return [*fuller, *(trial for trial in trials if trial not in fuller)]


def _by_score(trial: Trial) -> tuple[float, bool]:
    """Return what orders trials: of two that fit as well, that of two trees goes first."""
    return -round(trial.score, 6), not any("top" in draft.keys for draft in trial.drafts)


def close_trials(page: Page, trials: Sequence[Trial]) -> Trial:
    """Return the first of ``trials`` with the headings that are none of its elements among the stops of its profile.

    They end the last element, or are chapters before the first and behind the last that have elements; where one
    chapter alone is the plan's, all chapters are the document's.
    """
    trial = trials[0]
    # A packaged profile is as it is: what was learnt of the same elements can begin a level lower.
    own = _list_own(trial)
    for twin in trials:
        if twin.packaged or _list_own(twin) != own:
            continue
        outer = find_outer(page, twin.tree.sections, twin.profile)
        if not outer:
            break
        inside = try_drafts(page, twin.drafts[1:], [*find_front(page), *(_read_line(page, line) for line in outer)])
        if len(inside.tree.sections) == len(twin.tree.sections) - len(outer):
            said = say("mended_outer", words=_read_line(page, outer[0]), count=len(outer))
            trial = replace(inside, tree=Tree(inside.tree.sections, (*inside.tree.warnings, said)), added=1)
            break
    for find, warning in ((find_outsiders, "mended_outside"), (find_closings, "mended_closing")):
        lines = find(page, trial.tree.sections, trial.profile)
        if lines:
            trial = _stop_at(page, trial, lines, warning)
    return trial


def _list_own(trial: Trial) -> set[tuple[int, str | None]]:
    """Return where the elements stand and below what, but for those that any document has."""
    return {(section.start, section.parent) for section in trial.tree.sections if not is_front(section.title)}


def _stop_at(page: Page, trial: Trial, lines: Sequence[Line], warning: str) -> Trial:
    words = [_read_line(page, line) for line in lines]
    profile = parse_profile(LEARNT, f"{trial.profile.text}\n{write_profile((), words)}")
    tree = build_sections(page, profile.levels, find_headings(page, profile))
    number = page.document.text.count("\n", 0, lines[0].start) + 1
    said = say(warning, line=number, words=words[0], count=len(words))
    kept = trial.tree.warnings[len(trial.tree.warnings) - trial.added :]
    return replace(
        trial, profile=profile, tree=Tree(tree.sections, (*tree.warnings, *kept, said)), added=trial.added + 1
    )


def _read_line(page: Page, line: Line) -> str:
    return " ".join(page.masked[line.start : line.end].split())


def doubt_levels(trials: Sequence[Trial]) -> list[str]:
    """Return the doubt that the best of ``trials`` lacks a level: another has all of its own and that one, too.

    Of right outlines, one with a level more has 0.80 of the score at most, and 0.35 where plans call it so. Capitals
    and lone lines say nothing: any document has some.
    """
    best = trials[0]
    for trial in trials[1:]:
        more = _list_apart(trial, best)
        levels = _list_more(trial, best)
        least = best.score * (_NAMED_RIVAL if any(map(_is_named, levels)) else _RIVAL)
        if levels and trial.score >= least and not _list_apart(best, trial):
            here, there = _count_levels(best), _count_levels(trial)
            return [say("doubt_rival", here=here, there=there, apart=join("comma", more))]
    return []


def _list_more(trial: Trial, other: Trial) -> list[Level]:
    """Return the levels of several elements that ``trial`` has beside ``other``, but for lone lines and capitals."""
    more = _list_apart(trial, other)
    return [level for level in trial.profile.levels if level.name in more and (level.size or not level.look)]


def _is_named(level: Level) -> bool:
    """Say whether plans call a level so: by its label, column or list."""
    return level.labelled or bool(level.columns or level.lead)


def _list_apart(trial: Trial, other: Trial) -> list[str]:
    """Return the names of levels of several elements in ``trial`` of which the ``other`` has none."""
    taken = {place for section in other.tree.sections for place in (section.start, section.title_start)}
    starts: dict[str, list[bool]] = {}
    for section in trial.tree.sections:
        starts.setdefault(section.level_name, []).append({section.start, section.title_start}.isdisjoint(taken))
    return [name for name, apart in starts.items() if len(apart) > 1 and all(apart)]


def _count_levels(trial: Trial) -> str:
    counts = Counter(section.level_name for section in trial.tree.sections)
    return " + ".join(f"{count} {name}" for name, count in counts.items())


def list_signs(page: Page) -> list[str]:
    """Return what may make levels of a document, in words: its labels, codes, styles, numbers and columns."""
    printed = [*draft_labels(page), *draft_codes(page), *draft_open_labels(page), *draft_numbers(page)]
    looks = [*draft_ranks(page), *draft_sizes(page), *draft_hashes(page)]
    tables = [*draft_rows(page), *draft_cards(page), *draft_led(page)]
    heads = dict.fromkeys(name for table in page.tables for name in table.names.values())
    columns = say("how_heads", names=join("comma", list(heads)[:_SHOWN])) if heads else ""
    return list(filter(None, (columns, *(draft.how for draft in (*tables, *printed, *looks)))))


def try_drafts(page: Page, drafts: Sequence[Draft], front: Sequence[str]) -> Trial:
    """Return what a profile of these drafts gives."""
    named = name_apart(drafts)
    settled = assign_kinds(named)
    profile = parse_profile(LEARNT, write_profile(settled, front))
    tree = build_sections(page, profile.levels, find_headings(page, profile))
    weight = sum(draft.weight for draft in settled) / len(settled)
    return Trial(profile, tree, score_sections(page, tree, profile.levels, weight), tuple(named))


def _try_beside(page: Page, trial: Trial, front: Sequence[str]) -> Trial:
    """Return ``trial`` with the lowest level beside the one above it, where only the last of that ever has children.

    Three results and then four actions, below each objective: no result is what the actions are for.
    """
    if len(trial.drafts) < _TRIED or not _stands_beside(trial.tree.sections):
        return trial
    lowest = replace(trial.drafts[-1], keys={**trial.drafts[-1].keys, "beside": True})
    tried = try_drafts(page, [*trial.drafts[:-1], lowest], front)
    return replace(tried, score=max(tried.score, trial.score * 1.01))


def _stands_beside(sections: Sequence[Section]) -> bool:
    """Say whether, of the parents of the lowest level, only the last of their siblings have children, every time."""
    lowest = sections[-1].level_name
    holding = {section.parent for section in sections if section.level_name == lowest}
    above = {section.level_name for section in sections if section.code in holding}
    groups: dict[str | None, list[bool]] = {}
    for section in sections:
        if section.level_name in above:
            groups.setdefault(section.parent, []).append(section.code in holding)
    several = [held for held in groups.values() if len(held) > 1 and any(held)]
    return len(several) > 1 and all(held[-1] and not any(held[:-1]) for held in several)


def _extend_packaged(page: Page, trial: Trial, rows: Sequence[Draft]) -> Trial:
    """Return a packaged profile with the rows or cards of tables below its levels."""
    settled = assign_kinds(rows)[-1:]
    profile = parse_profile(LEARNT, f"{trial.profile.text}\n{write_profile(settled)}")
    tree = build_sections(page, profile.levels, find_headings(page, profile))
    used = {section.level_name for section in tree.sections}
    levels = [level for level in profile.levels if level.name in used]
    # Numbers alone are no surer for standing above rows.
    named = sum(map(_is_named, levels))
    weight = _EXTENDED * (1 - (len(levels) - named) / (4 * max(1, len(levels))))
    return Trial(profile, tree, score_sections(page, tree, levels, weight), tuple(settled), trial.packaged)


def _try_packaged(page: Page) -> Iterator[Trial]:
    for name in list_profiles():
        profile = load_profile(name)
        tree = build_sections(page, profile.levels, find_headings(page, profile))
        used = {section.level_name for section in tree.sections}
        levels = [level for level in profile.levels if level.name in used]
        items = {level.name for level in levels if level.bulleted}
        if items and not draft_bullets(page, [s.start for s in tree.sections if s.level_name not in items]):
            continue
        # A number alone, on one level, is a list.
        if not levels or (len(levels) < 2 and not any(level.labelled for level in levels)):
            continue
        weight = sum(1.1 if level.labelled else 0.75 for level in levels) / len(levels)
        yield Trial(profile, tree, score_sections(page, tree, levels, weight), packaged=name)


def _list_spines(page: Page) -> Iterator[list[Draft]]:
    """Yield the rows of levels that may hold a document together."""
    printed = _drop_fields(order_drafts([*draft_labels(page), *draft_codes(page)]))
    opened = order_drafts([*printed, *_list_open(page, printed)])
    ranks, hashes = draft_ranks(page), draft_hashes(page)
    seen = draft_looks(page)
    looks = [look for look in seen if not _is_explained(look, opened)]
    # Who has styled the headings has said which they are.
    sizes = [] if ranks else draft_sizes(page)
    bold = draft_bold(page)
    numbers = draft_numbers(page)
    numbered = _add_lower(printed, numbers)
    capitals = [look for look in seen if look.keys["look"] == "capitals"]
    alone = [look for look in seen if look.keys["look"] == "alone"]
    if opened and opened[-1].kind in (POLICY, GUIDELINE):
        # Their objectives may have no label.
        yield from filter(None, (_add_lower(opened, some) for some in (sizes or bold, alone)))
    for base in (opened, printed, numbered) if len(opened) > len(printed) else (printed, numbered):
        yield from _list_printed(base, (ranks, sizes, hashes, bold, *([look] for look in seen)))
    # Where two levels say what plans call them, headings without a label are others.
    lower = any((draft_rows(page), draft_cards(page), draft_led(page)))
    named = sum(draft.weight >= _SURE for draft in printed) + lower > 1
    below = [[*ranks, *bold]] if ranks and bold else [bold]
    for drafts in map(_leave_out, (ranks, sizes, hashes, *below)):
        styles = [replace(d, weight=d.weight / 4) if named and "labels" not in d.keys else d for d in drafts]
        if styles:
            yield styles
        if len(styles) > 1:
            yield styles[:-1]
            yield styles[1:]
    apart = {line.start for line in page.lines if line.apart and line.lone}
    if len(numbers) == 1 and not (ranks or sizes or hashes or bold) and apart.issuperset(numbers[0].starts):
        # "1. Scuola" on lines of their own, with lists or lettered headings below: elsewhere they are a list.
        yield numbers
    if len(bold) == 1 and _hold_all(bold[0], alone) and not _is_explained(bold[0], capitals):
        yield [*bold, *alone]
    if len(numbers) > 1 and [draft.keys["parts"] for draft in numbers] == list(range(1, len(numbers) + 1)):
        yield numbers
    if nested := draft_nested(page):
        yield nested
    for look in looks:
        yield [look]
    if len(looks) > 1:
        yield looks


def _drop_fields(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the levels but for what nearly every element of a lower one says of itself.

    "Missione 4 - Istruzione" below each objective is its mission, once each, and groups none.
    """
    return [
        draft
        for draft in drafts
        if not any(
            KINDS.index(draft.kind or ACTION) < KINDS.index(lower.kind or POLICY)
            and lower.starts[0] < draft.starts[0]
            and len(_list_holding(lower.starts, draft)) * _NEARLY >= max(len(draft.starts), len(lower.starts))
            for lower in drafts
        )
    ]


def _list_open(page: Page, printed: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the levels with a label and no number, but for what those with one say of themselves.

    "Obiettivo: ..." below "Progetto 1" is no level: a project is for an objective, not the other way round.
    """
    for draft in draft_open_labels(page):
        above = [other for other in printed if other.starts[0] < draft.starts[0]]
        if not any(KINDS.index(other.kind or POLICY) > KINDS.index(draft.kind or ACTION) for other in above):
            yield draft


def _add_lower(printed: Sequence[Draft], others: Sequence[Draft]) -> list[Draft]:
    """Return levels with labels or codes, and below them those of bare numbers or looks; none where there are none."""
    taken = {start for draft in printed for start in draft.starts}
    lower = [draft for draft in others if sum(start in taken for start in draft.starts) * 2 < len(draft.starts)]
    first = printed[-1].starts[0] if printed else 0
    rests = [tuple(start for start in draft.starts if start > first and start not in taken) for draft in lower]
    # Before the first heading above them stands what is of a cover; numbers there are others.
    lower = [
        replace(draft, starts=rest)
        for draft, rest in zip(lower, rests, strict=True)
        if rest and (draft.starts[0] > first or "number" not in draft.keys)
    ]
    return [*printed, *lower] if printed and lower else []


def _list_printed(printed: list[Draft], styles: Iterable[Sequence[Draft]]) -> Iterator[list[Draft]]:
    """Yield the levels that print what they are, in one tree or two, alone or below headings by style."""
    if not printed:
        return
    if parted := _part_trees(printed):
        yield parted
    yield printed
    for some in styles:
        if mixed := _mix_styles(some, printed):
            yield mixed


def _part_trees(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the levels with the one marked that begins a tree of its own; none where there is no such level.

    Behind all lines of a mandate and their objectives come the missions of the budget, with objectives below them.
    """
    for place in range(1, len(drafts)):
        draft = drafts[place]
        behind = max(start for above in drafts[:place] for start in above.starts) < draft.starts[0]
        if behind and draft.kind == POLICY and len(draft.starts) > 1:
            return [*drafts[:place], replace(draft, keys={**draft.keys, "top": True}), *drafts[place + 1 :]]
    return []


def _hold_all(above: Draft, alone: Sequence[Draft]) -> bool:
    """Say whether headings of one look are above lines that nothing marks: each has two of these or more below it."""
    starts = [start for draft in alone for start in draft.starts if start not in above.starts]
    held = [bisect_left(starts, b) - bisect_left(starts, a) for a, b in pairwise([*above.starts, inf])]
    return bool(starts) and min(held) > 1


def _is_explained(look: Draft, printed: Sequence[Draft]) -> bool:
    """Say whether most lines of one look have labels or codes: these are what makes them headings."""
    taken = {start for draft in printed for start in draft.starts}
    return sum(start in taken for start in look.starts) * 2 >= len(look.starts)


def order_drafts(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts, the highest level first: by where each is first seen.

    A label that has its number before it and behind it is one level, said twice.
    """
    ordered: list[Draft] = []
    for draft in sorted(drafts, key=lambda draft: draft.starts[0]):
        twin = next((n for n, other in enumerate(ordered) if _are_twins(other, draft)), None)
        if twin is None:
            ordered.append(draft)
        else:
            ordered.insert(twin + 1, replace(draft, keys={**draft.keys, "beside": True}))
    return ordered


def _are_twins(one: Draft, other: Draft) -> bool:
    parts = one.keys.get("parts") == other.keys.get("parts")
    return parts and one.name == other.name and one.keys.get("number_first") != other.keys.get("number_first")


def _mix_styles(styles: Sequence[Draft], printed: Sequence[Draft]) -> list[Draft]:
    """Return headings by style above those with labels, where they are not the same lines."""
    taken = {start for draft in printed for start in draft.starts}
    above = []
    for style in styles:
        rest = tuple(start for start in style.starts if start not in taken)
        # Lines of one style are of one level; a look that nothing marks may be that of several.
        if ("look" in style.keys or len(rest) * 2 > len(style.starts)) and _groups(rest, printed[0]):
            # Several headings, each above some that print what they are, are as sure as these.
            sure = len(_list_holding(rest, printed[0])) == len(rest) >= _MANY_HOLDING
            weight = _EXTENDED if "look" in style.keys else 1.0
            above.append(replace(style, starts=rest, weight=weight if sure else style.weight))
    return [*above, *printed] if above else []


def _list_holding(starts: Sequence[int], below: Draft) -> list[int]:
    """Return the places of those of these headings that have some of ``below`` under them."""
    nexts = [*starts[1:], below.starts[-1] + 1][: len(starts)]
    pairs = enumerate(zip(starts, nexts, strict=True))
    return [place for place, (a, b) in pairs if bisect_right(below.starts, a) < bisect_left(below.starts, b)]


def _groups(starts: Sequence[int], below: Draft) -> bool:
    """Say whether headings group those of ``below``: two of them hold some, and most of those between the two."""
    held = _list_holding(starts, below)
    if len(held) < _FEWEST_HOLDING:
        return False
    # What stands before the first or behind the last that holds something is of a cover, a context, an annex.
    inside = held[-1] - held[0] + 1
    return starts[held[0]] < below.starts[0] and inside <= len(below.starts) and len(held) * 2 > inside


def _leave_out(styles: Sequence[Draft]) -> list[Draft]:
    """Return headings by style without those that stand above labelled ones and do not group them."""
    kept: list[Draft] = []
    for place, style in enumerate(styles):
        labelled = next((draft for draft in styles[place:] if "labels" in draft.keys), None)
        if labelled in (None, style) or (labelled and _groups(style.starts, labelled)):
            kept.append(style)
    return kept


def _list_extended(page: Page, trial: Trial | None) -> Iterator[list[Draft]]:
    """Yield the drafts of ``trial``, or none, with each thing that may stand below them."""
    spine = list(trial.drafts) if trial else []
    settled = assign_kinds(spine)
    starts = [section.start for section in trial.tree.sections] if trial else []
    listed = draft_led(page)
    cards, tables = draft_cards(page), draft_rows(page)
    # Cards of strategic objectives may each stand above a table of operative ones.
    both = [[*cards, *tables]] if cards and tables and cards[0].starts[0] < tables[0].starts[0] else []
    for rows in (tables, cards, listed, *both):
        if rows:
            yield [*spine, *rows]
        # A table of strategic objectives may stand before the headings of the operative ones.
        if rows and len(spine) > 1 and spine[0].starts[0] < rows[0].starts[0] < spine[-1].starts[0]:
            yield [*spine[:-1], *rows, spine[-1]]
        known = {draft.kind for draft in settled}
        if any("parts" in row.keys for row in rows):
            # Levels that share a column stand or fall together.
            continue
        lower = [row for row in rows if row.kind not in known] or rows[-1:]
        if spine and len(lower) < len(rows):
            yield [*spine, *lower]
    if ended := draft_ending_codes(page):
        yield [*spine, *ended]
    if not spine or any(draft.kind == ACTION for draft in settled):
        return
    flat = len(spine) == 1
    lists = (draft(page, starts, flat=flat) for draft in (draft_bullets, draft_numbered))
    announced = sum(len(draft.starts) for draft in listed)
    for items in (draft_run_in(page, starts), *lists):
        # Where most lists say that they hold objectives, the others are text.
        if items and announced * 2 <= len(items[0].starts):
            yield [*spine, *items]
