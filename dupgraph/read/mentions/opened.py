"""How far the name goes that a common noun opens: the ways in which a name goes on, one after the other."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from dupgraph.language.companies import LEGAL_FORM
from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, FUNCTION_FORMS, Words, knows_word
from dupgraph.read.mentions.complements import (
    OWNERS,
    find_site_end,
    find_small_end,
    has_members,
    is_adjective,
    is_bare_noun,
    skip_agreeing,
)
from dupgraph.read.mentions.concepts import TERRITORIES, UNIONS
from dupgraph.read.mentions.following import find_following_end, is_letter
from dupgraph.read.mentions.grounds import is_upland
from dupgraph.read.mentions.nouns import (
    Opening,
    Setting,
    is_alone,
    is_definite,
    is_known,
    knows_more,
    says_little,
    stands_on,
)
from dupgraph.read.mentions.spans import (
    AND,
    OF_THE,
    find_large_end,
    goes_on,
    is_inside_sentence,
    is_large,
    list_initials,
)
from dupgraph.schema.links import ACTOR_CATEGORY, BENEFICIARY_GROUP, PLACE

# A way in which a name goes on from its noun, up to ``last``: the index after it; ``last`` where it does not.
Way = Callable[[Setting, Opening, int], int]
# Instruments whose names small words complete when the noun is written large: "il Piano di gestione delle acque".
_COMPLETED = list_words("completed")
_GOVERNING = list_words("governing")
_GOVERNED = frozenset({"per", "su", "di", "contro"})
# And those that a noun tells with nothing between when they are written large: "il Fondo autismo".
_TOLD = list_words("told")
# Nouns of two words whose complement makes a name however they are written: "linee guida di design".
_DISTINCT = frozenset({"linea"})
_FEASTS = frozenset({"festa", "sagra", "palio"})
_COUNTRIES = list_words("countries")
_DASHES = frozenset({" – ", " - ", " — "})
# What protects a product, at the end of its consortium's name; and who is tied by what is said of two waters.
_MARKS, _MARKED, _FARTHEST_MARK = frozenset({"dop", "igp", "doc", "docg", "stg"}), "consorzio", 9
_RUNS_ON = frozenset({"che", "con", "in", "e", "ed"})
_WATERS, _VALLEYS = frozenset({"fiume", "torrente", "lago", "foce"}), frozenset({"Valli", "Terre", "Colli"})
# Between the words of a name that an acronym beside it spells.
_IN_LISTS = frozenset({"", ",", "’", "'", "-"})
_SHORTEST, _LONGEST_SPELT = 3, 14
_FEW = 3
# Which office of a body is meant: "Prefettura di Zena - Area Protezione civile".
_BRANCHES = list_words("offices") | list_words("branches")
_SHORT = 2


def find_opened_end(setting: Setting, head: Opening) -> int | None:
    """Return the index after the name that ``head`` opens; None where it opens none, or a vocabulary knows more."""
    # "A Piano Sempria" is a place.
    if is_upland(setting.words, head.first):
        return None
    ends = (way(setting, head, head.last) for way in _FIRST_WAYS)
    last = next((end for end in ends if end > head.last), head.last)
    last = _find_marked_end(setting, head, _find_listed_end(setting, head, last))
    last = _end_before_known(setting, head, last)
    if not _is_name(setting, head, last):
        return None
    for way in _SECOND_HALVES:
        last = way(setting, head, last)
    return last


def _end_before_known(setting: Setting, head: Opening, last: int) -> int:
    """Return the index before a known name of several words that goes on beyond ``last``: "all'Unione Polizia locale".

    A place may be called so: "località Campo sportivo".
    """
    place = bisect_right(setting.ends, last)
    name = setting.names[place] if place < len(setting.names) else None
    if name is None or not head.last <= name.first < last or name.length == 1:
        return last
    if head.meaning[0].thing.kind == PLACE:
        return name.last
    return last if setting.words.get_key(name.first - 1) in FUNCTION_FORMS else name.first


def _is_name(setting: Setting, head: Opening, last: int) -> bool:
    """Whether the words up to ``last`` are a name of the plan's own: a vocabulary knows no other among them."""
    words = setting.words
    if last == head.last and (not is_alone(words, head) or is_known(setting, head)):
        return False
    return _is_distinct(setting, head, last) or not knows_more(setting, head, last)


def _is_distinct(setting: Setting, head: Opening, last: int) -> bool:
    """Whether the noun makes a name of a word or two, whatever they are elsewhere: "via Le Mase", not "via PEC"."""
    words = setting.words
    if words.get_key(head.first) in _DISTINCT:
        return True
    forms = words.get_forms(head.last, last)
    short = len(forms) <= _SHORT and not any(map(str.isupper, forms))
    return short and head.first in setting.roads and not is_known(setting, head)


def _find_own_end(setting: Setting, head: Opening, last: int) -> int:
    """Its name follows, or an acronym beside it has the letters of its words."""
    return max(last, find_following_end(setting, head), _find_spelt_end(setting.words, head))


def _find_spelt_end(words: Words, head: Opening) -> int:
    """Return the index after a name whose letters an acronym beside it has, one of the two in brackets.

    "IBACN (Istituto per i beni artistici, culturali e naturali)"; where the noun's own words end when there is none.
    """
    before = head.first > 0 and words.get_gap(head.first).strip() == "("
    for place in range(head.last, min(len(words.tokens) + 1 - (not before), head.last + _LONGEST_SPELT)):
        gap = words.get_gap(place).strip()
        if gap.startswith(")" if before else "("):
            short = words.get_form(head.first - 1 if before else place)
            spelt = len(short) >= _SHORTEST and short == list_initials(words, head.first, place)
            return place if spelt else head.last
        if gap not in _IN_LISTS:
            break
    return head.last


def _find_road_end(setting: Setting, head: Opening, last: int) -> int:
    """A building is told from its like by its road: "il centro di raccolta di via Mazzini"."""
    road = setting.roads.get(last + 1)
    if road is None or not stands_on(setting.words, head, road):
        return last
    end = find_following_end(setting, road)
    return end if end > road.last else last


def _find_bracket_end(setting: Setting, head: Opening, last: int) -> int:
    """A body's name goes on after its acronym: "Azienda Unità Sanitaria (AUSL) di Zena"."""
    words, short, after = setting.words, last, last + 1
    if not any(opened.thing.kind == ACTOR_CATEGORY and opened.coins for opened in head.meaning):
        return last
    if not _goes_on_after_bracket(words, short) or not words.get_form(short).isupper():
        return last
    end = find_large_end(words, after, setting.title_end, begins=True)
    return end if end > after else last


def _goes_on_after_bracket(words: Words, index: int) -> bool:
    """Whether word ``index`` stands alone in brackets, and words follow."""
    following = index + 1 < len(words.tokens)
    return following and words.get_gap(index).strip() == "(" and words.get_gap(index + 1).strip() == ")"


def _find_completed_end(setting: Setting, head: Opening, last: int) -> int:
    """Small words make a name of a noun that no vocabulary knows, or that says little without them."""
    if is_known(setting, head) and not says_little(setting.words, head):
        return last
    last = _complete(setting, head)
    # "La palestra dell'istituto Verga" has no name of its own.
    site = any(opened.site for opened in head.meaning) and is_large(setting.words, last)
    return head.last if site and not setting.nouns.isdisjoint(range(head.last, last)) else last


def _complete(setting: Setting, head: Opening) -> int:
    """Return the index after the small words that make a name of a noun written large inside its sentence.

    A building is one with an article, however it is written: "il museo del mare".
    """
    words, title_end = setting.words, setting.title_end
    if any(opened.site for opened in head.meaning) and is_definite(words, head.first):
        return find_site_end(words, head.last, title_end)
    body = any(opened.thing.kind == ACTOR_CATEGORY for opened in head.meaning)
    key = words.get_key(head.first)
    # "Una Società digitale" is none of them.
    any_one = body and key not in _COMPLETED and head.first and words.get_key(head.first - 1) == "un"
    if any_one or is_letter(words, head.last):
        return head.last
    if key in _DISTINCT and head.length > 1:
        return find_small_end(words, head.last, title_end)
    if key in _GOVERNING and words.get_form(head.first).islower():
        return _find_governed_end(setting, head)
    large = is_large(words, head.first) and not words.get_form(head.first).isupper()
    told = key in _TOLD and is_bare_noun(words, head.last, title_end)
    # An item may open with it: "Festa del Lambrusco; Sagra del melone".
    feast = key in _FEASTS and words.get_form(head.last) in OF_THE
    inside = feast or is_inside_sentence(words, head.first)
    if not (body or told or key in _COMPLETED) or not large or not inside:
        return head.last
    # "La Cooperativa lavoratori del mare".
    begun = head.last + (body and has_members(words, head.last))
    return find_small_end(words, skip_agreeing(words, head.last + 1, title_end) if told else begun, title_end)


def _find_governed_end(setting: Setting, head: Opening) -> int:
    """Return the index after what an act in small letters governs: "il regolamento sulle locazioni turistiche".

    Whose it is says nothing: "il regolamento del consorzio".
    """
    words, title_end = setting.words, setting.title_end
    joint = head.last + (goes_on(words, head.last, title_end) and is_adjective(words.get_form(head.last)))
    if not goes_on(words, joint, title_end) or words.get_key(joint) not in _GOVERNED:
        return head.last
    noun = joint + 1 + (goes_on(words, joint + 1, title_end) and words.get_key(joint + 1) == "il")
    owned = words.get_key(joint) == "di" and (is_large(words, noun) or noun in setting.begun)
    end = find_small_end(words, head.last, title_end)
    if owned or end <= joint:
        return head.last
    # "Un regolamento di accreditamento alle cooperative sociali" is not called by whom it serves.
    cut = next((place for place in range(noun + 1, end) if place in setting.begun), end)
    while noun + 1 < cut < end and words.get_key(cut - 1) in FUNCTION_FORMS:
        cut -= 1
    return cut


def _find_listed_end(setting: Setting, head: Opening, last: int) -> int:
    """It goes on past a comma, as a vocabulary has it: "Soprintendenza Archeologia, Belle arti e Paesaggio"."""
    names = setting.names
    place = bisect_left(names, head.first, key=lambda name: name.first)
    if last == head.last or place == len(names) or names[place].first > head.first or names[place].last <= last:
        return last
    general = {opened.thing.iri for opened in head.meaning}
    same = {sense.thing.iri for sense in names[place].meaning} <= general
    return find_large_end(setting.words, names[place].last, setting.title_end) if same else last


def _find_pair_end(setting: Setting, head: Opening, last: int) -> int:
    """It has two halves: "cooperativa Terra e Sole", "Diocesi di Zena e Gorgola".

    Two words of the language, of which the second is nothing that is known, or two towns after "di": of others there
    may be two bodies.
    """
    words, is_town = setting.words, setting.is_town
    kind, second = head.meaning[0].thing, last + 1
    # "Il Centro Servizi di Modena e Ferrara" is one; "i castelli di Modena e Ferrara" are two.
    place = kind.kind == PLACE
    if place and not (is_large(words, head.first) and is_large(words, head.last - 1)):
        return last
    if kind.iri in TERRITORIES or last == head.last or (second in setting.begun and not _are_members(setting, second)):
        return last
    tied = goes_on(words, last, 0) and goes_on(words, second, 0) and words.get_form(last) in AND
    if not tied or not is_large(words, second):
        return last
    if words.get_key(last - 2) == "di" and is_town(words.get_form(last - 1)):
        end = find_large_end(words, second, 0)
        # "Le università di Siena e Pisa" are two.
        several = words.get_form(head.first).endswith("à") and not is_definite(words, head.first)
        town = is_town(" ".join(words.get_forms(second, end)))
        return end if town and not several else last
    if place:
        return last
    # "Sole e Croce Azzurra" are two; a legal form may follow.
    closed = LEGAL_FORM.match(" " + "".join(words.tokens[second + 1 : second + 5]))
    longer = goes_on(words, second + 1, 0) and is_large(words, second + 1) and not closed
    pair = [words.get_form(place) for place in (last - 1, second)]
    common = all(form.istitle() and len(form) > 2 and knows_word(form, "it") for form in pair)
    whole = common and not longer and last - head.last <= _FEW
    end = find_large_end(words, second + 1, setting.title_end) if second in setting.begun else second + 1
    return end if whole else last


def _are_members(setting: Setting, index: int) -> bool:
    """Whether people are named at word ``index``, who give a body half its name: "Associazione Familiari e Vittime"."""
    place = bisect_right(setting.ends, index)
    name = setting.names[place] if place < len(setting.names) else None
    if name is None or name.first != index:
        return False
    return all(sense.thing.kind == BENEFICIARY_GROUP for sense in name.meaning)


def _find_lands_end(setting: Setting, head: Opening, last: int) -> int:
    """A union of towns is called by two lands: "Unione dei Comuni della Valle e del Montiferru Occidentale"."""
    words = setting.words
    if _are_lands(setting, head, last):
        return last + 2
    union = any(opened.thing.iri == UNIONS for opened in head.meaning) and last > head.last
    if union and _VALLEYS.intersection(words.get_forms(head.last, last)):
        last = _find_valleys_end(words, last)
    if not union or not (goes_on(words, last, 0) and words.get_form(last) in AND):
        return last
    second = last + 1 + (goes_on(words, last + 1, 0) and words.get_key(last + 1) == "di")
    end = find_large_end(words, second, setting.title_end)
    called = " ".join(words.get_forms(second, end))
    known = words.get_key(second) in OWNERS or setting.begun.intersection(range(second, end))
    return end if end > second and not known and not setting.is_town(called) else last


def _find_valleys_end(words: Words, last: int) -> int:
    """Return the index after valleys before the last one: "Unione Valli del Reno, Lavino e Samoggia"."""
    end = last
    while is_large(words, end) and words.get_gap(end).strip() == ",":
        end = find_large_end(words, end, 0, begins=True)
    return end if words.get_form(end) in AND and is_large(words, end + 1) else last


def _find_subjects_end(setting: Setting, head: Opening, last: int) -> int:
    """It is of two subjects: "Parco della Salute e della Scienza"; of two places or bodies there may be two."""
    words, joint, second = setting.words, last + 1, last + 2
    tied = goes_on(words, last, 0) and goes_on(words, joint, 0) and goes_on(words, second, setting.title_end)
    if not tied or last - head.last < _SHORT or words.get_form(last) not in AND:
        return last
    both = words.get_form(last - 2) in OF_THE and words.get_form(joint) in OF_THE
    forms = [words.get_form(place) for place in (last - 1, second)]
    common = all(form.istitle() and len(form) > _SHORTEST and knows_word(form.lower(), "it") for form in forms)
    known = not setting.begun.isdisjoint((last - 1, second)) or is_large(words, second + 1)
    return second + 1 if both and common and not known else last


def _are_lands(setting: Setting, head: Opening, last: int) -> bool:
    """Whether a body is called by two lands of several towns: "Consorzio turistico Langhe-Roero e Monferrato"."""
    words, second = setting.words, last + 1
    body = any(opened.thing.kind == ACTOR_CATEGORY for opened in head.meaning) and last > head.last
    tied = body and goes_on(words, last, 0) and goes_on(words, second, 0) and words.get_form(last) in AND
    return tied and all(FOLDED[words.get_form(place)] in _COUNTRIES for place in (last - 1, second))


def _find_marked_end(setting: Setting, head: Opening, last: int) -> int:
    """A consortium is called by its product and the mark: "Consorzio di tutela del prosciutto di Marana Igp"."""
    words = setting.words
    told = words.get_key(head.last) in {"di", "per"} or is_bare_noun(words, head.last, setting.title_end)
    if words.get_key(head.first) != _MARKED or not (told or last > head.last or head.length > 1):
        return last
    for place in range(head.last, min(len(words.tokens), head.last + _FARTHEST_MARK)):
        key, form = words.get_key(place), words.get_form(place)
        # "Il Consorzio di Marana promuove il prosciutto Igp" has a verb there.
        bare = key == "il" and words.get_key(place - 1) != "per" and form in {"il", "lo", "la", "l", "i", "gli", "le"}
        if not goes_on(words, place, setting.title_end) or key in _RUNS_ON or bare:
            break
        if form.casefold() in _MARKS and is_large(words, place):
            return place + 1
    return last


def _find_town_end(setting: Setting, head: Opening, last: int) -> int:
    """A town's name at the end goes on: "scuola di Palazzolo sull'Oglio", "museo di Castiglione in Teverina"."""
    words = setting.words
    tied = last > head.last and goes_on(words, last, setting.title_end)
    if not tied or not words.get_form(last).islower():
        return last
    for first in range(max(head.last, last - _SHORT), last):
        for end in range(last + 2, min(last + _FEW, len(words.tokens)) + 1):
            if is_large(words, end - 1) and setting.is_town(" ".join(words.get_forms(first, end))):
                return end
    return last


def _find_dashed_end(setting: Setting, head: Opening, last: int) -> int:
    """A body's second half follows a dash: "associazione Filo Rosso – Tejido".

    What a second dash closes is said in passing.
    """
    words = setting.words
    body = any(opened.thing.kind == ACTOR_CATEGORY and opened.coins for opened in head.meaning)
    # "Contratto di fiume Marana – Gorgo" is of two.
    waters = words.get_form(head.last - 1) in _WATERS and words.get_form(head.first).casefold() == "contratto"
    if not (body or waters) or (last in setting.begun and not waters):
        return last
    if not is_large(words, last) or words.get_gap(last) not in _DASHES or not is_large(words, last - 1):
        return last
    if words.get_key(last) in _BRANCHES:
        return last
    end = find_large_end(words, last + 1, setting.title_end) if is_large(words, last + 1) else last + 1
    # "Circolo Tre Orti – CTO" has its acronym there.
    if end == last + 1 and words.get_form(last).isupper():
        return last
    return end if words.get_gap(end) not in _DASHES else last


# The first way that goes on at all says what the noun is called; then each half that there is goes on with it.
_FIRST_WAYS: tuple[Way, ...] = (_find_own_end, _find_road_end, _find_bracket_end, _find_completed_end)
_SECOND_HALVES: tuple[Way, ...] = (
    _find_town_end,
    _find_pair_end,
    _find_lands_end,
    _find_subjects_end,
    _find_dashed_end,
)
