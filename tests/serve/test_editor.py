"""The SPARQL editor: its bundle is up to date, its page runs a text under limits, and says what is wrong with it."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import editor
import pytest
from serving import Served

from dupgraph.schema.namespaces import PREFIXES
from dupgraph.serve.pages.completions import write_completions

LOCK = editor.SOURCES / "package-lock.json"


def read(server: Served, text: str, status: int = 200, ending: str = "html") -> str:
    response = server.client.get(f"/editor.{ending}?query={quote(text)}")
    assert response.status_code == status, response.text[:2000]
    return response.text


def test_the_bundle_is_made_from_the_sources_that_there_are() -> None:
    first = (editor.TARGET / editor.BUNDLE).read_text(encoding="utf-8").split("\n", 1)[0]
    assert editor.digest_sources() in first, "run: python tools/editor.py"


def test_the_lock_file_names_versions_and_digests_and_no_host() -> None:
    text = LOCK.read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert "://" not in text
    assert all("version" in facts and "integrity" in facts for name, facts in packages.items() if name)


def test_every_library_in_the_bundle_has_its_licence_beside_it() -> None:
    licences = (editor.TARGET / editor.LICENCES).read_text(encoding="utf-8")
    for name, facts in json.loads(LOCK.read_text(encoding="utf-8"))["packages"].items():
        if name and not facts.get("dev"):
            assert facts["license"] == "MIT"
            assert f"{name.removeprefix('node_modules/')}\n===" in licences


def test_the_bundle_evaluates_no_text() -> None:
    bundle = (editor.TARGET / editor.BUNDLE).read_text(encoding="utf-8")
    assert not re.search(r"new Function|\beval\(|https?://(?!www\.w3\.org/)", bundle)


def test_a_text_is_answered_in_rows_triples_or_a_word(served: Served) -> None:
    assert "5 righe" in read(served, "SELECT * { ?s ?p ?o } LIMIT 5")
    assert "2 triple" in read(served, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2")
    assert "Sì" in read(served, "ASK { ?s ?p ?o }")
    assert "Nessun risultato" in read(served, "SELECT ?s { ?s ?p <http://example.org/nothing> }")


def test_a_wrong_text_is_kept_and_its_place_is_marked(served: Served) -> None:
    page = read(served, "SELECT * {\n  ?s ?p\n}", 400)
    assert "?s ?p\n}</textarea>" in page
    assert "Riga 3, colonna" in page
    assert 'data-line="3"' in page


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "DROP ALL",
        "{" * 2_200,
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        f"SELECT * {{ ?s ?p '{'a' * 50_000}' }}#{'b' * 20_000}",
    ],
    ids=["service", "update", "braces", "file", "long"],
)
def test_a_text_that_may_not_run_is_refused_in_words(served: Served, text: str) -> None:
    response = served.client.post("/editor.html", data={"query": text})
    assert response.status_code == 400
    assert 'role="alert"' in response.text


def test_what_no_query_is_as_long_as_is_not_read(served: Served) -> None:
    assert served.client.post("/editor.html", content=b"query=" + b"a" * (1 << 20)).status_code == 413


def test_rows_of_a_text_can_be_taken_away(served: Served) -> None:
    text = "SELECT ?s { ?s a <https://w3id.org/dupgraph/onto/Plan> }"
    assert read(served, text, ending="csv").splitlines()[0] == "s"
    assert json.loads(read(served, text, ending="json"))["head"]["vars"] == ["s"]


@pytest.mark.parametrize("language", ["it", "en"])
def test_names_to_complete_have_known_prefixes_and_say_what_they_mean(language: str) -> None:
    facts = json.loads(write_completions(language))
    terms = {name: (label, comment) for name, label, comment in facts["terms"]}
    assert facts["prefixes"] == PREFIXES
    assert all(name.partition(":")[0] in PREFIXES for name in terms)
    assert all(terms["dup:Mention"])
    assert "skos:prefLabel" in terms


def test_a_browser_that_opens_the_endpoint_comes_to_the_editor_and_a_program_does_not(served: Served) -> None:
    browser = served.client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"})
    assert (browser.status_code, browser.headers["location"]) == (303, "en/editor.html")
    assert served.client.get("/sparql", headers={"Accept": "text/turtle"}).status_code == 200
    asked = served.client.get("/sparql?query=ASK{}", headers={"Accept": "text/html,*/*;q=0.8"})
    assert asked.status_code == 200


def test_a_long_answer_is_cut_and_says_so(served: Served) -> None:
    page = read(served, "SELECT ?p { ?s ?p ?o }")
    count = int(re.search(r"si ferma a (\d+) righe", page)[1])
    assert 1_000 <= count < 5_000


def test_a_text_that_never_ends_is_stopped_and_nobody_else_waits_for_it(hurried: Served) -> None:
    endless = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}
    # With more of them than workers it is the pool's tests that tell who waits how long.
    with ThreadPoolExecutor(1) as threads:
        stopped = threads.submit(hurried.client.post, "/editor.html", data=endless)
        page = hurried.client.get("/ask.html?q=quali obiettivi coinvolgono l'AUSL")
        assert (page.status_code, page.text.count("<blockquote")) == (200, 3)
        assert stopped.result().status_code == 503
        assert "è stata fermata" in stopped.result().text
