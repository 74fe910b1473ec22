"""Names that people gave: a vocabulary that grows and shrinks, and keeps what was written into it by hand."""

import pytest

from dupgraph.base.errors import VocabularyError
from dupgraph.graph.vocabulary import load_vocabulary
from dupgraph.read.decisions.names import NewName, add_names, list_new_names, remove_names
from dupgraph.schema.links import INSTRUMENT, ORGANIZATION, PLACE
from dupgraph.schema.namespaces import DATA

NAMES = [
    NewName(f"{DATA}036040/organization/il-melo", ORGANIZATION, "Associazione Il Melo"),
    NewName(f"{DATA}036040/place/la-vasca", PLACE, 'La "Vasca"'),
    NewName(f"{DATA}036040/instrument/patto", INSTRUMENT, "Patto di fiume"),
]


def test_what_is_added_is_a_vocabulary_whatever_the_order(tmp_path):
    one, other = tmp_path / "uno.names.ttl", tmp_path / "due.names.ttl"
    add_names(one, NAMES)
    for name in reversed(NAMES):
        add_names(other, [name])
    assert one.read_bytes() == other.read_bytes()
    assert sorted(list_new_names(one)) == sorted(NAMES)


def test_a_build_knows_the_names(tmp_path):
    path = tmp_path / "piano.names.ttl"
    add_names(path, [NAMES[0], NAMES[2]])
    things = load_vocabulary([str(path)]).lexicon.things
    assert [(things[name.iri].kind, things[name.iri].label) for name in (NAMES[0], NAMES[2])] == [
        (ORGANIZATION, "Associazione Il Melo"), (INSTRUMENT, "Patto di fiume"),
    ]  # fmt: skip


def test_what_was_written_by_hand_stays(tmp_path):
    path = tmp_path / "piano.names.ttl"
    add_names(path, NAMES)
    text = path.read_text(encoding="utf-8")
    more = text.replace('"Patto di fiume"@it', '"Patto di fiume"@it , "Contratto di fiume"@it')
    path.write_text(more, encoding="utf-8")
    remove_names(path, NAMES)
    assert list_new_names(path) == []
    assert "Contratto di fiume" in path.read_text(encoding="utf-8")
    assert "Vasca" not in path.read_text(encoding="utf-8")


def test_what_is_no_turtle_is_left_as_it_is(tmp_path):
    path = tmp_path / "piano.names.ttl"
    path.write_text("<a> <b>", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"piano.names.ttl, line 1: is not valid Turtle"):
        add_names(path, NAMES)
    assert path.read_text(encoding="utf-8") == "<a> <b>"
