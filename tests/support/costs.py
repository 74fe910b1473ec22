"""Which tests are dear: measured by `make costs`, kept in ``tests/slow.txt``, left out by `make check`."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

LIST = Path(__file__).parents[1] / "slow.txt"
# Seconds of the processor from which on a test is dear, a function with parameters by the mean of its cases.
MOST = 0.04
_HEAD = "# Tests that take over {} s of the processor, as `make costs` measured them; `make check` leaves them out.\n"


def read_dear() -> frozenset[str]:
    """Return the functions that are dear, each with its file, as pytest calls it without parameters."""
    return frozenset(line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def name_function(item: pytest.Item) -> str:
    """Return what pytest calls a test, without its parameters."""
    return item.nodeid.partition("[")[0]


class Costs:
    """A plug-in that writes the list anew at the end of a run of all tests in one process."""

    def __init__(self) -> None:
        self._costs: dict[str, list[float]] = defaultdict(list)
        self._begun: set[Path] = set()
        self._known: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note which of the list there still are, before those that need a browser or a server are left out."""
        self._known = read_dear() & {name_function(item) for item in items}

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        before = _measure()
        try:
            return (yield)
        finally:
            # The first of a file makes what all of it share.
            if item.path in self._begun:
                self._costs[name_function(item)].append(_measure() - before)
            self._begun.add(item.path)

    def pytest_sessionfinish(self) -> None:
        dear = {name for name, costs in self._costs.items() if sum(costs) / len(costs) > MOST}
        unmeasured = self._known - self._costs.keys()
        lines = "".join(f"{name}\n" for name in sorted(dear | unmeasured))
        LIST.write_text(_HEAD.format(MOST) + lines, encoding="utf-8")


def _measure() -> float:
    """Return the seconds of the processor that this process and all below it have used."""
    process, used = psutil.Process(), 0.0
    for each in (process, *process.children(recursive=True)):
        with suppress(psutil.Error):
            used += sum(each.cpu_times()[:4])
    return used
