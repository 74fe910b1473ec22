"""One's own SPARQL: the prefixes that it need not declare, and the names in it that the graph does not have."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from dupgraph.ask.parameters import write_iri
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.protocol import Row
from dupgraph.graph.engines.tokens import Token, find_prefixes, parse_tokens, resolve_name
from dupgraph.schema.namespaces import DUP, KNOWN

# Of a name that the graph lacks so many that come near are told of, and of so many names at most.
_NEAR = 1
_MOST = 5
_UNNAMED = "GRAPH finds nothing: files are asked as one graph without a name; dupgraph load gives each plan its own"
# What stands after one of these is no node of the graph.
_ELSEWHERE = frozenset({"PREFIX", "BASE", "FROM", "NAMED", "GRAPH", "SERVICE", "SILENT", "^^"})


def add_prefixes(text: str) -> str:
    """Return a text with a PREFIX for each known one that it uses and does not declare, in a line before the others.

    >>> print(add_prefixes("ASK { ?s dup:involves ?o }"))
    PREFIX dup: <https://w3id.org/dupgraph/onto/>
    ASK { ?s dup:involves ?o }
    """
    tokens = list(parse_tokens(text))
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
    declared = find_prefixes(tokens)
    lacking = [name for name in KNOWN if name in used and f"{name}:" not in declared]
    return " ".join(f"PREFIX {name}: <{KNOWN[name]}>" for name in lacking) + "\n" * bool(lacking) + text


def says_nothing(rows: Sequence[Row]) -> bool:
    """Say whether rows are an answer to nothing: there is none, or only one that counts none.

    >>> from pyoxigraph import Literal
    >>> says_nothing([]), says_nothing([(Literal(0), None)]), says_nothing([(Literal(3),)])
    (True, True, False)
    """
    return not rows or (
        len(rows) == 1 and all(term is None or str(getattr(term, "value", "")) == "0" for term in rows[0])
    )


def explain_missing(engine: Engine, text: str) -> tuple[str, ...]:
    """Return why there may be no rows: GRAPH where no graph has a name, and each name that no triple has."""
    is_named = any(token.text.upper() == "GRAPH" for token in parse_tokens(text))
    unnamed = (_UNNAMED,) if is_named and not engine.ask("ASK { GRAPH ?g { ?s ?p ?o } }") else ()
    return unnamed + tuple(_explain(engine, written, iri) for written, iri in _list_missing(engine, text))


def _list_missing(engine: Engine, text: str) -> Iterator[tuple[str, str]]:
    """Yield the names that no triple has, as they are written and as IRIs."""
    tokens = list(parse_tokens(text))
    prefixes = {f"{name}:": iri for name, iri in KNOWN.items()} | find_prefixes(tokens)
    seen: set[str] = set()
    nothing = Token("sign", "", 0)
    for before, token, after in zip((nothing, *tokens), tokens, (*tokens[1:], nothing), strict=False):
        prefix, colon, local = token.text.partition(":")
        iri = resolve_name(token, prefixes)
        is_node = token.kind == "iri" or (token.kind == "name" and local and prefix + colon in prefixes)
        # A function is no node, either; nor is what only a prologue, a graph or a datatype names.
        if not is_node or before.text.upper() in _ELSEWHERE or _is_declared(before) or after.text == "(" or iri in seen:
            continue
        seen.add(iri)
        if len(seen) > _MOST * 4:
            return
        if not _is_held(engine, iri):
            yield token.text, iri


def _is_declared(before: Token) -> bool:
    return before.kind == "name" and before.text.endswith(":")


def _is_held(engine: Engine, iri: str) -> bool:
    try:
        node = write_iri(iri)
    except QueryError:
        # Relative to a BASE, say.
        return True
    return engine.ask(f"ASK {{ {{ ?s {node} ?o }} UNION {{ ?s ?p {node} }} UNION {{ {node} ?p ?o }} }}")


def _explain(engine: Engine, written: str, iri: str) -> str:
    near = ""
    if iri.startswith(DUP):
        used = "SELECT DISTINCT ?name { { ?s ?name ?o } UNION { ?s a ?name } }"
        names = [getattr(row[0], "value", "") for row in engine.select(used).rows]
        near = "".join(get_close_matches(iri, [name for name in names if name.startswith(DUP)], n=_NEAR))
    also = f" (did you mean dup:{near.removeprefix(DUP)}?)" if near else ""
    return f"no triple of the graph has {written}{also}"
