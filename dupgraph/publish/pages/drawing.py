"""A page to HTML: one template each, escaped by default, with links that work wherever the site stands."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import TypeAlias

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, Template
from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from dupgraph.ask.catalogue.plans import tell_apart
from dupgraph.ask.results.columns import name_instrument_type
from dupgraph.base.templates import make_environment
from dupgraph.graph.engines.tokens import parse_tokens
from dupgraph.language.languages import LANGUAGES, load_texts, name_language
from dupgraph.publish.embedding import write_json
from dupgraph.publish.export.jsonld import write_jsonld_document
from dupgraph.publish.export.rdf import write_turtle_document
from dupgraph.publish.export.statements import order_triples
from dupgraph.publish.facts import shorten
from dupgraph.publish.pages.page import Page
from dupgraph.publish.routes.paths import (
    find_naming,
    find_path,
    find_top,
    find_tree,
    name_anchor,
    name_concept,
    name_data,
    name_page,
    quote_path,
)
from dupgraph.schema.links import (
    ACROSS,
    BENEFITS,
    HAS_THEME,
    INVOLVES,
    LEVELS,
    LINKS,
    PARTNER,
    SHOWN,
    Link,
    name_kind,
    rank_level,
)
from dupgraph.schema.namespaces import ROOT

# Where the mentions of an element are.
_MENTION = re.compile(r"(.+/mention/[^/]+)/[^/]+")
# So many parts that pages share are kept.
_MOST_DRAWN = 500
# The links that words may be found for, as queries write them, and how a page marks these words.
_ROLES = {f"dup:{link.name}": link.role if link.shown else "words" for link in LINKS.values()}
# The page shown for unknown addresses.
NOT_FOUND = "404"
# The pages that list what a plan names, in the order of the menu.
LISTS: tuple[Link, ...] = tuple(sorted((link for link in SHOWN if link.path), key=lambda link: link.page))
TEMPLATES = Path(__file__).parent / "templates"
# What draws pages; others hold it, and need not know of what it is made.
Templates: TypeAlias = Environment


@dataclass(frozen=True, slots=True)
class PlanCard:
    """What every page may say of a plan of the site.

    ``licence`` is the one under which it is published, ``stated_licence`` the one that its own graph states;
    ``digest`` is that of the plan's text.
    """

    iri: str
    path: str
    title: str
    municipality: str
    period: str
    licence: str
    stated_licence: str = ""
    istat: str = ""
    language: str = "it"
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a site have in common.

    ``base`` is where it stands, ending in a slash; empty when unknown. ``holds`` tells whether an IRI has a page or a
    part of one, ``find_home`` the IRI on whose page that is; ``root`` is that below which the plans' own IRIs stand,
    ``environment`` draws it with other templates than a static site's; ``has_towns`` says that it has a map of towns;
    ``drawn`` keeps what many pages have in common.
    """

    base: str
    plans: tuple[PlanCard, ...]
    holds: Callable[[str], bool] = bool
    root: str = ROOT
    environment: Environment | None = None
    find_home: Callable[[str], str] = str
    has_towns: bool = False
    drawn: dict[tuple[str, ...], Markup] = field(default_factory=dict, compare=False)

    @property
    def plan(self) -> PlanCard | None:
        """The plan, where the site has one alone."""
        return self.plans[0] if len(self.plans) == 1 else None

    @property
    def licence(self) -> str:
        """The licence of all plans; empty where they differ."""
        licences = {plan.licence for plan in self.plans}
        return licences.pop() if len(licences) == 1 else ""

    def find_plan(self, iri: str) -> PlanCard | None:
        """Return the plan that a page belongs to; the only one for a page of none."""
        return next((plan for plan in self.plans if plan.iri == iri), self.plan)

    def find_card(self, name: str) -> PlanCard | None:
        """Return the plan that a path or an IRI names."""
        return next((plan for plan in self.plans if name in (plan.iri, plan.path)), None)

    def lead_home(self, path: str) -> str:
        """Return the way from the map of the plan at a path to its first page: the site's, where it is the only one."""
        return "../" * (path.count("/") + 1) + quote_path(name_page("index" if self.plan else path))

    def find_previous(self, iri: str) -> PlanCard | None:
        """Return the plan of the same municipality that comes before one, by its years or title."""
        card = self.find_plan(iri)
        if card is None or not (card.istat or card.municipality):
            return None
        own = [each for each in self.plans if (each.istat, each.municipality) == (card.istat, card.municipality)]
        own.sort(key=lambda each: (each.period or each.title, each.iri))
        place = own.index(card)
        return own[place - 1] if place else None


def title_cards(cards: Sequence[PlanCard]) -> tuple[PlanCard, ...]:
    """Return cards of which those of one municipality and title say in the title which they are.

    They say their years where these differ, and else what ends their IRIs.

    >>> one = PlanCard("https://a.it/1", "data/1/plan/dup", "DUP", "Borgo", "2024-2026", "")
    >>> [card.title for card in title_cards([one, replace(one, iri="https://a.it/2", period="2025-2027")])]
    ['DUP (2024-2026)', 'DUP (2025-2027)']
    >>> [card.title for card in title_cards([one, replace(one, iri="https://a.it/2", path="data/1/plan/nota")])]
    ['DUP (dup)', 'DUP (nota)']
    """
    alike: dict[tuple[str, str, str], dict[str, tuple[str, str]]] = defaultdict(dict)
    for card in cards:
        alike[card.istat, card.municipality, card.title][card.iri] = card.period, card.path.rpartition("/")[2]
    notes = {iri: note for group in alike.values() for iri, note in tell_apart(group).items() if note}
    return tuple(
        replace(card, title=f"{card.title} ({notes[card.iri]})") if card.iri in notes else card for card in cards
    )


def name_licence(iri: str) -> str:
    """Return a licence as people call it, where its IRI says so: Creative Commons' own, or that of Italy's list.

    >>> name_licence("https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40")
    'CC BY 4.0'
    >>> name_licence("https://creativecommons.org/licenses/by-sa/4.0/")
    'CC BY-SA 4.0'
    """
    own = re.fullmatch(r"https?://creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)/?", iri)
    free = re.fullmatch(r"https?://creativecommons\.org/publicdomain/zero/(\d\.\d)/?", iri)
    listed = re.fullmatch(r"https://w3id\.org/italia/\S+/licences/A\d+_CC(BY)(SA|NC|ND)?(\d)(\d)", iri)
    if free:
        return f"CC0 {free[1]}"
    if own:
        return f"CC {own[1].upper()} {own[2]}"
    if listed:
        return f"CC {'-'.join(filter(None, listed.group(1, 2)))} {listed[3]}.{listed[4]}"
    return iri


@cache
def load_environment() -> Environment:
    """Return what all pages are drawn by: it escapes whatever it is given."""
    environment = make_environment(TEMPLATES)
    environment.globals |= {
        "levels": LEVELS.values(),
        # A static site has no original to lead to; a server says which it has.
        "originals": (),
        "lists": LISTS,
        "name_anchor": name_anchor,
        "name_concept": name_concept,
        "name_kind": name_kind,
        "rank": rank_level,
        "shown": SHOWN,
        "table": LINKS,
        "upper": ACROSS[:-1],
        # What the page of a partner, theme or group says of whom its elements name, too.
        "with_whom": {
            PARTNER: (INVOLVES.name, BENEFITS.name),
            HAS_THEME.role: (INVOLVES.name,),
            BENEFITS.role: (INVOLVES.name,),
        },
    }
    environment.filters |= {
        "choose_language": choose_language,
        "is_iri": is_iri,
        "licence_name": name_licence,
        "shorten": shorten,
        "beside": drop_owner,
        "name_mark": name_mark,
        "name_instrument_type": name_instrument_type,
    }
    return environment


def name_mark(text: str) -> str:
    """Return by which name a page marks the words that a query found: that of the one sort of link that it asks for.

    >>> name_mark("?a dup:hasTheme ?b # dup:involves"), name_mark("?a dup:hasTheme ?b; dup:involves ?c")
    ('theme', 'words')
    """
    roles = {_ROLES[token.text] for token in parse_tokens(text) if token.text in _ROLES}
    return roles.pop() if len(roles) == 1 else "words"


def drop_owner(title: str, owner: str) -> str:
    """Return a plan's title as it stands beside whose the plan is, without that at its end.

    >>> drop_owner("DUP 2026-2028, Sassuolo", "Comune di Sassuolo"), drop_owner("DUP del Comune", "Comune di Sassuolo")
    ('DUP 2026-2028', 'DUP del Comune')
    """
    return title.removesuffix(f", {owner}").removesuffix(f", {owner.removeprefix('Comune di ')}")


def extend_environment(
    folder: Path, facts: Mapping[str, object], others: Mapping[str, Path] | None = None
) -> Templates:
    """Return what draws pages with the templates of ``folder`` first; these may extend the site's as ``site/NAME``.

    ``facts`` are known to every template; those of ``others`` can be used as ``KEY/NAME``.
    """
    ours = FileSystemLoader(TEMPLATES)
    known = {name: FileSystemLoader(path) for name, path in (others or {}).items()}
    loader = ChoiceLoader([FileSystemLoader(folder), ours, PrefixLoader({"site": ours, **known})])
    environment = load_environment().overlay(loader=loader, cache_size=-1)
    environment.globals = {**environment.globals, **facts}
    return environment


@cache
def load_template(name: str) -> Template:
    """Return one of the templates of pages."""
    return load_environment().get_template(name)


def is_iri(term: object) -> bool:
    """Return whether a term of a graph is an IRI."""
    return isinstance(term, NamedNode)


def choose_language(terms: Iterable[object], language: str) -> list[object]:
    """Return the terms without the texts in other languages, where there are texts in ``language``."""
    spoken = [(term, term.language if isinstance(term, Literal) else None) for term in terms]
    if not any(own == language for _, own in spoken):
        return [term for term, _ in spoken]
    return [term for term, own in spoken if own in (None, language)]


class Links:
    """Where everything is, seen from one page in one language."""

    def __init__(self, page: Page, language: str, frame: Frame) -> None:
        self._frame = frame
        self._language = language
        self._up = find_top(page.path)
        self._top = self._up + "../" * find_tree(language).count("/")
        if page.path == NOT_FOUND and frame.base:
            # A server shows this page at any depth.
            self._up, self._top = f"{frame.base}{find_tree(language)}", frame.base
        # The folders that the page is in, the nearest first: a relative link need not leave a folder and come back.
        parts = page.path.split("/")[:-1]
        self._folders = tuple(f"{quote_path('/'.join(parts[:depth]))}/" for depth in range(len(parts), 0, -1))

    def _walk(self, path: str) -> str:
        for steps, folder in enumerate(self._folders):
            if path.startswith(folder):
                return "../" * steps + path[len(folder) :]
        return f"{self._up}{path}"

    def page(self, path: str, anchor: str = "") -> str:
        """Return the way to a page in the same language."""
        return f"{self._walk(quote_path(path))}.html{f'#{anchor}' if anchor else ''}"

    def thing(self, iri: str, anchor: str = "") -> str:
        """Return the way to the page of an IRI, or to its place on that of its vocabulary.

        That of a mention leads by the page of its code to its element.
        """
        home = self._frame.find_home(iri)
        if home != iri:
            return self.page(find_path(home, self._frame.root), name_concept(iri))
        path = find_path(iri, self._frame.root)
        mention = _MENTION.fullmatch(path)
        return self.page(mention[1], name_anchor(iri)) if mention else self.page(path, anchor)

    def has(self, iri: str) -> bool:
        """Whether an IRI has a page."""
        return self._frame.holds(iri)

    def naming(self, plan_path: str, iri: str) -> str:
        """Return the way to the page that says where a plan of several names a thing."""
        return self.page(find_naming(plan_path, find_path(iri, self._frame.root)))

    def file(self, path: str) -> str:
        """Return the way to a file that all languages share."""
        return self._walk(quote_path(path)) if self._top == self._up else f"{self._top}{quote_path(path)}"

    def map(self, plan_path: str) -> str:
        """Return the way to a plan's map, which holds all languages in one file."""
        return f"{self.file(f'{plan_path}/map.html')}{'' if self._language == LANGUAGES[0] else f'#l={self._language}'}"

    def draw_once(self, name: str, plan: str, here: str, caller: Callable[[], str]) -> Markup:
        """Return a part that is the same for all pages of a folder, such as the menu: a template draws it once.

        ``here`` tells the pages of a folder apart, where the part is not the same for them.
        """
        key = (name, plan, here, self._language, self._up, *self._folders[:1])
        if key not in self._frame.drawn:
            if len(self._frame.drawn) >= _MOST_DRAWN:
                self._frame.drawn.clear()
            self._frame.drawn[key] = Markup(caller())  # noqa: S704  drawn by a template, which has escaped it
        return self._frame.drawn[key]

    def translate(self, page: Page, language: str) -> str:
        """Return the way to the same page in another language."""
        return f"{self._top}{name_page(quote_path(page.path), language)}"


def draw_page(page: Page, language: str, frame: Frame, environment: Environment | None = None) -> str:
    """Return a page in a language; ``environment`` is one with other templates than those of the site's frame."""
    environment = environment or frame.environment
    links = Links(page, language, frame)
    card = frame.find_plan(page.plan)
    plan_lang = card.language if card else "it"
    template = environment.get_template(page.template) if environment else load_template(page.template)
    return template.render(
        **page.values,
        page=page,
        frame=frame,
        plan_card=card,
        plan_lang=plan_lang,
        in_plan_lang=Markup("") if plan_lang == language else Markup(' lang="{}"').format(plan_lang),
        lang=language,
        turns={other: name_language(other) for other in LANGUAGES if other != language},
        words=load_texts("site", language),
        links=links,
        title=page.titles[language],
        canonical=f"{frame.base}{name_page(quote_path(page.path), language)}" if frame.base else "",
        # Once for a page: it says the same in every language.
        schema=_write_schema(page.schema) if language == LANGUAGES[0] else Markup(),
    )


def _write_schema(schema: Mapping[str, object]) -> Markup:
    """Return what a page says of itself, without what is not known."""
    said = {name: value for name, value in schema.items() if value}
    return Markup(write_json(said)) if said else Markup()  # noqa: S704  no sign in it ends its element


def list_files(page: Page, frame: Frame) -> Mapping[str, Callable[[], bytes]]:
    """Return all files of a page by name, each made when it is asked for: every language, its data, and others."""
    files: dict[str, Callable[[], bytes]] = {
        name_page(page.path, language): partial(_encode_page, page, language, frame) for language in LANGUAGES
    }
    if page.triples:
        order = cache(partial(order_triples, page.triples))
        files[name_data(page.path, "ttl")] = lambda: write_turtle_document(order())
        files[name_data(page.path, "jsonld")] = lambda: write_jsonld_document(order())
    return files | dict(page.files)


def _encode_page(page: Page, language: str, frame: Frame) -> bytes:
    return draw_page(page, language, frame).encode()
