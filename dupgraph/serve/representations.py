"""A thing's data in more syntaxes than files stand beside a page: what a server gives, and a site as files does not."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Triple, serialize

from dupgraph.language.languages import LANGUAGES
from dupgraph.publish.export.rdfxml import write_rdfxml_document
from dupgraph.publish.facts import Facts
from dupgraph.publish.pages.drawing import NOT_FOUND, draw_page
from dupgraph.publish.routes.answers import Answer, find_answer
from dupgraph.publish.routes.media import MEDIA_TYPES, REPRESENTATIONS
from dupgraph.publish.routes.negotiation import choose_language
from dupgraph.publish.routes.paths import name_data, split_name

if TYPE_CHECKING:
    from dupgraph.publish.site.content import SiteContent

Write = Callable[[tuple[Triple, ...]], bytes]


_WRITERS: dict[str, Write] = {
    "nt": lambda triples: serialize(triples, format=RdfFormat.N_TRIPLES) or b"",
    "rdf": lambda triples: write_rdfxml_document(Facts(triples).by_subject),
}
# As what a thing is given; who wants several equally gets the first.
ENDINGS = (*REPRESENTATIONS, *_WRITERS)
NOT_ACCEPTABLE = f"Not in a format asked for: there are {', '.join(MEDIA_TYPES[ending] for ending in ENDINGS)}."


def find_served(site: "SiteContent", path: str, accept: str | None, accept_language: str | None) -> Answer:
    """Return what a request for a path gets."""
    return find_answer(path, lambda name: _holds(site, name), accept, accept_language, ENDINGS)


def draw_served(site: "SiteContent", name: str) -> bytes:
    """Return the bytes of what ``find_served`` names. Raises OutputError for what the site has not."""
    write, path = _find_writer(name)
    route = site.find_route(path) if write else None
    return write(route.make().triples) if write and route else site.draw(name)


def write_triples(site: "SiteContent", plan: str) -> bytes:
    """Return all triples of a plan, in N-Triples."""
    return _WRITERS["nt"](site.open_plan(plan).view.triples)


def _holds(site: "SiteContent", name: str) -> bool:
    write, path = _find_writer(name)
    return site.holds(name_data(path, "ttl") if write else name)


def _find_writer(name: str) -> tuple[Write | None, str]:
    """Return what writes the file of a name, and the path of its page; None for what the site itself has."""
    path, _, ending = split_name(name)
    return (_WRITERS[ending], path) if ending in _WRITERS and name == name_data(path, ending) else (None, path)


def draw_missing(site: "SiteContent", path: str, accept_language: str | None) -> bytes:
    """Return the page for an address at which there is nothing, with links that work from there."""
    route = site.find_route(NOT_FOUND)
    if route is None:
        return b""
    frame = replace(site.frame, base="../" * path.count("/") or "./")
    return draw_page(route.make(), choose_language(accept_language, LANGUAGES), frame).encode()
