"""The rules by which Apache and nginx give the answers of ``find_answer``, and w3id.org leads to a site.

Neither server can sort by weight, so a request's wishes are weighed in steps: where a subject fits a pattern, a
variable gets a value. One table has the steps; the templates write them in the words of each server.

Two things no row of such steps can tell: a range that is named twice with weights that rise counts by the first of
them, and a comma within a quoted parameter ends it. No browser and no RDF library sends either.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dupgraph.base.errors import OutputError
from dupgraph.base.templates import fill_text
from dupgraph.language.languages import LANGUAGES
from dupgraph.publish.routes.addresses import check_base
from dupgraph.publish.routes.answers import ANCHOR, HIDDEN, NOT_ACCEPTABLE, PATH, SEGMENT, VOCABULARY
from dupgraph.publish.routes.media import MEDIA_TYPES, REPRESENTATIONS, WITH_CHARSET
from dupgraph.publish.routes.paths import find_tree
from dupgraph.schema.links import ELEMENT_KINDS
from dupgraph.schema.namespaces import ROOT


@dataclass(frozen=True, slots=True)
class Step:
    """If ``subject`` fits ``pattern``, set the variable ``name`` to ``value``; a subject's ``{x}`` is variable x."""

    subject: str
    pattern: str
    name: str
    value: str


def _weigh(header: str, name: str, *ranges: str) -> Iterator[Step]:
    """Yield the steps that find a weight, as digits without the point; the narrowest range comes last and counts."""
    for media_range in ranges:
        start = rf"(?:^|,)\s*{media_range}\s*"
        yield Step(header, rf"{start}(?:;[^,;]*)*?;\s*q=(?:(1)|(0)(?:\.(\d{{0,3}}))?)", name, "$1$2$3")
        yield Step(header, rf"{start}(?:;(?!\s*q=[01])[^,;]*)*(?:,|$)", name, "1")


# Two rows of digits, filled up with zeros, where the first is less: they are equal up to a place, and there it is less.
_LESS = r"^(\d*)(?:" + "|".join(rf"{digit}\d*-\1[{digit + 1}-9]" for digit in range(9)) + ")"


def _choose(name: str, values: dict[str, str]) -> Iterator[Step]:
    """Yield the steps that give a variable the value whose weight is the highest; ``values`` are by weight."""
    first, *others = values
    yield Step(f"{{{first}}}", r"^(\d*)$", "best", "$1")
    for weight in others:
        yield Step(f"{{best}}000-{{{weight}}}000", _LESS, name, values[weight])
        yield Step(f"{{{name}}}-{{{weight}}}", rf"^{values[weight]}-(\d*)$", "best", "$1")


def _list_steps() -> Iterator[Step]:
    first = REPRESENTATIONS[0]
    for ending in REPRESENTATIONS:
        kind, _, name = re.escape(MEDIA_TYPES[ending]).partition("/")
        yield from _weigh("{accept}", ending, r"\*/\*", rf"{kind}/\*", f"{kind}/{name}")
    # Who asks for nothing takes the page.
    yield Step("{accept}", r"^\s*$", first, "1")
    yield from _choose("format", {ending: ending for ending in REPRESENTATIONS})
    yield Step(f"{{{first}}}", "^0*$", "second", "none")
    yield Step(f"{{format}}-{{{first}}}", f"^{first}-0*$", "format", "none")
    for language in LANGUAGES:
        yield from _weigh("{language}", language, r"\*", rf"{language}(?:-[a-z0-9-]+)?")
    yield from _choose("tree", {language: find_tree(language) for language in LANGUAGES})


STEPS = tuple(_list_steps())
# What the variables are at first. ``second`` is what a thing without data is given as.
START = {
    **dict.fromkeys((*REPRESENTATIONS, *LANGUAGES, "best"), "0"),
    **dict.fromkeys(("format", "second"), REPRESENTATIONS[0]),
    **dict.fromkeys(("tree", "path", "span"), ""),
}


def write_apache(base: str) -> bytes:
    """Return the ``.htaccess`` of the site's own folder, for a site at ``base``; raises OutputError as check_base.

    An empty base stands for the root of whatever host the folder will be on.
    """
    return _write_rules("apache.htaccess", base)


def write_nginx(base: str) -> bytes:
    """Return the rules to include in nginx's ``server`` block whose ``root`` holds the site; OutputError as check_base.

    A base with a path wants the site's folder at that path below the root; an empty one stands for the root of
    whatever host the folder will be on.
    """
    return _write_rules("nginx.conf", base)


def write_w3id(base: str) -> bytes:
    """Return the ``.htaccess`` to hand in to w3id.org, which leads from dupgraph's IRIs to the site at ``base``.

    It cannot see which files there are, so it goes by the form of a path alone. Raises OutputError as check_base, and
    when ``base`` is w3id.org's own: a circle.
    """
    if urlsplit(check_base(base)).hostname == urlsplit(ROOT).hostname:
        raise OutputError(f"{base} would lead to itself", hint="give the address of the server that the files stand on")
    return _write_rules("w3id.htaccess", base)


_FACTS: dict[str, object] = {
    "root": ROOT,
    "kinds": ELEMENT_KINDS,
    "media_types": MEDIA_TYPES,
    "with_charset": WITH_CHARSET,
    "representations": REPRESENTATIONS,
    "data": [ending for ending in REPRESENTATIONS if ending != "html"],
    "path": PATH,
    "segment": SEGMENT,
    "anchor": ANCHOR,
    "vocabulary": VOCABULARY,
    "hidden": HIDDEN,
    "not_acceptable": NOT_ACCEPTABLE,
    "steps": STEPS,
    "start": START,
    "trees": [find_tree(language) for language in LANGUAGES],
}


def _write_rules(template: str, base: str) -> bytes:
    """Fill a template. A page for unknown addresses, which may be shown at any depth, needs a known base."""
    place = check_base(base) if base else "/"
    prefix = urlsplit(place).path
    known = {"base": place, "is_known": bool(base), "prefix": prefix, "pattern": re.escape(prefix)}
    # All that is filled in is checked, or our own.
    return fill_text(Path(__file__).parent / "templates" / template, **_FACTS, **known).encode()
