"""The tokens of an RTF text (specification 1.9.1): groups, control words, characters."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)


class Token(NamedTuple):
    """A token: the ``kind`` is word, text, open or close; a word has its number, text is bytes of a code page."""

    kind: str
    word: str = ""
    number: int | None = None
    text: bytes = b""


def list_tokens(data: bytes) -> Iterator[Token]:
    """Yield the tokens of an RTF text; binary data is passed over."""
    place = 0
    while match := _TOKEN.search(data, place):
        place = match.end()
        word, number, code, symbol, brace, text = match.groups()
        if word:
            value = int(number) if number else None
            if word == b"bin":
                place += max(value or 0, 0)
                continue
            yield Token("word", word.decode("ascii"), value)
        elif code:
            yield Token("text", text=bytes([int(code, 16)]))
        elif symbol:
            yield Token("word", symbol.decode("latin-1"))
        elif brace:
            yield Token("open" if brace == b"{" else "close")
        elif text:
            yield Token("text", text=text)
