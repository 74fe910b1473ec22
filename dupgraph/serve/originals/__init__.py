"""The originals of plans: the page of a PDF, or a document's own paragraphs, with the words of each quote marked."""
