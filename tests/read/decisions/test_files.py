"""The review file: the same bytes for the same decisions, and sentences for what people wrote into it by hand."""

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from dupgraph.base.errors import VocabularyError
from dupgraph.read.decisions.files import format_decisions, put_decisions, read_decisions, write_decisions
from dupgraph.read.decisions.parsing import parse_decisions
from dupgraph.schema.decisions import Decision, Quote, take_back
from dupgraph.schema.namespaces import VOCABULARY

SCHOOLS, AUSL = f"{VOCABULARY}actors/schools", f"{VOCABULARY}bodies/ausl-modena"
QUOTE = Quote("l'“AUSL”", "servizi \\ sanitari del", " e degli enti", 10470, 10474, "ab" * 32)
SOMEBODY = ("Ufficio\nProgrammazione", "2026-11-29T09:00:00.5Z")
DECISIONS = (
    Decision("accept", *SOMEBODY, "1.3.3", "involves", AUSL, QUOTE),
    Decision("reject", *SOMEBODY, "1.10", "involves", SCHOOLS, QUOTE, note='Non è\tuna "scuola".'),
    Decision("reject", *SOMEBODY, "1.2", quote=QUOTE._replace(start=5)),
    Decision("add", *SOMEBODY, "1.2", "refersToElement", "4.1.2", QUOTE),
    Decision("rename", *SOMEBODY, thing=AUSL, label="AUSL di Modena"),
    Decision("merge", *SOMEBODY, thing=SCHOOLS, into=AUSL),
)
LATER = "2026-11-30T10:00:00Z"
HERE = Path("piano.review.ttl")


def test_what_is_written_is_read_again(tmp_path):
    path = tmp_path / HERE
    write_decisions(path, DECISIONS)
    assert set(read_decisions(path)) == set(DECISIONS)
    assert path.read_bytes() == format_decisions(reversed(DECISIONS)) == format_decisions(read_decisions(path))


def test_any_reader_of_rdf_reads_it():
    quads = list(parse(format_decisions(DECISIONS), format=RdfFormat.TURTLE, base_iri="file:///piano.review.ttl"))
    kinds = [q.object.value for q in quads if q.predicate.value.endswith("#type")]
    assert kinds.count("http://www.w3.org/ns/oa#Annotation") == len(DECISIONS)
    assert kinds.count("http://www.w3.org/ns/oa#TextQuoteSelector") == 4


def test_decisions_stand_in_the_order_of_the_plan_and_a_new_one_changes_one_block():
    text = format_decisions(DECISIONS).decode()
    assert text.index("<#merge-") < text.index("<#1.2-") < text.index("<#1.3.3-") < text.index("<#1.10-")
    changed = format_decisions([replace(DECISIONS[0], action="reject"), *DECISIONS[1:]]).decode()
    different = [pair for pair in zip(text.splitlines(), changed.splitlines(), strict=True) if pair[0] != pair[1]]
    assert different == [('    dup:decision "accept" ;', '    dup:decision "reject" ;')]


@pytest.mark.parametrize("place", [0, 4, 5], ids=lambda place: DECISIONS[place].action)
def test_what_is_decided_anew_keeps_what_was_decided_before(tmp_path, place):
    first = DECISIONS[place]
    action = "reject" if first.quote else first.action
    second = replace(first, action=action, agent="Bruno", time=LATER, label=first.label and "ASL", note="Non qui.")
    third = replace(second, time="2026-12-01T10:00:00Z", agent="Carla")
    (kept,) = put_decisions(put_decisions([first], [second]), [third])
    write_decisions(tmp_path / HERE, [kept])
    assert read_decisions(tmp_path / HERE) == (kept,)
    assert take_back(kept, third.time) == replace(second, replaced=first)
    assert take_back(kept, LATER) == replace(third, replaced=first)
    assert take_back(first, first.time) is None


def test_what_replaces_something_later_or_else_is_refused():
    earlier = replace(DECISIONS[0], time=LATER)
    with pytest.raises(VocabularyError, match="not earlier"):
        parse_decisions(format_decisions([replace(DECISIONS[0], replaced=earlier)]), HERE)
    text = format_decisions([replace(DECISIONS[0], time=LATER, replaced=DECISIONS[0])]).decode()
    wrong = text.replace('wasRevisionOf [\n        dup:decision "accept"', 'wasRevisionOf [ dup:decision "merge"')
    with pytest.raises(VocabularyError, match="about something else"):
        parse_decisions(wrong.encode(), HERE)


def test_no_decisions_are_a_file_too(tmp_path):
    write_decisions(tmp_path / HERE, ())
    assert read_decisions(tmp_path / HERE) == ()


BY_HAND = [
    ('dup:decision "reject"', 'dup:decision "rejected"', "no dup:decision that is one; it is one of accept, reject"),
    ('    dup:decision "reject" ;\n', "", "no dup:decision"),
    ('dup:decision "reject"', 'dup:decision "reject" , "accept"', "2 times dup:decision"),
    ("dup:evidenceFor dup:involves", "dup:evidenceFor dup:involved", "dup:involved, which is no link with words"),
    (f"dup:refersTo <{SCHOOLS}>", "dup:refersTo <javascript:alert(1)>", "not an http(s) IRI"),
    (f"dup:refersTo <{SCHOOLS}>", 'dup:refersTo ""', "no words in dup:refersTo"),
    ("oa:start 10470", "oa:start 20470", "oa:start that is not before its oa:end"),
    ("oa:start 10470", 'oa:start "ten"', "an oa:start that is no number: ten"),
    ("2026-11-29T09:00:00.5Z", "29/11/2026", "no time with a zone: 29/11/2026; write it as"),
    ("2026-11-29T09:00:00.5Z", "2026-11-29T09:00:00", "no time with a zone"),
    ("rdfs:comment", "rdfs:label", "something that would be lost: <http://www.w3.org/2000/01/rdf-schema#label>"),
    ("Programmazione", "Programma\\u001B[2J", "holds U+001B in foaf:name"),
    ("a prov:Person ; foaf:name", "a prov:Person ; foaf:nick", "no foaf:name"),
    ("oa:hasSource [", "oa:hasSource 1 ; oa:hasSource [", "2 times oa:hasSource"),
]


@pytest.mark.parametrize(("old", "new", "said"), BY_HAND, ids=range(len(BY_HAND)))
def test_an_error_made_by_hand_is_a_sentence_with_its_line(old, new, said):
    text = format_decisions([DECISIONS[1]]).decode()
    assert old in text
    text = text.replace(old, new)
    with pytest.raises(VocabularyError) as caught:
        parse_decisions(text.encode(), HERE)
    assert said in str(caught.value)
    line = text[: text.index("<#1.10-")].count("\n") + 1
    assert str(caught.value).startswith(f"piano.review.ttl, line {line}: the decision <#1.10-involves-schools-")


def test_what_is_no_turtle_is_a_sentence_with_its_line():
    text = format_decisions(DECISIONS).decode().replace(" ;\n    oa:motivatedBy", "\n    oa:motivatedBy", 1)
    with pytest.raises(VocabularyError, match=r"piano.review.ttl, line \d+: is not valid Turtle: "):
        parse_decisions(text.encode(), HERE)


def test_two_blocks_about_the_same_are_told_of():
    block = format_decisions([DECISIONS[0]]).decode()
    twice = block + block[block.index("<#") :].replace("<#", "<#again-").replace('"accept"', '"reject"')
    with pytest.raises(VocabularyError, match=r"<#again-.*> decides the same as <#1.3.3-involves-ausl-modena-"):
        parse_decisions(twice.encode(), HERE)


@pytest.mark.parametrize("data", [b"<<(" * 20_000, b"\xff\xfe", b"[" * 3000], ids=["triples", "no UTF-8", "brackets"])
def test_what_would_hurt_a_parser_is_a_sentence(data):
    with pytest.raises(VocabularyError):
        parse_decisions(data, HERE)
