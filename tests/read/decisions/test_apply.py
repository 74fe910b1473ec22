"""What a reading becomes by decisions, and that each which cannot be followed is told."""

import pytest
from decisions import TIME, decide, find_iri

from dupgraph.base.files import find_resource
from dupgraph.graph.vocabulary import load_vocabulary
from dupgraph.read.build import build_graph
from dupgraph.read.decisions.apply import apply_decisions
from dupgraph.schema.decisions import Decision
from dupgraph.schema.links import BENEFITS, CONCERNS_PLACE, HAS_THEME, INVOLVES
from dupgraph.schema.namespaces import VOCABULARY

SASSUOLO = find_resource("graph", "sources", "sassuolo.txt")
ACTORS = f"{VOCABULARY}actors/"


@pytest.fixture(scope="module")
def build():
    return build_graph(SASSUOLO)


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary(["sassuolo"])


@pytest.fixture(scope="module")
def follow(build, vocabulary):
    def follow(*decisions):
        return apply_decisions(build.document, build.outline, build.reading, vocabulary.lexicon, decisions)

    return follow


def find_mention(reading, element, link, number=0):
    return [m for m in reading.mentions if m.element == element and m.property == link.name][number]


def list_links(reading):
    return {(m.element, m.property, m.thing) for m in reading.mentions}


def test_without_decisions_a_reading_stays_what_it_was(build, follow):
    assert follow().reading is build.reading


def test_what_is_accepted_is_marked_and_nothing_else_changes(build, follow):
    mention = find_mention(build.reading, "1.3.3", INVOLVES)
    result = follow(decide(build, mention, "accept"))
    assert [m for m in result.reading.mentions if m.reviewed] == [mention._replace(reviewed=TIME)]
    assert [m._replace(reviewed=None) for m in result.reading.mentions] == list(build.reading.mentions)
    assert result.unplaced == ()


def test_what_is_rejected_goes(build, follow):
    mention = find_mention(build.reading, "1.3.3", INVOLVES)
    result = follow(decide(build, mention, "reject"))
    assert set(build.reading.mentions) - set(result.reading.mentions) == {mention}


def test_a_theme_is_rejected_and_accepted_with_all_its_words(build, follow):
    words = [m for m in build.reading.mentions if m.property == HAS_THEME.name and m.element == "1.3.3"]
    same = [m for m in words if m.thing == words[0].thing]
    assert len(same) > 1
    rejected = follow(decide(build, same[-1], "reject")).reading
    assert list_links(build.reading) - list_links(rejected) == {(same[0].element, same[0].property, same[0].thing)}
    accepted = follow(decide(build, same[-1], "accept")).reading
    assert [m.start for m in accepted.mentions if m.reviewed] == [m.start for m in same]


def test_what_is_added_has_its_words_and_says_that_a_person_saw_them(build, follow):
    (unread,) = [each for each in build.reading.unread if each.words == "Fiere di Ottobre"]
    place = find_mention(build.reading, "3.3.1", HAS_THEME)._replace(
        property=INVOLVES.name, thing=f"{ACTORS}schools", start=unread.start, end=unread.end
    )
    result = follow(decide(build, place, "add"))
    (added,) = set(result.reading.mentions) - set(build.reading.mentions)
    assert (added.exact, added.method, added.reviewed) == ("Fiere di Ottobre", "review", TIME)
    assert set(build.reading.unread) - set(result.reading.unread) == {unread}
    assert list(result.reading.mentions).index(added) == sorted(
        range(len(result.reading.mentions)), key=lambda i: result.reading.mentions[i].start
    ).index(list(result.reading.mentions).index(added))


def test_words_that_name_nothing_are_asked_about_no_more(build, follow):
    (unread,) = [each for each in build.reading.unread if each.words == "Distretto"]
    place = find_mention(build.reading, "2.3.3", HAS_THEME)._replace(start=unread.start, end=unread.end)
    result = follow(decide(build, place, "reject", property="", thing=""))
    assert set(build.reading.unread) - set(result.reading.unread) == {unread}
    assert result.reading.mentions == build.reading.mentions


def test_two_things_become_one_and_what_was_decided_of_the_one_holds_for_the_other(build, follow):
    schools, unions = f"{ACTORS}schools", f"{ACTORS}third-sector"
    mention = next(m for m in build.reading.mentions if m.thing == schools)
    merge = Decision("merge", "Ufficio", TIME, thing=schools, into=unions)
    result = follow(merge, decide(build, mention, "accept"))
    assert schools not in {m.thing for m in result.reading.mentions}
    assert [(m.thing, m.start) for m in result.reading.mentions if m.reviewed] == [(unions, mention.start)]
    assert result.unplaced == ()


def test_what_the_plan_alone_names_is_spoken_of_by_its_final_iri_and_goes_with_its_last_link(build, vocabulary, follow):
    (thing,) = [t for t in build.reading.coined if t.label == "Provincia di Modena"]
    mentions = [m for m in build.reading.mentions if m.thing == thing.iri]
    iri = find_iri(build, vocabulary, thing.iri)
    result = follow(*(decide(build, m, "reject", thing=iri) for m in mentions))
    assert set(build.reading.coined) - set(result.reading.coined) == {thing}
    assert result.unplaced == ()


def test_each_decision_that_cannot_be_followed_is_told_with_its_reason(build, follow):
    mention = find_mention(build.reading, "1.3.3", INVOLVES)
    right = decide(build, mention, "accept")
    elsewhere = right.quote._replace(exact="parole che non ci sono")
    unknown = f"{ACTORS}nobody"
    faults = {
        decide(build, mention, "accept", quote=elsewhere): "its words do not stand in that element as they did",
        decide(build, mention, "accept", element="9.9"): "the plan has no such element now",
        decide(
            build, mention, "add", thing=unknown
        ): "no vocabulary has the thing any more, and the plan does not name it",
        decide(
            build, mention, "add", property=CONCERNS_PLACE.name
        ): "its property does not lead to things of that kind",
        Decision("merge", "A", TIME, thing=mention.thing, into=unknown): (
            "no vocabulary has the thing any more, and the plan does not name it"
        ),
    }
    result = follow(*faults, right)
    assert {each.decision: each.reason for each in result.unplaced} == faults
    assert sum(m.reviewed is not None for m in result.reading.mentions) == 1


def test_a_rejected_link_leaves_other_links_of_the_same_words(build, follow):
    (pair,) = [
        (one, other)
        for one in build.reading.mentions if one.property == BENEFITS.name
        for other in build.reading.mentions if other.start == one.start and other.property == HAS_THEME.name
    ][:1]  # fmt: skip
    result = follow(decide(build, pair[0], "reject"))
    assert pair[1] in result.reading.mentions
