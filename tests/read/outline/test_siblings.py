"""Elements that are unlike the others of their level."""

import pytest

from dupgraph.read.outline.siblings import doubt_siblings
from dupgraph.schema.values import Section

TITLES = ("Aprire un nido", "Rifare i ponti", "Curare i boschi", "Formare i giovani", "Ampliare la mensa", "Vie sicure")


def make(titles: list[str]) -> list[Section]:
    return [Section(str(n), "objective", "Punto", title, 0, 1, 0, 1, None, n) for n, title in enumerate(titles)]


@pytest.mark.parametrize(
    ("titles", "doubt"),
    [
        ([*TITLES, "domiciliare per"], "1 titles begin with a small letter"),
        ([*TITLES, "eGovernment"], ""),
        ([title.lower() for title in TITLES], ""),
        ([*(f"{title} (OB {n}.1)" for n, title in enumerate(TITLES)), "Personale"], "lack the code"),
        ([*TITLES, "Riaprire il museo (OB 1.1)"], ""),
    ],
)
def test_a_few_titles_unlike_all_others_are_a_doubt(titles: list[str], doubt: str) -> None:
    reasons = doubt_siblings(make(titles))
    assert bool(reasons) == bool(doubt) and all(doubt in reason for reason in reasons)
