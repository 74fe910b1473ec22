"""A corpus, many plans kept in one place: which file of it is called what.

::

    corpus.json                    what this is, and of which plans the tables are
    graphs/NAME.KEY.ttl            a plan's graph; beside it its text (.txt) and where that stands (.layout.json.gz)
    parts/NAME.KEY.TABLE.parquet   its part of each table
    done/NAME.KEY.json             written last: only now the plan is in the corpus
    tables/TABLE.parquet           the parts in one, plans.parquet among them, and facts.parquet: what things.nt says
    tables/things.nt               what is said of plans and of all that they name, each once
    plans.csv, failures.csv        what there is, and what is not

NAME says whose plan it is and which, KEY of what it was made. A plan that changes gets another key, so that at any
moment there is a whole one, the old or the new.
"""

from collections.abc import Iterable
from hashlib import sha256

from dupgraph.schema.layout import SUFFIX as LAYOUT_SUFFIX

MARK = "corpus.json"
# What a corpus of this program is written as; one of another number is not touched.
FORMAT = 1
GRAPHS, PARTS, DONE, TABLES = "graphs", "parts", "done", "tables"
PLANS, FAILURES = "plans.csv", "failures.csv"
PLANS_TABLE, FACTS_TABLE = "plans", "facts"
# What corpus.json says the place is.
KIND = "dupgraph corpus"
# The columns of the table of facts: a triple, of a text its language, of an IRI "iri" as its kind.
FACT_COLUMNS = ("subject", "predicate", "object", "language", "kind")
THINGS = f"{TABLES}/things.nt"

_DONE_SUFFIX = ".json"


def name_graph(stem: str) -> str:
    """Return the name of a plan's graph; ``stem`` is NAME.KEY."""
    return f"{GRAPHS}/{stem}.ttl"


def name_text(stem: str) -> str:
    """Return the name of a plan's canonical text."""
    return f"{GRAPHS}/{stem}.txt"


def name_layout(stem: str) -> str:
    """Return the name of the file that says where a plan's text stands in its original."""
    return f"{GRAPHS}/{stem}{LAYOUT_SUFFIX}"


def name_part(stem: str, table: str) -> str:
    """Return the name of a plan's part of a table."""
    return f"{PARTS}/{stem}.{table}.parquet"


def name_things(stem: str) -> str:
    """Return the name of what a plan says of itself and of what it names, as packed N-Triples."""
    return f"{PARTS}/{stem}.things.nt.gz"


def name_table(table: str) -> str:
    """Return the name of a whole table."""
    return f"{TABLES}/{table}.parquet"


def name_done(stem: str) -> str:
    """Return the name of the record that a plan is done."""
    return f"{DONE}/{stem}{_DONE_SUFFIX}"


def digest_stems(stems: Iterable[str]) -> str:
    """Return what tells one set of plans from another."""
    return sha256("\n".join(sorted(stems)).encode()).hexdigest()


def split_stem(stem: str) -> tuple[str, str]:
    """Return name and key.

    >>> split_stem("036040-dup.1f0c")
    ('036040-dup', '1f0c')
    """
    name, _, key = stem.rpartition(".")
    return name, key


def list_stems(names: list[str]) -> list[str]:
    """Return the stems of the records among the names of the folder of records; others' files are none."""
    found = (name.removesuffix(_DONE_SUFFIX) for name in names if name.endswith(_DONE_SUFFIX))
    return [stem for stem in found if all(split_stem(stem)) and not stem.startswith(".")]
