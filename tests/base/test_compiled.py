"""Templates that are compiled once, for all processes."""

import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from dupgraph.base.templates import make_environment


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are compiled from here on, where Python keeps what it compiles."""
    names: list[str] = []
    compile_template = Environment.compile

    def note(self: Environment, source: str, name: str, *rest: object) -> object:
        names.append(name)
        return compile_template(self, source, name, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", note)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return names


def fill(folder: Path, *, escapes: bool = True) -> str:
    """Fill a template as a new process does."""
    return make_environment(folder, escapes=escapes).get_template("a.html").render(who="<b>")


def test_a_template_is_compiled_once_beside_it_until_it_changes(tmp_path: Path, compilations: list[str]) -> None:
    template = tmp_path / "a.html"
    template.write_text("Hello {{ who }}")
    assert [fill(tmp_path), fill(tmp_path)] == ["Hello &lt;b&gt;"] * 2
    assert compilations == ["a.html"]
    template.write_text("Bye {{ who }}")
    assert fill(tmp_path) == "Bye &lt;b&gt;"
    [kept] = (tmp_path / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:20])
    assert fill(tmp_path) == "Bye &lt;b&gt;"
    assert len(compilations) == 3


def test_code_that_does_not_escape_is_none_of_a_page(tmp_path: Path, compilations: list[str]) -> None:
    (tmp_path / "a.html").write_text("{{ who }}")
    assert [fill(tmp_path, escapes=escapes) for escapes in (False, True, False)] == ["<b>", "&lt;b&gt;", "<b>"]
    assert len(compilations) == 2


def test_where_nothing_may_be_kept_each_process_compiles(
    tmp_path: Path, compilations: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.html").write_text("{{ who }}")
    # In the place of the folder: nobody, root neither, writes there.
    (tmp_path / "__pycache__").write_text("")
    assert [fill(tmp_path), fill(tmp_path)] == ["&lt;b&gt;"] * 2
    (tmp_path / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert fill(tmp_path) == "&lt;b&gt;"
    assert [file.name for file in tmp_path.iterdir()] == ["a.html"]
    assert len(compilations) == 3
