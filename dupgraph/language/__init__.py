"""Words and lemmas of Italian, and the languages in which dupgraph speaks to people."""
