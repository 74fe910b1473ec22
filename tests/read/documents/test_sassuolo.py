"""One plan in all the forms that municipalities have: the same outline, the same links."""

from collections import defaultdict

import pytest
import sassuolo

from dupgraph.read.build import build_graph
from dupgraph.read.documents import read_document
from dupgraph.schema.values import find_words

MAKERS = {
    "typed.docx": sassuolo.make_docx,
    "automatic.docx": lambda elements: sassuolo.make_docx(elements, automatic=True),
    "rows.docx": lambda elements: sassuolo.make_docx(elements, rows=True),
    "typed.html": lambda elements: sassuolo.make_html(elements).encode(),
    "counted.html": lambda elements: sassuolo.make_html(elements, counted=True).encode(),
    "nested.html": lambda elements: sassuolo.make_nested(elements).encode(),
    "rows.html": lambda elements: sassuolo.make_html(elements, rows=True).encode(),
    "typed.md": lambda elements: sassuolo.make_markdown(elements).encode(),
    "typed.epub": sassuolo.make_epub,
}
PLAIN = ["typed.docx", "automatic.docx", "typed.html", "counted.html", "nested.html", "typed.md", "typed.epub"]
FILES = ["typed.odt", "automatic.odt", "automatic.rtf", "typed.pdf", "chromium.pdf"]
RECORD = {"istat": "036040", "plan": "DUP", "municipality": "Sassuolo"}


@pytest.fixture(scope="module")
def elements():
    """The elements of the plan's text."""
    return sassuolo.read_elements()


@pytest.fixture
def find_form(elements, tmp_path):
    """Where a form is, made first where it is not a file already."""

    def find(name):
        if name not in MAKERS:
            return sassuolo.FILES / name
        path = tmp_path / name
        path.write_bytes(MAKERS[name](elements))
        return path

    return find


def list_links(build):
    """Return element, property and thing of every link."""
    return {(m.element, m.property, m.thing) for m in build.reading.mentions}


@pytest.fixture(scope="module")
def from_text(elements, tmp_path_factory):
    """The build of the plan's words as a plain text with one line a paragraph."""
    path = tmp_path_factory.mktemp("testo") / "piano.txt"
    path.write_text(sassuolo.make_markdown(elements).replace("# ", "").replace("#", ""), encoding="utf-8")
    return build_graph(path, vocabularies=["sassuolo"], **RECORD)


@pytest.mark.parametrize("name", [*PLAIN, *FILES])
def test_outline_and_links_are_those_of_the_text(name, find_form, elements, from_text):
    build = build_graph(find_form(name), vocabularies=["sassuolo"], **RECORD)
    assert [(s.code, s.kind) for s in build.outline.sections] == [(e.code, e.kind) for e in elements]
    wrong = [s.title for s, e in zip(build.outline.sections, elements, strict=True) if s.title != e.title]
    assert len(wrong) <= 1
    # Where a print's lines end still moves a link or two of some six hundred.
    assert len(list_links(build) ^ list_links(from_text)) <= 2 * name.endswith(".pdf")


@pytest.mark.parametrize("name", ["rows.docx", "rows.html", "rows.pdf"])
def test_rows_have_code_and_title_in_their_columns(name, find_form, elements):
    document = read_document(find_form(name))
    cells = defaultdict(str)
    for block in document.blocks:
        if block.table is not None and not block.header:
            cells[block.table, block.row, block.column] += " " + find_words(document, block.start, block.end)
    columns = [[words[1:] for place, words in sorted(cells.items()) if place[2] == column] for column in (0, 1)]
    goals = [element for element in elements if element.kind == "objective"]
    assert columns[0] == [goal.code for goal in goals]
    wrong = [title for title, goal in zip(columns[1], goals, strict=True) if title != goal.title]
    # A print breaks a word at its own hyphen.
    assert [title for title in wrong if "enogastronomici" not in title] == []
    assert {document.text[b.start : b.end] for b in document.blocks if b.header} == {
        *("Codice", "Obiettivo strategico", "Descrizione")
    }


def test_counted_items_have_their_number_and_text(find_form, elements):
    document = read_document(find_form("counted.html"))
    items = [block for block in document.blocks if block.kind == "item"]
    assert [block.marker for block in items] == [
        f"{element.code.rpartition('.')[2]}." for element in elements if element.kind == "objective"
    ]
