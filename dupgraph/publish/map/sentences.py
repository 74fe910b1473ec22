"""The sentence around each mention, as answers give it: what a quote's citation holds."""

from pyoxigraph import Literal

from dupgraph.ask.analysis.network import PlanMention, PlanNetwork
from dupgraph.ask.catalogue.sentences import PAGE, PLAN, SENTENCE, SPOTS, add_sentences
from dupgraph.ask.results.marks import drop_marks
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.protocol import Solutions

Spot = tuple[str, int, int]


def read_sentences(engine: Engine, network: PlanNetwork) -> dict[Spot, str]:
    """Return the sentence of each mention by its place; none for one whose text the graph does not hold."""
    spots = list(dict.fromkeys(find_spot(mention) for mention in network.mentions))
    rows = tuple((Literal(f"{element} {start} {end}"), None, None) for element, start, end in spots)
    answer = add_sentences(engine, Solutions((SPOTS, PAGE, PLAN), rows), "it")
    place = answer.columns.index(SENTENCE)
    sentences = (row[place] for row in answer.rows)
    return {
        spot: drop_marks(sentence.value)
        for spot, sentence in zip(spots, sentences, strict=True)
        if isinstance(sentence, Literal)
    }


def find_spot(mention: PlanMention) -> Spot:
    """Return where a mention stands: its element, first and last character."""
    return mention.element, mention.start, mention.end
