"""What the README and the tour show is what happens: commands are run, answers compared, Python executed."""

import doctest
import os
import re
import shlex
from pathlib import Path
from tempfile import TemporaryFile

import click
import pytest
import sites
from commands import COMMAND, start_command

from dupgraph.cli import COMMANDS, group

ROOT = Path(__file__).parents[1]
SHOWN = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/tour.md"))
CONSOLE = re.findall(r"^```console\n(.*?)^```", SHOWN, re.DOTALL | re.MULTILINE)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
PYTHON = re.findall(r"^```pycon\n(.*?)^```", SHOWN, re.DOTALL | re.MULTILINE)


def list_steps(block):
    """Return the commands of a block, each with the answer printed below it; dots stand for what is left out."""
    steps = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(command, answer.strip()) for command, _, answer in (step.partition("\n") for step in steps)]


def make_pattern(answer):
    """Return a pattern in which a line of dots is any number of lines, and spaces at a line's end are nothing.

    Dots within a line are what changes with each rule, such as the number of triples.
    """
    lines = [
        r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()).replace(r"\.\.\.", ".*") + r" *\n"
        for line in answer.split("\n")
    ]
    return "".join(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the plan's text in it and nothing else, as the tour begins."""
    place = tmp_path_factory.mktemp("tour")
    (place / "graph" / "sources").mkdir(parents=True)
    for path in (ROOT / "graph" / "sources").glob("sassuolo.*"):
        (place / "graph" / "sources" / path.name).write_bytes(path.read_bytes())
    return place


def test_the_readme_has_something_to_run():
    assert CONSOLE
    assert PYTHON


def run(words, folder):
    """Return the exit code of a command, and all that it says, as a terminal shows it."""
    with TemporaryFile() as output, Path(os.devnull).open() as nothing:
        files = [nothing.fileno(), output.fileno(), output.fileno()]
        code = start_command([*COMMAND, *words], files, cwd=folder, env={**os.environ, "COLUMNS": "100"})(300)
        output.seek(0)
        return code, output.read().decode()


@pytest.mark.slow
def test_the_commands_give_the_answers_shown(folder, tmp_path_factory):
    for block in CONSOLE:
        for command, answer in list_steps(block):
            words = shlex.split(command)
            assert words[0] == "dupgraph", f"only dupgraph's own commands are run here: {command}"
            if tuple(words[1:]) == sites.PACKAGED_COMMAND:
                # The tests of sites read the one that this makes.
                code, output = 0, (sites.build_packaged(tmp_path_factory) / "said.txt").read_text(encoding="utf-8")
            else:
                code, output = run(words[1:], folder)
            assert code == 0, f"{command}\n{output}"
            said = "\n".join(line.rstrip() for line in output.strip().splitlines()) + "\n"
            assert not answer or re.fullmatch(make_pattern(answer), said), f"{command}\n{said}"


def test_the_python_gives_the_answers_shown(monkeypatch):
    monkeypatch.chdir(ROOT)
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for block in PYTHON:
        result = runner.run(parser.get_doctest(block, {}, "README", "README.md", 0))
        assert result.attempted
        assert not result.failed


def list_options(command):
    """Return the options of a command, and of those below it."""
    own = {name for option in command.params for name in option.opts}
    return own.union({"--help"}, *map(list_options, getattr(command, "commands", {}).values()))


@pytest.fixture(scope="module")
def options():
    context = click.Context(group)
    return {name: list_options(group.get_command(context, name)) for name in COMMANDS}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_is_there(page, options):
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []
    said = re.findall(r"\bdupgraph ([a-z]+)((?:[^`\n#|\"]|\"[^\"\n]*\")*)", text)
    used = [(name, option) for name, rest in said for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", rest)]
    assert [(name, option) for name, option in used if name in options and option not in options[name]] == []
    terms = set(re.findall(r"https://w3id\.org/dupgraph/onto/(\w+)", text))
    ontology = (ROOT / "ontology" / "dup.ttl").read_text(encoding="utf-8")
    assert [term for term in sorted(terms) if not re.search(rf"^dup:{term}\b", ontology, re.MULTILINE)] == []
    asked = re.findall(r"dupgraph query ([a-z]+(?:-[a-z]+)+)", text)
    assert [name for name in asked if not (ROOT / "queries" / f"{name}.rq").exists() and name != "my-question"] == []
