"""A workbook as bytes (Office Open XML, ISO 29500): texts, numbers and truths in the styles of ``workbook.xml``.

A text stands in its cell, and is nothing but a text: there is neither formula nor link, nor a date of writing. A site
has a hundred such files, most of them small: XlsxWriter takes twice as long for one, and makes it larger by a half.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from html import escape
from io import BytesIO
from itertools import count
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dupgraph.ask.results.terms import Value

# What one sheet holds, by the format's own rules; letters as UTF-16 counts them.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_LETTERS = 32_767
# That of a row whose height nobody says, in points.
LINE_HEIGHT = 15.0
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = f"{_PACKAGE}/metadata/core-properties"
_TYPE = "application/vnd.openxmlformats"
# The sheets are the parts of no other type, however many they are.
_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="{_TYPE}-package.relationships+xml"/>\
<Default Extension="xml" ContentType="{_TYPE}-officedocument.spreadsheetml.worksheet+xml"/>\
<Override PartName="/docProps/core.xml" ContentType="{_TYPE}-package.core-properties+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="{_TYPE}-officedocument.spreadsheetml.styles+xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""
# On A4 on its side, as wide as one page, numbered.
_PAGES = """<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>\
<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>\
<headerFooter><oddFooter>&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"""
# Codes (1.10) are texts that look like numbers; no green corner says otherwise.
_NO_CORNERS = f'<ignoredErrors><ignoredError sqref="A1:XFD{MOST_ROWS}" numberStoredAsText="1"/></ignoredErrors>'
_FROZEN = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>'
_FONT = '<sz val="11"/><rFont val="Calibri"/><family val="2"/>'
# What XML cannot hold is written by its number, and what looks like such a number begins with the number of its "_".
_ODD = re.compile("_(?=x[0-9a-fA-F]{4}_)|[\\x00-\\x08\\x0b-\\x1f\\ufffe\\uffff]")


class Style(IntEnum):
    """How a cell looks: the formats of ``workbook.xml``, by place."""

    HEADING = 1
    NUMBER_HEADING = 2
    TEXT = 3
    WORDS = 4
    NUMBER = 5
    LABEL = 6
    CODE = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a style; a text may have parts in bold, and is then the parts, each with whether it is."""

    value: Value
    style: Style
    parts: Sequence[tuple[str, bool]] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells, each with its height in points; ``widths`` are those of the columns, in letters.

    Where ``has_header`` is set, the first row stays, filters, and is printed on every page; else the first ``printed``
    rows are.
    """

    name: str
    widths: Sequence[float]
    rows: Sequence[tuple[float, Sequence[Cell]]]
    has_header: bool = True
    printed: int = 0


def write_workbook(title: str, sheets: Sequence[Sheet]) -> bytes:
    """Return sheets as the bytes of a file, the same for the same sheets; the first one is open."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _write_relations(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_CORE}" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_escape(title)}</dc:title></cp:coreProperties>',
        "xl/workbook.xml": _write_contents(sheets),
        "xl/_rels/workbook.xml.rels": _write_relations(
            *((f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number, _ in enumerate(sheets, 1)),
            (f"{_OFFICE}/styles", "styles.xml"),
        ),
        "xl/styles.xml": Path(__file__).with_suffix(".xml").read_text(encoding="utf-8"),
    }
    parts |= {f"xl/worksheets/sheet{number}.xml": _write_sheet(sheet, number) for number, sheet in enumerate(sheets, 1)}
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(ZipInfo(name), text.encode(), ZIP_DEFLATED)
    return file.getvalue()


def _write_relations(*relations: tuple[str, str]) -> str:
    told = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(told)}</Relationships>'


def _write_contents(sheets: Sequence[Sheet]) -> str:
    listed = (
        f'<sheet name="{_escape(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    # In the order of their names, as the format wants them.
    names = sorted(name for place, sheet in enumerate(sheets) for name in _name_ranges(sheet, place))
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{"".join(listed)}</sheets>'
        f"<definedNames>{''.join(names)}</definedNames></workbook>"
    )


def _name_ranges(sheet: Sheet, place: int) -> Iterator[str]:
    """Yield the ranges of a sheet that have a meaning: what is filtered, printed, and printed on every page."""
    quoted = _escape("'{}'!".format(sheet.name.replace("'", "''")))
    last = _name_column(max(len(sheet.widths) - 1, 0))
    if sheet.has_header:
        whole = f"{quoted}$A$1:${last}${len(sheet.rows)}"
        yield f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">{whole}</definedName>'
        yield f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{quoted}$1:$1</definedName>'
    elif sheet.printed:
        area = f"{quoted}$A$1:${last}${sheet.printed}"
        yield f'<definedName name="_xlnm.Print_Area" localSheetId="{place}">{area}</definedName>'


def _write_sheet(sheet: Sheet, number: int) -> str:
    columns = [_name_column(place) for place in range(max(len(sheet.widths), 1))]
    widths = (
        f'<col min="{place}" max="{place}" width="{_pad_width(width):.16G}" customWidth="1"/>'
        for place, width in enumerate(sheet.widths, 1)
    )
    selected = ' tabSelected="1"' if number == 1 else ""
    whole = f"A1:{columns[-1]}{len(sheet.rows)}"
    pane, filters, corners = (_FROZEN, f'<autoFilter ref="{whole}"/>', _NO_CORNERS) if sheet.has_header else [""] * 3
    return "".join(
        (
            f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="{whole}"/><sheetViews><sheetView{selected} workbookViewId="0">',
            f"{pane}</sheetView></sheetViews>",
            f'<sheetFormatPr defaultRowHeight="{LINE_HEIGHT:.16G}"/><cols>{"".join(widths)}</cols><sheetData>',
            *_write_rows(sheet.rows, columns),
            f"</sheetData>{filters}{_PAGES}{corners}</worksheet>",
        )
    )


def _write_rows(rows: Iterable[tuple[float, Sequence[Cell]]], columns: Sequence[str]) -> Iterator[str]:
    for number, (height, cells) in zip(count(1), rows, strict=False):
        yield (
            f'<row r="{number}" ht="{height:.16G}" customHeight="1">'
            if height != LINE_HEIGHT
            else f'<row r="{number}">'
        )
        for column, cell in zip(columns, cells, strict=False):
            if cell.value is not None:
                yield f'<c r="{column}{number}" s="{cell.style:d}"{_write_value(cell)}</c>'
        yield "</row>"


def _write_value(cell: Cell) -> str:
    """Return the rest of a cell's first tag, and what the cell holds."""
    value = cell.value
    if isinstance(value, bool):
        return f' t="b"><v>{value:d}</v>'
    if isinstance(value, int | float):
        return f"><v>{value:.16G}</v>"
    if not cell.parts:
        return f' t="inlineStr"><is>{_write_text(str(value))}</is>'
    runs = (f"<r><rPr>{'<b/>' * bold}{_FONT}</rPr>{_write_text(part)}</r>" for part, bold in cell.parts)
    return f' t="inlineStr"><is>{"".join(runs)}</is>'


def _write_text(text: str) -> str:
    spaced = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{spaced}>{_escape(text)}</t>"


def _escape(text: str) -> str:
    # Most texts can be printed, and hold nothing odd.
    odd = text if text.isprintable() and "_x" not in text else _ODD.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)
    return escape(odd)


def _name_column(place: int) -> str:
    """Return the letters of a column.

    >>> _name_column(0), _name_column(27)
    ('A', 'AB')
    """
    above, letter = divmod(place, 26)
    return (_name_column(above - 1) if above else "") + chr(ord("A") + letter)


def _pad_width(letters: float) -> float:
    """Return a width in letters as the file states it: with five pixels beside seven a letter."""
    return int((int(letters * 7 + 0.5) + 5) / 7 * 256) / 256
