"""What a server of the site's files answers: the one statement of it, which the rules for web servers are held to.

A thing is no document: its IRI answers 303 See Other, and each document about it has an address of its own. So a cache
never mixes page and data, links within a page work from wherever one came, and w3id.org and the site answer alike.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dupgraph.language.languages import LANGUAGES
from dupgraph.publish.routes.media import REPRESENTATIONS
from dupgraph.publish.routes.negotiation import choose_language, negotiate
from dupgraph.publish.routes.paths import find_tree, name_data, name_page
from dupgraph.schema.links import ELEMENT_KINDS

# What a page's path is made of: no character needs an escape in a URL or means anything to a server.
SEGMENT = "[A-Za-z0-9._~()'-]+"
PATH = "[A-Za-z0-9._~()'/-]+"
ANCHOR = "[A-Za-z0-9._-]+"
HOME = "index"
# Not served: files whose names begin with a dot, and those for administrators.
HIDDEN = (r"(?:.*/)?\.(?!well-known/)", r"nginx\.conf$", "w3id/")
NOT_ACCEPTABLE = "Not in a format asked for: pages are text/html, data are text/turtle and application/ld+json."
_THING = re.compile(f"({PATH}?)/?")
_MENTION = re.compile(f"({PATH})/mention/({SEGMENT})/({ANCHOR})")
_MENTION_FILE = re.compile(rf"({PATH})/mention/({SEGMENT})\.({'|'.join(REPRESENTATIONS)})")
# A concept that no plan of the site names has no page: it is said on that of its vocabulary.
VOCABULARY = f"controlled-vocabulary/{SEGMENT}"
_CONCEPT = re.compile(f"({VOCABULARY})/({ANCHOR})")
_CONCEPT_FILE = re.compile(
    rf"({'|'.join(map(find_tree, LANGUAGES))})({VOCABULARY})/({ANCHOR})\.({'|'.join(REPRESENTATIONS)})"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: 200 with a ``file`` of the site, 303 with a ``location`` in it, 404 or 406 with neither.

    ``vary`` are the headers that decided it.
    """

    status: int
    file: str = ""
    location: str = ""
    vary: tuple[str, ...] = ()


def find_answer(
    path: str,
    holds: Callable[[str], bool],
    accept: str | None = None,
    accept_language: str | None = None,
    endings: Sequence[str] = REPRESENTATIONS,
) -> Answer:
    """Return what a request for a path below the site's own address gets.

    ``path`` is as it is after decoding; ``holds`` tells whether the site has a file of that name; ``accept`` and
    ``accept_language`` are the request's headers, ``endings`` those of what a thing may be given as.

    >>> files = {"onto.html", "en/onto.html", "onto.ttl", "onto.jsonld"}
    >>> find_answer("onto", files.__contains__, "text/turtle").location
    'onto.ttl'
    >>> find_answer("onto", files.__contains__, "text/html", "en").location
    'en/onto.html'
    """
    if any(re.match(pattern, path) for pattern in HIDDEN):
        return Answer(404)
    if not path:
        return _answer_home(accept_language)
    if elsewhere := _lead_file(path, holds):
        return Answer(303, location=elsewhere)
    if holds(path):
        return Answer(200, path)
    if path.endswith("/") and holds(f"{path}{HOME}.html"):
        return Answer(200, f"{path}{HOME}.html")
    return _answer_thing(path, holds, accept, accept_language, endings)


def _find_element(path: str, pattern: re.Pattern[str], holds: Callable[[str], bool]) -> tuple[str, str] | None:
    """Return the path of the element that a mention is of, and the last part of the mention's own."""
    found = pattern.fullmatch(path)
    if not found:
        return None
    plan, code, rest = found.groups()
    elements = (f"{plan}/{kind}/{code}" for kind in ELEMENT_KINDS)
    return next(((element, rest) for element in elements if holds(name_page(element))), None)


def _lead_file(path: str, holds: Callable[[str], bool]) -> str:
    """Return the file that has what one of mentions, or of a concept that no plan names, would have; else nothing."""
    if led := _find_element(path, _MENTION_FILE, holds):
        element, ending = led
        return f"{element}.{ending}"
    return "" if holds(path) else _find_vocabulary_file(path, holds)


def _find_vocabulary_file(path: str, holds: Callable[[str], bool]) -> str:
    """Return where the vocabulary's file says what a concept's own would; nothing where there is none."""
    found = _CONCEPT_FILE.fullmatch(path)
    if not found:
        return ""
    tree, vocabulary, concept, ending = found.groups()
    if ending == "html":
        return f"{tree}{vocabulary}.html#c-{concept}" if holds(f"{tree}{vocabulary}.html") else ""
    return name_data(vocabulary, ending) if not tree and holds(name_data(vocabulary, ending)) else ""


def _answer_home(accept_language: str | None) -> Answer:
    language, vary = choose_language(accept_language), ("Accept-Language",)
    if language == LANGUAGES[0]:
        return Answer(200, name_page(HOME), vary=vary)
    return Answer(303, location=name_page(HOME, language), vary=vary)


def _answer_thing(
    path: str, holds: Callable[[str], bool], accept: str | None, accept_language: str | None, endings: Sequence[str]
) -> Answer:
    led = _find_element(path, _MENTION, holds)
    found = _THING.fullmatch(path)
    thing, anchor = (led[0], f"#m-{led[1]}") if led else (found[1] if found else "", "")
    concept = _CONCEPT.fullmatch(thing)
    if concept and not holds(name_page(thing)):
        thing, anchor = concept[1], f"#c-{concept[2]}"
    if not thing or not holds(name_page(thing)):
        return Answer(404)
    there = [ending for ending in endings if ending == "html" or holds(name_data(thing, ending))]
    languages = [language for language in LANGUAGES if holds(name_page(thing, language))]
    choice = negotiate(accept, accept_language, there, languages)
    if not choice.ending:
        return Answer(406, vary=choice.vary)
    page = f"{name_page(thing, choice.language)}{anchor}"
    return Answer(303, location=page if choice.ending == "html" else name_data(thing, choice.ending), vary=choice.vary)
