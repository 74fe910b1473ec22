"""What people call a column, a group of questions and a kind of thing, by language.

Kinds and links have their names in their own table; the rest is in ``queries/columns.toml``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from dupgraph.base.errors import QueryError, VocabularyError
from dupgraph.base.files import find_resource
from dupgraph.base.smallfiles import MOST_OF_TOML, parse_toml, read_text
from dupgraph.language.languages import LABEL_LANGUAGES, WHOLE, get_text, load_texts
from dupgraph.schema.links import KINDS, LINK_OF_ROLE, LINKS, find_row

FILE = "columns.toml"
TABLES = ("column", "tag", "kind", "comparison", "analysis", "field")
# The columns that hold the plan's own words: what a person looks at first.
WORDS = frozenset({"words", "exact", "words_here", "words_there"})


Names = Mapping[str, Mapping[str, str]]
Namer = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Headings:
    """The names of columns, of the tags by which questions are grouped, and of the kinds of thing; by language.

    ``comparison`` and ``analysis`` name the columns that only a comparison of plans, or an analysis, has, ``fields``
    what plans state of an element in its table, where no question has a column for it.
    """

    columns: Names = field(default_factory=dict)
    tags: Names = field(default_factory=dict)
    kinds: Names = field(default_factory=dict)
    comparison: Names = field(default_factory=dict)
    analysis: Names = field(default_factory=dict)
    fields: Names = field(default_factory=dict)


@cache
def load_headings() -> Headings:
    """Return the headings of the packaged catalogue."""
    return read_headings(find_resource("queries", FILE))


def read_headings(path: Path) -> Headings:
    """Return the headings in a file. Raises QueryError when it cannot be read or is not as it should be."""
    try:
        facts = parse_toml(read_text(path, MOST_OF_TOML), path)
    except VocabularyError as error:
        raise QueryError(error.what, query=str(path), line=error.line, hint=error.hint) from None
    return Headings(*(_read_names(path, facts, key) for key in TABLES))


def _read_names(path: Path, facts: Mapping[str, object], key: str) -> Names:
    names = facts.get(key, {})
    if not isinstance(names, dict):
        raise QueryError(f"{key!r} is not a table", query=str(path))
    for name, texts in names.items():
        if not isinstance(texts, dict) or not all(isinstance(texts.get(language), str) for language in LABEL_LANGUAGES):
            raise QueryError(f"{key} {name!r} lacks 'it' or 'en'", query=str(path))
    return names


def name_column(column: str, language: str) -> str:
    """Return the heading of a column; its own name where there is none.

    >>> name_column("beneficiary", "it")
    'Destinatari'
    """
    row, headings = LINK_OF_ROLE.get(column), load_headings()
    tables = (headings.columns, headings.comparison, headings.analysis, headings.fields)
    names = next((table[column] for table in tables if column in table), {})
    return _choose(names, language) or (row.word("one", language) if row else column)


def name_parameter(name: str, language: str) -> str:
    """Return what people call a parameter of a question; its own name where nobody calls it otherwise.

    >>> name_parameter("least", "it"), name_parameter("partner", "it")
    ('Almeno', 'Partner')
    """
    return load_texts("answers", language).get(f"given_{name}") or name_column(name, language)


def name_link(name: str, language: str) -> str:
    """Return what people call a link of the graph, or a field; its own name where nobody calls it otherwise.

    >>> name_link("benefits", "it"), name_link("timing", "it")
    ('Destinatari', 'Tempi')
    """
    return LINKS[name].word("one", language) if name in LINKS else name_column(name, language)


def name_instrument_type(sort: str, language: str) -> str:
    """Return what people call a sort of instrument; its own name where nobody calls it otherwise.

    >>> name_instrument_type("law", "it"), name_instrument_type("treaty", "it")
    ('Norma', 'treaty')
    """
    return load_texts("answers", language).get(f"instrument_{sort}", sort)


# The columns that hold names of the graph, and what people call these; the one beside which that stands.
LABELLED_COLUMN = "measure"
COLUMN_NAMERS: Mapping[str, Namer] = {"property": name_link, "type": name_instrument_type}


def name_tag(tag: str, language: str) -> str:
    """Return what people call a group of questions; its own name where nobody calls it otherwise.

    >>> name_tag("partners", "en")
    'Partners'
    """
    return _choose(load_headings().tags.get(tag, {}), language) or tag


def name_kinds(accepts: Iterable[str], language: str) -> str:
    """Return what people call the kinds of thing that a parameter accepts.

    >>> name_kinds(["organization", "actor-category"], "it")
    'ente o genere di enti'
    """
    return get_text("answers", "or", language).join(_name_kind(kind, language) for kind in accepts)


def _name_kind(kind: str, language: str) -> str:
    row = KINDS.get(kind) or find_row(kind)
    return row.word("short", language) if row else _choose(load_headings().kinds.get(kind, {}), language) or kind


def _choose(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get(WHOLE, "")
