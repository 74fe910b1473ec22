"""What the map costs: the page of Sassuolo, a made-up plan of 3,000 nodes, and pyvis's own way beside ours."""

import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pace import GRAPH, measure, measure_pace

# Bytes and seconds that a page may take: Sassuolo's, and that of 3,000 nodes and 10,000 links.
PAGE_BYTES = 1_000_000
PAGE_SECONDS = 1.0
LARGE_SECONDS = 2.0
POLICIES, GUIDELINES, OBJECTIVES, PARTNERS, LINKS = 10, 90, 2_400, 500, 10_000
# Seconds until the two pages answer in Chromium.
SASSUOLO_OPENS, LARGE_OPENS = 1.0, 1.5
BROWSER_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
# pyvis looks through all edges for each that it adds: so many take it some fifteen seconds.
OWN_WAY = 24_000

_BASE = "https://example.org/plan/"
_DUP = "https://w3id.org/dupgraph/onto/"
_DCT = "http://purl.org/dc/terms/"
_OA = "http://www.w3.org/ns/oa#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"


def draw_large() -> Iterator[str]:
    """Yield the N-Triples of a plan of 3,000 nodes and 10,000 links, each link with its mention."""
    die = random.Random(LINKS)  # noqa: S311  a die for test data
    yield _link("dup", _TYPE, _DUP + "Plan") + _say("dup", _DCT + "title", "Piano grande", "@it")
    yield _link("dup", _DCT + "source", _BASE + "text") + _link("text", _TYPE, _DUP + "PlanText")
    steps = [("Policy", f"{n}", "dup") for n in range(1, POLICIES + 1)]
    steps += [("Guideline", f"{n % POLICIES + 1}.{n}", f"{n % POLICIES + 1}") for n in range(GUIDELINES)]
    guidelines = [code for kind, code, _ in steps if kind == "Guideline"]
    objectives = [f"{guidelines[n % GUIDELINES]}.{n}" for n in range(OBJECTIVES)]
    steps += [("Objective", code, code.rpartition(".")[0]) for code in objectives]
    for position, (kind, code, above) in enumerate(steps):
        yield _link(code, _TYPE, _DUP + kind) + _link(code, _DCT + "isPartOf", _BASE + above)
        yield _say(code, _DCT + "identifier", code) + _say(code, _DCT + "title", f"Titolo {code}", "@it")
        yield _link(code, _OA + "hasSource", _BASE + "text")
        yield _say(code, "https://w3id.org/italia/onto/l0/positionInSequence", f"{position}", f"^^<{_XSD}integer>")
    for number in range(PARTNERS):
        yield _link(f"partner/{number}", _TYPE, _DUP + "ActorCategory")
        yield _say(f"partner/{number}", "http://www.w3.org/2004/02/skos/core#prefLabel", f"Partner {number}", "@it")
    pairs = sorted({(die.choice(objectives), die.randrange(PARTNERS)) for _ in range(LINKS * 11 // 10)})[:LINKS]
    for number, (code, partner) in enumerate(pairs):
        mention, thing = f"mention/{number}", f"{_BASE}partner/{partner}"
        yield _link(code, _DUP + "involves", thing) + _link(mention, _TYPE, _DUP + "Mention")
        yield _link(mention, _DUP + "inElement", _BASE + code) + _link(mention, _DUP + "refersTo", thing)
        yield _link(mention, _DUP + "evidenceFor", _DUP + "involves") + _say(mention, _OA + "exact", "Titolo")
        yield _say(mention, _OA + "start", f"{number * 10}", f"^^<{_XSD}integer>")
        yield _say(mention, _OA + "end", f"{number * 10 + 6}", f"^^<{_XSD}integer>")


def _link(subject: str, predicate: str, value: str) -> str:
    return f"<{_BASE}{subject}> <{predicate}> <{value}> .\n"


def _say(subject: str, predicate: str, words: str, ending: str = "") -> str:
    return f'<{_BASE}{subject}> <{predicate}> "{words}"{ending} .\n'


def measure_page(graph: Path, rounds: int) -> tuple[int, int, int, float]:
    """Return bytes, nodes and links of a page, and the median seconds of the processor that drawing it takes."""
    from dupgraph.graph.engines import open_engine
    from dupgraph.publish.map.page import draw_map

    engine = open_engine(graph)
    # Opening the graph is measured elsewhere.
    engine.ask("ASK {}")
    drawing = draw_map(engine)
    seconds = measure(lambda: draw_map(engine), rounds)
    content = drawing.content
    nodes = len(content.elements) + len(content.things)
    return len(drawing.html.encode()), nodes, len(content.network.links), seconds


def measure_own_way() -> float:
    """Return the seconds in which pyvis itself takes in as many undirected edges, one by one."""
    from pyvis.network import Network

    network = Network()
    network.add_nodes(list(range(1_000)))
    start = time.perf_counter()
    for number in range(OWN_WAY):
        network.add_edge(number % 1_000, (number * 7 + number // 1_000) % 1_000)
    return time.perf_counter() - start


def show_interactive(name: str, opened: float | None, limit: float) -> list[str]:
    """Print in how many seconds a page answers, and return its name where that is too late."""
    if opened is None:
        print(f"{name:40} not measured: there is no Playwright or no Chromium here")
        return []
    verdict = "ok" if opened <= limit * measure_pace() else "MISSED"
    print(f"{name:40} {'':7} {'':7} {'':7} {opened:6.2f} {limit:8.1f}  {verdict}")
    return [name] if verdict == "MISSED" else []


def show_maps(rounds: int) -> list[str]:
    """Print the tables and return what was missed."""
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.nt"
        large.write_text("".join(draw_large()), encoding="utf-8")
        pages = (
            ("page of Sassuolo", GRAPH, PAGE_BYTES, PAGE_SECONDS),
            ("page of a made-up plan", large, None, LARGE_SECONDS),
        )
        print(f"\n{'maps, from an open graph':40} {'nodes':>7} {'links':>7} {'kB':>7} {'s':>6} {'limit s':>8}")
        missed = []
        for name, graph, most, limit in pages:
            size, nodes, links, seconds = measure_page(graph, rounds)
            kept = seconds <= limit * measure_pace(time.process_time) and (most is None or size <= most)
            verdict = "ok" if kept else "MISSED"
            print(f"{name:40} {nodes:7,} {links:7,} {size / 1000:7,.0f} {seconds:6.2f} {limit:8.1f}  {verdict}")
            missed += [] if kept else [name]
        for what, graph, limit in (("Sassuolo", GRAPH, SASSUOLO_OPENS), ("the made-up plan", large, LARGE_OPENS)):
            missed += show_interactive(f"{what} answers in Chromium", measure_interactive(graph, rounds), limit)
    print(f"{'pyvis, edge by edge':40} {1_000:7,} {OWN_WAY:7,} {'':7} {measure_own_way():6.2f}")
    return missed


def measure_interactive(graph: Path, rounds: int) -> float | None:
    """Return the median seconds from opening a page to a map that answers; None without Playwright or Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    from dupgraph.graph.engines import open_engine
    from dupgraph.publish.map.page import draw_map

    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        return None
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "map.html"
        path.write_text(draw_map(open_engine(graph)).html, encoding="utf-8")
        chromium = playwright.chromium.launch(executable_path=browser, args=BROWSER_OPTIONS)
        seconds = []
        for _ in range(rounds + 1):
            page = chromium.new_page(viewport={"width": 1400, "height": 900})
            start = time.perf_counter()
            page.goto(path.as_uri(), wait_until="load")
            # The page's own rules forbid Playwright's way of waiting: one drawn frame, and the map says what it holds.
            page.evaluate("new Promise((done) => requestAnimationFrame(() => done(dupgraphMap.nodes.length)))")
            seconds.append(time.perf_counter() - start)
            page.close()
        chromium.close()
    return statistics.median(seconds[1:])
