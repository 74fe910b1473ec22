"""The committed graph against the hand readings (tests/gold): never below these floors."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from commands import COMMAND, run_command

ROOT = Path(__file__).parents[2]
GRAPH = ROOT / "graph" / "sassuolo.ttl"
GOLD = ROOT / "tests" / "gold"
FLOORS = {"partners": 0.95, "beneficiaries": 0.90, "places": 0.95, "instruments": 0.90, "themes": 0.80}
SAME_THING = 0.95
LINE = re.compile(r"(?P<kind>\w+) .* F1 (?P<f1>[\d.]+|nan)(?:  same thing (?P<same>[\d.]+|nan))?")


@pytest.fixture(scope="module", params=["sassuolo-policies-1-3.json", "sassuolo-policies-2-4.json"])
def scores(request):
    """What the scorer says of the committed graph: for each kind of link F1 and, but for themes, 'same thing'."""
    evidence = run_command([*COMMAND, "query", "evidence", "--format", "csv", "--graph", str(GRAPH)], check=True)
    said = subprocess.run(
        [sys.executable, GOLD / "score.py", GOLD / request.param],
        input=evidence.stdout,
        check=True,
        capture_output=True,
    )
    return {match["kind"]: match for match in map(LINE.fullmatch, said.stdout.decode().splitlines()) if match}


@pytest.mark.parametrize("kind", FLOORS)
def test_links_agree_with_a_careful_reader(scores, kind):
    assert float(scores[kind]["f1"]) >= FLOORS[kind]


@pytest.mark.parametrize("kind", [kind for kind in FLOORS if kind != "themes"])
def test_one_thing_is_one_entity(scores, kind):
    assert float(scores[kind]["same"]) >= SAME_THING
