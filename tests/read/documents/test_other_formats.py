"""ODT, RTF, EPUB, Markdown and reStructuredText: numbers, headings, tables; and formats that a package adds."""

import subprocess
import sys
import zipfile
from importlib.metadata import EntryPoint
from io import BytesIO
from pathlib import Path

import pytest

from dupgraph.base.errors import OutputError
from dupgraph.read.documents import formats, read_document
from dupgraph.read.documents.joining import join_pieces
from dupgraph.read.documents.readers.epub import read_epub
from dupgraph.read.documents.readers.markdown import read_markdown
from dupgraph.read.documents.readers.odt import read_odt
from dupgraph.read.documents.readers.rst import read_rst
from dupgraph.read.documents.readers.rtf import read_rtf
from dupgraph.schema.weights import UNDERLINED

FORMS = Path(__file__).parents[2] / "data" / "forms"
SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *((name, name) for name in ("office", "style", "text", "table")),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)


def read_blocks(contents):
    """Return the blocks of what a reader gave, each with its words."""
    text, blocks, _ = join_pieces(contents.pieces)
    return [(block, text[block.start : block.end]) for block in blocks]


def read_words(contents):
    return [words for _, words in read_blocks(contents)]


# ODT.


def make_odt(body, styles="", outline=""):
    """Return an OpenDocument text with this body, styles of its own, and these automatic numbers of headings."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr("styles.xml", f"<office:document-styles {SPACES}>{outline}</office:document-styles>")
    return file.getvalue()


def make_level(level, form="1", *, kind="list-level-style-number", more=""):
    return f'<text:{kind} text:level="{level}" style:num-format="{form}" {more}/>'


LIST = f"""<text:list-style style:name="L">{make_level(1, more='style:num-suffix="."')}
{make_level(2, "a", more='style:num-suffix=")" text:display-levels="2"')}</text:list-style>"""


def test_odt_lists_count_go_on_and_start_anew():
    inner = "<text:list><text:list-item><text:p>b</text:p></text:list-item></text:list>"
    first = f"<text:list-item><text:p>a</text:p>{inner}"
    again = '<text:list text:style-name="L" {}><text:list-item {}><text:p>c</text:p></text:list-item></text:list>'
    body = f'<text:list text:style-name="L">{first}</text:list-item></text:list><text:p>testo</text:p>'
    body += again.format('text:continue-numbering="true"', "") + again.format("", "")
    body += again.format("", 'text:start-value="7"')
    assert read_words(read_odt(make_odt(body, LIST))) == ["1. a", "1.a) b", "testo", "2. c", "1. c", "7. c"]


def test_odt_items_of_lists_without_levels_nest_as_they_are_set_in():
    style = """<text:list-style style:name="{0}"><text:list-level-style-bullet text:level="1" text:bullet-char="•">
    <style:list-level-properties><style:list-level-label-alignment fo:margin-left="{1}"/></style:list-level-properties>
    </text:list-level-style-bullet></text:list-style>"""
    own = '<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:margin-left="72pt"/>'
    item = '<text:list text:style-name="{}"><text:list-item><text:p text:style-name="{}">x</text:p></text:list-item>'
    body = "".join(f"{item.format(*names)}</text:list>" for names in ("A-", "B-", "A-", "AP"))
    contents = read_odt(make_odt(body, style.format("A", "0.25in") + style.format("B", "1cm") + f"{own}</style:style>"))
    assert [block.depth for block, _ in read_blocks(contents)] == [0, 1, 0, 1]


def test_odt_words_may_be_underlined():
    own = '<style:style style:name="U" style:family="text"><style:text-properties {}/></style:style>'
    body = '<text:p><text:span text:style-name="U">sotto</text:span></text:p>'
    for line, weight in (("solid", UNDERLINED), ("none", 0)):
        styles = own.format(f'style:text-underline-style="{line}"')
        assert [block.weight for block, _ in read_blocks(read_odt(make_odt(body, styles)))] == [weight]


def test_odt_headings_have_the_numbers_of_the_outline():
    levels = make_level(1, "I", kind="outline-level-style") + make_level(
        2, kind="outline-level-style", more='text:display-levels="2" style:num-suffix=" –"'
    )
    body = "".join(f'<text:h text:outline-level="{level}">x</text:h>' for level in (1, 2, 2, 1, 2))
    blocks = read_blocks(read_odt(make_odt(body, outline=f"<text:outline-style>{levels}</text:outline-style>")))
    assert [words for _, words in blocks] == ["I x", "I.1 – x", "I.2 – x", "II x", "II.1 – x"]
    assert [block.rank for block, _ in blocks] == [1, 2, 2, 1, 2]


def test_odt_tables_notes_changes_and_blanks():
    changes = "<text:changed-region><text:deletion><text:p>via</text:p></text:deletion></text:changed-region>"
    changes = f"<text:tracked-changes>{changes}</text:tracked-changes>"
    note = "<text:note-citation>1</text:note-citation><text:note-body><text:p>nota</text:p></text:note-body>"
    note = f"<text:note>{note}</text:note>"
    cells = (
        '<table:table-cell table:number-columns-spanned="2"><text:p>A</text:p></table:table-cell>'
        "<table:covered-table-cell/><table:table-cell><text:p>B</text:p></table:table-cell>"
    )
    body = (
        f"{changes}<text:p>con<text:s text:c='2'/>AUSL{note} e poi</text:p><table:table>"
        f"<table:table-header-rows><table:table-row>{cells}</table:table-row></table:table-header-rows></table:table>"
    )
    blocks = read_blocks(read_odt(make_odt(body)))
    assert [(words, b.row, b.column, b.columns, b.header) for b, words in blocks] == [
        ("con  AUSL e poi", None, None, 1, False),
        ("[1] nota", None, None, 1, False),
        ("A", 0, 0, 2, True),
        ("B", 0, 2, 1, True),
    ]


@pytest.mark.parametrize("name", ["d-schede-obiettivo", "e-programma-titoli"])
def test_odt_says_what_the_word_document_says(name):
    word, odt = (read_document(FORMS / f"{name}.{suffix}") for suffix in ("docx", "odt"))
    # Word counts the pages when it prints; LibreOffice writes the last count down.
    assert [text.rpartition("pag.")[0] for text in (odt.text, word.text)] == [word.text.rpartition("pag.")[0]] * 2
    facts = [[(b.kind, b.rank, b.marker, b.table, b.row, b.column, b.header) for b in d.blocks] for d in (word, odt)]
    assert facts[0] == facts[1]


# RTF.


def test_rtf_headings_numbers_and_characters():
    data = rb"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 Capo;}
{\s2 heading 2;}}{\info{\title via}}\pard\s1\b Linea\par\pard\s2 Due\par
\pard{\listtext\tab 1.\tab}citt\'e0 \u8211?\u-10179?\u-8704? {\b tutto}\par
\pard{\*\nascosto via}{\v via}{\deleted via}fine\line riga\par{\b0\ul sotto}\par}"""
    blocks = read_blocks(read_rtf(data))
    assert blocks[-1][0].weight == UNDERLINED
    assert [(b.kind, b.rank, b.marker, words) for b, words in blocks[:-1]] == [
        ("heading", 1, "", "Linea"),
        ("heading", 2, "", "Due"),
        ("item", None, "1.", "1. città –\U0001f600 tutto"),
        ("paragraph", None, "", "fine\nriga"),
    ]


def test_rtf_tables():
    row = rb"\trowd\cellx1000\cellx2000\intbl a\cell\intbl b\cell\row"
    wide = rb"\trowd\cellx2000\intbl c\cell\row"
    blocks = read_blocks(read_rtf(rb"{\rtf1\pard " + row + wide + rb"\pard dopo\par}"))
    assert [(words, b.row, b.column, b.columns) for b, words in blocks] == [
        ("a", 0, 0, 1),
        ("b", 0, 1, 1),
        ("c", 1, 0, 2),
        ("dopo", None, None, 1),
    ]


def test_rtf_heads_and_notes():
    data = rb"{\rtf1{\header Comune\par}\pard Testo{\footnote nota} e poi\par}"
    assert [(b.kind, words) for b, words in read_blocks(read_rtf(data))] == [
        ("paragraph", "Testo e poi"),
        ("paragraph", "[1] nota"),
        ("furniture", "Comune"),
    ]
    # As LibreOffice writes them; one in what is left out, or deleted, is none.
    note = rb"{{\super \chftn{\*\footnote\ftnalt \chftn\pard\plain {\tab nota}\par\pard\plain {fine}}}}"
    left_out = rb"{\*\left{\footnote a}}{\deleted x{\*\footnote \plain b}}"
    row = rb"\par\trowd\cellx900\cellx1900\intbl c" + note + rb"\cell d\cell\row\pard"
    blocks = read_blocks(read_rtf(rb"{\rtf1 p" + left_out + note + row + rb" q\par}"))
    assert [(b.table, words) for b, words in blocks] == [
        (None, "p"), (None, "[1] nota"), (None, "fine"), (0, "c"), (0, "[2] nota"), (0, "fine"), (0, "d"), (None, "q"),
    ]  # fmt: skip


# EPUB, Markdown, reStructuredText.


def test_epub_pages_in_the_order_of_the_spine():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", '<c><rootfile full-path="o/p.opf"/></c>')
        items = "".join(f'<item id="{n}" href="{n}%20x.xhtml" {more}/>' for n, more in (("a", ""), ("b", "")))
        items += '<item id="n" href="n.xhtml" properties="nav"/>'
        spine = "".join(f'<itemref idref="{name}"/>' for name in "nba")
        book.writestr("o/p.opf", f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>")
        for name in ("a x", "b x", "n"):
            book.writestr(f"o/{name}.xhtml", f"<h1>{name}</h1><table><tr><td>1<td>2</table>")
    blocks = read_blocks(read_epub(file.getvalue()))
    assert [(words, b.table) for b, words in blocks] == [
        ("b x", None), ("1", 0), ("2", 0), ("a x", None), ("1", 1), ("2", 1),
    ]  # fmt: skip


def test_markdown():
    text = "# Uno\n\nDue\n===\n\n3) a\n4) b\n   - c\n\n**tutto**\n\n| A | B |\n|---|---|\n| 1 | [x](http://y) |\n"
    assert [
        (b.kind, b.rank, b.marker, b.depth, b.weight > 0, b.header, w)
        for b, w in read_blocks(read_markdown(text.encode()))
    ] == [
        ("heading", 1, "", 0, True, False, "Uno"),
        ("heading", 1, "", 0, True, False, "Due"),
        ("item", None, "3)", 0, False, False, "3) a"),
        ("item", None, "4)", 0, False, False, "4) b"),
        ("item", None, "•", 1, False, False, "• c"),
        ("paragraph", None, "", 0, True, False, "tutto"),
        ("cell", None, "", 0, True, True, "A"),
        ("cell", None, "", 0, True, True, "B"),
        ("cell", None, "", 0, False, False, "1"),
        ("cell", None, "", 0, False, False, "x"),
    ]


def test_rst():
    parts = ("Uno\n===", "Due\n---", "testo", "3) a\n4) b", "- c", ".. note:: d", ".. include:: /etc/passwd",
             ".. raw:: html\n\n   via", "")  # fmt: skip
    text = "\n\n".join(parts)
    text += "=== ===\nA   B\n=== ===\n1   2\n=== ===\n"
    found = [(b.kind, b.marker, b.header, words) for b, words in read_blocks(read_rst(text.encode()))]
    assert found[:2] == [("heading", "", False, "Uno"), ("heading", "", False, "Due")]
    assert found[2:] == [
        ("paragraph", "", False, "testo"),
        ("item", "3)", False, "3) a"),
        ("item", "4)", False, "4) b"),
        ("item", "•", False, "• c"),
        ("paragraph", "", False, "Note"),
        ("paragraph", "", False, "d"),
        ("cell", "", True, "A"),
        ("cell", "", True, "B"),
        ("cell", "", False, "1"),
        ("cell", "", False, "2"),
    ]
    # A paragraph may be one long line, and a text may hold none.
    assert [len(read_rst(text).pieces) for text in (b"parola " * 2000, b".. nota\n")] == [1, 0]
    # What is malformed is read as lines, with a warning; a number alone is words.
    broken = read_rst(b"Uno\n\n=== ===\nN.  B\n=== ===\n1   2\n=== ===\n\n+---+\n| A |\n+--+\n")
    assert [piece.text for piece in broken.pieces] == ["Uno", "N.", "B", "1", "2", "| A |"]
    assert "line 11" in broken.warnings[0]


# The registry.


def test_a_package_adds_a_format_by_an_entry_point(tmp_path, monkeypatch):
    entry = EntryPoint("shouting", "entry_of_a_test:SHOUTING", "dupgraph.documents")
    monkeypatch.setattr(formats, "list_plugins", lambda group: {entry.name: entry})
    module = (
        "from dupgraph.read.documents.formats import Format\n"
        "from dupgraph.read.documents.pieces import Contents, Piece\n"
        "def read(data):\n    return Contents((Piece(data.decode()[1:].upper()),))\n"
        "SHOUTING = Format('shouting', ('.loud',), r'\\A!', reader='entry_of_a_test:read')\n"
    )
    (tmp_path / "entry_of_a_test.py").write_text(module, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    formats.list_formats.cache_clear()
    try:
        (tmp_path / "p.loud").write_text("!Politica 1", encoding="utf-8")
        assert read_document(tmp_path / "p.loud").text == "POLITICA 1"
        assert ".loud" in formats.list_suffixes()
    finally:
        formats.list_formats.cache_clear()


@pytest.mark.parametrize(
    ("value", "said"), [("no_such_module:FORMAT", "cannot be loaded"), ("json:dumps", "gives function, not the Format")]
)
def test_a_plug_in_that_gives_no_format_is_said(tmp_path, monkeypatch, value, said):
    entry = EntryPoint("broken", value, "dupgraph.documents")
    monkeypatch.setattr(formats, "list_plugins", lambda group: {entry.name: entry})
    formats.list_formats.cache_clear()
    try:
        (tmp_path / "p.txt").write_text("Politica 1", encoding="utf-8")
        with pytest.raises(OutputError, match=said):
            read_document(tmp_path / "p.txt")
    finally:
        formats.list_formats.cache_clear()


def test_a_child_imports_no_more_than_its_reader_needs():
    """A process is started for each document: what it imports is paid for each of them."""
    code = (
        f"import sys; sys.path[:0] = {sys.path!r}\n"
        "import dupgraph.base.confinement, dupgraph.read.documents.readers.pdf\n"
        "print(sys.modules.keys() & {'dataclasses', 'platform', 'inspect'})\n"
        "import dupgraph.read.documents.readers.docx, dupgraph.read.documents.readers.html\n"
        "print(sys.modules.keys() & {'platform', 'dupgraph.schema.values'})\n"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\nset()\n"
