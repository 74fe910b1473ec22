"""A real Chromium for tests: one browser a module, a tab in a context of its own for each visit."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from tiers import require_mark

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install 'dupgraph[test]'"
)
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe is not installed: pip install 'dupgraph[test]'"
)

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What is waited for comes as soon as it is there; a machine that does much else may take its time.
SECONDS = 120
playwright.expect.set_options(timeout=SECONDS * 1000)
PHONE = {"width": 375, "height": 740}

# A hundred rows alike say no more than a few, and take seconds to look through.
LONG = ", ".join(f"{each}:nth-child(n + 13)" for each in ("li", "tbody > tr", "dl > div", "article"))
# What axe finds otherwise by night than by day.
COLOURS = ["color-contrast"]

needs_chromium = pytest.mark.skipif(BROWSER is None, reason="no Chromium here: apt-get install chromium")


@contextmanager
def start_chromium() -> Iterator[Any]:
    """Run a browser until the block ends; its user data go to a fresh folder."""
    require_mark("browser")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def open_tabs(browser: Any) -> Iterator[Callable[..., Any]]:
    """Give a function that opens a tab in a context of its own, with its complaints and its requests."""
    contexts = []

    def open_tab(**settings: Any) -> Any:
        context = browser.new_context(**settings)
        context.set_default_timeout(SECONDS * 1000)
        contexts.append(context)
        page = context.new_page()
        page.complaints, page.requests = [], []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.requests.append(request.url))
        return page

    yield open_tab
    for context in contexts:
        context.close()


@contextmanager
def share_tabs(browser: Any) -> Iterator[Callable[..., Any]]:
    """Give a function that returns the one tab for some settings, blank as if new.

    To open a tab anew costs more than most that a test does in it.
    """
    with open_tabs(browser) as open_tab:
        open_once = cache(open_tab)

        def share_tab(*, viewport: dict[str, int], color_scheme: str = "light", **settings: Any) -> Any:
            page = open_once(**settings)
            page.goto("about:blank")
            page.complaints.clear()
            page.requests.clear()
            page.set_viewport_size(viewport)
            page.emulate_media(media="null", color_scheme=color_scheme)
            return page

        yield share_tab


def shorten(page: Any) -> None:
    """Leave of all lists and tables of a page the first dozen rows, to be looked through."""
    page.evaluate("long => document.querySelectorAll(long).forEach(each => each.remove())", LONG)


def check_access(page: Any, *rules: str) -> list[str]:
    """Let axe look for what keeps people out, by all its rules or some; return the rules that hold on something."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    checker = axe.Axe()
    if not page.evaluate("'axe' in window"):
        page.evaluate(checker.axe_script)
    found = page.evaluate("options => axe.run(options)", options)
    violations = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found["violations"]]
    assert violations == []
    return [each["id"] for each in found["passes"]]
