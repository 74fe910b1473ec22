"""More plans than a ring has names for: by province, region or initial, and which of whose towns name which partners.

What is read is counted where the graph is, not brought here: a country has millions of links.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dupgraph.ask.names import fold_label
from dupgraph.base.gathering import gather
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.tabled import ask_things, find_tables
from dupgraph.language.languages import LANGUAGES, get_text
from dupgraph.publish.towns.content import MOST_PARTNERS, Owner, Partner, Tie, Town, TownsContent, list_owners
from dupgraph.schema.namespaces import DCT, DUP, OA, SKOS

_COUNTS = f"""SELECT ?plan ?thing (COUNT(DISTINCT ?element) AS ?elements) WHERE {{
  ?element <{DUP}involves> ?thing ; <{OA}hasSource> ?text . ?plan <{DCT}source> ?text ; a <{DUP}Plan> .
}} GROUP BY ?plan ?thing"""
_TABLED_COUNTS = """SELECT e.plan AS "<plan>", l.thing AS "<thing>", count(*) AS elements
  FROM links l JOIN elements e ON e.iri = l.element WHERE l.property = 'involves' GROUP BY e.plan, l.thing"""
# More provinces are drawn by their regions: above and below a ring, names stand beside one another. Of fewer each is
# cut by the initials of its towns, at least so many together: two marks on a ring would tell nothing.
_MOST_PROVINCES, _FEWEST_PROVINCES, _TOGETHER = 40, 5, 12
_LABELS = f"""SELECT DISTINCT ?thing ?label ?kind WHERE {{
  ?thing <{SKOS}prefLabel> ?label FILTER(LANG(?label) = "it") OPTIONAL {{ ?thing <{DUP}hasKind> ?kind }} }}"""


# What tells a town from others: its region, its province, its name.
_Home = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Named:
    """A partner by its name, and in how many elements of each town's plans it is involved."""

    name: str
    is_kind: bool
    towns: Mapping[_Home, int]


def read_areas(engine: Engine) -> TownsContent:
    """Return provinces and their partners; regions where provinces are many, initials where they are few."""
    owners = list_owners(engine)
    named = _read_named(engine, {owner.plan: _find_home(owner) for owner in owners})
    shared = [each for each in named if len(each.towns) > 1]
    shown = sorted(shared, key=lambda each: (-len(each.towns), each.name.casefold()))[:MOST_PARTNERS]
    # A town is one, however many plans it has.
    drawn, places = _place_owners(list({_find_home(owner): owner for owner in owners}.values()))
    ids = {place: f"t{number}" for number, place in enumerate(places)}
    partners = tuple(Partner(f"p{n}", each.name, each.is_kind, len(each.towns)) for n, each in enumerate(shown))
    return TownsContent(
        tuple(_make_area(ids[place], *place, group) for place, group in places.items()),
        partners,
        tuple(_list_ties(shown, partners, {place: (ids[place], group) for place, group in places.items()})),
        len(named) - len(shared),
        len(shared) - len(shown),
        drawn,
    )


def _find_home(owner: Owner) -> _Home:
    return owner.region, owner.province, owner.town


def _place_owners(owners: Sequence[Owner]) -> tuple[str, dict[tuple[str, str], list[Owner]]]:
    """Return what is drawn, and whose plans are where: by what the place is in, and its name."""
    provinces: dict[tuple[str, str], list[Owner]] = defaultdict(list)
    regions: dict[tuple[str, str], list[Owner]] = defaultdict(list)
    for owner in owners:
        provinces[owner.region, owner.province].append(owner)
        regions["", owner.region].append(owner)
    if len(provinces) > _MOST_PROVINCES:
        return "regions", regions
    if len(provinces) >= _FEWEST_PROVINCES:
        return "provinces", provinces
    places: dict[tuple[str, str], list[Owner]] = {}
    for (_, name), group in provinces.items():
        for initials, part in _cut_by_initial(group).items():
            places[name, f"{name or _name_unplaced()} {initials}" if len(provinces) > 1 else initials] = part
    return "initials", places


def _cut_by_initial(owners: Iterable[Owner]) -> dict[str, list[Owner]]:
    """Return towns by the initials of their names, few letters with few towns together: "A–B"."""
    ordered = sorted(owners, key=lambda owner: fold_label(owner.town))
    letters = gather((fold_label(owner.town)[:1].upper(), owner) for owner in ordered)
    parts: list[tuple[str, str, list[Owner]]] = []
    left = sum(map(len, letters.values()))
    for letter, group in letters.items():
        if parts and (len(parts[-1][2]) < _TOGETHER or left < _TOGETHER):
            first, _, before = parts.pop()
            parts.append((first, letter, before + group))
        else:
            parts.append((letter, letter, group))
        left -= len(group)
    return {first if first == last else f"{first}–{last}": group for first, last, group in parts}


def _read_named(engine: Engine, homes: Mapping[str, _Home]) -> list[_Named]:
    """Return the partners; those that towns have under one name are one."""
    tables = find_tables(engine)
    found = engine.select(_COUNTS) if tables is None else tables.select(_TABLED_COUNTS, {})
    rows = found.list_texts()
    things = sorted({thing for _, thing, _ in rows})
    labels = _read_labels(ask_things(engine, things))
    towns: dict[str, Counter[_Home]] = defaultdict(Counter)
    first: dict[str, str] = {}
    for plan, thing, elements in sorted(rows):
        name = fold_label(labels[thing][0]) if thing in labels else ""
        if name and plan in homes:
            first.setdefault(name, thing)
            towns[name][homes[plan]] += int(elements)
    return [_Named(*labels[first[name]], towns[name]) for name in towns]


def _read_labels(engine: Engine) -> dict[str, tuple[str, bool]]:
    """Return what each thing is called, and whether it is a kind of bodies and not one of them."""
    rows = sorted(engine.select(_LABELS).list_texts())
    return {thing: (label, not kind) for thing, label, kind in reversed(rows)}


def _make_area(id: str, within: str, name: str, owners: Sequence[Owner]) -> Town:
    return Town(id, name or _name_unplaced(), "", within, 0, tuple(owner.town for owner in owners))


def _name_unplaced() -> str:
    return get_text("towns", "unplaced", LANGUAGES[0])


def _list_ties(
    shown: Sequence[_Named], partners: Sequence[Partner], places: Mapping[tuple[str, str], tuple[str, Sequence[Owner]]]
) -> Iterable[Tie]:
    for id, owners in places.values():
        for partner, each in zip(partners, shown, strict=True):
            homes = [home for owner in owners if (home := _find_home(owner)) in each.towns]
            naming = tuple((home[-1], each.towns[home]) for home in homes)
            if naming:
                yield Tie(id, partner.id, (), naming)
