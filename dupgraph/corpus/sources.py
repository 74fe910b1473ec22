"""SOURCES to plans: what lies in folders, what patterns match, what manifests list; each file once, by its path."""

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from glob import glob, has_magic
from io import StringIO
from os.path import realpath
from pathlib import Path
from typing import Any

from dupgraph.base.errors import DocumentError, VocabularyError
from dupgraph.base.smallfiles import MOST_BYTES, parse_toml, read_text
from dupgraph.language.messages import join, say
from dupgraph.read.documents.formats import USUAL_SUFFIXES, list_suffixes
from dupgraph.read.documents.record import KEYS
from dupgraph.schema.corpora import MARK


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A plan's file; ``stated`` are keys of its record that a manifest gives, paths in them relative to ``folder``.

    ``stated_in`` is where, empty for a file that was found in a folder.
    """

    path: Path
    stated: Mapping[str, Any] = field(default_factory=dict)
    folder: Path = Path()
    stated_in: str = ""


SUFFIXES = (".csv", ".toml")
_SOURCE = "source"
_COLUMNS = (_SOURCE, *KEYS)
_LIST = "vocabularies"
_TABLE = "plans"


def read_manifest(path: Path) -> tuple[FoundSource, ...]:
    """Return the sources that a manifest lists, in its order; paths are relative to its own folder.

    A CSV has a heading, commas or semicolons, and a row a plan; a TOML file a table ``[[plans]]`` a plan. The columns
    are ``source`` and the keys of a plan's own TOML file; several vocabularies stand with semicolons between them.
    Raises VocabularyError for any other file, an unknown column, and a row without a source.
    """
    text = read_text(path, MOST_BYTES)
    rows = _read_toml(text, path) if path.suffix.lower() == ".toml" else _read_csv(text, path)
    found = tuple(_make_source(path, line, row) for line, row in rows)
    if not found:
        raise VocabularyError(say("no_rows"), path=path, hint=say("do_rows", names=", ".join(_COLUMNS)))
    return found


def _read_csv(text: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    head = text.split("\n", 1)[0]
    # As an Italian spreadsheet writes it.
    separator = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        _check_columns(columns, path, 1)
        for row in reader:
            if any(cell.strip() for cell in row):
                if len(row) > len(columns):
                    what = say("many_columns", count=len(row), columns=len(columns))
                    raise VocabularyError(what, path=path, line=reader.line_num, hint=say("do_quote_cell"))
                yield reader.line_num, dict(zip(columns, (cell.strip() for cell in row), strict=False))
    except csv.Error as error:
        raise VocabularyError(say("no_csv"), path=path, line=reader.line_num, hint=say("do_save_csv")) from error


def _read_toml(text: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    hint = say("do_manifest", table=_TABLE)
    table = parse_toml(text, path, hint=hint)
    plans = table.get(_TABLE)
    if set(table) != {_TABLE} or not isinstance(plans, list) or not all(isinstance(plan, dict) for plan in plans):
        raise VocabularyError(say("no_manifest"), path=path, hint=hint)
    for number, plan in enumerate(plans, 1):
        _check_columns(plan, path, None, where=say("of_plan", number=number), is_whole=False)
        yield number, plan


def _check_columns(
    columns: Iterable[str], path: Path, line: int | None, *, where: str = "", is_whole: bool = True
) -> None:
    columns = list(columns)
    for name in columns:
        if name not in _COLUMNS or columns.count(name) > 1:
            near = get_close_matches(name, _COLUMNS, 1)
            is_near = near and near[0] != name
            hint = say("perhaps", name=near[0]) if is_near else say("known_columns", names=", ".join(_COLUMNS))
            what = say("two_columns", name=name) if name in _COLUMNS else say("no_such_column", name=name, where=where)
            raise VocabularyError(what, path=path, line=line, hint=hint)
    if is_whole and _SOURCE not in columns:
        raise VocabularyError(say("no_column", name=_SOURCE), path=path, line=line, hint=say("do_source"))


def _make_source(path: Path, line: int, row: Mapping[str, Any]) -> FoundSource:
    source = row.get(_SOURCE)
    place = say("at_row" if path.suffix.lower() == ".csv" else "at_plan", number=line)
    if not isinstance(source, str) or not source or "\0" in source:
        raise VocabularyError(say("no_source", place=place), path=path, hint=say("do_source"))
    stated = {key: value for key, value in row.items() if key != _SOURCE and value not in ("", None)}
    if isinstance(names := stated.get(_LIST), str):
        stated[_LIST] = [name.strip() for name in names.split(";") if name.strip()]
    return FoundSource(path.parent / source, stated, folder=path.parent, stated_in=join("comma", (str(path), place)))


@dataclass(frozen=True, slots=True)
class Found:
    """The sources that were found, and how many files in their folders are no plans by their names."""

    sources: tuple[FoundSource, ...]
    left_out: int = 0


def find_sources(given: Iterable[str]) -> Found:
    """Return the plans' files that ``given`` means: folders (with all below them), patterns, manifests, files.

    A manifest goes before a folder that holds the same file. A folder that is a corpus is not looked into. Raises
    DocumentError when something is not there or holds no plan, VocabularyError for a manifest that is wrong.
    """
    listed: list[FoundSource] = []
    files: list[Path] = []
    left_out = 0
    for words in given:
        path = Path(words)
        if path.is_dir():
            plans, others = _search_folder(path)
            files += plans
            left_out += others
        elif path.suffix.lower() in SUFFIXES and (path.exists() or not has_magic(words)):
            listed += read_manifest(path)
        else:
            files += _match(words)
    # Not Path.resolve, which a link that leads to itself stops.
    known = {realpath(source.path) for source in listed}
    plain = {realpath(path): path for path in files if realpath(path) not in known}
    found = (*listed, *(FoundSource(path) for path in plain.values()))
    if not found:
        what = f"no plan is in {', '.join(map(str, given)) or 'no source'}"
        raise DocumentError(what, hint=f"plans end in {', '.join(USUAL_SUFFIXES)}")
    return Found(found, left_out)


def _match(words: str) -> list[Path]:
    if not has_magic(words) or Path(words).exists():
        # Whether it is there shows when it is read: one missing file does not end a run.
        return [Path(words)]
    names = sorted(glob(words, recursive=True))  # noqa: PTH207  a pattern may begin at any folder
    found = [Path(name) for name in names if _is_plan(Path(name))]
    if not found:
        raise DocumentError(say("no_match"), path=words, hint=say("do_check_pattern"))
    return found


def _search_folder(folder: Path) -> tuple[list[Path], int]:
    plans, others = [], 0
    for path in _walk(folder):
        if path.suffix.lower() in USUAL_SUFFIXES and path.is_file():
            plans.append(path)
        elif path.suffix.lower() not in SUFFIXES:
            others += 1
    if not plans:
        raise DocumentError(say("holds_none"), path=folder, hint=say("plan_endings", endings=", ".join(USUAL_SUFFIXES)))
    return plans, others


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        # In their own place: a corpus within its sources would be its own source the next time.
        kept = (name for name in folders if not name.startswith(".") and not Path(place, name, MARK).is_file())
        folders[:] = sorted(kept)
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))


def _is_plan(path: Path) -> bool:
    return path.suffix.lower() in list_suffixes() and path.is_file()
