"""What was not understood: cues with no known partner, names that no vocabulary knows.

Every build lists them: they are where a plan's own vocabulary should grow.
"""

import re
from collections import deque
from collections.abc import Container, Iterable, Iterator

from dupgraph.language.lists import match_words
from dupgraph.language.words import list_forms
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Voice
from dupgraph.read.mentions.spans import BLOCK_END
from dupgraph.schema.values import Outline, Section, Unread

# A name: large words, joined by small ones ("Carta dei Servizi"), or a large word in the middle of a sentence. Both
# begin with one capital, to which the regex engine runs fast; that there is a sentence before it is asked after it.
_CAPITAL = r"[A-ZÀ-Ý]"
_REST = r"(?>(?:[’'-]*\w)*)"
_GAP = r"[^\S\x1e]+"
_SMALL = rf"(?:(?:di|del|della|dei|delle|degli|d’|per|la|il){_GAP})*"
_NAME = re.compile(
    rf"(?<![\w’'-]){_CAPITAL}(?:{_REST}(?:{_GAP}{_SMALL}{_CAPITAL}{_REST})+|(?<=[\w,] {_CAPITAL}){_REST})"
)
# After one of these, or an empty line, a sentence begins.
_ENDS = frozenset('.;:!?“”"»«)')
# A number that a row begins with: what follows it begins the row's words ("02 Altri ordini di istruzione").
_ROW_NUMBER = re.compile(rf"(?<={BLOCK_END})\s*\d{{1,2}}[.)]?\s+\Z")
# How much stands before a name that says whether a sentence begins there, in characters.
_BEFORE = 6
# The municipality speaking of itself, and of its plan, is no unknown name.
_ITSELF = re.compile(rf"(?:il |del |dal |al )?(?:{match_words('itself')}|citta’)\b", re.IGNORECASE)
# How far from a cue its unknown partner may stand, in characters.
_REACH = 60


def find_unread(
    text: str, section: Section, open_cues: Iterable[Match[Voice]], known: Iterable[tuple[int, int]], municipality: str
) -> Iterator[Unread]:
    """Yield what a reader should look at in one section: cues with nobody after them, and unknown names.

    ``known`` are the places that were understood.
    """
    for cue in open_cues:
        end = min(section.end, cue.end + _REACH)
        phrase = " ".join(re.split(r"[.;!?]", text[cue.start : end])[0].split())
        yield Unread("cue", phrase, section.code, cue.start, end)
    names = [
        *_find_names(text, section.title_start, section.title_end, municipality),
        *_find_names(text, section.title_end, section.end, municipality),
    ]
    if names:
        for start, end in _drop_known(names, known):
            yield Unread("name", " ".join(text[start:end].split()), section.code, start, end)


def _find_names(text: str, first: int, last: int, municipality: str) -> Iterator[tuple[int, int]]:
    """Yield the places of names from ``first`` to ``last``, the municipality's own left out."""
    # A title written in capitals is no name from its first word to its last.
    if text[first:last].isupper():
        return
    for match in _NAME.finditer(text, first, last):
        name, start, end = match[0], match.start(), match.end()
        # The first word of a sentence is large for that reason alone: the name begins after it, if it does.
        if _begins_sentence(text[max(first, start - _BEFORE) : start]):
            rest = name.split(maxsplit=1)[1:]
            if not rest or not rest[0][0].isupper():
                continue
            name = rest[0]
            start = end - len(name)
        if not (_ITSELF.match(name) or name.casefold() == municipality.casefold()):
            yield start, end


def _drop_known(names: Iterable[tuple[int, int]], known: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the names, which stand in the order of the text, that lie within no known place."""
    places = deque(sorted(known))
    reach = 0
    for start, end in names:
        while places and places[0][0] <= start:
            reach = max(reach, places.popleft()[1])
        if end > reach:
            yield start, end


def _begins_sentence(before: str) -> bool:
    words = _ROW_NUMBER.sub("", before).rstrip()
    return not words or BLOCK_END in before[len(words) :] or words[-1] in _ENDS


def weigh(unread: Unread) -> int:
    """Return how likely it is, from 1 to 3, that words which were not understood name something.

    Several large words do, and an acronym; a cue waits for somebody, who may be nobody in particular.
    """
    if unread.reason == "cue":
        return 1
    forms = list_forms(unread.words)
    acronym = any(len(form) > 2 and form.isupper() for form in forms)
    return 1 + acronym + (sum(form[0].isupper() for form in forms) > 1)


def drop_familiar(unread: Iterable[Unread], forms: Container[str], outline: Outline) -> Iterator[Unread]:
    """Yield what is left when the plan's own words are set aside.

    A single large word that the plan also writes small ("Centro", "centro") is no name; nor is the title of an
    element that has others below it, said again.
    """
    parents = {section.parent for section in outline.sections}
    titles = " \n ".join(section.title.casefold() for section in outline.sections if section.code in parents)
    for item in unread:
        words = item.words.casefold()
        if item.reason == "name" and ((" " not in words and words in forms) or words in titles):
            continue
        yield item
