"""SPARQL for machines: the protocol, the description of the service, the graph store."""
