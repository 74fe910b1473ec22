"""What pages are made of: paths that no two IRIs share, texts that lose no letter, questions with their rows."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import places
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sites import build_town

from dupgraph.ask.catalogue import load_catalogue, run_question
from dupgraph.ask.results.texts import write_csv
from dupgraph.graph.engines import open_engine
from dupgraph.graph.engines.plans import list_plan_graphs
from dupgraph.language.languages import LANGUAGES, load_texts
from dupgraph.publish.pages import questions
from dupgraph.publish.pages.drawing import TEMPLATES, Frame, Links, PlanCard, draw_page, load_environment
from dupgraph.publish.pages.elements import list_plan_routes
from dupgraph.publish.pages.home import describe_downloads
from dupgraph.publish.pages.marking import Mark, split_paragraphs
from dupgraph.publish.pages.page import Page
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.pages.questions import list_question_routes
from dupgraph.publish.pages.things import list_naming_routes, list_table_files
from dupgraph.publish.routes.paths import find_path, name_anchor, quote_path
from dupgraph.schema.links import HAS_THEME, INVOLVES, LINK_OF_ROLE, PARTNER
from dupgraph.schema.namespaces import RDF, ROOT


@pytest.fixture(scope="module")
def view() -> PlanView:
    [graph] = list_plan_graphs(open_engine())
    return PlanView(graph.iri, graph.read())


@pytest.fixture(scope="module")
def frame(view: PlanView) -> Frame:
    said = view.statement
    return Frame("", (PlanCard(view.iri, view.path, said.title, said.municipality, said.period, said.licence),), bool)


def test_what_fields_say_is_found_at_the_address_of_its_mention(tmp_path: Path) -> None:
    graph = build_town(tmp_path, "036001", "Borgo", more="\nResponsabile: Area servizi\n")
    [plan] = list_plan_graphs(open_engine(graph))
    made = PlanView(plan.iri, plan.read())
    said = {triple.subject.value for triple in made.triples if triple.predicate.value == f"{RDF}value"}
    assert said
    assert {made.find_path(iri) for iri in said} <= {path for path, _ in made.list_mention_paths()}


# Paths ---------------------------------------------------------------------------------------------------------------

PARTS = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_characters='<>"{}|^`\\'), max_size=12)
NAMES = ["", "index", "en", "data", "onto", "plan", "partners", ".", "..", "%41", "A", "#", "?"]
STEPS = st.one_of(PARTS, st.sampled_from(NAMES))
IRIS = st.one_of(
    st.builds(lambda *steps: ROOT + "/".join(steps), STEPS, STEPS, STEPS),
    st.builds(
        lambda scheme, host, *steps: f"{scheme}://{host}.org/" + "/".join(steps),
        st.sampled_from(["http", "https"]),
        st.sampled_from("ab"),
        STEPS,
        STEPS,
    ),
)


@given(st.lists(IRIS, min_size=2, max_size=6, unique=True))
# What is too long for a name is cut, and what was cut decides.
@example([f"https://a.org/{'a' * 200}{end}" for end in "bc"])
def test_no_two_iris_share_a_path(iris: list[str]) -> None:
    assert len({find_path(iri) for iri in iris}) == len(iris)
    assert len({find_path(iri, "https://a.org/") for iri in iris}) == len(iris)


@pytest.mark.parametrize(
    "taken",
    ["index", "404", "en/onto", "data/1/plan/p/partners", "data/1/plan/p/mention/1.1", "data/1/plan/p/naming/x"],
)
def test_no_iri_takes_the_place_of_a_page_of_the_site(taken: str) -> None:
    assert find_path(ROOT + taken) == f"external/w3id.org/dupgraph/{taken}"


@given(IRIS)
def test_a_path_is_safe_in_every_file_system(iri: str) -> None:
    path = find_path(iri)
    assert path == path.encode("ascii").decode()
    for segment in path.split("/"):
        assert re.fullmatch(r"[A-Za-z0-9._()'~-]+", segment)
        assert not segment.startswith(".")
        assert len(segment) < 240
    assert quote_path(path) == path


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (f"{ROOT}onto/involves", "onto/involves"),
        (f"{ROOT}onto", "onto"),
        ("https://w3id.org/italia/x/036040-(1948-01-01)", "external/w3id.org/italia/x/036040-(1948-01-01)"),
        ("https://example.org/../etc", "external/example.org/~2E./etc"),
        ("https://example.org/a?b=1#c", "external/example.org/a~3Fb~3D1~23c"),
        ("http://example.org/a", "external/http~/example.org/a"),
        ("https://example.org/a//b/", "external/example.org/a/~/b/~"),
        (f"{ROOT}data/../../x", "external/w3id.org/dupgraph/data/~2E./~2E./x"),
        ("https://example.org/" + "à" * 200, None),
    ],
)
def test_paths(iri: str, path: str | None) -> None:
    assert path is None or find_path(iri) == path
    assert len(find_path(iri)) < 1_000


def test_no_iri_takes_the_place_of_a_page_of_a_plan(view: PlanView, frame: Frame) -> None:
    routes = [*list_plan_routes(view, frame), *list_question_routes(view, frame), *list_naming_routes(view, frame)]
    pages = [*(route.make() for route in routes), describe_downloads(view, frame, [])]
    nameless = [page.path for page in pages if not page.iri]
    assert len(nameless) > 100
    assert not [path for path in nameless if find_path(ROOT + path) == path]


def test_data_below_the_sites_own_base_stand_where_they_say() -> None:
    base = "https://dati.comune.example.it/dup/"
    assert find_path(f"{base}data/036040/plan/dup", base) == "data/036040/plan/dup"
    assert find_path(f"{ROOT}onto/Plan", base) == "onto/Plan"
    assert find_path(f"{ROOT}data/036040/plan/dup", base) == "external/w3id.org/dupgraph/data/036040/plan/dup"


def test_an_anchor_is_plain_whatever_a_mention_is_called() -> None:
    assert name_anchor("https://example.org/mention/1.1/5-9-2") == "m-5-9-2"
    assert re.fullmatch(r"m-[0-9a-f]{16}", name_anchor('https://example.org/mention/"x"'))


# Marks ---------------------------------------------------------------------------------------------------------------

TEXTS = st.text("ab \n", max_size=60)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6), st.integers(0, 60))
def test_no_letter_is_lost_and_each_mark_opens_once(text: str, spans: list[tuple[int, int]], start: int) -> None:
    start = min(start, len(text))
    marks = [Mark(a, b, f"m-{n}", "x", "partner") for n, (a, b) in enumerate(spans) if start <= a < b <= len(text)]
    paragraphs = list(split_paragraphs(text, start, len(text), marks))
    runs = [run for paragraph in paragraphs for run in paragraph]
    assert re.sub(r"\s", "", "".join(run.text for run in runs)) == re.sub(r"\s", "", text[start:])
    assert all(run.text for run in runs)
    opened = [mark.anchor for run in runs for mark in run.opened]
    assert len(opened) == len(set(opened))
    for mark in marks:
        said = "".join(run.text for run in runs if mark in run.marks)
        assert re.sub(r"\s", "", said) == re.sub(r"\s", "", text[mark.start : mark.end])
        if text[mark.start : mark.end].strip():
            assert mark.anchor in opened


@pytest.mark.parametrize("start", [3, 4, 5])
@pytest.mark.parametrize(("text", "paragraph"), [("uno\n\ndue", 1), ("\n \n  due", 0)])
def test_a_mark_that_begins_in_white_space_opens_with_its_first_letter(text: str, paragraph: int, start: int) -> None:
    mark = Mark(start if paragraph else start - 3, 8, "m", "x", INVOLVES.role)
    runs = list(split_paragraphs(text, 0, len(text), [mark]))[paragraph]
    assert [(run.text, run.opened) for run in runs if run.opened] == [("due", (mark,))]


def test_every_template_escapes_what_it_is_given(frame: Frame) -> None:
    said = """<b a="1">'&"""
    escaped = "&lt;b a=&#34;1&#34;&gt;&#39;&amp;"
    assert load_environment().from_string("{{ said }}").render(said=said) == escaped
    html = draw_page(Page("404", "not_found.html", dict.fromkeys(LANGUAGES, said), {}), "it", frame)
    assert said not in html
    assert html.count(escaped) == 2
    for template in TEMPLATES.glob("*.html"):
        assert not re.search(r"\|\s*safe\b|autoescape", template.read_text(encoding="utf-8")), template.name


def test_each_elements_text_is_all_there(view: PlanView) -> None:
    for element in view.network.elements:
        words = "".join(run.text for paragraph in view.mark_element(element.iri) for run in paragraph)
        described = view.facts.find_text(element.iri, "http://purl.org/dc/terms/description")
        kept = re.sub(r"\W", "", words)
        assert re.sub(r"\W", "", element.title)[:40] in kept
        assert len(kept) >= len(re.sub(r"\W", "", described))


def test_an_element_says_to_search_engines_what_it_is_part_of_and_nothing_empty(view: PlanView, frame: Frame) -> None:
    page = next(route.make() for route in list_plan_routes(view, frame) if route.path.endswith("/policy/1"))
    assert page.schema["isPartOf"] == {"@type": "CreativeWork", "@id": view.iri}
    unnamed = draw_page(replace(page, schema=dict(page.schema) | {"mentions": []}), "it", frame)
    assert '"isPartOf"' in unnamed
    assert '"mentions"' not in unnamed
    # The same in every language, it stands in the first one's page alone.
    assert 'ld+json">' not in draw_page(page, "en", frame)
    # Pages of files ask for nothing while they are read.
    assert "connect-src" not in unnamed


# Questions -----------------------------------------------------------------------------------------------------------


def test_every_question_has_a_page_with_its_rows(view: PlanView, frame: Frame) -> None:
    pages = {route.path.rsplit("/", 1)[-1]: route.make() for route in list_question_routes(view, frame)}
    for question in load_catalogue():
        page = pages[question.name]
        for language in ("it", "en"):
            html = draw_page(page, language, frame)
            assert question.summary[language].split("'")[0] in html
            words = load_texts("site", language)
            # A text that finds nothing is not shown, and the page says what that means.
            assert ("SELECT" in html or "CONSTRUCT" in html) != (question.explain_absence(language) in unescape(html))
            assert words["answer"] in html
    # A link goes by its word, which people read, and not by its name.
    evidence = draw_page(pages["evidence"], "it", frame)
    assert f"<td>{HAS_THEME.name}</td>" not in evidence
    assert f"<td>{HAS_THEME.word('one', 'it')}</td>" in evidence
    page = pages["objectives-by-partner"]
    wanted = run_question(view.engine, "objectives-by-partner", {"partner": "AUSL"})
    assert list(page.files) == [f"{page.path}.csv", f"{page.path}.xlsx"]
    assert page.files[f"{page.path}.csv"]().decode() == write_csv(wanted)
    # They stand once: the English page leads to them, and says in which language they are.
    assert f'href="{"../" * page.path.count("/")}../{page.path}.csv" download>CSV (in Italian)<' in draw_page(
        page, "en", frame
    )
    assert str(page.values["command"]).startswith("dupgraph query objectives-by-partner -p 'partner=")


def test_an_answer_of_too_many_rows_is_cut_and_said_to_be(
    view: PlanView, frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "MOST_FILE_ROWS", 7)
    pages = {route.path.rsplit("/", 1)[-1]: route.make() for route in list_question_routes(view, frame)}
    page = pages["evidence"]
    assert page.files[f"{page.path}.csv"]().count(b"\n") == 8
    assert load_texts("site", "it")["rows_cut"] in draw_page(page, "it", frame)
    short = pages["objectives-by-partner"]
    assert short.files[f"{short.path}.csv"]().count(b"\n") == 4
    assert load_texts("site", "it")["rows_cut"] not in draw_page(short, "it", frame)


def test_a_question_lets_one_choose_of_whom_it_is_asked_and_cites_its_sentences(view: PlanView, frame: Frame) -> None:
    routes = {route.path.rpartition("/")[2]: route for route in list_question_routes(view, frame)}
    page = routes["objectives-by-partner"].make()
    drawn = draw_page(page, "it", frame)
    # Those that the plan names stand on its list, kinds of body of which it names members stand here.
    assert page.values["listed"] == [INVOLVES]
    assert f'href="{Links(page, "it", frame).page(f"{view.path}/{INVOLVES.path}")}"' in drawn
    kinds = [choice.iri for choice in page.values["unlisted"]["it"]]
    assert kinds == [each.iri for each in page.values["choices"]["it"] if each.iri not in view.things]
    for iri in kinds:
        assert f'href="{Links(page, "it", frame).thing(iri)}"' in drawn, iri
    assert "<dt>Partner</dt>" in drawn
    row = page.values["answers"]["it"].rows[0]
    cited = next(cell for cell in row if cell.parts)
    assert cited.before == "«"
    assert cited.after.startswith("», ")
    assert any(is_marked for _, is_marked in cited.parts)
    # What no page of a partner says stands on the question's own.
    for name, short in (("objectives-not-with-partner", "code"), ("partner-per-guideline", "")):
        values = routes[name].make().values
        for choice in values["choices"]["it"]:
            rows = run_question(view.engine, name, {"partner": choice.iri})
            brief = values["briefs"][choice.iri]
            assert brief.count == len(rows)
            if short:
                codes = [element.code for element in view.network.elements if element.kind == "objective"]
                assert sorted([*brief.codes, *(row[short] for row in rows)]) == sorted(codes)
            else:
                assert brief.codes == tuple(f"{row['guideline'] or row['policy']} ({row['elements']})" for row in rows)


def test_what_fields_say_stands_on_the_page_of_their_element(tmp_path: Path) -> None:
    path = tmp_path / "plan.ttl"
    objective = "https://w3id.org/dupgraph/data/extract/plan/dup/objective/1.3.1"
    extra = f'<{objective}> dup:timing "2026-2027"@it ; dup:indicator "alunni: 90"@it , "corsi: 3"@it .'
    path.write_text(f"{places.EXTRACT.read_text(encoding='utf-8')}\n{extra}\n", encoding="utf-8")
    [graph] = list_plan_graphs(open_engine(path))
    own = PlanView(graph.iri, graph.read())
    said = own.statement
    cards = (PlanCard(own.iri, own.path, said.title, said.municipality, said.period, said.licence),)
    plain = Frame("", cards, bool)
    pages = {page.iri: page for page in (route.make() for route in list_plan_routes(own, plain)) if page.iri}
    fields = pages[objective].values["fields"]["it"]
    # As in graphs of before fields had mentions: nobody knows where they stand.
    assert fields == [("Tempi", [("2026-2027", None)]), ("Indicatori", [("alunni: 90", None), ("corsi: 3", None)])]
    assert "<dt>Indicatori</dt>" in draw_page(pages[objective], "it", plain)
    assert sum(bool(page.values.get("fields", {}).get("it")) for page in pages.values()) == 1
    gaps = next(route.make() for route in list_plan_routes(own, plain) if route.path.endswith("/gaps")).values["alone"]
    assert [iri[-6:].strip("/e") for iri in gaps["gaps_indicator"]] == ["1.3.9", "1.3.10"]
    # Where no field gives resources, none is missing.
    assert "gaps_resources" not in gaps
    # A table says once what all rows have in common, and nothing that is for programs.
    asked = next(route.make() for route in list_question_routes(own, plain) if route.path.endswith("/indicators"))
    html = draw_page(asked, "it", plain)
    assert html.count("Obiettivo strategico") == html.count("Livello: Obiettivo strategico") == 1
    assert re.findall(r'<th scope="col">(.*?)</th>', html) == ["Codice", "Titolo", "Testo"]
    assert 'class="table sheet"' in html


def test_a_partner_has_its_rows_as_files(view: PlanView) -> None:
    iri = next(thing.iri for thing in view.network.things if thing.kind == PARTNER and view.by_thing.get(thing.iri))
    files = list_table_files(view, iri, "x/y")
    assert list(files) == ["x/y.csv", "x/y.xlsx"]
    assert files["x/y.csv"]().count(b"\n") > len({naming.element.iri for naming in view.by_thing[iri]})
    assert files["x/y.xlsx"]().startswith(b"PK")
    theme = next(thing.iri for thing in view.network.things if thing.kind != PARTNER)
    assert list_table_files(view, theme, "x/y") == {}


def _find_first(view: PlanView, name: str, iri: str, beside: str) -> int:
    """Return where the plan first names a thing by a link beside another, or beside what is of its kind."""
    asked = {beside, *(thing.iri for thing in view.members.get(beside, ()))} - {iri}
    named = {naming.element.iri for each in asked for naming in view.by_thing.get(each, ())}
    namings = (naming for element in view.elements for naming in view.by_element.get(element, ()))
    return next(
        place
        for place, naming in enumerate(namings)
        if (naming.property, naming.thing.iri) == (name, iri) and naming.element.iri in named
    )


def test_what_is_named_together_is_what_the_questions_answer(view: PlanView) -> None:
    checked = 0
    for thing in view.network.things:
        if thing.kind != PARTNER or not view.by_thing.get(thing.iri):
            continue
        rows = run_question(view.engine, "partners-with-partner", {PARTNER: thing.iri})
        wanted = {(row[0].value, int(row[2].value)) for row in rows.rows}
        rows_together = view.list_together(thing.iri)
        together = rows_together.get(LINK_OF_ROLE[PARTNER].name, [])
        for name, found in rows_together.items():
            first = {each.iri: _find_first(view, name, each.iri, thing.iri) for each, _ in found}
            assert found == sorted(found, key=lambda row: (-row[1], first[row[0].iri])), (thing.iri, name)
        assert {(view.facts.name(each.iri, "it"), count) for each, count in together} == wanted, thing.iri
        checked += 1
        if checked == 8:
            break
    assert checked


def test_a_sentence_is_quoted_once_with_all_its_words(view: PlanView) -> None:
    [naming] = [
        each for each in view.namings if each.element.code == "1.3.3" and each.thing.label == "Salute e prevenzione"
    ]
    first, second = view.quote(naming.mentions)
    assert [words for words, mention in first.parts if mention] == ["servizi sanitari", "AUSL"]
    assert "".join(words for words, _ in first.parts).startswith("Promuovere l’integrazione dei servizi sociali")
    assert [mention.words for mention in second.mentions] == ["benessere"]
