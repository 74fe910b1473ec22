"""What was understood of a question: the question of the catalogue and its values, or why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dupgraph.ask.catalogue.questions import Question, write_command


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know of how a question was read: a sentence, and the question that it leads to, if one."""

    said: str
    leads_to: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question in plain words means: ``question`` with ``values``, or None and the ``reason``.

    ``values`` are what the query takes (IRIs, texts, numbers), ``labels`` the same for a person, ``shown`` as one types
    them; ``plan`` is the one plan that is asked, ``plan_name`` what it was called; ``notes`` say what a person should
    know of how it was read, ``counts`` is what it asks to count. ``unknown`` are the words that nothing is known
    of, ``is_certain`` says that the reason is no doubt but the answer ("the plan does not name it"), ``nearest`` are
    three meanings at most that come near, with the values that were recognised.
    """

    asked: str
    language: str
    question: Question | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    plan: str = ""
    plan_name: str = ""
    notes: tuple[Note, ...] = ()
    counts: tuple[str, ...] = ()
    reason: str = ""
    unknown: tuple[str, ...] = ()
    is_certain: bool = False
    nearest: "tuple[Understanding, ...]" = ()

    def __bool__(self) -> bool:
        """Whether it was understood for certain."""
        return self.question is not None

    @property
    def title(self) -> str:
        """What it asks, for a person; empty when nothing was understood."""
        return self.question.summary[self.language] if self.question else ""

    @property
    def command(self) -> str:
        """The command line that asks the same; empty when nothing was understood."""
        return self.write_command()

    def write_command(self, location: str = "") -> str:
        """Return the command line that asks the same of the graph at ``location``."""
        options = {"--plan": self.plan_name, "--graph": location}
        return write_command(self.question.name, self.shown, self.language, options) if self.question else ""
