"""The catalogue's phrases as frames: what each question answers to."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from re import findall, sub
from typing import Any, NamedTuple

from dupgraph.ask.catalogue.questions import Parameter, Question, load_catalogue
from dupgraph.ask.names import GROUPS
from dupgraph.ask.phrases.cutting import Cutter
from dupgraph.ask.phrases.frame import Frame, read_frame
from dupgraph.ask.phrases.lexis import load_lexis
from dupgraph.ask.phrases.names import Sense
from dupgraph.ask.phrases.pieces import Item
from dupgraph.ask.phrases.signs import ROLES, Sign
from dupgraph.ask.phrases.text import detect_language, read_words
from dupgraph.base.caches import hash_files, read_cached, write_cached
from dupgraph.base.files import find_resource

_NAME = "phrases"
# What this room's reading of a phrase depends on elsewhere.
_CODE = ("../names/labels.py", "../catalogue/field_texts.py", "../../language/lists.py", "../../language/words.py",
         "../../schema/links.py")  # fmt: skip
_DATA = ("links.toml", "words.toml")
_SORTS = {"iri": "thing", "literal": "text", "integer": "number"}


class Phrase(NamedTuple):
    """One way to ask a question of the catalogue."""

    question: Question
    text: str
    language: str
    frame: Frame


@cache
def load_phrases() -> tuple[Phrase, ...]:
    """Return the phrases of the whole catalogue, as they were read before where nothing has changed since."""
    questions = load_catalogue()
    key = _find_key(questions)
    try:
        kept = read_cached(_NAME, key)
        return tuple(Phrase(questions[place], text, lang, _restore_frame(frame)) for place, text, lang, frame in kept)
    except (ValueError, TypeError, KeyError, IndexError):
        phrases = list_phrases(questions)
    places = {question.name: place for place, question in enumerate(questions)}
    write_cached(_NAME, key, [(places[each.question.name], each.text, each.language, each.frame) for each in phrases])
    return phrases


def _find_key(questions: Iterable[Question]) -> str:
    """Return what kept phrases are good for: the questions, the code and words that read them, the kinds of things."""
    here = Path(__file__).parent
    files = [*sorted(here.glob("*.py")), *sorted(here.glob("words/*.toml")), *(here / name for name in _CODE)]
    files += [find_resource("ontology", name) for name in _DATA]
    return hash_files(files, repr([(question.name, question.asks, question.parameters) for question in questions]))


def _restore_frame(kept: list[Any]) -> Frame:
    concepts, items, signs, plans, unknown, *said = kept
    return Frame(
        frozenset(concepts),
        tuple(
            Item(words, sort, tuple(Sense(*each) for each in senses), frozenset(roles), slot)
            for words, sort, senses, roles, slot in items
        ),
        frozenset(Sign(sort, value, frozenset(roles)) for sort, value, roles, _ in signs),
        tuple(plans),
        tuple(unknown),
        *said,
    )


def list_phrases(questions: Iterable[Question]) -> tuple[Phrase, ...]:
    """Return the phrases of the questions; one that leaves a parameter open that must be given is none."""
    texts = ((question, text) for question in questions for text in question.asks)
    return tuple(_read_phrase(*each) for each in texts if each[0].needed <= {*findall(r"\{(\w+)\}", each[1])})


def _read_phrase(question: Question, text: str) -> Phrase:
    slots = {f"{{{parameter.name}}}": _make_slot(parameter) for parameter in question.parameters}
    language = detect_language(sub(r"\{\w+\}", " ", text))
    lexis = load_lexis(language)
    return Phrase(question, text, language, read_frame(read_words(text, lexis), Cutter(lexis, slots=slots)))


def _make_slot(parameter: Parameter) -> Item:
    accepts = parameter.accepts or ((parameter.of,) if parameter.of else ())
    kinds = dict.fromkeys(kind for name in accepts for kind in GROUPS.get(name, (name,)))
    senses = tuple(Sense(kind, "", "") for kind in kinds)
    sort = "thing" if kinds else _SORTS[parameter.kind]
    roles = ROLES if sort == "thing" else frozenset()
    return Item(f"{{{parameter.name}}}", sort, senses, roles, parameter.name)
