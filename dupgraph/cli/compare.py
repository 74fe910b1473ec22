"""``dupgraph compare``: two plans, or two versions of one, told apart."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from dupgraph.ask.results.formats import FORMATS
from dupgraph.cli.options import language_option
from dupgraph.cli.printing import echo
from dupgraph.cli.rows import (
    TABLE,
    Output,
    may_style,
    measure_width,
    output_options,
    show_data,
    show_json_lines,
    show_rows,
)
from dupgraph.cli.unbuilt import is_document, open_document
from dupgraph.cli.usage import refuse_usage
from dupgraph.language.languages import get_text
from dupgraph.schema.links import ROLES

if TYPE_CHECKING:
    from dupgraph.ask.comparison.values import Comparison, PlanVersion

EXAMPLE = """\b
Example:
  dupgraph compare dup-2025.ttl dup-2026.ttl
  dupgraph compare dup-2025.pdf dup-2026.pdf -o confronto.html
  dupgraph compare plans.store --plan Sassuolo --plan Fiorano --what things --kind theme"""

CHANGES, THINGS = "changes", "things"
# The forms that are laid out for reading.
LAID_OUT = ("html", "docx", "odt", "xlsx")
_SIDES = 2


@click.command("compare", epilog=EXAMPLE)
@click.argument("before")
@click.argument("after", required=False)
@click.option("--plan", "plans", multiple=True, metavar="PLAN",
              help="The plan of BEFORE, and given again that of AFTER, where there are several.")  # fmt: skip
@click.option("--what", type=click.Choice((CHANGES, THINGS)), default=CHANGES, show_default=True,
              help="What became of each element; or who and what is named, by count.")  # fmt: skip
@click.option("--kind", "kinds", multiple=True, type=click.Choice(ROLES), metavar="KIND",
              help=f"With --what things, only these; may be repeated: {', '.join(ROLES)}.")  # fmt: skip
@click.option("--kept", is_flag=True, help="List also what did not change.")
@language_option("Language of names and sentences.")
@output_options
def command(
    *,
    before: str,
    after: str | None,
    plans: tuple[str, ...],
    what: str,
    kinds: tuple[str, ...],
    kept: bool,
    lang: str,
    output: Output,
) -> None:
    """Say what changed from one plan to another: last year's and this year's, or a town's and its neighbour's.

    BEFORE and AFTER are graphs (files, folders, stores, endpoints) or plans as documents, which are read first; with
    BEFORE alone both plans are in it. Elements are matched by title, text and code; a row says what became of each,
    with the words of both sides, and which links it gained or lost. html is a page with both texts side by side.
    """
    from dupgraph.ask.comparison.answers import list_lone_themes, summarise
    from dupgraph.ask.comparison.changes import compare_plans

    _check_sides(after, plans, what, kinds)
    first, second = (*plans, None, None)[:_SIDES]
    comparison = compare_plans(*_read_sides(((before, first), (after or before, second)), lang))
    _show(comparison, output, what, kinds, kept=kept, lang=lang)
    hint = () if comparison.matched or what == THINGS else (get_text("compare", "hint_things", lang),)
    for line in (*summarise(comparison, lang), *list_lone_themes(comparison, lang), *hint):
        echo(line, err=True)


def _check_sides(after: str | None, plans: tuple[str, ...], what: str, kinds: tuple[str, ...]) -> None:
    if len(plans) > _SIDES:
        raise refuse_usage("two_plans", count=len(plans))
    if after is None and len(plans) < _SIDES:
        raise refuse_usage("give_after")
    if kinds and what != THINGS:
        raise refuse_usage("kind_for_things")


def _read_sides(sides: Iterable[tuple[str, str | None]], lang: str) -> list["PlanVersion"]:
    """Return both sides; one that does not say whose plan it is is taken for what it seems, or the other's body's."""
    from dupgraph.ask.catalogue.plans import TOWN
    from dupgraph.ask.comparison.reading import read_version
    from dupgraph.graph.engines import open_engine

    versions, unsaid = [], []
    for location, plan in sides:
        engine, town = open_document(location, lang) if is_document(location) else (open_engine(location), None)
        version = read_version(engine, plan, lang)
        versions.append(replace(version, body=f"{TOWN}{town[0]}", body_id=town[1]) if town and town[1] else version)
        unsaid.append(town == ("", ""))
    owner = versions[unsaid.index(False)] if False in unsaid else replace(versions[0], body="")
    return [
        replace(version, body=owner.body, body_id=owner.body_id) if is_unsaid else version
        for version, is_unsaid in zip(versions, unsaid, strict=True)
    ]


def _show(
    comparison: "Comparison", output: Output, what: str, kinds: tuple[str, ...], *, kept: bool, lang: str
) -> None:
    from dupgraph.ask.comparison.answers import describe_changes, list_changes, list_counts
    from dupgraph.ask.comparison.statements import list_revisions
    from dupgraph.cli.changes import draw_changes

    if what == THINGS:
        show_rows(list_counts(comparison, kinds, lang), output)
    elif output.form == TABLE:
        is_styled = output.file is None and may_style()
        text = draw_changes(comparison, measure_width(), kept=kept, lang=lang, is_styled=is_styled)
        show_data(text.encode("utf-8", "replace"), output.file)
    elif FORMATS[output.form].is_graph:
        show_rows(list_revisions(comparison), output)
    elif output.form == "jsonl":
        show_json_lines(describe_changes(comparison, kept=kept), output.file)
    elif output.form in LAID_OUT:
        from dupgraph.publish.comparison.files import encode_comparison

        show_data(encode_comparison(comparison, output.form, kept=kept, lang=lang), output.file)
    else:
        show_rows(list_changes(comparison, kept=kept, lang=lang), output)
