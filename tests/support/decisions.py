"""Decisions of people, made for tests."""

from dupgraph.read.decisions.anchors import Anchors
from dupgraph.read.decisions.apply import Things
from dupgraph.schema.decisions import Decision

TIME = "2026-11-29T09:00:00Z"
AGENT = "Ufficio Programmazione"


def decide(build, mention, action, **values):
    """Return a decision about a mention of a build."""
    anchors = Anchors(build.document, build.outline)
    quote = anchors.make_quote(mention.element, mention.start, mention.end)
    given = {"element": mention.element, "property": mention.property, "thing": mention.thing, "quote": quote}
    return Decision(action, AGENT, TIME, **{**given, **values})


def find_iri(build, vocabulary, key):
    """Return the IRI by which a decision speaks of a thing."""
    return Things(build.document.record, build.reading.coined, vocabulary.lexicon, build.outline).get_iri(key)


TOWN = """POLITICA 1: CITTÀ

INDIRIZZO STRATEGICO 1.1: Scuola

Obiettivo strategico 1.1.1 Scuole aperte. Aprirsi alle scuole con il Terzo settore e alla Luna del Cinabro. Si firma il
Patto di Primavera entro l'anno. La biblioteca resta aperta con la Pro Loco Vento.

Obiettivo strategico 1.1.2 Fiere. Rilanciare con le associazioni di volontariato la Luna del Cinabro. Lavorare in
collaborazione con gruppi di amici della domenica.

INDIRIZZO STRATEGICO 1.2: Ambiente

Obiettivo strategico 1.2.1 Verde. Curare il verde pubblico con le scuole e la Regione Emilia-Romagna.
"""
PAGE = """<h1>POLITICA 1: Scuola</h1><h2>INDIRIZZO STRATEGICO 1.1: Scuole</h2><h3>Obiettivo strategico 1.1.1 Aperte</h3>
<p>Aprire le scuole.</p><table><tr><td>Con chi<td>Terzo settore<tr><td>Dove<td>in città<tr><td>Responsabile
<td>Segreteria</table><p>Fine.</p><h3>Obiettivo strategico 1.1.2 Calde</h3><p>Scaldare le scuole.</p><table>
<tr><td>Responsabile<td>Ufficio tecnico</table>"""
RECORD = """title = "DUP di prova"
municipality = "Prova"
istat = "036040"
plan = "DUP"
profile = "politica-indirizzo-obiettivo"
"""


def make_town(folder):
    """Write a small plan with its record into a folder, and return its path."""
    plan = folder / "piano.txt"
    plan.write_text(TOWN, encoding="utf-8")
    plan.with_suffix(".toml").write_text(RECORD, encoding="utf-8")
    return plan
