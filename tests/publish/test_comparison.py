"""The page of two plans compared: complete in itself, escaped, readable on a phone."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sites
from browser import PHONE, axe, needs_chromium, open_tabs, start_chromium
from editions import EDITS, edit_plan

from dupgraph.ask.comparison.changes import compare_plans
from dupgraph.ask.comparison.reading import read_version
from dupgraph.ask.comparison.values import Comparison
from dupgraph.base.files import find_resource
from dupgraph.graph.engines import open_engine
from dupgraph.publish.comparison.page import draw_comparison
from dupgraph.publish.export.publication import Publication
from dupgraph.publish.site.content import Order, open_site


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    plan = read_version(open_engine(str(find_resource("graph", "sassuolo.ttl"))))
    return compare_plans(plan, edit_plan(plan, 21, [*EDITS, "reworded"]).plan)


@pytest.fixture(scope="module")
def page(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "comparison.html"
    path.write_text(draw_comparison(comparison), encoding="utf-8")
    return path


def test_a_page_has_each_change_once_and_marks_what_differs(comparison: Comparison) -> None:
    html = draw_comparison(comparison, "en")
    assert html.count("<article ") == len(comparison.changes)
    assert "<del>" in html
    assert "<ins>" in html
    assert '<html lang="en">' in html
    assert "<script" not in html


def test_what_a_plan_says_is_text_on_the_page(comparison: Comparison) -> None:
    evil = "<img src=x onerror=alert(1)>"
    element = replace(comparison.changes[0].after[0], title=evil, text=evil)
    change = replace(comparison.changes[0], kind="new", before=(), after=(element,), aspects=(), links=())
    body = replace(comparison.after, title=evil, body=evil)
    html = draw_comparison(replace(comparison, after=body, changes=(change,), things=()))
    assert "<img" not in html
    assert html.count("&lt;img") >= 3


def test_two_bodies_are_called_by_their_names(comparison: Comparison) -> None:
    other = replace(comparison.after, body="Comune di Fiorano", body_id="036013")
    html = draw_comparison(replace(comparison, after=other))
    assert '<p class="which">Comune di Fiorano</p>' in html
    assert "solo nel secondo" in html
    assert ">nuovo<" not in html


def test_a_site_of_two_years_says_what_changed(tmp_path: Path) -> None:
    sites.build_town(tmp_path, "004003", "Alba")
    graph = next((tmp_path / "graphs").glob("*.ttl"))
    before = graph.read_text(encoding="utf-8")
    later = before.replace("004003/plan/", "004003/plan/later-").replace("Strade sicure", "Strade tranquille")
    (tmp_path / "graphs" / "later.ttl").write_text(later, encoding="utf-8")
    with open_site(open_engine(str(tmp_path / "graphs")), Order(Publication(date(2026, 11, 22)))) as site:
        plans = {card.iri: site.frame.find_previous(card.iri) for card in site.frame.plans}
        [(iri, previous)] = [pair for pair in plans.items() if pair[1]]
        assert "later" in iri
        assert previous
        path = next(card.path for card in site.frame.plans if card.iri == iri)
        assert site.holds(f"{path}/compare.html")
        assert not site.holds(f"{previous.path}/compare.html")
        assert f'href="{path.rsplit("/", 1)[-1]}/compare.html"' in site.draw(f"{path}.html").decode()
        for name in (f"{path}/compare.html", f"en/{path}/compare.html"):
            html = site.draw(name).decode()
            assert "<del>sicure</del>" in html
            assert "<ins>tranquille</ins>" in html


@pytest.mark.browser
@needs_chromium
def test_the_page_works_on_a_desk_and_on_a_phone(page: Path) -> None:
    with start_chromium() as browser, open_tabs(browser) as open_tab:
        desk = open_tab(viewport={"width": 1280, "height": 900})
        desk.goto(page.as_uri())
        assert desk.complaints == []
        assert desk.requests == [page.as_uri()]
        assert not desk.locator("article.kept").first.is_visible()
        desk.get_by_label("Uguali").check()
        assert desk.locator("article.kept").first.is_visible()
        desk.get_by_label("Nuovi").uncheck()
        assert not desk.locator("article.new").first.is_visible()
        # A hundred of one kind say no more than a few, and take ten seconds.
        desk.evaluate("[...document.querySelectorAll('article.changed')].slice(8).forEach(each => each.remove())")
        assert axe.Axe().run(desk).response["violations"] == []
        # Links that are folded on a screen are there on paper.
        told = desk.locator("details.told")
        told.evaluate("each => each.open = false")
        assert told.bounding_box()["height"] < 60
        desk.emulate_media(media="print")
        assert told.bounding_box()["height"] > 60
        phone = open_tab(viewport=PHONE)
        phone.goto(page.as_uri())
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
