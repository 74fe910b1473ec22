"""The public names, and what importing them costs."""

import subprocess
import sys

import dupgraph

HEAVY = ("pyoxigraph", "rdflib", "oxrdflib", "click", "yaml", "pyvis", "networkx", "pyshacl", "SPARQLWrapper",
         "simplemma", "pypdfium2", "pandas", "xlsxwriter", "tomllib",
         # Of Python itself, and each a millisecond or more.
         "subprocess", "gzip", "html", "xml.parsers.expat", "asyncio")  # fmt: skip


def list_loaded(*arguments: str) -> set[str]:
    """Return which heavy libraries a Python process has loaded when it ends."""
    report = "import atexit, sys; atexit.register(lambda: print(' '.join(sys.modules), file=sys.stderr)); "
    code = report + "".join(arguments)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return set(done.stderr.split()) & set(HEAVY)


def run_command(*arguments: str) -> str:
    return f"import sys; sys.argv = ['dupgraph', *{arguments!r}]; from dupgraph.cli import main; main()"


def test_public_names() -> None:
    assert dupgraph.__all__ == ["PolicyGraph", "__version__"]
    names = {name for name in dir(dupgraph.PolicyGraph) if not name.startswith("_")}
    assert names == {
        "ask", "bridging_partners", "build", "compare", "evidence", "evidence_of", "export", "graph", "links", "map",
        "matrix", "measures", "network", "objectives_by_beneficiary", "objectives_by_partner", "objectives_by_place",
        "objectives_by_theme", "open", "outline", "partner_ranking", "partners_of", "queries", "query", "related",
        "search", "site", "sparql", "statistics",
    }  # fmt: skip


def test_every_public_method_is_documented_with_an_example() -> None:
    for name in dir(dupgraph.PolicyGraph):
        if not name.startswith("_"):
            assert ">>>" in (getattr(dupgraph.PolicyGraph, name).__doc__ or ""), name


def test_import_is_light() -> None:
    assert list_loaded("import dupgraph") == set()


def test_help_loads_click_alone() -> None:
    assert list_loaded(run_command("--help")) == {"click"}


def test_named_query_loads_what_it_needs() -> None:
    asked = run_command("query", "objectives-by-partner", "-p", "partner=AUSL", "--format", "csv")
    # The first of all reads the question's header, and keeps what it says.
    list_loaded(asked)
    loaded = list_loaded(asked)
    assert loaded == {"click", "pyoxigraph", "tomllib"}


def test_help_imports_nothing_that_measures_or_exports() -> None:
    program = (
        "import sys; from dupgraph.cli import export, links; "
        "[module.command(['--help'], standalone_mode=False) for module in (export, links)]; print(sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert "'dupgraph.cli.export'" in done.stdout
    assert "Usage" in done.stdout
    for name in ("networkx", "dupgraph.ask.analysis", "dupgraph.publish.export"):
        assert f"'{name}'" not in done.stdout


def test_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(dupgraph, "policy")
