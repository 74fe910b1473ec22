"""A warm process that builds one plan after the other, under limits; one that dies or hangs is replaced."""

from contextlib import ExitStack
from dataclasses import dataclass

from dupgraph.base.children import Child, ChildError, Limits, open_child
from dupgraph.corpus.orders import Failure, Order, Outcome
from dupgraph.language.messages import say

_CHILD = "dupgraph.corpus.worker"
_LIBRARIES = ("ahocorasick_rs", "fsspec", "pyarrow", "pyoxigraph", "regex", "yaml")
# Whoever was killed may have been in somebody's way; who kills its process twice does it by itself.
_MOST_TRIES = 2
# SIGKILL, by its number: not every system has the name.
_KILL = 9


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """What building one plan may take: ``seconds`` by the clock, ``memory`` megabytes of address space."""

    seconds: float = 300.0
    memory: int = 4096


class WarmProcess:
    """Builds plans in a process that is started at the first one and used for all. To be closed."""

    def __init__(self, limits: PlanLimits) -> None:
        self._limits = limits
        self._stack = ExitStack()
        self._child: Child | None = None
        self._is_stopped = False

    def build(self, order: Order) -> Outcome:
        """Return what became of an order; whatever the plan does to its process is a failure of that plan alone."""
        for tries in range(1, _MOST_TRIES + 1):
            child = self._child or self._start()
            if self._is_stopped:
                child.kill()
            child.send(order.pack(), order.data)
            try:
                answer, _ = child.receive()
            except ChildError as error:
                self.close()
                if not _was_killed(error) or tries == _MOST_TRIES or self._is_stopped:
                    return Outcome(order.name, failure=self._explain(error, order), tries=tries)
                continue
            if failure := answer.get("failure"):
                return Outcome(order.name, failure=Failure(**failure), tries=tries)
            return Outcome(order.name, order.key, answer["counts"], tries=tries)
        raise AssertionError

    def stop(self) -> None:
        """Let whoever builds here, in another thread, come to an end at once."""
        self._is_stopped = True
        if (child := self._child) is not None:
            child.kill()

    def close(self) -> None:
        """End the process, whatever it does."""
        self._stack.close()
        self._child = None

    def _start(self) -> Child:
        limits = Limits(self._limits.seconds, processor=None, memory=self._limits.memory << 20)
        self._child = self._stack.enter_context(open_child(_CHILD, limits, libraries=_LIBRARIES))
        return self._child

    def _explain(self, error: ChildError, order: Order) -> Failure:
        what, hint = {
            "time": (say("gave_up", seconds=self._limits.seconds), say("do_more", option="seconds")),
            "memory": (say("much_memory", memory=self._limits.memory), say("do_more", option="memory")),
            "depth": (say("too_deep"), say("do_save_text")),
        }.get(error.cause, (say("ended"), error.words or say("do_look")))
        if _was_killed(error):
            what, hint = say("killed", times=_MOST_TRIES), say("do_fewer_workers")
        return Failure(order.path, "limits", what, hint)


def _was_killed(error: ChildError) -> bool:
    """Tell whether somebody else ended the process: no limit of ours, and nothing that it did itself."""
    return error.cause != "time" and error.code == -_KILL
