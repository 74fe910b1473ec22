"""What a paragraph's style is by its name, which word processors translate."""

import re

_HEADING = re.compile(r"(?:heading|titolo|intestazione)[\s_]*(?:20_)?([1-9])", re.IGNORECASE)
_INDEX = re.compile(r"(?:toc|sommario|indice)\s*(?:[1-9]|heading)|titolo sommario", re.IGNORECASE)


def find_rank(name: str) -> int | None:
    """Return the rank of the headings whose style is called ``name``; None for another style.

    >>> find_rank("heading 2"), find_rank("Titolo 1"), find_rank("Heading_20_3"), find_rank("Titolo")
    (2, 1, 3, None)
    """
    match = _HEADING.fullmatch(name)
    return int(match[1]) if match else None


def names_index(name: str) -> bool:
    """Say whether ``name`` is that of a style of an index, or of its title.

    >>> names_index("toc 1"), names_index("Titolo sommario"), names_index("Indice")
    (True, True, False)
    """
    return _INDEX.fullmatch(name) is not None
