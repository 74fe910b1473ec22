"""The command line: arguments in, one library call, rows or words out. The only place where errors become text."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

import click

from dupgraph import __version__
from dupgraph.base.errors import DupgraphError, word_fault, word_reason
from dupgraph.cli.printing import echo

_DEBUG = "--debug"
# So many new values pass before Python looks for circles among them, of which it finds hardly any. After 700, its own
# number, it looks hundreds of times before a command has begun.
_VALUES_BETWEEN = 100_000
# The module of each command is imported when the command is asked for: help stays fast.
COMMANDS = {
    "build": ("dupgraph.cli.build", "Read plans and write their graphs."),
    "corpus": ("dupgraph.cli.corpus", "Build many plans in one run, and again only what changed."),
    "outline": ("dupgraph.cli.outline", "Show a plan's outline, how it was found, what it leaves out."),
    "review": ("dupgraph.cli.review", "Confirm, correct and complete what was read in a plan."),
    "validate": ("dupgraph.cli.validate", "Check a graph against the shapes."),
    "query": ("dupgraph.cli.query", "Ask a question of the catalogue, or your own SPARQL."),
    "queries": ("dupgraph.cli.queries", "List the questions of the catalogue."),
    "ask": ("dupgraph.cli.ask", "Ask in plain words, Italian or English."),
    "links": ("dupgraph.cli.links", "Find which objectives hang together, and why."),
    "matrix": ("dupgraph.cli.matrix", "Count how often policies, partners, themes meet."),
    "measures": ("dupgraph.cli.measures", "Measure what connects most, and list what is missing."),
    "compare": ("dupgraph.cli.compare", "Tell two plans apart: what changed, in both plans' words."),
    "load": ("dupgraph.cli.load", "Fill a store on disk, a plan in each named graph."),
    "push": ("dupgraph.cli.push", "Send a plan's graph to a remote store."),
    "export": ("dupgraph.cli.export", "Write RDF, tables, StratML, networks; or a whole release."),
    "site": ("dupgraph.cli.site", "Write a static site of linked data."),
    "map": ("dupgraph.cli.map", "Draw a plan as one offline HTML page."),
    "serve": ("dupgraph.cli.serve", "Show plans in a browser, and answer SPARQL."),
}


@contextmanager
def _keep_broken_pipe() -> Iterator[None]:
    """Let a broken pipe pass through click, which would end the process with 1: that means that the answer is no."""
    try:
        yield
    except BrokenPipeError as error:
        # click knows it by its number alone.
        raise BrokenPipeError(str(error)) from None


class LazyGroup(click.Group):
    """A group that knows its commands' names and summaries without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names in the order in which one uses them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command called ``cmd_name``."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the group's own options, and print its help."""
        with _keep_broken_pipe():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        with _keep_broken_pipe():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table above, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dupgraph")
@click.option("--debug", is_flag=True, help="Show where an error came from, before its sentence.")
def group(*, debug: bool) -> None:
    """Ask a municipality's plan: its objectives, its partners, and the words that say so.

    \b
    Example:
      dupgraph build
      dupgraph ask "Quali obiettivi coinvolgono l'AUSL?" -o risposta.docx
      dupgraph query objectives-by-partner -p partner=AUSL
    """


class Interrupt(KeyboardInterrupt):
    """Ctrl-C. Where the plain one comes while a module is imported, Python ends by the signal although it is caught."""


def _interrupt(*_: object) -> NoReturn:
    raise Interrupt


def main() -> None:
    """Run the command line; exit 0 done or yes, 1 the answer is no, 2 could not do it."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    if sys.stdout is None:
        # Closed by who started us (>&-): what nobody wants to read is not printed.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open as long as the process runs
    gc.set_threshold(_VALUES_BETWEEN)
    code = _run_group(sys.argv[1:])
    try:
        # Here, not when the interpreter ends: there a full disk would be a traceback.
        sys.stdout.flush()
    except OSError as error:
        code = _explain_output(error)
    # What is left goes with the process: nobody looks for circles in it first.
    gc.freeze()
    sys.exit(code)


def _run_group(arguments: list[str]) -> int:
    """Run the group and return its exit code; whatever goes wrong becomes a sentence."""
    known = arguments[: arguments.index("--")] if "--" in arguments else arguments
    is_debug = _DEBUG in known
    kept = [word for word in known if word != _DEBUG] + arguments[len(known) :]
    try:
        # Outside click's own mode the exit code of click.exceptions.Exit comes back as a value.
        return int(group(kept, prog_name="dupgraph", standalone_mode=False) or 0)
    except (KeyboardInterrupt, click.Abort):
        echo("Interrupted: the file being written was left as it was.", err=True)
        return 2
    except Exception as error:
        if is_debug:
            from traceback import format_exception

            echo("".join(format_exception(error)), err=True)
        return _explain_error(error, kept)


def _explain_error(error: Exception, arguments: list[str]) -> int:
    """Say what went wrong with some arguments, and return the exit code."""
    if isinstance(error, click.ClickException):
        echo(_tell_usage(error, arguments), err=True)
    elif isinstance(error, DupgraphError):
        from dupgraph.language.messages import announce_fault

        echo("\n".join(filter(None, (announce_fault(error), error.excerpt))), err=True)
    elif isinstance(error, OSError):
        # What a command reads and writes it explains itself; what is left is what it prints.
        return _explain_output(error)
    else:
        # Not 1: that means that the answer is no.
        hint = f"it is a fault of dupgraph: report it with what {_DEBUG} shows"
        echo(f"Error: stopped by something that nobody foresaw ({word_fault(error)}); {hint}", err=True)
    return 2


def _tell_usage(error: click.ClickException, arguments: list[str]) -> str:
    """Return what click says went wrong, in the language of the command where that can be, and what helps."""
    words = StringIO()
    error.show(words)
    said = words.getvalue().rstrip("\n")
    if not isinstance(error, click.UsageError):
        return said
    # Late: a command typed right needs none of it.
    from dupgraph.cli.usage import advise, tell_usage

    return tell_usage(error, arguments, COMMANDS) or said + advise(error, COMMANDS)


def _explain_output(error: OSError) -> int:
    """Return the exit code for output that could not be printed, having said why."""
    # Python would try, and complain, again at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        # The reader of our output (head, less) has left: not an error.
        return 0
    place = error.filename or "standard output"
    echo(f"Error: {place}: cannot be written: {word_reason(error)}", err=True)
    return 2
