"""The kinds of things and links, the values that travel between the stages, and the namespaces."""
