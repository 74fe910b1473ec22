"""How words are set apart from others, as bits of one value: underlined, in bold, both; the higher the heavier.

Italics by themselves set nothing apart: they part what is in bold from what is in bold italics.
"""

from collections.abc import Mapping

ITALIC, UNDERLINED, BOLD = 1, 2, 4


def make_weight(facts: Mapping[str, object]) -> int:
    """Return the weight of words of which these facts say whether they are bold, underlined or italic.

    >>> make_weight({"bold": True, "italic": True}), make_weight({"italic": True})
    (5, 0)
    """
    weight = (BOLD if facts.get("bold") else 0) | (UNDERLINED if facts.get("underlined") else 0)
    return weight | ITALIC if weight and facts.get("italic") else weight


def set_weight(weight: int, *switches: tuple[int, bool | None]) -> int:
    """Return a weight with bits that are switched on or off; None leaves one as it is.

    >>> set_weight(BOLD, (BOLD, None), (UNDERLINED, True)), set_weight(BOLD, (BOLD, False))
    (6, 0)
    """
    for bit, switch in switches:
        weight = weight if switch is None else weight | bit if switch else weight & ~bit
    return weight


def weigh(weight: int) -> int:
    """Return what weights are in order by: of two that are the same but for italics, the upright one is the heavier.

    >>> sorted((BOLD, BOLD | ITALIC, UNDERLINED), key=weigh) == [UNDERLINED, BOLD | ITALIC, BOLD]
    True
    """
    return weight ^ ITALIC
