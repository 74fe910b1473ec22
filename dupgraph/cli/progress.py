"""How far a long command is, and about how long it still takes: one line on stderr, where a person looks on."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from dupgraph.cli.printing import write_over

Progress = Callable[[float], None]
# So often a person can read a number; before so much is known no time is told.
_EVERY = 0.2
_FIRST = 0.5
_MINUTE = 60


@contextmanager
def show_progress(what: str) -> Iterator[Progress]:
    """Give what is told the share that is done, from 0 to 1; in a pipe nothing is shown. The line goes away at the end.

    A command that is done at once shows nothing at all.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield _keep_quiet
        return
    began = shown = monotonic()
    width = 0

    def show(share: float) -> None:
        nonlocal shown, width
        now = monotonic()
        if now - shown < _EVERY or now - began < _FIRST or not 0 < share < 1:
            return
        line = f"{what}: {share:.0%}, {_name_rest((now - began) * (1 - share) / share)}"
        write_over(line, width)
        shown, width = now, len(line)

    try:
        yield show
    finally:
        if width:
            write_over("", width)
            write_over("", 0)


def _keep_quiet(_: float) -> None:
    """Show nothing."""


def _name_rest(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"about {max(1, round(seconds))} s left"
    return f"about {round(seconds / _MINUTE)} min left"
