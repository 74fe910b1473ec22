"""A page of an original as a picture, drawn in the limited child: whoever wrote the PDF may be anybody."""

from pathlib import Path
from typing import NamedTuple

from dupgraph.base.children import ChildError, Limits, run_child
from dupgraph.base.errors import DocumentError, word_reason

# As wide as a screen shows a page, and enough to read type of 8 points.
WIDTH = 1000
_LIMITS = Limits(seconds=30, processor=20, memory=1 << 30, output=64 << 20)
_CHILD = "dupgraph.read.documents.child"
_DRAW = "dupgraph.read.documents.readers.picture:draw_page"


class Picture(NamedTuple):
    """A page as a PNG, and its width and height in tenths of a point."""

    png: bytes
    size: tuple[int, int]


def draw_page(path: Path, page: int, width: int = WIDTH) -> Picture:
    """Return a page of the PDF at ``path``, counted from 1, about ``width`` pixels wide.

    Raises DocumentError when the file cannot be read, has no such page, or cannot be drawn within the limits.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"cannot be read: {word_reason(error)}", path=path) from None
    request = {"reader": _DRAW, "options": {"page": page, "width": width}}
    try:
        facts, png = run_child(_CHILD, request, _LIMITS, data=data, libraries=("pypdfium2",))
    except ChildError:
        raise DocumentError("cannot be drawn within the limits of time and memory", path=path, page=page) from None
    except DocumentError as error:
        raise DocumentError(error.what, path=path, page=error.page, hint=error.hint) from None
    across, down = facts["size"]
    return Picture(png, (across, down))
