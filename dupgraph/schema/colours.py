"""One colour a kind, the same in every picture and every exported file.

They are those of M. Okabe and K. Ito, "Color Universal Design", 2008, with the grey that is usually their ninth: people
who see colours differently still tell them apart. A page that needs more contrast darkens them; it does not exchange
them.
"""

from collections.abc import Mapping

from dupgraph.schema.links import LEVELS, SHOWN

PALETTE: Mapping[str, str] = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky blue": "#56B4E9",
    "bluish green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermilion": "#D55E00",
    "reddish purple": "#CC79A7",
    "grey": "#999999",
}
# Of each level and each role. The outline is in cold colours, partners in the one that strikes most.
KIND_COLOURS: Mapping[str, str] = {
    **{level.name: PALETTE[level.colour] for level in LEVELS.values()},
    **{link.role: PALETTE[link.colour] for link in SHOWN},
}
