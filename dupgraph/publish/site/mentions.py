"""Mentions on a plain file server: a page for each code, which leads on to the element that the mentions are of."""

from collections.abc import Iterable
from html import escape
from os.path import relpath
from pathlib import PurePosixPath

from dupgraph.language.languages import LANGUAGES, say
from dupgraph.publish.routes.paths import find_tree

# Moves on with the part after '#', which names the mention; without scripts the browser moves on without it.
_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="canonical" href="{page}">
<link rel="alternate" type="text/turtle" href="{data}.ttl">
<link rel="alternate" type="application/ld+json" href="{data}.jsonld">
<noscript><meta http-equiv="refresh" content="0; url={page}"></noscript>
</head>
<body>
<main>
<h1>{title}</h1>
<p><a href="{page}">{words}</a></p>
</main>
<script>const to = document.querySelector("a"); to.hash = location.hash; location.replace(to.href);</script>
</body>
</html>
"""


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
        f"{find_tree(language)}{path}.html": _write_page(path, element, language)
        for path, element in elements.items()
        for language in LANGUAGES
    }


def _write_page(path: str, element: str, language: str) -> bytes:
    page = relpath(element, PurePosixPath(path).parent)
    code = escape(path.rpartition("/")[2])
    title, words = (say("site", key, language, code=code) for key in ("mentions_of", "page_of"))
    up = "../" * (path.count("/") + find_tree(language).count("/"))
    return _PAGE.format(
        language=language, title=title, words=words, page=escape(f"{page}.html"), data=escape(f"{up}{element}")
    ).encode()
