"""How a command was typed wrong, in the language that it speaks: our own sentences, and those of click.

A command that has ``--lang`` speaks Italian unless another language is given; the others speak English.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import click

from dupgraph.base.messages import Message
from dupgraph.language.languages import FIRST, LANGUAGES, WHOLE, get_text
from dupgraph.language.messages import MESSAGES, say, suggest, translate

_LANGUAGE = "--lang"
# What click says of a value, with what it is about: the keys of the same sentences.
_VALUES = {
    "not_choice": re.compile(r"(?P<value>'.*') is not one of (?P<choices>.+)\.", re.DOTALL),
    "not_number": re.compile(r"(?P<value>'.*') is not a valid (?:integer|float)(?: range)?\.", re.DOTALL),
    "not_in_range": re.compile(r"(?P<value>\S+) is not in the range (?P<choices>.+)\."),
    "no_such_place": re.compile(r"(?:File|Directory|Path) (?P<value>'.*') does not exist\.", re.DOTALL),
}
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.+)\)", re.DOTALL)
_NO_COMMAND = re.compile(r"No such command '(.+)'", re.DOTALL)


def refuse_usage(key: str, /, **facts: object) -> click.UsageError:
    """Return the error for options that do not go together; its sentence has a key."""
    return click.UsageError(say(key, **facts))


def tell_usage(error: click.UsageError, arguments: Sequence[str], commands: Iterable[str]) -> str:
    """Return how a command is used and what was wrong, in its language; empty where that cannot be said in it."""
    language, said = _find_language(error, arguments), _read_usage(error, commands)
    if language == WHOLE or not isinstance(said, Message):
        return ""
    told = ": ".join((get_text(MESSAGES, "error", language), translate(said, language)))
    if error.ctx is None:
        return told
    usage = error.ctx.get_usage().replace("Usage:", get_text(MESSAGES, "usage", language), 1)
    advice = get_text(MESSAGES, "usage_help", language, command=error.ctx.command_path)
    return f"{usage}\n{advice}\n\n{told}"


def _find_language(error: click.UsageError, arguments: Sequence[str]) -> str:
    """Return in which language the command speaks that was typed wrong."""
    speaks = error.ctx is None or isinstance(error.ctx.command, click.Group) or _has_language(error.ctx.command)
    given = (value for name, value in pairwise([*arguments, ""]) if name == _LANGUAGE)
    joined = (word.partition("=")[2] for word in arguments if word.startswith(f"{_LANGUAGE}="))
    asked = next((value for value in (*given, *joined) if value in LANGUAGES), FIRST)
    return asked if speaks else WHOLE


def _has_language(command: click.Command) -> bool:
    return any(_LANGUAGE in parameter.opts for parameter in command.params)


def _read_usage(error: click.UsageError, commands: Iterable[str]) -> str:
    """Return what was wrong, as a sentence that has a key where one says the same as click."""
    said = error.message
    if isinstance(error, click.NoSuchOption):
        said = say("no_option", name=error.option_name, near=suggest(error.possibilities or ()))
    elif isinstance(error, click.MissingParameter):
        said = say("no_argument", name=_name_parameter(error))
    elif isinstance(error, click.BadOptionUsage) and "requires an argument" in error.message:
        said = say("no_value", name=error.option_name)
    elif isinstance(error, click.BadParameter):
        said = _read_value(error)
    elif unknown := _NO_COMMAND.match(error.message):
        said = say("no_command", name=unknown[1], near=suggest(_find_near(unknown[1], commands)))
    elif extra := _EXTRA.match(error.message):
        said = say("extra_words", names=extra[1], advice=_advise_extra(error))
    return said


def _read_value(error: click.BadParameter) -> str:
    for key, pattern in _VALUES.items():
        if found := pattern.fullmatch(error.message):
            return say("option_value", name=_name_parameter(error), what=say(key, **found.groupdict()))
    return error.message


def _name_parameter(error: click.BadParameter) -> str:
    return error.param.get_error_hint(error.ctx) if error.param and error.ctx else str(error.param_hint or "")


def advise(error: click.UsageError, commands: Iterable[str]) -> str:
    """Return what helps whoever misspelt a command, or typed too much; to stand after click's own sentence."""
    if unknown := _NO_COMMAND.match(error.message):
        near = _find_near(unknown[1], commands)
        return f" Did you mean '{near[0]}'?" if near else ""
    return _advise_extra(error)


def _find_near(name: str, commands: Iterable[str]) -> list[str]:
    """Return the command that is spelt most like a name, if one is."""
    # Late: every command imports this module, and few are misspelt.
    from difflib import get_close_matches

    return get_close_matches(name, list(commands), 1)


def _advise_extra(error: click.UsageError) -> str:
    """Return what helps whoever gave a graph or a question's value as one gives a file; empty for others."""
    extra = re.search(r"unexpected extra arguments? \((\S+)[ )]", error.message)
    names = {option.name for option in error.ctx.command.params} if error.ctx else set()
    if extra and "location" in names and Path(extra[1]).exists():
        return say("advise_graph", path=extra[1])
    return say("advise_value") if extra and "params" in names else ""
