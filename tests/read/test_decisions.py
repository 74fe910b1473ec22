"""The whole way: a plan, what people decided about it, and the graph that comes of both."""

import pytest
from commands import COMMAND, run_command
from decisions import AGENT, TIME, decide
from pyoxigraph import RdfFormat, Store

from dupgraph.base.files import find_resource
from dupgraph.graph.validate.files import validate_file
from dupgraph.read.build import build_graph
from dupgraph.read.decisions import NAMES_SUFFIX, REVIEW_SUFFIX
from dupgraph.read.decisions.files import write_decisions
from dupgraph.read.decisions.names import NewName, add_names
from dupgraph.schema.decisions import Decision
from dupgraph.schema.links import CONCERNS_PLACE, INVOLVES, PLACE
from dupgraph.schema.namespaces import DATA, VOCABULARY

SASSUOLO = find_resource("graph", "sources", "sassuolo.txt")
SCHOOLS, AUSL = f"{VOCABULARY}actors/schools", f"{VOCABULARY}bodies/ausl-modena"


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """A plan that was reviewed: a link accepted, one rejected, one thing named anew and one merged, one renamed."""
    path = tmp_path_factory.mktemp("review") / SASSUOLO.name
    for suffix in (".txt", ".toml"):
        path.with_suffix(suffix).write_bytes(SASSUOLO.with_suffix(suffix).read_bytes())
    return path


@pytest.fixture(scope="module")
def before(plan):
    return build_graph(plan)


@pytest.fixture(scope="module")
def after(plan, before):
    partners = [m for m in before.reading.mentions if m.property == INVOLVES.name]
    fair = NewName(f"{DATA}036040/place/fiere-di-ottobre", PLACE, "Fiere di Ottobre")
    gone = next(m for m in partners if m.element == "1.3.3" and m.exact == "AUSL")
    (unread,) = [each for each in before.reading.unread if each.words == fair.label]
    place = partners[0]._replace(element=unread.element, start=unread.start, end=unread.end)
    lost = decide(before, partners[0], "accept", element="9.9")
    add_names(plan.with_name(f"{plan.stem}{NAMES_SUFFIX}"), [fair])
    write_decisions(
        plan.with_name(f"{plan.stem}{REVIEW_SUFFIX}"),
        [
            decide(before, partners[0], "accept"),
            decide(before, gone, "reject"),
            decide(before, place, "add", property=CONCERNS_PLACE.name, thing=fair.iri),
            Decision("rename", AGENT, TIME, thing=AUSL, label="Azienda USL di Modena (Sassuolo)"),
            Decision("merge", AGENT, TIME, thing=SCHOOLS, into=f"{VOCABULARY}actors/third-sector"),
            lost,
        ],
    )
    return build_graph(plan)


def ask(turtle, pattern):
    store = Store()
    store.load(turtle, format=RdfFormat.TURTLE)
    head = "PREFIX dup: <https://w3id.org/dupgraph/onto/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    return store.query(f"{head} SELECT * {{ {pattern} }}")


def test_the_packaged_graph_is_built_without_any_review(before):
    assert before.turtle == find_resource("graph", "sassuolo.ttl").read_bytes()
    assert b"reviewedAt" not in before.turtle


def test_two_builds_with_a_review_are_the_same_bytes(plan, after):
    assert build_graph(plan).turtle == after.turtle


def test_the_graph_says_what_was_reviewed_and_is_valid(tmp_path, after):
    rows = ask(after.turtle, "?m dup:reviewedAt ?t ; <http://www.w3.org/ns/oa#exact> ?x")
    reviewed = {row["x"].value for row in rows}
    assert "Fiere di Ottobre" in reviewed
    assert len(reviewed) == 2
    names = [row["n"].value for row in ask(after.turtle, f"<{AUSL}> skos:prefLabel ?n FILTER(LANG(?n) = 'it')")]
    assert names == ["Azienda USL di Modena (Sassuolo)"]
    assert not list(ask(after.turtle, f"?m dup:refersTo <{SCHOOLS}>"))
    assert len(list(ask(after.turtle, f"<{DATA}036040/place/fiere-di-ottobre> a ?kind ; skos:prefLabel ?n"))) == 2
    path = tmp_path / "sassuolo.ttl"
    path.write_bytes(after.turtle)
    assert validate_file(path).conforms


def test_what_could_not_be_followed_is_listed(after):
    assert [(each.decision.element, each.reason) for each in after.unplaced] == [
        ("9.9", "the plan has no such element now")
    ]


@pytest.mark.usefixtures("after")
def test_a_build_prints_what_it_followed(plan, tmp_path):
    done = run_command([*COMMAND, "build", str(plan), "-o", str(tmp_path)], text=True)
    assert done.returncode == 0
    assert "  Decisioni di persone: 5 su 6 seguite\n    accettato 9.9 “" in done.stdout
    assert "il piano non ha più questo elemento\n" in done.stdout
