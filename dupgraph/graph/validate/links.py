"""The identifiers that are not ours, checked by their form: what each authority's look like is a table.

Nothing is asked of the network: whether something stands behind an IRI is not looked at.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from tomllib import loads
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, Quad

from dupgraph.base.files import find_resource
from dupgraph.graph.validate.findings import Finding, Kind, Language, Severity, shorten_iri
from dupgraph.language.languages import get_text
from dupgraph.schema.namespaces import DUP, RDF, ROOT

LINK_RULES = ("link-scheme", "link-form", "link-spelling", "link-authority", "link-host")
# The host may be right and nobody has listed it: a municipality's own site.
_WARNINGS = {"link-host"}
_TYPE, _PLAN = NamedNode(RDF + "type"), NamedNode(DUP + "Plan")
_SPACE = re.compile(r"\s|%20|%09|%0[AD]", re.IGNORECASE)
_ENDS_BADLY = re.compile(r"[.,;:!?'\"»”’]$")


@dataclass(frozen=True, slots=True)
class Authority:
    """Who gives identifiers out: how all of its own begin, and what the rest of each looks like."""

    name: str
    namespace: str
    form: re.Pattern[str]
    example: str


@cache
def load_authorities() -> tuple[Authority, ...]:
    """Return the authorities, the longest namespace first."""
    entries = loads(find_resource("ontology", "authorities.toml").read_text(encoding="utf-8"))["authority"]
    known = [Authority(e["name"], e["namespace"], re.compile(e["form"]), e["example"]) for e in entries]
    return tuple(sorted(known, key=lambda authority: (-len(authority.namespace), authority.namespace)))


def check_links(quads: Iterable[Quad], kind: Kind, lang: Language) -> set[Finding]:
    """Return one finding for each IRI that is not ours and not of its authority's form.

    In metadata, hosts are the publisher's own: there only the identifiers of known authorities are looked at, and
    whole namespaces are none.
    """
    first: dict[str, str] = {}
    plans = set()
    for quad in quads:
        node = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if quad.predicate == _TYPE and quad.object == _PLAN:
            plans.add(node)
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, NamedNode):
                first[term.value] = min(first.get(term.value, node), node)
    ours = (ROOT, *(base for base in map(_find_base, plans) if base))
    known = ("link-form",) if kind == "metadata" else LINK_RULES
    found = set()
    for iri, node in first.items():
        rule, authority = ("", None) if iri.startswith(ours) or iri + "/" == ROOT else find_broken_rule(iri)
        if rule in known and not (kind == "metadata" and iri.endswith(("/", "#"))):
            found.add(_describe_breach(iri, node, rule, authority, lang))
    return found


def find_broken_rule(iri: str) -> tuple[str, Authority | None]:
    """Return the rule that an IRI breaks, empty for none, and the authority that it should be of.

    >>> find_broken_rule("http://eurovoc.europa.eu/1000")[0], find_broken_rule("http://eurovoc.europa.eu/c1000")[0]
    ('', 'link-form')
    """
    authority = next((a for a in load_authorities() if iri.startswith(a.namespace)), None)
    if authority is not None:
        return ("" if authority.form.fullmatch(iri.removeprefix(authority.namespace)) else "link-form"), authority
    parts = _split(iri)
    if parts is None or parts[0] not in ("http", "https"):
        return "link-scheme", None
    if _SPACE.search(iri) or _ENDS_BADLY.search(iri) or (iri.endswith(")") and iri.count("(") < iri.count(")")):
        return "link-spelling", None
    neighbour = next((a for a in load_authorities() if urlsplit(a.namespace).hostname == parts[1]), None)
    return ("link-host", None) if neighbour is None else ("link-authority", neighbour)


def _split(iri: str) -> tuple[str, str] | None:
    """Return scheme and host, None where there is no host."""
    try:
        parts = urlsplit(iri)
        return (parts.scheme, parts.hostname) if parts.hostname else None
    except ValueError:
        return None


def _find_base(plan: str) -> str:
    """Return what a plan's own IRIs begin with: a municipality may publish them under its own domain.

    >>> _find_base("https://dati.comune.example/piani/036040/plan/dup")
    'https://dati.comune.example/piani/'
    """
    found = re.fullmatch(r"(https?://[^/]+/(?:.*/)?)[^/]+/plan/[^/]+", plan)
    return found[1] if found else ""


def _describe_breach(iri: str, node: str, rule: str, authority: Authority | None, lang: Language) -> Finding:
    form = f"{authority.name}, <{authority.example}>" if authority else ""
    message = get_text("rules", rule, lang, form=form)
    severity: Severity = "warning" if rule in _WARNINGS else "violation"
    return Finding(shorten_iri(node) or shorten_iri(iri), rule, iri, message, severity, node or iri)
