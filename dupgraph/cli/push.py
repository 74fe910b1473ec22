"""``dupgraph push``: a plan's graph to a store across the network."""

from typing import TYPE_CHECKING

import click

from dupgraph.cli.options import Seconds, graph_option, language_option
from dupgraph.cli.printing import echo, word
from dupgraph.language.messages import write_count

if TYPE_CHECKING:
    from dupgraph.graph.stores.push import Protocol, Push

_PROTOCOLS = {"gsp": "Graph Store Protocol", "update": "SPARQL Update"}


@click.command("push")
@click.argument("url", metavar="URL")
@graph_option("A graph file, a folder of them, or a store.")
@click.option("--graph-iri", metavar="IRI", help="Which graph of the remote store; the plan's IRI and /graph.")
@click.option("--query-url", metavar="URL", help="Where that store takes queries, if not where one would think.")
@click.option("--update-url", metavar="URL", help="Where that store takes updates, if not where one would think.")
@click.option("--protocol", type=click.Choice(tuple(_PROTOCOLS)), help="How to send it; otherwise the store is asked.")
@click.option("--timeout", type=Seconds(), default=60, show_default=True,
              metavar="SECONDS", help="For each request.")  # fmt: skip
@language_option("Language of what it says.")
def command(
    *,
    url: str,
    location: str | None,
    graph_iri: str | None,
    query_url: str | None,
    update_url: str | None,
    protocol: "Protocol | None",
    timeout: float,
    lang: str,
) -> None:
    """Replace one named graph of a remote store by the graph of a plan, and count it there afterwards.

    URL is where the store takes graphs (SPARQL 1.1 Graph Store Protocol) or updates. The old graph stays until the
    new one is there whole, in a graph beside it, and is copied over; only a store that takes no updates gets it piece
    by piece. Several plans go each into a graph of its own. Without --graph, those that come with dupgraph are sent.

    Credentials come from the environment: DUPGRAPH_USER and DUPGRAPH_PASSWORD (basic or digest), or DUPGRAPH_TOKEN;
    DUPGRAPH_HOST says for which host they are, and a token needs it. None goes over plain http to another machine
    unless DUPGRAPH_PLAIN_HTTP=yes.

    \b
    Example:
      dupgraph push http://localhost:8890/sparql-graph-crud-auth      Virtuoso
      dupgraph push http://localhost:8890/sparql-auth                 Virtuoso, by updates
      dupgraph push http://localhost:3030/plans/data                  Fuseki
      dupgraph push http://localhost:7878/store                       Oxigraph's server
      dupgraph push http://localhost:7200/repositories/plans/rdf-graphs/service
    """
    from dupgraph.graph.stores.push import push_graph, read_graphs

    for graph in read_graphs(location, graph_iri):
        push = push_graph(url, graph, query_url=query_url, update_url=update_url, protocol=protocol, timeout=timeout)
        echo(_describe(push, lang))


def _describe(push: "Push", lang: str) -> str:
    counts = {"pieces": push.pieces, "before": push.before, "renamed": push.renamed}
    facts = {name: write_count(count, lang) for name, count in counts.items()}
    parts = [word("pushed_pieces", lang, protocol=_PROTOCOLS[push.protocol], count=facts["pieces"])]
    if push.before:
        parts.append(word("pushed_before", lang, count=facts["before"]))
    if not push.is_whole:
        parts.append(word("pushed_parts", lang))
    if push.renamed:
        parts.append(word("pushed_renamed", lang, count=facts["renamed"]))
    return word("pushed", lang, iri=push.graph_iri, count=write_count(push.triples, lang), how="; ".join(parts))
