"""pdfium: its library as it comes with pypdfium2, and its functions that are called here.

pypdfium2's own side is left out: it is made for all of pdfium, which takes as long to import as ten pages to read, and
a call takes half as long with addresses as with pointers, less still from ``map`` than from a loop.
"""

from collections import deque
from collections.abc import Iterable
from ctypes import (
    CDLL,
    PYFUNCTYPE,
    Array,
    Structure,
    addressof,
    c_char_p,
    c_double,
    c_float,
    c_int,
    c_size_t,
    c_uint,
    c_ulong,
    c_ushort,
    c_void_p,
    cast,
    sizeof,
)
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Kinds of what a page shows, and of a path's segments.
PATH, PICTURE, FORM = 2, 3, 5
LINE_TO, MOVE_TO = 0, 2
PASSWORD_ERROR = 4

_FILES = ("libpdfium.so", "libpdfium.dylib", "pdfium.dll")


def _open_library() -> Any:
    """Return what has pdfium's functions: the library beside pypdfium2, or what knows where else it is."""
    spec = find_spec("pypdfium2_raw")
    places = (spec and spec.submodule_search_locations) or ()
    files = [file for place in places for name in _FILES if (file := Path(place, name)).exists()]
    if files:
        return CDLL(str(files[0]))
    import pypdfium2_raw  # type: ignore[import-untyped]  # it ships no type information

    return pypdfium2_raw


_library = _open_library()


def _bind(name: str, *kinds: Any, gives: Any = c_int) -> Any:
    """Return a function by the kinds of what it takes; handles and places of values are addresses.

    No other thread may run while it does: there is none.
    """
    return PYFUNCTYPE(gives, *kinds)(cast(getattr(_library, name), c_void_p).value or 0)


class _Settings(Structure):
    _fields_ = (("version", c_int), ("fonts", c_void_p), ("isolate", c_void_p), ("slot", c_uint))


_settings = _Settings(2, None, None, 0)
_bind("FPDF_InitLibraryWithConfig", c_void_p, gives=None)(addressof(_settings))

open_document = _bind("FPDF_LoadMemDocument64", c_char_p, c_size_t, c_char_p, gives=c_void_p)
close_document = _bind("FPDF_CloseDocument", c_void_p, gives=None)
find_error = _bind("FPDF_GetLastError", gives=c_ulong)
count_pages = _bind("FPDF_GetPageCount", c_void_p)
open_page = _bind("FPDF_LoadPage", c_void_p, c_int, gives=c_void_p)
close_page = _bind("FPDF_ClosePage", c_void_p, gives=None)
find_width = _bind("FPDF_GetPageWidthF", c_void_p, gives=c_float)
find_height = _bind("FPDF_GetPageHeightF", c_void_p, gives=c_float)

# Of a page's text. Boxes are left, right, bottom, top; rectangles left, top, right, bottom.
open_text = _bind("FPDFText_LoadPage", c_void_p, gives=c_void_p)
close_text = _bind("FPDFText_ClosePage", c_void_p, gives=None)
count_characters = _bind("FPDFText_CountChars", c_void_p)
find_text = _bind("FPDFText_GetText", c_void_p, c_int, c_int, c_void_p)
find_place = _bind("FPDFText_GetTextIndexFromCharIndex", c_void_p, c_int)
find_character = _bind("FPDFText_GetCharIndexFromTextIndex", c_void_p, c_int)
find_box = _bind("FPDFText_GetCharBox", c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
find_room = _bind("FPDFText_GetLooseCharBox", c_void_p, c_int, c_void_p)
count_rectangles = _bind("FPDFText_CountRects", c_void_p, c_int, c_int)
find_rectangle = _bind("FPDFText_GetRect", c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
find_matrix = _bind("FPDFText_GetMatrix", c_void_p, c_int, c_void_p)
find_size = _bind("FPDFText_GetFontSize", c_void_p, c_int, gives=c_double)
find_weight = _bind("FPDFText_GetFontWeight", c_void_p, c_int)
find_font = _bind("FPDFText_GetFontInfo", c_void_p, c_int, c_void_p, c_ulong, c_void_p, gives=c_ulong)

# Of what a page shows.
count_objects = _bind("FPDFPage_CountObjects", c_void_p)
find_object = _bind("FPDFPage_GetObject", c_void_p, c_int, gives=c_void_p)
find_kind = _bind("FPDFPageObj_GetType", c_void_p)
find_bounds = _bind("FPDFPageObj_GetBounds", c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
find_object_matrix = _bind("FPDFPageObj_GetMatrix", c_void_p, c_void_p)
count_segments = _bind("FPDFPath_CountSegments", c_void_p)
find_segment = _bind("FPDFPath_GetPathSegment", c_void_p, c_int, gives=c_void_p)
find_point = _bind("FPDFPathSegment_GetPoint", c_void_p, c_void_p, c_void_p)
find_segment_kind = _bind("FPDFPathSegment_GetType", c_void_p)
is_closing = _bind("FPDFPathSegment_GetClose", c_void_p)


def list_addresses(values: "Array[Any]", step: int = 1, first: int = 0) -> range:
    """Return the addresses of every ``step``-th value, from that with the number ``first`` on."""
    if not len(values):
        return range(0)
    size = sizeof(values) // len(values)
    start = addressof(values)
    return range(start + first * size, start + len(values) * size, step * size)


def call_all(function: Any, *arguments: Iterable[Any]) -> None:
    """Call a function with the first of all arguments, with the second, and so on; what it gives is not wanted."""
    deque(map(function, *arguments), maxlen=0)


def read_text(text: int) -> str:
    """Return a page's whole text."""
    first, last = 0, count_characters(text) - 1
    # Characters that are no text, before and after all that is, would make pdfium write more than is asked for.
    while first <= last and find_place(text, first) < 0:
        first += 1
    while first < last and find_place(text, last) < 0:
        last -= 1
    if first > last:
        return ""
    room = find_place(text, last) + 2 - find_place(text, first)
    units = (c_ushort * room)()
    written = find_text(text, first, last + 1 - first, addressof(units))
    return bytes(units)[: 2 * (written - 1)].decode("utf-16-le", "ignore")
