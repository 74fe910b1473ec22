"""The table of kinds and links stands alone: nothing else in the code repeats the name of a kind or a link."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dupgraph.schema.links import KINDS, LEVELS, LINKS, SHOWN

ROOT = Path(__file__).parents[2]
CODE = ROOT / "dupgraph"
NAMES = frozenset({*LINKS, *KINDS, *LEVELS, *(link.role for link in SHOWN), *(link.inverse for link in SHOWN)} - {""})
CLASSES = {re.split("[/#]", iri)[-1] for row in KINDS.values() for iri in row.classes} | {
    re.split("[/#]", row.iri)[-1] for row in LEVELS.values()
}
# Where a name stands for something else: file, name, why.
_FIELD = "a field of every format's nodes, whatever the levels of a plan are called"
EXCEPTIONS = {
    ("publish/export/catalogue.py", "theme"): "DCAT's own property",
    ("publish/export/kumu.py", "policy"): _FIELD,
    ("publish/export/kumu.py", "guideline"): _FIELD,
}


def list_literals(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines and names of Python's texts that are names of rows, or hold one as dup:name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from ((node.lineno, name) for name in find_names(node.value))


def find_names(text: str) -> set[str]:
    """Return the names of rows that a text is, or writes with a prefix; and the classes that it writes so."""
    return ({text} & NAMES) | (set(re.findall(r"\b(?:dup|covapit|clvapit):(\w+)", text)) & (NAMES | CLASSES))


def list_words(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines and names of texts between quotation marks in a script, a style or a template."""
    told = r"\.([\w-]+)(?=[\s,:>{])|--([\w-]+)" if path.suffix == ".css" else r"""["'`]([\w-]+)["'`]()"""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        words = re.findall(told, line)
        yield from ((number, word) for found in words for word in found if word in NAMES)


def list_repeated() -> list[str]:
    found = []
    for path in sorted(CODE.rglob("*")):
        name = path.relative_to(CODE).as_posix()
        if path.suffix == ".py" and name != "schema/links.py":
            found += [(name, line, word) for line, word in list_literals(path)]
        elif path.suffix in {".js", ".html", ".css"}:
            found += [(name, line, word) for line, word in list_words(path)]
    return [f"{name}:{line}: {word}" for name, line, word in found if (name, word) not in EXCEPTIONS]


def list_needless() -> set[tuple[str, str]]:
    """Return the exceptions that nothing needs any more."""
    needed = set()
    for name, word in EXCEPTIONS:
        needed |= {(name, each) for _, each in list_literals(CODE / name) if each == word}
    return set(EXCEPTIONS) - needed


def test_nothing_but_the_table_names_a_kind_or_a_link() -> None:
    assert not list_repeated(), "\n".join(["read it from dupgraph.schema.links:", *list_repeated()])


def test_exceptions_are_few_and_needed() -> None:
    assert len(EXCEPTIONS) < 10
    assert not list_needless()


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.py", "x = 'involves'"), ("a.py", "x = f'{y} ?e dup:hasTheme ?t'"), ("a.js", "kind === \"partner\""),
     ("a.html", "<mark class=\"theme\">"), ("a.css", "mark.place { }"), ("a.css", "a: var(--partner);")],
)  # fmt: skip
def test_a_name_is_seen_wherever_it_stands(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert list(list_literals(path) if path.suffix == ".py" else list_words(path))
