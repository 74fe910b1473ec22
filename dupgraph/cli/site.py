"""``dupgraph site``: plans as a static site of linked data."""

from pathlib import Path
from shlex import quote

import click

from dupgraph.cli.options import Location, language_option, location_options, publication_options
from dupgraph.cli.printing import echo, word
from dupgraph.cli.progress import show_progress
from dupgraph.language.languages import LANGUAGES
from dupgraph.language.messages import translate, write_count, write_decimal

EXAMPLE = """\b
Example:
  dupgraph site
  dupgraph site --graph graph/sassuolo.ttl -o sito --base https://dati.comune.example.it/dup/
  dupgraph site --graph piani -o sito --licence https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"""


@click.command("site", epilog=EXAMPLE)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("site"), show_default=True, metavar="DIR",
              help="Folder of the site: new, empty, or written by this command before.")  # fmt: skip
@click.option("--base", metavar="URL", help="Where the site will stand: for canonical links, sitemap and redirects.")
@publication_options
@location_options
@language_option("Language of what it says here; the pages have both.")
def command(
    *, output: Path, base: str | None, licence: str | None, modified: str | None, lang: str, location: Location
) -> None:
    """Write a site that a municipality can put online as it is: a page for everything in the graph, and its data.

    Each element, partner, theme, place, concept and term has a page in Italian and English, with Turtle and JSON-LD
    beside it; there are a search, the plan's whole text, the questions of the catalogue with their rows, the map,
    downloads, and rules for Apache, nginx and w3id.org. Any server of plain files serves it; nothing is asked of the
    net. Graphs are checked first: nothing is written when one breaks a rule, or has no licence. --base says where the
    site will stand; the graph's own addresses stay as they are.
    """
    # Late: what draws pages takes longer to import than help may take.
    from dupgraph.publish.export.publication import Publication, find_date
    from dupgraph.publish.site.content import Order
    from dupgraph.publish.site.writing import write_site

    order = Order(Publication(find_date(modified)), base or "", licence or "", location.plan or "")
    with show_progress(word("site_progress", lang, place=output), lang) as progress:
        site = write_site(location.open_graph(), output, order, progress=progress)
    counts = {"plans": site.plans, "pages": site.pages, "languages": len(LANGUAGES), "files": site.files}
    facts = {name: write_count(count, lang) for name, count in counts.items()}
    size = write_decimal(f"{site.bytes / 1e6:.1f}", lang)
    echo(word("site_written", lang, folder=output, size=size, **facts), err=True)
    for iri in site.relicensed:
        echo(word("relicensed", lang, iri=iri), err=True)
    for sentence in site.unread:
        echo(word("note", lang, what=translate(sentence, lang)), err=True)
    if base is None:
        echo(word("without_base", lang), err=True)
    echo(word("see_site", lang, folder=quote(str(output))), err=True)
