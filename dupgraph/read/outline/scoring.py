"""How well a profile fits a document: how its elements nest, cover the text evenly, and read like titles."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from math import log2
from operator import attrgetter

from dupgraph.read.outline.coverage import LEAST_TEXT, is_firm, measure_shares
from dupgraph.read.outline.doubts import find_running
from dupgraph.read.outline.leftover import LONE, counts_alone, list_near
from dupgraph.read.outline.lines import Page
from dupgraph.read.outline.names import find_kind, is_front, opens_official, tells_context
from dupgraph.read.outline.profile import Level
from dupgraph.read.outline.series import doubt_series, list_gaps
from dupgraph.read.outline.titles import reads_like_title
from dupgraph.read.outline.tree import Tree
from dupgraph.schema.links import GUIDELINE, POLICY
from dupgraph.schema.values import Section

# What an outline is worth that has policies alone, where another of the same plan has objectives.
NO_GOALS = 0.85
# What one is worth with a level of one element, from several elements on.
ALONE = 0.85
_FEW = 3


def score_sections(page: Page, tree: Tree, levels: Sequence[Level], weight: float) -> float:
    """Return how well a tree fits, from 0; ``levels`` are those of its profile, ``weight`` how sure they are."""
    sections = tree.sections
    if not sections:
        return 0.0
    before, longest, total, *_ = measure_shares(page, sections)
    # A whole DUP describes its town at length before what it plans.
    before /= 2 if is_firm(sections, levels) else 1
    cover = (1 - before) * (1 - longest) ** 2 if total >= LEAST_TEXT else (1 - before / 2) * (1 - longest / 4)
    # One chapter around all others is the document.
    counts = Counter(section.level_name for section in sections)
    whole = {level.name for level in levels if level.styled and not level.labelled and counts[level.name] == 1}
    alone = ALONE if whole and len(sections) > _FEW else 1.0
    running = find_running(page, sections, levels)
    titles = sum(reads_like_title(s.title) and s.code not in running for s in sections) / len(sections)
    # Whose titles begin with the budget's numbers has not read these: a level is missing.
    uncut = sum(opens_official(section.title) for section in sections) / len(sections)
    used = len({section.level_name for section in sections}) / max(1, len({level.name for level in levels}))
    gaps = len(list_gaps(sections)) / len(sections)
    twice = max(0.3, 1 - 1.5 * len(tree.warnings) / len(sections))
    # Short lines are headings only where nothing but their look makes headings.
    looked = counts_alone(sections, levels)
    near = sum(shape.times for shape in list_near(page, sections, levels) if looked or shape.shape != LONE)
    seen = 1 - min(0.5, near / len(sections))
    doubtful = 0.8 if doubt_series(sections) else 1.0
    size = 1 + log2(1 + len(sections)) / 8
    return (
        weight
        * cover
        * titles**2
        * (1 - uncut)
        * (0.5 + used / 2)
        * max(0.2, 1 - 2 * gaps)
        * twice
        * seen
        * doubtful
        * (NO_GOALS if _lacks_goals(sections, levels) else 1.0)
        * _nest(sections)
        * max(0.3, 1 - _share_higher(page, sections))
        * (1 - _share_town(sections, levels) / 2)
        * alone
        * size
    )


def _lacks_goals(sections: Sequence[Section], levels: Sequence[Level]) -> bool:
    """Say whether the lowest level is one that plans call a programme, a line ..., not an objective."""
    used = {section.level_name for section in sections}
    lowest = [level for level in levels if level.name in used][-1:]
    return any(level.labelled and find_kind(level.name) in (POLICY, GUIDELINE) for level in lowest)


def _share_town(sections: Sequence[Section], levels: Sequence[Level]) -> float:
    """Return how many of the headings without a label are of the town or of any document, as a share, where most are.

    What holds elements that are named so is of the plan.
    """
    named = {level.name for level in levels if level.labelled or level.columns or level.lead}
    held = {section.parent for section in sections if section.level_name in named}
    heads = [section for section in sections if section.level_name not in named]
    town = sum(s.code not in held and (tells_context(s.title) or is_front(s.title)) for s in heads)
    return town / len(heads) if town > 1 and 2 * town > len(heads) else 0.0


def _share_higher(page: Page, sections: Sequence[Section]) -> float:
    """Return how many elements stand below one whose heading has a lower style than theirs, as a share."""
    ranks = {section.code: rank for section in sections if (rank := _find_rank(page, section))}
    pairs = ((ranks.get(section.code), ranks.get(section.parent or "")) for section in sections)
    return sum(bool(own and above and own < above) for own, above in pairs) / len(sections)


def _find_rank(page: Page, section: Section) -> int | None:
    blocks = page.document.blocks
    place = bisect_right(blocks, section.start, key=attrgetter("start")) - 1
    return blocks[place].rank if place >= 0 and blocks[place].kind == "heading" else None


def _nest(sections: Sequence[Section]) -> float:
    """Return how many elements below the first level stand below another, as a share with a floor."""
    kinds = {section.kind for section in sections}
    if len(kinds) < 2:
        return 0.8
    highest = sections[0].kind if sections[0].parent is None else None
    orphans = sum(section.parent is None and section.kind != highest for section in sections)
    return max(0.3, 1 - orphans / len(sections))
