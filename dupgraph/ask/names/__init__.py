"""What people type to the thing they mean: labels are looked up in the graph itself, never guessed.

A label as typed, apart from case, accents and apostrophes, goes before one without the article or the dots that were
typed, that before one without its legal form, and that before one that only shares the lemmas. Of several things under
one label the kind of all others is meant, then what the plan's own vocabulary names; what is still several is for the
person to choose.
"""

import re
from collections.abc import Callable, Iterable

from dupgraph.ask.names.disambiguation import are_of_towns, choose_things, find_owner
from dupgraph.ask.names.folding import fold_inflection, fold_label, fold_short, list_readings
from dupgraph.ask.names.labels import (
    ELEMENTS,
    GROUPS,
    KNOWN_KINDS,
    TESTS_OF_KIND,
    Named,
    find_names,
    find_names_by_kind,
    find_printed,
    has_codes,
    list_kinds,
)
from dupgraph.ask.names.near import name_place, refuse_several, refuse_unknown
from dupgraph.ask.parameters import quote_value, write_iri
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.tabled import ask_things
from dupgraph.language.messages import say

__all__ = [
    "ELEMENTS",
    "GROUPS",
    "KNOWN_KINDS",
    "Named",
    "are_of_towns",
    "find_names",
    "find_names_by_kind",
    "find_owner",
    "find_printed",
    "find_thing",
    "find_things",
    "fold_label",
    "name_place",
]

# So many towns' own things of one name are asked for together.
_MOST_OF_NAME = 20


def find_thing(engine: Engine, words: str, accepts: Iterable[str], language: str = "it", plan: str = "") -> str:
    """Return the IRI of the one thing that ``words`` name among the kinds that ``accepts`` lists.

    Where the IRI of a plan is given, its own elements are looked at, and of several things those that it names.
    Raises QueryError when nothing has that name (with near misses) or several things do (with all of them).
    """
    things, names = _find_things(engine, words, tuple(accepts), language, plan)
    if len(things) > 1:
        raise refuse_several(engine, things, names, words, language)
    return things[0]


def find_things(
    engine: Engine, words: str, accepts: Iterable[str], language: str = "it", plan: str = ""
) -> tuple[str, ...]:
    """Return what ``find_thing`` does, or where each of several towns has its own thing of that name, all of those.

    A body that no vocabulary knows is each town's own: both "AST Ancona" of two neighbours are asked for together.
    """
    things, names = _find_things(engine, words, tuple(accepts), language, plan)
    if len(things) > _MOST_OF_NAME or not are_of_towns(things):
        raise refuse_several(engine, things, names, words, language)
    return things


def _find_things(
    engine: Engine, words: str, kinds: tuple[str, ...], language: str, plan: str
) -> tuple[tuple[str, ...], tuple[Named, ...]]:
    """Return all things that ``words`` may mean, and the names among which they were found. Raises QueryError."""
    words = re.sub(r"^<(\S+)>$", r"\1", words.strip())
    if re.match(r"https?://", words):
        return (_check_kind(engine, words, kinds),), ()
    readings = tuple(dict.fromkeys(list_readings(words, has_codes(kinds))))
    by_letters = (fold_label, fold_short)
    # What has not this name letter by letter is looked for among all names.
    for text, folds in ((words, by_letters), ("", (*by_letters, fold_inflection))):
        names = find_names(engine, kinds, plan, text)
        for fold in folds:
            for reading in readings:
                if things := _match_names(names, reading, fold):
                    return choose_things(engine, things, names, words, plan), names
    raise refuse_unknown(engine, readings, names, language)


def _check_kind(engine: Engine, iri: str, kinds: tuple[str, ...]) -> str:
    """Return the IRI when it is one of a thing of these kinds. Raises QueryError."""
    thing = write_iri(iri)
    relations = " UNION ".join(
        f"{{ {thing} <{relation}> <{kind}> }}" for name in list_kinds(kinds) for relation, kind in TESTS_OF_KIND[name]
    )
    # Elements stand in the graphs alone.
    known = engine if set(ELEMENTS).intersection(list_kinds(kinds)) else ask_things(engine, [iri])
    if not known.ask(f"ASK {{ {relations} }}"):
        raise QueryError(say("other_kind", words=quote_value(iri), place=name_place(engine)), hint=say("give_label"))
    return iri


def _match_names(names: tuple[Named, ...], words: str, fold: Callable[[str], str]) -> tuple[str, ...]:
    wanted = fold(words)
    return tuple(dict.fromkeys(name.thing for name in names if wanted and fold(name.label) == wanted))
