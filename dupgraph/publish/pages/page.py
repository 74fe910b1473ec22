"""A page as a value: where it stands, which template draws it, what that is given; and a route, which makes one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Triple


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way to a page: its name in each language, and its path."""

    names: Mapping[str, str]
    path: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a site, in every language.

    ``path`` has no ending and no language; ``iri`` is what the page is about, empty for a page that is about nothing
    in a graph; ``titles`` are by language; ``values`` go to the template, which finds the language there too;
    ``triples`` stand beside the page as Turtle and JSON-LD; ``schema`` is the schema.org description that the page
    holds, and ``name_language`` the language of its title, where that is not the page's; ``files`` are others that
    belong to it, made when asked for, by their whole path; ``plan`` is the IRI of the plan that it is part of.
    """

    path: str
    template: str
    titles: Mapping[str, str]
    values: Mapping[str, object]
    iri: str = ""
    crumbs: tuple[Crumb, ...] = ()
    triples: tuple[Triple, ...] = ()
    schema: Mapping[str, object] = field(default_factory=dict)
    name_language: str = ""
    files: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """The path of a page, without ending and language; ``make`` makes the page, ``has_data`` tells whether it has data.

    A site of ten thousand pages is ten thousand routes: pages themselves are made one by one.
    """

    path: str
    make: Callable[[], Page]
    has_data: bool = False
