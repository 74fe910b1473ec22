"""The questions that count, rank and pair, against the same answers worked out from the triples in Python."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import places
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from dupgraph.ask.catalogue import load_question, run_question
from dupgraph.base.files import list_resources
from dupgraph.graph.engines import open_engine
from dupgraph.schema.namespaces import DCT, DUP, L0, OA, RDF, SKOS

UNUSUAL = places.EXTRACT.with_name("unusual.ttl")
PLANS = {"sassuolo": list_resources("graph", ".ttl")[0], "extract": places.EXTRACT, "unusual": UNUSUAL}
LINKS = {
    "partner": "involves",
    "beneficiary": "benefits",
    "theme": "hasTheme",
    "place": "concernsPlace",
    "instrument": "usesInstrument",
}
MINE = (
    "beneficiaries-with-partner", "beneficiary-ranking", "bridging-partners", "instrument-ranking",
    "involvement-of-partner", "kinds-of-body", "mission-coverage", "objective-pairs", "objectives-per-guideline",
    "objectives-per-plan", "objectives-per-policy", "objectives-without-beneficiary", "objectives-without-partner",
    "outline-counts", "partner-pairs", "partner-per-guideline", "partner-per-policy", "partner-ranking",
    "partners-by-guideline", "partners-by-policy", "place-ranking", "plans", "sdg-coverage", "theme-ranking",
    "themes-by-guideline", "themes-by-policy",
)  # fmt: skip

Rows = list[dict[str, object]]


class Triples:
    """One plan's triples, read without a query."""

    def __init__(self, path: Path) -> None:
        self.store = Store()
        self.store.load(path=str(path), format=RdfFormat.TURTLE)
        self.objectives = self.list_elements("Objective")
        self.policies = self.list_elements("Policy")

    def read(self, thing: str, property_iri: str) -> list[str]:
        found = self.store.quads_for_pattern(NamedNode(thing), NamedNode(property_iri), None)
        return [quad.object.value for quad in found if isinstance(quad.object, NamedNode | Literal)]

    def list_elements(self, name: str) -> set[str]:
        found = self.store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(DUP + name))
        return {quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)}

    def list_links(self, name: str) -> list[tuple[str, str]]:
        found = self.store.quads_for_pattern(None, NamedNode(DUP + name), None)
        return [
            (quad.subject.value, quad.object.value)
            for quad in found
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        ]

    def climb(self, element: str) -> list[str]:
        """The element, and what stands above it."""
        above = self.read(element, DCT + "isPartOf")
        return [element, *(step for parent in above for step in self.climb(parent))]

    def climb_to(self, element: str, among: set[str]) -> set[str]:
        return set(self.climb(element)) & among

    def gather(self, name: str) -> dict[str, set[str]]:
        """The objectives of each thing, through what stands below them too."""
        objectives = defaultdict[str, set[str]](set)
        for part, thing in self.list_links(name):
            objectives[thing] |= self.climb_to(part, self.objectives)
        return objectives

    def list_mentions(self, name: str) -> list[tuple[str, str, str]]:
        """Mention, element and thing of each mention for one kind of link."""
        mentions = [mention for mention, link in self.list_links("evidenceFor") if link == DUP + name]
        return [
            (mention, self.read(mention, DUP + "inElement")[0], self.read(mention, DUP + "refersTo")[0])
            for mention in mentions
        ]

    def name(self, thing: str, language: str = "it") -> str:
        labels = self.store.quads_for_pattern(NamedNode(thing), NamedNode(SKOS + "prefLabel"), None)
        found = [quad.object for quad in labels if isinstance(quad.object, Literal)]
        asked = sorted(label.value for label in found if label.language == language)
        return (asked or sorted(label.value for label in found))[0]

    def code(self, element: str) -> str:
        return self.read(element, DCT + "identifier")[0]

    def position(self, element: str) -> int:
        return int(self.read(element, L0 + "positionInSequence")[0])


@cache
def read_triples(name: str) -> Triples:
    return Triples(PLANS[name])


@cache
def answer(plan: str, question: str, **values: str) -> tuple[dict[str, object], ...]:
    return tuple(dict(row) for row in run_question(open_engine(PLANS[plan]), question, values))


def ask(plan: str, question: str, **values: str) -> Rows:
    return list(answer(plan, question, **values))


@pytest.fixture(params=PLANS)
def plan(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each of the three plans: as built, an extract, one of another form."""
    yield request.param


def is_descending(numbers: Sequence[tuple[int, ...]]) -> bool:
    return all(first >= second for first, second in pairwise(numbers))


def number(value: object) -> int:
    assert isinstance(value, int)
    return value


# Rankings ------------------------------------------------------------------------------------------------------------


def rank(triples: Triples, name: str) -> dict[str, tuple[int, int, int]]:
    """Objectives, policies and mentions of each thing."""
    objectives = triples.gather(name)
    policies, mentions = defaultdict[str, set[str]](set), Counter[str]()
    for _, element, thing in triples.list_mentions(name):
        policies[thing] |= triples.climb_to(element, triples.policies)
        mentions[thing] += 1
    return {thing: (len(objectives[thing]), len(policies[thing]), mentions[thing]) for thing in objectives}


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("column", LINKS)
def test_rankings_count_what_the_triples_say(plan: str, column: str, language: str) -> None:
    triples = read_triples(plan)
    rows = ask(plan, f"{column}-ranking", lang=language)
    wanted = rank(triples, LINKS[column])
    assert Counter((row[column], row["objectives"], row["policies"], row["mentions"]) for row in rows) == Counter(
        (triples.name(thing, language), *counts) for thing, counts in wanted.items()
    )
    keys = [(number(row["objectives"]), number(row["mentions"])) for row in rows]
    assert is_descending(keys)
    for first, second in pairwise(rows):
        if (first["objectives"], first["mentions"]) == (second["objectives"], second["mentions"]):
            assert str(first[column]) <= str(second[column])


def test_body_and_its_kind_are_different_rows() -> None:
    rows = {row["partner"]: row for row in ask("extract", "partner-ranking")}
    assert (rows["Azienda USL di Modena"]["objectives"], rows["Azienda sanitaria locale"]["objectives"]) == (2, 1)
    assert rows["Azienda USL di Modena"]["category"] == "Azienda sanitaria locale"
    assert rows["Azienda sanitaria locale"]["category"] is None


def test_partner_of_a_guideline_only_has_no_objective() -> None:
    rows = {row["partner"]: row for row in ask("unusual", "partner-ranking")}
    assert list(rows) == ["Pro Loco", "Scuole", "Èlite"]
    assert [rows["Èlite"][key] for key in ("category", "objectives", "policies", "mentions")] == ["Trade", 0, 0, 1]
    # One of the two is an action's, which counts for its objective.
    assert rows["Scuole"]["objectives"] == 2


@pytest.mark.parametrize("least", [1, 2, 3, 4])
def test_bridging_partners(plan: str, least: int) -> None:
    triples = read_triples(plan)
    wanted = {
        (triples.name(thing), policies, objectives, mentions)
        for thing, (objectives, policies, mentions) in rank(triples, "involves").items()
        if policies >= least
    }
    rows = ask(plan, "bridging-partners", least=str(least))
    assert {(r["partner"], r["policies"], r["objectives"], r["mentions"]) for r in rows} == wanted
    assert is_descending([(number(row["policies"]), number(row["objectives"])) for row in rows])


def test_three_policies_are_the_least_unless_another_number_is_given() -> None:
    rows = ask("sassuolo", "bridging-partners")
    assert rows == ask("sassuolo", "bridging-partners", least="3")
    assert [row["partner"] for row in rows][:3] == ["Enti e istituzioni pubbliche", "Associazioni", "Imprese"]


def test_public_bodies_are_the_named_ones_and_their_kinds_too() -> None:
    partners = {row["partner"] for row in ask("sassuolo", "partners-of-kind", kind="enti pubblici")}
    assert {"Azienda USL di Modena", "Prefettura", "Regione Emilia-Romagna", "Scuole"} <= partners
    assert partners.isdisjoint({"Confindustria Ceramica", "Terzo settore", "Servizi sociali"})


# Matrices and guidelines ---------------------------------------------------------------------------------------------


MATRICES = [(column, level) for column in ("partner", "theme") for level in ("policy", "guideline")]


@pytest.mark.parametrize(("column", "level"), MATRICES)
def test_matrices(plan: str, column: str, level: str) -> None:
    triples = read_triples(plan)
    above = triples.policies if level == "policy" else triples.list_elements("Guideline")
    elements = Counter(
        (triples.code(one), triples.name(thing))
        for part, thing in triples.list_links(LINKS[column])
        for one in triples.climb_to(part, above)
    )
    objectives = Counter(
        (triples.code(one), triples.name(thing))
        for thing, found in triples.gather(LINKS[column]).items()
        for objective in found
        for one in triples.climb_to(objective, above)
    )
    rows = ask(plan, f"{column}s-by-{level}")
    assert {(row[level], row[column]): row["elements"] for row in rows} == elements
    assert {(row[level], row[column]): row["objectives"] for row in rows} == {key: objectives[key] for key in elements}
    assert len(rows) == len(elements)
    position = {triples.code(one): triples.position(one) for one in above}
    keys = [(-position[str(row[level])], number(row["objectives"]), number(row["elements"])) for row in rows]
    assert is_descending(keys)


def test_each_policy_has_its_objectives(plan: str) -> None:
    triples = read_triples(plan)
    held = Counter(
        triples.code(policy) for one in triples.objectives for policy in triples.climb_to(one, triples.policies)
    )
    assert {row["policy"]: row["objectives"] for row in ask(plan, "objectives-per-policy")} == held


def test_each_plan_has_its_objectives(plan: str) -> None:
    triples = read_triples(plan)
    (row,) = ask(plan, "objectives-per-plan")
    assert row["objectives"] == len(triples.objectives)
    per_policy = ask(plan, "objectives-per-guideline")
    assert row["with_partner"] == sum(number(each["with_partner"]) for each in per_policy)


def test_every_objective_counts_in_one_guideline(plan: str) -> None:
    triples = read_triples(plan)
    rows = ask(plan, "objectives-per-guideline")
    involved = set().union(*triples.gather("involves").values())
    assert sum(number(row["objectives"]) for row in rows) == len(triples.objectives)
    assert sum(number(row["with_partner"]) for row in rows) == len(involved)
    without = ask(plan, "objectives-without-partner")
    assert {row["code"] for row in without} == {triples.code(one) for one in triples.objectives - involved}


def test_objectives_per_guideline_of_the_plan() -> None:
    rows = ask("sassuolo", "objectives-per-guideline")
    found = [(r["policy"], r["guideline"], r["objectives"], r["with_partner"]) for r in rows]
    assert found[:4] == [("1", "1.1", 4, 4), ("1", "1.2", 5, 3), ("1", "1.3", 7, 6), ("1", "1.4", 10, 5)]
    assert len(found) == 16


def test_missing_levels_leave_empty_cells() -> None:
    rows = ask("unusual", "objectives-per-guideline")
    assert [(r["policy"], r["guideline"], r["objectives"], r["with_partner"]) for r in rows] == [
        (None, None, 1, 1), (None, "A", 2, 1), ("M9", None, 1, 1), ("M10", "M10.P.S", 1, 1),
    ]  # fmt: skip


def test_where_a_partner_is() -> None:
    rows = ask("sassuolo", "partner-per-guideline", partner="AUSL")
    assert [(row["policy"], row["guideline"], row["objectives"]) for row in rows] == [("1", "1.3", 3)]
    # A guideline's own words count, too, where none of its objectives names the partner.
    rows = ask("sassuolo", "partner-per-guideline", partner="Terzo settore")
    assert ("1.1", 0, 1) in [(row["guideline"], row["objectives"], row["elements"]) for row in rows]
    rows = ask("sassuolo", "partner-per-policy", partner="Terzo settore")
    assert [(row["policy"], row["objectives"]) for row in rows] == [("1", 5), ("3", 1), ("4", 1)]
    rows = ask("unusual", "partner-per-guideline", partner="Scuole")
    assert [(r["policy"], r["guideline"], r["objectives"]) for r in rows] == [(None, "A", 1), ("M9", None, 1)]


def test_objectives_without_beneficiary(plan: str) -> None:
    triples = read_triples(plan)
    served = set().union(*triples.gather("benefits").values())
    wanted = sorted(triples.objectives - served, key=triples.position)
    assert [r["code"] for r in ask(plan, "objectives-without-beneficiary")] == list(map(triples.code, wanted))


# Pairs ---------------------------------------------------------------------------------------------------------------


def test_partner_pairs(plan: str) -> None:
    triples = read_triples(plan)
    partners = defaultdict[str, set[str]](set)
    for partner, objectives in triples.gather("involves").items():
        for objective in objectives:
            partners[objective].add(partner)
    wanted = Counter(pair for group in partners.values() for pair in combinations(sorted(group), 2))
    rows = ask(plan, "partner-pairs")
    assert Counter({(row["partner_a"], row["partner_b"]): number(row["objectives"]) for row in rows}) == Counter(
        {(triples.name(first), triples.name(second)): count for (first, second), count in wanted.items()}
    )
    assert is_descending([(number(row["objectives"]),) for row in rows])


def test_objective_pairs(plan: str) -> None:
    triples = read_triples(plan)
    wanted = set()
    for link in ("involves", "concernsPlace", "usesInstrument"):
        for thing, objectives in triples.gather(link).items():
            for first, second in combinations(sorted(objectives, key=triples.position), 2):
                above = [triples.climb_to(objective, triples.policies) for objective in (first, second)]
                if all(above) and above[0] != above[1]:
                    wanted.add((triples.code(first), triples.code(second), link, triples.name(thing)))
    rows = ask(plan, "objective-pairs")
    found = [(row["code_a"], row["code_b"], row["property"], row["shared"]) for row in rows]
    assert set(found) == wanted
    assert len(found) == len(wanted)
    position = {triples.code(objective): triples.position(objective) for objective in triples.objectives}
    order = [(position[str(first)], position[str(second)]) for first, second, *_ in found]
    assert order == sorted(order)


def test_pairs_of_the_unusual_plan() -> None:
    assert [(r["partner_a"], r["partner_b"], r["objectives"]) for r in ask("unusual", "partner-pairs")] == [
        ("Scuole", "Pro Loco", 2)
    ]
    pairs = [(r["code_a"], r["code_b"], r["shared"]) for r in ask("unusual", "objective-pairs")]
    assert pairs == [("M9.1", "M10.P.S.1", "Pro Loco")]


# A partner -----------------------------------------------------------------------------------------------------------


def test_involvement_of_ausl_is_in_the_words_of_the_text() -> None:
    rows = ask("sassuolo", "involvement-of-partner", partner="AUSL")
    assert [(row["code"], row["kind"], row["cue"], row["words"]) for row in rows] == [
        ("1.3.1", "Collabora", "collaborazione tra", "Azienda Sanitaria Locale (ASL)"),
        ("1.3.3", "Collabora", "integrazione dei", "AUSL"),
        ("1.3.5", "Collabora", "in collaborazione con", "AUSL"),
    ]


def test_involvement_without_a_cue_has_its_row() -> None:
    rows = ask("extract", "involvement-of-partner", partner="AUSL")
    assert [(row["code"], row["kind"]) for row in rows] == [
        ("1.3.1", "Collabora"), ("1.3.9", None), ("1.3.10", "Collabora"),
    ]  # fmt: skip


def test_beneficiaries_served_with_a_partner() -> None:
    triples = read_triples("sassuolo")
    third_sector = triples.gather("involves")["https://w3id.org/dupgraph/controlled-vocabulary/actors/third-sector"]
    wanted = {
        triples.name(group): len(objectives & third_sector)
        for group, objectives in triples.gather("benefits").items()
        if objectives & third_sector
    }
    rows = ask("sassuolo", "beneficiaries-with-partner", partner="Terzo settore")
    assert {row["beneficiary"]: row["objectives"] for row in rows} == wanted
    assert ask("unusual", "beneficiaries-with-partner", partner="Pro Loco")[0]["beneficiary"] == "Cittadini"


def test_instruments_of_a_theme_are_those_of_its_elements() -> None:
    triples = read_triples("sassuolo")
    environment = "https://w3id.org/dupgraph/controlled-vocabulary/themes/environment"
    treated = {element for element, theme in triples.list_links("hasTheme") if theme == environment}
    used = Counter(thing for element, thing in triples.list_links("usesInstrument") if element in treated)
    rows = ask("sassuolo", "instruments-by-theme", theme="Ambiente")
    assert used
    assert {row["instrument"]: row["elements"] for row in rows} == {triples.name(one): used[one] for one in used}


def test_parents_of_an_element_are_what_stands_above_it() -> None:
    assert [row["code"] for row in ask("sassuolo", "parents-of-element", element="1.3.2")] == ["1", "1.3"]


def test_guidelines_of_a_policy_count_the_objectives_below_them() -> None:
    triples = read_triples("sassuolo")
    own = [one for one in triples.list_elements("Guideline") if "3" in map(triples.code, triples.climb(one)[:-1])]
    wanted = [
        (triples.code(one), sum(one in triples.climb(objective) for objective in triples.objectives))
        for one in sorted(own, key=triples.position)
    ]
    assert wanted[0] == ("3.1", 6)
    assert [(row["code"], row["objectives"]) for row in ask("sassuolo", "guidelines-of-policy", policy="3")] == wanted


def test_kinds_of_body_count_their_bodies() -> None:
    rows = {(row["category"], row["body"]): row["objectives"] for row in ask("extract", "kinds-of-body")}
    assert rows[("Azienda sanitaria locale", None)] == 3
    assert rows[("Azienda sanitaria locale", "Azienda USL di Modena")] == 2
    assert ask("unusual", "kinds-of-body")[0] == {
        "category": None, "body": "Pro Loco", "objectives": 4, "plan": "Piano dispari",
    }  # fmt: skip


def test_wider_kind_counts_the_kinds_below_it() -> None:
    rows = {row["category"]: row["objectives"] for row in ask("sassuolo", "kinds-of-body") if not row["body"]}
    triples = read_triples("sassuolo")
    involves = triples.gather("involves")
    wide = "https://w3id.org/dupgraph/controlled-vocabulary/actors/associations"
    below = [kind for kind, wider in read_broader(triples) if wider == wide]
    wanted = involves[wide].union(*(involves[kind] for kind in below))
    assert len(below) == 4
    assert rows["Associazioni"] == len(wanted) > len(involves[wide])


def read_broader(triples: Triples) -> list[tuple[str, str]]:
    found = triples.store.quads_for_pattern(None, NamedNode(SKOS + "broader"), None)
    return [
        (quad.subject.value, quad.object.value)
        for quad in found
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    ]


# Goals and missions --------------------------------------------------------------------------------------------------


def count_through_themes(triples: Triples, relation: str, lift: Callable[[str], set[str]]) -> dict[str, set[str]]:
    """The objectives that a theme leads to each goal or mission."""
    found = defaultdict[str, set[str]](set)
    for theme, objectives in triples.gather("hasTheme").items():
        for target in triples.read(theme, DUP + relation):
            for thing in lift(target):
                found[thing] |= objectives
    return found


def test_goals_through_themes_and_targets(plan: str) -> None:
    triples = read_triples(plan)
    found = count_through_themes(
        triples, "relatedGoal", lambda target: set(triples.read(target, SKOS + "broader")) or {target}
    )
    described = {goal: triples.read(goal, SKOS + "notation") for goal in found}
    wanted = {described[goal][0]: len(found[goal]) for goal in found if described[goal]}
    rows = ask(plan, "sdg-coverage")
    assert {row["goal"]: row["suggested"] for row in rows} == wanted
    assert [int(str(row["goal"])) for row in rows] == sorted(int(goal) for goal in wanted)


def test_stated_target_counts_for_its_goal() -> None:
    rows = ask("unusual", "sdg-coverage", lang="en")
    assert [(r["goal"], r["goal_title"], r["stated"], r["suggested"]) for r in rows] == [
        ("3", "Good health and well-being", 1, 1)
    ]
    assert {row["stated"] for row in ask("sassuolo", "sdg-coverage")} == {0}


def test_missions_through_themes(plan: str) -> None:
    triples = read_triples(plan)
    found = count_through_themes(triples, "relatedMission", lambda mission: {mission})
    wanted = {triples.read(mission, SKOS + "notation")[0]: len(objectives) for mission, objectives in found.items()}
    rows = ask(plan, "mission-coverage")
    assert {row["mission"]: (row["stated"], row["suggested"]) for row in rows} == {m: (0, n) for m, n in wanted.items()}
    assert all(number(row["themes"]) > 0 for row in rows)


# Outline and plans ---------------------------------------------------------------------------------------------------


def test_outline_counts(plan: str) -> None:
    triples = read_triples(plan)
    elements = set().union(*map(triples.list_elements, ("Policy", "Guideline", "Objective", "Action")))
    below = {element: {part for part in elements if element in triples.climb(part)} for element in elements}
    mentions = {name: triples.list_mentions(name) for name in (*LINKS.values(), "refersToElement", "contributesTo")}
    wanted = []
    for element in sorted(elements, key=triples.position):
        parts = below[element]
        wanted.append((
            triples.code(element),
            len((parts - {element}) & triples.objectives),
            *(len({thing for _, part, thing in mentions[name] if part in parts}) for name in LINKS.values()),
            sum(part in parts for found in mentions.values() for _, part, _ in found),
        ))  # fmt: skip
    columns = ("code", "objectives", "partners", "beneficiaries", "themes", "places", "instruments", "mentions")
    assert [tuple(row[column] for column in columns) for row in ask(plan, "outline-counts")] == wanted


def test_plans_say_whose_they_are() -> None:
    [row] = ask("sassuolo", "plans")
    assert (row["municipality"], row["policies"], row["objectives"]) == ("Comune di Sassuolo", 4, 95)
    triples = read_triples("sassuolo")
    assert row["partners"] == len({thing for _, thing in triples.list_links("involves")})
    assert row["mentions"] == len(triples.list_elements("Mention"))
    assert [row["municipality"] for row in ask("unusual", "plans")] == ["Comune dispari"]


# Evidence and graphs -------------------------------------------------------------------------------------------------


def test_evidence_of_a_link_is_its_mentions() -> None:
    [row] = ask("sassuolo", "evidence-of-link", objective="1.3.3", thing="AUSL")
    [source] = [path for path in list_resources("graph", ".txt") if path.stem == "sassuolo"]
    text = source.read_text(encoding="utf-8")
    assert text[number(row["start"]) : number(row["end"])] == row["words"] == "AUSL"
    assert (row["property"], row["label"], row["kind"], row["method"]) == (
        "involves", "Azienda USL di Modena", "Collabora", "Lessico",
    )  # fmt: skip
    assert str(row["before"]).endswith("servizi sanitari dell’")
    assert str(row["after"]).startswith(" e degli enti del Terzo settore")


def test_evidence_of_a_guideline_is_that_of_its_objectives() -> None:
    codes = [row["code"] for row in ask("sassuolo", "evidence-of-link", objective="1.3", thing="AUSL")]
    assert codes == ["1.3.1", "1.3.3", "1.3.5"]
    rows = ask("extract", "evidence-of-link", objective="1.3.9", thing="1.3.10")
    assert [(row["property"], row["label"]) for row in rows] == [
        ("refersToElement", "1.3.10 Promuovere progetti di prevenzione")
    ]


def test_description_of_a_thing_shows_its_words_and_elements() -> None:
    triples = read_triples("sassuolo")
    body = "https://w3id.org/dupgraph/controlled-vocabulary/bodies/ausl-modena"
    rows = ask("sassuolo", "describe-thing", thing="AUSL di Modena")
    found = {(row["subject"], row["predicate"], row["object"]) for row in rows}
    for mention, element, thing in triples.list_mentions("involves"):
        if thing == body:
            assert (mention, OA + "exact", triples.read(mention, OA + "exact")[0]) in found
            assert (element, DUP + "involves", body) in found
            assert (element, DCT + "identifier", triples.code(element)) in found
        else:
            assert mention not in {subject for subject, *_ in found}
    kind = triples.read(body, DUP + "hasKind")[0]
    assert {(body, DUP + "hasKind", kind), (kind, SKOS + "prefLabel", triples.name(kind))} <= found


def test_partner_network_is_every_link_of_an_objective(plan: str) -> None:
    triples = read_triples(plan)
    rows = ask(plan, "partner-network")
    found = {(r["subject"], r["object"]) for r in rows if r["predicate"] == DUP + "involves"}
    wanted = {(part, thing) for part, thing in triples.list_links("involves") if part in triples.objectives}
    assert found == wanted
    named = {row["subject"] for row in rows if row["predicate"] == SKOS + "prefLabel"}
    assert {thing for _, thing in wanted} <= named


# Several plans in one place ------------------------------------------------------------------------------------------


def list_values(name: str) -> dict[str, str]:
    # Known in the extract and in its copies.
    return {parameter.name: parameter.default or "AUSL" for parameter in load_question(name).parameters}


@pytest.mark.parametrize("name", MINE)
def test_counts_are_by_plan(name: str, tmp_path: Path) -> None:
    places.copy_plan(tmp_path, "first")
    places.copy_plan(tmp_path, "second")
    values = list_values(name)
    alone = [strip(row) for row in ask("extract", name, **values)]
    both = [dict(row) for row in run_question(open_engine(tmp_path), name, values)]
    for title in ("Piano first", "Piano second"):
        assert [strip(row) for row in both if row["plan"] == title] == alone
        narrowed = [dict(row) for row in run_question(open_engine(tmp_path), name, {**values, "plan": title})]
        assert narrowed == [row for row in both if row["plan"] == title]
    assert len(both) == 2 * len(alone)


def strip(row: Mapping[str, object]) -> dict[str, object]:
    """A row without what a copy has of its own."""
    return {column: value for column, value in row.items() if column not in ("plan", "entity")}


@pytest.mark.parametrize("name", ["describe-thing", "partner-network"])
def test_graphs_keep_to_one_plan(name: str, tmp_path: Path) -> None:
    places.copy_plan(tmp_path, "first")
    places.copy_plan(tmp_path, "second")
    rows = run_question(open_engine(tmp_path), name, {**list_values(name), "plan": "Piano second"}).to_dicts()
    texts = " ".join(str(value) for row in rows for value in row.values())
    assert "data/second/" in texts
    assert "data/first/" not in texts


@pytest.mark.parametrize("name", [*MINE, "evidence-of-link", "describe-thing", "partner-network"])
def test_named_graphs_that_share_triples_count_once(name: str, tmp_path: Path) -> None:
    paths = [places.copy_plan(tmp_path, copy) for copy in ("first", "second", "third")]
    store = Store(str(tmp_path / "store"))
    for path in paths:
        graph = NamedNode(f"https://w3id.org/dupgraph/data/{path.stem}/plan/dup/graph")
        store.bulk_load(path=str(path), format=RdfFormat.TURTLE, to_graph=graph)
    store.flush()
    del store
    values = list_values(name)
    if "objective" in values:
        values["objective"] = "https://w3id.org/dupgraph/data/second/plan/dup/objective/1.3.9"
    found = run_question(open_engine(tmp_path / "store"), name, values).to_dicts()
    wanted = run_question(open_engine(tmp_path), name, values).to_dicts()
    if load_question(name).form == "construct":
        assert set(map(str, found)) == set(map(str, wanted))
    else:
        assert found == wanted


def test_a_field_over_the_end_of_a_page_says_its_words_without_the_head_of_the_next(tmp_path: Path) -> None:
    fields = (Path(__file__).parents[1] / "data" / "graphs" / "fields.ttl").read_text(encoding="utf-8")
    said, exact = "dott.ssa Nèri – Servizi sociali", r"dott.ssa Nèri –\nComune di Sassuolo 7\nServizi sociali"
    assert f'oa:exact "{said}"' in fields
    graph = tmp_path / "sassuolo.ttl"
    whole = PLANS["sassuolo"].read_text(encoding="utf-8") + fields.replace(f'oa:exact "{said}"', f'oa:exact "{exact}"')
    graph.write_text(whole, encoding="utf-8")
    rows = run_question(open_engine(graph), load_question("fields-of-objective"), {"objective": "1.3.3"}).to_dicts()
    assert [row["content"] for row in rows if row["field"] == "Responsabile"] == [said]
