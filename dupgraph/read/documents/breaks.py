"""Words that a narrow cell breaks without a hyphen, or a page's end with one: made whole where the word is known.

A word counts as known that stands whole elsewhere in the document, or that is Italian. Where it is not, where its
parts are words themselves, or where the cell had room for more of it, the break stays as it is printed.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, pairwise
from typing import Any

from dupgraph.language.lemmas import ENDINGS, PRONOUNS, is_italian, look_up
from dupgraph.language.lists import list_words
from dupgraph.language.words import FUNCTION_WORDS
from dupgraph.read.documents.printed import NO_PLACES, move_words

_Line = Mapping[str, Any]
# pdfium's marks for a hyphen at a line's end.
_HYPHENS = "\ufffe\x02"
_LAST = re.compile(r"[^\W\d_]+\Z")
_PART = re.compile(rf"[^\W\d_]+[{_HYPHENS}]\Z")
_FIRST = re.compile(r"[^\W\d_]+")
# A part of a word and what is printed close to it, with the blanks after it.
_REST = re.compile(r"(?P<part>[^\W\d_]+)(?P<close>[^\w\s]*)(?P<blanks>\s*)")
_WORD = re.compile(r"[^\W\d_]+")
# Characters of a line that breaks words, and of one that may hold their rest; parts of a word; lines that the foot or
# the head of a page may have.
_NARROWEST = 16
_NARROW = 24
_MOST_PARTS = 4
_CLOSING = ".,;:"
_EDGE_LINES = 4
# Of a line's letters, the room that any one takes: a line that breaks a word has no more left.
_WIDEST_LETTER = 2.0
_SHORTEST_WORD = 5
# Letters of a part that is taken for a word only where the document or its grammar has it: "re", "vo", "sce".
_FRAGMENT = 3
_VOWELS = "aeiou"
_VOWELS_CUT = "eo"
# How Italian ends words made from others: of two parts that are no words, one that ends so is whole.
_DERIVED = re.compile(
    r"(?:[sz]ion[ei]|ment[oi]|[ae]nz[ae]|tor[ei]|tric[ei]|ism[oi]|ist[aei]|ità|al[ei]|bil[ei]|ar(?:i[ae]?|io)|iv[aeio]|os[aeio])\Z"
)
# So no Italian word begins: "depavime", "ntare".
_BEGINS_NONE = re.compile(r"[lmnr][bcdfgpqtvz]\w{2,}")
# Words that lean on the next one, or on a verb before them.
_UNSTRESSED = FUNCTION_WORDS.keys() - {"quello", "quella", "quelli", "quelle", "questo", "questa", "questi", "queste"}
_UNSTRESSED |= {*PRONOUNS}
_BORROWED = list_words("borrowed")
_BOUND = FUNCTION_WORDS.keys() | {"per"}
# Conjunctions, and these with prepositions, by their first forms.
_AND = ("e", "o")
_LINKS = (*_AND, "di", "a", "da", "in", "su", "con", "tra")


def mend_breaks(lines: Sequence[list[dict[str, Any]]]) -> list[str]:
    """Make the words whole that ``lines``, those of each page, break; return those that may be and are left as two.

    A line whose end lies within a word is marked as ``joined`` to the next one; of a word that a page's end breaks the
    rest goes to the first page.
    """
    knows = _make_judge(lines)
    fills = _make_measure(lines)
    pairs = zip(lines, (*lines[1:], []), strict=True)
    unsure = [words for page, following in pairs for words in _join_parts(page, following, knows, fills)]
    for upper, lower in pairwise(lines):
        _join_pages(upper, lower, knows)
    for page in lines:
        _print_hyphens(page)
    return unsure


def _make_judge(pages: Sequence[Sequence[_Line]]) -> Callable[[str], bool]:
    """Return what says whether a word stands whole in the document: not at an edge of a narrow line."""

    @cache
    def list_words() -> set[str]:
        narrow, whole = list[str](), list[str]()
        for line in (line for page in pages for line in page):
            (narrow if _is_narrow(line) else whole).append(line["text"])
        words = {word for text in narrow for word in _WORD.findall(text.lower())[1:-1]}
        # Before a hyphen at a line's end stands a part of a word.
        text = "\n".join(_PART.sub("", text) if text[-1] in _HYPHENS else text for text in whole)
        # What stands there often is looked at once.
        words.update(_WORD.findall("\n".join(set(text.lower().split()))))
        return words

    return lambda word: word in list_words()


def _make_measure(pages: Sequence[Sequence[_Line]]) -> Callable[[_Line], bool]:
    """Return what says whether a line leaves no room for a further letter in its cell, by the widest of its column."""

    @cache
    def list_widths() -> dict[tuple[int, ...], float]:
        widths: dict[tuple[int, ...], float] = {}
        for line in (line for page in pages for line in page if line.get("cell") and line["box"]):
            column = _find_column(line)
            widths[column] = max(widths.get(column, 0.0), line["box"][1] - line["box"][0])
        return widths

    def fills(line: _Line) -> bool:
        if not line.get("cell") or not line["box"]:
            return True
        width = line["box"][1] - line["box"][0]
        return bool(width + _WIDEST_LETTER * width / len(line["text"]) >= list_widths()[_find_column(line)])

    return fills


def _find_column(line: _Line) -> tuple[int, ...]:
    """Return the table of a line in a cell, its column, and how many its cell takes."""
    table, _, column, _, columns = line["cell"]
    return table, column, columns


def _is_narrow(line: _Line) -> bool:
    return bool(line.get("cell")) or len(line["text"]) <= _NARROW


def _join_parts(
    page: list[dict[str, Any]], following: Sequence[_Line], knows: Callable[[str], bool], fills: Callable[[_Line], bool]
) -> Iterator[str]:
    """Mark the lines of a page that end within a word; yield what fills a cell's line and may be part of one."""
    for place, line in enumerate(page):
        # A word that fills its line is broken in a wider cell, too.
        narrow = len(line["text"]) <= _NARROWEST or (_is_narrow(line) and " " not in line["text"].strip())
        match = _LAST.search(line["text"]) if narrow or line.get("cell") else None
        parts = [match[0]] if match else []
        for end, part, whole, closes in _list_rests(page, following, place) if parts else ():
            parts.append(part)
            if not all(map(fills, page[place:end])):
                break
            small = [part.lower() for part in parts]
            cut = _is_derived(parts, knows) or _is_broken(small, knows, closes=closes)
            if cut if narrow else _is_cut_anywhere(small, knows):
                for broken in page[place:end]:
                    broken["joined"] = True
                break
            if line.get("cell") and len(small) == 2 and _may_be_broken(small[0], small[1], knows):
                yield " ".join(parts)
            if not whole or len(parts) == _MOST_PARTS:
                break


def _list_rests(page: Sequence[_Line], following: Sequence[_Line], place: int) -> Iterator[tuple[int, str, bool, bool]]:
    """Yield the words that begin the lines below one in its cell; whether each is all of its line, or ends a phrase."""
    cell = page[place].get("cell")
    for end in range(place + 1, len(page)):
        text = page[end]["text"]
        match = _FIRST.match(text)
        if page[end].get("cell") != cell or not _is_narrow(page[end]) or match is None or not match[0][0].islower():
            return
        rest = text[match.end() :].strip()
        below = page[end + 1]["text"] if end + 1 < len(page) and page[end + 1].get("cell") == cell else ""
        if _is_letter(match[0]):
            closes = not rest or rest[0].isalpha()
        else:
            ends = rest[:1] in _CLOSING if rest else _ends_cell(page, following, end)
            closes = ends or _leads_nowhere(match[0], rest or below)
        yield end, match[0], not rest, closes


def _is_letter(part: str) -> bool:
    """Say whether a part is one consonant: no word is.

    >>> _is_letter("s"), _is_letter("e")
    (True, False)
    """
    return len(part) == 1 and part.lower() not in "aeioèò"


def _leads_nowhere(part: str, following: str) -> bool:
    """Say whether no phrase goes on so: an article before a preposition, a conjunction before another.

    >>> _leads_nowhere("le", "del Piano"), _leads_nowhere("o", "e lavoro"), _leads_nowhere("e", "del lavoro")
    (True, True, False)
    """
    match = _FIRST.match(following)
    own, other = FUNCTION_WORDS.get(part), FUNCTION_WORDS.get(match[0]) if match else None
    return (own == "il" and other in _LINKS) or (own in _AND and other in _AND)


def _ends_cell(page: Sequence[_Line], following: Sequence[_Line], place: int) -> bool:
    """Say whether a line is surely the last of its cell: another row of its table is the next, here or overleaf."""
    cell = page[place].get("cell")
    if not cell or (place + 1 < len(page) and page[place + 1].get("cell") == cell):
        return False
    others = (line["cell"] for line in chain(page[place + 1 :], following) if line.get("cell"))
    row = next((other[1] for other in others if other[0] == cell[0] and other[2] <= cell[2]), cell[1])
    return bool(row > cell[1])


def _is_broken(parts: Sequence[str], knows: Callable[[str], bool], *, closes: bool) -> bool:
    """Say whether parts are those of one word: it is known, and one of them is none.

    Of a word that the document has elsewhere the parts may be words that it has not. No article, preposition or pronoun
    ``closes`` a phrase: after what is no word it is the rest of one.
    """
    word = "".join(parts)
    if _is_letter(parts[-1]):
        return closes
    doubled = parts[-2][-1] == parts[-1][0] not in _VOWELS and not _is_word(parts[-2], knows)
    if doubled or _BEGINS_NONE.match(parts[-1]):
        # Between two of one consonant Italian words are broken: "infrastrut", "turazione".
        return True
    if _BOUND.issuperset(parts):
        # "Per gli" is two words, though the dictionary has a third.
        return word in FUNCTION_WORDS or knows(word)
    if closes and parts[-1] in _UNSTRESSED:
        return knows(word) or is_italian(word) or not any(_is_word(part, knows) for part in parts[:-1])
    strange = [part for part in parts if not knows(part) and part not in FUNCTION_WORDS]
    if not strange or len(word) < _SHORTEST_WORD:
        return False
    fragments = knows(word) and len(strange) == len(parts)
    return fragments or ((knows(word) or is_italian(word)) and not all(map(_is_whole, strange)))


def _is_derived(parts: Sequence[str], knows: Callable[[str], bool]) -> bool:
    """Say whether parts that are no words are one that Italian makes from others; nearly no word of it ends in "u"."""
    first, *others = (_is_word(part.lower(), knows) for part in parts)
    ended = _DERIVED.search("".join(parts)) is not None and not any(others)
    return not first and (ended or (parts[0][-1] == "u" and parts[0].islower()))


def _is_cut_anywhere(parts: Sequence[str], knows: Callable[[str], bool]) -> bool:
    """Say whether a line that has room for several words breaks one: a part is none, and all are one."""
    word = "".join(parts)
    none = [not knows(part) and part not in FUNCTION_WORDS and look_up(part) is None for part in parts]
    strange = any(none) and parts[-1] not in _UNSTRESSED and len(word) >= _SHORTEST_WORD
    return strange and (knows(word) or is_italian(word))


def _may_be_broken(first: str, second: str, knows: Callable[[str], bool]) -> bool:
    """Say whether two words, of which the document has the first nowhere else, would be one ("compagni", "e").

    Two that are no words may be parts of one that is rare, and a vowel the end of one ("doposcuol", "a").
    """
    whole = first + second
    ends = second in _VOWELS and first[-1] not in _VOWELS
    if not _is_word(first, knows) and (ends or not _is_word(second, knows)):
        return True
    apart = first in _UNSTRESSED or first in _BORROWED or knows(first)
    return not apart and (knows(whole) or look_up(whole) is not None)


def _is_word(part: str, knows: Callable[[str], bool]) -> bool:
    return knows(part) or part in FUNCTION_WORDS or part in _BORROWED or is_italian(part)


def _is_whole(part: str) -> bool:
    """Say whether a part is a word by itself: no ending, nor what lost its last vowel ("contrastar", "assiston").

    >>> _is_whole("corso"), _is_whole("sport"), _is_whole("contrastar"), _is_whole("re")
    (True, True, False, False)
    """
    if part in _BORROWED:
        return True
    lemma = look_up(part)
    if lemma is None or part in ENDINGS or (len(part) <= _FRAGMENT and part not in PRONOUNS):
        return False
    return part[-1] in "aeiouàèéìòù" or all(look_up(part + vowel) != lemma for vowel in _VOWELS_CUT)


def _join_pages(upper: list[dict[str, Any]], lower: list[dict[str, Any]], knows: Callable[[str], bool]) -> None:
    """Put the rest of a word, whose hyphen ends a page's text, to its beginning."""
    for last in reversed(upper[-_EDGE_LINES:]):
        # The rest stands on this page.
        if last["text"][:1].islower() and last["text"][-1] not in _HYPHENS:
            return
        left = _LAST.search(last["text"][:-1]) if last["text"][-1:] in _HYPHENS and last["text"] else None
        if left is None:
            continue
        # A head may stand before what goes on, and an empty line where one was.
        found = [line for line in lower if line.get("cell") == last.get("cell")][:_EDGE_LINES]
        line = next((line for line in found if line["text"][:1].islower()), None)
        rest = _REST.match(line["text"]) if line else None
        word = (left[0] + rest["part"]).lower() if rest else ""
        if line and rest and (knows(word) or is_italian(word)):
            last["text"] = last["text"][:-1] + rest["part"] + rest["close"]
            _cut(line, rest.end())
        return


def _print_hyphens(page: list[dict[str, Any]]) -> None:
    """Print the hyphens after which a page has no rest of a word: at its end, before its number."""
    for place, line in enumerate(page):
        following = page[place + 1]["text"] if place + 1 < len(page) else ""
        if line["text"] and line["text"][-1] in _HYPHENS and not following[:1].isalpha():
            line["text"] = line["text"][:-1] + "-"


def _cut(line: dict[str, Any], length: int) -> None:
    """Take so many characters from a line's beginning."""
    line["text"] = line["text"][length:]
    words = line.get("words", NO_PLACES)
    kept = sum(offset < length for offset in words[::3])
    line["words"] = move_words(words[3 * kept :], -length)
