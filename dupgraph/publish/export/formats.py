"""The formats of an export: a name, files by the endings of their names, and what writes each.

Those of other packages are found by the entry points of the group ``dupgraph.exports``. The module of a format is
imported when it is written: who wants a network does not wait for Parquet.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from pkgutil import resolve_name
from tomllib import loads

from dupgraph.base.errors import DupgraphError, MissingExtraError, OutputError, UnfitFormatError
from dupgraph.base.plugins import describe_cause, list_plugins, load_plugin
from dupgraph.language.languages import get_texts
from dupgraph.language.messages import say, suggest
from dupgraph.publish.export.publication import ExportedFile, FileKind, Publication, describe_file, find_date
from dupgraph.publish.export.source import Source, name_plan

GROUP = "dupgraph.exports"


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format by name. ``files`` has what each file is, by the ending of its name.

    ``writers`` has what writes it, likewise, as ``module:function``: a function that takes a Source, or an Exchange
    where ``is_network`` says that the files are nodes and edges, and returns bytes. ``by_plan`` says that a file holds
    one plan and no more: several plans are several files.
    """

    name: str
    files: Mapping[str, FileKind]
    writers: Mapping[str, str]
    by_plan: bool = False
    is_network: bool = False


@dataclass(frozen=True, slots=True)
class MetadataFormat:
    """A format that describes the files of the same run. Its file is called ``file``, whatever the plans are called.

    ``writer`` takes a Source, a sequence of ExportedFile and a Publication.
    """

    name: str
    file: str
    kind: FileKind
    writer: str
    files: Mapping[str, FileKind] = field(default_factory=dict)


Format = ExportFormat | MetadataFormat


def _read_formats() -> dict[str, Format]:
    """Return our formats by name, as ``formats.toml`` lists them, those of a release in its order."""
    found: dict[str, Format] = {}
    for name, row in loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items():
        sort, files = row.pop("sort"), row
        kinds, writers = {}, {}
        for ending, file in files.items():
            feature = f"http://www.w3.org/ns/formats/{file['feature']}" if "feature" in file else ""
            kinds[ending] = FileKind(file["media_type"], get_texts("files", ending), feature)
            writers[ending] = f"dupgraph.publish.export.{file['writer']}"
        if sort == "metadata":
            ((file, kind),) = kinds.items()
            found[name] = MetadataFormat(name, file, kind, writers[file])
        else:
            found[name] = ExportFormat(name, kinds, writers, is_network=sort == "network")
    return found


_OWN = _read_formats()


def list_format_names() -> tuple[str, ...]:
    """Return what the formats are called, in the order of a release; those of other packages stand after the tables.

    A format of our own goes before another of its name.
    """
    whole = [name for name, known in _OWN.items() if isinstance(known, ExportFormat) and not known.is_network]
    added = (name for name in list_plugins(GROUP) if name not in _OWN)
    return tuple(dict.fromkeys((*whole, *added, *_OWN)))


def find_formats(names: Iterable[str]) -> tuple[Format, ...]:
    """Return the formats called so, each once.

    Raises OutputError when there is no name, when one is none of them, and when that of another package is broken.
    """
    wanted, there = tuple(dict.fromkeys(names)), list_format_names()
    known = say("formats_there", names=", ".join(there))
    if not wanted:
        raise OutputError(say("no_format_given"), hint=known)
    for name in wanted:
        if name not in there:
            near = get_close_matches(name[:100].lower(), there, n=1, cutoff=0.5)
            raise OutputError(say("no_format_called", name=repr(name[:100]), near=suggest(near)), hint=known)
    return tuple(
        _OWN[name] if name in _OWN else load_plugin(list_plugins(GROUP)[name], ExportFormat) for name in wanted
    )


def _load_writer(known: Format, writer: str) -> Callable[..., bytes]:
    try:
        found: Callable[..., bytes] = resolve_name(writer)
    except DupgraphError:
        raise
    except Exception as cause:  # that of another package may raise anything
        raise OutputError(f"the format {known.name} cannot be written: {describe_cause(cause)}") from cause
    return found


def write_formats(
    source: Source, formats: Iterable[Format], publication: Publication | None = None
) -> dict[str, bytes]:
    """Return the files of some formats: the name of each and its bytes.

    Catalogue and VoID, which say when and where, take ``publication``; today, where none is given. Raises what reading
    the graph raises, MissingExtraError where a format's library is not installed, and OutputError when metadata have no
    files to describe.
    """
    formats = tuple(formats)
    metadata = [known for known in formats if isinstance(known, MetadataFormat)]
    if metadata:
        check_metadata(source, formats)
    written = list(write_data(source, formats))
    files = {file.name: data for file, data in written}
    described = [file for file, _ in written]
    return files | dict(write_metadata_files(source, metadata, described, publication))


def check_metadata(source: Source, formats: Iterable[Format]) -> None:
    """Raise OutputError when there is nothing to describe or no licence: before the work, not after it."""
    if not any(isinstance(known, ExportFormat) for known in formats):
        what = "catalog and void describe the files of the same run, and no other format is given"
        raise OutputError(what, hint="name some beside them, such as turtle and csv, or use --all")
    # Read for the error that it raises.
    _ = source.licence


def write_metadata_files(
    source: Source, formats: Iterable[MetadataFormat], files: Sequence[ExportedFile], publication: Publication | None
) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file that describes ``files``."""
    said = publication or Publication(find_date())
    for known in formats:
        yield known.file, _load_writer(known, known.writer)(source, files, said)


def write_data(
    source: Source, formats: Iterable[Format], leave_out: Callable[[DupgraphError, ExportFormat], object] | None = None
) -> Iterator[tuple[ExportedFile, bytes]]:
    """Yield the files that hold the plans, one after the other, each with its bytes.

    A format whose library is not installed, or that has no way to write these graphs, is left out where ``leave_out``
    hears of it. Raises OutputError when two files would have one name.
    """
    names: set[str] = set()
    for known in formats:
        if isinstance(known, MetadataFormat):
            continue
        try:
            for file, data in _write_format(source, known):
                if file.name in names:
                    raise OutputError(f"two plans give a file of one name: {file.name}", hint="choose one with --plan")
                names.add(file.name)
                yield file, data
        except (MissingExtraError, UnfitFormatError) as error:
            if leave_out is None:
                raise
            leave_out(error, known)


def _write_format(source: Source, known: ExportFormat) -> Iterator[tuple[ExportedFile, bytes]]:
    for ending, kind in known.files.items():
        write = _load_writer(known, known.writers[ending])
        if known.by_plan:
            for stem, plan, part in split_source(source):
                data = write(part)
                yield describe_file(stem + ending, kind, data, plan), data
        else:
            data = write(source.exchange if known.is_network else source)
            yield describe_file(source.stem + ending, kind, data), data


def split_source(source: Source) -> Iterator[tuple[str, str, Source]]:
    """Yield for each plan what its files are called, its IRI, and the source of it alone."""
    if len(source.plans) == 1:
        yield source.stem, source.plans[0].iri, source
        return
    for plan in source.plans:
        yield name_plan(plan.iri), plan.iri, replace(source, plan=None, loaded=plan)
