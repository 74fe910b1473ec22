"""For whom something is: a preposition before people, known to a vocabulary or told by the form of their noun."""

import re
from collections.abc import Container, Iterator

from dupgraph.language.lists import list_words
from dupgraph.language.words import FUNCTION_WORDS, TOKENS, Words
from dupgraph.read.mentions.coined import Coined
from dupgraph.read.mentions.complements import find_small_end
from dupgraph.read.mentions.concepts import ELDERLY, YOUNG_PEOPLE
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Name, Sense
from dupgraph.schema.links import BENEFICIARY_GROUP, BENEFITS

_TO_THE = frozenset({"ai", "agli", "alle"})
# Who does something, by the end of the noun, and who has something; what ends alike and is a thing, or not served.
_AGENT, _AGENTS = ("tori", "isti"), ("tore", "ista")
_NO_AGENTS, _ENTITLED = list_words("no_agents"), list_words("entitled")
# Of what age they are: "ultrasessantenni".
_AGE = re.compile(
    r"(?:ultra)?(?:((?:un|do|tre|quattor|quin|se)dic|dici|vent)|trent|quarant|cinquant|(sess|sett|ott|nov|cent))\w*enni$"
)
# What stands before people who are made of others, and before those whom something is not for.
_BECOMING, _AGAINST = list_words("becoming"), list_words("against")
_FARTHEST = 3


def find_for(words: Words, first: int) -> int | None:
    """Return where a preposition says that something is for whoever is named at word ``first``: "sconti per i soci"."""
    place = _find_preposition(words, first)
    return None if place is None or _follows(words, place, _AGAINST) else place


def _find_preposition(words: Words, first: int) -> int | None:
    """Return where "per", or "a" with its article, stands right before word ``first``: "per i loro figli"."""
    place = first - 1 - (first > 1 and words.get_form(first - 1) == "loro")
    if place < 0 or any(words.get_gap(index).strip() for index in range(place + 1, first + 1)):
        return None
    if words.get_form(place).casefold() in _TO_THE:
        return place
    place -= place > 0 and words.get_key(place) == "il" and not words.get_gap(place).strip()
    return place if words.get_key(place) == "per" else None


def _follows(words: Words, place: int, said: Container[str]) -> bool:
    """Whether the preposition at ``place`` goes with one of the words ``said`` shortly before it."""
    for index in range(place - 1, max(-1, place - 1 - _FARTHEST), -1):
        if words.get_gap(index + 1).strip(" ’'"):
            return False
        if words.get_key(index) in said:
            return True
    return False


def find_served(words: Words, text: str, taken: Container[int], coined: Coined) -> Iterator[Match[Name]]:
    """Yield the people for whom something is and whom no vocabulary knows, by the form of their noun."""
    for first, token in enumerate(words.tokens):
        form = TOKENS[token].form
        if not form.endswith("i") or first in taken or not form.islower():
            continue
        age, key = _AGE.match(form), words.get_key(first)
        agent = _names_agent(form, key)
        if not (age or agent or key in _ENTITLED) or (place := find_for(words, first)) is None:
            continue
        if agent and _follows(words, place, _BECOMING):
            continue
        # The group is called by all that is said of it, of which another name may be a part: "percettori dell'assegno".
        whole = find_small_end(words, first + 1, 0)
        last = next((index for index in range(first + 1, whole) if index in taken), whole)
        while words.get_form(last - 1) in FUNCTION_WORDS:
            last -= 1
        broader = () if age is None else (YOUNG_PEOPLE,) if age[1] else (ELDERLY,) if age[2] else ()
        start = words.starts[first]
        thing = coined.make(BENEFICIARY_GROUP, text[start : words.find_end(whole)], broader)
        yield Match(first, last, start, words.find_end(last), (Sense(thing, BENEFITS.name, False, False),))


def _names_agent(form: str, key: str) -> bool:
    """Whether a noun is one for people who do something, by its end."""
    # Whoever grows something is a partner: "olivicoltori".
    if not form.endswith(_AGENT) or form.endswith("coltori"):
        return False
    # Many a one is in no dictionary: "olivicoltori".
    noun = key if key != form else form[:-1] + ("e" if form.endswith("ri") else "a")
    return noun.endswith(_AGENTS) and noun not in _NO_AGENTS
