"""What people type to the thing they mean: labels are looked up in the graph itself, never guessed.

A label as typed, apart from case, accents and apostrophes, goes before one without the article or the dots that were
typed, that before one without its legal form, and that before one that only shares the lemmas. Of several things under
one label the kind of all others is meant, then what the plan's own vocabulary names; what is still several is for the
person to choose.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache, partial
from heapq import merge
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from dupgraph.ask.parameters import quote_value, write_iri
from dupgraph.base.errors import QueryError
from dupgraph.base.terminal import make_visible
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.graphs import PACKAGED
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.engines.protocol import Row
from dupgraph.graph.engines.tabled import ask_plans, ask_things, find_tables
from dupgraph.language.companies import drop_legal_form
from dupgraph.language.distance import measure_distance
from dupgraph.language.lists import match_words
from dupgraph.language.messages import say
from dupgraph.schema.links import ELEMENT_KINDS, GOAL, KINDS, LEVELS, MISSION, SHOWN
from dupgraph.schema.namespaces import DCT, DUP, RDF, SKOS, VOCABULARY

if TYPE_CHECKING:
    from dupgraph.graph.engines.tables import Tables

# What a parameter accepts, as the class (or the scheme) by which the graph says so.
TESTS_OF_KIND: dict[str, tuple[tuple[str, str], ...]] = {
    **{kind.name: kind.tests for kind in KINDS.values()},
    **{level.name: ((RDF + "type", level.iri),) for level in LEVELS.values()},
}
ELEMENTS = ELEMENT_KINDS
# What a parameter may also be said to accept: several kinds under one word.
GROUPS = {
    "element": ELEMENTS,
    **{link.role: tuple(kind.name for kind in link.kinds) for link in SHOWN if link.role not in KINDS},
    "thing": tuple(TESTS_OF_KIND),
}
KNOWN_KINDS = (*TESTS_OF_KIND, *GROUPS)
# What is called by a number, beside elements.
_NUMBERED = (*ELEMENTS, GOAL.role, MISSION.role)
# The preferred name first. An identifier names an element; a body's identifier is a number in a register.
_THING_NAMES = (
    f"<{SKOS}prefLabel>",
    f"<{SKOS}altLabel>|<{SKOS}hiddenLabel>|<{SKOS}notation>|<{DUP}fixedLabel>|<{DUP}cuedLabel>",
)
_ELEMENT_NAMES = (f"<{DCT}title>", f"<{DCT}identifier>")

# What may stand before a name in a sentence: "con l'AUSL", "dell'AUSL", "alle scuole".
_ARTICLE = re.compile(
    r"(?:(?:con|per|tra|fra|di|a|da|in|su)\s+)?"
    r"(?:(?:l|un|(?:de|a|da|ne|su)ll)['’ʼ]\s*|"
    r"(?:il|lo|la|i|gli|le|un|uno|una|col|coi|(?:de|a|da|ne|su)(?:l|llo|lla|i|gli|lle))\s+)(?=\w)",
    re.IGNORECASE,
)
# "A.U.S.L.", not "1.3.5".
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)")
# A code by itself or after the name of its level: "Obiettivo strategico 1.3.5". What was read as such a word is never
# read again: a long line of them, with no code behind it, would take for ever.
_CODE = re.compile(rf"(?:(?:{match_words('before_code')})\W*+)*+(\d+(?:[.]\w+)*)[.]?", re.IGNORECASE)

# What is part of a plan has this in its IRI.
_PLAN = "/plan/"
# So many towns' own things of one name are asked for together.
_MOST_OF_NAME = 20
# A pattern with a part for each of ten thousand things ends the process that reads it.
_MOST_OF_KIND = 100
CHOICES_SHOWN = 8
MISSES_SHOWN = 3
# A word of so many letters is near another with one letter wrong, a longer one with two.
_SHORT = 6
# So much of two names is the same where they are alike at all ("Carabinieri" is not like "Charities").
_ALIKE = 0.7
# Nothing is called by more letters than these; comparing takes the square of them.
LETTERS_COMPARED = 200
# The same names of the same things, from the tables of a corpus; with the letters by which they are looked for, which
# take longer than all the rest, and whether a plan alone names the thing.
_TABLED = """WITH typed AS (
    SELECT DISTINCT k.kind, t.subject AS thing FROM (
        SELECT unnest($kinds) AS kind, unnest($relations) AS relation, unnest($classes) AS class
      ) k JOIN facts t ON t.predicate = k.relation AND t.object = k.class
  ), named AS (
    SELECT DISTINCT t.kind, t.thing, f.object AS label, f.language, f.predicate = $names[1] AS preferred
      FROM facts f JOIN typed t ON f.subject = t.thing WHERE list_contains($names, f.predicate) AND f.kind = ''
  ) SELECT *, fold_name(label) AS letters, fold_name(drop_legal_form(label)) AS short,
    thing IN (SELECT owner FROM owners)
      OR regexp_replace(thing, '/[^/]+/[^/]+$', '') IN (SELECT owner FROM owners) AS own
  FROM named"""
# Where there is a text, of what a plan alone names only what stands in that.
_MEANT = """WITH meant AS (
    SELECT thing FROM {called} WHERE $text = '' OR NOT own OR stands_in(letters, $text) OR stands_in(short, $text)
  ) SELECT c.kind, c.thing AS "<thing>", label, language AS "label@", CAST(preferred AS INTEGER) AS preferred
  FROM {called} c SEMI JOIN meant m ON m.thing = c.thing
  ORDER BY c.thing, preferred DESC, label, language, c.kind"""
_TABLED_ELEMENTS = """WITH meant AS (SELECT kind, iri, title, language, code FROM elements
    WHERE list_contains($kinds, kind) AND $plan IN ('', plan)
      AND ($plan != '' OR $text = '' OR list_contains($words, code)
        OR (length(title) <= 2 * length($text) AND stands_in(fold_name(title), $text)))
  ) SELECT kind, iri AS "<thing>", title AS label, language AS "label@", 1 AS preferred FROM meant
  UNION SELECT kind, iri, code, NULL, 0 FROM meant
  ORDER BY 2, preferred DESC, label"""
_TABLED_MENTIONS = """SELECT DISTINCT m.thing AS "<thing>" FROM mentions m JOIN elements e ON e.iri = m.element
  WHERE list_contains($things, m.thing) AND $plan IN ('', e.plan)"""
_PLANS = f"SELECT ?plan {{ ?plan a <{DUP}Plan> }} LIMIT 2"


class Named(NamedTuple):
    """One label of one thing in the graph."""

    thing: str
    label: str
    language: str
    preferred: bool


def find_thing(engine: Engine, words: str, accepts: Iterable[str], language: str = "it", plan: str = "") -> str:
    """Return the IRI of the one thing that ``words`` name among the kinds that ``accepts`` lists.

    Where the IRI of a plan is given, its own elements are looked at, and of several things those that it names.
    Raises QueryError when nothing has that name (with near misses) or several things do (with all of them).
    """
    things, names = _find_things(engine, words, tuple(accepts), language, plan)
    if len(things) > 1:
        raise _refuse_several(engine, things, names, words, language)
    return things[0]


def find_things(
    engine: Engine, words: str, accepts: Iterable[str], language: str = "it", plan: str = ""
) -> tuple[str, ...]:
    """Return what ``find_thing`` does, or where each of several towns has its own thing of that name, all of those.

    A body that no vocabulary knows is each town's own: both "AST Ancona" of two neighbours are asked for together.
    """
    things, names = _find_things(engine, words, tuple(accepts), language, plan)
    if len(things) > _MOST_OF_NAME or not are_of_towns(things):
        raise _refuse_several(engine, things, names, words, language)
    return things


def find_owner(thing: str) -> str:
    """Return below which IRI a town's own thing is minted.

    >>> find_owner("https://example.org/data/042021/place/piazza-roma")
    'https://example.org/data/042021'
    """
    return thing.rsplit("/", 2)[0]


def are_of_towns(things: Collection[str]) -> bool:
    """Say whether some things are one, or each another town's own.

    >>> are_of_towns(["https://example.org/data/1/place/a", "https://example.org/data/2/place/a"])
    True
    """
    owners = {*map(find_owner, things)}
    together = len({owner.rpartition("/")[0] for owner in owners}) == 1
    owned = together and not any(_PLAN in thing or thing.startswith(VOCABULARY) for thing in things)
    return len(things) == 1 or (owned and len(owners) == len(things))


def _find_things(
    engine: Engine, words: str, kinds: tuple[str, ...], language: str, plan: str
) -> tuple[tuple[str, ...], tuple[Named, ...]]:
    """Return all things that ``words`` may mean, and the names among which they were found. Raises QueryError."""
    words = re.sub(r"^<(\S+)>$", r"\1", words.strip())
    if re.match(r"https?://", words):
        return (_check_kind(engine, words, kinds),), ()
    readings = tuple(dict.fromkeys(_list_readings(words, _has_codes(kinds))))
    by_letters = (fold_label, _fold_short)
    # What has not this name letter by letter is looked for among all names.
    for text, folds in ((words, by_letters), ("", (*by_letters, _fold_inflection))):
        names = find_names(engine, kinds, plan, text)
        for fold in folds:
            for reading in readings:
                if things := _match_names(names, reading, fold):
                    return _choose_things(engine, things, names, words, plan), names
    raise _refuse_unknown(engine, readings, names, language)


def name_place(engine: Engine) -> str:
    """Return where a person's question was looked for."""
    return say("packaged") if engine.location == PACKAGED else engine.location


def _check_kind(engine: Engine, iri: str, kinds: tuple[str, ...]) -> str:
    """Return the IRI when it is one of a thing of these kinds. Raises QueryError."""
    thing = write_iri(iri)
    relations = " UNION ".join(
        f"{{ {thing} <{relation}> <{kind}> }}" for name in _list_kinds(kinds) for relation, kind in TESTS_OF_KIND[name]
    )
    if not _choose_engine(engine, _list_kinds(kinds), iri).ask(f"ASK {{ {relations} }}"):
        raise QueryError(say("other_kind", words=quote_value(iri), place=name_place(engine)), hint=say("give_label"))
    return iri


def _has_codes(kinds: Iterable[str]) -> bool:
    """Whether things of these kinds are called by numbers."""
    return not set(_NUMBERED).isdisjoint(_list_kinds(kinds))


def _list_kinds(accepts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for name in accepts for kind in GROUPS.get(name, (name,))))


def _list_readings(words: str, has_codes: bool) -> Iterator[str]:
    """Yield the words as typed, then what they may stand for."""
    yield words
    plain = _DOTTED.sub(lambda match: match[0].replace(".", ""), words)
    yield plain
    yield _ARTICLE.sub("", plain, count=1) if _ARTICLE.match(plain) else plain
    code = _CODE.fullmatch(words) if has_codes else None
    if code is not None:
        yield code[1]


def find_names(engine: Engine, accepts: Iterable[str], plan: str = "", text: str = "") -> tuple[Named, ...]:
    """Return all labels of the things of some kinds, by thing and label; of elements, only those of ``plan``.

    ``text`` is where the names are looked for: in a corpus of all towns, plans name a million things and elements, and
    few of them stand in a question. Those that cannot be meant by their letters or their code may be left out.
    """
    kinds = _list_kinds(accepts)
    tables = find_tables(engine)
    if tables is None:
        # An engine takes longer to put rows in order than to find them.
        named = _read_names(engine.select(_write_names(kinds, plan)).rows)
        return tuple(sorted(named, key=lambda one: (one.thing, not one.preferred, one.label, one.language)))
    # A thing that is of two kinds has its names twice.
    return tuple(dict.fromkeys(_read_names(row[1:] for row in _select_names(tables, kinds, plan, text))))


def find_names_by_kind(engine: Engine, plan: str = "", text: str = "") -> dict[str, tuple[Named, ...]]:
    """Return what ``find_names`` does, of all kinds, by kind."""
    tables = find_tables(engine)
    if tables is None:
        return {kind: find_names(engine, (kind,), plan) for kind in TESTS_OF_KIND}
    rows: dict[str, list[Row]] = {kind: [] for kind in TESTS_OF_KIND}
    for kind, *row in _select_names(tables, tuple(TESTS_OF_KIND), plan, text):
        rows[getattr(kind, "value", "")].append(tuple(row))
    return {kind: _read_names(found) for kind, found in rows.items()}


def _read_names(rows: Iterable[Row]) -> tuple[Named, ...]:
    return tuple(
        Named(thing.value, label.value, label.language or "", isinstance(first, Literal) and first.value == "1")
        for thing, label, first in rows
        if isinstance(thing, NamedNode) and isinstance(label, Literal)
    )


def _select_names(tables: "Tables", kinds: tuple[str, ...], plan: str, text: str) -> tuple[Row, ...]:
    """Return the names of things of some kinds, in order, each behind the thing's kind."""
    elements, others = _split_kinds(kinds)
    words = {"plan": plan, "text": text, "words": re.findall(r"\w+(?:[.]\w+)*", text)}
    named = tables.select(_TABLED_ELEMENTS, words | {"kinds": list(elements)}).rows if elements else ()
    tests = [(kind, *test) for kind in others for test in TESTS_OF_KIND[kind]]
    if not tests:
        return named
    tested = dict(zip(("kinds", "relations", "classes"), map(list, zip(*tests, strict=True)), strict=True))
    names = [name.strip("<>") for names in _THING_NAMES for name in names.split("|")]
    called = tables.keep(_TABLED, tested | {"names": names})
    things = tables.select(_MEANT.format(called=called), words).rows
    # Each part is in order.
    return tuple(merge(named, things, key=lambda row: getattr(row[1], "value", "")))


def _split_kinds(kinds: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the kinds of elements among some, and the others."""
    return tuple(kind for kind in kinds if kind in ELEMENTS), tuple(kind for kind in kinds if kind not in ELEMENTS)


def _write_names(kinds: tuple[str, ...], plan: str) -> str:
    elements, others = _split_kinds(kinds)
    within = f"?thing <{DCT}isPartOf>+ <{plan}> ." if plan else ""
    parts = (_list_names(elements, _ELEMENT_NAMES, within), _list_names(others, _THING_NAMES))
    return f"""SELECT DISTINCT ?thing ?label ?preferred WHERE {{
      {" UNION ".join(filter(None, parts))}
    }}"""


def _choose_engine(engine: Engine, kinds: Iterable[str], thing: str) -> Engine:
    """Return the engine that knows a thing of some kinds: elements stand in the graphs alone."""
    return engine if set(ELEMENTS).intersection(kinds) else ask_things(engine, [thing])


def _list_names(kinds: tuple[str, ...], names: tuple[str, str], within: str = "") -> str:
    """Return the pattern of things of some kinds and their labels; empty without a kind."""
    if not kinds:
        return ""
    # Alternatives spelt out: engines that join a table of VALUES last would first list the whole graph.
    things = " UNION ".join(
        f"{{ ?thing <{relation}> <{kind}> }}" for name in kinds for relation, kind in TESTS_OF_KIND[name]
    )
    preferred, others = names
    return f"""{{
        {things} {within}
        {{ ?thing {preferred} ?label BIND(1 AS ?preferred) }} UNION {{ ?thing {others} ?label BIND(0 AS ?preferred) }}
      }}"""


# The labels of a plan are compared again for each name that is looked up.
@lru_cache(maxsize=8_192)
def fold_label(text: str) -> str:
    """Return a label without what a person may write otherwise: case, accents, apostrophes, spaces.

    >>> fold_label("Forze dell’Ordine") == fold_label("forze  dell'ordine")
    True
    """
    letters = text.casefold()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters)
        letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+(?:[.]\w+)*", letters))


def _fold_short(text: str) -> str:
    """Return a label as people say it: "AMT" is "AMT S.p.A."."""
    return fold_label(drop_legal_form(text))


def _fold_inflection(text: str) -> str:
    # The lemmatiser's dictionary takes longer to load than all the rest: only a word that nothing matches needs it.
    from dupgraph.language.words import lemmatise

    return " ".join(lemmatise(text))


def _match_names(names: tuple[Named, ...], words: str, fold: Callable[[str], str]) -> tuple[str, ...]:
    wanted = fold(words)
    return tuple(dict.fromkeys(name.thing for name in names if wanted and fold(name.label) == wanted))


def _choose_things(
    engine: Engine, things: tuple[str, ...], names: tuple[Named, ...], words: str, plan: str
) -> tuple[str, ...]:
    """Return the one thing that is meant of several under one label; all that may be where none is, or where each is
    another town's own: what one of them is called first says nothing of the other towns'.
    """
    titled = {name.thing for name in names if name.preferred and fold_label(name.label) == fold_label(words)}
    for choose in (_keep_kind, partial(_keep_named, plan=plan), _keep_own, partial(_keep_titled, titled), _keep_kind):
        if are_of_towns(things):
            break
        things = choose(engine, things)
    return things


def _refuse_several(
    engine: Engine, things: tuple[str, ...], names: tuple[Named, ...], words: str, language: str
) -> QueryError:
    shown = [f"{_find_title(names, thing, language)} <{thing}>" for thing in things[:CHOICES_SHOWN]]
    more = say("more", count=len(things) - CHOICES_SHOWN) if len(things) > CHOICES_SHOWN else ""
    advice = "give_longer_plan" if len(ask_plans(engine).select(_PLANS).rows) > 1 else "give_longer"
    hint = say(advice, choices="; ".join(shown), more=more)
    return QueryError(say("several_things", words=quote_value(words), count=len(things)), hint=hint)


def _keep_kind(engine: Engine, things: tuple[str, ...]) -> tuple[str, ...]:
    """Return the one thing that is the kind of all the others, where there is one: of many of one name none is."""
    if len(things) > _MOST_OF_KIND:
        return things
    # Each thing by itself: some engines walk a path only from an end that stands in it.
    paths = " UNION ".join(
        f"{{ <{thing}> (<{DUP}hasKind>|<{SKOS}broader>)+ ?kind BIND(<{thing}> AS ?thing) }}" for thing in things
    )
    text = f"SELECT DISTINCT ?kind ?thing WHERE {{ {paths} }}"
    below: dict[str, set[str]] = {}
    for kind, thing in ask_things(engine, things).select(text).rows:
        if isinstance(kind, NamedNode) and isinstance(thing, NamedNode):
            below.setdefault(kind.value, set()).add(thing.value)
    kinds = tuple(thing for thing in things if below.get(thing, set()) >= set(things) - {thing})
    return kinds or things


def _keep_named(engine: Engine, things: tuple[str, ...], plan: str) -> tuple[str, ...]:
    """Return the things that a mention refers to, one of the plan where a plan is given, if there are some."""
    if (tables := find_tables(engine)) is not None:
        rows = tables.select(_TABLED_MENTIONS, {"things": list(things), "plan": plan}).rows
        return _keep(things, rows)
    within = f"?element <{DCT}isPartOf>+ <{plan}> ." if plan else ""
    text = f"""SELECT DISTINCT ?thing WHERE {{
      ?mention <{DUP}refersTo> ?thing ; <{DUP}inElement> ?element .
      FILTER(?thing IN ({_list_iris(things)})) {within}
    }}"""
    return _keep(things, engine.select(text).rows)


def _keep(things: tuple[str, ...], rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the things that rows name, if there are some."""
    named = {thing.value for (thing,) in rows if isinstance(thing, NamedNode)}
    return tuple(thing for thing in things if thing in named) or things


def _keep_titled(titled: Collection[str], _engine: Engine, things: tuple[str, ...]) -> tuple[str, ...]:
    """Return the things that are called just so, not only by another of their names, where there are some."""
    return tuple(thing for thing in things if thing in titled) or things


def _keep_own(engine: Engine, things: tuple[str, ...]) -> tuple[str, ...]:
    """Return the things that the plan's own vocabulary names, where there are some.

    A shared thing lives below its scheme's IRI; what another scheme describes too, or what lives outside the
    shared vocabularies, is the plan's own.
    """
    text = f"""SELECT DISTINCT ?thing ?scheme WHERE {{
      ?thing <{SKOS}inScheme> ?scheme .
      FILTER(?thing IN ({_list_iris(things)}))
    }}"""
    own = {thing for thing in things if not thing.startswith(VOCABULARY)}
    for thing, scheme in ask_things(engine, things).select(text).rows:
        if isinstance(thing, NamedNode) and isinstance(scheme, NamedNode):
            own |= {thing.value} if not thing.value.startswith(f"{scheme.value}/") else set()
    return tuple(thing for thing in things if thing in own) or things


def _list_iris(things: tuple[str, ...]) -> str:
    return ", ".join(f"<{thing}>" for thing in things)


def _find_title(names: tuple[Named, ...], thing: str, language: str) -> str:
    """Return the preferred label of a thing, in the language asked for where there is one."""
    titles = {name.language: make_visible(name.label) for name in names if name.thing == thing and name.preferred}
    return titles.get(language) or next(iter(titles.values()), thing)


def _refuse_unknown(engine: Engine, readings: tuple[str, ...], names: tuple[Named, ...], language: str) -> QueryError:
    """Return the error for words that name nothing, with the labels that come nearest."""
    folded: dict[str, Named] = {}
    for name in names:
        folded.setdefault(fold_label(name.label), name)
    wanted = fold_label(readings[-1])[:LETTERS_COMPARED]
    near = _list_near_codes(wanted, folded) if _CODE.fullmatch(wanted) else _list_near_labels(wanted, folded)
    shown: dict[str, str] = {}
    for label in near:
        name = folded[label]
        title, called = _find_title(names, name.thing, language), make_visible(name.label)
        shown.setdefault(name.thing, called if called == title else f"{called} ({title})")
    advice = "did_you_mean" if shown else "other_name"
    facts = {"choices": "; ".join(list(shown.values())[:MISSES_SHOWN])}
    if isinstance(engine, OxigraphEngine) and engine.location == PACKAGED:
        # Who has built a graph of their own and forgot to name it looks for its names in ours.
        advice, facts["files"] = f"{advice}_here", ", ".join(file.name for file in engine.place.files)
    what = say("unknown_name", words=quote_value(readings[0]), place=name_place(engine))
    return QueryError(what, hint=say(advice, **facts))


def _list_near_labels(wanted: str, labels: Iterable[str]) -> list[str]:
    """Return the labels that come near some words: with a letter wrong, then with the words in them, then alike.

    >>> _list_near_labels("auls", ["ulss", "ausl", "scuole"])
    ['ausl', 'ulss']
    """
    known = list(labels)
    most = 1 if len(wanted) <= _SHORT else 2
    away = {label: measure_distance(wanted, label, most) for label in known if wanted}
    near = sorted((label for label in known if away.get(label, most + 1) <= most), key=lambda label: away[label])
    near += sorted((label for label in known if wanted and re.search(rf"\b{re.escape(wanted)}\b", label)), key=len)
    return list(dict.fromkeys(near + get_close_matches(wanted, known, n=MISSES_SHOWN, cutoff=_ALIKE)))


def _list_near_codes(code: str, labels: Iterable[str]) -> list[str]:
    """Return the codes that share most of their parts with a code, the nearest number first; else those of the top.

    >>> _list_near_codes("1.3.12", ["1.2", "1.3", "1.3.9", "1.3.10", "scuola"])
    ['1.3.10', '1.3.9', '1.3']
    >>> _list_near_codes("9.9.9", ["1", "1.1", "1.1.1", "2", "2.1"])
    ['2', '1', '2.1']
    """
    wanted = _split_code(code)

    def measure(label: str) -> tuple[int, int, bool, list[int]]:
        parts = _split_code(label)
        shared = next((i for i, (a, b) in enumerate(zip(wanted, parts, strict=False)) if a != b), len(parts))
        is_part = label.startswith(code) or code.startswith(label)
        apart = [abs(a - b) for a, b in zip(wanted, parts, strict=False)]
        return -shared, abs(len(parts) - len(wanted)) if shared else len(parts), not is_part, apart

    codes = (label for label in labels if re.fullmatch(r"\d{1,9}(?:[.]\d{1,9})*", label))
    return sorted(codes, key=measure)[:MISSES_SHOWN]


def _split_code(code: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d{1,9}", code)]
