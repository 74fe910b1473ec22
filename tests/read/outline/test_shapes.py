"""What looks like headings, by shape, and the profile of what a person chose of it."""

import pytest

from dupgraph.base.errors import VocabularyError
from dupgraph.read.outline import parse_outline
from dupgraph.read.outline.profile import Profile
from dupgraph.read.outline.shapes import Shape, choose_levels, find_nothing, list_shapes
from dupgraph.schema.values import Block, Document, PlanRecord
from dupgraph.schema.weights import BOLD

TEXT = "Il Comune lavora con le scuole, con le famiglie e con chi ha molti anni, ogni giorno dell'anno."


def make_document(*lines: tuple[str, float, int]) -> Document:
    """Return a document of paragraphs, each with its size and weight."""
    blocks: list[Block] = []
    text = ""
    for words, size, weight in lines:
        blocks.append(Block("paragraph", len(text), len(text) + len(words), size=size, weight=weight))
        text += words + "\n"
    return Document(text, "piano.pdf", "", PlanRecord(), blocks=tuple(blocks))


def head(words: str, size: float = 11.0) -> tuple[str, float, int]:
    return words, size, BOLD


BODY = (TEXT, 11.0, 0)
# Lines of a mandate with a label, then chapters and aims that type alone tells.
PLAN = make_document(
    *((f"Linea programmatica {n}: Curare", 11.0, 0) if odd else BODY for n in (1, 2, 3) for odd in (1, 0)),
    *(line for words in ("Scuola", "Sport", "Strade") for line in (
        head(words, 14.0), BODY, head(f"Aprire {words}"), BODY, BODY, head(f"Curare {words}"), BODY, BODY,
    )),
)  # fmt: skip


def find_shapes() -> tuple[list[Shape], Profile, dict[str, int]]:
    outline, profile = find_nothing("nothing is an element")
    shapes = list_shapes(PLAN, outline, profile)
    return shapes, profile, {shape.examples[0]: place for place, shape in reversed([*enumerate(shapes)])}


def read_with(**kinds: str) -> list[tuple[str, str]]:
    """Return the elements of the plan with what stands first among lines of a shape opening a kind."""
    shapes, profile, places = find_shapes()
    wanted = {places[words.replace("_", " ")]: kind for words, kind in kinds.items()}
    chosen = choose_levels(PLAN, shapes, {place: wanted.get(place) for place in range(len(shapes))}, profile)
    return [(section.kind, section.title) for section in parse_outline(PLAN, chosen).sections]


def test_each_shape_has_its_count_and_its_first_lines() -> None:
    shapes, _, places = find_shapes()
    aims = shapes[places["Aprire Scuola"]]
    assert (aims.count, aims.examples) == (6, ("Aprire Scuola", "Curare Scuola", "Aprire Sport"))


def test_what_a_person_chooses_opens_elements_of_that_kind_and_nothing_else_does() -> None:
    found = read_with(Scuola="policy", Aprire_Scuola="objective")
    assert [title for kind, title in found if kind == "policy"] == ["Scuola", "Sport", "Strade"]
    assert [title for kind, title in found if kind == "objective"][:3] == [
        "Aprire Scuola", "Curare Scuola", "Aprire Sport",
    ]  # fmt: skip
    assert len(found) == 9


def test_what_is_chosen_as_the_highest_begins_a_tree_of_its_own_behind_the_first() -> None:
    shapes, profile, places = find_shapes()
    lines = choose_levels(PLAN, shapes, {places["Linea programmatica 1: Curare"]: "policy"}, profile)
    more = list_shapes(PLAN, parse_outline(PLAN, lines), lines, shapes)
    # How it was found is known as before.
    assert more[0].draft.how == shapes[places["Linea programmatica 1: Curare"]].draft.how
    place = {shape.examples[0]: place for place, shape in reversed([*enumerate(more)])}
    chosen = choose_levels(PLAN, more, {place["Scuola"]: "policy", place["Aprire Scuola"]: "objective"}, lines)
    assert [(level.kind, level.top) for level in chosen.levels] == [
        ("policy", False), ("policy", True), ("objective", False),
    ]  # fmt: skip
    sections = parse_outline(PLAN, chosen).sections
    codes = {section.title: section.code for section in sections}
    assert [section.parent for section in sections if section.title in ("Sport", "Aprire Sport")] == [
        None, codes["Sport"],
    ]  # fmt: skip


def test_what_becomes_a_heading_closes_nothing_any_more() -> None:
    shapes, profile, places = find_shapes()
    stopped = profile._replace(stops=frozenset({"sport", "glossario"}))
    assert choose_levels(PLAN, shapes, {places["Scuola"]: "policy"}, stopped).stops == {"glossario"}


def test_a_level_that_is_one_of_its_kind_already_stands_beside_the_other() -> None:
    shapes, profile, places = find_shapes()
    both = {places["Linea programmatica 1: Curare"]: "objective", places["Aprire Scuola"]: "objective"}
    assert [level.beside for level in choose_levels(PLAN, shapes, both, profile).levels] == [False, True]


def test_a_plan_in_which_nothing_was_found_has_shapes_to_choose_from() -> None:
    shapes, profile, _ = find_shapes()
    assert not any(shape.draft.kind for shape in shapes)
    assert find_nothing("why")[0].coverage.reasons == ("why",)
    with pytest.raises(VocabularyError):
        choose_levels(PLAN, shapes, {}, profile)
