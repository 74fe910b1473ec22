"""Lists on pages: how deep a bullet nests, by how far its line is set in."""

import re
from collections.abc import Mapping, Sequence

from dupgraph.read.documents.heads import PlacedLine
from dupgraph.read.documents.pieces import set_in
from dupgraph.schema.values import Block

# A number or a letter, which no bullet is.
_COUNTED = re.compile(r"\(?\w")


def nest_bullets(blocks: Sequence[Block], lines: Mapping[int, PlacedLine]) -> list[Block]:
    """Return ``blocks`` with the depth of bullets that follow one another; ``lines`` are theirs, by their starts.

    How far one is set in counts from its page's margin. What another column begins is at the left again, and so is
    what follows a text: nothing says whether it is of the list.
    """
    margins: dict[int, float] = {}
    for block in blocks:
        line = lines[block.start]
        if line.box and block.kind != "furniture":
            margins[line.page] = min(line.box.left, margins.get(line.page, line.box.left))
    nested: list[Block] = []
    lefts: list[float] = []
    above: PlacedLine | None = None
    for block in blocks:
        line = lines[block.start]
        if block.kind == "item" and line.box and not (block.depth or _COUNTED.match(block.marker)):
            left = line.box.left - margins[line.page]
            turned = above is not None and line.page == above.page and line.middle > above.middle
            lefts = set_in([] if turned else lefts, left)
            nested.append(block._replace(depth=len(lefts) - 1))
            above = line
            continue
        if block.kind != "furniture":
            lefts = []
        nested.append(block)
    return nested
