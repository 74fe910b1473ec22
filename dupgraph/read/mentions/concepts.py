"""Concepts of the packaged vocabularies that rules know by name: kinds of bodies, of places, of instruments; themes."""

from dupgraph.schema.namespaces import VOCABULARY


def list_actors(kinds: str) -> frozenset[str]:
    """Return the IRIs of kinds of bodies, of which ``kinds`` has the names."""
    return _list("actors", kinds)


def list_places(kinds: str) -> frozenset[str]:
    """Return the IRIs of kinds of places."""
    return _list("places", kinds)


def list_themes(names: str) -> frozenset[str]:
    """Return the IRIs of themes."""
    return _list("themes", names)


def _list(scheme: str, kinds: str) -> frozenset[str]:
    return frozenset(f"{VOCABULARY}{scheme}/{kind}" for kind in kinds.split())


_ACTORS, _INSTRUMENTS, PLACES = VOCABULARY + "actors/", VOCABULARY + "instruments/", VOCABULARY + "places/"

AGENCIES = _ACTORS + "agencies"
ASSOCIATIONS = _ACTORS + "associations"
COURTS = _ACTORS + "judiciary"
OTHER_TOWNS = _ACTORS + "other-municipalities"
PROVINCES = _ACTORS + "province"
REGIONS = _ACTORS + "region"
# Bodies of which the building is meant only where a cue or works say so.
SCHOOLS = _ACTORS + "schools"
UNIONS = _ACTORS + "union-of-municipalities"
SPORTS_CLUBS = _ACTORS + "sports-associations"
TERRITORIES = frozenset({REGIONS, PROVINCES, OTHER_TOWNS})

_GROUPS = VOCABULARY + "beneficiaries/"
ELDERLY, YOUNG_PEOPLE = _GROUPS + "elderly", _GROUPS + "young-people"

CHURCHES = PLACES + "places-of-worship"
FORMER = PLACES + "former-buildings"
HAMLETS = PLACES + "hamlets"
# Of these each town has one: "un centro storico più vivo" is there.
OLD_TOWNS = PLACES + "old-town"
SPORTS = PLACES + "sports-facilities"
STREETS = PLACES + "streets"
ROADS = frozenset({STREETS, PLACES + "squares"})
# Parts of a town whose names stand for themselves.
PARTS = frozenset({HAMLETS, PLACES + "neighbourhoods"})

LAWS, REGIONAL_LAWS = _INSTRUMENTS + "laws", _INSTRUMENTS + "regional-directives"
# The mark that a product bears ends the name of its consortium: "Consorzio di tutela dell'Asiago DOP".
QUALITY_MARKS = _INSTRUMENTS + "quality-marks"
RECOVERY_PLAN = _INSTRUMENTS + "pnrr"
SCHEMES = _INSTRUMENTS + "projects"
