"""JSON-LD 1.1 (W3C 2020) for people who know JSON and no RDF: short names, plain strings and numbers, no nesting.

The names are those of ``ontology/context.jsonld``. Each document carries the part of the context that it uses: nothing
has to be fetched to read it. Things under our root are named from there, and ``@base`` says the root once. What the
context has no name for stands under its full IRI, so that nothing is lost.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from dupgraph.base.errors import VocabularyError
from dupgraph.base.files import find_resource
from dupgraph.publish.export.source import Source
from dupgraph.publish.export.statements import refuse_triple
from dupgraph.schema.namespaces import DUP, PREFIXES, RDF, ROOT, XSD

_TYPE = RDF + "type"
_STRING = XSD + "string"
# A whole number that every program reads exactly from JSON, in the form in which it would write it.
_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_NUMERIC = {XSD + name for name in ("integer", "nonNegativeInteger", "positiveInteger")}
# What stands after our root where it is plain enough for every reader of relative IRIs to give back the same.
_STEP = r"(?!\.)[\w.~%-]+"
_BELOW_ROOT = re.compile(rf"{re.escape(ROOT)}({_STEP}(?:/{_STEP})*(?:#{_STEP})?)")
# In a map by language: what has none.
_NO_LANGUAGE = "@none"


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the context. ``type`` is ``@id``, ``@vocab``, a datatype or empty.

    ``is_map`` tells a map by language, ``is_set`` a list even where there is one value.
    """

    name: str
    iri: str
    type: str = ""
    is_map: bool = False
    is_set: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """The whole context: what each name is defined as, and the term of each IRI and of each name.

    ``places`` are those of the names in it, from 0.
    """

    definitions: Mapping[str, object]
    terms: Mapping[str, Term]
    named: Mapping[str, Term]
    places: Mapping[str, int]

    def select(self, names: Iterable[str]) -> dict[str, object]:
        """Return the definitions that some names need, with those of the words of JSON-LD itself."""
        wanted = set(names)
        chosen = {name: said for name, said in self.definitions.items() if name in wanted or name not in self.named}
        # A word of our ontology is the end of its own IRI: that is said once, not of each.
        ours = {name for name in wanted if self.named[name].iri == DUP + name}
        rest = {name: _drop_iri(said) if name in ours else said for name, said in chosen.items()}
        return ({"@vocab": DUP} if ours else {}) | {name: said for name, said in rest.items() if said}


def _use_prefixes(definitions: Mapping[str, object], taken: Collection[str]) -> dict[str, object]:
    """Return definitions in which a namespace of several terms is said once; IRIs begin with what is ``taken``."""
    written = json.dumps(definitions)
    free = {name: space for name, space in PREFIXES.items() if name not in taken and written.count(space) > 1}
    for name, space in free.items():
        written = written.replace(f'"{space}', f'"{name}:')
    shortened: dict[str, object] = json.loads(written)
    return free | shortened


def _drop_iri(said: object) -> object:
    return {key: value for key, value in said.items() if key != "@id"} if isinstance(said, Mapping) else None


@cache
def load_context() -> Context:
    """Return the context of ``ontology/context.jsonld``. Raises VocabularyError when there is none that can be read."""
    path = find_resource("ontology", "context.jsonld")
    try:
        definitions = json.loads(path.read_bytes())["@context"]
    except (OSError, ValueError, KeyError):
        what = "the context of JSON-LD cannot be read"
        raise VocabularyError(what, path=path, hint="install dupgraph again") from None
    terms = [term for name, said in definitions.items() if (term := _read_term(name, said)) is not None]
    places = {name: place for place, name in enumerate(definitions)}
    return Context(definitions, {term.iri: term for term in terms}, {term.name: term for term in terms}, places)


def _read_term(name: str, said: object) -> Term | None:
    if isinstance(said, Mapping):
        container = said.get("@container", ())
        return Term(name, said["@id"], said.get("@type", ""), "@language" in container, "@set" in container)
    return Term(name, said) if isinstance(said, str) and not said.startswith("@") else None


def write_jsonld(source: Source) -> bytes:
    """Return all plans as one JSON-LD document. Raises UnfitFormatError for a triple that JSON-LD cannot hold."""
    return write_jsonld_document(source.ordered, indent=2)


def write_jsonld_document(groups: Mapping[str, Sequence[Triple]], indent: int | None = None) -> bytes:
    """Return the triples of each subject as JSON-LD in UTF-8. Raises what ``compact_triples`` does."""
    separators = (",", ":" if indent is None else ": ")
    text = json.dumps(compact_triples(groups), ensure_ascii=False, indent=indent, separators=separators)
    return text.encode() + b"\n"


def compact_triples(groups: Mapping[str, Sequence[Triple]]) -> dict[str, object]:
    """Return the triples of each subject as JSON-LD: one object for one subject, else a list of them in ``@graph``.

    Raises UnfitFormatError for a triple about a triple, and for a text with a direction of its own.

    >>> objective = NamedNode("https://w3id.org/dupgraph/data/036040/plan/dup/objective/1.3.3")
    >>> title = NamedNode("http://purl.org/dc/terms/title")
    >>> compact_triples({"": [Triple(objective, title, Literal("Promuovere la salute", language="it"))]})["title"]
    {'it': 'Promuovere la salute'}
    """
    context = load_context()
    used: set[str] = set()
    nodes = [_write_node(group, context, used) for group in groups.values()]
    terms = {term for group in groups.values() for triple in group for term in triple}
    # A datatype is an IRI, too.
    iris = {term.datatype if isinstance(term, Literal) else term for term in terms}
    taken = {"dup", *used, *(_name_node(iri).partition(":")[0] for iri in iris)}
    base = {"@base": ROOT} if any(_shorten(iri) != _name_node(iri) for iri in terms) else {}
    head = {"@context": base | _use_prefixes(context.select(used), taken)}
    return {**head, **nodes[0]} if len(nodes) == 1 else {**head, "@graph": nodes}


def _write_node(group: Sequence[Triple], context: Context, used: set[str]) -> dict[str, object]:
    values: dict[str, list[object]] = defaultdict(list)
    maps: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in group:
        value = _check_value(triple)
        predicate = triple.predicate.value
        term = context.terms.get(predicate)
        if predicate == _TYPE and not isinstance(value, Literal):
            values["type"].append(_name_value(value, context, used))
        elif term is None or not _fits(term, value):
            values[predicate].append(_expand(value))
        else:
            used.add(term.name)
            if term.is_map and isinstance(value, Literal):
                maps[term.name][value.language or _NO_LANGUAGE].append(value.value)
            elif term.type == "@vocab" and not isinstance(value, Literal):
                values[term.name].append(_name_value(value, context, used))
            else:
                values[term.name].append(_compact(value))
    sets = {name for name in {*values, *maps} if name in context.named and context.named[name].is_set}
    found: dict[str, object] = {name: said if name in sets else _unwrap(said) for name, said in values.items()}
    for name, said in maps.items():
        found[name] = {tag: words if name in sets else _unwrap(words) for tag, words in sorted(said.items())}
    return {"id": _shorten(group[0].subject), **{name: found[name] for name in _sort_names(found, context)}}


def _sort_names(names: Iterable[str], context: Context) -> list[str]:
    """Return names in the order of the context, and after them the IRIs that it does not know."""
    places = context.places
    return sorted(names, key=lambda name: (places.get(name, len(places)), name))


def _check_value(triple: Triple) -> NamedNode | BlankNode | Literal:
    value = triple.object
    if isinstance(value, Triple) or (isinstance(value, Literal) and value.direction is not None):
        raise refuse_triple(triple, "JSON-LD has neither triples about triples nor texts with a direction of their own")
    return value


def _fits(term: Term, value: NamedNode | BlankNode | Literal) -> bool:
    """Tell whether a value can stand under a name, and comes back from there as what it is."""
    if not isinstance(value, Literal):
        return term.type in ("@id", "@vocab")
    if term.is_map:
        return bool(value.language) or value.datatype.value == _STRING
    return not value.language and value.datatype.value == (term.type or _STRING)


def _compact(value: NamedNode | BlankNode | Literal) -> str | int:
    if not isinstance(value, Literal):
        return _shorten(value)
    is_number = value.datatype.value in _NUMERIC and _NUMBER.fullmatch(value.value)
    return int(value.value) if is_number else value.value


def _expand(value: NamedNode | BlankNode | Literal) -> object:
    if not isinstance(value, Literal):
        return {"id": _shorten(value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == _STRING:
        return value.value
    return {"@value": value.value, "@type": value.datatype.value}


def _name_node(node: object) -> str:
    return str(node) if isinstance(node, BlankNode) else str(getattr(node, "value", ""))


def _shorten(node: object) -> str:
    """Return how a thing is named from our root, as ``@base`` has it."""
    found = _BELOW_ROOT.fullmatch(_name_node(node)) if isinstance(node, NamedNode) else None
    return found[1] if found else _name_node(node)


def _name_value(value: NamedNode | BlankNode, context: Context, used: set[str]) -> str:
    """Return the name of a class or property that stands as a value; its IRI where it has none."""
    term = context.terms.get(value.value) if isinstance(value, NamedNode) else None
    if term is None:
        return _name_node(value)
    used.add(term.name)
    return term.name


def _unwrap(values: Sequence[object]) -> object:
    return values[0] if len(values) == 1 else values
