"""A page as a Word document: headings that Word knows as such, quotations that copy with their bold."""

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dupgraph.ask.results.documents.outline import Page, Quotation
from dupgraph.language.languages import get_text

if TYPE_CHECKING:
    from docx.document import Document

# A file has a date; this one says nothing, so that the same answer is the same bytes.
_NO_DATE = datetime(2000, 1, 1)
_GREY = 0x4A
# Between the margins, in centimetres, of a page that stands, and of one that lies on its side.
_UPRIGHT, _ACROSS = 17.0, 25.7
# So many letters of a quotation, some eight lines, stay on one page.
_KEPT_TOGETHER = 700


def encode_docx(page: Page) -> bytes:
    """Return a page as a Word document."""
    from docx import Document

    document = Document()
    _set_properties(document, page)
    document.add_heading(page.title, 1)
    for line in page.lead:
        _add_small(document, line)
    for group in page.groups:
        document.add_heading(group.heading, 2)
        for quotation in group.quotations:
            _add_quotation(document, quotation)
    if page.rows:
        _add_table(document, page)
    for line in page.closing:
        _add_small(document, line)
    file = BytesIO()
    document.save(file)
    return _fix_dates(file.getvalue())


def _set_properties(document: "Document", page: Page) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    facts = document.core_properties
    facts.title, facts.author, facts.language = (
        page.title[:250],
        "dupgraph",
        get_text("answers", "locale", page.language),
    )
    facts.comments, facts.created, facts.modified = "", _NO_DATE, _NO_DATE
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if page.is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    _number_pages(section.footer.paragraphs[0])
    language: Any = normal.element.get_or_add_rPr().makeelement(
        qn("w:lang"), {qn("w:val"): get_text("answers", "locale", page.language)}
    )
    normal.element.rPr.append(language)


def _number_pages(paragraph: Any) -> None:
    """Write which page it is, and of how many, as fields that Word fills in."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for before, field in (("", "PAGE"), (" / ", "NUMPAGES")):
        _add_grey(paragraph, before)
        node = paragraph._p.makeelement(qn("w:fldSimple"), {qn("w:instr"): field})
        paragraph._p.append(node)
        _add_grey(paragraph, "1")
        node.append(paragraph.runs[-1]._r)


def _add_small(document: "Document", text: str) -> None:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    _add_grey(paragraph, text)


def _add_grey(paragraph: Any, text: str) -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    run.font.size = Pt(9.5)
    run.font.color.rgb = RGBColor(_GREY, _GREY, _GREY)


def _add_quotation(document: "Document", quotation: Quotation) -> None:
    from docx.shared import Cm, Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(0.6)
    # A sentence stays on one page, with what is said of it; a whole text that did would leave half a page empty.
    is_kept = sum(len(text) for text, _ in quotation.parts) <= _KEPT_TOGETHER
    paragraph.paragraph_format.keep_together = is_kept
    for text, bold in quotation.parts:
        paragraph.add_run(text).bold = bold or None
    if quotation.place:
        _add_grey(paragraph, f", {quotation.place}")
    for fact in quotation.facts:
        line = document.add_paragraph()
        line.paragraph_format.left_indent = Cm(0.6)
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = is_kept
        paragraph = line
        _add_grey(line, fact)


def _add_table(document: "Document", page: Page) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    table = document.add_table(rows=0, cols=len(page.headings), style="Light Grid Accent 1")
    whole = _ACROSS if page.is_wide else _UPRIGHT
    widths = [whole * part for part in page.share_width()]
    table.autofit = False
    # In the style of this table the first column has another type than the others.
    look = table._tblPr.find(qn("w:tblLook"))
    look.set(qn("w:firstColumn"), "0")
    look.set(qn("w:val"), "0420")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for number, row in enumerate((page.headings, *page.rows)):
        added = table.add_row()
        # A row stays on one page.
        properties: Any = added._tr.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:cantSplit"), {}))
        cells = added.cells
        for cell, text, width, is_number in zip(cells, row, widths, page.numbers, strict=True):
            if is_number:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(9), number == 0
            cell.width = Cm(width)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {}))
    document.add_paragraph()


def _fix_dates(data: bytes) -> bytes:
    """Return a zip file with the same members, none of which says when it was written."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as given, ZipFile(file, "w", ZIP_DEFLATED) as fixed:
        for member in given.infolist():
            fixed.writestr(ZipInfo(member.filename, _NO_DATE.timetuple()[:6]), given.read(member), ZIP_DEFLATED)
    return file.getvalue()
