"""Which question of the catalogue a frame asks; that it asks none for certain is raised, with the reason."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import takewhile

from dupgraph.ask.catalogue.field_texts import TEXT_FIELDS
from dupgraph.ask.catalogue.plans import name_towns
from dupgraph.ask.phrases import signs
from dupgraph.ask.phrases.context import Context, UnsureError
from dupgraph.ask.phrases.frame import Frame
from dupgraph.ask.phrases.headings import ask_titled, find_below, has_rows
from dupgraph.ask.phrases.match import Filling, find_fillings, rank_fillings
from dupgraph.ask.phrases.pieces import Item
from dupgraph.ask.phrases.rewording import is_pair, list_readings
from dupgraph.ask.phrases.text import fold_word
from dupgraph.ask.phrases.understanding import Understanding
from dupgraph.ask.phrases.values import BY_TEXT, explain_lack, find_in_text, has_answer
from dupgraph.ask.results.columns import name_kinds
from dupgraph.language.words import FUNCTION_WORDS, knows_word

_FEWEST = 3
SUGGESTED = 3
_CHOICES = 4
# What is said of a thing.
_CARD = "sentences-about-thing"
BY_THEME, BY_TWO_THEMES = "objectives-by-theme", "objectives-by-two-themes"
# What shows the whole plan.
_OUTLINE = "outline"
# Who deals with something: whom the plan works with, and who answers for it.
_WHO, _OFFICE = "partners-by-theme", "responsible-about-thing"
# What depends on an objective: what shares things with it, what stands below it, and what pursues it.
SHARING, _BELOW, _PURSUING = "related-objectives", "objectives-by-policy", "pursuits-of-objective"


def choose_question(context: Context, frame: Frame) -> Filling:
    """Return the one question that a frame asks, with what fills its slots. Raises UnsureError."""
    if "change" in frame.concepts:
        raise context.refuse("change")
    _check_pointing(context, frame)
    if context.names.has_lexicon and (filling := _ask_text(context, frame)):
        return filling
    if context.names.has_lexicon and (filling := ask_titled(context, frame)):
        return filling
    _check_known(context, frame)
    filling = _prefer_office(context, frame, _prefer_text(context, frame, _choose_filling(context, frame)))
    filling = _prefer_pursuits(context, frame, filling)
    if len(filling.fillers) > 1:
        # "Le scuole a Modena" are hardly asked of the plan of another town that names both.
        _check_towns(context, (item.words for _, item in filling.fillers if item.own_roles == {signs.PLACE}))
    return filling


def _choose_filling(context: Context, frame: Frame) -> Filling:
    """Return the one question that says what a frame says. Raises UnsureError where none does, or several do."""
    find = partial(find_fillings, phrases=context.phrases, fold=context.fold)
    found = fillings = next(filter(None, map(find, list_readings(frame))), []) or list(find_below(context, frame))
    if not fillings:
        raise _explain_nothing(context, frame)
    if _are_several(fillings):
        # Where a thing may be two kinds, the catalogue asks for each with verbs of its own; else what it is
        # called goes before what it may be called.
        fillings = [one for one in fillings if one.phrase.frame.signs == frame.signs] or fillings
        called = [_count_called(context, one) for one in fillings]
        fillings = [one for one, count in zip(fillings, called, strict=True) if count == max(called)]
    if _are_several(fillings):
        # "Sul centro storico": what is a theme and a place by one name is where it is.
        placed = [one for one in fillings if _takes(one, signs.PLACE)]
        if placed and all(one in placed or _takes(one, signs.THEME) for one in fillings):
            fillings = placed
    if _are_several(fillings):
        raise context.refuse("several")
    if _is_begun(context, frame) or _is_no_list(context, frame, fillings[0]):
        raise context.refuse("unsure")
    return _prefer_rows(context, fillings[0], found)


def _prefer_rows(context: Context, chosen: Filling, found: Sequence[Filling]) -> Filling:
    """Return what was chosen, or where that has no answer the one other question that may be meant and has: the young
    and the firms that an objective is for are no two themes of it.
    """
    others = {one.phrase.question.name: one for one in found if one.phrase.question != chosen.phrase.question}
    answered: list[Filling] = []
    with suppress(UnsureError):
        answered = (
            [one for one in others.values() if has_rows(context, one)]
            if others and not has_rows(context, chosen)
            else []
        )
    return answered[0] if len(answered) == 1 else chosen


def _takes(filling: Filling, role: str) -> bool:
    """Whether some slot takes what it names in a role."""
    return any(sense.role == role for _, item in filling.fillers for sense in item.senses)


def _is_begun(context: Context, frame: Frame) -> bool:
    """Whether it is the beginning of a question, not one: "quali obiettivi?", but "luoghi citati" is a list."""
    words = context.asked.split()
    listed = {fold_word(words[0])} & context.lexis.lists["listing"]
    said = context.lexis.find_sign([fold_word(words[-1])], 0) if words[1:] else None
    bare = len(frame.concepts) == 1 and not frame.items and not frame.concepts.isdisjoint(signs.ROLE_OF_NOUN)
    return bare and len(words) < _FEWEST and not listed and not (said and said[1].sort == "relation")


def _is_no_list(context: Context, frame: Frame, filling: Filling) -> bool:
    """Whether two themes are not side by side: "il turismo aiuta il commercio?", "i giovani contro gli anziani"."""
    if filling.phrase.question.name != BY_TWO_THEMES:
        return False
    # "Cultura e sport", not "lo sport è cultura".
    says = (context.lexis.whole.get((fold_word(word),)) for word in context.asked.split())
    paired = is_pair(frame) and signs.SIGNS["is"] not in says
    asking = (phrase for phrase in context.phrases if phrase.question.name == BY_TWO_THEMES)
    about = {sign for phrase in asking for sign in phrase.frame.signs}
    return not ((frame.has_noun or paired) and frame.signs <= about)


def _count_called(context: Context, filling: Filling) -> int:
    """Return how many things go by their own name, not by another that they have too."""
    things = [item for _, item in filling.fillers if item.sort == "thing"]
    return sum(any(context.names.is_title(sense) for sense in item.senses) for item in things)


def _check_pointing(context: Context, frame: Frame) -> None:
    """Raise UnsureError where all that nobody knows points at what was said before: "dove se ne parla?"."""
    strange = context.list_strange(frame)
    if strange and context.lexis.lists["pointing"].issuperset(map(fold_word, strange)):
        words = map(context.quote, _join_neighbours(strange, context.asked))
        raise context.refuse("pointing", words=", ".join(words))


def _check_known(context: Context, frame: Frame) -> None:
    strange = context.list_strange(frame)
    if strange:
        words = _join_neighbours(strange, context.asked)
        if lacking := [name for name in TEXT_FIELDS if name in frame.concepts - context.names.field_texts.keys()]:
            raise context.refuse("no field", words=context.quote(name_kinds(lacking[:1], context.language)))
        _check_towns(context, words)
        near = _list_near(context, strange) or _list_spelt(context, words)
        reason = context.say("unknown", words=", ".join(map(context.quote, words)))
        if len(words) == 1 and not find_in_text(context, words[0]):
            reason = explain_lack(context, words[0], "unread").reason
        if near:
            reason += "; " + context.say("perhaps", choices="; ".join(near))
        raise UnsureError(reason, words)


def _list_near(context: Context, strange: tuple[str, ...]) -> list[str]:
    """Return the names of which an unknown name is a part; a common word tells nothing, unless it is written large."""
    # "Di che cosa si occupa l'Unione?"
    inner = context.asked.lstrip()[1:]
    named = {word for word in strange if word[:1].isupper() and word in inner}
    wanted = {fold_word(word) for word in strange if word in named or not knows_word(word.casefold(), context.language)}
    return context.names.list_holding(wanted, context.language)[:_CHOICES]


def _list_spelt(context: Context, words: Sequence[str]) -> list[str]:
    """Return the names that are spelt most like unknown ones. A word of the dictionary is not misspelt: "sindaco" is no
    "sindacato".
    """
    misspelt = (word for word in words if not knows_word(word.casefold(), context.language))
    return [sense.label for word in misspelt for sense in context.names.find_near(word)[:1] if sense.held]


def _check_towns(context: Context, names: Iterable[str]) -> None:
    """Refuse names, written large, of towns of the national list. Raises UnsureError."""
    large = [name for name in names if name[:1].isupper()]
    if not large:
        return
    # The list is read where nothing else knows a name, or two things stand side by side.
    from dupgraph.graph.territories import load_territories

    for name in large:
        if load_territories().find_town(tuple(map(fold_word, name.split()))):
            here = "; ".join(name_towns(context.names.plans))
            raise context.refuse("other town", words=context.quote(name), choices=here)


def _explain_nothing(context: Context, frame: Frame) -> UnsureError:
    """Return why no phrase says what a frame says."""
    for item in frame.items:
        if item.sort == "thing" and not any(sense.held for sense in item.senses):
            return explain_lack(context, item.words)
        if item.sort == "thing" and not item.own_roles & item.roles:
            kinds = name_kinds(dict.fromkeys(sense.kind for sense in item.senses), context.language)
            return context.refuse("role", words=context.quote(item.words), choices=kinds)
    return context.refuse("not" if "not" in frame.concepts else "unsure")


def _prefer_text(context: Context, frame: Frame, filling: Filling) -> Filling:
    """Return what looks for some words in the text, where they only speak of the theme that was found for them, or of
    one that the plan does not have, and the question is whether the plan says them ("il piano parla di baby gang?",
    "edilizia scolastica"). Words that the plan does not have are not answered with a theme that is wider. Raises
    UnsureError.
    """
    items = [item for _, item in filling.fillers if item.senses]
    hinted = tuple(item for item in items if not any(sense.sure for sense in item.senses))
    name = filling.phrase.question.name
    placed = any(sign.roles & {signs.PLACE, signs.ELEMENT} == {signs.PLACE} for sign in frame.signs)
    asks_whether = hinted and (name == _CARD or (name == BY_THEME and not (placed or frame.has_noun)))
    held = any(sense.held for item in items for sense in item.senses)
    lacks = not held and filling.phrase.frame.concepts == {signs.OBJECTIVE}
    if len(filling.fillers) == 1 and items and (asks_whether or lacks):
        words = items[0].words
        found = find_in_text(context, words)
        if name == _CARD and not (found or held):
            raise explain_lack(context, words)
        if found or asks_whether:
            return replace(_fill_text(context, found or words), hinted=hinted)
    for item in hinted:
        if len({sense.thing for sense in item.senses}) == 1 and not find_in_text(context, item.words):
            if not item.senses[0].held:
                # Neither the words nor the theme that they speak of.
                raise explain_lack(context, item.words)
            theme = context.names.find_title(item.senses[0].thing, context.language)
            raise context.refuse("not in text", words=context.quote(item.words), choices=theme)
    return filling


def _prefer_office(context: Context, frame: Frame, filling: Filling) -> Filling:
    """Return who answers for what "chi se ne occupa?" is asked of, before its partners, where the plan says that."""
    things = [sense.thing for _, item in filling.fillers for sense in item.senses if sense.held]
    if frame.concepts != {"who"} or filling.phrase.question.name != _WHO or not things:
        return filling
    says = has_answer(context, _OFFICE, {"thing": things[0]})
    return _fill_question(context, _OFFICE, filling.fillers[0][1]) if says else filling


def _prefer_pursuits(context: Context, frame: Frame, filling: Filling) -> Filling:
    """Return who pursues an objective, and what it pursues, where the plan says that, before what shares things with it
    and what stands below it: where the question is what depends on it, or for its operative objectives, or where
    nothing stands below it.
    """
    name, words = filling.phrase.question.name, map(fold_word, context.asked.split())
    if name == SHARING:
        asks = "depend" in frame.concepts
    else:
        is_operative = not context.lexis.lists["operative"].isdisjoint(words)
        asks = name == _BELOW and (is_operative or not has_rows(context, filling))
    pursuing = _fill_question(context, _PURSUING, filling.fillers[0][1]) if asks else filling
    return pursuing if asks and has_rows(context, pursuing) else filling


def _fill_text(context: Context, words: str) -> Filling:
    """Return the search for some words in the text."""
    return _fill_question(context, BY_TEXT, Item(words, "text"))


def _fill_question(context: Context, name: str, item: Item) -> Filling:
    phrase = next(phrase for phrase in context.phrases if phrase.question.name == name)
    return Filling(phrase, ((phrase.frame.items[0].slot, item),))


def _ask_text(context: Context, frame: Frame) -> Filling | None:
    """Return the search for unknown words where the question is whether the plan says them, or is these words alone."""
    strange = _join_neighbours(context.list_strange(frame), context.asked)
    if frame.concepts - {signs.OBJECTIVE, signs.PLACE} or frame.items or len(strange) != 1:
        return None
    if not frame.signs:
        # "Cooperative", "elenco delle opere pubbliche": where the plan has a word, that is all that can be meant.
        listed = _opens(context, strange[0]) and not (frame.has_noun or _list_near(context, strange))
        found = find_in_text(context, strange[0]) if listed else ""
        return _fill_text(context, found) if found else None
    about = all(sign.value in ("", signs.THEME) and signs.THEME in sign.roles for sign in frame.signs)
    # "Si parla di lupi?" has an answer where none do; "quali obiettivi parlano di lupi?" where some do.
    asks_which = frame.concepts and frame.has_noun
    found = find_in_text(context, strange[0]) if about else ""
    asked = about and (not asks_which or (found and not _list_near(context, strange)))
    return _fill_text(context, found or strange[0]) if asked else None


def _opens(context: Context, words: str) -> bool:
    """Say whether a question is these words, or a list of them: "che tempo fa?" asks something of them."""
    first = next(iter(words.split()))
    before = takewhile(lambda word: word != first, map(fold_word, re.findall(r"\w+", context.asked)))
    lists = context.lexis.lists
    return all(word in lists["listing"] or word in lists["articles"] or word in FUNCTION_WORDS for word in before)


def _are_several(fillings: Sequence[Filling]) -> bool:
    return len({filling.phrase.question.name for filling in fillings}) > 1


def _join_neighbours(words: Sequence[str], asked: str) -> tuple[str, ...]:
    """Return words that stand side by side in the question as one."""
    joined: list[str] = []
    for word in words:
        if joined and f"{joined[-1]} {word}" in asked:
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return tuple(dict.fromkeys(joined))


def suggest_questions(context: Context, frame: Frame) -> tuple[Understanding, ...]:
    """Return the questions that come nearest, none of which asks for a thing that was not named.

    First the list of what plays the part of a thing that the plan does not name, then two that come near and hold what
    was named, then a search for the words, then what is less near. Where nothing was named, what is spelt most like the
    words that nobody knows is, or the one thing of whose name they are a part.
    """
    words = " ".join(context.list_strange(frame) or frame.unknown)
    if frame.items and all(knows_word(word.casefold(), context.language) for word in words.split()):
        # "Chi gestisce il nido?"
        words = frame.items[0].words
    near = _list_near(context, frame.unknown)
    # A word of the dictionary is not misspelt: "sindaco" is no "sindacato".
    wanted = near[0] if len(near) == 1 else words
    misspelt = bool(wanted) and not knows_word(wanted.casefold(), context.language)
    if not frame.items and misspelt and (alike := context.names.find_near(wanted)):
        frame = replace(frame, items=(Item(words, senses=alike),), unknown=())
    ranked = list(rank_fillings(frame, context.fold))
    lacking = [item for item in frame.items if item.sort == "thing" and not any(sense.held for sense in item.senses)]
    played = [item.roles & item.own_roles for item in lacking] or [
        sign.roles for sign in frame.signs if not frame.items
    ]
    lists = {f"{role}-ranking" for roles in played if len(roles) <= SUGGESTED for role in roles}
    instead = [one for one in ranked if one.phrase.question.name in lists][: SUGGESTED - 1]
    # Those that leave nothing open that they need.
    full = [one for one in ranked if {slot for slot, _ in one.fillers} >= one.phrase.question.needed]
    # Of a question that names something no other question is near that names nothing.
    named = context.list_strange(frame) or any(item.sort == "thing" for item in frame.items)
    near_ones = [one for one in full if one.fillers or (one.score and not named)]
    close = [one for one in near_ones if one.score >= ranked[0].score / 2]
    form = find_in_text(context, words) if words else ""
    search = [replace(_fill_text(context, form), score=0.0)] if form else []
    found: dict[str, Understanding] = {}
    for filling in (*instead, *close[: SUGGESTED - 1], *search, *near_ones):
        question = filling.phrase.question
        values = {slot: item.senses[0].label if item.senses else item.words for slot, item in filling.fillers}
        if len({*values.values()}) < len(values):
            # "Chi finanzia il restauro della Rocca?": both speak of one theme.
            continue
        meaning = Understanding(context.asked, context.language, question, values, labels=values, shown=values)
        found.setdefault(question.name, meaning)
        if len(found) == SUGGESTED:
            break
    whole = next(one.phrase.question for one in ranked if one.phrase.question.name == _OUTLINE)
    return tuple(found.values()) or (Understanding(context.asked, context.language, whole),)
