"""A graph as files for others: RDF, tables, networks, what describes them, and a whole release."""
