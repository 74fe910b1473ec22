"""``dupgraph queries``: the questions of the catalogue: listed, explained, checked, exported."""

import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from textwrap import wrap

import click
from click.exceptions import Exit
from pyoxigraph import Literal

from dupgraph import __version__
from dupgraph.ask.catalogue import Question, Result, load_catalogue
from dupgraph.ask.catalogue.checks import check_catalogue, list_columns
from dupgraph.ask.catalogue.publish import (
    describe_parameter,
    group_questions,
    list_options,
    show_command,
    write_manual,
    write_openapi,
    write_shacl,
)
from dupgraph.ask.names import fold_label
from dupgraph.ask.results.columns import name_column, name_tag
from dupgraph.cli.completion import complete_question
from dupgraph.cli.options import graph_option
from dupgraph.cli.printing import count_noun, echo, note
from dupgraph.cli.rows import TABLE, WRITERS, Output, choose_format, may_style, measure_width, show_data, show_rows
from dupgraph.graph.engines import open_engine
from dupgraph.language.languages import LANGUAGES, load_texts

COLUMNS = ("name", "parameters", "summary")

EXAMPLE = """\b
Example:
  dupgraph queries
  dupgraph queries partner --lang en
  dupgraph queries objectives-by-partner
  dupgraph queries --check"""

EXPORTS: dict[str, Callable[[Sequence[Question]], str]] = {
    "manual": lambda questions: write_manual(open_engine(), questions),
    "shacl": lambda questions: write_shacl(open_engine(), questions),
    "openapi": lambda questions: write_openapi(questions, __version__),
}


@click.command("queries", epilog=EXAMPLE)
@click.argument("word", required=False, shell_complete=complete_question)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    help=f"Language of the summaries: {' or '.join(LANGUAGES)}.",
)
@click.option("--format", "form", type=click.Choice(WRITERS), metavar="FORMAT",
              help="Table on a terminal, csv in a pipe; or as for `dupgraph query`.")  # fmt: skip
@click.option("--check", "is_check", is_flag=True, help="Check every file of the catalogue, its examples included.")
@click.option("--folder", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR",
              help="For --check: the questions of this folder, instead of the packaged ones.")  # fmt: skip
@graph_option("For --check: the graph that answers the examples.")
@click.option("--export", type=click.Choice(tuple(EXPORTS)),
              help="A manual (Markdown), examples in SHACL (Turtle) or an OpenAPI description (JSON).")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write there, not to stdout.")
def command(
    *,
    word: str | None,
    lang: str,
    form: str | None,
    is_check: bool,
    folder: Path | None,
    location: str | None,
    export: str | None,
    output: Path | None,
) -> None:
    """List the questions of the catalogue with their parameters; only those that speak of WORD, if one is given.

    The whole name of a question says all about it.
    """
    if bool(word or form) + is_check + bool(export) > 1:
        raise click.UsageError("WORD or --format, --check and --export are three things; ask for one")
    if (folder or location) and not is_check:
        raise click.UsageError("--folder and --graph are for --check")
    if output is not None and is_check:
        raise click.UsageError("--check has nothing for a file: leave -o out")
    if is_check:
        _check(folder, location)
    elif export:
        show_data(EXPORTS[export](load_catalogue()).encode(), output)
    else:
        _list(word, lang, form, output)


def _check(folder: Path | None, location: str | None) -> None:
    count, faults = check_catalogue(open_engine(location), folder)
    for fault in faults:
        echo(str(fault))
    if faults:
        echo(f"{count_noun(len(faults), 'fault')} in {count_noun(count, 'question')}.", err=True)
        raise Exit(1)
    echo(f"{count_noun(count, 'question')}, and nothing wrong.")


def _list(word: str | None, lang: str, form: str | None, output: Path | None) -> None:
    chosen = choose_format(form, delimiter=None, excel=False, output=output)
    catalogue = load_catalogue()
    found = [question for question in catalogue if word is None or _speaks_of(question, word)]
    if not found:
        note(load_texts("answers", lang)["catalogue_none"].format(word=shlex.quote(word or "")))
        raise Exit(1)
    named = [question for question in found if question.name == word]
    if named and form is None and output is None:
        _print(_explain(named[0], lang), None)
    elif chosen == TABLE:
        _print(_draw_list(found, lang, is_styled=output is None and may_style()), output)
    else:
        parameters = [Literal(" ".join(list_options(question))) for question in found]
        rows = [(Literal(q.name), shown, Literal(q.summary[lang])) for q, shown in zip(found, parameters, strict=True)]
        show_rows(Result(COLUMNS, tuple(rows)), Output(chosen, output))


def _print(lines: Iterator[str], output: Path | None) -> None:
    show_data(("\n".join(lines) + "\n").encode(), output)


def _speaks_of(question: Question, word: str) -> bool:
    tags = (name_tag(tag, language) for tag in question.tags for language in LANGUAGES)
    texts = (question.name, *question.summary.values(), *question.description.values(), *question.tags, *tags)
    return fold_label(word) in fold_label(" ".join(texts))


def _draw_list(questions: Sequence[Question], lang: str, *, is_styled: bool) -> Iterator[str]:
    """Yield the questions by group: what one types, and below it what comes back."""
    width = measure_width()
    texts = load_texts("answers", lang)
    for tag, group in group_questions(questions).items():
        yield name_tag(tag, lang).upper()
        for question in group:
            name = click.style(question.name, bold=True) if is_styled else question.name
            # Each parameter stays whole: a line that is copied must still run.
            lines = _fill((question.name, *list_options(question)), width - 4)
            lines[0] = name + lines[0][len(question.name) :]
            yield from (f"{'  ' if number == 0 else '      '}{line}" for number, line in enumerate(lines))
            yield from wrap(question.summary[lang], width, initial_indent="      ", subsequent_indent="      ")
        yield ""
    count = len(questions)
    yield f"{count:,} {texts['catalogue_one'] if count == 1 else texts['catalogue_count']} · {texts['catalogue_more']}"


def _fill(parts: Sequence[str], width: int) -> list[str]:
    lines = [parts[0]]
    for part in parts[1:]:
        if len(lines[-1]) + 1 + len(part) <= width:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return lines


def _explain(question: Question, lang: str) -> Iterator[str]:
    texts, width = load_texts("answers", lang), measure_width()
    yield f"{question.name} · {', '.join(name_tag(tag, lang) for tag in question.tags)}"
    yield question.summary[lang]
    yield ""
    yield from wrap(question.description[lang], width)
    if question.parameters:
        yield from ("", texts["catalogue_parameters"])
        for parameter in question.parameters:
            facts = f"{describe_parameter(parameter, lang)}; {texts['catalogue_such']} {parameter.example}"
            facts += f"; {texts['catalogue_default']} {parameter.default}" if parameter.default else ""
            yield from wrap(f"{parameter.name}: {facts}", width, initial_indent="  ", subsequent_indent="      ")
    yield from ("", texts["catalogue_columns"])
    columns = ", ".join(f"{name_column(column, lang)} ({column})" for column in list_columns(question))
    yield from wrap(columns, width, initial_indent="  ", subsequent_indent="  ")
    yield from ("", texts["catalogue_asks"])
    yield from (f"  {phrase}" for phrase in question.asks)
    yield from ("", texts["catalogue_example"], f"  {show_command(question)}")
