"""StratML: both parts against their element model, what they say against the graph, and what they say they lose."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import places
import pytest
from places import load_store
from pyoxigraph import parse

from dupgraph.base.errors import OutputError
from dupgraph.base.files import find_resource
from dupgraph.publish.export.source import Source
from dupgraph_stratml.writing import write_core, write_performance

GRAPH = find_resource("graph", "sassuolo.ttl")
DATA = Path(__file__).parents[1] / "data"
UNUSUAL = DATA / "graphs" / "unusual.ttl"
HOSTILE = DATA / "map" / "hostile-plan.ttl"
SMALL = DATA / "map" / "small-plan.ttl"
WRITERS: dict[int, Callable[[Source], bytes]] = {1: write_core, 2: write_performance}
NAMESPACES = {
    1: "urn:ISO:std:iso:17469:tech:xsd:stratml_core",
    2: "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport",
}
PREFIXES = """
PREFIX dup: <https://w3id.org/dupgraph/onto/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

# The element model, written down from the schemas: 1.1 of 2014 for part 1, 2.2.8 of 2016 for part 2 ----------------

MANY = 10**6
Children = tuple[tuple[str, int, int], ...]


def list_children(text: str) -> Children:
    """Return the children of an element, in order, with how many of each there may be: "A B? C* D+"."""
    bounds = {"": (1, 1), "?": (0, 1), "*": (0, MANY), "+": (1, MANY), "2": (0, 2)}
    found = (re.fullmatch(r"(\w*?[a-zA-Z])([?*+2]?)", word) for word in text.split())
    return tuple((match[1], *bounds[match[2]]) for match in found if match)


_SHARED = {
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Vision": "Description? Identifier?",
    "Mission": "Description? Identifier?",
    "Value": "Name? Description?",
    "Goal": "Name Description Identifier? SequenceIndicator? Stakeholder* OtherInformation? Objective*",
}
_OBJECTIVE = "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation?"
_ROOT = "Name Description? OtherInformation? StrategicPlanCore AdministrativeInformation?"
MODELS: dict[int, dict[str, Children]] = {
    part: {name: list_children(text) for name, text in model.items()}
    for part, model in {
        1: _SHARED
        | {
            "StrategicPlan": _ROOT,
            "Objective": _OBJECTIVE,
            "Stakeholder": "Name Description?",
            "AdministrativeInformation": "StartDate? EndDate? PublicationDate? Source? Submitter?",
        },
        2: _SHARED
        | {
            "PerformancePlanOrReport": f"{_ROOT} Submitter?",
            # Measures are in the model too; none is written here, and what is not in this table is a fault.
            "Objective": _OBJECTIVE,
            "Stakeholder": "Name Description? Role*",
            "Role": "Name Description? RoleType2",
            "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
        },
    }.items()
}
ROOTS = {1: "StrategicPlan", 2: "PerformancePlanOrReport"}
# Attributes by element: their values, and whether there must be one.
ATTRIBUTES = {
    "Stakeholder": {"StakeholderTypeType": ({"Person", "Organization", "Generic_Group"}, False)},
    "PerformancePlanOrReport": {"Type": ({"Strategic_Plan", "Performance_Plan", "Performance_Report"}, True)},
}
TEXTS = {
    "Identifier": re.compile(r"[A-Za-z_][A-Za-z0-9._-]*"),
    "StartDate": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "EndDate": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "RoleType": re.compile("Performer|Beneficiary"),
    "Source": re.compile(r"\S+"),
}


def find_faults(data: bytes, part: int) -> list[str]:
    """Return what is wrong in a document."""
    root = parse_markup(data)
    if root.tag != f"{{{NAMESPACES[part]}}}{ROOTS[part]}":
        return [f"root {root.tag}"]
    identifiers = Counter(place.text for place in root.iter(f"{{{NAMESPACES[part]}}}Identifier"))
    doubled = [f"identifier {text} twice" for text, count in identifiers.items() if count > 1]
    return [*_find_faults(root, part), *doubled]


def _find_faults(place: Element, part: int) -> Iterator[str]:
    name = place.tag.removeprefix(f"{{{NAMESPACES[part]}}}")
    known = ATTRIBUTES.get(name, {})
    for attribute, value in place.attrib.items():
        if attribute not in known or value not in known[attribute][0]:
            yield f"{name} {attribute}={value}"
    for attribute, (_, is_required) in known.items():
        if is_required and attribute not in place.attrib:
            yield f"{name} without {attribute}"
    model = MODELS[part].get(name)
    if model is None:
        if len(place):
            yield f"{name} holds elements"
        if name in TEXTS and not TEXTS[name].fullmatch(place.text or ""):
            yield f"{name} is {place.text!r}"
        return
    if (place.text or "").strip() or any((child.tail or "").strip() for child in place):
        yield f"{name} holds text"
    yield from _find_disorder(name, [child.tag.removeprefix(f"{{{NAMESPACES[part]}}}") for child in place], model)
    for inner in place:
        yield from _find_faults(inner, part)


def _find_disorder(name: str, waiting: list[str], model: Children) -> Iterator[str]:
    """Yield what is wrong with the names of an element's children: their order, and how many there are."""
    for child, least, most in model:
        count = 0
        while waiting and waiting[0] == child:
            waiting = waiting[1:]
            count += 1
        if not least <= count <= most:
            yield f"{name} has {count} {child}"
    if waiting:
        yield f"{name} may not have {waiting[0]} here"


def parse_markup(data: bytes) -> Element:
    return fromstring(data)  # noqa: S314  what was just written


@cache
def write(part: int, path: Path = GRAPH) -> bytes:
    return WRITERS[part](Source(str(path)))


def read(part: int, path: Path = GRAPH) -> Element:
    """Return a document without its namespace."""
    return strip(parse_markup(write(part, path)))


def strip(root: Element) -> Element:
    for place in root.iter():
        place.tag = place.tag.rpartition("}")[2]
    return root


def ask(query: str, path: Path = GRAPH) -> list[tuple[str, ...]]:
    return [tuple(term.value if term else "" for term in row) for row in load_store(path).query(PREFIXES + query)]


def find_element(root: Element, code: str, name: str = "Objective") -> Element:
    (found,) = (place for place in root.iter(name) if place.findtext("SequenceIndicator") == code)
    return found


PARTS = pytest.mark.parametrize("part", [1, 2])


# The model ------------------------------------------------------------------------------------------------------------


@PARTS
@pytest.mark.parametrize("path", [GRAPH, UNUSUAL, HOSTILE, SMALL], ids=lambda path: path.stem)
def test_documents_are_of_the_model(path: Path, part: int) -> None:
    assert find_faults(write(part, path), part) == []


def remove(path: str, child: str) -> Callable[[Element], None]:
    def spoil(root: Element) -> None:
        place = root.find(f".//{path}") if path else root
        assert place is not None
        inner = place.find(child)
        assert inner is not None
        place.remove(inner)

    return spoil


def add(path: str, child: str, text: str = "") -> Callable[[Element], None]:
    def spoil(root: Element) -> None:
        place = root.find(f".//{path}") if path else root
        assert place is not None
        SubElement(place, child).text = text

    return spoil


def get_text(path: str, text: str) -> Callable[[Element], None]:
    def spoil(root: Element) -> None:
        place = root.find(f".//{path}")
        assert place is not None
        place.text = text

    return spoil


def state(path: str, name: str, value: str) -> Callable[[Element], None]:
    def spoil(root: Element) -> None:
        place = root.find(f".//{path}") if path else root
        assert place is not None
        place.set(name, value)

    return spoil


def repeat_identifier(root: Element) -> None:
    first, second, *_ = root.iter("Identifier")
    second.text = first.text


def swap_children(root: Element) -> None:
    goal = root.find(".//Goal")
    assert goal is not None
    goal[0], goal[1] = goal[1], goal[0]


def remove_goals(root: Element) -> None:
    core = root.find("StrategicPlanCore")
    assert core is not None
    for goal in core.findall("Goal"):
        core.remove(goal)


def untype_root(root: Element) -> None:
    del root.attrib["Type"]


BROKEN: list[tuple[int, Callable[[Element], None], str]] = [
    (1, remove("", "Name"), "StrategicPlan has 0 Name"),
    (1, remove("Goal", "Name"), "Goal has 0 Name"),
    (1, remove("Goal", "Description"), "Goal has 0 Description"),
    (1, remove("Stakeholder", "Name"), "Stakeholder has 0 Name"),
    (1, add("Goal", "Goal"), "Goal may not have Goal here"),
    (1, add("Objective", "Objective"), "Objective may not have Objective here"),
    (1, add("Stakeholder", "Role"), "Stakeholder may not have Role here"),
    (1, add("AdministrativeInformation", "Identifier", "_x"), "AdministrativeInformation may not have Identifier here"),
    (1, add("", "AdministrativeInformation"), "StrategicPlan has 2 AdministrativeInformation"),
    (1, add("Name", "b"), "Name holds elements"),
    (1, get_text("StrategicPlanCore", "parole"), "StrategicPlanCore holds text"),
    (1, get_text("Goal/Identifier", "1.1"), "Identifier is '1.1'"),
    (1, get_text("Goal/Identifier", "_piano/1"), "Identifier is '_piano/1'"),
    (1, state("Stakeholder", "StakeholderTypeType", "Generic Group"), "Stakeholder StakeholderTypeType=Generic Group"),
    (1, state("Goal", "lang", "it"), "Goal lang=it"),
    (1, repeat_identifier, "twice"),
    (1, swap_children, "Goal has 0 Name"),
    (1, remove_goals, "StrategicPlanCore has 0 Goal"),
    (2, remove("Role", "Name"), "Role has 0 Name"),
    (2, get_text("RoleType", "Partner"), "RoleType is 'Partner'"),
    (2, get_text("RoleType", "performer"), "RoleType is 'performer'"),
    (2, add("Objective", "Role"), "Objective may not have Role here"),
    (2, untype_root, "PerformancePlanOrReport without Type"),
    (2, state("", "Type", "Plan"), "PerformancePlanOrReport Type=Plan"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "spoil", "fault"), BROKEN)
def test_the_check_finds_what_is_wrong(part: int, spoil: Callable[[Element], None], fault: str) -> None:
    root = read(part, UNUSUAL)
    spoil(root)
    root.set("xmlns", NAMESPACES[part])
    assert any(fault in found for found in find_faults(tostring(root), part))


def test_the_check_tells_the_parts_apart() -> None:
    assert find_faults(write(1, UNUSUAL), 2)
    assert find_faults(write(2, UNUSUAL), 1)


# Sassuolo -------------------------------------------------------------------------------------------------------------


@PARTS
def test_guidelines_are_goals_and_objectives_objectives(part: int) -> None:
    root = read(part)
    assert len(root.findall("StrategicPlanCore/Goal")) == 16
    assert len(root.findall("StrategicPlanCore/Goal/Objective")) == 95
    for kind, name in (("Guideline", "Goal"), ("Objective", "Objective")):
        stated = ask(f"SELECT ?code ?title ?text {{ ?e a dup:{kind} ; dct:identifier ?code ; dct:title ?title ; "
                     "dct:description ?text }")  # fmt: skip
        shown = [tuple(place.findtext(child) for child in ("SequenceIndicator", "Name", "Description"))
                 for place in root.iter(name)]  # fmt: skip
        assert sorted(shown) == sorted(stated)
        assert all(place.findtext("Identifier") == f"_{name[0].lower()}{place.findtext('SequenceIndicator')}"
                   for place in root.iter(name))  # fmt: skip
    parts = ask("SELECT ?code ?of { ?o a dup:Objective ; dct:identifier ?code ; dct:isPartOf/dct:identifier ?of }")
    shown = [(objective.findtext("SequenceIndicator"), goal.findtext("SequenceIndicator"))
             for goal in root.iter("Goal") for objective in goal.iter("Objective")]  # fmt: skip
    assert sorted(shown) == sorted(parts)
    codes = [
        tuple(map(int, (place.findtext("SequenceIndicator") or "").split("."))) for place in root.iter("Objective")
    ]
    assert codes == sorted(codes)
    assert root.findtext("Name") == ask("SELECT ?t { ?p a dup:Plan ; dct:title ?t }")[0][0]
    assert root.findtext("StrategicPlanCore/Organization/Name") == "Comune di Sassuolo"


def test_ausl_performs_in_133() -> None:
    objective = find_element(read(2), "1.3.3")
    (ausl,) = (place for place in objective.iter("Stakeholder") if place.findtext("Name") == "Azienda USL di Modena")
    assert ausl.get("StakeholderTypeType") == "Organization"
    assert [(role.findtext("Name"), role.findtext("RoleType")) for role in ausl.iter("Role")] == [
        ("Collabora", "Performer")
    ]
    lines = (objective.findtext("OtherInformation") or "").splitlines()
    assert ("- AUSL (Azienda USL di Modena): «… del Comune, dei servizi sanitari dell’AUSL e degli enti del Terzo "
            "settore. Questo …»") in lines  # fmt: skip
    (citizens,) = (place for place in objective.iter("Stakeholder") if place.findtext("Name") == "Cittadini")
    assert citizens.get("StakeholderTypeType") == "Generic_Group"
    assert [role.findtext("RoleType") for role in citizens.iter("Role")] == ["Beneficiary"]
    in_core = find_element(read(1), "1.3.3")
    (ausl,) = (place for place in in_core.iter("Stakeholder") if place.findtext("Name") == "Azienda USL di Modena")
    assert ausl.findtext("Description") == "Soggetto coinvolto (Collabora)."
    assert not list(read(1).iter("Role"))


def test_stakeholders_are_those_of_the_graph() -> None:
    shown = set()
    for place in (*read(2).iter("Goal"), *read(2).iter("Objective")):
        for stakeholder in place.findall("Stakeholder"):
            assert stakeholder.findall("Role")
            shown |= {(place.findtext("SequenceIndicator"), stakeholder.findtext("Name"), role.findtext("RoleType"),
                       stakeholder.get("StakeholderTypeType")) for role in stakeholder.findall("Role")}  # fmt: skip
    stated = set()
    for code, name, link, groups in ask(
        "SELECT ?code ?name ?link (EXISTS { VALUES ?g { dup:ActorCategory dup:BeneficiaryGroup } ?s a ?g } AS ?groups) "
        "{ VALUES ?link { dup:involves dup:benefits } VALUES ?class { dup:Guideline dup:Objective } "
        "?e a ?class ; dct:identifier ?code ; ?link ?s . ?s skos:prefLabel ?name FILTER (LANG(?name) = 'it') }"
    ):
        role = "Performer" if link.endswith("involves") else "Beneficiary"
        stated.add((code, name, role, "Generic_Group" if groups == "true" else "Organization"))
    assert shown == stated
    assert len(stated) > 250


@PARTS
def test_all_words_stand_in_their_element(part: int) -> None:
    root = read(part)
    texts = {place.findtext("SequenceIndicator"): place.findtext("OtherInformation") or ""
             for name in ("Goal", "Objective") for place in root.iter(name)}  # fmt: skip
    policies = root.findtext("OtherInformation") or ""
    mentions = ask("SELECT ?code ?words ?label { ?m dup:inElement/dct:identifier ?code ; oa:exact ?words ; "
                   "dup:refersTo/skos:prefLabel ?label FILTER (LANG(?label) = 'it') }")  # fmt: skip
    assert len(mentions) > 1_000
    assert all(f"- {words} ({label}): «" in texts.get(code, policies) for code, words, label in mentions)
    assert sum(text.count("»") for text in (policies, *texts.values())) >= len(mentions)


@PARTS
def test_it_says_what_is_lost(part: int) -> None:
    said = read(part).findtext("OtherInformation") or ""
    assert said.startswith("Che cosa si perde\nStratML ha due soli livelli, Goal e Objective; il piano ha 4 politiche, "
                           "16 indirizzi, 95 obiettivi.\n")  # fmt: skip
    assert "Le politiche non hanno un elemento" in said
    assert "azioni" not in said
    assert ("La parte 1 non ha ruoli" in said) is (part == 1)
    assert ("nessun PerformanceIndicator" in said) is (part == 2)
    for code, title, text in ask("SELECT ?code ?title ?text { ?e a dup:Policy ; dct:identifier ?code ; "
                                 "dct:title ?title ; dct:description ?text }"):  # fmt: skip
        assert f"\n\nNel piano: Politica {code} {title}\n" in said
        assert f"\nTesto: {text}" in said
    guideline = find_element(read(part), "1.3", "Goal").findtext("OtherInformation") or ""
    assert "\nFa parte di: Politica 1 COSTRUIRE COMUNITA’ PER COSTRUIRE FUTURO\n" in guideline


# Other plans ----------------------------------------------------------------------------------------------------------


@PARTS
def test_each_shape_of_plan_has_a_place(part: int) -> None:
    root = read(part, UNUSUAL)
    goals = {goal.findtext("Identifier"): [inner.findtext("Identifier") for inner in goal.findall("Objective")]
             for goal in root.iter("Goal")}  # fmt: skip
    assert goals == {
        "_gA": ["_oA.1", "_aA.1.1", "_oA.2"],
        "_pM9": ["_oM9.1"],
        "_gM10.P": [],
        "_gM10.P.S": ["_oM10.P.S.1"],
        "_loose": ["_oZ"],
        "_gY": [],
    }
    said = root.findtext("OtherInformation") or ""
    assert "il piano ha 2 politiche, 4 indirizzi, 5 obiettivi, 1 azione." in said
    assert "Anche le azioni sono Objective" in said
    assert "Sono Goal anche le politiche che hanno obiettivi senza indirizzo, o niente sotto: Missione M9 Missione 9." \
           in said  # fmt: skip
    assert "Ciò che sta direttamente sotto il piano è nel Goal «Obiettivi senza indirizzo né politica»" in said
    assert "Un indirizzo sotto un altro è un Goal accanto a quello" in said
    assert "\nNel piano: Politica M10 Missione 10\n" in said
    action = find_element(root, "A.1.1").findtext("OtherInformation") or ""
    assert action.startswith("Nel piano: Azione A.1.1 Azione\nFa parte di: Obiettivo A.1 Primo\n")
    inner = find_element(root, "M10.P.S", "Goal").findtext("OtherInformation") or ""
    assert "\nFa parte di: Indirizzo M10.P Programma; Politica M10 Missione 10\n" in inner
    assert "«… con la Pro Loco di …», p. 3" in (find_element(root, "A.1").findtext("OtherInformation") or "")


def write_plan(path: Path, text: str) -> Path:
    path.write_text(f"{PREFIXES}BASE <https://example.org/plan/>\n{text}", encoding="utf-8")
    return path


@PARTS
def test_codes_that_are_no_names_and_texts_that_xml_forbids(part: int, tmp_path: Path) -> None:
    codes = ("1", "1", "1-2", "", "", "è/ù:§ 1", "1")
    elements = "\n".join(
        f'<o{place}> a dup:Objective ; dct:identifier "{code}" ; dct:title "<b>\\u0007 & {place}</b>"@it ; '
        f'dct:isPartOf <dup> ; dct:description "riga\\r\\nriga \\u0001 ]]>"@it .'
        for place, code in enumerate(codes)
    )
    text = f"""{elements}
    <dup> a dup:Plan ; dct:title " " ; dup:period "2025/2027" .
    <m> a dup:Mention ; dup:inElement <o1> ; dup:evidenceFor dup:involves ; dup:refersTo <x> ; oa:exact "a\\u0000b" ;
        oa:start 1 ; oa:end 2 .
    <o1> dup:involves <x> , <y> ."""
    data = WRITERS[part](Source(str(write_plan(tmp_path / "odd.ttl", text))))
    assert find_faults(data, part) == []
    root = strip(parse_markup(data))
    assert len(list(root.iter("Objective"))) == len(codes)
    assert {place.findtext("Name") for place in root.iter("Objective")} == {f"<b>� & {n}</b>" for n in range(7)}
    assert {place.findtext("Description") for place in root.iter("Objective")} == {"riga\nriga � ]]>"}
    named = list(root.iter("Stakeholder"))
    # The graph does not say what sort of a thing it is, and gives it no name.
    assert [(place.findtext("Name"), place.attrib) for place in named] == [
        ("https://example.org/plan/x", {}), ("https://example.org/plan/y", {})
    ]  # fmt: skip
    dates = [root.findtext(f"AdministrativeInformation/{name}") for name in ("StartDate", "EndDate")]
    assert dates == ["2025-01-01", "2027-12-31"]


@PARTS
@pytest.mark.parametrize("period", ["2027-2025", "triennio", "0001-0002", "2025"])
def test_a_period_that_is_no_two_years_gives_no_dates(part: int, period: str, tmp_path: Path) -> None:
    text = f"""<dup> a dup:Plan ; dct:title "Piano"@it ; dup:period "{period}" .
    <p> a dup:Policy ; dct:identifier "1" ; dct:title "Unica"@it ; dct:isPartOf <dup> ; dup:involves <x> .
    <m> a dup:Mention ; dup:inElement <p> ; dup:evidenceFor dup:involves ; dup:refersTo <x> ; oa:exact "a" ;
        oa:start 1 ; oa:end 2 ."""
    data = WRITERS[part](Source(str(write_plan(tmp_path / "period.ttl", text))))
    assert find_faults(data, part) == []
    root = strip(parse_markup(data))
    assert root.find("AdministrativeInformation/StartDate") is None
    assert f"periodo {period}" in (root.findtext("Description") or "")
    # A policy with nothing below it is not lost.
    assert [goal.findtext("Name") for goal in root.iter("Goal")] == ["Unica"]


@PARTS
def test_a_document_holds_one_plan(part: int, tmp_path: Path) -> None:
    for name in ("uno", "due"):
        places.copy_plan(tmp_path, name)
    with pytest.raises(
        OutputError, match=r"one plan in a document, and here are 2: .*Piano due.*; choose one with plan="
    ):
        WRITERS[part](Source(str(tmp_path)))
    one = strip(parse_markup(WRITERS[part](Source(str(tmp_path), plan="Piano uno"))))
    assert one.findtext("Name") == "Piano uno"


@PARTS
def test_the_order_of_the_triples_makes_no_difference(part: int, tmp_path: Path) -> None:
    lines = [f"{quad.triple} ." for quad in parse(path=str(UNUSUAL))]
    for seed in (1, 2):
        random.Random(seed).shuffle(lines)  # noqa: S311  an order, no secret
        path = tmp_path / f"{seed}.nt"
        path.write_text("\n".join(lines), encoding="utf-8")
        assert WRITERS[part](Source(str(path))) == write(part, UNUSUAL)
