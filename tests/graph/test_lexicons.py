"""Compiled vocabularies: the same as what is compiled anew, and never trusted when anything is wrong with them."""

import pytest

from dupgraph.base.caches import write_cached
from dupgraph.graph import lexicons
from dupgraph.graph.vocabulary import load_vocabulary


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DUPGRAPH_CACHE", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def compiled():
    vocabulary = load_vocabulary(["sassuolo"])
    return vocabulary.lexicon, vocabulary.descriptions


@pytest.mark.usefixtures("folder")
def test_what_was_kept_is_what_was_compiled(compiled):
    assert lexicons.read_compiled("a" * 64) is None
    lexicons.write_compiled("a" * 64, *compiled)
    assert lexicons.read_compiled("a" * 64) == compiled
    assert lexicons.read_compiled("a" * 12 + "b" * 52) is None


@pytest.mark.parametrize(
    "harm", [lambda data: data[:-1], lambda data: data[:40], lambda data: b"", lambda data: data + b" "]
)
def test_a_file_that_was_cut_or_changed_is_as_if_it_were_not_there(folder, compiled, harm):
    lexicons.write_compiled("a" * 64, *compiled)
    (path,) = folder.iterdir()
    path.write_bytes(harm(path.read_bytes()))
    assert lexicons.read_compiled("a" * 64) is None


def test_a_file_that_others_may_write_is_not_read(folder, compiled):
    lexicons.write_compiled("a" * 64, *compiled)
    (path,) = folder.iterdir()
    path.chmod(0o666)
    assert lexicons.read_compiled("a" * 64) is None


@pytest.mark.usefixtures("folder")
def test_with_another_dictionary_of_lemmas_it_is_compiled_anew(compiled, tmp_path, monkeypatch):
    lexicons.write_compiled("a" * 64, *compiled)
    other = tmp_path / "it.txt"
    other.write_text("gatti gatto")
    monkeypatch.setattr(lexicons.lemmas, "PATH", other)
    assert lexicons.read_compiled("a" * 64) is None


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("value", [{"a": 1}, 3, None, [{}, [], [[]], *[[]] * 6], [{}, [[1]], [], []]])
def test_signed_nonsense_is_no_vocabulary(value):
    write_cached(lexicons._NAME, lexicons._find_key("a" * 64), value)
    assert lexicons.read_compiled("a" * 64) is None
