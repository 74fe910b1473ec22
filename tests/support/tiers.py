"""Tiers of tests: what is dear was measured; what starts a browser or a server starts none without the mark."""

import os

import pytest
from costs import name_function, read_dear

# What a fixture starts or takes, by its name; a parameter that starts something carries the mark itself.
_MARKS = {
    **dict.fromkeys(("chromium",), "browser"),
    **dict.fromkeys(("virtuoso", "find_site"), "server"),
    **dict.fromkeys(("packaged_site", "town_site", "hostile_site", "release", "wheel"), "slow"),
    # Servers of our own beside the one that the fast tests of serve share.
    **dict.fromkeys(("open_to_all", "documents", "person"), "slow"),
}
# The files that take longest, begun first: no process is left alone with one at the end.
_LONGEST = (
    *("test_site_browser", "test_site", "test_map_browser", "test_same_rows", "test_ask", "test_crash_points"),
    *("test_pages_browser", "test_release", "test_publish", "test_validate", "test_readme", "test_packaging"),
)
_running: set[str] = set()


def mark_items(items: list[pytest.Item]) -> None:
    """Mark each test whose fixtures start a browser or a server, or make a whole site, and each that is dear."""
    dear = read_dear()
    for item in items:
        marks = {_MARKS[name] for name in getattr(item, "fixturenames", ()) if name in _MARKS}
        for mark in marks | ({"slow"} if name_function(item) in dear else set()):
            item.add_marker(mark)


def put_longest_first(items: list[pytest.Item]) -> None:
    """Sort the tests by how long their files take; the others stay in the order that they have."""
    places = {name: place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


def note_running(item: pytest.Item) -> None:
    """Note the marks of the test that runs now."""
    _running.clear()
    _running.update(mark.name for mark in item.iter_markers())


def require_mark(name: str) -> None:
    """Fail the running test if it starts what ``make check`` must not start and its marks do not say so."""
    if "PYTEST_CURRENT_TEST" in os.environ and name not in _running:
        pytest.fail(f"what starts this wants the mark {name!r}: see tests/support/tiers.py")
