"""The catalogue's phrases as frames: what each question answers to."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from re import findall, sub

from dupgraph.ask.catalogue.questions import Parameter, Question, load_catalogue
from dupgraph.ask.names import GROUPS
from dupgraph.ask.phrases.cutting import Cutter
from dupgraph.ask.phrases.frame import Frame, read_frame
from dupgraph.ask.phrases.lexis import load_lexis
from dupgraph.ask.phrases.names import Sense
from dupgraph.ask.phrases.pieces import Item
from dupgraph.ask.phrases.text import detect_language, read_words

_SORTS = {"iri": "thing", "literal": "text", "integer": "number"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to ask a question of the catalogue."""

    question: Question
    text: str
    language: str
    frame: Frame


@cache
def load_phrases() -> tuple[Phrase, ...]:
    """Return the phrases of the whole catalogue, read once."""
    return list_phrases(load_catalogue())


def list_phrases(questions: Iterable[Question]) -> tuple[Phrase, ...]:
    """Return the phrases of the questions; one that leaves a parameter open that must be given is none."""
    return tuple(phrase for question in questions for phrase in _list_own(question))


def _list_own(question: Question) -> tuple[Phrase, ...]:
    slots = {f"{{{parameter.name}}}": _make_slot(parameter) for parameter in question.parameters}
    needed = {parameter.name for parameter in question.parameters if not parameter.default}
    phrases = []
    for text in question.asks:
        if needed <= set(findall(r"\{(\w+)\}", text)):
            language = detect_language(sub(r"\{\w+\}", " ", text))
            lexis = load_lexis(language)
            frame = read_frame(read_words(text, lexis), Cutter(lexis, slots=slots))
            phrases.append(Phrase(question, text, language, frame))
    return tuple(phrases)


def _make_slot(parameter: Parameter) -> Item:
    accepts = parameter.accepts or ((parameter.of,) if parameter.of else ())
    kinds = dict.fromkeys(kind for name in accepts for kind in GROUPS.get(name, (name,)))
    senses = tuple(Sense(kind, "", "") for kind in kinds)
    sort = "thing" if kinds else _SORTS[parameter.kind]
    words = f"{{{parameter.name}}}"
    if sort == "thing":
        return Item(words, sort, senses, slot=parameter.name)
    return Item(words, sort, roles=frozenset(), slot=parameter.name)
