"""Mentions on a plain file server: a page for each code, which leads on to the element that the mentions are of.

The page moves on with the part after ``#``, which names the mention; without scripts a browser moves on without it.
"""

from collections.abc import Iterable
from os.path import relpath
from pathlib import PurePosixPath

from markupsafe import Markup

from dupgraph.language.languages import LANGUAGES, load_texts
from dupgraph.publish.pages.drawing import load_template
from dupgraph.publish.routes.paths import find_top, name_page


def write_mention_pages(mentions: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Return the pages that lead from mentions to their elements, by the name of their file in the site.

    A mention and its element are given as paths in the site, without an ending. One page stands for all mentions of an
    element: servers with the site's rules, and w3id.org, add which one it is behind ``#``.

    >>> plan = "data/036040/plan/dup"
    >>> list(write_mention_pages([(f"{plan}/mention/1.3.3/10470-10474", f"{plan}/objective/1.3.3")]))
    ['data/036040/plan/dup/mention/1.3.3.html', 'en/data/036040/plan/dup/mention/1.3.3.html']
    """
    elements = {mention.rpartition("/")[0]: element for mention, element in mentions}
    return {
        name_page(path, language): _write_page(path, element, language)
        for path, element in elements.items()
        for language in LANGUAGES
    }


def _write_page(path: str, element: str, language: str) -> bytes:
    code, words = path.rpartition("/")[2], load_texts("site", language)
    page = load_template("mention.html").render(
        lang=language,
        title=Markup(words["mentions_of"]).format(code=code),  # noqa: S704  our own words; it escapes the code
        words=Markup(words["page_of"]).format(code=code),  # noqa: S704
        page=f"{relpath(element, PurePosixPath(path).parent)}.html",
        data=f"{find_top(name_page(path, language))}{element}",
    )
    return f"{page}\n".encode()
