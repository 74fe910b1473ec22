"""Pages and data of the plans: every thing by Accept, what is not there, what is known already."""

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from serving import Served
from sites import PACKAGED

from dupgraph.publish.routes.paths import find_path

KINDS = {
    "text/html": None,
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
OBJECTIVE = "/data/036040/plan/dup/objective/1.3.3"


@pytest.fixture(scope="module")
def iris() -> list[str]:
    subjects = {quad.subject for quad in parse(path=str(PACKAGED))}
    names = sorted(subject.value for subject in subjects if isinstance(subject, NamedNode))
    # Goals that themes alone suggest stand on the page of their vocabulary, which is not ours.
    return [name for name in names if not name.startswith("http://metadata.un.org/")]


def test_every_iri_of_the_graph_leads_to_its_page_and_its_data(served: Served, iris: list[str]) -> None:
    # Each of them in one of the formats: all of them in all formats would take a minute.
    kinds = list(KINDS)
    for number, iri in enumerate(iris[:: len(iris) // 120]):
        wanted = kinds[number % len(kinds)]
        response = served.client.get(f"/{find_path(iri)}", headers={"Accept": wanted})
        assert (response.status_code, response.headers["vary"]) == (303, "Accept, Accept-Language"), iri
        found = served.client.get(response.url.join(response.headers["location"]))
        assert (found.status_code, found.headers["content-type"].partition(";")[0]) == (200, wanted), iri


def test_all_formats_say_the_same(served: Served) -> None:
    said = []
    for kind, form in KINDS.items():
        response = served.client.get(OBJECTIVE, headers={"Accept": kind}, follow_redirects=True)
        assert response.headers.get("access-control-allow-origin") == (None if form is None else "*")
        if form is not None:
            said.append({(str(quad.subject), str(quad.predicate)) for quad in parse(response.content, format=form)})
    assert said[0]
    assert said == said[:1] * 4


def test_a_format_that_there_is_not_is_told(served: Served) -> None:
    response = served.client.get(OBJECTIVE, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "application/rdf+xml" in response.text


def test_the_iri_of_a_graph_leads_to_its_triples(served: Served) -> None:
    response = served.client.get("/data/036040/plan/dup/graph", follow_redirects=True)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    assert "1.3.3" in response.text


@pytest.mark.parametrize("path", ["/nothing", f"{OBJECTIVE}/x/y.html", "/en/nothing.html", "/.htaccess", "/%00"])
def test_what_is_not_there_has_a_page_that_leads_on(served: Served, path: str) -> None:
    response = served.client.get(path, headers={"Accept": "text/html", "Accept-Language": "en"})
    assert response.status_code == 404
    assert "Page not found" in response.text
    style = response.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert served.client.get(response.url.join(style)).status_code == 200
    assert served.client.get(path).headers["content-type"].startswith("text/plain")


def test_a_page_is_not_sent_twice(served: Served) -> None:
    first = served.client.get(f"{OBJECTIVE}.html")
    again = served.client.get(f"{OBJECTIVE}.html", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert served.client.get(f"{OBJECTIVE}.html").content == first.content
    assert served.client.head(f"{OBJECTIVE}.html").headers["content-length"] == str(len(first.content))


def test_the_map_may_run_its_own_script_and_what_the_server_has(served: Served) -> None:
    page = served.client.get("/data/036040/plan/dup/map.html")
    library = served.client.get(page.url.join(page.text.partition('<script src="')[2].partition('"')[0]))
    assert (library.status_code, library.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self' 'sha256-" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
