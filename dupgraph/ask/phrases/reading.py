"""A question in plain words to what it means in a graph: read, matched, and decided, or said not to be certain."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import chain

from dupgraph.ask.catalogue import run_question
from dupgraph.ask.catalogue.plans import find_plan
from dupgraph.ask.catalogue.questions import LANGUAGE_PARAMETER, PLAN_PARAMETER
from dupgraph.ask.names import find_thing
from dupgraph.ask.phrases.frame import Frame, read_frame
from dupgraph.ask.phrases.lexis import load_lexis
from dupgraph.ask.phrases.match import Filling, Fold, find_fillings, list_senses, rank_fillings
from dupgraph.ask.phrases.names import Names, Sense, is_code
from dupgraph.ask.phrases.phrases import Phrase, load_phrases
from dupgraph.ask.phrases.pieces import Cutter, Item
from dupgraph.ask.phrases.signs import (
    ELEMENT,
    NUMBERED,
    OBJECTIVE,
    PARTNER,
    PLACE,
    ROLE_OF_NOUN,
    ROLES,
    SAID,
    THEME,
    TIMING,
    Sign,
)
from dupgraph.ask.phrases.spelling import correct_words
from dupgraph.ask.phrases.text import (
    Word,
    count_known,
    detect_language,
    fold_word,
    read_words,
    split_sentences,
    stem_word,
)
from dupgraph.ask.phrases.understanding import Suggestion, Understanding
from dupgraph.ask.phrases.wording import quote_words, word_sentence, write_command
from dupgraph.ask.results import Result
from dupgraph.ask.results.columns import name_kinds
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import Engine
from dupgraph.language.faults import word_fault
from dupgraph.language.languages import LABEL_LANGUAGES
from dupgraph.language.words import knows_word, lemmatise

SUGGESTED = 3
# A question is a sentence: what is longer is something else.
MOST_CHARACTERS = 1_000
_CHOICES = 4
_FEWEST = 3
# What finds words as they are written.
_IN_NUMBERS = "statistics"
# What is known of a thing.
_CARDS = frozenset({"sentences-about-thing", "describe-thing"})
_BY_TEXT, _BY_THEME, _BY_TWO_THEMES = "objectives-by-text", "objectives-by-theme", "objectives-by-two-themes"
# How much of a question an error repeats.
_SHOWN = 200


def understand(
    engine: Engine, asked: str, lang: str | None = None, plan: str = "", names: Names | None = None
) -> Understanding:
    """Return what a question in plain words means in a graph, or why that is not certain.

    ``lang`` says in which language it is when that is known, ``plan`` the one plan to ask; who asks many questions
    hands over the ``names`` of that graph and plan, which are read for each question otherwise. Raises QueryError for a
    question that is empty or too long, for a language or plan that there is not.

    >>> from dupgraph.graph.engines import open_engine
    >>> understanding = understand(open_engine(), "In quali obiettivi è coinvolta la prefettura?")
    >>> understanding.command
    'dupgraph query objectives-by-partner -p partner=Prefettura'
    >>> understand(open_engine(), "Che tempo fa domani?").question is None
    True
    """
    _check_asked(asked, lang)
    iri = find_plan(engine, plan) if plan else ""
    known = load_phrases()
    names = names or Names(engine, iri)
    first = lang or detect_language(asked)
    understanding = _Asking(asked, first, known, names).understand()
    if not understanding and lang is None:
        # Names in one language hide that a short question is in the other ("describe AUSL di Modena").
        other = next(language for language in LABEL_LANGUAGES if language != first)
        second = _Asking(asked, other, known, names).understand() if count_known(asked, other) else None
        return second or understanding
    return understanding


def _check_asked(asked: str, lang: str | None) -> None:
    if not isinstance(asked, str):
        raise QueryError(f"the question is not a string but {type(asked).__name__}")
    if not asked.strip():
        raise QueryError(word_fault("question_empty"), hint=word_fault("question_such_as"))
    if len(asked) > MOST_CHARACTERS:
        raise QueryError(
            word_fault("question_long", count=len(asked)),
            hint=word_fault("question_most", count=MOST_CHARACTERS),
        )
    if lang is not None and lang not in LABEL_LANGUAGES:
        raise QueryError(f"no language {lang[:40]!r}: known are {' and '.join(LABEL_LANGUAGES)}")


class _UnsureError(Exception):
    """Why a question is not understood for certain."""

    def __init__(self, reason: str, unknown: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.unknown = unknown


class _Asking:
    """One question on its way to be understood."""

    def __init__(self, asked: str, language: str, phrases: tuple[Phrase, ...], names: Names) -> None:
        self._asked = asked
        self._language = language
        self._phrases = phrases
        self._lexis = load_lexis(language)
        self._names = names
        self._corrected: tuple[tuple[str, str], ...] = ()
        self._words = 0
        # Words that are looked for in the text and speak of a theme.
        self._hinted: tuple[Item, ...] = ()

    def understand(self) -> Understanding:
        words = self._read_sentence()
        frame = Frame()
        try:
            if words is None:
                raise self._refuse("sentences")
            if not words:
                raise self._refuse("empty")
            self._words = len(self._asked.split())
            frame = self._read(words)
            try:
                return self._decide(frame)
            except _UnsureError:
                # The letters were not enough: lemmas, the lexicon and a dictionary take longer than all the rest.
                self._names = self._names.add_lexicon()
                frame = self._read(words)
                if strange := self._list_strange(frame):
                    words, self._corrected = correct_words(words, strange, self._list_known(), self._language)
                    frame = self._read(words)
                return self._decide(frame)
        except _UnsureError as unsure:
            return Understanding(
                self._asked,
                self._language,
                notes=self._write_notes(()),
                reason=unsure.reason,
                unknown=unsure.unknown,
                nearest=self._suggest(frame),
            )

    def _read_sentence(self) -> list[Word] | None:
        """Return the words of the one sentence that asks something; None when several do."""
        sentences = [words for part in split_sentences(self._asked) if (words := read_words(part, self._lexis))]
        asking = [words for words in sentences if not self._is_courtesy(words)]
        if len(asking) > 1:
            return None
        return asking[0] if asking else (sentences[0] if sentences else [])

    def _is_courtesy(self, words: list[Word]) -> bool:
        return read_frame(words, Cutter(self._lexis)) == Frame()

    def _read(self, words: list[Word]) -> Frame:
        return read_frame(words, Cutter(self._lexis, self._names))

    @property
    def _about(self) -> frozenset[Sign]:
        """The verbs by which the catalogue asks for two themes."""
        return frozenset(
            sign for phrase in self._phrases if phrase.question.name == _BY_TWO_THEMES for sign in phrase.frame.signs
        )

    @property
    def _fold(self) -> Fold:
        """How words that no table knows are compared."""
        if not self._names.has_lexicon:
            return fold_word
        return stem_word if self._language == "en" else lambda word: " ".join(lemmatise(word))

    def _list_strange(self, frame: Frame) -> tuple[str, ...]:
        """Return the words that neither tables nor names nor the catalogue's phrases know."""
        known = {self._fold(word) for phrase in self._phrases for word in phrase.frame.unknown}
        return tuple(word for word in frame.unknown if self._fold(word) not in known)

    def _list_known(self) -> set[str]:
        return {
            *self._lexis.list_words(),
            *self._names.list_words(),
            *(fold_word(word) for phrase in self._phrases for word in phrase.frame.unknown),
        }

    def _decide(self, frame: Frame) -> Understanding:
        """Return what a frame means. Raises _UnsureError."""
        plan = self._choose_plan(frame)
        filling = self._ask_text(frame) if self._names.has_lexicon else None
        if filling is None:
            self._check_known(frame)
            filling = self._prefer_text(frame, self._choose_filling(frame))
            if len(filling.fillers) > 1:
                # "Le scuole a Modena" are hardly asked of the plan of another town that names both.
                self._check_towns(item.words for _, item in filling.fillers if item.own_roles == {PLACE})
        chosen = [(slot, *self._choose_value(slot, item, filling, plan)) for slot, item in filling.fillers]
        return Understanding(
            self._asked,
            self._language,
            filling.phrase.question,
            {slot: value for slot, value, _, _ in chosen},
            {slot: label for slot, _, label, _ in chosen},
            {slot: shown for slot, _, _, shown in chosen},
            plan,
            frame.plans[0].label if frame.plans else "",
            filling.score,
            self._write_notes(filling.fillers),
            self._list_counted(frame, filling),
        )

    def _list_counted(self, frame: Frame, filling: Filling) -> tuple[str, ...]:
        """Return what a question asks to count; each answer about all of them has a row, which needs no counting."""
        own = filling.phrase
        if "count" not in frame.concepts or ("count" in own.frame.concepts and own.question.name != _IN_NUMBERS):
            return ()
        return tuple(sorted(frame.concepts & set(ROLE_OF_NOUN))) or ("row",)

    def _choose_filling(self, frame: Frame) -> Filling:
        """Return the one question that says what a frame says. Raises _UnsureError where none does, or several do."""
        fillings = next(filter(None, map(self._find_fillings, self._list_readings(frame))), [])
        if not fillings:
            raise self._explain_nothing(frame)
        for prefer in (lambda filling: filling.phrase.frame.signs == frame.signs, self._is_called_so):
            # Where a thing may be two kinds, the catalogue asks for each with verbs of its own; else what it is
            # called goes before what it may be called.
            if _are_several(fillings):
                fillings = list(filter(prefer, fillings)) or fillings
        if _are_several(fillings):
            raise self._refuse("several")
        if self._is_begun(frame) or self._is_no_list(frame, fillings[0]):
            raise self._refuse("unsure")
        return fillings[0]

    def _is_begun(self, frame: Frame) -> bool:
        """Whether it is the beginning of a question, not one: "quali obiettivi?"."""
        bare = len(frame.concepts) == 1 and not frame.items and not frame.concepts.isdisjoint(ROLE_OF_NOUN)
        return bare and self._words < _FEWEST and fold_word(self._asked.split()[0]) not in self._lexis.listing

    def _is_no_list(self, frame: Frame, filling: Filling) -> bool:
        """Whether two themes are not side by side: "il turismo aiuta il commercio?", "i giovani contro gli anziani"."""
        if filling.phrase.question.name != _BY_TWO_THEMES:
            return False
        return not (frame.has_noun and frame.signs <= self._about)

    def _prefer_text(self, frame: Frame, filling: Filling) -> Filling:
        """Return what looks for some words in the text, where they only speak of the theme that was found for them and
        the question is whether the plan says them ("il piano parla di baby gang?", "edilizia scolastica"). Words that
        the plan does not have are not answered with a theme that is wider. Raises _UnsureError.
        """
        hinted = [item for _, item in filling.fillers if item.senses and not any(sense.sure for sense in item.senses)]
        name = filling.phrase.question.name
        asks_where = frame.has_noun or any(PLACE in sign.roles and ELEMENT not in sign.roles for sign in frame.signs)
        if hinted and len(filling.fillers) == 1 and (name in _CARDS or (name == _BY_THEME and not asks_where)):
            self._hinted = tuple(hinted)
            return self._fill_text(hinted[0].words)
        for item in hinted:
            if len({sense.thing for sense in item.senses}) == 1 and not self._stands_in_text(item.words):
                theme = self._names.find_title(item.senses[0].thing, self._language)
                raise self._refuse("not in text", words=quote_words(item.words, self._language), choices=theme)
        return filling

    def _fill_text(self, words: str) -> Filling:
        """Return the search for some words in the text."""
        phrase = next(phrase for phrase in self._phrases if phrase.question.name == _BY_TEXT)
        return Filling(phrase, ((phrase.frame.items[0].slot, Item(words, "text")),))

    def _ask_text(self, frame: Frame) -> Filling | None:
        """Return the search for unknown words where the question is whether the plan says them."""
        strange = _join_neighbours(self._list_strange(frame), self._asked)
        # "Si parla di lupi?", "dove si parla di lupi?"; "quali obiettivi" asks for more than where the words stand.
        asks = frame.concepts - {OBJECTIVE, PLACE} or (frame.concepts and frame.has_noun)
        bare = not (asks or frame.items) and len(strange) == 1
        says = frame.signs and all(sign.value in ("", THEME) and sign.roles in ({THEME}, ROLES) for sign in frame.signs)
        return self._fill_text(strange[0]) if bare and says else None

    def _stands_in_text(self, words: str) -> bool:
        """Whether some part of the plan has all these words, apart from those that only join them."""
        said = [word.form for word in read_words(words, self._lexis) if self._lexis.find_sign([word.word], 0) is None]
        telling = [form for form in said if fold_word(form) not in self._lexis.prepositions]
        values = {"text": " ".join(telling) or words, PLAN_PARAMETER: self._names.plan}
        return bool(run_question(self._names.engine, _BY_TEXT, values, most=1))

    def _find_fillings(self, frame: Frame) -> list[Filling]:
        return find_fillings(frame, self._phrases, self._fold)

    def _list_readings(self, frame: Frame) -> Iterator[Frame]:
        """Yield a frame, and what it says in other words, which holds where no phrase says the same."""
        # "Quante scuole ci sono?" is not answered by those that the plan names.
        concepts = frame.concepts if "asked" in frame.concepts else frame.concepts - {"count"}
        if frame.concepts or frame.signs or frame.unknown:
            # Not "AUSL, scuole": things, and nothing that is asked of them.
            yield frame
        if concepts and concepts != frame.concepts and (frame.items or len(concepts) > 1):
            # "Quanti obiettivi" is "quali obiettivi", counted; but "quanti partner?" is a question of its own.
            yield replace(frame, concepts=concepts)
        placed = [item for item in frame.items if item.sort == "thing" and not item.roles >= ROLES - NUMBERED]
        parts = any(item.is_element or PARTNER in item.roles for item in frame.items)
        asks_how = concepts == {"manner"} and frame.signs and not parts
        if placed and (asks_how or not (concepts or any(item.is_element for item in frame.items))):
            # "Turismo a Palazzo Ducale", "si parla di energia?", "come si aiutano gli anziani?": which objectives do.
            yield replace(frame, concepts=frozenset({OBJECTIVE}))
        if len(frame.items) == 1 and not (concepts or frame.unknown) and frame.items[0].sort == "thing":
            # "AUSL", "prefettura", "quante volte è citata l'AUSL?": its sentences; "1.3.3": its text.
            yield replace(frame, concepts=frozenset({"say" if frame.items[0].is_element else "sentence"}))

    def _is_called_so(self, filling: Filling) -> bool:
        """Whether each thing goes by its own name, not by another that it has too."""
        things = [item for _, item in filling.fillers if item.sort == "thing"]
        return all(any(self._names.is_title(sense) for sense in item.senses) for item in things)

    def _choose_plan(self, frame: Frame) -> str:
        named = {sense.thing for sense in frame.plans}
        if len(named) > 1 or (self._names.plan and named - {self._names.plan}):
            raise self._refuse("plans")
        return named.pop() if named else self._names.plan

    def _check_known(self, frame: Frame) -> None:
        strange = self._list_strange(frame)
        if strange:
            words = _join_neighbours(strange, self._asked)
            quoted = ", ".join(quote_words(word, self._language) for word in words)
            for name in (name for name in SAID if name in frame.concepts and not self._names.list_said(name)):
                raise self._refuse("no field", words=quote_words(name_kinds((name,), self._language), self._language))
            self._check_towns(_join_neighbours(strange, self._asked))
            near = self._list_near(strange)
            reason = word_sentence("unknown", self._language, words=quoted)
            if near:
                reason += "; " + word_sentence("perhaps", self._language, choices="; ".join(near))
            raise _UnsureError(reason, words)

    def _check_towns(self, names: Iterable[str]) -> None:
        """Refuse names, written large, of towns of the national list. Raises _UnsureError."""
        large = [name for name in names if name[:1].isupper()]
        if not large:
            return
        # The list is read where nothing else knows a name, or two things stand side by side.
        from dupgraph.graph.territories import load_territories

        for name in large:
            if load_territories().find_town(tuple(map(fold_word, name.split()))):
                here = "; ".join(self._names.list_plans())
                raise self._refuse("other town", words=quote_words(name, self._language), choices=here)

    def _list_near(self, strange: tuple[str, ...]) -> list[str]:
        """Return the names of which an unknown name is a part; a common word tells nothing."""
        wanted = {fold_word(word) for word in strange if not knows_word(word.casefold(), self._language)}
        return self._names.list_holding(wanted, self._language)[:_CHOICES]

    def _explain_nothing(self, frame: Frame) -> _UnsureError:
        """Return why no phrase says what a frame says."""
        for item in frame.items:
            if item.sort == "thing" and not any(sense.held for sense in item.senses):
                return self._refuse("absent", words=quote_words(item.words, self._language))
            if item.sort == "thing" and not list_senses(item):
                kinds = name_kinds(dict.fromkeys(sense.kind for sense in item.senses), self._language)
                return self._refuse("role", words=quote_words(item.words, self._language), choices=kinds)
        return self._refuse("not" if "not" in frame.concepts else "unsure")

    def _choose_value(self, slot: str, item: Item, filling: Filling, plan: str) -> tuple[str, str, str]:
        """Return what fills a slot, as the query takes it, as a person reads it, and as one types it."""
        if item.sort != "thing":
            return item.words, item.words, item.words
        words = quote_words(item.words, self._language)
        senses = tuple(sense for sense in item.senses if sense.held)
        if not senses:
            raise self._refuse("absent", words=words)
        if senses[0].role in (*SAID, TIMING):
            # The words of a field are what is looked for.
            return senses[0].thing, senses[0].thing, senses[0].thing
        sense = self._choose_sense(item, senses, filling, slot, plan)
        title = self._names.find_title(sense.thing, self._language)
        code = sense.label if is_code(sense.label) else ""
        label = f"{code} {title}" if code and code != title else title
        same = bool(code) or fold_word(label) == fold_word(item.words)
        shown = sense.label if self._names_it(sense, slot, filling, plan) else sense.thing
        return sense.thing, label if same else f"{label} ({words})", shown

    def _names_it(self, sense: Sense, slot: str, filling: Filling, plan: str) -> bool:
        """Whether who types a sense's label as a parameter means the same thing."""
        accepts = next(parameter.accepts for parameter in filling.phrase.question.parameters if parameter.name == slot)
        try:
            return find_thing(self._names.engine, sense.label, accepts, self._language, plan) == sense.thing
        except QueryError:
            return False

    def _choose_sense(self, item: Item, senses: tuple[Sense, ...], filling: Filling, slot: str, plan: str) -> Sense:
        """Return the one sense that is meant: as for a label that is typed, or the theme whose name the words share."""
        things = {sense.thing for sense in senses}
        titled = [sense for sense in senses if self._names.is_title(sense)]
        if len(things) == 1 or len({sense.thing for sense in titled}) == 1:
            return (titled or senses)[0]
        if all(sense.sure for sense in senses):
            accepts = next(p.accepts for p in filling.phrase.question.parameters if p.name == slot)
            try:
                thing = find_thing(self._names.engine, senses[0].label, accepts, self._language, plan)
                return next(sense for sense in senses if sense.thing == thing)
            except (QueryError, StopIteration):
                pass
        words = set(lemmatise(item.words))
        sharing = [sense for sense in senses if words & self._names.list_lemmas(sense.thing)]
        if len({sense.thing for sense in sharing}) == 1 and not any(sense.sure for sense in senses):
            return sharing[0]
        titles = [self._names.find_title(sense.thing, self._language) for sense in senses[:_CHOICES]]
        choices = "; ".join(
            title if titles.count(title) == 1 else f"{title} <{sense.thing}>"
            for title, sense in zip(titles, senses, strict=False)
        )
        raise self._refuse("ambiguous", words=quote_words(item.words, self._language), choices=choices)

    def _write_notes(self, fillers: tuple[tuple[str, Item], ...]) -> tuple[str, ...]:
        """Return what a person should know: words read as others, words that only speak of a theme."""
        notes = [
            word_sentence(
                "mended",
                self._language,
                words=quote_words(before, self._language),
                choices=quote_words(after, self._language),
            )
            for before, after in self._corrected
        ]
        notes += [
            word_sentence(
                "near theme",
                self._language,
                words=quote_words(item.words, self._language),
                choices=write_command(_BY_THEME, {THEME: self._name_theme(item)}, self._language),
            )
            for item in self._hinted
        ]
        notes += [
            word_sentence(
                "term",
                self._language,
                words=quote_words(item.words, self._language),
                choices=write_command(_BY_TEXT, {"text": item.words}, self._language),
            )
            for _, item in fillers
            if item.senses and not any(sense.sure for sense in item.senses)
        ]
        return tuple(f"  {note}" for note in notes)

    def _name_theme(self, item: Item) -> str:
        return self._names.find_title(item.senses[0].thing, self._language)

    def _suggest(self, frame: Frame) -> tuple[Suggestion, ...]:
        """Return the questions that come nearest, none of which asks for a thing that was not named.

        First those that hold what was named, the simplest first, then a search for the words, what is known of the
        thing, and questions that need nothing.
        """
        ranked = list(rank_fillings(frame, self._phrases, self._fold, len(self._list_strange(frame))))
        near = [filling for filling in ranked if _is_full(filling) and filling.score >= ranked[0].score / 2]
        # Of two that come about as near the one that asks for less.
        near.sort(key=lambda one: (-round(one.score, 1), len(one.phrase.question.parameters), -one.score))
        del near[SUGGESTED - 1 :]
        words = " ".join(frame.unknown) or next((item.words for item in frame.items), "")
        open_ = (filling for filling in (*ranked, *self._list_alike()) if _is_full(filling))
        found: dict[str, Suggestion] = {}
        for filling in chain(near, self._search_text(words), open_):
            question = filling.phrase.question
            values = {slot: item.senses[0].label if item.senses else item.words for slot, item in filling.fillers}
            found.setdefault(question.name, Suggestion(question, values, filling.score, self._language))
            if len(found) == SUGGESTED:
                break
        return tuple(found.values())

    def _search_text(self, words: str) -> Iterator[Filling]:
        """Yield the search for some words in the text."""
        if words:
            yield replace(self._fill_text(words), score=0.0)

    def _list_alike(self) -> Iterator[Filling]:
        """Yield the phrases whose letters are most like the question's, for one that shares nothing else with any."""
        asked = fold_word(self._asked)
        phrases = {fold_word(phrase.text): phrase for phrase in self._phrases if phrase.language == self._language}
        for text in get_close_matches(asked, phrases, n=len(phrases) or 1, cutoff=0.0):
            yield Filling(phrases[text], (), 0.0)

    def _refuse(self, name: str, **facts: str) -> _UnsureError:
        return _UnsureError(word_sentence(name, self._language, **facts))


def _is_full(filling: Filling) -> bool:
    """Whether nothing that the question needs is left open."""
    needed = {parameter.name for parameter in filling.phrase.question.parameters if not parameter.default}
    return needed <= {slot for slot, _ in filling.fillers}


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


def run_understanding(engine: Engine, understanding: Understanding, *, timeout: float | None = None) -> Result:
    """Return the answer to a question that was understood, in its language.

    Raises QueryError, which says why and what comes near, for one that was not: rows that look like an answer would
    be a guess.
    """
    if understanding.question is None:
        near = "; ".join(f"{suggestion.title}: {suggestion.command}" for suggestion in understanding.nearest)
        raise QueryError(f"{understanding.asked[:_SHOWN]!r}: {understanding.reason}", hint=near)
    values = {**understanding.values, LANGUAGE_PARAMETER: understanding.language}
    if understanding.plan:
        values[PLAN_PARAMETER] = understanding.plan
    result = run_question(engine, understanding.question, values, timeout=timeout)
    given = tuple(understanding.labels.items())
    asked = result.asked and replace(result.asked, question=understanding.asked.strip(), parameters=given)
    return replace(result, asked=asked)
