"""The originals of plans: the page of a PDF, or a document's own paragraphs, with the words of each quote marked.

pages.py    what a page about an original shows
routes.py   their addresses
"""
