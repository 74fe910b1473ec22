"""Deciding: each decision is on disk at once, can be taken back, and is what the next build follows."""

from dataclasses import replace

import pytest

from dupgraph.base.errors import DocumentError, VocabularyError
from dupgraph.read.build import build_graph
from dupgraph.read.decisions.files import read_decisions, write_decisions
from dupgraph.read.review.session import open_review
from dupgraph.read.review.wording import describe_step
from dupgraph.schema.links import CONCERNS_PLACE, HAS_THEME, INSTRUMENT, INVOLVES, PLACE


def find_item(review, words):
    items = (item for item in review.list_items(everything=True) if item.property != HAS_THEME.name)
    return next(item for item in items if item.words == words)


def list_links(build, thing_end):
    return [
        (m.element, m.property, m.exact, m.reviewed is not None)
        for m in build.reading.mentions
        if m.thing.endswith(thing_end) and m.property != HAS_THEME.name
    ]


def test_what_is_accepted_leaves_the_queue_and_is_marked_by_the_next_build(review, town):
    item = find_item(review, "Terzo settore")
    step = review.accept(item, note="Visto.")
    assert item not in review.list_items(everything=True)
    assert read_decisions(review.path) == step.decisions
    assert (step.decisions[0].agent, step.decisions[0].note) == ("Anna", "Visto.")
    assert list_links(build_graph(town), "third-sector") == [("1.1.1", "involves", "Terzo settore", True)]
    assert item not in open_review(town).list_items(everything=True)


def test_the_same_for_all_places_is_one_step(review, town):
    item = find_item(review, "scuole")
    step = review.reject(item, everywhere=True)
    assert len(step.decisions) == len(item.places) == 2
    assert not list_links(build_graph(town), "actors/schools")
    assert describe_step(review, step, "it").endswith("(in 2 punti)")
    undone = review.undo()
    assert undone
    assert set(undone.decisions) == set(step.decisions)
    assert len(list_links(build_graph(town), "actors/schools")) == 2


def test_other_words_name_a_known_thing_and_are_no_longer_what_they_were_taken_for(review, town):
    item = find_item(review, "associazioni di volontariato")
    candidate = next(each for each in review.find_candidates(item) if each.label == "Associazioni ambientaliste")
    review.choose(item, candidate)
    build = build_graph(town)
    assert not list_links(build, "actors/volunteer-associations")
    assert list_links(build, candidate.thing) == [("1.1.2", INVOLVES.name, "associazioni di volontariato", True)]


def test_a_new_name_lands_in_the_towns_vocabulary_and_is_found_elsewhere_too(review, town):
    review.name_anew(find_item(review, "Luna del Cinabro"), PLACE)
    build = build_graph(town)
    assert list_links(build, "/036040/place/luna-del-cinabro") == [
        ("1.1.1", CONCERNS_PLACE.name, "Luna del Cinabro", True),
        ("1.1.2", CONCERNS_PLACE.name, "Luna del Cinabro", False),
    ]
    assert "Luna del Cinabro" not in {each.words for each in build.reading.unread}


def test_a_new_name_goes_with_the_step_unless_somebody_wrote_more_about_it(review):
    item = find_item(review, "Luna del Cinabro")
    review.name_anew(item, PLACE)
    assert review.undo()
    assert "Tartufo" not in review.names_path.read_text(encoding="utf-8")
    review.name_anew(item, PLACE, "Fiera nazionale del Tartufo")
    text = review.names_path.read_text(encoding="utf-8")
    review.names_path.write_text(text.replace('Tartufo"@en', 'Tartufo"@en , "Truffle fair"@en'), encoding="utf-8")
    assert review.undo()
    assert "Truffle fair" in review.names_path.read_text(encoding="utf-8")


def test_a_name_that_no_vocabulary_could_have_changes_nothing(review):
    item = find_item(review, "Luna del Cinabro")
    for label in ("...", "Fiera <b>", "Comune di Prova\x07"):
        with pytest.raises(VocabularyError):
            review.name_anew(item, INSTRUMENT, label)
        assert not review.names_path.exists()
        assert not review.path.exists()


def test_of_a_cue_the_names_own_words_are_chosen_first(review, town):
    item = next(item for item in review.list_items() if item.why == "cue")
    candidate = next(each for each in review.find_candidates(item) if each.label == "Associazioni")
    with pytest.raises(DocumentError, match="more than a name"):
        review.choose(item, candidate)
    with pytest.raises(DocumentError, match="does not have the words “gruppi di nemici”"):
        review.find_words(item, "gruppi di nemici")
    narrow = review.find_words(item, "gruppi  di amici")
    review.choose(narrow, candidate)
    assert item not in review.list_items()
    assert ("1.1.2", INVOLVES.name, "gruppi di amici", True) in list_links(build_graph(town), candidate.thing)


def test_words_that_were_not_understood_cannot_be_accepted_but_name_nothing(review):
    item = find_item(review, "Luna del Cinabro")
    with pytest.raises(DocumentError):
        review.accept(item)
    review.reject(item, everywhere=True)
    assert "Luna del Cinabro" not in {each.words for each in review.list_items()}


def test_things_are_renamed_and_merged_by_their_names(review, town):
    review.rename("terzo settore", "Enti del Terzo settore")
    review.merge("Associazioni di volontariato", "Terzo settore")
    build = build_graph(town)
    assert 'skos:prefLabel "Enti del Terzo settore"@it' in build.turtle.decode()
    assert [link[0] for link in list_links(build, "third-sector")] == ["1.1.1", "1.1.2"]
    assert build.unplaced == ()
    with pytest.raises(VocabularyError, match="nothing is called 'Nessuno'"):
        review.merge("Nessuno", "Terzo settore")
    with pytest.raises(VocabularyError, match="one thing already"):
        review.merge("Terzo settore", "terzo settore")
    # Of a kind one of its names may be meant for one body; a name of its own is said, and nothing is guessed.
    with pytest.raises(VocabularyError, match="is one of the names of «Terzo settore»"):
        review.rename("ETS", "ETS Anteas")


def test_what_others_wrote_meanwhile_stays(review, town):
    other = open_review(town, agent="Bruno")
    review.accept(find_item(review, "Terzo settore"))
    other.accept(find_item(other, "associazioni di volontariato"))
    history = review.list_history()
    assert [step.decisions[0].agent for step in history] == ["Bruno", "Anna"]
    assert history[0].time > history[1].time


def test_several_people_may_decide_in_one_review(review):
    review.speak_for("Bruno").accept(find_item(review, "Terzo settore"))
    review.speak_for("").accept(find_item(review, "associazioni di volontariato"))
    assert [step.decisions[0].agent for step in review.list_history()] == ["Anna", "Bruno"]


def test_a_step_of_another_day_is_taken_back_by_its_time(review):
    first = review.accept(find_item(review, "Terzo settore"))
    review.accept(find_item(review, "associazioni di volontariato"))
    assert review.undo(first.time) == first
    assert [step.decisions[0].quote.exact for step in review.list_history()] == ["associazioni di volontariato"]
    assert review.undo("2001-01-01T00:00:00Z") is None


def test_what_a_step_replaced_holds_again_without_it(review, town):
    item = find_item(review, "Terzo settore")
    first = review.accept(item)
    review.speak_for("Bruno").reject(item)
    assert [step.decisions[0].action for step in review.list_history()] == ["reject"]
    assert not list_links(build_graph(town), "third-sector")
    assert review.undo()
    assert review.list_history() == [first]


def test_steps_have_times_of_their_own_even_where_the_clock_went_back(review):
    later = review.accept(find_item(review, "Terzo settore")).decisions[0]
    write_decisions(review.path, [replace(later, time="2999-01-01T00:00:00Z")])
    assert review.accept(find_item(review, "associazioni di volontariato")).time == "2999-01-01T00:00:00.001Z"
