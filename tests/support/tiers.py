"""Tiers of tests: what starts a browser or a server is told by its fixtures, and starts none without the mark."""

import os

import pytest

# What a fixture starts or takes, by its name; a parameter that starts something carries the mark itself.
_MARKS = {
    **dict.fromkeys(("chromium",), "browser"),
    **dict.fromkeys(("virtuoso", "find_site"), "server"),
    **dict.fromkeys(("packaged_site", "town_site", "hostile_site", "release", "wheel"), "slow"),
}
_running: set[str] = set()


def mark_items(items: list[pytest.Item]) -> None:
    """Mark each test whose fixtures start a browser or a server, or make a whole site, release or package."""
    for item in items:
        for mark in {_MARKS[name] for name in getattr(item, "fixturenames", ()) if name in _MARKS}:
            item.add_marker(mark)


def note_running(item: pytest.Item) -> None:
    """Note the marks of the test that runs now."""
    _running.clear()
    _running.update(mark.name for mark in item.iter_markers())


def require_mark(name: str) -> None:
    """Fail the running test if it starts what ``make check`` must not start and its marks do not say so."""
    if "PYTEST_CURRENT_TEST" in os.environ and name not in _running:
        pytest.fail(f"what starts this wants the mark {name!r}: see tests/support/tiers.py")
