"""Text to sentences: where the sentence, bullet or cell around some words begins and ends.

The text is as a plan's pages give it: lines are broken where the page is, a list has a mark before each entry, and
what stands at the head and foot of a page has been blanked by the caller. A sentence ends

1. at a full stop, question or exclamation mark before a blank and a word that can begin a sentence, unless an
   abbreviation ("art.", "n.", "D.Lgs.", "S.p.A.") or an initial ends there;
2. at an empty line, unless the sentence is plainly unfinished: it goes on in small letters, or breaks off at a
   preposition, an article, a comma;
3. not within a short quotation;
4. before the mark of a list's entry, and at a tab, which parts the cells of a table.

The label of a card ("Soggetti coinvolti") is no part of what stands below it: ``list_labels`` finds those of a text.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from dupgraph.language.phrases import is_unfinished

# What ends no sentence although a full stop does; without their dots, for "D.Lgs." and "d.lgs" are one.
_ABBREVIATIONS = (
    "all alleg arch art artt assoc avv ca cap capp cfr comma coop dgr dlgs dott dottssa dpr dpcm dcc dgc dl dm ecc es "
    "fig geom ing lett lr max min mq n nn nr num on op p pag pagg par pp prof profssa prov rag reg rif san sec sen sez "
    "sig sigg sigra soc spa srl snc ss ssa st str tab tel v vd vol"
)
_IS_SHORT = frozenset(_ABBREVIATIONS.split())
# The regex engine runs to what begins with one sign; to what begins with several it goes letter by letter.
_STOP = re.compile(r"[.!?…][.!?…]*[»”\"’')\]]*(?=\s)")
_GAP = re.compile(r"\n[ \t\r\f\v\xa0]*(?:\n\s*)+")
# Marks that stand before an entry of a list and nowhere else, and those that also part words.
_ENTRY = re.compile(r"\n[^\S\n]*(?P<mark>[•●▪◦■□‣⁃➢➤✓✔]|[-–—*·>]|\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})[.)])[^\S\n]+(?=\S)")
_SURE_MARKS = frozenset("•●▪◦■□‣⁃➢➤✓✔")
_BEFORE_ENTRIES = ("", *".:;!?")
_LAST_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*\.?$")
_CELL = re.compile(r"\t\t*")
# A short line that opens a paragraph; it is a label where several paragraphs of a text begin with it. That it is short
# is seen first: most lines are not.
_LABEL = r"[^\S\n]*(?=[^\n]{2,60}\n)(?P<label>\S[^\n]{1,40}?)[^\S\n]*\n(?=[^\S\n]*\S)"
_FIRST, _OPENING = re.compile(_LABEL), re.compile(rf"\n[^\S\n]*\n{_LABEL}")
_LEAST_LABELS = 3
# A longer stretch without an end is no sentence: so much of it is kept on either side of the words.
MOST_CHARACTERS = 900
_KEPT = 300
_LOOK_BACK = 40
# No quotation within a sentence is longer.
_QUOTED = 200


def find_sentence(text: str, start: int, end: int, ends: Sequence[int]) -> tuple[int, int]:
    """Return where the sentence begins and ends that holds the words from ``start`` to ``end``.

    ``ends`` is where the sentences of the text end, in order. Words that lie in two give both. Of a stretch that has no
    end for 900 characters only the surroundings are given, cut between two words.

    >>> text = "Ai sensi dell’art. 5 del D.Lgs. 118/2011 si opera con l’AUSL.  Il Comune vigila."
    >>> first, last = find_sentence(text, text.index("AUSL"), text.index("AUSL") + 4, sorted(list_ends(text)))
    >>> text[first:last]
    'Ai sensi dell’art. 5 del D.Lgs. 118/2011 si opera con l’AUSL.'
    """
    first = ends[place - 1] if (place := bisect_right(ends, start)) else 0
    place = bisect_right(ends, max(end - 1, start))
    last = ends[place] if place < len(ends) else len(text)
    if last - first > max(MOST_CHARACTERS, end - start):
        first, last = _shorten(text, first, last, start, end)
    stretch = text[first:last]
    return first + len(stretch) - len(stretch.lstrip()), first + len(stretch.rstrip())


def list_ends(text: str) -> Iterator[int]:
    """Yield where a sentence, entry or cell ends and the next may begin, in no order."""
    for stop in _STOP.finditer(text):
        begins = _can_begin(text[stop.end() : stop.end() + _LOOK_BACK])
        if begins and not (_is_abbreviation(text, stop) or _is_quoted(text, stop)):
            yield stop.end()
    for gap in _GAP.finditer(text):
        if not _goes_on(text, gap.start(), gap.end()):
            yield gap.end()
    yield from (cell.end() for cell in _CELL.finditer(text))
    yield from _list_entries(text)


def list_labels(text: str) -> frozenset[str]:
    """Return the labels of a text's cards: short lines with which several paragraphs begin.

    >>> sorted(list_labels("\\n\\n".join(f"Durata\\n{year}\\n\\nIl Comune di\\nChieri" for year in (2026, 2027, 2028))))
    ['Durata']
    """
    found = Counter(opening["label"] for opening in _list_openings(text))
    return frozenset(label for label, times in found.items() if times >= _LEAST_LABELS and not is_unfinished(label))


def find_labels(text: str, labels: frozenset[str]) -> Iterator[int]:
    """Yield where each of the labels ends in a part of their text: a line ends there that is the label."""
    if labels:
        yield from (found.end() for found in _list_openings(text) if found["label"] in labels)


def _list_openings(text: str) -> Iterator[re.Match[str]]:
    """Yield the short lines that open paragraphs; the first by itself, for all others begin with one sign."""
    if first := _FIRST.match(text):
        yield first
    yield from _OPENING.finditer(text, first.end() if first else 0)


def _can_begin(after: str) -> bool:
    """Whether what stands after a full stop can begin a sentence: anything but a small letter."""
    word = after.lstrip(" \n\t\r\xa0«“\"'‘(")
    return not word[:1].islower()


def _is_abbreviation(text: str, stop: re.Match[str]) -> bool:
    if stop[0] != ".":
        return False
    first = max(0, stop.start() - _LOOK_BACK)
    # No word has a blank: to look for its end from there on is soonest.
    word = _LAST_WORD.search(text, max(first, text.rfind(" ", first, stop.start())), stop.start())
    if word is None:
        return False
    letters = word[0].replace(".", "").casefold()
    is_initial = len(letters) == 1 and letters.isalpha() and word[0].isupper()
    # "S.p.A.": letters with dots between them; "ai sensi del D.P.R." may well end a sentence, but seldom does.
    return letters in _IS_SHORT or is_initial or ("." in word[0][:-1] and letters.isalpha())


def _is_quoted(text: str, stop: re.Match[str]) -> bool:
    """Whether a quotation is open at a full stop that closes soon: its sentences are parts of the one that quotes."""
    before = text[max(0, stop.start() - _QUOTED) : stop.end()]
    opened = max(before.rfind("“"), before.rfind("«"))
    if opened < 0 or not {"”", "»"}.isdisjoint(before[opened:]):
        return False
    return re.search("[”»]", text[stop.end() : stop.end() + _QUOTED]) is not None


def _goes_on(text: str, before: int, after: int) -> bool:
    """Whether a sentence goes on over an empty line, as one does over the end of a page."""
    lead, rest = text[max(0, before - _QUOTED) : before].rstrip()[-_LOOK_BACK:], text[after : after + _LOOK_BACK]
    if not lead or lead[-1] in ".!?…:;":
        return False
    return (is_unfinished(lead) or rest[:1].islower()) and _ENTRY.match(f"\n{rest}") is None


def _list_entries(text: str) -> Iterator[int]:
    """Yield where the entries of lists begin; a dash that only begins a line ("tempi di vita - tempi di lavoro") does
    not, unless what stands before it ends there or the line after has one too.
    """
    # The first line has a line feed before it, too: an entry's place is that of its line in the text.
    found = list(_ENTRY.finditer(f"\n{text}"))
    kinds = ["", *(_name_kind(entry["mark"]) for entry in found), ""]
    for place, entry in enumerate(found, 1):
        lead = text[: entry.start()].rstrip()[-1:]
        in_list = kinds[place] in (kinds[place - 1], kinds[place + 1])
        if entry["mark"] in _SURE_MARKS or lead in _BEFORE_ENTRIES or (in_list and lead != ","):
            yield entry.start()


def _name_kind(mark: str) -> str:
    """Return what marks of one list have in common."""
    return mark if len(mark) == 1 else "number"


def _shorten(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    before, after = max(first, start - _KEPT), min(last, end + _KEPT)
    if before > first:
        before = min(start, text.find(" ", before) + 1 or start)
    if after < last:
        after = max(end, text.rfind(" ", end, after))
    return before, after
