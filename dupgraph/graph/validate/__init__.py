"""A graph, a vocabulary, metadata or a release against its rules: what is wrong, where, and with which words.

The rules are data: ``ontology/shapes/*.ttl`` (SHACL), ``ontology/authorities.toml`` (the form of the identifiers that
are not ours) and ``ontology/consistency.toml`` (what contradicts what, OWL 2 RL).
"""
