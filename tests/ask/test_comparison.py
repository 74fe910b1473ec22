"""Two plans compared: what is said of versions made by known edits, and of links, things and other towns."""

import random
import sys
from collections import Counter
from dataclasses import replace

import editions
import pytest
from editions import EDITS, edit_plan, tell_facts

from dupgraph.ask.analysis.network import PlanElement, PlanLink, PlanMention, PlanNetwork, PlanThing, PlanTitle
from dupgraph.ask.comparison.answers import (
    find_lone_themes,
    list_changes,
    list_counts,
    list_lone_themes,
    summarise,
    tell_details,
)
from dupgraph.ask.comparison.changes import compare_plans
from dupgraph.ask.comparison.matching import _assign
from dupgraph.ask.comparison.outline import draw_page
from dupgraph.ask.comparison.reading import read_version
from dupgraph.ask.comparison.statements import list_revisions
from dupgraph.ask.comparison.values import Change, Comparison, PlanVersion
from dupgraph.ask.comparison.wording import mark_changes, part_changes
from dupgraph.base.errors import OutputError, QueryError
from dupgraph.base.files import find_resource
from dupgraph.graph.engines import open_engine


@pytest.fixture(scope="module")
def plan() -> PlanVersion:
    return read_version(open_engine(str(find_resource("graph", "sassuolo.ttl"))))


def make_plan(
    name: str, texts: dict[str, tuple[str, str]], links: tuple[tuple[str, str, str, str], ...] = ()
) -> PlanVersion:
    """Return a plan of objectives by code: title and text; and links: code, property, thing, words."""
    base = f"https://example.org/{name}"
    elements = tuple(
        PlanElement(f"{base}/{code}", base, "objective", "Obiettivo", code, title, "", place, "", "")
        for place, (code, (title, _)) in enumerate(texts.items())
    )
    roles = {"involves": "partner", "hasTheme": "theme"}
    things = {thing: PlanThing(f"{base}/{thing}", thing, roles[prop], "", "", ()) for _, prop, thing, _ in links}
    said = tuple(
        PlanMention(f"{base}/m{n}", f"{base}/{code}", prop, f"{base}/{thing}", words, "", "", 0, 0, None, "", "")
        for n, (code, prop, thing, words) in enumerate(links)
    )
    network = PlanNetwork(
        (PlanTitle(base, name),), elements, tuple(things.values()),
        tuple(PlanLink(m.element, m.property, m.thing) for m in said), said, (),
    )  # fmt: skip
    words = {f"{base}/{code}": f"{title}. {text}" for code, (title, text) in texts.items()}
    return PlanVersion(base, name, "Comune di Alba", "004003", "", f"{name}.txt", network, words)


CARE = ("Curare gli anziani", "Insieme all’AUSL si apre uno sportello per gli anziani soli nelle frazioni.")
BIKES = ("Completare le piste", "La rete ciclabile arriva fino alla stazione, con parcheggi coperti e sicuri.")


def test_a_plan_is_the_same_as_itself(plan: PlanVersion) -> None:
    comparison = compare_plans(plan, plan)
    assert comparison.is_same
    assert len(comparison.changes) == len(plan.network.elements)
    assert summarise(comparison, "en")[1].startswith("No difference")
    assert len(list_changes(comparison)) == 0


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_told_as_what_it_is(plan: PlanVersion, edit: str) -> None:
    edition = edit_plan(plan, 7, [edit])
    assert edition.truth
    assert set(tell_facts(compare_plans(plan, edition.plan))) == edition.truth


def test_twenty_edits_at_once_are_told_apart(plan: PlanVersion) -> None:
    right = told = true = 0
    for seed in range(2):
        die = random.Random(seed)  # noqa: S311  a die for test data
        edition = edit_plan(plan, 500 + seed, die.choices(list(EDITS), k=20))
        said = set(tell_facts(compare_plans(plan, edition.plan)))
        right, told, true = right + len(said & edition.truth), told + len(said), true + len(edition.truth)
    assert right / told >= 0.95
    assert right / true >= 0.95


def test_what_moved_says_from_where_to_where(plan: PlanVersion) -> None:
    comparison = compare_plans(plan, edit_plan(plan, 3, ["moved"]).plan)
    [moved] = [change for change in comparison.changes if "moved" in change.aspects]
    [told] = [line for line in tell_details(comparison, moved) if "spostato" in line]
    stood, stands = moved.before[0].above[:20], moved.after[0].above[:20]
    assert stood != stands
    assert f"stava in «{stood}" in told
    assert f"ora sta in «{stands}" in told


def test_plans_of_one_name_are_told_apart_by_their_years_or_files(plan: PlanVersion) -> None:
    later = replace(plan, source="2026.pdf")
    assert [name[-9:] for name in compare_plans(plan, later).names] == ["suolo.txt", " 2026.pdf"]
    assert compare_plans(plan, replace(later, title="DUP 2026")).names == (plan.name, "DUP 2026, Comune di Sassuolo")


TREES = ("Aprire un vivaio comunale", "Riparare i tetti delle palestre")


def make_tree(name: str, level: str, parents: dict[str, tuple[str, tuple[str, str]]]) -> PlanVersion:
    """Return a plan of elements by code: the code of what each stands under, title and text."""
    plan = make_plan(name, {code: words for code, (_, words) in parents.items()})
    placed = (
        element._replace(parent=f"{plan.iri}/{parent}" if parent else "", level=level)
        for element, (parent, _) in zip(plan.network.elements, parents.values(), strict=True)
    )
    return replace(plan, network=replace(plan.network, elements=tuple(placed)), title=f"DUP {name}, Alba")


def test_a_plan_in_another_order_of_levels_with_other_names() -> None:
    roofs, trees = ((title, f"{title} entro l’anno, con le scuole del centro.") for title in reversed(TREES))
    before = {"1": ("", CARE), "1.1": ("1", roofs), "1.2": ("1", trees), "2": ("", BIKES)}
    after = {"1": ("", CARE), "2": ("", BIKES), "2.1": ("2", roofs)}
    comparison = compare_plans(make_tree("2024", "Obiettivo", before), make_tree("2026", "Azione", after))
    # What is gone does not follow what moved away.
    told = [
        (change.kind, [element.code for element in (*change.before, *change.after)]) for change in comparison.changes
    ]
    assert told == [("kept", ["1", "1"]), ("gone", ["1.2"]), ("kept", ["2", "2"]), ("changed", ["1.1", "2.1"])]
    # The town that its title names is not named twice.
    assert summarise(comparison, "it")[0] == "DUP 2024, Alba → DUP 2026, Alba"
    assert "I livelli si chiamano in altro modo: «Obiettivo» → «Azione»." in summarise(comparison, "it")
    assert not compare_plans(comparison.before, comparison.before).pair_levels()


def test_the_order_of_sides_turns_what_is_new_and_gone(plan: PlanVersion) -> None:
    edition = edit_plan(plan, 3, ["inserted", "removed", "split"])
    turned = Counter(change.kind for change in compare_plans(edition.plan, plan).changes)
    assert (turned["new"], turned["gone"], turned["merged"], turned["split"]) == (1, 1, 1, 0)


def test_what_a_plan_takes_over_into_later_years_is_listed_by_them_alone() -> None:
    said = "Si apre uno sportello per gli anziani soli nelle frazioni. Periodo {} Alberi 2030"
    before = make_plan("a", {"1": (CARE[0], said.format("2026-2028")), "2": BIKES})
    later = make_plan("b", {"1": (CARE[0], said.format("2027/29")), "2": BIKES})
    comparison = compare_plans(before, later)
    assert [change.aspects for change in comparison.changes] == [("redated",), ()]
    assert "Solo gli anni sono altri: 1; Uguali: 1." in summarise(comparison, "it")
    assert list_changes(comparison).to_dicts()[0]["text_b"].count("**") == 2
    [group] = draw_page(comparison).groups
    assert group.heading == "Solo gli anni sono altri"
    assert [part[0] for line in group.quotations for part in line.parts] == [f"1 {CARE[0]}: 2026-2028 → 2027/29"]
    # A number that looks like a year may be any number, and so may two: an order's, and what is no longer there.
    for told, other in (
        ("(2026-2028)", "()"),
        ("delibera 2024/45", "delibera 2025/17"),
        ("2026-2028", "2027-2029 o 2030"),
    ):
        pair = [make_plan(name, {"1": (CARE[0], said.format(years))}) for name, years in (("a", told), ("b", other))]
        assert compare_plans(*pair).changes[0].aspects == ("reworded",)
    more = replace(later, texts={iri: text.replace("2030", "2040") for iri, text in later.texts.items()})
    assert compare_plans(later, more).changes[0].aspects == ("reworded",)


def test_a_link_lost_has_the_sentences_of_both_sides() -> None:
    before = make_plan("a", {"1": CARE, "2": BIKES}, (("1", "involves", "AUSL", "AUSL"),))
    without = (CARE[0], "Si apre uno sportello per gli anziani soli nelle frazioni.")
    comparison = compare_plans(before, make_plan("b", {"1": without, "2": BIKES}))
    [change] = [change for change in comparison.changes if change.kind != "kept"]
    [link] = change.links
    assert (link.turn, link.label, change.aspects) == ("lost", "AUSL", ("reworded", "links"))
    assert link.before == "Insieme all’**AUSL** si apre uno sportello per gli anziani soli nelle frazioni."
    assert link.after == "Si apre uno sportello per gli anziani soli nelle frazioni."
    assert "Somiglianza" in list_changes(comparison).headings
    row = list_changes(comparison, lang="en").to_dicts()[1]
    assert (row["change"], row["code_b"], row["thing"]) == ("link lost", "1", "AUSL")
    assert list(tell_details(comparison, change, "en"))[-1] == "no longer names AUSL (partner)"


def test_a_link_lost_whose_words_stay_says_so() -> None:
    before = make_plan("a", {"1": CARE, "2": BIKES}, (("1", "involves", "AUSL", "AUSL"),))
    comparison = compare_plans(before, make_plan("b", {"1": CARE, "2": BIKES}))
    [change] = [change for change in comparison.changes if change.kind != "kept"]
    assert list(tell_details(comparison, change, "en")) == [
        "no longer names AUSL (partner) – but the words are in both"
    ]


def test_things_of_one_name_are_one_thing() -> None:
    before = make_plan("a", {"1": CARE}, (("1", "involves", "AUSL", "AUSL"),))
    comparison = compare_plans(before, make_plan("b", {"1": CARE}, (("1", "involves", "Ausl", "AUSL"),)))
    assert comparison.is_same
    [row] = list_counts(comparison)
    assert (row["thing"], row["count_a"], row["count_b"]) == ("AUSL", 1, 1)


def test_what_a_neighbour_does_on_a_theme_of_its_own() -> None:
    ours = make_plan("a", {"1": CARE}, (("1", "hasTheme", "Anziani", "anziani"),))
    theirs = make_plan("b", {"1": BIKES}, (("1", "hasTheme", "Mobilità", "ciclabile"),))
    comparison = compare_plans(ours, replace(theirs, body="Comune di Bra", body_id="004029"))
    lone = [[(thing.label, len(thing.before or thing.after)) for thing in side]
            for side in find_lone_themes(comparison)]  # fmt: skip
    assert lone == [[("Anziani", 1)], [("Mobilità", 1)]]
    words = summarise(comparison, "it")
    assert "Comune di Alba; Comune di Bra" in words[1]
    assert "nessun elemento in comune" in words[2]
    assert list(list_lone_themes(comparison)) == [
        "Temi che ha solo il primo piano: Anziani (1).",
        "Temi che ha solo il secondo piano: Mobilità (1).",
    ]
    assert {row["change"] for row in list_changes(comparison)} == {"solo nel primo", "solo nel secondo"}


def test_a_number_alone_makes_no_pair() -> None:
    changes = compare_plans(make_plan("a", {"1": CARE}), make_plan("b", {"1": BIKES})).changes
    assert sorted(change.kind for change in changes) == ["gone", "new"]


def test_print_that_differs_is_no_change() -> None:
    plain = (CARE[0], CARE[1].replace("’", "'").replace(" ", "  "))
    assert compare_plans(make_plan("a", {"1": CARE}), make_plan("b", {"1": plain})).is_same


def test_changed_words_are_marked_on_both_sides() -> None:
    assert mark_changes("la rete dei servizi", "la rete nuova dei servizi") == (
        "la rete dei servizi",
        "la rete **nuova** dei servizi",
    )
    assert mark_changes("due ** stelle", "tre ** stelle") == ("due ** stelle", "tre ** stelle")


def test_long_texts_are_compared_by_sentences() -> None:
    sentences = [f"La frase numero {number} dice qualcosa." for number in range(500)]
    other = [*sentences[:250], "Questa frase mancava.", *sentences[250:]]
    assert [text for text, is_changed in part_changes(" ".join(sentences), " ".join(other))[1] if is_changed] == [
        "Questa frase mancava."
    ]


def test_parts_that_changed_places_in_their_whole_are_no_change() -> None:
    both = (CARE[0], f"{CARE[1]} {BIKES[0]}. {BIKES[1]}")
    before = make_plan("a", {"1": BIKES, "2": CARE})
    [change] = compare_plans(before, make_plan("b", {"1": both})).changes
    assert change.kind == "merged"
    assert [element.code for element in change.before] == ["2", "1"]


def test_a_change_is_a_node_and_a_version_a_revision(plan: PlanVersion) -> None:
    edition = edit_plan(plan, 4, ["reworded", "removed"])
    triples = {tuple(str(term) for term in row) for row in list_revisions(compare_plans(plan, edition.plan)).rows}
    revised = {subject for subject, predicate, _ in triples if predicate.endswith("prov#wasRevisionOf>")}
    assert f"<{edition.plan.iri}>" in revised
    assert len(revised) == len(plan.network.elements)
    kinds = [value for _, predicate, value in triples if predicate.endswith("changeKind>")]
    assert kinds.count('"reworded"') == 0
    assert kinds.count('"gone"') == 1


def test_what_is_like_one_other_alone_waits_for_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    assert [*_assign({("a", "y"): 0.9, ("b", "x"): 0.8, ("a", "x"): 0.0})] == [("a", "y"), ("b", "x")]
    with pytest.raises(ImportError):
        [*_assign({("a", "y"): 0.9, ("b", "y"): 0.8})]


def test_those_that_are_like_several_are_given_so_that_most_is_gained() -> None:
    scores = {("a", "x"): 0.9, ("a", "y"): 0.8, ("b", "x"): 0.85, ("b", "z"): 0.0, ("c", "z"): 0.5}
    assert [*_assign(scores)] == [("a", "y"), ("b", "x"), ("c", "z")]


def test_two_plans_of_one_iri_make_no_graph(plan: PlanVersion) -> None:
    with pytest.raises(OutputError, match="could not tell them apart"):
        list_revisions(compare_plans(plan, plan))


def test_plans_of_two_bodies_revise_nothing() -> None:
    other = replace(make_plan("b", {"1": CARE}), body_id="004029")
    rows = list_revisions(compare_plans(make_plan("a", {"1": CARE}), other)).rows
    assert not [row for row in rows if str(row[1]).endswith(("wasRevisionOf>", "isReplacedBy>"))]


def test_several_plans_are_not_one(tmp_path) -> None:
    for number in (1, 2):
        text = f"<https://example.org/{number}> a <https://w3id.org/dupgraph/onto/Plan> .\n"
        (tmp_path / f"{number}.ttl").write_text(text)
    with pytest.raises(QueryError, match="holds 2 plans, and two are compared"):
        read_version(open_engine(str(tmp_path)))


def test_every_change_of_a_comparison_is_on_one_side_at_least(plan: PlanVersion) -> None:
    comparison = compare_plans(plan, edit_plan(plan, 11, list(EDITS)).plan)
    assert isinstance(comparison, Comparison)
    assert all(isinstance(change, Change) and (change.before or change.after) for change in comparison.changes)
    named = [element.iri for change in comparison.changes for element in change.after]
    assert sorted(named) == sorted(element.iri for element in comparison.after.network.elements)
    assert editions.write_text(plan).startswith("POLITICA 1:")
