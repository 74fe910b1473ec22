"""This process and others: signals that wait until a step is done, and whether who left something is still there."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread

# Ctrl-C, a request to end, and a terminal that is closed.
_INTERRUPTS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def delay_interrupts() -> Iterator[Event]:
    """Give an event that Ctrl-C, or a request to end, sets instead of breaking in just anywhere."""
    stop = Event()
    if current_thread() is not main_thread():
        # Signals are for the main thread alone.
        yield stop
        return
    before = {number: signal.getsignal(number) for number in _INTERRUPTS}
    taken = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    for number in taken:
        signal.signal(number, lambda *_: stop.set())
    try:
        yield stop
    finally:
        for number, handler in taken.items():
            signal.signal(number, handler)


def is_running(process: int) -> bool:
    """Tell whether there is a process of this number; True where the system does not say."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
