"""Plans to make sites of: the packaged one, three small towns, and a hostile one; all built from texts."""

from collections.abc import Sequence
from pathlib import Path

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

Obiettivo strategico 1.1.1: Titolo {SCRIPT}. In collaborazione con l'Ente {IMAGE} e con l'AUSL; per gli anziani.

Obiettivo strategico 1.1.2: {LONG}. In collaborazione con l'AUSL, ]]> --> </textarea></title> {{{{ 7*7 }}}} {{% raw %}}.
"""
_VOCABULARY = f"""
@prefix covapit: <https://w3id.org/italia/onto/COV/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<https://w3id.org/dupgraph/data/999999/organization/cattivo> a covapit:Organization ;
    skos:prefLabel "Ente {IMAGE.replace('"', chr(92) + '"')}"@it , "Body {SCRIPT}"@en ;
    skos:altLabel "Ente {SCRIPT}"@it , "{LONG}"@it , "Ente {RTL}"@it .
"""


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
    """Build a plan whose text and vocabulary would harm a page that does not escape them."""
    source = folder / "cattivo.txt"
    source.write_text(_HOSTILE, encoding="utf-8")
    vocabulary = folder / "cattivo.ttl"
    vocabulary.write_text(_VOCABULARY, encoding="utf-8")
    record = {"istat": "999999", "plan": "DUP", "municipality": f"Cattiva {SCRIPT}", "licence": LICENCE}
    build = build_graph(source, vocabularies=[str(vocabulary)], **record)
    graphs = folder / "graphs"
    graphs.mkdir()
    return write_build(build, graphs)
