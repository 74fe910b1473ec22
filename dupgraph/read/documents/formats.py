"""The formats in which a plan can come: how each is known by its bytes and its name, and what reads it.

A package adds formats of its own by the entry points ``dupgraph.documents``, each of them a ``Format``.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tomllib import loads
from typing import Any, NamedTuple

from dupgraph.base.errors import DocumentError
from dupgraph.base.plugins import list_plugins, load_plugin
from dupgraph.language.messages import say

_READERS = "dupgraph.read.documents.readers"
# A PDF may have some bytes before it begins; a page, comments and white space.
_LOOKED_AT = 1024


class Format(NamedTuple):
    """One format: its name, its suffixes, and the marks by which its files are known whatever they are called.

    ``pattern`` is searched at the file's beginning; ``holds`` are bytes all of which stand somewhere in it. ``reader``
    ("module:function") turns bytes into ``Contents`` in the child, with ``libraries`` within its reach; without one,
    the file is text. ``refusal`` is the key of the message about a format that cannot be read, ``advice`` of that about
    what to do then.
    """

    name: str
    suffixes: tuple[str, ...] = ()
    pattern: str = ""
    holds: tuple[bytes, ...] = ()
    reader: str = ""
    libraries: tuple[str, ...] = ()
    refusal: str = ""
    advice: str = "do_save_as"

    def list_libraries(self) -> tuple[str, ...]:
        """Return the packages that the child must find: the reader's own and its libraries."""
        return (re.split("[.:]", self.reader)[0], *self.libraries)

    def matches(self, data: bytes) -> bool:
        """Say whether ``data`` bears the marks of this format."""
        if not self.pattern and not self.holds:
            return False
        if self.pattern and re.search(self.pattern.encode("latin-1"), data[:_LOOKED_AT], re.IGNORECASE) is None:
            return False
        return all(mark in data for mark in self.holds)


def _read_formats() -> tuple[Format, ...]:
    rows: list[dict[str, Any]] = loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["format"]
    for row in rows:
        row["reader"] = f"{_READERS}.{row['reader']}" if "reader" in row else ""
        row["holds"] = [*map(str.encode, row.get("holds", ()))]
        row["holds"] += [mark.encode("utf-16-le") for mark in row.pop("holds_utf16", ())]
        row.update({name: tuple(value) for name, value in row.items() if isinstance(value, list)})
    return tuple(Format(**row) for row in rows)


_FORMATS = _read_formats()
PDF, IMAGE, TEXT = (next(form for form in _FORMATS if form.name == name) for name in ("PDF", "picture", "text"))
# The suffixes of plans where a whole folder is read; what is Markdown there, or a picture, may be a note.
USUAL_SUFFIXES = (".txt", ".pdf", ".docx", ".docm", ".odt", ".html", ".htm", ".rtf", ".epub")


@cache
def list_formats() -> tuple[Format, ...]:
    """Return all formats, those of other packages first. Raises OutputError for a plug-in that gives none."""
    added = (load_plugin(entry, Format) for entry in list_plugins("dupgraph.documents").values())
    return (*added, *_FORMATS)


def list_suffixes() -> tuple[str, ...]:
    """Return the suffixes of the files that can be read, each once."""
    return tuple(dict.fromkeys(s for form in list_formats() if not form.refusal for s in form.suffixes))


def find_format(path: Path, data: bytes) -> tuple[Format, tuple[str, ...]]:
    """Return the format of the file ``path``, whose bytes are ``data``, and a warning where its name says another.

    What the bytes say goes before what the name says. Raises DocumentError for a format that is not read, and for a
    file whose name promises one that its bytes are not.
    """
    formats, suffix = list_formats(), path.suffix.lower()
    named = [form for form in formats if suffix in form.suffixes]
    found = next((form for form in formats if form.matches(data)), None)
    if found is None:
        found = next((form for form in named if not form.pattern and not form.holds), TEXT)
        if named and found not in named and named[0].name != "HTML":
            raise _explain_suffix(path, named)
        found = named[0] if named and named[0].name == "HTML" else found
    if found.refusal:
        raise DocumentError(say(found.refusal), path=path, hint=say(found.advice))
    if named and found.name not in {form.name for form in named}:
        return found, (say("mended_suffix", suffix=suffix, name=found.name),)
    return found, ()


def _explain_suffix(path: Path, named: Iterable[Format]) -> DocumentError:
    name = next(iter(named)).name
    what = say("not_suffix", suffix=path.suffix.lower(), name=name)
    return DocumentError(what, path=path, hint=say("do_suffix"))
