"""Pages on stdout or in a file: every command that draws a map writes it here."""

from pathlib import Path
from typing import TYPE_CHECKING

from click.exceptions import Exit

from dupgraph.base.errors import OutputError
from dupgraph.base.files import write_whole
from dupgraph.cli.printing import echo
from dupgraph.cli.rows import show_data
from dupgraph.language.messages import say, translate

if TYPE_CHECKING:
    from dupgraph.publish.map.page import Drawing
    from dupgraph.publish.towns.page import TownsDrawing


_ENDINGS = ("", ".html", ".htm", ".xhtml")


def check_page(file: Path | None) -> None:
    """Raise OutputError for a file whose name says that it is no web page."""
    if file is not None and file.suffix.lower() not in _ENDINGS:
        hint = f"name it {file.with_suffix('.html').name}; a browser prints it, also as PDF"
        raise OutputError(f"a map is a web page, and no {file.suffix}", path=file, hint=hint)


def show_page(drawing: "Drawing | TownsDrawing", file: Path | None, lang: str) -> None:
    """Write a map to a file, or to stdout when there is none; then exit 1 when there is nothing to see on it."""
    page = drawing.html.encode()
    if file is None:
        show_data(page, None)
    else:
        write_whole(file, page)
        echo(translate(say("map_written", file=file), lang), err=True)
    if drawing.nothing:
        echo(translate(say("nothing_to_see", reason=drawing.nothing), lang), err=True)
        raise Exit(1)
