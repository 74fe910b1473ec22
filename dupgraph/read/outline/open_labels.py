"""Levels by labels without a number: "Obiettivo: aprire un nido"."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from itertools import chain

from dupgraph.language.messages import say
from dupgraph.read.outline.column_names import names_field, tells_outcome
from dupgraph.read.outline.drafts import Draft, choose_title, count_times, find_paragraph_end
from dupgraph.read.outline.lines import Page, once_a_page
from dupgraph.read.outline.names import (
    CITING,
    FIELD_COLUMNS,
    KINDS,
    LEVELS,
    SEVERAL,
    find_kind,
    is_front,
    strip_ordinal,
)
from dupgraph.read.outline.profile import make_key
from dupgraph.read.outline.tables import find_card_head
from dupgraph.schema.links import ACTION, OBJECTIVE

_OPEN = re.compile(
    r"""(?:[•▪●◦■*–-][ ]*)?(?P<label>(?:\d{1,2}[°ªº][ ]+)?[A-ZÀÈÉÌÒÙ][\w’']*(?:[ ]+[\w’']+){0,3})[ ]*
        (?P<mark>[:–—-])[ ]+\S""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]{3}")
# Labels that stand together make a card from so many on, and what is counted a level.
_CARD = 3
# A title after a label; what is longer is text.
_LONGEST = 200
# The place of a line, and where its title starts.
_Place = tuple[int, int]


@once_a_page
def draft_open_labels(page: Page) -> list[Draft]:
    """Return the levels whose headings begin with a known label and no number ("Obiettivo: aprire un nido").

    Of tables they are those of cards' titles. An ordinal may stand before it ("Primo pilastro: ..."). Then, and on a
    line of its own, a dash may stand behind it.

    Labels that stand together as often as one another are those of a card. Its first ones, down to the objective, are
    levels; the others are fields, as all above the objective are where one of them names no level ("Assessore: ...").
    """
    found: dict[str, list[_Place]] = defaultdict(list)
    labels: dict[str, dict[str, None]] = defaultdict(dict)
    counts: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    heads = {head.start for table in page.tables if (head := find_card_head(page.document, table))}
    for place, line in enumerate(page.lines):
        match = None if line.is_cell and line.start not in heads else _OPEN.match(page.masked, line.start, line.end)
        if match is None or is_front(page.get_words(line)):
            continue
        label = " ".join(match["label"].split())
        key = make_key(strip_ordinal(label))
        counted = key != make_key(label)
        lines[key] += 1
        # A dash stands behind a label in headings alone.
        marked = match["mark"] == ":" or (line.apart and line.lone and key in chain(*LEVELS.values()))
        if (counted or marked) and key.split()[0] not in SEVERAL and not key.endswith(CITING):
            found[key].append((place, match.end("mark")))
            labels[key][label if counted else label.capitalize()] = None
            counts[key] += counted
    # What is counted again and again ("Cantiere primo: ...") is one of the plan's own.
    known = [key for key, places in found.items() if find_kind(key) or _CARD <= counts[key] == len(places)]
    stated = {key for key, places in found.items() if key in FIELD_COLUMNS and _tells_apart(page, places)}
    known = [key for key in known if not (tells_outcome(key) and _has_titles(key, page, lines))]
    levels = [key for key in known if len(found[key]) > 1 and _leads(key, found, stated)]
    drafts = [_draft_open(page, key, list(labels[key]), found[key]) for key in levels if _are_titles(page, found[key])]
    # "Missione: ..." below "Obiettivo: ..." is what that one says of itself.
    ranks = [KINDS.index(draft.kind or OBJECTIVE) for draft in drafts]
    return [draft for place, draft in enumerate(drafts) if ranks[place] == max(ranks[: place + 1])]


def _has_titles(key: str, page: Page, lines: Mapping[str, int]) -> bool:
    """Say whether what elements come to ("Risultato atteso: ...") stands with fields of theirs, or their titles."""
    titled = any(find_kind(label) == OBJECTIVE and not tells_outcome(label) for label in page.labels.values())
    fields = (label for label in lines if label != key and (find_kind(label) is None or tells_outcome(label)))
    return titled or any(lines[label] * 2 >= lines[key] for label in fields)


def _are_titles(page: Page, places: Sequence[_Place]) -> bool:
    """Say whether most lines have a sentence of a title's length after their label: no paragraph, no mere code."""
    ends = [find_paragraph_end(page, page.lines, place) for place, _ in places]
    titled = [
        _WORD.search(page.masked, start, end) is not None
        and len(page.masked[page.lines[place].start : end].partition(". ")[0]) <= _LONGEST
        for (place, start), end in zip(places, ends, strict=True)
    ]
    return sum(titled) * 2 > len(titled)


def _tells_apart(page: Page, places: Sequence[_Place]) -> bool:
    """Say whether something else stands behind a label each time: that groups nothing."""
    values = {make_key(page.masked[start : page.lines[place].end]) for place, start in places}
    return len(values) == len(places) >= _CARD


def _leads(key: str, found: Mapping[str, Sequence[_Place]], stated: Container[str]) -> bool:
    """Say whether a label is no field: it has no companions in a card, or is one of the first that name levels.

    ``stated`` are those that may be fields, and say something else of each element.
    """
    count = len(found[key])
    card = [other for other, places in found.items() if len(places) >= 3 and abs(len(places) - count) * 5 <= count]
    if len(card) < _CARD or key not in card:
        return True
    # They stand in the order in which each was met first.
    if key in stated:
        return False
    above = card[: card.index(key)]
    kinds = [find_kind(other) for other in above]
    headed = find_kind(key) in (OBJECTIVE, ACTION) and all(map(names_field, above))
    return (None not in kinds or headed) and not {OBJECTIVE, ACTION}.intersection(kinds)


def _draft_open(page: Page, key: str, labels: list[str], places: Sequence[_Place]) -> Draft:
    name = key.capitalize()
    keys: dict[str, object] = {"labels": labels, "number": "none", "title": choose_title(page, places, page.lines)}
    how = count_times(say("how_label_bare", name=name), len(places))
    return Draft(name, find_kind(key), keys, tuple(page.lines[place].start for place, _ in places), how, 0.8)
