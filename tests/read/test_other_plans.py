"""Plans of other kinds against hand readings (tests/gold/plans.py): never below these floors."""

import sys
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "gold"))
from plans import score_plan

FLOORS = {
    "sheets": {"partners": 0.96, "beneficiaries": 0.95, "places": 0.85, "instruments": 0.90, "themes": 0.76},
    "headings": {"partners": 0.92, "beneficiaries": 0.90, "places": 0.85, "instruments": 0.92, "themes": 0.80},
    "national": {"partners": 0.85, "instruments": 0.90, "themes": 0.80},
    "mountain": {"partners": 0.91, "beneficiaries": 0.95, "places": 0.92, "instruments": 0.85, "themes": 0.82},
    "coast": {"partners": 0.96, "beneficiaries": 0.95, "places": 0.88, "instruments": 0.94, "themes": 0.88},
    "agenda": {"partners": 0.95, "beneficiaries": 0.95, "places": 0.90, "instruments": 0.95, "themes": 0.82},
    "south": {"partners": 0.95, "beneficiaries": 0.95, "places": 0.88, "instruments": 0.94, "themes": 0.75},
    "alps": {"partners": 0.92, "beneficiaries": 0.93, "places": 0.76, "instruments": 0.88, "themes": 0.80},
    "hills": {"partners": 0.90, "beneficiaries": 0.95, "places": 0.85, "instruments": 0.70, "themes": 0.75},
    "island": {"partners": 0.90, "beneficiaries": 0.95, "places": 0.84, "instruments": 0.75, "themes": 0.80},
}
# These two readings take a GAL, an energy community and schools for no partners.
PRECISION = {"island": 0.86, "hills": 0.87}
score = cache(score_plan)


@pytest.mark.parametrize(("plan", "kind"), [(plan, kind) for plan, kinds in FLOORS.items() for kind in kinds])
def test_other_plans_are_read_as_a_careful_reader_does(plan, kind):
    assert score(plan)[kind][2] >= FLOORS[plan][kind]


@pytest.mark.parametrize("plan", FLOORS)
def test_partners_that_are_said_are_right(plan):
    assert score(plan)["partners"][0] >= PRECISION.get(plan, 0.90)


@pytest.mark.parametrize("plan", FLOORS)
def test_one_body_is_one_thing(plan):
    assert score(plan)["partners"][3] >= 0.95
