"""Bytes of a web page to characters, by the order of the HTML standard (WHATWG, 13.2.3): mark, statement, guess."""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(rb"<meta[^>]{1,400}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
# Where the standard says that a statement must be; programs write some styles before it.
_STATED_WITHIN = 4_096
# Names that the standard takes for Windows-1252, whatever else they mean elsewhere.
_LATIN = {"iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii", "iso8859-1", "ansi", "windows-1252", "cp1252"}


def decode_html(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the characters of a page, and a warning where its bytes are not what it says.

    >>> decode_html('<meta charset="iso-8859-1"><p>Città'.encode("cp1252"))
    ('<meta charset="iso-8859-1"><p>Città', ())
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), ()
    stated = _find_stated(data)
    for name in dict.fromkeys(filter(None, (stated, "utf-8"))):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        return text, _warn_other(stated, name)
    return data.decode("cp1252", "replace"), _warn_other(stated, "windows-1252", doubtful=True)


def _find_stated(data: bytes) -> str | None:
    match = _XML.match(data) or _CHARSET.search(data, 0, _STATED_WITHIN)
    if match is None:
        return None
    name = match[1].decode("ascii", "replace").lower()
    if name in _LATIN:
        return "cp1252"
    if name.startswith("utf-16"):
        # A statement that could be read byte by byte is none of UTF-16's.
        return "utf-8"
    try:
        return codecs.lookup(name).name if codecs.lookup(name)._is_text_encoding else None
    except LookupError:
        return None


def _warn_other(stated: str | None, name: str, doubtful: bool = False) -> tuple[str, ...]:
    if stated is not None and stated != name:
        return (f"says that its characters are {stated} and they are not: read as {name}; check its accents",)
    if doubtful:
        return (f"does not say which characters it uses: read as {name}; check its accents",)
    return ()
