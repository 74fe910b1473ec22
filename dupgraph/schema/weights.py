"""How words are set apart from others, as bits of one value: italic, underlined, bold; the higher the heavier."""

from collections.abc import Mapping

ITALIC, UNDERLINED, BOLD = 1, 2, 4


def make_weight(facts: Mapping[str, object]) -> int:
    """Return the weight of words of which these facts say whether they are bold, underlined or italic.

    >>> make_weight({"bold": True, "italic": True, "underlined": None})
    5
    """
    switches = (("italic", ITALIC), ("underlined", UNDERLINED), ("bold", BOLD))
    return sum(bit for name, bit in switches if facts.get(name))


def set_weight(weight: int, *switches: tuple[int, bool | None]) -> int:
    """Return a weight with bits that are switched on or off; None leaves one as it is.

    >>> set_weight(BOLD, (BOLD, None), (UNDERLINED, True)), set_weight(BOLD, (BOLD, False))
    (6, 0)
    """
    for bit, switch in switches:
        weight = weight if switch is None else weight | bit if switch else weight & ~bit
    return weight
