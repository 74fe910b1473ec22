"""What is asked of whoever builds one plan, and what comes back: plain values that travel between processes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from dupgraph.base.errors import DupgraphError
from dupgraph.base.messages import pack_message
from dupgraph.language.messages import is_whole, join, say
from dupgraph.schema.values import PlanRecord


@dataclass(frozen=True, slots=True)
class Order:
    """A plan to build: its bytes and record, under which name and key it is kept, and where.

    ``path`` is where the source was found, for messages; ``program`` says which program the key was made for;
    ``review`` is the text of the review file beside the source, empty where there is none.
    """

    path: str
    name: str
    key: str
    program: str
    record: PlanRecord
    base: str
    vocabularies: tuple[str, ...]
    out: str
    review: str
    data: bytes = field(repr=False)

    def pack(self) -> dict[str, Any]:
        """Return all but the bytes as what JSON can hold."""
        facts = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in ("data", "record")}
        return {**facts, "record": asdict(self.record)}


def unpack_order(facts: Mapping[str, Any], data: bytes) -> Order:
    """Return the order that ``pack`` packed."""
    record = dict(facts["record"])
    record["vocabularies"] = tuple(record["vocabularies"])
    own = {**facts, "record": PlanRecord(**record), "vocabularies": tuple(facts["vocabularies"])}
    return Order(**own, data=data)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a plan is not in the corpus: its source, the stage that it came to, a sentence, and what to do."""

    source: str
    stage: str
    sentence: str
    hint: str = ""

    def pack(self) -> dict[str, Any]:
        """Return it as what JSON can hold."""
        return {name: pack_message(fact) for name, fact in asdict(self).items()}


def explain_failure(path: str, stage: str, error: DupgraphError, stated_in: str = "") -> Failure:
    """Return why the source at ``path`` is not built; its place leaves the source out, which has its own column."""
    where = error.list_place(lambda file: file.removeprefix(path))
    sentence = say("at", place=join("comma", where), what=error.what) if where else error.what
    sentence = say("placed", what=sentence, place=stated_in) if stated_in else sentence
    if is_whole(error):
        return Failure(path, stage, sentence, error.hint)
    return Failure(path, stage, str(sentence), str(error.hint))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a plan: its key and counts of what was built, or a failure; after how many ``tries``."""

    name: str
    key: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    failure: Failure | None = None
    tries: int = 1
