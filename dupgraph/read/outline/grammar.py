"""Drafts become profiles, and the profile that fits best is chosen.

A profile is a spine of headings (labels and codes, styles, numbers, or looks) and what stands below it: rows,
bullets, numbered or coded items. Each is tried on the document, with the same code that reads it later.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from dupgraph.base.messages import Message
from dupgraph.language.messages import join, say
from dupgraph.read.outline.card_levels import draft_cards
from dupgraph.read.outline.closing import (
    find_annex,
    find_closings,
    find_cover,
    find_following,
    find_outer,
    find_outsiders,
    find_town,
)
from dupgraph.read.outline.columns import draft_rows
from dupgraph.read.outline.drafts import Draft, assign_kinds, name_apart, write_profile
from dupgraph.read.outline.headings import find_headings
from dupgraph.read.outline.items import draft_bullets, draft_led
from dupgraph.read.outline.leftover import is_documents
from dupgraph.read.outline.lines import Line, Page
from dupgraph.read.outline.names import find_kind, is_front, opens_annex
from dupgraph.read.outline.profile import Level, Profile, list_profiles, load_profile, make_key, parse_profile
from dupgraph.read.outline.scoring import score_sections
from dupgraph.read.outline.spines import list_extended, list_spines
from dupgraph.read.outline.styles import find_front
from dupgraph.read.outline.tree import Tree, build_sections
from dupgraph.schema.values import Section

LEARNT = "learnt"
# Spines with the best score that are tried with what may stand below them.
_TRIED = 3
# Levels of which the lowest may stand beside the one above it.
_FEWEST_LEVELS = 3
# What a packaged profile with rows or lists below it is worth.
_EXTENDED = 0.95
# A reading with a level more may be right where it fits nearly as well as the best; with one that plans name, sooner.
_RIVAL = 0.9
_NAMED_RIVAL = 0.6


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
    spines = [try_drafts(page, spine, front) for spine in list_spines(page)]
    spines = sorted((trial for trial in spines if trial.tree.sections), key=_by_score)
    packaged = sorted(_try_packaged(page), key=_by_score)
    trials = [*spines, *packaged, *(_try_beside(page, trial, front) for trial in spines[:_TRIED])]
    lower = [drafts for drafts in (draft_rows(page), draft_cards(page), draft_led(page)) if drafts]
    trials += [_extend_packaged(page, trial, drafts) for trial in packaged[:1] for drafts in lower]
    labelled = [trial for trial in spines[_TRIED:] if all("labels" in draft.keys for draft in trial.drafts)]
    extended: dict[str, list[Draft]] = {}
    for drafts, sections in [*((t.drafts, t.tree.sections) for t in (*spines[:_TRIED], *labelled[:1])), ((), ())]:
        for more in list_extended(page, drafts, [section.start for section in sections]):
            # Two ways may lead to the same levels, or to one twice.
            told = [repr((draft.name, draft.kind, draft.weight, sorted(draft.keys.items()))) for draft in more]
            if len({*told}) == len(told):
                extended.setdefault("".join(told), more)
    trials += [try_drafts(page, drafts, front) for drafts in extended.values()]
    return order_trials([trial for trial in trials if trial.tree.sections])


def order_trials(trials: Sequence[Trial]) -> list[Trial]:
    """Return trials, the best first.

    A packaged profile may lack a level that the document names; so may one with chapters that only their look tells.
    """
    trials = sorted(trials, key=_by_score)
    best = trials[0] if trials else None
    if best is None:
        return trials
    rivals = [trial for trial in trials[1:] if not trial.packaged and trial.score > _find_least(trial) * best.score]
    if best.packaged:
        fuller = [t for t in rivals if _names_more(t, best) and not _list_apart(best, t)][:1]
    else:
        fuller = [t for t in rivals if _names_all(t, best)][:1]
    return [*fuller, *(trial for trial in trials if trial not in fuller)]


def _find_least(trial: Trial) -> float:
    """Return the share of the best's score that a trial needs to go first: one of two trees says what both are."""
    return _NAMED_RIVAL if any(level.top for level in trial.profile.levels) else _RIVAL


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
        starts = {line.start for line in outer}
        # Sections that the town's chapters alone have are none below the plan's.
        kept = {section.level_name for section in twin.tree.sections if section.start not in starts}
        lower = [draft for draft in twin.drafts[1:] if draft.name in kept]
        inside = try_drafts(page, lower, [*find_front(page), *(_read_line(page, line) for line in outer)])
        if len(inside.tree.sections) == len(twin.tree.sections) - len(outer):
            said = say("mended_outer", words=_read_line(page, outer[0]), count=len(outer))
            trial = replace(inside, tree=Tree(inside.tree.sections, (*inside.tree.warnings, said)), added=1)
            break
    for find, warning in (
        (find_annex, "mended_closing"),
        (find_cover, "mended_outside"),
        (find_outsiders, "mended_outside"),
        (find_closings, "mended_closing"),
        (find_following, "mended_closing"),
        (find_town, "mended_closing"),
    ):
        found = find(page, trial.tree.sections, trial.profile)
        lines = [line for line in found if make_key(_read_line(page, line)) not in trial.profile.stops]
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
    kept = trial.tree.warnings[len(trial.tree.warnings) - trial.added :]
    closes = warning == "mended_closing"
    end = trial.tree.sections[-1].end
    # Nobody takes for an element what any document has, or what is of its accounts behind the plan and has a style; and
    # what stands behind a heading that closed the plan before ("Parte seconda") closes nothing.
    told = [
        line
        for line in lines
        if not (
            opens_annex(_read_line(page, line))
            or is_documents(_read_line(page, line), behind=closes and _is_styled(line))
            or (closes and line.start >= end)
        )
    ]
    if told and warning not in [said.key for said in kept if isinstance(said, Message)]:
        number = page.document.text.count("\n", 0, told[0].start) + 1
        kept = (*kept, say(warning, line=number, words=_read_line(page, told[0]), count=len(told)))
    return replace(trial, profile=profile, tree=Tree(tree.sections, (*tree.warnings, *kept)), added=len(kept))


def _is_styled(line: Line) -> bool:
    return line.block is not None and line.block.kind == "heading"


def _read_line(page: Page, line: Line) -> str:
    return " ".join(page.get_words(line).split())


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
    """Return the levels of several elements that ``trial`` has beside ``other``, but for lone lines and capitals.

    What stands before all elements of the other is of a cover, or a tree of its own before the missions.
    """
    parted = any(level.top for level in trial.profile.levels)
    first = -1 if parted else other.tree.sections[0].start
    more = {s.level_name for s in trial.tree.sections if s.start > first} & {*_list_apart(trial, other)}
    return [level for level in trial.profile.levels if level.name in more and (level.size or not level.look)]


def _names_more(trial: Trial, best: Trial) -> bool:
    """Say whether ``trial`` has a level beside ``best`` that plans name, or one that groups all: two or more each."""
    if any(map(_is_named, _list_more(trial, best))):
        return True
    more = {*_list_apart(trial, best)}
    groups = [section.code for section in trial.tree.sections if section.level_name in more]
    roots = {section.start for section in best.tree.sections if section.parent is None}
    held = Counter(section.parent for section in trial.tree.sections if section.start in roots)
    return bool(groups) and {*held} == {*groups} and min(held.values()) > 1


def _names_all(trial: Trial, best: Trial) -> bool:
    """Say whether levels that plans name are all that ``trial`` has, one beside ``best``, and it loses none of those.

    Nor does it lose the lowest. Named so are those whose label ``best`` leaves in the titles ("Servizio: Scuola").
    """
    starts = {section.title_end: section.title_start for section in best.tree.sections}
    cuts: dict[str, list[bool]] = {}
    for section in trial.tree.sections:
        cuts.setdefault(section.level_name, []).append(starts.get(section.title_end, inf) < section.title_start)
    cut = {name for name, found in cuts.items() if len(found) > 1 and all(found)}
    if not all(_is_named(n) and (n.columns or n.name in cut or find_kind(n.name)) for n in trial.profile.levels):
        return False
    lost = {*_list_apart(best, trial)}
    *groups, lowest = best.profile.levels
    kept = lowest.name not in lost and not any(level.name in lost and _is_named(level) for level in groups)
    return kept and bool(cut or _list_more(trial, best))


def _is_named(level: Level) -> bool:
    """Say whether plans call a level so: by its label, column or list."""
    return level.labelled or bool(level.columns or level.lead)


def _list_apart(trial: Trial, other: Trial) -> list[str]:
    """Return the names of levels of several elements in ``trial`` of whose titles the ``other`` has none."""
    taken = sorted((section.title_start, section.title_end) for section in other.tree.sections)
    titles: dict[str, list[bool]] = {}
    for section in trial.tree.sections:
        place = bisect_left(taken, (section.title_end,)) - 1
        titles.setdefault(section.level_name, []).append(place < 0 or taken[place][1] <= section.title_start)
    return [name for name, apart in titles.items() if len(apart) > 1 and all(apart)]


def _count_levels(trial: Trial) -> str:
    counts = Counter(section.level_name for section in trial.tree.sections)
    return " + ".join(f"{count} {name}" for name, count in counts.items())


def try_drafts(page: Page, drafts: Sequence[Draft], front: Sequence[str]) -> Trial:
    """Return what a profile of these drafts gives."""
    named = name_apart(drafts)
    settled = assign_kinds(named)
    profile = parse_profile(LEARNT, write_profile(settled, front))
    tree = build_sections(page, profile.levels, find_headings(page, profile))
    weight = sum(draft.weight for draft in settled) / len(settled)
    trial = Trial(profile, tree, score_sections(page, tree, profile.levels, weight), tuple(named))
    parted = _part_trees(trial)
    return trial if parted == trial.drafts else try_drafts(page, parted, front)


def _part_trees(trial: Trial) -> tuple[Draft, ...]:
    """Return the drafts of ``trial``, with the levels that its first tree alone has before the second.

    Strategic objectives stand before the missions also where both sections have tables: they group, as addresses do,
    and what the missions hold are the plan's objectives.
    """
    drafts = trial.drafts
    top = next((place for place, draft in enumerate(drafts) if place and "top" in draft.keys), len(drafts))
    if top == len(drafts):
        return drafts
    roots: dict[str, str] = {}
    for section in trial.tree.sections:
        roots[section.code] = roots.get(section.parent or "", section.level_name)
    second = {s.level_name for s in trial.tree.sections if roots[s.code] == drafts[top].name}
    found = {section.level_name for section in trial.tree.sections}
    first = [draft for draft in drafts[top + 1 :] if draft.name in found - second]
    return (*drafts[:top], *first, *(draft for draft in drafts[top:] if draft not in first))


def _try_beside(page: Page, trial: Trial, front: Sequence[str]) -> Trial:
    """Return ``trial`` with the lowest level beside the one above it, where only the last of that ever has children.

    Three results and then four actions, below each objective: no result is what the actions are for.
    """
    if len(trial.drafts) < _FEWEST_LEVELS or not _stands_beside(trial.tree.sections):
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
