"""What was understood of a question: the question of the catalogue and its values, or why not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dupgraph.ask.catalogue.questions import Question, write_command
from dupgraph.language.languages import get_text

# Of a title so many letters stay at least.
_KEPT = 24


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question of the catalogue that comes near, with the values that were recognised."""

    question: Question
    values: dict[str, str]
    language: str

    @property
    def title(self) -> str:
        """What it asks, for a person."""
        return self.question.summary[self.language]

    @property
    def command(self) -> str:
        """The command line that asks it."""
        return self.write_command()

    def write_command(self, location: str = "") -> str:
        """Return the command line that asks it of the graph at ``location``."""
        return write_command(self.question.name, self.values, self.language, {"--graph": location})


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know of how a question was read: a sentence, and the question that it leads to, if one."""

    said: str
    leads_to: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def write(self, language: str) -> str:
        """Return it as a line of a terminal, with the command line of what it leads to."""
        asks = self.leads_to and f": {write_command(self.leads_to, self.values, language)}"
        return f"  {self.said}{asks}"


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question in plain words means: ``question`` with ``values``, or None and the ``reason``.

    ``values`` are what the query takes (IRIs, texts, numbers), ``labels`` the same for a person, ``shown`` as one types
    them; ``plan`` is the one plan that is asked, ``plan_name`` what it was called; ``notes`` say what a person should
    know of how it was read, ``counts`` is what it asks to count. ``unknown`` are the words that nothing is known
    of, ``nearest`` three questions at most that come near.
    """

    asked: str
    language: str
    question: Question | None = None
    values: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    plan: str = ""
    plan_name: str = ""
    notes: tuple[Note, ...] = ()
    counts: tuple[str, ...] = ()
    reason: str = ""
    unknown: tuple[str, ...] = ()
    nearest: tuple[Suggestion, ...] = ()

    def __bool__(self) -> bool:
        """Whether it was understood for certain."""
        return self.question is not None

    @property
    def command(self) -> str:
        """The command line that asks the same; empty when nothing was understood."""
        return self.write_command()

    def write_command(self, location: str = "") -> str:
        """Return the command line that asks the same of the graph at ``location``."""
        options = {"--plan": self.plan_name, "--graph": location}
        return write_command(self.question.name, self.shown, self.language, options) if self.question else ""

    def explain(self, location: str = "", width: int = 0) -> str:
        """Return what was understood, or why nothing was and what comes near, in the language of the question.

        ``location`` is where the command lines in it find the graph; long titles are cut to lines of ``width`` letters.
        """
        return "\n".join(self._list_lines(location, width))

    def _list_lines(self, location: str, width: int) -> Iterator[str]:
        if self.question:
            facts = [f"{get_text('answers', 'understood', self.language)}: {self.question.summary[self.language]}"]
            facts += [", ".join(self.labels.values()), self.plan_name]
            line = " · ".join(filter(None, facts))
            if width and len(line) > width:
                facts[1] = _cut_labels(list(self.labels.values()), len(line) - width)
                line = " · ".join(filter(None, facts))
            yield line
            yield from (note.write(self.language) for note in self.notes)
            yield f"  {self.write_command(location)}"
            return
        yield f"{get_text('answers', 'not_sure', self.language)}: {self.reason}."
        yield from (note.write(self.language) for note in self.notes)
        if self.nearest:
            yield f"{get_text('answers', 'nearest', self.language)}:"
        for number, suggestion in enumerate(self.nearest, 1):
            yield f"  {number}. {suggestion.title}"
            yield f"    {suggestion.write_command(location)}"


def _cut_labels(labels: list[str], excess: int) -> str:
    """Return the labels in one line that is shorter by ``excess`` letters, the longest cut first.

    >>> _cut_labels(["1.3.5 Promuovere e sostenere progetti di prevenzione", "AUSL"], 20)
    '1.3.5 Promuovere e sostenere pr…, AUSL'
    """
    cut = list(labels)
    for label in sorted(labels, key=len, reverse=True):
        kept = max(len(label) - excess - 1, _KEPT)
        if excess > 0 and kept < len(label) - 1:
            cut[cut.index(label)] = f"{label[:kept].rstrip()}…"
            excess -= len(label) - kept - 1
    return ", ".join(cut)
