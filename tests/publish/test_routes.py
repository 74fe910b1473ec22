"""What a request gets: wishes weighed by RFC 9110, the answer for each path, and the rules' steps held to it."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wishes import BROWSER, HTML, JSONLD, SPOKEN, TURTLE, WISHES

from dupgraph.base.errors import OutputError
from dupgraph.publish.routes import rules
from dupgraph.publish.routes.addresses import check_base
from dupgraph.publish.routes.answers import Answer, find_answer
from dupgraph.publish.routes.negotiation import choose_language, negotiate
from dupgraph.publish.routes.paths import find_tree
from dupgraph.publish.routes.rules import write_apache, write_nginx, write_w3id
from dupgraph.publish.routes.sitemap import write_sitemaps

PLAN = "data/036040/plan/dup"
OBJECTIVE = f"{PLAN}/objective/1.3.3"
VOCABULARY = "controlled-vocabulary/themes"

# Wishes --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("accept", "ending"), WISHES.items())
def test_a_thing_is_given_as_what_is_wanted_most(accept: str | None, ending: str) -> None:
    assert negotiate(accept, None).ending == ending


@pytest.mark.parametrize(("accept_language", "language"), SPOKEN.items())
def test_a_page_is_in_the_language_of_the_reader(accept_language: str | None, language: str) -> None:
    assert choose_language(accept_language) == language
    assert negotiate(None, accept_language).language == language


def test_a_quoted_comma_parts_nothing() -> None:
    assert negotiate('application/ld+json;profile="a,text/turtle;q=1,b";q=0.5, text/html;q=0.7', None).ending == "html"
    assert negotiate('application/ld+json;profile="never closed, text/html', None).ending == "jsonld"


def test_more_can_be_on_offer() -> None:
    offers = ("html", "ttl", "jsonld", "nt", "rdf")
    assert negotiate("application/rdf+xml, text/turtle;q=0.8", None, offers).ending == "rdf"
    assert negotiate("application/n-triples", None, offers).ending == "nt"
    assert negotiate("de;q=0.2, en", "de;q=0.2, en", offers, ("it", "de", "en")).language == "en"


WEIGHTS = st.sampled_from(["", ";q=0", ";q=1", ";q=0.5", ";q=0.05", "; Q=0.50", " ; q=0.123", ";q=1.000", ";q=0.9999"])
RANGES = st.sampled_from(
    ["*/*", "text/*", "application/*", TURTLE, JSONLD, HTML, "image/png", "text/html;level=1", "TEXT/HTML", "text/htm"]
)
TONGUES = st.sampled_from(["*", "it", "en", "de", "it-IT", "EN-us", "eng", "en-GB-oxendict"])


def name_range(item: tuple[str, str]) -> str:
    """Return what a range counts for: rules for servers do not tell which of two such has the higher weight."""
    return re.split("[;-]", item[0].lower())[0]


def join_ranges(items: list[tuple[str, str]]) -> str:
    return ", ".join(map("".join, items))


ACCEPTS = st.lists(st.tuples(RANGES, WEIGHTS), max_size=6, unique_by=name_range).map(join_ranges)
LANGUAGES = st.lists(st.tuples(TONGUES, WEIGHTS), max_size=5, unique_by=name_range).map(join_ranges)


def follow_steps(accept: str, accept_language: str) -> tuple[str, str]:
    """Return what a server makes of a request that follows the rules' steps: an ending and a folder of pages."""
    values = rules.START | {"accept": accept, "language": accept_language}
    for step in rules.STEPS:
        found = re.search(step.pattern, step.subject.format_map(values), re.IGNORECASE)
        if found:
            values[step.name] = found.expand(step.value.replace("$", "\\"))
    return values["format"], values["tree"]


@settings(deadline=None, max_examples=400)
@given(ACCEPTS, LANGUAGES)
def test_the_steps_of_the_rules_choose_as_negotiation_does(accept: str, accept_language: str) -> None:
    choice = negotiate(accept, accept_language)
    assert follow_steps(accept, accept_language) == (choice.ending or "none", find_tree(choice.language))


@pytest.mark.parametrize("accept", WISHES)
def test_the_steps_of_the_rules_know_these_wishes(accept: str | None) -> None:
    assert follow_steps(accept or "", "")[0] == (WISHES[accept] or "none")


@pytest.mark.parametrize("accept_language", SPOKEN)
def test_the_steps_of_the_rules_know_these_languages(accept_language: str | None) -> None:
    assert follow_steps("", accept_language or "")[1] == find_tree(SPOKEN[accept_language])


@given(st.text(max_size=80))
@example(";")
def test_any_header_has_an_answer(header: str) -> None:
    assert negotiate(header, header).language in ("it", "en")


# Answers -------------------------------------------------------------------------------------------------------------

FILES = {
    "index.html",
    "en/index.html",
    "questions.html",
    ".well-known/void",
    ".git/config",
    "nginx.conf",
    "w3id/.htaccess",
    f"{PLAN}/download/dup.csv",
    *(f"{tree}{OBJECTIVE}.html" for tree in ("", "en/")),
    *(f"{OBJECTIVE}.{ending}" for ending in ("ttl", "jsonld")),
    *(f"{tree}{name}.html" for tree in ("", "en/") for name in (VOCABULARY, f"{VOCABULARY}/health")),
    *(f"{name}.ttl" for name in (VOCABULARY, f"{VOCABULARY}/health")),
}
BOTH = ("Accept", "Accept-Language")
ANSWERS = {
    ("", None, None): Answer(200, "index.html", vary=("Accept-Language",)),
    ("", TURTLE, "en"): Answer(303, location="en/index.html", vary=("Accept-Language",)),
    ("en/", None, "it"): Answer(200, "en/index.html"),
    (OBJECTIVE, TURTLE, "en"): Answer(303, location=f"{OBJECTIVE}.ttl", vary=BOTH),
    (OBJECTIVE, BROWSER, "en"): Answer(303, location=f"en/{OBJECTIVE}.html", vary=BOTH),
    (f"{OBJECTIVE}/", BROWSER, None): Answer(303, location=f"{OBJECTIVE}.html", vary=BOTH),
    (OBJECTIVE, "image/png", None): Answer(406, vary=BOTH),
    (f"{OBJECTIVE}.html", TURTLE, "en"): Answer(200, f"{OBJECTIVE}.html"),
    (f"{PLAN}/mention/1.3.3/10-20", TURTLE, None): Answer(303, location=f"{OBJECTIVE}.ttl", vary=BOTH),
    (f"{PLAN}/mention/1.3.3/10-20", HTML, "en"): Answer(303, location=f"en/{OBJECTIVE}.html#m-10-20", vary=BOTH),
    (f"{PLAN}/mention/1.3.3.jsonld", HTML, None): Answer(303, location=f"{OBJECTIVE}.jsonld"),
    (f"{PLAN}/mention/1.3.4/10-20", HTML, None): Answer(404),
    # A concept that no plan names is on the page of its vocabulary.
    (f"{VOCABULARY}/health", HTML, "en"): Answer(303, location=f"en/{VOCABULARY}/health.html", vary=BOTH),
    (f"{VOCABULARY}/rare", HTML, "en"): Answer(303, location=f"en/{VOCABULARY}.html#c-rare", vary=BOTH),
    (f"{VOCABULARY}/rare/", TURTLE, None): Answer(303, location=f"{VOCABULARY}.ttl", vary=BOTH),
    (f"{VOCABULARY}/rare.html", TURTLE, None): Answer(303, location=f"{VOCABULARY}.html#c-rare"),
    (f"en/{VOCABULARY}/rare.html", None, None): Answer(303, location=f"en/{VOCABULARY}.html#c-rare"),
    (f"{VOCABULARY}/rare.ttl", None, None): Answer(303, location=f"{VOCABULARY}.ttl"),
    ("controlled-vocabulary/unknown/rare", HTML, None): Answer(404),
    # No data, and no English page.
    ("questions", f"{TURTLE}, text/html;q=0.1", "en"): Answer(303, location="questions.html", vary=BOTH),
    ("questions", TURTLE, None): Answer(406, vary=BOTH),
    (f"{PLAN}/download/dup.csv", "image/png", None): Answer(200, f"{PLAN}/download/dup.csv"),
    (".well-known/void", HTML, None): Answer(200, ".well-known/void"),
    (".git/config", None, None): Answer(404),
    ("nginx.conf", None, None): Answer(404),
    ("w3id/.htaccess", None, None): Answer(404),
    ("data/", None, None): Answer(404),
    ("nowhere", TURTLE, None): Answer(404),
    (f"../{OBJECTIVE}", None, None): Answer(404),
    ("//evil.example", None, None): Answer(404),
}


@pytest.mark.parametrize("request_", ANSWERS)
def test_each_path_has_its_answer(request_: tuple[str, str | None, str | None]) -> None:
    path, accept, accept_language = request_
    assert find_answer(path, FILES.__contains__, accept, accept_language) == ANSWERS[request_]


# The address of a site -----------------------------------------------------------------------------------------------

NO_BASES = (
    " ", "comune.example.it", "/dup/", "ftp://comune.example.it/", "file:///srv/", "https://", "https:///dup/",
    'https://x.example.it/"', "https://x.example.it/'", "https://x.example.it/a b/", "https://x.example.it/\n",
    "https://x.example.it/a\nReturn", "https://x.example.it/$1/", "https://x.example.it/%1/",
    "https://x.example.it/(a)*/", "https://x.example.it/a;b", "https://x.example.it/{a}", "https://x.example.it/\\1",
    "https://x.example.it/#", "https://x.example.it/?a", "https://x.example.it/../", "https://x.example.it/./",
    "https://x.example.it//a/", "https://u:p@x.example.it/", "https://x.example.it:port/", "https://forlì.example.it/",
    "https://x.example.it/città/", "https://x.example.it/\u202e", "https://-/", "javascript:alert(1)",
)  # fmt: skip
WRITERS = (write_apache, write_nginx, write_w3id)


@pytest.mark.parametrize("base", NO_BASES)
def test_a_base_that_could_mean_more_than_an_address_is_refused(base: str) -> None:
    for check in (check_base, *WRITERS):
        with pytest.raises(OutputError) as refusal:
            check(base)
        assert "files cannot stand at" in str(refusal.value)
        assert "\n" not in str(refusal.value)


def test_a_base_may_lack_its_last_slash() -> None:
    assert check_base("https://dati.comune.example.it") == "https://dati.comune.example.it/"
    for write_rules in WRITERS:
        assert write_rules("http://[::1]:8080/a") == write_rules("http://[::1]:8080/a/")


def test_w3id_does_not_lead_to_itself_or_nowhere() -> None:
    with pytest.raises(OutputError, match="files cannot stand at"):
        write_w3id("")
    for base in ("https://w3id.org/dupgraph/", "http://W3ID.org/x/"):
        with pytest.raises(OutputError, match="would lead to itself"):
            write_w3id(base)


# Sitemaps ------------------------------------------------------------------------------------------------------------


def test_a_sitemap_that_would_be_too_long_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dupgraph.publish.routes.sitemap.MOST_ADDRESSES", 5)
    base, paths = "https://x.example.it/", [f"p{number}" for number in range(5)]
    files = dict(write_sitemaps(base, paths))
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    found = {name: re.findall("<loc>(.+?)</loc>", data.decode()) for name, data in files.items()}
    assert found.pop("sitemap.xml") == [f"{base}{name}" for name in found]
    # Both languages of a page stand in one part, and no part has more than it may.
    assert [len(addresses) for addresses in found.values()] == [4, 4, 2]
    listed = [address for addresses in found.values() for address in addresses]
    assert listed == [f"{base}{tree}{path}.html" for path in paths for tree in ("", "en/")]
    for data in files.values():
        assert data.startswith(b'<?xml version="1.0"')
