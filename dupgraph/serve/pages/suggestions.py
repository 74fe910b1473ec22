"""What a field of a form completes: the names that the plan knows, those that it names most first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from dupgraph.ask.analysis.reading import split_code
from dupgraph.ask.catalogue.questions import Parameter
from dupgraph.ask.names import ELEMENTS, GROUPS, Named, find_names, fold_label
from dupgraph.base.gathering import gather
from dupgraph.language.languages import get_text
from dupgraph.schema.links import GOAL, MISSION
from dupgraph.serve.pages.index import Index

# How many a page brings along, and how many one request for more gets.
MOST_IN_PAGE = 300
MOST_SENT = 40
_NEAR = 4
_OTHERS_SHOWN = 2
# What no mention names: a plan's themes lead there.
_DERIVED = {GOAL.role, MISSION.role}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that a field may take; ``note`` says more of it, ``folded`` are its names as they are compared."""

    value: str
    note: str
    iri: str
    folded: tuple[str, ...]


def list_suggestions(index: Index, parameter: Parameter, language: str, plan: str = "") -> tuple[Suggestion, ...]:
    """Return what a field may take, in one plan where its IRI is given: elements in the plan's order, things by fame.

    Of things only those that a mention names, or one of whose members it does: all others have no answer.
    """
    names = find_names(index.engine, parameter.accepts, plan)
    if _list_kinds(parameter.accepts) <= set(ELEMENTS):
        return tuple(_list_elements(names))
    counts = index.count_mentions(plan)
    labels, others = _choose_labels(names, language), _list_others(names)
    derived = not _list_kinds(parameter.accepts).isdisjoint(_DERIVED)
    found = [(counts.get(thing, 0), label, thing) for thing, label in labels.items() if derived or thing in counts]
    found.sort(key=lambda each: (-each[0], each[1]))
    return tuple(_suggest(label, others.get(thing, ()), thing, count, language) for count, label, thing in found)


def _suggest(label: str, others: Sequence[str], thing: str, count: int, language: str) -> Suggestion:
    """Return the suggestion of a thing: what it is called, and beside that its shortest other names and its fame."""
    short = sorted({each for each in others if each != label}, key=lambda each: (len(each), each))[:_OTHERS_SHOWN]
    note = " · ".join(filter(None, (", ".join(short), _count(count, language) if count else "")))
    return Suggestion(label, note, thing, tuple(dict.fromkeys(map(fold_label, (label, *others)))))


def _list_others(names: Sequence[Named]) -> dict[str, list[str]]:
    return gather((name.thing, name.label) for name in names if not name.preferred)


def _list_kinds(accepts: Iterable[str]) -> set[str]:
    return {kind for name in accepts for kind in GROUPS.get(name, (name,))}


def _list_elements(names: Sequence[Named]) -> Iterator[Suggestion]:
    titles = {name.thing: name.label for name in names if name.preferred}
    codes = [(name.label, name.thing) for name in names if not name.preferred]
    for code, thing in sorted(codes, key=lambda pair: split_code(pair[0])):
        title = titles.get(thing, "")
        yield Suggestion(code, title, thing, (code, fold_label(title)))


def _choose_labels(names: Sequence[Named], language: str) -> dict[str, str]:
    """Return the preferred label of each thing, in the language where there is one."""
    labels: dict[str, str] = {}
    for name in names:
        if name.preferred and (name.thing not in labels or name.language == language):
            labels[name.thing] = name.label
    return labels


def _count(count: int, language: str) -> str:
    return get_text("serve", "named_once" if count == 1 else "named_times", language, count=count)


def match_suggestions(known: Iterable[Suggestion], typed: str) -> tuple[Suggestion, ...]:
    """Return those that a person may mean who has typed so much: what begins so, then what holds a word that does."""
    wanted = fold_label(typed)
    if not wanted:
        return tuple(known)[:MOST_SENT]
    begin, within = [], []
    for each in known:
        if any(name.startswith(wanted) for name in each.folded):
            begin.append(each)
        elif any(f" {wanted}" in name for name in each.folded):
            within.append(each)
    return tuple((*begin, *within)[:MOST_SENT])


def find_near(known: Sequence[Suggestion], typed: str) -> tuple[Suggestion, ...]:
    """Return the few that come nearest to what a person typed."""
    found = {each.value: each for each in match_suggestions(known, typed)[:_NEAR]} if typed.strip() else {}
    by_letters: dict[str, Suggestion] = {}
    for each in known:
        for name in each.folded:
            by_letters.setdefault(name, each)
    for letters in get_close_matches(fold_label(typed)[:200], by_letters, n=_NEAR, cutoff=0.6):
        found.setdefault(by_letters[letters].value, by_letters[letters])
    return tuple(found.values())[:_NEAR]
