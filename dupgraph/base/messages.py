"""A sentence in English that can still be said in another language: it knows its key and its facts.

What they are in which language is the matter of dupgraph.language.messages.
"""

from collections.abc import Mapping
from typing import Any


class Message(str):
    """A sentence in English, with the key of its text and the facts in it, some of which may be messages."""

    key: str
    facts: Mapping[str, object]


def make_message(text: str, key: str, facts: Mapping[str, object]) -> Message:
    """Return the message whose English is ``text``."""
    message = Message(text)
    message.key, message.facts = key, facts
    return message


def pack_message(value: Any) -> Any:
    """Return a message as what JSON can hold, to be sent to another process; anything else as it is.

    >>> pack_message(make_message("is empty", "not_empty", {})), pack_message("is empty")
    ({'message': 'not_empty', 'text': 'is empty', 'facts': {}}, 'is empty')
    """
    if not isinstance(value, Message):
        return value
    facts = {name: pack_message(fact) for name, fact in value.facts.items()}
    return {"message": value.key, "text": str(value), "facts": facts}


def unpack_message(packed: Any) -> Any:
    """Return the message that was packed; anything else as it is."""
    if not isinstance(packed, dict) or packed.keys() != {"message", "text", "facts"}:
        return packed
    facts = {name: unpack_message(fact) for name, fact in packed["facts"].items()}
    return make_message(packed["text"], packed["message"], facts)
