"""What words may name: the nearest known things, by the words of their labels."""

from dupgraph.graph.vocabulary import load_vocabulary
from dupgraph.read.review.candidates import MOST, Candidates, find_link
from dupgraph.read.review.session import NEW_KINDS
from dupgraph.schema.links import CONCERNS_PLACE, HAS_THEME, INVOLVES, ORGANIZATION, USES_INSTRUMENT
from dupgraph.schema.values import Thing


def find_item(review, words):
    return next(item for item in review.list_items(everything=True) if item.words == words)


def test_things_that_share_words_come_first(reviewed_town):
    item = find_item(reviewed_town, "associazioni di volontariato")
    found = reviewed_town.find_candidates(item)
    assert found[0].label == "Associazioni"
    assert len(found) == MOST
    assert {each.property for each in found} == {INVOLVES.name}
    assert item.thing not in {each.thing for each in found}


def test_instead_of_a_theme_its_neighbours_are_offered(reviewed_town):
    item = find_item(reviewed_town, "Verde")
    assert "Ambiente" in {each.label for each in reviewed_town.find_candidates(item)}
    assert {each.property for each in reviewed_town.find_candidates(item)} == {HAS_THEME.name}


def test_words_that_nothing_is_like_have_no_candidates(reviewed_town):
    assert reviewed_town.find_candidates(find_item(reviewed_town, "Luna del Cinabro")) == ()


def test_each_kind_that_can_be_named_anew_has_a_link():
    assert [find_link(kind) for kind in NEW_KINDS] == [INVOLVES.name, CONCERNS_PLACE.name, USES_INSTRUMENT.name]


def test_of_an_unknown_name_a_rare_word_says_more_than_a_common_one():
    lexicon, names = (
        load_vocabulary().lexicon,
        [f"{short} Varese" for short in ("ATO", "BCC", "ASD", "ITS", "CPIA", "Avis")],
    )
    town = [Thing(f"organization/{name.casefold()}", ORGANIZATION, name) for name in names]
    found = Candidates(lexicon, town).find("Federalberghi Varese")
    assert [each.label for each in found] == ["Federalberghi"]
    assert Candidates(lexicon, town).find("Laboratorio Civico") == ()
