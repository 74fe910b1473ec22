"""The home of a site of several plans: by province, and a page for each where they are many."""

import pytest

from dupgraph.publish.pages.drawing import Frame, PlanCard, draw_page
from dupgraph.publish.pages.home import MOST_LISTED, group_plans, list_site_routes

TOWNS = (("036040", "Sassuolo"), ("036013", "Fiorano Modenese"), ("004029", "Bra"), ("", "Unione dei Comuni"))


def make_cards(towns: tuple[tuple[str, str], ...]) -> tuple[PlanCard, ...]:
    return tuple(
        PlanCard(f"https://example.org/{n}/plan", f"data/{n}/plan", "DUP", name, "", "", istat=istat)
        for n, (istat, name) in enumerate(towns)
    )


def draw(frame: Frame) -> dict[str, str]:
    routes = [route for route in list_site_routes(None, frame) if route.path == "index" or "province/" in route.path]
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
