"""The catalogue's files: every question gives the same rows on every engine."""

from collections.abc import Iterator
from pathlib import Path

import places
import pytest

from dupgraph.engines import Engine, open_engine
from dupgraph.engines.graphs import find_place
from dupgraph.engines.reference import ReferenceEngine
from dupgraph.query import Question, load_catalogue, run_question
from dupgraph.query.labels import ACCEPTED
from dupgraph.resources import find_resource

CATALOGUE = load_catalogue()
NAMES = [question.name for question in CATALOGUE]
PACKAGED = open_engine()
EXTRACT = open_engine(places.EXTRACT)
# What the extract knows under another name than the plan does.
EXAMPLES = {"1.3.5": "1.3.9"}


@pytest.fixture(scope="module", params=[name for name in places.ENGINES if name != "memory"])
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The extract in every kind of place but memory."""
    if request.param == "endpoint":
        with places.serve(places.answer_from(places.EXTRACT)) as url:
            yield open_engine(url)
    elif request.param == "disk":
        yield open_engine(places.fill_store(tmp_path_factory.mktemp("disk") / "store", places.EXTRACT))
    else:
        yield ReferenceEngine(find_place(places.EXTRACT))


def list_values(question: Question, language: str = "it") -> dict[str, str]:
    return {**{parameter.name: parameter.example for parameter in question.parameters}, "lang": language}


def test_first_questions_are_there() -> None:
    wanted = {
        "objectives-by-partner",
        "partners-of-objective",
        "objectives-by-theme",
        "outline",
        "statistics",
        "evidence",
    }
    assert wanted <= set(NAMES)


@pytest.mark.parametrize("question", CATALOGUE, ids=NAMES)
def test_headers_name_known_kinds(question: Question) -> None:
    for parameter in question.parameters:
        assert set(parameter.accepts) <= set(ACCEPTED)
        assert parameter.accepts or parameter.kind != "iri"
        assert all(f"{{{parameter.name}}}" in phrase for phrase in question.asks)


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("question", CATALOGUE, ids=NAMES)
def test_same_rows_on_every_engine(question: Question, language: str, other: Engine) -> None:
    values = {name: EXAMPLES.get(value, value) for name, value in list_values(question, language).items()}
    wanted = run_question(EXTRACT, question.name, values)
    found = run_question(other, question.name, values)
    assert len(wanted) > 0
    assert found.columns == wanted.columns
    assert found.to_dicts() == wanted.to_dicts()


@pytest.mark.parametrize("question", CATALOGUE, ids=NAMES)
def test_examples_have_rows_in_the_packaged_graph(question: Question) -> None:
    result = run_question(PACKAGED, question.name, list_values(question))
    assert len(result) > 0
    assert result.columns[-1] == "plan"
    assert {row["plan"] for row in result} != {None}


@pytest.mark.parametrize("question", CATALOGUE, ids=NAMES)
def test_rows_say_which_plan(question: Question, tmp_path: Path) -> None:
    places.copy_plan(tmp_path, "first")
    places.copy_plan(tmp_path, "second")
    values = list_values(question)
    if "objective" in values:
        values["objective"] = "https://w3id.org/dupgraph/data/second/plan/dup/objective/1.3.9"
    result = run_question(open_engine(tmp_path), question.name, values)
    alone = run_question(
        EXTRACT, question.name, {**list_values(question), "objective": "1.3.9"} if "objective" in values else values
    )
    plans = [row["plan"] for row in result]
    assert plans == sorted(plans, key=str)
    assert plans.count("Piano second") == len(alone)
    assert plans.count("Piano first") == (0 if "objective" in values else len(alone))


def test_files_hold_no_star() -> None:
    for path in find_resource("queries").glob("*.rq"):
        assert "ORDER BY" in path.read_text(encoding="utf-8")


# What each question says ---------------------------------------------------------------------------------------------


def ask(name: str, **values: str) -> list[dict[str, object]]:
    return [dict(row) for row in run_question(EXTRACT, name, values)]


def test_objectives_of_a_kind_of_body_include_its_bodies() -> None:
    rows = ask("objectives-by-partner", partner="AUSL")
    assert [(row["code"], row["partner"], row["kind"], row["words"], row["page"]) for row in rows] == [
        ("1.3.1", "Azienda sanitaria locale", "Collabora", "Azienda Sanitaria Locale (ASL)", 2),
        ("1.3.9", "Azienda USL di Modena", None, "AUSL", None),
        ("1.3.10", "Azienda USL di Modena", "Collabora", "AUSL", None),
    ]
    assert {row["level"] for row in rows} == {"Obiettivo strategico"}


def test_objectives_of_a_body_leave_its_kind_out() -> None:
    assert [row["code"] for row in ask("objectives-by-partner", partner="AUSL di Modena")] == ["1.3.9", "1.3.10"]


def test_labels_come_in_the_language_asked_for() -> None:
    rows = ask("objectives-by-partner", partner="AUSL", lang="en")
    assert [(row["partner"], row["kind"]) for row in rows][:2] == [
        ("Local health authority", "Collaborates"),
        ("Modena Local Health Authority", None),
    ]


def test_partners_of_an_objective() -> None:
    rows = ask("partners-of-objective", objective="1.3.9")
    assert [(row["code"], row["partner"], row["category"], row["words"]) for row in rows] == [
        ("1.3.9", "Azienda USL di Modena", "Azienda sanitaria locale", "AUSL"),
        ("1.3.9", "Terzo settore", None, "Terzo settore"),
    ]


def test_partners_of_a_guideline_are_those_of_its_objectives() -> None:
    codes = [row["code"] for row in ask("partners-of-objective", objective="1.3")]
    assert codes == ["1.3.1", "1.3.9", "1.3.9", "1.3.10", "1.3.10"]


def test_group_of_themes_finds_its_themes() -> None:
    rows = ask("objectives-by-theme", theme="Persone e famiglie")
    assert [(row["code"], row["theme"], row["words"]) for row in rows] == [
        ("1.3.10", "Istruzione ed educazione", "informazione")
    ]


def test_outline_is_in_the_plans_order_without_the_plan() -> None:
    rows = ask("outline")
    assert list(rows[0])[:3] == ["code", "level", "title"]
    assert [(row["code"], row["parent"]) for row in rows] == [
        ("1", None), ("1.3", "1"), ("1.3.1", "1.3"), ("1.3.9", "1.3"), ("1.3.10", "1.3"),
    ]  # fmt: skip
    assert rows[1]["title"] == "Salute e welfare"


def test_statistics_count_links_once() -> None:
    rows = {row["measure"]: (row["label"], row["value"]) for row in ask("statistics", lang="en")}
    assert rows["objectives"] == ("Objectives", 3)
    assert rows["partners"] == ("Different partners", 4)
    assert rows["involves"] == ("Links to a partner", 5)
    assert rows["mentions"][1] == 10
    assert {row["measure"]: row["label"] for row in ask("statistics")}["objectives"] == "Obiettivi"


def test_evidence_is_one_row_a_mention_in_order() -> None:
    rows = ask("evidence")
    assert list(rows[0]) == ["code", "property", "entity", "label", "exact", "start", "end", "page", "plan"]
    assert [row["start"] for row in rows] == [100, 140, 900, 920, 950, 1000, 1006, 1020, 1040, 1060]
    assert [row["property"] for row in rows[:2]] == ["involves", "hasTheme"]
    assert rows[0]["entity"] == "https://w3id.org/dupgraph/controlled-vocabulary/actors/health-authority"
    assert (rows[0]["label"], rows[0]["exact"], rows[0]["end"], rows[0]["page"]) == (
        "Azienda sanitaria locale", "Azienda Sanitaria Locale (ASL)", 130, 2,
    )  # fmt: skip


def test_evidence_falls_back_to_any_label() -> None:
    labels = {row["property"]: row["label"] for row in ask("evidence", lang="en")}
    assert labels["concernsPlace"] == "Montegibbio"
    assert labels["refersToElement"] == "1.3.10 Promuovere progetti di prevenzione"
    assert labels["benefits"] == "Citizens"


# The packaged plan ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("partner", ["AUSL", "ASL", "azienda usl", "ausl"])
def test_ausl_has_its_three_objectives(partner: str) -> None:
    rows = run_question(PACKAGED, "objectives-by-partner", {"partner": partner}).to_dicts()
    assert [(row["code"], row["words"]) for row in rows] == [
        ("1.3.1", "Azienda Sanitaria Locale (ASL)"), ("1.3.3", "AUSL"), ("1.3.5", "AUSL"),
    ]  # fmt: skip


@pytest.mark.parametrize("partner", ["terzo settore", "Prefettura", "Unione dei Comuni", "scuole"])
def test_partners_of_the_plan_have_rows(partner: str) -> None:
    rows = run_question(PACKAGED, "objectives-by-partner", {"partner": partner}).to_dicts()
    assert rows
    assert all(row["words"] for row in rows)


def test_outline_of_the_plan_is_in_its_order() -> None:
    codes = [str(row["code"]) for row in run_question(PACKAGED, "outline", {})]
    assert len(codes) == 4 + 16 + 95
    assert codes == sorted(codes, key=lambda code: tuple(map(int, code.split("."))))
    assert codes.index("1.4.9") + 1 == codes.index("1.4.10")
