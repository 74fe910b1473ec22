"""Behind a reverse proxy, below a path: the examples of the manual as they stand, and headers that lie."""

import asyncio
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import httpx
import pytest
from servers import find_ports, start_apache, start_nginx
from serving import Served, start_server
from sites import build_town
from starlette.types import Receive, Scope, Send

from dupgraph.base.errors import OutputError
from dupgraph.serve.proxies import ForwardedHeaders, parse_networks

EXAMPLES = Path(__file__).parents[2] / "docs" / "serve"


class _Links(HTMLParser):
    """Gathers what a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [value for name in ("href", "src", "action") if (value := given.get(name))]


@pytest.mark.parametrize(
    ("header", "client"),
    [("203.0.113.9", "203.0.113.9"), ("192.0.2.66, 203.0.113.9, 127.0.0.2", "203.0.113.9"), ("127.0.0.2", "127.0.0.1")],
)
def test_the_client_is_the_last_one_that_no_proxy_of_ours_has_added(header: str, client: str) -> None:
    seen: list[str] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["client"][0])

    scope = {"type": "http", "client": ("127.0.0.1", 1), "headers": [(b"x-forwarded-for", header.encode())]}
    ours = ForwardedHeaders(app, parse_networks(["127.0.0.0/8"]))
    asyncio.run(ours(scope, None, None))  # type: ignore[arg-type]
    assert seen == [client]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of a small town, behind a proxy on this machine."""
    graph = build_town(tmp_path_factory.mktemp("town"), "036001", "Borgo")
    with start_server(
        graph, "--rows", "500", "--public", "--trusted-proxy", "127.0.0.1", "--allow-host", "dati.example.it"
    ) as server:
        yield server


@pytest.fixture(scope="module", params=["nginx", "apache"])
def proxied(request: pytest.FixtureRequest, town: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the town behind a server of each kind, configured by the example of the manual."""
    folder = tmp_path_factory.mktemp(request.param)
    folder.chmod(0o755)
    (folder / "root").mkdir()
    example = (EXAMPLES / f"{request.param}.conf").read_text()
    assert example.count("http://127.0.0.1:8080/") == 1
    rules = folder / "rules.conf"
    rules.write_text(example.replace("http://127.0.0.1:8080/", town.address))
    [port] = find_ports(1)
    if request.param == "nginx":
        with start_nginx(folder, folder / "root", port, rules):
            yield f"http://127.0.0.1:{port}/dup/"
    else:
        with start_apache(folder, [(port, folder / "root")], rules):
            yield f"http://127.0.0.1:{port}/dup/"


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """A client that waits as long as a machine may take which does many other things."""
    with httpx.Client(timeout=600) as one:
        yield one


@pytest.mark.server
def test_a_crawl_below_a_path_finds_no_broken_and_no_absolute_link(proxied: str, client: httpx.Client) -> None:
    waiting, seen = [proxied], {proxied}
    while waiting and len(seen) < 150:
        page = waiting.pop(0)
        response = client.get(page, headers={"Accept": "text/html"}, follow_redirects=True)
        assert response.status_code == 200, page
        assert str(response.url).startswith(proxied)
        if "text/html" not in response.headers["content-type"] or "/map.html" in page:
            continue
        links = _Links()
        links.feed(response.text)
        for link in links.found:
            if re.match(r"https?:|data:,$", link):
                # Vocabularies of others; our own address stands nowhere.
                assert "127.0.0.1" not in link, (page, link)
                continue
            there = urldefrag(urljoin(str(response.url), link))[0]
            assert not link.startswith("/"), (page, link)
            assert there.startswith(proxied), (page, link)
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    assert len(seen) > 60


@pytest.mark.server
def test_queries_and_redirects_work_below_a_path(proxied: str, client: httpx.Client) -> None:
    text = "SELECT ?x { BIND(<a> AS ?x) }"
    answer = client.get(f"{proxied}sparql", params={"query": text}, headers={"Accept": "text/csv"})
    assert answer.text.split() == ["x", f"{proxied}a"]
    described = client.get(f"{proxied}sparql", headers={"Accept": "application/n-triples"}).text
    assert f"#endpoint> <{proxied}sparql> ." in described
    thing = client.get(f"{proxied}data/036001/plan/dup/objective/1.1.1", headers={"Accept": "text/turtle"})
    assert thing.status_code == 303
    assert client.get(thing.url.join(thing.headers["location"])).headers["content-type"].startswith("text/turtle")
    assert client.get(proxied.rstrip("/")).headers["location"].endswith("/dup/")


@pytest.mark.server
def test_an_answer_that_breaks_off_is_seen_through_the_proxy(proxied: str, client: httpx.Client) -> None:
    text = f"SELECT (CONCAT(STR(?x), '{'x' * 4000}') AS ?y) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . BIND(?a AS ?x) }}"
    with (
        pytest.raises(httpx.RemoteProtocolError),
        client.stream("GET", f"{proxied}sparql", params={"query": text}) as response,
    ):
        assert response.status_code == 200
        for _ in response.iter_bytes():
            pass


@pytest.mark.server
def test_nobody_writes_to_a_public_server(proxied: str, client: httpx.Client) -> None:
    origin = proxied.removesuffix("/dup/")
    response = client.post(f"{proxied}upload", headers={"Origin": origin})
    assert response.status_code == 403
    assert "Nothing can be changed" in response.text


def test_what_a_proxy_says_counts_where_it_is_trusted(town: Served, served: Served) -> None:
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "dati.example.it", "X-Forwarded-Prefix": "/x/y"}
    given = {"query": "SELECT ?x { BIND(<a> AS ?x) }"}
    headers = {"Accept": "text/csv", **said}
    assert town.client.get("/sparql", params=given, headers=headers).text.split()[1] == "https://dati.example.it/x/y/a"
    assert served.client.get("/sparql", params=given, headers=headers).text.split()[1] == f"{served.address}a"


@pytest.mark.parametrize(
    "said",
    [{"X-Forwarded-Prefix": "//evil.example"}, {"X-Forwarded-Prefix": "/a b"}, {"X-Forwarded-Proto": "javascript"}],
)
def test_odd_headers_of_a_proxy_are_passed_over(town: Served, said: dict[str, str]) -> None:
    given = {"query": "SELECT ?x { BIND(<a> AS ?x) }"}
    answer = town.client.get("/sparql", params=given, headers={"Accept": "text/csv", **said})
    assert answer.text.split()[1] == f"{town.address}a"


def test_a_host_that_the_proxy_lets_through_is_looked_at_all_the_same(town: Served) -> None:
    assert town.client.get("/onto", headers={"X-Forwarded-Host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("address", ["", "proxy", "1.2.3", "127.0.0.1/99", "*"])
def test_what_is_no_address_is_no_proxy(address: str) -> None:
    with pytest.raises(OutputError, match="no address of a proxy"):
        parse_networks([address])
