"""The one way to print: whatever a plan, a graph or a server says, no terminal is steered by it."""

import re
import sys

import click

from dupgraph.base.terminal import make_visible
from dupgraph.language.languages import get_text

# What we write ourselves, for words that stand out.
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
# A line of a note is no longer.
_NOTE = 80
_STYLES = "\x1b\\[[01]m"


def echo(words: str, *, err: bool = False, nl: bool = True) -> None:
    """Print words to stdout, or to stderr for ``err``."""
    click.echo(make_visible(words), err=err, nl=nl)


def echo_styled(words: str) -> None:
    """Print words with our own styles in them to stdout."""
    click.echo(make_printable(words.encode()).decode())


def write_over(line: str, width: int) -> None:
    """Put a line on stderr in the place of the one before, which had ``width`` letters."""
    click.echo(f"\r{make_visible(line).ljust(width)}", err=True, nl=False)


def note(words: str) -> None:
    """Print a sentence to stderr; on a terminal in lines of so many letters as it has, 80 at most."""
    if sys.stderr is not None and sys.stderr.isatty():
        # Late, with all that they import: few runs tell a person anything.
        from shutil import get_terminal_size
        from textwrap import fill

        width = min(get_terminal_size((_NOTE, 24)).columns, _NOTE)
        words = fill(words, width, break_long_words=False, break_on_hyphens=False)
    echo(words, err=True)


def word(key: str, lang: str, /, **facts: object) -> str:
    """Return one of the texts of commands, in the language of who reads it.

    >>> word("page_short", "it", page=3)
    'p. 3'
    """
    return get_text("commands", key, lang, **facts)


def name_profile(profile: str, lang: str) -> str:
    """Return what a plan was read with: a profile's own name, or a word for one that was found out."""
    return word(profile, lang) if profile == "learnt" else profile


def shorten(words: str, width: int) -> str:
    """Return words in at most ``width`` letters, an ellipsis for what is cut.

    >>> shorten("Azienda sanitaria locale", 10)
    'Azienda s…'
    """
    return words if len(words) <= width else words[: width - 1].rstrip() + "…"


def count_noun(number: int, noun: str) -> str:
    """Return how many there are of something, in English.

    >>> count_noun(1, "plan"), count_noun(1200, "plan")
    ('1 plan', '1,200 plans')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def make_printable(data: bytes) -> bytes:
    """Return UTF-8 as a terminal may get it; our own styles stay."""
    text = data.decode("utf-8", "replace")
    parts = zip(re.split(_STYLES, text), [*re.findall(_STYLES, text), ""], strict=True)
    return "".join(make_visible(part) + style for part, style in parts).encode()
