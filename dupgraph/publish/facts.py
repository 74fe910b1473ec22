"""A graph by subject: what tables, documents and pages look up of one thing at a time."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from dupgraph.base.walking import walk
from dupgraph.graph.turtle import Block, read_text
from dupgraph.schema.namespaces import DCT, FOAF, L0, RDF, RDFS, SKOS

# What a thing is called, the likeliest first.
NAMES = (SKOS + "prefLabel", RDFS + "label", DCT + "title", L0 + "name", FOAF + "name")


class Words(NamedTuple):
    """A text and its language, which is empty where none is stated."""

    text: str
    language: str


_NOTHING = Words("", "")
_NO_VALUES: tuple[list[str], list[Words]] = ([], [])


class FactLookup(ABC):
    """What a graph says of things, by property; what is not stated is empty, and so is an empty text."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], Words] = {}

    @abstractmethod
    def _find_values(self, iri: str, predicate: str) -> tuple[list[str], list[Words]]:
        """Return the IRIs and the texts that a property of a thing has."""

    def list_links(self, iri: str, *predicates: str) -> tuple[str, ...]:
        """Return the IRIs that properties of a thing lead to, those of the first property first, each once."""
        return tuple(dict.fromkeys(chain.from_iterable([self._find_values(iri, name)[0] for name in predicates])))

    def find_link(self, iri: str, predicate: str) -> str:
        """Return the first IRI that a property of a thing leads to; an empty text where there is none."""
        links = self._find_values(iri, predicate)[0]
        return links[0] if links else ""

    def list_types(self, iri: str) -> tuple[str, ...]:
        """Return the classes of a thing."""
        return self.list_links(iri, RDF + "type")

    def list_words(self, iri: str, predicate: str) -> tuple[Words, ...]:
        """Return a thing's texts with their languages, each once."""
        return tuple(dict.fromkeys(self._find_values(iri, predicate)[1]))

    def list_texts(self, iri: str, predicate: str, language: str = "") -> tuple[str, ...]:
        """Return a thing's texts, in one language where one is given; those of no language are Italian, as most are."""
        found = self.list_words(iri, predicate)
        return tuple(text for text, own in found if not language or (own or "it") == language)

    def find_words(self, iri: str, *predicates: str, language: str = "it") -> Words:
        """Return one text, of the first property that has any: in the language asked for, else in Italian, else any.

        A text of no language comes before those in others.
        """
        for name in predicates:
            if found := self._find_values(iri, name)[1]:
                break
        else:
            return _NOTHING
        order = {"": 2, "it": 1, language: 0}
        return found[0] if len(found) == 1 else min(found, key=lambda words: (order.get(words[1], 3), words[::-1]))

    def find_text(self, iri: str, predicate: str, language: str = "it") -> str:
        """Return the text of ``find_words``."""
        return self.find_words(iri, predicate, language=language).text

    def find_translation(self, iri: str, language: str, *predicates: str) -> str:
        """Return the first text in that language alone, of the first property that has one."""
        for name in predicates:
            for text, own in self._find_values(iri, name)[1]:
                if (own or "it") == language:
                    return text
        return ""

    def find_number(self, iri: str, predicate: str) -> int | None:
        """Return the least whole number, none below zero, that a property of a thing has; None where there is none."""
        return min((int(text) for text in self.list_texts(iri, predicate) if text.isdecimal()), default=None)

    def list_ancestors(self, iri: str, *predicates: str) -> Iterator[str]:
        """Return what properties of a thing lead to, and what they lead to from there; each once, near ones first."""
        return islice(walk([iri], lambda each: self.list_links(each, *predicates)), 1, None)

    def name(self, iri: str, language: str = "it") -> str:
        """Return what a thing is called; the end of its IRI where nobody says."""
        return self._find_name(iri, language).text or shorten(iri)

    def find_language(self, iri: str, language: str) -> str:
        """Return the language in which a thing's name comes when it is asked for in ``language``."""
        found = self._find_name(iri, language)
        return (found.language or "it") if found.text else language

    def _find_name(self, iri: str, language: str) -> Words:
        key = (iri, language)
        if key not in self._names:
            self._names[key] = self.find_words(iri, *NAMES, language=language)
        return self._names[key]


class Facts(FactLookup):
    """The triples of a graph, by subject.

    The values of a property come in the order of the triples: a page keeps that of whoever wrote them. With
    ``is_sorted`` they come by IRI and by text: a file is then the same, whatever order a store gave them in.
    """

    def __init__(self, triples: Iterable[Triple], *, is_sorted: bool = False) -> None:
        """Take each triple once, in the order given."""
        super().__init__()
        self.by_subject: dict[str, list[Triple]] = defaultdict(list)
        for triple in dict.fromkeys(triples):
            self.by_subject[_write_subject(triple)].append(triple)
        self._is_sorted = is_sorted
        # Filled when a thing is first looked up: many never are.
        self._values: dict[str, dict[str, tuple[list[str], list[Words]]]] = {}

    def __contains__(self, iri: object) -> bool:
        return iri in self.by_subject

    def list_triples(self, iri: str) -> list[Triple]:
        """Return what is said of a thing."""
        return self.by_subject.get(iri, [])

    def _find_values(self, iri: str, predicate: str) -> tuple[list[str], list[Words]]:
        return self._sort_values(iri).get(predicate, _NO_VALUES)

    def _sort_values(self, iri: str) -> dict[str, tuple[list[str], list[Words]]]:
        """Return the IRIs and the texts of each property of a thing."""
        if iri in self._values or iri not in self.by_subject:
            return self._values.get(iri, {})
        values = self._values[iri] = {}
        for triple in self.by_subject[iri]:
            links, texts = values.setdefault(triple.predicate.value, ([], []))
            term = triple.object
            if isinstance(term, NamedNode):
                links.append(term.value)
            elif isinstance(term, Literal) and (text := term.value):
                texts.append(Words(text, term.language or ""))
        if self._is_sorted:
            for links, texts in values.values():
                links.sort()
                texts.sort()
        return values


class StatedFacts(FactLookup):
    """The statements of a graph in the making, by subject: no triple is made of any. Values come by IRI and by text."""

    def __init__(self, blocks: Mapping[str, Block]) -> None:
        super().__init__()
        self._blocks = blocks
        # Filled when a property of a thing is first looked up: most never are.
        self._found: dict[tuple[str, str], tuple[list[str], list[Words]]] = {}

    def _find_values(self, iri: str, predicate: str) -> tuple[list[str], list[Words]]:
        found = self._found.get((iri, predicate))
        if found is None:
            values = [value for name, value in self._blocks.get(iri, ()) if name == predicate]
            found = self._found[iri, predicate] = _sort_values(values) if values else _NO_VALUES
        return found


def _sort_values(values: Sequence[str]) -> tuple[list[str], list[Words]]:
    links, texts = list[str](), list[Words]()
    for value in values:
        if value[0] == "<":
            links.append(value[1:-1])
        elif (words := Words(*read_text(value))).text:
            texts.append(words)
    # Most properties of a thing have one value.
    return (sorted(links), sorted(texts)) if len(values) > 1 else (links, texts)


def _write_subject(triple: Triple) -> str:
    subject = triple.subject
    return subject.value if isinstance(subject, NamedNode) else str(subject)


def shorten(iri: str) -> str:
    """Return the end of an IRI.

    >>> shorten("http://metadata.un.org/sdg/4")
    '4'
    """
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1] or iri
