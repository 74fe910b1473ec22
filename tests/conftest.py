"""What holds for every test: under CI nothing may be skipped."""

import os

import pytest
from virtuoso import virtuoso

# Fixtures that any test may ask for.
__all__ = ["virtuoso"]


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
