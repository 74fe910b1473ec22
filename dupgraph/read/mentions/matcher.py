"""Words to matches: every label and cue of the lexicon, found where it stands.

The keys of a text become a string of one character each, in which all labels are searched at once (Aho and Corasick,
"Efficient string matching", CACM 1975). Names, cues and the terms of themes are searched apart: within a sort the
longest of those that overlap wins, yet a name may stand in a term, or a cue in a name.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain, starmap
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from dupgraph.language.companies import SHORTENED
from dupgraph.language.words import TOKENS, KeyCodes, Memo, Words
from dupgraph.read.mentions.elliptic import find_elliptic
from dupgraph.read.mentions.meanings import (
    Entry,
    Head,
    Name,
    Part,
    Term,
    Voice,
    has_form,
    join_voices,
    join_weights,
    list_cues,
    list_heads,
    list_names,
    list_terms,
    read_cue,
    read_head,
    read_name,
    read_term,
)
from dupgraph.schema.values import Lexicon

# A label never runs across these: "imprese, sociali" does not name social enterprises. A full stop that abbreviates
# ("I.C. Fermi", "FF.OO.", "Ser.D.", "Soc. Coop.") is none of them.
_SEPARATORS = frozenset(",.;:!?()\x1e")
# One of more words than these runs across commas, too: "Soprintendenza archeologia, belle arti e paesaggio".
_LISTING = 5


def _breaks_label(token: str) -> bool:
    form, gap, _ = TOKENS[token]
    short = form.casefold() in SHORTENED.values() or (len(form) < 3 and (form[0].isupper() or len(form) == 1))
    return gap.strip(".") != "" and not _SEPARATORS.isdisjoint(gap[1:] if short and gap.startswith(".") else gap)


_BREAKS = Memo(_breaks_label)
_LENGTHS = Memo(lambda token: len(TOKENS[token].form))

# A label or a cue; and what those of one sequence of keys mean together.
Source = TypeVar("Source")
Meaning = TypeVar("Meaning")
# What a lexicon is made ready as.
Made = TypeVar("Made")


class Match(NamedTuple, Generic[Meaning]):
    """Words ``first`` to ``last`` (exclusive) have a meaning; ``start`` and ``end`` are their place in the text."""

    first: int
    last: int
    start: int
    end: int
    meaning: Meaning

    @property
    def length(self) -> int:
        """How many words there are."""
        return self.last - self.first


class Found(NamedTuple):
    """The matches of one stretch of words, each sort in the order of the text."""

    names: list[Match[Name]]
    heads: list[Match[tuple[Head, ...]]]
    cues: list[Match[Voice]]
    terms: list[Match[Term]]


def keep_last(make: Callable[[Lexicon], Made]) -> Callable[[Lexicon], Made]:
    """Return ``make`` such that a lexicon which the plan before had, too, gets what that one got."""
    last: list[tuple[Lexicon, Made]] = []

    def get(lexicon: Lexicon) -> Made:
        if not last or last[0][0] is not lexicon:
            last[:] = [(lexicon, make(lexicon))]
        return last[0][1]

    return get


class Matcher:
    """A lexicon made ready for matching."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Give every key of ``lexicon`` a character and put its labels and cues into automata."""
        keys = KeyCodes(lexicon.keys)
        codes = Memo(keys.encode)
        codes.update(lexicon.codes)
        encode = codes.__getitem__
        self._names = _Sort[Name](list_names(lexicon), encode, partial(read_name, lexicon), tuple)
        self._heads = _Sort[tuple[Head, ...]](list_heads(lexicon), encode, partial(read_head, lexicon), tuple)
        self._cues = _Sort[Voice](list_cues(lexicon), encode, partial(read_cue, lexicon), join_voices)
        self._terms = _Sort[Term](list_terms(lexicon), encode, partial(read_term, lexicon), join_weights)
        # A word whose key is in no label or cue has a blank.
        self._codes = Memo(lambda token: keys.get(TOKENS[token].key, " "))

    def find_matches(self, words: Words) -> Found:
        """Return the matches in ``words``; of each sort the longest of those that overlap, else the first."""
        codes = self._encode(words)
        return Found(
            self._find_names(words, codes),
            self._heads.find_matches(words, codes),
            self._cues.find_matches(words, codes),
            self._terms.find_matches(words, codes),
        )

    def _encode(self, words: Words) -> str:
        return "".join(map(self._codes.__getitem__, words.tokens))

    def _find_names(self, words: Words, codes: str) -> list[Match[Name]]:
        """Return the names, with those of one noun for several: "associazioni culturali e sportive"."""
        names = self._names.find_matches(words, codes)
        known = [(name.first, name.last, name.meaning) for name in names]
        shared = [
            Match(first, last, words.starts[first], words.find_end(last), meaning)
            for first, last, meaning in find_elliptic(words, known, self._find_whole)
        ]
        # "Di volontariato" is more than "volontariato".
        taken = {index for match in shared for index in range(match.first, match.last)}
        return sorted([*(n for n in names if n.first not in taken), *shared], key=itemgetter(0)) if shared else names

    def _find_whole(self, words: Words) -> Name | None:
        """Return what all ``words`` mean together."""
        found = self._names.find_matches(words, self._encode(words))
        return found[0].meaning if found and (found[0].first, found[0].last) == (0, len(words.tokens)) else None


load_matcher = keep_last(Matcher)


class _Sort(Generic[Meaning]):
    """The labels or cues of one sort, by the sequence of their keys, and the automaton that finds these."""

    def __init__(
        self,
        written: Iterable[tuple[str, Source]],
        encode: Callable[[str], str],
        read: Callable[[str, Source], list[Entry[Part]]],
        join: Callable[[Sequence[Part]], Meaning],
    ) -> None:
        sequences: dict[str, list[tuple[str, Source]]] = {}
        for each in written:
            sequences.setdefault(encode(each[0]), []).append(each)
        self._automaton = AhoCorasick(list(sequences))
        same = list(sequences.values())
        self._choose: Callable[[int], _Choice[Meaning]]
        self._choose = lambda number: _Choice([*chain.from_iterable(starmap(read, same[number]))], join)
        # What a sequence means, by its number: most mean one thing in any form, the rest make a choice.
        self._fixed: dict[int, Meaning | None] = {}
        self._choices: dict[int, _Choice[Meaning]] = {}

    def find_matches(self, words: Words, codes: str) -> list[Match[Meaning]]:
        """Return the longest matches, in the order of the text."""
        tokens, starts, fixed = words.tokens, words.starts, self._fixed
        matches: list[Match[Meaning]] = []
        reach = 0
        for number, first, last in self._automaton.find_matches_as_indexes(codes, overlapping=True):
            end = last - 1
            broken = end > first and (
                _BREAKS[tokens[first]] or (end > first + 1 and _is_broken(tokens[first + 1 : end]))
            )
            if broken and not _is_list(tokens[first:end]):
                continue
            meaning = fixed.get(number) or self._find_meaning(number, tuple(tokens[first:last]))
            if meaning and (first >= reach or _give_way(matches, first, last)):
                reach = last
                matches.append(Match(first, last, starts[first], starts[end] + _LENGTHS[tokens[end]], meaning))
        return matches

    def _find_meaning(self, number: int, tokens: tuple[str, ...]) -> Meaning | None:
        if number not in self._choices:
            self._choices[number] = self._choose(number)
        choice = self._choices[number]
        if choice.is_free:
            self._fixed[number] = choice[tokens]
        return choice[tokens]


def _is_broken(tokens: list[str]) -> bool:
    return any(map(_BREAKS.__getitem__, tokens))


def _is_list(tokens: Sequence[str]) -> bool:
    """Whether so many words have nothing but commas between them that a label may."""
    return len(tokens) >= _LISTING and all(TOKENS[token].gap.strip() == "," for token in tokens if _BREAKS[token])


class _Choice(dict[tuple[str, ...], Meaning | None], Generic[Meaning]):
    """What is meant by one sequence of keys, by the tokens that have them; None where they mean nothing."""

    def __init__(self, entries: list[Entry[Part]], join: Callable[[Sequence[Part]], Meaning]) -> None:
        super().__init__()
        self.is_free = not any(entry.needs for entry in entries)
        self._entries = entries
        self._join = join
        self._meanings: dict[tuple[bool, ...], Meaning | None] = {}

    def __missing__(self, tokens: tuple[str, ...]) -> Meaning | None:
        forms = [TOKENS[token].form for token in tokens]
        fits = tuple([has_form(forms, entry.needs) for entry in self._entries])
        # The same entries have the same meaning, not just an equal one.
        if fits not in self._meanings:
            parts = [entry.meaning for entry, fit in zip(self._entries, fits, strict=True) if fit]
            self._meanings[fits] = self._join(parts) if parts else None
        meaning = self[tokens] = self._meanings[fits]
        return meaning


def _give_way(matches: list[Match[Meaning]], first: int, last: int) -> bool:
    """Drop the matches at the end that a longer one from ``first`` to ``last`` overlaps; False where one is as long."""
    count = len(matches)
    while count and matches[count - 1].last > first:
        if matches[count - 1].last - matches[count - 1].first >= last - first:
            return False
        count -= 1
    del matches[count:]
    return True
