"""The site in a real Chromium, from a plain file server: found, read and walked by everybody, and asking nobody."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
import sites
from browser import COLOURS, PHONE, check_access, needs_chromium, open_tabs, playwright, share_tabs, shorten

expect = playwright.expect
DESKTOP = {"width": 1280, "height": 900}
PLAN = "data/036040/plan/dup"
OBJECTIVE = f"{PLAN}/objective/1.3.3"
PARTNER = "controlled-vocabulary/bodies/ausl-modena"
# One page of each kind.
KINDS = {
    "home": "index",
    "plan": PLAN,
    "policy": f"{PLAN}/policy/1",
    "objective": OBJECTIVE,
    "partner": PARTNER,
    "theme": "controlled-vocabulary/themes/health",
    "list": f"{PLAN}/themes",
    "text": f"{PLAN}/text",
    "gaps": f"{PLAN}/gaps",
    "vocabularies": "controlled-vocabulary",
    "vocabulary": "controlled-vocabulary/actors",
    "questions": f"{PLAN}/questions",
    "question": f"{PLAN}/questions/objectives-by-partner",
    "downloads": f"{PLAN}/downloads",
    "ontology": "onto",
    "term": "onto/Plan",
    "lost": "404",
}
# Alike in a short plan, where there is less to look through.
SHORT = [KINDS[name] for name in ("policy", "list", "text", "gaps", "vocabulary")]

pytestmark = needs_chromium


class _Handler(SimpleHTTPRequestHandler):
    """A plain file server that says nothing."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=folder)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def folder(packaged_site, hostile_site, town_site, tmp_path_factory):
    """The folder of three sites: of the packaged plan, where its base says, of a hostile one, and of three towns."""
    place = tmp_path_factory.mktemp("sites")
    for name, site in (("dup", packaged_site), ("hostile", hostile_site), ("towns", town_site)):
        (place / name).symlink_to(site)
    return place


@pytest.fixture(scope="module")
def server(folder):
    with serve(folder) as address:
        yield address


@pytest.fixture
def open_tab(chromium):
    """A function that gives a tab of a browser of its own, with its complaints and its requests."""
    with open_tabs(chromium) as open_one:
        yield lambda *, viewport=DESKTOP, **settings: open_one(viewport=viewport, **settings)


@pytest.fixture(scope="module")
def share_tab(chromium):
    with share_tabs(chromium) as share_one:
        yield share_one


@pytest.fixture
def visit(share_tab, server):
    """A function that opens a page of a site, by its path."""

    def open_page(path, *, site="", language="it", viewport=DESKTOP, **settings):
        page = share_tab(viewport=viewport, **settings)
        # Where nothing is, a site that knows its base links there, and this one is not there.
        site = site or ("towns" if path == KINDS["lost"] else "dup")
        tree = "" if language == "it" else f"{language}/"
        name, sign, rest = path.partition("?") if "?" in path else path.partition("#")
        page.goto(f"{server}{site}/{tree}{name}.html{sign}{rest}")
        return page

    return open_page


def search(page, words):
    page.locator("#q").fill(words)
    expect(page.locator("#found-count")).to_contain_text(f"«{words}»")
    return page.locator("#found .what").all_inner_texts()


def read_focus(page):
    return page.evaluate("document.activeElement.innerText || document.activeElement.id")


def list_pages(folder):
    return sorted(
        file.relative_to(folder).as_posix().removesuffix(".html")
        for file in folder.rglob("*.html")
        if file.name != "map.html" and "mention" not in file.parts
    )


# What leaves the site ------------------------------------------------------------------------------------------------


def list_strange(page):
    """Return what a page asked for that is not of its site, and what it complained of."""
    own = "/".join(page.url.split("/")[:4]) + "/"
    return [url for url in page.requests if not url.startswith((own, "data:"))] + page.complaints


def test_the_search_asks_nobody_else(visit):
    page = visit("index")
    assert search(page, "scuole")
    assert list_strange(page) == []


def test_no_other_script_runs(visit):
    page = visit("index")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), { text: 'window.ran = 1' }))")
    assert page.evaluate("window.ran") is None
    assert "Content Security Policy" in page.complaints[0]


# The search ----------------------------------------------------------------------------------------------------------


def test_the_search_finds_what_one_means(visit):
    meant = [
        ("ausl", "Azienda USL di Modena"),
        ("AUSL", "Azienda USL di Modena"),
        ("A.U.S.L.", "Azienda USL di Modena"),
        ("azienda sanitaria", "Azienda USL di Modena"),
        ("AZIENDA SANITARIA LOCALE", "Azienda USL di Modena"),
        ("terzo sett", "Terzo settore"),
        ("1.3.3", "1.3.3 Promuovere l’integrazione dei servizi sociali"),
        ("comunità educante", "1.1 SASSUOLO COMUNITA’ EDUCANTE"),
        ("università", "Università"),
        ("universita", "Università"),
        ("UNIVERSITA’", "Università"),
        ("frammentazione ambiti ausl", "1.3.3 Promuovere l’integrazione dei servizi sociali"),
    ]
    page = visit("index")
    found = [(words, search(page, words)[0]) for words, _ in meant]
    assert [(words, name[: len(first)]) for (words, name), (_, first) in zip(found, meant, strict=True)] == meant


def test_the_search_knows_both_languages(visit):
    for language in ("it", "en"):
        found = search(visit("index", language=language), "public health")
        assert found[0] == {"it": "Salute e prevenzione", "en": "Health"}[language]


def test_a_code_finds_those_below_it_after_itself(visit):
    found = [name.split(" ")[0] for name in search(visit("index"), "1.3")]
    assert found[0] == "1.3"
    assert {"1.3.1", "1.3.3", "1.3.7"} <= set(found)


def test_every_word_is_needed_and_no_result_is_said(visit):
    page = visit("index")
    assert search(page, "ausl")
    assert search(page, "ausl xyzzy") == []
    assert page.locator("#found-count").inner_text() == "Nessun risultato per «ausl xyzzy»"
    page.locator("#q").fill("%&!")
    expect(page.locator("#found-count")).to_be_empty()


def test_a_result_shows_what_it_is_and_the_words_in_place(visit):
    page = visit("index")
    assert len(search(page, "presa in carico condivisa")) == 1
    result = page.locator("#found li")
    assert result.locator(".sort").inner_text() == "Obiettivo"
    assert "facilitando una presa in carico condivisa che ottimizzi" in result.locator(".piece").inner_text()
    assert result.locator("mark").all_inner_texts() == ["presa", "in", "carico", "condivisa"]
    search(page, "ausl modena")
    assert page.locator("#found .sort").first.inner_text() == "Partner · 3 parti del piano"


def test_what_is_named_has_a_page_that_opens(visit):
    page = visit("index")
    search(page, "ausl")
    page.locator("#found a").first.click()
    expect(page.locator("h1")).to_have_text("Azienda USL di Modena")
    page.go_back()
    expect(page.locator("#found .what").first).to_have_text("Azienda USL di Modena")


def test_a_search_is_an_address(visit):
    page = visit("index?q=azienda%20sanitaria")
    expect(page.locator("#found .what").first).to_have_text("Azienda USL di Modena")
    search(page, "più scuole")
    assert page.evaluate("new URL(location.href).searchParams.get('q')") == "più scuole"
    page.locator("#q").fill("")
    expect(page).to_have_url(re.compile(r"^[^?]*$"))


def test_every_page_searches(visit):
    page = visit(OBJECTIVE, language="en")
    page.get_by_role("searchbox").fill("ausl")
    page.keyboard.press("Enter")
    expect(page.locator("#found .what").first).to_have_text("Modena Local Health Authority")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_many_results_come_by_steps(visit):
    page = visit("index")
    assert len(search(page, "d")) == 20
    page.locator("#found-more").click()
    expect(page.locator("#found .what")).to_have_count(60)
    assert read_focus(page) == page.locator("#found a").nth(20).inner_text()


def test_the_search_by_keys_alone(visit):
    page = visit("index")
    page.locator("#q").focus()
    page.keyboard.type("ausl")
    expect(page.locator("#found .what").first).to_be_visible()
    results = page.locator("#found a").all_inner_texts()
    seen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "Enter", "Escape"):
        page.keyboard.press(key)
        seen.append(read_focus(page))
    assert seen == [results[0], results[1], results[0], "q", results[0], "q"]
    assert page.locator("#q").input_value() == ""
    assert page.locator("#found li").count() == 0


def test_without_its_index_the_search_says_so(visit):
    page = visit("index")
    page.route("**/search-index.js", lambda route: route.abort())
    page.locator("#q").fill("ausl")
    expect(page.locator("#found-count")).to_contain_text("non ha trovato il suo indice")
    page.unroute("**/search-index.js")


def test_several_plans_are_searched_at_once(visit):
    page = visit("index", site="towns")
    assert search(page, "1.1.1") == ["1.1.1 Scuole aperte"] * 3
    found = page.locator("#found .sort").all_inner_texts()
    assert found == [f"Obiettivo · Comune di {town}" for town in ("Alba", "Bra", "Cuneo")]
    assert search(page, "terzo settore")[0] == "Terzo settore"
    assert page.locator("#found .sort").first.inner_text().startswith("Partner · 3 parti")


# Ways ----------------------------------------------------------------------------------------------------------------


def test_from_home_to_the_words_about_the_ausl_in_three_clicks(visit):
    page = visit("index")
    tree = page.locator(".tree").first
    tree.locator("summary", has_text="COSTRUIRE COMUNITA’").click()
    tree.locator("summary", has_text="TUTELA DEL WELFARE").click()
    tree.get_by_role("link", name="1.3.3").click()
    expect(page.locator("h1")).to_contain_text("servizi sanitari dell’AUSL")
    expect(page.locator(".prose mark.partner", has_text="AUSL")).to_be_visible()
    expect(page).to_have_url(re.compile("/data/"))
    page.goto(page.url.split("data/")[0])
    page.get_by_role("link", name="Partner", exact=True).first.click()
    page.get_by_role("row", name="Azienda USL di Modena").get_by_role("link", name="1.3.3").click()
    expect(page.locator(".prose a:has(:target), .prose a:target")).to_have_text("AUSL")


def test_a_partner_shows_every_quote_in_place_and_leads_to_the_text(visit):
    page = visit(PARTNER)
    assert page.locator(".quotes h3 .code").all_inner_texts() == ["1.3.1", "1.3.3", "1.3.5"]
    quote_of = page.locator(".quotes li").nth(1).locator("blockquote")
    assert quote_of.inner_text() == (
        "Promuovere l’integrazione dei servizi sociali del Comune, dei servizi sanitari dell’AUSL e degli enti del "
        "Terzo settore."
    )
    assert quote_of.locator("mark").inner_text() == "AUSL"
    page.locator(".quotes li").nth(1).get_by_role("link", name="nel testo del piano").click()
    expect(page).to_have_url(re.compile("/text[.]html(#|$)"))
    marked = page.locator(".prose a:has(:target), .prose a:target")
    expect(marked).to_be_in_viewport()
    assert marked.inner_text() == "AUSL"
    marked.click()
    expect(page.locator("h1")).to_have_text("Azienda USL di Modena")


@pytest.mark.parametrize("path", KINDS.values(), ids=list(KINDS))
def test_the_language_changes_and_the_page_stays_scrolls_only_down_and_asks_nobody_else(visit, path):
    page = visit(path)
    first = page.url
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(f"/en/{re.escape(path)}[.]html$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.get_by_role("link", name="Italiano").evaluate("link => link.href") == first
    assert list_widths_that_scroll(page) == []
    assert list_strange(page) == []


def test_each_text_says_its_language(visit):
    page = visit(OBJECTIVE, language="en")
    spoken = """selector => document.querySelector(selector).closest("[lang]").lang"""
    assert page.evaluate(spoken, "h1") == "it"
    assert page.evaluate(spoken, ".prose mark") == "it"
    assert page.evaluate(spoken, "#involves") == "en"
    assert page.evaluate(spoken, "a[href*='themes/health']") == "it"
    assert page.evaluate(spoken, ".namings a[href*='themes/health']") == "en"


# Keys ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_first_key_offers_the_content(visit, viewport):
    page = visit(OBJECTIVE, viewport=viewport)
    page.keyboard.press("Tab")
    assert read_focus(page) == "Vai al contenuto"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_keys_follow_the_order_of_the_page(visit):
    page = visit(PARTNER)
    tops = []
    for _ in range(26):
        page.keyboard.press("Tab")
        tops.append(
            page.evaluate(
                """() => {
                  const { top, left, width } = document.activeElement.getBoundingClientRect();
                  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
                  return [top + scrollY, left, width > 0 && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2];
                }"""
            )
        )
    assert all(is_seen for *_, is_seen in tops)
    # Rows overlap by a few points where a link is taller than its line.
    assert all(later[0] >= earlier[0] - 40 for earlier, later in pairwise(tops[1:]))


def test_the_tree_opens_by_keys(visit):
    page = visit("index")
    page.locator(".tree summary").first.focus()
    for keys in (["Enter", "Tab", "Tab"], ["Space", "Tab", "Tab"]):
        for key in keys:
            page.keyboard.press(key)
    assert read_focus(page).startswith("1.1.1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/objective/1[.]1[.]1[.]html$"))


def test_a_wide_table_scrolls_by_keys_within_itself(visit):
    page = visit(KINDS["question"], viewport=PHONE)
    table = page.locator(".table").first
    assert table.evaluate("e => e.scrollWidth > e.clientWidth")
    table.focus()
    page.keyboard.press("ArrowRight")
    expect(table).not_to_have_js_property("scrollLeft", 0)
    assert page.evaluate("scrollX") == 0


def test_the_menu_of_a_phone_opens_without_scripts(visit):
    page = visit(OBJECTIVE, viewport=PHONE, java_script_enabled=False)
    link = page.get_by_role("navigation", name="Menu").get_by_role("link", name="Temi")
    expect(link).to_be_hidden()
    page.locator(".menu summary").click()
    link.click()
    expect(page.locator("h1")).to_contain_text("Temi")
    page.locator(".menu summary").click()
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Home").click()
    page.locator(".tree summary").first.click()
    expect(page.locator(".tree .tree summary").first).to_be_visible()


# Narrow, dark, on paper ----------------------------------------------------------------------------------------------


def list_widths_that_scroll(page):
    """Return the widths of phones on which a page scrolls sideways."""
    wide = []
    for width in (320, 375):
        page.set_viewport_size({**PHONE, "width": width})
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            wide.append(width)
    return wide


def test_what_a_search_found_scrolls_only_down_on_a_phone(visit):
    page = visit("index?q=servizi", viewport=PHONE, has_touch=True)
    expect(page.locator("#found .what")).to_have_count(20)
    assert list_widths_that_scroll(page) == []


@pytest.mark.parametrize("path", KINDS.values(), ids=list(KINDS))
def test_a_phone_scrolls_only_down_and_a_finger_hits_what_stands_alone(visit, path):
    page = visit(path, viewport=PHONE, has_touch=True)
    assert list_widths_that_scroll(page) == []
    page.locator(".menu summary").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll(
          "header a, footer ul a, button, input, summary, .chips a, .element, .files a, .list a, .codes a, .doors a"
        )].filter((e) => {
          const { width, height } = e.getBoundingClientRect();
          return width && height < 43.5;
        }).map((e) => e.outerHTML.slice(0, 90))"""
    )
    assert small == []


@pytest.mark.parametrize("path", KINDS.values(), ids=list(KINDS))
def test_axe_finds_no_violation_by_day_and_by_night(visit, path):
    is_short = path in SHORT
    short = path.replace("036040", "004001")
    page = visit(short if is_short else path, site="towns" * is_short, color_scheme="light")
    if path == "index":
        search(page, "ausl")
        page.locator(".tree summary").first.click()
    shorten(page)
    assert len(check_access(page)) > 15
    page.emulate_media(color_scheme="dark")
    assert check_access(page, *COLOURS) == COLOURS


def test_axe_finds_no_violation_on_a_phone(visit):
    page = visit(OBJECTIVE, viewport=PHONE, has_touch=True)
    page.locator(".menu summary").click()
    assert check_access(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_stand_out_by_colour_and_by_line(visit, scheme):
    page = visit(f"{PLAN}/text", color_scheme=scheme)
    low, lines = page.evaluate(
        """() => {
          const style = getComputedStyle(document.documentElement);
          const light = (name) => {
            const value = style.getPropertyValue(name).trim();
            return [1, 3, 5].map((at) => parseInt(value.slice(at, at + 2), 16) / 255)
              .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
              .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          };
          const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
          const kinds = ["partner", "beneficiary", "place", "instrument"];
          const pairs = [
            ...kinds.map((kind) => [`--${kind}`, `--${kind}-ground`]),
            ["--theme", "--page"], ["--focus", "--page"], ["--edge", "--page"], ["--edge", "--card"],
          ];
          const lines = [...document.querySelectorAll(".legend mark")].map((mark) => {
            const { textDecorationStyle, textDecorationLine, borderBottomStyle } = getComputedStyle(mark);
            return `${textDecorationLine} ${textDecorationStyle} ${borderBottomStyle}`;
          });
          return [pairs.filter(([a, b]) => ratio(a, b) < 3), lines];
        }"""
    )
    assert low == []
    assert len(set(lines)) == len(lines) == 5
    assert all("underline" in line or line.endswith("dotted") for line in lines)


def test_paper_is_white_and_without_menus(visit):
    page = visit("index", color_scheme="dark")
    page.emulate_media(media="print")
    for selector in (".menu", ".search", ".turn", ".skip"):
        expect(page.locator(selector).first).to_be_hidden()
    # The tree is printed open.
    expect(page.get_by_role("link", name="1.3.3")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    printed = page.evaluate("getComputedStyle(document.querySelector('.bottom a[rel]'), '::after').content")
    assert "A21_CCBY40" in printed


def test_who_wants_no_motion_gets_none(visit):
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert visit(OBJECTIVE, reduced_motion="reduce").evaluate(behaviour) == "auto"


# Files and enemies ---------------------------------------------------------------------------------------------------


def test_the_site_works_from_files(open_tab, folder):
    page = open_tab()
    page.goto((folder / "dup" / "index.html").as_uri())
    search(page, "ausl")
    page.locator("#found a").first.click()
    expect(page.locator("h1")).to_have_text("Azienda USL di Modena")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("searchbox").fill("1.3.3")
    page.keyboard.press("Enter")
    page.locator("#found a").first.click()
    expect(page.locator(".prose mark.partner", has_text="AUSL")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.name')).backgroundColor") == "rgb(0, 102, 204)"
    assert page.complaints == []
    assert {url for url in page.requests if not url.startswith(("file:", "data:"))} == set()


def test_a_hostile_plan_is_only_words(open_tab, server, folder):
    page = open_tab(viewport=PHONE)
    wide = []
    # What is the plan's own, and of that in English, and of the questions, which differ in their tables alone, some.
    own = ("data/", "index", "controlled-vocabulary/actors/h")
    paths = [path for path in list_pages(folder / "hostile") if path.removeprefix("en/").startswith(own)]
    questions = [path for path in paths if "/questions/" in path]
    others = sorted({*paths} - {*questions})
    italian = [path for path in others if not path.startswith("en/")]
    for path in italian + sorted({*others} - {*italian})[::5] + questions[::10]:
        page.goto(f"{server}hostile/{quote(path)}.html", wait_until="load")
        is_wide, ran, made = page.evaluate(
            """() => [
              document.scrollingElement.scrollWidth > innerWidth, "ran" in window,
              document.querySelectorAll("img, iframe, object, textarea").length,
            ]"""
        )
        wide += [path] * is_wide
        assert (ran, made) == (False, 0), path
    assert wide == []
    assert list_strange(page) == []


def test_a_hostile_search_is_only_words(visit):
    page = visit("index?q=" + quote(sites.IMAGE + sites.SCRIPT), site="hostile")
    expect(page.locator("#found-count")).to_contain_text(sites.IMAGE)
    shown = page.locator("#found").inner_text()
    for words in ("titolo", "script", "lunghissimo", "window.ran", "ente"):
        assert search(page, words)
        shown += page.locator("#found").inner_text()
    assert sites.SCRIPT in shown
    assert sites.IMAGE in shown
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert page.complaints == []


def test_a_host_without_rules_leads_to_a_concept_that_no_plan_names(open_tab, packaged_site):
    def answer(route):
        file = packaged_site / route.request.url.removeprefix(sites.BASE)
        route.fulfill(path=file) if file.is_file() else route.fulfill(status=404, path=packaged_site / "404.html")

    page = open_tab()
    page.route("**/*", answer)
    for path, led in (
        ("controlled-vocabulary/actors/scouts.html", "controlled-vocabulary/actors.html#c-scouts"),
        ("en/controlled-vocabulary/actors/scouts.html", "en/controlled-vocabulary/actors.html#c-scouts"),
    ):
        page.goto(f"{sites.BASE}{path}")
        page.wait_for_url(f"{sites.BASE}{led}")
        expect(page.locator("#c-scouts")).to_be_in_viewport()
    page.goto(f"{sites.BASE}nowhere.html")
    expect(page.locator("h1")).to_have_text("Pagina non trovata")
