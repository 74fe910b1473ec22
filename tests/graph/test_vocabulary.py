"""The vocabularies: what is read from Turtle, and what is refused."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from dupgraph.base.errors import VocabularyError
from dupgraph.base.files import list_resources
from dupgraph.graph.vocabulary import NATIONAL, load_vocabulary
from dupgraph.language.messages import is_whole
from dupgraph.schema.namespaces import VOCABULARY

PREFIXES = """
@prefix dup: <https://w3id.org/dupgraph/onto/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix covapit: <https://w3id.org/italia/onto/COV/> .
@prefix : <https://example.org/town/> .
"""


@pytest.fixture
def write_turtle(tmp_path):
    def write(text):
        path = tmp_path / "town.ttl"
        path.write_text(PREFIXES + text, encoding="utf-8")
        return str(path)

    return write


def test_every_packaged_vocabulary_is_known():
    """A vocabulary that is added to the folder is either national or a plan's own: nothing lies there unread."""
    names = {path.stem for path in list_resources("ontology/vocabularies", ".ttl")}
    assert names - set(NATIONAL) == {"sassuolo"}
    assert set(NATIONAL) <= names


def test_labels_keep_their_use():
    lexicon = load_vocabulary().lexicon
    schools = [label for label in lexicon.labels if label.thing == VOCABULARY + "actors/schools"]
    assert {"sure", "cued", "excluded"} <= {label.use for label in schools}
    assert lexicon.things[VOCABULARY + "actors/sports-associations"].broader == {VOCABULARY + "actors/associations"}


def test_groups_of_themes_are_no_themes():
    things = load_vocabulary().lexicon.things
    themes = {thing.iri.removeprefix(VOCABULARY + "themes/") for thing in things.values() if thing.kind == "theme"}
    assert len(themes) == 65
    assert "education" in themes
    assert not any(name.startswith("group-") for name in themes)


def test_a_label_that_is_fixed_or_cued_is_not_sure_as_well():
    """The concept is called "Famiglie" on screen; in a text the word counts only where a cue governs it."""
    lexicon = load_vocabulary().lexicon
    uses = {
        label.use
        for label in lexicon.labels
        if label.thing == VOCABULARY + "actors/families-as-actors" and label.words.casefold() == "famiglie"
    }
    assert uses == {"cued"}


def test_a_plans_own_labels_go_first(write_turtle):
    own = write_turtle(
        ':asl a covapit:PublicOrganization ; skos:prefLabel "Azienda USL Nord"@it ; skos:altLabel "ASL"@it .'
    )
    labels = [label for label in load_vocabulary([own]).lexicon.labels if label.words == "ASL"]
    assert {label.own for label in labels} == {True, False}


def test_version_changes_with_the_rules_and_only_then(write_turtle):
    own = write_turtle(':a a dup:Instrument ; skos:prefLabel "Patto di prova"@it .')
    assert load_vocabulary().version == load_vocabulary().version
    assert load_vocabulary().version != load_vocabulary([own]).version


def test_broken_turtle_names_file_and_line(write_turtle):
    path = write_turtle(':a a dup:Instrument ;\n  skos:prefLabel "senza fine .\n')
    with pytest.raises(VocabularyError, match=r"town\.ttl, line \d+: is not valid Turtle") as caught:
        load_vocabulary([path])
    assert caught.value.line is not None
    assert caught.value.line >= 7


def test_two_things_of_one_kind_under_one_label(write_turtle):
    path = write_turtle(
        ':a a dup:Instrument ; skos:prefLabel "Patto verde"@it .\n'
        ':b a dup:Instrument ; skos:prefLabel "Altro patto"@it ; skos:altLabel "patto Verde"@it .'
    )
    with pytest.raises(VocabularyError, match=r"two things of one kind \(instrument\) go by the label") as caught:
        load_vocabulary([path])
    assert "town.ttl" in str(caught.value)


def test_one_label_for_two_kinds_is_no_fault(write_turtle):
    path = write_turtle(
        ':a a dup:ActorCategory ; skos:prefLabel "Pescatori"@it .\n'
        ':b a dup:BeneficiaryGroup ; skos:prefLabel "Pescatori"@it .'
    )
    things = load_vocabulary([path]).lexicon.things
    assert {things[f"https://example.org/town/{name}"].kind for name in "ab"} == {"actor-category", "beneficiary-group"}


@pytest.mark.parametrize("name", ["/nowhere/town.ttl", "nowhere"])
def test_missing_vocabulary(name):
    with pytest.raises(VocabularyError, match="vocabulary"):
        load_vocabulary([name])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (':a a dup:Instrument ; skos:prefLabel "—"@it .', "has no letter in it"),
        (':a a dup:ActorCategory ; skos:prefLabel "Pro"@it ; dup:headLabel ""@it .', "has no letter in it"),
        (':a a dup:Cue ; skos:altLabel ""@it .', "has no letter in it"),
        (':a a dup:ActorCategory ; skos:altLabel "Pro Loco, AVIS"@it .', "line 6.*can never be found in a text"),
        (':a a dup:ActorCategory ; dup:headLabel "gruppo (o comitato)"@it .', "can never be found in a text"),
        (':a a dup:ActorCategory ; skos:prefLabel "comitat[oi]|gruppi"@it .', "can never be found in a text"),
        (':a a dup:ActorCategory ; skos:prefLabel "<b>Pro Loco</b>"@it .', "can never be found in a text"),
        (':a a dup:Cue ; skos:altLabel "con"@it ; dup:cueFor dup:collaborates .', "which is no link"),
    ],
)
def test_words_that_cannot_be_read_with(write_turtle, text, said):
    with pytest.raises(VocabularyError, match=said) as caught:
        load_vocabulary([write_turtle(text)])
    assert "town.ttl" in str(caught.value)
    # It can be said in every language.
    assert is_whole(caught.value)


# Strangers' vocabularies ----------------------------------------------------------------------------------------------

HEAD = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<http://example.org/x> a <http://example.org/C> ;\n"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('  skos:prefLabel "Ente \\u001B[31m"@it .', "line 3: a label of .* holds the control character U\\+001B"),
        ('  skos:prefLabel "Ente \x9b31m"@it .', "line 3: a label of .* holds the control character U\\+009B"),
        ("  skos:seeAlso <javascript:alert(1)> .", r"line 3: <javascript:alert\(1\)> is no address"),
        ("  skos:seeAlso <JavaScript:alert(1)> .", "is no address: IRIs begin with http:"),
        ('  skos:prefLabel "E' + "\u0301\u0316" * 60 + '"@it .', "heaps more than 100 accents"),
        ("  skos:exactMatch " + "<<( <http://e.org/s> <http://e.org/p> " * 100_000, "line 3: nests triples within"),
    ],
)
def test_odd_values_are_refused_with_their_line(tmp_path: Path, body: str, message: str) -> None:
    path = tmp_path / "names.ttl"
    path.write_text(HEAD + body, encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        load_vocabulary([str(path)])


def test_device_is_no_vocabulary(tmp_path: Path) -> None:
    path = tmp_path / "names.ttl"
    path.symlink_to("/dev/zero")
    with pytest.raises(VocabularyError, match="is no regular file"):
        load_vocabulary([str(path)])


# What one might take for the other, or for a part of it.
NOT_ONE = [
    ("relazione di fine mandato", "linee programmatiche di mandato"),
    ("piano delle azioni positive", "bilancio di genere"),
    ("convenzione di faro", "convenzione europea del paesaggio"),
    ("europa creativa", "cerv"),
    ("emas", "iso 14001"),
    ("superbonus", "ecobonus"),
    ("superbonus", "sismabonus"),
    ("regolamento di polizia urbana", "regolamento di polizia mortuaria"),
    ("fondo affitti", "fondo inquilini morosi incolpevoli"),
    ("horizon europe", "horizon 2020"),
    ("ptcp", "piano territoriale regionale"),
    ("rete natura 2000", "direttiva habitat"),
    ("zes", "zls"),
    ("tribunale per i minorenni", "procura per i minorenni"),
    ("direzione nazionale antimafia", "direzione distrettuale antimafia"),
    ("alzheimer italia", "aima"),
    ("carabinieri forestali", "corpo forestale"),
    ("consiglio notarile", "notai"),
]


def test_what_is_not_one_thing_has_two_concepts():
    labels = [label for label in load_vocabulary().lexicon.labels if not label.thing.startswith(VOCABULARY + "themes/")]
    things = {label.words.casefold(): label.thing for label in labels if label.use != "excluded"}
    assert [pair for pair in NOT_ONE if things[pair[0]] == things[pair[1]]] == []


def test_no_label_leads_to_two_named_things_of_one_kind():
    lexicon, found = load_vocabulary().lexicon, defaultdict(set)
    named = VOCABULARY + "bodies/", VOCABULARY + "instruments/"
    for label in lexicon.labels:
        if label.use in {"sure", "fixed"} and label.thing.startswith(named):
            words = " ".join(re.findall(r"\w+", label.words.casefold()))
            found[lexicon.things[label.thing].kind, words].add(label.thing)
    assert [words for words, things in found.items() if len(things) > 1] == []
