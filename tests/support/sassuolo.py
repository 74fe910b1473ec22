"""The plan of Sassuolo in the forms that municipalities have: the same words, made from its text.

Run as a script, with LibreOffice and Chromium on the path, it makes the files of ``tests/data/sassuolo``; what needs no
other program is made by the tests themselves.
"""

import html
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from words import add_list, add_numbered, make_plain, save_document

from dupgraph.read.documents import read_document
from dupgraph.read.outline import load_profile, parse_outline
from dupgraph.schema.values import find_words

SOURCE = Path(__file__).parents[2] / "graph" / "sources" / "sassuolo.txt"
FILES = Path(__file__).parents[1] / "data" / "sassuolo"
LABELS = {"policy": "POLITICA {}:", "guideline": "INDIRIZZO STRATEGICO {}:", "objective": "Obiettivo strategico {}"}
RANKS = {"policy": 1, "guideline": 2, "objective": 3}


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the plan: its kind, number and title as printed, and the paragraphs below."""

    kind: str
    code: str
    title: str
    text: tuple[str, ...]

    @property
    def label(self) -> str:
        """Return the label with the number, as the plan prints it."""
        return LABELS[self.kind].format(self.code)

    @property
    def run_in(self) -> str:
        """Return the title with the text that runs on after it."""
        return " ".join((f"{self.title}.", *self.text[:1]))


def read_elements() -> list[Element]:
    """Return the elements of the plan's text."""
    document = read_document(SOURCE)
    outline = parse_outline(document, load_profile("politica-indirizzo-obiettivo"))
    elements = []
    for section in outline.sections:
        words, start = [], section.title_end
        for match in re.finditer(r"(?s).+?(?:\n[ \t]*\n|\Z)", document.text[section.title_end : section.end]):
            found = find_words(document, start + match.start(), start + match.end()).lstrip(" .")
            words += [found] if found else []
        elements.append(Element(section.kind, section.code, section.title, tuple(words)))
    return elements


def make_docx(elements, *, automatic=False, rows=False) -> bytes:
    """Return the plan as a Word document, its numbers typed or automatic, its objectives headings or table rows."""
    paper = make_plain()
    if automatic:
        forms = ["POLITICA %1:", "INDIRIZZO STRATEGICO %1.%2:", "Obiettivo strategico %1.%2.%3"]
        add_list(paper, 90, [("decimal", form) for form in forms])
    table = None
    for element in elements:
        rank = RANKS[element.kind]
        if rows and element.kind == "objective":
            table = table or _add_table(paper)
            for cell, words in zip(
                table.add_row().cells, (element.code, element.title, " ".join(element.text)), strict=True
            ):
                cell.text = words
            continue
        table = None
        if automatic:
            add_numbered(paper, element.title, 90, rank - 1, style=f"Heading {rank}")
        elif rank < 3:
            paper.add_heading(f"{element.label} {element.title}", rank)
        else:
            paper.add_paragraph(f"{element.label} {element.run_in}")
        for words in element.text[rank == 3 and not automatic :]:
            paper.add_paragraph(words)
    return save_document(paper)


def _add_table(paper):
    table = paper.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, ("Codice", "Obiettivo strategico", "Descrizione"), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    return table


def make_html(elements, *, counted=False, rows=False) -> str:
    """Return the plan as a web page, its numbers typed or counted by ``<ol>``, its objectives items or table rows."""
    parts = ["<!DOCTYPE html><html lang=it><meta charset=utf-8><title>DUP</title><body>"]
    opened = ""
    for element in elements:
        rank, title = RANKS[element.kind], html.escape(element.title)
        wanted = "" if element.kind != "objective" else "table" if rows else "ol" if counted else ""
        if opened != wanted:
            parts.append((f"</{opened}>" if opened else "") + (f"<{wanted}>" if wanted else ""))
            if wanted == "table":
                parts.append("<thead><tr><th>Codice<th>Obiettivo strategico<th>Descrizione</thead>")
        opened = wanted
        text = [html.escape(words) for words in element.text]
        if wanted == "table":
            parts.append(f"<tr><td>{element.code}<td>{title}<td>{' '.join(text)}")
        elif wanted == "ol":
            parts.append(f"<li><p><b>{title}.</b> {'<p>'.join(text)}")
        elif rank < 3:
            parts.append(f"<h{rank}>{element.label} {title}</h{rank}>" + "".join(f"<p>{words}" for words in text))
        else:
            parts.append(f"<p>{element.label} {html.escape(element.run_in)}" + "".join(f"<p>{w}" for w in text[1:]))
    return "\n".join([*parts, f"</{opened}>" if opened else "", "</body></html>"])


def make_nested(elements) -> str:
    """Return the plan as a web page of ordered lists within one another, which alone number its elements."""
    parts = ["<!DOCTYPE html><html lang=it><meta charset=utf-8><title>DUP</title><body>"]
    depth = 0
    for element in elements:
        rank = RANKS[element.kind]
        parts.append("<ol>" if rank > depth else "</li>" + "</ol></li>" * (depth - rank))
        depth = rank
        title, text = html.escape(element.title), [html.escape(words) for words in element.text]
        if rank < 3:
            parts.append(f"<li><b>{title}</b>" + "".join(f"<p>{words}</p>" for words in text))
        else:
            parts.append(f"<li><p><b>{title}.</b> {'</p><p>'.join(text)}</p>")
    return "\n".join([*parts, "</li></ol>" * depth, "</body></html>"])


def make_markdown(elements) -> str:
    """Return the plan in Markdown."""
    parts = []
    for element in elements:
        rank = RANKS[element.kind]
        head = f"{'#' * rank} {element.label} {element.title}" if rank < 3 else f"{element.label} {element.run_in}"
        parts += [head, *element.text[rank == 3 :]]
    return "\n\n".join(words.replace("*", "\\*").replace("_", "\\_") for words in parts) + "\n"


def make_epub(elements) -> bytes:
    """Return the plan as a book of one page a policy."""
    chapters: list[list[Element]] = []
    for element in elements:
        if element.kind == "policy":
            chapters.append([])
        chapters[-1].append(element)
    names = [f"c{number}.xhtml" for number in range(len(chapters))]
    items = "".join(f'<item id="{n}" href="{n}" media-type="application/xhtml+xml"/>' for n in names)
    spine = "".join(f'<itemref idref="{name}"/>' for name in names)
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>',
        )
        book.writestr(
            "OEBPS/content.opf",
            f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{spine}</spine></package>',
        )
        for name, chapter in zip(names, chapters, strict=True):
            book.writestr(f"OEBPS/{name}", make_html(chapter))
    return file.getvalue()


def main(folder: Path) -> None:
    """Make the files that only other programs can make."""
    elements = read_elements()
    for name, options in (("typed", {}), ("automatic", {"automatic": True}), ("rows", {"rows": True})):
        (folder / f"{name}.docx").write_bytes(make_docx(elements, **options))
    for name, kind in (("typed", "odt"), ("automatic", "odt"), ("automatic", "rtf"), ("typed", "pdf"), ("rows", "pdf")):
        command = ["soffice", "--headless", "--convert-to", kind, "--outdir", folder, folder / f"{name}.docx"]
        subprocess.run(command, check=True, capture_output=True)
    for name in ("typed", "automatic", "rows"):
        (folder / f"{name}.docx").unlink()
    with TemporaryDirectory(dir="/tmp") as place:
        page = Path(place) / "dup.html"
        page.write_text(make_html(elements), encoding="utf-8")
        chromium = ["chromium", "--headless", "--no-sandbox", f"--print-to-pdf={folder / 'chromium.pdf'}", page]
        subprocess.run(chromium, check=True, capture_output=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else FILES)
