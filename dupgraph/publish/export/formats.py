"""The formats of an export: one table. A format is a name, its files by the endings of their names, and their writers.

The module of a format is imported when it is written: who wants a network does not wait for Parquet.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial

from dupgraph.base.errors import MissingExtraError, OutputError
from dupgraph.publish.export.exchange import Exchange
from dupgraph.publish.export.publication import ExportedFile, FileKind, Publication, describe_file
from dupgraph.publish.export.source import Source, name_plan

Writer = Callable[[Source], bytes]
Describer = Callable[[Source, Sequence[ExportedFile], Publication], bytes]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format by name. ``files`` has what each file is, by the ending of its name; ``load`` their writers, likewise.

    ``by_plan`` says that a file holds one plan and no more: several plans are several files.
    """

    name: str
    files: Mapping[str, FileKind]
    load: Callable[[], Mapping[str, Writer]]
    by_plan: bool = False


@dataclass(frozen=True, slots=True)
class MetadataFormat:
    """A format that describes the files of the same run. Its file is called ``file``, whatever the plans are called."""

    name: str
    file: str
    load: Callable[[], Describer]
    files: Mapping[str, FileKind] = field(default_factory=dict)


def _load_rdf() -> dict[str, Writer]:
    from dupgraph.publish.export.rdf import write_nquads, write_ntriples, write_rdfxml, write_trig, write_turtle

    return {
        ".ttl": write_turtle,
        ".nt": write_ntriples,
        ".trig": write_trig,
        ".nq": write_nquads,
        ".rdf": write_rdfxml,
    }


def _load_jsonld() -> dict[str, Writer]:
    from dupgraph.publish.export.jsonld import write_jsonld

    return {".jsonld": write_jsonld}


def _load_csv() -> dict[str, Writer]:
    from dupgraph.publish.export import csvw

    return {
        "-elements.csv": csvw.write_elements,
        "-entities.csv": csvw.write_entities,
        "-links.csv": csvw.write_links,
        "-mentions.csv": csvw.write_mentions,
        "-metadata.json": csvw.write_table_schema,
    }


def _load_parquet() -> dict[str, Writer]:
    from dupgraph.publish.export.parquet import write_parquet

    tables = ("elements", "entities", "links", "mentions")
    return {f"-{table}.parquet": partial(write_parquet, name=table) for table in tables}


def _load_stratml() -> dict[str, Writer]:
    from dupgraph.publish.export.stratml import write_core, write_performance

    return {".stratml.xml": write_core, ".stratml-2.xml": write_performance}


def _load_graphml() -> dict[str, Writer]:
    from dupgraph.publish.export.graphml import write_graphml

    return {".graphml": _take_network(write_graphml)}


def _load_gexf() -> dict[str, Writer]:
    from dupgraph.publish.export.gexf import write_gexf

    return {".gexf": _take_network(write_gexf)}


def _load_kumu() -> dict[str, Writer]:
    from dupgraph.publish.export.kumu import write_kumu

    return {".kumu.json": _take_network(write_kumu)}


def _load_network_csv() -> dict[str, Writer]:
    from dupgraph.publish.export.tables import write_edges, write_nodes

    return {"-nodes.csv": _take_network(write_nodes), "-edges.csv": _take_network(write_edges)}


def _take_network(write: Callable[[Exchange], bytes]) -> Writer:
    return lambda source: write(source.exchange)


def _load_catalogue() -> Describer:
    from dupgraph.publish.export.catalogue import write_catalogue

    return write_catalogue


def _load_void() -> Describer:
    from dupgraph.publish.export.void import write_void

    return write_void


def _rdf(media_type: str, syntax: str, italian: str, english: str) -> FileKind:
    feature = f"http://www.w3.org/ns/formats/{syntax}"
    return FileKind(media_type, f"il grafo intero, {italian}", f"the whole graph, {english}", feature)


def _tables(media_type: str, ending: str, syntax: str) -> dict[str, FileKind]:
    return {
        f"-elements{ending}": FileKind(
            media_type, f"gli elementi del piano, {syntax}", f"the plan's elements, {syntax}"
        ),
        f"-entities{ending}": FileKind(
            media_type,
            f"ciò che gli elementi nominano: soggetti, destinatari, temi, luoghi, strumenti, {syntax}",
            f"what the elements name: partners, beneficiaries, themes, places, instruments, {syntax}",
        ),
        f"-links{ending}": FileKind(
            media_type,
            f"i legami tra elementi e ciò che nominano, {syntax}",
            f"the links from elements to these, {syntax}",
        ),
        f"-mentions{ending}": FileKind(
            media_type,
            f"le menzioni, con le parole del piano, {syntax}",
            f"the mentions, with the plan's words, {syntax}",
        ),
    }


def _network(media_type: str, italian: str, english: str) -> FileKind:
    return FileKind(media_type, f"la rete del piano, {italian}", f"the plan's network, {english}")


FORMATS: dict[str, ExportFormat | MetadataFormat] = {
    known.name: known
    for known in (
        ExportFormat("turtle", {".ttl": _rdf("text/turtle", "Turtle", "Turtle", "Turtle")}, _load_rdf),
        ExportFormat(
            "ntriples", {".nt": _rdf("application/n-triples", "N-Triples", "N-Triples", "N-Triples")}, _load_rdf
        ),
        ExportFormat(
            "trig",
            {
                ".trig": _rdf(
                    "application/trig",
                    "TriG",
                    "TriG, ogni piano in un grafo con nome",
                    "TriG, each plan in a named graph",
                )
            },
            _load_rdf,
        ),
        ExportFormat(
            "nquads",
            {
                ".nq": _rdf(
                    "application/n-quads",
                    "N-Quads",
                    "N-Quads, ogni piano in un grafo con nome",
                    "N-Quads, each plan in a named graph",
                )
            },
            _load_rdf,
        ),
        ExportFormat("rdfxml", {".rdf": _rdf("application/rdf+xml", "RDF_XML", "RDF/XML", "RDF/XML")}, _load_rdf),
        ExportFormat(
            "jsonld",
            {
                ".jsonld": _rdf(
                    "application/ld+json", "JSON-LD", "JSON-LD, con il suo contesto", "JSON-LD, with its context"
                )
            },
            _load_jsonld,
        ),
        ExportFormat(
            "csv",
            {
                **_tables("text/csv", ".csv", "CSV"),
                "-metadata.json": FileKind(
                    "application/csvm+json",
                    "che cosa sono tabelle e colonne, CSVW",
                    "what tables and columns are, CSVW",
                ),
            },
            _load_csv,
        ),
        ExportFormat("parquet", _tables("application/vnd.apache.parquet", ".parquet", "Parquet"), _load_parquet),
        ExportFormat(
            "stratml",
            {
                ".stratml.xml": FileKind(
                    "application/xml",
                    "il piano in StratML, parte 1 (ISO 17469-1)",
                    "the plan in StratML, Part 1 (ISO 17469-1)",
                ),
                ".stratml-2.xml": FileKind(
                    "application/xml",
                    "il piano in StratML, parte 2, con i ruoli",
                    "the plan in StratML, Part 2, with roles",
                ),
            },
            _load_stratml,
            by_plan=True,
        ),
        ExportFormat(
            "graphml",
            {
                ".graphml": _network(
                    "application/xml", "GraphML: yEd, Cytoscape, Gephi", "GraphML: yEd, Cytoscape, Gephi"
                )
            },
            _load_graphml,
        ),
        ExportFormat("gexf", {".gexf": _network("application/xml", "GEXF: Gephi", "GEXF: Gephi")}, _load_gexf),
        ExportFormat("kumu", {".kumu.json": _network("application/json", "JSON: Kumu", "JSON: Kumu")}, _load_kumu),
        ExportFormat(
            "network-csv",
            {
                "-nodes.csv": _network("text/csv", "i nodi, CSV", "the nodes, CSV"),
                "-edges.csv": _network("text/csv", "gli archi, CSV", "the edges, CSV"),
            },
            _load_network_csv,
        ),
        MetadataFormat("catalog", "catalog.ttl", _load_catalogue),
        MetadataFormat("void", "void.ttl", _load_void),
    )
}
# Those whose files show the plans as nodes and edges.
NETWORKS = ("graphml", "gexf", "kumu", "network-csv")


def find_formats(names: Iterable[str]) -> tuple[ExportFormat | MetadataFormat, ...]:
    """Return the formats called so, each once. Raises OutputError when there is no name, or one is none of them."""
    wanted = tuple(dict.fromkeys(names))
    known = f"there are {', '.join(FORMATS)}; or --all"
    if not wanted:
        raise OutputError("no format is given", hint=known)
    for name in wanted:
        if name not in FORMATS:
            near = get_close_matches(name[:100].lower(), FORMATS, n=1, cutoff=0.5)
            also = f" (did you mean {near[0]!r}?)" if near else ""
            raise OutputError(f"no format is called {name[:100]!r}{also}", hint=known)
    return tuple(FORMATS[name] for name in wanted)


def write_formats(
    source: Source, formats: Iterable[ExportFormat | MetadataFormat], publication: Publication | None = None
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


def check_metadata(source: Source, formats: Iterable[ExportFormat | MetadataFormat]) -> None:
    """Raise OutputError when there is nothing to describe or no licence: before the work, not after it."""
    if not any(isinstance(known, ExportFormat) for known in formats):
        raise OutputError(
            "catalog and void describe the files of the same run, and no other format is given",
            hint="name some beside them, such as turtle and csv, or use --all",
        )
    # Read for the error that it raises.
    _ = source.licence


def write_metadata_files(
    source: Source, formats: Iterable[MetadataFormat], files: Sequence[ExportedFile], publication: Publication | None
) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file that describes ``files``."""
    from dupgraph.publish.export.publication import find_date

    said = publication or Publication(find_date())
    for known in formats:
        yield known.file, known.load()(source, files, said)


def write_data(
    source: Source,
    formats: Iterable[ExportFormat | MetadataFormat],
    leave_out: Callable[[MissingExtraError, ExportFormat], object] | None = None,
) -> Iterator[tuple[ExportedFile, bytes]]:
    """Yield the files that hold the plans, one after the other, each with its bytes.

    A format whose library is not installed is left out where ``leave_out`` hears of it. Raises OutputError when two
    files would have one name.
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
        except MissingExtraError as error:
            if leave_out is None:
                raise
            leave_out(error, known)


def _write_format(source: Source, known: ExportFormat) -> Iterator[tuple[ExportedFile, bytes]]:
    writers = known.load()
    for ending, kind in known.files.items():
        if known.by_plan:
            for stem, plan, part in split_source(source):
                data = writers[ending](part)
                yield describe_file(stem + ending, kind, data, plan), data
        else:
            data = writers[ending](source)
            yield describe_file(source.stem + ending, kind, data), data


def split_source(source: Source) -> Iterator[tuple[str, str, Source]]:
    """Yield for each plan what its files are called, its IRI, and the source of it alone."""
    if len(source.plans) == 1:
        yield source.stem, source.plans[0].iri, source
        return
    for plan in source.plans:
        yield name_plan(plan.iri), plan.iri, replace(source, plan=None, held=plan)
