"""What cannot be read as a plan, or would do harm: one clear sentence each, and nothing leaves the child."""

import os
import re
import stat
import zipfile
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import Workbook
from paper import print_pdf
from pyoxigraph import RdfFormat, parse
from reportlab.pdfgen.canvas import Canvas
from words import make_plain, save_document

from dupgraph.base.errors import DocumentError
from dupgraph.graph.validate.files import validate_file
from dupgraph.publish.facts import Facts
from dupgraph.publish.pages.statement import read_statement
from dupgraph.read.build import build_graph
from dupgraph.read.documents import read_document, reading
from dupgraph.read.documents.readers import archive
from dupgraph.schema.namespaces import DATA as BASE

DATA = Path(__file__).parents[2] / "data"
CONTENT = '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
TEXT_SPACE = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


def refuse(path, *words):
    """Check that a file is refused in one sentence that names it and says what to do."""
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    sentence = str(caught.value)
    assert sentence.startswith(str(path))
    assert "\n" not in sentence
    assert caught.value.hint
    for word in words:
        assert word in sentence


def write(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def make_docx(words="Politica 1: Curare"):
    """Return a Word document of one paragraph."""
    paper = make_plain()
    paper.add_paragraph(words)
    return save_document(paper)


def change_part(data, name, change, *, compression=zipfile.ZIP_DEFLATED):
    """Return the ZIP with one file of it changed, or added."""
    old, new = zipfile.ZipFile(BytesIO(data)), BytesIO()
    with zipfile.ZipFile(new, "w", compression) as archive_:
        for part in old.namelist():
            if part != name:
                archive_.writestr(part, old.read(part))
        archive_.writestr(name, change(old.read(name)) if name in old.namelist() else change(b""))
    return new.getvalue()


def make_odt(content, *, manifest="<m/>"):
    """Return an OpenDocument text with this content."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive_:
        archive_.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive_.writestr("content.xml", content)
        archive_.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


# ZIPs.


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_cut_off_zip(tmp_path, share):
    data = make_docx()
    refuse(write(tmp_path / "p.docx", data[: int(len(data) * share)]), "cut off")


def test_zip_bomb(tmp_path):
    bomb = change_part(make_docx(), "word/document.xml", lambda _: b" " * (archive.MAX_PART + 1))
    assert len(bomb) < 300_000
    refuse(write(tmp_path / "p.docx", bomb), "unpacks to more than")


def test_a_bomb_that_lies_about_its_size(tmp_path):
    bomb = change_part(make_docx(), "word/document.xml", lambda _: b" " * (archive.MAX_PART + 1))
    true, said = (size.to_bytes(4, "little") for size in (archive.MAX_PART + 1, 1_000))
    assert true in bomb
    refuse(write(tmp_path / "p.docx", bomb.replace(true, said)), "word/document.xml")


# Whatever runs out of it first: our own code, or the parser of XML, which then calls the file ill-formed.
@pytest.mark.parametrize(
    ("paragraph", "count"), [(b"<w:p><w:r><w:t>a</w:t></w:r></w:p>", 1_500_000), (b"<w:p/>", 2_000_000)]
)
def test_memory_limit_holds_in_the_child(tmp_path, monkeypatch, paragraph, count):
    monkeypatch.setattr(reading, "MAX_MEMORY", 150 << 20)
    body = paragraph * count
    path = write(tmp_path / "p.docx", change_part(make_docx(), "word/document.xml", lambda old: _put_in(old, body)))
    refuse(path, "cannot be read within 150 MB of memory")


def _put_in(document, more):
    return document.replace(b"<w:sectPr", more + b"<w:sectPr", 1)


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
def test_doctype_and_entities(tmp_path, doctype):
    data = change_part(make_docx(), "word/document.xml", lambda old: old.replace(b"?>", b"?>" + doctype, 1))
    refuse(write(tmp_path / "p.docx", data), "has a DOCTYPE")
    odt = make_odt(f"{doctype.decode()}{CONTENT}/>")
    refuse(write(tmp_path / "p.odt", odt), "has a DOCTYPE")


def test_nothing_outside_is_fetched(tmp_path):
    # Neither a template nor a picture elsewhere is asked for: no address is reachable, and the text is read.
    relation = (
        b'<Relationship Id="rId99" Type="http://x/attachedTemplate" Target="http://127.0.0.1:1/t.dotm"'
        b' TargetMode="External"/></Relationships>'
    )
    name = "word/_rels/document.xml.rels"
    data = change_part(make_docx(), name, lambda old: old.replace(b"</Relationships>", relation))
    document = read_document(write(tmp_path / "p.docx", data))
    assert document.text == "Politica 1: Curare"
    page = '<p>Politica 1: Curare<img src="http://127.0.0.1:1/a.png"><link rel=stylesheet href="http://127.0.0.1:1/">'
    assert read_document(write(tmp_path / "p.html", page)).text == "Politica 1: Curare"


def test_macros_are_not_run_and_that_is_said(tmp_path):
    data = change_part(make_docx(), "word/vbaProject.bin", lambda _: b"\xd0\xcf\x11\xe0")
    document = read_document(write(tmp_path / "p.docm", data))
    assert document.text == "Politica 1: Curare"
    assert document.warnings == ("holds macros, which were not run",)


def test_spreadsheet_named_docx(tmp_path):
    Workbook().save(tmp_path / "p.xlsx")
    refuse((tmp_path / "p.xlsx").rename(tmp_path / "p.docx"), "is a spreadsheet")


def test_a_suffix_that_lies_is_found_out(tmp_path):
    document = read_document(write(tmp_path / "p.odt", make_docx()))
    assert document.text == "Politica 1: Curare"
    assert document.warnings == ("is named .odt but is DOCX: read as DOCX",)
    refuse(write(tmp_path / "p.docx", "Politica 1: Curare"), "is named .docx but is no DOCX")


def test_missing_parts(tmp_path):
    empty = make_odt(f"{CONTENT}/>")
    refuse(write(tmp_path / "p.odt", empty), "is no OpenDocument text")
    data = change_part(make_docx(), "_rels/.rels", lambda _: b"<a/>")
    refuse(write(tmp_path / "p.docx", data), "is no Word document")
    broken = change_part(make_docx(), "word/document.xml", lambda old: old[:-20])
    refuse(write(tmp_path / "p.docx", broken), "no well-formed XML")


# Locked files, and old ones.


def test_locked_files(tmp_path):
    office = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    refuse(write(tmp_path / "p.docx", office), "is protected by a password", "save a copy without a password")
    locked = make_odt("x", manifest="<m><manifest:encryption-data/></m>")
    refuse(write(tmp_path / "p.odt", locked), "is protected by a password")
    refuse(print_pdf(tmp_path / "p.pdf", ["Politica 1"], locked=True), "is encrypted")


def test_old_word_document(tmp_path):
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    refuse(write(tmp_path / "p.doc", data), "old Office file", "save it as DOCX, ODT or PDF")
    refuse(write(tmp_path / "p.txt", data), "old Office file")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("p.mht", "From: <Saved by browser>\r\nMIME-Version: 1.0\r\n\r\n<p>x", "web archive"),
        ("p.fodt", '<?xml version="1.0"?><office:document x="">', "flat OpenDocument"),
    ],
)
def test_other_formats_say_what_to_save_them_as(tmp_path, name, data, words):
    refuse(write(tmp_path / name, data), words)


def test_cut_off_rtf(tmp_path):
    refuse(write(tmp_path / "p.rtf", r"{\rtf1\ansi Politica 1: Curare\par"), "cut off")


# Too deep, too wide, too much.


def test_deep_nesting(tmp_path):
    refuse(write(tmp_path / "p.html", "<div>" * 10_000 + "x"), "nested more than 2,000")
    refuse(write(tmp_path / "p.html", "<table><tr><td>" * 10_000 + "x"), "nested more than")
    refuse(write(tmp_path / "p.rtf", r"{\rtf1" + "{" * 10_000 + "x" + "}" * 10_001), "nested more than 1,000")
    refuse(write(tmp_path / "p.md", "> " * 10_000 + "x"), "nested")
    refuse(write(tmp_path / "p.md", "- " * 2_000 + "x"), "nested")
    deep = b"<w:sdt><w:sdtContent>" * 10_000 + b"</w:sdtContent></w:sdt>" * 10_000
    data = change_part(make_docx(), "word/document.xml", lambda old: _put_in(old, deep))
    refuse(write(tmp_path / "p.docx", data), "nested too deep")
    section = "<text:section>" * 10_000 + "</text:section>" * 10_000
    odt = make_odt(f"{CONTENT} {TEXT_SPACE}>{section}</office:document-content>")
    refuse(write(tmp_path / "p.odt", odt), "nested too deep")


def test_merged_cells_without_end(tmp_path):
    page = "<table><tr><td colspan=999999999 rowspan=999999999>a<td>b<tr><td>c<td>d</table><p>dopo"
    document = read_document(write(tmp_path / "p.html", page))
    assert document.text.endswith("dopo")
    paper = make_plain()
    table = paper.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, "abcd", strict=True):
        cell.text = words
    span = b'<w:tcPr><w:gridSpan w:val="999999999"/>'
    data = save_document(paper)
    data = change_part(data, "word/document.xml", lambda old: old.replace(b"<w:tcPr>", span))
    blocks = read_document(write(tmp_path / "p.docx", data)).blocks
    assert max(block.columns for block in blocks) <= 200


def test_many_rows_that_are_said_to_repeat(tmp_path):
    cell = '<t:table-row t:number-rows-repeated="999999999"><t:table-cell t:number-columns-repeated="999999999">'
    content = (
        f'{CONTENT} {TEXT_SPACE} xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>'
        f"<t:table>{cell}<text:p>a</text:p></t:table-cell></t:table-row></t:table><text:p>dopo</text:p>"
        "</office:text></office:body></office:document-content>"
    )
    assert read_document(write(tmp_path / "p.odt", make_odt(content))).text == "a\n\ndopo"


def test_a_page_of_half_a_gigabyte(tmp_path):
    path = tmp_path / "p.html"
    with path.open("wb") as file:
        file.write(b"<!DOCTYPE html>")
        file.truncate(500_000_000)
    refuse(path, "is too large", "500,000,000")


def test_a_reader_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_SECONDS", 0.01)
    refuse(write(tmp_path / "p.html", "<p>x"), "was given up after 0.01 seconds")


# Scans.


def draw_picture(path, words="Obiettivo strategico 1.1.1 Curare le scuole"):
    """Draw words as a scanner sees them; return the picture's path."""
    printed = print_pdf(path.with_suffix(".print.pdf"), [words, "In collaborazione con AUSL e Prefettura."])
    page = pypdfium2.PdfDocument(printed)[0]
    page.render(scale=200 / 72, grayscale=True).to_pil().save(path)
    return path


def print_scan(path):
    """Print a picture of a page as a PDF."""
    picture = draw_picture(path.with_suffix(".png"))
    canvas = Canvas(str(path))
    canvas.drawImage(str(picture), 0, 0, 595, 842)
    canvas.save()
    return path


def put_on_path(folder, monkeypatch, script):
    """Make a ``tesseract`` of our own the only one."""
    folder.mkdir(exist_ok=True)
    program = write(folder / "tesseract", f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder))


def test_tesseract_missing(tmp_path, monkeypatch):
    picture, scan = draw_picture(tmp_path / "p.png"), print_scan(tmp_path / "q.pdf")
    monkeypatch.setenv("PATH", str(tmp_path))
    for path in (picture, scan):
        refuse(path, "tesseract is not installed", "sudo apt install tesseract-ocr tesseract-ocr-ita")


def test_tesseract_without_italian(tmp_path, monkeypatch):
    picture = draw_picture(tmp_path / "p.png")
    put_on_path(tmp_path / "bin", monkeypatch, 'echo "List of available languages (1):"; echo eng')
    refuse(picture, "tesseract has no Italian", "tesseract-ocr-ita")


def test_tesseract_killed(tmp_path, monkeypatch):
    scan = print_scan(tmp_path / "q.pdf")
    put_on_path(tmp_path / "bin", monkeypatch, 'if [ "$1" = --list-langs ]; then echo ita; else kill -9 $$; fi')
    with pytest.raises(DocumentError) as caught:
        read_document(scan)
    assert str(caught.value).startswith(f"{scan}, page 1: could not be read: tesseract was killed (signal 9)")


def test_a_damaged_picture(tmp_path, monkeypatch):
    put_on_path(tmp_path / "bin", monkeypatch, 'if [ "$1" = --list-langs ]; then echo ita; else exit 1; fi')
    refuse(write(tmp_path / "p.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20), "found no picture")


@pytest.mark.slow
@pytest.mark.skipif(
    not any(os.access(Path(folder) / "tesseract", os.X_OK) for folder in os.get_exec_path()),
    reason="tesseract is not installed",
)
@pytest.mark.parametrize("make", [draw_picture, print_scan])
def test_scans_are_read_and_said_to_be(tmp_path, make):
    path = make(tmp_path / ("p.png" if make is draw_picture else "p.pdf"))
    document = read_document(path)
    assert document.text.split("\n")[0] == "Obiettivo strategico 1.1.1 Curare le scuole"
    assert "AUSL e Prefettura" in document.text
    assert "check names and numbers" in document.warnings[0]
    assert document.layout.lines
    # The graph says so, too.
    turtle = build_graph(path, istat="036040", plan="DUP", profile="politica-indirizzo-obiettivo").turtle.decode()
    program = re.search(r'dup:recognisedBy "(tesseract [\d.]+)"', turtle)
    assert program
    assert 'dup:recognisedPage "1"^^xsd:positiveInteger' in turtle
    graph = write(tmp_path / "graph.ttl", turtle)
    assert validate_file(graph).findings == ()
    facts = Facts(quad.triple for quad in parse(turtle.encode(), RdfFormat.TURTLE))
    assert read_statement(f"{BASE}036040/plan/dup", facts).recognised == f"{program[1]}: 1"
