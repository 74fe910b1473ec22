"""What holds for every test: its tier, how long it may hang, and that under CI nothing may be skipped."""

import gc
import os
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from costs import Costs
from hypothesis import settings
from tiers import mark_items, note_running, put_longest_first
from virtuoso import virtuoso
from watchdog import unignore_signals, watch

# Fixtures that any test may ask for.
__all__ = ["chromium", "virtuoso"]

SERVE = "tests/serve/"
# Little of what tests make is garbage in circles: among new objects it is looked for after so many of them, among all
# after so many looks.
MOST_NEW, MOST_LOOKS = 20_000, 20
# Time is measured in bench/, on a machine that does nothing else. What is found under CI is found again at home.
settings.register_profile("test", deadline=None, derandomize=os.environ.get("CI") == "true", print_blob=True)
settings.register_profile("check", settings.get_profile("test"), max_examples=20)
settings.load_profile("test")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all tests of a module; see ``browser.open_tabs``."""
    from browser import start_chromium

    with start_chromium() as browser:
        yield browser


def pytest_configure(config: pytest.Config) -> None:
    unignore_signals()
    # What a run keeps to save time is of this run, for all its processes, and never of the person's who starts it.
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="dupgraph-cache-")
        config.add_cleanup(folder.cleanup)
        os.environ["DUPGRAPH_CACHE"] = folder.name
    if config.getoption("--costs"):
        config.pluginmanager.register(Costs())


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--costs", action="store_true", help="measure which tests are dear, and write tests/slow.txt")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect, and let the collector of garbage never go through all that again: it stays to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol() -> Iterator[object]:
    """Look for garbage between tests alone, in the thread that runs them.

    An answer of Oxigraph that waits in a circle may only be collected by the thread that made it, and a test's own
    threads would collect those of earlier tests.
    """
    try:
        return (yield)
    finally:
        gc.disable()
        new, looks, _ = gc.get_count()
        if new > MOST_NEW:
            gc.collect(2 if looks > MOST_LOOKS else 0)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    mark_items(items)
    yield
    put_longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of one file together, and those of serve, which share servers."""
    from xdist.scheduler import LoadFileScheduling

    class ByServers(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return SERVE if nodeid.startswith(SERVE) else super()._split_scope(nodeid)

    return ByServers(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    note_running(item)
    with watch(item.nodeid):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    with watch(item.nodeid):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    with watch(item.nodeid):
        yield


def list_skipped(config: pytest.Config) -> list[str]:
    """Return what was skipped where nothing may be."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") != "true" or reporter is None:
        return []
    return [report.nodeid for report in reporter.stats.get("skipped", [])]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if exitstatus == pytest.ExitCode.OK and list_skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skipped = list_skipped(config)
    if skipped:
        terminalreporter.write_line(f"CI=true: nothing may be skipped, and {len(skipped)} tests were.", red=True)
