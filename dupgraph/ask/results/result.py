"""An answer that writes itself into files and shows itself in a notebook."""

import os
from dataclasses import dataclass
from pathlib import Path

from dupgraph.ask.results.answer import Answer
from dupgraph.ask.results.formats import find_format
from dupgraph.base.files import write_whole


@dataclass(frozen=True, slots=True, repr=False)
class Result(Answer):
    """The answer to one query, as the library gives it: an Answer that can be written and shown."""

    def write(self, path: str | os.PathLike[str]) -> Path:
        """Write the answer to a file whose ending names the format, and return its path.

        The endings are .csv, .tsv, .json, .jsonl, .md, .xlsx, .docx, .odt and .html; .ttl, .nt and .jsonld for triples.
        Raises OutputError for another ending, and when the file cannot be written.
        """
        target = Path(path)
        write_whole(target, find_format(target).encode(self))
        return target

    def _repr_html_(self) -> str:
        """Return the table that a notebook shows."""
        # Late: only a notebook asks for it.
        from dupgraph.ask.results.notebook import write_html

        return write_html(self)
