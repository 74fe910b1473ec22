"""``dupgraph export``: a graph as files for others."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from dupgraph.cli.options import Location, language_option, location_options, publication_options
from dupgraph.cli.printing import echo, word
from dupgraph.cli.progress import show_progress
from dupgraph.language.languages import WHOLE
from dupgraph.language.messages import retell, say, translate, write_count, write_decimal

if TYPE_CHECKING:
    from dupgraph.publish.export.formats import Format
    from dupgraph.publish.export.publication import Publication
    from dupgraph.publish.export.source import Source

EXAMPLE = """\b
Example:
  dupgraph export turtle jsonld csv
  dupgraph export graphml gexf --graph graph/sassuolo.ttl -o reti
  dupgraph export network-csv --no-dependencies --lang en
  dupgraph export --all --licence https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40 -o release"""


def _complete_format(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from dupgraph.publish.export.formats import list_format_names

    return [CompletionItem(name) for name in list_format_names() if name.startswith(incomplete)]


@click.command("export", epilog=EXAMPLE)
@click.argument("names", metavar="FORMAT...", nargs=-1, shell_complete=_complete_format)
@click.option("--all", "is_release", is_flag=True, help="Write a release: every format, metadata, checksums.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR",
              help="Folder for the files; created when missing.  [default: export, or release with --all]")  # fmt: skip
@click.option("--base", metavar="URL", help="Address of the folder where the files will stand.")
@publication_options
@click.option("--no-dependencies", is_flag=True, help="Networks: leave out which objectives hang together.")
@language_option("Language of names in networks and tables, and of what it says.")
@location_options
def command(
    *,
    names: tuple[str, ...],
    is_release: bool,
    output: Path | None,
    licence: str | None,
    base: str | None,
    modified: str | None,
    no_dependencies: bool,
    lang: str,
    location: Location,
) -> None:
    """Write plans as files for others: linked open data, tables, networks, and a whole release.

    FORMAT is one or more of: turtle, ntriples, trig, nquads, rdfxml and jsonld (the whole graph); csv and parquet
    (tables of elements, entities, links and mentions); stratml (ISO 17469, Part 1 and 2); graphml (yEd, Cytoscape,
    Gephi), gexf (Gephi), kumu (a blueprint, JSON) and network-csv (two tables, nodes and edges). Beside others also
    catalog (DCAT-AP_IT) and void, which describe the files of the same run and need a licence.

    --all writes them all, with the plan's text, a README and checksums. Several plans at a location are exported
    together; --plan chooses one.
    """
    # Late: reading a graph into values takes longer to import than help may take.
    from dupgraph.base.errors import OutputError
    from dupgraph.publish.export.formats import find_formats
    from dupgraph.publish.export.publication import Publication, find_date
    from dupgraph.publish.export.source import Source

    if is_release and names:
        raise OutputError(say("all_and_one", name=repr(names[0])), hint=say("do_one_or_other"))
    formats = () if is_release else find_formats(names)
    publication = Publication(find_date(modified), base)
    source = Source(
        location.graph,
        location.graph_iris,
        location.plan,
        lang,
        with_dependencies=not no_dependencies,
        stated_licence=licence,
    )
    if is_release:
        _write_release(source, output or Path("release"), publication, lang)
    else:
        _write_files(source, formats, output or Path("export"), publication, lang)


def _note(sentence: str, lang: str) -> None:
    """Print what was left out; what nobody has translated is in English as a whole."""
    spoken = lang if retell(sentence, lang) else WHOLE
    echo(word("note", spoken, what=translate(sentence, spoken)), err=True)


def _write_release(source: "Source", folder: Path, publication: "Publication", lang: str) -> None:
    from dupgraph.publish.export.release import write_release

    with show_progress(word("release_progress", lang, place=folder), lang) as progress:
        release = write_release(source, folder, publication, progress=progress)
    for sentence in release.left_out:
        _note(sentence, lang)
    size = write_decimal(f"{release.size / 1e6:.1f}", lang)
    echo(word("released", lang, folder=folder, files=write_count(len(release.files), lang), size=size), err=True)


def _write_files(
    source: "Source", formats: "Collection[Format]", folder: Path, publication: "Publication", lang: str
) -> None:
    from dupgraph.publish.export.formats import ExportFormat
    from dupgraph.publish.export.release import write_files

    places = write_files(source, formats, folder, publication)
    if "catalog" in {known.name for known in formats}:
        for sentence in source.unread_periods:
            _note(sentence, lang)
    is_network = {isinstance(known, ExportFormat) and known.is_network for known in formats}
    counts = []
    if False in is_network:
        counts.append(word("count_triples", lang, count=write_count(len(source.triples), lang)))
    if True in is_network:
        network = source.exchange
        sizes = {"nodes": len(network.nodes), "edges": len(network.edges)}
        counts.append(word("count_network", lang, **{k: write_count(n, lang) for k, n in sizes.items()}))
    echo(f"{', '.join(map(str, places))}: {'; '.join(counts)}.", err=True)
