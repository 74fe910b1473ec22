"""What an explorer's page gives back, before it is drawn; and what is wrong with a request, as a page says it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dupgraph.ask.results.formats import FORMATS
from dupgraph.ask.results.result import Result
from dupgraph.base.errors import OutputError
from dupgraph.language.languages import get_text
from dupgraph.publish.pages.drawing import Frame
from dupgraph.publish.pages.elements import find_word, repeat_text
from dupgraph.publish.pages.page import Crumb, Page
from dupgraph.schema.namespaces import make_slug
from dupgraph.serve.pages.addresses import Address
from dupgraph.serve.pages.index import Index
from dupgraph.serve.requests import find_repeated

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Reply:
    """A page to draw, or bytes of a media type to be kept under a file's ``name``, or another ``location``.

    In the place of bytes may stand the IRIs of two ``plans``: their comparison is the answer.
    """

    page: Page | None = None
    status: int = 200
    data: bytes = b""
    media_type: str = ""
    name: str = ""
    location: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    plans: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """What every page of the explorer is made from: where it is, what it was given, and the plans that are open.

    ``pairs`` are the names and values that the request brought.
    """

    address: Address
    pairs: tuple[tuple[str, str], ...]
    index: Index
    frame: Frame

    @property
    def given(self) -> dict[str, str]:
        """The values by name."""
        return dict(self.pairs)

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.address.language

    @property
    def plan(self) -> str:
        """The IRI of the one plan that is asked; empty for all."""
        return self.address.plan.iri if self.address.plan else ""

    def word(self, key: str, **facts: object) -> str:
        """Return one of the server's texts."""
        return get_text("serve", key, self.language, **facts)


def make_page(
    visit: Visit,
    template: str,
    titles: Mapping[str, str] | str,
    values: Mapping[str, object],
    crumbs: Iterable[Crumb] = (),
) -> Page:
    """Return a page of the explorer: below the home, and below its plan where there are several."""
    card = visit.address.plan
    way = [Crumb(find_word("home"), "index")]
    if card and not visit.frame.plan:
        way.append(Crumb(repeat_text(card.title), card.path))
    return Page(
        path=visit.address.path,
        template=template,
        titles=repeat_text(titles) if isinstance(titles, str) else titles,
        values={"address": visit.address, "given": visit.given, **values},
        plan=visit.plan,
        crumbs=(*way, *crumbs),
    )


def refuse(visit: Visit, reason: str, status: int = 400) -> Reply:
    """Return the page that says what is wrong with a request."""
    page = make_page(visit, "refused.html", find_word("bad_request", "serve"), {"reason": reason})
    return Reply(page, status)


def refuse_twice(visit: Visit) -> Reply | None:
    """Return the page that says which value was given twice; None where none was."""
    twice = find_repeated(visit.pairs)
    return refuse(visit, visit.word("twice", name=twice[:100])) if twice else None


def report_missing(visit: Visit) -> Reply:
    """Return the page that says that there is nothing here."""
    return Reply(make_page(visit, "not_found.html", find_word("not_found"), {}), 404)


def give_file(visit: Visit, result: Result, words: str) -> Reply:
    """Return an answer as a file, called after ``words``; or the page that says why it cannot be one."""
    try:
        return replace(name_file(visit, words), data=FORMATS[visit.address.ending].encode(result))
    except OutputError:
        return refuse(visit, visit.word("no_file"), 406)


def name_file(visit: Visit, words: str) -> Reply:
    """Return a file of the sort that the address asks for, called after ``words``; its bytes are still to come."""
    known = FORMATS[visit.address.ending]
    name = f"{make_slug(words)[:_LONGEST_NAME].strip('-') or 'dupgraph'}{known.extension}"
    media_type = f"{known.media_type}; charset=utf-8" if known.is_text else known.media_type
    return Reply(media_type=media_type, name=name)
