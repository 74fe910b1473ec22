"""Bytes and pages to canonical text: NFC, LF, no byte-order mark, no soft hyphens."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from unicodedata import is_normalized, normalize

from dupgraph.base.errors import DocumentError
from dupgraph.base.smallfiles import MOST_MARKS, find_stacked_accents
from dupgraph.language.lemmas import is_italian
from dupgraph.language.messages import say
from dupgraph.schema.values import BOM

LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})

_CONTROL_BYTES = bytes((*range(0x09), *range(0x0E, 0x20), 0x7F))
# Signs that take no room: web pages have them between words that may part, and texts in several scripts.
_UNSEEN = "\u200b\u200e\u200f\u2060"
_CONTROL = re.compile(f"[{re.escape(_CONTROL_BYTES.decode())}{_UNSEEN}]")
_SOFT_HYPHEN = re.compile("\u00ad(?:[ \\t]*\\n[ \\t]*)?")
# pdfium writes one of these where a line ends in a hyphen, and drops the line's end.
_PDF_HYPHEN = re.compile("[\ufffe\x02](?:\\n[ \\t]*)?")
_BEFORE, _AFTER = re.compile(r"[\w-]*\Z"), re.compile(r"[\w-]*")
_WORD = re.compile(r"\w+(?:-\w+)*")
_LEFT_PART = re.compile(r"[\w-]*\w$")
_RIGHT_PART = re.compile(r"\w+")
_LONGEST_WORD = 60
# A typesetter who hyphenates breaks a word every few lines; where it is rarer, words broke at their own hyphens.
_LINES_A_HYPHEN = 25


def decode_bytes(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of ``data`` and the warnings that its encoding deserves.

    Raises DocumentError for bytes that are no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), (say("mended_utf16"),)
        except UnicodeDecodeError:
            raise _refuse_binary(path) from None
    try:
        text = data.decode("utf-8")
        warnings: tuple[str, ...] = ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise _refuse_binary(path) from None
        warnings = (say("mended_encoding", line=line),)
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    if b"\x00" in data or controls * 100 > len(data):
        raise _refuse_binary(path)
    return text, warnings


def make_canonical(text: str) -> str:
    r"""Return ``text`` in the form that every offset points into.

    A leading byte-order mark, control characters, signs that take no room and soft hyphens (with the line end after
    them) are left out; ligatures become letters. Raises DocumentError for a letter with more accents than any language
    has.

    >>> make_canonical("\ufeffCitta\u0300 so\u00ad\nstenibile\r\nefﬁciente")
    'Città sostenibile\nefficiente'
    """
    text = text.removeprefix(BOM)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for old, new in (("\x0b", "\n"), ("\u2028", "\n"), ("\u2029", "\n"), ("\x85", "\n")):
        text = text.replace(old, new)
    if _CONTROL.search(text):
        text = _CONTROL.sub("", text)
    if "\u00ad" in text:
        text = _SOFT_HYPHEN.sub("", text)
    if any(ligature in text for ligature in "ﬀﬁﬂﬃﬄ"):
        text = text.translate(LIGATURES)
    if line := find_stacked_accents(text):
        what = say("not_accents", line=line, count=MOST_MARKS)
        raise DocumentError(what, hint=say("do_program"))
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def split_pages(text: str) -> tuple[int, ...]:
    r"""Return the offsets at which the pages of ``text`` start: none where no form feed divides it.

    >>> split_pages("uno\n\fdue")
    (0, 5)
    """
    starts = [0, *(match.end() for match in re.finditer("\f", text))]
    if len(starts) > 1 and not text[starts[-1] :].strip():
        starts.pop()
    return tuple(starts) if len(starts) > 1 else ()


def mend_hyphens(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Mend the words that pdfium reports as broken at a line's end.

    The mark does not say whether the hyphen was the typesetter's ("pub-blica") or the word's own
    ("didattica-educativa"): how often lines end so, and the document's other words, decide.

    Return the text mended, and for each change the place after it in the old text and how much shorter all before
    that has become.
    """
    breaks = list(_PDF_HYPHEN.finditer(text))
    if not breaks:
        return text, ()
    words = _count_words(_cut_words(text, breaks).lower())
    parts = {part for word in words for part in word.split("-")}
    typeset = len(breaks) * _LINES_A_HYPHEN > text.count("\n")
    pieces: list[str] = []
    changes: list[tuple[int, int]] = []
    done = lost = 0
    for match in breaks:
        kept = _keeps_hyphen(*_find_sides(text, match), words, parts, typeset)
        pieces += (text[done : match.start()], "-" if kept else "")
        done = match.end()
        lost += done - match.start() - kept
        changes.append((done, lost))
    return "".join((*pieces, text[done:])), tuple(changes)


def _cut_words(text: str, breaks: Sequence[re.Match[str]]) -> str:
    """Return ``text`` without the words that are broken."""
    pieces: list[str] = []
    done = 0
    for match in breaks:
        left = _BEFORE.search(text[max(done, match.start() - _LONGEST_WORD) : match.start()])
        right = _AFTER.match(text, match.end(), match.end() + _LONGEST_WORD)
        pieces += (text[done : match.start() - len(left[0] if left else "")], " ")
        done = right.end() if right else match.end()
    return "".join((*pieces, text[done:]))


def _count_words(text: str) -> Counter[str]:
    """Return how often each word stands in a text; what stands there often is taken apart once."""
    words: Counter[str] = Counter()
    for token, count in Counter(text.split()).items():
        for word in (token,) if token.isalpha() else _WORD.findall(token):
            words[word] += count
    return words


def _find_sides(text: str, match: re.Match[str]) -> tuple[str, str]:
    left = _LEFT_PART.search(text[max(0, match.start() - _LONGEST_WORD) : match.start()])
    right = _RIGHT_PART.match(text, match.end(), match.end() + _LONGEST_WORD)
    return (left[0] if left else "", right[0] if right else "")


def _keeps_hyphen(left: str, right: str, words: Counter[str], parts: set[str], typeset: bool) -> bool:
    """Say whether the hyphen is the word's own: as the document spells it elsewhere, else as its halves suggest."""
    if not left or not right or left.isdigit() or right[0].isupper() or right.isdigit():
        return True
    left, right = left.lower(), right.lower()
    joined, hyphened = words[left + right], words[f"{left}-{right}"]
    if joined or hyphened:
        return hyphened > joined
    known = (left.rpartition("-")[2] in parts, right in parts)
    if typeset:
        return all(known) and min(len(left), len(right)) >= 4
    return any(known) or not is_italian(left + right)


def _refuse_binary(path: Path) -> DocumentError:
    return DocumentError(say("not_binary"), path=path, hint=say("do_text"))
