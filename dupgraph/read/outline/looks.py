"""What a line looks like: in bold or larger than the text, or opened by a title in bold, or by an aim."""

import re

from dupgraph.read.outline.lines import LONGEST, Line, Page, can_head
from dupgraph.read.outline.names import names_field
from dupgraph.read.outline.titles import find_title_end, is_title_opening, opens_with_infinitive, tells

_LONGEST_TITLE = 120
_SIZE_STEP = 0.3
# What stands between a title in bold and its text, and between an aim and its text.
_TITLE_MARKS = " .:–—-"
_DASH = re.compile(r"\s[–—-]\s+(?=[A-ZÀÈÉÌÒÙ])")


def find_run_in(masked: str, line: Line) -> tuple[int, int] | None:
    """Return where the title starts and ends that a line opens in bold, before a mark and its text; None elsewhere.

    What says only what follows ("Tempi:") is no title.
    """
    block = line.block
    if block is None or not block.strong or not line.opens or block.kind not in ("paragraph", "item"):
        return None
    start = _skip_signs(masked, block.start, len("".join(block.marker.split())))
    start += len(masked[start : block.end]) - len(masked[start : block.end].lstrip())
    end = _skip_signs(masked, start, block.strong)
    words, below = masked[start:end].rstrip(_TITLE_MARKS), masked[end : block.end].lstrip(" \t")
    marked = len(words) < end - start or below[:1] in tuple("\n" + _TITLE_MARKS)
    titled = len(words.split()) > 1 and is_title_opening(words[0]) and not names_field(words)
    return (start, start + len(words)) if marked and titled and len(words) <= _LONGEST_TITLE else None


def find_aim(page: Page, line: Line) -> tuple[int, int] | None:
    """Return where the aim starts and ends that opens a paragraph ("Aprire un nido. Entro l'anno ..."); None elsewhere.

    It is a sentence with no other verb than its infinitive.
    """
    block, masked = line.block, page.masked
    if not (line.apart and line.opens) or (block is not None and block.kind != "paragraph"):
        return None
    if not masked[line.start].isupper() or not opens_with_infinitive(masked[line.start : line.end]):
        return None
    end = find_title_end(masked, line.start, line.limit, "sentence")
    words = _DASH.split(masked[line.start : end], maxsplit=1)[0].rstrip(" ;.")
    whole = len(words.split()) > 1 and len(words) <= _LONGEST_TITLE and ":" not in words
    return (line.start, line.start + len(words)) if whole and not tells(words) else None


def _skip_signs(masked: str, start: int, count: int) -> int:
    """Return where so many characters that are no white space end."""
    while count and start < len(masked):
        count -= not masked[start].isspace()
        start += 1
    return start


def is_bold(page: Page, line: Line) -> bool:
    """Say whether the line opens a short paragraph that is all in bold, none by style and no part of each element."""
    bold = line.block is not None and line.block.bold and line.block.kind == "paragraph"
    return bold and can_head(page, line) and not names_field(page.masked[line.start : line.limit])


def is_sized(line: Line, size: float, bold: bool) -> bool:
    """Say whether the line opens a block in type of this size and weight."""
    block = line.block
    if block is None or block.size is None or not line.opens or block.kind == "cell" or block.goes_on:
        return False
    return abs(block.size - size) < _SIZE_STEP and block.bold == bold and block.end - block.start <= LONGEST
