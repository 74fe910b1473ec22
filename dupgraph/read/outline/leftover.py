"""Lines that look like headings: those that an outline has left over, by shape and count."""

import re
from collections.abc import Sequence

from dupgraph.read.outline.lines import LINE, Page
from dupgraph.read.outline.titles import FURNITURE, is_capitals
from dupgraph.schema.values import Document, NearHeading, Section, mask_furniture

_NUMBERED = re.compile(
    r"""(?: (?:\d{1,4}|[A-Z]|[IVXLC]{1,7})(?:\.[A-Z\d]{1,4})+[.)]?
          | \d{1,4}[.)]? | (?:[A-Z]|[IVXLC]{1,7})[.)] | [•▪●◦–*] )[ ]\S
      | [A-Z]\w+(?:[ ]\w+){0,2}[ ](?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,7})[ ]?[:.)–—-]""",
    re.VERBOSE,
)
_NEAR = re.compile(
    r"""(?P<shape>[A-ZÀ-Ú][\w’']+(?:[ ][\w’']+){0,2}[ ]\d{1,3}(?:\.\d{1,3})*(?=[ ]?[:.–—-]|[ ][A-ZÀ-Ú]|$)
        | (?:[A-Z]{1,4}[._-]?){1,3}\d{1,3}(?:[._]\d{1,3})*[a-z]?(?=[ ]?[:–—-])
        | \d{1,3}(?:\.\d{1,3})+[.)]?(?=[ ]+[A-ZÀ-Ú]))""",
    re.VERBOSE,
)
_LONGEST_SHOWN = 80


def list_leftover(document: Document) -> list[tuple[int, str]]:
    """Return the lines that look like headings, numbered or all in capitals, each with its line's number."""
    masked = mask_furniture(document, FURNITURE)
    lines: list[tuple[int, str]] = []
    count, done = 1, 0
    for match in LINE.finditer(masked):
        words = " ".join(match[0].split())
        if _NUMBERED.match(words) or (is_capitals(words) and len(words) > 3):
            count += document.text.count("\n", done, match.start())
            done = match.start()
            lines.append((count, words if len(words) <= _LONGEST_SHOWN else words[: _LONGEST_SHOWN - 3] + "..."))
    return lines


def list_near(page: Page, sections: Sequence[Section]) -> tuple[NearHeading, ...]:
    """Return the lines that look like headings and open no element, by shape: a label or code with a number,
    or a number of several parts. Numbered lists and lines in capitals are no sign of a fault.
    """
    taken = {section.start for section in sections} | {section.title_start for section in sections}
    # An element's number that stands again names the element.
    printed = {section.notation for section in sections}
    titles = [(section.title_start, section.title_end) for section in sections]
    found: dict[str, list[tuple[int, str]]] = {}
    place = 0
    for line in page.lines:
        while place < len(titles) and titles[place][1] <= line.start:
            place += 1
        inside = place < len(titles) and titles[place][0] <= line.start
        words = " ".join(page.masked[line.start : line.end].split())
        match = _NEAR.match(words)
        if line.start in taken or inside or match is None or not line.apart or line.is_cell:
            continue
        if match["shape"] in printed or match["shape"].rsplit(" ", 1)[-1] in printed:
            continue
        shape = re.sub(r"\d+", "9", match["shape"])
        found.setdefault(shape, []).append((line.start, words))
    shapes = [
        NearHeading(shape, len(some), some[0][1][:_LONGEST_SHOWN], page.document.text.count("\n", 0, some[0][0]) + 1)
        for shape, some in found.items()
    ]
    return tuple(sorted(shapes, key=lambda near: -near.times))
