"""Text made safe for a terminal: what steers it is shown, what people write stays."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from dupgraph.base.terminal import make_visible


def test_what_steers_is_shown() -> None:
    assert make_visible("\x1b[2J\x07\x7f") == "␛[2J␇␡"
    assert make_visible("a\x9b31m\u202eb\u2066c\u200fd\ufeff\u2028e\ud800") == "a�31m�b�c�d��e�"


def test_what_people_write_stays() -> None:
    text = "Città dell’Età\n\t1º · «œuvre» Straße 日本 👩 e\u0301 \u00a0"
    assert make_visible(text) == text


@settings(deadline=None)
@given(st.text())
def test_nothing_that_steers_is_left(text: str) -> None:
    left = make_visible(text)
    assert len(left) == len(text)
    for sign in left.replace("\n", "").replace("\t", ""):
        assert unicodedata.category(sign) not in {"Cc", "Cs"}
        assert unicodedata.bidirectional(sign) not in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
