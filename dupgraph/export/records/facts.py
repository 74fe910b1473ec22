"""What the triples say of one thing at a time: of those properties that tables and documents show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from dupgraph.analysis.network import LINKS, REFERENCE
from dupgraph.namespaces import DCT, DUP, L0, OA, RDF, RDFS, SKOS

# The link to a sustainable development goal; it has words in the text, as those of the network have.
GOAL = "contributesTo"
# All links that a text states, in the order of lists.
STATED = (*LINKS, GOAL, REFERENCE)
NAMES = (SKOS + "prefLabel", RDFS + "label", L0 + "name", DCT + "title")
_WANTED = {
    *NAMES,
    *(DUP + name for name in STATED),
    RDF + "type",
    SKOS + "altLabel",
    SKOS + "broader",
    SKOS + "definition",
    DCT + "creator",
    DCT + "description",
    DCT + "identifier",
    DCT + "type",
    DUP + "hasKind",
    DUP + "instrumentType",
    DUP + "involvementKind",
    DUP + "levelName",
    DUP + "method",
    DUP + "page",
    DUP + "period",
    L0 + "positionInSequence",
    OA + "start",
    OA + "end",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A text and its language, which is empty where none is stated."""

    text: str
    language: str


_NOTHING = Words("", "")


class Facts:
    """An index of triples. All that comes back is sorted, whatever order the triples had."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._texts: dict[tuple[str, str], set[Words]] = {}
        self._links: dict[tuple[str, str], set[str]] = {}
        for triple in triples:
            predicate = triple.predicate.value
            if predicate in _WANTED and isinstance(triple.subject, NamedNode):
                key = (triple.subject.value, predicate)
                term = triple.object
                if isinstance(term, NamedNode):
                    self._links.setdefault(key, set()).add(term.value)
                elif isinstance(term, Literal):
                    self._texts.setdefault(key, set()).add(Words(term.value, term.language or ""))

    def list_links(self, subject: str, *predicates: str) -> tuple[str, ...]:
        """Return the IRIs that properties of a thing lead to, those of the first property first, each once."""
        found = (iri for predicate in predicates for iri in sorted(self._links.get((subject, predicate), ())))
        return tuple(dict.fromkeys(found))

    def list_texts(self, subject: str, predicate: str, language: str) -> tuple[str, ...]:
        """Return a thing's texts in a language; those of no language are Italian, as all else is."""
        found = self._texts.get((subject, predicate), ())
        return tuple(sorted(words.text for words in found if words.text and (words.language or "it") == language))

    def find_text(self, subject: str, language: str, *predicates: str) -> str:
        """Return the first of a thing's texts in a language, of the first property that has one; else nothing."""
        found = (text for predicate in predicates for text in self.list_texts(subject, predicate, language))
        return next(found, "")

    def find_words(self, subject: str, *predicates: str) -> Words:
        """Return a thing's text in Italian, else in whatever language there is, of the first property that has one."""
        for predicate in predicates:
            found = [words for words in self._texts.get((subject, predicate), ()) if words.text]
            if found:
                return min(found, key=lambda words: ((words.language or "it") != "it", words.language, words.text))
        return _NOTHING

    def find_number(self, subject: str, predicate: str) -> int | None:
        """Return the whole number, none below zero, that a property of a thing has; None where there is none."""
        found = sorted(int(words.text) for words in self._texts.get((subject, predicate), ()) if words.text.isdecimal())
        return found[0] if found else None

    def climb(self, subject: str, *predicates: str) -> Iterator[str]:
        """Yield what properties of a thing lead to, and what they lead to from there; each once, near ones first."""
        seen, waiting = {subject}, [subject]
        while waiting:
            for iri in self.list_links(waiting.pop(0), *predicates):
                if iri not in seen:
                    seen.add(iri)
                    waiting.append(iri)
                    yield iri
