"""In which syntaxes answers come, by the form of the query, and which of them a request wants."""

from collections.abc import Mapping
from functools import lru_cache

from dupgraph.graph.engines.protocol import Form
from dupgraph.publish.routes.media import MEDIA_TYPES
from dupgraph.publish.routes.negotiation import choose_type

# By the name of the syntax, the likeliest first: who wants several equally gets the first.
RESULT_TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
# Yes or no has neither CSV nor TSV.
BOOLEAN_TYPES = {name: RESULT_TYPES[name] for name in ("json", "xml")}
GRAPH_TYPES = {name: MEDIA_TYPES[name] for name in ("ttl", "nt", "rdf", "jsonld", "trig", "nq")}
TYPES: Mapping[Form, Mapping[str, str]] = {"select": RESULT_TYPES, "ask": BOOLEAN_TYPES, "construct": GRAPH_TYPES}
# What else people ask for, and mean one of these.
_OTHERS = {"json": "application/json", "xml": "application/xml"}
_WITH_CHARSET = ("text/csv", "text/tab-separated-values", "text/turtle")
Wanted = Mapping[Form, str | None]


@lru_cache(256)
def choose_formats(accept: str | None) -> Wanted:
    """Return the syntax for each form of a query; None where a request with this header takes none.

    >>> choose_formats("text/csv, text/turtle;q=0.5")
    {'select': 'csv', 'ask': None, 'construct': 'ttl'}
    """
    return {form: _choose(accept, types) for form, types in TYPES.items()}


def _choose(accept: str | None, types: Mapping[str, str]) -> str | None:
    others = {f"{name}+": kind for name, kind in _OTHERS.items() if name in types}
    found = choose_type(accept, {**types, **others})
    return None if found is None else found.rstrip("+")


def name_type(form: Form, syntax: str) -> str:
    """Return the media type of an answer, with its charset where it must state one.

    >>> name_type("select", "csv")
    'text/csv; charset=utf-8'
    """
    kind = TYPES[form][syntax]
    return f"{kind}; charset=utf-8" if kind in _WITH_CHARSET else kind


def list_types(form: Form) -> str:
    """Return the media types that an answer of a form comes in, for a sentence."""
    return ", ".join(TYPES[form].values())
