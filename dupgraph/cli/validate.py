"""``dupgraph validate``: a graph against the shapes."""

from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

if TYPE_CHECKING:
    from dupgraph.validate import Report


@click.command("validate")
@click.argument("graph", required=False, metavar="[GRAPH]")
@click.option("--vocabulary", "is_vocabulary", is_flag=True, help="GRAPH is a vocabulary or an ontology, not a plan's.")
@click.option("--lang", type=click.Choice(("it", "en")), default="en", show_default=True, help="Language of messages.")
def command(graph: str | None, is_vocabulary: bool, lang: str) -> None:
    """Check that a plan's graph (Turtle or N-Triples) keeps every rule: each link has its words, each word its place.

    Without GRAPH, the graphs that come with dupgraph are checked; with --vocabulary alone, its own ontology and
    vocabularies. Each breach is one line: element, rule, words, and what the rule says.
    Exit code 0: all rules are kept; 1: some are not; 2: it could not be checked.

    \b
    Example:
      dupgraph validate graph/sassuolo.ttl
      dupgraph validate --vocabulary mio-comune.ttl
    """
    from dupgraph.validate import list_graphs, list_vocabularies, validate_graph, validate_vocabulary

    check = validate_vocabulary if is_vocabulary else validate_graph
    paths = list_vocabularies() if is_vocabulary and graph is None else list_graphs(graph)
    reports = [check(path, lang="it" if lang == "it" else "en") for path in paths]
    for report in reports:
        if report.findings:
            _print_findings(report)
        verdict = "conforms" if report.conforms else "does not conform"
        found = f", {len(report.findings):,} found" if report.findings else ""
        click.echo(f"{report.source}: {verdict} ({report.triples:,} triples, {report.rules} rules{found})")
    if not all(report.conforms for report in reports):
        raise Exit(1)


def _print_findings(report: "Report") -> None:
    """Print one line a finding, element and rule in columns."""
    element = max(len(finding.element) for finding in report.findings)
    rule = max(len(finding.rule) for finding in report.findings)
    for finding in report.findings:
        note = "" if finding.severity == "violation" else f" ({finding.severity})"
        click.echo(
            f'{finding.element:{element}}  {finding.rule:{rule}}  "{_shorten(finding.words)}"  {finding.message}{note}'
        )


def _shorten(words: str, width: int = 60) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= width else plain[: width - 1].rstrip() + "…"
