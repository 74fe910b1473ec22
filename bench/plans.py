"""One plan, as text, Word and PDF: the whole build, cold, in a process of its own, and warm, beside the floor.

And a long PDF that is only read, beside what pdfium alone takes for the text of the same pages.
"""

import re
import resource
import tempfile
from collections.abc import Callable
from pathlib import Path

from pace import SOURCE, measure, measure_scan

# What a warm build may take, in times of splitting and folding the same words.
MOST = {"text": 100, "DOCX": 190, "PDF": 210}
# What reading a long PDF may take, without places and with them, in times of pdfium alone.
MOST_OF_PAGES = {False: 2.9, True: 3.4}
_PLANS = 5
_PDFIUM = """import sys
from pypdfium2 import PdfDocument
for page in PdfDocument(sys.argv[1]):
    page.get_textpage().get_text_range()
    page.close()
"""
_READING = """import sys
from pathlib import Path
from dupgraph.read.documents import read_document
read_document(Path(sys.argv[1]), places={places})
"""
_RECORD = 'istat = "036040"\nplan = "DUP"\nmunicipality = "Sassuolo"\nprofile = "politica-indirizzo-obiettivo"\n'
_LINES_A_PAGE = 50
# A command and rounds to the median seconds and the peak memory of a whole process.
MeasureProcess = Callable[[list[str], int], tuple[float, float]]


def write_text(path: Path, text: str) -> None:
    """Write the plan as it is."""
    path.write_text(text, encoding="utf-8")


def write_docx(path: Path, text: str) -> None:
    """Write the plan for Word, a paragraph a line."""
    from docx import Document

    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(path))


def write_pdf(path: Path, text: str) -> None:
    """Write the plan as pages of lines."""
    from textwrap import wrap

    from reportlab.pdfgen.canvas import Canvas

    page = Canvas(str(path))
    lines = [part for line in text.splitlines() for part in (wrap(line, 95) or [""])]
    for first in range(0, len(lines), _LINES_A_PAGE):
        words = page.beginText(50, 790)
        words.setFont("Helvetica", 10)
        for line in lines[first : first + _LINES_A_PAGE]:
            words.textLine(line)
        page.drawText(words)
        page.showPage()
    page.save()


FORMS: dict[str, tuple[str, Callable[[Path, str], None]]] = {
    "text": ("dup.txt", write_text),
    "DOCX": ("dup.docx", write_docx),
    "PDF": ("dup.pdf", write_pdf),
}


def multiply_plan(text: str, times: int) -> str:
    """Return a text of ``times`` plans after one another, each copy's codes its own: 1.3.3 becomes 5.3.3, 9.3.3 ..."""
    policies = len(set(re.findall(r"(?m)^\s*POLITICA (\d+):", text)))
    heading = re.compile(r"(?mi)^(\s*(?:politica|indirizzo strategico|obiettivo strategico)\s+)(\d+)")
    return "\n".join(
        heading.sub(lambda match, copy=copy: f"{match[1]}{int(match[2]) + copy * policies}", text)
        for copy in range(times)
    )


def use_processor() -> float:
    """Return the seconds of the processor that this process and its ended children have used."""
    own, below = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime


def measure_warm(path: Path, rounds: int) -> float:
    """Return the median seconds of the processor that a build takes in a process that has built before."""
    from dupgraph.read.build import build_graph

    return measure(lambda: build_graph(path), rounds, use_processor)


def show_plans(measure_cold: MeasureProcess, dupgraph: list[str], rounds: int) -> list[str]:
    """Print what a plan takes in each form; return the forms that are over their limit."""
    text = SOURCE.read_text(encoding="utf-8")
    floor = len(text.encode()) / 1e6 / measure_scan()
    missed = []
    print(f"\n{'the whole build of one plan':40} {'cold ms':>8} {'warm ms':>8} {'x floor':>8} {'limit x':>9}")
    print(f"{'splitting and folding its words (floor)':40} {'':8} {floor * 1000:8.1f} {1:8.1f}")
    with tempfile.TemporaryDirectory() as folder:
        for form, (name, write) in FORMS.items():
            path = Path(folder) / form / name
            path.parent.mkdir()
            write(path, text)
            path.with_suffix(".toml").write_text(_RECORD, encoding="utf-8")
            cold, _ = measure_cold([*dupgraph, "build", str(path), "-o", "{folder}"], rounds)
            warm = measure_warm(path, rounds)
            verdict = "ok" if warm / floor <= MOST[form] else "MISSED"
            row = f"{cold * 1000:8.0f} {warm * 1000:8.0f} {warm / floor:8.1f} {MOST[form]:9}"
            print(f"{f'as {form} ({path.stat().st_size / 1000:,.0f} kB)':40} {row}  {verdict}")
            missed += [f"whole build as {form}"] if verdict == "MISSED" else []
    return missed


def show_pages(measure_cold: MeasureProcess, python: list[str], rounds: int) -> list[str]:
    """Print what a process takes to read a PDF of some hundred pages; return what is over its limit."""
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dup.pdf"
        write_pdf(path, SOURCE.read_text(encoding="utf-8") * _PLANS)
        floor, _ = measure_cold([*python, "-c", _PDFIUM, str(path)], rounds)
        print(f"\n{f'a PDF of {path.stat().st_size / 1000:,.0f} kB, read':40} {'ms':>8} {'x pdfium':>9} {'limit x':>9}")
        print(f"{'its text by pdfium alone (floor)':40} {floor * 1000:8.0f} {1:9.2f}")
        for places, most in MOST_OF_PAGES.items():
            name = f"reading it {'with' if places else 'without'} words' places"
            seconds, _ = measure_cold([*python, "-c", _READING.format(places=places), str(path)], rounds)
            verdict = "ok" if seconds / floor <= most else "MISSED"
            print(f"{name:40} {seconds * 1000:8.0f} {seconds / floor:9.2f} {most:9}  {verdict}")
            missed += [name] if verdict == "MISSED" else []
    return missed
