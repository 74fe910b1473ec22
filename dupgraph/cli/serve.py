"""``dupgraph serve``: plans in a browser, and SPARQL for machines."""

import webbrowser
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from typing import Any

import click

from dupgraph.cli.options import Command, Seconds, language_option
from dupgraph.cli.printing import echo, word
from dupgraph.cli.progress import show_progress
from dupgraph.language.messages import translate

EXAMPLE = """\b
Example:
  dupgraph serve --open
  dupgraph serve piano.pdf
  dupgraph serve plans.store --public --trusted-proxy 127.0.0.1 --allow-host dati.comune.example.it"""


class Here(click.Path):
    """A file or folder of this machine."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path."""
        if "://" in str(value):
            self.fail(f"{value} is not on this machine: fetch what is there, and serve the file or folder", param, ctx)
        return super().convert(value, param, ctx)


class Size(click.ParamType[int]):
    """A number of bytes: 500000, 64k, 10M, 1G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the bytes."""
        text = str(value).strip().lower().removesuffix("b").removesuffix("i")
        power = "kmg".find(text[-1:]) + 1 if text else 0
        digits = text[:-1] if power else text
        if not digits.isdecimal() or len(digits) > 15 or not int(digits):
            self.fail(f"{value!r} is no size; write it as 500000, 64k, 10M or 1G", param, ctx)
        return int(digits) << 10 * power


def limit_options(command: Command) -> Command:
    """Add the limits of a server, which become one ``limits``."""
    names = ("workers", "timeout", "rows", "bytes", "queue")

    @wraps(command)
    def run(**arguments: Any) -> Any:
        return command(limits={name: arguments.pop(name) for name in names}, **arguments)

    for option in (
        click.option("--queue", default=32, show_default=True, metavar="N", type=click.IntRange(1, 10_000),
                     help="How many queries may wait for a worker; others get 503."),
        click.option("--bytes", default="512M", show_default=True, type=Size(),
                     help="The most bytes that one answer may have."),
        click.option("--rows", default=2_000_000, show_default=True, metavar="N", type=click.IntRange(1),
                     help="The most rows that one answer may have."),
        click.option("--timeout", default=30.0, show_default=True, type=Seconds(),
                     help="Seconds for one query, waiting included."),
        click.option("--workers", default=2, show_default=True, metavar="N", type=click.IntRange(1, 64),
                     help="How many long queries may run at once."),
    ):  # fmt: skip
        run = option(run)
    return run  # type: ignore[return-value]  # click calls it by its options alone


def access_options(command: Command) -> Command:
    """Add who may reach a server, and change anything there."""
    for option in (
        click.option("--password-file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
                     help="Who changes anything must give the password in this file."),
        click.option("--public", is_flag=True,
                     help="For everybody to read: nothing can be changed without a password."),
        click.option("--trusted-proxy", "trusted_proxies", multiple=True, metavar="ADDRESS",
                     help="Believe what this reverse proxy says of its clients; may be repeated."),
        click.option("--allow-host", "hosts", multiple=True, metavar="NAME",
                     help="A name under which the server is reached; may be repeated."),
    ):  # fmt: skip
        command = option(command)
    return command


@click.command("serve", epilog=EXAMPLE)
@click.argument("locations", metavar="[LOCATION]...", nargs=-1, type=Here(path_type=Path))
@click.option("--graph", "graphs", metavar="LOCATION", multiple=True, type=Here(path_type=Path),
              help="A LOCATION, as other commands take it; may be repeated.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8080, show_default=True, metavar="N", type=click.IntRange(0, 65535), help="Port; 0 for any."
)
@click.option("--open", "is_opened", is_flag=True, help="Open it in the browser.")
@language_option("Language of what it says here; the pages have both.")
@limit_options
@access_options
def command(
    *,
    locations: tuple[Path, ...],
    graphs: tuple[Path, ...],
    host: str,
    port: int,
    is_opened: bool,
    lang: str,
    limits: dict[str, Any],
    password_file: Path | None,
    **access: Any,
) -> None:
    """Show plans in a browser on this machine, and answer SPARQL at /sparql, until Ctrl-C.

    LOCATION is a graph file, a document (PDF, DOCX ...), a folder of either, or a store; without one it is the plan
    that comes with dupgraph. Graphs are loaded first, documents built; nothing of it is kept when the server ends.
    Nothing is sent to other hosts, and only this machine is answered unless --host says otherwise.
    """
    # Late: a server takes longer to import than help may take.
    from dupgraph.serve.app import run_server
    from dupgraph.serve.settings import Settings, read_password

    password = read_password(password_file) if password_file else ""
    settings = Settings((*locations, *graphs), host, port, password=password, **limits, **access)
    with ExitStack() as loading:
        advance = loading.enter_context(show_progress(word("serve_progress", lang), lang))
        started = _choose_started(loading, lang, is_opened=is_opened)
        run_server(
            settings, started=started, tell=lambda words: echo(translate(words, lang), err=True), advance=advance
        )


def _choose_started(loading: ExitStack, lang: str, *, is_opened: bool) -> Callable[[str], None]:
    def tell_address(address: str) -> None:
        # The line has done its work.
        loading.close()
        echo(word("serving", lang, address=address), err=True)
        if is_opened and not webbrowser.open(address):
            echo(word("no_browser", lang), err=True)

    return tell_address
