"""Questions in SQL over the tables of a corpus, answered in terms of RDF like any other: the same rows, sooner.

A column's name says what its values are: ``<entity>`` is an IRI, ``title`` beside ``title@`` a text in the language
that the latter holds, ``page:positiveInteger`` a number of that type of XML Schema. All else is a text, or an integer.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock, Timer
from typing import Any, Protocol, TypeVar

from pyoxigraph import Literal, NamedNode, Triple

from dupgraph.base.errors import GraphError, QueryError, take_first_line
from dupgraph.base.files import find_resource
from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.oxigraph import MemoryEngine
from dupgraph.graph.engines.protocol import Engine, Row, Solutions, Term
from dupgraph.language.companies import LEGAL_FORMS
from dupgraph.language.words import FUNCTION_WORDS
from dupgraph.schema.corpora import MARK, TABLES, digest_stems, list_tables, name_graph, name_text
from dupgraph.schema.links import LEVELS
from dupgraph.schema.namespaces import DCT, DUP, RDF, SKOS, XSD

Read = TypeVar("Read")
# So many rows are cells of DuckDB's at once: as many as a processor's cache holds until they are terms.
_FETCHED = 64
# So many terms of a column are kept: what stands in many rows mostly stands in rows that are near.
_KEPT_TERMS = 4096
_PARAMETER = re.compile(r"\$(\w+)")
# The name of a table, of a shared part or of what the text itself defines; and of what it calls.
_NAMED = re.compile(r"(?:\bFROM|\bJOIN|,)\s+(\w+)|(?<!MACRO )\b(\w+)\(")
_PART = re.compile(r"(?m)^CREATE (?:TABLE|VIEW|MACRO) (\w+)")
# Nothing is fetched, neither an extension nor a file elsewhere.
_CLOSED = (
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allowed_directories = [$folder]",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
_KINDS = "CASE kind " + " ".join(f"WHEN '{name}' THEN '{level.iri}'" for name, level in LEVELS.items()) + " END"
_ELEMENTS = f"""SELECT iri, {_KINDS}, code, level, "start", "end", t.source, p.ends, p.labels, p.gaps
  FROM elements e JOIN titles t ON t.plan = e.plan JOIN passages p ON p.element = e.iri
  WHERE iri IN (SELECT unnest($elements))"""  # noqa: S608  constants of ours alone
_LEVELS = f"""SELECT DISTINCT {_KINDS} AS "<kind>", level FROM elements
  WHERE level IS NOT NULL AND $plan IN ('', plan)
    AND NOT (starts_with(lower(level), 'missione') AND iri IN (SELECT element FROM links WHERE property = 'inMission'))
  """  # noqa: S608
_FIELDS = """SELECT DISTINCT property, words FROM fields
  WHERE list_contains($properties, property) AND $plan IN ('', plan) ORDER BY words"""
_GRAPHS = """SELECT t.source, graph FROM plans p JOIN titles t ON t.plan = p.iri
  WHERE t.source IN (SELECT unnest($sources))"""
_FACTS = 'SELECT subject AS "<subject>", predicate AS "<predicate>", object, language AS "object@", kind FROM facts f'
# What a plan, its body and its text are called, and what they are.
_ABOUT_PLANS = f"""WITH about AS (
    SELECT plan AS thing FROM titles UNION SELECT source FROM titles UNION SELECT owner FROM owners
  ) {_FACTS} SEMI JOIN about a ON a.thing = f.subject WHERE list_contains($predicates, predicate)"""  # noqa: S608
_PLAN_PREDICATES = (
    *(DCT + name for name in ("title", "identifier", "creator", "source")),
    *(DUP + name for name in ("istat", "period")),
    RDF + "type",
    SKOS + "prefLabel",
)
_ABOUT_THINGS = f"""WITH RECURSIVE found(thing) AS (
    SELECT unnest($things) UNION SELECT b.above FROM broader b JOIN found USING (thing)
  ) {_FACTS} SEMI JOIN found a ON a.thing = f.subject"""  # noqa: S608


class Files(Protocol):
    """The files of a corpus, by name: of those that are elsewhere, what is asked for is fetched."""

    # Where they are once they are here.
    folder: Path

    def bring(self, names: Sequence[str]) -> Sequence[Path]:
        """Return where these files are."""


@dataclass
class FolderFiles:
    """The files of a corpus in a folder: they are there."""

    folder: Path

    def bring(self, names: Sequence[str]) -> list[Path]:
        """Return where these files are."""
        return [self.folder / name for name in names]


@dataclass(frozen=True)
class Tables:
    """The tables of the corpus at ``location``, and of which plans they are, by their stems.

    They may be asked from several threads. A question may take so many ``seconds``, unless it is told otherwise.
    """

    location: str
    files: Files
    stems: tuple[str, ...]
    seconds: float | None = None
    # Those that were asked already.
    _opened: set[str] = field(default_factory=set, compare=False)
    _kept: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)
    _opening: Lock = field(default_factory=Lock, compare=False, repr=False)
    _keeping: Lock = field(default_factory=Lock, compare=False, repr=False)

    @cached_property
    def _connection(self) -> Any:
        import duckdb

        connection = duckdb.connect(":memory:")
        try:
            for setting in _CLOSED:
                given = {"folder": str(self.files.folder.absolute() / TABLES)} if "$" in setting else None
                connection.execute(setting, given)
        except duckdb.Error as error:
            raise self._explain(error) from None
        return connection

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        return list_tables(self.stems)

    def _open_tables(self, connection: Any, text: str) -> None:
        """Make known what a text names, tables and what our questions have in common, as far as it is not yet."""
        for name in map("".join, _NAMED.findall(text)):
            if name in self._opened:
                continue
            if name in self._names:
                paths = [str(path.absolute()) for path in self.files.bring(self._names[name])]
                connection.read_parquet(paths).create_view(name)
            elif name in (parts := _load_parts()):
                self._open_tables(connection, parts[name])
                connection.execute(parts[name])
            self._opened.add(name)

    def select(self, text: str, values: Mapping[str, Any], *, timeout: float | None = None) -> Solutions:
        """Return the rows of a text of ours as terms; else as ``list_cells``."""
        return self._ask(text, values, timeout, _read_solutions)

    def list_cells(self, text: str, values: Mapping[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return columns and rows of a text of ours; ``values`` are its parameters, others among them are left out.

        Raises GraphError for a table that cannot be read, QueryError when it takes too long.
        """
        return self._ask(text, values, None, lambda answer: (_list_columns(answer), answer.fetchall()))

    def _ask(self, text: str, values: Mapping[str, Any], timeout: float | None, read: Callable[[Any], Read]) -> Read:
        """Return what is read of DuckDB's answer to a text of ours; else as ``list_cells``."""
        import duckdb

        with self._opening:
            connection = self._connection.cursor()
        timeout = self.seconds if timeout is None else timeout
        used = {name: values[name] for name in _PARAMETER.findall(text)}
        clock = None if timeout is None else Timer(timeout, connection.interrupt)
        if clock is not None:
            clock.daemon = True
            clock.start()
        try:
            with self._opening:
                self._open_tables(connection, text)
            return read(connection.execute(text, used))
        except duckdb.InterruptException:
            raise QueryError(f"was given up after {timeout:g} seconds", hint="give it more with --timeout") from None
        except duckdb.Error as error:
            raise self._explain(error) from None
        finally:
            if clock is not None:
                clock.cancel()

    def keep(self, text: str, values: Mapping[str, Any]) -> str:
        """Return the name of a table of the rows of a text of ours: what is asked again and again is worked out once.

        Raises as ``select`` does.
        """
        key = text, json.dumps(values)
        # Two threads that made one table at the same time would refuse each other.
        with self._keeping:
            if key not in self._kept:
                name = f"kept_{sha256(repr(key).encode()).hexdigest()}"
                self.select(f"CREATE TABLE {name} AS {text}", values)
                self._kept[key] = name
        return self._kept[key]

    def read_elements(self, elements: Sequence[str]) -> list[tuple[str, ...]]:
        """Return what is needed of elements to quote them, as texts: what ``passages`` asks, and what it has read."""
        _, rows = self.list_cells(_ELEMENTS, {"elements": list(elements)})
        return [tuple(["" if cell is None else str(cell) for cell in row]) for row in rows]

    def read_levels(self, plan: str) -> Solutions:
        """Return the classes of elements and what plans call them; where the IRI of a plan is given, what it does."""
        return self.select(_LEVELS, {"plan": plan})

    def read_fields(self, properties: Sequence[str], plan: str) -> Solutions:
        """Return what fields state in words, by the property; where the IRI of a plan is given, what its own do."""
        return self.select(_FIELDS, {"properties": list(properties), "plan": plan})

    def find_texts(self, sources: Sequence[str]) -> dict[str, Path]:
        """Return the files of the canonical texts with these IRIs, as far as they are there."""
        _, rows = self.list_cells(_GRAPHS, {"sources": list(sources)})
        # A name that a table gives is taken for that of a plan which is there, or not at all.
        known = {name_graph(stem): name_text(stem) for stem in self.stems}
        names = {source: known[graph] for source, graph in rows if graph in known}
        return dict(zip(names, self.files.bring(list(names.values())), strict=True))

    def is_current(self) -> bool:
        """Tell whether the corpus in a folder is still of the same plans: built again, it has other tables."""
        try:
            facts = json.loads((self.files.folder / MARK).read_bytes())
        except (OSError, ValueError):
            return False
        return isinstance(facts, dict) and facts.get("tables") == self._digest

    @cached_property
    def _digest(self) -> str:
        return digest_stems(self.stems)

    @cached_property
    def plans(self) -> Engine:
        """The engine that knows the plans, whose they are and of which texts, and nothing else."""
        return self._hold(_ABOUT_PLANS, {"predicates": list(_PLAN_PREDICATES)})

    def describe(self, things: Sequence[str]) -> Engine:
        """Return the engine that knows some things, and the kinds and groups of which they are, and nothing else."""
        return self._hold(_ABOUT_THINGS, {"things": list(things)})

    def _hold(self, text: str, values: Mapping[str, Any]) -> Engine:
        facts = tuple(
            Triple(subject, predicate, NamedNode(value.value) if kind.value else value)  # type: ignore[arg-type,union-attr]  # as the columns say
            for subject, predicate, value, kind in self.select(text, values).rows
        )
        return MemoryEngine(Place(self.location), facts)

    def _explain(self, error: Exception) -> GraphError:
        reason = take_first_line(error)
        hint = "build the corpus again: dupgraph corpus build"
        return GraphError(f"its tables cannot be asked: {reason}", path=self.location, hint=hint)


@cache
def _load_parts() -> dict[str, str]:
    """Return what our questions have in common, statements by the name that each of them makes known."""
    text = find_resource("queries", "tables.sql").read_text(encoding="utf-8")
    text = text.replace("{function_words}", "|".join(sorted(FUNCTION_WORDS)))
    text = text.replace("{legal_forms}", "|".join(LEGAL_FORMS))
    return {match[1]: part for part in text.split(";\n") if (match := _PART.search(part))}


def _list_columns(answer: Any) -> list[str]:
    return [column[0] for column in answer.description]


def _read_solutions(answer: Any) -> Solutions:
    """Return rows as terms, each as its column's name says.

    They are fetched a few at a time: each cell of DuckDB's is a text of its own, each term of ours one of many.
    """
    columns = _list_columns(answer)
    shown = [name for name in columns if not name.endswith("@")]
    terms = [_Terms(name) for name in shown]
    rows: list[Row] = []
    while part := answer.fetchmany(_FETCHED):
        cells = dict(zip(columns, zip(*part, strict=True), strict=True))
        made = (each.make(cells[name], cells.get(f"{name}@")) for name, each in zip(shown, terms, strict=True))
        rows.extend(zip(*made, strict=True))
    return Solutions(tuple(name.strip("<>").partition(":")[0] for name in shown), tuple(rows))


class _Terms(dict[Any, "Term | None"]):
    """The terms of a column, by value and language; what stands in rows that follow one another is made once."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def make(self, values: Sequence[Any], languages: Sequence[str] | None) -> list[Term | None]:
        """Return the terms of the column's cells."""
        return list(map(self.__getitem__, values if languages is None else zip(values, languages, strict=True)))

    def __missing__(self, cell: Any) -> Term | None:
        value, language = cell if isinstance(cell, tuple) else (cell, None)
        if len(self) >= _KEPT_TERMS:
            self.clear()
        term = self[cell] = _make_term(value, self._name, language)
        return term


def _make_term(value: Any, name: str, language: str | None) -> Term | None:
    if value is None:
        return None
    if name.startswith("<"):
        return NamedNode(value)
    if ":" in name:
        return Literal(str(value), datatype=NamedNode(XSD + name.partition(":")[2]))
    return Literal(value, language=language) if language else Literal(value)
