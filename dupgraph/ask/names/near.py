"""Why some words name no one thing, and what they may have meant."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from dupgraph.ask.names.disambiguation import has_several_plans
from dupgraph.ask.names.folding import CODE, fold_label
from dupgraph.ask.names.labels import Named, find_title
from dupgraph.ask.parameters import quote_value
from dupgraph.base.errors import QueryError
from dupgraph.base.terminal import make_visible
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.graphs import PACKAGED
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.language.distance import measure_distance
from dupgraph.language.messages import say

CHOICES_SHOWN = 8
MISSES_SHOWN = 3
# A word of so many letters is near another with one letter wrong, a longer one with two.
_SHORT = 6
# So much of two names is the same where they are alike at all ("Carabinieri" is not like "Charities").
_ALIKE = 0.7
# Nothing is called by more letters than these; comparing takes the square of them.
LETTERS_COMPARED = 200


def refuse_several(
    engine: Engine, things: tuple[str, ...], names: tuple[Named, ...], words: str, language: str
) -> QueryError:
    """Return the error for words that several things bear, with what they are called."""
    shown = [f"{find_title(names, thing, language)} <{thing}>" for thing in things[:CHOICES_SHOWN]]
    more = say("more", count=len(things) - CHOICES_SHOWN) if len(things) > CHOICES_SHOWN else ""
    advice = "give_longer_plan" if has_several_plans(engine) else "give_longer"
    hint = say(advice, choices="; ".join(shown), more=more)
    return QueryError(say("several_things", words=quote_value(words), count=len(things)), hint=hint)


def refuse_unknown(engine: Engine, readings: tuple[str, ...], names: tuple[Named, ...], language: str) -> QueryError:
    """Return the error for words that name nothing, with the labels that come nearest."""
    folded: dict[str, Named] = {}
    for name in names:
        folded.setdefault(fold_label(name.label), name)
    wanted = fold_label(readings[-1])[:LETTERS_COMPARED]
    near = _list_near_codes(wanted, folded) if CODE.fullmatch(wanted) else _list_near_labels(wanted, folded)
    shown: dict[str, str] = {}
    for label in near:
        name = folded[label]
        title, called = find_title(names, name.thing, language), make_visible(name.label)
        shown.setdefault(name.thing, called if called == title else f"{called} ({title})")
    advice = "did_you_mean" if shown else "other_name"
    facts = {"choices": "; ".join(list(shown.values())[:MISSES_SHOWN])}
    if isinstance(engine, OxigraphEngine) and engine.location == PACKAGED:
        # Who has built a graph of their own and forgot to name it looks for its names in ours.
        advice, facts["files"] = f"{advice}_here", ", ".join(file.name for file in engine.place.files)
    what = say("unknown_name", words=quote_value(readings[0]), place=name_place(engine))
    return QueryError(what, hint=say(advice, **facts))


def _list_near_labels(wanted: str, labels: Iterable[str]) -> list[str]:
    """Return the labels that come near some words: with a letter wrong, then with the words in them, then alike.

    >>> _list_near_labels("auls", ["ulss", "ausl", "scuole"])
    ['ausl', 'ulss']
    """
    known = list(labels)
    most = 1 if len(wanted) <= _SHORT else 2
    away = {label: measure_distance(wanted, label, most) for label in known if wanted}
    near = sorted((label for label in known if away.get(label, most + 1) <= most), key=lambda label: away[label])
    near += sorted((label for label in known if wanted and re.search(rf"\b{re.escape(wanted)}\b", label)), key=len)
    return list(dict.fromkeys(near + get_close_matches(wanted, known, n=MISSES_SHOWN, cutoff=_ALIKE)))


def _list_near_codes(code: str, labels: Iterable[str]) -> list[str]:
    """Return the codes that share most of their parts with a code, the nearest number first; else those of the top.

    >>> _list_near_codes("1.3.12", ["1.2", "1.3", "1.3.9", "1.3.10", "scuola"])
    ['1.3.10', '1.3.9', '1.3']
    >>> _list_near_codes("9.9.9", ["1", "1.1", "1.1.1", "2", "2.1"])
    ['2', '1', '2.1']
    """
    wanted = _split_code(code)

    def measure(label: str) -> tuple[int, int, bool, list[int]]:
        parts = _split_code(label)
        shared = next((i for i, (a, b) in enumerate(zip(wanted, parts, strict=False)) if a != b), len(parts))
        is_part = label.startswith(code) or code.startswith(label)
        apart = [abs(a - b) for a, b in zip(wanted, parts, strict=False)]
        return -shared, abs(len(parts) - len(wanted)) if shared else len(parts), not is_part, apart

    codes = (label for label in labels if re.fullmatch(r"\d{1,9}(?:[.]\d{1,9})*", label))
    return sorted(codes, key=measure)[:MISSES_SHOWN]


def _split_code(code: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d{1,9}", code)]


def name_place(engine: Engine) -> str:
    """Return where a person's question was looked for."""
    return say("packaged") if engine.location == PACKAGED else engine.location
