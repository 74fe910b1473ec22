"""The built wheel in an environment of its own: code, data files and version are all there."""

import csv
import io
import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
import sites

import dupgraph

ROOT = Path(__file__).parents[1]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
OFFLINE = ["--no-index", "--no-deps"]
# What PYTHONPATH lends would stand before what is installed.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [*PIP, "wheel", *OFFLINE, "--no-build-isolation", "--wheel-dir", folder, ROOT], check=True, env=ENVIRONMENT
    )
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The ``dupgraph`` command of an environment that has the wheel; the libraries are lent by the running one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    scheme = {"base": str(folder), "platbase": str(folder)}
    subprocess.run(
        [*PIP, "--python", folder / "bin" / "python", "install", *OFFLINE, wheel], check=True, env=ENVIRONMENT
    )
    # A path in a .pth file lends modules, not the .pth files there: an editable dupgraph stays out.
    lent = Path(sysconfig.get_path("purelib", "venv", scheme)) / "lent.pth"
    lent.write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin" / "dupgraph"


def run(command, *arguments, cwd):
    return subprocess.run(
        [command, *arguments], check=True, capture_output=True, text=True, cwd=cwd, env=ENVIRONMENT
    ).stdout


def test_the_version_is_the_packages_own_and_the_changelogs_first(installed, tmp_path):
    assert run(installed, "--version", cwd=tmp_path).split()[-1] == dupgraph.__version__
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", changelog, re.MULTILINE)[1] == dupgraph.__version__


def test_the_code_that_runs_is_the_wheels(installed, tmp_path):
    place = run(installed.with_name("python"), "-c", "import dupgraph; print(dupgraph.__file__)", cwd=tmp_path)
    assert str(installed.parents[1]) in place


def test_queries_and_graph_come_with_the_package(installed, tmp_path):
    assert "objectives-by-partner" in run(installed, "queries", cwd=tmp_path)
    answer = run(installed, "query", "objectives-by-partner", "-p", "partner=AUSL", "--format", "csv", cwd=tmp_path)
    assert {row["code"] for row in csv.DictReader(io.StringIO(answer))} >= {"1.3.1", "1.3.3", "1.3.5"}


def test_a_plan_can_be_built_and_drawn_with_the_packaged_vocabularies_and_templates(installed, tmp_path):
    source = ROOT / "graph" / "sources" / "sassuolo.txt"
    run(installed, "build", source, "-o", tmp_path, cwd=tmp_path)
    assert (tmp_path / "sassuolo.ttl").read_bytes() == (ROOT / "graph" / "sassuolo.ttl").read_bytes()
    run(installed, "map", "--graph", "sassuolo.ttl", "-o", "map.html", cwd=tmp_path)
    assert (tmp_path / "map.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_plan_can_be_published_with_the_packaged_ontology_shapes_and_templates(installed, tmp_path):
    town = sites.build_town(tmp_path, "004000", "Alba")
    run(installed, "site", "--graph", town, "-o", "sito", cwd=tmp_path)
    assert (tmp_path / "sito" / "onto" / "involves.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    run(installed, "export", "--all", "--graph", town, "-o", "release", cwd=tmp_path)
    # A plug-in, found by its entry point.
    assert (tmp_path / "release" / "Alba.stratml.xml").is_file()
    run(installed, "validate", "release", cwd=tmp_path)


def test_the_wheel_carries_no_tests_and_no_more_than_it_says(wheel):
    names = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", wheel], check=True, capture_output=True, text=True
    ).stdout
    assert "dupgraph/data/ontology/dup.ttl" in names
    assert "dupgraph/publish/map/templates/map.js" in names
    assert "LICENSE" in names
    assert "tests/" not in names
    assert "bench/" not in names
