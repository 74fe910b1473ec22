"""A plan that nobody has built yet: its document is read now, asked, and forgotten."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dupgraph.cli.printing import echo
from dupgraph.language.languages import get_text
from dupgraph.language.messages import say, translate

if TYPE_CHECKING:
    from dupgraph.graph.engines import Engine


class Unbuilt(NamedTuple):
    """What answers for a document; ``town`` is whose plan it seems, a name and a code, or neither, None where that is
    said.
    """

    engine: "Engine"
    town: tuple[str, str] | None


def is_document(location: str | None) -> bool:
    """Whether there is a plan at a location, as a document."""
    from dupgraph.graph.rdf import FORMATS

    path = Path(location or "")
    if not path.suffix or path.suffix.lower() in FORMATS or not path.is_file():
        return False
    # Late: most who ask have a graph.
    from dupgraph.read.documents.formats import list_suffixes

    return path.suffix.lower() in list_suffixes()


def open_document(location: str, lang: str, *, guessed: bool = False) -> Unbuilt:
    """Return what answers for the document there, once what is doubtful of it is said on stderr.

    Where nobody says whose plan it is and what it is called, it goes by its file's name, or where that may be
    ``guessed`` by what its first pages say. Raises DocumentError where it cannot be read.
    """
    from pyoxigraph import RdfFormat, parse

    from dupgraph.graph.engines.graphs import Place
    from dupgraph.graph.engines.oxigraph import MemoryEngine
    from dupgraph.read.build import build_draft, guess_town

    path = Path(location)
    build, missing = build_draft(path, guessed=guessed)
    for warning in build.list_warnings(path):
        echo(translate(say("warning", path=str(path), what=warning), lang), err=True)
    town = guess_town(build.document.text) if "istat" in missing else None
    if town:
        said = "seems" if town[1] else "unnamed" if guessed else "unsaid"
        echo(get_text("compare", said, lang, path=path, town=town[0]), err=True)
    triples = (quad.triple for quad in parse(build.turtle, format=RdfFormat.TURTLE))
    return Unbuilt(MemoryEngine(Place(str(path)), tuple(triples)), town)
