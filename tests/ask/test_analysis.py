"""The analysis of networks: weights worked by hand, what counts once, matrices, measures, and Sassuolo's own list."""

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import combinations_with_replacement
from math import log
from pathlib import Path

import places
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store
from virtuoso import Virtuoso

from dupgraph.ask.analysis.answers import list_links, list_matrix, list_triples
from dupgraph.ask.analysis.dependencies import DEPENDENCY_KINDS, Dependencies, find_dependencies
from dupgraph.ask.analysis.matrices import AXES, count_matrix
from dupgraph.ask.analysis.measures import (
    find_communities,
    find_gaps,
    measure_elements,
    measure_things,
    project_elements,
    project_things,
)
from dupgraph.ask.analysis.network import (
    PlanElement,
    PlanKind,
    PlanLink,
    PlanMention,
    PlanNetwork,
    PlanReference,
    PlanThing,
    PlanTitle,
)
from dupgraph.ask.analysis.reading import read_network
from dupgraph.ask.analysis.sharing import MOST_SHARED, is_broad, measure_rarity
from dupgraph.ask.results.triples import write_ttl
from dupgraph.base.errors import QueryError
from dupgraph.base.files import find_resource
from dupgraph.graph.engines import open_engine
from dupgraph.graph.engines.endpoint import EndpointEngine
from dupgraph.graph.stores.push import NamedGraph, push_graph, read_graphs
from dupgraph.schema.links import ROLE_OF

BASE = "https://example.org/"
MANUAL = Path(__file__).parents[2] / "docs" / "dependencies.md"
PREFIXES = "PREFIX dup: <https://w3id.org/dupgraph/onto/> PREFIX dct: <http://purl.org/dc/terms/> "


@cache
def read_sassuolo() -> PlanNetwork:
    return read_network(open_engine(find_resource("graph", "sassuolo.ttl")))


def make_die(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  a die for test data


# Networks made by hand -----------------------------------------------------------------------------------------------


def make_element(code: str, title: str = "", plan: str = BASE) -> PlanElement:
    parts = code.split(".")
    kind = ("policy", "guideline", "objective", "action")[len(parts) - 1]
    above = [f"{plan}{'.'.join(parts[:depth])}" for depth in (1, 2)]
    return PlanElement(
        iri=f"{plan}{code}",
        plan=plan,
        kind=kind,  # type: ignore[arg-type]  # one of the four, by its depth
        level=kind,
        code=code,
        title=title or f"Titolo {code}",
        parent=f"{plan}{'.'.join(parts[:-1])}" if len(parts) > 1 else "",
        position=0,
        policy=above[0],
        guideline=above[1] if len(parts) > 1 else "",
    )


def make_network(
    codes: str,
    named: dict[str, str],
    *,
    titles: dict[str, str] | None = None,
    kinds: dict[str, str] | None = None,
    words: dict[tuple[str, str], list[str]] | None = None,
    references: Iterable[tuple[str, str]] = (),
    plan: str = BASE,
) -> PlanNetwork:
    """Return a network of elements by code; ``named`` says which of them name each thing, as "property:name".

    A mention's words are the thing's name, or those of ``words``, each in the one place where its element has them.
    """
    elements = {code: make_element(code, (titles or {}).get(code, ""), plan) for code in codes.split()}
    things, links, mentions, text = [], [], [], dict.fromkeys(elements, "")
    for thing, where in named.items():
        name, label = thing.split(":")
        broader = tuple(PlanKind(f"{plan}thing/{kind}", kind) for kind in (kinds or {}).get(thing, "").split())
        things.append(PlanThing(f"{plan}thing/{label}", label, ROLE_OF[name], "", "", broader))
        for code in where.split():
            links.append(PlanLink(elements[code].iri, name, things[-1].iri))
            for said in (words or {}).get((code, label), [label]):
                if said not in text[code]:
                    text[code] += f"{said} | "
                start = text[code].index(said) + 10_000 * list(elements).index(code)
                iri = f"{plan}mention/{len(mentions)}"
                mentions.append(
                    PlanMention(iri, elements[code].iri, name, things[-1].iri, said, "", "", start, start + len(said),
                                None, "", "")
                )  # fmt: skip
    cited = []
    for a, b in references:
        at = len(mentions)
        quote = PlanMention(f"{plan}mention/{at}", elements[a].iri, "refersToElement", elements[b].iri,
                            f"obiettivo {b}", "", "", 1, 2, None, "", "")  # fmt: skip
        mentions.append(quote)
        cited.append(PlanReference(elements[a].iri, elements[b].iri, (quote,)))
    return PlanNetwork(
        (PlanTitle(plan, "Piano"),), tuple(elements.values()), tuple(things), tuple(links), tuple(mentions),
        tuple(cited),
    )  # fmt: skip


SIX = "1 1.1 1.1.1 1.1.2 1.1.3 2 2.1 2.1.1 2.1.2 2.1.3"


def show(network: PlanNetwork, found: Dependencies) -> list[tuple[str, str, list[str]]]:
    codes = {element.iri: element.code for element in network.elements}
    return [(codes[pair.a], codes[pair.b], [reason.label for reason in pair.reasons]) for pair in found]


# Weights -------------------------------------------------------------------------------------------------------------


def test_weight_by_hand() -> None:
    # Of six objectives AUSL is named by two, in both texts; scuole by three, in one title.
    named = {"involves:AUSL": "1.1.1 2.1.1", "involves:scuole": "1.1.1 2.1.1 2.1.2"}
    network = make_network(SIX, named, titles={"2.1.1": "Aprire le scuole"})
    rare, less = log(7 / 2) / log(7), log(7 / 3) / log(7)
    pairs = {(network.index_elements()[p.a].code, network.index_elements()[p.b].code): p
             for p in find_dependencies(network)}  # fmt: skip
    assert is_broad(3, 6)
    assert (is_broad(MOST_SHARED, 10**6), is_broad(MOST_SHARED + 1, 10**6)) == (False, True)
    assert set(pairs) == {("1.1.1", "2.1.1")}
    pair = pairs["1.1.1", "2.1.1"]
    assert pair.weight == pytest.approx(rare**2 / 4 + less**2 / 2, abs=1e-6)
    assert [reason.weight for reason in pair.reasons] == pytest.approx([rare**2 / 4, less**2 / 2], abs=1e-6)
    assert (pair.kind, pair.directed) == ("inferred", False)


def test_rarity_falls_from_one_to_almost_nothing() -> None:
    rarities = [measure_rarity(named, 95) for named in range(1, 96)]
    assert rarities == sorted(rarities, reverse=True)
    assert rarities[0] == 1
    assert 0 < rarities[-1] < 0.01


def test_broad_is_less_than_half_as_rare() -> None:
    for elements in (8, 95, 1000):
        for named in range(3, min(elements, 90)):
            assert is_broad(named, elements) == (measure_rarity(named, elements) < 0.5)


def test_two_are_never_too_many() -> None:
    network = make_network("1 2", {"involves:AUSL": "1 2"})
    assert show(network, find_dependencies(network, level="policy")) == [("1", "2", ["AUSL"])]


def test_broad_things_make_no_pair_but_count_in_one() -> None:
    everywhere = "1.1.1 1.1.2 1.1.3 2.1.1 2.1.2"
    network = make_network(SIX, {"involves:associazioni": everywhere, "concernsPlace:parco": "1.1.1 2.1.1"})
    found = find_dependencies(network)
    assert show(network, found) == [("1.1.1", "2.1.1", ["parco", "associazioni"])]
    assert [(thing.label, thing.elements) for thing in found.broad] == [("associazioni", 5)]


def test_words_in_the_title_count_in_full() -> None:
    named = {"hasTheme:sport": "1.1.1 2.1.1"}
    plain = find_dependencies(make_network(SIX, named))[0].weight
    one = find_dependencies(make_network(SIX, named, titles={"1.1.1": "Lo SPORT per tutti"}))[0].weight
    titles = {"1.1.1": "Lo sport", "2.1.1": "Piazza dello sport"}
    both = find_dependencies(make_network(SIX, named, titles=titles))[0].weight
    part_of_a_word = find_dependencies(make_network(SIX, named, titles={"1.1.1": "Trasporti"}))[0].weight
    assert [one / plain, both / plain, part_of_a_word / plain] == pytest.approx([2, 4, 1], abs=1e-4)


# One reason counts once ----------------------------------------------------------------------------------------------


def test_a_body_and_its_kind_are_one_reason() -> None:
    kinds = {"involves:AUSL": "aziende-sanitarie"}
    both = {"involves:AUSL": "1.1.1 2.1.1", "involves:aziende-sanitarie": "1.1.1 2.1.1"}
    network = make_network(SIX, both, kinds=kinds)
    assert show(network, find_dependencies(network)) == [("1.1.1", "2.1.1", ["AUSL"])]


def test_a_kind_is_shared_with_its_body() -> None:
    named = {"involves:AUSL": "1.1.1", "involves:aziende-sanitarie": "2.1.1"}
    network = make_network(SIX, named, kinds={"involves:AUSL": "aziende-sanitarie"})
    found = find_dependencies(network)
    assert show(network, found) == [("1.1.1", "2.1.1", ["aziende-sanitarie"])]
    (reason,) = found[0].reasons
    assert [m.words for m in (*reason.mentions_a, *reason.mentions_b)] == ["AUSL", "aziende-sanitarie"]


def test_a_broad_kind_is_a_reason_only_where_both_name_it() -> None:
    named = {"involves:scuola": "1.1.1", "involves:enti": "1.1.2 1.1.3 2.1.2", "concernsPlace:parco": "1.1.1 2.1.1"}
    kinds = dict.fromkeys(["involves:scuola", "involves:prefettura"], "enti")
    network = make_network(SIX, named | {"involves:prefettura": "2.1.1"}, kinds=kinds)
    found = find_dependencies(network)
    assert show(network, found) == [("1.1.1", "2.1.1", ["parco"])]
    assert [(thing.label, thing.elements) for thing in found.broad] == [("enti", 5)]


def test_the_same_words_count_once() -> None:
    named = {"concernsPlace:centro storico": "1.1.1 2.1.1", "hasTheme:centro": "1.1.1 2.1.1"}
    inside = {(code, "centro"): ["centro storico"] for code in ("1.1.1", "2.1.1")}
    network = make_network(SIX, named, words=inside)
    assert show(network, find_dependencies(network)) == [("1.1.1", "2.1.1", ["centro storico"])]
    assert find_dependencies(network)[0].weight == find_dependencies(network, kinds=["place"])[0].weight
    own = {(code, "centro"): ["centro storico", "hub urbano"] for code in ("1.1.1", "2.1.1")}
    more = make_network(SIX, named, words=own)
    assert show(more, find_dependencies(more)) == [("1.1.1", "2.1.1", ["centro storico", "centro"])]
    for one, other in (("1.1.1", "2.1.1"), ("2.1.1", "1.1.1")):
        apart = {(one, "centro"): ["hub urbano"], (other, "centro"): ["centro"]}
        network = make_network(SIX, named, words=apart)
        assert show(network, find_dependencies(network)) == [("1.1.1", "2.1.1", ["centro storico"])]
        assert find_dependencies(network)[0].weight == find_dependencies(network)[0].reasons[0].weight
    one_side = make_network(SIX, named, words=inside | {("1.1.1", "centro"): ["centro storico", "hub urbano"]})
    other_side = make_network(SIX, named, words=inside | {("2.1.1", "centro"): ["centro storico", "hub urbano"]})
    for network in (one_side, other_side):
        assert show(network, find_dependencies(network)) == [("1.1.1", "2.1.1", ["centro storico"])]
        assert find_dependencies(network)[0].weight == sum(r.weight for r in find_dependencies(network)[0].reasons)


# Which pairs ---------------------------------------------------------------------------------------------------------


def test_across_and_level() -> None:
    codes = "1 1.1 1.1.1 1.1.2 1.2 1.2.1 2 2.1 2.1.1 2.1.2 2.1.3 3"
    network = make_network(
        codes, {"involves:AUSL": "1.1.1 1.1.2", "involves:CRI": "1.1.2 1.2.1", "involves:Lapam": "1.2.1 2.1.1"}
    )
    pairs = {across: [row[:2] for row in show(network, find_dependencies(network, across=across))]
             for across in ("policy", "guideline", "none")}  # fmt: skip
    assert pairs["policy"] == [("1.2.1", "2.1.1")]
    assert sorted(pairs["guideline"]) == [("1.1.2", "1.2.1"), ("1.2.1", "2.1.1")]
    assert sorted(pairs["none"]) == [("1.1.1", "1.1.2"), ("1.1.2", "1.2.1"), ("1.2.1", "2.1.1")]
    upper = find_dependencies(network, level="guideline", across="none")
    assert sorted(row[:2] for row in show(network, upper)) == [("1.1", "1.2"), ("1.2", "2.1")]
    assert [row[:2] for row in show(network, find_dependencies(network, level="policy"))] == [("1", "2")]


def test_a_level_that_is_not_there_is_refused() -> None:
    network = make_network(SIX, {"involves:AUSL": "1.1.1 2.1.1"})
    with pytest.raises(QueryError, match="no action; its levels are policy, guideline, objective"):
        find_dependencies(network, level="action")
    with pytest.raises(QueryError, match="no objective is or holds"):
        find_dependencies(network, only=f"{BASE}1.1")


def test_what_parts_name_the_whole_names() -> None:
    network = make_network("1 1.1 1.1.1 1.1.1.1 2 2.1 2.1.1", {"involves:AUSL": "1.1.1.1 2.1.1"})
    assert show(network, find_dependencies(network)) == [("1.1.1", "2.1.1", ["AUSL"])]


def test_kinds_are_chosen() -> None:
    named = {"involves:AUSL": "1.1.1 2.1.1", "concernsPlace:parco": "1.1.2 2.1.2"}
    network = make_network(SIX, named, references=[("1.1.3", "2.1.3")])
    assert len(find_dependencies(network)) == 3
    for kind, codes in {
        "partner": ("1.1.1", "2.1.1"),
        "place": ("1.1.2", "2.1.2"),
        "reference": ("1.1.3", "2.1.3"),
    }.items():
        assert [row[:2] for row in show(network, find_dependencies(network, kinds=[kind]))] == [codes]
    assert len(find_dependencies(network, kinds=["theme"])) == 0


def test_a_reference_is_directed_and_of_its_own_kind() -> None:
    network = make_network(SIX, {"involves:AUSL": "1.1.1 2.1.1"}, references=[("2.1.1", "1.1.1"), ("1.1.1", "1.1.2")])
    reference, inferred = find_dependencies(network)
    assert (reference.kind, reference.directed, reference.weight) == ("reference", True, 1.0)
    assert (reference.a, reference.b) == (f"{BASE}2.1.1", f"{BASE}1.1.1")
    (reason,) = reference.reasons
    assert (reason.property, reason.thing, reason.mentions_a[0].words) == (
        "refersToElement",
        f"{BASE}1.1.1",
        "obiettivo 1.1.1",
    )
    assert (inferred.a, inferred.kind) == (f"{BASE}1.1.1", "inferred")
    assert len(find_dependencies(network, across="none")) == 3
    assert len(find_dependencies(network, min_weight=1.5)) == 0


def test_plans_are_apart() -> None:
    one = make_network(SIX, {"involves:AUSL": "1.1.1 2.1.1"})
    two = make_network(SIX, {"involves:AUSL": "1.1.2 2.1.2"}, plan="https://example.net/")
    # The same body in both towns' plans.
    thing, same = two.things[0].iri, one.things[0].iri
    links = tuple(link._replace(thing=same) for link in two.links if link.thing == thing)
    network = PlanNetwork(
        one.plans + two.plans, one.elements + two.elements, one.things, one.links + links,
        one.mentions + tuple(mention._replace(thing=same) for mention in two.mentions), (),
    )  # fmt: skip
    found = find_dependencies(network, across="none")
    assert show(network, found) == [("1.1.1", "2.1.1", ["AUSL"]), ("1.1.2", "2.1.2", ["AUSL"])]
    assert found[0].weight == find_dependencies(one)[0].weight


# Large networks ------------------------------------------------------------------------------------------------------


def draw_named(die: random.Random, objectives: int, things: int) -> tuple[str, dict[str, str]]:
    """Return codes and what they name, a few things very often."""
    codes = [f"{n % 5 + 1}.1.{n}" for n in range(objectives)]
    above = [code for policy in range(1, 6) for code in (str(policy), f"{policy}.1")]
    properties = list(ROLE_OF)
    named = {
        f"{properties[n % 5]}:cosa{n}": " ".join(
            sorted(die.sample(codes, min(objectives, 1 + die.randrange(2 + 60 // (n + 1)))))
        )
        for n in range(things)
    }
    return " ".join([*above, *codes]), named


@pytest.mark.parametrize("seed", range(4))
def test_nearest_few_are_the_strongest_of_all_pairs(seed: int) -> None:
    network = make_network(*draw_named(make_die(seed), 60, 90))
    whole = find_dependencies(network, nearest=60)
    assert whole.left_out == 0
    few = find_dependencies(network, nearest=3)
    assert few.left_out == len(whole) - len(few) > 0
    ties = list(whole.list_ties())
    kept = set()
    for element in network.elements:
        kept |= set([tie for tie in ties if element.iri in tie[:2]][:3])
    assert list(few.list_ties()) == [tie for tie in ties if tie in kept]


@pytest.mark.parametrize("seed", range(4))
def test_weights_are_the_sums_of_their_reasons(seed: int) -> None:
    network = make_network(*draw_named(make_die(seed), 60, 90))
    found = find_dependencies(network)
    assert len(found) > 100
    for pair in found:
        assert pair.weight == pytest.approx(sum(reason.weight for reason in pair.reasons), abs=1e-5)
        assert all(reason.mentions_a and reason.mentions_b for reason in pair.reasons)


def test_only_one_has_all_its_pairs() -> None:
    network = make_network(*draw_named(make_die(1), 60, 90))
    whole = list(find_dependencies(network, nearest=60).list_ties())
    for iri in (f"{BASE}1.1.0", f"{BASE}4.1.8"):
        mine = find_dependencies(network, only=iri, nearest=1)
        assert list(mine.list_ties()) == [tie for tie in whole if iri in tie[:2]]
        assert mine.left_out == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.floats(0, 1))
def test_min_weight_only_cuts(seed: int, least: float) -> None:
    network = make_network(*draw_named(make_die(seed), 25, 30))
    whole = [tie for tie in find_dependencies(network, nearest=25).list_ties() if tie[2] >= least]
    assert list(find_dependencies(network, nearest=25, min_weight=least).list_ties()) == whole


@pytest.mark.parametrize("seed", range(3))
def test_order_of_input_does_not_matter(seed: int) -> None:
    network = make_network(*draw_named(make_die(seed), 40, 60))
    die = make_die(seed + 100)
    shuffled = replace(
        network,
        links=tuple(die.sample(network.links, len(network.links))),
        things=tuple(die.sample(network.things, len(network.things))),
    )
    assert list(find_dependencies(network, nearest=4).list_ties()) == list(
        find_dependencies(shuffled, nearest=4).list_ties()
    )
    assert [pair.reasons for pair in find_dependencies(network)] == [
        pair.reasons for pair in find_dependencies(shuffled)
    ]


def test_work_grows_with_the_links_not_with_the_square() -> None:
    # One thing that all name: a projection would hold a million pairs.
    codes = " ".join(["1", "1.1", "2", "2.1", *(f"{1 + n % 2}.1.{n}" for n in range(1500))])
    everyone = " ".join(code for code in codes.split() if code.count(".") == 2)
    network = make_network(codes, {"involves:tutti": everyone, "involves:AUSL": "1.1.0 2.1.1"})
    found = find_dependencies(network)
    assert show(network, found) == [("1.1.0", "2.1.1", ["AUSL", "tutti"])]
    assert [thing.elements for thing in found.broad] == [1500]


# Reading -------------------------------------------------------------------------------------------------------------


def test_sassuolo_is_read_whole() -> None:
    network = read_sassuolo()
    kinds = [element.kind for element in network.elements]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"policy": 4, "guideline": 16, "objective": 95}
    codes = [element.code for element in network.elements]
    assert codes[:4] == ["1", "1.1", "1.1.1", "1.1.2"]
    assert codes.index("1.4.9") + 1 == codes.index("1.4.10")
    mention = next(m for m in network.mentions if m.words == "AUSL" and m.property == "involves")
    assert network.index_elements()[mention.element].code == "1.3.3"
    ausl = next(thing for thing in network.things if thing.label == "Azienda USL di Modena")
    assert (ausl.category_label, [kind.label for kind in ausl.broader]) == (
        "Azienda sanitaria locale",
        ["Azienda sanitaria locale", "Enti e istituzioni pubbliche"],
    )
    text = (find_resource("graph", "sassuolo.txt")).read_text(encoding="utf-8")
    for said in network.mentions:
        assert " ".join(text[said.start : said.end].split()) == " ".join(said.words.split())


def test_labels_come_in_the_language_asked_for() -> None:
    english = read_network(open_engine(find_resource("graph", "sassuolo.ttl")), lang="en")
    assert {"Schools", "Women"} <= {thing.label for thing in english.things}
    assert {thing.iri for thing in english.things} == {thing.iri for thing in read_sassuolo().things}
    assert list(find_dependencies(english).list_ties()) == list(find_dependencies(read_sassuolo()).list_ties())


def read_store(*files: Path, folder: Path) -> PlanNetwork:
    return read_network(open_engine(places.fill_store(folder, *files)))


def test_several_plans_and_one_of_them(tmp_path: Path) -> None:
    other = places.copy_plan(tmp_path, "altro")
    engine = open_engine(places.fill_store(tmp_path / "store", places.EXTRACT, other))
    network = read_network(engine)
    assert [plan.title for plan in network.plans] == ["Piano altro", "Estratto dal DUP di Sassuolo"]
    one = read_network(engine, "altro")
    assert {element.plan for element in one.elements} == {network.plans[0].iri}
    assert one == read_network(open_engine(other))


def test_remote_store_gives_the_same_network() -> None:
    graph = find_resource("graph", "sassuolo.ttl")
    with places.serve(places.answer_from(graph)) as url:
        assert read_network(open_engine(url)) == read_sassuolo()


def test_virtuoso_gives_the_same_network(virtuoso: Virtuoso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUPGRAPH_USER", virtuoso.user)
    monkeypatch.setenv("DUPGRAPH_PASSWORD", virtuoso.password)
    (graph,) = read_graphs(find_resource("graph", "sassuolo.ttl"))
    push_graph(virtuoso.store_url, NamedGraph("https://example.org/graph/analysis", graph.triples))
    engine = EndpointEngine(virtuoso.url, ("https://example.org/graph/analysis",))
    assert read_network(engine) == read_sassuolo()


@pytest.mark.parametrize(
    ("turtle", "reason"),
    [
        ("<https://example.org/a> a <https://example.org/B> .", "no plan is described in .*dupgraph build"),
        ("<https://example.org/p> a <https://w3id.org/dupgraph/onto/Plan> .", "has no policies, guidelines or"),
        (
            "@prefix dup: <https://w3id.org/dupgraph/onto/> . @prefix dct: <http://purl.org/dc/terms/> . "
            "@prefix e: <https://example.org/> . e:p a dup:Plan . e:a a dup:Objective ; dct:isPartOf e:p ; "
            'dct:identifier "1" ; dct:title "Uno"@it ; dup:involves e:b .',
            "has no mentions: no words say",
        ),
    ],
)  # fmt: skip
def test_a_graph_of_another_tool_is_refused(tmp_path: Path, turtle: str, reason: str) -> None:
    path = tmp_path / "other.ttl"
    path.write_text(turtle)
    with pytest.raises(QueryError, match=reason):
        read_network(open_engine(path))


def test_what_is_ill_written_is_no_traceback(tmp_path: Path) -> None:
    text = places.EXTRACT.read_text(encoding="utf-8")
    path = tmp_path / "odd.ttl"
    path.write_text(re.sub(r'oa:start "\d+"[^ ]*', 'oa:start "qui"', text), encoding="utf-8")
    assert {mention.start for mention in read_network(open_engine(path)).mentions} == {0}


def test_an_outline_that_turns_in_a_circle_ends(tmp_path: Path) -> None:
    path = tmp_path / "circle.ttl"
    part = "<https://w3id.org/dupgraph/data/extract/plan/dup/{}> <http://purl.org/dc/terms/isPartOf> "
    circle = part.format("guideline/1.3") + "<https://w3id.org/dupgraph/data/extract/plan/dup/objective/1.3.1> .\n"
    path.write_text(places.EXTRACT.read_text(encoding="utf-8") + circle, encoding="utf-8")
    assert len(read_network(open_engine(path)).elements) == 5


# Sassuolo ------------------------------------------------------------------------------------------------------------


def rank_pairs(across: str = "policy") -> dict[tuple[str, str], int]:
    network = read_sassuolo()
    found = find_dependencies(network, across=across)  # type: ignore[arg-type]  # one of the three
    return {row[:2]: place for place, row in enumerate(show(network, found), 1)}


def test_what_planners_know_comes_first() -> None:
    ranks = rank_pairs()
    assert ranks["1.3.7", "2.4.6"] == 1  # violence against women
    for pair in [("1.4.6", "2.4.6"), ("1.4.7", "2.4.6")]:
        assert ranks[pair] <= 30
    for pair in [("2.2.2", "3.3.2"), ("2.2.2", "3.3.3"), ("2.4.4", "3.3.2"), ("2.4.4", "3.3.3")]:  # the old town
        assert ranks[pair] <= 30
    for pair in [("1.2.5", "2.2.1"), ("1.2.5", "3.2.4"), ("2.2.1", "3.2.4")]:  # cycling
        assert ranks[pair] <= 50  # a score of pairs weigh the same here, and stand in the order of their codes
    assert rank_pairs("guideline")["2.2.5", "2.4.2"] <= 2  # safety of who walks and cycles
    assert rank_pairs("guideline")["1.3.7", "1.4.7"] <= 15


def test_the_third_sector_leads_from_each_to_the_other() -> None:
    network = read_sassuolo()
    codes = {element.code: element.iri for element in network.elements if element.kind == "objective"}
    for one, other in (("1.3.6", "4.2.2"), ("4.2.2", "1.3.6")):
        nearest = find_dependencies(network, only=codes[one])[:3]
        assert codes[other] in {iri for pair in nearest for iri in (pair.a, pair.b)}


def test_associations_alone_make_no_pair() -> None:
    network = read_sassuolo()
    found = find_dependencies(network)
    assert "Associazioni" in {thing.label for thing in found.broad}
    broad = {thing.thing for thing in found.broad}
    assert all({reason.thing for reason in pair.reasons} - broad for pair in found)


def test_every_quote_is_on_its_side() -> None:
    network = read_sassuolo()
    for pair in find_dependencies(network, across="none"):
        for reason in pair.reasons:
            assert {mention.element for mention in reason.mentions_a} == {pair.a}
            assert {mention.element for mention in reason.mentions_b} == {pair.b}


# Matrices ------------------------------------------------------------------------------------------------------------


def count(network: PlanNetwork, rows: str, cols: str) -> dict[tuple[str, str], int]:
    matrix = count_matrix(network, rows, cols)
    return {
        (row.code or row.label, col.code or col.label): value
        for row, counts in zip(matrix.rows, matrix.counts, strict=True)
        for col, value in zip(matrix.cols, counts, strict=True)
        if value
    }


def test_matrices_count_elements_and_things() -> None:
    network = make_network(
        SIX, {"involves:AUSL": "1.1 1.1.1 2.1.1", "involves:CRI": "1.1.1", "hasTheme:salute": "2.1.1"}
    )
    assert count(network, "policy", "partner") == {("1", "AUSL"): 2, ("1", "CRI"): 1, ("2", "AUSL"): 1}
    assert count(network, "objective", "partner") == {("1.1.1", "AUSL"): 1, ("1.1.1", "CRI"): 1, ("2.1.1", "AUSL"): 1}
    assert count(network, "partner", "theme") == {("AUSL", "salute"): 1}
    assert count(network, "partner", "partner") == {
        ("AUSL", "AUSL"): 3, ("CRI", "CRI"): 1, ("AUSL", "CRI"): 1, ("CRI", "AUSL"): 1
    }  # fmt: skip
    assert count(network, "policy", "policy") == {("1", "1"): 2, ("2", "2"): 2, ("1", "2"): 1, ("2", "1"): 1}
    empty = count_matrix(network, "guideline", "place")
    assert ([row.code for row in empty.rows], empty.cols, empty.counts) == (["1.1", "2.1"], (), ((), ()))


def test_a_matrix_turned_is_the_same() -> None:
    network = read_sassuolo()
    for rows, cols in combinations_with_replacement(AXES, 2):
        one, other = count_matrix(network, rows, cols), count_matrix(network, cols, rows)
        assert (one.rows, one.cols) == (other.cols, other.rows)
        assert one.counts == tuple(zip(*other.counts, strict=True)), (rows, cols)


def test_the_kinds_of_partners_gather_their_bodies() -> None:
    cells = count(read_sassuolo(), "category", "policy")
    assert cells["Azienda sanitaria locale", "1"] == 3
    assert (
        cells["Università", "3"]
        == count(read_sassuolo(), "partner", "policy")["Università di Modena e Reggio Emilia", "3"]
    )


def test_an_axis_that_is_none_is_refused() -> None:
    with pytest.raises(QueryError, match=r"called 'partners' \(did you mean 'partner'\?\); known are policy,"):
        count_matrix(read_sassuolo(), "policy", "partners")


def test_columns_of_one_name_stay_two() -> None:
    network = make_network(SIX, {"involves:AUSL": "1.1.1", "involves:Ausl": "2.1.1"})
    twins = replace(network, things=tuple(thing._replace(label="AUSL") for thing in network.things))
    assert list_matrix(count_matrix(twins, "policy", "partner")).columns == ("code", "title", "AUSL", "AUSL (2)")


# Measures ------------------------------------------------------------------------------------------------------------


def test_measures_by_hand() -> None:
    # AUSL stands between CRI and the schools, who never meet.
    named = {"involves:AUSL": "1.1.1 2.1.1", "involves:CRI": "1.1.1", "involves:scuole": "2.1.1 2.1.2"}
    network = make_network(SIX, named, words={("2.1.2", "scuole"): ["scuole", "scuola"]})
    measured = {measure.label: measure for measure in measure_things(network)[0]}
    assert list(measured) == ["AUSL", "scuole", "CRI"]
    ausl, schools = measured["AUSL"], measured["scuole"]
    assert (ausl.degree, ausl.weighted_degree, ausl.policies, ausl.betweenness) == (2, 2, 2, 1.0)
    assert (schools.degree, schools.weighted_degree, schools.policies, schools.betweenness) == (2, 3, 1, 0.0)
    graph = project_things(network, "partner")
    assert sorted(data["weight"] for _, _, data in graph.edges(data=True)) == [1.0, 1.0]


def test_three_in_one_element_share_its_weight() -> None:
    network = make_network(SIX, {f"involves:{name}": "1.1.1" for name in ("AUSL", "CRI", "scuole")})
    assert {data["weight"] for _, _, data in project_things(network, "partner").edges(data=True)} == {0.5}


def test_elements_are_measured_by_their_dependencies() -> None:
    network = read_sassuolo()
    measures, _ = measure_elements(network)
    assert len(measures) == 95
    found = find_dependencies(network, across="none")
    for measure in measures[:5]:
        mine = [tie for tie in found.list_ties() if measure.element in tie[:2]]
        assert measure.weighted_degree == pytest.approx(sum(tie[2] for tie in mine), abs=1e-4)
    assert measures[0].weighted_degree == max(measure.weighted_degree for measure in measures)


def test_large_networks_are_sampled_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dupgraph.ask.analysis.measures.MOST_EXACT", 50)
    monkeypatch.setattr("dupgraph.ask.analysis.measures.SAMPLED", 20)
    network = read_sassuolo()
    measured = measure_things(network)
    assert measured[1]
    assert measure_things(network) == measured
    assert not measure_things(network, "place")[1]


def test_bridging_partners_agree_with_the_catalogue() -> None:
    from dupgraph.ask.catalogue import run_question

    rows = run_question(open_engine(find_resource("graph", "sassuolo.ttl")), "bridging-partners", {"least": "1"})
    counted = {str(row["partner"]): (row["policies"], row["objectives"], row["mentions"]) for row in rows}
    measured, _ = measure_things(read_sassuolo())
    assert {m.label: (m.policies, m.objectives, m.weighted_degree) for m in measured} == counted


def test_communities_are_the_same_in_every_run_and_in_any_order() -> None:
    network = read_sassuolo()
    communities = find_communities(network)
    assert communities == find_communities(network)
    shuffled = replace(network, links=tuple(make_die(3).sample(network.links, len(network.links))))
    assert find_communities(shuffled) == communities
    members = [iri for community in communities for iri in community.elements]
    assert len(members) == len(set(members))
    graph = project_elements(network)
    assert set(members) == {node for node in graph if graph[node]}
    assert all(community.things for community in communities)
    sizes = [len(community.elements) for community in communities]
    assert sizes == sorted(sizes, reverse=True)


def test_nothing_depends_on_how_strings_are_hashed() -> None:
    program = (
        "from dupgraph.ask.analysis.dependencies import find_dependencies; "
        "from dupgraph.ask.analysis.measures import find_communities, measure_elements, measure_things; "
        "from dupgraph.ask.analysis.reading import read_network; from dupgraph.graph.engines import open_engine; "
        "n = read_network(open_engine()); "
        "print(find_communities(n), measure_elements(n), measure_things(n), list(find_dependencies(n)))"
    )
    answers = {
        subprocess.run([sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed},
                       capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(answers) == 1
    assert len(answers.pop()) > 10_000


def test_communities_of_nothing() -> None:
    assert find_communities(make_network(SIX, {"involves:AUSL": "1.1.1"})) == ()


def test_gaps_by_hand() -> None:
    network = make_network(SIX, {"involves:AUSL": "1.1.1 1.1.2", "involves:CRI": "1.1.1", "hasTheme:salute": "2.1.1"})
    gaps = find_gaps(network)
    assert [iri.removeprefix(BASE) for iri in gaps.objectives] == ["1.1.3", "2.1.1", "2.1.2", "2.1.3"]
    assert (gaps.policies, gaps.partners) == ((f"{BASE}2",), (f"{BASE}thing/CRI",))


# Triples -------------------------------------------------------------------------------------------------------------


def test_dependencies_are_asked_in_sparql() -> None:
    network = read_sassuolo()
    found = find_dependencies(network)
    store = Store()
    store.load(path=str(find_resource("graph", "sassuolo.ttl")), format=RdfFormat.TURTLE)
    store.load(write_ttl(list_triples(network, found)), format=RdfFormat.TURTLE)
    query = (
        PREFIXES
        + """
      SELECT ?a ?b (COUNT(DISTINCT ?reason) AS ?reasons) WHERE {
        ?dependency a dup:Dependency ; dup:firstElement/dct:identifier ?a ; dup:secondElement/dct:identifier ?b ;
          dup:weight ?weight ; dup:hasReason ?reason .
        ?reason dup:firstMention/dup:inElement/dct:identifier ?a ; dup:secondMention/dup:inElement/dct:identifier ?b .
      } GROUP BY ?a ?b ?weight ORDER BY DESC(?weight) ?a ?b"""
    )
    rows = [tuple(term.value for term in row) for row in store.query(query)]
    assert len(rows) == len(found)
    assert rows[0] == ("1.3.7", "2.4.6", str(len(found[0].reasons)))


def test_codes_of_another_tool_make_iris() -> None:
    network = make_network(SIX, {"involves:AUSL": "1.1.1 2.1.1"}, references=[("2.1.1", "1.1.1")])
    odd = replace(
        network, elements=tuple(element._replace(code=f"Ob. <{element.code}>") for element in network.elements)
    )
    subjects = {row[0].value for row in list_triples(odd, find_dependencies(odd)).rows}  # type: ignore[union-attr]
    assert f"{BASE}dependency/Ob.%20%3C1.1.1%3E--Ob.%20%3C2.1.1%3E" in subjects
    assert len({iri for iri in subjects if iri.count("/") == 4}) == 2


# The manual ----------------------------------------------------------------------------------------------------------


def test_the_manual_lists_the_thirty_strongest() -> None:
    listed = re.findall(
        r"^\| +(\d+) \| ([\d.]+) – ([\d.]+) \| ([\d.]+) \| (.+?) \|", MANUAL.read_text(encoding="utf-8"), re.MULTILINE
    )
    rows = list_links(read_sassuolo(), find_dependencies(read_sassuolo()), limit=30)
    expected = [
        (str(place), row["code_a"], row["code_b"], f"{row['weight']:.3f}", row["reasons"])
        for place, row in enumerate(rows, 1)
    ]
    assert listed == expected


def test_the_manual_reckons_rightly() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    worked = re.findall(
        r"^\| (.+?) \| (\d+) \| ([\d.]+) \| (title|text) \| (title|text) \| ([\d.]+) \|", text, re.MULTILINE
    )
    pair = find_dependencies(read_sassuolo())[0]
    assert [(row[0], row[5]) for row in worked] == [(reason.label, f"{reason.weight:.3f}") for reason in pair.reasons]
    shares = {"title": 1.0, "text": 0.5}
    for _, named, rarity, first, second, part in worked:
        exact = measure_rarity(int(named), 95)
        assert f"{exact:.3f}" == rarity
        assert f"{exact**2 * shares[first] * shares[second]:.3f}" == part
    assert f"The parts make {pair.weight:.3f} together" in text


def test_the_manual_shows_what_is_written() -> None:
    found = find_dependencies(read_sassuolo())
    turtle = write_ttl(list_triples(read_sassuolo(), found)).decode()
    (block,) = re.findall(r"```turtle\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    for name in re.findall(r"<\.\.\.(.*?)>", block):
        assert f"{name}>" in turtle, name
    for words in re.findall(r"dup:\w+ (?:[\d.]+|\"\w+\"|dup:\w+)", block):
        assert words in turtle, words


def test_all_kinds_have_a_word() -> None:
    assert set(DEPENDENCY_KINDS) == {*ROLE_OF.values(), "reference"}
