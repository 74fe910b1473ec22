"""A page as an OpenDocument text: four small files of XML in a zip."""

from collections.abc import Iterator
from functools import partial
from html import escape as escape_html
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from dupgraph.ask.results.answer import Answer
from dupgraph.ask.results.documents.outline import Page, Quotation, draw_page
from dupgraph.language.languages import get_text

# The library of XML for this loads all of HTTP.
escape = partial(escape_html, quote=False)

_TYPE = "application/vnd.oasis.opendocument.text"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("meta", "meta"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_UPRIGHT, _ACROSS = ("21cm", "29.7cm", "portrait"), ("29.7cm", "21cm", "landscape")
_NO_DATE = (2000, 1, 1, 0, 0, 0)
_STYLES = Path(__file__).with_name("styles.xml")
# Those of cells and rows are no common styles: LibreOffice takes them from the content alone.
_CELL = (
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm"'
    ' fo:border-bottom="0.02cm solid #c8c8c8"/></style:style>'
    '<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/>'
    "</style:style>"
)


def write_odt(result: Answer) -> bytes:
    """Return an answer as an OpenDocument text."""
    return encode_odt(draw_page(result))


def encode_odt(page: Page) -> bytes:
    """Return a page as an OpenDocument text."""
    width, height, orientation = _ACROSS if page.is_wide else _UPRIGHT
    styles = _STYLES.read_text(encoding="utf-8").format(
        language=page.language,
        country=get_text("answers", "locale", page.language).rpartition("-")[2],
        width=width,
        height=height,
        orientation=orientation,
    )
    body = f"{_write_styles(page)}<office:body><office:text>{''.join(_list_blocks(page))}</office:text></office:body>"
    meta = "<office:meta><meta:generator>dupgraph</meta:generator></office:meta>"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", _TYPE), *((name, "text/xml") for name in ("content.xml", "styles.xml", "meta.xml")))
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<manifest:manifest xmlns:manifest="{space}" manifest:version="1.3">{entries}</manifest:manifest>'
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        # First and as it is, so that its kind can be read without opening it.
        archive.writestr(ZipInfo("mimetype", _NO_DATE), _TYPE, ZIP_STORED)
        for name, text in (
            ("content.xml", _wrap("document-content", body)),
            ("styles.xml", _wrap("document-styles", styles)),
            ("meta.xml", _wrap("document-meta", meta)),
            ("META-INF/manifest.xml", _HEAD + manifest),
        ):
            archive.writestr(ZipInfo(name, _NO_DATE), text.encode(), ZIP_DEFLATED)
    return file.getvalue()


def _wrap(name: str, text: str) -> str:
    return f'{_HEAD}<office:{name} {_SPACES} office:version="1.3">{text}</office:{name}>'


def _list_blocks(page: Page) -> Iterator[str]:
    yield f'<text:h text:style-name="H1" text:outline-level="1">{escape(page.title)}</text:h>'
    yield from (_write_paragraph("Small", escape(line)) for line in page.lead)
    for group in page.groups:
        yield f'<text:h text:style-name="H2" text:outline-level="2">{escape(group.heading)}</text:h>'
        for quotation in group.quotations:
            yield from _write_quotation(quotation)
    if page.rows:
        yield from _write_table(page)
    yield from (_write_paragraph("Small", escape(line)) for line in page.closing)


def _write_paragraph(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def _write_span(style: str, text: str) -> str:
    return f'<text:span text:style-name="{style}">{escape(text)}</text:span>'


def _write_quotation(quotation: Quotation) -> Iterator[str]:
    parts = [_write_span("Strong", text) if bold else escape(text) for text, bold in quotation.parts]
    parts += [_write_span("Place", f", {quotation.place}")] if quotation.place else []
    yield _write_paragraph("Quotation", "".join(parts))
    yield from (_write_paragraph("Fact", escape(fact)) for fact in quotation.facts)


def _write_styles(page: Page) -> str:
    """Return the styles of a table: of its cells, and of its columns, each with its part of the width."""
    styles = (
        f'<style:style style:name="C{place}" style:family="table-column"><style:table-column-properties'
        f' style:rel-column-width="{part * 1000:.0f}*"/></style:style>'
        for place, part in enumerate(page.share_width())
    )
    return f"<office:automatic-styles>{_CELL}{''.join(styles)}</office:automatic-styles>"


def _write_table(page: Page) -> Iterator[str]:
    columns = (f'<table:table-column table:style-name="C{place}"/>' for place in range(len(page.headings)))
    yield f"<table:table>{''.join(columns)}"
    yield f"<table:table-header-rows>{_write_row(page.headings, page.numbers, 'Heading')}</table:table-header-rows>"
    yield from (_write_row(row, page.numbers) for row in page.rows)
    yield "</table:table>"


def _write_row(cells: tuple[str, ...], numbers: tuple[bool, ...], style: str = "Place") -> str:
    styles = ("Number" if is_number else "Plain" for is_number in numbers)
    texts = map(_write_paragraph, styles, (_write_span(style, cell) for cell in cells))
    written = (f'<table:table-cell table:style-name="Cell">{text}</table:table-cell>' for text in texts)
    return f'<table:table-row table:style-name="Row">{"".join(written)}</table:table-row>'
