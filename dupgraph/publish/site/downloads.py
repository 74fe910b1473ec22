"""The downloads of a site: each plan's graph and tables as files, and the metadata that describe them."""

from collections.abc import Iterator

from dupgraph.publish.export.formats import MetadataFormat, find_formats, write_data, write_metadata_files
from dupgraph.publish.export.publication import ExportedFile, Publication, describe_file, mint_dataset, write_metadata
from dupgraph.publish.export.release import TEXT_KIND
from dupgraph.publish.export.source import Source
from dupgraph.publish.pages.drawing import Frame
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.routes.paths import quote_path
from dupgraph.schema.namespaces import ROOT

# What most people open, and what machines read first; ``dupgraph export`` writes all other formats.
_FORMATS = ("turtle", "csv")
_METADATA = ("catalog", "void")
DOWNLOAD = "download"
# Where readers of linked data look for a description of all that there is (VoID, W3C 2011, section 7.2).
VOID_FILE = ".well-known/void"


def write_downloads(
    view: PlanView, source: Source, publication: Publication
) -> Iterator[tuple[str, bytes, ExportedFile | None]]:
    """Yield path, bytes and description of each file of a plan; the metadata come last, and describe the others.

    Catalogues take nothing without a licence: where there is none there are no metadata.
    """
    folder = f"{view.path}/{DOWNLOAD}"
    described: list[ExportedFile] = []
    for file, data in write_data(source, find_formats(_FORMATS)):
        described.append(file)
        yield f"{folder}/{file.name}", data, file
    if view.text:
        # The offsets in tables and graph point into it; it is an official act, and no part of the licensed data.
        name, data = f"{source.stem}.txt", view.text.encode()
        yield f"{folder}/{name}", data, describe_file(name, TEXT_KIND, data, view.iri)
    if source.stated_licence is None:
        return
    formats = [known for known in find_formats(_METADATA) if isinstance(known, MetadataFormat)]
    for name, data in write_metadata_files(source, formats, described, publication):
        yield f"{folder}/{name}", data, None


def write_void_index(frame: Frame) -> bytes:
    """Return VoID of a site of several plans: a set of data whose subsets are theirs, described in their own files."""
    root = frame.base or ROOT
    subsets = [
        (mint_dataset(card.iri), f"{root}{quote_path(card.path)}/{DOWNLOAD}/void.ttl" if card.licence else "")
        for card in frame.plans
    ]
    return write_metadata("void-index.ttl", root=root, file=VOID_FILE, subsets=subsets)
