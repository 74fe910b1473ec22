"""The map in a real Chromium: nothing leaves the page, a click shows the words, a phone shows it all."""

import shutil
from pathlib import Path

import pytest

from dupgraph.engines import open_engine
from dupgraph.netmap import draw_map
from dupgraph.resources import find_resource

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install 'dupgraph[test]'"
)

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DATA = Path(__file__).parent / "data" / "map"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 375, "height": 740}

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium here: apt-get install chromium")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The drawn maps, by the name of their graph."""
    folder = tmp_path_factory.mktemp("maps")
    for graph in (*DATA.glob("*.ttl"), find_resource("graph", "sassuolo.ttl")):
        (folder / f"{graph.stem}.html").write_text(draw_map(open_engine(graph)).html, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as driver:
        yield driver.chromium


@pytest.fixture
def visit(chromium, pages, tmp_path):
    """A function that opens a map in a browser of its own and gives the page, its complaints and its requests."""
    contexts = []

    def open_page(name, *, viewport=DESKTOP, state="", **settings):
        context = chromium.launch_persistent_context(
            tmp_path / f"profile-{len(contexts)}", executable_path=BROWSER, args=FLAGS, viewport=viewport, **settings
        )
        contexts.append(context)
        page = context.pages[0]
        page.complaints, page.requests = [], []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(f"{(pages / f'{name}.html').as_uri()}{state}")
        assert page.evaluate("window.dupgraphMap !== undefined")
        return page

    yield open_page
    for context in contexts:
        context.close()


def click_node(page, id):
    place = page.evaluate(
        "id => { const { network, nodes } = dupgraphMap; return network.canvasToDOM(nodes.get(id)); }", id
    )
    page.locator("#map").click(position=place)


def expect_heading(page, words):
    """Wait for the panel's heading; a function to wait for would be evaluated, which the page forbids."""
    playwright.expect(page.locator("#panel h2")).to_have_text(words)


def read_panel(page):
    return page.locator("#panel").inner_text()


def test_nothing_leaves_the_page_and_nothing_complains(visit):
    page = visit("small-plan")
    click_node(page, "organization/ausl-modena")
    page.fill("#search", "scuole")
    page.keyboard.press("Enter")
    page.locator("#zoom-in").click()
    page.locator("#fit").click()
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []
    assert len(page.requests) == 1
    assert page.complaints == []


def test_every_node_of_the_graph_is_on_the_map(visit):
    page = visit("small-plan")
    assert page.evaluate("dupgraphMap.nodes.length") == 8 + 3
    assert page.evaluate("dupgraphMap.edges.length") == 6 + 5
    outside = page.evaluate(
        """() => {
          const { network, nodes } = dupgraphMap;
          const { clientWidth, clientHeight } = document.getElementById("map");
          const places = nodes.get().map((node) => network.canvasToDOM(node));
          return places.filter(({ x, y }) => x < 0 || y < 0 || x > clientWidth || y > clientHeight).length;
        }"""
    )
    assert outside == 0


def test_nothing_moves_after_loading(visit):
    page = visit("small-plan")
    before = page.evaluate("dupgraphMap.network.getPositions()")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("dupgraphMap.network.getPositions()") == before
    assert page.evaluate("dupgraphMap.network.physics.physicsEnabled") is False


def test_a_click_on_a_partner_shows_the_words_of_each_objective(visit):
    page = visit("small-plan")
    click_node(page, "organization/ausl-modena")
    expect_heading(page, "Azienda USL di Modena")
    panel = read_panel(page)
    assert "Azienda USL di Modena" in panel
    assert "dei servizi sanitari dell’AUSL e degli enti del Terzo settore" in panel
    assert "con le scuole, con l’AUSL e con altre scuole." in panel
    assert "Collabora, pag. 7" in panel
    assert page.locator("#panel mark").all_inner_texts() == ["AUSL", "AUSL"]


def test_a_click_on_an_objective_shows_its_text_with_the_words_marked(visit):
    page = visit("small-plan")
    click_node(page, "objective/1.3.3")
    page.wait_for_selector("#panel .text")
    assert page.locator("#panel h2").inner_text().startswith("Promuovere l’integrazione")
    assert page.locator("#panel .text mark").all_inner_texts() == ["AUSL", "enti del Terzo settore"]


def test_an_objective_without_partners_says_so(visit):
    page = visit("small-plan", state="#f=objective%2F1.3.10")
    assert "non nomina alcun partner" in read_panel(page)


def test_the_address_holds_the_view_and_back_returns(visit):
    page = visit("small-plan", state="#f=organization%2Fausl-modena")
    assert "Azienda USL di Modena" in read_panel(page)
    page.locator("#panel button.link").first.click()
    page.wait_for_selector("#panel .text")
    page.go_back()
    expect_heading(page, "Azienda USL di Modena")
    page.keyboard.press("Escape")
    expect_heading(page, "Legenda")


@pytest.mark.parametrize("state", ["#f=nessuno", "#f=%E0%A4%A", "#q=__proto__", "#f=", "#table", "#<script>"])
def test_an_address_that_means_nothing_gives_the_whole_view(visit, state):
    page = visit("small-plan", state=state)
    assert page.locator("#panel h2").inner_text() == "Legenda"
    assert page.complaints == []


@pytest.mark.parametrize("typed", ["ausl", "AZIENDA sanitaria", "Modena"])
def test_search_finds_a_partner_by_any_of_its_names(visit, typed):
    page = visit("small-plan")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    assert page.locator("#found li").first.inner_text().startswith("Azienda USL di Modena")
    page.keyboard.press("Enter")
    expect_heading(page, "Azienda USL di Modena")


def test_search_puts_a_name_before_another_names_alias(visit):
    """Cultural organisations are also called "scuole di musica": whoever types "scuole" means the schools."""
    page = visit("sassuolo")
    page.fill("#search", "scuole")
    assert page.locator("#found li").first.inner_text().startswith("Scuole\n")


def test_search_finds_codes_and_words_without_accents_and_says_when_there_is_nothing(visit):
    page = visit("small-plan")
    page.fill("#search", "1.3.10")
    assert page.locator("#found li").first.inner_text().startswith("1.3.10 ")
    page.fill("#search", "comunita")
    assert page.locator("#found li").first.inner_text().startswith("1 COSTRUIRE COMUNITA’")
    page.fill("#search", "zzz")
    assert page.locator("#found li").all_inner_texts() == ["Nessun risultato"]


def test_the_questions_light_what_they_ask_for(visit):
    page = visit("small-plan")
    counts = dict(line.split("\n")[-2:] for line in page.locator("#panel button[aria-pressed]").all_inner_texts())
    assert [int(count) for count in counts.values()] == [1, 1, 2]
    page.locator("#panel button[aria-pressed]").nth(2).click()
    playwright.expect(page.locator("#panel .badge")).to_have_text(["1.3.10", "2.1.1"])


def test_arrows_walk_through_the_plan_in_its_order(visit):
    page = visit("small-plan")
    page.focus("#map")
    seen = []
    for _ in range(5):
        page.keyboard.press("ArrowRight")
        seen.append(page.locator("#panel .badge").first.inner_text())
    assert seen == ["1", "1.3", "1.3.3", "1.3.5", "1.3.10"]
    assert "1.3.10" in page.locator("#live").inner_text()


@pytest.mark.parametrize("name", ["small-plan", "hostile-plan"])
@pytest.mark.parametrize("width", [320, 375])
def test_a_phone_scrolls_only_down(visit, name, width):
    page = visit(name, viewport={**PHONE, "width": width}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for details in page.locator("details").all():
        details.locator("summary").click()
    page.locator("#panel button.link").last.click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.complaints == []


def test_on_a_phone_the_map_shows_without_scrolling_and_targets_are_wide_enough(visit):
    page = visit("small-plan", viewport=PHONE, has_touch=True)
    box = page.locator("#map").bounding_box()
    assert box["y"] + 200 < PHONE["height"]
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, input, nav a")].map((e) => e.getBoundingClientRect())
        .filter((r) => r.width && (r.width < 43.5 || r.height < 43.5)).length"""
    )
    assert small == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_background(visit, scheme):
    page = visit("small-plan", state="#f=objective%2F1.3.3", color_scheme=scheme)
    low = page.evaluate(CONTRAST)
    assert low == []


# The contrast of every visible text with the nearest opaque background; below 4.5 it is reported.
CONTRAST = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = [];
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || e.closest("script, noscript, .unseen, [hidden]")) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${walker.currentNode.textContent.trim().slice(0, 40)}`);
  }
  return low;
}"""


def test_a_hostile_plan_stays_inert(visit):
    page = visit("hostile-plan")
    for id, name in page.evaluate("dupgraphMap.data.nodes.map((node) => [node.id, node.name])"):
        page.evaluate("id => { location.hash = '#f=' + encodeURIComponent(id); }", id)
        expect_heading(page, name)
        for link in page.locator("#panel a").all():
            assert link.get_attribute("href").startswith("https://")
        for mark in page.locator("#panel mark").all():
            mark.hover()
    page.fill("#search", "onload")
    assert page.locator("#found li").first.inner_text().startswith("<svg onload")
    page.locator("summary").first.click()
    assert page.evaluate("window.hurt") is None
    assert page.locator("body img, body svg, body iframe").count() == 0
    assert "<script>window.hurt='prefix'</script>" in page.locator("table.elements").inner_text()
    assert page.requests == page.requests[:1]
    assert page.complaints == []
