"""The small words that belong to a name: adjectives, complements, and what a body is for or against."""

import re

from dupgraph.language.lemmas import INFINITIVES
from dupgraph.language.lists import list_words, match_words
from dupgraph.language.words import FOLDED, FUNCTION_FORMS, TOKENS, Words
from dupgraph.read.mentions.looks import is_word
from dupgraph.read.mentions.spans import (
    AND,
    BLOCK_END,
    OF_THE,
    TIE,
    find_large_end,
    goes_on,
    is_inside_sentence,
    is_large,
)

_PARTING = frozenset(f",;:(){BLOCK_END}")
_QUALIFIER = re.compile(
    r"(?:anti[^\W\d_]{4,}|.{2,}(?:al[ei]|ar[ei]|ari[aoe]?|iv[aoei]|ic[aoi]|iche|os[aoei]|an[aoei]|es[ei]|at[aoei]|il[ei]|in[aoei]|"
    r"ne[aoi]|[bt]ile|it[aoe]|ist[aei]|iche|ante|ente|uat[aoei]|u[ao]|u[ei]|rope[aoei]|nt[oaei]))$"
)
# Prepositions that go on with the name of a plan, an agreement, a body, and what makes a phrase of them that does not:
# "sulla base di", "a cura di", "sul nuovo bando".
_COMPLEMENTS = frozenset({"di", "per", "a", "su", "contro"})
_NO_COMPLEMENT = list_words("no_complement")
# Adjectives that stand before their noun: "società di mutuo soccorso", "della pubblica amministrazione".
_BEFORE_NOUN = list_words("before_noun")
# What says that something holds or concerns what follows: "linee guida contenenti" are none.
_HOLDS = re.compile(rf"(?:{match_words('holding')})\w$")
# A word that a dictionary has as a verb may still be an adjective when it is a participle, or ends as these do.
_ADJECTIVE = re.compile(r"(?:[aiu]t|es|[aeit]tt|[nor]t|ic|al|ar|il|iv|os|s)[aoei]$|he$")
_MOST_QUALIFIERS = 2
OWNERS = list_words("owners")
# Small words between clauses, which are no nouns and no adjectives.
_SMALL = list_words("small")
_TRADES = list_words("trades")
_ON_THE = frozenset({"sul", "sullo", "sulla", "sull", "sui", "sugli", "sulle"})
# What is measured, granted and judged together: "per la misurazione e la valutazione".
_DONE = re.compile(r"(?:zion[ei]|sion[ei]|ment[oi]|tà|ura|enz[ae]|anz[ae])$")
# What museums are of.
_ARTS = list_words("arts")
_SHORTEST_NOUN = 3
_SHORT_NOUNS = frozenset({"uso", "usi", "uva", "oro", "api"})
# By how many letters an infinitive is longer than "sconta", "racconta".
_FINITE = 2
# Adjectives by which a building is told from its like, and what follows an article: "la torre medievale", "il museo del
# mare". A virtual museum is nowhere.
_SITE = re.compile(rf"(?:{match_words('of_sites')})\w{{1,2}}$")


def find_purpose_end(words: Words, index: int, title_end: int) -> int:
    """Return the index after what a body is for: "Osservatorio per l'Infanzia e l'Adolescenza"; ``index`` if unsaid.

    What it is on is said alike: "Centro di Studi sull'Alto Medioevo".
    """
    end, joint = index, "per"
    if goes_on(words, index, title_end) and words.get_form(index) in _ON_THE and is_word(words.get_form(index - 1)):
        joint = words.get_key(index)
    while goes_on(words, end, title_end) and words.get_key(end) == joint:
        again = joint == "e" and words.get_key(end + 1) == "per"
        start = end + 1 + again
        start += goes_on(words, start, title_end) and words.get_key(start) == "il"
        if (start == end + 1 and joint == "e") or _is_owner(words, start):
            break
        last = find_large_end(words, start, title_end)
        if last == start:
            # "Soprintendenza per i Beni architettonici e per il paesaggio".
            end = start + 1 if again and is_bare_noun(words, start, title_end) else end
            break
        end, joint = skip_agreeing(words, last, title_end, "i"), "e"
    # "Agenzia per i Servizi pubblici di Zena".
    small = end > index and words.get_form(end - 1).islower() and goes_on(words, end, title_end)
    return find_owner_end(words, end, title_end) if small else end


def find_owner_end(words: Words, index: int, title_end: int) -> int:
    """Return the index after "di" and a large name at word ``index``: "di Zena"; ``index`` if there is none."""
    owned = words.get_form(index) == "di" and is_large(words, index + 1)
    return find_large_end(words, index + 1, title_end) if owned else index


def find_against_end(words: Words, index: int, title_end: int) -> int:
    """Return the index after what people in a body's name stand against: "Donne contro la violenza"; else ``index``."""
    form = words.get_form(index - 1)
    several = is_large(words, index - 1) and (form[-1] in "ei" or form == "Lotta")
    if not (several and goes_on(words, index, title_end) and words.get_key(index) == "contro"):
        return index
    noun = index + 1 + (goes_on(words, index + 1, title_end) and words.get_key(index + 1) == "il")
    return noun + 1 if goes_on(words, noun, title_end) and _is_complement(words, noun) else index


def skip_qualifiers(words: Words, index: int) -> int:
    """Return the index after what is small between a noun and its name, else ``index``.

    Up to two adjectives ("cooperativa agricola La Zolla") and one complement ("gruppo di lettura Le Civette").
    Who the members are may stand before: "Associazione castanicoltori del Casentino".
    """
    if _has_article(words, index):
        return index + 1
    members = has_members(words, index)
    place, end = index + members, min(index + _MOST_QUALIFIERS, len(words.tokens))
    while place < end and _is_qualifier(words, place) and not _is_parted(words, place):
        place += 1
    if place + 1 < len(words.tokens) and words.get_form(place) == "di":
        noun = TOKENS[words.tokens[place + 1]]
        place += 2 * (noun.form.islower() and _is_noun(noun.form) and not noun.gap.strip(" \n"))
    if members and is_large(words, place + 1) and words.get_key(place) == "di" and not _is_parted(words, place):
        return place
    large = is_large(words, place) and TIE.match(words.get_gap(place))
    return place if large else index


def _has_article(words: Words, index: int) -> bool:
    """Whether a small article opens the name after a large noun: "l'Associazione le Querce"."""
    named = goes_on(words, index, 0) and is_large(words, index - 1) and is_inside_sentence(words, index - 1)
    return named and words.get_key(index) == "il" and goes_on(words, index + 1, 0) and is_large(words, index + 1)


def has_members(words: Words, index: int) -> bool:
    """Whether people in the plural stand at word ``index``, right after a noun that is large inside its sentence."""
    if not (goes_on(words, index, 0) and is_large(words, index - 1) and is_inside_sentence(words, index - 1)):
        return False
    form, key = words.get_form(index), words.get_key(index)
    several = form.islower() and len(form) > _SHORTEST_NOUN and (form[-1] == "i" or (form[-1] == "e" and form != key))
    return several and not key.endswith(INFINITIVES) and not is_adjective(form)


def _is_parted(words: Words, index: int) -> bool:
    """Whether what stands before word ``index`` ends a name: "Azienda USL; comitato Salute" are two."""
    return not _PARTING.isdisjoint(words.get_gap(index))


def find_small_end(words: Words, index: int, title_end: int) -> int:
    """Return the index after the small words that complete a name: "Ispettorato territoriale del lavoro"."""
    end = index
    for _ in range(3):
        start = end
        while goes_on(words, end, title_end) and (_is_qualifier(words, end) or is_large(words, end)):
            end += 1
        # "Azienda gardesana servizi".
        trade = end > start and goes_on(words, end, title_end) and words.get_form(end) in _TRADES
        end += trade
        if goes_on(words, end, title_end) and words.get_key(end) in _COMPLEMENTS:
            noun = end + 1 + (goes_on(words, end + 1, title_end) and words.get_key(end + 1) == "il")
            # With its article a verb is a noun: "Patto per l'abitare"; "mare" is no verb.
            article = noun > end + 1 or words.get_form(end) in OF_THE
            verb = article and goes_on(words, noun, title_end) and words.get_form(noun).endswith(INFINITIVES)
            noun += goes_on(words, noun + 1, title_end) and words.get_key(noun) in _BEFORE_NOUN
            complement = verb or _is_complement(words, noun)
            if goes_on(words, noun, title_end) and complement and not _is_owner(words, noun):
                end = _find_both_end(words, skip_agreeing(words, noun + 1, title_end, "i"), title_end)
        if end == start:
            break
    return end


def _find_both_end(words: Words, index: int, title_end: int) -> int:
    """Return the index after the second of two: "affari interni e territoriali", "la misurazione e la valutazione"."""
    second = index + 1
    if not (goes_on(words, index, title_end) and goes_on(words, second, title_end)):
        return index
    if words.get_form(index) not in AND:
        return index
    first, form = words.get_form(index - 1), words.get_form(second)
    if first[-1] == form[-1] == "i" and _is_qualifier(words, second):
        return second + 1
    if words.get_form(second) in OF_THE and words.get_form(index - 2) in OF_THE:
        # "La Festa dell'uva e del vino".
        noun = second + 1
        small = goes_on(words, noun, title_end) and words.get_form(noun).islower()
        return noun + 1 if small and _is_complement(words, noun) else index
    noun = second + (words.get_key(second) == "il")
    both = goes_on(words, noun, title_end) and _DONE.search(first) and _DONE.search(words.get_form(noun))
    return noun + 1 if noun > second and both and words.get_form(noun).islower() else index


def is_bare_noun(words: Words, index: int, title_end: int) -> bool:
    """Whether a small noun stands at word ``index``: the "autismo" of "Fondo autismo", no verb and no adjective."""
    if not goes_on(words, index, title_end):
        return False
    form, key = words.get_form(index), words.get_key(index)
    verb = key.endswith(INFINITIVES) or form.endswith(("mente", "rà", "ranno", "ndo"))
    noun = form.islower() and _is_noun(form) and key not in FUNCTION_FORMS
    return noun and not verb and not is_adjective(form) and form not in _SMALL


def skip_agreeing(words: Words, index: int, title_end: int, endings: str = "aeio") -> int:
    """Return the index after an adjective that agrees with the noun before it by its end: "negozi sfitti"."""
    if not goes_on(words, index, title_end):
        return index
    noun, form = words.get_form(index - 1), words.get_form(index)
    return index + (form[-1] == noun[-1] and form[-1] in endings and is_small_adjective(words, index))


def is_small_adjective(words: Words, index: int) -> bool:
    """Whether a small word may be an adjective where one can stand: no verb, and none of those between clauses."""
    form, key = words.get_form(index), words.get_key(index)
    finite = key.endswith(INFINITIVES) and not _ADJECTIVE.search(FOLDED[form])
    small = form.islower() and len(form) > _SHORTEST_NOUN and form not in _SMALL
    return small and not finite and key not in FUNCTION_FORMS


def find_told_end(words: Words, index: int, title_end: int) -> int:
    """Return the index after an adjective and whose a body is: the "storico di Marana" of "associazione Mercato"."""
    joint = index + 1
    if not (goes_on(words, index, title_end) and goes_on(words, joint, title_end)):
        return index
    told = words.get_form(index).islower() and _is_qualifier(words, index) and words.get_key(joint) == "di"
    return find_large_end(words, joint + 1, title_end) if told and is_large(words, joint + 1) else index


def find_site_end(words: Words, index: int, title_end: int) -> int:
    """Return the index after what tells one building from its like: adjectives, or one complement with its article."""
    end = index
    while end < index + 2 and goes_on(words, end, title_end) and _SITE.match(FOLDED[words.get_form(end)]):
        end += 1
    if end > index and goes_on(words, end, title_end) and words.get_form(end) == "di":
        # "La torre medievale di Colle Rosso".
        return max(end, find_large_end(words, end + 1, title_end)) if is_large(words, end + 1) else end
    # "Il Museo internazionale delle ceramiche" is called so, whatever "il museo civico della città" is.
    whole = end == index or is_large(words, index - 1)
    if not (whole and goes_on(words, end + 1, title_end) and goes_on(words, end, title_end)):
        return end
    return _find_contents_end(words, end, title_end)


def _find_contents_end(words: Words, index: int, title_end: int) -> int:
    """Return the index after what is in a museum, or whose a building is, with its article; else ``index``."""
    before, noun = words.get_form(index), words.get_form(index + 1)
    if before in {"di", "d"} and noun in _ARTS:
        # "Il museo civico di arte sacra".
        told = goes_on(words, index + 2, title_end) and words.get_form(index + 2)[-1] in "ae"
        return index + 2 + (told and is_small_adjective(words, index + 2))
    # No verb stands there: "il museo del mare".
    if not (before in OF_THE and noun.islower() and len(noun) > _SHORTEST_NOUN):
        return index
    # "Il museo della civiltà contadina di Colle Rosso", but "il museo del mare di prossima apertura".
    joint = index + 2 + (goes_on(words, index + 2, title_end) and _is_qualifier(words, index + 2))
    if not goes_on(words, joint, title_end) or not goes_on(words, joint + 1, title_end):
        return index + 2
    after = words.get_form(joint)
    if after == "di" and is_large(words, joint + 1):
        return find_large_end(words, joint + 1, title_end)
    # "Il Museo dell'arte della lana" is called so; of "il museo del mare della città" nobody knows.
    whole = is_large(words, index - 1) and is_inside_sentence(words, index - 1) and joint == index + 2
    noun = words.get_form(joint + 1)
    return joint + 2 if whole and after in OF_THE and noun.islower() and len(noun) > _SHORTEST_NOUN else index + 2


def is_adjective(form: str) -> bool:
    """Whether a word may be an adjective by its end, however it is written: "Associazioni Sportive"."""
    return bool(_QUALIFIER.match(FOLDED[form]))


def _is_noun(form: str) -> bool:
    """Whether a word after a preposition may be a noun: "per aprire" says what for."""
    return (len(form) > _SHORTEST_NOUN or form.isupper() or form in _SHORT_NOUNS) and not form.endswith(
        (*INFINITIVES, "rsi", "rlo", "rla", "rli", "rle")
    )


def _is_complement(words: Words, index: int) -> bool:
    return _is_noun(words.get_form(index)) and words.get_key(index) not in _NO_COMPLEMENT


def _is_owner(words: Words, index: int) -> bool:
    """Whether a territory is named at word ``index``, whose the plan or office before it is."""
    return is_large(words, index) and words.get_key(index) in OWNERS


def _is_qualifier(words: Words, index: int) -> bool:
    form = words.get_form(index)
    if form in _SMALL:
        return False
    if not (form.islower() and len(form) > 3 and _QUALIFIER.match(FOLDED[form])) or _HOLDS.match(form):
        return False
    key = words.get_key(index)
    # "Il regolamento sconta", but "aperta": of "scontare" it would be "scontata".
    if key.endswith(("ntare", "rtare")) and len(key) - len(form) == _FINITE:
        return False
    verb = key.endswith(INFINITIVES)
    return not verb or bool(_ADJECTIVE.search(FOLDED[form]))
