"""What is said to the person who asks, in the language of the question."""

import shlex
from collections.abc import Mapping

from dupgraph.language.languages import get_text


def word_sentence(name: str, language: str, **facts: str) -> str:
    """Return one of the sentences, with its facts."""
    return get_text("answers", name.replace(" ", "_"), language, **facts)


def quote_words(words: str, language: str) -> str:
    """Return some words in the quotation marks of a language.

    >>> quote_words("NASA", "it")
    '«NASA»'
    """
    return get_text("answers", "quoted", language, words=words)


def write_command(name: str, values: Mapping[str, str], language: str, options: Mapping[str, str] | None = None) -> str:
    """Return the command line that asks the same.

    >>> write_command("objectives-by-partner", {"partner": "Terzo settore"}, "it", {"--plan": "Sassuolo"})
    "dupgraph query objectives-by-partner -p 'partner=Terzo settore' --plan Sassuolo"
    """
    words = ["dupgraph", "query", name]
    for key, value in values.items():
        words += ["-p", f"{key}={value}"]
    for option, value in {**({"--lang": "en"} if language == "en" else {}), **(options or {})}.items():
        words += [option, value] if value else []
    return shlex.join(words)
