"""A reading and decisions to the reading that they make of it; what cannot be followed is told, never lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dupgraph.language.messages import say
from dupgraph.read.decisions.anchors import Anchors
from dupgraph.read.encode.iris import mint_coined, name_owner
from dupgraph.read.mentions import normalise
from dupgraph.schema.decisions import ABOUT_PLACES, Decision, Unplaced
from dupgraph.schema.links import LINKS, REFERENCE, LinkName
from dupgraph.schema.namespaces import DATA, mint_iri
from dupgraph.schema.values import (
    Document,
    Lexicon,
    Mention,
    Outline,
    PlanRecord,
    Reading,
    Span,
    Thing,
    Unread,
    find_page,
)

_NOWHERE = say("unplaced_nowhere")
_SEVERAL = say("unplaced_several")
_NO_ELEMENT = say("unplaced_no_element")
_UNKNOWN = say("unplaced_unknown")
_MISFIT = say("unplaced_misfit")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What became of a reading: ``renamed`` are new names by the things' IRIs, ``unplaced`` what was not followed."""

    reading: Reading
    renamed: Mapping[str, str] = field(default_factory=dict)
    unplaced: tuple[Unplaced, ...] = ()


def apply_decisions(
    document: Document, outline: Outline, reading: Reading, lexicon: Lexicon, decisions: Sequence[Decision]
) -> Reviewed:
    """Return the reading after the decisions: mentions marked as reviewed, added, dropped, moved to another thing.

    First comes what is decided about things, then what is decided about words at their place. A thing that nothing
    names any more goes.
    """
    if not decisions:
        return Reviewed(reading)
    things = Things(document.record, reading.coined, lexicon, outline)
    work = _Work(document, Anchors(document, outline), things, list(reading.mentions), list(reading.unread))
    renamed: dict[str, str] = {}
    for decision in sorted(decisions, key=lambda each: (each.action in ABOUT_PLACES, each.action != "merge")):
        if decision.action in ABOUT_PLACES:
            work.follow_place(decision)
        elif (fault := things.find_fault(decision)) is not None:
            work.unplaced.append(Unplaced(decision, fault))
        elif decision.action == "rename":
            renamed[things.find_key(decision.thing) or decision.thing] = decision.label
        else:
            work.merge_things(things.find_key(decision.thing), things.find_key(decision.into))
    linked = {mention.thing for mention in work.mentions}
    coined = tuple(_rename(thing, renamed) for thing in reading.coined if thing.iri in linked)
    order = {section.code: number for number, section in enumerate(outline.sections)}
    mentions = sorted(work.mentions, key=lambda m: (order[m.element], m.start, m.end, m.property, m.thing))
    changed = reading._replace(mentions=tuple(mentions), unread=tuple(work.unread), coined=coined)
    return Reviewed(changed, renamed, tuple(work.unplaced))


def _rename(thing: Thing, renamed: Mapping[str, str]) -> Thing:
    return thing._replace(label=renamed[thing.iri]) if thing.iri in renamed and not thing.facts else thing


class Things:
    """What decisions may speak of: by IRI, as a review file has it, and by key, as mentions have it.

    The two differ for what the plan alone names, whose IRI is made when the graph is written, and for elements.
    """

    def __init__(self, record: PlanRecord, coined: Iterable[Thing], lexicon: Lexicon, outline: Outline) -> None:
        self._owner = mint_iri(DATA, name_owner(record))
        self._lexicon = lexicon
        self._coined = {thing.iri: thing for thing in coined}
        self._keys = {self.get_iri(key): key for key in self._coined}
        self._codes = {section.code for section in outline.sections}

    def get_iri(self, key: str) -> str:
        """Return the IRI of a thing by its key; an element's code stays one."""
        thing = self._coined.get(key)
        return key if thing is None or thing.facts else mint_coined(self._owner, key)

    def find_key(self, iri: str) -> str:
        """Return the key of a thing by its IRI."""
        return self._keys.get(iri, iri)

    def find_thing(self, key: str) -> Thing | None:
        """Return what is known of a thing; None for what nobody knows, and for an element."""
        return self._coined.get(key) or self._lexicon.things.get(key)

    def find_fault(self, decision: Decision) -> str | None:
        """Return why a decision's thing or things cannot be meant, as a sentence; None when they can."""
        if decision.property == REFERENCE.name:
            return None if decision.thing in self._codes else _NO_ELEMENT
        for iri in filter(None, (decision.thing, decision.into)):
            thing = self.find_thing(self.find_key(iri))
            if thing is None:
                return _UNKNOWN
            if decision.property and thing.kind not in {kind.name for kind in LINKS[decision.property].kinds}:
                return _MISFIT
        return None


@dataclass(slots=True)
class _Work:
    """A reading while decisions are followed one by one."""

    document: Document
    anchors: Anchors
    things: Things
    mentions: list[Mention]
    unread: list[Unread]
    unplaced: list[Unplaced] = field(default_factory=list)
    merged: dict[str, str] = field(default_factory=dict)

    def merge_things(self, thing: str, into: str) -> None:
        """Let every mention of a thing be one of another; two that say the same become one."""
        self.merged = {key: into if value == thing else value for key, value in self.merged.items()} | {thing: into}
        moved: dict[tuple[str, LinkName, str, int, int], Mention] = {}
        for mention in self.mentions:
            each = mention._replace(thing=into) if mention.thing == thing else mention
            moved.setdefault((each.element, each.property, each.thing, each.start, each.end), each)
        self.mentions = list(moved.values())

    def follow_place(self, decision: Decision) -> None:
        """Follow what is decided about words at their place, or note why it cannot be."""
        place, fault = self._find_place(decision)
        if place is None:
            self.unplaced.append(Unplaced(decision, fault))
            return
        self.unread = [each for each in self.unread if not _overlaps(each, decision.element, place)]
        if not decision.property:
            return
        thing = self.things.find_key(decision.thing)
        thing = self.merged.get(thing, thing)
        meant = [each for each in self.mentions if _is_meant(each, decision, thing, place)]
        if decision.action == "reject":
            dropped = set(map(id, meant))
            self.mentions = [each for each in self.mentions if id(each) not in dropped]
            return
        if (fault := self.things.find_fault(decision) or "") and not meant:
            self.unplaced.append(Unplaced(decision, fault))
            return
        marked = {id(each): each._replace(reviewed=decision.time) for each in meant}
        self.mentions = [marked.get(id(each), each) for each in self.mentions]
        if not meant:
            self.mentions.append(self._make_mention(decision, thing, place))

    def _find_place(self, decision: Decision) -> tuple[Span | None, str]:
        if decision.quote is None or decision.element not in self.anchors:
            return None, _NO_ELEMENT
        places = self.anchors.find_places(decision.element, decision.quote)
        return (places[0], "") if len(places) == 1 else (None, _SEVERAL if places else _NOWHERE)

    def _make_mention(self, decision: Decision, thing: str, place: Span) -> Mention:
        """Return a mention that a person alone has seen."""
        quote = self.anchors.make_quote(decision.element, *place)
        exact = normalise(self.document.text[place.start : place.end])
        page = find_page(self.document, place.start)
        return Mention(
            decision.element, decision.property, thing, *place, exact, quote.prefix, quote.suffix,
            "review", page, reviewed=decision.time,
        )  # fmt: skip


def _overlaps(each: Unread, element: str, place: Span) -> bool:
    return each.element == element and each.start < place.end and place.start < each.end


def _is_meant(mention: Mention, decision: Decision, thing: str, place: Span) -> bool:
    """Whether a decision is about a mention: the same link in words that overlap.

    What words earn together, a theme, is decided of all of them at once.
    """
    if (mention.element, mention.property, mention.thing) != (decision.element, decision.property, thing):
        return False
    together = LINKS[mention.property].found == "words"
    return together or (mention.start < place.end and place.start < mention.end)
