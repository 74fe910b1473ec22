"""What the objectives below a heading have in common."""

import pytest

from dupgraph.read.mentions.common import find_common_themes
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Term
from dupgraph.read.mentions.themes import Choice
from dupgraph.schema.namespaces import VOCABULARY
from dupgraph.schema.values import Section, Thing

THEMES = f"{VOCABULARY}themes/"
GROUPS = {
    "health": "welfare", "poverty": "welfare", "elderly-care": "welfare", "social-welfare": "welfare",
    "sport": "leisure", "culture": "leisure", "participation": "people",
}  # fmt: skip
THINGS = {
    THEMES + theme: Thing(THEMES + theme, "theme", theme, frozenset({THEMES + group}))
    for theme, group in GROUPS.items()
}


def make_section(code, parent=None):
    return Section(code, "objective", "Obiettivo", "", 0, 20, 0, 20, parent, 1)


def list_common(own, *below):
    """Return the theme and the words of a heading that says ``own``, above objectives that say ``below``."""
    visible, chosen = " ".join(GROUPS), {"1": [], **{f"1.{n}": [] for n in range(len(below))}}
    for code, said in zip(chosen, (own, *below), strict=True):
        for theme in said.split():
            start = visible.index(theme)
            match = Match(0, 1, start, start + len(theme), Term(()))
            chosen[code].append(Choice(THEMES + theme, [match], "theme-words"))
    sections = [make_section(code, code[: -len(".1")] or None) for code in chosen]
    found = find_common_themes(sections, chosen, THINGS, visible)
    return [(section.code, theme.removeprefix(THEMES), vote.words) for section, theme, vote in found]


@pytest.mark.parametrize(
    ("below", "theme", "words"),
    [
        pytest.param(("sport", "sport", "sport culture"), "sport", "sport; sport; sport", id="a theme of most"),
        pytest.param(
            ("health", "poverty", "elderly-care sport"), "social-welfare", "health; poverty; elderly-care",
            id="else the one that is said of their group",
        ),
    ],
)  # fmt: skip
def test_a_heading_that_says_no_theme_has_that_of_its_objectives(below, theme, words):
    assert list_common("", *below) == [("1", theme, words)]


@pytest.mark.parametrize(
    ("own", "below"),
    [
        pytest.param("sport", ("health", "health", "health"), id="it says one itself"),
        pytest.param("", ("health", "poverty"), id="two are too few"),
        pytest.param("", ("health", "health", "health", "sport", "sport", "sport"), id="as many share another"),
        pytest.param("", ("sport", "sport", "sport", "participation", "health", ""), id="it is half of them only"),
    ],
)
def test_else_it_has_none(own, below):
    assert not list_common(own, *below)


def test_a_heading_of_headings_has_none():
    sections = [make_section("1"), *(make_section(f"1.{n}", "1") for n in range(3)), make_section("1.0.1", "1.0")]
    match = Match(0, 1, 0, 5, Term(()))
    chosen = {section.code: [Choice(f"{THEMES}sport", [match], "theme-words")] for section in sections[1:]}
    assert not list(find_common_themes(sections, chosen, THINGS, "sport"))
