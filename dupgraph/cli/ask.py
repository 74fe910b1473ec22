"""``dupgraph ask``: a question in plain words; what was understood on stderr, the rows on stdout."""

import sys
from dataclasses import replace

import click
from click.exceptions import Exit

from dupgraph.ask.catalogue.counting import count_answer
from dupgraph.ask.phrases.reading import run_understanding, understand
from dupgraph.ask.phrases.text import detect_language
from dupgraph.ask.phrases.understanding import Understanding
from dupgraph.cli.options import Location, location_options, speaking
from dupgraph.cli.printing import echo
from dupgraph.cli.rows import Output, measure_width, note_absence, output_options, show_whole
from dupgraph.language.languages import LABEL_LANGUAGES, get_text

EXAMPLE = """\b
Example:
  dupgraph ask "Quali obiettivi coinvolgono l'AUSL?"
  dupgraph ask "Which objectives are about tourism?" --format md
  dupgraph ask "Chi è coinvolto nell'obiettivo 1.3.5?" -o partner.docx"""


@click.command("ask", epilog=EXAMPLE)
@click.argument("words", nargs=-1, metavar="QUESTION")
@location_options
@click.option(
    "--lang", type=click.Choice(LABEL_LANGUAGES), help="The question's language, when it is not told from it."
)
@output_options
def command(*, words: tuple[str, ...], location: Location, lang: str | None, output: Output) -> None:
    """Ask QUESTION in plain words, Italian or English.

    On stderr stands what was understood, the command line that asks the same, and how many there are where the
    question asks how many. A question that is not understood for certain is not answered: the three nearest are
    offered, and the exit code is 1.
    """
    asked = " ".join(words)
    with speaking(lang or detect_language(asked)):
        _answer(asked, location, lang, output)


def _answer(asked: str, location: Location, lang: str | None, output: Output) -> None:
    engine = location.open()
    plan = location.plan
    understanding = understand(engine, asked, lang, plan or "")
    if understanding and plan:
        understanding = replace(understanding, plan_name=plan)
    echo(understanding.explain(location.graph or "", measure_width() if sys.stderr.isatty() else 0), err=True)
    if not understanding:
        understanding = _choose_offered(understanding, plan or "")
    result = run_understanding(engine, understanding)
    if result.rows and understanding.question and understanding.counts:
        echo(
            f"  {count_answer(result, understanding.question, understanding.language, understanding.counts)}", err=True
        )
    note_absence(result)
    show_whole(result, output)


def _choose_offered(understanding: Understanding, plan: str) -> Understanding:
    """Return one of the questions that are offered, by the number that a person at a terminal types; else exit 1."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty() and understanding.nearest):
        raise Exit(1)
    offered = understanding.nearest
    echo(f"{get_text('answers', 'choose', understanding.language)} [1-{len(offered)}]: ", nl=False, err=True)
    typed = sys.stdin.readline().strip()
    if not (typed.isdecimal() and 0 < int(typed) <= len(offered)):
        raise Exit(1)
    chosen = offered[int(typed) - 1]
    return replace(understanding, question=chosen.question, values=chosen.values, labels=chosen.values, plan=plan)
