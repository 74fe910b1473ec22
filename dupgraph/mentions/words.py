"""Text to words: tokens with their places, and the key under which two forms of one word meet."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

# A word is a run of letters and digits; what stands between two words is kept, it says where a sentence ends.
_BETWEEN = re.compile(r"([\W_]+)")

# Italian writes a preposition and its article as one word. The article says nothing about the name that
# follows, so "della", "dell'" and "di" are one word here. The lists are closed classes of the language.
_FUNCTION_WORDS = {
    form: key
    for key, forms in {
        "di": "di d del dello della dell dei degli delle",
        "a": "a ad al allo alla all ai agli alle",
        "da": "da dal dallo dalla dall dai dagli dalle",
        "in": "in nel nello nella nell nei negli nelle",
        "su": "su sul sullo sulla sull sui sugli sulle",
        "con": "con col coi",
        # The first half of "co-progettazione", which is no "con".
        "co": "co",
        "tra": "tra fra",
        "il": "il lo la l i gli le",
        "un": "un uno una",
        "e": "e ed",
        "o": "o od",
        "quello": "quello quella quell quelli quelle quei quegli quel",
        "questo": "questo questa quest questi queste",
    }.items()
    for form in forms.split()
}


def strip_accents(text: str) -> str:
    """Return ``text`` without accents: capitals are often written without them (CITTA' for città).

    >>> strip_accents("città più")
    'citta piu'
    """
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@cache
def fold(word: str) -> str:
    """Return ``word`` in small letters and without accents.

    >>> fold("CITTÀ")
    'citta'
    """
    return strip_accents(word.casefold())


def _load_lemmatiser() -> Callable[[str], str]:
    # The dictionary takes 0.2 s to load: whoever only looks at a graph never pays for it.
    from simplemma import Lemmatizer

    lemmatiser = Lemmatizer()
    return lambda word: lemmatiser.lemmatize(word, lang="it")


class Keys(dict[str, str]):
    """From a word as written to its key: lemma, in small letters, without accents. Each form is worked out once."""

    _lemmatise: Callable[[str], str] | None = None

    def __missing__(self, word: str) -> str:
        """Work out the key of ``word`` and keep it."""
        small = word.casefold()
        key = _FUNCTION_WORDS.get(small)
        if key is None:
            if self._lemmatise is None:
                self._lemmatise = _load_lemmatiser()
            key = strip_accents(self._lemmatise(small))
        self[word] = key
        return key


KEYS = Keys()


def lemmatise(text: str) -> tuple[str, ...]:
    """Return the keys of the words of ``text``: two texts that differ in inflection alone give the same.

    >>> lemmatise("Istituti tecnici superiori") == lemmatise("istituto tecnico superiore")
    True
    >>> lemmatise("dell’Unione dei Comuni")
    ('di', 'unione', 'di', 'comune')
    """
    return tuple(KEYS[word] for word in _BETWEEN.split(unicodedata.normalize("NFC", text))[0::2] if word)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a stretch of text: for each its form and place; and what stands between them.

    ``gaps[i]`` is what stands before word ``i``; there is one gap more than words.
    """

    forms: list[str]
    starts: list[int]
    gaps: list[str]

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.forms)

    def get_key(self, index: int) -> str:
        """Return the key of word ``index``."""
        return KEYS[self.forms[index]]


def split_words(text: str, offset: int = 0) -> Words:
    """Return the words of ``text``, whose first character stands at ``offset`` of the canonical text.

    >>> words = split_words("l’AUSL, le scuole")
    >>> words.forms, words.starts, words.gaps
    (['l', 'AUSL', 'le', 'scuole'], [0, 2, 8, 11], ['', '’', ', ', ' ', ''])
    """
    parts = _BETWEEN.split(text)
    # Words and gaps take turns, beginning and ending with a word, which is empty where the text has none there.
    places = list(accumulate(map(len, parts), initial=offset))
    forms, starts, gaps = parts[0::2], places[0:-1:2], ["", *parts[1::2], ""]
    if not forms[-1]:
        del forms[-1], starts[-1], gaps[-1]
    if forms and not forms[0]:
        del forms[0], starts[0], gaps[0]
    return Words(forms, starts, gaps)
