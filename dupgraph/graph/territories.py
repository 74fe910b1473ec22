"""The national lists of comuni, province, città metropolitane and regioni: which is named, and what is known of it.

``ontology/territories/README.md`` says where they come from. They are looked up, never searched for: a town counts
only where a text says that a town follows, so 8,000 names cost a plan nothing.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from dupgraph.base.files import find_resource
from dupgraph.schema.links import ORGANIZATION, PLACE
from dupgraph.schema.namespaces import CLVAPIT, COVAPIT, DATA, DCT, DUP, RDF, SKOS, VOCABULARY, make_slug
from dupgraph.schema.values import Fact, Thing

CITIES = "https://w3id.org/italia/controlled-vocabulary/territorial-classifications/cities/"
_CATEGORIES = "https://w3id.org/italia/controlled-vocabulary/classifications-for-organizations/S13/"
_ACTORS = VOCABULARY + "actors/"
# The longest name has nine words; whoever says it all is served, too.
_LONGEST = 9


class Town(NamedTuple):
    """A comune as the list has it; ``common`` says that its name is also a word of the language."""

    istat: str
    name: str
    ontopia: str
    province: str
    capital: bool
    common: bool


class Territory(NamedTuple):
    """A region ("region"), a province ("province") or a città metropolitana ("city") as the list has it."""

    kind: str
    code: str
    name: str
    region: str
    iri: str


class Territories:
    """Both lists, by the words of a name in small letters and without accents.

    A plan names few towns: the rows stay text in order, and the one that is meant is looked up.
    """

    def __init__(self) -> None:
        self._towns = sorted(_read_rows("comuni.csv"))
        self._territories: dict[str, list[Territory]] = {}
        for row in _read_rows("territori.csv"):
            key, *facts = row.split(",")
            self._territories.setdefault(key, []).append(Territory(*facts))
        # One may have several names.
        self._listed = {place.iri: place for places in self._territories.values() for place in places}.values()

    def list_names(self) -> Iterable[str]:
        """Return the names that one town alone bears, in small letters and without accents."""
        counts = Counter(row.partition(",")[0] for row in self._towns)
        return [name for name, count in counts.items() if count == 1]

    def opens_town(self, folded: str) -> bool:
        """Say whether the name of a town begins with this word."""
        index = bisect_left(self._towns, folded)
        return index < len(self._towns) and self._towns[index].startswith((f"{folded} ", f"{folded},"))

    def find_town(self, folded: Sequence[str]) -> tuple[Town, int] | None:
        """Return the town whose name ``folded`` begins with, the longest, and how many words it has.

        A name that two towns bear says neither.
        """
        for count in range(min(len(folded), _LONGEST), 0, -1):
            rows = self._find_rows(" ".join(folded[:count]))
            if len(rows) == 1:
                return _make_town(rows[0]), count
        return None

    def list_called(self, folded: Sequence[str]) -> tuple[Town, ...]:
        """Return the towns of this whole name: two of the few that two bear."""
        return tuple(map(_make_town, self._find_rows(" ".join(folded))))

    def _find_rows(self, name: str) -> list[str]:
        """Return the rows of the towns of this name, which follow one another."""
        beginning = f"{name},"
        first = last = bisect_left(self._towns, beginning)
        while last < len(self._towns) and self._towns[last].startswith(beginning):
            last += 1
        return self._towns[first:last]

    def find_territory(self, kinds: frozenset[str], folded: Sequence[str]) -> tuple[Territory, int] | None:
        """Return the territory of one of ``kinds`` whose name ``folded`` begins with, and how many words it has."""
        for count in range(min(len(folded), _LONGEST), 0, -1):
            for territory in self._territories.get(" ".join(folded[:count]), ()):
                if territory.kind in kinds:
                    return territory, count
        return None

    @cached_property
    def homes(self) -> dict[str, tuple[str, str]]:
        """The names of province and region of each municipality, by its code."""
        regions = {place.code: place.name for place in self._listed if place.kind == "region"}
        parts = [place for place in self._listed if place.kind != "region"]
        provinces = {place.code: (place.name, regions.get(place.region, "")) for place in parts}
        towns = map(_make_town, self._towns)
        return {town.istat: provinces.get(town.province, ("", "")) for town in towns}

    def find_code(self, istat: str) -> Town | None:
        """Return the town with this code; None where the list has none."""
        row = self._codes.get(istat)
        return _make_town(row) if row else None

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {row.split(",", 2)[1]: row for row in self._towns}

    def find_home(self, istat: str) -> list[Territory]:
        """Return the region and the province of the municipality with this code; nothing where no list has it."""
        town = self.find_code(istat)
        province = town.province if town else None
        own = [place for place in self._listed if place.kind != "region" and place.code == province]
        return [place for place in self._listed if own and place.kind == "region" and place.code == own[0].region] + own


@cache
def load_territories() -> Territories:
    """Return the national lists, read once."""
    return Territories()


def _read_rows(name: str) -> list[str]:
    """Return the rows of a list, each with its key before it."""
    return find_resource("ontology", "territories", name).read_text(encoding="utf-8").splitlines()[1:]


def _make_town(row: str) -> Town:
    _, istat, name, ontopia, province, capital, common = row.split(",")
    return Town(istat, name, ontopia, province, capital == "1", common == "1")


@cache
def locate_town(istat: str) -> tuple[Fact, ...]:
    """Return what is known of the municipality with this code as a territory, and of its region and province.

    As in OntoPiA, a city is situated within both. Nothing is known of a code that no list has.
    """
    lists = load_territories()
    town = lists.find_code(istat)
    if town is None:
        return ()
    home = lists.find_home(istat)
    within = (Fact(CITIES + town.ontopia, CLVAPIT + "situatedWithin", place.iri, link=True) for place in home)
    return (*_describe_city(town), *within, *(fact for place in home for fact in _describe_territory(place)))


def make_town_body(town: Town) -> Thing:
    """Return the comune as a body: the same in every plan, its own included."""
    iri, label = DATA + town.istat, f"Comune di {town.name}"
    return Thing(
        iri, ORGANIZATION, label, frozenset({_ACTORS + "other-municipalities"}), coined=True,
        facts=(*_name_body(iri, label, f"Municipality of {town.name}", "other-municipalities", "204"),
               Fact(iri, DCT + "identifier", town.istat), Fact(iri, DCT + "coverage", CITIES + town.ontopia, link=True),
               *_describe_city(town)),
    )  # fmt: skip


def make_town_place(town: Town) -> Thing:
    """Return the town as a place: OntoPiA's own concept of it."""
    return Thing(CITIES + town.ontopia, PLACE, town.name, coined=True, facts=_describe_city(town))


def make_territory_body(territory: Territory) -> Thing:
    """Return a region, province or città metropolitana as a body, with its concept among OntoPiA's territories."""
    italian, english, kind, category = {
        "region": ("Regione", "Region of", "region", "201"),
        "province": ("Provincia di", "Province of", "province", "203"),
        "city": ("Città metropolitana di", "Metropolitan city of", "province", "203"),
    }[territory.kind]
    label = f"{italian} {territory.name}"
    iri = f"{VOCABULARY}bodies/{make_slug(label)}"
    return Thing(
        iri, ORGANIZATION, label, frozenset({_ACTORS + kind}), coined=True,
        facts=(*_name_body(iri, label, f"{english} {territory.name}", kind, category),
               Fact(iri, DCT + "coverage", territory.iri, link=True),
               *_describe_territory(territory)),
    )  # fmt: skip


def _describe_territory(territory: Territory) -> tuple[Fact, ...]:
    return _describe_feature(territory.iri, territory.code, territory.name)


def _describe_city(town: Town) -> tuple[Fact, ...]:
    return _describe_feature(CITIES + town.ontopia, town.istat, town.name)


def _describe_feature(iri: str, code: str, name: str) -> tuple[Fact, ...]:
    return (
        Fact(iri, RDF + "type", CLVAPIT + "Feature", link=True),
        Fact(iri, SKOS + "notation", code),
        *_name(iri, name, name),
    )


def _name(iri: str, italian: str, english: str) -> tuple[Fact, Fact]:
    label = SKOS + "prefLabel"
    return Fact(iri, label, italian, language="it"), Fact(iri, label, english, language="en")


def _name_body(iri: str, italian: str, english: str, kind: str, category: str) -> tuple[Fact, ...]:
    return (
        Fact(iri, RDF + "type", COVAPIT + "PublicOrganization", link=True),
        *_name(iri, italian, english),
        Fact(iri, DUP + "hasKind", _ACTORS + kind, link=True),
        Fact(iri, COVAPIT + "hasCategory", _CATEGORIES + category, link=True),
    )
