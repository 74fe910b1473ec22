"""Locations to what a server shows: documents are built, graphs are loaded into one store of the server's own."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

from dupgraph.base.children import ChildError, Limits, open_child
from dupgraph.base.errors import GraphError, OutputError
from dupgraph.base.files import list_resources
from dupgraph.graph.engines.contents import list_files
from dupgraph.graph.engines.graphs import PACKAGED, Place, find_place
from dupgraph.graph.rdf import FORMATS
from dupgraph.graph.stores.load import Advance
from dupgraph.language.messages import say
from dupgraph.read.documents.formats import IMAGE, list_suffixes
from dupgraph.schema.corpora import MARK
from dupgraph.serve.pool import StoreFolder, find_number

Tell = Callable[[str], object]
TASKS = "dupgraph.serve.tasks"
# What reading a document needs.
READER_LIBRARIES = ("pyoxigraph", "lxml", "pypdfium2", "docx", "regex", "ahocorasick_rs", "markdown_it", "yaml")
# Of our own files, as many as there are.
LOADING_LIMITS = Limits(24 * 3600.0, processor=None, memory=None)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the plans are: graph files, or one store that somebody else filled; and what people call the place.

    ``corpus`` is the place of the files where they are those of one corpus.
    """

    name: str
    files: tuple[Path, ...] = ()
    store: Path | None = None
    corpus: Place | None = None

    @property
    def place(self) -> Place:
        """The place of which a site is drawn: files have their own order, which a store has not."""
        return Place(self.name, self.files, self.store)


def find_sources(locations: Sequence[Path], folder: Path, tell: Tell) -> Sources:
    """Return the plans at some locations; documents are built into ``folder``, and ``tell`` hears of each.

    Raises GraphError where there is nothing, DocumentError and VocabularyError for a document that cannot be read.
    """
    if not locations:
        return Sources(PACKAGED, tuple(list_resources("graph", ".ttl")))
    if empty := next((each for each in locations if each.is_dir() and not any(each.iterdir())), None):
        hint = "put a plan's document into it; or start without a folder, and give the plan to the page Upload"
        raise GraphError("the folder is empty", path=empty, hint=hint)
    name = ", ".join(map(str, locations))
    if len(locations) == 1 and (store := _find_store(locations[0])):
        return Sources(name, store=store)
    files = tuple(list_files(_list_graphs(locations, folder, tell)))
    return Sources(name, files, corpus=_find_corpus(locations))


def _find_store(location: Path) -> Path | None:
    return None if _is_document(location) or _list_documents(location) else find_place(location).store


def _find_corpus(locations: Sequence[Path]) -> Place | None:
    """Return the place of the one corpus that is all there is."""
    if len(locations) > 1 or not (locations[0] / MARK).is_file():
        return None
    return find_place(locations[0])


def _list_graphs(locations: Iterable[Path], folder: Path, tell: Tell) -> Iterator[Path]:
    """Yield the graph files of locations: those that are there, and those of documents, which are built."""
    documents: dict[Path, None] = {}
    for location in locations:
        found = [location] if _is_document(location) else _list_documents(location)
        documents |= dict.fromkeys(found)
        if not found:
            yield from find_place(location, named=True).files or [location]
    yield from build_documents(_number(documents, folder, tell), tell)


def _number(documents: Collection[Path], folder: Path, tell: Tell) -> Iterator[tuple[Path, Path]]:
    for number, document in enumerate(documents, 1):
        tell(say("serve_reading", number=number, count=len(documents), document=str(document)))
        yield document, folder / f"built-{number}"


def _is_document(location: Path) -> bool:
    return location.is_file() and location.suffix.lower() not in FORMATS


def _list_documents(location: Path) -> list[Path]:
    """Return the documents in a folder that holds no graph; beside a graph stands the text that it is of.

    A picture in a folder is no plan; by its name it may be given as one.
    """
    if not location.is_dir():
        return []
    files = sorted(file for file in location.iterdir() if file.is_file())
    suffixes = {file.suffix.lower() for file in files}
    if suffixes & set(FORMATS) or {"CURRENT", "IDENTITY"} <= {file.name for file in files}:
        return []
    known = set(list_suffixes()) - set(IMAGE.suffixes)
    return [file for file in files if file.suffix.lower() in known]


def build_documents(documents: Iterable[tuple[Path, Path]], tell: Tell = str) -> Iterator[Path]:
    """Yield the graphs of documents, each of which is built into a new folder, and tell what is doubtful about it.

    Raises what building raises, and OutputError where the process that builds ends.

    A child builds them: pages are drawn meanwhile, and what that takes in memory is given back.
    """
    with ExitStack() as stack:
        child = None
        for document, folder in documents:
            child = child or stack.enter_context(open_child(TASKS, LOADING_LIMITS, libraries=READER_LIBRARIES))
            child.send({"do": "build", "document": str(document), "folder": str(folder)})
            try:
                answer, _ = child.receive()
            except ChildError as error:
                raise _explain_end("builds", document, error) from None
            for warning in answer["warnings"]:
                tell(say("warning", path=str(document), what=warning))
            yield Path(answer["graph"])


def fill_store(sources: Sources, folder: Path, advance: Advance | None = None) -> StoreFolder:
    """Return the store that answers for some sources, made below ``folder``; one that is there already is it.

    Raises what ``load_graphs`` raises, and StartError.
    """
    generation = token_hex(8)
    number = find_number(sources.store) if sources.store else 0
    target = sources.store or folder / f"store-{generation}"
    try:
        facts = _load(sources.files, target, advance)
    except OutputError as error:
        raise OutputError(
            error.what, path=folder, hint="make room there, or set TMPDIR to a folder with room"
        ) from None
    except ChildError as error:
        raise _explain_end("loads", folder, error) from None
    return StoreFolder(target, generation, number, tuple(facts["graphs"]), facts["triples"], facts["union"])


def _explain_end(does: str, path: Path, error: ChildError) -> OutputError:
    hint = "make room in memory, or load fewer plans"
    return OutputError(f"the process that {does} was ended ({error.cause})", path=path, hint=hint)


def _load(files: Sequence[Path], store: Path, advance: Advance | None) -> dict[str, Any]:
    """Have a child load a store and look at it: what that takes in memory is not given back."""
    with open_child(TASKS, LOADING_LIMITS, libraries=("pyoxigraph",)) as child:
        child.send({"do": "load", "files": list(map(str, files)), "store": str(store)})
        while True:
            facts, _, is_last = child.receive_part()
            if is_last:
                return dict(facts)
            if advance is not None:
                advance(*facts)
