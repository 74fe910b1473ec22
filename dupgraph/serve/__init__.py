"""The plan in a browser and SPARQL for machines: one process in front, killable workers behind."""
