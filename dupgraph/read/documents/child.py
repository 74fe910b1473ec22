"""The limited child's side of reading: bytes in, a format's reader over them, plain values out."""

import gc
import os
import sys
from importlib import import_module
from typing import Any

from dupgraph.base.processes import end_with_parent

# Elements nested as deep as a reader allows, each some calls deep.
_DEEPEST_CALLS = 20_000


def answer_request(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return what ``request["reader"]`` ("module:function") makes of ``data``: plain values, and bytes beside them.

    Raises DocumentError, without the file's name, for bytes that cannot be read.
    """
    # Whoever waits may be given up himself, as one of many plans is: nobody would want the answer then.
    end_with_parent(os.getppid())
    sys.setrecursionlimit(_DEEPEST_CALLS)
    # Pages make many small values and no circles, and the child ends with its answer.
    gc.disable()
    module, _, name = request["reader"].partition(":")
    contents = getattr(import_module(module), name)(data, **request["options"])
    if isinstance(contents, tuple):
        facts, made = contents
        return facts, made
    if isinstance(contents, dict):
        return contents, b""
    # Here: a PDF's reader needs none of what this imports.
    from dupgraph.base.messages import pack_message
    from dupgraph.read.documents.pieces import pack_piece

    return {
        "pieces": [pack_piece(piece) for piece in contents.pieces],
        "warnings": [pack_message(each) for each in contents.warnings],
    }, b""
