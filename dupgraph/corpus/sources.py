"""SOURCES to plans: what lies in folders, what patterns match, what manifests list; each file once, by its path."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path

from dupgraph.base.errors import DocumentError
from dupgraph.corpus.found import FoundSource
from dupgraph.corpus.manifest import SUFFIXES, read_manifest
from dupgraph.read.documents.formats import USUAL_SUFFIXES, list_suffixes
from dupgraph.schema.corpora import MARK


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
    known = {source.path.resolve() for source in listed}
    plain = {path.resolve(): path for path in files if path.resolve() not in known}
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
        raise DocumentError("no plan matches", path=words, hint="put the pattern in quotes, and check its folder")
    return found


def _search_folder(folder: Path) -> tuple[list[Path], int]:
    """Return the plans below a folder, by path, and how many other files there are."""
    plans, others = [], 0
    for path in _walk(folder):
        if path.suffix.lower() in USUAL_SUFFIXES and path.is_file():
            plans.append(path)
        elif path.suffix.lower() not in SUFFIXES:
            others += 1
    if not plans:
        raise DocumentError("holds no plan", path=folder, hint=f"plans end in {', '.join(USUAL_SUFFIXES)}")
    return plans, others


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        # In their own place: a corpus within its sources would be its own source the next time.
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_corpus(Path(place, name)))
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))


def _is_corpus(folder: Path) -> bool:
    return (folder / MARK).is_file()


def _is_plan(path: Path) -> bool:
    return path.suffix.lower() in list_suffixes() and path.is_file()
