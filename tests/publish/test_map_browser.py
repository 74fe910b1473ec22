"""The map in a real Chromium: nothing leaves the page, a click shows the words, a phone shows it all."""

import csv
import io
import json
import re
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browser import COLOURS, PHONE, check_access, needs_chromium, playwright, share_tabs

from dupgraph.base.files import find_resource
from dupgraph.graph.engines import open_engine
from dupgraph.publish.map.page import VIEWS, draw_map
from dupgraph.read.build import build_graph

DATA = Path(__file__).parents[1] / "data" / "map"
SASSUOLO = find_resource("graph", "sassuolo.ttl")
DESKTOP = {"width": 1440, "height": 900}

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The drawn maps, by the name of their graph."""
    folder = tmp_path_factory.mktemp("maps")
    for graph in (*DATA.glob("*.ttl"), SASSUOLO):
        (folder / f"{graph.stem}.html").write_text(draw_map(open_engine(graph)).html, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def visit(chromium, pages):
    """A function that opens a map, in the place of the one before, and gives its page."""
    with share_tabs(chromium) as share_tab:

        def open_page(name, *, viewport=DESKTOP, state="", is_map=True, **settings):
            page = share_tab(viewport=viewport, **settings)
            page.goto(f"{(pages / f'{name}.html').as_uri()}{state}")
            assert page.evaluate("window.dupgraphMap !== undefined") is is_map
            return page

        yield open_page


def click_node(page, id):
    page.locator("#map").click(position=page.evaluate("id => dupgraphMap.place(id)", id))


def expect_heading(page, words):
    """Wait for the panel's heading; a function to wait for would be evaluated, which the page forbids."""
    playwright.expect(page.locator("#panel h2")).to_have_text(words)


def read_panel(page):
    return page.locator("#panel").inner_text()


def show(page, **change):
    """Bring the page into another state, as its own buttons do."""
    page.evaluate("change => dupgraphMap.go(change)", change)


def read_state(page):
    return page.evaluate("({ ...dupgraphMap.state() })")


# What leaves the page ------------------------------------------------------------------------------------------------


def test_nothing_leaves_the_page_and_nothing_complains(visit):
    page = visit("small-plan")
    click_node(page, "organization/ausl-modena")
    page.fill("#search", "scuole")
    page.keyboard.press("Enter")
    page.locator("#zoom-in").click()
    page.locator("#fit").click()
    for view in VIEWS:
        page.locator(f"[data-view={view}]").click()
        page.locator("[data-language=en]").click()
        page.locator("[data-language=it]").click()
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []
    assert len(page.requests) == 1
    assert page.complaints == []


def test_the_page_forbids_other_scripts(visit):
    page = visit("small-plan")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), { text: 'window.hurt = 1' }))")
    assert page.evaluate("window.hurt") is None
    assert "Content Security Policy" in page.complaints[0]


# Quotes ---------------------------------------------------------------------------------------------------------------


def test_a_quote_leads_to_where_it_stands_and_is_copied_with_its_source(visit):
    page = visit("sassuolo", state="#v=partners&f=actors%2Fschools")
    page.locator("#panel .stands").first.click()
    assert read_state(page)["a"] != ""
    here = page.locator("#panel mark.here")
    assert here.inner_text() == "scuola"
    box, panel = here.bounding_box(), page.locator("#panel").bounding_box()
    assert panel["y"] < box["y"] < panel["y"] + panel["height"] - box["height"]
    assert page.evaluate("document.activeElement.classList.contains('here')")
    # The address alone gives the same.
    again = visit("sassuolo", state=page.evaluate("location.hash"))
    assert again.locator("#panel mark.here").inner_text() == "scuola"
    page.locator("#panel .copy").first.click()
    playwright.expect(page.locator("#live")).to_contain_text(
        ", Documento Unico di Programmazione del Comune di Sassuolo"
    )
    copied = page.locator("#live").inner_text()
    assert copied.startswith("Citazione copiata: «")
    assert copied.endswith(", indirizzo strategico 1.1")


def test_a_sentence_is_quoted_whole_and_once_with_all_of_its_words_marked(visit):
    page = visit("sassuolo", state="#v=themes&f=themes%2Fsport")
    quotes = page.locator("#panel q")
    assert quotes.nth(1).inner_text().startswith("Lo sport è un elemento centrale nella vita quotidiana dei")
    texts = quotes.all_text_contents()
    several = next(quote for quote in quotes.all() if quote.locator("mark").count() > 1)
    assert texts.count(several.text_content()) == 1
    # Each of its words is found by its address.
    places = several.locator("xpath=..").get_attribute("data-quote").split()
    assert len(places) == several.locator("mark").count()


def test_what_is_a_place_and_a_theme_is_listed_once(visit):
    page = visit("sassuolo")
    page.fill("#search", "centro storico")
    hits = [text for text in page.locator("#found li").all_inner_texts() if text.startswith("Centro storico")]
    assert [hit.split("\n")[-1] for hit in hits] == ["Tema · Luogo"] or [hit.split("\n")[-1] for hit in hits] == [
        "Luogo · Tema"
    ]
    rows = page.locator(".things tbody tr", has=page.locator("th", has_text="Centro storico"))
    assert rows.count() == 1


def test_other_names_are_those_of_the_language(visit):
    page = visit("sassuolo", state="#v=partners&f=actors%2Fthird-sector")
    assert "third sector" not in read_panel(page).lower()
    page.locator("[data-language=en]").click()
    assert "terzo settore" not in page.locator("#panel > p small").first.inner_text().lower()


def test_a_long_matrix_shown_whole_stands_in_the_address(visit):
    page = visit("sassuolo", state="#v=matrix&m=partner-partner&h=1")
    assert page.locator("#matrix tbody tr").count() > 30


def test_a_printed_map_has_two_pages(visit):
    page = visit("sassuolo")
    for view in VIEWS:
        show(page, v=view)
        paper = page.pdf(prefer_css_page_size=True)
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) <= 2, view


# The picture ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "matrix"])
def test_every_node_of_a_view_is_on_the_map(visit, view):
    page = visit("small-plan", state=f"#v={view}")
    counts = {"plan": 8 + 3, "partners": 8 + 3, "themes": 8 + 1, "dependencies": 8}
    assert page.evaluate("dupgraphMap.nodes.length") == counts[view]
    outside = page.evaluate(
        """() => {
          const { place, nodes } = dupgraphMap;
          const { clientWidth, clientHeight } = document.getElementById("map");
          return nodes.getIds().map(place)
            .filter(({ x, y }) => x < 0 || y < 0 || x > clientWidth || y > clientHeight).length;
        }"""
    )
    assert outside == 0


def test_nothing_moves_after_loading(visit):
    page = visit("small-plan")
    before = page.evaluate("dupgraphMap.network.getPositions()")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("dupgraphMap.network.getPositions()") == before
    assert page.evaluate("dupgraphMap.network.physics.physicsEnabled") is False


def hash_places(page):
    return sha256(json.dumps(page.evaluate("dupgraphMap.network.getPositions()"), sort_keys=True).encode()).hexdigest()


def test_equal_input_gives_an_equal_layout(visit, pages):
    first = hash_places(visit("sassuolo"))
    (pages / "again.html").write_text(draw_map(open_engine(SASSUOLO)).html, encoding="utf-8")
    assert hash_places(visit("again")) == first


@pytest.mark.parametrize("view", ["plan", "partners", "themes"])
def test_no_label_of_a_thing_lies_on_another_and_all_can_be_read(visit, view):
    page = visit("sassuolo", state=f"#v={view}")
    labels = page.evaluate(
        """dupgraphMap.labels().filter(({ kind, node }) => kind === "label" && !node.code)
        .map(({ box, size }) => [box.x0, box.y0, box.x1, box.y1, size * dupgraphMap.network.getScale()])"""
    )
    kind = "theme" if view == "themes" else "partner"
    assert len(labels) == page.evaluate(
        "kind => dupgraphMap.data.nodes.filter((node) => node.kind === kind).length", kind
    )
    assert min(size for *_, size in labels) >= 9
    # Letters do not fill the height of their lines.
    overlaps = [
        (a, b)
        for i, a in enumerate(labels)
        for b in labels[i + 1 :]
        if min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 2.6
    ]
    assert overlaps == []


def test_no_policy_is_cut_at_the_edge(draw, visit, tmp_path):
    path = tmp_path / "long.txt"
    path.write_text(
        "\n\n".join(
            f"Politica {top} CASTELMARINO CHE STUDIA, LAVORA E ACCOGLIE\n\n"
            + "\n\n".join(f"Obiettivo strategico {top}.{n} Con la scuola.\n\nSi lavora." for n in (1, 2, 3, 4))
            for top in (1, 2, 3)
        ),
        encoding="utf-8",
    )
    built = tmp_path / "long.ttl"
    built.write_bytes(build_graph(path, istat="999001", plan="prova").turtle)
    draw(built)
    page = visit("own", viewport={"width": 1400, "height": 900})
    ends = page.evaluate(
        """dupgraphMap.labels().filter(({ kind, node }) => kind === "label" && node.code).flatMap(({ box }) =>
        [box.x0, box.x1].map((x) => dupgraphMap.network.canvasToDOM({ x, y: 0 }).x))"""
    )
    assert len(ends) == 2 * 3
    assert 0 <= min(ends) < max(ends) <= page.evaluate("document.querySelector('#map').clientWidth")


def test_on_a_phone_a_policy_whose_code_is_too_long_for_its_mark_has_it_beside(draw, visit, tmp_path):
    path = tmp_path / "codes.txt"
    aims = "".join(
        f"Linea strategica LS{top:02}: Curare\n\nObiettivo LS{top:02}.1: Con la scuola.\n\n" for top in range(1, 6)
    )
    path.write_text(aims, encoding="utf-8")
    built = tmp_path / "codes.ttl"
    built.write_bytes(build_graph(path, istat="999001", plan="prova").turtle)
    draw(built)
    page = visit("own", viewport=PHONE)
    codes = page.evaluate(
        """dupgraphMap.labels().filter(({ node }) => node.kind === "policy").map(({ lines, box }) =>
        [lines[0], ...[box.x0, box.x1].map((x) => dupgraphMap.network.canvasToDOM({ x, y: 0 }).x)])"""
    )
    assert sorted(code for code, *_ in codes) == ["LS01", "LS02", "LS03", "LS04", "LS05"]
    assert min(left for _, left, _ in codes) >= 0
    assert max(right for *_, right in codes) <= PHONE["width"]


def test_a_view_of_one_kind_gathers_lines_by_guideline_until_one_looks_closer(visit):
    page = visit("small-plan", state="#v=partners")
    lines = """dupgraphMap.shown().lines.filter(({ kind }) => kind === "link")
      .map(({ from, to, links }) => [from.id, to.id, links.length])"""
    assert ["guideline/1.3", "organization/ausl-modena", 2] in page.evaluate(lines)
    show(page, f="organization/ausl-modena")
    page.wait_for_selector("#panel .quote")
    assert ["objective/1.3.3", "organization/ausl-modena", 1] in page.evaluate(lines)


def test_the_middle_holds_the_kind_that_one_chooses(visit):
    page = visit("small-plan")
    page.locator("#inside").select_option("place")
    assert page.evaluate("dupgraphMap.nodes.getIds().filter((id) => id.startsWith('place/'))") == ["place/parco"]
    show(page, f="themes/health")
    expect_heading(page, "Salute e prevenzione")
    assert read_state(page)["i"] == "theme"


# The panel -----------------------------------------------------------------------------------------------------------


def test_a_click_on_a_partner_shows_the_words_of_each_objective(visit):
    page = visit("small-plan")
    click_node(page, "organization/ausl-modena")
    expect_heading(page, "Azienda USL di Modena")
    panel = read_panel(page)
    assert "dei servizi sanitari dell’AUSL e degli enti del Terzo settore" in panel
    assert "con le scuole, con l’AUSL e con altre scuole." in panel
    assert "Collabora, pag. 7" in panel
    assert page.locator("#panel mark").all_inner_texts() == ["AUSL", "AUSL"]
    assert "dupgraph query objectives-by-partner -p partner='Azienda USL di Modena'" in panel


def test_a_click_on_an_objective_shows_its_text_with_the_words_marked(visit):
    page = visit("small-plan")
    click_node(page, "objective/1.3.3")
    page.wait_for_selector("#panel .text")
    assert page.locator("#panel h2").inner_text().startswith("Promuovere l’integrazione")
    assert page.locator("#panel .text mark").all_inner_texts() == ["servizi sanitari", "AUSL", "enti del Terzo settore"]
    page.locator("#panel .text mark").nth(1).click()
    expect_heading(page, "Azienda USL di Modena")


def test_an_objective_without_partners_says_so(visit):
    page = visit("small-plan", state="#f=objective%2F1.3.10")
    assert "non nomina alcun partner" in read_panel(page)


def test_one_and_two_steps_around_what_is_focused(visit):
    page = visit("small-plan", state="#v=plan&f=objective%2F1.3.3")
    lit = "[...dupgraphMap.shown().lit].map(({ id }) => id).sort()"
    assert "objective/1.3.5" not in page.evaluate(lit)
    page.locator("#panel .chip").nth(1).click()
    playwright.expect(page.locator("#panel .chip").nth(1)).to_have_attribute("aria-pressed", "true")
    assert "objective/1.3.5" in page.evaluate(lit)
    assert "objective/2.1.1" not in page.evaluate(lit)


def test_the_address_holds_the_view_and_back_and_escape_return(visit):
    page = visit("small-plan", state="#v=plan&f=organization%2Fausl-modena")
    assert "Azienda USL di Modena" in read_panel(page)
    page.locator("#panel button.link").first.click()
    page.wait_for_selector("#panel .text")
    page.go_back()
    expect_heading(page, "Azienda USL di Modena")
    page.keyboard.press("Escape")
    expect_heading(page, "Legenda e filtri")


STATES = [
    "#v=plan&f=organization%2Fausl-modena&s=2",
    "#v=dependencies&n=1&d=objective%2F1.3.5%7Eobjective%2F2.1.1&l=en",
    "#v=matrix&m=theme-guideline&c=themes%2Fhealth%7Eguideline%2F1.3",
    "#v=plan&i=place&p=policy%2F2",
    "#v=partners&q=alone",
]


@pytest.mark.parametrize("state", STATES)
def test_a_permalink_opened_fresh_gives_the_same(visit, state):
    first = visit("small-plan", state=state)
    first.locator("[data-language=en]").click()
    playwright.expect(first.locator("html")).to_have_attribute("lang", "en")
    address, panel = first.evaluate("location.hash"), read_panel(first)
    nodes = first.evaluate("dupgraphMap.nodes.get()")
    fresh = visit("small-plan", state=address)
    assert read_panel(fresh) == panel
    assert fresh.evaluate("dupgraphMap.nodes.get()") == nodes
    assert address.replace("&l=en", "") == state.replace("&l=en", "")


@pytest.mark.parametrize(
    "state",
    [
        "#f=nessuno",
        "#f=%E0%A4%A",
        "#q=__proto__",
        "#f=",
        "#table",
        "#<script>",
        "#v=constructor&n=-1&m=x&c=a~b~c&k=x&l=xx",
    ],
)
def test_an_address_that_means_nothing_gives_the_whole_view(visit, state):
    page = visit("small-plan", state=state)
    assert page.locator("#panel h2").inner_text() == "Legenda e filtri"
    assert page.complaints == []


# Dependencies --------------------------------------------------------------------------------------------------------


def test_a_line_says_why_with_the_words_of_both_sides(visit):
    page = visit("small-plan", state="#v=dependencies")
    line = "dupgraphMap.shown().lines.find(({ kind, isReference }) => kind === 'tie' && !isReference)"
    middle = page.evaluate(
        f"""(() => {{
          const edge = {line};
          const id = dupgraphMap.edges.getIds().find((id) => {{
            const drawn = dupgraphMap.edges.get(id);
            return drawn.from === edge.from.id && drawn.to === edge.to.id;
          }});
          const {{ x, y }} = dupgraphMap.network.body.edges[id].edgeType.getPoint(0.5);
          return dupgraphMap.network.canvasToDOM({{ x, y }});
        }})()"""
    )
    page.locator("#map").click(position=middle)
    expect_heading(page, "1.3.5 ↔ 2.1.1")
    sides = page.locator("#panel .pair").nth(1).locator(".side")
    assert [side.locator("mark").all_inner_texts() for side in sides.all()] == [["Parco Ducale"], ["Parco Ducale"]]
    assert "Si comincia al" in sides.nth(0).inner_text()
    assert "serve anche alla salute" in sides.nth(1).inner_text()


def test_a_reference_is_another_kind_of_line(visit):
    page = visit("small-plan", state="#v=dependencies")
    drawn = page.evaluate(
        """dupgraphMap.edges.get().filter(({ smooth }) => smooth)
        .map(({ dashes, arrows }) => [Boolean(dashes), arrows.to.enabled])"""
    )
    assert sorted(drawn) == [[False, False], [True, True]]
    show(page, d="objective/2.1.1~objective/1.3.3")
    expect_heading(page, "2.1.1 → 1.3.3")
    assert page.locator("#panel mark").all_inner_texts() == ["1.3.3"]


def test_the_strongest_three_come_first_and_the_slider_brings_more(visit):
    page = visit("sassuolo", state="#v=dependencies")
    count = "dupgraphMap.shown().ties.size"
    few = page.evaluate(count)
    ranks = page.evaluate("[...dupgraphMap.shown().ties].map(({ a, b, number }) => [a.number, b.number, number])")
    for node in {node for a, b, _ in ranks for node in (a, b)}:
        strongest = page.evaluate(
            "node => dupgraphMap.data.nodes[node].ties.slice(0, 3).map(({ number }) => number)", node
        )
        assert {*strongest} <= {number for *_, number in ranks}
    page.locator("#most").fill("15")
    assert few < page.evaluate(count) == page.evaluate("dupgraphMap.data.dependencies.length")


def test_dependencies_by_guideline_open_a_list(visit):
    page = visit("small-plan", state="#v=dependencies&g=1")
    lines = page.evaluate(
        """dupgraphMap.shown().lines.filter(({ kind }) => kind === "tie")
        .map(({ from, to, ties }) => [from.id, to.id, ties.length])"""
    )
    assert [sorted(line[:2]) for line in lines] == [["guideline/1.3", "guideline/2.1"]]
    assert lines[0][2] == 2


# The matrix ----------------------------------------------------------------------------------------------------------


def test_a_cell_opens_the_words_that_it_counts(visit):
    page = visit("small-plan", state="#v=matrix")
    cell = page.get_by_role("button", name="Scuole, 1 COSTRUIRE COMUNITA’ PER COSTRUIRE FUTURO: 1")
    cell.click()
    expect_heading(page, "Scuole × 1 COSTRUIRE COMUNITA’ PER COSTRUIRE FUTURO")
    assert page.locator("#panel mark").all_inner_texts() == ["scuole"]
    playwright.expect(page.get_by_role("button", name="Scuole, 1 COSTRUIRE", exact=False)).to_have_attribute(
        "aria-pressed", "true"
    )


@pytest.mark.parametrize("matrix", ["partner-policy", "theme-guideline", "partner-partner"])
def test_a_matrix_on_a_phone_is_a_list_where_it_has_many_columns(visit, matrix):
    page = visit("sassuolo", viewport=PHONE, state=f"#v=matrix&m={matrix}")
    assert page.evaluate("[document.getElementById('matrix')].map((one) => one.scrollWidth - one.clientWidth)") == [0]
    cell = page.locator("#matrix td[data-col]:not(.empty)").first
    said = cell.evaluate("(one) => getComputedStyle(one, '::before').content")
    assert said == ("none" if matrix == "partner-policy" else f'"{cell.get_attribute("data-col")}"')


@pytest.mark.parametrize("matrix", ["partner-policy", "theme-guideline", "partner-partner"])
def test_each_cell_opens_as_many_elements_as_it_counts(visit, matrix):
    page = visit("sassuolo", state=f"#v=matrix&m={matrix}")
    cells = page.locator("#matrix .cell")
    for place in range(0, cells.count(), 40):
        cell = cells.nth(place)
        count = int(cell.inner_text())
        cell.click()
        playwright.expect(page.locator("#panel > button.link")).to_have_count(count)


def test_headings_sort(visit):
    page = visit("sassuolo", state="#v=matrix")
    names = page.locator("#matrix tbody th")
    totals = [int(text) for text in page.locator("#matrix td.number").all_inner_texts()]
    assert totals == sorted(totals, reverse=True)
    page.locator("#matrix thead button").first.click()
    playwright.expect(page.locator("#matrix thead th").first).to_have_attribute("aria-sort", "ascending")
    by_name = names.all_inner_texts()
    assert by_name != sorted(by_name, key=len)
    assert by_name[0].startswith("A")
    page.locator("#matrix thead button").nth(3).click()
    playwright.expect(page.locator("#matrix thead th").nth(3)).to_have_attribute("aria-sort", "descending")
    column = [int(text or 0) for text in page.locator("#matrix tbody td:nth-child(4)").all_inner_texts()]
    assert column == sorted(column, reverse=True)


# Search, filters, keys -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["ausl", "AZIENDA sanitaria", "Modena", "local health"])
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


def test_the_presets_light_what_they_ask_for(visit):
    page = visit("small-plan")
    presets = page.locator("#panel > button.link[aria-pressed]")
    assert [int(text.split("\n")[-1]) for text in presets.all_inner_texts()] == [1, 1, 2]
    presets.nth(2).click()
    playwright.expect(page.locator("#panel .badge")).to_have_text(["1.3.10", "2.1.1"])
    assert page.evaluate("[...dupgraphMap.shown().lit].map(({ id }) => id).sort()") == [
        "guideline/1.3", "guideline/2.1", "objective/1.3.10", "objective/2.1.1", "policy/1", "policy/2",
    ]  # fmt: skip


def test_the_legend_counts_and_fades_and_removes_nothing(visit):
    page = visit("small-plan")
    page.evaluate("document.querySelectorAll('details.facets').forEach((facet) => { facet.open = true; })")
    facets = {button.get_attribute("data-facet") for button in page.locator("[data-facet]").all()}
    assert facets == {"k", "p", "t", "b", "w"}
    before = page.evaluate("dupgraphMap.nodes.length")
    page.locator("[data-facet=w]").first.click()
    playwright.expect(page.locator("[data-facet=w]").first).to_have_attribute("aria-pressed", "true")
    lit = page.evaluate("[...dupgraphMap.shown().lit].map(({ id }) => id).sort()")
    assert lit == ["guideline/1.3", "objective/1.3.3", "organization/ausl-modena", "policy/1"]
    assert page.evaluate("dupgraphMap.nodes.length") == before
    assert page.evaluate("dupgraphMap.nodes.get('actors/schools').opacity") < 0.3
    page.keyboard.press("Escape")
    page.wait_for_url("**#v=plan")
    assert page.evaluate("dupgraphMap.shown().lit") is None


def test_filters_that_nothing_passes_say_so(visit):
    page = visit("small-plan", state="#v=plan&w=0&p=policy%2F2")
    assert page.locator("#notice").inner_text() == "Nulla corrisponde ai filtri scelti."


def test_arrows_reach_every_node_in_the_plans_order(visit):
    page = visit("small-plan")
    page.focus("#map")
    seen = []
    for _ in range(8 + 5):
        page.keyboard.press("ArrowRight")
        seen.append(read_state(page)["f"])
        assert page.locator("#live").inner_text()
    ids = page.evaluate("dupgraphMap.data.nodes.map(({ id }) => id)")
    assert seen[:8] == ids[:8]
    assert sorted(seen) == sorted(ids)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    expect_heading(page, "Legenda e filtri")


@pytest.mark.parametrize("name", ["small-plan", "sassuolo"])
def test_every_node_stands_in_the_tables_and_leads_to_the_map(visit, name):
    page = visit(name)
    linked = page.evaluate(
        """[...document.querySelectorAll("table a")]
        .map((link) => new URLSearchParams(link.getAttribute("href").slice(1)).get("f"))"""
    )
    assert sorted(linked) == sorted(page.evaluate("dupgraphMap.data.nodes.map(({ id }) => id)"))
    page.locator("table.things a").last.click()
    playwright.expect(page.locator("#panel .quote").first).to_be_visible()


def test_the_interface_is_in_two_languages_and_the_plan_in_its_own(visit):
    page = visit("small-plan", state="#v=plan&f=actors%2Fschools")
    page.locator("[data-language=en]").click()
    expect_heading(page, "Schools")
    assert page.locator("[data-view=themes]").inner_text() == "Themes"
    assert page.locator("#table-title").inner_text() == "Elements of the plan and what they name"
    assert page.get_attribute("html", "lang") == "en"
    for quote in page.locator("#panel q").all():
        assert quote.get_attribute("lang") == "it"
    assert page.locator("#panel h2").get_attribute("lang") == "en"


# What the page begins with -------------------------------------------------------------------------------------------


@pytest.fixture
def draw(pages, visit):
    """A function that draws a map of its own and opens it."""

    def draw_page(graph, **options):
        (pages / "own.html").write_text(draw_map(open_engine(graph), **options).html, encoding="utf-8")
        return visit("own")

    return draw_page


def test_a_page_begins_with_its_view_and_focus_and_escape_leaves_them(draw):
    page = draw(DATA / "small-plan.ttl", view="partners", focus="AUSL")
    expect_heading(page, "Azienda USL di Modena")
    assert read_state(page)["v"] == "partners"
    page.keyboard.press("Escape")
    expect_heading(page, "Legenda e filtri")


def test_what_a_query_found_stands_out(draw):
    things = [node["iri"] for node in draw_map(open_engine(DATA / "small-plan.ttl")).network.nodes[2:4]]
    page = draw(DATA / "small-plan.ttl", things=things)
    assert "Risultato della domanda" in read_panel(page)
    assert page.locator("#panel .badge").all_inner_texts() == ["1.3.3", "1.3.5"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"focus": "Sport"}, "Il piano non nomina «Sport»."),
        ({"things": ["https://example.org/none"]}, "Nulla di questo risultato sta sulla mappa."),
    ],
)
def test_an_empty_selection_is_said(draw, options, sentence):
    assert draw(DATA / "small-plan.ttl", **options).locator("#notice").inner_text() == sentence


def test_a_view_without_anything_says_so(visit):
    page = visit("hostile-plan", state="#v=themes")
    assert page.locator("#notice").inner_text() == "Il piano non ha temi."


def test_a_large_plan_begins_folded_and_opens_on_demand(draw, tmp_path):
    path = tmp_path / "large.ttl"
    path.write_text(write_large(400), encoding="utf-8")
    page = draw(path)
    assert page.evaluate("dupgraphMap.nodes.length") == 2 + 4 + 3
    assert "Piano grande" in page.locator("#notice").inner_text()
    show(page, f="guideline/1.1")
    page.get_by_role("button", name="Apri gli obiettivi").click()
    page.get_by_role("button", name="Chiudi gli obiettivi").wait_for()
    assert page.evaluate("dupgraphMap.nodes.length") == 2 + 4 + 3 + 100
    assert page.complaints == []


def write_large(objectives):
    """Return a plan of two policies, four guidelines, three partners and so many objectives, as Turtle."""
    head = (DATA / "small-plan.ttl").read_text(encoding="utf-8").split("<policy/1>")[0]
    lines = [head.replace("dct:source <text>", 'dct:description ""')]
    number = 0

    def add(kind, code, parent, more=""):
        nonlocal number
        number += 1
        lines.append(
            f'<{kind.lower()}/{code}> a dup:{kind} ; dct:identifier "{code}" ; dct:title "Titolo {code}"@it ; '
            f"l0:positionInSequence {number} ; dct:isPartOf <{parent}> {more}."
        )

    for policy in (1, 2):
        add("Policy", policy, "../prova")
        for guideline in (1, 2):
            code = f"{policy}.{guideline}"
            add("Guideline", code, f"policy/{policy}")
            for place in range(objectives // 4):
                add("Objective", f"{code}.{place}", f"guideline/{code}", f"; dup:involves actor:a{place % 3} ")
                lines.append(
                    f"<mention/{number}> a dup:Mention ; dup:inElement <objective/{code}.{place}> ; "
                    f'dup:evidenceFor dup:involves ; dup:refersTo actor:a{place % 3} ; oa:exact "Titolo" ; '
                    f"oa:start {number} ; oa:end {number + 6} ."
                )
    return "\n".join(lines)


# Files, paper, phones ------------------------------------------------------------------------------------------------


def save(page, kind, path):
    with page.expect_download() as waiting:
        page.locator(f"[data-save={kind}]").click()
    waiting.value.save_as(path)
    return path.read_bytes()


@pytest.mark.parametrize("view", ["plan", "dependencies"])
def test_pictures_are_saved_and_not_blank(visit, tmp_path, view):
    page = visit("sassuolo", state=f"#v={view}")
    svg = ElementTree.fromstring(save(page, "svg", tmp_path / "a.svg"))  # noqa: S314 - our own page wrote it
    counts = {}
    for part in svg.iter():
        name = part.tag.split("}")[1]
        counts[name] = counts.get(name, 0) + 1
    assert counts["circle"] + counts.get("rect", 0) - 1 + counts.get("polygon", 0) == page.evaluate(
        "dupgraphMap.nodes.length"
    )
    assert counts["path"] >= page.evaluate("dupgraphMap.edges.length")
    png = save(page, "png", tmp_path / "a.png")
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 2 * int(svg.get("width"))
    # A blank picture of this size is packed into a few thousand bytes.
    assert len(png) > 100_000
    assert page.complaints == []


def test_the_rows_of_what_is_shown_are_saved(visit, tmp_path):
    page = visit("small-plan", state="#v=plan&f=organization%2Fausl-modena")
    rows = list(csv.DictReader(io.StringIO(save(page, "csv", tmp_path / "a.csv").decode("utf-8-sig"))))
    assert [(row["code"], row["name"], row["words"], row["involvement"]) for row in rows] == [
        ("1.3.3", "Azienda USL di Modena", "AUSL", "Collabora"),
        ("1.3.5", "Azienda USL di Modena", "AUSL", ""),
    ]
    show(page, v="dependencies", f="")
    rows = list(csv.DictReader(io.StringIO(save(page, "csv", tmp_path / "b.csv").decode("utf-8-sig"))))
    assert [(row["code_a"], row["code_b"], row["kind"]) for row in rows] == [
        ("2.1.1", "1.3.3", "rinvio"),
        ("1.3.5", "2.1.1", "in comune"),
    ]
    show(page, v="matrix")
    rows = list(csv.reader(io.StringIO(save(page, "csv", tmp_path / "c.csv").decode("utf-8-sig"))))
    assert rows[0] == ["", "1", "2"]
    assert ["Scuole", "1", "1"] in rows


def test_a_spreadsheet_runs_nothing(visit, tmp_path):
    page = visit("hostile-plan")
    text = save(page, "csv", tmp_path / "a.csv").decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(text)) if row[0].startswith("=")] == []
    assert "'=1+1" in text


def test_paper_is_light_and_without_buttons(visit):
    page = visit("small-plan", color_scheme="dark")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".tools").is_hidden()
    assert page.locator("#search").is_hidden()
    assert page.get_by_text("Scegli un punto della mappa").is_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--page').trim()") == "#f6f7f9"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--page').trim()") == "#12161b"


@pytest.mark.parametrize("name", ["small-plan", "hostile-plan"])
@pytest.mark.parametrize("width", [320, 375])
def test_a_phone_scrolls_only_down(visit, name, width):
    page = visit(name, viewport={**PHONE, "width": width}, has_touch=True)
    for view in VIEWS:
        show(page, v=view, f="")
        page.wait_for_url(f"**#v={view}*")
        assert page.evaluate("document.documentElement.scrollWidth") == width
    show(page, v="plan")
    page.wait_for_url("**#v=plan")
    page.locator("#panel button.link").first.click()
    page.wait_for_selector("#panel.open")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.complaints == []


def test_a_tie_on_a_phone_scrolls_only_down(visit):
    page = visit("hostile-plan", viewport=PHONE, state="#v=dependencies")
    page.locator("#panel button.link").first.click()
    page.wait_for_selector("#panel.open .pair")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("view", VIEWS)
def test_on_a_phone_the_view_shows_without_scrolling_and_targets_are_wide_enough(visit, view):
    page = visit("sassuolo", viewport=PHONE, has_touch=True, state=f"#v={view}")
    box = page.locator("#matrix" if view == "matrix" else "#map").bounding_box()
    assert box["y"] + 200 < PHONE["height"]
    assert page.locator("#search").bounding_box()["y"] < 20
    assert page.locator("details.facets[open] [data-facet]").count() == 0
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, summary")].filter((e) => {
          const { width, height } = e.getBoundingClientRect();
          return width && (width < 43.5 || height < 43.5);
        }).map((e) => e.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_on_a_phone_what_was_chosen_stands_above_the_sheet(visit):
    page = visit("sassuolo", viewport=PHONE, has_touch=True, state="#v=plan&f=objective%2F1.3.7")
    sheet = page.locator("#panel").bounding_box()
    assert page.evaluate("getComputedStyle(document.getElementById('panel')).position") == "fixed"
    stage = page.locator("#map").bounding_box()
    assert stage["y"] + page.evaluate("dupgraphMap.place('objective/1.3.7').y") < sheet["y"]


# For everybody -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["#v=plan&f=objective%2F1.3.3", *STATES[1:3], "#v=partners", "#v=themes"])
def test_axe_finds_no_violation_and_text_stands_out_by_day_and_by_night(visit, state):
    page = visit("small-plan", state=state, color_scheme="light")
    assert len(check_access(page)) > 20
    assert page.evaluate(CONTRAST) == []
    page.emulate_media(color_scheme="dark")
    assert check_access(page, *COLOURS) == COLOURS
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_stand_out_from_the_page(visit, scheme):
    page = visit("small-plan", color_scheme=scheme)
    low = page.evaluate(
        """() => {
          const style = getComputedStyle(document.documentElement);
          const value = (name) => style.getPropertyValue(name).trim();
          const light = (name) => [1, 3, 5].map((at) => parseInt(value(name).slice(at, at + 2), 16) / 255)
            .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const tops = [0, 1, 2, 3, 4, 5].map((number) => `top-${number}`);
          const marks = ["thing", "tie", "reference", "accent", "edge", ...tops].map((name) => `--${name}`);
          const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
          return marks.filter((mark) => ratio(mark, "--page") < 3);
        }"""
    )
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
        show(page, f=id)
        expect_heading(page, name)
        for link in page.locator("#panel a").all():
            assert link.get_attribute("href").startswith("https://")
        for mark in page.locator("#panel mark").all():
            mark.hover()
    page.fill("#search", "onload")
    assert page.locator("#found li").first.inner_text().startswith("<svg onload")
    page.keyboard.press("Escape")
    for view in VIEWS:
        show(page, v=view, f="", l="en")
        page.wait_for_url(f"**#v={view}*")
    said = ""
    for tie in page.evaluate(
        "dupgraphMap.data.dependencies.map(([a, b]) => [a, b].map((n) => dupgraphMap.data.nodes[n].id).join('~'))"
    ):
        show(page, v="dependencies", d=tie)
        page.wait_for_selector("#panel .pair")
        said += read_panel(page)
    svg = page.evaluate("dupgraphMap.writeSvg().text")
    ElementTree.fromstring(svg)  # noqa: S314 - our own page wrote it
    assert "<script" not in svg
    assert page.evaluate("window.hurt") is None
    assert page.locator("body img, body svg, body iframe, body textarea").count() == 0
    assert "<svg/onload=window.hurt='reference'>" in said
    assert page.requests == page.requests[:1]
    assert page.complaints == []


def test_in_a_notebook_the_frame_works(visit, pages):
    shown = draw_map(open_engine(DATA / "small-plan.ttl"))._repr_html_()
    (pages / "notebook.html").write_text(f"<!DOCTYPE html><title>x</title>{shown}", encoding="utf-8")
    page = visit("notebook", is_map=False)
    frame = page.frame_locator("iframe")
    frame.locator("table.things a").first.click()
    playwright.expect(frame.locator("#panel h2")).to_have_text("Azienda USL di Modena")
    assert page.complaints == []
