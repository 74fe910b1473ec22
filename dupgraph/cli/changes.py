"""What changed between two plans, for a terminal: by what became of elements, each with what differs below it."""

import re
from collections.abc import Iterable, Iterator
from textwrap import wrap

from dupgraph.ask.comparison.answers import name_change, tell_details
from dupgraph.ask.comparison.values import ALONE, Change, Comparison
from dupgraph.base.terminal import make_visible
from dupgraph.cli.printing import BOLD, PLAIN

_INDENT = "    "
# Between codes and title: no line ends there.
_GAP = "\N{NO-BREAK SPACE}" * 2
_SHOWN = ("changed", "split", "merged", "new", "gone")


def draw_changes(comparison: Comparison, width: int, *, kept: bool, lang: str, is_styled: bool = False) -> str:
    """Return the changes by kind, each with its codes, title and differences, in lines of ``width``."""
    lines: list[str] = []
    for kind in (*_SHOWN, *(("kept",) if kept else ())):
        changes = [change for change in comparison.changes if change.kind == kind]
        told = [change for change in changes if not change.alone]
        if told:
            heading = f"{name_change(comparison, told[0], lang, 'many')} ({len(told)})"
            lines += [f"{BOLD}{heading}{PLAIN}" if is_styled else heading]
            lines += [line for change in told for line in _draw_change(comparison, change, width, lang)]
            lines.append("")
        for aspect in ALONE:
            listed = [change for change in changes if change.alone == aspect]
            if listed:
                heading = f"{name_change(comparison, listed[0], lang, 'many')} ({len(listed)})"
                lines += [f"{BOLD}{heading}{PLAIN}" if is_styled else heading, *_list_codes(listed, width), ""]
    return "\n".join(lines)


def _draw_change(comparison: Comparison, change: Change, width: int, lang: str) -> Iterator[str]:
    yield from _wrap(f"{change.codes}{_GAP}{change.title}", width, "  ", most=2)
    for detail in tell_details(comparison, change, lang):
        yield from _wrap(detail, width, f"  {_INDENT}")


def _wrap(text: str, width: int, indent: str, most: int | None = None) -> list[str]:
    lines = wrap(
        make_visible(re.sub(r"[ \t\r\n]+", " ", text)), width, initial_indent=indent, subsequent_indent=indent + "  ",
        max_lines=most, placeholder=" …",
    )  # fmt: skip
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def _list_codes(changes: Iterable[Change], width: int) -> list[str]:
    return _wrap(", ".join(change.codes.replace(" ", "\N{NO-BREAK SPACE}") for change in changes), width, "  ")
