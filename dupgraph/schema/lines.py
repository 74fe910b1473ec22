"""Text in lines to text in one line."""

import re

# A hyphen between two letters, and a line's end after it; "pre-" before a conjunction keeps its blank. The hyphen goes
# first because the regex engine runs to a first character much faster than to what stands before one.
_CUT_WORD = re.compile(r"-(?<=\w-)[^\S\n]*\n\s*(?![eo]d?\b)(?=\w)")


def join_lines(text: str) -> str:
    r"""Return text in one line: each white space one blank, a word that a line's end cuts at its hyphen whole again.

    >>> join_lines("le politiche socio-\nsanitarie\ndel distretto")
    'le politiche socio-sanitarie del distretto'
    """
    # Most are in one line already.
    return " ".join((_CUT_WORD.sub("-", text) if "\n" in text else text).split())
