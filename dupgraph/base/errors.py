"""What can go wrong, as facts; each error makes its own sentence: what, where, what to do.

DupgraphError
|- DocumentError      the file cannot be read as a plan
|- VocabularyError    a vocabulary or profile is wrong
|- GraphError         a graph or store cannot be read as RDF
|- QueryError         missing, ill-formed, parameter lacking, over a limit
|- EndpointError      the remote endpoint refused or is silent
|- OutputError        a result cannot be written
|- MissingExtraError  an optional library is not installed
"""

import errno
import os
import re
from collections.abc import Callable, Iterator
from typing import Any
from unicodedata import combining, east_asian_width

from dupgraph.base.messages import make_message, pack_message

# Why the system refuses, where other languages have words for it.
_REASONS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "system_full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "system_denied"),
    errno.EROFS: "system_read_only",
    errno.ENAMETOOLONG: "system_long_name",
    errno.ENOENT: "system_missing",
    errno.EISDIR: "system_folder",
}
# Options of the command line that are arguments in Python, and what else has another name there.
ARGUMENTS = (
    "accept-outline", "allow-service", "base", "graph-iri", "istat", "level", "licence", "plan", "profile", "timeout",
)  # fmt: skip
_PHRASES = {
    "--graph FILE": "PolicyGraph.open(FILE)",
    "--plan, once for each side": "plan= and other_plan=",
    "dupgraph queries": "PolicyGraph.queries()",
    "dupgraph query asks it": "PolicyGraph.open allows it",
    "give dupgraph build": "give PolicyGraph.build",
}
# A value stands behind its option; what is in quotes is to be typed in a terminal.
_TYPED = re.compile(rf"'dupgraph [^']*'|{'|'.join(_PHRASES)}|--({'|'.join(ARGUMENTS)})\b(?: (?=['A-Z]|https?:))?")
# What a terminal shows in one line.
_WIDTH = 80
_TAB = 4


class DupgraphError(Exception):
    """Base of every error that dupgraph raises on purpose; ``str(error)`` is one sentence for a person.

    That is said in the words of Python; ``tell`` says it in those of the command line.

    ``path``, ``query`` or ``url`` is what it is about, ``page``, ``line`` and ``column`` the place in it; ``status`` is
    what a server answered. ``excerpt`` is empty, or the line that the sentence is about with a caret below the place:
    for a terminal.
    """

    # The language of who asked, once it is known.
    language = "en"

    def __init__(
        self,
        what: str,
        *,
        path: str | os.PathLike[str] = "",
        query: str = "",
        url: str = "",
        page: int | None = None,
        line: int | None = None,
        column: int | None = None,
        status: int | None = None,
        hint: str = "",
        excerpt: str = "",
    ) -> None:
        self.what = what
        self.path, self.query, self.url = os.fspath(path), query, url
        self.page, self.line, self.column = page, line, column
        self.status = status
        self.hint = hint
        self.excerpt = excerpt
        super().__init__(what)

    def __str__(self) -> str:
        return _TYPED.sub(_name_in_python, self.tell())

    @property
    def where(self) -> str:
        """The file, query or address that it is about."""
        return self.path or self.query or self.url

    def tell(self, translate: Callable[[str], str] = str, name: Callable[[str], str] = str) -> str:
        """Return the sentence: where, what happened, what to do, as ``translate`` says them."""
        place = ", ".join(map(translate, self.list_place(name)))
        told = "; ".join(filter(None, (translate(self.what), translate(self.hint))))
        return f"{place}: {told}" if place else told

    def list_place(self, name: Callable[[str], str] = str) -> list[str]:
        """Return where it is: what it is about, as ``name`` calls it, and the place in it, each to be translated."""
        numbers = {"page": self.page, "line": self.line, "column": self.column}
        spots = (
            make_message(f"{spot} {number}", f"at_{spot}", {"number": number})
            for spot, number in numbers.items()
            if number is not None
        )
        return [*filter(None, (name(self.where), *spots))]


class DocumentError(DupgraphError):
    """The file cannot be read as a plan."""


class VocabularyError(DupgraphError):
    """A vocabulary, a profile or a plan's TOML file is wrong."""


class GraphError(DupgraphError):
    """A graph or store is missing, broken or empty."""


class QueryError(DupgraphError):
    """A query is missing or ill-formed, lacks a parameter, or passes a limit."""

    def within(self, query: str) -> "QueryError":
        """Return the same error as one of the query called ``query``, unless it names one already."""
        name = self.query or query
        return QueryError(
            self.what, query=name, line=self.line, column=self.column, hint=self.hint, excerpt=self.excerpt
        )


class EndpointError(DupgraphError):
    """A remote SPARQL endpoint refused, failed or stayed silent."""


class OutputError(DupgraphError):
    """A file or folder cannot be written."""


class UnfitFormatError(OutputError):
    """A format has no way to write what a graph holds; another has."""


class MissingExtraError(DupgraphError):
    """An optional library is not installed."""

    def __init__(self, library: str, *, extra: str) -> None:
        self.extra = extra
        super().__init__(f"{library} is not installed", hint=f"install it with: pip install 'dupgraph[{extra}]'")


def _name_in_python(typed: re.Match[str]) -> str:
    """Return what Python calls an option, with the sign behind which its value stands, or a phrase."""
    return f"{typed[1].replace('-', '_')}=" if typed[1] else _PHRASES.get(typed[0], typed[0])


def word_reason(error: OSError) -> str:
    """Return why the system refuses, in its own words, where other languages have none for it."""
    reason = (error.strerror or str(error)).lower()
    return make_message(reason, _REASONS[error.errno], {}) if error.errno in _REASONS else reason


def take_first_line(error: Exception, other: str = "") -> str:
    """Return the first line of what a library says went wrong, ``other`` where it says nothing; no more than fits."""
    return (str(error).splitlines() or [other])[0][:200]


def word_fault(error: Exception) -> str:
    """Return the kind of an error that nobody foresaw, and what it says, in one line."""
    return ": ".join(filter(None, (type(error).__name__, " ".join(str(error).split())[:200])))


def pack_error(error: DupgraphError) -> dict[str, Any]:
    """Return the facts of an error as what JSON can hold, to be sent to another process."""
    return {name: pack_message(fact) for name, fact in vars(error).items()}


def revive_error(name: str, facts: dict[str, Any]) -> DupgraphError:
    """Return the error of the class called ``name`` that has these facts (its ``vars``): one from another process."""
    kind = next((kind for kind in _list_kinds(DupgraphError) if kind.__name__ == name), DupgraphError)
    error = kind.__new__(kind)
    vars(error).update(facts)
    return error


def _list_kinds(kind: type[DupgraphError]) -> Iterator[type[DupgraphError]]:
    """Yield a class and all below it."""
    yield kind
    for narrower in kind.__subclasses__():
        yield from _list_kinds(narrower)


def draw_excerpt(text: str, line: int, column: int) -> str:
    """Return a line of ``text`` and, below it, a caret under the column; both count from 1.

    A long line is cut around the caret. Empty where there is no such line, or nothing on it.

    >>> print(draw_excerpt("SELECT ?s\\nWHERE { ?s here ?o }", 2, 12))
    WHERE { ?s here ?o }
               ^
    """
    # Not splitlines: a parser counts line feeds only.
    lines = text.split("\n")
    content = lines[line - 1].rstrip() if 0 < line <= len(lines) else ""
    if not content:
        return ""
    cells = [_draw_character(character) for character in content]
    at = min(max(column - 1, 0), len(cells))
    start, end = _find_window([width for _, width in cells], at)
    before = ("…" if start else "") + "".join(drawn for drawn, _ in cells[start:at])
    after = "".join(drawn for drawn, _ in cells[at:end]) + ("…" if end < len(cells) else "")
    indent = bool(start) + sum(width for _, width in cells[start:at])
    return f"{before}{after}\n{' ' * indent}^"


def _draw_character(character: str) -> tuple[str, int]:
    """Return what a terminal shows for a character, and how many columns that takes."""
    if character == "\t":
        return " " * _TAB, _TAB
    if not character.isprintable():
        return "\N{REPLACEMENT CHARACTER}", 1
    if combining(character):
        return character, 0
    return character, 2 if east_asian_width(character) in "WF" else 1


def _find_window(widths: list[int], at: int) -> tuple[int, int]:
    """Return start and end of the part around ``at`` that fits in one line, with room for two ellipses."""
    start = end = at
    room = _WIDTH - 3
    while end < len(widths) and sum(widths[at : end + 1]) <= room // 2:
        end += 1
    while start and sum(widths[start - 1 : end]) <= room:
        start -= 1
    while end < len(widths) and sum(widths[start : end + 1]) <= room:
        end += 1
    return start, end
