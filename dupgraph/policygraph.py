"""PolicyGraph: the one object to learn."""

import os
import warnings
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dupgraph.ask.catalogue import TIMEOUT_SECONDS, Question, Result, load_catalogue, run_question, run_text
from dupgraph.ask.phrases.reading import run_understanding, understand
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import Engine, open_engine
from dupgraph.graph.engines.graphs import PACKAGED
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.schema.links import ACROSS, OBJECTIVE, PARTNER

if TYPE_CHECKING:
    from rdflib import Graph

    from dupgraph.ask.analysis.network import PlanNetwork
    from dupgraph.ask.comparison.values import Comparison
    from dupgraph.publish.map.page import Drawing
    from dupgraph.publish.site.writing import Site


class PolicyGraph:
    """One plan or several, as a graph to ask.

    The main questions are methods; ``query`` asks any question of the catalogue, ``sparql`` one's own. Things are
    named as people name them ("AUSL", "1.3.5"). Every question takes ``lang`` ("it" or "en", for names and
    headings) and ``plan`` (one plan, where there are several: its IRI, title, municipality or ISTAT code), and
    raises QueryError for a name that nothing, or several things, bear.

    >>> plan = PolicyGraph.open()
    >>> for row in plan.objectives_by_partner("AUSL"):
    ...     print(row["code"], row["words"])
    1.3.1 Azienda Sanitaria Locale (ASL)
    1.3.3 AUSL
    1.3.5 AUSL
    """

    def __init__(self, engine: Engine) -> None:
        """Ask through ``engine``; most people want ``PolicyGraph.open``."""
        self._engine = engine

    @classmethod
    def open(
        cls,
        location: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
        *,
        graph_iri: str | Sequence[str] = (),
        allow_service: str | Sequence[str] = (),
    ) -> "PolicyGraph":
        """Return the graph at ``location``: a file, a folder, a corpus, a store or an endpoint's URL; or several files.

        Without a location, the graphs that come with the package. ``graph_iri`` is the named graph to ask (or
        several), instead of all of them; ``allow_service`` the URLs that SERVICE may name in one's own SPARQL.
        Raises GraphError when there is nothing there.

        >>> PolicyGraph.open()
        <PolicyGraph of the packaged graphs>
        """
        return cls(open_engine(location, _list_strings(graph_iri), _list_strings(allow_service)))

    @classmethod
    def build(
        cls,
        source: str | os.PathLike[str],
        folder: str | os.PathLike[str] = "graph",
        *,
        dependencies: bool = False,
        vocabularies: Iterable[str] = (),
        **record: Any,
    ) -> "PolicyGraph":
        """Read the plan at ``source``, write its graph and its canonical text into ``folder``, and return the graph.

        ``dependencies`` adds which elements hang together, and why; ``vocabularies`` are files of names besides the
        plan's own; ``record`` says what its text does not (istat, plan, profile ...). Raises DocumentError or
        VocabularyError for what cannot be read, OutputError for a folder that cannot be written.

        >>> from tempfile import TemporaryDirectory
        >>> from dupgraph.base.files import find_resource
        >>> with TemporaryDirectory() as folder:
        ...     plan = PolicyGraph.build(find_resource("graph", "sources", "sassuolo.txt"), folder)
        ...     len(plan.outline())
        115
        """
        from dupgraph.ask.analysis.answers import add_dependencies
        from dupgraph.read.build import build_graph, write_build

        last = add_dependencies if dependencies else None
        build = build_graph(Path(source), vocabularies=vocabularies, add_dependencies=last, **record)
        return cls.open(write_build(build, Path(folder)))

    def query(self, name: str, /, *, lang: str = "it", plan: str | None = None, **parameters: str | int) -> Result:
        """Return the answer to a question of the catalogue; things are named as people name them.

        Raises QueryError for an unknown question or parameter, and for a name that nothing or several things bear.

        >>> outline = PolicyGraph.open().query("outline")
        >>> outline.columns
        ('code', 'level', 'title', 'parent', 'page', 'plan')
        """
        given = {"lang": lang, **({} if plan is None else {"plan": plan})}
        given |= {name: str(value) if isinstance(value, int) else value for name, value in parameters.items()}
        return run_question(self._engine, name, given)

    def ask(self, question: str, *, lang: str | None = None, plan: str | None = None) -> Result:
        """Return the answer to a question in plain words, Italian or English; its ``asked`` says how it was read.

        Raises QueryError, with the questions that come nearest, for one that is not understood for certain: rows
        that only look like the answer would be a guess.

        >>> result = PolicyGraph.open().ask("Quali obiettivi coinvolgono l'AUSL?")
        >>> [row["code"] for row in result]
        ['1.3.1', '1.3.3', '1.3.5']
        """
        understanding = understand(self._engine, question, lang, plan or "")
        return run_understanding(self._engine, understanding)

    def sparql(self, text: str, timeout: float = TIMEOUT_SECONDS) -> Result:
        """Return the answer to one's own SPARQL, run where it can be stopped after ``timeout`` seconds.

        An answer that is cut at a limit warns, and says so in its ``cut``. Raises QueryError for a text that is
        wrong or may not be run, and for one that takes too long or too much memory.

        >>> text = "PREFIX dup: <https://w3id.org/dupgraph/onto/> SELECT (COUNT(*) AS ?n) { ?policy a dup:Policy }"
        >>> PolicyGraph.open().sparql(text).to_dicts()
        [{'n': 4}]
        """
        result = run_text(self._engine, text, timeout=timeout)
        if result.cut:
            warnings.warn(result.cut, stacklevel=2)
        return result

    def queries(self) -> tuple[Question, ...]:
        """Return the questions of the catalogue, by name.

        >>> "objectives-by-partner" in [question.name for question in PolicyGraph.open().queries()]
        True
        """
        return load_catalogue()

    # The main questions ----------------------------------------------------------------------------------------------

    def objectives_by_partner(self, partner: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the objectives that involve a partner, with the words that say so; a kind of body finds its bodies.

        >>> [row["code"] for row in PolicyGraph.open().objectives_by_partner("AUSL")]
        ['1.3.1', '1.3.3', '1.3.5']
        """
        return self.query("objectives-by-partner", lang=lang, plan=plan, partner=partner)

    def objectives_by_theme(self, theme: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the objectives about a theme, with the words that earned it; a group of themes finds its themes.

        >>> PolicyGraph.open().objectives_by_theme("Istruzione ed educazione").to_dicts()[0]["code"]
        '1.1'
        """
        return self.query("objectives-by-theme", lang=lang, plan=plan, theme=theme)

    def objectives_by_beneficiary(self, beneficiary: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the objectives that benefit a group of people, with the words that say so.

        >>> PolicyGraph.open().objectives_by_beneficiary("giovani").to_dicts()[0]["beneficiary"]
        'Giovani'
        """
        return self.query("objectives-by-beneficiary", lang=lang, plan=plan, beneficiary=beneficiary)

    def objectives_by_place(self, place: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the objectives that concern a place, with the words that name it.

        >>> {row["place"] for row in PolicyGraph.open().objectives_by_place("Palazzo Ducale")}
        {'Palazzo Ducale'}
        """
        return self.query("objectives-by-place", lang=lang, plan=plan, place=place)

    def partners_of(self, objective: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return who is involved in an objective (its code or title), how, and the words that say so.

        >>> [row["partner"] for row in PolicyGraph.open().partners_of("1.3.3")]
        ['Servizi sociali', 'Azienda USL di Modena', 'Terzo settore']
        """
        return self.query("partners-of-objective", lang=lang, plan=plan, objective=objective)

    def related(self, objective: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the objectives that share something with an objective, and what it is.

        >>> "1.3.5" in {row["code"] for row in PolicyGraph.open().related("1.3.3")}
        True
        """
        return self.query("related-objectives", lang=lang, plan=plan, objective=objective)

    def search(self, text: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the objectives whose text has all the words of ``text``: whole words, in any order.

        >>> "1.3.3" in {row["code"] for row in PolicyGraph.open().search("servizi sanitari")}
        True
        """
        return self.query("objectives-by-text", lang=lang, plan=plan, text=text)

    def evidence(self, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return every mention, in the order of the text: the link that it backs and the exact words.

        >>> first = PolicyGraph.open().evidence().to_dicts()[0]
        >>> (first["property"], first["exact"])
        ('hasTheme', 'COMUNITA’ EDUCANTE')
        """
        return self.query("evidence", lang=lang, plan=plan)

    def evidence_of(self, objective: str, thing: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the words that link an objective to a thing, and the text around them.

        >>> [row["words"] for row in PolicyGraph.open().evidence_of("1.3.3", "AUSL di Modena")]
        ['AUSL']
        """
        return self.query("evidence-of-link", lang=lang, plan=plan, objective=objective, thing=thing)

    def outline(self, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the elements of the plan in its own order, each with its level and the element above it.

        >>> [row["code"] for row in PolicyGraph.open().outline()][:3]
        ['1', '1.1', '1.1.1']
        """
        return self.query("outline", lang=lang, plan=plan)

    def statistics(self, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return what is in the graph, in numbers.

        >>> {row["measure"]: row["value"] for row in PolicyGraph.open().statistics()}["objectives"]
        95
        """
        return self.query("statistics", lang=lang, plan=plan)

    def partner_ranking(self, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the partners, the most involved first, with the number of objectives that involve them.

        >>> counts = [row["objectives"] for row in PolicyGraph.open().partner_ranking()]
        >>> counts == sorted(counts, reverse=True)
        True
        """
        return self.query("partner-ranking", lang=lang, plan=plan)

    def bridging_partners(self, policies: int = 3, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the partners that so many policies or more involve.

        >>> min(row["policies"] for row in PolicyGraph.open().bridging_partners(4))
        4
        """
        return self.query("bridging-partners", lang=lang, plan=plan, least=str(policies))

    def network(self, *, lang: str = "it", plan: str | None = None) -> "PlanNetwork":
        """Return elements, things and the links between them as values, for one's own analysis.

        >>> network = PolicyGraph.open().network()
        >>> len(network.elements)
        115
        """
        from dupgraph.ask.analysis.reading import read_network

        return read_network(self._engine, plan, lang)

    def links(
        self,
        *,
        across: str = ACROSS[0],
        level: str = OBJECTIVE,
        kinds: Sequence[str] = (),
        min_weight: float = 0.0,
        lang: str = "it",
        plan: str | None = None,
    ) -> Result:
        """Return the pairs of objectives that hang together, the strongest first, with the reasons and the words.

        >>> strongest = PolicyGraph.open().links().to_dicts()[0]
        >>> strongest["code_a"], strongest["code_b"]
        ('1.3.7', '2.4.6')
        """
        from dupgraph.ask.analysis.answers import list_links
        from dupgraph.ask.analysis.dependencies import DEPENDENCY_KINDS, find_dependencies

        network = self.network(lang=lang, plan=plan)
        wanted = tuple(kinds) or DEPENDENCY_KINDS
        found = find_dependencies(network, across=across, level=level, kinds=wanted, min_weight=min_weight)
        return list_links(network, found, lang=lang)

    def matrix(self, rows: str, cols: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return how often each of ``rows`` meets each of ``cols``, such as policies and partners.

        >>> len(PolicyGraph.open().matrix("policy", "partner"))
        4
        """
        from dupgraph.ask.analysis.answers import list_matrix
        from dupgraph.ask.analysis.matrices import count_matrix

        return list_matrix(count_matrix(self.network(lang=lang, plan=plan), rows, cols), lang)

    def measures(self, what: str = PARTNER, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return what connects most; or, for "communities" and "gaps", what belongs together and what is missing.

        >>> PolicyGraph.open().measures().to_dicts()[0]["policies"]
        4
        """
        from dupgraph.ask.analysis.answers import list_measures

        result, is_sampled = list_measures(self.network(lang=lang, plan=plan), what, lang)
        if is_sampled:
            warnings.warn("the network is large: betweenness is estimated from a sample", stacklevel=2)
        return result

    def compare(
        self,
        other: "PolicyGraph | str | os.PathLike[str]",
        *,
        plan: str | None = None,
        other_plan: str | None = None,
        lang: str = "it",
    ) -> "Comparison":
        """Return what became of this plan's elements in another: its update, the next year's, a neighbour's.

        ``other`` is a graph, or where one is.
        ``plan`` and ``other_plan`` are the plan of each side, where a graph holds several. Raises QueryError for a side
        that is no plan, or several and none was chosen.

        >>> plan = PolicyGraph.open()
        >>> plan.compare(plan).is_same
        True
        """
        from dupgraph.ask.comparison.changes import compare_plans
        from dupgraph.ask.comparison.reading import read_version

        after = other if isinstance(other, PolicyGraph) else PolicyGraph.open(other)
        return compare_plans(read_version(self._engine, plan, lang), read_version(after._engine, other_plan, lang))

    def map(self, view: str = "plan", *, focus: str | None = None, plan: str | None = None) -> "Drawing":
        """Return the plan as a page that needs no network; a notebook shows it, and ``html`` is its text.

        ``view`` is one of its views, or else the thing that it begins with, which ``focus`` names otherwise.

        >>> drawing = PolicyGraph.open().map("dependencies", focus="1.3.7")
        >>> drawing.html.startswith("<!DOCTYPE html>")
        True
        """
        from dupgraph.publish.map.page import VIEWS, draw_map

        if focus is None and view not in VIEWS:
            view, focus = VIEWS[0], view
        return draw_map(self._engine, plan, view=view, focus=focus)

    def export(
        self,
        *formats: str,
        folder: str | os.PathLike[str] = "export",
        licence: str | None = None,
        plan: str | None = None,
        lang: str = "it",
    ) -> tuple[Path, ...]:
        """Write the graph as files for others into ``folder``, made when missing, and return their paths.

        ``formats`` are those of ``dupgraph export``; "catalog" and "void", which describe the others, need a licence.
        Raises OutputError for an unknown format, a missing licence, and a folder that cannot be written.

        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     [path.name for path in PolicyGraph.open().export("turtle", "gexf", folder=folder)]
        ['sassuolo.ttl', 'sassuolo.gexf']
        """
        from dupgraph.publish.export.formats import find_formats
        from dupgraph.publish.export.release import write_files
        from dupgraph.publish.export.source import Source

        location = None if self._engine.location == PACKAGED else self._engine.location
        source = Source(location, self._engine.graph_iris, plan, lang, stated_licence=licence)
        return write_files(source, find_formats(formats), Path(folder))

    def site(
        self, folder: str | os.PathLike[str], *, base: str = "", licence: str = "", plan: str | None = None
    ) -> "Site":
        """Write a static site of linked data into ``folder``, and return what was written.

        ``base`` is where it will stand, ``licence`` that of what is published, where the plans state none. Raises
        OutputError for a folder that is not ours, an invalid base and a missing licence, GraphError for a graph
        that breaks a rule.

        >>> PolicyGraph.open().site("site", base="nowhere")
        Traceback (most recent call last):
            ...
        dupgraph.base.errors.OutputError: files cannot stand at 'nowhere'; give an http(s) address of plain ...
        """
        from dupgraph.publish.export.publication import Publication, find_date
        from dupgraph.publish.site.content import Order
        from dupgraph.publish.site.writing import write_site

        return write_site(self._engine, Path(folder), Order(Publication(find_date()), base, licence, plan or ""))

    @cached_property
    def graph(self) -> "Graph":
        """The same triples as an rdflib.Graph, for whoever wants one.

        Raises QueryError for an endpoint, whose triples are not here.

        >>> from rdflib import URIRef
        >>> plan = URIRef("https://w3id.org/dupgraph/onto/Plan")
        >>> len(set(PolicyGraph.open().graph.subjects(object=plan)))
        1
        """
        from oxrdflib import OxigraphStore
        from rdflib import Dataset, Graph
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        if not isinstance(self._engine, OxigraphEngine):
            raise QueryError("an endpoint's triples are not here", query=self._engine.location, hint="use sparql()")
        store = OxigraphStore(store=self._engine.store)
        named = next(iter(self._engine.store.named_graphs()), None) is not None
        if named and not self._engine.has_union:
            return Dataset(store=store, default_union=True)
        # Without this identifier rdflib would look for a graph of a name of its own, and find it empty.
        return Graph(store=store, identifier=DATASET_DEFAULT_GRAPH_ID)

    def __repr__(self) -> str:
        return f"<PolicyGraph of {self._engine.location}>"


def _list_strings(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
