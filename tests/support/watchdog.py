"""A test that hangs fails by its name, and the others still run."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

# The longest test takes some seconds; a machine that is busy elsewhere may need many times that.
SECONDS = 600.0
# What a caller may have ignored (`nohup`, `&`): children inherit that, and tests interrupt children.
_INHERITED = ("SIGINT", "SIGHUP", "SIGQUIT", "SIGTERM")


@contextmanager
def watch(name: str, seconds: float = SECONDS) -> Iterator[None]:
    """Fail the test called ``name`` if the block takes longer than ``seconds``.

    A signal ends what waits for a child, a socket or a lock. What it cannot end, faulthandler does a minute later,
    and with it the process (pyproject.toml).
    """

    def fail(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"{name} has hung for {seconds:g} seconds")

    earlier = signal.signal(signal.SIGALRM, fail)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)


def unignore_signals() -> None:
    """Let children get the signals that this process was started to ignore; it goes on ignoring them itself."""
    for name in _INHERITED:
        number = getattr(signal, name)
        if signal.getsignal(number) is signal.SIG_IGN:
            # A handler is not inherited; that a signal is ignored is.
            signal.signal(number, lambda *_: None)
