"""What makes a table a card: the labels in its rows, by what plans call them and by what several tables have."""

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from dupgraph.read.outline.column_names import find_column_kind, is_code_column
from dupgraph.read.outline.names import FIELD_COLUMNS, find_kind

LONGEST_LABEL = 60
_FEWEST_STACKED = 2


@lru_cache(maxsize=2048)
def is_known(name: str) -> bool:
    """Say whether a name is that of a label or a column that plans have."""
    return name in FIELD_COLUMNS or is_code_column(name) or find_column_kind(name) is not None


def find_labels(tables: Sequence[Sequence[Mapping[int, str]]]) -> tuple[frozenset[str], frozenset[str]]:
    """Return what stands several times beside other words, and what does above others, as the labels of cards do.

    >>> beside, above = find_labels([({0: "esito", 1: "sì"}, {0: "fondi", 1: "b"}), ({0: "esito", 1: "no"},)])
    >>> sorted(beside), sorted(above)
    (['esito'], [])
    """
    beside, below = [], []
    for keys in tables:
        rows = [[row[column] for column in sorted(row)] for row in keys]
        beside.append([[*zip(row[::2], row[1::2], strict=True)] if len(row) in (2, 4) else [] for row in rows])
        pairs = zip(keys[::2], keys[1::2], strict=False)
        below.append([[(name, lower[c]) for c, name in row.items() if c in lower] for row, lower in pairs])
    return _choose_labels(beside), _choose_labels(below)


def _choose_labels(tables: Iterable[Sequence[Sequence[tuple[str, str]]]]) -> frozenset[str]:
    """Return the labels among rows of pairs: they stand several times, not in rows that follow, and are never values.

    A budget's have amounts beside them.
    """
    found: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    values: set[str] = set()
    for rows in tables:
        for above, row in pairwise([[], *rows]):
            counts.update({label for label, _ in row} - {label for label, _ in above})
            values.update(value for _, value in row)
            for label, value in row:
                found[label].update([value] if any(map(str.isalpha, value)) else [])
    told = (label for label, words in found.items() if len(words) > 1 < counts[label] and len(label) <= LONGEST_LABEL)
    return frozenset(label for label in told if label not in values and any(map(str.isalpha, label)))


def is_stacked(keys: Sequence[Mapping[int, str]], told: Container[str] = ()) -> bool:
    """Say whether a card's labels stand above their values: rows of labels, not all the same, each above one of these.

    ``told`` are labels by what other tables have.

    >>> is_stacked([{0: "n.", 1: "obiettivo"}, {0: "1", 1: "aprire"}, {0: "indicatore"}, {0: "posti"}])
    True
    """
    labels, values = keys[::2], keys[1::2]
    if len(values) < _FEWEST_STACKED or all(names == labels[0] for names in labels):
        return False
    known = [_heads(names.values(), told) for names in keys]
    fit = all(row.keys() <= names.keys() for names, row in zip(labels, values, strict=False))
    return all(known[::2]) and fit and not any(known[1::2])


def _heads(names: Collection[str], told: Container[str]) -> bool:
    return sum(map(is_known, names)) * 2 > len(names) or all(is_known(name) or name in told for name in names)


def is_card(keys: Sequence[Mapping[int, str]], told: Container[str]) -> bool:
    """Say whether a table's columns are labels and values, once or twice: the labels stand one below the other.

    ``told`` are labels by what other tables have.
    """
    if any(len(row) > 2 and len(row) != 4 for row in keys):
        return False
    even = [[key[column] for column in sorted(key)] for key in keys if len(key) % 2 == 0]
    labels = [name for names in even for name in names[::2]]
    known, others = (sum(map(is_known, names)) for names in (labels, [n for names in even for n in names[1::2]]))
    few, heads = known * 2 <= len(labels), keys[0].values()
    headed = all(map(is_known, heads))
    if not headed:
        known = sum(is_known(name) or name in told for name in labels)
        few = known * 2 <= len(labels)
    if any(len(row) > 2 for row in keys) and (few or headed):
        return False
    # Two levels side by side head a table, whatever stands below them ("Lavori pubblici").
    if len(heads) > 1 and ((few and headed) or all(map(find_kind, heads))):
        return False
    return known > 1 and known > others
