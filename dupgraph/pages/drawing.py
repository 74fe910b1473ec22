"""A page to HTML: one template each, escaped by its nature, with links that work wherever the site stands."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from json import dumps
from pathlib import Path
from tomllib import loads
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dupgraph.pages.page import Page
from dupgraph.pages.paths import LANGUAGES, climb, find_naming, find_path, find_tree, quote_path

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class PlanCard:
    """What every page may say of a plan of the site."""

    iri: str
    path: str
    title: str
    municipality: str
    period: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a site have in common.

    ``base`` is where it stands, ending in a slash; empty when unknown. ``holds`` tells whether an IRI has a page.
    """

    base: str
    licence: str
    plans: tuple[PlanCard, ...]
    holds: Callable[[str], bool] = bool

    @property
    def plan(self) -> PlanCard | None:
        """The plan, where the site has one alone."""
        return self.plans[0] if len(self.plans) == 1 else None

    def find_plan(self, iri: str) -> PlanCard | None:
        """Return the plan that a page belongs to; the only one for a page of none."""
        return next((plan for plan in self.plans if plan.iri == iri), self.plan)


@cache
def load_words() -> dict[str, dict[str, str]]:
    """Return what pages say, by language and key."""
    table = loads((TEMPLATES / "words.toml").read_text(encoding="utf-8"))
    return {language: {key: texts[language] for key, texts in table.items()} for language in LANGUAGES}


@cache
def _load_environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        auto_reload=False,
    )
    environment.filters["is_web"] = is_web
    return environment


def is_web(iri: str) -> bool:
    """Return whether ``iri`` may become a link: a javascript: IRI is valid and would run.

    >>> is_web("https://example.org/"), is_web("javascript:alert(1)")
    (True, False)
    """
    return re.match(r"https?://[^\s/]", iri) is not None


class Links:
    """Where everything is, seen from one page in one language."""

    def __init__(self, page: Page, language: str, frame: Frame) -> None:
        """See the site from ``page``."""
        self._frame = frame
        self._language = language
        self._up = climb(page.path)
        self._top = self._up + "../" * find_tree(language).count("/")

    def page(self, path: str, anchor: str = "") -> str:
        """Return the way to a page in the same language."""
        return f"{self._up}{quote_path(path)}.html{f'#{anchor}' if anchor else ''}"

    def thing(self, iri: str, anchor: str = "") -> str:
        """Return the way to the page of an IRI."""
        return self.page(find_path(iri, self._frame.base), anchor)

    def has(self, iri: str) -> bool:
        """Whether an IRI has a page."""
        return self._frame.holds(iri)

    def naming(self, plan_path: str, iri: str) -> str:
        """Return the way to the page that says where a plan of several names a thing."""
        return self.page(find_naming(plan_path, find_path(iri, self._frame.base)))

    def file(self, path: str) -> str:
        """Return the way to a file that all languages share."""
        return f"{self._top}{quote_path(path)}"

    def turn(self, page: Page, language: str) -> str:
        """Return the way to the same page in another language."""
        return f"{self._top}{find_tree(language)}{quote_path(page.path)}.html"


def draw_page(page: Page, language: str, frame: Frame) -> str:
    """Return a page in a language."""
    links = Links(page, language, frame)
    environment = _load_environment()
    return environment.get_template(page.template).render(
        **page.values,
        page=page,
        frame=frame,
        plan_card=frame.find_plan(page.plan),
        lang=language,
        other="en" if language == "it" else "it",
        words=load_words()[language],
        links=links,
        title=page.titles[language],
        canonical=f"{frame.base}{find_tree(language)}{quote_path(page.path)}.html" if frame.base else "",
        schema=Markup(write_json(page.schema)) if page.schema else "",  # noqa: S704  no sign in it ends its element
    )


def write_json(data: Mapping[str, object] | list[Any]) -> str:
    """Return ``data`` as JSON that no words inside it can bring out of its script element.

    >>> write_json({"name": "</script><b>"})
    '{"name":"\\\\u003c/script\\\\u003e\\\\u003cb\\\\u003e"}'
    """
    text = dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
