"""Text to words: tokens with their places, and the key under which two forms of one word meet."""

import re
import unicodedata
from collections.abc import Callable
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from dupgraph.language.lemmas import find_lemma, look_up

# A word is a run of letters and digits; what stands between two words is kept, it says where a sentence ends.
_BETWEEN = re.compile(r"[\W_]+")
_FORM = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"[^\W_]+[\W_]*")

# The first of the characters that stand for keys, low because they are searched as UTF-8, and the lower a character
# the shorter it is there; surrogates, which are no characters, are left out.
_FIRST_CODE = 0x80
_SURROGATES = range(0xD800, 0xE000)

# Italian writes a preposition and its article as one word. The article says nothing about the name that
# follows, so "della", "dell'" and "di" are one word here. The lists are closed classes of the language.
FUNCTION_FORMS = {
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
}
FUNCTION_WORDS = {form: key for key, forms in FUNCTION_FORMS.items() for form in forms.split()}


def strip_accents(text: str) -> str:
    """Return ``text`` without accents: capitals are often written without them (CITTA' for città).

    >>> strip_accents("città più")
    'citta piu'
    """
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


Value = TypeVar("Value")


class Memo(dict[str, Value], Generic[Value]):
    """What a function says of each word or token, worked out when it is first met: a plan says most words often.

    Bounded, for whoever reads a thousand plans: when it is full it begins anew.
    """

    # A token and what is known of it take some 760 bytes; a plan of a hundred pages has ten thousand.
    most = 100_000

    def __init__(self, find: Callable[[str], Value]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> Value:
        value = self._find(word)
        if len(self) >= self.most:
            self.clear()
        self[word] = value
        return value


def knows_word(word: str, language: str) -> bool:
    """Say whether ``word`` is a word of a language ("it", "en"), in any of its forms.

    >>> knows_word("costi", "it"), knows_word("colaborano", "it")
    (True, False)
    """
    if language == "it":
        return look_up(word.lower()) is not None
    from simplemma import is_known

    # As a stream: it is open in half the time.
    return is_known(word, language, low_memory=True)


def _find_key(word: str) -> str:
    small = word.casefold()
    # The X of "Enel X" is no short for "per".
    return FUNCTION_WORDS.get(small) or (small if small == "x" else strip_accents(find_lemma(small)))


# From a word as written to the same in small letters and without accents; and to its key, the lemma of that.
FOLDED = Memo(lambda word: strip_accents(word.casefold()))
KEYS = Memo(_find_key)


def list_forms(text: str) -> list[str]:
    """Return the words of ``text`` as they are written.

    >>> list_forms("dell’Unione dei Comuni")
    ['dell', 'Unione', 'dei', 'Comuni']
    """
    return _FORM.findall(text)


def list_writings(words: str) -> tuple[str, ...]:
    """Return how a name is written: "AUSL" is "A.U.S.L.", too, whose letters are words."""
    return (words, " ".join(words)) if words.isupper() and words.isalpha() and len(words) > 1 else (words,)


def lemmatise(text: str) -> tuple[str, ...]:
    """Return the keys of the words of ``text``: two texts that differ in inflection alone give the same.

    >>> lemmatise("Istituti tecnici superiori") == lemmatise("istituto tecnico superiore")
    True
    >>> lemmatise("dell’Unione dei Comuni")
    ('di', 'unione', 'di', 'comune')
    """
    return tuple([KEYS[form] for form in list_forms(unicodedata.normalize("NFC", text))])


class KeyCodes(dict[str, str]):
    """A character for each key, so that a text is searched as one string; given when a key is first met."""

    def __missing__(self, key: str) -> str:
        code = _FIRST_CODE + len(self)
        self[key] = chr(code if code < _SURROGATES.start else code + len(_SURROGATES))
        return self[key]

    def encode(self, text: str) -> str:
        """Return the keys of the words of ``text`` as characters."""
        return "".join(map(self.__getitem__, lemmatise(text)))


class Token(NamedTuple):
    """A word with what stands between it and the next one."""

    form: str
    gap: str
    key: str


def _read_token(token: str) -> Token:
    form = _BETWEEN.split(token, 1)[0]
    return Token(form, token[len(form) :], KEYS[form])


TOKENS = Memo(_read_token)


class Words(NamedTuple):
    """The words of a stretch of text, as tokens; for each its place; and what stands before the first."""

    tokens: list[str]
    starts: list[int]
    lead: str

    @property
    def forms(self) -> list[str]:
        """The words as written."""
        return [TOKENS[token].form for token in self.tokens]

    @property
    def gaps(self) -> list[str]:
        """What stands before each word, and after the last."""
        return [self.lead, *(TOKENS[token].gap for token in self.tokens)]

    def get_form(self, index: int) -> str:
        """Return word ``index`` as written; empty before the first and beyond the last."""
        return TOKENS[self.tokens[index]].form if 0 <= index < len(self.tokens) else ""

    def get_forms(self, first: int, last: int) -> list[str]:
        """Return the words from ``first`` to ``last`` (exclusive) as written."""
        return [TOKENS[token].form for token in self.tokens[first:last]]

    def get_key(self, index: int) -> str:
        """Return the key of word ``index``; empty before the first and beyond the last."""
        return TOKENS[self.tokens[index]].key if 0 <= index < len(self.tokens) else ""

    def find_end(self, last: int) -> int:
        """Return the place after the last letter of the word before word ``last``."""
        return self.starts[last - 1] + len(TOKENS[self.tokens[last - 1]].form)

    def get_gap(self, index: int) -> str:
        """Return what stands before word ``index``."""
        return TOKENS[self.tokens[index - 1]].gap if index > 0 else self.lead


def split_words(text: str, offset: int = 0) -> Words:
    """Return the words of ``text``, whose first character stands at ``offset`` of the canonical text.

    >>> words = split_words("l’AUSL, le scuole")
    >>> words.tokens, words.starts
    (['l’', 'AUSL, ', 'le ', 'scuole'], [0, 2, 8, 11])
    >>> words.forms, words.gaps
    (['l', 'AUSL', 'le', 'scuole'], ['', '’', ', ', ' ', ''])
    >>> words.get_key(-1), words.get_key(3), words.get_key(4)
    ('', 'scuola', '')
    """
    lead = before[0] if (before := _BETWEEN.match(text)) else ""
    tokens = _TOKEN.findall(text)
    starts = list(accumulate(map(len, tokens), initial=offset + len(lead)))
    # The last is where the text ends.
    del starts[-1]
    return Words(tokens, starts, lead)
