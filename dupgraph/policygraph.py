"""PolicyGraph: the one object to learn."""

import os
import warnings
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dupgraph.ask.catalogue import TIMEOUT_SECONDS, Question, Result, load_catalogue, run_question, run_text
from dupgraph.ask.phrases.reading import run_understanding, understand
from dupgraph.graph.engines import Engine, open_engine
from dupgraph.schema.links import ACROSS, OBJECTIVE, PARTNER

if TYPE_CHECKING:
    from rdflib import Graph

    from dupgraph.ask.analysis.network import PlanNetwork
    from dupgraph.ask.comparison.values import Comparison
    from dupgraph.publish.map.page import Drawing
    from dupgraph.publish.site.writing import Site

Location = str | os.PathLike[str]
Names = str | Sequence[str]


class PolicyGraph:
    """A graph of one plan or several, and the questions that it answers.

    The main questions are methods of their own. ``query`` asks any question of the catalogue, ``ask`` one in plain
    words, ``sparql`` your own SPARQL. Name things as people do ("AUSL", "1.3.5"). Every question takes ``lang`` ("it"
    or "en": the language of names and headings) and ``plan`` (where the graph holds several: a plan's IRI, title,
    municipality or ISTAT code), and raises QueryError if a name fits nothing, or more than one thing.
    """

    def __init__(self, engine: Engine) -> None:
        """Answer from ``engine``. Most callers want ``PolicyGraph.open`` instead."""
        self._engine = engine

    @classmethod
    def open(
        cls, location: Location | Sequence[Location] | None = None, *, graph_iri: Names = (), allow_service: Names = ()
    ) -> "PolicyGraph":
        """Return the graph at ``location``: a file or several, a folder, a corpus, a store or an endpoint's URL.

        Without a location it is the graph that comes with the package. ``graph_iri`` limits questions to a named
        graph, or to several; ``allow_service`` lists the URLs that your SPARQL may call with SERVICE. Raises
        GraphError if there is no graph at the location.

        >>> PolicyGraph.open()
        <PolicyGraph of the packaged graphs>
        """
        iris, services = ((given,) if isinstance(given, str) else given for given in (graph_iri, allow_service))
        return cls(open_engine(location, tuple(iris), tuple(services)))

    @classmethod
    def build(
        cls,
        source: Location,
        folder: Location = "graph",
        *,
        dependencies: bool = False,
        vocabularies: Iterable[str] = (),
        **record: Any,
    ) -> "PolicyGraph":
        """Read the plan at ``source``, write its graph and canonical text into ``folder``, and return the graph.

        With ``dependencies`` the graph also says which elements depend on one another, and why. ``vocabularies`` are
        files of names, in addition to the plan's own; ``record`` states what the text does not (istat, plan, profile
        ...). Raises DocumentError or VocabularyError for a file that cannot be read, OutputError for a folder that
        cannot be written.

        >>> from tempfile import TemporaryDirectory
        >>> from dupgraph.base.files import find_resource
        >>> with TemporaryDirectory() as folder:
        ...     len(PolicyGraph.build(find_resource("graph", "sources", "sassuolo.txt"), folder).outline())
        115
        """
        from dupgraph.ask.analysis.answers import add_dependencies
        from dupgraph.read.build import build_graph, write_build

        last = add_dependencies if dependencies else None
        build = build_graph(Path(source), vocabularies=vocabularies, add_dependencies=last, **record)
        return cls.open(write_build(build, Path(folder)))

    def query(self, name: str, /, *, lang: str = "it", plan: str | None = None, **parameters: str | int) -> Result:
        """Return the answer to a question of the catalogue, such as "objectives-by-partner".

        Raises QueryError for an unknown question or parameter, and for a name that fits nothing or several things.

        >>> PolicyGraph.open().query("outline").columns
        ('code', 'level', 'title', 'parent', 'page', 'plan')
        """
        given = {"lang": lang} if plan is None else {"lang": lang, "plan": plan}
        given |= {name: str(value) if isinstance(value, int) else value for name, value in parameters.items()}
        return run_question(self._engine, name, given)

    def ask(self, question: str, *, lang: str | None = None, plan: str | None = None) -> Result:
        """Return the answer to a question in plain Italian or English; ``asked`` says how it was understood.

        Raises QueryError, which suggests the nearest questions, unless the question is understood for certain: a
        guess would look like an answer.

        >>> result = PolicyGraph.open().ask("Quali obiettivi coinvolgono l'AUSL?")
        >>> [row["code"] for row in result]
        ['1.3.1', '1.3.3', '1.3.5']
        """
        understanding = understand(self._engine, question, lang, plan or "")
        return run_understanding(self._engine, understanding)

    def sparql(self, text: str, timeout: float = TIMEOUT_SECONDS) -> Result:
        """Return the answer to your own SPARQL query, which is stopped after ``timeout`` seconds.

        An answer that was cut short at a limit says so in ``cut``, and a warning is issued. Raises QueryError for a
        query that is wrong or not allowed, and for one that takes too much time or memory.

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
        """Return the objectives that involve a partner, or any body of a kind, with the words that say so.

        >>> for row in PolicyGraph.open().objectives_by_partner("AUSL"):
        ...     print(row["code"], row["words"])
        1.3.1 Azienda Sanitaria Locale (ASL)
        1.3.3 AUSL
        1.3.5 AUSL
        """
        return self.query("objectives-by-partner", lang=lang, plan=plan, partner=partner)

    def objectives_by_theme(self, theme: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the objectives about a theme, or any theme of a group, with the words that show it.

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
        """Return who is involved in an objective, given by code or title, and how, with the words that say so.

        >>> [row["partner"] for row in PolicyGraph.open().partners_of("1.3.3")]
        ['Servizi sociali', 'Azienda USL di Modena', 'Terzo settore']
        """
        return self.query("partners-of-objective", lang=lang, plan=plan, objective=objective)

    def related(self, objective: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the objectives that have partners, themes, places ... in common with an objective, and which.

        >>> "1.3.5" in {row["code"] for row in PolicyGraph.open().related("1.3.3")}
        True
        """
        return self.query("related-objectives", lang=lang, plan=plan, objective=objective)

    def search(self, text: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the objectives whose text contains all the words of ``text``, as whole words in any order.

        >>> "1.3.3" in {row["code"] for row in PolicyGraph.open().search("servizi sanitari")}
        True
        """
        return self.query("objectives-by-text", lang=lang, plan=plan, text=text)

    def evidence(self, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return every mention in the order of the text: the exact words, and the link that they prove.

        >>> PolicyGraph.open().evidence().to_dicts()[0]["exact"]
        'COMUNITA’ EDUCANTE'
        """
        return self.query("evidence", lang=lang, plan=plan)

    def evidence_of(self, objective: str, thing: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the words that prove the link between an objective and a thing, with the text around them.

        >>> [row["words"] for row in PolicyGraph.open().evidence_of("1.3.3", "AUSL di Modena")]
        ['AUSL']
        """
        return self.query("evidence-of-link", lang=lang, plan=plan, objective=objective, thing=thing)

    def outline(self, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the elements of the plan in its order, each with its level and its parent.

        >>> [row["code"] for row in PolicyGraph.open().outline()][:3]
        ['1', '1.1', '1.1.1']
        """
        return self.query("outline", lang=lang, plan=plan)

    def statistics(self, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return how many elements, things, links and mentions the graph has.

        >>> {row["measure"]: row["value"] for row in PolicyGraph.open().statistics()}["objectives"]
        95
        """
        return self.query("statistics", lang=lang, plan=plan)

    def partner_ranking(self, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the partners by the number of objectives that involve them, the highest first.

        >>> counts = [row["objectives"] for row in PolicyGraph.open().partner_ranking()]
        >>> counts == sorted(counts, reverse=True)
        True
        """
        return self.query("partner-ranking", lang=lang, plan=plan)

    def bridging_partners(self, policies: int = 3, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return the partners that at least ``policies`` policies involve.

        >>> min(row["policies"] for row in PolicyGraph.open().bridging_partners(4))
        4
        """
        return self.query("bridging-partners", lang=lang, plan=plan, least=str(policies))

    def network(self, *, lang: str = "it", plan: str | None = None) -> "PlanNetwork":
        """Return the elements, the things and the links between them as plain values, for your own analysis.

        >>> len(PolicyGraph.open().network().elements)
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
        """Return the pairs of objectives that depend on one another, the strongest first, with reasons and words.

        ``across`` leaves out pairs within one element of that level ("none" keeps all), ``level`` is the level of
        both, ``kinds`` are the kinds of reasons that count, and ``min_weight`` is the least weight of a pair.

        >>> [(row["code_a"], row["code_b"]) for row in PolicyGraph.open().links()][0]
        ('1.3.7', '2.4.6')
        """
        from dupgraph.ask.analysis.answers import list_links
        from dupgraph.ask.analysis.dependencies import DEPENDENCY_KINDS, find_dependencies

        network, wanted = self.network(lang=lang, plan=plan), kinds or DEPENDENCY_KINDS
        found = find_dependencies(network, across=across, level=level, kinds=wanted, min_weight=min_weight)
        return list_links(network, found, lang=lang)

    def matrix(self, rows: str, cols: str, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return how often each of ``rows`` occurs together with each of ``cols``, such as "policy" and "partner".

        >>> len(PolicyGraph.open().matrix("policy", "partner"))
        4
        """
        from dupgraph.ask.analysis.answers import list_matrix
        from dupgraph.ask.analysis.matrices import count_matrix

        return list_matrix(count_matrix(self.network(lang=lang, plan=plan), rows, cols), lang)

    def measures(self, what: str = PARTNER, *, lang: str = "it", plan: str | None = None) -> Result:
        """Return what connects most policies: partners, or things of another role.

        ``what`` may also be "communities", objectives that belong together, or "gaps", what the plan leaves out.

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
        other: "PolicyGraph | Location",
        *,
        plan: str | None = None,
        other_plan: str | None = None,
        lang: str = "it",
    ) -> "Comparison":
        """Return what became of this plan's elements in another plan: an update, the next year's, a neighbour's.

        ``other`` is a graph or its location. Where a graph holds several plans, ``plan`` and ``other_plan`` choose
        one; QueryError is raised for a side without a plan, or with several of which none was chosen.

        >>> plan = PolicyGraph.open()
        >>> plan.compare(plan).is_same
        True
        """
        from dupgraph.ask.comparison.changes import compare_plans
        from dupgraph.ask.comparison.reading import read_version

        after = other if isinstance(other, PolicyGraph) else PolicyGraph.open(other)
        return compare_plans(read_version(self._engine, plan, lang), read_version(after._engine, other_plan, lang))

    def map(self, view: str = "plan", *, focus: str | None = None, plan: str | None = None) -> "Drawing":
        """Return the map of the plan: an HTML page (``html``) that works offline and shows itself in a notebook.

        ``view`` is the view that it opens with, and ``focus`` the element or thing that it opens on; the latter may
        also be given in place of a view.

        >>> PolicyGraph.open().map("dependencies", focus="1.3.7").html.startswith("<!DOCTYPE html>")
        True
        """
        from dupgraph.publish.map.page import VIEWS, draw_map

        if focus is None and view not in VIEWS:
            view, focus = VIEWS[0], view
        return draw_map(self._engine, plan, view=view, focus=focus)

    def export(
        self,
        *formats: str,
        folder: Location = "export",
        licence: str | None = None,
        plan: str | None = None,
        lang: str = "it",
    ) -> tuple[Path, ...]:
        """Write the graph in other formats into ``folder``, made if missing, and return the paths of the files.

        ``formats`` are those of ``dupgraph export``. "catalog" and "void", which describe the other files, need a
        licence. Raises OutputError for an unknown format, a missing licence or a folder that cannot be written.

        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     [path.name for path in PolicyGraph.open().export("turtle", "gexf", folder=folder)]
        ['sassuolo.ttl', 'sassuolo.gexf']
        """
        from dupgraph.publish.export.formats import find_formats
        from dupgraph.publish.export.release import write_files
        from dupgraph.publish.export.source import Source

        source = Source(plan=plan, language=lang, stated_licence=licence, opened=self._engine)
        return write_files(source, find_formats(formats), Path(folder))

    def site(self, folder: Location, *, base: str = "", licence: str = "", plan: str | None = None) -> "Site":
        """Write a static site of linked data into ``folder``, and return what was written.

        ``base`` is the URL at which it will be published, ``licence`` the licence where the plans state none. Raises
        OutputError for a folder with files of others, an invalid base or a missing licence, and GraphError for a
        graph that breaks a rule.

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
        """The graph as an rdflib.Graph.

        Raises QueryError for an endpoint, whose triples are elsewhere.

        >>> type(PolicyGraph.open().graph)
        <class 'rdflib.graph.Graph'>
        """
        from dupgraph.graph.engines.rdflib_graph import make_rdflib_graph

        return make_rdflib_graph(self._engine)

    def __repr__(self) -> str:
        return f"<PolicyGraph of {self._engine.location}>"
