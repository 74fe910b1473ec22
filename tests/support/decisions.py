"""Decisions of people, made for tests."""

from dupgraph.read.decisions import Anchors, Things
from dupgraph.schema.decisions import Decision

TIME = "2026-11-29T09:00:00Z"
AGENT = "Ufficio Programmazione"


def decide(build, mention, action, **values):
    """Return a decision about a mention of a build."""
    anchors = Anchors(build.document, build.outline)
    quote = anchors.make_quote(mention.element, mention.start, mention.end)
    given = {"element": mention.element, "property": mention.property, "thing": mention.thing, "quote": quote}
    return Decision(action, AGENT, TIME, **{**given, **values})


def find_iri(build, vocabulary, key):
    """Return the IRI by which a decision speaks of a thing."""
    return Things(build.document.record, build.reading.coined, vocabulary.lexicon, build.outline).get_iri(key)
