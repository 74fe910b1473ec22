"""Known names to what they mean in this plan: its Region, an office of a body, the one stadium, a former barracks."""

from collections.abc import Iterator
from itertools import zip_longest

from dupgraph.language.words import FOLDED, Words
from dupgraph.read.mentions.coined import Coined
from dupgraph.read.mentions.concepts import FORMER, SPORTS, list_places
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Name
from dupgraph.read.mentions.towns import PLURALS, Towns, is_plain
from dupgraph.schema.links import ACTOR_CATEGORY, ORGANIZATION, PLACE

# Kinds of place of which a town may have several, each of which is one by its noun: the stadium, the former mill.
SITES = list_places("castles shopping-centres") | {FORMER, SPORTS}
_SEVERAL = frozenset({"le", "delle", "alle", "dalle", "nelle", "altre", "due", "tre"})
_ANY_ONE = frozenset({"un", "ogni", "qualche", "altro", "nuovo"})


def resolve_names(words: Words, names: list[Match[Name]], text: str, coined: Coined) -> list[Match[Name]]:
    """Return the names that vocabularies know, each of what it means in this plan."""
    firsts = {match.first for match in names}
    offices = (_find_office(words, match, text, firsts, coined) for match in names)
    homes = (_resolve_home(words, match, coined) for match in offices)
    return [_resolve_site(words, match, text, coined) for match in homes]


def join_former(words: Words, names: list[Match[Name]], text: str, coined: Coined) -> Iterator[Match[Name]]:
    """Yield the names; whose a former building was is its name, and nobody's part: "ex caserma dei Carabinieri"."""
    owner = None
    for match, after in zip_longest(names, names[1:]):
        if match is owner:
            continue
        owner = after if after and _owns(words, match, after) else None
        yield _lengthen(match, owner, text, coined) if owner else match


def drop_owner(words: Words, match: Match[Name], towns: Towns) -> Match[Name]:
    """Return the match; where it is the body whose plan it is, as one that only looks like a name."""
    kind = towns.owner_kind
    senses = [sense for sense in match.meaning if kind and kind in {sense.thing.iri, *sense.thing.broader}]
    if not senses:
        return match
    # "Le Province" are others, "la Provincia" is not.
    general = all(sense.thing.iri == kind for sense in senses) and _is_singular(words, match)
    if not general and not any(towns.is_itself(sense.thing.label) for sense in senses):
        return match
    return match._replace(meaning=tuple(sense._replace(excluded=True) for sense in match.meaning))


def _lengthen(match: Match[Name], owner: Match[Name], text: str, coined: Coined) -> Match[Name]:
    site = coined.make(PLACE, text[match.start : owner.end], {FORMER})
    senses = tuple(sense._replace(thing=site) for sense in match.meaning)
    return match._replace(last=owner.last, end=owner.end, meaning=senses)


def _find_office(words: Words, match: Match[Name], text: str, known: set[int], coined: Coined) -> Match[Name]:
    """Return the match; where an acronym goes on after a hyphen, of that office of the body: "MEF-DAG"."""
    thing, index = match.meaning[0].thing, match.last
    short = thing.kind == ORGANIZATION and match.length == 1 and index not in known
    if not short or words.get_gap(index) != "-" or not _is_short_name(words, index - 1) & _is_short_name(words, index):
        return match
    end = words.find_end(index + 1)
    office = coined.make(ORGANIZATION, text[match.start : end], thing.broader)
    senses = tuple(sense._replace(thing=office) for sense in match.meaning)
    return match._replace(last=index + 1, end=end, meaning=senses)


def _resolve_home(words: Words, match: Match[Name], coined: Coined) -> Match[Name]:
    """Return the match; where it is "la Regione", of the Region that the municipality belongs to."""
    if match.length > 2 or not any(sense.thing.kind == ACTOR_CATEGORY for sense in match.meaning):
        return match
    home = coined.towns.find_home(words.get_forms(match.first, match.last))
    if home is None:
        return match
    home = coined.keep(home)
    return match._replace(meaning=tuple(sense._replace(thing=home) for sense in match.meaning if not sense.excluded))


def _resolve_site(words: Words, match: Match[Name], text: str, coined: Coined) -> Match[Name]:
    """Return the match; where it is one of its kind, "l'ex mattatoio", of a place that is the plan's own."""
    sense = match.meaning[0]
    if sense.thing.iri not in SITES or sense.excluded or not _is_single(words, match):
        return match
    site = coined.make(PLACE, text[match.start : match.end], {sense.thing.iri})
    return match._replace(meaning=tuple(each._replace(thing=site) for each in match.meaning))


def _is_short_name(words: Words, index: int) -> bool:
    form = words.get_form(index)
    return len(form) > 1 and form.isupper() and form.isalpha()


def _is_singular(words: Words, match: Match[Name]) -> bool:
    """Whether a noun stands in the singular, by the article before it where its form does not say: "la Comunità"."""
    before = words.get_form(match.first - 1).casefold() if match.first else ""
    return before not in _SEVERAL and FOLDED[words.get_form(match.first)] not in PLURALS


def _is_single(words: Words, match: Match[Name]) -> bool:
    """Whether a noun stands in the singular, and nothing before it says that it is any one of several."""
    noun = match.first + (words.get_key(match.first) == "ex")
    form = FOLDED[words.get_form(min(noun, match.last - 1))]
    any_one = match.first > 0 and words.get_key(match.first - 1) in _ANY_ONE
    return not any_one and words.get_key(min(noun, match.last - 1)) == form


def _owns(words: Words, match: Match[Name], after: Match[Name]) -> bool:
    """Whether ``match`` is a building that once was the body's ``after``: only "di", "dei" and the like part them."""
    former = FORMER in match.meaning[0].thing.broader and after.meaning[0].thing.kind != PLACE
    tied = after.first == match.last + 1 and words.get_key(match.last) == "di"
    return former and tied and is_plain(words, match.last) and is_plain(words, after.first)
