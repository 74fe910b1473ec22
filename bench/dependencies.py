"""What finding the dependencies of large plans costs, beside networkx's projection of the same network."""

import random
import resource
import subprocess
import sys
import time
from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING

from pace import measure_pace

if TYPE_CHECKING:
    from dupgraph.ask.analysis.network import PlanNetwork

# Objectives, and the most seconds of the processor and MB that their dependencies may take.
LIMITS = ((10_000, 3.0, 2_048), (100_000, 30.0, 2_048))
LINKS_EACH = 6
POLICIES = 20
# networkx's weighted projection is asked for this many objectives, no more: it keeps every pair.
PROJECTED = 2_000
_BASE = "https://example.org/"


def draw_network(objectives: int) -> "PlanNetwork":
    """Return one plan of so many objectives, each naming six things; few things are named by very many (Zipf's law).

    The same number gives the same network. Each link has one mention.
    """
    from dupgraph.ask.analysis.network import PlanElement, PlanLink, PlanMention, PlanNetwork, PlanThing, PlanTitle
    from dupgraph.schema.links import ROLE_OF

    die = random.Random(objectives)  # noqa: S311  a die for test data
    plan, kinds = f"{_BASE}plan", tuple(ROLE_OF.items())
    elements = [
        PlanElement(f"{_BASE}{n}", plan, "policy", "Politica", str(n), f"Politica {n}", "", n, f"{_BASE}{n}", "")
        for n in range(1, POLICIES + 1)
    ]
    for number in range(objectives):
        above = elements[number * POLICIES // objectives].iri
        code = f"{above.removeprefix(_BASE)}.{number}"
        elements.append(
            PlanElement(f"{_BASE}{code}", plan, "objective", "Obiettivo", code, f"Obiettivo {code}", above, number,
                        above, "")
        )  # fmt: skip
    things = tuple(
        PlanThing(f"{_BASE}thing/{n}", f"Cosa {n}", kinds[n % len(kinds)][1], "", "", ()) for n in range(objectives)
    )
    shares = list(accumulate(1 / (n + 1) for n in range(objectives)))
    links, mentions = [], []
    for element in elements[POLICIES:]:
        drawn = sorted({bisect(shares, die.random() * shares[-1]) for _ in range(LINKS_EACH)})
        for place, n in enumerate(drawn):
            thing, name, start = things[n].iri, kinds[n % len(kinds)][0], element.position * 100 + place * 10
            links.append(PlanLink(element.iri, name, thing))
            said = (f"{element.iri}/{n}", element.iri, name, thing, "parole", "", "", start, start + 6, None, "", "")
            mentions.append(PlanMention(*said))
    return PlanNetwork((PlanTitle(plan, "Piano"),), tuple(elements), things, tuple(links), tuple(mentions), ())


def measure_dependencies(objectives: int) -> tuple[float, int, int, int, int]:
    """Return seconds, links, pairs kept, pairs left out and peak MB, measured in a process of its own."""
    command = [sys.executable, __file__, str(objectives)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, *counts = done.stdout.split()
    links, kept, left_out, peak = map(int, counts)
    return float(seconds), links, kept, left_out, peak


def run_here(objectives: int) -> tuple[float, int, int, int, int]:
    """Return the same, measured in this process; the thirty strongest are given their reasons within the time."""
    from dupgraph.ask.analysis.dependencies import find_dependencies

    network = draw_network(objectives)
    start = time.process_time()
    found = find_dependencies(network)
    shown = found[:30]
    seconds = time.process_time() - start
    if not shown or not all(dependency.reasons for dependency in shown):
        sys.exit(f"{objectives:,} objectives: no dependency was found, or one without a reason")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * (1024 if sys.platform == "darwin" else 1))
    return seconds, len(network.links), len(found), found.left_out, peak


def measure_projection(objectives: int) -> tuple[float, int]:
    """Return the seconds and the edges of networkx's weighted projection of the same network."""
    from networkx import Graph
    from networkx.algorithms.bipartite import weighted_projected_graph

    network = draw_network(objectives)
    graph = Graph((link.element, link.thing) for link in network.links)
    elements = {link.element for link in network.links}
    start = time.process_time()
    projected = weighted_projected_graph(graph, elements)
    return time.process_time() - start, projected.number_of_edges()


def show_dependencies() -> list[str]:
    """Print what large plans' dependencies take, and return what was missed."""
    missed = []
    print(f"\n{'dependencies, one plan':32} {'links':>9} {'kept':>9} {'left out':>9} {'s':>7} {'MB':>6} {'limit s':>8}")
    for objectives in (1_000, PROJECTED):
        seconds, links, kept, left_out, peak = measure_dependencies(objectives)
        print(f"{objectives:10,} objectives{'':11} {links:9,} {kept:9,} {left_out:9,} {seconds:7.2f} {peak:6}")
    for objectives, most, memory in LIMITS:
        seconds, links, kept, left_out, peak = measure_dependencies(objectives)
        verdict = "ok" if seconds <= most * measure_pace(time.process_time) and peak <= memory else "MISSED"
        name = f"{objectives:10,} objectives"
        print(f"{name:32} {links:9,} {kept:9,} {left_out:9,} {seconds:7.2f} {peak:6} {most:8.0f}  {verdict}")
        missed += [f"dependencies of {objectives:,} objectives"] if verdict == "MISSED" else []
    seconds, edges = measure_projection(PROJECTED)
    print(f"networkx's projection of {PROJECTED:,}: {seconds:.2f} s, {edges:,} edges")
    return missed


if __name__ == "__main__":
    print(*run_here(int(sys.argv[1])))
