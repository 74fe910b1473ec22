"""Plans of other kinds against hand readings (tests/gold/plans.py): never below these floors."""

import sys
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "gold"))
from plans import score_plan

FLOORS = {
    "sheets": {"partners": 0.96, "beneficiaries": 0.95, "places": 0.86, "instruments": 0.92, "themes": 0.78},
    "headings": {"partners": 0.92, "beneficiaries": 0.90, "places": 0.85, "instruments": 0.92, "themes": 0.82},
    "national": {"partners": 0.86, "instruments": 0.90, "themes": 0.85},
    "mountain": {"partners": 0.92, "beneficiaries": 0.95, "places": 0.95, "instruments": 0.87, "themes": 0.89},
    "coast": {"partners": 0.96, "beneficiaries": 0.95, "places": 0.90, "instruments": 0.94, "themes": 0.92},
    "agenda": {"partners": 0.95, "beneficiaries": 0.95, "places": 0.92, "instruments": 0.95, "themes": 0.92},
    "south": {"partners": 0.95, "beneficiaries": 0.95, "places": 0.91, "instruments": 0.94, "themes": 0.82},
    "alps": {"partners": 0.92, "beneficiaries": 0.93, "places": 0.80, "instruments": 0.88, "themes": 0.84},
    "hills": {"partners": 0.91, "beneficiaries": 0.95, "places": 0.88, "instruments": 0.90, "themes": 0.90},
    "island": {"partners": 0.90, "beneficiaries": 0.95, "places": 0.88, "instruments": 0.75, "themes": 0.84},
    "belt": {"partners": 0.94, "beneficiaries": 0.92, "places": 0.85, "instruments": 0.92, "themes": 0.96},
    "cards": {"partners": 0.95, "beneficiaries": 0.95, "places": 0.85, "instruments": 0.86, "themes": 0.96},
    "port": {"partners": 0.94, "beneficiaries": 0.95, "places": 0.94, "instruments": 0.82, "themes": 0.94},
    "lake": {"partners": 0.94, "beneficiaries": 0.94, "places": 0.86, "instruments": 0.90, "themes": 0.91},
    "plain": {"partners": 0.92, "beneficiaries": 0.95, "places": 0.88, "instruments": 0.68, "themes": 0.96},
    "snow": {"partners": 0.91, "beneficiaries": 0.93, "places": 0.90, "instruments": 0.88, "themes": 0.88},
    "freight": {"partners": 0.94, "beneficiaries": 0.95, "places": 0.93, "instruments": 0.95, "themes": 0.92},
    "bay": {"partners": 0.95, "beneficiaries": 0.93, "places": 0.93, "instruments": 0.90, "themes": 0.85},
    "valleys": {"partners": 0.94, "beneficiaries": 0.95, "places": 0.80, "instruments": 0.94, "themes": 0.98},
    "thermal": {"partners": 0.93, "beneficiaries": 0.90, "places": 0.74, "instruments": 0.88, "themes": 0.90},
    "suburb": {"partners": 0.92, "beneficiaries": 0.81, "places": 0.87, "instruments": 0.87, "themes": 0.93},
    "union": {"partners": 0.93, "beneficiaries": 0.91, "places": 0.88, "instruments": 0.89, "themes": 0.87},
    "metropolis": {"partners": 0.87, "beneficiaries": 0.83, "places": 0.66, "instruments": 0.81, "themes": 0.85},
    "border": {"partners": 0.86, "beneficiaries": 0.86, "places": 0.86, "instruments": 0.90, "themes": 0.85},
    "steel": {"partners": 0.93, "beneficiaries": 0.95, "places": 0.82, "instruments": 0.85, "themes": 0.79},
    "dams": {"partners": 0.91, "beneficiaries": 0.89, "places": 0.80, "instruments": 0.78, "themes": 0.82},
    "wells": {"partners": 0.87, "beneficiaries": 0.88, "places": 0.83, "instruments": 0.88, "themes": 0.82},
    "basilica": {"partners": 0.95, "beneficiaries": 0.88, "places": 0.93, "instruments": 0.93, "themes": 0.90},
    "delta": {"partners": 0.96, "beneficiaries": 0.97, "places": 0.82, "instruments": 0.95, "themes": 0.88},
    "leather": {"partners": 0.93, "beneficiaries": 0.88, "places": 0.84, "instruments": 0.89, "themes": 0.90},
    "pastures": {"partners": 0.90, "beneficiaries": 0.92, "places": 0.84, "instruments": 0.70},
    "quarter": {"partners": 0.90, "beneficiaries": 0.92, "places": 0.86, "instruments": 0.93},
    "valley": {"partners": 0.90, "beneficiaries": 0.92, "places": 0.95, "instruments": 0.91, "themes": 0.84},
    "hamlets": {"partners": 0.80, "beneficiaries": 0.87, "places": 0.84, "instruments": 0.81, "themes": 0.70},
    "strait": {"partners": 0.89, "beneficiaries": 0.96, "places": 0.91, "instruments": 0.96, "themes": 0.80},
    "harbour": {"partners": 0.96, "beneficiaries": 0.92, "places": 0.87, "instruments": 0.96, "themes": 0.78},
    "plateau": {"partners": 0.95, "beneficiaries": 0.95, "places": 0.87, "instruments": 0.90, "themes": 0.79},
    "isle": {"partners": 0.88, "beneficiaries": 0.96, "places": 0.85, "instruments": 0.88},
    "riviera": {"partners": 0.91, "beneficiaries": 0.90, "places": 0.81, "instruments": 0.87},
}
# These two readings take a GAL, an energy community and schools for no partners.
PRECISION = {"island": 0.86, "hills": 0.87, "valley": 0.88, "wells": 0.85, "hamlets": 0.87}
# Where one link is more than .03 and the reading calls one thing by two names, or two by one: see ../gold/README.md.
SAME = {
    ("sheets", "beneficiaries"): 0.96,
    ("headings", "beneficiaries"): 0.88,
    ("island", "partners"): 0.96,
    ("thermal", "beneficiaries"): 0.90,
    ("suburb", "beneficiaries"): 0.92,
    ("metropolis", "instruments"): 0.96,
    # One measure of the PNRR goes by two names there.
    ("suburb", "instruments"): 0.96,
    ("metropolis", "places"): 0.96,
    ("border", "beneficiaries"): 0.92,
    ("steel", "partners"): 0.96,
    ("steel", "beneficiaries"): 0.90,
    ("steel", "places"): 0.93,
    ("dams", "beneficiaries"): 0.89,
    ("dams", "places"): 0.96,
    ("wells", "beneficiaries"): 0.82,
    ("wells", "places"): 0.96,
    ("basilica", "beneficiaries"): 0.93,
    ("basilica", "places"): 0.90,
    ("basilica", "instruments"): 0.94,
    ("delta", "partners"): 0.96,
    ("delta", "beneficiaries"): 0.94,
    ("leather", "beneficiaries"): 0.88,
    ("leather", "instruments"): 0.96,
    ("pastures", "beneficiaries"): 0.94,
    ("pastures", "places"): 0.94,
    ("quarter", "beneficiaries"): 0.93,
    ("quarter", "places"): 0.94,
    ("hamlets", "beneficiaries"): 0.91,
    ("strait", "partners"): 0.96,
    ("strait", "beneficiaries"): 0.91,
    ("harbour", "beneficiaries"): 0.86,
    ("harbour", "instruments"): 0.96,
    ("plateau", "beneficiaries"): 0.91,
    ("isle", "beneficiaries"): 0.78,
    ("isle", "places"): 0.91,
    ("riviera", "beneficiaries"): 0.86,
}
score = cache(score_plan)


@pytest.mark.parametrize(("plan", "kind"), [(plan, kind) for plan, kinds in FLOORS.items() for kind in kinds])
def test_other_plans_are_read_as_a_careful_reader_does(plan, kind):
    assert score(plan)[kind][2] >= FLOORS[plan][kind]


@pytest.mark.parametrize("plan", FLOORS)
def test_partners_that_are_said_are_right(plan):
    assert score(plan)["partners"][0] >= PRECISION.get(plan, 0.90)


@pytest.mark.parametrize("plan", FLOORS)
def test_one_thing_is_one(plan):
    kinds = ("partners", "beneficiaries", "places", "instruments")
    same = {kind: score(plan)[kind][3] for kind in kinds if score(plan)[kind][2]}
    assert {kind: share for kind, share in same.items() if share < SAME.get((plan, kind), 0.97)} == {}
