"""What is filled in: the values of a form's fields, and notes written on a page, are text of it like any other.

pdfium has them apart from what a page draws. They are drawn on it before its text is read, each behind what stands left
of it or above.
"""

from collections.abc import Iterator, Sequence
from ctypes import addressof, c_float, c_int, create_string_buffer
from itertools import chain, repeat
from pathlib import PurePath
from textwrap import wrap
from typing import NamedTuple

from dupgraph.read.documents.printed import Box
from dupgraph.read.documents.readers.pdf import library
from dupgraph.read.documents.readers.pdf.rulings import list_boxes, list_objects

# Kinds of what lies over a page: words written on it, and a field. What a note says when it is opened is a remark.
_WRITTEN, _FIELD = 3, 20
# Kinds of fields that hold text: choices, and what is typed. What says that nobody sees them.
_TEXT_FIELDS = frozenset({4, 5, 6})
_UNSEEN = 0b100010
# What pdfium is told of a form: its version, and nothing else.
_VERSION, _SETTINGS = 2, 256
# Points: type of values, lines of it, and where they begin in a field; of its size, how wide a letter and how high a
# capital is. Letters that a line has at least.
_SIZE = 9.0
_LINE = 11.0
_INSET = 2.0
_LETTER = 0.5
_CAPITAL = 0.7
_FEWEST_LETTERS = 10
_FONT = b"Helvetica"
_DOCUMENTS = frozenset({".pdf", ".doc", ".docx", ".odt", ".rtf", ".p7m"})
_box = (c_float * 4)()


class _Value(NamedTuple):
    """What is filled in, and where on the page."""

    text: str
    box: Box


def draw_values(document: int, page: int) -> None:
    """Draw what is filled in on a page as text of it."""
    values = list(_list_values(document, page)) if library.count_notes(page) else []
    if not values:
        return
    objects = list_objects(page)
    words = list(list_boxes(found for found in objects if library.find_kind(found) == library.WORDS))
    drawn: dict[int | None, list[int]] = {}
    for value in values:
        drawn.setdefault(_find_before(words, value.box), []).extend(_draw(document, value))
    for found in objects:
        library.take_object(page, found)
    for found in chain(drawn.get(None, ()), chain.from_iterable((one, *drawn.get(one, ())) for one in objects)):
        library.add_object(page, found)


def list_files(document: int) -> list[str]:
    """Return the names of the documents that a PDF holds."""
    files = map(library.find_file, [document] * library.count_files(document), range(library.count_files(document)))
    names = [library.read_string(library.find_file_name, found) for found in files if found]
    return [name for name in names if PurePath(name).suffix.lower() in _DOCUMENTS]


def _list_values(document: int, page: int) -> Iterator[_Value]:
    notes = [note for note in map(library.open_note, repeat(page), range(library.count_notes(page))) if note]
    kinds = list(map(library.find_note_kind, notes))
    # Whose value a field has, its form alone knows.
    settings = (c_int * _SETTINGS)(_VERSION)
    form = library.open_form(document, addressof(settings)) if _FIELD in kinds else None
    for kind, note in zip(kinds, notes, strict=True):
        text = ""
        seen = not library.find_note_flags(note) & _UNSEEN
        if seen and kind == _WRITTEN:
            text = library.read_string(library.find_note_text, note, b"Contents")
        elif seen and kind == _FIELD and form and library.find_field_kind(form, note) in _TEXT_FIELDS:
            text = library.read_string(library.find_field_value, form, note)
        if text.strip():
            library.find_note_place(note, addressof(_box))
            left, top, right, bottom = _box
            yield _Value(text, Box(left, right, bottom, top))
        library.close_note(note)
    if form:
        library.close_form(form)


def _find_before(words: Sequence[tuple[int, Box]], place: Box) -> int | None:
    """Return what is drawn last of the words left of a place or, where there are none, above it."""
    beside: int | None = None
    above: int | None = None
    for found, box in words:
        if box.left < place.left and box.bottom - _SIZE / 2 < place.middle < box.top + _SIZE / 2:
            beside = found
        elif box.middle > place.middle:
            above = found
    return beside or above


def _draw(document: int, value: _Value) -> Iterator[int]:
    """Yield the lines of a value, as objects of a page."""
    box = value.box
    width = max(_FEWEST_LETTERS, int((box.right - box.left) / (_LETTER * _SIZE)))
    lines = list(chain.from_iterable(wrap(part, width) for part in value.text.splitlines()))
    one = len(lines) == 1 or box.height < 2 * _LINE
    step = min(_LINE, box.height / len(lines))
    first = box.middle - _CAPITAL * _SIZE / 2 if one else box.top - _SIZE
    for number, line in enumerate([" ".join(value.text.split())] if one else lines):
        words = library.make_words(document, _FONT, _SIZE)
        library.set_words(words, create_string_buffer(line.encode("utf-16-le") + b"\0\0"))
        library.move_object(words, 1, 0, 0, 1, box.left + _INSET, first - number * step)
        yield words
