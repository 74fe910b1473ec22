"""Labels to meanings: what each label and cue of a lexicon says where it is found.

There are some ten thousand, of which a plan has few hundred: listing them is one step, and what one of them means is
worked out when it is first found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from dupgraph.language.lists import list_words
from dupgraph.language.plurals import list_noun_forms
from dupgraph.language.words import FOLDED, list_forms, list_writings
from dupgraph.schema.links import EARNED, INVOLVES, KINDS, ORGANIZATION, PLACE, STATED, Link, LinkName, ThingKind
from dupgraph.schema.values import Cue, Label, Lexicon, Thing

# The links that a name of a thing of each kind may say.
LINKS_OF: dict[ThingKind, tuple[Link, ...]] = {
    name: tuple(link for link in STATED if link.found == "names" and kind in link.kinds) for name, kind in KINDS.items()
}
# What is known by words that earn it together, and has no name in the text.

# A theme's own labels count as strong words, unless the same words are listed as weak or excluded: "Beni comuni"
# is the right name of a theme, yet "bene comune" is said of many things.
STRONG, WEAK = 3.0, 1.0
_WEIGHTS = {"weak": WEAK, "excluded": 0.0}

# What each word must look like besides its key: its form without accents ("" for any), and whether it is large.
Needs = tuple[tuple[str, bool], ...]
_NO_NEEDS: Needs = ()

# Labels of which the form alone matters: small letters are enough to know that any will do.
_LOOSE = frozenset({"sure", "strong", "weak"})
# "Contrada dei" is no noun of a list: "contrade di Nibbio e Corno" has it in "contrada di".
_OF_THE = frozenset({"del", "dei", "della", "delle"})
_EXPECTING = list_words("expecting")
# Words of cues after which somebody is given something to do: "affidato a".
_ENTRUSTING = list_words("entrusting")
_OPENING = frozenset({"head", "open", "site"})
# What a plural noun lists one by one: bodies and places.
_LISTED = frozenset({ORGANIZATION, PLACE})
# What means nothing on its own: what opens or closes a name, or is short for one only where the plan says it in full.
_PARTS = _OPENING | {"tail", "shared"}


class Sense(NamedTuple):
    """What a name may mean: a thing, and the link to it where the name counts.

    A ``cued`` name counts only where a cue governs it, a ``close`` one only right after a cue that asks for a name; an
    ``excluded`` one never, it only looks like a label.
    """

    thing: Thing
    property: LinkName
    cued: bool
    excluded: bool
    close: bool = False


class Head(NamedTuple):
    """What a noun that opens proper names ("piazza") says of them: the concept that it is a word for.

    One that ``coins`` names a thing of the municipality's own; another ("Provincia di") what is wider than one
    municipality, of which the concept stands for all. A ``plural`` one opens a list of names ("le frazioni di ..."), of
    each of which ``words`` is the noun. A ``site`` needs no name where an article says that there is one of it.
    """

    thing: Thing
    coins: bool
    words: str = ""
    plural: bool = False
    site: bool = False


# All that a name may mean, what goes before the rest first.
Name = tuple[Sense, ...]


class Voice(NamedTuple):
    """What a cue says of the names after it: the links it speaks for and against, and the kind of involvement.

    An ``open`` one goes on with a partner: "in collaborazione con" does, "tramite" may go on with anything.
    """

    speaks_for: frozenset[LinkName]
    speaks_against: frozenset[LinkName]
    kind: str | None
    open: bool


class Weight(NamedTuple):
    """What some words earn for a theme."""

    theme: str
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """Words that speak of themes, and what they earn for each. Two that earn the same are still two."""

    weights: tuple[Weight, ...]


# What one label or cue says; and what all say together that have the same keys.
Part = TypeVar("Part")


class Entry(NamedTuple, Generic[Part]):
    """What a label or a cue means, and what its words must look like to mean it."""

    meaning: Part
    needs: Needs = _NO_NEEDS


def list_names(lexicon: Lexicon) -> list[tuple[str, Label]]:
    """Return the names of ``lexicon``, as each may be written.

    The plan's own words go before the national ones, a body before its kind; then any order, but one.
    """
    kinds = {iri: thing.kind for iri, thing in lexicon.things.items() if LINKS_OF[thing.kind]}
    names = [label for label in lexicon.labels if label.thing in kinds and label.use not in _PARTS]
    bodies_first = sorted(kinds, key=lambda iri: (kinds[iri] != ORGANIZATION, iri))
    order = {iri: number for number, iri in enumerate(bodies_first)}
    names.sort(key=lambda label: order[label.thing] - len(order) * label.own)
    return [(words, label) for label in names for words in list_writings(label.words)]


def read_name(lexicon: Lexicon, words: str, label: Label) -> list[Entry[Sense]]:
    """Return what a name means where it is written as ``words``."""
    thing = lexicon.things[label.thing]
    spelt = tuple((letter, True) for letter in label.words)
    needs = _find_needs(lexicon, label) if words == label.words else spelt
    return [
        Entry(Sense(thing, link.name, link.cued or label.use == "cued", label.use == "excluded"), needs)
        for link in LINKS_OF[thing.kind]
    ]


def list_heads(lexicon: Lexicon) -> list[tuple[str, Label]]:
    """Return the nouns of ``lexicon`` that open proper names."""
    opening = (label for label in lexicon.labels if label.use in _OPENING)
    heads = sorted(opening, key=lambda label: (label.thing, label.words))
    coining = [label for label in heads if KINDS[lexicon.things[label.thing].kind].opens]
    return [(words, label) for label in coining for words in list_writings(label.words)]


def read_head(lexicon: Lexicon, words: str, label: Label) -> list[Entry[Head]]:
    """Return what a noun opens in its very form, and in any other as a plural.

    One that the vocabulary writes large opens a name only where it is large: "Porta Spoletina", not "porta".
    """
    thing = lexicon.things[label.thing]
    large = words.istitle() and words.rstrip("'").isalpha()
    forms = tuple((FOLDED[form], large) for form in list_forms(words))
    head = Head(thing, label.use != "open", words, site=label.use == "site")
    entries = [Entry(head, forms)]
    listed = head.coins and KINDS[thing.kind].opens in _LISTED and not words.isupper()
    if listed and not large and forms[-1][0] not in _OF_THE:
        entries.append(Entry(head._replace(plural=True)))
    return entries


def list_cues(lexicon: Lexicon) -> list[tuple[str, Cue]]:
    """Return the cues of ``lexicon``."""
    return [(cue.words, cue) for cue in lexicon.cues]


def read_cue(_lexicon: Lexicon, _words: str, cue: Cue) -> list[Entry[Voice]]:
    """Return what a cue says."""
    return [Entry(Voice(cue.speaks_for, cue.speaks_against, cue.kind, _expects_partner(cue)))]


def _expects_partner(cue: Cue) -> bool:
    words = cue.words.split()
    entrusts = words[-1] in {"a", "di"} and not _ENTRUSTING.isdisjoint(words)
    return INVOLVES.name in cue.speaks_for and (entrusts or not _EXPECTING.isdisjoint(words))


def join_voices(voices: Sequence[Voice]) -> Voice:
    """Return one voice that says all that ``voices`` say together, and of their kinds of involvement the last."""
    return Voice(
        frozenset().union(*(voice.speaks_for for voice in voices)),
        frozenset().union(*(voice.speaks_against for voice in voices)),
        next((voice.kind for voice in reversed(voices) if voice.kind), None),
        any(voice.open for voice in voices),
    )


def list_terms(lexicon: Lexicon) -> list[tuple[str, Label]]:
    """Return the words of ``lexicon`` that earn something for its themes, the heaviest first."""
    earned = {iri for iri, thing in lexicon.things.items() if thing.kind in EARNED}
    terms = [(label.words, label) for label in lexicon.labels if label.thing in earned]
    return sorted(terms, key=lambda term: -_WEIGHTS.get(term[1].use, STRONG))


def read_term(lexicon: Lexicon, _words: str, label: Label) -> list[Entry[Weight]]:
    """Return what a term earns, and for which theme.

    A weak noun that is a form of a verb, too, is none of the others: what comes in is no revenue ("entrate").
    """
    weight = Weight(label.thing, _WEIGHTS.get(label.use, STRONG))
    forms = list_noun_forms(label.words) if weight.weight == WEAK else ()
    if forms:
        return [Entry(weight, ((FOLDED[form], False),)) for form in sorted(forms)]
    return [Entry(weight, _find_needs(lexicon, label))]


def join_weights(weights: Iterable[Weight]) -> Term:
    """Return what ``weights``, the heaviest first, earn together: where a theme has several, the lightest counts.

    Words without weight are words still: they hide the shorter ones in them.
    """
    lightest = {weight.theme: weight for weight in weights}
    return Term(tuple([weight for weight in lightest.values() if weight.weight]))


def _find_needs(lexicon: Lexicon, label: Label) -> Needs:
    """Return what the words of a text must look like to be this label, beyond having its keys.

    A fixed or cued label is found in this very form, and so is an excluded word alone, as the energies of people are
    no energy, and a proper name of one word that is written large: Costituzione is not costituzione, Maggioli is no
    month, and ondate are not onData. An acronym of any kind is found in capitals only.
    """
    if label.words.islower() and label.use in _LOOSE:
        return _NO_NEEDS
    forms = list_forms(label.words)
    if len(forms) > 1 and all(len(form) == 1 and form.isupper() for form in forms):
        return tuple((form, True) for form in forms)
    if _is_acronym(forms):
        return ((FOLDED[label.words] if label.words in lexicon.acronyms else label.words, label.words[0].isupper()),)
    if label.use in {"fixed", "cued"} or (label.use == "excluded" and len(forms) == 1):
        return tuple((FOLDED[form], form[0].isupper()) for form in forms)
    if KINDS[lexicon.things[label.thing].kind].proper and len(forms) == 1 and not forms[0].islower():
        large = forms[0][0].isupper()
        return ((FOLDED[forms[0]] if large else forms[0], large),)
    return _NO_NEEDS


def _is_acronym(forms: list[str]) -> bool:
    """Whether a label is one word with more than one capital letter: AUSL, AgID, SerD."""
    return len(forms) == 1 and sum(map(str.isupper, forms[0])) > 1


def has_form(forms: list[str], needs: Needs) -> bool:
    """Say whether the words of a text look as a label needs them."""
    for form, (wanted, large) in zip(forms, needs, strict=False):
        if (large and not form[0].isupper()) or (wanted and form != wanted and FOLDED[form] != wanted):
            return False
    return True
