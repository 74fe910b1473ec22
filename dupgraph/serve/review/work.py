"""Plans under review: a child asks about them, one request at a time; their graphs are built again after decisions."""

import asyncio
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from dupgraph.base.errors import DupgraphError
from dupgraph.serve.faults import tell_everywhere
from dupgraph.serve.opening import LOADING_LIMITS, build_documents
from dupgraph.serve.sites import Renderer
from dupgraph.serve.state import OpenPlans, ServerState

_MODULE = "dupgraph.serve.review.drawing"
# A graph is built again when nothing has been decided for so long: it takes longer than a decision.
_WAIT_SECONDS = 1.5
# So many plans are opened before anybody asks: each takes a quarter of a second of the processor, and some megabytes.
_MOST_READY = 3


class ReviewedPlans:
    """All documents under review on one server."""

    def __init__(self, state: ServerState) -> None:
        self._state = state
        self._reviewer = Renderer({"do": "start"}, LOADING_LIMITS, _MODULE)
        self._turn = asyncio.Lock()
        self._tasks: dict[Path, asyncio.Task[None]] = {}
        self._count = 0
        self.faults: dict[Path, Mapping[str, str]] = {}
        if state.settings.takes_changes:
            state.after_load(self._open_first)
        state.at_end(self._reviewer.stop)

    async def _open_first(self) -> None:
        """Open what can be reviewed, as far as it is a few: who asks first does not wait."""
        originals = self._state.opened.originals.values()
        ours = (each.document for each in originals if each.is_ours and each.document)
        for document in islice(ours, _MOST_READY):
            await self._exchange("open", document=str(document))

    async def ask(self, document: Path, opened: OpenPlans, **facts: object) -> tuple[dict[str, Any], bytes]:
        """Return what the child answers to a request about a document. Raises BusyError where it ends."""
        given: Any = facts["given"]
        setting = {
            "token": self._state.token,
            "everything": "all" in given,
            "is_waiting": self._is_waiting(document),
            "fault": self.faults.get(document),
        }
        return await self._exchange(
            "ask", document=str(document), site=opened.site.description, setting=setting, **facts
        )

    async def _exchange(self, what: str, **facts: object) -> tuple[dict[str, Any], bytes]:
        async with self._turn:
            return await self._state.run(self._reviewer.ask, what, **facts)

    def find_document(self, digest: str) -> Path | None:
        """Return the document whose text has this digest; None where it is not ours to read."""
        original = self._state.opened.originals.get(digest)
        return original.document if original and original.is_ours else None

    def _is_waiting(self, document: Path) -> bool:
        """Tell whether what was decided is still on its way into the pages."""
        task = self._tasks.get(document)
        return task is not None and not task.done()

    def rebuild(self, document: Path) -> None:
        """Build a plan's graph again after a while without decisions, and show it."""
        if task := self._tasks.get(document):
            task.cancel()
        self._tasks[document] = asyncio.create_task(self._rebuild_after_pause(document))

    async def _rebuild_after_pause(self, document: Path) -> None:
        await asyncio.sleep(_WAIT_SECONDS)
        # Nobody may break off between a graph that is made and one that is shown.
        await asyncio.shield(self._build(document))

    async def _build(self, document: Path) -> None:
        self._count += 1
        folder = self._state.folder / f"reviewed-{self._count}"
        try:
            (graph,) = await self._state.run(list, build_documents([(document, folder)]))
            await self._state.show(self._replace(document, graph))
            self.faults.pop(document, None)
        except DupgraphError as error:
            self.faults[document] = tell_everywhere(error)

    def _replace(self, document: Path, graph: Path) -> tuple[Path, ...]:
        """Return the files that are shown, with a plan's new graph in the place of its old one."""
        opened = self._state.opened
        old = {each.graph for each in opened.originals.values() if each.document == document}
        return tuple(graph if file in old else file for file in opened.files)
