"""What the numbers of elements say against their tree."""

import pytest

from dupgraph.read.outline.series import doubt_order, doubt_series
from dupgraph.schema.values import Section, Span


def make(rows: str, more: str = "") -> list[Section]:
    """Return elements by their codes; what those named in ``more`` say goes on everywhere."""
    again = (Span(0, 1),)
    return [
        Section(
            code, "objective", f"Livello {code.count('.')}", code, n, n, n, n, code.rpartition(".")[0] or None, n,
            notation=code.partition("-")[0], more=again if code in more.split() else (),
        )
        for n, code in enumerate(rows.split())
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "more", "doubted"),
    [
        # The second 1 and 2 were not taken; in a second part all stand so.
        ("1 2 1.1 1.2 2.1 2.2 3 3.1 4 4.1", "", True),
        ("1 2 1.1 1.2 2.1 2.2 3 3.1 4 4.1", "1 2", False),
        ("1 2 1.1 1.2 2.1 2.2", "", False),
        ("1 1.1 2 2.1 3 3.1 1.2", "", False),
    ],
)
def test_elements_behind_another_heading_than_their_numbers_name_are_a_doubt(
    rows: str, more: str, doubted: bool
) -> None:
    assert bool(doubt_order(make(rows, more))) == doubted


def test_letters_that_begin_again_at_the_top_are_a_doubt() -> None:
    (reason,) = doubt_series(make("a b a-bis b-bis"))
    assert "2 numbers stand again at the top (a-bis)" in reason
