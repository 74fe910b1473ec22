"""The forms in which an answer is written: one table, for the command line, Python and the catalogue's description."""

import os
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from dupgraph.ask.results.answer import Answer
from dupgraph.base.errors import OutputError

if TYPE_CHECKING:
    from dupgraph.ask.results.documents.outline import Page


@dataclass(frozen=True, slots=True)
class Format:
    """One form of an answer. ``is_text``: a terminal can show it; ``is_graph``: it holds triples, not rows.

    ``writer`` is a function of this package, as ``module:function``: no answer in rows waits for Word. Those of
    ``documents`` write a page.
    """

    name: str
    media_type: str
    writer: str
    is_text: bool = True
    is_graph: bool = False

    @property
    def extension(self) -> str:
        """The ending of a file of this format."""
        return f".{self.name}"

    def encode(self, result: Answer) -> bytes:
        """Return the answer as the bytes of a file. Raises OutputError when this format cannot hold it."""
        if self.writer.startswith("documents."):
            from dupgraph.ask.results.documents.outline import draw_page

            return self.encode_page(draw_page(result))
        written: str | bytes = resolve_name(f"{__package__}.{self.writer}")(result)
        return written if isinstance(written, bytes) else written.encode("utf-8", "replace")

    def encode_page(self, page: "Page") -> bytes:
        """Return a page as the bytes of a file, in a format of pages."""
        written: bytes = resolve_name(f"{__package__}.{self.writer}")(page)
        return written


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, Format] = {
    known.name: known
    for known in (
        Format("csv", "text/csv", "texts:write_csv"),
        Format("tsv", "text/tab-separated-values", "texts:write_tsv"),
        Format("json", "application/sparql-results+json", "texts:write_json"),
        Format("jsonl", "application/jsonl", "texts:write_jsonl"),
        Format("md", "text/markdown", "texts:write_md"),
        Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "spreadsheet:write_xlsx", is_text=False),
        Format("docx", f"{_OFFICE}.wordprocessingml.document", "documents.word:encode_docx", is_text=False),
        Format("odt", "application/vnd.oasis.opendocument.text", "documents.text:encode_odt", is_text=False),
        Format("html", "text/html", "documents.page:encode_html"),
        Format("ttl", "text/turtle", "triples:write_ttl", is_graph=True),
        Format("nt", "application/n-triples", "triples:write_nt", is_graph=True),
        Format("jsonld", "application/ld+json", "triples:write_jsonld", is_graph=True),
    )
}


def find_format(path: str | os.PathLike[str]) -> Format:
    """Return the format that a file's ending names. Raises OutputError when it names none.

    >>> find_format("obiettivi.xlsx").media_type
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    """
    ending = Path(path).suffix.lower()
    for known in FORMATS.values():
        if known.extension == ending:
            return known
    endings = ", ".join(known.extension for known in FORMATS.values())
    raise OutputError(
        f"the ending {ending!r} names no format" if ending else "the name has no ending that names a format",
        path=path,
        hint=f"known are {endings}",
    )
