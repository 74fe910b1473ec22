"""An answer as a page to hand round: Word, OpenDocument, HTML; one outline, three ways to write it.

outline.py   what stands on the page, in which order
word.py      .docx, by python-docx
text.py      .odt, four small files of XML
page.py      .html, one file that prints
"""

from dupgraph.ask.results.documents.page import write_page
from dupgraph.ask.results.documents.text import encode_odt, write_odt
from dupgraph.ask.results.documents.word import encode_docx, write_docx

__all__ = ["encode_docx", "encode_odt", "write_docx", "write_odt", "write_page"]
