"""What a common noun is that may open a name, as it stands: of a place, of one or several, known without a name."""

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from dupgraph.language.lists import list_words
from dupgraph.language.words import Words, knows_word
from dupgraph.read.mentions.concepts import AGENCIES, CHURCHES, QUALITY_MARKS, ROADS, STREETS
from dupgraph.read.mentions.grounds import SIDES
from dupgraph.read.mentions.matcher import Found, Match
from dupgraph.read.mentions.meanings import Head, Name
from dupgraph.read.mentions.spans import OF_THE, goes_on, is_inside_sentence, is_large
from dupgraph.schema.links import ACTOR_CATEGORY, INSTRUMENT, ORGANIZATION, PLACE

# A noun, and what it says of the names that it opens.
Opening = Match[tuple[Head, ...]]
_OPENERS = frozenset({"il", "un", "di", "a", "da", "in", "con", "su", "per", "tra"}) | list_words("works")
_BETWEEN = frozenset({"nuovo", "piccolo", "vecchio", "antico"})
# Roads and churches only after an article, without their noun before them: "la statale Adriatica", but "il polo
# provinciale di Lecco".
_STATE_ROADS = frozenset({"statale", "provinciale", "parrocchiale"})
_UPPER = frozenset({"alto", "basso", "medio"})
_BEFORE_GATES = frozenset({"a", "da", "di", "tra", "fra", "fuori", "presso"})
# What the article of a noun says that there is one of: "il museo del mare" is a place, "un museo del mare" an idea.
DEFINITE = frozenset(
    {"il", "lo", "la", "l", "del", "dello", "della", "dell", "al", "allo", "alla", "all", "dal", "dallo", "dalla",
     "dall", "nel", "nello", "nella", "nell", "sul", "sullo", "sulla", "sull"}
)  # fmt: skip
_FEASTS = list_words("feasts")
# Before several things.
_SEVERAL = frozenset({"le", "delle", "alle", "dalle", "nelle", "sulle"})


class Setting(NamedTuple):
    """A section around its nouns: its words, the names that vocabularies know there, and where other nouns stand."""

    words: Words
    text: str
    title_end: int
    # The known names, and the word after each.
    names: list[Match[Name]]
    ends: list[int]
    # Where a noun in the singular stands, where that or a known name does, and which of the nouns are roads.
    nouns: set[int]
    begun: set[int]
    roads: dict[int, Opening]
    is_town: Callable[[str], bool]


def read_setting(words: Words, text: str, title_end: int, found: Found, is_town: Callable[[str], bool]) -> Setting:
    """Return what stands around the nouns that are ``found`` in a section whose title ends at ``title_end``."""
    nouns = {head.first for head in found.heads if not is_plural(head)}
    return Setting(
        words,
        text,
        title_end,
        found.names,
        [name.last for name in found.names],
        nouns,
        {name.first for name in found.names} | nouns,
        {head.first: head for head in found.heads if head.meaning[0].thing.iri in ROADS},
        is_town,
    )


def is_plural(head: Opening) -> bool:
    """Whether the noun stands in the plural: "le frazioni di"."""
    return all(opened.plural for opened in head.meaning)


def read_number(words: Words, head: Opening) -> Opening:
    """Return the noun as its article has it, where it has the same form for one and for several: "le località"."""
    several = head.first > 0 and words.get_form(head.first - 1).casefold() in _SEVERAL
    plural = tuple(opened for opened in head.meaning if opened.plural)
    same = several and bool(plural) and words.get_form(head.last - 1).endswith("à")
    return head._replace(meaning=plural) if same and not words.get_gap(head.first).strip() else head


def is_definite(words: Words, index: int) -> bool:
    """Whether word ``index`` follows its article, a "nuovo" or "piccolo" between them left out."""
    place = index - 1
    if place > 0 and words.get_key(place) in _BETWEEN:
        place -= 1
    return place >= 0 and words.get_form(place).casefold() in DEFINITE


def opens_place(words: Words, head: Opening, title_end: int) -> bool:
    """Whether the noun stands for a place: inside a name it does not, nor does "statale" where it is an adjective.

    "Corso di Yoga" is no street, nor are "nel corso dell'Assemblea" and "un corso dell'Istituto nautico"; "porta" is
    a verb but after what "da porta Romana" has before it.
    """
    following = words.get_form(head.last)
    before = words.get_form(head.first - 1).casefold() if head.first else ""
    during = before in {"nel", "un", "i", "dei"} and not is_large(words, head.last)
    if words.get_key(head.first) == "corso" and (following == "di" or during):
        return False
    # "Il Capo del Dipartimento".
    if words.get_key(head.first) == "capo" and words.get_key(head.last) == "di" and is_large(words, head.last + 1):
        return not knows_word(words.get_form(head.last + 1).casefold(), "it")
    form, ahead = words.get_form(head.first), words.get_form(head.last + 1)
    # "Il ponte del 25 aprile", "il ponte dell'Immacolata" are days.
    days = form == "ponte" and following in OF_THE and (ahead.isdigit() or ahead.lower() in _FEASTS)
    if days or (form == "porta" and before not in _BEFORE_GATES):
        return False
    # "La stazione a valle di Monte Cavallo".
    if before == "a" and words.get_form(head.first) in SIDES:
        return False
    if head.last == head.first + 1 and words.get_key(head.first) in _STATE_ROADS:
        return is_definite(words, head.first - (head.first > 0 and words.get_key(head.first - 1) == "ex"))
    return not _is_inside_name(words, head.first, title_end)


def _is_inside_name(words: Words, index: int, title_end: int) -> bool:
    """Whether a large word stands before word ``index``, large itself: the Costa in "Plastic Free Costa Levante".

    A word that is in no name is large where it opens a sentence: "Il Castello Carlo V", "Restauro Porta Romana".
    """
    if not (index > 1 and is_large(words, index) and is_large(words, index - 1) and goes_on(words, index, title_end)):
        return False
    # "Nell'Alta Val Trebbia".
    if words.get_key(index - 1) in _UPPER and not is_large(words, index - 2):
        return False
    small = words.get_key(index - 1) in _OPENERS
    return not small or ("\n" not in words.get_gap(index - 1) and is_inside_sentence(words, index - 1))


def is_alone(words: Words, head: Opening) -> bool:
    """Whether a building is called by its noun, written large inside its sentence with an article: "il Torrione".

    Two words tell it however they are written: "il teatro comunale". Neither the Torre of "Fondazione La Torre" nor the
    Castello of "Castello a Mare" is.
    """
    if head.length > 1 and all(opened.site for opened in head.meaning) and is_definite(words, head.first):
        return True
    form = words.get_form(head.first)
    named = is_large(words, head.first) and not form.isupper() and not is_large(words, head.first - 1)
    ends = not (goes_on(words, head.last, 0) and is_large(words, head.last + 1)) or words.get_key(head.last) == "e"
    return named and ends and all(opened.site for opened in head.meaning) and is_definite(words, head.first)


def stands_on(words: Words, head: Opening, road: Opening) -> bool:
    """Whether a building is told from its like by its road: "il centro di raccolta di via Mazzini"."""
    building = all(opened.thing.kind == PLACE and opened.coins for opened in head.meaning)
    tied = words.get_key(head.last) == "di" and not f"{words.get_gap(head.last)}{words.get_gap(road.first)}".strip()
    return building and head.meaning[0].thing.iri not in {road.meaning[0].thing.iri, STREETS} and tied


def says_little(words: Words, head: Opening) -> bool:
    """Whether the noun needs what follows to say who is meant: "Commissario straordinario per le bonifiche"."""
    office = any(opened.thing.iri == AGENCIES for opened in head.meaning)
    return office and words.get_key(head.last) == "per"


def is_known(setting: Setting, head: Opening) -> bool:
    """Whether a vocabulary knows what begins with the noun as it stands."""
    name = _find_next(setting, head.first)
    return name is not None and name.first <= head.first and name.last >= head.last


def knows_more(setting: Setting, head: Opening, last: int) -> bool:
    """Whether a vocabulary knows a name of its own among the words from the noun to ``last``.

    A common noun there is a part of the name: the Borgo in "Comune di Borgo a Mozzano". What is known of the noun with
    an adjective is no name: "biblioteca comunale".
    """
    general, first = {opened.thing.iri for opened in head.meaning}, head.last
    body = all(opened.thing.kind == ACTOR_CATEGORY and opened.coins for opened in head.meaning)
    church = general == {CHURCHES}
    for name in setting.names[bisect_right(setting.ends, first) :]:
        if name.first >= last:
            return False
        # "Fondazione Patrimonio UNESCO Zena" is a body: what is in the middle of its name is known of nothing else.
        # The "Chiesa della Misericordia" is called so.
        inner = INSTRUMENT if body and first <= name.first and name.last < last else ORGANIZATION if church else None
        said = {s.thing.iri for s in name.meaning if not (s.excluded or s.thing.kind == inner)}
        if said and (said <= {QUALITY_MARKS} or (name.first == head.first and said <= general)):
            continue
        kinds = {sense.thing.kind for sense in name.meaning if sense.thing.iri in said}
        if kinds & {ORGANIZATION, INSTRUMENT} or (name.length > 1 and name.first < first):
            return True
    return False


def is_hyphened(words: Words, index: int) -> bool:
    """Whether a word is the second half of another, as the Farmacia of "SOS-Farmacia"; an "ex-" is none."""
    return index > 0 and words.get_gap(index) == "-" and words.get_key(index - 1) != "ex"


def ends_name(setting: Setting, head: Opening) -> bool:
    """Whether a noun is the end of a known name, as the Imprese of "Confartigianato Imprese Modena"."""
    name = _find_next(setting, head.first)
    return name is not None and name.first < head.first


def ends_phrase(setting: Setting, head: Opening) -> bool:
    """Whether a noun ends words that only look like a name, or a body's: the quartiere of "assemblea di quartiere"."""
    name = _find_next(setting, head.first)
    if name is None or name.first >= head.first:
        return False
    # "Capitaneria di porto di Marana".
    place = all(opened.thing.kind == PLACE for opened in head.meaning)
    body = all(sense.thing.kind == ORGANIZATION for sense in name.meaning)
    return any(sense.excluded for sense in name.meaning) or (place and body)


def _find_next(setting: Setting, index: int) -> Match[Name] | None:
    """Return the first known name that ends after word ``index``."""
    return next(iter(setting.names[bisect_right(setting.ends, index) :]), None)
