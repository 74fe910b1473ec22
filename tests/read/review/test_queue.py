"""What a person is asked about: words that were not understood first, each in its sentence, the doubtful after them."""

import pytest

from dupgraph.read.review.queue import list_queue


@pytest.fixture(scope="module")
def build(reviewed_town):
    return reviewed_town.build


def test_what_was_not_understood_comes_first_and_guesses_after_it(build):
    reasons = [item.why for item in list_queue(build)]
    assert reasons == sorted(reasons, key=lambda why: why not in {"cue", "name"})
    assert set(reasons) == {"name", "cue", "proper-name", "one-place"}


def test_the_most_frequent_words_come_first_and_know_their_other_places(build):
    first, second = list_queue(build)[:2]
    assert first.words == second.words == "Luna del Cinabro"
    assert first.places == (first.place, second.place)
    assert second.places == (second.place, first.place)


def test_an_item_shows_its_sentence_to_the_letter(build):
    item = next(item for item in list_queue(build) if item.words == "Patto di Primavera")
    assert item.before + item.words + item.after == "Si firma il Patto di Primavera entro l'anno."
    assert build.document.text[item.place.start : item.place.end] == item.words
    assert (item.level, item.title, item.page) == ("Obiettivo strategico", "Scuole aperte", None)


def test_all_links_are_asked_about_where_somebody_wants_to_see_all(build):
    few, all_items = list_queue(build), list_queue(build, everything=True)
    assert all_items[: len(few)] == few
    assert {item.why for item in all_items[len(few) :]} == {"other"}
    asked = {(item.place.element, item.property, item.thing) for item in all_items if item.property}
    assert asked == {(m.element, m.property, m.thing) for m in build.reading.mentions}
