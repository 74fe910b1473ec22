"""What a stranger may hand us, by the command line as a user meets it: one clear sentence, exit code 2, in time."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import COMMAND, run_command

PLAN = "POLITICA 1: Comunità\n\nINDIRIZZO STRATEGICO 1.1: Persone\n\nObiettivo strategico 1.1.1: Scuole. Con l'AUSL.\n"
RECORD = 'istat = "036040"\nplan = "DUP"\n'
TRIPLE = "<http://e.org/s> <http://e.org/p> "
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">{}</rdf:RDF>'

Write = Callable[[Path], list[str]]


def with_file(name: str, content: str | bytes, *arguments: str) -> Write:
    """Return what writes a file into a folder with a plan, and the command that reads it."""

    def write(folder: Path) -> list[str]:
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(arguments)

    return write


def with_link(name: str, target: str, *arguments: str) -> Write:
    def write(folder: Path) -> list[str]:
        (folder / name).symlink_to(target)
        return list(arguments)

    return write


def with_pipe(name: str, *arguments: str) -> Write:
    def write(folder: Path) -> list[str]:
        os.mkfifo(folder / name)
        return list(arguments)

    return write


BUILD = ("build", "piano.txt", "-o", "out", "--lang", "en")
PROFILE = (*BUILD, "--profile", "profile.toml")
QUERY = ("query", "--file", "q.rq")
VOCABULARY = (*BUILD, "--vocabulary", "names.ttl")
CASES: dict[str, tuple[Write, str]] = {
    "query nested": (with_file("q.rq", "SELECT * " + "{" * 2200 + "}" * 2200, *QUERY), "deep"),
    "query with SERVICE": (with_file("q.rq", "SELECT * { SERVICE <http://e.org/> { ?s ?p ?o } }", *QUERY), "SERVICE"),
    "query that is long": (with_file("q.rq", "SELECT * {} #" + "x" * 70_000, *QUERY), "more than the 65,536 allowed"),
    "query that is a device": (lambda _: ["query", "--file", "/dev/zero"], "more than the 65,536 allowed"),
    "graph of nested triples": (
        with_file("g.ttl", TRIPLE + f"<<( {TRIPLE}" * 100_000, "query", "outline", "--graph", "g.ttl"),
        "nests triples within triples",
    ),
    "graph of nested elements": (
        with_file("g.rdf", XML.format("<e:a><e:b>" * 50_000), "query", "outline", "--graph", "g.rdf"),
        "nests its elements",
    ),
    "graph with a DOCTYPE": (
        with_file("g.rdf", '<!DOCTYPE r [<!ENTITY a "b">]>' + XML, "query", "outline", "--graph", "g.rdf"),
        "DOCTYPE is not accepted",
    ),
    "profile of nested lists": (with_file("profile.toml", "a = " + "[" * 3000, *PROFILE), "nested too deeply"),
    "profile of a long number": (with_file("profile.toml", "a = " + "1" * 100_000, *PROFILE), "too many digits"),
    "profile of a long key": (with_file("profile.toml", "a." * 50_000 + "b = 1", *PROFILE), "too many parts"),
    "profile that is a device": (with_link("profile.toml", "/dev/zero", *PROFILE), "is no regular file"),
    "profile that is a pipe": (with_pipe("profile.toml", *PROFILE), "is no regular file"),
    "profile that is large": (with_file("profile.toml", "#" * 300_000, *PROFILE), "is too large"),
    "record of nested tables": (with_file("piano.toml", "a = " + "{b = " * 3000, *BUILD), "nested too deeply"),
    "record that is a device": (
        with_link("other.toml", "/dev/zero", "build", "other.txt", "--lang", "en"),
        "no regular file",
    ),
    "record with an escape": (
        with_file("piano.toml", RECORD + 'title = "DUP \\u001b[2J"\n', *BUILD),
        "'title' holds characters that are no text",
    ),
    "record with a licence that runs": (
        with_file("piano.toml", RECORD + 'licence = "javascript:alert(1)"\n', *BUILD),
        "piano.toml, line 3: 'javascript:alert(1)' is no licence's address",
    ),
    "vocabulary that is a device": (with_link("names.ttl", "/dev/zero", *VOCABULARY), "is no regular file"),
    "vocabulary with an escape": (
        with_file("names.ttl", TRIPLE + '"a\\u001B[2J"@it .', *VOCABULARY),
        "names.ttl, line 1: a label of <http://e.org/s> holds the control character U+001B",
    ),
    "vocabulary with an address that runs": (
        with_file("names.ttl", "\n" + TRIPLE + "<javascript:alert(1)> .", *VOCABULARY),
        "names.ttl, line 2: <javascript:alert(1)> is no address",
    ),
    "vocabulary of nested triples": (
        with_file("names.ttl", TRIPLE + f"<<( {TRIPLE}" * 100_000, *VOCABULARY),
        "names.ttl, line 1: nests triples within triples",
    ),
    "plan of heaped accents": (
        with_file("piano.txt", PLAN + "a" + "\u0301\u0316" * 500_000, *BUILD),
        "line 6 heaps more than 100 accents",
    ),
    "plan that is a device": (
        with_link("piano.pdf", "/dev/zero", "build", "piano.pdf", "--lang", "en"),
        "is no regular file",
    ),
    "token from Windows": (lambda _: ["query", "outline", "--graph", "http://127.0.0.1:9/sparql"], "(U+000D)"),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.skipif(os.name != "posix", reason="pipes and devices")
def test_it_is_one_sentence_in_time(tmp_path: Path, name: str) -> None:
    (tmp_path / "piano.txt").write_text(PLAN + "a" * 500 + "b\n", encoding="utf-8")
    (tmp_path / "piano.toml").write_text(RECORD)
    (tmp_path / "other.txt").write_text(PLAN, encoding="utf-8")
    write, sentence = CASES[name]
    arguments = write(tmp_path)
    done = run_command(
        [*COMMAND, *arguments],
        cwd=tmp_path, text=True, timeout=300,
        env={**os.environ, **({"DUPGRAPH_TOKEN": "abc\r"} if name.startswith("token") else {})},
    )  # fmt: skip
    assert done.returncode == 2, done.stderr[:2000]
    assert sentence in done.stderr
    assert done.stderr.startswith("Error: ")
    # A query's sentence is followed by the place in its text.
    assert len(done.stderr.strip().splitlines()) <= (3 if name.startswith("query") else 1)
    assert len(done.stderr) < 1500
    assert "Traceback" not in done.stderr
    assert "abc" not in done.stderr
