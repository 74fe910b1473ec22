"""How far a long command is, and about how long it still takes: one line on stderr, where a person looks on."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from time import monotonic

from dupgraph.cli.printing import word, write_over
from dupgraph.language.languages import WHOLE

Progress = Callable[[float], None]
# What makes the line, of the seconds since the beginning: it is asked only when a line is due.
Tell = Callable[[float], str]
# So often a person can read a number; before so much is known no time is told.
_EVERY = 0.2
_FIRST = 0.5
_MINUTE = 60


@contextmanager
def show_line(*, every: float = _EVERY, first: float = _FIRST) -> Iterator[Callable[[Tell], None]]:
    """Give what puts a line in the place of the one before; in a pipe nothing is shown. The line goes away at the end.

    Lines come so many seconds apart, and none in the first seconds: a command that is done at once shows nothing.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield _keep_quiet
        return
    # Late: few runs have a terminal.
    from shutil import get_terminal_size

    began, shown = monotonic(), -inf
    width, room = 0, get_terminal_size().columns - 1

    def show(tell: Tell) -> None:
        nonlocal shown, width
        now = monotonic()
        if now - shown < every or now - began < first:
            return
        line = tell(now - began)[:room]
        write_over(line, width)
        shown, width = now, len(line)

    try:
        yield show
    finally:
        if width:
            write_over("", width)
            write_over("", 0)


@contextmanager
def show_progress(what: str, lang: str = WHOLE) -> Iterator[Progress]:
    """Give what is told the share that is done, from 0 to 1, and shows it with the time that is left."""
    with show_line() as show:

        def tell(share: float) -> None:
            if 0 < share < 1:
                show(lambda seconds: f"{what}: {share:.0%}, {_name_rest(seconds * (1 - share) / share, lang)}")

        yield tell


@contextmanager
def show_stages(what: str) -> Iterator[Callable[[str], None]]:
    """Give what is told the name of each stage that begins, and shows it at once: a stage may be long."""
    with show_line(every=0, first=0) as show:
        yield lambda stage: show(lambda _: f"{what}: {stage}")


def _keep_quiet(_: Tell) -> None:
    """Show nothing."""


def _name_rest(seconds: float, lang: str) -> str:
    if seconds < _MINUTE:
        return word("seconds_left", lang, count=max(1, round(seconds)))
    return word("minutes_left", lang, count=round(seconds / _MINUTE))
