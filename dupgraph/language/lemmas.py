"""Italian words to lemmas: the form under which a dictionary has a word, the same for all of its forms.

``ontology/lemmas/README.md`` says where the dictionary comes from. It is made to be open soon: a build looks up two
thousand words of 350,000, so nothing is taken apart but the block in which a word would stand.
"""

from bisect import bisect_right
from functools import cache, lru_cache

from dupgraph.base.files import find_resource
from dupgraph.language.lists import order_words

PATH = find_resource("ontology", "lemmas", "it.txt")
# Pronouns that a verb takes on as its ending ("attivarlo", "parlargliene"), the longest first: up to two, and what they
# leave is no shorter than a verb's stem.
PRONOUNS = ("gli", "vi", "ci", "si", "mi", "ti", "ne", "lo", "la", "le", "li")
_MOST_PRONOUNS = 2
_SHORTEST_STEM = 4
# What ends a word made from another, and with what that one may end instead ("energetica-mente", "sostenibil-ità").
ENDINGS = {
    "mente": ("", "e"),
    "ità": ("o", "e"),
    "tà": ("o",),
    "zione": ("re",),
    "zioni": ("re",),
    "mento": ("re",),
    "menti": ("re",),
}
# How an infinitive ends.
INFINITIVES = ("are", "ere", "ire", "rre")
# Endings of the imperfect: apri-va, pone-va, face-va, beve-va. English words end as infinitives do.
_PAST = ("va", "ceva", "neva", "veva", "eva")
_ENGLISH = ("fare", "ware")
_ACCENTS = str.maketrans("àáèéìíòóùú", "aaeeiioouu")


@cache
def _load_blocks() -> list[bytes]:
    """Return the dictionary in order: of each form how many bytes of its end go, and what comes instead of them."""
    # By pieces: five megabytes at once would be copied twice.
    with PATH.open("rb", buffering=1 << 16) as file:
        return file.readlines()


def look_up(word: str) -> str | None:
    """Return the lemma of a word in small letters; None where the dictionary does not have this form.

    >>> look_up("scuole"), look_up("zzz")
    ('scuola', None)
    """
    form = word.encode("utf-8", "surrogatepass")
    blocks = _load_blocks()
    # The blank after a form is less than any letter, and less than this mark.
    block = blocks[bisect_right(blocks, b"\t%b!" % form) - 1]
    start = block.find(b"\t%b " % form)
    if start < 0:
        return None
    rule = block[start + len(form) + 2 : block.index(b"\t", start + 1)]
    ending = rule.lstrip(b"0123456789")
    kept = len(form) - int(rule[: len(rule) - len(ending)])
    return (form[:kept] + ending).decode()


def find_lemma(word: str) -> str:
    """Return the lemma of a word in small letters, a verb with its pronouns included; else the word itself.

    >>> find_lemma("associazioni"), find_lemma("attivarlo"), find_lemma("Sassuolo")
    ('associazione', 'attivare', 'Sassuolo')
    """
    lemma, stem = look_up(word), word
    for _ in range(_MOST_PRONOUNS):
        if lemma is not None:
            return lemma
        endings = (len(pronoun) for pronoun in PRONOUNS if stem.endswith(pronoun))
        ending = next((length for length in endings if len(stem) - length >= _SHORTEST_STEM), 0)
        if not ending:
            return word
        stem = stem[:-ending]
        lemma = look_up(stem) or look_up(stem.translate(_ACCENTS))
    return word if lemma is None else lemma


@lru_cache(maxsize=4096)
def is_infinitive(word: str) -> bool:
    """Say whether a word in small letters is the infinitive of a verb: the dictionary has its past, or none of it.

    >>> [is_infinitive(word) for word in ("aprire", "introdurre", "mappare", "genere", "quartiere", "welfare")]
    [True, True, True, False, False, False]
    >>> is_infinitive("prendersi"), is_infinitive("diversi")
    (True, False)
    """
    if word.endswith("rsi"):
        word = f"{word[:-2]}e"
        return look_up(word) is not None and is_infinitive(word)
    if not word.endswith(INFINITIVES):
        return False
    if look_up(word) is None:
        return not word.endswith(_ENGLISH)
    stem = word[: -3 if word.endswith("rre") else -2]
    return any(look_up(stem + ending) == word for ending in _PAST)


def is_italian(word: str) -> bool:
    """Say whether a word is Italian: the dictionary has it, or what it is made from.

    >>> is_italian("energeticamente"), is_italian("povertà"), is_italian("misurarne"), is_italian("festivale")
    (True, True, True, False)
    >>> is_italian("videosorveglianza"), is_italian("videonda")
    (True, False)
    """
    if look_up(word):
        return True
    rests = (word.removeprefix(first) for first in order_words("prefixes") if word.startswith(first))
    if any(look_up(rest) for rest in rests if len(rest) > _SHORTEST_STEM):
        return True
    # "attivarlo", "attivandolo"
    verbs = (word.removesuffix(pronoun) for pronoun in PRONOUNS if word.endswith(pronoun))
    if any(verb.endswith(("r", "ndo")) and look_up(verb) for verb in verbs):
        return True
    made = ((word.removesuffix(end), others) for end, others in ENDINGS.items() if word.endswith(end))
    return any(look_up(stem + other) for stem, others in made if len(stem) >= _SHORTEST_STEM for other in others)
