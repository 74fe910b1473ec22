"""What people type to the thing they mean: labels are looked up in the graph itself, never guessed.

A label as typed, apart from case, accents and apostrophes, goes before one that only shares the lemmas. Of several
things under one label the kind of all others is meant, then what the plan's own vocabulary names; what is still
several is for the person to choose.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode

from dupgraph.engines import Engine
from dupgraph.errors import QueryError
from dupgraph.namespaces import CLVAPIT, COVAPIT, DCT, DUP, RDF, SKOS, VOCABULARY

# What a parameter accepts, as the class (or the scheme) by which the graph says so.
ACCEPTED: dict[str, tuple[tuple[str, str], ...]] = {
    "organization": tuple(
        (RDF + "type", COVAPIT + name) for name in ("Organization", "PublicOrganization", "PrivateOrganization")
    ),
    "actor-category": ((RDF + "type", DUP + "ActorCategory"),),
    "beneficiary-group": ((RDF + "type", DUP + "BeneficiaryGroup"),),
    "place": ((RDF + "type", CLVAPIT + "Feature"), (RDF + "type", CLVAPIT + "District")),
    "instrument": ((RDF + "type", DUP + "Instrument"),),
    "theme": ((SKOS + "inScheme", VOCABULARY + "themes"),),
    "element": tuple((RDF + "type", DUP + name) for name in ("Policy", "Guideline", "Objective", "Action")),
}
# The preferred name first. An identifier names an element; a body's identifier is a number in a register.
NAMES = {
    "thing": (f"<{SKOS}prefLabel>", f"<{SKOS}altLabel>|<{SKOS}hiddenLabel>|<{DUP}fixedLabel>|<{DUP}cuedLabel>"),
    "element": (f"<{DCT}title>", f"<{DCT}identifier>"),
}

CHOICES_SHOWN = 8
MISSES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Named:
    """One label of one thing in the graph."""

    thing: str
    label: str
    language: str
    preferred: bool


def find_thing(engine: Engine, words: str, accepts: Iterable[str], language: str = "it") -> str:
    """Return the IRI of the one thing that ``words`` name among the kinds that ``accepts`` lists.

    Raises QueryError when nothing is called so (with near misses) or several things are (with all of them).
    """
    kinds = tuple(accepts)
    names = find_names(engine, kinds)
    if words in {name.thing for name in names}:
        return words
    if re.match(r"https?://", words):
        raise QueryError(f"nothing of this kind has the IRI <{words}> in {engine.location}", hint="give a label")
    for fold in (fold_label, _fold_inflection):
        things = _match_names(names, words, fold)
        if things:
            return _choose_thing(engine, things, names, words, language)
    raise _refuse_unknown(engine, words, names, language)


def find_names(engine: Engine, accepts: tuple[str, ...]) -> tuple[Named, ...]:
    """Return all labels of the things of some kinds, by thing and label."""
    # Alternatives spelt out: engines that join a table of VALUES last would first list the whole graph.
    things = " UNION ".join(
        f"{{ ?thing <{relation}> <{kind}> }}" for name in accepts for relation, kind in ACCEPTED[name]
    )
    preferred, others = NAMES["element" if "element" in accepts else "thing"]
    text = f"""SELECT DISTINCT ?thing ?label ?preferred WHERE {{
      {things}
      {{ ?thing {preferred} ?label BIND(1 AS ?preferred) }} UNION {{ ?thing {others} ?label BIND(0 AS ?preferred) }}
    }} ORDER BY ?thing DESC(?preferred) ?label"""
    return tuple(
        Named(thing.value, label.value, label.language or "", isinstance(first, Literal) and first.value == "1")
        for thing, label, first in engine.select(text).rows
        if isinstance(thing, NamedNode) and isinstance(label, Literal)
    )


def fold_label(text: str) -> str:
    """Return a label without what a person may write otherwise: case, accents, apostrophes, spaces.

    >>> fold_label("Forze dell’Ordine") == fold_label("forze  dell'ordine")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+(?:[.]\w+)*", letters))


def _fold_inflection(text: str) -> str:
    # The lemmatiser's dictionary takes longer to load than all the rest: only a word that nothing matches needs it.
    from dupgraph.mentions.words import lemmatise

    return " ".join(lemmatise(text))


def _match_names(names: tuple[Named, ...], words: str, fold: Callable[[str], str]) -> tuple[str, ...]:
    wanted = fold(words)
    return tuple(dict.fromkeys(name.thing for name in names if wanted and fold(name.label) == wanted))


def _choose_thing(engine: Engine, things: tuple[str, ...], names: tuple[Named, ...], words: str, language: str) -> str:
    if len(things) == 1:
        return things[0]
    for choose in (_keep_kind, _keep_own, _keep_kind):
        things = choose(engine, things)
        if len(things) == 1:
            return things[0]
    shown = [f"{_find_title(names, thing, language)} <{thing}>" for thing in things[:CHOICES_SHOWN]]
    more = f" and {len(things) - CHOICES_SHOWN} more" if len(things) > CHOICES_SHOWN else ""
    hint = f"give one of these IRIs or a longer name: {'; '.join(shown)}{more}"
    raise QueryError(f"{words!r} names {len(things)} things", hint=hint)


def _keep_kind(engine: Engine, things: tuple[str, ...]) -> tuple[str, ...]:
    """Return the one thing that is the kind of all the others, where there is one."""
    listed = " ".join(f"<{thing}>" for thing in things)
    text = f"""SELECT DISTINCT ?kind ?thing WHERE {{
      VALUES ?thing {{ {listed} }}
      ?thing (<{DUP}hasKind>|<{SKOS}broader>)+ ?kind .
    }}"""
    below: dict[str, set[str]] = {}
    for kind, thing in engine.select(text).rows:
        if isinstance(kind, NamedNode) and isinstance(thing, NamedNode):
            below.setdefault(kind.value, set()).add(thing.value)
    kinds = tuple(thing for thing in things if below.get(thing, set()) >= set(things) - {thing})
    return kinds or things


def _keep_own(engine: Engine, things: tuple[str, ...]) -> tuple[str, ...]:
    """Return the things that the plan's own vocabulary names, where there are some.

    A shared thing lives below its scheme's IRI; what another scheme describes too, or what lives outside the
    shared vocabularies, is the plan's own.
    """
    listed = " ".join(f"<{thing}>" for thing in things)
    text = f"""SELECT DISTINCT ?thing ?scheme WHERE {{
      VALUES ?thing {{ {listed} }}
      ?thing <{SKOS}inScheme> ?scheme .
    }}"""
    own = {thing for thing in things if not thing.startswith(VOCABULARY)}
    for thing, scheme in engine.select(text).rows:
        if isinstance(thing, NamedNode) and isinstance(scheme, NamedNode):
            own |= {thing.value} if not thing.value.startswith(f"{scheme.value}/") else set()
    return tuple(thing for thing in things if thing in own) or things


def _find_title(names: tuple[Named, ...], thing: str, language: str) -> str:
    """Return the preferred label of a thing, in the language asked for where there is one."""
    titles = {name.language: name.label for name in names if name.thing == thing and name.preferred}
    return titles.get(language) or next(iter(titles.values()), thing)


def _refuse_unknown(engine: Engine, words: str, names: tuple[Named, ...], language: str) -> QueryError:
    """Return the error for words that name nothing, with the labels that come nearest."""
    folded: dict[str, Named] = {}
    for name in names:
        folded.setdefault(fold_label(name.label), name)
    wanted = fold_label(words)
    near = sorted((label for label in folded if wanted and re.search(rf"\b{re.escape(wanted)}\b", label)), key=len)
    near += get_close_matches(wanted, folded, n=MISSES_SHOWN, cutoff=0.6)
    shown: dict[str, str] = {}
    for label in near:
        name = folded[label]
        title = _find_title(names, name.thing, language)
        shown.setdefault(name.thing, name.label if name.label == title else f"{name.label} ({title})")
    hint = f"did you mean: {'; '.join(list(shown.values())[:MISSES_SHOWN])}?" if shown else ""
    return QueryError(f"nothing is called {words!r} in {engine.location}", hint=hint or "try another name for it")
