"""The words by which rules of plans and questions go, in lists by what they say: data, read once."""

import tomllib
from functools import cache

from dupgraph.base.files import find_resource


@cache
def _load() -> dict[str, str]:
    return tomllib.loads(find_resource("ontology", "words.toml").read_text(encoding="utf-8"))


def list_words(name: str) -> frozenset[str]:
    """Return the words of a list.

    >>> "sagra" in list_words("completed")
    True
    """
    return frozenset(_load()[name].split())


def order_words(name: str) -> tuple[str, ...]:
    """Return the words of a list in its order.

    >>> order_words("months")[:2]
    ('gennaio', 'febbraio')
    """
    return tuple(_load()[name].split())


def match_words(name: str) -> str:
    """Return what matches any one word of a list, the longest that fits, for a regular expression that goes on.

    >>> match_words("months").split("|")[0]
    'settembre'
    """
    return "|".join(sorted(_load()[name].split(), key=len, reverse=True))
