"""The side of a warm child: one plan a request, its graph and tables straight to where they are kept."""

import gc
from itertools import count
from typing import Any

from dupgraph.base.errors import DupgraphError, word_fault
from dupgraph.base.storage import Storage, open_storage
from dupgraph.corpus.keys import find_program
from dupgraph.corpus.orders import Failure, explain_failure, unpack_order
from dupgraph.corpus.plan import build_plan
from dupgraph.language.messages import say

_STORAGES: dict[str, Storage] = {}
_COUNT = count()
# A plan is many small values that go together when it is done. To look for circles among them again and again takes
# a third of the time; after so many plans is enough.
_PLANS_BETWEEN = 20


def answer_request(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the counts of the plan that was built, or why it was not and how far it came."""
    _collect_rarely()
    order = unpack_order(request, data)
    stages = ["order"]
    try:
        if order.program != find_program():
            what = say("other_program", program=order.program, own=find_program())
            raise DupgraphError(what, hint=say("do_same_version"))
        storage = _STORAGES.setdefault(order.out, open_storage(order.out))
        return {"counts": dict(build_plan(order, storage, stages.append))}, b""
    except DupgraphError as error:
        failure = explain_failure(order.path, stages[-1], error)
    except (MemoryError, RecursionError):
        # The limits are told of by whoever set them.
        raise
    except Exception as error:
        what = say("unforeseen", fault=word_fault(error))
        failure = Failure(order.path, stages[-1], what, say("do_report"))
    return {"failure": failure.pack()}, b""


def _collect_rarely() -> None:
    gc.disable()
    if next(_COUNT) % _PLANS_BETWEEN == 0:
        gc.collect()
