"""Periods as plans write them, and the years that they name."""

import pytest

from dupgraph.language.periods import find_years

READ = {
    "2025-2027": [(2025, 2027)],
    "2025/2027": [(2025, 2027)],
    "2025 – 2027": [(2025, 2027)],
    "2025-27": [(2025, 2027)],
    "Triennio 2025-2027": [(2025, 2027)],
    "per il triennio 2025 - 2027": [(2025, 2027)],
    "mandato 2024 - 2029": [(2024, 2029)],
    "Mandato amministrativo 2024-2029": [(2024, 2029)],
    "dal 2025 al 2027": [(2025, 2027)],
    "dal 2025 fino al 2027": [(2025, 2027)],
    "anni 2025, 2026 e 2027": [(2025, 2027)],
    "2025 - 2026 - 2027": [(2025, 2027)],
    "Anno 2025": [(2025, 2025)],
    "esercizio finanziario 2026": [(2026, 2026)],
    "2024-2029 e 2025-2027": [(2024, 2029), (2025, 2027)],
    "mandato 2024-2029 (triennio 2025-2027)": [(2024, 2029), (2025, 2027)],
    "from 2025 to 2027": [(2025, 2027)],
    "2025-2027; 2025-2027": [(2025, 2027)],
}


@pytest.mark.parametrize("words", READ)
def test_a_period_names_years(words: str) -> None:
    assert list(find_years(words)) == READ[words]


@pytest.mark.parametrize(
    "words",
    ["", "da definire", "2025", "anni 2025", "mandato 2024", "dal 2025", "2027-2025", "2025 2027", "fino al 2027",
     "triennio", "1/1/2025 - 31/12/2027", "2025-31/12/2027", "2025-2027 (aggiornamento 2024)", "1025-1027",
     "2025-20271", "2025-2090", "2025-24", "2025-2027 " * 200, "2025-" * 5000],
)  # fmt: skip
def test_what_names_none_for_certain_is_not_guessed(words: str) -> None:
    assert find_years(words) == ()
