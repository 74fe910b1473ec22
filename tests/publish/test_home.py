"""The home of a site of several plans: by province, and a page for each where they are many."""

from pathlib import Path

import pytest

from dupgraph.graph.engines import open_engine
from dupgraph.graph.engines.plans import list_plan_graphs
from dupgraph.publish.map.page import draw_map
from dupgraph.publish.pages.drawing import Frame, PlanCard, draw_page
from dupgraph.publish.pages.elements import list_plan_routes
from dupgraph.publish.pages.home import MOST_LISTED, group_plans, list_site_routes
from dupgraph.publish.pages.plan import PlanView
from dupgraph.read.build import build_graph, write_build

TOWNS = (("036040", "Sassuolo"), ("036013", "Fiorano Modenese"), ("004029", "Bra"), ("", "Unione dei Comuni"))


def make_cards(towns: tuple[tuple[str, str], ...]) -> tuple[PlanCard, ...]:
    return tuple(
        PlanCard(f"https://example.org/{n}/plan", f"data/{n}/plan", "DUP", name, "", "", istat=istat)
        for n, (istat, name) in enumerate(towns)
    )


def draw(frame: Frame, view: PlanView | None = None) -> dict[str, str]:
    routes = [route for route in list_site_routes(view, frame) if route.path == "index" or "province/" in route.path]
    return {route.path: draw_page(route.make(), "it", frame) for route in routes}


def test_plans_stand_by_province_and_those_of_none_come_last() -> None:
    groups = group_plans(make_cards(TOWNS))
    assert [group.name for group in groups] == ["Cuneo", "Modena", ""]
    assert [card.municipality for card in groups[1].plans] == ["Fiorano Modenese", "Sassuolo"]
    assert [group.path for group in groups] == ["province/cuneo", "province/modena", "province/others"]


def test_few_plans_stand_on_the_home_itself() -> None:
    pages = draw(Frame("", make_cards(TOWNS), has_towns=True))
    assert list(pages) == ["index"]
    assert "<h3>Modena</h3>" in pages["index"]
    assert "Altri enti" in pages["index"]
    assert 'href="towns.html"' in pages["index"]
    assert "towns.html" not in draw(Frame("", make_cards(TOWNS)))["index"]


@pytest.mark.parametrize("name", ["province/modena", "province/others"])
def test_many_plans_have_a_page_for_each_province(name: str) -> None:
    pages = draw(Frame("", make_cards(TOWNS * (MOST_LISTED // 4 + 1)), has_towns=True))
    assert 'href="towns.html"' in pages["index"]
    assert f'href="{name}.html"' in pages["index"]
    assert "Fiorano" not in pages["index"]
    assert ("Fiorano" in pages[name]) == (name == "province/modena")
    assert 'href="../data/' in pages[name]


PROGRAMMES = """MISSIONE 1 - Servizi istituzionali

Programma 1.1 - Organi istituzionali. Più ascolto, in collaborazione con le associazioni e con la Prefettura.

MISSIONE 4 - Istruzione

Programma 4.1 - Istruzione prescolastica. Aprire un nido in collaborazione con l'AUSL e con le associazioni.
"""


def test_nothing_is_said_of_the_objectives_of_a_plan_that_has_none(tmp_path: Path) -> None:
    (tmp_path / "dup.txt").write_text(PROGRAMMES, encoding="utf-8")
    record = {"istat": "036040", "plan": "DUP", "profile": "missione-programma"}
    engine = open_engine(str(write_build(build_graph(tmp_path / "dup.txt", **record), tmp_path)))
    [graph] = list_plan_graphs(engine)
    view = PlanView(graph.iri, graph.read())
    card = PlanCard(view.iri, view.path, view.statement.title, view.statement.municipality, "", "")
    frame = Frame("", (card,))
    home = draw(frame, view)["index"]
    assert "In quante parti del piano è nominato ciascuno." in home
    assert "<strong>0</strong> <span>Politiche che non nominano alcun partner" in home
    gaps = next(route for route in list_plan_routes(view, frame) if route.path.endswith("/gaps"))
    for page in (
        home,
        draw_page(gaps.make(), "it", frame),
        draw_map(engine).html.partition("<footer>")[2].partition("</footer>")[0],
    ):
        assert "Obiettivi che non nominano" not in page
        assert "Obiettivi senza partner" not in page
