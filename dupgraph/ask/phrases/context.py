"""What one question is read with, and why it is not understood for certain."""

from dataclasses import dataclass

from dupgraph.ask.phrases.cutting import Cutter
from dupgraph.ask.phrases.frame import Frame, read_frame
from dupgraph.ask.phrases.lexis import Lexis, load_lexis
from dupgraph.ask.phrases.match import Fold, list_strange_words
from dupgraph.ask.phrases.names import Names
from dupgraph.ask.phrases.phrases import Phrase, load_phrases
from dupgraph.ask.phrases.text import Word, fold_word, join_lemmas, stem_word
from dupgraph.language.languages import get_text

# Reasons that are an answer themselves: the plan has nothing of it, or what has it is elsewhere.
_ANSWERS = frozenset({"absent", "absent elsewhere", "change", "no field", "not in text", "other town"})


class UnsureError(Exception):
    """Why a question is not answered with rows; ``unknown`` are the words that nothing is known of, ``is_certain`` says
    that the question was understood, and the reason is its answer.
    """

    def __init__(self, reason: str, unknown: tuple[str, ...] = (), *, is_certain: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.unknown = unknown
        self.is_certain = is_certain


@dataclass(frozen=True, slots=True)
class Context:
    """A question as it was asked, its language, the names of a graph, and the plan to ask."""

    asked: str
    language: str
    names: Names
    plan: str = ""

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The catalogue's phrases."""
        return load_phrases()

    @property
    def lexis(self) -> Lexis:
        """The words of asking in the question's language."""
        return load_lexis(self.language)

    @property
    def fold(self) -> Fold:
        """How words that no table knows are compared."""
        if not self.names.has_lexicon:
            return fold_word
        return stem_word if self.language == "en" else join_lemmas

    def read(self, words: list[Word]) -> Frame:
        """Return the frame of one sentence."""
        return read_frame(words, Cutter(self.lexis, self.names))

    def list_strange(self, frame: Frame) -> tuple[str, ...]:
        """Return the words that neither tables nor names nor the catalogue's phrases know."""
        if not frame.unknown:
            return ()
        known = list_strange_words(self.fold)
        return tuple(word for word in frame.unknown if self.fold(word) not in known)

    def list_known(self) -> set[str]:
        """Return the words that a misspelt one may stand for."""
        of_lexis = (word for pattern, _ in self.lexis.list_patterns() for word in pattern)
        return {*of_lexis, *self.names.words, *list_strange_words(fold_word)}

    def quote(self, words: str) -> str:
        """Return some words in the quotation marks of the language."""
        return self.say("quoted", words=words)

    def say(self, name: str, **facts: str) -> str:
        """Return one of the sentences for who asks, with its facts."""
        return get_text("answers", name.replace(" ", "_"), self.language, **facts)

    def refuse(self, name: str, **facts: str) -> UnsureError:
        """Return one of the reasons, with its facts."""
        return UnsureError(self.say(name, **facts), is_certain=name in _ANSWERS)
