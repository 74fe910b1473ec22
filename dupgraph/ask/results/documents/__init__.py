"""An answer as a page to hand round: Word, OpenDocument, HTML; one outline, three ways to write it.

outline.py   what stands on the page, in which order
word.py      .docx, by python-docx
text.py      .odt, four small files of XML
page.py      .html, one file that prints
"""
