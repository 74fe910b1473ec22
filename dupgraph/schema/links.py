"""The one table of kinds and links, ``ontology/links.toml``, as values that everything else reads.

Two words are told apart. A *kind* says what a thing is, by its class or vocabulary: an organisation, a theme. A *role*
says what a link makes of it: an organisation that an element involves is a partner. A link leads to one kind or to
several, and gives all of them one role. The kinds of elements (policy, guideline ...) are *levels*.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from tomllib import loads
from types import MappingProxyType
from typing import Any

from dupgraph.base.files import find_resource
from dupgraph.schema.namespaces import DUP, PREFIXES, VOCABULARY

# Names of rows. They are plain text, since the table has them and no list of types could.
ElementKind = str
ThingKind = str
Role = str
LinkName = str

# In which language a row speaks where it has no words in the one asked for.
_OTHERWISE = ("en", "it")
_FORMS = ("one", "many", "short", "says", "who", "lead", "hint", "none")
# Where a row has no such form, another does.
_INSTEAD = {"many": "one", "short": "one", "says": "one", "who": "many"}

Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What all rows have: a name, and words by language and form."""

    name: str
    words: Words = field(default_factory=dict)

    def word(self, form: str, language: str = "it") -> str:
        """Return the words of a form ("one", "many" ...) in a language, else in English; empty where it has none.

        ``short`` is a word within a sentence: in small letters.
        """
        for spoken in (language, *_OTHERWISE):
            forms = self.words.get(spoken, {})
            if form in forms:
                return forms[form]
        instead = self.word(_INSTEAD[form], language) if form in _INSTEAD else ""
        return instead.lower() if form == "short" else instead


@dataclass(frozen=True, slots=True, kw_only=True)
class Level(Row):
    """A kind of element. ``iri`` is its class; ``map`` says how it is drawn."""

    iri: str
    colour: str
    map: Mapping[str, Any]
    crossed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Row):
    """A kind of thing: ``classes`` are IRIs, ``scheme`` that of a vocabulary, ``sort`` that of a property."""

    classes: tuple[str, ...] = ()
    scheme: str = ""
    inner: bool = False
    proper: bool = False
    opens: str = ""
    sort: str = PREFIXES["dct"] + "type"
    shape: str = ""

    @property
    def tests(self) -> tuple[tuple[str, str], ...]:
        """The properties and values by any of which a graph says that a thing is of this kind."""
        if self.scheme:
            return ((PREFIXES["skos"] + "inScheme", self.scheme),)
        return tuple((PREFIXES["rdf"] + "type", iri) for iri in self.classes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Row):
    """A link from an element to a thing: see the table. ``category`` and ``implies`` are IRIs of properties."""

    role: Role
    kinds: tuple[Kind, ...] = ()
    found: str = ""
    cued: bool = False
    shown: bool = True
    inverse: str = ""
    implies: tuple[str, ...] = ()
    category: str = ""
    own_category: bool = False
    path: str = ""
    page: int = 0
    map: int = 0
    view: bool = False
    colour: str = "grey"
    shape: str = "dot"
    site: Mapping[str, str] = field(default_factory=dict)

    @property
    def iri(self) -> str:
        """The IRI of its property."""
        return DUP + self.name


def expand_name(name: str) -> str:
    """Return the IRI of a prefixed name.

    >>> expand_name("skos:broader")
    'http://www.w3.org/2004/02/skos/core#broader'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def parse_table(text: str) -> tuple[tuple[Level, ...], tuple[Kind, ...], tuple[Link, ...]]:
    """Return the levels, the kinds of things and the links of a table, each in the order of its rows."""
    table = loads(text)
    levels = tuple(_parse_level(row) for row in table["levels"])
    kinds: dict[str, Kind] = {}
    links = tuple([_parse_link(row, kinds) for row in table["links"]])
    return levels, tuple(kinds.values()), links


def _parse_level(row: dict[str, Any]) -> Level:
    return Level(iri=expand_name(row.pop("class")), words=_take_words(row), **row)


def _parse_link(row: dict[str, Any], kinds: dict[str, Kind]) -> Link:
    """Return a link; the kinds that its row is the first to have are added to ``kinds``."""
    words = _take_words(row)
    own = row.pop("kinds", [])
    for each in own:
        if each["name"] not in kinds:
            kinds[each["name"]] = _parse_kind(each, words)
    row["category"] = expand_name(row["category"]) if "category" in row else ""
    row["implies"] = tuple(map(expand_name, row.get("implies", ())))
    return Link(words=words, kinds=tuple(kinds[each["name"]] for each in own), **row)


def _parse_kind(row: dict[str, Any], words: Words) -> Kind:
    """Return a kind; what its row does not say in words, that of its link does."""
    own = _take_words(row)
    spoken = {language: {**forms, **own.get(language, {})} for language, forms in words.items()}
    row["classes"] = tuple(map(expand_name, row.get("classes", ())))
    row["scheme"] = VOCABULARY + row["scheme"] if "scheme" in row else ""
    if "sort" in row:
        row["sort"] = expand_name(row["sort"])
    return Kind(words=spoken, **row)


def _take_words(row: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return the words of a row by language, and take them out of it: every table in it whose keys are forms."""
    found = {key: value for key, value in row.items() if isinstance(value, dict) and _FORMS_ONLY.issuperset(value)}
    for language in found:
        del row[language]
    return found


def _index(rows: Iterable[Any]) -> Mapping[str, Any]:
    return MappingProxyType({row.name: row for row in rows})


_FORMS_ONLY = frozenset(_FORMS)
_TABLE = parse_table(find_resource("ontology", "links.toml").read_text(encoding="utf-8"))

LEVELS: Mapping[str, Level] = _index(_TABLE[0])
KINDS: Mapping[str, Kind] = _index(_TABLE[1])
LINKS: Mapping[str, Link] = _index(_TABLE[2])

ELEMENT_KINDS: tuple[ElementKind, ...] = tuple(LEVELS)
# Links that a text says, in words that are kept; the others are derived.
STATED = tuple(link for link in LINKS.values() if link.found)
# Kinds of things that are known by words which many of them share.
EARNED = frozenset(kind.name for link in STATED if link.found == "words" for kind in link.kinds)
# Links to the things of the network. What each makes of a thing, and by which role it goes.
SHOWN = tuple(link for link in LINKS.values() if link.shown)
ROLE_OF: Mapping[LinkName, Role] = MappingProxyType({link.name: link.role for link in SHOWN})
ROLES: tuple[Role, ...] = tuple(dict.fromkeys(ROLE_OF.values()))
LINK_OF_ROLE: Mapping[Role, Link] = MappingProxyType({link.role: link for link in _TABLE[2][::-1]})

# The rows of which the program knows more than the table says.
POLICY, GUIDELINE, OBJECTIVE, ACTION = (LEVELS[name].name for name in ("policy", "guideline", "objective", "action"))
INVOLVES, BENEFITS, HAS_THEME = (LINKS[name] for name in ("involves", "benefits", "hasTheme"))
CONCERNS_PLACE, USES_INSTRUMENT = (LINKS[name] for name in ("concernsPlace", "usesInstrument"))
# By which an element cites another; by which it says a development goal, or its themes suggest a mission.
REFERENCE, GOAL, MISSION = (LINKS[name] for name in ("refersToElement", "contributesTo", "suggestedMission"))
# By which a sheet or a heading states its budget mission itself, and by which an objective says what it pursues.
STATED_MISSION, PURSUES = LINKS["inMission"], LINKS["pursues"]
PARTNER, BENEFICIARY, THEME = (link.role for link in (INVOLVES, BENEFITS, HAS_THEME))
ORGANIZATION, ACTOR_CATEGORY, BENEFICIARY_GROUP, PLACE, INSTRUMENT = (
    KINDS[name].name for name in ("organization", "actor-category", "beneficiary-group", "place", "instrument")
)
# Dependencies are asked for between two elements of one of these levels, or between any two.
ANY = "none"
ACROSS = (*(level.name for level in LEVELS.values() if level.crossed), ANY)


def find_row(name: str) -> Row | None:
    """Return the level of that name, else the first link of that role; None where there is neither."""
    return LEVELS.get(name) or LINK_OF_ROLE.get(name)


def name_kind(name: str, language: str) -> str:
    """Return what an element or a thing is called by its level or role; the name itself where the table has none.

    >>> name_kind("place", "it"), name_kind("policy", "en")
    ('Luogo', 'Policy')
    """
    row = find_row(name)
    return row.word("one", language) if row else name


def rank_level(kind: ElementKind) -> str:
    """Return where a level stands in the outline: "top", "upper" where others stand below it, else "leaf".

    >>> [rank_level(kind) for kind in ELEMENT_KINDS]
    ['top', 'upper', 'leaf', 'leaf']
    """
    return "top" if kind == ELEMENT_KINDS[0] else "upper" if LEVELS[kind].crossed else "leaf"
