"""A graph, a vocabulary, metadata or a release against its rules: what is wrong, where, and with which words.

The rules are data: ``ontology/shapes/*.ttl`` (SHACL), ``ontology/authorities.toml`` (the form of the identifiers that
are not ours) and ``ontology/consistency.toml`` (what contradicts what, OWL 2 RL).
"""

from dupgraph.graph.validate.consistency import check_consistency
from dupgraph.graph.validate.files import (
    list_graphs,
    list_vocabularies,
    validate_file,
)
from dupgraph.graph.validate.findings import Finding, Language, Report
from dupgraph.graph.validate.release import is_release, validate_release

__all__ = [
    "Finding",
    "Language",
    "Report",
    "check_consistency",
    "is_release",
    "list_graphs",
    "list_vocabularies",
    "validate_file",
    "validate_release",
]
