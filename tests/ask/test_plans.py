"""Plans: the one that is meant where a location holds several."""

from pathlib import Path

import places
import pytest

from dupgraph.ask.catalogue import close_question, run_question
from dupgraph.ask.catalogue.plans import find_plan, list_plans
from dupgraph.ask.names import find_names, find_thing
from dupgraph.ask.phrases.reading import understand
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import open_engine

DATA = "https://w3id.org/dupgraph/data/"
SASSUOLO = DATA + "036040/plan/dup"


@pytest.mark.parametrize(
    "words",
    [
        SASSUOLO,
        "036040",
        "036040/plan/dup",
        "plan/dup",
        "DUP",
        "Comune di Sassuolo",
        "sassuolo",
        "documento unico di programmazione del comune di sassuolo, sezione strategica",
    ],
)
def test_plan_is_found_by_its_names(words: str) -> None:
    assert find_plan(open_engine(), words) == SASSUOLO


@pytest.mark.parametrize("words", ["Modena", "uolo", "", "/", "nowhere/plan/dup"])
def test_plan_that_is_not_there(words: str) -> None:
    with pytest.raises(QueryError, match=rf"no plan is called .* in the packaged graphs; give one of: <{SASSUOLO}>"):
        find_plan(open_engine(), words)


def test_no_plan_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<https://example.org/a> <https://example.org/b> 1 .")
    with pytest.raises(QueryError, match="no plan is described in"):
        find_plan(open_engine(tmp_path), "DUP")


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two plans that say the same, in one folder."""
    places.copy_plan(tmp_path, "first")
    places.copy_plan(tmp_path, "second")
    return tmp_path


def test_two_plans_are_listed_and_told_apart(two: Path) -> None:
    engine = open_engine(two)
    assert [plan.iri for plan in list_plans(engine)] == [f"{DATA}first/plan/dup", f"{DATA}second/plan/dup"]
    assert find_plan(engine, "second/plan/dup") == f"{DATA}second/plan/dup"
    with pytest.raises(QueryError, match=r"'dup' names 2 plans; give one of: <.*first/plan/dup>, <.*second/plan/dup>"):
        find_plan(engine, "dup")


def test_a_code_is_looked_up_in_the_plan_that_is_named(two: Path) -> None:
    engine = open_engine(two)
    second = f"{DATA}second/plan/dup"
    assert find_thing(engine, "1.3.9", ("element",), "it", second) == f"{second}/objective/1.3.9"
    assert {name.thing.split("/plan/")[0] for name in find_names(engine, ("element",), second)} == {f"{DATA}second"}


def test_rows_are_narrowed_to_the_plan_that_is_named(two: Path) -> None:
    engine = open_engine(two)
    whole = run_question(engine, "objectives-by-partner", {"partner": "AUSL"})
    half = run_question(engine, "objectives-by-partner", {"partner": "AUSL", "plan": "second/plan/dup"})
    assert 0 < 2 * len(half) == len(whole)
    assert f'"{DATA}second/plan/dup"' in close_question(engine, "outline", {"plan": "second/plan/dup"})


def test_a_town_with_several_plans_is_asked_about_in_the_one_that_is_meant(two: Path) -> None:
    """None of them is silently taken for all; on a plan's own page that plan is meant."""
    for path in two.glob("*.ttl"):
        plan = f"<{DATA}{path.stem}/plan/dup>"
        said = f'{plan} <http://purl.org/dc/terms/title> "Bilancio di Borgo" .\n'
        path.write_text(path.read_text(encoding="utf-8") + said, encoding="utf-8")
    engine, asked = open_engine(two), "Quali obiettivi del Bilancio di Borgo coinvolgono l'AUSL?"
    assert understand(engine, asked).reason == (
        "di «Bilancio di Borgo» ci sono più piani, e va detto quale: Piano first; Piano second"
    )
    understanding = understand(engine, asked, plan="first/plan/dup")
    assert (understanding.plan, understanding.plan_name) == (f"{DATA}first/plan/dup", "Piano first")


def test_parts_of_one_number_in_several_plans_are_told_apart_by_their_plans(two: Path) -> None:
    reason = understand(open_engine(two), "Quali partner ha l'obiettivo 1.3.9?").reason
    assert "https://" not in reason
    assert reason.endswith("(Piano second)")
