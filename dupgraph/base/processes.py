"""This process and others: signals that wait until a step is done, memory given back, and whether others still run."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread, current_thread, main_thread

# Ctrl-C, a request to end, and a terminal that is closed.
_INTERRUPTS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_SECONDS_BETWEEN_LOOKS = 1.0
# Of glibc (mallopt(3)): from how many bytes on what is free at the end is given back, and one arena for all threads.
_MEMORY = ((-1, 128 * 1024), (-8, 1))


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


def give_back_memory() -> None:
    """Make the C library return freed memory at once, where possible: glibc would keep most of it for later."""
    if not sys.platform.startswith("linux"):
        return
    # Late: only what runs for long needs it.
    import ctypes

    adjust = getattr(ctypes.CDLL(None), "mallopt", None)
    if adjust is not None:
        for name, value in _MEMORY:
            adjust(name, value)


def end_with_parent(process: int) -> None:
    """End this process, whatever it is doing, soon after ``process``, which started it, has gone."""

    def watch() -> None:
        while os.getppid() == process:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        os._exit(1)

    if os.name == "posix":
        Thread(target=watch, daemon=True).start()


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
