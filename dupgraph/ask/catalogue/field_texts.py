"""What a plan calls its own levels and what its fields say, read from a graph: names that questions use."""

import re

from dupgraph.ask.parameters import write_iri, write_literal
from dupgraph.base.gathering import gather
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.tabled import find_tables
from dupgraph.language.lists import match_words
from dupgraph.schema.links import LEVELS, STATED_MISSION
from dupgraph.schema.namespaces import DCT, DUP, OA

# What fields hold as words, by the local name of the property that says it.
TEXT_FIELDS = (RESPONSIBLE, LEAD, PROGRAMME) = ("responsible", "politicalLead", "programme")
# What the headings of missions and of programmes are called.
_HEADED_BY = ("missione", "programma")
# What stands between the parts of a field's words ("dott.ssa Fabiana Creti – Area Servizi"), and before a name.
_PARTS = re.compile(r"\s[-–—]\s|[;()/]")
_TITLES = re.compile(rf"(?:(?:{match_words('honorifics')})[.]?(?:ssa|ra)?[.]?\s+)+", re.IGNORECASE)
# The office that somebody heads: "Dirigente del Dipartimento Tecnico".
_HEADED = re.compile(rf"\w+ d[ei]l?l?[aeo]?[’' ]\s?((?:dipartiment[oi]|{match_words('offices')}) .+)", re.IGNORECASE)
_PARTICLE = rf"(?:{match_words('particles')})\s+"
# A name of two words or three, and where the last begins: "Anna De Luca", "Anna Maria Neri".
_PERSON = re.compile(rf"[^\W\d_]+\s+(?:(?!{_PARTICLE})[^\W\d_]+\s+)?((?:{_PARTICLE})?[^\W\d_]+)", re.IGNORECASE)
# "Settore Lavori pubblici", "Assessora Anna Neri": what an office is for, and who holds it.
_OFFICE = re.compile(rf"(?:{match_words('offices')})\s+(?!(?:d[ai]|de[il]|degli|dell[aeo]?)\b)(.+)", re.IGNORECASE)
_HOLDER = re.compile(rf"(?:({match_words('mayors')})|{match_words('roles')})\s+(.+)", re.IGNORECASE)


def list_levels(engine: Engine, plan: str) -> list[tuple[str, str]]:
    """Return the levels of one plan, or of all, each with what a plan calls it; the budget's missions are none here."""
    own = f'FILTER(!STRSTARTS(LCASE(STR(?name)), "missione") || NOT EXISTS {{ ?element <{DUP}inMission> ?stated }})'
    text = f"SELECT DISTINCT ?kind ?name {{ ?element a ?kind ; <{DUP}levelName> ?name . {_write_within(plan)} {own} }}"
    kinds = {level.iri: level.name for level in LEVELS.values()}
    tables = find_tables(engine)
    rows = (engine.select(text) if tables is None else tables.read_levels(plan)).rows
    pairs = ((kinds.get(getattr(kind, "value", ""), ""), getattr(name, "value", "")) for kind, name in rows)
    return [(level, name) for level, name in pairs if level]


def list_field_texts(engine: Engine, plan: str) -> dict[str, tuple[str, ...]]:
    """Return the words that fields hold, by the property that says them."""
    tables = find_tables(engine)
    rows = engine.select(_write_query(plan)).rows if tables is None else tables.read_fields(TEXT_FIELDS, plan).rows
    texts = gather((str(getattr(name, "value", "")), getattr(value, "value", "")) for name, value in rows)
    return {name: tuple(values) for name, values in texts.items()}


def find_headings(engine: Engine, plan: str, name: str, value: str) -> list[tuple[str, str, str]]:
    """Return the elements that are the heading of a budget mission, by its IRI, or of a programme, by words of its
    field: the kind, IRI and code of each. Nothing where others than those below state it, too.
    """

    def says(variable: str) -> str:
        if name == PROGRAMME:
            return f"CONTAINS(STR({variable}), {write_literal(value)})"
        return f"{variable} = {write_iri(value)}"

    link = f"<{DUP}{name if name == PROGRAMME else STATED_MISSION.name}>"
    text = f"""SELECT DISTINCT ?kind ?element ?code {{
      ?element {link} ?value ; <{DUP}levelName> ?level ; a ?kind ; <{DCT}identifier> ?code ; <{OA}hasSource> ?text .
      FILTER NOT EXISTS {{
        ?other {link} ?stated ; <{OA}hasSource> ?text .
        FILTER({says("?stated")} && ?other != ?element)
        FILTER NOT EXISTS {{ ?other <{DCT}isPartOf>+ ?element }}
      }}
      FILTER({says("?value")} && STRSTARTS(LCASE(STR(?level)), "{_HEADED_BY[name == PROGRAMME]}"))
      {_write_within(plan)}
    }} ORDER BY ?element"""
    kinds = {level.iri: level.name for level in LEVELS.values()}
    rows = (tuple(str(getattr(term, "value", "")) for term in row) for row in engine.select(text).rows)
    return [(kinds[kind], element, code) for kind, element, code in rows if kind in kinds]


def _write_query(plan: str) -> str:
    branches = " UNION ".join(
        f'{{ ?element <{DUP}{name}> ?value BIND("{name}" AS ?property) }}' for name in TEXT_FIELDS
    )
    return f"SELECT DISTINCT ?property ?value {{ {branches} {_write_within(plan)} }} ORDER BY ?value"


def _write_within(plan: str) -> str:
    return f"?element <{DCT}isPartOf>+ <{plan}> ." if plan else ""


def list_parts(value: str) -> tuple[str, ...]:
    """Return a field's words and their parts: a person without the post, the last name, what an office is for.

    >>> list_parts("Dirigente del Dipartimento Tecnico")
    ('Dirigente del Dipartimento Tecnico', 'Dipartimento Tecnico', 'Tecnico')

    >>> list_parts("dott.ssa Fabiana Creti – Area Cultura")
    ('dott.ssa Fabiana Creti – Area Cultura', 'Fabiana Creti', 'Area Cultura', 'Cultura', 'Creti')

    >>> list_parts("Servizio Demanio e Patrimonio")
    ('Servizio Demanio e Patrimonio', 'Demanio e Patrimonio')

    >>> list_parts("Assessora Anna Maria De Luca")
    ('Assessora Anna Maria De Luca', 'Anna Maria De Luca', 'De Luca')
    """
    wide = _PARTS.split(value)
    parts = [
        named
        for part in (*wide, *(each for one in wide for each in one.split(",")))
        if (named := _TITLES.sub("", part.strip(), count=1).strip()) and not named.isdigit()
    ]
    parts += [match[1] for part in parts if (match := _HEADED.fullmatch(part))]
    held = [match for part in parts if (match := _HOLDER.fullmatch(part)) and part.istitle()]
    offices = [match for part in parts if (match := _OFFICE.fullmatch(part))]
    own = [part for part in parts if not any(match[0] == part for match in (*held, *offices))]
    own += [match[2] for match in held]
    last = [match[1] for part in own if (match := _PERSON.fullmatch(part)) and part.istitle()]
    posts = [match[1] for match in held if match[1]]
    return tuple(dict.fromkeys((value, *parts, *posts, *own, *(match[1] for match in offices), *last)))
