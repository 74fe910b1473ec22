"""What a line looks like: as headings of a level do, in bold or larger than the text, opened by a title or an aim."""

import re
from bisect import bisect_right
from operator import attrgetter

from dupgraph.language.phrases import is_unfinished
from dupgraph.read.outline.column_names import names_field, skip_title_label
from dupgraph.read.outline.lines import LONGEST, Line, Page, can_head, heads_part, once_a_page, opens_item, stands_alone
from dupgraph.read.outline.names import opens_annex
from dupgraph.read.outline.profile import Level, Profile
from dupgraph.read.outline.titles import (
    BULLETS,
    find_title_end,
    heads_capital,
    is_title_opening,
    opens_with_infinitive,
    tells,
)
from dupgraph.schema.values import Block
from dupgraph.schema.weights import ITALIC

ENDINGS = ".;:!?…»”)"
_LONGEST_TITLE = 120
_SIZE_STEP = 0.3
# Blocks that the foot of a page and the head of the next one may have.
_MOST_FURNITURE = 6
# What stands between a title in bold and its text, and between an aim and its text.
_TITLE_MARKS = " .:–—-"
# Where another sentence begins.
SENTENCE = re.compile(r"[.:;!?]\s")
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
    # A bullet that somebody has typed.
    start += len(masked[start:end]) - len(masked[start:end].lstrip(f"{BULLETS} \t"))
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
    if not masked[line.start].isupper() or not opens_with_infinitive(page.get_words(line)):
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


def is_strong(page: Page, line: Line, weight: int | None = None) -> bool:
    """Say whether a line opens a short paragraph, all in bold or underlined, none by style and no part of elements.

    With a ``weight`` it is set so and no other way.
    """
    block = line.block
    heads = block is not None and (block.kind == "paragraph" or heads_text(page, block))
    own = block.weight & ~ITALIC if block is not None and heads else 0
    if not own or own != (weight or own):
        return False
    return can_head(page, line) and not names_field(page.masked[line.start : line.limit])


def heads_text(page: Page, block: Block) -> bool:
    """Say whether an item in bold stands above a plain paragraph, as titles do; items of a list follow each other."""
    if block.kind != "item" or not block.weight & ~ITALIC:
        return False
    below = _find_below(page, block)
    return below is not None and below.kind == "paragraph" and not below.weight


def is_sized(line: Line, level: Level) -> bool:
    """Say whether the line opens a block in type of a level's size and weight; italics count where they part it."""
    block = line.block
    if block is None or block.size is None or not line.opens or block.kind == "cell" or block.goes_on:
        return False
    if level.italic not in (None, bool(block.weight & ITALIC)):
        return False
    sized = abs(block.size - (level.size or 0.0)) < _SIZE_STEP
    return sized and block.weight & ~ITALIC == level.weight and block.end - block.start <= LONGEST


def is_styled(page: Page, line: Line, level: Level, title_end: int) -> bool:
    """Say whether the line looks as the headings of ``level`` do; the last title ends at ``title_end``."""
    if level.aims and not opens_with_infinitive(page.get_words(line)):
        return False
    if level.rank is not None:
        block = line.block
        ranked = block is not None and block.kind == "heading" and block.rank == level.rank and line.opens
        return ranked and not (level.pattern is None and heads_part(page, line))
    if level.pattern is None and line.start in page.parts:
        return False
    words = page.get_words(line)
    if level.size is not None or level.weight:
        capital = level.look != "capitals" or heads_capital(page.masked, words)
        strong = level.size is None and is_strong(page, line, level.weight)
        return capital and (strong or is_sized(line, level))
    if level.look == "capitals":
        # After a blank line, a title, a sentence or an item.
        ended = page.masked[line.above_end - 1 : line.above_end] in tuple(".;")
        return heads_capital(page.masked, words) and (line.apart or line.above < title_end or ended)
    return stands_alone(page, line)


def find_look_end(page: Page, block: Block) -> int:
    """Return where a block ends, with its rest on the next page where that is set as it is."""
    rest = _find_below(page, block)
    alike = rest is not None and rest.goes_on and (rest.size, rest.weight) == (block.size, block.weight)
    return rest.end if rest is not None and alike else block.end


def _find_below(page: Page, block: Block) -> Block | None:
    """Return the next block that is no furniture."""
    blocks = page.document.blocks
    place = bisect_right(blocks, block.start, key=lambda other: other.start)
    return next((other for other in blocks[place : place + _MOST_FURNITURE] if other.kind != "furniture"), None)


def is_set_apart(masked: str, line: Line, level: Level, title_start: int) -> bool:
    """Say whether the title of a line is all of a paragraph in bold, over several lines: a capital begins none.

    So it may be all of a cell that lies across a table.
    """
    block = line.block
    if block is None or level.title != "line" or not line.opens:
        return False
    if block.columns == 1 if line.is_cell else not block.weight:
        return False
    words = masked[title_start : block.end]
    return "\n" in words and SENTENCE.search(words) is None


def is_titled_below(page: Page, line: Line) -> bool:
    """Say whether the line below a label says that it has the title ("Titolo: ..."), or is one by its look."""
    place = bisect_right(page.lines, line.start, key=attrgetter("start"))
    if place >= len(page.lines):
        return False
    below = page.lines[place]
    looks = below.block is not None and below.block.kind == "paragraph" and stands_alone(page, below)
    return looks or skip_title_label(page.masked, below.start) > below.start


def is_broken(line: Line) -> bool:
    """Say whether a PDF's line goes on with the one above it, for all that its type tells: both are the text's."""
    block = line.block
    return block is not None and block.size is not None and not block.weight and line.above < line.above_end


@once_a_page
def find_annex_start(page: Page) -> int:
    """Return where the first annex in the second half of the text starts; its end where none does."""
    half = len(page.masked) // 2
    behind = (line for line in page.lines if line.start > half and line.apart and line.lone)
    return next((line.start for line in behind if opens_annex(page.get_words(line))), len(page.masked))


def interrupts(page: Page, line: Line) -> bool:
    """Say whether the line goes on with the phrase of the line above it."""
    if line.block is not None and line.opens and line.block.size is None:
        return False
    return is_unfinished(page.masked, line.above_end) and (not line.apart or line.turned or is_broken(line))


def stands_clear(page: Page, line: Line, title_end: int) -> bool:
    """Say whether the line evidently begins something: after a blank line, a full stop or a title, which ends there."""
    return (
        line.apart
        or opens_item(page.masked, line)
        or page.masked[line.above_end - 1] in ENDINGS
        or line.above < title_end
        or page.masked[line.above : line.above_end].isupper()
    )


def find_closed(profile: Profile, line: Line) -> int | None:
    """Return the highest level that ``line`` closes without opening another; None for most lines."""
    block = line.block
    if line.is_cell or not line.opens or block is None or block.kind != "heading" or block.rank is None:
        return None
    ranks = [level.rank for level in profile.levels if level.rank is not None]
    if not ranks or block.rank > max(ranks):
        return None
    closed = [n for n, level in enumerate(profile.levels) if (level.rank or 0) >= block.rank]
    return closed[0] if closed else None
