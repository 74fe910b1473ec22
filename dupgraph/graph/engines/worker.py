"""The child's side of ``guard``: load, give up all rights, run one query, return its rows.

The rows come back as lines of terms between tabs (SPARQL TSV without abbreviations); how many they are, and why no
more, stands beside them.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import QueryBoolean, QuerySolutions, Triple

from dupgraph.base.confinement import allow_memory, find_free_descriptor, refuse_sockets, restrict_process
from dupgraph.base.messages import pack_message
from dupgraph.graph.engines.answers import Answer, run_query
from dupgraph.graph.engines.faults import explain_failure
from dupgraph.graph.engines.graphs import Place, holds_union, read_store
from dupgraph.graph.engines.protocol import TRIPLE_COLUMNS, Row, Term
from dupgraph.language.languages import WHOLE, load_texts
from dupgraph.language.messages import MESSAGES, say

# Sockets, and the files in which the system keeps names of hosts and certificates.
_FILES_FOR_SERVICES = 16


def answer_request(request: dict[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the answer of one query: its columns, how many rows, whether it was cut; and the rows."""
    folder = request["store"]
    files = tuple(map(Path, request["files"]))
    store = read_store(Place(request["location"], files, Path(folder) if folder else None))
    _give_up_rights(request["limits"], on_disk=folder is not None, network=bool(request["services"]))
    has_union = folder is not None and holds_union(store)
    answer = run_query(store, request["text"], request["graph_iris"], has_union=has_union)
    return _write_answer(answer, request["limits"])


def _give_up_rights(limits: dict[str, Any], *, on_disk: bool, network: bool) -> None:
    """Give up files and sockets, and what time and memory the query shall not have.

    A store ``on_disk`` opens its files while it answers: there the kernel refuses sockets alone, where it can
    (Linux); elsewhere the gate by itself has to keep SERVICE out. With ``network`` sockets stay, for the endpoints
    that SERVICE may name: which these are only the gate knows, and Oxigraph follows no redirect from one of them.
    """
    files = None if on_disk else find_free_descriptor() + _FILES_FOR_SERVICES if network else 0
    if on_disk and not network:
        refuse_sockets()
    if files is not None:
        # What may be said of the query is read while files can be opened.
        load_texts(MESSAGES, WHOLE)
    restrict_process(
        limits["seconds"],
        processor=limits["seconds"] * (os.cpu_count() or 1) + 1,
        memory=allow_memory(limits["memory"]),
        files=files,
    )


def _write_answer(answer: Answer, limits: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    columns, rows = _list_rows(answer)
    lines: list[bytes] = []
    size = 0
    cut = ""
    with explain_failure():
        for row in rows:
            line = "\t".join(map(_write_term, row)).encode() + b"\n"
            size += len(line)
            if len(lines) == limits["rows"]:
                cut = say("cut_answer", count=f"{len(lines):,}")
                break
            if size > limits["bytes"]:
                cut = say("cut_size", count=f"{len(lines):,}", size=f"{limits['bytes'] // 1024**2:,}")
                break
            lines.append(line)
    return {"columns": columns, "rows": len(lines), "cut": pack_message(cut)}, b"".join(lines)


def _list_rows(answer: Answer) -> tuple[list[str], Iterator[Row]]:
    if isinstance(answer, QueryBoolean):
        return [], iter([()] if answer else [])
    if isinstance(answer, QuerySolutions):
        return [variable.value for variable in answer.variables], map(tuple, answer)
    return list(TRIPLE_COLUMNS), map(tuple, answer)


def _write_term(term: Term | None) -> str:
    if term is None:
        return ""
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)
