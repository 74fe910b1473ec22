"""The graph beside its own in which a push arrives: its name, its way into place, and when it counts as left behind."""

import re
from calendar import timegm
from dataclasses import dataclass
from secrets import token_hex
from time import gmtime, strftime, strptime, time

_MARK = "-incoming"
_CLOCK = "%Y%m%dT%H%M%SZ"
_STAMP = re.compile(r"-(\d{8}T\d{6}Z)-[0-9a-f]{8}")
# No push takes that long.
_SECONDS_TO_KEEP = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Incoming:
    """A graph of so many triples that has arrived at ``beside`` and is to stand at ``target``."""

    beside: str
    target: str
    triples: int

    def write_exchange(self) -> str:
        """Return the update that puts the graph in place; nothing happens unless all of it is beside.

        One update, as COPY would be: but where its source is missing, COPY leaves nothing. What both graphs hold is
        left alone: a plan that is pushed again has changed little.
        """
        return f"""DELETE {{ GRAPH <{self.target}> {{ ?oldS ?oldP ?oldO }} }}
INSERT {{ GRAPH <{self.target}> {{ ?newS ?newP ?newO }} }}
WHERE {{
  {{ SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{self.beside}> {{ ?s ?p ?o }} }} }}
  FILTER(?n = {self.triples})
  {{ GRAPH <{self.target}> {{ ?oldS ?oldP ?oldO }}
    FILTER NOT EXISTS {{ GRAPH <{self.beside}> {{ ?oldS ?oldP ?oldO }} }} }}
  UNION
  {{ GRAPH <{self.beside}> {{ ?newS ?newP ?newO }}
    FILTER NOT EXISTS {{ GRAPH <{self.target}> {{ ?newS ?newP ?newO }} }} }}
}}"""

    def write_difference(self) -> str:
        """Return the query whether a triple beside is not in place."""
        place = f"FILTER NOT EXISTS {{ GRAPH <{self.target}> {{ ?s ?p ?o }} }}"
        return f"ASK {{ GRAPH <{self.beside}> {{ ?s ?p ?o }} {place} }}"


def name_incoming(iri: str) -> str:
    """Return a name beside the graph ``iri`` that no other push has, and that says when it was made."""
    return f"{iri}{_MARK}-{strftime(_CLOCK, gmtime())}-{token_hex(4)}"


def write_search(iri: str) -> str:
    """Return the query for the graphs that pushes to ``iri`` have made."""
    return f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{iri}{_MARK}")) }}'


def is_left_behind(name: str, iri: str) -> bool:
    """Tell whether a push to ``iri`` left a graph behind, a day ago or more; names without a time are older still."""
    if name == iri + _MARK:
        return True
    stamp = _STAMP.fullmatch(name.removeprefix(iri + _MARK)) if name.startswith(iri + _MARK) else None
    return stamp is not None and time() - timegm(strptime(stamp[1], _CLOCK)) > _SECONDS_TO_KEEP
