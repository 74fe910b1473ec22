"""The addresses of all pages for search engines: sitemaps.org's protocol 0.9, with both languages of each page."""

from collections.abc import Iterable, Iterator

from dupgraph.language.languages import LANGUAGES
from dupgraph.publish.routes.paths import name_page, quote_path

# A sitemap may have so many addresses; more of them stand in several, and these in an index.
MOST_ADDRESSES = 50_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def write_sitemaps(base: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the sitemaps of a site at ``base``: ``sitemap.xml``, and its parts where there are many.

    ``paths`` are those of pages, without ending and language.

    >>> [name for name, _ in write_sitemaps("https://example.org/", ["index"])]
    ['sitemap.xml']
    """
    parts: list[list[str]] = [[]]
    for path in paths:
        if len(parts[-1]) + len(LANGUAGES) > MOST_ADDRESSES:
            parts.append([])
        parts[-1] += _write_entries(base, path)
    if len(parts) == 1:
        yield "sitemap.xml", _write_set(parts[0])
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, entries in zip(names, parts, strict=True):
        yield name, _write_set(entries)
    index = "".join(f"<sitemap><loc>{base}{name}</loc></sitemap>\n" for name in names)
    yield "sitemap.xml", f"{_HEAD}<sitemapindex {_SITEMAP}>\n{index}</sitemapindex>\n".encode()


def _write_entries(base: str, path: str) -> Iterator[str]:
    for language in LANGUAGES:
        # A path has neither & nor <, which quoting has made of them what they are in URLs. Which pages say the same in
        # another language each page itself says.
        yield f"<url><loc>{base}{name_page(quote_path(path), language)}</loc></url>\n"


def _write_set(entries: list[str]) -> bytes:
    return f"{_HEAD}<urlset {_SITEMAP}>\n{''.join(entries)}</urlset>\n".encode()
