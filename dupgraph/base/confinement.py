"""What a process gives up before it touches what a stranger wrote: files, sockets, time and memory beyond its own."""

import os
import signal
import sys
from math import ceil
from pathlib import Path
from struct import pack
from time import process_time

# The kernel's own numbers, for the filter below: of the machine, of socket(2) and of io_uring_setup(2).
_MACHINES = {"x86_64": (0xC000003E, 41, 425), "aarch64": (0xC00000B7, 198, 425)}
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD_WORD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13


def restrict_process(
    seconds: float, *, processor: float | None = None, memory: int | None = None, files: int | None = None
) -> None:
    """Bound this process from now on; None is no bound, and a system without such bounds sets none.

    ``seconds`` by the clock, 0 to stop it; ``processor`` more seconds of all processors together; ``memory`` bytes
    of address space, with what is in use; ``files`` the number below which those of new files and sockets must be.

    A signal ends the process whatever it computes: a handler in Python would never be called.
    """
    if not hasattr(signal, "setitimer"):
        return
    # Not on every system, so not at the top.
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    bounds = {"CORE": 0, "AS": memory, "NOFILE": files}
    # Of the processor the system counts all time since the start.
    bounds["CPU"] = None if processor is None else ceil(process_time() + processor)
    for name, bound in bounds.items():
        if bound is not None:
            kind = getattr(resource, f"RLIMIT_{name}")
            hard = resource.getrlimit(kind)[1]
            allowed = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
            # The next request may have as much time again; all else is given up for good.
            resource.setrlimit(kind, (allowed, hard if name == "CPU" else allowed))


def lift_time_limit() -> None:
    """End the limit of time that ``restrict_process`` set; those of memory and files stay."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def refuse_sockets() -> bool:
    """Let the kernel refuse every new socket to this thread, for good; tell whether it does."""
    # What ``platform`` would say, which takes some milliseconds to import.
    numbers = _MACHINES.get(os.uname().machine) if sys.platform.startswith("linux") else None
    if numbers is None:
        return False
    # Late: it takes longer to import than the query of most.
    import ctypes

    machine, *calls = numbers
    # A program for the kernel, one step a row: what to do, how far to jump when so and when not, a number. The
    # words looked at are the machine (at byte 4) and the number of the call (at byte 0).
    steps = [(_LOAD_WORD, 0, 0, 4), (_JUMP_IF_EQUAL, 0, len(calls) + 2, machine), (_LOAD_WORD, 0, 0, 0)]
    steps += [(_JUMP_IF_EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    code = b"".join(pack("HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code)
    program = pack("HP", len(steps), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SECCOMP, _FILTER, program, 0, 0) == 0)


def find_free_descriptor() -> int:
    """Return the lowest file descriptor that is free."""
    number = os.dup(0)
    os.close(number)
    return number


def allow_memory(more: int) -> int | None:
    """Return the address space in use and so many bytes ``more``; None, no bound, where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") + more
