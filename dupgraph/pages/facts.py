"""Triples by what they are about: what a page asks of a graph."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from dupgraph.namespaces import DCT, FOAF, L0, RDF, RDFS, SKOS

# What a thing is called, the likeliest first.
_NAMES = (SKOS + "prefLabel", RDFS + "label", DCT + "title", L0 + "name", FOAF + "name")


class Facts:
    """The triples of a graph, by subject and predicate. What is not said is empty."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Take each triple once, in the order given."""
        self.by_subject: dict[str, list[Triple]] = defaultdict(list)
        for triple in dict.fromkeys(triples):
            self.by_subject[_write_subject(triple)].append(triple)
        self._names: dict[tuple[str, str], str] = {}

    def __contains__(self, iri: object) -> bool:
        """Whether anything is said of ``iri``."""
        return iri in self.by_subject

    def list_triples(self, iri: str) -> list[Triple]:
        """Return what is said of a thing."""
        return self.by_subject.get(iri, [])

    def list_links(self, iri: str, predicate: str) -> list[str]:
        """Return the IRIs to which a thing is linked so."""
        return [term.value for term in self._find(iri, predicate) if isinstance(term, NamedNode)]

    def list_texts(self, iri: str, predicate: str, language: str = "") -> list[str]:
        """Return the texts that are said of a thing, in one language where one is given."""
        found = (term for term in self._find(iri, predicate) if isinstance(term, Literal))
        return [term.value for term in found if not language or term.language == language]

    def find_text(self, iri: str, predicate: str, language: str = "it") -> str:
        """Return one text: in the language asked for, else in Italian, else any."""
        found = [term for term in self._find(iri, predicate) if isinstance(term, Literal)]
        order = {language: 0, "it": 1, None: 2}
        order[language] = 0
        return min(found, key=lambda term: (order.get(term.language, 3), term.value)).value if found else ""

    def list_types(self, iri: str) -> list[str]:
        """Return the classes of a thing."""
        return self.list_links(iri, RDF + "type")

    def name(self, iri: str, language: str = "it") -> str:
        """Return what a thing is called; the end of its IRI where nobody says."""
        key = (iri, language)
        if key not in self._names:
            named = (self.find_text(iri, predicate, language) for predicate in _NAMES)
            self._names[key] = next(filter(None, named), "") or shorten(iri)
        return self._names[key]

    def shorten(self, iri: str) -> str:
        """Return the end of an IRI."""
        return shorten(iri)

    def is_iri(self, term: object) -> bool:
        """Whether a term is an IRI."""
        return isinstance(term, NamedNode)

    def choose_language(self, terms: Iterable[object], language: str) -> list[object]:
        """Return the terms without the texts in other languages, where there are texts in ``language``."""
        spoken = [(term, term.language if isinstance(term, Literal) else None) for term in terms]
        if not any(own == language for _, own in spoken):
            return [term for term, _ in spoken]
        return [term for term, own in spoken if own in (None, language)]

    def find_language(self, iri: str, language: str) -> str:
        """Return the language in which a thing's name comes when it is asked for in ``language``."""
        for predicate in _NAMES:
            found = {term.language for term in self._find(iri, predicate) if isinstance(term, Literal)}
            if found:
                return next((have for have in (language, "it", *sorted(filter(None, found))) if have in found), "it")
        return language

    def _find(self, iri: str, predicate: str) -> Iterator[object]:
        return (triple.object for triple in self.by_subject.get(iri, ()) if triple.predicate.value == predicate)


def _write_subject(triple: Triple) -> str:
    subject = triple.subject
    return subject.value if isinstance(subject, NamedNode) else str(subject)


def shorten(iri: str) -> str:
    """Return the end of an IRI.

    >>> shorten("http://metadata.un.org/sdg/4")
    '4'
    """
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1] or iri
