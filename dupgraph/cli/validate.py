"""``dupgraph validate``: a graph, a vocabulary, metadata or a release against its rules."""

from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from dupgraph.cli.options import language_option
from dupgraph.cli.printing import echo, shorten, word
from dupgraph.cli.progress import show_progress
from dupgraph.language.messages import write_count

if TYPE_CHECKING:
    from dupgraph.graph.validate.findings import Language, Report

# So much of the words of a finding is shown.
_WORDS = 60


@click.command("validate")
@click.argument("path", required=False, metavar="[PATH]")
@click.option("--vocabulary", "is_vocabulary", is_flag=True, help="PATH is a vocabulary or an ontology.")
@click.option("--consistency", "with_consistency", is_flag=True, help="Look for contradictions too (OWL 2 RL).")
@language_option("Language of messages.")
def command(*, path: str | None, is_vocabulary: bool, with_consistency: bool, lang: str) -> None:
    """Check that a file keeps every rule of its kind: in a graph, each link has its words, each word its place.

    PATH is a graph, an ontology or a vocabulary, a catalogue or statistics (catalog.ttl, void.ttl), in Turtle or
    N-Triples; a folder of such files; or a release folder, of which the checksums, the sizes and checksums in the
    catalogue and the sameness of all RDF forms are checked as well. What a file is, is seen from what it describes.
    Without PATH, the graphs that come with dupgraph are checked; with --vocabulary alone, its own ontology and
    vocabularies. Each breach is one line: element, rule, words, and what the rule says.
    Exit code 0: all rules are kept; 1: some are not; 2: it could not be checked.

    \b
    Example:
      dupgraph validate graph/sassuolo.ttl --consistency
      dupgraph validate --vocabulary mio-comune.ttl
      dupgraph validate release/
    """
    reports = _check_path(path, is_vocabulary, with_consistency, "it" if lang == "it" else "en")
    for report in reports:
        if report.findings:
            _print_findings(report, lang)
        echo(_tell_verdict(report, lang))
    if not all(report.conforms for report in reports):
        raise Exit(1)


def _tell_verdict(report: "Report", lang: str) -> str:
    verdict = ("consistent" if report.kind == "consistency" else "conforms") + ("" if report.conforms else "_not")
    sort, count = ("files", report.files) if report.kind == "release" else ("triples", report.triples)
    amount = word(f"count_{sort}", lang, count=write_count(count, lang))
    found = word("validated_found", lang, count=write_count(len(report.findings), lang)) if report.findings else ""
    facts = {"source": report.source, "verdict": word(verdict, lang), "amount": amount, "rules": report.rules}
    return word("validated", lang, found=found, **facts)


def _check_path(
    path: str | None, is_vocabulary: bool, with_consistency: bool, lang: "Language"
) -> "tuple[Report, ...]":
    from dupgraph.graph.validate.consistency import check_consistency
    from dupgraph.graph.validate.files import list_graphs, list_vocabularies, validate_file
    from dupgraph.graph.validate.release import is_release, validate_release

    if path is not None and is_release(path) and not is_vocabulary:
        return validate_release(path, lang=lang, with_consistency=with_consistency)
    files = list_vocabularies() if is_vocabulary and path is None else list_graphs(path)
    reports = []
    sizes = [file.stat().st_size for file in files]
    with show_progress(word("validate_progress", lang), lang) as progress:
        for number, file in enumerate(files):
            progress(sum(sizes[:number]) / (sum(sizes) or 1))
            reports.append(validate_file(file, kind="vocabulary" if is_vocabulary else None, lang=lang))
            if with_consistency and reports[-1].kind != "metadata":
                reports.append(check_consistency(file, lang=lang))
    return tuple(reports)


def _print_findings(report: "Report", lang: str) -> None:
    """Print one line a finding, element and rule in columns."""
    element = max(len(finding.element) for finding in report.findings)
    rule = max(len(finding.rule) for finding in report.findings)
    for finding in report.findings:
        words = shorten(" ".join(finding.words.split()), _WORDS)
        note = "" if finding.severity == "violation" else f" ({word(f'severity_{finding.severity}', lang)})"
        echo(f'{finding.element:{element}}  {finding.rule:{rule}}  "{words}"  {finding.message}{note}')
