"""The explorer: a question box, the catalogue's questions as forms, an editor for SPARQL, and plans that are given."""
