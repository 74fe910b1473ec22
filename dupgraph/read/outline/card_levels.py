"""Levels by cards: rows of a label beside its value, or above it, in one table after the other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from dupgraph.base.gathering import gather
from dupgraph.language.messages import say
from dupgraph.read.outline.column_names import find_column_kind, is_lower_objective, tells_outcome, tells_text
from dupgraph.read.outline.columns import find_longest, print_name
from dupgraph.read.outline.drafts import Draft, count_times
from dupgraph.read.outline.lines import Page, once_a_page
from dupgraph.read.outline.names import FIELD_COLUMNS, SEVERAL
from dupgraph.read.outline.profile import make_key
from dupgraph.read.outline.tables import ACROSS, Cell, Table, find_card_head, list_pairs, read_cell, split_label
from dupgraph.read.outline.titles import opens_with_infinitive
from dupgraph.schema.links import ACTION, GUIDELINE, OBJECTIVE, POLICY, ElementKind
from dupgraph.schema.weights import BOLD

_FEWEST_CARDS = 2


@once_a_page
def draft_cards(page: Page) -> list[Draft]:
    """Return the levels that rows of cards are: tables of labels and values, each with a title among them.

    Where none holds an objective or action, it is that of the programme with which they begin.
    """
    cards = [table for table in page.tables if not table.names]
    drafts = _draft_cards(page, cards, (OBJECTIVE, ACTION))
    held = any(_holds_aims(page, *pair) for pair in chain.from_iterable(map(list_pairs, cards)))
    return drafts if drafts or held else _draft_cards(page, cards, (GUIDELINE,))


def _holds_aims(page: Page, label: Cell, value: Cell) -> bool:
    """Say whether a row of a card is of objectives: by its label, or as several lines of its value say aims."""
    lines = page.document.text[value.start : value.stop].split("\n")
    named = find_column_kind(split_label(read_cell(page.document, label))[0]) in (OBJECTIVE, ACTION)
    return named or sum(map(opens_with_infinitive, lines)) > 1


def _draft_cards(page: Page, cards: Sequence[Table], lowest: Sequence[ElementKind]) -> list[Draft]:
    found: dict[str, list[int]] = defaultdict(list)
    told = _find_told(page, cards) | _find_outcomes(page, cards)
    titled = 0
    for table in cards:
        cells = list_pairs(table)
        labels = [split_label(read_cell(page.document, label))[0] for label, _ in cells]
        kinds = [None if label in told else find_column_kind(label) for label in labels]
        title = next((n for n, kind in enumerate(kinds) if kind in lowest), None)
        if title is None or (GUIDELINE in lowest and any(kind is None for kind in kinds[:title])):
            continue
        if kinds[title] == OBJECTIVE and not is_lower_objective(labels[title]):
            # An operative objective below the strategic one that it is for.
            lower = (
                n for n in range(title + 1, len(labels)) if kinds[n] == OBJECTIVE and is_lower_objective(labels[n])
            )
            title = next(lower, title)
        titled += 1
        for n, kind in enumerate(kinds):
            again = labels.count(labels[n]) > 1 and kind in (OBJECTIVE, ACTION) and not _lists(labels[n])
            if kind and (n <= title or again):
                found[labels[n]].append(cells[n][0].start)
    heads = [head for table in cards if (head := find_card_head(page.document, table))]
    if titled < len(heads) > 1:
        starts = tuple(head.start for head in heads)
        keys: dict[str, object] = {"columns": [ACROSS], "title": "item"}
        return [Draft("Scheda", None, keys, starts, count_times(say("how_card_heads"), len(starts)), 0.85)]
    if titled < _FEWEST_CARDS:
        return []
    single = OBJECTIVE in lowest and SEVERAL.isdisjoint(found)
    stated = _find_stated(page, cards, sorted(found, key=lambda label: found[label][0])) if single else set()
    order = {label: starts[0] for label, starts in found.items() if len(starts) * 2 > titled and label not in stated}
    return [_make_card_draft(page, label, found[label]) for label in sorted(order, key=lambda label: order[label])]


def _find_stated(page: Page, cards: Iterable[Table], labels: Iterable[str]) -> set[str]:
    """Return the labels that may be fields ("Missione") and group no cards: they hold a mere number, or one value each.

    Below one that groups some ("Programma" below "Missione") they are levels.
    """
    pairs = [(read_cell(page.document, cell), value) for cell, value in chain.from_iterable(map(list_pairs, cards))]
    stated: set[str] = set()
    grouped = False
    for label in labels:
        values = [make_key(read_cell(page.document, value)) for words, value in pairs if split_label(words)[0] == label]
        apart = len(values) > _FEWEST_CARDS and len({*values}) == len(values)
        if label in FIELD_COLUMNS and ((apart and not grouped) or not any(map(str.isalpha, "".join(values)))):
            stated.add(label)
        else:
            grouped = True
    return stated


def _find_told(page: Page, cards: Iterable[Table]) -> set[str]:
    """Return the labels that say what an element is about in words too long for a title.

    So does the description of what groups elements, where it is a sentence ("Descrizione del programma").
    """
    found = gather(
        (split_label(read_cell(page.document, label))[0], page.document.text[value.start : value.stop])
        for label, value in chain.from_iterable(map(list_pairs, cards))
    )
    return {
        label
        for label, values in found.items()
        if sum(map(len, values)) > find_longest(label) * len(values)
        or (tells_text(label) and find_column_kind(label) in (POLICY, GUIDELINE) and all(v[-1:] == "." for v in values))
    }


def _lists(label: str) -> bool:
    return label in SEVERAL or tells_outcome(label)


def _find_outcomes(page: Page, cards: Sequence[Table]) -> set[str]:
    """Return the labels of what an element comes to or does, where the title of each stands above its card, or in it.

    "Risultato atteso" says something of an objective; where cards stand below one another, it may be all they have.
    """
    found: dict[str, list[bool]] = defaultdict(list)
    for table in cards:
        labels = {split_label(read_cell(page.document, label))[0] for label, _ in list_pairs(table)}
        outcomes = set(filter(tells_outcome, labels))
        if outcomes:
            headed = find_card_head(page.document, table) is not None or _stands_below_title(page, table)
            for label in outcomes:
                found[label].append(headed)
    return {label for label, headed in found.items() if all(headed)}


def _stands_below_title(page: Page, table: Table) -> bool:
    """Say whether a heading, or a line in bold, stands above a table and below the one before."""
    return any(block.kind == "heading" or block.weight & BOLD for block in page.list_above(table))


def _make_card_draft(page: Page, label: str, starts: Sequence[int]) -> Draft:
    name = print_name(page, label)
    keys: dict[str, object] = {"columns": [name], "title": "item"}
    how = count_times(say("how_cards", name=name), len(starts))
    return Draft(name, find_column_kind(label), keys, tuple(starts), how, 0.85)
