"""How names look: what is no word of the language, or begins and ends as names of places do."""

from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, FUNCTION_FORMS, Words, knows_word
from dupgraph.read.mentions.spans import BEYOND, begins_saint, has_two_names, is_large

_SHORTEST = 4
# A word, and one on each side.
_NEIGHBOURS = 3
# English words that plans use end in "e", many of them: "as a Service". What a place is said to have is Italian.
VOWELS = (*"aiouàèéìòù", "lle", "tte", "cce", "zze", "rre", "gne", "ghe")
ALL_VOWELS = (*VOWELS, "e")
_HALVES = frozenset(
    {"Alta", "Alto", "Bassa", "Basso", "Superiore", "Inferiore", "Soprano", "Sottano", "Scalo", "Vecchia"}
)
# "Ca' Mello": a house by whose name a place goes.
_HOUSE = frozenset({"Ca", "Cà"})
# How words end that name qualities and deeds, of which no dictionary has all: "Sostenibilità", "Resilienza".
_QUALITIES = ("tà", "tù", "enza", "enze", "anza", "anze", "zione", "zioni", "ismo")
_EVENTS = list_words("foreign_events")
# Words of the language by which names of places begin: "Fonte Nova", "Madonna delle Grazie".
_BEGINNING = list_words("toponyms")
_GIVEN_NAMES = list_words("given_names")
# After these, a large article begins a name; towards which one goes.
AT = frozenset({"di", "a", "ad", "in"})
TOWARDS = frozenset({"verso", "tra", "fra", "sopra"})


def is_called(words: Words, first: int, endings: tuple[str, ...] = VOWELS) -> bool:
    """Whether a place's name begins at ``first``, by its look: no word of the language, a house's or a saint's."""
    form = words.get_form(first)
    opens = begins_saint(words, first) or begins_place(words, first) or opens_name(words, first)
    return (
        _is_strange(form, endings) or form in _HOUSE or opens or has_two_names(words, first) or _is_half(words, first)
    )


def _is_half(words: Words, first: int) -> bool:
    """Whether the word at ``first`` is one half of a town: "Modica Alta", "Frera Superiore"."""
    second = first + 1
    return is_large(words, second) and words.get_form(second) in _HALVES and not words.get_gap(second).strip()


def opens_name(words: Words, first: int) -> bool:
    """Whether a large article at ``first`` begins a name: "a Le Cortine", "verso La Moia"."""
    if not is_large(words, first) or words.get_key(first) != "il" or first == 0 or words.get_gap(first).strip():
        return False
    before = words.get_form(first - 1)
    large = is_large(words, first + 1) and not words.get_gap(first + 1).strip(" ’'")
    return large and before in (AT | TOWARDS) and not words.get_form(first + 1).isupper()


def begins_place(words: Words, first: int) -> bool:
    """Whether a name begins at ``first`` as those of places do, and goes on: "Fonte Nova", "Madonna delle Grazie"."""
    second = first + 1
    if words.get_form(first).casefold() not in _BEGINNING:
        return False
    second += words.get_key(second) == "di"
    gaps = "".join(words.get_gap(place) for place in range(first + 1, second + 1))
    return is_large(words, second) and not gaps.strip(" ’'")


def _is_strange(form: str, endings: tuple[str, ...]) -> bool:
    """Whether a word is a place's name by its look: it ends as Italian names do, and is no word and no given name."""
    name = len(form) >= _SHORTEST and form[1:].islower() and form.endswith(endings)
    return name and FOLDED[form] not in _GIVEN_NAMES and not is_word(form)


def is_short_river(words: Words, first: int) -> bool:
    """Whether a river may be called by the word at ``first``, too short to look like a name: "gli argini del Po"."""
    form = words.get_form(first)
    return 1 < len(form) < _SHORTEST and form.istitle() and not is_word(form)


def ends_event(words: Words, last: int) -> bool:
    """Whether the name before word ``last`` is an event's: "Zena Film Festival"."""
    return FOLDED[words.get_form(last - 1)] in _EVENTS


def is_shouted(words: Words, first: int, last: int) -> bool:
    """Whether an acronym is a small word of the language amid capitals: the SUE of "LE SUE PIETRE"."""
    row = words.get_forms(max(0, first - 1), last + 1)
    if last - first > 1 or len(row) < _NEIGHBOURS or not "".join(row).isupper():
        return False
    tied = not any(words.get_gap(place).strip() for place in (first, last))
    small = words.get_key(first - 1) in FUNCTION_FORMS and words.get_key(last) not in FUNCTION_FORMS
    return tied and small and all(knows_word(form.lower(), "it") for form in row[1:])


def is_word(form: str) -> bool:
    """Whether a word is one of the language, what the dictionary leaves out included."""
    return form.endswith(_QUALITIES) or form.casefold() in BEYOND or knows_word(form, "it")
