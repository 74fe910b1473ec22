"""One colour a kind, the same in every picture and every exported file.

They are those of M. Okabe and K. Ito, "Color Universal Design", 2008, with the grey that is usually their ninth: people
who see colours differently still tell them apart. A page that needs more contrast darkens them; it does not exchange
them.
"""

from dupgraph.schema.links import ElementKind, ThingKind

BLACK = "#000000"
ORANGE = "#E69F00"
SKY_BLUE = "#56B4E9"
BLUISH_GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILION = "#D55E00"
REDDISH_PURPLE = "#CC79A7"
GREY = "#999999"

# The outline is in cold colours, partners in the one that strikes most.
KIND_COLOURS: dict[ElementKind | ThingKind, str] = {
    "policy": BLUE,
    "guideline": SKY_BLUE,
    "objective": BLUISH_GREEN,
    "action": YELLOW,
    "partner": VERMILION,
    "beneficiary": ORANGE,
    "place": REDDISH_PURPLE,
    "instrument": BLACK,
    "theme": GREY,
}
