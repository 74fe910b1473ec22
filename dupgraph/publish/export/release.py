"""Files into folders: those of some formats; or a release, a plan in every format with its text and checksums."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from dupgraph.base.errors import DupgraphError, OutputError
from dupgraph.base.files import create_folder, write_together
from dupgraph.base.folders import replace_folder
from dupgraph.base.templates import fill_text
from dupgraph.language.languages import get_texts
from dupgraph.publish.export.formats import (
    Format,
    MetadataFormat,
    find_formats,
    list_format_names,
    split_source,
    write_data,
    write_formats,
    write_metadata_files,
)
from dupgraph.publish.export.publication import (
    ExportedFile,
    FileKind,
    Publication,
    describe_file,
    find_address,
    locate_file,
)
from dupgraph.publish.export.source import ExportedPlan, Source
from dupgraph.schema.namespaces import DCT, DUP

CHECKSUMS = "SHA256SUMS"
README = "README.txt"
_TEMPLATE = Path(__file__).parent / "templates" / "readme.txt"
TEXT_KIND = FileKind("text/plain", get_texts("files", ".txt"))


@dataclass(frozen=True, slots=True)
class Release:
    """What was written: the names of all files, how many bytes they are, and what was left out, in a sentence each."""

    files: tuple[str, ...]
    size: int
    left_out: tuple[str, ...]


def write_release(
    source: Source, target: Path, publication: Publication, *, progress: Callable[[float], object] = bool
) -> Release:
    """Write the release folder ``target`` whole, or leave it as it was; return what is in it.

    ``progress`` hears the share of all that is done, from 0 to 1.

    Raises OutputError when there is no licence, no address for the files, or ``target`` is a folder that is not ours or
    that holds the graph; and what reading the graph raises.
    """
    # Checked first: nothing is made that may not be published, or that has no address.
    licence, address = source.licence, find_address(source, publication)
    locate_file(address, source.stem)
    check_folder_of_graph(source, target)
    left_out: list[str] = []
    with replace_folder(target, "release") as folder:
        formats = _load_formats(left_out)
        files: list[ExportedFile] = []
        expected = _count_files(source, formats)
        for file, data in write_data(
            source, formats, lambda error, known: left_out.append(_explain(error, known.name))
        ):
            folder.write(file.name, data)
            files.append(file)
            progress(min(len(files) / expected, 1))
        others: list[ExportedFile] = []
        for file, data in _write_texts(source, left_out):
            folder.write(file.name, data)
            others.append(file)
        metadata = {known.file: known for known in formats if isinstance(known, MetadataFormat)}
        left_out += source.unread_periods
        for name, data in write_metadata_files(source, metadata.values(), files, publication):
            folder.write(name, data)
            others.append(describe_file(name, metadata[name].kind, data))
        readme = _write_readme(source, [*files, *others], licence, address, publication)
        folder.write(README, readme)
        written = sorted([*files, *others, describe_file(README, TEXT_KIND, readme)], key=lambda file: file.name)
        listed = "".join(write_sum(file.name, file.sha256) for file in written).encode()
        folder.write(CHECKSUMS, listed)
    size = sum(file.size for file in written) + len(listed)
    return Release((*(file.name for file in written), CHECKSUMS), size, tuple(left_out))


def _count_files(source: Source, formats: Sequence[Format]) -> int:
    """Return how many files some formats have of these plans, and one for what follows them."""
    counts = (len(known.files) * (len(source.plans) if getattr(known, "by_plan", False) else 1) for known in formats)
    return sum(counts) + 1


def write_sum(name: str, digest: str) -> str:
    """Return the line of a file as ``sha256sum -c`` reads it, which marks a name that holds a backslash by another.

    >>> write_sum("a.ttl", "e3b0")
    'e3b0  a.ttl\\n'
    >>> write_sum("a\\\\b.ttl", "e3b0") == "\\\\e3b0  a\\\\\\\\b.ttl\\n"
    True
    """
    mark = "\\" if "\\" in name else ""
    return f"{mark}{digest}  {name.replace(mark, mark * 2) if mark else name}\n"


def _load_formats(left_out: list[str]) -> list[Format]:
    """Return all formats; that of another package is left out where it is broken, and said to be."""
    found: list[Format] = []
    for name in list_format_names():
        try:
            found += find_formats([name])
        except OutputError as error:
            left_out.append(_explain(error, name))
    return found


def _explain(error: DupgraphError, name: str) -> str:
    return f"{name} is left out: {error.tell()}"


def _write_texts(source: Source, left_out: list[str]) -> Iterator[tuple[ExportedFile, bytes]]:
    """Yield the text of each plan, as far as the graphs hold it."""
    for stem, iri, part in split_source(source):
        text = next((_find_text(plan) for plan in part.plans if plan.iri == iri), None)
        if text is None:
            left_out.append(f"the text of <{iri}> is left out: its graph does not hold it")
            continue
        data = text.encode()
        yield describe_file(f"{stem}.txt", TEXT_KIND, data, iri), data


def _find_text(plan: ExportedPlan) -> str | None:
    """Return the text that a plan's offsets point into; a graph that was not built by us may not hold it."""
    source, text = NamedNode(DCT + "source"), NamedNode(DUP + "canonicalText")
    texts = {t.object for t in plan.triples if t.predicate == source and t.subject == NamedNode(plan.iri)}
    return next((t.object.value for t in plan.triples if t.predicate == text and t.subject in texts), None)  # type: ignore[union-attr]  # a text's whole is a literal


def write_files(
    source: Source, formats: Iterable[Format], folder: Path, publication: Publication | None = None
) -> tuple[Path, ...]:
    """Write the files of some formats into ``folder``, made when missing; all of them, or none. Return their paths.

    Raises what ``write_formats`` raises, and OutputError when one of them would be the graph that is read.
    """
    places = {folder / name: data for name, data in write_formats(source, formats, publication).items()}
    check_files_of_graph(source, places)
    create_folder(folder)
    write_together(places)
    return tuple(places)


# What may not be written over -----------------------------------------------------------------------------------------


def check_folder_of_graph(source: Source, target: Path) -> None:
    """Raise OutputError when the graph that is read stands in the folder that a release would replace."""
    folder = target.resolve()
    for path in source.files:
        if path.resolve().is_relative_to(folder) or folder.is_relative_to(path.resolve()):
            what = "holds the graph that is read, which the release would replace"
            raise OutputError(what, path=target, hint="choose another folder with -o")


def check_files_of_graph(source: Source, files: Iterable[Path]) -> None:
    """Raise OutputError when one of the files that are to be written is the graph that is read, or in its store."""
    graph = [path.resolve() for path in source.files]
    for file in files:
        place = file.resolve()
        if any(place == path or (path.is_dir() and place.is_relative_to(path)) for path in graph):
            what = "is the graph that is read, and an export would take its place"
            raise OutputError(what, path=file, hint="choose another folder with -o; nothing was changed")


# The folder's own words -----------------------------------------------------------------------------------------------


def _write_readme(
    source: Source, files: Sequence[ExportedFile], licence: str, address: str, publication: Publication
) -> bytes:
    return fill_text(
        _TEMPLATE,
        title=source.exchange.title,
        plans=[f"<{plan.iri}>" for plan in source.plans],
        address=locate_file(address, README).removesuffix(README),
        licence=licence,
        day=publication.modified.isoformat(),
        files=files,
        sums=CHECKSUMS,
    ).encode()
