"""Which representation of a thing a request gets: proactive negotiation (RFC 9110, section 12)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dupgraph.language.languages import LANGUAGES
from dupgraph.publish.routes.media import MEDIA_TYPES, REPRESENTATIONS

# Commas and semicolons within quotes part nothing; a quote that is never closed goes on to the end.
_ITEM, _PART = (re.compile(rf'(?:[^{sign}"]|"(?:[^"\\]|\\.)*"?)+') for sign in ",;")
_WEIGHT = re.compile(r"q=(?:(1)|0(?:\.(\d{0,3}))?)", re.IGNORECASE)
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Choice:
    """The representation that a request gets: the ending of a file, empty for none (406), and a language.

    ``vary`` are the headers that decided it, which a cache has to know (RFC 9110, section 12.5.5).
    """

    ending: str
    language: str
    vary: tuple[str, ...] = ("Accept", "Accept-Language")


def negotiate(
    accept: str | None,
    accept_language: str | None,
    endings: Sequence[str] = REPRESENTATIONS,
    languages: Sequence[str] = LANGUAGES,
) -> Choice:
    """Return which of ``endings`` and ``languages`` a request with these headers wants most; the first of equals.

    Parameters of a media type other than its weight are ignored. Without an acceptable language it gets the first one:
    a page in another language is better than none.

    >>> negotiate("text/turtle, text/html;q=0.9", "en").ending
    'ttl'
    >>> negotiate("image/png", None)
    Choice(ending='', language='it', vary=('Accept', 'Accept-Language'))
    """
    best = choose_type(accept, {ending: MEDIA_TYPES[ending] for ending in endings})
    return Choice(best or "", choose_language(accept_language, languages))


def choose_type(accept: str | None, types: Mapping[str, str]) -> str | None:
    """Return the key of the media type that a request wants most; the first of equals, None where it wants none.

    >>> choose_type("text/*;q=0.5, application/json", {"csv": "text/csv", "json": "application/json"})
    'json'
    """
    weights = dict(sorted(_read_weights(accept or ""), key=lambda item: item[1]))
    if not (accept or "").strip():
        weights = {"*/*": _MOST}

    def weigh(key: str) -> int:
        ranges = (types[key], f"{types[key].partition('/')[0]}/*", "*/*")
        return next((weights[name] for name in ranges if name in weights), 0)

    best = max(types, key=weigh, default=None)
    return best if best is not None and weigh(best) else None


def choose_language(accept_language: str | None, languages: Sequence[str] = LANGUAGES) -> str:
    """Return which language a request wants most; the first of equals, and of none.

    A range counts for the language that it begins with (``en-GB`` for ``en``), the highest of several (RFC 4647,
    section 3.4).

    >>> choose_language("en-US,it;q=0.8,en;q=0.5")
    'en'
    """
    weights: dict[str, int] = {}
    for name, weight in _read_weights(accept_language or ""):
        language = name.partition("-")[0]
        weights[language] = max(weight, weights.get(language, 0))
    return max(languages, key=lambda language: weights.get(language, weights.get("*", 0)))


def _read_weights(header: str) -> Iterator[tuple[str, int]]:
    """Yield the ranges of a header in small letters, and their weights in thousandths; one that is ill-formed is 1."""
    for item in _ITEM.findall(header):
        # A header of nothing but a semicolon has no part at all.
        name, *parameters = [part.strip() for part in _PART.findall(item)] or [""]
        stated = next(filter(None, map(_WEIGHT.match, parameters)), None)
        weight = _MOST if stated is None or stated[1] else int((stated[2] or "").ljust(3, "0"))
        yield name.lower(), weight
