"""pyoxigraph's complaints to our sentences: translated once, here."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from dupgraph.base.errors import QueryError, draw_excerpt, take_first_line
from dupgraph.language.messages import say

_PLACE = re.compile(r"error at (\d+):(\d+)")
# The parser lists every sign that it would have taken; these two tell a person what is wrong.
_REASONS = {"Prefix not found": "query_prefix", "The SELECT contains a variable that is unbound": "query_group"}


def explain_syntax(message: str, text: str) -> QueryError:
    """Return the error that says where a query's text goes wrong, and with which words.

    >>> str(explain_syntax("error at 2:9: expected one of ...", "SELECT ?s\\nWHERE { here ?p ?o }"))
    "line 2, column 9: not valid SPARQL from here on: 'here ?p ?o }'"
    """
    reason = next((say(key) for words, key in _REASONS.items() if words in message), "")
    place = _PLACE.search(message)
    if place is None:
        return QueryError(reason or f"not valid SPARQL: {message.splitlines()[0][:200]}")
    line, column = int(place[1]), int(place[2])
    excerpt = draw_excerpt(text, line, column)
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :][:40].strip() if line <= len(lines) else ""
    if reason:
        # The parser notices this one word too late.
        return QueryError(reason, line=line, column=column, excerpt=excerpt)
    what = say("query_rest", words=repr(rest)) if rest else say("query_missing")
    return QueryError(what, line=line, column=column, excerpt=excerpt)


@contextmanager
def explain_failure() -> Iterator[None]:
    """Raise QueryError for a query that was understood and cannot be answered."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:
        what = f"could not be answered: {take_first_line(error, type(error).__name__)}"
        raise QueryError(what) from None
