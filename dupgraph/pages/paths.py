"""An IRI to the place of its page: the path below the site mirrors the IRI's own."""

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote, unquote, urlsplit

from dupgraph.namespaces import ROOT

LANGUAGES = ("it", "en")
# Pages in Italian stand where the IRI says; those in other languages below a folder of that name.
_TREES = {"it": "", "en": "en/"}
_PLAIN = re.compile(r"[A-Za-z0-9._()'-]+")
_ANCHOR = re.compile(r"[A-Za-z0-9._-]+")
# How many paths are kept at hand: pages lead to one another again and again.
_AT_HAND = 8_192
# File systems take 255 bytes; an ending is to come.
_LONGEST = 180
_LONGEST_PATH = 900


@lru_cache(_AT_HAND)
def find_path(iri: str, base: str = ROOT) -> str:
    """Return the path of an IRI's page within a site at ``base``, without an ending; no two IRIs share one.

    What stands below ``base``, or below dupgraph's own root, is where the IRI says; all else is below ``external``.

    >>> find_path("https://w3id.org/dupgraph/data/036040/plan/dup/objective/1.3.3")
    'data/036040/plan/dup/objective/1.3.3'
    >>> find_path("http://metadata.un.org/sdg/4")
    'external/metadata.un.org/sdg/4'
    """
    for root in (base, ROOT):
        rest = iri.removeprefix(root)
        if rest != iri and _is_plain(rest) and not rest.startswith(("external/", "en/")):
            return rest
    parts = urlsplit(iri)
    path = "/".join(_write_segment(part) for part in [parts.netloc, *parts.path.split("/")] if part)
    rest = "".join(
        sign + _write_segment(text) for sign, text in (("~3F", parts.query), ("~23", parts.fragment)) if text
    )
    ending = "~2F" if parts.path.endswith("/") else ""
    scheme = "" if parts.scheme in ("http", "https") else f"{_write_segment(parts.scheme)}/"
    whole = f"external/{scheme}{path}{ending}{rest}"
    # The names of http and https are one name: who publishes both under different meanings has two pages all the same.
    return whole if len(whole) <= _LONGEST_PATH else f"external/{sha256(iri.encode()).hexdigest()}"


def _is_plain(path: str) -> bool:
    """Whether a path may be a file's as it is, on every system and in every URL."""
    segments = path.split("/")
    return len(path) <= _LONGEST_PATH and all(
        _PLAIN.fullmatch(segment) and not segment.startswith(".") and len(segment) <= _LONGEST for segment in segments
    )


def _write_segment(segment: str) -> str:
    """Return a part of a path in plain letters: what is none of them as ``~`` and its bytes."""
    text = unquote(segment, errors="surrogateescape")
    plain = "".join(
        c if _PLAIN.fullmatch(c) else "".join(f"~{byte:02X}" for byte in c.encode("utf-8", "surrogateescape"))
        for c in text
    )
    plain = f"~2E{plain[1:]}" if plain.startswith(".") else plain
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


def name_place(letter: str, name: str) -> str:
    """Return an anchor within a page, of a letter and a name; a name of other than plain letters gives its digest.

    >>> name_place("e", "1.3.3"), name_place("e", "1 bis")
    ('e-1.3.3', 'e-9d781714a6d11d78')
    """
    return f"{letter}-{name if _ANCHOR.fullmatch(name) else sha256(name.encode()).hexdigest()[:16]}"


def find_tree(language: str) -> str:
    """Return the folder of a language's pages: empty, or its name and a slash."""
    return _TREES[language]


def climb(path: str) -> str:
    """Return the way from a page to the top of the folder that ``path`` counts from.

    >>> climb("data/036040")
    '../'
    """
    return "../" * path.count("/")


@lru_cache(4_000)
def quote_path(path: str) -> str:
    """Return a path as a URL has it."""
    return quote(path, safe="/~.-_()'")
