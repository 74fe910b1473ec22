"""A document becomes a graph: documents, outline, mentions, encoding, and the build that joins them."""
