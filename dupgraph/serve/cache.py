"""Answers that were given already: the store changes only by a load, so that a query has one answer until then."""

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

# All answers together, and the largest that is kept.
_ROOM = 16 << 20
_LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its headers and its bytes."""

    headers: Mapping[str, str]
    data: bytes


class AnswerCache:
    """The latest answers by key; those that were not asked for longest go first."""

    def __init__(self) -> None:
        """Begin empty."""
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._size = 0

    def find(self, key: str) -> Answer | None:
        """Return the answer that is kept under a key."""
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def keep(self, key: str, answer: Answer) -> None:
        """Keep an answer, unless it is large."""
        if key in self._answers or len(answer.data) > _LARGEST:
            return
        self._answers[key] = answer
        self._size += len(answer.data)
        while self._size > _ROOM:
            self._size -= len(self._answers.popitem(last=False)[1].data)


def make_key(*parts: str) -> str:
    """Return the key of what these parts decide together, which is an ETag too.

    >>> make_key("a", "bc") == make_key("ab", "c")
    False
    """
    return sha256(json.dumps(parts).encode()).hexdigest()[:32]


def is_known(key: str, if_none_match: str | None) -> bool:
    """Tell whether a client that sends this header has the answer with a key already (RFC 9110, section 13.1.2).

    >>> is_known("abc", 'W/"x", "abc"'), is_known("abc", None)
    (True, False)
    """
    tags = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return f'"{key}"' in tags or tags == ["*"]
