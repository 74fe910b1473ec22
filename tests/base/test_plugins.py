"""What other packages add: found by entry points, loaded when asked for, told of when broken."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from dupgraph.base.errors import OutputError
from dupgraph.base.plugins import list_plugins, load_plugin
from dupgraph.cli import group
from dupgraph.publish.export.formats import ExportFormat, find_formats, list_format_names, write_formats
from dupgraph.publish.export.source import Source

GROUP = "dupgraph.exports"
PLUGIN = """
from dupgraph.publish.export.formats import ExportFormat
from dupgraph.publish.export.publication import FileKind

FORMAT = ExportFormat(
    "titles",
    {"-titles.txt": FileKind("text/plain", {"it": "i titoli", "en": "the titles"})},
    {"-titles.txt": "stranger:write"},
)
LATE = ExportFormat(
    "late", {"-late.txt": FileKind("text/plain", {"en": "late"})}, {"-late.txt": "stranger:there_is_none"}
)
NUMBER = 7


def __getattr__(name):
    if name == "MUTE":
        return FileKind("text/plain", {"it": "solo in italiano"})
    raise AttributeError(f"module 'stranger' has no attribute {name!r}")


def write(source):
    return "\\n".join(element.title for element in source.network.elements).encode()
"""
ENTRIES = """[dupgraph.exports]
broken = stranger_of_old:FORMAT
late = stranger:LATE
mute = stranger:MUTE
number = stranger:NUMBER
titles = stranger:FORMAT
turtle = stranger:NUMBER
"""


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package as pip installs it, with formats that work and formats that do not."""
    (tmp_path / "stranger.py").write_text(PLUGIN, encoding="utf-8")
    (tmp_path / "stranger_of_old.py").write_text("raise RuntimeError('made for\\n dupgraph 0.1')\n", encoding="utf-8")
    info = tmp_path / "stranger-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(ENTRIES, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    list_plugins.cache_clear()
    yield
    list_plugins.cache_clear()
    sys.modules.pop("stranger", None)


def test_our_own_plugin_is_found_as_others_are() -> None:
    assert list_plugins(GROUP)["stratml"].value == "dupgraph_stratml:FORMAT"
    [known] = find_formats(["stratml"])
    assert isinstance(known, ExportFormat)
    assert known.by_plan


@pytest.mark.usefixtures("stranger")
def test_a_strangers_format_is_written_as_ours_are() -> None:
    assert {"titles", "broken", "stratml"} <= set(list_format_names())
    [(name, data)] = write_formats(Source(), find_formats(["titles"])).items()
    assert name == "sassuolo-titles.txt"
    assert data.decode().count("\n") > 80


@pytest.mark.usefixtures("stranger")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "broken",
            "the plug-in 'broken' of stranger cannot be loaded: RuntimeError: made for dupgraph 0.1; bring it up",
        ),
        ("number", "the plug-in 'number' of stranger gives int, not the ExportFormat that it must; bring it up"),
        (
            "mute",
            "the plug-in 'mute' of stranger cannot be loaded: TypeError: the words of a kind of file are texts by",
        ),
        ("late", "the format late cannot be written: AttributeError: module 'stranger' has no attribute"),
    ],
)
def test_a_broken_format_is_told_of_in_a_sentence(tmp_path: Path, name: str, said: str) -> None:
    done = CliRunner().invoke(group, ["export", "csv", name, "-o", str(tmp_path / "x")])
    assert isinstance(done.exception, OutputError)
    assert said in str(done.exception)
    assert "\n" not in str(done.exception)
    assert not (tmp_path / "x").exists()


@pytest.mark.usefixtures("stranger")
def test_a_broken_format_is_nobody_elses_trouble() -> None:
    names = [known.name for known in find_formats(["turtle", "csv"])]
    assert names == ["turtle", "csv"]
    with pytest.raises(OutputError, match="cannot be loaded"):
        load_plugin(list_plugins(GROUP)["broken"], ExportFormat)
