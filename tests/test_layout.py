"""Tests stand where the code stands: a folder for each room, and files called after what they test."""

import ast
import re
from pathlib import Path

import pytest
from costs import read_dear

ROOT = Path(__file__).parents[1]
# An empty room, which waits for its first module, needs no tests yet.
ROOMS = sorted(
    {
        path.relative_to(ROOT / "dupgraph").parts[0]
        for path in ROOT.glob("dupgraph/*/**/*.py")
        if path.name != "__init__.py"
    }
)
# What is about no one module, by what it is about.
WHOLE = {
    "ask/test_ask.py": "questions in plain words, from the words to the rows",
    "ask/test_queries.py": "the catalogue's queries",
    "ask/test_queries_counts.py": "what the catalogue's queries count",
    "ask/test_query.py": "a question's text, its parameters and the names that they take",
    "ask/test_same_rows.py": "the catalogue on every engine",
    "corpus/test_asking.py": "a corpus, asked by its tables and by its graphs",
    "cli/test_analysis.py": "the commands links, matrix and measures",
    "cli/test_draft.py": "build --draft-vocabulary",
    "cli/test_main.py": "the program, whatever the command",
    "read/test_other_plans.py": "readings of plans of other kinds, and their floors",
    "read/documents/test_damage.py": "files of every format, damaged at random",
    "graph/test_plan_graphs.py": "the graphs of a plan in each engine",
    "language/test_lemmas.py": "the words of Italian",
    "publish/test_diagram.py": "the picture of the ontology, drawn at release",
    "publish/test_redirects.py": "the routes, on real servers",
    "publish/test_stratml.py": "a format that is a plug-in",
    "read/documents/test_bad_input.py": "what no reader takes",
    "read/documents/test_other_formats.py": "one plan in all formats",
    "read/documents/test_sassuolo.py": "the packaged plan in other forms",
    "read/outline/test_cases.py": "plans of all forms",
    "read/outline/test_forms.py": "outlines that nobody has described",
    "read/outline/test_mutants.py": "plans that are changed a little",
    "read/test_document.py": "a document, from the file to the text",
    "read/test_fields_in_tables.py": "fields, from the table to the link",
    "read/test_gold.py": "readings by hand",
    "read/test_rebuild.py": "the packaged graph",
    "serve/test_clients.py": "the tools of others, on the endpoint",
    "schema/test_new_link.py": "what a new link takes",
    "schema/test_one_table.py": "links as literals elsewhere",
    "schema/test_ontology.py": "the ontology's files",
    "schema/test_table.py": "the table of links against what has to say the same",
}


def list_tests(room: str) -> list[Path]:
    return sorted((ROOT / "tests" / room).rglob("test_*.py"))


def list_names(room: str) -> set[str]:
    """Return the names of a room's modules and folders, at every height."""
    modules = {path.stem for path in (ROOT / "dupgraph" / room).rglob("*.py")}
    return modules | {path.parent.name for path in (ROOT / "dupgraph" / room).rglob("__init__.py")}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_its_folder_of_tests(room: str) -> None:
    assert list_tests(room), f"tests/{room}/ has no test"


def test_no_folder_of_tests_is_left_of_a_room_that_is_no_more() -> None:
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").glob("*/**/test_*.py")}
    assert folders == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_file_of_tests_is_called_after_a_module(room: str) -> None:
    names = list_names(room)
    for path in list_tests(room):
        name = path.stem.removeprefix("test_")
        known = name in names or any(name.startswith(f"{module}_") for module in names)
        assert known or path.relative_to(ROOT / "tests").as_posix() in WHOLE, (
            f"{path}: name it after a module, or say in WHOLE what it is about"
        )


def test_there_are_rooms() -> None:
    assert len(ROOMS) >= 8


def test_what_is_listed_as_slow_is_there() -> None:
    for name in read_dear():
        path, *_, function = name.split("::")
        defined = rf"\b(def|class) {function.rpartition('.')[2]}\b"
        assert re.search(defined, (ROOT / path).read_text(encoding="utf-8")), name


def test_what_the_benchmarks_import_is_there() -> None:
    """No check of types looks at them, and a name that is gone ends a run of minutes."""
    for path in (ROOT / "bench").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dupgraph."):
                place = ROOT / (node.module or "").replace(".", "/")
                module = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
                known = {
                    *re.findall(r"\w+", module.read_text(encoding="utf-8")),
                    *(each.stem for each in place.glob("*")),
                }
                missing = {name.name for name in node.names} - known
                assert not missing, f"{path.name}, line {node.lineno}: {node.module} has no {missing}"
