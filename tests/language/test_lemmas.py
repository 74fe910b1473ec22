"""Lemmas that were looked up are kept for the next run, which gives the same ones without opening the dictionary."""

import json
import subprocess
import sys

import pytest

from dupgraph.base.caches import read_cached, write_cached

PROGRAM = """
import sys
from importlib.metadata import version
from dupgraph.language.words import LEMMAS, lemmatise
print(*lemmatise(sys.argv[1]), "simplemma" in sys.modules)
LEMMAS.keep()
"""


@pytest.fixture
def ask(tmp_path, monkeypatch):
    monkeypatch.setenv("DUPGRAPH_CACHE", str(tmp_path))

    def run(words):
        command = [sys.executable, "-c", PROGRAM, words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()

    return run


def test_a_word_is_looked_up_once(ask, tmp_path):
    assert ask("scuole associazioni") == ["scuola", "associazione", "True"]
    assert ask("scuole associazioni") == ["scuola", "associazione", "False"]
    # A new word opens the dictionary and is kept beside the others.
    assert ask("scuole anziani") == ["scuola", "anziano", "True"]
    assert ask("associazioni anziani")[-1] == "False"
    assert [path.name for path in tmp_path.iterdir()] == ["lemmas.json"]


def test_a_spoilt_file_changes_no_lemma(ask, tmp_path):
    ask("scuole")
    path = tmp_path / "lemmas.json"
    path.write_bytes(path.read_bytes().replace(b"scuola", b"scuolX"))
    assert ask("scuole") == ["scuola", "True"]


def test_what_is_kept_is_plain_text_for_one_version(ask):
    from importlib.metadata import version

    ask("scuole città")
    kept = read_cached("lemmas.json", f"simplemma {version('simplemma')}")
    assert json.loads(kept) == {"scuole": "scuola", "città": "città"}
    assert read_cached("lemmas.json", "simplemma 0.1") is None


def test_a_full_file_begins_anew(ask, tmp_path):
    crowd = {f"parola{number}": "parola" for number in range(40_000)}
    from importlib.metadata import version

    write_cached("lemmas.json", f"simplemma {version('simplemma')}", json.dumps(crowd).encode())
    assert ask("scuole associazioni")[-1] == "True"
    assert ask("scuole associazioni")[-1] == "False"
    assert len((tmp_path / "lemmas.json").read_bytes()) < 200
