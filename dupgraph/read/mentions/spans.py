"""How far a proper name goes: large words, what joins them, quotation marks, and the legal form that closes it."""

import re
from collections.abc import Container

from dupgraph.language.companies import LEGAL_FORM, SOCIAL_FORM, WRITTEN_FORM
from dupgraph.language.lists import list_words
from dupgraph.language.words import TOKENS, Memo, Token, Words, knows_word

# What stands in a text where a block ends: white space to whoever splits words, here the end of names and sentences.
BLOCK_END = "\x1e"
# What may stand between two words of one name; anything else ends it. An initial has its full stop, Ca’ its apostrophe.
TIE = re.compile(r"(?:[°ª]?[^\S\x1e]+|\s?[’'-]|_|\s?&\s?|\s[“\"«‘'])$")
# "Piano sociale 2024/2026", "Piano di zona 2024 – 2026", "Consorzio sociale RI/1".
_COUNTED = re.compile(r"(?:(?:\d{4}|[A-Z]{2})/\d+|\d{4} ?[–-] ?\d{4})$")
_INITIAL = re.compile(r"[.’'][^\S\x1e]?$")
_JOINERS = frozenset({"di", "da", "il"})
# "Associazione Oltre la Siepe": with a capital each leads to a noun, whose article may be small.
_LEADING = frozenset({"Oltre", "Verso", "Dopo", "Dietro", "Dentro", "Fuori", "Senza", "Sotto", "Sopra", "Con", "Per"})
# "Palazzo de Beaumont"; and what counts a king or a pope, and is no initial.
_PARTICLES = frozenset({"de", "von", "van"})
_COUNTS = frozenset({"V", "X"})
_ROMAN = frozenset({"II", "IV", "VI", "IX", "XI", "XV", "XX"})
# What is large where it opens a sentence, before a name.
_OPENING = frozenset({"il", "un", "con", "da", "a", "in", "di", "per", "ogni", "altro", "nessuno", "questo", "quello"})
_NO_INITIAL = frozenset({"di", "a", "da", "in", "con", "su", "per", "tra", "il", "un", "e"})
# "Savignano sul Panaro", a town's name or one of a list; elsewhere "da piazza Roma al Parco" would be one.
ON_THE = frozenset({"al", "alla", "sul", "sulla", "in"})
OF_THE = frozenset({"del", "dello", "dell", "della", "dei", "degli", "delle"})
AND = frozenset({"e", "ed"})
# "Santi Nazaro e Celso" are one name.
_SAINTS = frozenset({"Santi", "Ss", "SS"})
# "San Giovanni in Persiceto".
_SAINT = frozenset({"San", "Sant", "Santa", "Santo", "Santi", "Santu", "Sankt", "St", "Ss", "SS", "S"})
# "Eremo di San Leonardo al Lago", but not "da piazza San Carlo al Parco".
_AT_SAINTS = frozenset({"ad", "al", "alla", "ai", "alle", "agli"})
# Who somebody is, in small letters before the name: "via generale Dalla Chiesa", "scuola don Milani".
_TITLES = list_words("titles")
_SHORT_TITLES = list_words("short_titles")
_SHEET_LABELS = list_words("sheet_labels")
_GIVEN_NAMES = list_words("given_names")
# "Servizi e Ambiente", "Energia e Territorio": what companies are called by.
_TRADES = list_words("trades")
_LONGEST = 7
# Between a noun and its name in quotation marks there may be more: "gruppo di azione locale per la pesca “Costa”".
_FARTHEST = 7
_LONGEST_QUOTE = 24
_LONGEST_BRACKET = 5
# What says something of what is named, and is in no name: "il tema del progetto è la “resistenza”".
_STATES = list_words("telling")
# From a quotation mark that opens to the one that closes.
_CLOSING = {"“": "”", "«": "»", "‘": "’", '"': '"', "’": "’", "'": "'"}
# From a quotation mark that closes to the one that opens.
_OPENED_BY = {"”": "“", "»": "«", "’": "‘", '"': '"'}
OPENING_MARKS = frozenset({*_OPENED_BY.values(), "‘"})
_OPENS_QUOTE = re.compile(r"^(?:[^\S\x1e]*(?=[“«‘\"])|[^\S\x1e]+(?=[’']))(.)$")
_APOSTROPHES = frozenset("’'")
# A letter or an end that no name in Italian has: "Casateia/Gasteig", "Prepotto/Prapotno".
_FOREIGN = re.compile(r"[kwjxyäöüßžščćđëêâî]|[^aeiouàèéìòù]$", re.IGNORECASE)
_STEM = 4
# Words of one form, which no dictionary has: "lavoro", "crisi". They have no other name: "su Facebook/Instagram".
BEYOND = list_words("beyond_dictionary")
_BEFORE_FORM = re.compile(r"(?:,?[^\S\x1e])+")
# After a comma it may as well begin the next name: "il circolo Aurora, ASD Virtus".
_NEXT = re.compile(r"[^\S\x1e]?[“\"«]?[^\W\d_a-zà-ÿ]")
_LARGE = Memo(lambda token: TOKENS[token].form[0].isupper())


def is_large(words: Words, index: int) -> bool:
    """Whether word ``index`` begins with a capital letter; one beyond the last does not."""
    return index < len(words.tokens) and _LARGE[words.tokens[index]]


def list_large(words: Words) -> list[int]:
    """Return the indices of all words that begin with a capital letter."""
    return [index for index, token in enumerate(words.tokens) if _LARGE[token]]


def find_large_end(words: Words, index: int, title_end: int, *, listed: bool = False, begins: bool = False) -> int:
    """Return the index after the last word of the name that goes on at ``index``; ``index`` where none does.

    ``begins`` says that it begins there, whatever stands before it; ``listed``, that it is one of a list, too.
    """
    end = index
    for place in range(index, min(len(words.tokens), index + _LONGEST)):
        before, word = TOKENS[words.tokens[place - 1]], TOKENS[words.tokens[place]]
        # "Paolo VI. I comitati" are two sentences.
        short = len(before.form) <= (2 if place > index else 1) and before.form.isalpha() and before.form not in _ROMAN
        # "Ca’ Mello" and "SS. Nazaro" go on; a sentence ends at "il Po. Poi".
        whole = place > index and not before.gap.startswith(".")
        short = short and (whole or before.form.isupper() or before.form in _SAINT)
        titled = place > index and before.form.casefold() in _SHORT_TITLES and word.form[0].isupper()
        initial = (short or titled) and _INITIAL.match(before.gap)
        crosses = words.starts[place - 1] < title_end <= words.starts[place]
        crosses = crosses or (word.form.casefold() in _SHEET_LABELS and not (begins and place == index))
        crosses = crosses or (place > index and "\n" in before.gap and _opens_label(words, place))
        tied = TIE.match(before.gap) or (place > index and _COUNTED.match(before.form + before.gap + word.form))
        if place > index and before.gap in {".", "...", "…"} and word.form[0].islower() and before.form[0].isupper():
            # "Centro Me.dea", "Libera...mente".
            end = place + 1
            continue
        translated = place > index and is_in_other_tongue(words, place)
        if crosses or not (initial or ((listed or begins) and place == index) or tied or translated):
            break
        dated = end > index or before.form.isupper() or (not word.gap.strip("°ª \n") and is_large(words, place + 1))
        # "La nota dell'Unione Alta Valle del 4 marzo" has a date.
        day = end > index and before.key in _JOINERS
        # "Sala Operativa 800.440022" has a telephone.
        counted = word.gap == "." and words.get_form(place + 1).isdigit()
        if word.form[0].isupper() or (word.form[0].isdigit() and dated and not (day or counted)):
            end = place + 1
        elif (
            # "Badu 'e Carros" is of Carros.
            (word.form == "e" and before.gap.strip() in _APOSTROPHES and is_large(words, place + 1))
            or _joins_saint(words, index, end, word.form)
            or (word.form in _PARTICLES and is_large(words, place + 1))
            or (word.key == "il" and place > index and before.form in _LEADING and is_large(words, place + 1))
            or (not listed and _joins_two(words, index, place, end))
        ):
            continue
        elif (word.key not in _JOINERS or (word.key == "il" and before.key not in _JOINERS)) and not (
            listed and word.form in ON_THE
        ):
            break
    # Of "L'altra metà", "Tra lago e monti" nobody knows where they end; they are not called "L", "Tra".
    while end > index and _leads_on(TOKENS[words.tokens[end - 1]]) and _goes_on_small(words, end):
        end -= 1
    return end


def is_in_other_tongue(words: Words, index: int) -> bool:
    """Whether word ``index`` begins what is called in another language by the words before it: "Casateia/Gasteig"."""
    if not 0 < index < len(words.tokens) or words.get_gap(index).strip() != "/":
        return False
    pair = [words.get_form(place) for place in (index - 1, index)]
    if not all(form.istitle() and len(form) > 1 for form in pair) or pair[0] == pair[1]:
        return False
    # "Gorizia/Gorica": of one stem, but not "Sindaco/Sindaca".
    stem = pair[0][:_STEM] == pair[1][:_STEM] and not knows_word(pair[1], "it")
    strange = [form for form in pair if not (knows_word(form, "it") or form.casefold() in BEYOND)]
    return stem or any(map(_FOREIGN.search, strange))


def has_two_names(words: Words, index: int) -> bool:
    """Whether the name at word ``index`` goes on in another language: "Campo di Trens/Freienfeld"."""
    end = find_large_end(words, index, 0, begins=True)
    return any(is_in_other_tongue(words, place) for place in range(index + 1, end))


def _leads_on(word: Token) -> bool:
    """Whether a word is a small one, and does not count a pope: "Pio X"."""
    return word.key in _NO_INITIAL and word.form not in _COUNTS


def _goes_on_small(words: Words, index: int) -> bool:
    return goes_on(words, index, 0) and words.get_form(index).islower()


def _opens_label(words: Words, index: int) -> bool:
    """Whether a label begins at word ``index``, first of its line: "Importo totale: € 62.500" goes on with no name."""
    for place in range(index + 1, min(index + _LONGEST, len(words.tokens) + 1)):
        if gap := words.get_gap(place).strip(" "):
            return gap.startswith(":")
    return False


def skip_title(words: Words, index: int) -> int:
    """Return the index after the small words at ``index`` that say who somebody is whose name follows, else it."""
    place = index
    while place < len(words.tokens) and words.get_form(place) in _TITLES:
        place += 1
    tied = all(TIE.match(words.get_gap(each)) for each in range(index, place + 1))
    return place if place > index and tied and is_large(words, place) else index


def list_initials(words: Words, first: int, last: int) -> str:
    """Return the first letters of the words from ``first`` to ``last``, as an acronym has them: none of small words."""
    tokens = [TOKENS[token] for token in words.tokens[first:last]]
    return "".join(token.form[0].upper() for token in tokens if token.key not in _NO_INITIAL)


def _joins_saint(words: Words, index: int, end: int, form: str) -> bool:
    """Whether a name goes on over ``form`` after a saint: "Santi Nazaro e Celso", "San Marco in Lamis"; "Made in"."""
    if form == "e":
        return end - 2 >= index and words.get_form(end - 2) in _SAINTS
    if form == "in" and words.get_form(end - 1) == "Made":
        return True
    at = form in _AT_SAINTS and words.get_key(index - 2) != "da"
    return (form == "in" or at) and any(
        words.get_form(place) in _SAINT for place in range(max(index, end - 2), end - 1)
    )


def begins_saint(words: Words, index: int) -> bool:
    """Whether word ``index`` is the San of "San Vito"."""
    return words.get_form(index) in _SAINT and goes_on(words, index + 1, 0) and is_large(words, index + 1)


def _joins_two(words: Words, index: int, joint: int, end: int) -> bool:
    """Whether a name goes on over the "e" at ``joint`` to a second valley or person.

    "Unione montana Valli Arno e Corno", "Fondazione Anna e Livio Neri", "scuola Falcone e Borsellino": their given
    names tell people from two bodies.
    """
    if words.get_form(joint) != "e":
        return False
    if any(words.get_form(place) == "Valli" for place in range(max(index, end - 2), end)):
        return True
    first, before, after = (
        words.get_form(place).casefold() if is_large(words, place) else "" for place in (index, joint - 1, joint + 1)
    )
    full = first in _GIVEN_NAMES and is_large(words, joint + 2) and not words.get_gap(joint + 2).strip()
    return after in _GIVEN_NAMES and (before in _GIVEN_NAMES or full)


def find_quoted_end(words: Words, index: int, title_end: int, stops: Container[int] = ()) -> int:
    """Return the index after the words in quotation marks that follow the noun before ``index``; it where none do.

    At ``stops`` other nouns begin, whose name the words would be. What begins small further on is no name: "punta
    sempre più a “fare sistema”".
    """
    for place in range(index, min(len(words.tokens), index + _FARTHEST)):
        if words.starts[place - 1] < title_end <= words.starts[place]:
            break
        gap = words.get_gap(place)
        if opens := _OPENS_QUOTE.match(gap):
            last = _find_closing(words, place, _CLOSING[opens[1]])
            return last if last > place and (place == index or is_large(words, place)) else index
        key = words.get_key(place)
        if (
            place in stops
            or key in _STATES
            or (key == "e" and place == index)
            or not (TIE.match(gap) and words.get_form(place)[0].islower())
        ):
            break
    return index


def close_opened(words: Words, index: int, last: int) -> int:
    """Return the index after the quotation mark that closes one in the name from ``index`` to ``last``.

    "Bando Cariplo “Bene comune”" ends there; ``last`` where none is open.
    """
    for place in range(index, last):
        if opens := _OPENS_QUOTE.match(words.get_gap(place)):
            return max(last, _find_closing(words, place, _CLOSING[opens[1]]))
    return last


def _find_closing(words: Words, index: int, mark: str) -> int:
    for place in range(index, min(len(words.tokens), index + _LONGEST_QUOTE)):
        gap = words.get_gap(place + 1)
        # "Fonderie dell’arte" goes on over its apostrophe.
        if mark in gap and not (gap == mark and mark in _APOSTROPHES):
            return place + 1
        if not frozenset(".;:\x1e").isdisjoint(gap) and len(words.get_form(place)) > 2:
            break
    return index


def find_next(words: Words, index: int) -> int | None:
    """Return where the next name of a list begins after word ``index - 1``, if one does.

    What a bracket says of the name before it ends no list: "i Comuni di Zalsa (ente capofila), Marana e Gorgo".
    """
    index = _skip_bracket(words, index)
    listed = "," in words.get_gap(index)
    if words.get_key(index) in {"e", "nonche"}:
        listed, index = True, index + 1
    if words.get_key(index) == "di":
        index += 1
    return (
        index if listed and is_large(words, index) and frozenset(".;:\x1e").isdisjoint(words.get_gap(index)) else None
    )


def _skip_bracket(words: Words, index: int) -> int:
    """Return the index after the few words of a bracket that opens before word ``index``, else it."""
    if index < len(words.tokens) and words.get_gap(index).strip(" \n") == "(":
        for place in range(index + 1, min(index + _LONGEST_BRACKET, len(words.tokens))):
            gap = words.get_gap(place).strip(" \n")
            if gap:
                return place if gap in {")", "),"} else index
    return index


def find_list_end(words: Words, index: int) -> int:
    """Return where the large word ends that a list has right before word ``index``; 0 where none does."""
    if index == 0:
        return 0
    last = index - (words.get_key(index - 1) in {"e", "o"} and not words.get_gap(index).strip())
    tied = not words.get_gap(last).strip() if last < index else words.get_gap(index).strip() == ","
    if not tied or last == 0 or not is_large(words, last - 1):
        return 0
    longer = last > 1 and is_large(words, last - 2) and not words.get_gap(last - 1).strip()
    return 0 if longer else last


def goes_on(words: Words, index: int, title_end: int) -> bool:
    """Whether word ``index`` may belong to one name with the word before it."""
    if index >= len(words.tokens) or words.starts[index - 1] < title_end <= words.starts[index]:
        return False
    return bool(TIE.match(words.get_gap(index)))


def close_name(text: str, start: int, end: int) -> int:
    """Return the end of a name, after the quotation mark that closes the one in it, or its own plus: "Erasmus+"."""
    inside, after = text[start:end], text[end : end + 1]
    if after == "+" and not text[end + 1 : end + 2].isalnum():
        return end + 1
    single = after in {"’", "'"} and f" {after}" in inside
    return end + (single or (after in _OPENED_BY and any(_OPENED_BY.get(after) == mark for mark in inside)))


def find_whole_end(words: Words, start: int, last: int, text: str) -> int:
    """Return the place where the name from ``start`` to word ``last`` ends: after its quotation mark and legal form."""
    return find_legal_form(text, close_name(text, start, words.find_end(last)))


def find_legal_form(text: str, end: int) -> int:
    """Return the place after the legal form that stands at ``end`` of ``text``; ``end`` where none does."""
    before = _BEFORE_FORM.match(text, end)
    found = before and LEGAL_FORM.match(text, before.end() - 1)
    return _end_form(found) if found and _closes(text, found) else end


def _end_form(found: re.Match[str]) -> int:
    """Return where a legal form ends: "Onlus." has the sentence's full stop, "S.p.A." its own."""
    form = found["form"]
    own = "." in form[:-1] or form.startswith("&") or form.casefold().endswith("coop.")
    return found.end() - (form.endswith(".") and not own)


def _closes(text: str, found: re.Match[str]) -> bool:
    # "Great Spa Towns" are no company.
    if found["form"] in {"spa", "Spa"} and _NEXT.match(text, found.end()):
        return False
    listed, followed = text[: found.start()].rstrip().endswith(","), _NEXT.match(text, found.end())
    if SOCIAL_FORM.match(found["form"]):
        # "L'AUSL, cooperativa sociale Il Gelso" names two bodies, "Il Gelso cooperativa sociale Onlus" one.
        return not listed and "\n" not in found[0] and (not followed or bool(LEGAL_FORM.match(text, found.end())))
    return bool(WRITTEN_FORM.match(found["form"])) and not (listed and followed)


def list_legal_forms(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places of legal forms in ``text``, each from its first letter."""
    return [
        (found.start("form"), _end_form(found))
        for found in LEGAL_FORM.finditer(text, start, end)
        if _closes(text, found) and not found["form"].startswith(("&", "e "))
    ]


def find_large_start(words: Words, index: int, first: int) -> int:
    """Return the index of the first word of the name that ends before ``index``; ``index`` where none does.

    The words from ``first`` on may belong to it. A large article that opens a sentence is no part of a name.
    """
    start = place = index
    while place > first and index - place < _LONGEST + 2:
        place -= 1
        word = TOKENS[words.tokens[place]]
        if not (TIE.match(word.gap) or (_INITIAL.match(word.gap) and len(word.form) <= 2 and word.form.isalpha())):
            break
        if word.form[0].isupper():
            start = place
        elif start == index and word.form.isdigit() and place > first and is_large(words, place - 1):
            # "Montagna 2000 S.p.A.".
            continue
        elif start == index or (word.key not in _JOINERS and not _joins_article(words, place)):
            break
    if (
        start < index
        and (_opens_sentence(words, start) or "\n" in words.get_gap(start))
        and words.get_key(start) in _OPENING
    ):
        # "Con la Gorgola Onlus" has an article between.
        start = next((place for place in range(start + 1, index) if is_large(words, place)), index)
    return start


def _joins_article(words: Words, index: int) -> bool:
    """Whether word ``index`` is an "e" within a name: "Il Pane e le Rose", "SEA Servizi e Ambiente".

    "Botteghe del Porto e Laghi" may be two.
    """
    if words.get_key(index) != "e":
        return False
    served = words.get_form(index - 1).casefold() in _TRADES and words.get_form(index + 1).istitle()
    return words.get_key(index + 1) == "il" or served


def _opens_sentence(words: Words, index: int) -> bool:
    gap = words.get_gap(index)
    return index == 0 or not frozenset(".;:!?\x1e•–").isdisjoint(gap)


def is_inside_sentence(words: Words, index: int) -> bool:
    """Whether a word comes before ``index`` in its sentence: then a capital letter there says something."""
    return not _opens_sentence(words, index)
