"""A question's text to words: their forms, and the key under which each meets a name or an expression."""

import re
from dataclasses import dataclass
from functools import cache

from dupgraph.ask.phrases.lexis import Lexis, load_lexis
from dupgraph.language.words import FUNCTION_WORDS, Memo, lemmatise, strip_accents

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)")
_TOKEN = re.compile(
    r"«(?P<a>[^«»]+)»|“(?P<b>[^“”]+)”|\"(?P<c>[^\"]+)\"|(?<!\w)['‘](?P<d>[^'‘’]+)['’](?!\w)"
    r"|\d+(?:\.\d+)+|[^\W_]+|[^\s,.;:!?'’ʼ`‘\"«»“”()\[\]/&°…\-–—]+"
)
_SENTENCE = re.compile(r"[.!?…]+(?=\s+\D|\s*$)")
# "L'ing. Gava", "la dott.ssa Rumiz": their dot ends no sentence.
_TITLE = re.compile(r"\b(?:ing|dott|arch|avv|geom|rag|prof|sig|mr|mrs|dr)\.", re.IGNORECASE)
# "E'" is how "È" is written on a keyboard without it.
_LARGE_E = re.compile(r"\b[Ee]['’`](?=\s)")
# "C'e", "qual'e", "cos'e": nothing but "è" stands there.
_ELIDED_E = re.compile(r"(?<=[^\W\d_])['’`]e(?!\w)", re.IGNORECASE)
# "Di chi e la competenza", "dove e": who asks that for two things asks for the second in a word, too ("chi e dove").
_ASKED_E = re.compile(
    r"\b(chi|che cosa|cosa|dove|quale?|quando)\s+e"
    r"(?=\s+(?!(?:con|a|da|di|per|in|che|chi|come|cosa|dove|quali?|quale|quando|quant[aeio]|perch[eé])\b))",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")
_DROPPED = frozenset({"il", "un"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question.

    ``word`` is what expressions are made of (small, without accents, a preposition without its article), ``name`` what
    names are made of. ``lead`` is the text between the word before and this one; ``defined`` says that an article
    stands there, ``apart`` that a comma does, ``quoted`` that the word is a whole quotation.
    """

    form: str
    word: str
    name: str
    lead: str = ""
    defined: bool = False
    apart: bool = False
    quoted: bool = False

    @property
    def is_letter(self) -> bool:
        """Whether it is one large letter, which stands for a number."""
        return len(self.form) == 1 and self.form.isupper()


def fold_word(form: str) -> str:
    """Return a word small and without accents; "è" stays what it is, for it is not "e".

    >>> fold_word("Università"), fold_word("È")
    ('universita', 'è')
    """
    small = form.casefold()
    return small if small == "è" else strip_accents(small)


def join_lemmas(word: str) -> str:
    """Return what the forms of an Italian word have in common."""
    return " ".join(lemmatise(word))


@cache
def stem_word(word: str) -> str:
    """Return what the forms of an English word have in common.

    >>> stem_word("bodies") == stem_word("body")
    True
    """
    for ending, rest in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith(("ss", "us", "is")):
            return word[: -len(ending)] + rest
    return word


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text.

    >>> split_sentences("Ciao! Chi è coinvolto nel n. 1.3.5?")
    ['Ciao', ' Chi è coinvolto nel n. 1.3.5', '']
    >>> split_sentences("Obiettivi dell'ing. Gava")
    ["Obiettivi dell'ing Gava"]
    """
    return _SENTENCE.split(_TITLE.sub(lambda match: match[0][:-1], text))


def read_words(text: str, lexis: Lexis) -> list[Word]:
    """Return the words of one sentence; articles are left out, each is a note on the word after it."""
    text = _DOTTED.sub(lambda match: match[0].replace(".", ""), _ELIDED_E.sub("'è", _LARGE_E.sub("è", text)))
    text = _ASKED_E.sub(r"\1 è", text)
    text = _WRITTEN.sub(lambda match: lexis.written.get(match[0].casefold(), match[0]), text)
    text = text.lower() if text.isupper() else text
    words: list[Word] = []
    defined, end = False, 0
    for match in _TOKEN.finditer(text):
        quoted = next(filter(None, match.groups()), "")
        form = " ".join(quoted.split()) or match[0]
        fold = fold_word(form)
        if fold in lexis.lists["articles"] and not quoted:
            defined = True
            continue
        lead = text[end : match.start()]
        end = match.end()
        # "D.1" is no "d'", which is "di".
        numbered = form.isupper() and text[end : end + 1] == "."
        word = fold if numbered else lexis.prepositions.get(fold, fold)
        # "Dell'ordine" and "di ordine" are the same in a name.
        name = FUNCTION_WORDS.get(fold, fold)
        words.append(Word(form, word, name, lead, defined or word != fold, "," in lead, bool(quoted)))
        defined = False
    return words


def list_name(label: str) -> tuple[str, ...]:
    """Return the words of a label as a question's words show them, without articles.

    >>> list_name("Forze dell’Ordine")
    ('forze', 'di', 'ordine')
    """
    plain = _DOTTED.sub(lambda match: match[0].replace(".", ""), label) if "." in label else label
    return tuple(filter(None, map(_NAMING.__getitem__, _NAME.findall(plain))))


def _name_word(form: str) -> str:
    """Return a word of a label as names have it; empty for an article."""
    fold = fold_word(form)
    name = FUNCTION_WORDS.get(fold, fold)
    return "" if name in _DROPPED or fold == "the" else name


# A graph's labels have the same words again and again.
_NAMING = Memo(_name_word)


def detect_language(text: str) -> str:
    """Return "en" for an English question, else "it".

    >>> detect_language("Which objectives involve the AUSL?"), detect_language("chi lavora con l'AUSL?")
    ('en', 'it')
    """
    return "en" if count_known(text, "en") > count_known(text, "it") else "it"


def count_known(text: str, language: str) -> float:
    """Return how much a text looks like a language: the small words of it, and the words that it asks with."""
    lexis = load_lexis(language)
    folds = [fold_word(match[0]) for match in re.finditer(r"[^\W_]+", text)]
    small = sum(fold in lexis.lists["small"] for fold in folds)
    words = [lexis.prepositions.get(fold, fold) for fold in folds]
    return small + 0.5 * sum(lexis.find_sign(words, place) is not None for place in range(len(words)))
