"""Words to places: what nobody knows by name, and stands where only a place can: "i pontili di Colmegna".

A simple preposition after a place or after what is built somewhere, a list that goes on with one, "tra ... e ...".
"""

from collections.abc import Container

from dupgraph.language.words import TOKENS, Words

# What stands or lies somewhere, and who lives there, by their keys: a place follows "di", "a" or "in".
_BUILT = frozenset(
    {"pontile", "condotta", "versante", "muro", "marciapiede", "ambulatorio", "parcheggio", "fermata", "argine",
     "sponda", "abitato", "abitante", "residente", "strada", "svincolo", "incrocio", "rotatoria", "nucleo", "lavatoio",
     "attracco", "acquedotto", "fognatura", "cimitero", "collegamento", "restauro", "lottizzazione", "frana",
     "spogliatoio", "sagrato", "imbarcadero", "invaso", "serbatoio", "abitazione"}
)  # fmt: skip
# What runs between two places.
_RUNNING = _BUILT | {"tratto", "ciclabile", "collettore", "fognario"}
_AT = frozenset({"di", "a", "ad", "in"})
_BETWEEN = frozenset({"tra", "fra"})


def is_grounded(words: Words, first: int, ends: Container[int]) -> bool:
    """Whether the unknown name from word ``first`` on is a place by where it stands; places end before ``ends``."""
    if first < 2 or words.get_gap(first).strip() or words.get_gap(first - 1).strip():
        return False
    before = TOKENS[words.tokens[first - 1]].form
    if before == "e":
        # What follows the first of two between which something runs.
        return first - 1 in ends and _follows_between(words, first - 1)
    if before in _BETWEEN:
        return words.get_key(first - 2) in _RUNNING
    if before not in _AT:
        return False
    listed = TOKENS[words.tokens[first - 2]].form == "e" and first - 2 in ends
    return listed or first - 1 in ends or words.get_key(first - 2) in _BUILT


def _follows_between(words: Words, index: int) -> bool:
    return any(TOKENS[words.tokens[place]].form in _BETWEEN for place in range(max(0, index - 4), index))
