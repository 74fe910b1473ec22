"""How words are set apart from others, as bits of one value: underlined, in bold, both; the higher the heavier."""

UNDERLINED, BOLD = 1, 2


def set_weight(weight: int, *switches: tuple[int, bool | None]) -> int:
    """Return a weight with bits that are switched on or off; None leaves one as it is.

    >>> set_weight(BOLD, (BOLD, None), (UNDERLINED, True)), set_weight(BOLD, (BOLD, False))
    (3, 0)
    """
    for bit, switch in switches:
        weight = weight if switch is None else weight | bit if switch else weight & ~bit
    return weight
