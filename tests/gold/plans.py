#!/usr/bin/env python3
"""Score plans of other kinds, built as a user builds them: no profile, no vocabulary of their own.

    python tests/gold/plans.py

One row a plan and kind of link: precision, recall and F1, as score.py counts them (the words of a mention and those of
the reading overlap; what two readings dispute counts for neither). An element is found by its title.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

from dupgraph.read.build import build_graph

sys.path.insert(0, str(Path(__file__).parent))
from score import CATEGORIES, THEMES, overlap, words

DATA = Path(__file__).parents[1] / "data"
PLANS = {
    "sheets": (DATA / "forms" / "d-schede-obiettivo.docx", DATA / "forms" / "d-schede-obiettivo.json"),
    "headings": (DATA / "forms" / "e-programma-titoli.docx", DATA / "forms" / "e-programma-titoli.json"),
    "national": (DATA / "national" / "piano-triennale-2020-2022.txt", DATA / "national" / "reading.json"),
}


def normalise(title):
    return " ".join(re.findall(r"\w+", title.replace("’", "'").casefold()))


def find_codes(truth, sections):
    """Return the code of the element of each segment: of the same title, or of one that begins with it."""
    codes, used = {}, set()
    for number, segment in enumerate(truth):
        wanted = normalise(segment["title"])
        for section in sections:
            title = normalise(section.title)
            if section.code not in used and (title == wanted or title.startswith(wanted) or wanted.startswith(title)):
                codes[number] = section.code
                used.add(section.code)
                break
    return codes


def count_links(truth, codes, said, kind):
    """Return how many links are right, said, found and wanted, of one kind."""
    right = judged = found = wanted = 0
    for number, segment in enumerate(truth):
        entries = [(entry, [words(surface) for surface in entry["surfaces"]]) for entry in segment[kind]]
        reached = set()
        for quotes in said[codes.get(number), CATEGORIES[kind]].values():
            hits = [e for e, surfaces in entries if any(overlap(words(q), s) for q in quotes for s in surfaces)]
            reached.update(entry["id"] for entry in hits)
            if not hits or any(entry.get("agreed", True) for entry in hits):
                judged += 1
                right += bool(hits)
        agreed = [entry["id"] for entry, _ in entries if entry.get("agreed", True)]
        wanted += len(agreed)
        found += sum(name in reached for name in agreed)
    return right, judged, found, wanted


def count_themes(truth, codes, said):
    """Return the same of themes, of which a reading has names and no words."""
    right = judged = wanted = 0
    for number, segment in enumerate(truth):
        got = THEMES & {iri.rsplit("/", 1)[-1] for iri in said[codes.get(number), "hasTheme"]}
        sure, maybe = set(segment["themes"]), set(segment["themes_disputed"])
        judged, right, wanted = judged + len(got - maybe), right + len(got & sure), wanted + len(sure)
    return right, judged, right, wanted


def score_plan(name):
    """Return precision, recall and F1 of each kind of link in one plan."""
    source, reading = PLANS[name]
    build = build_graph(source, istat="999001", plan="prova", accept_outline=True)
    truth = json.loads(reading.read_text(encoding="utf-8"))
    said = defaultdict(lambda: defaultdict(list))
    for mention in build.reading.mentions:
        said[mention.element, mention.property][mention.thing].append(mention.exact)
    codes = find_codes(truth, build.outline.sections)
    counts = {kind: count_links(truth, codes, said, kind) for kind in CATEGORIES}
    counts["themes"] = count_themes(truth, codes, said)
    scores = {}
    for kind, (right, judged, found, wanted) in counts.items():
        precision, recall = right / max(1, judged), found / max(1, wanted)
        scores[kind] = precision, recall, 2 * precision * recall / max(1e-9, precision + recall)
    return scores


def main():
    for name in PLANS:
        for kind, (precision, recall, f1) in score_plan(name).items():
            print(f"{name:10} {kind:14} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main()
