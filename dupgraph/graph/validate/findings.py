"""What a check says: findings, one a breach, and the report of one file."""

import re
from dataclasses import dataclass, field
from typing import Literal

from dupgraph.schema.namespaces import DATA, DUP, PREFIXES, ROOT, VOCABULARY

Language = Literal["it", "en"]
Severity = Literal["violation", "warning", "info"]
Kind = Literal["graph", "vocabulary", "metadata", "release", "consistency"]

# What the IRIs of a report go without.
_SHORT = (
    (VOCABULARY, ""),
    (DATA, ""),
    (DUP, "dup:"),
    (ROOT, ""),
    *((iri, f"{prefix}:") for prefix, iri in PREFIXES.items()),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule.

    ``element`` is the code of the plan's element ("1.3.3"), or the short name of what is wrong where no element is;
    ``words`` the exact words, or the label or value at fault; ``node`` the IRI of what is wrong.
    """

    element: str
    rule: str
    words: str
    message: str
    severity: Severity
    node: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the rules say of one file or folder: how much was looked at, and each breach.

    ``kind`` is what it was taken for; ``files`` how many a release folder has, else 0.
    """

    source: str
    triples: int
    rules: int
    findings: tuple[Finding, ...] = field(default=())
    kind: Kind = "graph"
    files: int = 0

    @property
    def conforms(self) -> bool:
        """Whether no rule is broken; a warning breaks none."""
        return all(finding.severity != "violation" for finding in self.findings)


def shorten_iri(iri: str) -> str:
    """Return an IRI without what all of ours have in common, or with the usual prefix.

    >>> shorten_iri("https://w3id.org/dupgraph/controlled-vocabulary/actors/schools")
    'actors/schools'
    >>> shorten_iri("http://www.w3.org/2004/02/skos/core#Concept")
    'skos:Concept'
    """
    return next((short + iri.removeprefix(long) for long, short in _SHORT if iri.startswith(long)), iri)


def sort_findings(findings: set[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the plan: 1.4.9 before 1.4.10."""
    return tuple(sorted(findings, key=_make_key))


def _make_key(finding: Finding) -> tuple[list[tuple[int, str]], str, str, str]:
    parts = [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", finding.element) if part]
    return parts, finding.rule, finding.words, finding.node
