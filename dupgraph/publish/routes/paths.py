"""An IRI to the place of its page: the path below the site mirrors the IRI's own."""

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

from dupgraph.language.languages import LANGUAGES
from dupgraph.schema.links import SHOWN
from dupgraph.schema.namespaces import ROOT

# Pages in the first language stand where the IRI says; those in others below a folder of that name.
_TREES = {language: f"{language}/" if place else "" for place, language in enumerate(LANGUAGES)}
# A plan's map, below its path; and that of the towns and the partners that they share.
MAP, TOWNS = "map.html", "towns.html"
# What all maps of plans are drawn with.
MAP_LIBRARY = "vis-network.js"
# Where a server shows a plan's original, below the plan's path.
ORIGINAL = "original"
VOCABULARIES = "controlled-vocabulary"
_PLAIN = re.compile(r"[A-Za-z0-9._()'-]+")
_ANCHOR = re.compile(r"[A-Za-z0-9._-]+")
# What dupgraph publishes itself, below its own root.
_OURS = re.compile(r"(?:onto|controlled-vocabulary|software|agent|shapes)(?:/|$)")
_LISTS = "".join(f"{link.path}|" for link in SHOWN if link.path)
# Pages of the site itself, and of each plan: no IRI's page may take their place.
_TAKEN = re.compile(
    r"(?:en|external|province)/|(?:index|404|w3id)$|.*/plan/[^/]+/mention/[^/]+$"
    rf"|.*/plan/[^/]+/(?:{_LISTS}gaps|questions|downloads|map|compare|naming|download)(?:/|$)"
)
# The size of the cache of paths: pages link to one another again and again.
_AT_HAND = 8_192
# File systems allow 255 bytes for a name; an ending is added to this.
_LONGEST = 180
_LONGEST_PATH = 900


@lru_cache(_AT_HAND)
def find_path(iri: str, root: str = ROOT) -> str:
    """Return the path of an IRI's page, without an ending; no two IRIs share one.

    ``root`` is that below which the plans' own IRIs stand. What is below it, and dupgraph's ontology and vocabularies,
    is where the IRI says; all else is below ``external``.

    >>> find_path("https://w3id.org/dupgraph/data/036040/plan/dup/objective/1.3.3")
    'data/036040/plan/dup/objective/1.3.3'
    >>> find_path("http://metadata.un.org/sdg/4")
    'external/http~/metadata.un.org/sdg/4'
    """
    for base in (root, ROOT):
        rest = iri.removeprefix(base)
        # What stands below two roots would meet where it is called alike: each has its own part of the site.
        is_here = root == ROOT or (base == ROOT) == bool(_OURS.match(rest))
        if rest != iri and _is_plain(rest) and is_here and not _TAKEN.match(rest):
            return rest
    scheme, _, rest = iri.partition("://")
    place, hash_sign, fragment = rest.partition("#")
    path, question, query = place.partition("?")
    whole = "/".join(_write_segment(segment) for segment in path.split("/"))
    whole += f"~3F{_write_segment(query)}" if question else ""
    whole += f"~23{_write_segment(fragment)}" if hash_sign else ""
    start = "" if scheme == "https" else f"{_write_segment(scheme)}~/"
    whole = f"external/{start}{whole}"
    return whole if len(whole) <= _LONGEST_PATH else f"external/{sha256(iri.encode()).hexdigest()}"


def _is_plain(path: str) -> bool:
    """Whether a path may be a file's as it is, on every system and in every URL."""
    segments = path.split("/")
    return len(path) <= _LONGEST_PATH and all(
        _PLAIN.fullmatch(segment) and not segment.startswith(".") and len(segment) <= _LONGEST for segment in segments
    )


def _write_segment(segment: str) -> str:
    """Return a part of an IRI in plain letters: what is none of them as ``~`` and its bytes, nothing as ``~``."""
    plain = "".join(
        c if _PLAIN.fullmatch(c) else "".join(f"~{byte:02X}" for byte in c.encode("utf-8", "surrogatepass"))
        for c in segment
    )
    plain = f"~2E{plain[1:]}" if plain.startswith(".") else plain or "~"
    return plain if len(plain) <= _LONGEST else f"{plain[:80]}~{sha256(segment.encode()).hexdigest()[:32]}"


def find_naming(plan_path: str, thing_path: str) -> str:
    """Return the path of the page that says where a plan names a thing, on a site of several plans."""
    return f"{plan_path}/naming/{thing_path}"


def name_anchor(mention: str) -> str:
    """Return the anchor of a mention within a page: made of the end of its IRI.

    >>> name_anchor("https://w3id.org/dupgraph/data/036040/plan/dup/mention/1.3.3/10470-10474-2")
    'm-10470-10474-2'
    """
    end = re.split(r"[/#]", mention.rstrip("/#"))[-1]
    return f"m-{end}" if _ANCHOR.fullmatch(end) else name_place("m", mention)


def name_concept(iri: str) -> str:
    """Return the anchor of a concept on the page of its vocabulary.

    >>> name_concept("https://w3id.org/dupgraph/controlled-vocabulary/actors/scouts")
    'c-scouts'
    """
    return name_place("c", re.split(r"[/#]", iri.rstrip("/#"))[-1])


def name_place(letter: str, name: str) -> str:
    """Return an anchor within a page, of a letter and a name; a name of other than plain letters gives its digest.

    >>> name_place("e", "1.3.3"), name_place("e", "1 bis")
    ('e-1.3.3', 'e-9d781714a6d11d78')
    """
    return f"{letter}-{name if _ANCHOR.fullmatch(name) else sha256(name.encode()).hexdigest()[:16]}"


def find_tree(language: str) -> str:
    """Return the folder of a language's pages: empty, or its name and a slash."""
    return _TREES[language]


def name_page(path: str, language: str = LANGUAGES[0]) -> str:
    """Return the name of a page's file in the site.

    >>> name_page("onto/Plan", "en")
    'en/onto/Plan.html'
    """
    return f"{_TREES[language]}{path}.html"


def name_data(path: str, ending: str) -> str:
    """Return the name of a file beside a page, the same for all languages: its data, or an answer's rows."""
    return f"{path}.{ending}"


def split_name(name: str) -> tuple[str, str, str]:
    """Return path, language and ending of a file's name, as ``name_page`` and ``name_data`` make it.

    >>> split_name("en/onto/Plan.html")
    ('onto/Plan', 'en', 'html')
    """
    language = next((each for each, tree in _TREES.items() if tree and name.startswith(tree)), LANGUAGES[0])
    path, _, ending = name.removeprefix(_TREES[language]).rpartition(".")
    return path, language, ending


def lead_library(plan_path: str) -> str:
    """Return the way from the map of the plan at a path to the library.

    >>> lead_library("data/036040/plan/dup")
    '../../../../vis-network.js'
    """
    return f"{find_top(f'{plan_path}/{MAP}')}{MAP_LIBRARY}"


def find_top(path: str) -> str:
    """Return the way from a page to the top of the folder that ``path`` counts from.

    >>> find_top("data/036040")
    '../'
    """
    return "../" * path.count("/")


@lru_cache(4_000)
def quote_path(path: str) -> str:
    """Return a path as a URL has it."""
    return quote(path, safe="/~.-_()'")
