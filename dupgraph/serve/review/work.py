"""Plans under review: opened once, asked by one thread at a time, their graphs built again after decisions."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from dupgraph.base.errors import DupgraphError
from dupgraph.serve.faults import tell_everywhere
from dupgraph.serve.opening import build_documents
from dupgraph.serve.state import ServerState

if TYPE_CHECKING:
    from dupgraph.read.review.session import Review

Result = TypeVar("Result")
# A graph is built again when nothing has been decided for so long: it takes longer than a decision.
_WAIT_SECONDS = 1.5


class ReviewedPlan:
    """One document under review."""

    def __init__(self, document: Path) -> None:
        """Open nothing yet."""
        self.document = document
        self._lock = Lock()
        self._review: Review | None = None

    def ask(self, function: "Callable[[Review], Result]") -> Result:
        """Return what a function returns of the review, which is opened for the first one. Raises DupgraphError."""
        with self._lock:
            if self._review is None:
                # Late: whoever only reads plans loads nothing that builds them.
                from dupgraph.read.review.session import open_review

                self._review = open_review(self.document)
            return function(self._review)

    def ask_if_it_opens(self, function: "Callable[[Review], Result]") -> Result | None:
        """Return what a function returns of the review; None where its files cannot be read."""
        with suppress(DupgraphError):
            return self.ask(function)
        return None


class ReviewedPlans:
    """All documents under review on one server."""

    def __init__(self, state: ServerState) -> None:
        """Review what ``state`` shows, as far as it was built here."""
        self._state = state
        self._plans: dict[Path, ReviewedPlan] = {}
        self._tasks: dict[Path, asyncio.Task[None]] = {}
        self._count = 0
        self.faults: dict[Path, Mapping[str, str]] = {}

    def find_plan(self, digest: str) -> ReviewedPlan | None:
        """Return the plan whose text has this digest; None where its document is not ours to read."""
        original = self._state.opened.originals.get(digest)
        if original is None or not original.is_ours or original.document is None:
            return None
        return self._plans.setdefault(original.document, ReviewedPlan(original.document))

    def is_waiting(self, plan: ReviewedPlan) -> bool:
        """Tell whether what was decided is still on its way into the pages."""
        task = self._tasks.get(plan.document)
        return task is not None and not task.done()

    def rebuild(self, plan: ReviewedPlan) -> None:
        """Build a plan's graph again after a while without decisions, and show it."""
        if task := self._tasks.get(plan.document):
            task.cancel()
        self._tasks[plan.document] = asyncio.create_task(self._rebuild_after_pause(plan))

    async def _rebuild_after_pause(self, plan: ReviewedPlan) -> None:
        await asyncio.sleep(_WAIT_SECONDS)
        # Nobody may break off between a graph that is made and one that is shown.
        await asyncio.shield(self._build(plan))

    async def _build(self, plan: ReviewedPlan) -> None:
        self._count += 1
        folder = self._state.folder / f"reviewed-{self._count}"
        try:
            (graph,) = await self._state.run(list, build_documents([(plan.document, folder)]))
            await self._state.show(self._replace(plan, graph))
            self.faults.pop(plan.document, None)
        except DupgraphError as error:
            self.faults[plan.document] = tell_everywhere(error)

    def _replace(self, plan: ReviewedPlan, graph: Path) -> tuple[Path, ...]:
        """Return the files that are shown, with a plan's new graph in the place of its old one."""
        opened = self._state.opened
        old = {each.graph for each in opened.originals.values() if each.document == plan.document}
        return tuple(graph if file in old else file for file in opened.files)

    async def close(self) -> None:
        """Let go of what is still to be made."""
        for task in self._tasks.values():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
