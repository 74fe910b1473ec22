"""One file against all that holds for its kind: the shapes, and the form of the identifiers that are not ours."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import Quad, Triple

from dupgraph.base.errors import GraphError
from dupgraph.base.files import list_resources
from dupgraph.graph.engines.graphs import find_place
from dupgraph.graph.validate.facts import find_kind, read_quads
from dupgraph.graph.validate.findings import Kind, Language, Report, sort_findings
from dupgraph.graph.validate.links import LINK_RULES, check_links
from dupgraph.graph.validate.shapes import check_shapes


def validate_file(path: str | os.PathLike[str], *, kind: Kind | None = None, lang: Language = "en") -> Report:
    """Return what the rules for its kind say of the Turtle or N-Triples file at ``path``.

    Without a kind it is seen from what the file describes. Raises GraphError when it is missing, broken or empty.

    >>> from dupgraph.base.files import find_resource
    >>> validate_file(find_resource("graph", "sassuolo.ttl")).findings
    ()
    """
    quads = read_quads(Path(path))
    return validate_quads(quads, path, kind or find_kind(quads), lang)


def validate_quads(quads: Sequence[Quad], path: str | os.PathLike[str], kind: Kind, lang: Language) -> Report:
    """Return what the rules for ``kind`` say of the triples of the file at ``path``.

    Raises GraphError when the triples are such that no rule can be checked on them.
    """
    findings, rules = check_shapes(quads, kind, lang, path)
    findings |= check_links(quads, kind, lang)
    return Report(os.fspath(path), len(set(quads)), rules + len(LINK_RULES), sort_findings(findings), kind)


def refuse_breaches(plan: str, triples: Iterable[Triple]) -> None:
    """Raise GraphError when the triples of a plan break a rule for graphs."""
    quads = [Quad(triple.subject, triple.predicate, triple.object) for triple in triples]
    report = validate_quads(quads, f"<{plan}>", "graph", "en")
    breaches = [finding for finding in report.findings if finding.severity == "violation"]
    if breaches:
        more = f" (and {len(breaches) - 1:,} more)" if len(breaches) > 1 else ""
        what = f"breaks a rule: {breaches[0].element}: {breaches[0].message}{more}"
        hint = "see them all with dupgraph validate GRAPH, and mend them before it is published"
        raise GraphError(what, path=f"<{plan}>", hint=hint)


def list_graphs(location: str | os.PathLike[str] | None = None) -> list[Path]:
    """Return the files to validate at ``location``: itself, or what its folder holds; the packaged graphs for None.

    Raises GraphError when there is nothing of the kind.
    """
    place = find_place(location)
    if place.store is not None:
        raise GraphError("is a store, and rules are checked on files", path=place.location, hint="give its graph file")
    return list(place.files)


def list_vocabularies() -> list[Path]:
    """Return the packaged ontology files and vocabularies."""
    return [*list_resources("ontology", ".ttl"), *list_resources("ontology/vocabularies", ".ttl")]
