"""Names to names: two that stand side by side for one thing become one mention.

"Azienda Sanitaria Locale (ASL)" says one body twice, "patronato ACLI" its kind and its name, "consultorio dell'ASL" an
office and whose it is.
"""

from collections.abc import Iterator

from dupgraph.language.lists import list_words
from dupgraph.language.words import TOKENS, Memo, Words
from dupgraph.read.mentions.concepts import ASSOCIATIONS, OTHER_TOWNS, UNIONS, list_actors
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Name
from dupgraph.schema.links import ACTOR_CATEGORY, INVOLVES, ORGANIZATION
from dupgraph.schema.values import Thing

# Whose associations are they: "associazioni degli albergatori".
_TRADES = list_actors("businesses tourism-operators shopkeepers")
_DASHES = frozenset("-–—")
# Offices, by their kind, that are known as offices of what follows them; and whose offices they are.
_OFFICES = list_actors(
    """placement-services procurement-centre veterinary-services family-clinics school-offices public-works-offices
    job-centre social-services civil-protection-body prefettura questura"""
)
# Nouns that say which branch of a body is meant.
_BRANCHES, _LEVELS = list_words("branches"), list_words("levels")
# Whoever belongs to a body, and is named with it: "guardie zoofile dell'ENPA".
_MEMBERS = list_actors("animal-welfare-associations environmental-guards scouts alpini")
_OWNERS = list_actors("province region health-authority union-of-municipalities")


def _is_hyphen(gap: str) -> bool:
    """Whether ``gap`` ties two words into one; a line may end after the hyphen, and a dash stands alone."""
    return gap.strip() == "-" and not (gap[0].isspace() and gap[-1].isspace())


_HYPHENS = Memo(lambda token: _is_hyphen(TOKENS[token].gap))


def join_names(words: Words, names: list[Match[Name]]) -> list[Match[Name]]:
    """Return the names in the text's order, two for one thing as one; halves of hyphenated words are none."""
    joined: list[Match[Name]] = []
    for match in _join_brackets(words, names):
        if _is_compound(words, match):
            continue
        if joined and (one := _join_owner(words, joined[-1], match)):
            joined[-1] = one
        else:
            joined.append(match)
    return joined


def _join_brackets(words: Words, names: list[Match[Name]]) -> Iterator[Match[Name]]:
    """Yield the names, with a second name of the same thing in brackets, or after a dash, joined to the first."""
    pending: Match[Name] | None = None
    for match in names:
        if (
            pending is not None
            and match.first == pending.last
            and words.get_gap(match.first).strip('”»" \n') == "("
            and words.get_gap(match.last).startswith(")")
            and (common := _get_things(pending) & _get_things(match))
        ):
            senses = tuple(sense for sense in pending.meaning if sense.thing.iri in common)
            pending = Match(pending.first, match.last, pending.start, match.end + 1, senses)
            continue
        if pending is not None and _is_told(words, pending, match):
            pending = match._replace(first=pending.first, start=pending.start)
            continue
        if pending is not None:
            yield pending
        pending = match
    if pending is not None:
        yield pending


def _is_told(words: Words, general: Match[Name], match: Match[Name]) -> bool:
    """Whether an acronym with a name says after a dash which one is meant: "Azienda sanitaria locale - ASL Zena"."""
    told = match.first == general.last and words.get_gap(match.first).strip() in _DASHES
    acronym = words.get_form(match.first).isupper() and match.length > 1
    broader = {iri for sense in match.meaning for iri in sense.thing.broader}
    return told and acronym and bool(_get_things(general) & broader)


def _get_things(match: Match[Name]) -> set[str]:
    return {sense.thing.iri for sense in match.meaning if not sense.excluded}


def _is_compound(words: Words, match: Match[Name]) -> bool:
    """Whether a name of one word is half of a hyphenated one, as the school in "mobilità casa-scuola".

    The CNR of "CNR-IRPI" and the CGIL of "SPI-CGIL" are themselves.
    """
    first, last = match.first, match.last
    # "La ciclabile Zalsa-San Vincenzo" is no society's.
    if last - first > 1 and first > 1 and _HYPHENS[words.tokens[first - 1]]:
        return words.get_form(first - 1).istitle() and words.get_form(first).istitle()
    if last - first > 1 or (match.meaning[0].thing.kind == ORGANIZATION and words.get_form(first).isupper()):
        return False
    return _HYPHENS[words.tokens[first]] or (_HYPHENS[words.tokens[first - 1]] if first else _is_hyphen(words.lead))


def _join_owner(words: Words, kind: Match[Name], body: Match[Name]) -> Match[Name] | None:
    """Return one name of a kind and the body after it, where they are one: the office, or else the body."""
    thing, named = _get_partner(kind), _get_partner(body)
    if thing is None or named is None:
        return None
    if thing.kind == ORGANIZATION and _is_branch(words, kind, body, named):
        return kind._replace(last=body.last, end=body.end)
    if thing.kind != ACTOR_CATEGORY:
        return None
    beside = body.first == kind.last and not words.get_gap(body.first).strip(" \n")
    owned = body.first == kind.last + 1 and words.get_key(kind.last) == "di" and not words.get_gap(kind.last).strip()
    # "La Centrale di committenza dell'Unione Valli e Colline" names two, that "della Provincia" one.
    general = beside or (owned and (body.length == 1 or UNIONS not in {named.iri, *named.broader}))
    if general and thing.iri in _OFFICES and not _OWNERS.isdisjoint({named.iri, *named.broader}):
        return kind._replace(last=body.last, end=body.end)
    level = named.kind == ORGANIZATION and _is_level(words, kind, body)
    if level or _is_of(thing, named, beside=beside, owned=owned):
        return body._replace(first=kind.first, start=kind.start)
    return None


def _is_level(words: Words, kind: Match[Name], body: Match[Name]) -> bool:
    """Whether a branch and one word that says how far it reaches stand before a body: "Comitato provinciale UNPLI"."""
    first, last = kind.last, body.first
    if last - first != 1 or any(words.get_gap(place).strip() for place in range(first, last + 1)):
        return False
    return words.get_key(kind.first) in _BRANCHES and words.get_form(first).casefold() in _LEVELS


def _is_of(thing: Thing, named: Thing, *, beside: bool, owned: bool) -> bool:
    """Whether a kind only says what the name after it is: "patronato ACLI", "associazioni degli albergatori"."""
    if owned and thing.iri == ASSOCIATIONS and not named.broader.isdisjoint(_TRADES):
        return True
    return (beside or (owned and thing.iri in _MEMBERS)) and named.kind == ORGANIZATION and thing.iri != OTHER_TOWNS


def _is_branch(words: Words, body: Match[Name], after: Match[Name], named: Thing) -> bool:
    """Whether a name says which branch of the body before it is meant: "Croce Rossa – Comitato di Modena".

    After a dash it may be an office: "ASL Bari - Servizio veterinario".
    """
    gap = words.get_gap(after.first).strip() if after.first == body.last else ","
    return (gap in {"", *_DASHES} and words.get_key(after.first) in _BRANCHES) or (
        gap in _DASHES and named.iri in _OFFICES
    )


def _get_partner(match: Match[Name]) -> Thing | None:
    """Return the partner that a name stands for wherever it stands; None where it may be something else."""
    senses = [sense for sense in match.meaning if not sense.excluded]
    sure = senses and all(sense.property == INVOLVES.name and not sense.cued and not sense.close for sense in senses)
    return senses[0].thing if sure else None
