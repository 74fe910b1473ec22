"""The rules for web servers, asked over HTTP from a real nginx, a real Apache, and an Apache that plays w3id.org.

What each must answer is what ``find_answer`` says, which has tests of its own (test_routes); here are the servers.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from servers import find_ports, start_apache, start_nginx
from wishes import BROWSER, HTML, JSONLD, SPOKEN, TURTLE, WISHES

from dupgraph.publish.routes.answers import find_answer
from dupgraph.publish.routes.media import MEDIA_TYPES
from dupgraph.publish.routes.negotiation import negotiate
from dupgraph.publish.routes.paths import find_tree
from dupgraph.publish.routes.rules import write_apache, write_nginx, write_w3id
from dupgraph.publish.site.mentions import write_mention_pages
from dupgraph.schema.links import LEVELS

PLAN = "data/036040/plan/dup"
OBJECTIVE = f"{PLAN}/objective/1.3.3"
CITY = "external/w3id.org/italia/controlled-vocabulary/territorial-classifications/cities/036040-(1948-01-01)"
THINGS = (
    "data/036040",
    PLAN,
    f"{PLAN}/policy/1",
    f"{PLAN}/guideline/1.3.g",
    OBJECTIVE,
    f"{PLAN}/objective/1.3",
    f"{PLAN}/action/1.3.3.a",
    "data/036040/organization/biblioteca-hermione",
    "onto",
    "onto/Plan",
    "controlled-vocabulary/themes",
    "controlled-vocabulary/themes/health",
    CITY,
)
PAGES_ALONE = ("questions/partners",)
OUTSIDE = "a file beside the site"


@dataclass(frozen=True)
class Answer:
    url: str
    status: int
    headers: dict[str, str]
    body: str

    @property
    def location(self) -> str:
        """Where it leads, as a browser understands it."""
        return urljoin(self.url, self.headers["location"])

    @property
    def varies_by(self) -> set[str]:
        return {name.strip() for name in self.headers.get("vary", "").split(",") if name.strip()}


@dataclass(frozen=True)
class Site:
    base: str
    files: frozenset[str]
    w3id: str = ""

    def ask(self, path: str, accept: str | None = None, language: str | None = None, method: str = "GET") -> Answer:
        """Ask for a path below the base, as it is: nothing is escaped or followed."""
        return ask(self.base + path, accept, language, method)


def ask(
    url: str, accept: str | None = None, language: str | None = None, method: str = "GET", host: str = ""
) -> Answer:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=30)
    headers = {"Connection": "close"} | ({"Host": host} if host else {})
    headers |= {} if accept is None else {"Accept": accept}
    headers |= {} if language is None else {"Accept-Language": language}
    try:
        connection.request(method, url.removeprefix(f"http://{parts.netloc}"), headers=headers)
        response = connection.getresponse()
        named: dict[str, str] = {}
        for name, value in response.getheaders():
            key = name.lower()
            named[key] = f"{named[key]}, {value}" if key in named else value
        return Answer(url, response.status, named, response.read().decode())
    finally:
        connection.close()


def follow(url: str, accept: str, language: str | None = None) -> tuple[Answer, str]:
    """Ask as a browser does: from one place to the next, the part after '#' kept where the next brings none."""
    fragment = ""
    for _ in range(5):
        url, new = urldefrag(url)
        fragment = new or fragment
        answer = ask(url, accept, language)
        if answer.status != 303:
            return answer, f"{url}#{fragment}" if fragment else url
        url = answer.location
    pytest.fail(f"a circle: {url}")


def write_site(folder: Path, base: str) -> frozenset[str]:
    """Write a small site by hand, as the contract lays it out; each file says its own name. Return the names."""
    files = {f"{tree}{thing}.html" for thing in (*THINGS, *PAGES_ALONE) for tree in ("", "en/")} - {f"en/{CITY}.html"}
    files |= {f"{thing}.{ending}" for thing in THINGS for ending in ("ttl", "jsonld")}
    files |= {"index.html", "en/index.html", ".well-known/void", "sitemap.xml", "style.css"}
    files |= {f"{PLAN}/download/036040-dup.{ending}" for ending in MEDIA_TYPES}
    files |= {".dupgraph-site", ".git/config", "data/.hidden", ".well-known/acme-challenge/token"}
    for name in files:
        write(folder / name, f"file {name}".encode())
    mentions = [(f"{PLAN}/mention/1.3.3/10470-10474", OBJECTIVE), (f"{PLAN}/mention/9.9/1-2", f"{PLAN}/chapter/9.9")]
    for name, data in write_mention_pages(mentions).items():
        write(folder / name, data)
    write(folder / ".htaccess", write_apache(base))
    write(folder / "nginx.conf", write_nginx(base))
    return frozenset(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    # Not pytest's folder: the server reads it as another user.
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def make_folder(folder: Path, name: str) -> tuple[Path, Path]:
    """Return folders for a server's own files and for what it serves."""
    place = Path(tempfile.mkdtemp(prefix=name, dir=folder))
    place.chmod(0o755)
    for part in ("own", "root"):
        (place / part).mkdir()
    (place / "secret.txt").write_text(OUTSIDE)
    return place / "own", place / "root"


@contextmanager
def run_nginx(folder: Path, place: str | None) -> Iterator[Site]:
    own, root = make_folder(folder, "nginx")
    [port] = find_ports(1)
    base = f"http://127.0.0.1:{port}/{place or ''}"
    files = write_site(root / (place or ""), "" if place is None else base)
    with start_nginx(own, root, port, root / (place or "") / "nginx.conf"):
        yield Site(base, files)


@contextmanager
def run_apache(folder: Path, place: str | None) -> Iterator[Site]:
    """Run an Apache of two hosts: the site's, and one that plays w3id.org."""
    own, root = make_folder(folder, "apache")
    port, w3id_port = find_ports(2)
    base = f"http://127.0.0.1:{port}/{place or ''}"
    files = write_site(root / (place or ""), "" if place is None else base)
    w3id = own.parent / "w3id"
    write(w3id / "dupgraph" / ".htaccess", write_w3id(base))
    with start_apache(own, [(port, root), (w3id_port, w3id)]):
        yield Site(base, files, f"http://127.0.0.1:{w3id_port}/dupgraph/")


SERVERS = {"nginx": run_nginx, "apache": run_apache}
# Below the host; None where the rules are not told.
PLACES = {"root": "", "path": "sito/dup/", "anywhere": None}


@pytest.fixture(scope="module")
def find_site(folder: Path) -> Iterator[Callable[[str, str], Site]]:
    """A function that gives the site on a server at a place; each is started once."""
    running: dict[tuple[str, str], Site] = {}
    with ExitStack() as stack:

        def find(server: str, place: str) -> Site:
            if (server, place) not in running:
                running[server, place] = stack.enter_context(SERVERS[server](folder, PLACES[place]))
            return running[server, place]

        yield find


@pytest.fixture(params=[(server, place) for server in SERVERS for place in PLACES], ids=" at ".join)
def site(request: pytest.FixtureRequest, find_site: Callable[[str, str], Site]) -> Site:
    return find_site(*request.param)


@pytest.fixture(params=["root", "path"])
def apache(request: pytest.FixtureRequest, find_site: Callable[[str, str], Site]) -> Site:
    return find_site("apache", request.param)


# Page or data --------------------------------------------------------------------------------------------------------


def check_answer(site: Site, path: str, accept: str | None = None, language: str | None = None) -> Answer:
    """Ask for a path, and compare the answer with that of ``find_answer``."""
    wanted = find_answer(unquote(path), site.files.__contains__, accept, language)
    answer = site.ask(path, accept, language)
    case = (path, accept, language)
    assert answer.status == wanted.status, case
    assert answer.varies_by == set(wanted.vary), case
    if wanted.location:
        assert answer.location == f"{site.base}{wanted.location}", case
    assert not wanted.file or wanted.file in answer.body or "/mention/" in wanted.file, case
    return answer


def test_a_thing_answers_with_the_page_or_data_that_are_wanted_most(site):
    for accept in WISHES:
        answer = check_answer(site, OBJECTIVE, accept)
        assert answer.status == 303 or "text/turtle" in answer.body
        assert answer.headers["access-control-allow-origin"] == "*"


def test_every_path_answers_as_in_memory(site):
    paths = [
        "",
        "en/",
        "onto/",
        "questions/partners",
        CITY,
        OBJECTIVE,
        f"{OBJECTIVE}/",
        "nowhere",
        "data/",
        "sitemap.xml",
    ]
    paths += [f"{PLAN}/mention/{end}" for end in ("1.3.3/1-2", "9.9/1-2", "1.3.3.ttl", "1.3.3")]
    # A concept without a page is said on that of its vocabulary, here as data and in English, too.
    concept = "controlled-vocabulary/themes/rare-1.2"
    paths += [concept, f"{concept}/", f"{concept}.html", f"en/{concept}.html", f"{concept}.ttl", f"en/{concept}.ttl"]
    paths += ["controlled-vocabulary/unknown/rare", "controlled-vocabulary/themes/a/b", "controlled-vocabulary/"]
    for path, accept, language in product(paths, (None, BROWSER, TURTLE, "image/png"), (None, "en", "de, en;q=0.1")):
        check_answer(site, path, accept, language)


def check_resolved(start: str, base: str, thing: str, accept: str, ending: str) -> Answer:
    """Follow where an address leads who wants a media type: to the thing's file of an ending. Return that."""
    answer, url = follow(start, accept)
    assert (answer.status, url) == (200, f"{base}{thing}.{ending}")
    assert answer.body == f"file {thing}.{ending}"
    return answer


def test_each_thing_resolves_to_a_file(site):
    for thing, (accept, ending) in product(THINGS, ((HTML, "html"), (TURTLE, "ttl"), (JSONLD, "jsonld"))):
        answer = check_resolved(site.base + thing, site.base, thing, accept, ending)
        assert answer.headers["content-type"].startswith(accept)
        assert site.ask(thing, accept, method="HEAD").location == answer.url


def test_other_spellings_of_a_path_lead_to_the_same_file(site):
    for written in ("onto/", f"{PLAN}/", f"{PLAN}/objective/1%2E3.3", CITY.replace("(", "%28")):
        answer, url = follow(site.base + written, TURTLE)
        assert answer.status == 200
        assert url.removeprefix(site.base).removesuffix(".ttl") in THINGS


def test_a_page_without_data_is_given_to_those_who_take_pages_too(site):
    [page] = PAGES_ALONE
    assert site.ask(page, f"{TURTLE}, */*;q=0.1").location == f"{site.base}{page}.html"
    assert site.ask(page, TURTLE).status == 406


def test_redirects_name_the_base_whatever_host_is_asked_for(find_site):
    for server, place in product(SERVERS, ("root", "path")):
        site = find_site(server, place)
        for path in (OBJECTIVE, f"{PLAN}/mention/1.3.3/1-2", f"{PLAN}/mention/1.3.3.ttl", ""):
            answer = ask(site.base + path, TURTLE, "en", host="evil.example")
            assert answer.headers["location"].startswith(site.base)


# Languages -----------------------------------------------------------------------------------------------------------


def test_the_page_is_in_the_language_of_the_reader(site):
    for language in SPOKEN:
        check_answer(site, OBJECTIVE, HTML, language)
        check_answer(site, OBJECTIVE, TURTLE, language)
        check_answer(site, "", HTML, language)


def test_a_page_that_is_there_in_italian_only_is_given_in_italian(site):
    assert site.ask(CITY, HTML, "en").location == f"{site.base}{CITY}.html"


def test_home_varies_by_language_and_the_english_home_has_its_own_address(site):
    assert "Accept-Language" in site.ask("").varies_by
    assert site.ask("en/", HTML, "it").body == "file en/index.html"
    assert site.ask("index.html", HTML, "en").body == "file index.html"
    assert site.ask(f"en/{OBJECTIVE}", HTML).location == f"{site.base}en/{OBJECTIVE}.html"


# Mentions ------------------------------------------------------------------------------------------------------------

MENTIONS = {
    "policy/1": "1/21220-21239",
    "guideline/1.3.g": "1.3.g/92-110",
    "objective/1.3.3": "1.3.3/10470-10474",
    "action/1.3.3.a": "1.3.3.a/317-323-2",
}


def test_every_kind_of_element_has_a_mention_here():
    assert {element.partition("/")[0] for element in MENTIONS} == set(LEVELS)


def test_a_mention_is_on_the_page_and_in_the_data_of_its_element(site):
    for (element, mention), tree in product(MENTIONS.items(), ("", "en/")):
        path = f"{PLAN}/mention/{mention}"
        answer = site.ask(path, BROWSER, tree.rstrip("/") or None)
        assert answer.status == 303
        assert answer.location == f"{site.base}{tree}{PLAN}/{element}.html#m-{mention.partition('/')[2]}"
        assert answer.varies_by == {"Accept", "Accept-Language"}
        for accept, ending in ((TURTLE, "ttl"), (JSONLD, "jsonld")):
            assert site.ask(path, accept).location == f"{site.base}{PLAN}/{element}.{ending}"


def test_the_file_of_a_code_s_mentions_leads_to_the_element_s(site):
    for ending in ("html", "ttl", "jsonld"):
        answer = site.ask(f"{PLAN}/mention/1.3.3.{ending}")
        assert (answer.status, answer.location) == (303, f"{site.base}{OBJECTIVE}.{ending}")


def test_mentions_of_no_element_are_not_found(site):
    for path in ("mention/1.3.4/1-2", "mention/1.3.3/1-2/3", "mention"):
        assert site.ask(f"{PLAN}/{path}", TURTLE).status == 404


def test_a_code_of_an_unknown_kind_is_left_to_its_page(site):
    answer = site.ask(f"{PLAN}/mention/9.9.html")
    assert (answer.status, "../chapter/9.9.html" in answer.body) == (200, True)


# Files ---------------------------------------------------------------------------------------------------------------


def test_files_say_what_they_are(site):
    for ending, wanted in MEDIA_TYPES.items():
        answer = site.ask(f"{PLAN}/download/036040-dup.{ending}", "image/png")
        media_type, _, parameters = answer.headers["content-type"].partition("; ")
        assert (answer.status, media_type) == (200, wanted)
        assert parameters.lower() == ("charset=utf-8" if media_type.startswith("text/") else "")
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not answer.varies_by


def test_void_is_turtle(site):
    answer = site.ask(".well-known/void", HTML)
    assert (answer.status, answer.body) == (200, "file .well-known/void")
    assert answer.headers["content-type"].lower() == "text/turtle; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_what_others_keep_beside_void_is_served(site):
    assert site.ask(".well-known/acme-challenge/token").body == "file .well-known/acme-challenge/token"
    assert site.ask(".well-known/nothing").status == 404


# What must not be had ------------------------------------------------------------------------------------------------


def test_what_is_not_there_is_not_found(site):
    paths = ("data/036041", f"{PLAN}/objective/9.9.9", "nowhere.html", "nowhere.ttl", "onto/Pl")
    for path, accept in product(paths, (HTML, TURTLE, "image/png")):
        assert site.ask(path, accept).status == 404, (path, accept)


def test_folders_are_not_listed(site):
    for path in ("data", "data/", f"{PLAN}/objective/", f"{PLAN}/download/", "external/", ".git/"):
        answer = site.ask(path, BROWSER)
        assert (answer.status, "1.3.3" in answer.body) == (404, False), path


PRIVATE = (
    ".htaccess",
    "nginx.conf",
    "w3id/.htaccess",
    ".dupgraph-site",
    ".git/config",
    "data/.hidden",
    "%2Egit/config",
)


def test_what_is_for_administrators_is_nobody_s_to_read(site):
    assert {path: site.ask(path).status for path in PRIVATE} == dict.fromkeys(PRIVATE, 404)


WAYS_OUT = ("../", "%2e%2e/", "..%2f", "%2e%2e%2f", "data/../../", "en/..%2f..%2f", "..%5c", "..;/")


def test_nothing_outside_the_site_is_reached(site):
    depth = site.base.count("/") - 2
    for way, name, accept in product(WAYS_OUT, ("secret", "secret.txt"), (HTML, TURTLE)):
        for path in (way * depth + name, way + name):
            answer = site.ask(path, accept)
            assert answer.status in (400, 403, 404), path
            assert OUTSIDE not in answer.body, path


LEADING_AWAY = (
    "/evil.example/", "//evil.example/onto", "%2F%2Fevil.example", "\\evil.example", "@evil.example/onto",
    "onto%0d%0aX:%20y", "onto%0d%0aSet-Cookie:%20a=b", "onto%00", "onto?next=//evil.example", "onto%3Fa", "onto%23a",
    "http:%2F%2Fevil.example/",
)  # fmt: skip


def test_a_redirect_leads_nowhere_else(site):
    for path in LEADING_AWAY:
        answer = site.ask(path, TURTLE)
        assert answer.status in (303, 400, 404), path
        if answer.status == 303:
            assert answer.location in (f"{site.base}onto.ttl", f"{site.base}onto.ttl?next=//evil.example"), path
        assert not {"x", "set-cookie"} & set(answer.headers), path


def test_an_encoded_slash_is_a_slash_or_nothing(site):
    answer = site.ask(OBJECTIVE.replace("/", "%2F"), TURTLE)
    assert answer.status == 404 or answer.location == f"{site.base}{OBJECTIVE}.ttl"


def test_a_long_path_and_a_long_wish_are_answered(site):
    path = "data/" + "/".join(["a" * 100] * 30)
    assert site.ask(path, TURTLE).status == 404
    wish = ", ".join(f"application/x-{number};q=0.{number}" for number in range(100, 400))
    assert site.ask(OBJECTIVE, f"{wish}, text/turtle;q=0.05").location == f"{site.base}{OBJECTIVE}.ttl"
    # More digits than a server may weigh: the first three count.
    wish = f"text/html;q=0.{'8' * 3000}, text/turtle;q=0.{'8' * 2}9{'1' * 3000}"
    assert site.ask(OBJECTIVE, wish).location == f"{site.base}{OBJECTIVE}.ttl"


# w3id.org ------------------------------------------------------------------------------------------------------------


def test_iris_lead_from_w3id_to_the_site(apache):
    for thing, (accept, ending) in product(THINGS, ((BROWSER, "html"), (TURTLE, "ttl"), (JSONLD, "jsonld"))):
        check_resolved(apache.w3id + thing, apache.base, thing, accept, ending)


def test_w3id_weighs_wishes_as_the_site_does(apache):
    for accept, language in [*product(WISHES, [None]), *product([BROWSER], SPOKEN)]:
        choice, answer = negotiate(accept, language), ask(apache.w3id + OBJECTIVE, accept, language)
        tree = find_tree(choice.language) if choice.ending == "html" else ""
        assert answer.status == (303 if choice.ending else 406)
        assert not choice.ending or answer.location == f"{apache.base}{tree}{OBJECTIVE}.{choice.ending}"
        assert answer.varies_by == set(choice.vary)
        assert answer.headers["access-control-allow-origin"] == "*"
        if choice.ending == "html":
            assert ask(apache.w3id, accept, language).location == f"{apache.base}{tree}index.html"


def test_w3id_leads_mentions_to_their_words(apache):
    mention = f"{PLAN}/mention/1.3.3/10470-10474"
    answer, url = follow(apache.w3id + mention, BROWSER)
    assert (answer.body, url) == (f"file {OBJECTIVE}.html", f"{apache.base}{OBJECTIVE}.html#m-10470-10474")
    answer, url = follow(apache.w3id + mention, TURTLE)
    assert (answer.body, url) == (f"file {OBJECTIVE}.ttl", f"{apache.base}{OBJECTIVE}.ttl")
    # On a plain file server this is where it ends: the page of the code leads on.
    plain = f"{apache.base}en/{PLAN}/mention/1.3.3.html#m-10470-10474"
    assert ask(apache.w3id + mention, BROWSER, "en").location == plain


def test_w3id_leads_to_the_namespaces_and_files(apache):
    assert follow(f"{apache.w3id}onto/", TURTLE)[0].body == "file onto.ttl"
    assert follow(f"{apache.w3id}.well-known/void", TURTLE)[0].body == "file .well-known/void"
    assert follow(apache.w3id, TURTLE)[0].body == "file .well-known/void"
    download = f"{PLAN}/download/036040-dup.trig"
    assert follow(apache.w3id + download, HTML)[0].body == f"file {download}"
    assert follow(f"{apache.w3id}en/{OBJECTIVE}.html", TURTLE)[0].body == f"file en/{OBJECTIVE}.html"


def test_w3id_leads_nowhere_else(apache):
    for path in (*LEADING_AWAY, "onto%24%7BENV%7D", "..%2fa"):
        answer = ask(apache.w3id + path, TURTLE)
        assert answer.status in (400, 404) or answer.location.startswith(apache.base), path
        assert "x" not in answer.headers


# What is written -----------------------------------------------------------------------------------------------------


def test_the_page_of_a_code_leads_on_with_the_mention():
    pages = write_mention_pages(
        [(f"{PLAN}/mention/1.3.3/{span}", OBJECTIVE) for span in ("10470-10474", "10470-10474-2")]
    )
    italian, english = (pages[f"{tree}{PLAN}/mention/1.3.3.html"].decode() for tree in ("", "en/"))
    assert len(pages) == 2
    for page, language in ((italian, "it"), (english, "en")):
        assert f'<html lang="{language}">' in page
        assert '<a href="../objective/1.3.3.html">' in page
        assert "location.hash" in page
    assert f'href="../../../../../{OBJECTIVE}.ttl"' in italian
    assert f'href="../../../../../../{OBJECTIVE}.ttl"' in english


def test_the_page_of_a_code_is_unbroken_by_any_code():
    [page, _] = write_mention_pages([('p/mention/<script>"&/1-2', 'p/objective/<script>"&')]).values()
    assert page.count(b"<script>") == 1
    assert b'href="../objective/&lt;script&gt;&#34;&amp;.html"' in page
