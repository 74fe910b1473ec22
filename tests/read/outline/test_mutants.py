"""No mutant of a plan gives a wrong outline without a word: it is read rightly, warned of, or refused.

``pytest -s tests/read/outline/test_mutants.py`` prints the table of docs/outline-rules.md.
"""

from pathlib import Path

from mutants import write_mutants
from truth import Comparison, compare

from dupgraph.base.errors import DocumentError
from dupgraph.read.documents import read_document
from dupgraph.read.outline import learn_outline
from dupgraph.schema.values import Outline


def draw_row(name: str, outline: Outline, comparison: Comparison) -> str:
    coverage = outline.coverage
    figures = f"{comparison.found}/{comparison.wanted} | {comparison.extra} | {comparison.parents}"
    return f"| {name} | {figures} | {coverage.before:.1%} | {coverage.longest:.1%} | {coverage.verdict} |"


def test_no_mutant_is_wrong_without_a_warning(tmp_path: Path) -> None:
    rows, silent, right = [], [], 0
    for name, path, truth in write_mutants(tmp_path):
        try:
            outline, _ = learn_outline(read_document(path))
        except DocumentError:
            rows.append(f"| {name} | – | – | – | – | – | refused |")
            continue
        comparison = compare(truth, outline.sections)
        rows.append(draw_row(name, outline, comparison))
        right += comparison.is_right()
        told = outline.coverage.verdict != "good" or outline.warnings
        if not comparison.is_right() and not told:
            silent.append((name, comparison))
    print("", *rows, sep="\n")
    assert not silent
    assert len(rows) >= 30
    # Caution alone is no merit: most mutants can be read, and are.
    assert right >= 20
