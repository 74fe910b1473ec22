"""The kinds of elements and of things, and the links between them."""

from typing import Literal

ElementKind = Literal["policy", "guideline", "objective", "action"]
ThingKind = Literal["partner", "beneficiary", "place", "instrument", "theme"]

ELEMENT_KINDS: tuple[ElementKind, ...] = ("policy", "guideline", "objective", "action")
# Which link makes a thing what it is to an element. The order is that of lists and pictures.
LINKS: dict[str, ThingKind] = {
    "involves": "partner",
    "benefits": "beneficiary",
    "concernsPlace": "place",
    "usesInstrument": "instrument",
    "hasTheme": "theme",
}
# The link by which an element cites another.
REFERENCE = "refersToElement"
THING_KINDS: tuple[ThingKind, ...] = tuple(LINKS.values())
