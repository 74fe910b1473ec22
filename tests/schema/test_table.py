"""The table of kinds and links against what has to say the same: ontology, shapes, context, rules, questions."""

import json
import re

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from dupgraph.base.files import find_resource, list_resources
from dupgraph.language.languages import LANGUAGES
from dupgraph.schema.colours import PALETTE
from dupgraph.schema.links import (
    KINDS,
    LEVELS,
    LINKS,
    ROLE_OF,
    ROLES,
    SHOWN,
    STATED,
    Row,
    expand_name,
    find_row,
    parse_table,
)
from dupgraph.schema.namespaces import DUP, OWL, RDF, RDFS

ONTOLOGY = {
    quad.triple
    for path in (find_resource("ontology", "dup.ttl"), find_resource("ontology", "dup-external.ttl"))
    for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE)
}
# Questions that name links one by one, and which: whoever adds a link looks at them. The others ask of one link alone,
# or of every mention.
_ALL = {link.name for link in SHOWN}
ENUMERATING = {
    "objective-pairs.rq": {"involves", "concernsPlace", "usesInstrument"},
    "related-objectives.rq": _ALL,
    "similar-towns.rq": {"involves", "hasTheme", "benefits"},
    "sdg-coverage.rq": {"contributesTo", "hasTheme"},
    "statistics.rq": _ALL | {"contributesTo", "refersToElement"},
}


def find_objects(subject: str, predicate: str) -> set[str]:
    return {
        triple.object.value
        for triple in ONTOLOGY
        if triple.subject == NamedNode(subject) and triple.predicate.value == predicate
    }


@pytest.mark.parametrize("link", LINKS.values(), ids=lambda link: link.name)
def test_each_link_is_a_property_of_an_element(link) -> None:
    assert OWL + "ObjectProperty" in find_objects(link.iri, RDF + "type")
    assert DUP + "PlanElement" in find_objects(link.iri, RDFS + "domain")
    assert set(link.implies) <= find_objects(link.iri, RDFS + "subPropertyOf") | {expand_name("dct:spatial")}
    if link.inverse:
        assert link.iri in find_objects(DUP + link.inverse, OWL + "inverseOf") or DUP + link.inverse in find_objects(
            link.iri, OWL + "inverseOf"
        )


def test_no_property_of_an_element_with_words_is_left_out_of_the_table() -> None:
    text = find_resource("ontology", "dup.ttl").read_text(encoding="utf-8")
    (section,) = re.findall(r"^# Links from an element, each with at least one mention -+\n(.*?)^# ", text, re.M | re.S)
    assert set(re.findall(r"^dup:(\w+) a ", section, re.M)) == {link.name for link in STATED}


@pytest.mark.parametrize("level", LEVELS.values(), ids=lambda level: level.name)
def test_each_level_is_a_class_of_elements(level) -> None:
    assert DUP + "PlanElement" in find_objects(level.iri, RDFS + "subClassOf")


def test_each_kind_is_told_by_a_class_or_a_vocabulary() -> None:
    schemes = {path.stem for path in list_resources("ontology/vocabularies", ".ttl")}
    for kind in KINDS.values():
        assert bool(kind.classes) != bool(kind.scheme)
        assert not kind.scheme or kind.scheme.rsplit("/", 1)[1] in schemes
        assert not kind.opens or kind.opens in KINDS


@pytest.mark.parametrize("row", [*LEVELS.values(), *LINKS.values(), *KINDS.values()], ids=lambda row: row.name)
def test_each_row_speaks_every_language(row: Row) -> None:
    for language in ("it", "en"):
        assert all(row.word(form, language) for form in ("one", "many", "short"))
    assert row.word("one", "xx") == row.word("one", "en")


def test_what_is_shown_has_places_and_colours_of_its_own() -> None:
    assert tuple(ROLE_OF.values()) == ROLES
    for values in ([link.map for link in SHOWN], [link.page for link in SHOWN], [link.path for link in SHOWN],
                   [row.colour for row in (*SHOWN, *LEVELS.values())]):  # fmt: skip
        assert len(set(values)) == len(values)
    assert {row.colour for row in (*LINKS.values(), *LEVELS.values())} <= set(PALETTE)
    assert all(find_row(role) in SHOWN for role in ROLES)


def test_a_row_with_an_unknown_key_is_refused() -> None:
    text = find_resource("ontology", "links.toml").read_text(encoding="utf-8")
    with pytest.raises(TypeError, match="colur"):
        parse_table(text.replace('colour = "vermilion"', 'colur = "vermilion"'))


def test_the_context_has_each_link() -> None:
    context = json.loads(find_resource("ontology", "context.jsonld").read_text(encoding="utf-8"))["@context"]
    terms = {entry["@id"] if isinstance(entry, dict) else entry for entry in context.values()}
    assert {link.iri for link in LINKS.values()} <= terms


def test_shapes_name_the_derived_links_and_no_others_as_having_no_words() -> None:
    derived = {link.name for link in LINKS.values() if not link.found} | {"hasStakeholder"}
    inverse = {link.inverse for link in LINKS.values()} - {""}
    for name, wanted in (("links", derived), ("mention", derived | inverse)):
        text = find_resource("ontology", "shapes", f"{name}.ttl").read_text(encoding="utf-8")
        listed = [
            set(re.findall(r"dup:(\w+)", found)) for found in re.findall(r" IN \((dup:hasStakeholder.*?)\)", text)
        ]
        assert listed
        assert all(names == wanted for names in listed)


def test_shapes_know_the_classes_of_what_each_link_leads_to() -> None:
    text = find_resource("ontology", "shapes", "links.ttl").read_text(encoding="utf-8")
    for link in LINKS.values():
        classes = {iri for kind in link.kinds for iri in kind.classes}
        if classes:
            (rule,) = re.findall(rf"\$this dup:{link.name} \?value \.(.*?)\"\"\"", text, re.S)
            allowed = {expand_name(name) for name in re.findall(r"\w+:\w+", rule)}
            assert classes <= allowed, link.name


def test_rules_state_what_the_table_derives() -> None:
    rules = "".join(path.read_text(encoding="utf-8") for path in list_resources("ontology/rules", ".rq"))
    for link in LINKS.values():
        assert bool(link.implies or link.inverse or not link.found) == (f"dup:{link.name}" in rules), link.name


def test_questions_that_list_links_are_known() -> None:
    for path in list_resources("queries", ".rq"):
        found = re.findall(r" IN \((.*?)\)", path.read_text(encoding="utf-8"), re.S)
        lists = [set(re.findall(r"dup:(\w+)", each)) & set(LINKS) for each in found]
        named = set[str]().union(*(names for names in lists if len(names) > 1))
        assert named == ENUMERATING.get(path.name, set()), path.name


def test_languages_begin_with_italian() -> None:
    assert LANGUAGES[0] == "it"


def test_a_kind_is_called_by_its_own_words_before_its_links() -> None:
    own, shared = KINDS["organization"].words["it"], KINDS["beneficiary-group"].words["it"]
    assert (own["one"], own["says"]) == ("Ente o organizzazione", "coinvolge")
    assert (shared["one"], shared["short"]) == ("Destinatari", "gruppo di destinatari")


def test_a_kind_that_a_later_link_has_too_stays_what_it_was() -> None:
    text = find_resource("ontology", "links.toml").read_text(encoding="utf-8")
    again = re.sub(r'(?m)^name = "\w+"', 'name = "another"', text.split("[[links]]\n")[-1], count=1)
    again = re.sub(r"(?m)^kinds = .*", 'kinds = [{ name = "organization" }]', again)
    _, kinds, links = parse_table(f"{text}\n[[links]]\n{again}")
    assert {kind.name: kind for kind in kinds}["organization"] == KINDS["organization"]
    assert links[-1].kinds[-1] == KINDS["organization"]
