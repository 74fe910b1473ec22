"""The one way to print: whatever a plan, a graph or a server says, no terminal is steered by it."""

import re

import click

from dupgraph.base.terminal import make_visible

# What we write ourselves, for words that stand out.
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
_STYLES = re.compile("\x1b\\[[01]m")


def echo(words: str, *, err: bool = False, nl: bool = True) -> None:
    """Print words to stdout, or to stderr for ``err``."""
    click.echo(make_visible(words), err=err, nl=nl)


def make_printable(data: bytes) -> bytes:
    """Return UTF-8 as a terminal may get it; our own styles stay."""
    text = data.decode("utf-8", "replace")
    parts = zip(_STYLES.split(text), [*_STYLES.findall(text), ""], strict=True)
    return "".join(make_visible(part) + style for part, style in parts).encode()
