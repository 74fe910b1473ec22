"""The ontology's own pages: one a term, and the ontology itself, each with examples that are run as it is drawn."""
