"""What is published beside the data: which files were written, where they will stand, and the date."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import chain, takewhile
from pathlib import Path
from urllib.parse import quote

from dupgraph.base.errors import OutputError
from dupgraph.graph.templates import fill_turtle
from dupgraph.graph.turtle import group_triples, write_turtle
from dupgraph.language.languages import WHOLE
from dupgraph.language.messages import say
from dupgraph.publish.export.source import ExportedPlan, Source
from dupgraph.publish.routes.addresses import check_base
from dupgraph.schema.namespaces import DCAT, PREFIXES, SPDX, VOID, make_slug, mint_iri

# Its owner's IRI is http, without "www": the profile's own files say so.
DCATAPIT = "http://dati.gov.it/onto/dcatapit#"
IANA = "https://www.iana.org/assignments/media-types/"

_TEMPLATES = Path(__file__).parent / "templates"
_PREFIXES = PREFIXES | {"dcat": DCAT, "dcatapit": DCATAPIT, "spdx": SPDX, "void": VOID}


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its IANA media type, and what it holds, described by language (in English at least).

    ``feature`` is the W3C's name of an RDF syntax; without it the file holds no RDF.
    """

    media_type: str
    words: Mapping[str, str]
    feature: str = ""

    def __post_init__(self) -> None:
        """Refuse other words, which would show when a release is written: kinds come from other packages, too."""
        if not isinstance(self.words, Mapping) or WHOLE not in self.words:
            raise TypeError(f"the words of a kind of file are texts by language, one of them for {WHOLE!r}")

    def describe(self, language: str) -> str:
        """Return what the file holds, in English where its words lack a language."""
        return self.words.get(language, self.words[WHOLE])


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was written. ``plan`` is the IRI of the one plan that it holds; without it, it holds all of them."""

    name: str
    kind: FileKind
    size: int
    sha256: str
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """Where and when files are published: ``base`` is the URL of their folder, by default made from the plans' IRIs.

    ``modified`` is the day of the publication, which only whoever publishes knows; ``number`` that of the first plan
    among those of its municipality, where the others are published apart.
    """

    modified: date
    base: str | None = None
    number: int = 1

    def __post_init__(self) -> None:
        """Refuse a base below which no file can stand, before anything is read."""
        if self.base is not None:
            check_base(self.base)


def describe_file(name: str, kind: FileKind, data: bytes, plan: str = "") -> ExportedFile:
    """Return what is said of a file with these bytes."""
    return ExportedFile(name, kind, len(data), sha256(data).hexdigest(), plan)


def find_date(stated: str | None = None) -> date:
    """Return the day of the publication: the stated one, else that of SOURCE_DATE_EPOCH, else today.

    Raises OutputError when one of them is no day.

    >>> find_date("2026-11-22").isoformat()
    '2026-11-22'
    """
    if stated is not None:
        try:
            return date.fromisoformat(stated)
        except ValueError:
            raise OutputError(say("no_date", value=repr(stated)), hint=say("do_date")) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        what = f"SOURCE_DATE_EPOCH is no number of seconds since 1970: {epoch!r}"
        raise OutputError(what, hint="unset it, or give --modified") from None


def find_address(source: Source, publication: Publication) -> str:
    """Return the address below which the files stand: the base, else ``download`` below the plan's IRI.

    The files of several plans stand below what their IRIs have in common. Raises OutputError when that is nothing.
    """
    if publication.base is not None:
        return check_base(publication.base)
    if len(source.plans) == 1:
        return mint_iri(source.plans[0].iri, "download")
    steps = zip(*(plan.iri.split("/") for plan in source.plans), strict=False)
    common = [step[0] for step in takewhile(lambda step: len(set(step)) == 1, steps)]
    # Scheme, nothing, host: three steps are the least that is an address.
    if len(common) < 3:
        raise OutputError("the plans' IRIs have no beginning in common", hint="say where the files stand: --base URL")
    return mint_iri("/".join(common), "download")


def locate_file(address: str, name: str) -> str:
    """Return the address of a file. Raises OutputError for a name that no address, and no metadata, can hold.

    >>> locate_file("https://w3id.org/dupgraph/data/036040/plan/dup/download", "città.ttl")
    'https://w3id.org/dupgraph/data/036040/plan/dup/download/citt%C3%A0.ttl'
    """
    if not name.isprintable():
        what = "a file cannot be published under this name"
        raise OutputError(what, path=ascii(name), hint="rename the graph's file")
    return mint_iri(address, quote(name, safe="~"))


def mint_dataset(plan: str) -> str:
    """Return the IRI of a plan's graph as a set of data, which catalogue and VoID both describe."""
    return mint_iri(plan, "dataset")


def list_files_of(plan: ExportedPlan, files: Iterable[ExportedFile]) -> list[ExportedFile]:
    """Return the files that hold a plan. Raises OutputError when there is none: metadata describe files."""
    found = [file for file in files if file.plan in ("", plan.iri)]
    if not found:
        raise OutputError(say("files_described"), hint=say("do_formats"))
    return found


def write_metadata(template: str, **facts: object) -> bytes:
    """Return metadata as Turtle: what a template says, a block a subject, in the order of their first mention."""
    known = {"locate": locate_file, "iana": IANA, "name_term": name_term}
    triples = fill_turtle(_TEMPLATES / template, **known, **facts)
    return write_turtle(chain.from_iterable(group_triples(triples).values()), _PREFIXES)


def name_term(iri: str) -> str:
    """Return a name for a class, a property or a set of IRIs that an IRI can end with; two terms have two names.

    >>> name_term("http://purl.org/dc/terms/isPartOf")
    'dct-isPartOf'
    >>> name_term("https://example.org/onto#è")
    'https-example-org-onto-e-503e685b'
    """
    for prefix, namespace in _PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.isascii() and local.isalnum():
            return f"{prefix}-{local}"
    return f"{make_slug(iri)[:80]}-{sha256(iri.encode()).hexdigest()[:8]}"
