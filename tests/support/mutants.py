"""Plans with one thing wrong: each a document as careless hands or converters leave it, and what is true of it."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import wrap

from docx import Document as Word
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from truth import Element, read_elements

from dupgraph.read.documents import read_document
from dupgraph.read.outline import load_profile, parse_outline

DATA = Path(__file__).parents[1] / "data" / "forms"
SHEETS, CHAPTERS = DATA / "d-schede-obiettivo.docx", DATA / "e-programma-titoli.docx"
SASSUOLO = Path(__file__).parents[2] / "graph" / "sources" / "sassuolo.txt"
HEAD = "Comune di Portocenere – DUP semplificato 2026-2028"

Change = Callable[[WordDocument], object]


def list_headings(document: WordDocument, rank: int | None = None) -> list[Paragraph]:
    # By what stands in the file: what a paragraph without a style has is looked for in all styles, each time.
    styles = {document.styles[f"Heading {one}"].style_id for one in ((1, 2) if rank is None else (rank,))}
    return [paragraph for paragraph in document.paragraphs if paragraph._p.style in styles]


def set_plain(document: WordDocument, paragraphs: list[Paragraph], size: int, *, bold: bool) -> None:
    """Take the style from these paragraphs, and set them in type of their own."""
    for paragraph in paragraphs:
        paragraph.style = document.styles["Normal"]
        for run in paragraph.runs:
            run.font.size, run.bold = Pt(size), bold


def set_looks(document: WordDocument, first: int, second: int, *, bold: bool) -> None:
    highest, lower = list_headings(document, 1), list_headings(document, 2)
    set_plain(document, highest, first, bold=bold)
    set_plain(document, lower, second, bold=bold)


def set_rank(document: WordDocument, paragraphs: list[Paragraph], rank: int) -> None:
    for paragraph in paragraphs:
        paragraph.style = document.styles[f"Heading {rank}"]


def swap_ranks(document: WordDocument) -> None:
    highest, lower = list_headings(document, 1), list_headings(document, 2)
    set_rank(document, highest, 2)
    set_rank(document, lower, 1)


def remove(paragraphs: list[Paragraph]) -> None:
    for paragraph in paragraphs:
        parent = paragraph._p.getparent()
        if parent is not None:
            parent.remove(paragraph._p)


def add_index(document: WordDocument, *, pages: bool) -> None:
    first, *others = list_headings(document)
    first.insert_paragraph_before("Indice")
    for place, heading in enumerate(others, 3):
        first.insert_paragraph_before(heading.text + (f"\t{place}" if pages else ""))


def add_glossary(document: WordDocument) -> None:
    for words, rank in (("Glossario", 1), ("APRP", 2), ("Associazione dei pescatori.", 0), ("FLAG", 2)):
        document.add_heading(words, rank) if rank else document.add_paragraph(words)


def break_titles(document: WordDocument) -> None:
    for heading in list_headings(document):
        words = heading.text.split()
        if len(words) > 3:
            heading.runs[0].text = " ".join(words[:2])
            heading.runs[0].add_break()
            heading.runs[0].add_text(" ".join(words[2:]))
            for run in heading.runs[1:]:
                run.text = ""


def add_page_heads(document: WordDocument) -> None:
    for heading in list_headings(document)[::2]:
        heading.insert_paragraph_before(HEAD)


def add_parts(document: WordDocument) -> None:
    long = [paragraph for paragraph in document.paragraphs if len(paragraph.text) > 200]
    for paragraph in long[:10]:
        paragraph.insert_paragraph_before("Situazione attuale", style="Heading 3")


def change_table_head(document: WordDocument, words: tuple[str, ...] | None) -> None:
    table = document.tables[-1]
    if words is None:
        table._tbl.remove(table.rows[0]._tr)
        return
    for cell, word in zip(table.rows[0].cells, words, strict=True):
        cell.paragraphs[0].runs[0].text = word


def merge_cells(document: WordDocument) -> None:
    for row in (1, 4):
        document.tables[-1].cell(row, 2).merge(document.tables[-1].cell(row + 1, 2))


def drop_numbers(document: WordDocument) -> None:
    for rank in (1, 2):
        settings = document.styles[f"Heading {rank}"].element.pPr
        for number in settings.findall(qn("w:numPr")):
            settings.remove(number)


def type_labels(document: WordDocument, first: str, second: str) -> None:
    above = below = 0
    for heading in list_headings(document):
        is_first = heading.style is not None and heading.style.name == "Heading 1"
        above, below = (above + 1, 0) if is_first else (above, below + 1)
        words = (first if is_first else second).format(n=above, m=below)
        set_plain(document, [heading], 11, bold=False)
        heading.runs[0].text = f"{words} {heading.runs[0].text}"


def drop_tables(document: WordDocument) -> None:
    for table in document.tables:
        table._tbl.getparent().remove(table._tbl)


def frame_headings(document: WordDocument) -> None:
    """Put each heading into a frame of its own, as text boxes are often drawn."""
    for heading in list_headings(document):
        frame = document.add_table(1, 1)
        frame.cell(0, 0).paragraphs[0].text = heading.text
        heading._p.addprevious(frame._tbl)
        remove([heading])


def add_annex(document: WordDocument) -> None:
    document.add_heading("Allegato A: regolamento dei contributi", 1)
    for number, words in enumerate(("Oggetto", "Beneficiari", "Domande", "Istruttoria", "Revoca", "Norme finali"), 1):
        document.add_heading(f"Articolo {number}. {words}", 2)
        document.add_paragraph(f"Il presente articolo disciplina {words.lower()} e rinvia alle norme in vigore. " * 3)


def add_regulation(document: WordDocument) -> None:
    """Annex a regulation that does not say that it is an annex."""
    add_annex(document)
    list_headings(document, 1)[-1].runs[0].text = "Regolamento dei contributi"


def style_text(document: WordDocument) -> None:
    """Give the style of headings to text here and there."""
    text = [p for p in document.paragraphs if p.style and p.style.name == "Normal" and len(p.text) > 100]
    set_rank(document, text[4::9], 2)


def bullet_headings(document: WordDocument) -> None:
    for heading in list_headings(document, 2):
        heading.style = document.styles["List Bullet"]


OF_CHAPTERS: dict[str, Change] = {
    "headings in larger type, no styles": lambda d: set_looks(d, 20, 14, bold=True),
    "headings in bold, no styles": lambda d: set_looks(d, 11, 11, bold=True),
    "headings as plain as the text": lambda d: set_looks(d, 11, 11, bold=False),
    "all headings of one rank": lambda d: set_rank(d, list_headings(d), 1),
    "ranks swapped": swap_ranks,
    "every third heading unstyled": lambda d: set_plain(d, list_headings(d)[2::3], 11, bold=False),
    "every other heading unstyled": lambda d: set_plain(d, list_headings(d)[1::2], 11, bold=False),
    "headings of the second half unstyled": lambda d: set_plain(d, list_headings(d)[16:], 11, bold=False),
    "an index without pages": lambda d: add_index(d, pages=False),
    "an index with pages": lambda d: add_index(d, pages=True),
    "a glossary at the end": add_glossary,
    "titles broken into two lines": break_titles,
    "page heads as text": add_page_heads,
    "the same subheading again and again": add_parts,
    "a table without its head": lambda d: change_table_head(d, None),
    "a table with other heads": lambda d: change_table_head(d, ("Denominazione", "Note", "Importo")),
    "merged cells": merge_cells,
    "the first headings gone": lambda d: remove(list_headings(d)[:3]),
    "the chapters gone": lambda d: remove(list_headings(d, 1)),
    "headings in frames": frame_headings,
    "headings of objectives as bullets": bullet_headings,
    "an annex with headings of its own": add_annex,
    "a regulation behind it": add_regulation,
    "text in the style of headings": style_text,
}
OF_SHEETS: dict[str, Change] = {
    "numbers gone": drop_numbers,
    "sheets in larger type, no styles": lambda d: set_looks(d, 18, 13, bold=True),
    "labels typed": lambda d: type_labels(d, "Linea di mandato {n} –", "Scheda {n}.{m} –"),
    "labels typed without a dash": lambda d: type_labels(d, "LINEA DI MANDATO N. {n}", "Scheda n. {n}.{m}"),
    "titles of the sheets gone": lambda d: remove(list_headings(d, 2)),
    "all titles gone": lambda d: remove(list_headings(d)),
    "no tables": drop_tables,
}


def wrap_lines(text: str, width: int) -> str:
    return "\n".join("\n".join(wrap(line, width)) for line in text.split("\n"))


def set_pages(text: str) -> str:
    lines = wrap_lines(text, 80).split("\n")
    pages = [lines[start : start + 45] for start in range(0, len(lines), 45)]
    return "\n".join("\n".join((HEAD, *page, "", f"pag. {n}", "\f")) for n, page in enumerate(pages, 1))


def set_columns(text: str) -> str:
    lines = wrap_lines(text, 38).split("\n")
    pages = [(lines[n : n + 40], lines[n + 40 : n + 80]) for n in range(0, len(lines), 80)]
    return "\n".join(
        f"{left[n]:42}{right[n] if n < len(right) else ''}" for left, right in pages for n in range(len(left))
    )


def raise_numbers(text: str) -> str:
    """Number the objectives of each second guideline one too high from the third on, as after a lost line."""

    def change(match: re.Match[str]) -> str:
        guideline, number = match[2], int(match[3])
        return f"{match[1]}{guideline}.{number + 1 if int(guideline[-1]) % 2 and number > 2 else number}"

    return re.sub(r"(Obiettivo [Ss]trategico +)(\d\.\d)\.(\d+)", change, text)


def change_each(text: str, pattern: str, change: Callable[[str], str], step: int) -> str:
    """Change each match in so many."""
    count = iter(range(len(text)))
    return re.sub(pattern, lambda match: match[0] if next(count) % step else change(match[0]), text)


_ANNEX = "\n\nREGOLAMENTO\n\n" + "\n\n".join(
    f"{n}. Norma sul punto {n}\nSi applica quanto previsto dalla legge e dallo statuto in materia."
    for n in range(1, 25)
)
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_LABEL = r"(?i)(obiettivo strategico|indirizzo strategico|politica) +"
_GOAL = r"Obiettivo [Ss]trategico +[\d.]+"
_GUIDELINE = r"(?m)^ ?(INDIRIZZO STRATEGICO [\d.]+:.*)\n+(.*)\n"
OF_TEXT: dict[str, Callable[[str], str]] = {
    "lines of 40 signs": lambda text: wrap_lines(text, 40),
    "pages with heads and numbers": set_pages,
    "no blank lines": lambda text: re.sub(r"\n\s*\n+", "\n", text),
    "two columns side by side": set_columns,
    "all in capitals": str.upper,
    "objectives without label": lambda text: re.sub(_GOAL, "", text),
    "every other objective without label": lambda text: re.sub(r"Obiettivo [Ss]trategico +\d\.\d\.[13579] ", "", text),
    "objectives as bullets": lambda text: re.sub(_GOAL, "• ", text),
    "guidelines without label": lambda text: re.sub(r"INDIRIZZO STRATEGICO [\d.]+:", "", text),
    "policies gone": lambda text: re.sub(r" ?POLITICA \d:.*", "", text),
    "labels without numbers": lambda text: re.sub(_LABEL + r"[\d.]+:?", r"\1:", text),
    "numbers without labels": lambda text: re.sub(_LABEL + r"(?=\d)", "", text),
    "labels misspelt now and then": lambda text: change_each(text, _GOAL, lambda s: s.replace("tt", "t"), 6),
    "figures misread now and then": lambda text: change_each(text, _GOAL, lambda s: s.replace("1", "l"), 5),
    "numbers one too high": raise_numbers,
    "the plan twice": lambda text: f"{text}\n\n{text}",
    "policies in Roman numbers": lambda text: re.sub(r"(POLITICA) (\d)", lambda m: f"{m[1]} {_ROMAN[m[2]]}", text),
    "an annex of numbered rules": lambda text: text + _ANNEX,
    "titles below their labels": lambda text: re.sub(rf"({_GOAL}) *", r"\1\n", text),
    "labels in brackets": lambda text: re.sub(rf"({_GOAL})", r"[\1]", text),
    "objectives before their guidelines": lambda text: re.sub(_GUIDELINE, r"\2\n\n\1\n", text),
    "other labels": lambda text: re.sub("(?i)obiettivo strategico", "Progetto", text.replace("POLITICA", "PILASTRO")),
}  # fmt: skip


def write_mutants(folder: Path) -> Iterator[tuple[str, Path, list[Element]]]:
    """Yield the name of each mutant, its file, and the outline of the plan that it was made from."""
    for source, changes in ((CHAPTERS, OF_CHAPTERS), (SHEETS, OF_SHEETS)):
        truth = read_elements(json.loads(source.with_suffix(".json").read_text(encoding="utf-8")))
        for number, (name, change) in enumerate(changes.items()):
            document = Word(str(source))
            change(document)
            path = folder / f"{source.stem}-{number}.docx"
            document.save(str(path))
            yield name, path, truth
    plain = read_document(SASSUOLO)
    sections = parse_outline(plain, load_profile("politica-indirizzo-obiettivo")).sections
    truth = [Element(section.code, section.title, section.parent) for section in sections]
    for number, (name, change) in enumerate(OF_TEXT.items()):
        path = folder / f"sassuolo-{number}.txt"
        path.write_text(change(plain.text), encoding="utf-8")
        yield name, path, truth
