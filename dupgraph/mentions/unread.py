"""What was not understood: cues with no known partner, names that no vocabulary knows.

Every build lists them: they are where a plan's own vocabulary should grow.
"""

import re
from collections.abc import Iterable, Iterator

from dupgraph.mentions.context import find_open_cues
from dupgraph.mentions.matcher import Found
from dupgraph.mentions.words import Words
from dupgraph.model import Section, Span, Unread

_LARGE = r"[A-ZÀ-Ý][\w’'-]*"
# A name: large words, joined by small ones ("Carta dei Servizi"), or a large word in the middle of a sentence.
_SMALL = r"(?:(?:di|del|della|dei|delle|degli|d’|per|e|la|il)\s+)*"
_NAME = re.compile(rf"{_LARGE}(?:\s+{_SMALL}{_LARGE})+|(?<=[\w,] ){_LARGE}")
_BEGINNING = re.compile(r"(?:^|[.;:!?“”\"»«)]\s*|\n\s*\n\s*)$")
# The municipality speaking of itself, and of its plan, is no unknown name.
_ITSELF = re.compile(
    r"(?:il |del |dal |al )?(?:comuni?|amministrazione(?: comunale)?|ente|giunta|consiglio|sindaco|obiettivo|"
    r"indirizzo|politica|città|citta’)\b",
    re.IGNORECASE,
)
# How far from a cue its unknown partner may stand, in characters.
_REACH = 60


def find_unread(
    text: str, section: Section, words: Words, found: Found, *, known: Iterable[Span], municipality: str
) -> Iterator[Unread]:
    """Yield what a reader should look at in one section; ``known`` are the spans that were understood."""
    spans = sorted(known)
    for cue in find_open_cues(words, found):
        end = min(section.end, cue.end + _REACH)
        phrase = " ".join(re.split(r"[.;!?]", text[cue.start : end])[0].split())
        yield Unread("cue", phrase, section.code, cue.start, end)
    for match in _NAME.finditer(text, section.title_start, section.end):
        start, end = match.span()
        if section.title.isupper() and start < section.title_end:
            continue
        # The first word of a sentence is large for that reason alone.
        if _BEGINNING.search(text[max(section.title_start, start - 4) : start]) or start == section.title_start:
            tail = match.group().split(maxsplit=1)
            if len(tail) < 2 or not tail[1][0].isupper():
                continue
            start = end - len(match.group().removeprefix(tail[0]).lstrip())
        name = text[start:end]
        if _ITSELF.match(name) or name.casefold() == municipality.casefold():
            continue
        if not any(a < end and start < b for a, b in spans):
            yield Unread("name", " ".join(name.split()), section.code, start, end)
