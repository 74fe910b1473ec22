"""The interface's languages: found, whole in English and Italian, and spoken in English where one lacks a text."""

import ast
import re

import pytest

from dupgraph.language.languages import (
    FIRST,
    LABEL_LANGUAGES,
    LANGUAGES,
    TEXTS,
    WHOLE,
    get_text,
    load_texts,
    name_language,
)

CODE = TEXTS.parents[1]
NAMES = sorted(path.stem for path in (TEXTS / WHOLE).glob("*.toml"))


def test_languages_are_the_folders_the_first_first() -> None:
    assert LANGUAGES[0] == FIRST
    assert sorted(LANGUAGES) == sorted(folder.name for folder in TEXTS.iterdir())
    assert set(LABEL_LANGUAGES) <= set(LANGUAGES)


@pytest.mark.parametrize("name", NAMES)
def test_every_language_has_every_text_with_the_same_facts(name: str) -> None:
    whole = load_texts(name, WHOLE)
    for language in LABEL_LANGUAGES:
        assert (TEXTS / language / f"{name}.toml").is_file()
        texts = load_texts(name, language)
        assert texts.keys() == whole.keys()
        for key, text in texts.items():
            assert text.strip()
            assert set(re.findall(r"\{\w*\}", text)) == set(re.findall(r"\{\w*\}", whole[key])), key


def test_what_a_language_lacks_is_said_in_english() -> None:
    assert get_text("answers", "rows", "xx", count=2) == "Rows: 2"
    assert name_language("xx") == "xx"
    with pytest.raises(KeyError):
        get_text("answers", "no such text", "it")


def test_each_language_says_its_own_name() -> None:
    assert len({name_language(language) for language in LANGUAGES}) == len(LANGUAGES)


# Rules have their messages beside them, as shapes do; small words tell one language of a question from the other.
OWN_TEXTS = {"ask/catalogue/checks.py"}


def test_no_dictionary_in_the_code_has_a_text_for_each_language() -> None:
    found = set()
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            keys = (
                {key.value for key in node.keys if isinstance(key, ast.Constant)} if isinstance(node, ast.Dict) else ()
            )
            if set(LABEL_LANGUAGES) <= set(keys):
                found.add(path.relative_to(CODE).as_posix())
    assert found == OWN_TEXTS, "texts belong into dupgraph/language/texts"
