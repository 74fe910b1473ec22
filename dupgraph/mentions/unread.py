"""What was not understood: cues with no known partner, names that no vocabulary knows.

Every build lists them: they are where a plan's own vocabulary should grow.
"""

import re
from collections.abc import Container, Iterable, Iterator

from dupgraph.mentions.matcher import Match
from dupgraph.model import Outline, Section, Span, Unread

_LARGE = r"[A-ZÀ-Ý](?:[\w’'-]*\w)?"
# A name: large words, joined by small ones ("Carta dei Servizi"), or a large word in the middle of a sentence.
_SMALL = r"(?:(?:di|del|della|dei|delle|degli|d’|per|la|il)\s+)*"
_NAME = re.compile(rf"{_LARGE}(?:\s+{_SMALL}{_LARGE})+|(?<=[\w,] ){_LARGE}")
# After one of these, or an empty line, a sentence begins.
_ENDS = frozenset('.;:!?“”"»«)')
# The municipality speaking of itself, and of its plan, is no unknown name.
_ITSELF = re.compile(
    r"(?:il |del |dal |al )?(?:comun[ei]|amministrazione(?: comunale)?|ente|giunta|consiglio|sindaco|obiettivo|"
    r"indirizzo|politica|città|citta’)\b",
    re.IGNORECASE,
)
# How far from a cue its unknown partner may stand, in characters.
_REACH = 60


def find_unread(
    text: str, section: Section, open_cues: Iterable[Match], known: Iterable[Span], municipality: str
) -> Iterator[Unread]:
    """Yield what a reader should look at in one section: cues with nobody after them, and unknown names.

    ``known`` are the spans that were understood.
    """
    spans = list(known)
    for cue in open_cues:
        end = min(section.end, cue.end + _REACH)
        phrase = " ".join(re.split(r"[.;!?]", text[cue.start : end])[0].split())
        yield Unread("cue", phrase, section.code, cue.start, end)
    for first, last in ((section.title_start, section.title_end), (section.title_end, section.end)):
        # A title written in capitals is no name from its first word to its last.
        if text[first:last].isupper():
            continue
        for start, end in _find_names(text, first, last):
            name = text[start:end]
            if not (_ITSELF.match(name) or name.casefold() == municipality.casefold()) and not any(
                a <= start and end <= b for a, b in spans
            ):
                yield Unread("name", " ".join(name.split()), section.code, start, end)


def _find_names(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    for match in _NAME.finditer(text, first, last):
        start, end = match.span()
        # The first word of a sentence is large for that reason alone: the name begins after it, if it does.
        if _begins_sentence(text[max(first, start - 4) : start]):
            rest = match.group().split(maxsplit=1)[1:]
            if not rest or not rest[0][0].isupper():
                continue
            start = end - len(rest[0])
        yield start, end


def _begins_sentence(before: str) -> bool:
    words = before.rstrip()
    return not words or words[-1] in _ENDS or before.count("\n") > 1


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
