"""What a sentence is cut into: things, numbers, texts and words of asking, each with what it says."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dupgraph.ask.phrases.names import Sense
from dupgraph.ask.phrases.signs import ELEMENT, ROLES


@dataclass(frozen=True, slots=True)
class Item:
    """A thing in a question, or a slot in a phrase.

    ``roles`` are the parts that it may play where it stands, ``senses`` what its words may mean; a slot has a name, and
    a sense for each kind that it takes. ``sort`` is "thing", "number" or "text".
    """

    words: str
    sort: str = "thing"
    senses: tuple[Sense, ...] = ()
    roles: frozenset[str] = ROLES
    slot: str = ""

    @property
    def own_roles(self) -> frozenset[str]:
        """The parts that what it names may play anywhere."""
        return frozenset(sense.role for sense in self.senses)

    @property
    def is_element(self) -> bool:
        """Whether it names a part of a plan and nothing else."""
        return self.sort == "thing" and self.own_roles <= {ELEMENT}

    def drop_hints(self) -> "Item":
        """Return the same item without the themes that its words only speak of, where they are a name as well."""
        return replace(self, senses=tuple(sense for sense in self.senses if sense.sure) or self.senses)

    def narrow(self, roles: Iterable[str]) -> "Item":
        """Return the same item in some of its roles."""
        return replace(self, roles=self.roles & frozenset(roles))

    def settle(self, role: str) -> "Item":
        """Return the same item in the one role that a noun beside it says."""
        senses = tuple(sense for sense in self.senses if sense.role == role)
        return replace(self, senses=senses, roles=frozenset({role}))


@dataclass(slots=True)
class Piece:
    """A stretch of words with what it says; a thing, number or text has its ``item``.

    ``defined`` says that an article stands before it, ``apart`` that a comma does, ``leads`` that it is a verb that has
    led to a thing.
    """

    sort: str
    words: str
    value: str = ""
    roles: frozenset[str] = frozenset()
    then: frozenset[str] = frozenset()
    item: Item | None = None
    defined: bool = False
    apart: bool = False
    leads: bool = False
