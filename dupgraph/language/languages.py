"""The languages in which dupgraph speaks to people; the first goes unless another is asked for."""

LANGUAGES = ("it", "en")
