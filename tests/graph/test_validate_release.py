"""`dupgraph validate` of a release folder: the files are those listed, and all of them say the same."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from commands import run_validate
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from dupgraph.graph.validate.findings import Report
from dupgraph.graph.validate.release import RELEASE_RULES, is_release, validate_release
from dupgraph.language.languages import get_text

DATA = Path(__file__).parents[1] / "data" / "validate"
PLAN = NamedNode("https://w3id.org/dupgraph/data/000000/plan/prova")
FORMS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
}
NO_DIGEST = "0" * 64


def write_sums(folder: Path) -> None:
    names = sorted(path.name for path in folder.iterdir() if path.name not in ("SHA256SUMS", ".dupgraph-release"))
    lines = [f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    (folder / ".dupgraph-release").write_text("".join(f"{name}\n" for name in (*names, "SHA256SUMS")), encoding="utf-8")


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "release"
    folder.mkdir()
    triples = [quad.triple for quad in parse((DATA / "good.ttl").read_bytes(), format=RdfFormat.TURTLE)]
    for suffix, form in FORMS.items():
        named = form in (RdfFormat.TRIG, RdfFormat.N_QUADS)
        said = [Quad(t.subject, t.predicate, t.object, PLAN) for t in triples] if named else triples
        serialize(said, str(folder / f"prova{suffix}"), form)
    turtle = (folder / "prova.ttl").read_bytes()
    catalogue = (DATA / "catalog.ttl").read_text(encoding="utf-8").replace('"12"', f'"{len(turtle)}"')
    catalogue = catalogue.replace(NO_DIGEST, sha256(turtle).hexdigest())
    (folder / "catalog.ttl").write_text(catalogue, encoding="utf-8")
    (folder / "void.ttl").write_bytes((DATA / "void.ttl").read_bytes())
    (folder / "LEGGIMI.txt").write_text("I dati del piano di prova.\n", encoding="utf-8")
    write_sums(folder)
    return folder


def list_breaches(reports: tuple[Report, ...]) -> set[tuple[str, str]]:
    return {(finding.rule, finding.element) for report in reports for finding in report.findings}


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def edit_and_list(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        edit(name, old, new)(folder)
        write_sums(folder)

    return change


def drop_and_list(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).unlink()
        write_sums(folder)

    return change


def drop_graph(folder: Path) -> None:
    for path in folder.glob("prova.*"):
        path.unlink()
    (folder / "catalog.ttl").write_bytes((DATA / "catalog.ttl").read_bytes())
    write_sums(folder)


DISTRIBUTION = "000000/plan/prova/distribution/prova.ttl"
OUTSIDE = f"{NO_DIGEST}  ../fuori.txt\n"
BREAKS = [
    ("release-sums", "SHA256SUMS", lambda folder: (folder / "SHA256SUMS").unlink()),
    ("release-sums", "SHA256SUMS", lambda folder: (folder / "SHA256SUMS").write_text("qualcosa\n", encoding="utf-8")),
    ("release-sums", "SHA256SUMS", lambda folder: (folder / "SHA256SUMS").write_text(OUTSIDE, encoding="utf-8")),
    ("release-missing", "LEGGIMI.txt", lambda folder: (folder / "LEGGIMI.txt").unlink()),
    ("release-checksum", "LEGGIMI.txt", edit("LEGGIMI.txt", "prova", "Prova")),
    ("release-unlisted", "LEGGIMI.txt", edit("SHA256SUMS", "LEGGIMI.txt", "prova.nt")),
    ("release-graph", "dup:Plan", drop_graph),
    ("release-metadata", "dcat:Catalog", drop_and_list("catalog.ttl")),
    ("release-metadata", "void:Dataset", drop_and_list("void.ttl")),
    ("release-readable", "prova.nt", edit_and_list("prova.nt", " .\n", "\n")),
    ("release-readable", "prova.rdf", edit_and_list("prova.rdf", "<rdf:RDF", '<!DOCTYPE r [<!ENTITY a "b">]><rdf:RDF')),
    ("release-readable", "prova.jsonld", lambda folder: (folder / "prova.jsonld").write_text("{", encoding="utf-8")),
    ("release-forms", "prova.nq", edit_and_list("prova.nq", '"AUSL"', '"ASL"')),
    ("release-forms", "prova.nt", edit_and_list("prova.nt", "XMLSchema#nonNegativeInteger", "XMLSchema#integer")),
    ("release-forms", "prova.trig", edit_and_list("prova.trig", '"Terzo settore"', '"Il Terzo settore"')),
    ("catalogue-file", DISTRIBUTION, edit_and_list("catalog.ttl", "downloadURL <https://w3id.org/dupgraph/data/000000/"
     "plan/prova/download/prova.ttl>", "downloadURL <https://w3id.org/dupgraph/data/prova.zip>")),
    ("catalogue-size", DISTRIBUTION, edit_and_list("catalog.ttl", 'byteSize "', 'byteSize "1')),
    ("catalogue-checksum", DISTRIBUTION, lambda folder: edit_and_list("catalog.ttl", sha256(
        (folder / "prova.ttl").read_bytes()).hexdigest(), NO_DIGEST)(folder)),
]  # fmt: skip


def test_good_release_conforms(release: Path) -> None:
    reports = validate_release(release)
    assert [(Path(report.source).name, report.kind) for report in reports] == [
        ("catalog.ttl", "metadata"),
        ("prova.ttl", "graph"),
        ("void.ttl", "metadata"),
        ("release", "release"),
    ]
    assert list_breaches(reports) == set()
    assert reports[-1].files == 9


@pytest.mark.parametrize(("rule", "element", "change"), BREAKS, ids=[f"{e[0]}-{i}" for i, e in enumerate(BREAKS)])
def test_each_rule_is_found(release: Path, rule: str, element: str, change: Callable[[Path], None]) -> None:
    change(release)
    whole = validate_release(release)[-1]
    assert (rule, element) in list_breaches((whole,))
    assert not whole.conforms
    (italian,) = {found.message for found in validate_release(release, lang="it")[-1].findings if found.rule == rule}
    assert italian == get_text("rules", rule, "it")


def test_every_rule_has_its_break() -> None:
    assert {rule for rule, *_ in BREAKS} == set(RELEASE_RULES)


def test_what_is_outside_is_not_read(release: Path) -> None:
    (release.parent / "fuori.ttl").write_text("no RDF", encoding="utf-8")
    for name in ("SHA256SUMS", ".dupgraph-release"):
        with (release / name).open("a", encoding="utf-8") as file:
            file.write(f"{NO_DIGEST}  ../fuori.ttl\n" if name == "SHA256SUMS" else "../fuori.ttl\n")
    assert list_breaches(validate_release(release)) == {("release-sums", "SHA256SUMS")}


def test_strangers_are_left_alone(release: Path) -> None:
    (release / "CNAME").write_text("dati.example.org\n", encoding="utf-8")
    assert list_breaches(validate_release(release)) == set()


def test_names_with_a_backslash_are_written_as_sha256sum_does(release: Path) -> None:
    (release / "a\\b.txt").write_text("a\n", encoding="utf-8")
    digest = sha256(b"a\n").hexdigest()
    with (release / "SHA256SUMS").open("a", encoding="utf-8") as file:
        file.write(f"\\{digest}  a\\\\b.txt\n")
    assert list_breaches(validate_release(release)) == set()


def test_a_release_without_turtle_is_checked_on_its_ntriples(release: Path) -> None:
    (release / "prova.ttl").unlink()
    edit("prova.nt", '"AUSL"', '"ASL"')(release)
    write_sums(release)
    breaches = list_breaches(validate_release(release))
    assert ("mention-words", "1.1") in breaches


def test_blank_nodes_have_no_names_of_their_own(release: Path) -> None:
    for number, name in enumerate(("prova.nt", "prova.nq")):
        with (release / name).open("a", encoding="utf-8") as file:
            graph = f" {PLAN}" if name == "prova.nq" else ""
            file.write(f"{PLAN} <http://purl.org/dc/terms/relation> _:b{number}{graph} .\n")
    for suffix in FORMS.keys() - {".nt", ".nq"}:
        (release / f"prova{suffix}").unlink()
    write_sums(release)
    rules = {rule for rule, _ in list_breaches(validate_release(release)[-1:])}
    assert "release-forms" not in rules


def test_is_release(release: Path) -> None:
    assert is_release(release)
    # Hidden files are lost on the way to many a server.
    (release / ".dupgraph-release").unlink()
    assert is_release(release)
    assert list_breaches(validate_release(release)) == set()
    assert not is_release(DATA)
    assert not is_release(None)


def test_command_checks_a_release(
    release: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_validate(monkeypatch, str(release), "--consistency") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[2].partition(" (")[0] for line in lines] == [
        "conforms",
        "conforms",
        "is consistent",
        "conforms",
        "conforms",
    ]
    assert lines[-1].startswith(f"{release}: conforms (9 files, ")
    edit("LEGGIMI.txt", "prova", "Prova")(release)
    assert run_validate(monkeypatch, str(release)) == 1
    *_, found, verdict = capsys.readouterr().out.splitlines()
    assert found.split()[:2] == ["LEGGIMI.txt", "release-checksum"]
    assert verdict.startswith(f"{release}: does not conform (9 files, ")
