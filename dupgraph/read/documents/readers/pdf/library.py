"""pdfium: its library as it comes with pypdfium2, and its functions that are called here.

pypdfium2's own side is left out: it is made for all of pdfium, which takes as long to import as ten pages to read.
What is called for all words or lines takes what it is given as it is, in a third of the time of a call that looks at
it; less still from ``map`` than from a loop.
"""

from array import array
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
    memset,
    sizeof,
)
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Kinds of what a page shows, and of a path's segments.
WORDS, PATH, PICTURE, FORM = 1, 2, 3, 5
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

    Without kinds, addresses must be ``c_void_p``, and numbers are those of C's int. No other thread may run while it
    does: there is none.
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
find_page_box = _bind("FPDF_GetPageBoundingBox", c_void_p, c_void_p)
set_page_box = _bind("FPDFPage_SetCropBox", c_void_p, c_float, c_float, c_float, c_float, gives=None)
find_height = _bind("FPDF_GetPageHeightF", c_void_p, gives=c_float)

# Of a page's text. Boxes are left, right, bottom, top; rectangles left, top, right, bottom.
open_text = _bind("FPDFText_LoadPage", c_void_p, gives=c_void_p)
close_text = _bind("FPDFText_ClosePage", c_void_p, gives=None)
count_characters = _bind("FPDFText_CountChars", c_void_p)
find_text = _bind("FPDFText_GetText", c_void_p, c_int, c_int, c_void_p)
find_place = _bind("FPDFText_GetTextIndexFromCharIndex", c_void_p, c_int)
find_character = _bind("FPDFText_GetCharIndexFromTextIndex", c_void_p, c_int)
find_code = _bind("FPDFText_GetUnicode", c_void_p, c_int, gives=c_uint)
lacks_letter = _bind("FPDFText_HasUnicodeMapError", c_void_p, c_int)
find_box = _bind("FPDFText_GetCharBox")
find_room = _bind("FPDFText_GetLooseCharBox")
count_rectangles = _bind("FPDFText_CountRects")
find_rectangle = _bind("FPDFText_GetRect")
find_matrix = _bind("FPDFText_GetMatrix", c_void_p, c_int, c_void_p)
find_size = _bind("FPDFText_GetFontSize", c_void_p, c_int, gives=c_double)
find_weight = _bind("FPDFText_GetFontWeight")
find_font = _bind("FPDFText_GetFontInfo", gives=c_ulong)

# Of what a page shows.
count_objects = _bind("FPDFPage_CountObjects", c_void_p)
find_object = _bind("FPDFPage_GetObject", c_void_p, c_int, gives=c_void_p)
find_kind = _bind("FPDFPageObj_GetType", c_void_p)
find_bounds = _bind("FPDFPageObj_GetBounds", c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
find_object_matrix = _bind("FPDFPageObj_GetMatrix", c_void_p, c_void_p)
find_rotation = _bind("FPDFPage_GetRotation", c_void_p)
turn_page = _bind("FPDFPage_SetRotation", c_void_p, c_int, gives=None)
move_object = _bind("FPDFPageObj_Transform", c_void_p, *[c_double] * 6, gives=None)
count_segments = _bind("FPDFPath_CountSegments", c_void_p)
find_segment = _bind("FPDFPath_GetPathSegment", c_void_p, c_int, gives=c_void_p)
find_point = _bind("FPDFPathSegment_GetPoint", c_void_p, c_void_p, c_void_p)
find_segment_kind = _bind("FPDFPathSegment_GetType", c_void_p)
is_closing = _bind("FPDFPathSegment_GetClose", c_void_p)
add_object = _bind("FPDFPage_InsertObject", c_void_p, c_void_p, gives=None)
take_object = _bind("FPDFPage_RemoveObject", c_void_p, c_void_p)
make_words = _bind("FPDFPageObj_NewTextObj", c_void_p, c_char_p, c_float, gives=c_void_p)
set_words = _bind("FPDFText_SetText", c_void_p, c_void_p)
find_mode = _bind("FPDFTextObj_GetTextRenderMode", c_void_p)
find_colour = _bind("FPDFPageObj_GetFillColor", c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)

find_draw_mode = _bind("FPDFPath_GetDrawMode", c_void_p, c_void_p, c_void_p)
find_words = _bind("FPDFTextObj_GetText", c_void_p, c_void_p, c_void_p, c_ulong, gives=c_ulong)

# A page as a picture.
make_picture = _bind("FPDFBitmap_CreateEx", c_int, c_int, c_int, c_void_p, c_int, gives=c_void_p)
draw_page = _bind("FPDF_RenderPageBitmap", c_void_p, c_void_p, *[c_int] * 6, gives=None)
close_picture = _bind("FPDFBitmap_Destroy", c_void_p, gives=None)

# Of what lies over a page: notes and the fields of a form; and of the files that a PDF holds.
count_notes = _bind("FPDFPage_GetAnnotCount", c_void_p)
open_note = _bind("FPDFPage_GetAnnot", c_void_p, c_int, gives=c_void_p)
close_note = _bind("FPDFPage_CloseAnnot", c_void_p, gives=None)
find_note_kind = _bind("FPDFAnnot_GetSubtype", c_void_p)
find_note_flags = _bind("FPDFAnnot_GetFlags", c_void_p)
find_note_place = _bind("FPDFAnnot_GetRect", c_void_p, c_void_p)
find_note_text = _bind("FPDFAnnot_GetStringValue", c_void_p, c_char_p, c_void_p, c_ulong, gives=c_ulong)
open_form = _bind("FPDFDOC_InitFormFillEnvironment", c_void_p, c_void_p, gives=c_void_p)
close_form = _bind("FPDFDOC_ExitFormFillEnvironment", c_void_p, gives=None)
find_field_kind = _bind("FPDFAnnot_GetFormFieldType", c_void_p, c_void_p)
find_field_value = _bind("FPDFAnnot_GetFormFieldValue", c_void_p, c_void_p, c_void_p, c_ulong, gives=c_ulong)
count_files = _bind("FPDFDoc_GetAttachmentCount", c_void_p)
find_file = _bind("FPDFDoc_GetAttachment", c_void_p, c_int, gives=c_void_p)
find_file_name = _bind("FPDFAttachment_GetName", c_void_p, c_void_p, c_ulong, gives=c_ulong)


def list_addresses(values: "Array[Any]", step: int = 1, first: int = 0) -> range:
    """Return the addresses of every ``step``-th value, from that with the number ``first`` on."""
    size = sizeof(values) // len(values)
    start = addressof(values)
    return range(start + first * size, start + len(values) * size, step * size)


class Slots:
    """Places for what is found of many things at once: so many values of one kind for each."""

    def __init__(self, kind: type[c_float | c_double | c_uint], values: int) -> None:
        """Have no places yet; ``clear`` makes them."""
        self._kind = kind
        self._step = values
        self.values: Array[Any] = (kind * 0)()
        self.places: list[list[c_void_p]] = [[] for _ in range(values)]

    def clear(self, count: int) -> None:
        """Have places for ``count`` things, with nothing in them."""
        if count * self._step > len(self.values):
            self.values = (self._kind * (2 * count * self._step))()
            self.places = [list(map(c_void_p, list_addresses(self.values, self._step, n))) for n in range(self._step)]
        memset(self.values, 0, count * self._step * sizeof(self._kind))

    def list_columns(self, count: int) -> "list[array[float]]":
        """Return the first values of ``count`` things, their second ones, and so on."""
        found: array[Any] = array(self._kind._type_)
        found.frombytes(memoryview(self.values).cast("B")[: count * self._step * sizeof(self._kind)])
        return [found[number :: self._step] for number in range(self._step)]


def call_all(function: Any, *arguments: Iterable[Any]) -> None:
    """Call a function with the first of all arguments, with the second, and so on; what it gives is not wanted."""
    deque(map(function, *arguments), maxlen=0)


def read_text(text: c_void_p) -> str:
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


def read_string(function: Any, *arguments: Any) -> str:
    """Return what a function of pdfium's writes as UTF-16 to a place, and tells the length of where it has none."""
    length = function(*arguments, None, 0)
    room = (c_ushort * (length // 2 + 1))()
    function(*arguments, addressof(room), length)
    return bytes(room)[:length].decode("utf-16-le", "ignore").rstrip("\0")
