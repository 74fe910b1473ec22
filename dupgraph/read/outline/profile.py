r"""Profiles: the levels of an outline as data.

A profile is a TOML file: an optional ``description``, then one ``[[levels]]`` table a level, the highest first.

    kind        "policy", "guideline", "objective" or "action": what the graph calls an element of this level
    name        what the plan calls it: "Politica", "Missione", "Capitolo" ...
    title       where its title ends: "line" (the heading's line, and the lines that evidently go on with it),
                "sentence" (run-in: the first full stop), "item" (the whole bullet)
    labels      words before the number, any capitals: ["Indirizzo strategico", "Indirizzo"]
    number      "decimal" (1.2.3), "roman" (II, II.3, II.3.a), "letter" (B, B.1, B1.2, "a)"), "mixed" (2.C.1, 1.2.a) or
                "none"
    parts       how many parts the number has: 2 for 1.2 (any, if absent)
    number_first  true: the number stands before the label, and a ":" or a dash after it ("1.2 Obiettivo: curare")
    unnumbered  true: a label followed by ":" or a dash and no number is a heading as well
    codes       printed codes, an example of each shape: ["OB.1.1", "LA01"]; any digits may stand for the digits. With
                labels they stand behind these ("Obiettivo VP1")
    codes_at_end  the same, where the code closes the item that it names
    bullets     characters that open an element: ["•", "▪"]
    depth       with bullets or a number alone: how deep the list nests, 1 the outermost (any, if absent)
    lead        with bullets or a number alone: the line that opens its lists, elsewhere they are text: ["Obiettivi"]
    rank        headings of this rank by their style in Word, LibreOffice or a web page: 1, 2 ...
    size, bold  headings by their type: points, and whether it is bold; bold alone: paragraphs in bold of any size
    underlined  true: they are underlined; with or without bold
    italic      with a size: true or false, they are in italics or upright; either, if absent
    run_in      true: paragraphs and items that open with their title in bold, and go on with their text
    look        "capitals" (lines in capitals) or "alone" (short lines with a blank line before and after)
    aims        true: an infinitive opens its headings ("Aprire un nido"), of those that look so; without a look it
                opens paragraphs whose first sentence is the title
    beside      true: its elements stand beside those of the level above, not below them
    top         true: it begins a tree of its own, as missions do behind the lines of a mandate
    columns     the heads of the table columns, or the labels in cards, beside its titles: ["Obiettivo operativo"];
                "*" are rows of one cell across their table, which group those below
    index       true: headings are also known from the document's own index, where their numbers may stand alone
    pattern     a regular expression for the beginning of a heading's line, in place of labels, number and
                bullets; the title is what follows it. Its group ``number``, if it has one, is the number

A level needs one of labels, number, codes, codes_at_end, bullets, rank, size, bold, underlined, run_in, look, aims,
columns, index and pattern.
With none but a number, the number alone opens a heading ("2.1 Servizi di welfare"): then the line must look like a
title and the number follow those before it; where its title is an item or a sentence it opens the items of a numbered
list, which begins again below each heading. ``rank``, ``size``, ``bold``, ``underlined`` and ``look`` may go with
labels, a number or codes: then a heading needs both.

``[[stops]]`` tables name headings that close what is open; the text below them belongs to no element:

    words       the whole heading, any capitals: ["Glossario", "Nota metodologica"]
"""

import re
import reprlib
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeGuard, get_args

from dupgraph.base.errors import VocabularyError
from dupgraph.base.files import find_resource, list_resources
from dupgraph.base.smallfiles import MOST_OF_TOML, parse_toml, read_text
from dupgraph.language.messages import say
from dupgraph.read.outline.patterns import (
    LOOKS,
    HeadingPattern,
    TimedPattern,
    build_pattern,
    compile_ending,
    list_texts,
)
from dupgraph.schema.links import ELEMENT_KINDS, ElementKind
from dupgraph.schema.weights import BOLD, UNDERLINED, set_weight

TitleEnd = Literal["line", "sentence", "item"]
Look = Literal["capitals", "alone"]
NumberStyle = Literal["decimal", "roman", "letter", "mixed", "none"]

_FOLDER = "ontology/profiles"
_MARKS = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a profile. ``pattern`` matches how its headings begin (None: only the index knows them)."""

    kind: ElementKind
    name: str
    title: TitleEnd
    pattern: "HeadingPattern | None"
    labelled: bool
    number: NumberStyle = "none"
    parts: int | None = None
    bulleted: bool = False
    index: bool = False
    coded: bool = False
    ending: re.Pattern[str] | None = None
    depth: int | None = None
    lead: frozenset[str] = frozenset()
    rank: int | None = None
    size: float | None = None
    weight: int = 0
    italic: bool | None = None
    run_in: bool = False
    look: Look | None = None
    aims: bool = False
    columns: frozenset[str] = frozenset()
    beside: bool = False
    top: bool = False

    @property
    def styled(self) -> bool:
        """Whether its headings are known by how they look, not only by what they say."""
        return self.rank is not None or self.size is not None or self.weight > 0 or self.look is not None

    @property
    def listed(self) -> bool:
        """Whether its elements are the items of numbered lists."""
        alone = self.number != "none" and not self.labelled and not self.styled and not self.index
        return alone and self.title != "line"


class Profile(NamedTuple):
    """The levels of an outline, the highest first; the headings that close what is open; the TOML that says so."""

    name: str
    levels: tuple[Level, ...]
    stops: frozenset[str] = frozenset()
    text: str = ""


def load_profile(name: str) -> Profile:
    """Return the packaged profile called ``name``, or the one in the file at that path.

    Raises VocabularyError when there is none, or when its TOML, a key, a value or a pattern is wrong.

    >>> [level.name for level in load_profile("numbered-chapters").levels]
    ['Capitolo', 'Sezione', 'Sottosezione', 'Punto']
    """
    packaged = find_resource(_FOLDER, f"{name}.toml")
    path = packaged if not Path(name).is_absolute() and packaged.is_file() else Path(name)
    if not path.exists() or path.is_dir():
        known = list_profiles()
        near = get_close_matches(name, known, 1)
        hint = say("perhaps", name=repr(near[0])) if near else say("packaged_profiles", names=", ".join(known))
        raise VocabularyError(say("no_profile", name=name), hint=hint)
    text = read_text(path, MOST_OF_TOML)
    table = parse_toml(text, path)
    return _ProfileReader(path, text).read(table)


def parse_profile(name: str, text: str) -> Profile:
    """Return the profile that ``text``, a TOML file's content, says; it is called ``name``.

    Raises VocabularyError when the TOML, a key, a value or a pattern is wrong.
    """
    return _ProfileReader(Path(name), text).read(parse_toml(text, Path(name)))


def explain_keys() -> str:
    """Return what the keys of a level mean, as comments of a profile."""
    return "".join(f"# {line[4:]}\n" for line in (__doc__ or "\n\n\n\n").split("\n\n")[2].splitlines())


def list_profiles() -> list[str]:
    """Return the names of the packaged profiles."""
    return [path.stem for path in list_resources(_FOLDER, ".toml")]


@lru_cache(maxsize=4096)
def make_key(title: str) -> str:
    """Return ``title`` in the form in which titles are compared: no capitals, one blank, plain apostrophes.

    >>> make_key("L’Area  Sportiva.")
    "l'area sportiva"
    """
    return " ".join(title.split()).translate(_MARKS).casefold().rstrip(" .:")


class _ProfileReader:
    """Checks one profile's TOML; ``level`` is the number of the level at hand, for messages."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.level = 0

    def read(self, table: dict[str, object]) -> Profile:
        self.check_keys(table, ("description", "levels", "stops"))
        levels = table.get("levels")
        if not isinstance(levels, list) or not levels or not all(isinstance(level, dict) for level in levels):
            raise self.refuse(say("profile_levels"), say("do_profile_levels"))
        found = tuple(self.read_level(number, level) for number, level in enumerate(levels, 1))
        self.level = 0
        return Profile(self.path.stem, found, self.read_stops(table.get("stops", [])), self.text)

    def read_stops(self, stops: object) -> frozenset[str]:
        if not isinstance(stops, list) or not all(isinstance(stop, dict) for stop in stops):
            raise self.refuse(say("profile_stops"), say("do_profile_stops"))
        for stop in stops:
            self.check_keys(stop, ("words",))
            if not _is_texts(stop.get("words")):
                raise self.refuse(say("profile_words"), say("do_profile_words"))
        return frozenset(make_key(words) for stop in stops for words in stop["words"])

    def read_level(self, number: int, table: dict[str, object]) -> Level:
        self.level = number
        self.check_keys(table, tuple(_LEVEL_KEYS))
        for key, (check, _) in _LEVEL_KEYS.items():
            if key in table and not check(table[key]):
                value = reprlib.repr(table[key])
                raise self.refuse(say("profile_value", key=key, value=value, wanted=_word_wanted(key)), key=key)
        for key in ("kind", "name", "title"):
            if key not in table:
                raise self.refuse(say("profile_missing", key=key), say("do_profile_missing", wanted=_word_wanted(key)))
        return Level(
            kind=str(table["kind"]),
            name=str(table["name"]),
            title=table["title"],  # type: ignore[arg-type]  # checked against TitleEnd above
            pattern=self.compile_pattern(table),
            labelled=any(key in table for key in ("labels", "pattern", "codes")),
            number=table.get("number", "none"),  # type: ignore[arg-type]  # checked against NumberStyle above
            parts=table.get("parts"),  # type: ignore[arg-type]  # checked above: a whole number
            bulleted="bullets" in table,
            index=bool(table.get("index", False)),
            coded="codes" in table or "codes_at_end" in table,
            ending=compile_ending(table),
            depth=table.get("depth"),  # type: ignore[arg-type]  # checked above: a whole number
            lead=frozenset(make_key(str(words)) for words in list_texts(table, "lead")),
            rank=table.get("rank"),  # type: ignore[arg-type]  # checked above: a whole number
            size=table.get("size"),  # type: ignore[arg-type]  # checked above: a number
            weight=set_weight(0, (BOLD, bool(table.get("bold"))), (UNDERLINED, bool(table.get("underlined")))),
            italic=table.get("italic"),  # type: ignore[arg-type]  # checked above: true or false
            run_in=bool(table.get("run_in", False)),
            look=table.get("look"),  # type: ignore[arg-type]  # checked against Look above
            aims=bool(table.get("aims", False)),
            beside=bool(table.get("beside", False)),
            top=bool(table.get("top", False)),
            columns=frozenset(make_key(str(words)) for words in list_texts(table, "columns")),
        )

    def compile_pattern(self, table: dict[str, object]) -> HeadingPattern | None:
        if "pattern" in table:
            import regex  # type: ignore[import-untyped]  # it ships no type information

            try:
                return TimedPattern(str(table["pattern"]), self.path)
            except (regex.error, OverflowError, RecursionError) as error:
                raise self.refuse(say("profile_pattern", reason=str(error)), key="pattern") from None
        pieces = build_pattern(table)
        if not pieces and not any(table.get(key) for key in _OTHER_SIGNS):
            raise self.refuse(say("profile_nothing"), say("do_profile_nothing"))
        return re.compile(pieces) if pieces else None

    def check_keys(self, table: dict[str, object], known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                near = get_close_matches(key, known, 1)
                hint = say("perhaps", name=repr(near[0])) if near else say("known_keys", names=", ".join(known))
                raise self.refuse(say("unknown_key", key=key), hint, key)

    def refuse(self, what: str, hint: str = "", key: str = "") -> VocabularyError:
        if self.level:
            what = say("profile_level", number=self.level, what=what)
        return VocabularyError(what, path=self.path, line=self.find_line(key) if key else None, hint=hint)

    def find_line(self, key: str) -> int | None:
        """Return the line of ``key`` in the table of the level at hand."""
        lines = self.text.splitlines()
        seen = 0
        for number, line in enumerate(lines, 1):
            seen += bool(re.match(r"\s*\[\[\s*levels\s*\]\]", line))
            if seen == self.level and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
        return None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _is_codes(value: object) -> bool:
    return _is_texts(value) and all(re.search(r"\d|\A[A-Z]{2,5}\Z", code) for code in value)  # type: ignore[attr-defined]


def _is_one_of(*names: str) -> tuple[Callable[[object], bool], tuple[str, ...]]:
    return (lambda value: value in names), names


def _word_wanted(key: str) -> str:
    """Return what the value of a key must be."""
    wanted = _LEVEL_KEYS[key][1]
    if isinstance(wanted, str):
        return say(wanted)
    return say("wanted_one", names=", ".join(f'"{name}"' for name in wanted))


# What makes a level without any words at its headings' beginning.
_OTHER_SIGNS = ("index", *LOOKS, "run_in", "aims", "columns", "codes_at_end")


def _is_small(value: object) -> bool:
    return type(value) is int and 1 <= value <= 9


def is_points(value: object) -> TypeGuard[float]:
    """Say whether a value can be the size of a heading's type, in points."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 200


# What the value of each key must be: how it is checked, and the key of the words for it, or the values themselves.
_LEVEL_KEYS: dict[str, tuple[Callable[[object], bool], str | tuple[str, ...]]] = {
    "kind": _is_one_of(*ELEMENT_KINDS),
    "name": (_is_text, "wanted_text"),
    "title": _is_one_of(*get_args(TitleEnd)),
    "labels": (_is_texts, "wanted_texts"),
    "number": _is_one_of(*get_args(NumberStyle)),
    "parts": (_is_small, "wanted_small"),
    "number_first": (lambda value: isinstance(value, bool), "wanted_truth"),
    "unnumbered": (lambda value: isinstance(value, bool), "wanted_truth"),
    "bullets": (_is_texts, "wanted_characters"),
    "index": (lambda value: isinstance(value, bool), "wanted_truth"),
    "pattern": (_is_text, "wanted_text"),
    "codes": (_is_codes, "wanted_codes"),
    "codes_at_end": (_is_codes, "wanted_codes"),
    "columns": (_is_texts, "wanted_texts"),
    "lead": (_is_texts, "wanted_texts"),
    "rank": (_is_small, "wanted_small"),
    "depth": (_is_small, "wanted_small"),
    "size": (is_points, "wanted_points"),
    "beside": (lambda value: isinstance(value, bool), "wanted_truth"),
    "top": (lambda value: isinstance(value, bool), "wanted_truth"),
    "bold": (lambda value: isinstance(value, bool), "wanted_truth"),
    "underlined": (lambda value: isinstance(value, bool), "wanted_truth"),
    "italic": (lambda value: isinstance(value, bool), "wanted_truth"),
    "run_in": (lambda value: isinstance(value, bool), "wanted_truth"),
    "look": _is_one_of(*get_args(Look)),
    "aims": (lambda value: isinstance(value, bool), "wanted_truth"),
}
