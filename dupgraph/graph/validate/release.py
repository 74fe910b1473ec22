"""A release folder as a whole: its files are those that it lists, and all of them say the same."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple

from dupgraph.base.errors import GraphError
from dupgraph.base.gathering import gather
from dupgraph.graph.rdf import FORMATS, read_data
from dupgraph.graph.validate.consistency import check_quads
from dupgraph.graph.validate.facts import find_kind, list_types, parse_quads
from dupgraph.graph.validate.files import validate_quads
from dupgraph.graph.validate.findings import Finding, Kind, Language, Report, shorten_iri, sort_findings
from dupgraph.language.languages import get_text
from dupgraph.schema.namespaces import DCAT, SPDX, VOID

SUMS = "SHA256SUMS"
MARK = ".dupgraph-release"
_FORMS = {**FORMATS, ".jsonld": RdfFormat.JSON_LD}
# As sha256sum writes them: a line that begins with a backslash has a name in which backslashes are doubled.
_LINE = re.compile(r"(\\?)([0-9a-fA-F]{64}) [ *](.+)")

RELEASE_RULES = (
    *(
        f"release-{name}"
        for name in ("sums", "missing", "checksum", "unlisted", "graph", "metadata", "readable", "forms")
    ),
    *(f"catalogue-{name}" for name in ("file", "size", "checksum")),
)
# A breach within a release: the file or node, the rule, the words.
Breach = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file of a release: what its bytes measure."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class RdfFile:
    """A file of a release that is RDF: what it describes."""

    name: str
    kind: Kind
    quads: list[Quad]


def is_release(location: str | os.PathLike[str] | None) -> bool:
    """Return whether a location is a release folder: one with a list of checksums, or with our mark."""
    return location is not None and any((Path(location) / name).is_file() for name in (SUMS, MARK))


def validate_release(
    folder: str | os.PathLike[str], *, lang: Language = "en", with_consistency: bool = False
) -> tuple[Report, ...]:
    """Return what the rules say of each graph and metadata file of a release, then of the release as a whole.

    With ``with_consistency``, each graph's contradictions have a report of their own. Raises GraphError when the
    folder cannot be read.
    """
    root = Path(folder)
    listed, breaches = _read_sums(root)
    names = sorted({*listed, *_read_mark(root)})
    files = {name: file for name in names if (file := _measure_file(root / name)) is not None}
    breaches.extend(_check_files(names, files, listed))
    reports: list[Report] = []
    contents: set[str] = set()
    triples: dict[str, tuple[str, set[Triple]]] = {}
    for name in files:
        try:
            rdf = _read_rdf(root, name)
        except GraphError as error:
            breaches.append((name, "release-readable", error.what))
            continue
        if rdf is None:
            continue
        if rdf.kind == "graph":
            breaches.extend(_compare_forms(rdf, triples))
        if rdf.kind == "metadata":
            breaches.extend(_check_distributions(rdf.quads, files))
        if _is_to_validate(name, files):
            contents |= {rdf.kind, *list_types(rdf.quads)}
            reports.append(validate_quads(rdf.quads, root / name, rdf.kind, lang))
            if with_consistency and rdf.kind == "graph":
                reports.append(check_quads(rdf.quads, root / name, lang))
    breaches.extend(_check_contents(contents))
    found = {_describe(breach, lang) for breach in breaches}
    whole = Report(os.fspath(folder), 0, len(RELEASE_RULES), sort_findings(found), "release", len(files))
    return (*reports, whole)


def _describe(breach: Breach, lang: Language) -> Finding:
    about, rule, words = breach
    return Finding(shorten_iri(about), rule, words, get_text("rules", rule, lang), "violation", about)


def _read_sums(root: Path) -> tuple[dict[str, str], list[Breach]]:
    """Return the digests that SHA256SUMS gives, by file name."""
    data = _read_bytes(root / SUMS)
    if data is None:
        return {}, [(SUMS, "release-sums", SUMS)]
    listed: dict[str, str] = {}
    breaches: list[Breach] = []
    for line in data.decode("utf-8", errors="replace").splitlines():
        found = _LINE.fullmatch(line)
        name = "" if found is None else found[3].replace("\\\\", "\\") if found[1] else found[3]
        if found and _stays_within(name):
            listed[name] = found[2].lower()
        else:
            breaches.append((SUMS, "release-sums", line[:200]))
    return listed, breaches


def _read_mark(root: Path) -> set[str]:
    """Return the files that dupgraph wrote into the folder; the list of checksums cannot list itself."""
    data = _read_bytes(root / MARK)
    names = set() if data is None else set(data.decode("utf-8", errors="replace").splitlines())
    return {name for name in names - {SUMS} if _stays_within(name)}


def _stays_within(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\0" not in name


def _read_bytes(path: Path) -> bytes | None:
    """Return what a file holds, None where there is none. Raises GraphError when the system refuses it."""
    return read_data(path) if path.is_file() else None


def _measure_file(path: Path) -> ReleaseFile | None:
    data = _read_bytes(path)
    return None if data is None else ReleaseFile(len(data), sha256(data).hexdigest())


def _check_files(names: list[str], files: Mapping[str, ReleaseFile], listed: Mapping[str, str]) -> Iterator[Breach]:
    for name in names:
        if name not in files:
            yield name, "release-missing", name
        elif name not in listed:
            # Without any list, that it is missing is said once.
            if listed:
                yield name, "release-unlisted", name
        elif files[name].digest != listed[name]:
            yield name, "release-checksum", files[name].digest


def _read_rdf(root: Path, name: str) -> RdfFile | None:
    """Return what an RDF file holds, None for another. Raises GraphError when it cannot be read as RDF."""
    path = root / name
    form = _FORMS.get(path.suffix.lower())
    data = None if form is None else _read_bytes(path)
    if form is None or data is None:
        return None
    quads = parse_quads(data, path, form)
    return RdfFile(name, find_kind(quads), quads)


def _is_to_validate(name: str, files: Mapping[str, ReleaseFile]) -> bool:
    """Tell whether the shapes are checked on a file: on one form of a graph, since all hold the same."""
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    return suffix == ".ttl" or (suffix == ".nt" and path.with_suffix(".ttl").as_posix() not in files)


def _compare_forms(rdf: RdfFile, triples: dict[str, tuple[str, set[Triple]]]) -> Iterator[Breach]:
    """Compare a graph's file with the first of the same stem, which is kept in ``triples``."""
    here = _list_triples(rdf.quads)
    first, there = triples.setdefault(PurePosixPath(rdf.name).with_suffix("").as_posix(), (rdf.name, here))
    if here != there:
        yield rdf.name, "release-forms", f"{len(here - there):,} more, {len(there - here):,} fewer than {first}"


def _list_triples(quads: list[Quad]) -> set[Triple]:
    """Return the triples of all graphs; blank nodes get names that depend on nothing but the triples."""
    if any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        dataset = Dataset(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
        dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
        return {quad.triple for quad in dataset}
    return {quad.triple for quad in quads}


def _check_contents(contents: set[str]) -> Iterator[Breach]:
    if "graph" not in contents:
        yield "dup:Plan", "release-graph", "dup:Plan"
    for name, iri in (("dcat:Catalog", DCAT + "Catalog"), ("void:Dataset", VOID + "Dataset")):
        if iri not in contents:
            yield name, "release-metadata", name


def _check_distributions(quads: Iterable[Quad], files: Mapping[str, ReleaseFile]) -> Iterator[Breach]:
    """Compare what a catalogue says of each distribution's file with the file."""
    values = gather(
        ((str(quad.subject), quad.predicate.value), quad.object)
        for quad in quads
        if not isinstance(quad.object, Triple)
    )
    for node in sorted({node for node, predicate in values if predicate == DCAT + "downloadURL"}):
        (url, *_) = (term.value for term in values[node, DCAT + "downloadURL"])
        about = node.strip("<>")
        name = _find_file(url, files)
        if name is None:
            yield about, "catalogue-file", url
            continue
        sizes = [term.value for term in values.get((node, DCAT + "byteSize"), ())]
        digests = [
            term.value.lower()
            for checksum in values.get((node, SPDX + "checksum"), ())
            for term in values.get((str(checksum), SPDX + "checksumValue"), ())
        ]
        # Those that are missing are found by the shapes.
        yield from ((about, "catalogue-size", f"{name}: {size}") for size in sizes if size != str(files[name].size))
        yield from ((about, "catalogue-checksum", f"{name}: {d}") for d in digests if d != files[name].digest)


def _find_file(url: str, files: Mapping[str, ReleaseFile]) -> str | None:
    """Return the name of the file that a URL downloads: the longest that the URL's path ends in."""
    path = "/" + unquote(urlsplit(url).path).lstrip("/")
    return max((name for name in files if path.endswith(f"/{name}")), key=len, default=None)
