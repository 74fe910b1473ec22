"""The ontology's own pages: one a term, and the ontology itself, each with examples that are run as it is drawn."""

from dupgraph.publish.pages.terms.listing import list_term_routes

__all__ = ["list_term_routes"]
