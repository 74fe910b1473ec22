"""How far two words are from one another, in letters."""


def measure_distance(first: str, second: str, most: int) -> int:
    """Return how many letters must be put in, left out, changed or swapped with the next; ``most`` + 1 when more.

    The restricted Damerau-Levenshtein distance (optimal string alignment).

    >>> measure_distance("obietivi", "obiettivi", 2), measure_distance("socre", "score", 2)
    (1, 1)
    """
    # Each step changes at most two of the letters that only one of them has.
    if abs(len(first) - len(second)) > most or len(set(first) ^ set(second)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        above, row, older = row, [i], before
        for j, b in enumerate(second, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before = above
    return row[-1]
