"""Word documents for the tests, made with python-docx; what that cannot say is said in the standard's own XML."""

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dupgraph.read.documents.joining import join_pieces
from dupgraph.read.documents.readers.docx import read_docx
from dupgraph.schema.values import Block

LEVEL = (
    '<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{more}'
    '<w:suff w:val="{suffix}"/><w:lvlText w:val="{words}"/></w:lvl>'
)


def add_list(document, number, levels, *, overrides=""):
    """Add a list with one level for each (format, words[, more XML]), and a list number that uses it."""
    numbering = document.part.numbering_part.element
    made = "".join(
        LEVEL.format(level=place, start=1, format=form, words=words, suffix="space", more="".join(more))
        for place, (form, words, *more) in enumerate(levels)
    )
    shared = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{made}</w:abstractNum>'
    numbering.insert(0, parse_xml(shared))
    add_number(document, number, number, overrides=overrides)


def add_number(document, number, shared, *, overrides=""):
    """Add a list number that counts with the list ``shared``."""
    element = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{shared}"/>{overrides}</w:num>'
    document.part.numbering_part.element.append(parse_xml(element))


def add_numbered(document, words, number, level=0, style=None):
    """Add a paragraph that the list ``number`` counts."""
    paragraph = document.add_paragraph(words, style=style)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph


def save_document(document) -> bytes:
    """Return the document's bytes."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def read_blocks(document) -> list[tuple[Block, str]]:
    """Return the blocks that our reader finds in a document, each with its words."""
    text, blocks, _ = join_pieces(read_docx(save_document(document)).pieces)
    return [(block, text[block.start : block.end]) for block in blocks]


def read_words(document) -> list[str]:
    """Return the words of the blocks that our reader finds in a document."""
    return [words for _, words in read_blocks(document)]


def make_plain(path: Path | None = None):
    """Return an empty document, or the one at ``path``."""
    return Document(str(path) if path else None)
