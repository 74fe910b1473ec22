"""Rich Text Format: paragraphs with their styles, numbers as the program wrote them, tables.

Our own reader: striprtf keeps the words, and loses styles, headings and the tables' rows and columns.
"""

from dataclasses import replace

from dupgraph.base.errors import DocumentError
from dupgraph.language.messages import say
from dupgraph.read.documents.pieces import Contents, settle_tables
from dupgraph.read.documents.readers.rtf.body import Body
from dupgraph.read.documents.readers.rtf.tokens import list_tokens


def read_rtf(data: bytes) -> Contents:
    """Return the contents of a text in RTF. What is embedded in it is left alone.

    Raises DocumentError when the file is cut off or nested too deep.
    """
    body = Body()
    for token in list_tokens(data):
        body.take(token)
    if body.stack:
        raise DocumentError(say("not_cut_rtf"), hint=say("do_anew"))
    pieces = (replace(piece, text=_join_pairs(piece.text)) for piece in body.finish())
    return Contents(settle_tables(pieces))


def _join_pairs(text: str) -> str:
    """Return ``text`` with characters that RTF writes in two halves made whole."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
