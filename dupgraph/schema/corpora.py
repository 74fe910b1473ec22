"""A corpus, many plans kept in one place: which file of it is called what.

::

    corpus.json                    what this is, and of which plans the tables are
    graphs/NAME.KEY.ttl            a plan's graph; beside it its text (.txt) and where that stands (.layout.json.gz)
    parts/NAME.KEY.TABLE.parquet   its part of each table
    done/NAME.KEY.json             written last: only now the plan is in the corpus
    tables/TABLE/GROUP.parquet     elements, links, mentions, fields and passages of a group of plans
    tables/TABLE.parquet           what is said of all plans, each row once: plans, entities, facts
    groups/GROUP.TABLE.parquet     of these tables what one group of plans says
    plans.csv, failures.csv        what there is, and what is not
    covers.csv                     which plans are said to be whose by their covers alone
    covers.json                    what these covers say, by a hash of the plans' bytes: they are not read for it again
    lock.json                      whose run it is that writes here

NAME says whose plan it is and which, KEY of what it was made. A plan that changes gets another key, so that at any
moment there is a whole one, the old or the new. GROUP is a hash of the plans that are in it: where one plan changes,
the files of one group are written anew.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from dupgraph.schema.layout import SUFFIX as LAYOUT_SUFFIX

MARK, LOCK = "corpus.json", "lock.json"
# What a corpus of this program is written as; one of another number is not touched.
FORMAT = 4
GRAPHS, PARTS, DONE, TABLES, GROUPS = "graphs", "parts", "done", "tables", "groups"
PLANS, FAILURES, COVERS, KEPT_COVERS = "plans.csv", "failures.csv", "covers.csv", "covers.json"
PLANS_TABLE, FACTS_TABLE, FIELDS_TABLE, PASSAGES_TABLE = "plans", "facts", "fields", "passages"
# What corpus.json says the place is.
KIND = "dupgraph corpus"
# The columns of tables that no export has. A fact is a triple, of a text its language, of an IRI "iri" as its kind; a
# field is what an element of a plan states in words: who is responsible, the programme, the resources; a passage is
# where, from an element's beginning in the text, sentences end, labels of cards, and heads and feet of pages stand.
ROW_TABLES = {
    FACTS_TABLE: ("subject", "predicate", "object", "language", "kind"),
    FIELDS_TABLE: ("element", "plan", "property", "words"),
    PASSAGES_TABLE: ("element", "plan", "ends", "labels", "gaps"),
}
# Tables whose rows are each of one plan, by groups of plans; tables whose rows several plans share, whole.
GROUPED_TABLES = ("elements", "links", "mentions", FIELDS_TABLE, PASSAGES_TABLE)
SHARED_TABLES = ("entities", FACTS_TABLE)
PART_TABLES = (*GROUPED_TABLES, *SHARED_TABLES)
# So many plans at most, on average, are in a group: few enough to be joined anew at any change, and enough that a
# country is some hundred files.
_GROUP_SIZE = 32
_GROUP_LETTERS = 16

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


def name_table(table: str) -> str:
    """Return the name of a whole table."""
    return f"{TABLES}/{table}.parquet"


def name_group(group: str, table: str) -> str:
    """Return the name of what a group of plans has of a table."""
    return f"{TABLES}/{table}/{group}.parquet" if table in GROUPED_TABLES else f"{GROUPS}/{group}.{table}.parquet"


def group_stems(stems: Sequence[str]) -> dict[str, list[str]]:
    """Return groups of plans by their names, each in order; a group follows from NAME and from how many there are."""
    count = 1
    while count * _GROUP_SIZE < len(stems):
        count *= 2
    groups: dict[int, list[str]] = {}
    for stem in sorted(stems):
        hashed = sha256(split_stem(stem)[0].encode()).digest()
        groups.setdefault(int.from_bytes(hashed[:4]) % count, []).append(stem)
    return {digest_stems(group)[:_GROUP_LETTERS]: group for _, group in sorted(groups.items())}


def list_tables(stems: Sequence[str]) -> dict[str, list[str]]:
    """Return the names of each table's files, where the tables are of the plans with these stems."""
    groups = group_stems(stems)
    grouped = {table: [name_group(group, table) for group in groups] for table in GROUPED_TABLES}
    return {**grouped, **{table: [name_table(table)] for table in (*SHARED_TABLES, PLANS_TABLE)}}


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
