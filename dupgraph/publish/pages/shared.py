"""What several plans have in common: bodies, places, concepts and terms, collected on disk, plan by plan.

A corpus may be of any length; a plan is in memory only while its own pages are made.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from dupgraph.publish.facts import Facts
from dupgraph.publish.pages.plan import PlanView
from dupgraph.schema.links import STATED
from dupgraph.schema.namespaces import DCT, DUP, OWL, RDF, ROOT, SKOS

_TABLES = """
PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;
CREATE TABLE said (subject TEXT, place INTEGER, line TEXT, PRIMARY KEY (subject, line)) WITHOUT ROWID;
CREATE TABLE link (object TEXT, predicate TEXT, subject TEXT, PRIMARY KEY (object, predicate, subject)) WITHOUT ROWID;
CREATE TABLE plan (iri TEXT PRIMARY KEY, title TEXT, language TEXT, path TEXT, municipality TEXT) WITHOUT ROWID;
CREATE TABLE naming (thing TEXT, plan TEXT, property TEXT, elements INTEGER, mentions INTEGER,
  PRIMARY KEY (thing, plan, property)) WITHOUT ROWID;
CREATE TABLE own (iri TEXT PRIMARY KEY) WITHOUT ROWID;
"""
# OWL's classes for what is no term: many graphs state them of every thing.
INDIVIDUALS = (f"{OWL}NamedIndividual", f"{OWL}Thing")
_IN_SCHEME, _CONCEPT = f"{SKOS}inScheme", NamedNode(f"{SKOS}Concept")
# By which links the members of a thing point to it.
MEMBERS = (f"{SKOS}broader", f"{DUP}hasKind", f"{DCT}type")
# By which a plan names a thing, or says of what territory it is.
_NAMES = {f"{DUP}refersTo", f"{DCT}spatial", *(link.iri for link in STATED)}
# The size of the cache of descriptions: those of neighbours are read again and again.
_AT_HAND = 4_000


@dataclass(frozen=True, slots=True)
class PlanNaming:
    """A plan names a thing: how many of its elements do, in how many mentions. ``path`` is the plan's page."""

    plan: str
    title: str
    language: str
    path: str
    municipality: str
    property: str
    elements: int
    mentions: int


class Shared:
    """Things that are no plan's own. To be closed."""

    def __init__(self, file: Path | None = None) -> None:
        """Keep everything in a file that has no name, and that nothing can leave behind.

        In a ``file`` another process may look things up; one that is there already is looked up, by any thread.
        """
        is_new = file is None or not file.exists()
        self._base = sqlite3.connect(str(file or ""), isolation_level=None, check_same_thread=is_new)
        if is_new:
            # Who reads beside us waits for nothing, and finds it whole whenever we are ended.
            self._base.executescript(f"PRAGMA journal_mode = {'WAL' if file else 'OFF'};{_TABLES}")
        ((first,),) = self._ask("SELECT coalesce(max(place) + 1, 0) FROM said")
        self._places = count(first)
        self._describe = lru_cache(_AT_HAND)(self._read)
        self._homes: dict[str, str] = {}

    def close(self) -> None:
        """Delete the file."""
        self._base.close()

    def add_triples(self, triples: Iterable[Triple]) -> None:
        """Add triples, each once."""
        self._describe.cache_clear()
        self._homes.clear()
        known = [(t.subject.value, t) for t in triples if isinstance(t.subject, NamedNode)]
        self._base.execute("BEGIN")
        self._base.executemany(
            "INSERT OR IGNORE INTO said VALUES (?, ?, ?)",
            ((subject, next(self._places), str(triple)) for subject, triple in known),
        )
        self._base.executemany(
            "INSERT OR IGNORE INTO link VALUES (?, ?, ?)",
            (
                (triple.object.value, triple.predicate.value, subject)
                for subject, triple in known
                if isinstance(triple.object, NamedNode)
            ),
        )
        self._base.execute("COMMIT")

    def add_subjects(self, facts: Facts) -> None:
        """Record what a plan's graph describes: each such thing has a page, or is part of one."""
        self._homes.clear()
        self._base.execute("BEGIN")
        self._base.executemany("INSERT OR IGNORE INTO own VALUES (?)", ((iri,) for iri in _list_own(facts)))
        self._base.execute("COMMIT")

    def add_plan(self, view: PlanView, title: str) -> None:
        """Add what a plan's graph says of things that are not its own, and how often it names them.

        ``title`` is what tells the plan from others.
        """
        self.add_triples(triple for iri in view.list_shared() for triple in view.facts.list_triples(iri))
        statement = view.statement
        self._base.execute("BEGIN")
        self._base.execute(
            "INSERT OR REPLACE INTO plan VALUES (?, ?, ?, ?, ?)",
            (view.iri, title, statement.language, view.path, statement.municipality),
        )
        counts: dict[tuple[str, str], list[int]] = {}
        for naming in view.namings:
            tally = counts.setdefault((naming.thing.iri, naming.property), [0, 0])
            tally[0] += 1
            tally[1] += len(naming.mentions)
        self._base.executemany(
            "INSERT OR REPLACE INTO naming VALUES (?, ?, ?, ?, ?)",
            ((thing, view.iri, name, *tally) for (thing, name), tally in counts.items()),
        )
        self._base.execute("COMMIT")

    def holds(self, iri: str) -> bool:
        """Whether an IRI has a page: that of a thing, or one of a plan."""
        return bool(self._describe(iri)) or bool(self._ask("SELECT 1 FROM own WHERE iri = ?", iri))

    def find_home(self, iri: str) -> str:
        """Return the thing on whose page something is said: itself, or the vocabulary of what no plan names.

        A plan uses few of a vocabulary's concepts: the others stand together on one page, each with an anchor.
        """
        if iri not in self._homes:
            self._homes[iri] = self._find_scheme(iri) or iri
        return self._homes[iri]

    def _find_scheme(self, iri: str) -> str:
        if self._ask("SELECT 1 FROM own WHERE iri = ?", iri):
            return ""
        schemes = [t.object.value for t in self._describe(iri) if t.predicate.value == _IN_SCHEME]  # type: ignore[union-attr]  # a scheme is named
        return next((scheme for scheme in schemes if self._describe(scheme)), "")

    def list_iris(self) -> Iterator[str]:
        """Yield the things, by IRI."""
        last = ""
        while True:
            rows = self._ask("SELECT DISTINCT subject FROM said WHERE subject > ? ORDER BY subject LIMIT 500", last)
            yield from (row[0] for row in rows)
            if not rows:
                return
            last = rows[-1][0]

    def list_terms(self) -> list[str]:
        """Return the terms of ontologies, and the ontologies themselves: what OWL has a class for; by IRI."""
        text = """SELECT DISTINCT subject FROM link WHERE object > ? AND object < ? AND object NOT IN (?, ?)
            AND predicate = ? ORDER BY subject"""
        return [row[0] for row in self._ask(text, OWL, f"{OWL}\U0010ffff", *INDIVIDUALS, RDF + "type")]

    def list_triples(self, iri: str) -> tuple[Triple, ...]:
        """Return what is said of a thing, in the order in which it came."""
        return self._describe(iri)

    def list_subjects(self, predicate: str, iri: str) -> list[str]:
        """Return the things that are linked to ``iri`` so, by IRI."""
        text = "SELECT subject FROM link WHERE object = ? AND predicate = ? ORDER BY subject"
        return [row[0] for row in self._ask(text, iri, predicate)]

    def gather(self, iris: Iterable[str]) -> Facts:
        """Return what is said of some things, and of what they are linked to."""
        wanted = dict.fromkeys(iris)
        for iri in list(wanted):
            wanted |= dict.fromkeys(t.object.value for t in self._describe(iri) if isinstance(t.object, NamedNode))
        return Facts(triple for iri in wanted for triple in self._describe(iri))

    def list_namings(self, iri: str) -> tuple[PlanNaming, ...]:
        """Return which plans name a thing, by title."""
        return tuple(
            PlanNaming(*row)
            for row in self._ask(
                """SELECT plan.iri, title, language, path, municipality, property, elements, mentions
                FROM naming JOIN plan ON plan.iri = naming.plan WHERE thing = ? ORDER BY title, plan.iri, property""",
                iri,
            )
        )

    def _ask(self, text: str, *values: str) -> list[tuple[Any, ...]]:
        with closing(self._base.execute(text, values)) as rows:
            return rows.fetchall()

    def _read(self, iri: str) -> tuple[Triple, ...]:
        lines = self._ask("SELECT line FROM said WHERE subject = ? ORDER BY place, line", iri)
        text = "".join(f"{line} .\n" for (line,) in lines)
        return tuple(quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES)) if text else ()


def _list_own(facts: Facts) -> set[str]:
    """Return what a plan's graph describes, but for concepts of others of which it names neither one nor a member.

    Such are the development goals that its themes suggest. Concepts of ours keep their pages: their IRIs lead there,
    on a plain file server, too.
    """
    subjects: set[str] = set()
    concepts: set[str] = set()
    named: set[str] = set()
    for triple in chain.from_iterable(facts.by_subject.values()):
        if isinstance(triple.subject, NamedNode):
            subjects.add(triple.subject.value)
            if triple.object == _CONCEPT and not triple.subject.value.startswith(ROOT):
                concepts.add(triple.subject.value)
            elif triple.predicate.value in _NAMES and isinstance(triple.object, NamedNode):
                named.add(triple.object.value)
    wider = (iri for each in named for iri in facts.list_ancestors(each, *MEMBERS))
    return subjects - concepts.difference(named, wider)
