"""docs/architecture.md tells what is there: every module with its own first line, every path that it names."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
PARTS = re.compile(r"(?s)(.*<!-- rooms -->\n)(.*)(<!-- /rooms -->.*)")
ROOMS = ("base", "schema", "language", "graph", "read", "ask", "publish", "corpus", "serve", "cli")


def read_first_line(path):
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]


def list_modules(folder, start=""):
    """Yield the modules and folders in a folder, and in these, by name, each with the file that says what it is."""
    for entry in sorted(folder.iterdir()):
        name = f"{start}{entry.stem}"
        if entry.suffix == ".py" and entry.name != "__init__.py":
            yield name, entry
        elif (entry / "__init__.py").exists():
            yield f"{name}/", entry / "__init__.py"
            yield from list_modules(entry, f"{name}/")


def write_table(modules):
    rows = [f"| `{name}` | {read_first_line(path)} |" for name, path in modules]
    return ["| Module | What it gives |", "| --- | --- |", *rows, ""]


def write_rooms():
    lines = []
    for room in ROOMS:
        modules = list(list_modules(ROOT / "dupgraph" / room))
        inner = [(name, path) for name, path in modules if "/" in name.rstrip("/")]
        lines += [f"### {room}", "", read_first_line(ROOT / "dupgraph" / room / "__init__.py"), ""]
        lines += write_table(module for module in modules if module not in inner)
        if inner:
            lines += [f"<details><summary>Within the folders of {room}</summary>", "", *write_table(inner)]
            lines += ["</details>", ""]
    return "\n".join(["", *lines])


def test_no_room_is_left_out():
    assert set(ROOMS) == {path.parent.name for path in (ROOT / "dupgraph").glob("*/__init__.py")}


def test_the_page_lists_every_module_with_its_first_line():
    """To write it anew: python -c 'import test_architecture as t; t.rewrite()' in tests/."""
    found = PARTS.fullmatch(PAGE.read_text(encoding="utf-8"))
    assert found
    assert found[2] == write_rooms()


def rewrite():
    found = PARTS.fullmatch(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(f"{found[1]}{write_rooms()}{found[3]}", encoding="utf-8")


def test_every_module_says_what_it_gives():
    for room in ROOMS:
        for name, path in list_modules(ROOT / "dupgraph" / room):
            line = read_first_line(path)
            assert line, f"{room}/{name} has no first line"
            assert "|" not in line, f"{room}/{name}: a table's cell holds no {'|'!r}"


def test_the_picture_has_the_rows_that_the_imports_are_held_to():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    held = [sorted(re.findall(r"\w+", layer)) for layer in layers if layer != "__main__"]
    picture = re.search(r"(?s)```\n(cli .*?)```", PAGE.read_text(encoding="utf-8"))[1]
    known = {name for layer in held for name in layer}
    drawn = [[word for word in line.split() if word in known] for line in picture.splitlines()]
    # A row's names stand before what it says of them, which may use the same words.
    assert [sorted(row[: len(wanted)]) for row, wanted in zip(drawn, held, strict=True)] == held


def test_every_path_that_a_page_names_is_there():
    pages = [PAGE, ROOT / "CONTRIBUTING.md", ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for path in re.findall(r"`((?:dupgraph|ontology|queries|tests|docs|bench)/[\w/.-]*)`", text):
            assert (ROOT / path).exists(), f"{page.name} names {path}, which is not there"
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text):
            assert (page.parent / target).exists(), f"{page.name} leads to {target}, which is not there"
