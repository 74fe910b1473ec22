"""Small files that people write: what is read, and what is refused before a parser sees it."""

import os
from pathlib import Path

import pytest

from dupgraph.base.errors import VocabularyError
from dupgraph.base.smallfiles import (
    find_control_character,
    find_stacked_accents,
    parse_toml,
    parse_yaml,
    read_bytes,
    read_text,
)

NAME = Path("piano.toml")


def test_a_file_is_read_with_or_without_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes("\ufeffcittà".encode())
    assert read_text(path) == "città"
    assert read_bytes(path).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("name", ["/dev/zero", "pipe", "folder", "missing"])
@pytest.mark.skipif(os.name != "posix", reason="pipes and devices")
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with pytest.raises(VocabularyError, match=r"no regular file|cannot be read"):
        read_bytes(tmp_path / name)


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"#" * 101)
    assert len(read_bytes(path, 101)) == 101
    with pytest.raises(VocabularyError, match="is too large: the limit is 100 bytes"):
        read_bytes(path, 100)


def test_text_that_is_no_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"a = 1\nb = '\xe0'\n")
    with pytest.raises(VocabularyError, match=r"a\.toml, line 2: is not UTF-8; save it as UTF-8"):
        read_text(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb =", r"piano\.toml, line 2: is not well-formed TOML: invalid value"),
        ("a = " + "[" * 3000, "nested too deeply"),
        ("a = " + "{b = " * 3000, "nested too deeply"),
        ("a = " + "1" * 100_000, "too many digits"),
        ("x = 1\n" + "a." * 50_000 + "b = 1", "line 2: .*a key has too many parts"),
        ("x = 1\n[" + 'a."b" . ' * 50_000 + "b]", "line 2: .*a key has too many parts"),
        ("a = 1979-99-99", "is not well-formed TOML"),
    ],
)
def test_ill_formed_toml_is_a_sentence(text: str, message: str) -> None:
    with pytest.raises(VocabularyError, match=message):
        parse_toml(text, NAME)


def test_dots_in_texts_are_no_key() -> None:
    assert parse_toml(f"a = '{'. ' * 100}'\nb.c = 1.5", NAME)["b"] == {"c": 1.5}
    assert parse_toml("a = '" + "x" * 200_000 + "'", NAME)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &a [x, x]\nb: *a", "line 2: holds an alias"),
        ("a: [", "line 2: is not valid YAML"),
        ("[" * 100_000, "nested too deeply"),
        ("- " * 100_000, "nested too deeply"),
        ("? " * 100_000, "nested too deeply"),
        ("a: " + "1" * 100_000, "a number or a date in it is none"),
        ("a: 2024-99-99", "a number or a date in it is none"),
        ("a: !!python/object/apply:os.system [id]", "is not valid YAML"),
    ],
)
def test_ill_formed_yaml_is_a_sentence(text: str, message: str) -> None:
    with pytest.raises(VocabularyError, match=message):
        parse_yaml(text, NAME)


def test_yaml_is_read() -> None:
    assert parse_yaml("a: [b, 'c*']\nd: e & f", NAME) == {"a": ["b", "c*"], "d": "e & f"}


def test_accents_are_counted_upon_one_letter() -> None:
    assert find_stacked_accents("a\u0301\u0316" * 1000) is None
    assert find_stacked_accents("…" * 1000) is None
    assert find_stacked_accents("uno\ndue" + "\u0301\u0316" * 51) == 2


@pytest.mark.parametrize(("text", "code"), [("a\tb\nc", ""), ("a\x1b[31m", "U+001B"), ("\x9b", "U+009B"), ("è", "")])
def test_control_characters_are_named(text: str, code: str) -> None:
    assert find_control_character(text) == code
