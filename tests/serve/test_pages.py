"""The explorer's pages over HTTP: questions in plain words, forms with names to complete, answers to take away."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin
from zipfile import ZipFile

import pytest
from serving import Served

from dupgraph import PolicyGraph
from dupgraph.ask.catalogue import Question, load_catalogue, load_question
from dupgraph.graph.engines import open_engine
from dupgraph.serve.pages import index
from dupgraph.serve.pages.questions import write_edit
from dupgraph.serve.pages.routes import ASSETS

PLAN, FIDENZA = "data/036040/plan/dup", "data/034014/plan/dup"
QUESTIONS = f"/{PLAN}/questions"
AUSL = "Quali obiettivi coinvolgono l'AUSL?"
PAGES = {
    "home": "/index.html",
    "ask": "/ask.html",
    "answer": f"/ask.html?q={AUSL}",
    "unsure": "/ask.html?q=che tempo fa",
    "questions": f"{QUESTIONS}.html",
    "form": f"{QUESTIONS}/objectives-by-partner.html",
    "asked form": f"{QUESTIONS}/objectives-by-partner.html?partner=AUSL",
    "table": f"{QUESTIONS}/partner-ranking.html",
    "editor": "/editor.html",
    "english": f"/en/ask.html?q={AUSL}",
}
HOSTILE = "<script>window.ran=true</script>\"' onfocus=alert(1) {{7*7}}"


def read(server: Served, path: str, status: int = 200) -> str:
    response = server.client.get(path)
    assert response.status_code == status, response.text[:2000]
    return response.text


def list_links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'(?:href|src|action)="([^"#]*)', page)]


def read_words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


# Every page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_holds_neither_script_nor_style_of_its_own(served: Served, path: str) -> None:
    page = read(served, path)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)|<style|\sstyle=|\son\w+=", page)


def test_every_link_of_every_page_is_relative_and_leads_somewhere(served: Served) -> None:
    found: dict[str, str] = {}
    for path in PAGES.values():
        for link in list_links(read(served, path)):
            if not link.startswith(("http", "data:")):
                assert not link.startswith("/"), (path, link)
                found.setdefault(urljoin(path, link), path)
    # Questions and files have tests of their own, as the largest pages of a site have; the endpoint is no page.
    left_out = re.compile(r"/questions/|\.(docx|odt|xlsx|csv)(\?|$)|/(map|text|downloads|onto)\.html|/sparql$")
    for link, path in found.items():
        if not left_out.search(link):
            response = served.client.get(link)
            assert response.status_code in (200, 303), (path, link, response.status_code)


def test_a_page_has_a_translation_that_keeps_its_place(served: Served) -> None:
    page = read(served, f"{QUESTIONS}/partner-ranking.html")
    there = urljoin(f"{QUESTIONS}/", re.search(r'href="([^"]+)" hreflang="en"', page)[1])
    assert '<html lang="en">' in read(served, there)


@pytest.mark.parametrize("word", ["domande", "chiedi", "editor"])
def test_short_addresses_lead_on_in_the_language_that_is_wished(served: Served, word: str) -> None:
    response = served.client.get(f"/{word}", headers={"Accept-Language": "en"})
    assert response.status_code == 303
    assert response.headers["location"].startswith("en/")


def test_a_short_address_keeps_what_is_asked(served: Served) -> None:
    response = served.client.get("/chiedi", params={"q": "AUSL & scuole"})
    assert response.headers["location"] == "ask.html?q=AUSL+%26+scuole"


# The question box ---------------------------------------------------------------------------------------------------


def test_a_question_in_plain_words_gets_its_sentences_and_says_how_it_was_read(served: Served) -> None:
    page = read(served, f"/ask.html?q={AUSL}")
    said = read_words(page)
    assert "Ho capito: Obiettivi che coinvolgono un partner" in said
    for row in PolicyGraph.open().ask(AUSL):
        assert row["citation"] in unescape(page)
        assert row["sentence"].replace("**", "").replace(" ", "") in said.replace(" ", "")


def test_the_words_of_an_answer_lead_to_their_place_in_the_plan(served: Served) -> None:
    page = read(served, f"/ask.html?q={AUSL}")
    links = re.findall(r'href="([^"]+)" aria-label="Leggi nel piano: 1.3.3"', page)
    path, anchor = links[0].split("#")
    assert f'id="{anchor}"' in read(served, f"/{path}")


def test_rows_come_in_the_language_of_the_page_whatever_the_question_is_in(served: Served) -> None:
    assert "in what way: collaborates" in read_words(read(served, f"/en/ask.html?q={AUSL}")).lower()


def test_what_was_counted_is_said_and_a_note_leads_on_without_a_terminal(served: Served) -> None:
    page = read(served, "/ask.html?q=quanti obiettivi parlano di ciclabili?")
    assert "<strong>Obiettivo strategico: 5 · Indirizzo strategico: 1 · Menzioni: 31 · Righe: 30</strong>" in page
    assert "dove sta scritto: <a href=" in page
    assert "objectives-by-text.html?text=ciclabili" in page
    assert "dupgraph query" not in page


def test_a_question_that_is_not_understood_says_so_and_offers_what_has_an_answer(served: Served) -> None:
    assert "Chi è coinvolto nell&#39;obiettivo 1.3.5?" in read(served, "/ask.html")
    page = read(served, "/ask.html?q=che tempo fa a Sassuolo")
    assert "Non ho capito con certezza" in page
    offered = re.findall(rf'href="({PLAN}/questions/[^"]+)"', page)
    assert offered
    for link in offered:
        assert 'id="answer"' in read(served, f"/{unescape(link)}")


def test_a_question_that_is_too_long_or_given_twice_is_refused(served: Served) -> None:
    assert "al massimo 1000 caratteri" in read(served, f"/ask.html?q={'a' * 1001}", 400)
    assert "è dato due volte" in read(served, "/ask.html?q=scuole&q=AUSL", 400)


@pytest.mark.parametrize("path", ["/ask.html?q=", f"{QUESTIONS}/objectives-by-partner.html?partner="])
def test_what_was_typed_is_text_and_nothing_else(served: Served, path: str) -> None:
    page = served.client.get(path + HOSTILE.replace("&", "%26")).text
    assert "<script>window" not in page
    assert "{{7*7}}" in unescape(page)
    assert "onfocus=alert" not in re.sub(r'value="[^"]*"', "", page) or "&#39; onfocus" in page


# Forms --------------------------------------------------------------------------------------------------------------


# One question for each sort of parameters: the catalogue itself has its own tests.
SORTS = {tuple((each.kind, each.accepts) for each in question.parameters): question for question in load_catalogue()}


@pytest.mark.parametrize("question", SORTS.values(), ids=lambda question: question.name)
def test_a_question_has_a_form_whose_example_has_an_answer(served: Served, question: Question) -> None:
    path = f"{QUESTIONS}/{question.name}.html"
    page = read(served, path)
    for parameter in question.parameters:
        # "Anno", not "year".
        assert re.search(rf'<label for="field-{parameter.name}">(?!{parameter.name}\b)\w', page)
    example = re.search(r'Per esempio: <a href="([^"]+)"', page)
    if example:
        page = read(served, urljoin(path, unescape(example[1])))
    if example or not question.parameters:
        assert 'id="answer"' in page
        assert ("Non è un giudizio" in page) == (not re.search(r"<td|<blockquote", page))


def test_names_are_completed_from_what_the_plan_names(served: Served) -> None:
    page = read(served, f"{QUESTIONS}/objectives-by-partner.html")
    options = re.findall(r'<option value="([^"]+)">([^<]*)', page)
    assert ("Azienda USL di Modena", "ASL, AUSL · 3 menzioni") in [tuple(map(unescape, each)) for each in options]
    for value, _ in options[:3] + options[-3:]:
        asked = read(served, f"{QUESTIONS}/objectives-by-partner.html?partner={unescape(value)}")
        assert "<blockquote" in asked, value


def test_more_names_are_given_as_one_types(served: Served) -> None:
    path = f"/{PLAN}/suggestions.json?question=objectives-by-partner&field=partner&typed="
    assert served.client.get(f"{path}ausl").json()[0]["value"] == "Azienda USL di Modena"
    assert served.client.get(f"{path}zzzz").json() == []
    assert read(served, f"/{PLAN}/suggestions.json?question=nothing", 404)


def test_a_name_that_nothing_bears_is_said_to_and_the_nearest_are_offered(served: Served) -> None:
    page = read(served, f"{QUESTIONS}/objectives-by-partner.html?partner=asul", 422)
    assert "Nessuna voce si chiama «asul»." in page
    near = unescape(re.search(r'class="chip" href="([^"]+)"', page)[1])
    assert "<blockquote" in read(served, urljoin(f"{QUESTIONS}/", near))


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("partner=", 422, "Manca un valore."),
        ("partner=AUSL&partner=Scuole", 400, "è dato due volte"),
        ("nobody=AUSL", 400, "non ha un parametro «nobody»"),
        (f"partner={'a' * 501}", 422, "troppo lungo"),
        ("partner=%FF%FE", 422, "Nessuna voce"),
        ("partner=http://example.org/nothing", 422, "Nessuna voce"),
    ],
)
def test_a_form_says_what_is_wrong_with_it(served: Served, query: str, status: int, said: str) -> None:
    assert said in unescape(read(served, f"{QUESTIONS}/objectives-by-partner.html?{query}", status))


def test_a_number_that_is_none_is_said_to_be_none(served: Served) -> None:
    path = f"{QUESTIONS}/bridging-partners.html?least="
    assert "non è un numero intero" in read(served, f"{path}molti", 422)
    assert "<td" in read(served, f"{path}4")


@pytest.mark.parametrize("path", [f"{QUESTIONS}/nothing.html", "/questions/nothing.html", "/en/questions/nothing.html"])
def test_a_question_that_there_is_not_is_a_page_of_its_own(served: Served, path: str) -> None:
    assert "<h1" in read(served, path, 404)


# Answers to take away -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ending", "part"), [("docx", "word/document.xml"), ("odt", "content.xml"), ("xlsx", "xl/workbook.xml")]
)
@pytest.mark.parametrize("path", [f"/ask.{{}}?q={AUSL}", f"{QUESTIONS}/objectives-by-partner.{{}}?partner=AUSL"])
def test_an_answer_can_be_taken_away(served: Served, path: str, ending: str, part: str) -> None:
    response = served.client.get(path.format(ending))
    assert response.status_code == 200
    assert re.fullmatch(r'attachment; filename="[\w-]+\.' + ending + '"', response.headers["content-disposition"])
    assert part in ZipFile(BytesIO(response.content)).namelist()


def test_a_table_to_take_away_has_the_rows_of_the_library(served: Served, tmp_path: Path) -> None:
    rows = served.client.get(f"{QUESTIONS}/objectives-by-partner.csv?partner=AUSL").content
    result = PolicyGraph.open().query("objectives-by-partner", partner="AUSL")
    assert rows == result.write(tmp_path / "rows.csv").read_bytes()


def test_rows_are_no_triples(served: Served) -> None:
    assert served.client.get(f"{QUESTIONS}/partner-ranking.ttl").status_code == 406


def test_the_sparql_of_an_answer_goes_to_the_editor_and_gives_the_same_rows(served: Served) -> None:
    page = read(served, f"{QUESTIONS}/partner-ranking.html")
    link = unescape(re.search(r'href="([^"]+editor\.html\?question=[^"]+)"', page)[1])
    text = unescape(
        re.search(r"<textarea[^>]*>\n(.*?)</textarea>", read(served, urljoin(f"{QUESTIONS}/", link)), re.S)[1]
    )
    again = served.client.post("/editor.html", data={"query": text}).text
    first = re.search(r"<tbody>\s*<tr><td[^>]*>(?:<a[^>]*>)?([^<]+)", page)[1]
    assert first in again


def test_a_name_that_several_things_may_have_opens_no_text_in_the_editor() -> None:
    question, thing = load_question("objectives-by-partner"), "https://example.org/data/1/organization/a"
    assert write_edit(question, {"partner": "AST"}, "") == ""
    assert write_edit(question, {"partner": thing}, "").startswith("?question=objectives-by-partner&partner=https")


# Several plans ------------------------------------------------------------------------------------------------------


def test_several_plans_are_asked_together_or_one_of_them(open_to_all: Served) -> None:
    page = read(open_to_all, "/questions/objectives-by-partner.html?partner=AUSL")
    assert {"Fidenza", "Sassuolo"} <= set(re.findall(r"Fidenza|Sassuolo", page))
    choice = re.findall(r'<option value="(data[^"]+)"', page)
    assert {FIDENZA, PLAN} <= set(choice)
    response = open_to_all.client.get(f"/questions/objectives-by-partner.html?partner=AUSL&plan={FIDENZA}")
    assert response.status_code == 303
    own = read(open_to_all, urljoin("/questions/x", response.headers["location"]))
    assert 0 < own.count("<blockquote") < page.count("<blockquote")
    back = open_to_all.client.get(f"/{FIDENZA}/questions.html?plan=")
    assert urljoin(f"/{FIDENZA}/questions.html", back.headers["location"]) == "/questions.html"


def test_a_question_in_plain_words_goes_to_all_plans_or_to_one(open_to_all: Served) -> None:
    everywhere = read(open_to_all, "/ask.html?q=quali obiettivi coinvolgono la polizia locale")
    here = read(open_to_all, f"/{FIDENZA}/ask.html?q=quali obiettivi coinvolgono la polizia locale")
    assert 0 < here.count("<blockquote") < everywhere.count("<blockquote")


def test_whoever_finds_nothing_is_shown_where_it_may_be(open_to_all: Served) -> None:
    page = read(open_to_all, f"/{FIDENZA}/ask.html?q=quali obiettivi coinvolgono la prefettura")
    ways = dict(re.findall(r'<li><a href="([^"]+)"><span>([^<]+)', page.partition('id="answer"')[2]))
    assert list(ways.values()) == ["Cerca queste parole nel testo", "Chiedi lo stesso a tutti i piani"], page
    for way in ways:
        read(open_to_all, urljoin(f"/{FIDENZA}/ask.html", unescape(way)))


def test_a_plan_that_is_not_open_is_said_not_to_be(open_to_all: Served) -> None:
    assert "Nessun piano si chiama «nowhere»" in read(open_to_all, "/ask.html?q=scuole&plan=nowhere", 404)


def test_the_style_and_scripts_are_files_of_the_package(served: Served) -> None:
    for path in ASSETS.glob("*.[jc]s*"):
        assert served.client.get(f"/assets/{path.name}").content == path.read_bytes()
    assert served.client.get("/assets/../routes.py").status_code == 404


def test_an_answer_without_rows_is_an_answer_and_says_so(served: Served) -> None:
    path = f"{QUESTIONS}/objectives-by-text"
    assert "Non è un giudizio" in read(served, f"{path}.html?text=zanzibar")
    assert served.client.get(f"{path}.csv?text=zanzibar").text.count("\n") == 1


# Two plans compared -------------------------------------------------------------------------------------------------

COMPARED = f"a={PLAN}&b={FIDENZA}"


def test_two_plans_are_compared_with_their_words_side_by_side(open_to_all: Served) -> None:
    page = read(open_to_all, f"/compare.html?{COMPARED}")
    assert page.count("<article ") > 100
    assert re.search(r'<div class="side del">\s*<p class="which">Comune di Sassuolo</p>', page)
    assert re.search(rf'<h3 lang="it"><a class="code" href="{FIDENZA}/objective/[^"]+">', page)
    assert re.search(rf'<option value="{FIDENZA}"[^>]* selected>', page.partition('name="b"')[2])


@pytest.mark.parametrize(("ending", "part"), [("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")])
def test_a_comparison_can_be_taken_away(open_to_all: Served, ending: str, part: str) -> None:
    response = open_to_all.client.get(f"/compare.{ending}?{COMPARED}")
    assert part in ZipFile(BytesIO(response.content)).namelist()
    # Both towns are named in it, and neither is cut off.
    assert re.search(r"confronta-comune-di-sassuolo-[\w-]*fidenza[\w-]*\.", response.headers["content-disposition"])


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("compare.html", 200, "Confronta i due piani"),
        (f"compare.html?a={PLAN}", 200, "Confronta i due piani"),
        (f"compare.html?a={PLAN}&b={PLAN}", 422, "due volte lo stesso piano"),
        (f"en/compare.csv?a={PLAN}", 422, "It takes two plans"),
        ("compare.html?a=data/036040/plan/dup/text&b=x", 404, "Nessun piano si chiama"),
        (f"compare.html?{COMPARED}&b={PLAN}", 400, "dato due volte"),
        (f"compare.html?a=%FF%FE&b={'x' * 5000}", 404, "Nessun piano si chiama"),
    ],
)
def test_what_is_no_pair_of_plans_is_said_to_be_none(open_to_all: Served, path: str, status: int, said: str) -> None:
    assert said in read_words(read(open_to_all, f"/{path}", status))


def test_a_plan_alone_is_compared_with_nothing(served: Served) -> None:
    assert "ne servono due" in read_words(read(served, "/compare.html"))


def test_names_are_kept_of_the_latest_plans_and_those_of_a_corpus_are_a_questions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index, "Names", lambda *given: list(given[1:]))
    known = index.Index(open_engine())
    first, second = (known.read_names("dove?", plan) for plan in ("https://e.org/1", "https://e.org/2"))
    assert known.read_names("chi?", "https://e.org/1") is first
    for number in range(2, index._AT_HAND + 2):
        known.read_names("dove?", f"https://e.org/{number}")
    assert known.read_names("dove?", "https://e.org/2") is second
    assert known.read_names("dove?", "https://e.org/1") is not first
    monkeypatch.setattr(index, "find_tables", lambda _: ())
    assert known.read_names("dove?", "https://e.org/1") == ["https://e.org/1", "dove?"]
