"""``dupgraph links``: which objectives hang together, how strongly, and why."""

from typing import TYPE_CHECKING, Any

import click

from dupgraph.ask.results.formats import FORMATS
from dupgraph.cli.options import Location, language_option, location_options
from dupgraph.cli.printing import note
from dupgraph.cli.rows import TABLE, Output, measure_width, output_options, show_json_lines, show_rows
from dupgraph.language.languages import get_text
from dupgraph.language.messages import write_count
from dupgraph.schema.links import ACROSS, ELEMENT_KINDS, OBJECTIVE, REFERENCE, ROLES

if TYPE_CHECKING:
    from dupgraph.ask.analysis.dependencies import Dependencies

EXAMPLE = """\b
Example:
  dupgraph links
  dupgraph links 1.3.7 --across none
  dupgraph links --kind partner --kind place --excel -o dipendenze.csv
  dupgraph links --format ttl -o dipendenze.ttl"""

KINDS = (*ROLES, REFERENCE.role)
# A table narrower than this has no room for titles, which say less than the reasons and the words.
NARROWEST_WITH_TITLES = 120
# A table has so many different words for a reason; the other formats have all.
QUOTES_SHOWN = 3
# They write a weight as computers do, also within a reason.
PLAIN_NUMBERS = ("csv", "tsv", "json", "md")
# How many of the things that make no pair are named.
BROAD_SHOWN = 5


@click.command("links", epilog=EXAMPLE)
@click.argument(OBJECTIVE, required=False)
@click.option("--min-weight", type=click.FloatRange(min=0), default=0.0, metavar="X", help="Leave out weaker pairs.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), metavar="KIND",
              help=f"What makes a pair; may be repeated: {', '.join(KINDS)}.")  # fmt: skip
@click.option("--across", type=click.Choice(ACROSS), default=ACROSS[0], show_default=True,
              help="Pairs of two policies, of two guidelines, or of any two.")  # fmt: skip
@click.option("--level", type=click.Choice(ELEMENT_KINDS), default=OBJECTIVE, show_default=True, help="Pairs of what.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the N strongest.")
@language_option("Names' language.")
@location_options
@output_options
def command(
    *,
    objective: str | None,
    min_weight: float,
    kinds: tuple[str, ...],
    across: Any,
    level: Any,
    limit: int | None,
    lang: str,
    location: Location,
    output: Output,
) -> None:
    """List the pairs of objectives that hang together, the strongest first, and why.

    Two objectives hang together when both name the same partner, place, instrument, beneficiaries or theme, the more
    so the fewer others name it; or when one cites the other. A row has the reasons and the words on both sides; jsonl
    has them one by one, ttl is a graph. OBJECTIVE (its code or title) lists the pairs of one alone.
    """
    # Late: reading a graph into values takes longer to import than help may take.
    from dupgraph.ask.analysis.answers import cite_plans, describe_links, list_links, list_triples
    from dupgraph.ask.analysis.dependencies import find_dependencies
    from dupgraph.ask.analysis.reading import read_network
    from dupgraph.ask.catalogue.plans import find_plan
    from dupgraph.ask.names import find_thing

    engine = location.open()
    plan = find_plan(engine, location.plan) if location.plan else ""
    network = read_network(engine, plan or None, lang)
    only = find_thing(engine, objective, (level,), lang, plan) if objective else ""
    found = find_dependencies(
        network, across=across, level=level, kinds=kinds or KINDS, min_weight=min_weight, only=only
    )
    # More than there are is all of them, and no count of a computer's is exceeded.
    limit = min(limit, len(found)) if limit else None
    is_table = output.form == TABLE
    if not is_table and FORMATS[output.form].is_graph:
        show_rows(list_triples(network, found, limit=limit), output)
    elif output.form == "jsonl":
        pairs = describe_links(network, found, first=only, limit=limit)
        show_json_lines(pairs, output.file)
    else:
        quotes = QUOTES_SHOWN if is_table else None
        numbers = "en" if output.form in PLAIN_NUMBERS else lang
        links = list_links(network, found, first=only, limit=limit, quotes=quotes, lang=lang, numbers=numbers)
        rows = cite_plans(links, network)
        if is_table and measure_width() < NARROWEST_WITH_TITLES:
            rows = rows.take([place for place, column in enumerate(rows.columns) if not column.startswith("title_")])
        show_rows(rows, output)
    _print_left_out(found, lang)


def _print_left_out(found: "Dependencies", lang: str) -> None:
    """Say which things made no pair, and how many pairs are not among the rows."""
    if found.broad:
        shown = ", ".join(f"{thing.label} ({thing.elements})" for thing in found.broad[:BROAD_SHOWN])
        more = len(found.broad) - BROAD_SHOWN
        shown += f" {get_text('answers', 'note_more', lang, count=more)}" if more > 0 else ""
        note(get_text("answers", "note_broad", lang, things=shown))
    if found.left_out:
        note(get_text("answers", "note_left_out", lang, count=write_count(found.left_out, lang), nearest=found.nearest))
