"""Rows of a table that are none: a heading set in columns, of which one holds "MISSIONE", one "01", one a title."""

import re
from collections.abc import Iterable

# What a label, its number and a title make, in cells or with a blank between the first two.
_LABELLED = r"[^\W\d_][^\t\d]{2,40}[\t ](?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-Z])[.:)]?[ ]*[–-]?\t[A-ZÀ-Ú][^\t]{3,200}"
_NUMBER = r"\d{1,2}(?:\.\d{1,2}){0,3}\.?"
MOST_ROWS = 2


def reads_as_heading(cells: Iterable[str], *, bare: bool) -> bool:
    """Say whether the words of cells side by side are a label, its number and a title; ``bare``: or have no label.

    >>> reads_as_heading(["MISSIONE", "1", "Istruzione"], bare=False), reads_as_heading(["Anni", "26", "27"], bare=True)
    (True, False)
    >>> reads_as_heading(["1.1", "Istruzione"], bare=True), reads_as_heading(["1.1", "Istruzione"], bare=False)
    (True, False)
    """
    found = [" ".join(words.split()) for words in cells]
    if bare and len(found) == 2 and re.fullmatch(_NUMBER, found[0]):
        found.insert(0, "Voce")
    return re.fullmatch(_LABELLED, "\t".join(found)) is not None
