"""Calls of pdfium's functions for many things at once: those that take addresses as they are, and these addresses."""

from ctypes import PYFUNCTYPE, Array, addressof, c_int, c_void_p, cast, sizeof
from typing import Any


def bind(function: Any, *kinds: Any, gives: Any = c_int) -> Any:
    """Return a function of pdfium's by the kinds of what it takes after a handle, which stands for its address.

    A call takes half as long as with pointers, and less still from ``map`` than from a loop, and while no other thread
    may run: there is none.
    """
    return PYFUNCTYPE(gives, c_void_p, *kinds)(cast(function, c_void_p).value or 0)


def list_addresses(values: "Array[Any]", step: int, first: int = 0) -> range:
    """Return the addresses of every ``step``-th value, from that with the number ``first`` on."""
    if not len(values):
        return range(0)
    size = sizeof(values) // len(values)
    start = addressof(values)
    return range(start + first * size, start + len(values) * size, step * size)
