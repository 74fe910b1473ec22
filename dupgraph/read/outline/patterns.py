"""How the headings of a level begin: the regular expressions that a profile's labels, numbers and codes make."""

import re
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from dupgraph.base.errors import VocabularyError
from dupgraph.language.messages import say

if TYPE_CHECKING:
    import regex  # type: ignore[import-untyped]  # it ships no type information

# A pattern of a plan of a thousand pages needs a tenth of a second.
PATTERN_SECONDS = 5.0
# The keys by which a level says what its headings look like.
LOOKS = ("rank", "size", "bold", "underlined", "look")
# For each style of number: its first part, the others, and what may not follow (it would be cut short).
_COMPONENTS = {
    "decimal": (r"\d{1,4}", r"\.\d{1,4}", r"(?!\d|\.\d)"),
    "roman": (r"[IVXLCDM]{1,9}", r"\.(?:\d{1,4}|[IVXLCDM]{1,9}|[A-Za-z]\b)", r"(?!\w|\.[\dIVX]|\.[A-Za-z]\b)"),
    "letter": (
        r"(?:[A-Z]|[a-z](?=[).]))",
        r"(?:(?<=[A-Z])\d{1,4}|\.(?:\d{1,4}|[A-Za-z]\b))",
        r"(?!\w|\.\d|\.[A-Za-z]\b)",
    ),
    "mixed": (r"(?:\d{1,4}|[A-Z])", r"\.(?:\d{1,4}|[A-Za-z]\b)", r"(?!\w|\.\d|\.[A-Za-z]\b)"),
}
_BLANK = r"[^\S\n\f]"
# What tells apart a number that was put between two others, or stands again.
AGAIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies")
SUFFIX = rf"(?:{_BLANK}?-?(?i:{'|'.join(AGAIN)})\b)"
_SEPARATOR = rf"(?P<separator>{_BLANK}*(?:[.:)|\-–—]{_BLANK}*){{0,2}})"
_FIRM_SEPARATOR = rf"(?P<separator>{_BLANK}*[:|–—-]{_BLANK}*)"
_NUMBER_WORD = r"(?:(?i:n|nr|num)[.°º]?[^\S\n\f]*)?"
# What a label says of its number: "Obiettivo 1 (peso 20%): ...".
_ASIDE = rf"(?:{_BLANK}*\([^()\n\f]{{1,40}}\)(?={_BLANK}*[:|–—-]))?"
# What may stand before a label or a code in a list.
_MARK = rf"(?:[•▪●◦■*–-]{_BLANK}*)?"
# A heading may say first what it belongs to: "Missione 01 - Programma 02 - ...".
_WORDS = rf"[A-ZÀ-Ú][\w’']+(?:{_BLANK}[\w’']+)?"
_LABEL_ABOVE = rf"{_WORDS}{_BLANK}+{_NUMBER_WORD}(?:\d{{1,3}}(?!\d)[\d.]*|[IVX]{{1,5}}){_BLANK}*[:|/,–—-]"
# What it belongs to may be the document's chapter: "3.1 Linea di mandato 1: ...".
_CHAPTER = rf"\d{{1,2}}(?:\.\d{{1,2}})*[.)]?{_BLANK}+(?:[–—-]{_BLANK}+)?"
_ABOVE = rf"(?:{_LABEL_ABOVE}{_BLANK}*|{_CHAPTER})?"
_NOT_ABOVE = rf"(?!{_LABEL_ABOVE})"
# A number may stand in brackets: "(1) ...".
_BRACKET = r"(?:\((?=[\w.]{1,8}\)))?"
_CODE_OPENING = rf"{_MARK}(?:(?i:cod(?:\.|ice){_BLANK}*:?){_BLANK}*)?"


class TimedPattern:
    """A regular expression that somebody wrote: all its matches together may take so many seconds."""

    def __init__(self, text: str, path: Path) -> None:
        """Compile ``text``, of the profile at ``path``. Raises regex.error."""
        # Few profiles have a pattern of their own, and the library takes 12 ms to import.
        import regex

        self._compiled = regex.compile(text)
        self._path = path
        self._seconds = PATTERN_SECONDS

    def match(self, text: str, start: int, end: int) -> "regex.Match[str] | None":
        """Return the match at ``start``. Raises VocabularyError when the time is used up."""
        began = monotonic()
        try:
            return self._compiled.match(text, start, end, timeout=max(self._seconds, 0.01))
        except TimeoutError:
            what = say("profile_slow", seconds=f"{PATTERN_SECONDS:g}", pattern=repr(self._compiled.pattern[:60]))
            raise VocabularyError(what, path=self._path, hint=say("do_profile_slow")) from None
        finally:
            self._seconds -= monotonic() - began


HeadingPattern = re.Pattern[str] | TimedPattern


def build_pattern(table: dict[str, object]) -> str:
    r"""Return the regular expression that a level's labels, number and bullets make; empty when it has none.

    >>> import re
    >>> pattern = build_pattern({"labels": ["Obiettivo strategico"], "number": "decimal"})
    >>> re.match(pattern, "OBIETTIVO  STRATEGICO 1.2.3 - Curare")["number"]
    '1.2.3'
    """
    style, parts = str(table.get("number", "none")), table.get("parts")
    number = ""
    if style != "none":
        first, other, not_after = _COMPONENTS[style]
        repeat = "*" if not isinstance(parts, int) else f"{{{parts - 1}}}"
        # 1.0 is a chapter's, above 1.1.
        number = rf"(?P<number>{first}{SUFFIX}?(?:{other}{SUFFIX}?){repeat}(?:\.0)?){not_after}"
    if "labels" in table:
        label = f"(?P<label>{_spell_labels(table)})"
        if number and table.get("number_first"):
            return rf"{number}[°º]?{_SEPARATOR.replace('?P<separator>', '')}(?<=\W){label}{_FIRM_SEPARATOR}"
        if "codes" in table:
            number = rf"(?P<number>{_join_codes(list_texts(table, 'codes'))})(?!\w|[.-]\w)"
        numbered = rf"{_BLANK}+{_NUMBER_WORD}{number}{_ASIDE}{_SEPARATOR}{_NOT_ABOVE}" if number else _FIRM_SEPARATOR
        if number and table.get("unnumbered"):
            bare = _FIRM_SEPARATOR.replace("?P<separator>", "")
            return rf"{_MARK}{label}(?:{numbered}|{bare})"
        return _MARK + (_ABOVE if number else "") + label + numbered
    if "codes" in table:
        codes = _join_codes(list_texts(table, "codes"))
        return (
            rf"{_CODE_OPENING}(?P<number>{codes})(?![\w]|[.-]\w)(?P<separator>{_BLANK}*(?:[.:)|–—-]{_BLANK}*){{0,2}})"
        )
    if "bullets" in table:
        after = rf"{number}(?P<separator>[.):]?{_BLANK}*[|\-–—]?{_BLANK}+)" if number else ""
        return rf"(?:{'|'.join(map(re.escape, list_texts(table, 'bullets')))}){_BLANK}*{after}"
    # "A Sassuolo" begins with no letter that counts: a mark, a second part or the look of a heading shows it.
    loose = style in ("roman", "letter", "mixed") and not any(key in table for key in LOOKS)
    marked = rf"(?=\S*[.):\d]|\S+{_BLANK}[|\-–—])" if loose else ""
    return number and _MARK + _BRACKET + marked + number + rf"(?P<separator>[.):]?{_BLANK}*[|\-–—]?{_BLANK}+)"


def list_texts(table: dict[str, object], key: str) -> list[str]:
    """Return the texts of a level's key; none where it has no list."""
    value = table.get(key)
    return [str(text) for text in value] if isinstance(value, list) else []


def compile_ending(table: dict[str, object]) -> re.Pattern[str] | None:
    """Return what matches a code at an item's end, and whatever ties it to the title: a dash, a bracket, names."""
    codes = list_texts(table, "codes_at_end")
    if not codes:
        return None
    return re.compile(rf"\s*[-–—(\[]*\s*(?P<number>{_join_codes(codes)})[)\].;,\s]*\Z")


def _join_codes(examples: list[str]) -> str:
    """Return the regular expression of codes like the ``examples``, the longest first."""
    return "|".join(sorted(map(_spell_code, dict.fromkeys(examples)), key=len, reverse=True))


def _spell_code(example: str) -> str:
    if not any(map(str.isdecimal, example)):
        # Letters alone are a word elsewhere.
        return rf"{re.escape(example)}(?={_BLANK}*[:–—-]{_BLANK})"
    pieces = re.split(r"(\d+[a-z]?\b|\d+|\s+)", example)
    spelt = []
    for piece in pieces:
        if piece[:1].isdecimal():
            spelt.append(r"\d{1,8}" + (r"[a-z]?" if piece[-1].isalpha() else ""))
        else:
            spelt.append(rf"{_BLANK}+" if piece.isspace() else re.escape(piece))
    return f"{''.join(spelt)}{SUFFIX}?"


def _spell_labels(table: dict[str, object]) -> str:
    ordered = sorted(list_texts(table, "labels"), key=len, reverse=True)
    return f"(?i:{'|'.join(rf'{_BLANK}+'.join(map(re.escape, words.split())) for words in ordered)})"
