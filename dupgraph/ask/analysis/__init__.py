"""A graph to networks, and what they say: dependencies, matrices, measures, communities, and what is missing."""
