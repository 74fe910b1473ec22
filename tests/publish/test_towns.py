"""The map of several plans: towns, the partners that they share, the words behind each line, and its limits."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from browser import PHONE, check_access, needs_chromium, open_tabs, playwright, start_chromium
from click.testing import CliRunner

from dupgraph.ask.analysis.reading import read_network
from dupgraph.cli import group
from dupgraph.graph.engines import open_engine
from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.oxigraph import MemoryEngine
from dupgraph.graph.engines.plans import list_plan_graphs
from dupgraph.publish.export.publication import Publication
from dupgraph.publish.site.content import Order, open_site
from dupgraph.publish.towns.areas import _cut_by_initial, read_areas
from dupgraph.publish.towns.content import (
    Owner,
    Town,
    TownsContent,
    gather_partners,
    join_towns,
    list_owners,
    read_towns,
)
from dupgraph.publish.towns.page import _find_box, _find_end, _find_layout, _list_marks, draw_towns
from dupgraph.schema.namespaces import DCT, DUP, OA, SKOS


@pytest.fixture(scope="module")
def content(towns: Path) -> TownsContent:
    return read_towns(open_engine(str(towns)))


def test_towns_share_the_partners_that_two_of_them_name(content: TownsContent) -> None:
    # No list has the code of the last, which stands alone.
    assert [town.name for town in content.towns] == ["Bra", "Cuneo", "Alba"]
    shared = {partner.name: partner.towns for partner in content.partners}
    assert shared["Polizia locale"] == 3
    assert min(shared.values()) > 1
    assert content.left_out == 0


def test_a_tie_has_the_words_of_its_elements(content: TownsContent) -> None:
    [police] = [partner.id for partner in content.partners if partner.name == "Polizia locale"]
    [tie] = [tie for tie in content.ties if tie.partner == police and tie.town == content.towns[1].id]
    [quote] = tie.quotes
    assert (quote.code, quote.title, quote.words) == ("1.1.2", "Strade sicure", "Polizia locale")


def test_plans_that_are_gathered_one_by_one_make_the_same_map(towns: Path, content: TownsContent) -> None:
    parts = []
    for graph in list_plan_graphs(open_engine(str(towns))):
        engine = MemoryEngine(Place(graph.iri), graph.read())
        parts.append(gather_partners(engine, read_network(engine, graph.iri)))
    assert join_towns(parts) == content


def test_plans_of_one_town_are_told_by_their_years_or_by_their_names(tmp_path: Path) -> None:
    years = {"dup": "2024-2026", "bilancio": "2025-2027", "nota": "2025-2027", "linee": "", "dup-2023": ""}
    titles = {"dup-2023": "DUP 2023, Bra"}
    said = "<https://e.org/{}> a <{}Plan> ; <{}title> '{}' ; <{}creator> <https://e.org/bra> ; <{}period> '{}' .\n"
    file = tmp_path / "plans.ttl"
    file.write_text(
        "".join(said.format(n, DUP, DCT, titles.get(n, "Bra"), DCT, DUP, each) for n, each in years.items())
        + f"<https://e.org/bra> <{SKOS}prefLabel> 'Comune di Bra' .\n"
    )
    names = [owner.name for owner in list_owners(open_engine(file))]
    assert sorted(names) == ["Bra 2024-2026", "Bra DUP 2023", "Bra bilancio", "Bra linee", "Bra nota"]


def test_the_same_plans_make_the_same_page(towns: Path) -> None:
    first, second = (draw_towns(open_engine(str(towns))).html for _ in range(2))
    assert first == second


def test_the_command_draws_several_plans(towns: Path, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    result = CliRunner().invoke(group, ["map", "--graph", str(towns), "--focus", "bra", "-o", str(page)])
    assert result.exit_code == 0, result.output
    assert '"start":"t0"' in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--view", "matrix"], "choose it with --plan"), (["--focus", "Atlantide"], "nothing on the map is called")],
)
def test_what_such_a_map_has_not_is_refused(towns: Path, arguments: list[str], words: str) -> None:
    result = CliRunner().invoke(group, ["map", "--graph", str(towns), *arguments, "-o", "-"])
    assert words in f"{result.output}{result.exception}"


def test_more_plans_than_a_ring_has_room_for_are_drawn_by_province(
    towns: Path, content: TownsContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dupgraph.publish.towns.page.MOST_TOWNS", 2)
    monkeypatch.setattr("dupgraph.publish.towns.areas._FEWEST_PROVINCES", 2)
    drawn = draw_towns(open_engine(str(towns))).content
    assert drawn.drawn == "provinces"
    # The last has a code that no list has.
    assert [(each.name, each.towns) for each in drawn.towns] == [
        ("Cuneo", ("Bra", "Cuneo")),
        ("Senza provincia nota", ("Alba",)),
    ]
    names = {town.id: town.name for town in content.towns}
    for partner, one in zip(drawn.partners, content.partners, strict=True):
        counted = {(names[tie.town], len(tie.quotes)) for tie in content.ties if tie.partner == one.id}
        assert (partner.name, partner.towns) == (one.name, one.towns)
        assert {each for tie in drawn.ties if tie.partner == partner.id for each in tie.towns} == counted
    assert (drawn.alone, drawn.left_out) == (content.alone, content.left_out)
    monkeypatch.setattr("dupgraph.publish.towns.areas._MOST_PROVINCES", 1)
    by_region = draw_towns(open_engine(str(towns)), "bra")
    assert [each.name for each in by_region.content.towns] == ["Piemonte", "Senza provincia nota"]
    assert '"start":"t0"' in by_region.html


def test_a_town_of_two_plans_is_one_town_of_its_province(tmp_path: Path) -> None:
    file = tmp_path / "plans.ttl"
    said = (
        "<https://e.org/{0}> a <{1}Plan> ; <{2}title> '{3}' ; <{2}source> <https://e.org/{0}/text> .\n"
        "<https://e.org/{0}/1> <{1}involves> <https://e.org/{4}> ; <{5}hasSource> <https://e.org/{0}/text> .\n"
    )
    plans = (("a", "Bra", "avis"), ("b", "Bra", "avis"), ("c", "Bra", "caritas"), ("d", "Cuneo", "caritas"))
    file.write_text(
        "".join(said.format(plan, DUP, DCT, town, body, OA) for plan, town, body in plans)
        + "".join(f"<https://e.org/{body}> <{SKOS}prefLabel> '{body}'@it .\n" for body in ("avis", "caritas"))
    )
    content = read_areas(open_engine(file))
    assert [each.towns for each in content.towns] == [("Bra", "Cuneo")]
    assert [(each.name, each.towns) for each in content.partners] == [("caritas", 2)]
    assert content.alone == 1


def test_of_few_provinces_towns_are_drawn_by_their_initials(towns: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dupgraph.publish.towns.page.MOST_TOWNS", 2)
    for together, parts in (
        (1, [("Cuneo B", ("Bra",)), ("Cuneo C", ("Cuneo",))]),
        (2, [("Cuneo B–C", ("Bra", "Cuneo"))]),
    ):
        monkeypatch.setattr("dupgraph.publish.towns.areas._TOGETHER", together)
        drawn = draw_towns(open_engine(str(towns)), "cuneo").content
        assert [(each.name, each.towns) for each in drawn.towns] == [*parts, ("Senza provincia nota A", ("Alba",))]
    # What is left over goes with those before it.
    initials = _cut_by_initial([Owner(name, "", name, "", "", name) for name in ("Èze", "Alba", "Este", "Bra", "Zola")])
    called = {name: [owner.town for owner in part] for name, part in initials.items()}
    assert called == {"A–B": ["Alba", "Bra"], "E–Z": ["Este", "Èze", "Zola"]}


def test_names_above_and_below_the_ring_are_aslant_and_within_the_picture(towns: Path) -> None:
    names = [f"Comune di prova {number}" for number in range(40)]
    content = read_towns(open_engine(str(towns)))
    many = replace(content, towns=tuple(Town(f"t{n}", name, "", "", 1) for n, name in enumerate(names)))
    marks = list(_list_marks(many, _find_layout(many)))
    left, top, width, height = map(float, _find_box(marks).split())
    turned = [mark for mark in marks if mark.turn]
    assert 4 < len(turned) < 20
    for mark in marks:
        x, y = _find_end(mark)
        assert left < x < left + width and top < y < top + height
        assert not mark.turn or (y < mark.y) == (mark.y < 0)


def test_few_towns_are_drawn_larger_where_there_is_room(towns: Path) -> None:
    content = read_towns(open_engine(str(towns)))
    marks = list(_list_marks(content, _find_layout(content)))
    far = [replace(mark, x=mark.x * 3) for mark in marks]
    on_phone, wide = (float(_find_box(far, is_few=is_few).split()[2]) for is_few in (True, False))
    assert wide < on_phone
    page = draw_towns(open_engine(str(towns)), content=content).html
    assert f'viewBox="{_find_box(marks, is_few=True)}" data-wide="{_find_box(marks)}"' in page


def test_a_site_has_the_map_of_as_many_plans_as_are_read_together(towns: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room, has_map in ((3, True), (2, False)):
        monkeypatch.setattr("dupgraph.publish.site.content._MOST_TOGETHER", room)
        with open_site(open_engine(str(towns)), Order(Publication(date(2026, 1, 1)), is_published=False)) as site:
            assert site.frame.has_towns == has_map
            assert ("towns.html" in site.files) == has_map


def count_seen(phone: Any) -> int:
    """Count the towns whose marks and names are all within the width of a phone."""
    ends = [mark.bounding_box() for mark in phone.locator(".node.town").all()]
    return sum(end["x"] >= 0 and end["x"] + end["width"] <= PHONE["width"] for end in ends)


@pytest.mark.browser
@needs_chromium
def test_the_page_works_by_mouse_keyboard_and_on_a_phone(
    towns: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "towns.html"
    page.write_text(draw_towns(open_engine(str(towns))).html, encoding="utf-8")
    with start_chromium() as browser, open_tabs(browser) as open_tab:
        desk = open_tab(viewport={"width": 1280, "height": 900})
        desk.goto(page.as_uri())
        heading = playwright.expect(desk.locator("#panel h2"))
        desk.get_by_role("button", name="Bra: ").click()
        heading.to_have_text("Bra")
        desk.get_by_label("Cerca").fill("polizia locale")
        desk.keyboard.press("Enter")
        heading.to_have_text("Polizia locale")
        playwright.expect(desk.locator(".node.near")).to_have_count(4)
        desk.locator("#panel summary").first.click()
        playwright.expect(desk.locator("#panel mark").first).to_have_text("Polizia locale")
        desk.go_back()
        heading.to_have_text("Bra")
        desk.get_by_role("button", name="English").click()
        playwright.expect(desk).to_have_title("Towns and partners")
        assert check_access(desk)
        desk.keyboard.press("Escape")
        desk.wait_for_function("!document.querySelector('#map.chosen')")
        assert desk.complaints == []
        assert desk.requests == [page.as_uri()]
        phone = open_tab(viewport=PHONE)
        phone.goto(page.as_uri())
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        # A few are all seen at once, and of more those that stand side by side, before anything is moved.
        assert count_seen(phone) == 3
        # Partners have their names there, too, as far as these find room.
        boxes = [name.bounding_box() for name in phone.locator(".node.named:not(.town) text").all()]
        assert boxes
        assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in boxes)
        monkeypatch.setattr("dupgraph.publish.towns.page._FEW_TOWNS", 2)
        page.write_text(draw_towns(open_engine(str(towns))).html, encoding="utf-8")
        phone.reload()
        assert count_seen(phone) >= 1
        # A town that is chosen is moved to where it can be seen.
        phone.goto(f"{page.as_uri()}#t1")
        place = phone.locator(".node.is").bounding_box()
        assert place is not None
        assert 0 < place["x"] < PHONE["width"]
        monkeypatch.setattr("dupgraph.publish.towns.page.MOST_TOWNS", 2)
        page.write_text(draw_towns(open_engine(str(towns))).html, encoding="utf-8")
        desk.goto(page.as_uri())
        desk.locator("#q").fill("bra")
        desk.keyboard.press("Enter")
        heading.to_have_text("Cuneo B–C")
        playwright.expect(desk.locator("#panel summary").first).to_have_text("Comuni (2)")
        desk.locator("#panel summary", has_text="Polizia locale").click()
        playwright.expect(desk.locator("#panel details[open] li")).to_have_text(["Bra (1)", "Cuneo (1)"])
        assert desk.complaints == []
