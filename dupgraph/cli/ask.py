"""``dupgraph ask``: a question in plain words; what was understood on stderr, the rows on stdout."""

import sys
from collections.abc import Iterator
from dataclasses import replace

import click
from click.exceptions import Exit

from dupgraph.ask.catalogue.counting import count_answer
from dupgraph.ask.catalogue.questions import write_command
from dupgraph.ask.phrases.reading import run_understanding, understand
from dupgraph.ask.phrases.text import detect_language
from dupgraph.ask.phrases.understanding import Note, Understanding
from dupgraph.cli.options import Location, location_options, speaking
from dupgraph.cli.printing import echo, shorten
from dupgraph.cli.rows import Output, measure_width, note_absence, output_options, show_whole
from dupgraph.language.languages import LABEL_LANGUAGES, get_text

# Of a title so many letters stay at least.
_KEPT = 24
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
    engine = location.open(lang=lang or detect_language(asked))
    plan = location.plan
    understanding = understand(engine, asked, lang, plan or "")
    if understanding and plan:
        understanding = replace(understanding, plan_name=plan)
    width = measure_width() if sys.stderr.isatty() else 0
    echo("\n".join(explain(understanding, location.graph or "", width)), err=True)
    if not understanding:
        understanding = replace(_choose_offered(understanding), plan=plan or "")
    result = run_understanding(engine, understanding)
    if result.rows and understanding.question and understanding.counts:
        echo(
            f"  {count_answer(result, understanding.question, understanding.language, understanding.counts)}", err=True
        )
    note_absence(result)
    show_whole(result, output, understanding.language)


def explain(understanding: Understanding, location: str = "", width: int = 0) -> Iterator[str]:
    """Yield what was understood, or why nothing was and what comes near, as lines in the language of the question.

    The command lines ask the graph at ``location``; where there is a ``width``, what the first line names is cut to it.
    """

    def say(name: str) -> str:
        return get_text("answers", name, understanding.language)

    notes = [f"  {note.said}{_lead_on(note, understanding.language)}" for note in understanding.notes]
    if understanding:
        labels = list(understanding.labels.values())
        title = f"{say('understood')}: {understanding.title}"
        line = " · ".join(filter(None, (title, ", ".join(labels), understanding.plan_name)))
        if labels and 0 < width < len(line):
            room = width - (len(line) - sum(map(len, labels)))
            cut = ", ".join(shorten(label, max(room // len(labels), _KEPT)) for label in labels)
            line = " · ".join(filter(None, (title, cut, understanding.plan_name)))
        yield from (line, *notes, f"  {understanding.write_command(location)}")
        return
    reason = understanding.reason
    why = f"{reason[:1].upper()}{reason[1:]}" if understanding.is_certain else f"{say('not_sure')}: {reason}"
    yield from (f"{why}.", *notes)
    if understanding.nearest:
        yield f"{say('nearest')}:"
    for number, one in enumerate(understanding.nearest, 1):
        yield from (f"  {number}. {one.title}", f"    {one.write_command(location)}")


def _lead_on(note: Note, language: str) -> str:
    """Return the command line of what a note leads to."""
    return note.leads_to and f": {write_command(note.leads_to, note.values, language)}"


def _choose_offered(understanding: Understanding) -> Understanding:
    """Return one of the questions that are offered, by the number that a person at a terminal types; else exit 1."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty() and understanding.nearest):
        raise Exit(1)
    offered = understanding.nearest
    echo(f"{get_text('answers', 'choose', understanding.language)} [1-{len(offered)}]: ", nl=False, err=True)
    typed = sys.stdin.readline().strip()
    if not (typed.isdecimal() and 0 < int(typed) <= len(offered)):
        raise Exit(1)
    return offered[int(typed) - 1]
