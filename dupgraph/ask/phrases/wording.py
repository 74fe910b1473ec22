"""What is said to the person who asks, in the language of the question."""

import shlex
from collections.abc import Mapping

_SENTENCES: dict[str, dict[str, str]] = {
    "unknown": {"it": "non so che cosa sia {words}", "en": "I do not know what {words} is"},
    "absent": {"it": "il piano non nomina {words}", "en": "the plan does not name {words}"},
    "ambiguous": {"it": "{words} può essere: {choices}", "en": "{words} may be: {choices}"},
    "several": {
        "it": "la domanda si può intendere in più modi",
        "en": "the question can be understood in several ways",
    },
    "role": {
        "it": "{words} è {choices}, e la domanda vuole altro",
        "en": "{words} is {choices}, and the question wants something else",
    },
    "not": {
        "it": "nel catalogo non c'è una domanda con questo «non»",
        "en": 'the catalogue has no question with this "not"',
    },
    "sentences": {"it": "una domanda alla volta", "en": "one question at a time"},
    "plans": {"it": "la domanda nomina un altro piano", "en": "the question names another plan"},
    "unsure": {"it": "non è chiaro che cosa si chieda", "en": "it is not clear what is asked"},
    "empty": {"it": "non c'è nessuna parola", "en": "there is no word in it"},
    "understood": {"it": "Ho capito", "en": "Understood"},
    "mended": {"it": "ho letto {words} come {choices}", "en": "{words} was read as {choices}"},
    "no rows": {"it": "Nessuna riga: il piano non lo dice.", "en": "No rows: the plan does not say."},
    "rows": {"it": "Righe: {count}", "en": "Rows: {count}"},
    "term": {
        "it": "{words} parla di questo tema; dove sta scritto: {choices}",
        "en": "{words} speaks of this theme; where it is written: {choices}",
    },
    "perhaps": {"it": "forse: {choices}", "en": "perhaps: {choices}"},
    "nearest": {"it": "Le domande più vicine", "en": "The nearest questions"},
    "not sure": {"it": "Non ho capito con certezza", "en": "Not understood for certain"},
}  # fmt: skip


def word_sentence(name: str, language: str, **facts: str) -> str:
    """Return one of the sentences, with its facts."""
    return _SENTENCES[name][language].format(**facts)


def quote_words(words: str, language: str) -> str:
    """Return some words in the quotation marks of a language.

    >>> quote_words("NASA", "it")
    '«NASA»'
    """
    return f"«{words}»" if language == "it" else f'"{words}"'


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
