"""The map of several plans: towns, the partners that they share, the words behind each line, and its limits."""

from pathlib import Path

import pytest
from browser import PHONE, check_access, needs_chromium, open_tabs, playwright, start_chromium
from click.testing import CliRunner

from dupgraph.base.errors import QueryError
from dupgraph.cli import group
from dupgraph.graph.engines import open_engine
from dupgraph.publish.towns import TownsContent, check_size, draw_towns, read_towns
from dupgraph.publish.towns.content import MOST_TOWNS


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


def test_too_many_plans_are_refused_at_once_and_five_are_named(tmp_path: Path) -> None:
    for number in range(MOST_TOWNS + 1):
        (tmp_path / f"{number:03}.ttl").write_text("this is never read")
    with pytest.raises(QueryError, match="holds 121 graph files, and a map shows 120 at most") as raised:
        check_size(open_engine(str(tmp_path)))
    assert "000.ttl, 001.ttl, 002.ttl, 003.ttl, 004.ttl, and more" in str(raised.value)


def test_more_plans_than_a_map_shows_are_refused_in_one_graph_too(tmp_path: Path) -> None:
    plans = "".join(
        f"<https://example.org/{n:03}> a <https://w3id.org/dupgraph/onto/Plan> .\n" for n in range(MOST_TOWNS + 5)
    )
    (tmp_path / "all.ttl").write_text(plans)
    with pytest.raises(QueryError, match="holds more than 120 plans") as raised:
        check_size(open_engine(str(tmp_path / "all.ttl")))
    assert str(raised.value).count("<https://") == 5


@pytest.mark.browser
@needs_chromium
def test_the_page_works_by_mouse_keyboard_and_on_a_phone(towns: Path, tmp_path: Path) -> None:
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
