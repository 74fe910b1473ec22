"""The search index: a row for each page that one looks for, in both languages, no more than a browser takes."""

import json
from typing import Any

import pytest
import sites

from dupgraph.base.files import find_resource
from dupgraph.graph.engines import open_engine
from dupgraph.graph.engines.plans import list_plan_graphs
from dupgraph.graph.rdf import read_packaged
from dupgraph.publish.pages import search
from dupgraph.publish.pages.drawing import Frame, PlanCard
from dupgraph.publish.pages.elements import list_plan_routes
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.pages.search import SearchIndex
from dupgraph.publish.pages.shared import Shared
from dupgraph.publish.pages.things import describe_thing
from dupgraph.schema.namespaces import VOCABULARY

PLAN = "data/036040/plan/dup"
ROOT = "https://w3id.org/dupgraph/"
AUSL = "controlled-vocabulary/bodies/ausl-modena"


@pytest.fixture(scope="module")
def view() -> PlanView:
    (graph,) = list_plan_graphs(open_engine(str(sites.PACKAGED)))
    return PlanView(graph.iri, graph.read())


@pytest.fixture(scope="module")
def card(view: PlanView) -> PlanCard:
    return PlanCard(view.iri, view.path, view.statement.title, "Comune di Sassuolo", "", "")


def read_index(index: SearchIndex) -> dict[str, Any]:
    return json.loads(index.write().decode().removeprefix("globalThis.dupgraphIndex=").removesuffix(";\n"))


def read_rows(index: SearchIndex) -> tuple[list[list[str | int]], dict[str, dict[str, str]]]:
    data = read_index(index)
    return data["entries"], data["kinds"]


def index_pages(view: PlanView, frame: Frame) -> SearchIndex:
    index = SearchIndex()
    for route in list_plan_routes(view, frame):
        index.add(route.make(), frame)
    return index


def test_the_site_of_a_plan_holds_names_codes_and_texts(view: PlanView, card: PlanCard) -> None:
    index = index_pages(view, Frame("", (card,)))
    rows, kinds = read_rows(index)
    assert {row[0] for row in rows} == {"plan", "policy", "guideline", "objective", "page_kind"}
    assert {row[0] for row in rows} < set(kinds)
    assert len(rows) == len(list(list_plan_routes(view, Frame("", (card,)))))
    row = next(row for row in rows if row[1] == f"{PLAN}/objective/1.3.3")
    assert str(row[2]).startswith("Promuovere l’integrazione")
    assert row[3:6] == ["", "", "1.3.3"]
    assert "facilitando una presa in carico condivisa che ottimizzi" in str(row[6])
    assert row[7:] == [0, ""]
    assert len(index.write()) < 600_000


def test_a_body_is_found_by_its_other_names(view: PlanView, card: PlanCard) -> None:
    shared = Shared()
    shared.add_plan(view, "")
    frame = Frame("", (card,))
    index = SearchIndex()
    index.add(describe_thing(f"{ROOT}{AUSL}", shared, view, frame), frame)
    index.add(describe_thing(f"{ROOT}{AUSL}", shared, None, Frame("", (card, card))), Frame("", (card, card)))
    shared.close()
    (one, several), _ = read_rows(index)
    assert one[:4] == ["partner", AUSL, "Azienda USL di Modena", "Modena Local Health Authority"]
    assert "AUSL" in str(one[4]).split("\n")
    names = [str(name).casefold() for name in str(one[4]).split("\n")]
    assert len(names) == len(set(names))
    assert one[7] == 3
    # Where there are several plans, their elements are counted together.
    assert several == one


def test_goals_that_themes_suggest_are_found_on_the_page_of_their_vocabulary_and_bodies_of_all_italy_are_not(
    view: PlanView, card: PlanCard
) -> None:
    shared = Shared()
    vocabularies = ("sdg", "bodies")
    shared.add_triples(read_packaged(find_resource("ontology", "vocabularies", f"{name}.ttl") for name in vocabularies))
    shared.add_subjects(view.facts)
    shared.add_plan(view, "")
    frame = Frame("", (card,), shared.holds, find_home=shared.find_home)
    index = SearchIndex()
    for name in vocabularies:
        index.add(describe_thing(f"{VOCABULARY}{name}", shared, view, frame), frame)
    shared.close()
    (goals, bodies), _ = read_rows(index)
    assert "Istruzione di qualità, Quality education" in str(goals[6])
    assert bodies[6] == ""


def test_a_site_of_several_plans_holds_titles_without_texts(view: PlanView, card: PlanCard) -> None:
    frame = Frame("", (card, PlanCard("https://example.org/plan", "x", "Altro", "", "", "")))
    rows, _ = read_rows(index_pages(view, frame))
    row = next(row for row in rows if row[5] == "1.3.3")
    assert row[6] == ""
    assert row[8] == "Comune di Sassuolo"


def test_of_very_many_plans_the_elements_are_left_out(
    view: PlanView, card: PlanCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_BYTES", 5_000)
    index = index_pages(view, Frame("", (card, PlanCard("https://example.org/plan", "x", "Altro", "", "", ""))))
    rows, _ = read_rows(index)
    assert 0 < len([row for row in rows if row[5]]) < 60
    assert {row[1] for row in rows if row[0] == "page_kind"} >= {f"{PLAN}/themes", f"{PLAN}/text"}
    assert len(index.write()) < 12_000
    # What is left out is counted, and said on the page.
    left = read_index(index)["left"]
    assert left["count"] + len([row for row in rows if row[5]]) == len(view.network.elements)
    assert (left["plans"], left["names"]) == (1, ["Comune di Sassuolo"])
