"""What the rows of each question say, on a hand-made extract of the plan and on the plan itself."""

import re
import unicodedata
from pathlib import Path
from typing import Any

import places
import pytest
from pyoxigraph import RdfFormat, Store

from dupgraph.ask.catalogue import run_question
from dupgraph.base.files import find_resource
from dupgraph.graph.engines import open_engine

PACKAGED = open_engine()
EXTRACT = open_engine(places.EXTRACT)


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


# Two things at once --------------------------------------------------------------------------------------------------


def test_two_partners_are_two_bodies() -> None:
    rows = ask("objectives-by-two-partners", partner="AUSL", second="scuola")
    assert [(row["code"], row["partner"], row["kind"], row["words"]) for row in rows] == [
        ("1.3.10", "Azienda USL di Modena", "Collabora", "AUSL"),
        ("1.3.10", "Istituzioni scolastiche", None, "scuole"),
    ]
    # One body under its own name and under its kind's is still one.
    assert ask("objectives-by-two-partners", partner="AUSL", second="AUSL di Modena") == []


THINGS = {
    "partner": ("AUSL", ("involves", "Azienda USL di Modena", "AUSL")),
    "theme": ("Persone e famiglie", ("hasTheme", "Istruzione ed educazione", "informazione")),
    "place": ("Montegibbio", ("concernsPlace", "Montegibbio", "Montegibbio")),
    "beneficiary": ("cittadini", ("benefits", "Cittadini", "cittadini")),
}
# In the order of the text.
ORDER = ("partner", "beneficiary", "place", "theme")
PAIRS = [
    ("partner", "theme"), ("partner", "place"), ("partner", "beneficiary"), ("theme", "place"),
    ("theme", "beneficiary"), ("place", "beneficiary"),
]  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS)
def test_two_things_give_the_words_for_both(pair: tuple[str, str]) -> None:
    rows = ask("objectives-by-" + "-and-".join(pair), **{kind: THINGS[kind][0] for kind in pair})
    assert {row["code"] for row in rows} == {"1.3.10"}
    assert [(row["property"], row["label"], row["words"]) for row in rows] == [
        THINGS[kind][1] for kind in sorted(pair, key=ORDER.index)
    ]


def test_one_of_two_things_is_not_enough() -> None:
    # 1.3.1 has the theme, 1.3.10 the school: none has both.
    assert ask("objectives-by-partner-and-theme", partner="scuola", theme="Sanità e salute") == []


# One thing, and what an objective has -------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "thing", "row"), [
    ("beneficiary", "cittadini", ("1.3.10", "Cittadini", "cittadini")),
    ("place", "Montegibbio", ("1.3.10", "Montegibbio", "Montegibbio")),
])  # fmt: skip
def test_objectives_of_one_thing(kind: str, thing: str, row: tuple[str, ...]) -> None:
    rows = ask(f"objectives-by-{kind}", **{kind: thing})
    assert [(found["code"], found[kind], found["words"]) for found in rows] == [row]


def test_what_an_objective_has() -> None:
    themes = ask("themes-of-objective", objective="1.3")
    assert [(row["code"], row["theme"], row["category"], row["words"]) for row in themes] == [
        ("1.3.1", "Sanità e salute", None, "sanitaria"),
        ("1.3.10", "Istruzione ed educazione", "Persone e famiglie", "informazione"),
    ]
    assert [row["place"] for row in ask("places-of-objective", objective="1")] == ["Montegibbio"]
    assert [row["beneficiary"] for row in ask("beneficiaries-of-objective", objective="1.3.10", lang="en")] == [
        "Citizens"
    ]
    assert ask("instruments-of-objective", objective="1.3") == []


def test_objectives_of_a_policy_are_in_the_plans_order() -> None:
    assert [(row["code"], row["parent"]) for row in ask("objectives-by-policy", policy="1")] == [
        ("1.3.1", "1.3"), ("1.3.9", "1.3"), ("1.3.10", "1.3"),
    ]  # fmt: skip


def test_related_objectives_share_things() -> None:
    rows = ask("related-objectives", objective="1.3.9")
    # The third sector is in 1.3.9 alone; health authority and AUSL of Modena are two things.
    assert [tuple(row.values())[:7] for row in rows] == [
        ("1.3.10", "Promuovere progetti di prevenzione", "1", "involves", "Azienda USL di Modena", "AUSL", "AUSL")
    ]


MORE = """
@prefix actors: <https://w3id.org/dupgraph/controlled-vocabulary/actors/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix dup: <https://w3id.org/dupgraph/onto/> .
@prefix e: <https://w3id.org/dupgraph/data/extract/plan/dup/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix sdg: <http://metadata.un.org/sdg/> .
@prefix scheme: <https://w3id.org/dupgraph/controlled-vocabulary/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix theme: <https://w3id.org/dupgraph/controlled-vocabulary/themes/> .
<https://w3id.org/dupgraph/data/extract/plan/dup/objective/1.3.9> dup:contributesTo sdg:4.7 ;
    dct:description "Promuovere l’integrazione dei servizi. Le parti, a Sassuolo, insieme: C++ (e altro)."@it .
<https://w3id.org/dupgraph/data/extract/plan/dup/mention/1.3.9/960-963> a dup:Mention ; oa:hasSource e:text ;
    dup:inElement <https://w3id.org/dupgraph/data/extract/plan/dup/objective/1.3.9> ;
    dup:evidenceFor dup:contributesTo ; dup:refersTo sdg:4.7 ; oa:exact "SDG 4.7" ; oa:start 960 ; oa:end 967 .
<https://w3id.org/dupgraph/data/extract/plan/dup/mention/1.3.9/970-974> a dup:Mention ; oa:hasSource e:text ;
    dup:inElement <https://w3id.org/dupgraph/data/extract/plan/dup/objective/1.3.9> ;
    dup:evidenceFor dup:involves ; dup:refersTo actors:third-sector ; oa:exact "Terzo settore" ;
    oa:start 970 ; oa:end 983 .
theme:education dup:relatedGoal sdg:4 , sdg:4.1 ; dup:relatedMission <http://example.org/04> .
<https://w3id.org/dupgraph/data/extract/plan/dup/objective/1.3.10> dup:suggestedMission <http://example.org/04> .
<http://example.org/04> skos:inScheme scheme:missioni ; skos:prefLabel "Istruzione e diritto allo studio"@it .
sdg:4 skos:inScheme scheme:sdg ; skos:notation "4" ; skos:prefLabel "Istruzione di qualità"@it .
sdg:4.1 skos:inScheme scheme:sdg ; skos:notation "4.1" ; skos:prefLabel "Scuola per tutti"@it ; skos:broader sdg:4 .
sdg:4.7 skos:inScheme scheme:sdg ; skos:notation "4.7" ; skos:prefLabel "Cittadinanza globale"@it ;
    skos:broader sdg:4 .
theme:education skos:prefLabel "Scuola ed educazione"@it .
"""


def ask_more(folder: Path, name: str, more: str = MORE, **values: str) -> list[dict[str, object]]:
    """Ask the extract with some more triples, a second label for a thing among them."""
    (folder / "more.ttl").write_text(more, encoding="utf-8")
    (folder / "extract.ttl").write_text(places.EXTRACT.read_text(encoding="utf-8"), encoding="utf-8")
    return [dict(row) for row in run_question(open_engine(folder), name, values)]


SPANS = {"1.3.1": '"2026-28"', "1.3.9": '"2026"@it , "2028"@it', "1.3.10": '"entro il 31.12.2027"@it'}
# Years in a row of commas are no time between them; what only has a day may end then.
DAYS = {"1.3.1": '"2026, 2028"', "1.3.9": '"dal 2026, conclusione nel 2028"', "1.3.10": '"30/6/2026"'}


@pytest.mark.parametrize(
    ("times", "year", "expected"),
    [
        (SPANS, "2027", "1.3.1 1.3.10 / / 1.3.10 / 1.3.1 1.3.9"),
        (SPANS, "2026", "1.3.1 1.3.9 / 1.3.1 1.3.9 / / 1.3.1 1.3.9 1.3.10"),
        (SPANS, "2028", "1.3.1 1.3.9 / / 1.3.1 1.3.9 1.3.10 /"),
        (DAYS, "2027", "1.3.9 / / 1.3.10 / 1.3.1 1.3.9"),
        (DAYS, "2026", "1.3.1 1.3.9 1.3.10 / 1.3.1 1.3.9 / 1.3.10 / 1.3.1 1.3.9"),
    ],
)
def test_years_of_objectives_are_what_their_times_say(
    tmp_path: Path, times: dict[str, str], year: str, expected: str
) -> None:
    objective = "<https://w3id.org/dupgraph/data/extract/plan/dup/objective/{}> dup:timing {} .\n"
    more = MORE + "".join(objective.format(code, said) for code, said in times.items())
    ends = ("objectives-ending-by-year", "objectives-ending-after-year")
    names = ("objectives-by-year", "objectives-starting-in-year", *ends)
    rows = [ask_more(tmp_path, name, more, year=year) for name in names]
    assert [list(dict.fromkeys(row["code"] for row in each)) for each in rows] == [
        codes.split() for codes in expected.split("/")
    ]


def test_what_a_field_below_or_above_says_is_not_missing(tmp_path: Path) -> None:
    said = '<https://w3id.org/dupgraph/data/extract/plan/dup/{}> dup:{} "uno" .\n'.format
    for link in ("resources", "responsible", "indicator"):
        rows = ask_more(tmp_path, f"objectives-without-{link}", MORE + said("objective/1.3.9", link))
        assert [row["code"] for row in rows] == ["1.3.1", "1.3.10"]
        part = (
            said("action/1.3.1.a", link)
            + "e:action\\/1.3.1.a oa:hasSource e:text ; dct:isPartOf e:objective\\/1.3.1 .\n"
        )
        rows = ask_more(tmp_path, f"objectives-without-{link}", MORE + part)
        assert [row["code"] for row in rows] == ["1.3.9", "1.3.10"]
        assert ask_more(tmp_path, f"objectives-without-{link}", MORE + said("guideline/1.3", link)) == []
        # Where no field says so of anything, it is no lack of the objectives.
        assert ask_more(tmp_path, f"objectives-without-{link}", MORE) == []


def test_partners_of_an_office_are_those_below_it_that_have_no_office_of_their_own(tmp_path: Path) -> None:
    said = '<https://w3id.org/dupgraph/data/extract/plan/dup/{}> dup:responsible "{}" .\n'.format
    above = MORE + said("guideline/1.3", "Area Salute")
    own = above + said("objective/1.3.9", "Area Scuola")
    asked = [ask_more(tmp_path, "partners-by-responsible", own, responsible=office) for office in ("salute", "Scuola")]
    assert [[row["partner"] for row in rows] for rows in asked] == [
        ["Azienda USL di Modena", "Azienda sanitaria locale", "Istituzioni scolastiche"],
        ["Azienda USL di Modena", "Terzo settore"],
    ]
    # What stands above has none of those whose office is nearer.
    own += said("policy/1", "Area Città")
    assert ask_more(tmp_path, "partners-by-responsible", own, responsible="città") == []


# A line, one below it and one of its objectives have a field of the kind; an action below another has none.
ABOVE = """
e:policy\\/1 dup:{said} "Uno"@it . e:guideline\\/1.3 dup:{said} "Due"@it . e:objective\\/1.3.9 dup:{said} "Tre"@it .
e:objective\\/1.3.10 {more} . e:action\\/1.3.1.a oa:hasSource e:text ; dct:title "Una parte" ;
    dct:identifier "1.3.1.a" ; dct:isPartOf e:objective\\/1.3.1 .
"""


@pytest.mark.parametrize(
    ("name", "said", "parameter", "below"),
    [
        ("political-lead", "politicalLead", "person", "1.3.1 1.3.10"),
        ("responsible", "responsible", "responsible", "1.3.1 1.3.10"),
        # What has a mission of its own is in none of another's programmes.
        ("programme", "programme", "programme", "1.3.1"),
    ],
)
def test_objectives_without_a_field_have_that_of_the_nearest_above(
    tmp_path: Path, name: str, said: str, parameter: str, below: str
) -> None:
    graph = MORE + ABOVE.format(said=said, more="dup:inMission <http://example.org/04>")
    asked = [ask_more(tmp_path, f"objectives-by-{name}", graph, **{parameter: it}) for it in ("uno", "due", "tre")]
    # A programme's own heading is none of its objectives.
    groups = [] if name == "programme" else [("1", None)], [] if name == "programme" else [("1.3", None)]
    assert [[(row["code"], row["above"]) for row in rows] for rows in asked] == [
        groups[0],
        [*groups[1], *((code, "1.3") for code in below.split())],
        [("1.3.9", None)],
    ]


def test_objectives_of_a_year_are_those_of_the_office_above_them(tmp_path: Path) -> None:
    graph = MORE + ABOVE.format(said="responsible", more='dup:timing "2026-2028"')
    for office, codes in (("uno", []), ("due", [("1.3.10", "1.3")])):
        rows = ask_more(tmp_path, "objectives-by-responsible-and-year", graph, responsible=office, year="2027")
        assert [(row["code"], row["above"]) for row in rows] == codes


def test_who_answers_for_an_objective_may_stand_above_it(tmp_path: Path) -> None:
    graph = MORE + ABOVE.format(said="responsible", more='dup:timing "2026"')
    part = graph + 'e:action\\/1.3.1.a dup:responsible "Quattro"@it ; l0:positionInSequence 9 .\n'
    below = part.replace("@prefix oa:", "@prefix l0: <https://w3id.org/italia/onto/l0/> .\n@prefix oa:", 1)
    asked = [(graph, "1.3.1"), (graph, "1.3.9"), (graph, "1.3"), (below, "1.3.1")]
    rows = [ask_more(tmp_path, "responsible-of-objective", more, objective=code) for more, code in asked]
    assert [[(row["code"], row["content"]) for row in each] for each in rows] == [
        [("1.3", "Due")],
        [("1.3.9", "Tre")],
        [("1.3", "Due"), ("1.3.9", "Tre")],
        [("1.3.1.a", "Quattro")],
    ]


@pytest.mark.parametrize(("name", "said"), [("political-lead", "politicalLead"), ("responsible", "responsible")])
def test_what_stands_above_counts_for_the_objectives_below(tmp_path: Path, name: str, said: str) -> None:
    rows = ask_more(tmp_path, f"{name}-ranking", MORE + ABOVE.format(said=said, more='dup:timing "2026"'))
    assert [tuple(row.values())[:2] for row in rows] == [("Due", 3), ("Tre", 1), ("Uno", 1)]


def test_a_programme_above_counts_for_objectives_without_a_mission(tmp_path: Path) -> None:
    more = ABOVE.format(said="programme", more="dup:inMission <http://example.org/04>")
    rows = ask_more(tmp_path, "programme-coverage", MORE + more)
    assert [(row["programme"], row["elements"]) for row in rows] == [("Due", 1), ("Tre", 1), ("Uno", 0)]


def test_a_partner_of_one_element_is_listed_with_it() -> None:
    assert [(row["partner"], row["code"]) for row in ask("partners-named-once")] == [
        ("Azienda sanitaria locale", "1.3.1"), ("Terzo settore", "1.3.9"), ("Istituzioni scolastiche", "1.3.10"),
    ]  # fmt: skip


def test_goal_is_stated_or_comes_through_a_theme(tmp_path: Path) -> None:
    rows = ask_more(tmp_path, "objectives-by-goal", goal="4")
    stated = ("1.3.9", "detto dal testo", "Cittadinanza globale", "SDG 4.7")
    # The theme points to the goal and to a target of it: one occurrence all the same.
    through = ("1.3.10", "attraverso il tema", "Istruzione ed educazione", "informazione")
    assert [(row["code"], row["how"], row["label"], row["words"]) for row in rows] == [stated, through]
    english = ask_more(tmp_path, "objectives-by-goal", goal="4.7", lang="en")
    assert [(row["code"], row["how"]) for row in english] == [("1.3.9", "stated by the text")]


def test_mission_comes_through_a_theme(tmp_path: Path) -> None:
    rows = ask_more(tmp_path, "objectives-by-mission", mission="Istruzione e diritto allo studio")
    assert [(row["code"], row["label"], row["words"]) for row in rows] == [
        ("1.3.10", "Istruzione ed educazione", "informazione")
    ]


STATED = """
e:objective-stated dup:inElement <https://w3id.org/dupgraph/data/extract/plan/dup/objective/1.3.10> ; oa:exact "04" ;
    a dup:Mention ; oa:hasSource e:text ; dup:evidenceFor dup:inMission ; dup:refersTo <http://example.org/04> ;
    oa:start 1030 ; oa:end 1032 .
<https://w3id.org/dupgraph/data/extract/plan/dup/objective/1.3.10> dup:inMission <http://example.org/04> .
<https://w3id.org/dupgraph/data/extract/plan/dup/objective/1.3.9> dup:suggestedMission <http://example.org/04> .
e:objective-suggested dup:inElement <https://w3id.org/dupgraph/data/extract/plan/dup/objective/1.3.9> ;
    oa:exact "scuola" ; a dup:Mention ; oa:hasSource e:text ; dup:evidenceFor dup:hasTheme ;
    dup:refersTo theme:education ; oa:start 984 ; oa:end 990 .
"""


def test_a_mission_that_the_plan_states_goes_before_what_a_theme_suggests(tmp_path: Path) -> None:
    rows = ask_more(tmp_path, "objectives-by-mission", MORE + STATED, mission="Istruzione e diritto allo studio")
    assert [(row["code"], row["how"], row["words"]) for row in rows] == [
        ("1.3.10", "dichiarata dal piano", "04"),
        ("1.3.9", "suggerita da un tema", "scuola"),
    ]


def test_objectives_are_in_the_mission_that_stands_above_them_with_its_words(tmp_path: Path) -> None:
    above = STATED.replace("/objective/1.3.10>", "/guideline/1.3>")
    own = "<https://w3id.org/dupgraph/data/extract/plan/dup/objective/1.3.1> dup:inMission <http://example.org/12> .\n"
    rows = ask_more(tmp_path, "objectives-by-mission", MORE + above + own, mission="Istruzione e diritto allo studio")
    assert [(row["code"], row["how"], row["above"], row["words"]) for row in rows] == [
        ("1.3.9", "dichiarata dal piano", "1.3", "04"),
        ("1.3.10", "dichiarata dal piano", "1.3", "04"),
    ]


# A mission and a strategic objective that hold no element: the one's heading names the mission, a field the other's.
LEAF = """
e:policy\\/{code} a dup:Policy ; dct:identifier "{code}" ; dct:title "Istruzione" ; oa:start 1100 ;
    oa:hasSource e:text ; l0:positionInSequence {code} ; dup:inMission <http://example.org/04> .
e:said-{code} a dup:Mention ; dup:inElement e:policy\\/{code} ; oa:exact "Missione 04" ; oa:hasSource e:text ;
    dup:evidenceFor dup:inMission ; dup:refersTo <http://example.org/04> ; oa:start {start} ; oa:end 1130 .
"""


def test_what_holds_no_element_is_an_objective_of_a_mission_but_for_the_heading_that_names_it(tmp_path: Path) -> None:
    prefix = "@prefix l0: <https://w3id.org/italia/onto/l0/> .\n"
    more = prefix + MORE + LEAF.format(code=8, start=1100) + LEAF.format(code=9, start=1110)
    rows = ask_more(tmp_path, "objectives-by-mission", more, mission="Istruzione e diritto allo studio")
    assert [row["code"] for row in rows if row["how"] == "dichiarata dal piano"] == ["9"]


GROUPED = """
@prefix l0: <https://w3id.org/italia/onto/l0/> .
e:guideline\\/1.8 a dup:Guideline ; dct:identifier "1.8" ; dct:title "Crescere" ; oa:hasSource e:text ;
    l0:positionInSequence 80 ; dct:isPartOf e:policy\\/1 {more} .
"""


@pytest.mark.parametrize(("more", "found"), [("", True), ("; dup:programme 'Programma 01'", False)])
def test_what_holds_no_element_is_an_objective_of_a_line_unless_the_budget_s(
    tmp_path: Path, more: str, found: bool
) -> None:
    rows = ask_more(tmp_path, "objectives-by-policy", MORE + GROUPED.format(more=more), policy="1")
    assert ("1.8" in [row["code"] for row in rows]) is found


NOTED = '<http://example.org/12> skos:notation "12" .\n'


def test_the_mission_of_an_objective_may_stand_above_it(tmp_path: Path) -> None:
    above = MORE + STATED.replace("/objective/1.3.10>", "/guideline/1.3>")
    own = above + '<http://example.org/04> skos:notation "04" .\n'
    asked = [
        (own, "1.3.9"),
        (own, "1.3"),
        (own + "e:objective\\/1.3.9 dup:inMission <http://example.org/12> .\n" + NOTED, "1.3.9"),
    ]
    rows = [ask_more(tmp_path, "mission-of-objective", more, objective=code) for more, code in asked]
    assert [[(row["code"], row["how"]) for row in each] for each in rows] == [
        [("1.3", "dichiarata dal piano")],
        [("1.3", "dichiarata dal piano")],
        [("1.3.9", "dichiarata dal piano")],
    ]


def test_missions_that_the_plan_states_are_counted_apart_from_those_that_themes_suggest(tmp_path: Path) -> None:
    noted = MORE + '<http://example.org/04> skos:notation "04" .\n'
    above = noted + STATED.replace("/objective/1.3.10>", "/guideline/1.3>")
    own = above + "e:objective\\/1.3.1 dup:inMission <http://example.org/12> .\n"
    counts = [ask_more(tmp_path, "mission-coverage", more) for more in (noted, noted + STATED, own)]
    assert [[(row["mission"], row["stated"], row["suggested"], row["themes"]) for row in rows] for rows in counts] == [
        [("04", 0, 1, 1)],
        [("04", 1, 0, 0)],
        [("04", 2, 0, 0)],
    ]
    assert {row["above"] for row in ask_more(tmp_path, "objectives-by-mission", own, mission="4")} == {"1.3"}


PURSUED = """
e:objective\\/1.3.10 dup:pursues e:objective\\/1.3.9 . e:mention a dup:Mention ; dup:refersTo e:objective\\/1.3.9 ;
    dup:inElement e:objective\\/1.3.10 ; dup:evidenceFor dup:pursues ; oa:exact "1.3.9" ; oa:start 5 ; oa:end 10 .
"""


@pytest.mark.parametrize(
    ("objective", "rows"),
    [
        ("1.3.10", [("1.3.9", "è perseguito", None, "1.3.9")]),
        ("1.3.9", [("1.3.10", "persegue", None, "1.3.9")]),
        ("1.3", [("1.3.10", "persegue", "1.3.9", "1.3.9")]),
        ("1.3.1", []),
    ],
)
def test_what_an_objective_pursues_and_which_pursue_it(tmp_path: Path, objective: str, rows: list[object]) -> None:
    found = ask_more(tmp_path, "pursuits-of-objective", MORE + PURSUED, objective=objective)
    assert [(row["code"], row["how"], row["above"], row["words"]) for row in found] == rows


def test_which_objectives_nobody_pursues_and_which_pursue_none(tmp_path: Path) -> None:
    budget = "e:guideline\\/1.3 dup:inMission <http://example.org/04> .\n"
    asked = (("objectives-not-pursued", ""), ("objectives-without-pursuit", budget))
    codes = [
        [row["code"] for row in ask_more(tmp_path, name, MORE + pursued + more)]
        for name, more in asked
        for pursued in ("", PURSUED)
    ]
    assert codes == [[], ["1.3.1"], [], ["1.3.1", "1.3.9"]]


def test_two_labels_for_one_thing_are_one_row(tmp_path: Path) -> None:
    rows = ask_more(tmp_path, "objectives-by-theme", theme="Scuola ed educazione")
    assert [(row["code"], row["theme"]) for row in rows] == [("1.3.10", "Istruzione ed educazione")]


def test_same_words_twice_in_an_element_are_one_row(tmp_path: Path) -> None:
    rows = ask_more(tmp_path, "objectives-by-partner", partner="Terzo settore")
    assert [(row["code"], row["words"]) for row in rows] == [("1.3.9", "Terzo settore")]
    assert len([row for row in ask_more(tmp_path, "evidence") if row["exact"] == "Terzo settore"]) == 2


# Words in the text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [
    "parti", "PARTI", "le parti", "insieme parti", "c++", "C", "(altro)", "parti\\", "sassuolo: altro",
    "l'integrazione", "integrazione", "dell’integrazione",
    "promuovere l integrazione dei servizi le parti a sassuolo insieme",
])  # fmt: skip
def test_words_are_found(tmp_path: Path, typed: str) -> None:
    assert "1.3.9" in [row["code"] for row in ask_more(tmp_path, "objectives-by-text", text=typed)]


@pytest.mark.parametrize("typed", [
    "arti", "part", ".*", "p.rti", "parti|arti", "[a-z]+", "parti scuola", "$1", "'", "?word1", "e' la",
    "promuovere integrazione dei servizi le parti a sassuolo altro insieme",
])  # fmt: skip
def test_parts_of_words_and_patterns_are_not_found(tmp_path: Path, typed: str) -> None:
    rows = ask_more(tmp_path, "objectives-by-text", text=typed)
    assert [row["code"] for row in rows if row["code"] == "1.3.9"] == []


def test_words_show_where_the_first_one_stands(tmp_path: Path) -> None:
    rows = ask_more(tmp_path, "objectives-by-text", text="insieme parti")
    assert [row["words"] for row in rows] == [
        "l’integrazione dei servizi. Le parti, a Sassuolo, insieme: C++ (e altro)."
    ]


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


def test_ausl_and_the_third_sector_meet_twice() -> None:
    rows = run_question(PACKAGED, "objectives-by-two-partners", {"partner": "AUSL", "second": "terzo settore"})
    assert [(row["code"], row["words"]) for row in rows.to_dicts()] == [
        ("1.3.3", "AUSL"), ("1.3.3", "enti del Terzo settore"), ("1.3.5", "AUSL"), ("1.3.5", "Terzo Settore"),
    ]  # fmt: skip


def test_agenda_2030_is_named_by_a_guideline_and_its_first_objective() -> None:
    rows = run_question(PACKAGED, "objectives-by-instrument", {"instrument": "Agenda 2030"}).to_dicts()
    assert [row["code"] for row in rows] == ["2.1", "2.1.1"]


def test_instruments_of_the_guideline_on_legality() -> None:
    answer = run_question(PACKAGED, "instruments-of-objective", {"objective": "4.1", "lang": "it"})
    # For people the sort of an instrument has its word, too.
    assert [row["type"] for row in answer.word_links()] == ["Norma", "Norma"]
    rows = answer.to_dicts()
    assert [(row["code"], row["type"], row["words"]) for row in rows] == [
        ("4.1.5", "law", "codice di condotta"), ("4.1.6", "law", "Codice degli Appalti"),
    ]  # fmt: skip


def test_objectives_of_a_policy_sort_as_numbers() -> None:
    rows = run_question(PACKAGED, "objectives-by-policy", {"policy": "1.4"}).to_dicts()
    assert [row["code"] for row in rows] == [f"1.4.{number}" for number in range(1, 11)]


def test_nearest_objective_shares_most() -> None:
    rows = run_question(PACKAGED, "related-objectives", {"objective": "1.3.5"}).to_dicts()
    first = [row for row in rows if row["code"] == rows[0]["code"]]
    assert [(row["code"], row["shared"], row["words_here"], row["words_there"]) for row in first] == [
        ("1.3.3", "Cittadini", "comunità", "comunità"),
        ("1.3.3", "Salute e prevenzione", "prevenzione", "servizi sanitari"),
        ("1.3.3", "Azienda USL di Modena", "AUSL", "AUSL"),
        ("1.3.3", "Terzo settore", "Terzo Settore", "enti del Terzo settore"),
    ]
    assert {row["code"] for row in rows}.isdisjoint({"1.3.5", "1.3", "1"})
    counts = [sum(other["code"] == row["code"] for other in rows) for row in rows]
    assert counts == sorted(counts, reverse=True)


def fold(text: str) -> list[str]:
    """Return the words of a text, in small letters without accents: written apart from the query's own way."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[a-z0-9]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The whole text of every element, by code, in the plan's order."""
    store = Store()
    store.load(path=str(find_resource("graph/sassuolo.ttl")), format=RdfFormat.TURTLE)
    found: Any = store.query("""
      PREFIX dct: <http://purl.org/dc/terms/>
      PREFIX l0: <https://w3id.org/italia/onto/l0/>
      SELECT ?code ?text {
        ?element l0:positionInSequence ?position ; dct:identifier ?code ; dct:description ?text
      } ORDER BY ?position""")
    return {code.value: text.value for code, text in found}


@pytest.mark.parametrize("typed", ["arte", "città", "Citta'", "scuola famiglie", "AUSL", "perché", "2030", "di il la"])
def test_words_are_whole_words_of_the_text(typed: str, texts: dict[str, str]) -> None:
    wanted = fold(typed)
    rows = run_question(PACKAGED, "objectives-by-text", {"text": typed}).to_dicts()
    codes = [code for code, text in texts.items() if set(wanted) <= set(fold(text))]
    assert codes
    assert [row["code"] for row in rows] == codes
    for row in rows:
        assert str(row["words"]) in texts[str(row["code"])]
        assert wanted[0] in fold(str(row["words"]))


def test_arte_does_not_find_parte(texts: dict[str, str]) -> None:
    codes = [row["code"] for row in run_question(PACKAGED, "objectives-by-text", {"text": "arte"}).to_dicts()]
    assert codes == ["3", "3.1.5"]
    assert any("parte" in text and code not in codes for code, text in texts.items())
