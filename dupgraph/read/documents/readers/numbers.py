"""Numbers as lists print them: decimal, Roman, letters; and bullets."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
BULLET = "•"
# Bullets as Word's fonts of symbols have them, by the letter in their place.
_SYMBOLS = {"o": "◦", "§": "▪", "·": BULLET, "Ø": "➢", "ü": "✓"}


def print_number(value: int, style: str) -> str:
    """Return ``value`` in one of the styles "1", "01", "i", "I", "a", "A", "1°"; any other style prints digits.

    >>> [print_number(4, style) for style in ("1", "01", "i", "A", "1°")]
    ['4', '04', 'iv', 'D', '4°']
    """
    if value < 1 or value > 9_999:
        return str(value)
    if style in {"i", "I"}:
        return print_roman(value) if style == "i" else print_roman(value).upper()
    if style in {"a", "A"}:
        # After z comes aa, bb: the letter again, once for each time round.
        times, place = divmod(value - 1, 26)
        return chr(ord(style) + place) * (times + 1)
    return {"01": f"{value:02}", "1°": f"{value}°"}.get(style, str(value))


def print_roman(value: int) -> str:
    """Return ``value`` in small Roman numerals."""
    letters = []
    for worth, mark in _ROMAN:
        times, value = divmod(value, worth)
        letters.append(mark * times)
    return "".join(letters)


def print_bullet(mark: str) -> str:
    """Return a bullet as a reader sees it: fonts of symbols have it in places of their own.

    >>> print_bullet("\\uf0b7"), print_bullet("\\uf0d8"), print_bullet("o"), print_bullet("-")
    ('•', '➢', '◦', '-')
    """
    if len(mark) == 1 and "\uf000" <= mark < "\uf100":
        # The places of a font of symbols are those of a byte.
        mark = chr(ord(mark) - 0xF000)
        return _SYMBOLS.get(mark, BULLET)
    return BULLET if not mark or "\ue000" <= mark[0] <= "\uf8ff" else _SYMBOLS.get(mark, mark)
