"""``dupgraph queries``: the questions of the catalogue."""

import click
from click.exceptions import Exit
from pyoxigraph import Literal

from dupgraph.cli.rows import WRITERS, show_rows
from dupgraph.query import Question, Result, load_catalogue
from dupgraph.query.catalogue import LANGUAGES
from dupgraph.query.labels import fold_label

COLUMNS = ("name", "parameters", "summary")

EXAMPLE = """\b
Example:
  dupgraph queries
  dupgraph queries partner --lang en"""


@click.command("queries", epilog=EXAMPLE)
@click.argument("word", required=False)
@click.option("--lang", type=click.Choice(LANGUAGES), default="it", help="Language of the summaries: it or en.")
@click.option("--format", "form", type=click.Choice(tuple(WRITERS)), help="Table on a terminal, csv in a pipe.")
def command(word: str | None, lang: str, form: str | None) -> None:
    """List the questions of the catalogue with their parameters; only those that speak of WORD, if one is given."""
    found = [question for question in load_catalogue() if word is None or _speaks_of(question, word)]
    if not found:
        click.echo(f"No question speaks of {word!r}; see them all: dupgraph queries", err=True)
        raise Exit(1)
    rows = tuple((Literal(q.name), Literal(_list_parameters(q)), Literal(q.summary[lang])) for q in found)
    show_rows(Result(COLUMNS, rows), form)


def _speaks_of(question: Question, word: str) -> bool:
    texts = (question.name, *question.summary.values(), *question.description.values(), *question.tags)
    return fold_label(word) in fold_label(" ".join(texts))


def _list_parameters(question: Question) -> str:
    """Return the parameters as one would type them, with their examples."""
    shown = (f"{parameter.name}={parameter.example}" for parameter in question.parameters)
    return " ".join(f"-p '{text}'" if " " in text else f"-p {text}" for text in shown)
