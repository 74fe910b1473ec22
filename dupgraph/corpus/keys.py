"""The key of a plan: a hash of all that its graph is made of. What has the same key need not be built again."""

import json
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dupgraph.base.files import find_root
from dupgraph.base.smallfiles import read_bytes
from dupgraph.corpus.orders import Order
from dupgraph.graph.vocabulary import find_version

# The parts of the program and of its data that a graph or a table depends on.
_ROOMS = ("base", "schema", "language", "graph", "read", "ask/analysis", "publish/export")
_DATA = (("ontology", "*.toml"), ("ontology/territories", "*.csv"), ("ontology/profiles", "*.toml"),
         ("ontology/outline", "*.toml"), ("ontology/lemmas", "*.txt"))  # fmt: skip
# Libraries that decide what a text or a table is.
_LIBRARIES = ("lxml", "pyarrow", "pypdfium2", "python-docx")
_NAME = "dupgraph"
_LENGTH = 16


@cache
def find_program() -> str:
    """Return what tells this program from another that may build other graphs: its version, and a hash of its code."""
    package = Path(__file__).parents[1]
    code = [package / "publish" / "facts.py", Path(__file__).with_name("plan.py")]
    files = (path for room in _ROOMS for path in sorted((package / room).rglob("*")))
    code += [path for path in files if path.suffix in (".py", ".toml")]
    data = [path for folder, pattern in _DATA for path in sorted((find_root() / folder).glob(pattern))]
    hashed = sha256("".join(map(_find_library, _LIBRARIES)).encode())
    for path in (*code, *data):
        hashed.update(path.read_bytes())
    return f"{_find_library(_NAME)}+{hashed.hexdigest()[:12]}"


def _find_library(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name


def make_key(order: Order) -> str:
    """Return the key of a plan: of its file's bytes and name, the review, the record, the vocabularies, the program.

    Raises VocabularyError when a vocabulary or a profile that is named is not there.
    """
    record = order.record
    facts = {
        "program": order.program,
        "name": Path(order.path).name,
        "data": sha256(order.data).hexdigest(),
        "review": order.review,
        "record": {**asdict(record), "vocabularies": "", "profile": _hash_profile(record.profile)},
        "vocabularies": _hash_vocabularies((*record.vocabularies, *order.vocabularies)),
        "base": order.base,
    }
    return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:_LENGTH]


@cache
def _hash_vocabularies(names: tuple[str, ...]) -> str:
    return find_version(names)


@cache
def _hash_profile(name: str) -> str:
    path = Path(name)
    return sha256(read_bytes(path)).hexdigest() if path.is_absolute() else name
