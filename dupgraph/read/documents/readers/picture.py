"""One page of a PDF as a picture (PNG), for whoever shows a quote where it was printed."""

import zlib
from struct import pack

from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]  # it ships no type information

from dupgraph.base.errors import DocumentError
from dupgraph.language.messages import say

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Fast, and a page of type is nearly as small with more.
_COMPRESSION = 2
# Colours of one sample each, as many as a byte tells apart; red, green and blue otherwise.
_GREY, _COLOUR = 0, 2
# A page of this many points is a poster: it is drawn smaller.
_MOST_PIXELS = 12_000_000


def draw_page(data: bytes, page: int, width: int) -> tuple[dict[str, list[int]], bytes]:
    """Return a page, counted from 1, as a PNG of about ``width`` pixels; and its size in tenths of a point.

    Raises DocumentError where the PDF has no such page, or it is broken.
    """
    try:
        document = PdfDocument(data)
        if not 1 <= page <= len(document):
            raise DocumentError(f"has no page {page}", hint=f"it has {len(document)}")
        leaf = document[page - 1]
        across, down = leaf.get_size()
        scale = min(width / across, (_MOST_PIXELS / (across * down)) ** 0.5)
        bitmap = leaf.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
    except PdfiumError:
        raise DocumentError(say("not_pdf_page"), page=page, hint=say("do_again")) from None
    samples = bitmap.n_channels
    size = {"size": [round(across * 10), round(down * 10)]}
    return size, write_png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, samples)


def write_png(pixels: bytes, width: int, height: int, stride: int, samples: int) -> bytes:
    """Return rows of pixels, of one or three samples each, as a PNG (ISO/IEC 15948), each row as it is."""
    rows = b"".join(
        b"\x00" + pixels[start : start + width * samples] for start in range(0, stride * height, stride)
    )  # fmt: skip
    head = pack(">IIBBBBB", width, height, 8, _GREY if samples == 1 else _COLOUR, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, _COMPRESSION)), (b"IEND", b""))
    return _SIGNATURE + b"".join(
        pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
