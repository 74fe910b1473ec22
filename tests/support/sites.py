"""Plans to make sites of: the packaged one, three small towns, and a hostile one; all built from texts."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from commands import COMMAND, run_command
from once import build_once

from dupgraph.base.files import find_resource
from dupgraph.read.build import build_graph, write_build
from dupgraph.schema.namespaces import DATA

LICENCE = "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"
BASE = "https://dati.comune.example.it/dup/"
PACKAGED = find_resource("graph", "sassuolo.ttl")
LONG = "lunghissimo " * 420
# What would run, break out, or hide, were it not escaped.
SCRIPT = "<script>window.ran = true</script>"
IMAGE = '<img src=x onerror="window.ran = true">'
RTL = "\u202egnirts\u202c"

# As the README shows it.
PACKAGED_COMMAND = ("site", "-o", "sito", "--base", BASE)

_TOWN = """POLITICA 1: {title}

INDIRIZZO STRATEGICO 1.1: Persone

Obiettivo strategico 1.1.1: Scuole aperte. Aprire le scuole in collaborazione con l'AUSL e il Terzo settore.

Obiettivo strategico 1.1.2: Strade sicure. Più controlli, con la Polizia locale, per gli anziani di {place}.

POLITICA 2: Territorio

INDIRIZZO STRATEGICO 2.1: Ambiente

Obiettivo strategico 2.1.1: Verde pubblico. Curare i parchi con le associazioni e con l'AUSL.
"""
_HOSTILE = f"""POLITICA 1: Sicurezza {SCRIPT} & "virgolette" 'semplici'

INDIRIZZO STRATEGICO 1.1: {IMAGE} {RTL}

Obiettivo strategico 1.1.1: Titolo {SCRIPT}. In collaborazione con l'Ente cattivo, con l'AUSL {IMAGE}; per gli anziani.

Obiettivo strategico 1.1.2: {LONG}. In collaborazione con l'AUSL, ]]> --> </textarea></title> {{{{ 7*7 }}}} {{% raw %}}.
"""
_VOCABULARY = """
@prefix covapit: <https://w3id.org/italia/onto/COV/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<https://w3id.org/dupgraph/data/999999/organization/cattivo> a covapit:Organization ;
    skos:prefLabel "Ente cattivo"@it , "Ente pessimo"@en ;
    skos:altLabel "Ente scritto"@it , "Ente lungo"@it , "Ente girato"@it .
"""
# By label: a vocabulary with names like these is refused; a graph from elsewhere may have them.
_RENAMED = {
    '"Ente cattivo"@it': '"Ente {}"'.format(IMAGE.replace('"', chr(92) + '"')),
    '"Ente pessimo"@en': f'"Body {SCRIPT}"',
    '"Ente scritto"@it': f'"Ente {SCRIPT}"',
    '"Ente lungo"@it': f'"{LONG}"',
    '"Ente girato"@it': f'"Ente {RTL}"',
}


def build_packaged(factory: pytest.TempPathFactory) -> Path:
    """Return the folder where the packaged plan's site stands, as of 22 November 2026, with what was said of it."""

    def build(folder: Path) -> None:
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795305600", "COLUMNS": "100"}
        done = run_command([*COMMAND, *PACKAGED_COMMAND], cwd=folder, env=environment, text=True, check=True)
        (folder / "said.txt").write_text(done.stdout + done.stderr, encoding="utf-8")

    return build_once(factory, "packaged", build)


def build_town(
    folder: Path,
    istat: str,
    name: str,
    *,
    plan: str = "DUP",
    base: str = DATA,
    more: str = "",
    vocabularies: Sequence[str] = (),
) -> Path:
    """Build the plan of a small town into a folder, and return its graph; ``more`` are words of its last objective."""
    source = folder / f"{name}-fonte" / f"{name}.txt"
    source.parent.mkdir()
    source.write_text(_TOWN.format(title=f"Una {name} per tutti", place=name) + more, encoding="utf-8")
    record = {"istat": istat, "plan": plan, "municipality": name, "licence": LICENCE}
    build = build_graph(source, vocabularies=vocabularies, base=base, **record)
    graphs = folder / "graphs"
    graphs.mkdir(exist_ok=True)
    return write_build(build, graphs)


def build_hostile(folder: Path) -> Path:
    """Build a plan whose text and names would harm a page that does not escape them."""
    source = folder / "cattivo.txt"
    source.write_text(_HOSTILE, encoding="utf-8")
    vocabulary = folder / "cattivo.ttl"
    vocabulary.write_text(_VOCABULARY, encoding="utf-8")
    record = {"istat": "999999", "plan": "DUP", "municipality": f"Cattiva {SCRIPT}", "licence": LICENCE}
    record["profile"] = "politica-indirizzo-obiettivo"
    build = build_graph(source, vocabularies=[str(vocabulary)], **record)
    graphs = folder / "graphs"
    graphs.mkdir()
    graph = write_build(build, graphs)
    text = graph.read_text(encoding="utf-8")
    for name, other in _RENAMED.items():
        assert name in text
        text = text.replace(name, f"{other}@{name[-2:]}")
    graph.write_text(text, encoding="utf-8")
    return graph
