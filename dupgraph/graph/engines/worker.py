"""The worker's side of ``guard``: load, give up all rights, run one query, write its rows, end.

Reads one JSON request on stdin. Writes on stdout one line of JSON with the columns, the rows as lines of terms
between tabs (SPARQL TSV without abbreviations), and a last line of JSON: how many rows, and why no more, or what
went wrong.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

# Run as a script in isolated mode, the folders that hold dupgraph and pyoxigraph come as arguments.
if __name__ == "__main__":
    sys.path.extend(sys.argv[1:])

from pyoxigraph import QueryBoolean, QuerySolutions, Triple

from dupgraph.base.errors import GraphError, QueryError
from dupgraph.graph.engines.answers import Answer, run_query
from dupgraph.graph.engines.confinement import restrict_process
from dupgraph.graph.engines.faults import explain_failure
from dupgraph.graph.engines.graphs import Place, holds_union, read_store
from dupgraph.graph.engines.protocol import TRIPLE_COLUMNS, Row, Term


def run_request(request: dict[str, Any], output: BinaryIO) -> None:
    """Answer one request on ``output``; faults are written there as facts."""
    store_folder = request["store"]
    files = tuple(map(Path, request["files"]))
    limits = request["limits"]
    try:
        store = read_store(Place(request["location"], files, Path(store_folder) if store_folder else None))
        restrict_process(limits, on_disk=store_folder is not None, network=bool(request["services"]))
        union_held = store_folder is not None and holds_union(store)
        answer = run_query(store, request["text"], request["graph_iris"], union_held=union_held)
        _write_answer(answer, limits, output)
    except GraphError as error:
        facts = {"what": error.what, "path": error.path, "line": error.line, "hint": error.hint}
        _write_line({"fault": "graph", **facts}, output)
    except QueryError as error:
        facts = {"what": error.what, "line": error.line, "column": error.column, "hint": error.hint}
        facts["excerpt"] = error.excerpt
        _write_line({"fault": "query", **facts}, output)
    except MemoryError:
        _write_line({"fault": "memory"}, output)


def _write_answer(answer: Answer, limits: dict[str, Any], output: BinaryIO) -> None:
    columns, rows = _list_rows(answer)
    written = size = 0
    cut = ""
    _write_line({"columns": columns}, output)
    try:
        for row in rows:
            line = "\t".join(map(_write_term, row)).encode() + b"\n"
            size += len(line)
            if written == limits["rows"]:
                cut = f"cut at {written:,} rows, the most that one answer may have"
                break
            if size > limits["bytes"]:
                cut = f"cut at {written:,} rows: an answer may have {limits['bytes'] // 1024**2:,} MiB"
                break
            written += 1
            output.write(line)
    except (OSError, ValueError, RuntimeError) as error:
        _write_line({"fault": "query", "what": explain_failure(error).what}, output)
        return
    _write_line({"rows": written, "cut": cut}, output)


def _list_rows(answer: Answer) -> tuple[list[str], Iterator[Row]]:
    if isinstance(answer, QueryBoolean):
        return [], iter([()] if answer else [])
    if isinstance(answer, QuerySolutions):
        return [variable.value for variable in answer.variables], map(tuple, answer)
    return list(TRIPLE_COLUMNS), ((t.subject, t.predicate, t.object) for t in answer)


def _write_term(term: Term | None) -> str:
    if term is None:
        return ""
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)


def _write_line(facts: dict[str, Any], output: BinaryIO) -> None:
    output.write(json.dumps(facts).encode() + b"\n")


if __name__ == "__main__":
    run_request(json.load(sys.stdin.buffer), sys.stdout.buffer)
    sys.stdout.buffer.flush()
