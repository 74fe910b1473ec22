"""The search index of a site: a row for each page, as data that the page's own script loads.

A site of one plan holds the texts of its elements. One of several holds the plans, what they share, and the titles of
their elements without texts, these up to MOST_BYTES; it says how many it leaves out, and of which plans: their own
pages lead to all of it.
"""

from collections import Counter
from collections.abc import Iterator

from dupgraph.ask.names import fold_label
from dupgraph.language.languages import FIRST
from dupgraph.publish.embedding import write_json
from dupgraph.publish.facts import Facts
from dupgraph.publish.pages.drawing import Frame
from dupgraph.publish.pages.elements import find_word, name_row
from dupgraph.publish.pages.page import Page
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.pages.shared import PlanNaming
from dupgraph.schema.links import ELEMENT_KINDS, LEVELS, LINK_OF_ROLE, LINKS
from dupgraph.schema.namespaces import DCT, DUP, RDFS, SKOS

INDEX = "search-index.js"
# The most bytes of elements in the index of a site of several plans: what a browser still loads at once.
MOST_BYTES = 3_000_000
# Of the plans whose elements do not fit, so many are named.
MOST_NAMED = 5
# The words by which plans are read: for those who maintain them, not for citizens.
_CUES = "controlled-vocabulary/cues"
# Pages without a row: the search itself, the one for unknown addresses, those that list where one plan names a thing.
_EXCLUDED = {"home.html", "not_found.html", "naming.html"}
# What a page is, where it is about no element and no named thing; the site's words call it so.
_KINDS = {"plan.html": "plan", "question.html": "question", "term.html": "term", "thing.html": "concept"}
_OTHERS = (*_KINDS.values(), "page_kind")
_NAME = SKOS + "prefLabel"
# The other names of a thing that a search finds it by.
_ALIASES = (
    _NAME,
    *(SKOS + name for name in ("altLabel", "hiddenLabel", "notation")),
    *(DUP + name for name in ("fixedLabel", "cuedLabel", "openLabel")),
    RDFS + "label",
    DCT + "identifier",
)

# Words of a theme are not its names: they are searched as text is.
_WORDS = DUP + "strongTerm"
_FOUND_BY = {*_ALIASES, _WORDS}


class SearchIndex:
    """Collects the rows of a site's pages."""

    def __init__(self) -> None:
        self._rows: list[str] = []
        self._elements = 0
        self._left: Counter[str] = Counter()

    def add(self, page: Page, frame: Frame) -> None:
        """Add a page of the site."""
        if page.template in _EXCLUDED or page.path.startswith(_CUES):
            return
        view = page.values.get("view")
        seen = view if isinstance(view, PlanView) else None
        kind = _find_kind(page, seen)
        row = write_json(list(_list_cells(page, kind, seen, frame)))
        if kind in ELEMENT_KINDS and frame.plan is None:
            if self._elements + len(row) > MOST_BYTES:
                card = frame.find_plan(page.plan)
                self._left[(card.municipality or card.title) if card else page.plan] += 1
                return
            self._elements += len(row)
        self._rows.append(row)

    def write(self) -> bytes:
        """Return the index as a script that assigns it: a file of data would not load where pages are files."""
        rows = {**LEVELS, **LINK_OF_ROLE}
        words = {kind: name_row(row) for kind, row in rows.items()} | {kind: find_word(kind) for kind in _OTHERS}
        entries = ",\n".join(self._rows)
        left = {"count": self._left.total(), "plans": len(self._left), "names": list(self._left)[:MOST_NAMED]}
        head = f'"kinds":{write_json(words)},"left":{write_json(left)}'
        return f'globalThis.dupgraphIndex={{{head},"entries":[\n{entries}\n]}};\n'.encode()


def _list_cells(page: Page, kind: str, view: PlanView | None, frame: Frame) -> Iterator[str | int]:
    """Yield kind, path, both names, other names, code, text, how often it is named, and the plan of several."""
    element = view.elements.get(page.iri) if view else None
    italian, english = page.titles["it"], page.titles["en"]
    facts = Facts(triple for triple in page.triples if triple.predicate.value in _FOUND_BY)
    code, text = "", ", ".join((*facts.list_texts(page.iri, _WORDS), *_list_concepts(page, facts)))
    count = len(view.by_thing.get(page.iri, ())) if view else sum(naming.elements for naming in _list_namings(page))
    if view and element:
        code, italian, english = element.code, element.title, element.title
        text = view.read_element(element.iri) if frame.plan else ""
    yield kind
    yield page.path
    yield italian
    # What has one name alone has it in Italian, or in its plan's language.
    yield "" if page.iri and english == italian else english
    yield "" if element else "\n".join(_list_aliases(page, facts))
    yield code
    yield " ".join(text.split())
    yield count
    card = frame.find_plan(page.plan) if page.plan and not frame.plan else None
    yield (card.municipality or card.title) if card else ""
    # Names and texts are in Italian unless they say otherwise.
    if page.name_language not in ("", FIRST):
        yield page.name_language


def _find_kind(page: Page, view: PlanView | None) -> str:
    """Return what a page is about, as one of the site's words."""
    if view and page.iri in view.elements:
        return view.elements[page.iri].kind
    if view and page.iri in view.things:
        return view.things[page.iri].kind
    return next((LINKS[naming.property].role for naming in _list_namings(page)), _KINDS.get(page.template, "page_kind"))


def _list_namings(page: Page) -> list[PlanNaming]:
    """Return where the plans of several name what a page is about."""
    plans = page.values.get("plans")
    return [naming for naming in plans if isinstance(naming, PlanNaming)] if isinstance(plans, tuple) else []


def _list_concepts(page: Page, facts: Facts) -> Iterator[str]:
    """Yield the names of the concepts on a vocabulary's page where none has its own, such as development goals.

    Where some have, as bodies do, a search must not say that the plan names the others.
    """
    if not page.values.get("has_pages", True):
        yield from (name for iri in facts.by_subject if iri != page.iri for name in facts.list_texts(iri, _NAME))


def _list_aliases(page: Page, facts: Facts) -> list[str]:
    """Return the other names of what a page is about: each once, whatever its case and accents, in one order."""
    seen = {fold_label(title) for title in page.titles.values()}
    found = []
    for predicate in _ALIASES:
        for alias in sorted(facts.list_texts(page.iri, predicate)):
            folded = fold_label(alias)
            if folded not in seen:
                seen.add(folded)
                found.append(" ".join(alias.split()))
    return found
