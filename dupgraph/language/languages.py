"""The languages in which dupgraph speaks to people: a folder of texts each, found in ``texts/``.

A language that lacks a text says it in English. Questions in a language of their own need its grammar too (see
dupgraph.ask.phrases), and the names of kinds and links stand in their own table (ontology/links.toml).
"""

from collections import ChainMap
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
# The one that goes unless another is asked for, and the one that has every text.
FIRST, WHOLE = "it", "en"
LANGUAGES = (FIRST, *sorted(folder.name for folder in TEXTS.iterdir() if folder.is_dir() and folder.name != FIRST))
# Those of the labels of vocabularies and ontology, and so of the columns of exported tables: whatever is shown in.
# They have every text.
LABEL_LANGUAGES = ("it", "en")


@cache
def load_texts(name: str, language: str) -> Mapping[str, str]:
    """Return the texts of one file of a language ("site", "map", "answers") by key; what it lacks is in English.

    >>> load_texts("answers", "it")["understood"], load_texts("answers", "xx")["understood"]
    ('Ho capito', 'Understood')
    """
    spoken = (language,) if language in LABEL_LANGUAGES else (language, WHOLE)
    return ChainMap(*(_read_texts(name, each) for each in spoken))


@cache
def _read_texts(name: str, language: str) -> dict[str, str]:
    from tomllib import loads

    path = TEXTS / language / f"{name}.toml"
    return loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def get_text(name: str, key: str, language: str, /, **facts: object) -> str:
    """Return one text with its facts.

    >>> get_text("answers", "rows", "en", count=3)
    'Rows: 3'
    """
    text = load_texts(name, language)[key]
    return text.format(**facts) if facts else text


def get_texts(name: str, key: str, /, **facts: object) -> dict[str, str]:
    """Return one text with its facts in every language."""
    return {language: get_text(name, key, language, **facts) for language in LANGUAGES}


def name_language(language: str) -> str:
    """Return what a language is called in itself.

    >>> [name_language(language) for language in ("it", "en")]
    ['Italiano', 'English']
    """
    return _read_texts("answers", language).get("language", language)
