"""The explorer in a real browser: by day and night, on a desk and a phone, by mouse and keys, with scripts and not."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import COLOURS, PHONE, check_access, needs_chromium, playwright, share_tabs, shorten
from serving import Served

expect = playwright.expect
pytestmark = [pytest.mark.browser, needs_chromium]
QUESTIONS = "data/036040/plan/dup/questions"
AUSL = "ask.html?q=Quali obiettivi coinvolgono l'AUSL?"
PAGES = {
    "home": "index.html",
    "ask": "ask.html",
    "answer": AUSL,
    "unsure": "ask.html?q=che tempo fa",
    "several plans": "questions.html",
    "form": f"{QUESTIONS}/objectives-by-partner-and-theme.html",
    "table": f"{QUESTIONS}/partner-ranking.html",
    "editor": "editor.html?query=SELECT ?s ?o { ?s a ?o } LIMIT 5",
    "upload": "upload.html",
    "compare": "compare.html?a=data/036040/plan/dup&b=data/034014/plan/dup",
}
DESK = {"width": 1280, "height": 800}
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def tab(chromium: Any) -> Iterator[Open]:
    with share_tabs(chromium) as share_tab:
        yield share_tab


def show(tab: Open, server: Served, path: str, *, viewport: dict[str, int] = DESK, **settings: Any) -> Any:
    page = tab(viewport=viewport, **settings)
    page.goto(server.address + path)
    return page


def check_width(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def check_page(page: Any, server: Served, *rules: str) -> None:
    """Assert that nobody is kept out, nothing is out of sight, nothing is asked elsewhere, and nobody complains."""
    assert check_access(page, *rules)
    check_width(page)
    assert page.complaints == []
    assert {url for url in page.requests if not url.startswith((server.address, "data:"))} == set()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_is_for_everybody_by_day_and_by_night_on_a_desk_and_a_phone(
    open_to_all: Served, tab: Open, path: str
) -> None:
    page = show(tab, open_to_all, path)
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        check_width(page)
    shorten(page)
    check_page(page, open_to_all)
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    check_page(page, open_to_all, *COLOURS)


def test_reading_and_asking_need_no_scripts(served: Served, tab: Open) -> None:
    page = show(tab, served, "index.html", java_script_enabled=False)
    page.fill("#q", "quali obiettivi coinvolgono le scuole")
    page.click("text=Chiedi >> visible=true")
    expect(page.locator("blockquote").nth(3)).to_be_visible()
    page.goto(served.address + f"{QUESTIONS}/objectives-by-partner.html")
    page.fill("#field-partner", "AUSL")
    page.click("text=Mostra la risposta")
    expect(page.locator("blockquote")).to_have_count(3)
    page.goto(served.address + "editor.html")
    page.fill("textarea", "SELECT ?s { ?s ?p ?o } LIMIT 7")
    page.click("text=Esegui")
    expect(page.locator("tbody tr")).to_have_count(7)


def test_a_question_is_asked_and_read_by_keys_alone(served: Served, tab: Open) -> None:
    page = show(tab, served, "ask.html")
    page.keyboard.type("quali obiettivi coinvolgono l'AUSL")
    page.keyboard.press("Enter")
    page.wait_for_selector("blockquote")
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim()"))
        if seen[-1] == "Nel piano":
            break
    assert "Word" in seen
    page.keyboard.press("Enter")
    page.wait_for_url("**/objective/1.3.1.html#m-*")


def test_the_editor_colours_completes_and_runs_by_keys_and_lets_go_of_tab(served: Served, tab: Open) -> None:
    page = show(tab, served, "editor.html")
    editor = page.locator(".editor .cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?m { ?m a dup:Menti")
    page.wait_for_selector(".cm-tooltip-autocomplete [aria-selected]:has-text('dup:Mention')")
    # What has only just opened takes no Enter: a person who types on would be surprised.
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    assert "PREFIX dup: <https://w3id.org/dupgraph/onto/>" in page.input_value("textarea")
    page.keyboard.type(" } LIMIT 3")
    page.keyboard.press("Control+Enter")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.locator(".editor .cm-content").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Esegui"
    assert page.complaints == []


def test_a_fault_is_shown_where_it_is(served: Served, tab: Open) -> None:
    page = show(tab, served, "editor.html?query=SELECT * {%0A  ?s ?p%0A}")
    expect(page.locator(".editor .cm-wrong")).to_have_text("}")
    assert check_access(page)


def test_a_citation_is_copied(served: Served, tab: Open) -> None:
    page = show(tab, served, AUSL, permissions=("clipboard-read", "clipboard-write"))
    page.click("text=Copia la citazione >> nth=1")
    page.wait_for_selector("text=Copiata")
    assert page.evaluate("navigator.clipboard.readText()").startswith("«Promuovere l’integrazione dei servizi sociali")


def test_a_plan_is_dropped_looked_at_and_stopped(open_to_all: Served, tab: Open, tmp_path: Path) -> None:
    plan = tmp_path / "piano.txt"
    objectives = "".join(
        f"\nObiettivo strategico 1.1.{n}: Scuole {n}. Con l'AUSL, per gli anziani.\n" for n in range(1, 9)
    )
    plan.write_text(f"POLITICA 1: Persone\n\nINDIRIZZO STRATEGICO 1.1: Scuole\n{objectives}", encoding="utf-8")
    page = show(tab, open_to_all, "upload.html", viewport=PHONE)
    page.set_input_files("#file", plan)
    page.click("text=Carica e leggi")
    page.wait_for_selector('h1:has-text("È questo l\'indice")', timeout=60_000)
    check_page(page, open_to_all)
    expect(page.locator(".found li")).to_have_count(10)
    page.get_by_role("button", name="Annulla").click()
    page.wait_for_selector("h1:has-text('Annullato')")
    check_page(page, open_to_all)


def test_where_no_part_is_found_a_person_says_which_lines_are_headings(
    open_to_all: Served, tab: Open, tmp_path: Path
) -> None:
    plan = tmp_path / "piano.html"
    aims = "".join(f"<li>{name} per tutti</li>" for name in ("scuola", "sport", "strade", "verde"))
    plan.write_text(f"<p>Comune di Guastalla</p><p>DUP 2024-2026</p><ul>{aims}</ul>", encoding="utf-8")
    page = show(tab, open_to_all, "upload.html", viewport=PHONE)
    page.set_input_files("#file", plan)
    page.click("text=Carica e leggi")
    page.wait_for_selector("h1:has-text('non ho trovato le parti')", timeout=60_000)
    check_page(page, open_to_all)
    # Nobody is asked whose it is, nor to confirm what is not there.
    expect(page.locator("form.confirm button")).to_have_text(["Rileggi con queste scelte", "Annulla"])
    expect(page.locator("form.confirm input:visible")).to_have_count(0)
    page.select_option("form.confirm select", "objective")
    page.click("text=Rileggi con queste scelte")
    page.wait_for_selector('h1:has-text("È questo l\'indice")', timeout=60_000)
    expect(page.locator(".found li")).to_have_count(4)
    expect(page.get_by_label("Comune (o altro ente)")).to_have_value("Guastalla")
    check_page(page, open_to_all)
    page.click("text=Torna alla prima lettura")
    page.wait_for_selector("h1:has-text('non ho trovato le parti')", timeout=60_000)
    page.get_by_role("button", name="Annulla").click()
    page.wait_for_selector("h1:has-text('Annullato')")
