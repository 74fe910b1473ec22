"""In which words two texts differ: the longest common runs of words stay, what is between them is marked."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import groupby

from dupgraph.ask.comparison.likeness import fold_print
from dupgraph.ask.results.marks import MARK

# A stretch of text, and whether it differs.
Part = tuple[str, bool]
# A word, with the colon that makes a label of it, or a sign, with the blanks after it: were they tokens of their own,
# every second one would be the same.
_TOKEN = re.compile(r"(?:[^\W_]+(?::(?=\s|$))?|[^\w\s]|_+)\s*|\s+")
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*\s*")
# "2026-2028", which a plan that is taken over moves on by a year; it is no more than so many. No date and no number.
_SPAN = re.compile(r"(?<![\w.,/\-–])20\d\d ?[-–/] ?(?:20)?\d\d\b(?![-–/.,]\d)")
_MOST_YEARS = 9
# Longer texts are compared by sentences: words would take time by the square of their number.
_MOST_CHARACTERS = 12_000


def part_changes(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return both texts in parts, and whether the other lacks each.

    >>> part_changes("Con l'AUSL di Modena.", "Con la Provincia di Modena.")[0]
    (('Con ', False), ("l'AUSL", True), (' di Modena.', False))
    """
    pattern = _TOKEN
    if max(len(before), len(after)) > _MOST_CHARACTERS:
        pattern = _SENTENCE
    a, b = pattern.findall(before), pattern.findall(after)
    matcher = SequenceMatcher(None, list(map(_fold, a)), list(map(_fold, b)), autojunk=False)
    changed_a, changed_b = [True] * len(a), [True] * len(b)
    for block in matcher.get_matching_blocks():
        if not _is_lone(a, block.a, block.size):
            changed_a[block.a : block.a + block.size] = [False] * block.size
            changed_b[block.b : block.b + block.size] = [False] * block.size
    return _join(a, changed_a), _join(b, changed_b)


def pair_years(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the spans of years that are others in two texts, each pair once; nothing where anything else is, too.

    >>> pair_years("Lavori 2026-2028", "Lavori 2027-2029"), pair_years("Delibera 2024/45", "Delibera 2025/17")
    ((('2026-2028', '2027-2029'),), ())
    """
    a, b = fold_print(before), fold_print(after)
    if _SPAN.split(a) != _SPAN.split(b):
        return ()
    pairs = [pair for pair in zip(_SPAN.findall(a), _SPAN.findall(b), strict=True) if pair[0] != pair[1]]
    are_years = all(0 < int(span[-2:]) - int(span[2:4]) <= _MOST_YEARS for pair in pairs for span in pair)
    return tuple(dict.fromkeys(pairs)) if are_years else ()


def mark_changes(before: str, after: str) -> tuple[str, str]:
    """Return both texts with what the other lacks between marks; as they are where all of them or nothing differs.

    >>> mark_changes("Con l'AUSL di Modena.", "Con la Provincia di Modena.")
    ("Con **l'AUSL** di Modena.", 'Con **la Provincia** di Modena.')
    """
    if MARK in before or MARK in after:
        return before, after
    parts = part_changes(before, after)
    return _mark(parts[0]), _mark(parts[1])


def _fold(token: str) -> str:
    return fold_print(token) or " "


def _is_lone(tokens: list[str], start: int, size: int) -> bool:
    """Whether a common run is a blank or a mark alone between two changes, which only tears them apart."""
    inner = start > 0 and start + size < len(tokens)
    return inner and not any(token[:1].isalnum() for token in tokens[start : start + size])


def _join(tokens: list[str], changed: list[bool]) -> tuple[Part, ...]:
    return _merge(part for run in _merge(zip(tokens, changed, strict=True)) for part in _trim(*run))


def _merge(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts with those joined that follow one another and differ alike."""
    return tuple(("".join(text for text, _ in run), is_new) for is_new, run in groupby(parts, lambda part: part[1]))


def _trim(text: str, is_changed: bool) -> Iterator[Part]:
    """Yield a run, the blanks around a changed one apart: they did not change."""
    inner = text.strip() if is_changed else ""
    if not inner:
        yield text, False
        return
    start = text.index(inner)
    parts = (text[:start], False), (inner, True), (text[start + len(inner) :], False)
    yield from (part for part in parts if part[0])


def _mark(parts: tuple[Part, ...]) -> str:
    return "".join(f"{MARK}{text}{MARK}" if is_changed else text for text, is_changed in parts)
