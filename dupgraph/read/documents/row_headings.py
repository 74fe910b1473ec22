"""Rows of a table that are none: a heading set in columns, of which one holds "MISSIONE", one "01", one a title."""

import re
from collections.abc import Iterable

_TITLE = r"\t[A-ZÀ-Ú][^\t]{3,200}"
# What a label, its number and a title make, in cells or with a blank between the first two; and the last two alone.
_LABELLED = rf"[^\W\d_][^\t\d]{{2,40}}[\t ](?:\d{{1,3}}(?:\.\d{{1,3}})*|[IVX]{{1,5}}|[A-Z])[.:)]?[ ]*[–-]?{_TITLE}"
_BARE = rf"\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}\.?{_TITLE}"
MOST_ROWS = 2


def reads_as_heading(cells: Iterable[str], *, bare: bool) -> bool:
    """Say whether the words of cells side by side are a label, its number and a title; ``bare``: or have no label.

    >>> reads_as_heading(["MISSIONE", "1", "Istruzione"], bare=False), reads_as_heading(["Anni", "26", "27"], bare=True)
    (True, False)
    >>> reads_as_heading(["1.1", "Istruzione"], bare=True), reads_as_heading(["1.1", "Istruzione"], bare=False)
    (True, False)
    """
    row = "\t".join(" ".join(words.split()) for words in cells)
    return bool(re.fullmatch(_LABELLED, row) or (bare and re.fullmatch(_BARE, row)))
