"""A plan under review: each decision is on disk before the next is asked, and can be taken back."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from getpass import getuser
from pathlib import Path
from typing import Any, NamedTuple

from dupgraph.base.errors import DocumentError, VocabularyError
from dupgraph.base.files import write_whole
from dupgraph.base.gathering import gather
from dupgraph.graph.vocabulary import load_vocabulary
from dupgraph.language.messages import say
from dupgraph.read.build import Build, build_graph, list_names, read_review
from dupgraph.read.decisions import NAMES_SUFFIX, REVIEW_SUFFIX
from dupgraph.read.decisions.anchors import Anchors
from dupgraph.read.decisions.apply import Things
from dupgraph.read.decisions.files import put_decisions, sort_by_time, write_decisions
from dupgraph.read.decisions.names import NewName, add_names, list_new_names, remove_names
from dupgraph.read.encode.iris import name_owner
from dupgraph.read.review.candidates import Candidate, Candidates, find_link
from dupgraph.read.review.queue import Item, Place, list_queue, make_item
from dupgraph.schema.decisions import Action, Decision, list_versions, take_back
from dupgraph.schema.links import INVOLVES, KINDS, ThingKind
from dupgraph.schema.namespaces import DATA, make_slug, mint_iri

# What a person can name anew: things with proper names.
NEW_KINDS: tuple[ThingKind, ...] = tuple(kind.name for kind in KINDS.values() if kind.proper)


class Step(NamedTuple):
    """What was decided at once: one decision, or the same for several places."""

    time: str
    decisions: tuple[Decision, ...]


class Review:
    """A plan under review, as it was built when the review was opened, and what has been decided since.

    ``path`` is the review file, ``names_path`` the vocabulary of names that were given in reviews.
    """

    def __init__(self, plan: Path, build: Build, agent: str, vocabularies: Iterable[str] = ()) -> None:
        """Take a build of the plan at ``plan`` that follows its decisions so far."""
        self.plan = plan
        self.build = build
        self.agent = agent
        self._vocabularies = (*build.document.record.vocabularies, *vocabularies)
        self.path = plan.with_name(plan.stem + REVIEW_SUFFIX)
        self.names_path = plan.with_name(plan.stem + NAMES_SUFFIX)
        lexicon = load_vocabulary((*self._vocabularies, *list_names(plan))).lexicon
        self._anchors = Anchors(build.document, build.outline)
        self._things = Things(build.document.record, build.reading.coined, lexicon, build.outline)
        self._candidates = Candidates(lexicon, build.reading.coined)

    def speak_for(self, agent: str) -> "Review":
        """Return the same review of another person's, who decides from now on; an empty name leaves it as it is."""
        if not agent or agent == self.agent:
            return self
        other = copy(self)
        other.agent = agent
        return other

    def list_items(self, *, everything: bool = False) -> list[Item]:
        """Return what is still to be looked at: the queue without what has been decided since the plan was built."""
        decisions = [d for d in read_review(self.plan) if d not in self.build.decisions]
        items = list_queue(self.build, everything=everything)
        return [item for item in items if not any(self._settles(decision, item) for decision in decisions)]

    def _settles(self, decision: Decision, item: Item) -> bool:
        quote, place = decision.quote, item.place
        if quote is None or quote.text != self.build.document.sha256 or decision.element != place.element:
            return False
        if item.property and (decision.property, decision.thing) != (item.property, self._things.get_iri(item.thing)):
            return False
        return quote.start < place.end and place.start < quote.end

    def find_candidates(self, item: Item) -> tuple[Candidate, ...]:
        """Return what the words of an item may name, besides what they are taken for: after a cue, a partner."""
        link = INVOLVES.name if item.why == "cue" else item.property
        return self._candidates.find(item.words, link, besides=item.thing)

    def name_thing(self, key: str) -> str:
        """Return what a thing is called."""
        return self._candidates.name(key)

    def list_names(self) -> list[str]:
        """Return what the things are called that the plan names, in the order of the alphabet."""
        return sorted({self.name_thing(mention.thing) for mention in self.build.reading.mentions}, key=str.casefold)

    def name_iri(self, iri: str) -> str:
        """Return what a thing is called by its IRI, one that was named since the plan was built included."""
        key = self._things.find_key(iri)
        if (known := self._candidates.name(key)) != key:
            return known
        return next((name.label for name in list_new_names(self.names_path) if name.iri == iri), iri)

    def find_words(self, item: Item, words: str) -> Item:
        """Return an item about other words of its sentence, for a name that is longer or shorter than what was found.

        Raises DocumentError when the sentence does not have them.
        """
        sentence = item.before + item.words + item.after
        wanted = " ".join(words.split())
        found = sentence.find(wanted) if wanted else -1
        places = self._anchors.find_words(item.place.element, wanted) if found >= 0 else []
        if not places:
            raise DocumentError(say("review_sentence", words=words), hint=say("do_copy"))
        start, end = min(places, key=lambda place: abs(place.start - item.place.start))
        place = Place(item.place.element, start, end)
        before, after = sentence[:found], sentence[found + len(wanted) :]
        why = "name" if item.why == "cue" else item.why
        return replace(item, why=why, place=place, before=before, words=wanted, after=after, places=(place,))

    def make_item(self, element: str, words: str) -> Item:
        """Return an item about words of an element that nobody was asked about: the first place where they stand.

        Raises DocumentError when the element does not have them, or there is none.
        """
        wanted = " ".join(words.split())
        places = self._anchors.find_words(element, wanted) if wanted and element in self._anchors else []
        if not places:
            raise DocumentError(say("review_element", code=element, words=words), hint=say("do_copy"))
        return make_item(self.build, Place(element, *places[0]))

    def accept(self, item: Item, *, everywhere: bool = False, note: str = "") -> Step:
        """Confirm a link. Raises DocumentError for words that were not understood: there is nothing to confirm."""
        if not item.property:
            raise DocumentError(say("review_no_link"), hint=say("do_choose"))
        return self._keep(self._decide("accept", item, item.property, item.thing, everywhere=everywhere, note=note))

    def reject(self, item: Item, *, everywhere: bool = False, note: str = "") -> Step:
        """Refuse a link, or say that words which were not understood name nothing."""
        return self._keep(self._decide("reject", item, item.property, item.thing, everywhere=everywhere, note=note))

    def choose(self, item: Item, candidate: Candidate, *, everywhere: bool = False, note: str = "") -> Step:
        """Say that the words name a known thing, and not what they were taken for.

        Raises DocumentError for an item about a cue: which of its words are the name is to be said first.
        """
        if item.why == "cue":
            raise DocumentError(say("review_more", words=item.words), hint=say("do_words"))
        new = self._decide(
            "add", item, candidate.property, candidate.thing, everywhere=everywhere, note=note
        )  # fmt: skip
        old = self._decide("reject", item, item.property, item.thing, everywhere=everywhere) if item.property else []
        return self._keep([*old, *new])

    def name_anew(self, item: Item, kind: ThingKind, label: str = "", *, note: str = "") -> Step:
        """Say that the words name something that no vocabulary has; it lands in the town's own vocabulary.

        ``label`` is what it is called where that is not what the words are. Every next build finds it by that name,
        wherever it stands. Raises VocabularyError when nothing can go by that name.
        """
        if item.why == "cue":
            raise DocumentError(say("review_more", words=item.words), hint=say("do_words"))
        label = " ".join((label or item.words).split())
        if not (slug := make_slug(label)):
            raise VocabularyError(say("review_letters", label=repr(label)), hint=say("do_write_words"))
        iri = mint_iri(DATA, name_owner(self.build.document.record), kind, slug)
        if self._things.find_thing(iri) is None:
            self._add_name(NewName(iri, kind, label))
        candidate = Candidate(find_link(kind), iri, label, kind)
        return self.choose(item, candidate, note=note)

    def _add_name(self, name: NewName) -> None:
        """Add to the town's vocabulary, which is then loaded: what no build could read is taken out again."""
        before = self.names_path.read_bytes() if self.names_path.exists() else None
        add_names(self.names_path, [name])
        try:
            load_vocabulary((*self._vocabularies, *list_names(self.plan)))
        except VocabularyError:
            if before is None:
                self.names_path.unlink()
            else:
                write_whole(self.names_path, before)
            raise

    def rename(self, thing: str, label: str, *, note: str = "") -> Step:
        """Say what a thing is called from now on; ``thing`` is a name or an IRI. Raises VocabularyError."""
        label = " ".join(label.split())
        if not label:
            raise VocabularyError(say("review_name"), hint=say("do_name"))
        iri = self._things.get_iri(self._find_thing(thing))
        return self._keep([Decision("rename", self.agent, "", thing=iri, label=label, note=note)])

    def merge(self, thing: str, into: str, *, note: str = "") -> Step:
        """Say that a thing is the same as another; both are names or IRIs. Raises VocabularyError."""
        one, other = (self._things.get_iri(self._find_thing(name)) for name in (thing, into))
        if one == other:
            raise VocabularyError(say("review_one", thing=thing, into=into))
        return self._keep([Decision("merge", self.agent, "", thing=one, into=other, note=note)])

    def _find_thing(self, name: str) -> str:
        found = self._candidates.find_by_name(name)
        if len(found) != 1:
            facts = {"name": repr(name), "count": len(found)}
            what = say("review_several" if found else "review_nothing", **facts)
            raise VocabularyError(what, hint=say("do_iri"))
        if other := self._candidates.find_kind(found[0], name):
            raise VocabularyError(say("review_kind", name=repr(name), kind=other), hint=say("do_kind", kind=other))
        return found[0]

    def _decide(
        self, action: Action, item: Item, link: str, thing: str, *, everywhere: bool, note: str = ""
    ) -> list[Decision]:
        iri = self._things.get_iri(thing) if thing else ""
        return [
            Decision(
                action, self.agent, "", place.element, link, iri,
                self._anchors.make_quote(place.element, place.start, place.end), note=note,
            )
            for place in (item.places if everywhere else (item.place,))
        ]  # fmt: skip

    def _keep(self, decisions: Sequence[Decision]) -> Step:
        """Write decisions into the review file, with what others have written there meanwhile, and return the step."""
        before = read_review(self.plan)
        time = _tell_time(before)
        new = tuple(replace(decision, time=time) for decision in decisions)
        kept = put_decisions(before, new)
        write_decisions(self.path, kept)
        return Step(time, tuple(decision for decision in kept if decision.time == time))

    def list_history(self) -> list[Step]:
        """Return all steps, the latest first."""
        steps = gather((decision.time, decision) for decision in sort_by_time(read_review(self.plan)))
        return [Step(time, tuple(taken)) for time, taken in steps.items()]

    def undo(self, time: str = "") -> Step | None:
        """Take a step back: the latest, or the one of that time; return it, None where there is none.

        What it had replaced holds again.
        A thing that was named anew in it goes too, unless something else speaks of it or somebody wrote more about it.
        """
        history = self.list_history()
        step = next((each for each in history if not time or each.time == time), None)
        if step is None:
            return None
        decided = (decision for each in history for decision in each.decisions)
        left = [kept for decision in decided if (kept := take_back(decision, step.time))]
        write_decisions(self.path, left)
        spoken = {iri for decision in left for each in list_versions(decision) for iri in (each.thing, each.into)}
        gone = {decision.thing for decision in step.decisions} - spoken
        if names := [name for name in list_new_names(self.names_path) if name.iri in gone]:
            remove_names(self.names_path, names)
        return step


def open_review(source: Path, *, agent: str = "", vocabularies: Iterable[str] = (), **options: Any) -> Review:
    """Return the plan at ``source`` under review, built as ``build_graph`` does with the same options.

    ``agent`` is who decides: the name of the account where none is given. Raises what ``build_graph`` raises.
    """
    build = build_graph(source, vocabularies=vocabularies, **options)
    return Review(source, build, agent or _name_user(), vocabularies)


def _name_user() -> str:
    try:
        return getuser()
    except (KeyError, OSError):
        # A system may run us as a number that no account has.
        return "anonymous"


def _tell_time(decisions: Iterable[Decision]) -> str:
    """Return the time as a review file has it, later than all that is decided: a step has a time of its own."""
    now = datetime.now(UTC)
    latest = max((datetime.fromisoformat(decision.time) for decision in decisions), default=now)
    now = max(now, latest + timedelta(milliseconds=1))
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
