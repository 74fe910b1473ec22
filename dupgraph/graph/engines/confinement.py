"""What a worker gives up before it runs a query: files, sockets, time and memory beyond its own."""

import os
import platform
import signal
import sys
from math import ceil
from pathlib import Path
from struct import pack
from time import process_time
from typing import Any

# Sockets, and the files in which the system keeps names of hosts and certificates.
_FILES_FOR_SERVICES = 16

# The kernel's own numbers, for the filter below: of the machine, of socket(2) and of io_uring_setup(2).
_MACHINES = {"x86_64": (0xC000003E, 41, 425), "aarch64": (0xC00000B7, 198, 425)}
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD_WORD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13


def restrict_process(limits: dict[str, Any], *, on_disk: bool = False, network: bool = False) -> None:
    """Take from this process the right to open files and sockets, and bound its time and memory.

    A store ``on_disk`` opens its files while it answers: there the kernel refuses sockets alone, where it can
    (Linux); elsewhere the gate by itself has to keep SERVICE out. With ``network`` sockets stay, for the endpoints
    that SERVICE may name: which these are only the gate knows, and Oxigraph follows no redirect from one of them.

    The timer's signal ends the process whatever it computes; a handler in Python would never be called.
    """
    if not hasattr(signal, "setitimer"):
        return
    # Not on every system, so not at the top.
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits["seconds"])
    # Of the processor the system counts all time since the start, and reading the graph may have taken most of it.
    bounds = {"CPU": ceil(process_time()) + ceil(limits["seconds"]) * (os.cpu_count() or 1) + 1, "CORE": 0}
    if used := _measure_memory():
        bounds["AS"] = used + limits["memory"]
    if not on_disk:
        bounds["NOFILE"] = _find_free() + _FILES_FOR_SERVICES if network else 0
    elif not network:
        refuse_sockets()
    for name, bound in bounds.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        allowed = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (allowed, allowed))


def refuse_sockets() -> bool:
    """Let the kernel refuse every new socket to this thread, for good; tell whether it does."""
    numbers = _MACHINES.get(platform.machine())
    if not sys.platform.startswith("linux") or numbers is None:
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


def _find_free() -> int:
    """Return the lowest number that no open file has."""
    number = os.dup(0)
    os.close(number)
    return number


def _measure_memory() -> int:
    """Return the bytes of address space in use, 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
