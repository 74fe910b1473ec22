"""Things to things: a body that the plan names in full and in short is one, whichever comes first.

"Veritas" in a field and "Veritas S.p.A." in prose, "ULSS 3" and "ULSS 3 Serenissima", "la Camera di commercio" where
one chamber is named, "il centro per le famiglie" and "il Centro per le famiglie di Villa Scassi": what only one longer
name can be short for is short for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from dupgraph.base.gathering import gather
from dupgraph.language.companies import SHORTENED
from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, FUNCTION_WORDS, KEYS, Memo, list_forms
from dupgraph.read.mentions.complements import is_adjective
from dupgraph.read.mentions.concepts import PARTS, list_actors
from dupgraph.read.mentions.nouns import DEFINITE
from dupgraph.read.mentions.resolved import SITES
from dupgraph.read.mentions.spans import find_legal_form
from dupgraph.schema.links import ACTOR_CATEGORY, INSTRUMENT, INVOLVES, ORGANIZATION, PLACE, USES_INSTRUMENT
from dupgraph.schema.values import Mention, Thing

# What says that several are meant, or any: "le Università", "in alcuna Comunità montana".
_NOT_ONE = frozenset(
    {"le", "delle", "alle", "dalle", "nelle", "sulle", "i", "dei", "ai", "gli", "degli", "agli", "un", "una", "ogni",
     "alcun", "alcuna", "nessun", "nessuna", "qualche", "qualsiasi", "ciascun", "ciascuna"}
)  # fmt: skip
# Of which a town has several: "la scuola dell'infanzia" is not the only one that is named.
_SEVERAL = frozenset({"scuola", "scuole"})
# What parts of a town are called before their names.
_PARTS = list_words("parts")
_ACRONYM = "acronym"
# A way in which a name may be short for another, and the words that it then has.
_Key = tuple[str, tuple[str, ...]]
# Kinds of bodies of which a town has to do with one: who says the kind after its name means that one.
_SINGLE = list_actors(
    """chamber-of-commerce health-authority health-protection-agencies health-and-social-trusts port-authorities
    province region prefettura questura union-of-municipalities social-districts basin-authorities
    protected-areas superintendencies local-action-groups service-authorities universities labour-inspectorates
    job-centre energy-communities environmental-agencies land-reclamation-boards housing-agency pro-loco
    parishes dioceses"""
)
# Of these any noun means the one: "ASL Napoli 3" is "l'Azienda sanitaria", too.
_ANY_NOUN = list_actors(
    """health-authority social-districts port-authorities chamber-of-commerce local-action-groups superintendencies
    housing-agency universities"""
)


def merge_mentions(
    mentions: Iterable[Mention],
    coined: Iterable[Thing],
    known: Mapping[str, Thing],
    given: Mapping[str, Iterable[str]],
) -> tuple[list[Mention], tuple[Thing, ...]]:
    """Return the mentions, each of the thing in its fullest name, and those of ``coined`` that are left.

    ``known`` are the things of the vocabularies, by their IRIs. A thing that goes is another name of the one that
    stays, and so is what the plan calls either of them in short: ``given``, by their IRIs.
    """
    mentions = list(mentions)
    linked = {mention.thing for mention in mentions}
    things = {thing.iri: thing for thing in coined if thing.iri in linked}
    same = _match_names([thing for thing in things.values() if thing.kind == ORGANIZATION])
    same |= _match_sites([thing for thing in things.values() if not thing.broader.isdisjoint(SITES)])
    same |= _match_articles([thing for thing in things.values() if thing.kind == PLACE])
    same |= _match_begun([thing for thing in things.values() if thing.kind == INSTRUMENT], mentions)
    bodies = [known[iri] for iri in sorted(linked & known.keys()) if known[iri].kind == ORGANIZATION]
    named = _list_single([*things.values(), *bodies], same)
    begun = _list_begun(things.values(), same)
    kinds = {iri for iri in linked & known.keys() if known[iri].kind == ACTOR_CATEGORY}
    merged = []
    for mention in mentions:
        thing = same.get(mention.thing, mention.thing)
        if mention.thing in _SINGLE and mention.property == INVOLVES.name and _is_the_one(mention):
            noun = KEYS[list_forms(mention.exact)[0]]
            thing = named.get((mention.thing, noun), named.get((mention.thing, ""), thing))
        elif (_ACRONYM, mention.exact) in named and mention.thing in kinds and _is_single(mention):
            thing = named[_ACRONYM, mention.exact]
        elif mention.thing in begun and _is_single(mention):
            thing = _find_begun(begun[mention.thing], mention.exact) or thing
        merged.append(mention if thing == mention.thing else mention._replace(thing=thing))
    shorter = gather((full, things[short].label) for short, full in same.items())
    for iri in things:
        shorter[same.get(iri, iri)] += given.get(iri, ())
    kept = (thing for thing in things.values() if thing.iri not in same)
    return merged, tuple(thing._replace(also=tuple(dict.fromkeys(shorter[thing.iri]))) for thing in kept)


def _match_names(bodies: list[Thing]) -> dict[str, str]:
    """Return, for each body whose name is short for exactly one longer one, the body of the longest such name."""
    shortest_first = sorted((body for body in bodies if not body.facts), key=lambda body: (len(body.label), body.iri))
    longer: dict[_Key, set[str]] = defaultdict(set)
    same: dict[str, str] = {}
    words = {body.iri: _split_name(body.label) for body in shortest_first}
    numbers: dict[str, set[str]] = defaultdict(set)
    for body in shortest_first:
        for kind in body.broader if words[body.iri][-1].isdigit() else ():
            numbers[kind].add(words[body.iri][-1])
    for body in reversed(shortest_first):
        parts = words[body.iri]
        own = _list_large(parts[1:])
        kinds = [("kind", (kind, *own)) for kind in _SINGLE & body.broader if own]
        # "ULSS Serenissima" is "ULSS 3 Laguna Serenissima"; two that end alike are two.
        ends = [("end", (kind, own[-1])) for kind in _SINGLE & body.broader if own]
        wanted = [*kinds, *(("kind", end) for _, end in ends), *(ends if len(own) == 1 else ())]
        alone = [("only", (kind,)) for kind in _SINGLE & body.broader]
        found = {
            same.get(full, full)
            for key in [*_list_short(parts), *wanted]
            for full in longer.get(key, ())
            if key[0] != "head" or _is_within(parts, words[full])
            if not _differ_in_number(parts, words[full])
        }
        others = any(numbers[kind] - {parts[-1]} for kind in body.broader)
        if not found and not own and parts[-1].isdigit() and not others:
            # "ASL 1" is the only one that the plan has a name for.
            found = {same.get(full, full) for key in alone for full in longer.get(key, ())}
        if len(found) == 1:
            same[body.iri] = found.pop()
        for key in [*_list_shorter(parts), *kinds, *ends, *(() if any(map(str.isdigit, parts)) else alone)]:
            longer[key].add(body.iri)
    return same


def _match_sites(sites: list[Thing]) -> dict[str, str]:
    """Return, for each site called by its noun alone, the only one whose name goes on: "ex filanda Bortolas"."""
    same: dict[str, str] = {}
    for site in sites:
        longer = [each.iri for each in sites if each.iri.startswith(site.iri + " ") and each.broader == site.broader]
        if len(longer) == 1:
            same[site.iri] = longer[0]
    return same


def _match_articles(places: list[Thing]) -> dict[str, str]:
    """Return, for each place that another's name says with an article more, that one: "contrada (Le) Vigne".

    A part of town is one, whatever it is called before its name: "località Vigne", "quartiere delle Vigne".
    """
    named = {_drop_articles(place): place.iri for place in sorted(places, key=lambda place: len(place.label))}
    return {place.iri: whole for place in places if (whole := named[_drop_articles(place)]) != place.iri}


def _drop_articles(place: Thing) -> tuple[frozenset[str], tuple[str, ...]]:
    whole = _fold(list_forms(place.label))
    # What is called "Le" has no name without it, nor has "Borgo" without its noun.
    forms = tuple(form for form in whole if KEYS[form] != "il") or whole
    if len(forms) == 1 or forms[0] not in _PARTS or place.broader.isdisjoint(PARTS):
        return place.broader, forms
    return PARTS, forms[1 + (KEYS[forms[1]] == "di") :] or forms


def _match_begun(instruments: list[Thing], mentions: Iterable[Mention]) -> dict[str, str]:
    """Return, for each instrument whose general name begins those of one other alone, that one.

    "Il nuovo Piano urbanistico" is the "Piano urbanistico generale", not that "del verde"; "progetto Aurora" has a name
    of its own, and is no "progetto Aurora Boreale".
    """
    said = {(m.thing, _fold(list_forms(m.exact))) for m in mentions if m.property == USES_INSTRUMENT.name}
    same: dict[str, str] = {}
    for short in instruments:
        forms = list_forms(short.label)
        words = _fold(forms)
        longer = {t: name[len(words) :] for t, name in said if t != short.iri and name[: len(words)] == words}
        general = len(words) > 1 and all(form.islower() or is_adjective(form) for form in forms[1:])
        if general and len(longer) == 1:
            whole, rest = longer.popitem()
            if FUNCTION_WORDS.keys().isdisjoint(rest[:1]):
                same[short.iri] = whole
    return same


def _split_name(label: str) -> tuple[str, ...]:
    """Return the words of a name, as written, without its legal form."""
    for place, letter in enumerate(label):
        if letter in " ," and find_legal_form(label, place) == len(label):
            return tuple(list_forms(label[:place]))
    return tuple(list_forms(label))


def _list_short(parts: tuple[str, ...]) -> Iterator[_Key]:
    """Yield what a name of these words may be short for."""
    yield "name", _fold(parts)
    yield "begin", _fold(parts)
    if len(parts) == 1:
        yield "acronym", parts
    else:
        if _is_acronym(parts[1]):
            # "Azienda ULSS 5" is the "ULSS 5 Polesana".
            yield "begin", _fold(parts[1:])
        yield "end", _fold(parts)
        yield "head", (_SHORT[parts[0]], *_list_large(parts[1:]))


def _list_shorter(whole: tuple[str, ...]) -> Iterator[_Key]:
    """Yield what may be short for a name of these words: its beginning, its large end, its noun and large words.

    An acronym may stand within the name, too: IUAV of "Università IUAV di Venezia"; for its last words: "BIM GSP" is
    "BIM Gestione Servizi Pubblici"; or for its large words: APS of "Acqua Pubblica Sabina".
    """
    full, large = _fold(whole), _list_large(whole[1:])
    yield "name", full
    if len(initials := "".join(form[0] for form in whole if form[0].isupper())) > 2:
        yield "acronym", (initials,)
    if len(whole) > 2:
        # "I.C. Falcone" and "IC Falcone" are the "Istituto comprensivo Falcone".
        yield "name", (full[0][0], full[1][0], *full[2:])
        yield "name", (full[0][0] + full[1][0], *full[2:])
        yield "name", (full[0][0], full[1][0], *_list_large(whole[2:]))
        yield "name", (full[0][0] + full[1][0], *_list_large(whole[2:]))
        # "ULSS 1 Dolomiti", "Comprensivo di Agordo": what is said before is their kind.
        yield "name", full[1:]
    if whole[-1].isdigit():
        # "ATS 17" is the "Ambito territoriale sociale 17".
        yield "name", ("".join(form[0] for form in full[:-1]), whole[-1])
    for count in range(1, len(whole) - 1):
        if all(form[0].isupper() for form in whole[count:]):
            yield "name", (*full[:count], "".join(word[0] for word in full[count:]))
    for count in range(1, len(full)):
        yield "begin", full[:count]
    for word in whole if len(whole) > 1 else ():
        if _is_acronym(word):
            yield "acronym", (word,)
    if len(large) > 1 and full[-len(large) :] == tuple(large):
        yield "end", tuple(large)
    if large and len(full) > len(large) + 1:
        yield "head", (full[0], *large)


def _is_within(parts: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether a name says nothing else than the longer one: "Consorzio di bonifica" is none "di sviluppo"."""
    said = {_SHORT[form] for form in parts if FOLDED[form] not in FUNCTION_WORDS}
    return said <= {_SHORT[form] for form in whole}


def _differ_in_number(parts: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether both names have numbers, and not the same: "Azienda ULSS 13" is not "Azienda ULSS 14"."""
    said, known = {form for form in parts if form.isdigit()}, {form for form in whole if form.isdigit()}
    return bool(known) and not said <= known


def _is_acronym(form: str) -> bool:
    return len(form) > 2 and form.isupper()


def _fold(forms: Iterable[str]) -> tuple[str, ...]:
    """Return the words as they are compared: "Soc. coop. Il Gelso" is the "società cooperativa Il Gelso"."""
    return tuple(_SHORT[form] for form in forms)


_SHORT = Memo(lambda form: SHORTENED.get(FOLDED[form], FOLDED[form]))


def _list_large(forms: Iterable[str]) -> list[str]:
    return [FOLDED[form] for form in forms if form[0].isupper()]


def _list_single(things: Iterable[Thing], same: dict[str, str]) -> dict[tuple[str, str], str]:
    """Return the one body that the plan names of a kind and by a noun: of (chamber of commerce, "camera")."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for thing in things:
        noun = list_forms(thing.label)[0]
        for kind in _SINGLE & thing.broader:
            for key in (KEYS[noun], "") if kind in _ANY_NOUN else (KEYS[noun],):
                found[kind, key].add(same.get(thing.iri, thing.iri))
            if _is_acronym(noun):
                # "ASP" is the "ASP di Zena", whichever of its senses a vocabulary has first.
                found[_ACRONYM, noun].add(same.get(thing.iri, thing.iri))
    return {noun: next(iter(bodies)) for noun, bodies in found.items() if len(bodies) == 1}


def _list_begun(things: Iterable[Thing], same: dict[str, str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the bodies and places that are the plan's own, by their kinds, each with the words of its name."""
    begun: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for thing in things:
        for kind in thing.broader if thing.iri not in same else ():
            begun[kind][thing.iri] = _fold(list_forms(thing.label))
    return begun


def _find_begun(names: dict[str, tuple[str, ...]], exact: str) -> str | None:
    """Return the only one of ``names`` that begins with the words of ``exact``, two or more, or with their letters."""
    words = _fold(list_forms(exact))
    if words[0] in _SEVERAL:
        return None
    short = "".join(word[0] for word in words)
    found = [iri for iri, name in names.items() if name[: len(words)] == words or name[0] == short]
    return found[0] if (len(words) > 1 or _is_acronym(exact)) and len(found) == 1 else None


def _is_the_one(mention: Mention) -> bool:
    """Whether a general name says that there is one: "con la parrocchia", but not "scuole, parrocchia, piazza"."""
    named = mention.exact[:1].isupper() or mention.method == "field" or _find_article(mention) in DEFINITE
    return named and _is_single(mention)


def _is_single(mention: Mention) -> bool:
    """Whether a general name is in the singular, and not said of any: "in ogni Comunità montana"."""
    return _find_article(mention) not in _NOT_ONE and _is_singular(mention.exact)


def _find_article(mention: Mention) -> str:
    """Return the word before a mention, which may be its article."""
    return "".join(list_forms(mention.prefix)[-1:]).casefold()


def _is_singular(exact: str) -> bool:
    """Whether a general name stands in the singular: its noun is its own lemma, or an acronym.

    "Comunità" has one form for both; of "comunità montane" the adjective says that it does not.
    """
    form, *rest = list_forms(exact)
    if rest and form.casefold().endswith("tà") and FOLDED[rest[0]][-1] in "ei" and KEYS[rest[0]] != FOLDED[rest[0]]:
        return False
    return form.isupper() or KEYS[form] == FOLDED[form]
