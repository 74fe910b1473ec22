"""Places to quotes: the words of a mention, and those around them by which its place is found again."""

# Characters of context on each side of a quote, as the Web Annotation model's TextQuoteSelector suggests: enough
# to find the place again, not enough to stand for the text.
_CONTEXT = 40
_MARGIN = " " * _CONTEXT


def normalise(text: str) -> str:
    """Return ``text`` with every run of white space as one space, nothing else changed.

    >>> normalise("forze \\n dell’ordine ")
    'forze dell’ordine'
    """
    return " ".join(text.split())


def _is_normal(text: str) -> bool:
    # Of all white space the blank alone counts as printable.
    return "  " not in text and text.isprintable()


class Surroundings:
    """A section's text, asked for the words around a place in it.

    >>> around = Surroundings("Con l’AUSL,  le scuole e le associazioni di volontariato della città.", 100)
    >>> around.find_before(113), around.find_after(122)
    ('Con l’AUSL, ', ' e le associazioni di volontariato')
    >>> Surroundings("Nelle scuole dell’infanzia del Comune\\ne in quelle primarie, con l’AUSL.", 0).find_before(66)
    'del Comune e in quelle primarie, con l’'
    """

    def __init__(self, text: str, start: int) -> None:
        """Give the text a margin: then no context is shorter than another, nor cut at the section's ends."""
        self._text = f"{_MARGIN}{text}{_MARGIN}"
        self._start = start

    def find_before(self, start: int) -> str:
        """Return the words before ``start``, normalised, without the one that the cut may have broken."""
        place = start - self._start
        text = self._text[place : place + _CONTEXT]
        if _is_normal(text):
            return text.partition(" ")[2]
        words = text.split()
        if not text[0].isspace():
            del words[0]
        # A quote that follows a blank keeps it; an empty word at the end of the list makes one.
        if text[-1].isspace():
            words.append("")
        return " ".join(words)

    def find_after(self, end: int) -> str:
        """Return the words after ``end``, normalised, without the one that the cut may have broken."""
        place = end - self._start + _CONTEXT
        text = self._text[place : place + _CONTEXT]
        if _is_normal(text):
            return text.rpartition(" ")[0]
        words = text.split()
        if not text[-1].isspace():
            del words[-1]
        if text[0].isspace():
            words.insert(0, "")
        return " ".join(words)
