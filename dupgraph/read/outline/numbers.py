"""Numbers and codes as plans print them, and how they follow one another."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

from dupgraph.read.outline.patterns import SUFFIX
from dupgraph.read.outline.profile import NumberStyle

# A part may be one put between two others: "1-bis", "1 bis".
_PART = re.compile(rf"(?:\d+|[IVXLCDM]+(?!\w)|[A-Z](?![^\W\d])|(?:\A|(?<=\.))[a-z](?!\w)){SUFFIX}?")
_CODE_PART = re.compile(rf"\d+{SUFFIX}?|(?:(?<=\d)|(?<=\d\.))[a-z](?!\w)")
_SUFFIX = re.compile(rf"(?<=\w){SUFFIX}")
# Numbers of two figures each, with nothing between them.
_PAIRS = re.compile(r"(?<=[A-Za-z])(?:\d\d){2,4}(?!\d)")
# A number alone; a letter or a Roman one needs a second part or a mark.
BARE = re.compile(
    r"""(?:[•▪●◦■*–-][ \t]*)?(?:\((?=[\w.]{1,8}\)))?(?P<number>\d{1,2}(?:\.(?:\d{1,3}|[A-Za-z]\b)){0,3}
        |(?:[IVX]{1,6}|[A-Z])(?:\.(?:\d{1,3}|[IVX]{1,6}\b|[A-Za-z]\b)){1,3}|(?:[IVX]{1,6}|[A-Z])(?=[ \t]*[.):–—-])
        |[A-Z]\d{1,2}(?=\)|[ \t]*[–—-][ \t]))
        [.):]?[ \t]*[|–—-]?[ \t]+(?=\S)""",
    re.VERBOSE,
)
# A small letter that numbers a heading.
_SMALL = re.compile(r"(?P<number>[a-z])\)[ \t]+(?=\S)")
# What a row of a table ends in: figures, the last an amount.
FIGURES = re.compile(r"(?<!\S)\d[\d.,]*[ \t]+\d{1,3}(?:\.\d{3})*,\d{2}(?:[ \t]*(?:€|euro))?\Z")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_WIDEST_GAP = 2
# The first of a chapter's numbers, where each begins a hundred of its own: 101, 201.
_HUNDRED = 100
_FIRST_OF_HUNDRED = re.compile(r"[1-9]01")


def split_number(printed: str, style: NumberStyle) -> tuple[str, ...]:
    """Return the parts of a number, Roman ones as plain figures, without leading zeros; 1.0 is a chapter's.

    >>> split_number("II.03", "roman"), split_number("I.C", "roman"), split_number("2.C.1", "mixed")
    (('2', '3'), ('1', 'C'), ('2', 'C', '1'))
    >>> split_number("1.0", "decimal"), split_number("1-BIS.2 ter", "decimal"), split_number("II bis", "roman")
    (('1',), ('1-bis', '2-ter'), ('2-bis',))
    """
    return _drop_zero([_read_part(part, style) for part in _PART.findall(printed)])


@lru_cache(maxsize=4096)
def split_code(printed: str) -> tuple[str, ...]:
    """Return the numbers in a printed code, and the small letter that ends it: they say what it belongs to.

    >>> split_code("R.A.1.1a"), split_code("P0102"), split_code("04.01.b"), split_code("OB2bis")
    (('1', '1', 'a'), ('1', '2'), ('4', '1', 'b'), ('2-bis',))
    """
    apart = _PAIRS.sub(lambda match: ".".join(re.findall(r"\d\d", match[0])), printed)
    return _drop_zero([_read_part(part, "decimal") for part in _CODE_PART.findall(apart)])


def strip_suffix(printed: str) -> str:
    """Return a number without what tells its parts from those before them.

    >>> strip_suffix("1.2-bis"), strip_suffix("II bis.1"), strip_suffix("1.2")
    ('1.2', 'II.1', '1.2')
    """
    return _SUFFIX.sub("", printed)


def _drop_zero(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(parts[:1] if len(parts) == 2 and parts[0].isdecimal() and parts[1] == "0" else parts)


def match_bare(words: str) -> re.Match[str] | None:
    """Return the number that opens a heading without a label, a small letter ("c) Personale"), too.

    >>> [match["number"] for match in map(match_bare, ("2.1 Entrate", "c) Personale", "a scuola")) if match]
    ['2.1', 'c']
    """
    return BARE.match(words) or _SMALL.match(words)


def read_values(printed: str) -> list[tuple[int, ...]]:
    """Return what the parts of a number count; two readings of a letter that is a Roman figure, too.

    >>> read_values("2.10"), read_values("C"), read_values("V")
    ([(2, 10)], [(3,)], [(5,), (22,)])
    """
    read = [split_number(printed, "roman"), split_number(printed, "letter")]
    found = dict.fromkeys(tuple(map(count_part, parts)) for parts in read)
    return [values for values in found if values and all(values)]


def goes_on(number: Sequence[int], before: Sequence[int]) -> bool:
    """Say whether a number is the next one after ``before``, or after what that belongs to.

    >>> goes_on((2, 4), (2, 3, 1)), goes_on((3,), (2, 3)), goes_on((2, 3, 2), (2, 3)), goes_on((4,), (2, 3))
    (True, True, False, False)
    """
    return (*number[:-1], number[-1] - 1) == tuple(before[: len(number)])


def count_parts(printed: str) -> int:
    """Return how many parts a number has.

    >>> count_parts("1.2"), count_parts("A1")
    (2, 2)
    """
    return len(split_number(printed, guess_style(printed)))


def shape_code(printed: str) -> str:
    """Return the shape that codes of one kind have in common.

    >>> shape_code("R.A.1.1a"), shape_code("LA01"), shape_code("Cod. A0")
    ('R.A.9.9a', 'LA9', 'Cod. A9')
    """
    return re.sub(r"(?<=\d)[a-z]\b", "a", re.sub(r"\d+", "9", printed)) if printed else ""


def count_part(part: str) -> int:
    """Return the place of a number's part among its like: 3 for "3", for "c" and for "C"; 0 where it is neither.

    >>> count_part("12"), count_part("c"), count_part("bis")
    (12, 3, 0)
    """
    if part.isdecimal():
        return int(part)
    return ord(part.upper()) - ord("A") + 1 if len(part) == 1 and part.isascii() and part.isalpha() else 0


def count_followers(numbers: list[tuple[str, ...]]) -> int:
    """Return how many numbers follow those before them: the next of their kind, the first below one, or a new start."""
    highest: dict[tuple[str, ...], int] = {}
    good = 0
    for number in numbers:
        above, last = number[:-1], number[-1]
        value = count_part(last)
        before = highest.get(above, 0)
        good += before < value <= before + _WIDEST_GAP or value == 1
        highest[above] = value
    return good


def find_gaps(numbers: list[tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return the places where a number is missing, each as what stands before and after the gap.

    Each chapter may begin a hundred of its own: 101, 102, 201.

    >>> find_gaps([("1", "1"), ("1", "3"), ("2", "2")]), find_gaps([("101",), ("201",), ("203",)])
    ([('1.1', '1.3'), ('', '2.2')], [('201', '203')])
    >>> find_gaps([("1",), ("101",)])
    [('1', '101')]
    """
    highest: dict[tuple[str, ...], int] = {}
    gaps: list[tuple[str, str]] = []
    for number in numbers:
        above, last = number[:-1], number[-1]
        before = highest.get(above, 0)
        begins = _FIRST_OF_HUNDRED.fullmatch(last) and not 0 < before < _HUNDRED
        if int(last) > before + 1 and not begins:
            gaps.append((".".join((*above, str(before))) if before else "", ".".join(number)))
        highest[above] = max(before, int(last))
    return gaps


def guess_style(printed: str) -> NumberStyle:
    """Return in which style a number is printed.

    >>> guess_style("1.2"), guess_style("II.3.a"), guess_style("B1.1"), guess_style("1.B")
    ('decimal', 'roman', 'letter', 'mixed')
    """
    first, *others = printed.split(".")
    if first.isdecimal():
        return "decimal" if all(map(str.isdecimal, others)) else "mixed"
    return "roman" if set(first) <= set("IVX") else "letter"


def choose_style(numbers: Collection[str]) -> NumberStyle:
    """Return the style that most of these numbers have; I, V and X are letters where letters stand beside them.

    >>> choose_style(["A.1", "B.1", "I.1"]), choose_style(["I", "II"]), choose_style(["1.1", "1.2.a"])
    ('letter', 'roman', 'mixed')
    """
    styles = Counter(map(guess_style, numbers))
    if styles["letter"] and all(len(printed.split(".")[0]) == 1 for printed in numbers):
        styles["letter"] += styles.pop("roman", 0)
    if styles["mixed"]:
        styles["mixed"] += styles.pop("decimal", 0)
    return max(styles, key=lambda style: styles[style], default="decimal")


def fits_style(printed: str, style: NumberStyle) -> bool:
    """Say whether a number is one of a style: plain figures are mixed ones, too, and Roman figures letters."""
    own = guess_style(printed)
    return own == style or (style, own) == ("mixed", "decimal") or (style == "letter" and not printed[1:2].isupper())


def _read_part(part: str, style: NumberStyle) -> str:
    whole = strip_suffix(part)
    if whole != part:
        return f"{_read_part(whole, style)}-{part[len(whole) :].strip(' -').lower()}"
    if part.isdecimal():
        return str(int(part))
    # "I.C": what is no I, V or X counts by itself as a letter.
    if style != "roman" or not set(part) <= set(_ROMAN_VALUES if len(part) > 1 else "IVX"):
        return part
    values = [_ROMAN_VALUES[letter] for letter in part]
    return str(sum(-value if value < after else value for value, after in pairwise((*values, 0))))
