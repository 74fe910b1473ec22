"""The commands links, matrix and measures: rows, formats, what is left out, refusals; and build --dependencies."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import places
import pytest
from click.testing import CliRunner
from commands import refuse_command, run_words
from pyoxigraph import RdfFormat, parse

from dupgraph.ask.catalogue import run_text
from dupgraph.base.files import find_resource
from dupgraph.cli import COMMANDS, group, links
from dupgraph.graph.engines import open_engine
from dupgraph.graph.validate.files import validate_file

GRAPH = find_resource("graph", "sassuolo.ttl")
SOURCE = find_resource("graph", "sources", "sassuolo.txt")


def run(*arguments: str, code: int = 0, width: int = 80) -> tuple[str, str]:
    return run_words(*arguments, code=code, COLUMNS=str(width))


def ask(*arguments: str, graph: Path | str = GRAPH) -> str:
    """Return what a command writes, run in this process."""
    result = CliRunner().invoke(group, [*arguments, "--graph", str(graph)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def read_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


# links ---------------------------------------------------------------------------------------------------------------


def test_links_are_pairs_with_their_reasons() -> None:
    output, words = run("links", "--graph", str(GRAPH))
    rows = read_rows(output)
    assert list(rows[0])[:3] == ["code_a", "code_b", "weight"]
    first = rows[0]
    assert (first["code_a"], first["code_b"], first["kind"]) == ("1.3.7", "2.4.6", "in comune")
    assert "Vittime di violenza (destinatari) 0.18" in first["reasons"].split("; ")
    assert first["words_a"].split("; ")[-1] == "forze dell’ordine"
    assert first["words_b"].split("; ")[-1] == "forze dell'ordine"
    assert all(row["code_a"][0] != row["code_b"][0] for row in rows)
    weights = [float(row["weight"]) for row in rows]
    assert weights == sorted(weights, reverse=True)
    assert words == (
        "Nominati da troppi obiettivi per fare coppia da soli: Enti e istituzioni pubbliche (30), "
        "Cittadini (24), Associazioni (13).\n"
    )


def test_links_of_one_stand_on_its_side() -> None:
    rows = read_rows(ask("links", "2.4.6"))
    assert {row["code_a"] for row in rows} == {"2.4.6"}
    first, other = rows[0], read_rows(ask("links", "1.3.7"))[0]
    assert (first["code_b"], other["code_b"]) == ("1.3.7", "2.4.6")
    assert (first["words_a"], first["words_b"]) == (other["words_b"], other["words_a"])
    by_title = ask("links", "Promuovere azioni di prevenzione e contrasto alla violenza sulle donne")
    assert read_rows(by_title) == rows


def test_links_are_narrowed() -> None:
    rows = read_rows(ask("links"))
    assert read_rows(ask("links", "--limit", "3")) == rows[:3]
    assert read_rows(ask("links", "--limit", "9" * 20)) == rows
    strong = read_rows(ask("links", "--min-weight", "0.5"))
    assert strong == rows[: len(strong)]
    assert 10 < len(strong) < len(rows)
    partners = read_rows(ask("links", "--kind", "partner", "--lang", "en"))
    assert {reason.split(" (")[-1].split(")")[0] for row in partners for reason in row["reasons"].split("; ")} == {
        "partner"
    }
    guidelines = read_rows(ask("links", "--level", "guideline", "--across", "guideline"))
    assert all(row["code_a"].count(".") == 1 for row in guidelines)
    assert any(row["code_a"][0] == row["code_b"][0] for row in guidelines)
    assert len(read_rows(ask("links", "--across", "none"))) > len(rows)


def test_no_dependency_is_an_empty_table() -> None:
    assert read_rows(ask("links", "--min-weight", "9")) == []
    assert read_rows(ask("links", "--kind", "reference")) == []


@pytest.mark.parametrize("width", [80, 119, 120, 200])
def test_table_fits_the_terminal(width: int) -> None:
    output, _ = run("links", "--graph", str(GRAPH), "--limit", "20", "--format", "table", width=width)
    assert max(map(len, output.splitlines())) <= width
    heading = " ".join(" ".join(output.splitlines()[:2]).split())
    assert heading.startswith("Primo ")
    assert ("Primo titolo" in heading) == (width >= links.NARROWEST_WITH_TITLES)


def test_jsonl_nests_reasons_and_mentions() -> None:
    pairs = [json.loads(line) for line in ask("links", "--format", "jsonl").splitlines()]
    assert len(pairs) == len(read_rows(ask("links")))
    text = find_resource("graph", "sassuolo.txt").read_text(encoding="utf-8")
    for pair in pairs:
        assert pair["weight"] == pytest.approx(sum(reason["weight"] for reason in pair["reasons"]), abs=0.003)
        for reason in pair["reasons"]:
            for mention in reason["mentions_a"] + reason["mentions_b"]:
                assert " ".join(text[mention["start"] : mention["end"]].split()) == " ".join(mention["words"].split())


def test_other_formats(tmp_path: Path) -> None:
    facts = json.loads(ask("links", "--limit", "1", "--format", "json"))
    assert facts["results"]["bindings"][0]["weight"]["datatype"].endswith("#decimal")
    sheet = tmp_path / "links.xlsx"
    assert ask("links", "-o", str(sheet)) == ""
    assert sheet.read_bytes().startswith(b"PK")
    triples = list(parse(ask("links", "--limit", "2", "--format", "ttl").encode(), format=RdfFormat.TURTLE))
    assert sum(triple.object.value == "https://w3id.org/dupgraph/onto/Dependency" for triple in triples) == 2


def test_links_over_a_remote_store_are_those_of_the_file() -> None:
    with places.serve(places.answer_from(GRAPH)) as url:
        for options in ((), ("1.3.7", "--across", "none"), ("--level", "guideline", "--lang", "en")):
            assert ask("links", *options, graph=url) == ask("links", *options)


def test_what_is_left_out_is_said() -> None:
    found = CliRunner().invoke(group, ["links", "--across", "none", "--graph", str(GRAPH)])
    whole = CliRunner().invoke(group, ["links", "1.3.3", "--across", "none", "--graph", str(GRAPH)])
    assert "coppie più deboli: di ogni elemento restano i 15 più vicini" in found.stderr
    assert "Tralasciate" not in whole.stderr


def test_reference_keeps_its_direction() -> None:
    rows = read_rows(ask("links", "1.3.10", "--across", "none", graph=places.EXTRACT))
    (reference,) = [row for row in rows if row["kind"] == "rinvio"]
    assert (reference["code_a"], reference["code_b"], reference["weight"]) == ("1.3.9", "1.3.10", "1.000")


def test_several_plans(tmp_path: Path) -> None:
    store = places.fill_store(tmp_path / "store", places.EXTRACT, places.copy_plan(tmp_path, "altro"))
    both = read_rows(ask("links", "--across", "none", graph=store))
    one = read_rows(ask("links", "--across", "none", "--plan", "altro", graph=store))
    assert {row["plan"] for row in both} == {"Estratto dal DUP di Sassuolo", "Piano altro"}
    assert one == [row for row in both if row["plan"] == "Piano altro"]
    assert len(both) == 2 * len(one) > 0


def test_links_refuse_in_one_sentence(tmp_path: Path) -> None:
    graph = ("--graph", str(GRAPH))
    assert "'1.3.77'" in refuse_command("links", "1.3.77", *graph)
    assert "forse: 1.3.7" in refuse_command("links", "1.3.77", *graph)
    assert "--kind" in refuse_command("links", "--kind", "partners", *graph)
    assert "nessun piano si chiama" in refuse_command("links", "--plan", "Modena", *graph)
    assert "il grafo non ha il livello action; i suoi livelli sono" in refuse_command(
        "links", "--level", "action", *graph
    )
    other = tmp_path / "other.ttl"
    other.write_text("<https://example.org/a> a <https://example.org/B> .")
    assert "nessun piano è descritto" in refuse_command("links", "--graph", str(other))
    assert "non si può scrivere" in refuse_command("links", *graph, "-o", str(tmp_path / "no" / "links.csv"))
    for command in ("matrix policy partner", "measures"):
        assert "no plan is described in" in refuse_command(*command.split(), "--lang", "en", "--graph", str(other))


def test_a_graph_without_mentions_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bare.ttl"
    text = places.EXTRACT.read_text(encoding="utf-8")
    path.write_text(text.replace("dup:evidenceFor", "dup:method"), encoding="utf-8")
    assert "non ha menzioni: nessuna parola dice che cosa nominano" in refuse_command("links", "--graph", str(path))


# matrix and measures -------------------------------------------------------------------------------------------------


def test_matrix_is_a_table() -> None:
    rows = read_rows(ask("matrix", "policy", "partner"))
    assert [row["code"] for row in rows] == ["1", "2", "3", "4"]
    assert rows[0]["Azienda USL di Modena"] == "3"
    turned = read_rows(ask("matrix", "partner", "policy"))
    assert next(row for row in turned if row["partner"] == "Azienda USL di Modena")["1"] == "3"


def test_matrix_shows_what_fits_and_says_the_rest() -> None:
    output, words = run("matrix", "policy", "partner", "--graph", str(GRAPH), "--format", "table")
    assert max(map(len, output.splitlines())) <= 80
    assert "Terzo settore" in output
    assert "colonne su 59: tutte con --format csv." in words
    assert run("matrix", "policy", "policy", "--graph", str(GRAPH), "--format", "table")[1] == ""


def test_matrix_refuses_another_word() -> None:
    assert "(forse 'theme'?); ci sono policy, " in refuse_command(
        "matrix", "guideline", "themes", "--graph", str(GRAPH)
    )


def test_measures_of_partners_elements_and_what_is_missing() -> None:
    partners = read_rows(ask("measures"))
    assert (partners[0]["partner"], partners[0]["policies"]) == ("Enti e istituzioni pubbliche", "4")
    assert [row["theme"] for row in read_rows(ask("measures", "theme", "--lang", "en"))][:1] != []
    objectives = read_rows(ask("measures", "objective"))
    assert len(objectives) == 95
    assert {row["code"] for row in read_rows(ask("measures", "policy"))} == {"1", "2", "3", "4"}
    communities = read_rows(ask("measures", "communities"))
    together = {row["community"] for row in communities if row["code"] in ("1.3.7", "1.4.6", "1.4.7", "2.4.6")}
    assert len(together) == 1
    gaps = read_rows(ask("measures", "gaps"))
    assert {row["gap"] for row in gaps} == {"Obiettivo senza partner", "Partner nominato una volta sola"}
    (named,) = [row for row in gaps if row["partner"] == "Avviso Pubblico"]
    assert named["code"] == "4.1.4"


def test_measures_refuse_another_word() -> None:
    assert "'partners'" in refuse_command("measures", "partners", "--graph", str(GRAPH))


@pytest.mark.parametrize("name", ["links", "matrix", "measures"])
def test_commands_are_listed_and_end_with_examples(name: str) -> None:
    assert name in COMMANDS
    output = CliRunner().invoke(group, [name, "--help"]).stdout
    assert "Example:" in output
    assert f"dupgraph {name}" in output.split("Example:")[1]


# build --dependencies ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    output, _ = run("build", str(SOURCE), "-o", str(folder), "--dependencies")
    assert "Dipendenze                      171" in output
    return folder / "sassuolo.ttl"


def test_build_adds_the_dependencies_and_nothing_else(built: Path) -> None:
    before = set(parse(path=str(GRAPH)))
    after = set(parse(path=str(built)))
    assert before < after
    rows = parse(ask("links", "--format", "nt").encode(), format=RdfFormat.N_TRIPLES)
    assert after - before == set(rows)
    assert built.read_bytes().startswith(GRAPH.read_bytes())


@pytest.mark.slow
def test_built_dependencies_conform_and_are_asked(built: Path) -> None:
    assert validate_file(built).findings == ()
    query = """PREFIX dup: <https://w3id.org/dupgraph/onto/> PREFIX dct: <http://purl.org/dc/terms/>
      SELECT ?a ?b ?weight WHERE {
        ?dependency dup:firstElement/dct:identifier ?a ; dup:secondElement/dct:identifier ?b ; dup:weight ?weight .
      } ORDER BY DESC(?weight) ?a ?b"""
    asked = [(row["a"], row["b"]) for row in run_text(open_engine(built), query).to_dicts()]
    assert asked[0] == ("1.3.7", "2.4.6")
    assert set(asked) == {(row["code_a"], row["code_b"]) for row in read_rows(ask("links"))}


def test_links_of_a_graph_with_dependencies_are_the_same(built: Path) -> None:
    assert ask("links", graph=built) == ask("links")


# Rules -----------------------------------------------------------------------------------------------------------


def write_rules_case(path: Path, old: str = "", new: str = "") -> set[str]:
    """Return the rules of dependencies that the extract breaks, with what is written of them changed."""
    extract = places.EXTRACT.read_text(encoding="utf-8")
    triples = ask("links", "--across", "none", "--kind", "partner", "--kind", "theme", "--format", "ttl",
                  graph=places.EXTRACT)  # fmt: skip
    changed = re.sub(old, new, triples) if old else triples
    assert not old or changed != triples
    path.write_text(extract + "\n" + changed, encoding="utf-8")
    rules = {finding.rule for finding in validate_file(path).findings}
    return {rule for rule in rules if rule.startswith(("dependency", "reason"))}


def test_rules_find_nothing_in_what_is_written(tmp_path: Path) -> None:
    assert write_rules_case(tmp_path / "whole.ttl") == set()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (r"(dup:secondElement [^;]+;\n\tdup:weight) [\d.]+", r"\1 99.5", "dependency-sum"),
        (r"(dup:secondElement [^;]+;\n\tdup:weight) ", r"\1 -", "dependency-weight"),
        ('dup:dependencyKind "inferred"', 'dup:dependencyKind "guess"', "dependency-kind"),
        (r"dup:secondElement <[^>]+>", "dup:secondElement <https://example.org/nothing>", "dependency-elements"),
        ("dup:secondElement", "dup:thirdElement", "dependency-second"),
        ("dup:firstElement", "dup:thirdElement", "dependency-first"),
        ("dup:hasReason", "dup:hasThought", "dependency-reason"),
        (r"dup:sharedThing [^\s;]+", "dup:sharedThing <https://example.org/nothing>", "dependency-reason-mentions"),
        ("dup:firstMention", "dup:otherMention", "reason-first-mention"),
        ("dup:secondMention", "dup:otherMention", "dependency-second-words"),
        ("dup:sharedThing", "dup:otherThing", "reason-thing"),
        ("dup:sharedProperty", "dup:otherProperty", "reason-property"),
        (r"(dup:sharedThing [^;]+;\n\tdup:weight) ", r"\1 7", "reason-weight"),
    ],
)
def test_each_rule_finds_its_breach(tmp_path: Path, old: str, new: str, rule: str) -> None:
    assert rule in write_rules_case(tmp_path / "broken.ttl", old, new)
