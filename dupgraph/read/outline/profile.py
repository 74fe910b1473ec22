r"""Profiles: the levels of an outline as data.

A profile is a TOML file: an optional ``description``, then one ``[[levels]]`` table a level, the highest first.

    kind        "policy", "guideline", "objective" or "action": what the graph calls an element of this level
    name        what the plan calls it: "Politica", "Missione", "Capitolo" ...
    title       where its title ends: "line" (the heading's line, and the lines that evidently go on with it),
                "sentence" (run-in: the first full stop), "item" (the whole bullet)
    labels      words before the number, any capitals: ["Indirizzo strategico", "Indirizzo"]
    number      "decimal" (1.2.3), "roman" (II, II.3), "letter" (B), "mixed" (2.C.1) or "none"
    parts       how many parts the number has: 2 for 1.2 (any, if absent)
    unnumbered  true: a label followed by ":" or a dash and no number is a heading as well
    bullets     characters that open an element: ["•", "▪"]
    index       true: headings are also known from the document's own index, where their numbers may stand alone
    pattern     a regular expression for the beginning of a heading's line, in place of labels, number and
                bullets; the title is what follows it. Its group ``number``, if it has one, is the number

A level needs one of labels, number, bullets, index and pattern. With neither labels nor bullets nor pattern, a
number alone opens a heading ("2.1 Servizi di welfare"): then the line must look like a title and the number follow
those before it.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, get_args

from dupgraph.base.errors import VocabularyError
from dupgraph.base.files import find_resource, list_resources
from dupgraph.schema.values import ElementKind

TitleEnd = Literal["line", "sentence", "item"]
NumberStyle = Literal["decimal", "roman", "letter", "mixed", "none"]

_FOLDER = "ontology/profiles"
# For each style of number: its first part, the others, and what may not follow (it would be cut short).
_COMPONENTS = {
    "decimal": (r"\d{1,4}", r"\d{1,4}", r"(?!\d|\.\d)"),
    "roman": (r"[IVXLCDM]{1,9}", r"(?:\d{1,4}|[IVXLCDM]{1,9})", r"(?!\w|\.[\dIVX])"),
    "letter": (r"[A-Z]", r"(?:\d{1,4}|[A-Z])", r"(?!\w|\.\d|\.[A-Z]\b)"),
    "mixed": (r"(?:\d{1,4}|[A-Z])", r"(?:\d{1,4}|[A-Z])", r"(?!\w|\.\d|\.[A-Z]\b)"),
}
_BLANK = r"[^\S\n\f]"
_SEPARATOR = rf"(?P<separator>{_BLANK}*(?:[.:)\-–—]{_BLANK}*){{0,2}})"
_FIRM_SEPARATOR = rf"(?P<separator>{_BLANK}*[:–—-]{_BLANK}*)"
_NUMBER_WORD = r"(?:(?i:n|nr|num)[.°º]?[^\S\n\f]*)?"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a profile. ``pattern`` matches how its headings begin (None: only the index knows them).

    ``opening`` is a shorter expression that each of them matches, for a quick first look; empty when there is none.
    """

    kind: ElementKind
    name: str
    title: TitleEnd
    pattern: re.Pattern[str] | None
    opening: str
    labelled: bool
    number: NumberStyle = "none"
    parts: int | None = None
    bulleted: bool = False
    index: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """The levels of an outline, the highest first."""

    name: str
    levels: tuple[Level, ...]


def load_profile(name: str) -> Profile:
    """Return the packaged profile called ``name``, or the one in the file at that path.

    Raises VocabularyError when there is none, or when its TOML, a key, a value or a pattern is wrong.

    >>> [level.name for level in load_profile("numbered-chapters").levels]
    ['Capitolo', 'Sezione', 'Sottosezione', 'Punto']
    """
    packaged = find_resource(_FOLDER, f"{name}.toml")
    path = packaged if not Path(name).is_absolute() and packaged.is_file() else Path(name)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        table = tomllib.loads(text)
    except (FileNotFoundError, IsADirectoryError):
        known = list_profiles()
        near = get_close_matches(name, known, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"the packaged ones are {', '.join(known)}"
        raise VocabularyError(f"there is no profile '{name}'", hint=hint) from None
    except UnicodeDecodeError:
        raise VocabularyError("is not UTF-8", path=path, hint="save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        fault = str(error)
        raise VocabularyError(f"is not well-formed TOML: {fault[:1].lower()}{fault[1:]}", path=path) from None
    except OSError as error:
        raise VocabularyError(f"cannot be read: {(error.strerror or str(error)).lower()}", path=path) from None
    return _ProfileReader(path, text).read(table)


def list_profiles() -> list[str]:
    """Return the names of the packaged profiles."""
    return [path.stem for path in list_resources(_FOLDER, ".toml")]


class _ProfileReader:
    """Checks one profile's TOML; ``level`` is the number of the level at hand, for messages."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.level = 0

    def read(self, table: dict[str, object]) -> Profile:
        self.check_keys(table, ("description", "levels"))
        levels = table.get("levels")
        if not isinstance(levels, list) or not levels or not all(isinstance(level, dict) for level in levels):
            raise self.refuse("it names no level", "add a [[levels]] table for each level, the highest first")
        return Profile(self.path.stem, tuple(self.read_level(number, level) for number, level in enumerate(levels, 1)))

    def read_level(self, number: int, table: dict[str, object]) -> Level:
        self.level = number
        self.check_keys(table, tuple(_LEVEL_KEYS))
        for key, (check, wanted) in _LEVEL_KEYS.items():
            if key in table and not check(table[key]):
                raise self.refuse(f"'{key}' is {table[key]!r}, and must be {wanted}", key=key)
        for key in ("kind", "name", "title"):
            if key not in table:
                raise self.refuse(f"'{key}' is missing", f"it is {_LEVEL_KEYS[key][1]}")
        return Level(
            kind=table["kind"],  # type: ignore[arg-type]  # checked against ElementKind above
            name=str(table["name"]),
            title=table["title"],  # type: ignore[arg-type]  # checked against TitleEnd above
            pattern=self.compile_pattern(table),
            opening="" if "pattern" in table else build_opening(table),
            labelled="labels" in table or "pattern" in table,
            number=table.get("number", "none"),  # type: ignore[arg-type]  # checked against NumberStyle above
            parts=table.get("parts"),  # type: ignore[arg-type]  # checked above: a whole number
            bulleted="bullets" in table,
            index=bool(table.get("index", False)),
        )

    def compile_pattern(self, table: dict[str, object]) -> re.Pattern[str] | None:
        if "pattern" in table:
            try:
                return re.compile(str(table["pattern"]))
            except (re.error, OverflowError, RecursionError) as error:
                raise self.refuse(f"'pattern' is no regular expression: {error}", key="pattern") from None
        pieces = build_pattern(table)
        if not pieces and not table.get("index"):
            raise self.refuse("it recognises nothing", "give it labels, a number, bullets, index = true or a pattern")
        return re.compile(pieces) if pieces else None

    def check_keys(self, table: dict[str, object], known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                near = get_close_matches(key, known, 1)
                hint = f"did you mean '{near[0]}'?" if near else f"the keys are {', '.join(known)}"
                raise self.refuse(f"unknown key '{key}'", hint, key)

    def refuse(self, what: str, hint: str = "", key: str = "") -> VocabularyError:
        place = f"level {self.level}: " if self.level else ""
        return VocabularyError(place + what, path=self.path, line=self.find_line(key) if key else None, hint=hint)

    def find_line(self, key: str) -> int | None:
        """Return the line of ``key`` in the table of the level at hand."""
        lines = self.text.splitlines()
        seen = 0
        for number, line in enumerate(lines, 1):
            seen += bool(re.match(r"\s*\[\[\s*levels\s*\]\]", line))
            if seen == self.level and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
        return None


def build_pattern(table: dict[str, object]) -> str:
    r"""Return the regular expression that a level's labels, number and bullets make; empty when it has none.

    >>> import re
    >>> pattern = build_pattern({"labels": ["Obiettivo strategico"], "number": "decimal"})
    >>> re.match(pattern, "OBIETTIVO  STRATEGICO 1.2.3 - Curare")["number"]
    '1.2.3'
    """
    style, parts = str(table.get("number", "none")), table.get("parts")
    number = ""
    if style != "none":
        first, other, not_after = _COMPONENTS[style]
        repeat = "*" if not isinstance(parts, int) else f"{{{parts - 1}}}"
        number = rf"(?P<number>{first}(?:\.{other}){repeat}){not_after}"
    opening = build_opening(table)
    if "labels" in table:
        head = f"(?P<label>{opening})"
        numbered = rf"{_BLANK}+{_NUMBER_WORD}{number}{_SEPARATOR}" if number else _FIRM_SEPARATOR
        if number and table.get("unnumbered"):
            bare = _FIRM_SEPARATOR.replace("?P<separator>", "")
            return rf"{head}(?:{numbered}|{bare})"
        return head + numbered
    if "bullets" in table:
        return rf"{opening}{_BLANK}*"
    return number and number + rf"(?P<separator>[.)]?{_BLANK}*[-–—]?{_BLANK}+)"


def build_opening(table: dict[str, object]) -> str:
    """Return the regular expression of a level's labels or bullets, or of its number's first part."""
    labels, bullets, style = table.get("labels"), table.get("bullets"), str(table.get("number", "none"))
    if isinstance(labels, list):
        ordered = sorted(map(str, labels), key=len, reverse=True)
        return f"(?i:{'|'.join(rf'{_BLANK}+'.join(map(re.escape, words.split())) for words in ordered)})"
    if isinstance(bullets, list):
        return f"(?:{'|'.join(map(re.escape, map(str, bullets)))})"
    return _COMPONENTS[style][0] if style != "none" else ""


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _is_one_of(*names: str) -> tuple[Callable[[object], bool], str]:
    return (lambda value: value in names), "one of " + ", ".join(f'"{name}"' for name in names)


_LEVEL_KEYS: dict[str, tuple[Callable[[object], bool], str]] = {
    "kind": _is_one_of(*get_args(ElementKind)),
    "name": (_is_text, "a text"),
    "title": _is_one_of(*get_args(TitleEnd)),
    "labels": (_is_texts, "a list of texts"),
    "number": _is_one_of(*get_args(NumberStyle)),
    "parts": (lambda value: type(value) is int and 1 <= value <= 9, "a whole number from 1 to 9"),
    "unnumbered": (lambda value: isinstance(value, bool), "true or false"),
    "bullets": (_is_texts, "a list of characters"),
    "index": (lambda value: isinstance(value, bool), "true or false"),
    "pattern": (_is_text, "a text"),
}
