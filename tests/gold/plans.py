#!/usr/bin/env python3
"""Score plans of other kinds, built as a user builds them: no profile, no vocabulary of their own.

    python tests/gold/plans.py [-v] [PLAN ...]

One row a plan and kind of link: precision, recall and F1, as score.py counts them (the words of a mention and those of
the reading overlap; what two readings dispute counts for neither), and "same thing" as score.py has it, without what the
rules of reading put under one name, though it is several: other towns, "CGIL, CISL e UIL". An element is found by its
title. With -v what was missed and what was said beyond the reading.
"""

import json
import re
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from dupgraph.read.build import build_graph

sys.path.insert(0, str(Path(__file__).parent))
from marked import read_truth, write_cards, write_rows, write_sheets, write_text
from score import CATEGORIES, THEMES, overlap, words

DATA = Path(__file__).parents[1] / "data"
PLANS = {
    "sheets": (DATA / "forms" / "d-schede-obiettivo.docx", DATA / "forms" / "d-schede-obiettivo.json"),
    "headings": (DATA / "forms" / "e-programma-titoli.docx", DATA / "forms" / "e-programma-titoli.json"),
    "national": (DATA / "national" / "piano-triennale-2020-2022.txt", DATA / "national" / "reading.json"),
}
# Plans that carry their reading in them: the file, the ending of what a build reads, and how that is written.
MARKED = {
    "mountain": (DATA / "readings" / "mountain.marked", ".txt", write_text),
    "agenda": (DATA / "readings" / "agenda.marked", ".html", write_sheets),
    "coast": (DATA / "readings" / "coast.marked", ".html", write_cards),
    "south": (DATA / "readings" / "south.marked", ".html", write_cards),
    "alps": (DATA / "readings" / "alps.marked", ".html", write_rows),
    "island": (DATA / "readings" / "island.marked", ".html", write_sheets),
    "hills": (DATA / "readings" / "hills.marked", ".html", write_sheets),
    "belt": (DATA / "readings" / "belt.marked", ".html", write_sheets),
    "cards": (DATA / "readings" / "cards.marked", ".html", write_cards),
    "port": (DATA / "readings" / "port.marked", ".html", write_rows),
    "valley": (DATA / "readings" / "valley.marked", ".txt", write_text),
    "lake": (DATA / "readings" / "lake.marked", ".html", write_cards),
    "plain": (DATA / "readings" / "plain.marked", ".html", write_sheets),
    "snow": (DATA / "readings" / "snow.marked", ".html", write_sheets),
    "freight": (DATA / "readings" / "freight.marked", ".html", write_cards),
    "bay": (DATA / "readings" / "bay.marked", ".txt", write_text),
    "valleys": (DATA / "readings" / "valleys.marked", ".html", write_rows),
    "thermal": (DATA / "readings" / "thermal.marked", ".html", write_sheets),
    "suburb": (DATA / "readings" / "suburb.marked", ".html", write_sheets),
    "union": (DATA / "readings" / "union.marked", ".html", write_cards),
    "metropolis": (DATA / "readings" / "metropolis.marked", ".html", write_rows),
    "border": (DATA / "readings" / "border.marked", ".html", write_sheets),
    "steel": (DATA / "readings" / "steel.marked", ".html", write_cards),
    "dams": (DATA / "readings" / "dams.marked", ".txt", write_text),
    "wells": (DATA / "readings" / "wells.marked", ".txt", write_text),
    "basilica": (DATA / "readings" / "basilica.marked", ".html", write_sheets),
    "delta": (DATA / "readings" / "delta.marked", ".html", write_cards),
    "leather": (DATA / "readings" / "leather.marked", ".html", write_rows),
    "pastures": (DATA / "readings" / "pastures.marked", ".txt", write_text),
    "quarter": (DATA / "readings" / "quarter.marked", ".html", write_cards),
    "hamlets": (DATA / "readings" / "hamlets.marked", ".txt", write_text),
    "strait": (DATA / "readings" / "strait.marked", ".html", write_sheets),
    "harbour": (DATA / "readings" / "harbour.marked", ".html", write_cards),
    "plateau": (DATA / "readings" / "plateau.marked", ".html", write_sheets),
    "isle": (DATA / "readings" / "isle.marked", ".html", write_sheets),
    "riviera": (DATA / "readings" / "riviera.marked", ".txt", write_text),
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


def find_hits(entries, quotes):
    """Return the entries whose words overlap those of a link's mentions, with by how many and whether they are the same.

    Of "giovani" and "giovani imprenditori" a mention of "giovani" is the former.
    """
    said = [words(quote) for quote in quotes]
    hits = [
        (max((overlap(quote, surface), quote == surface) for quote in said for surface in surfaces), entry)
        for entry, surfaces in entries
    ]
    return [(found, entry) for found, entry in hits if found[0]]


def count_links(truth, codes, said, kind, tell):
    """Return how many links are right, said, found and wanted, of one kind, and which thing was taken for which."""
    right = judged = found = wanted = 0
    pairs, several = [], {"other-municipalities"}
    for number, segment in enumerate(truth):
        entries = [(entry, [words(surface) for surface in entry["surfaces"]]) for entry in segment[kind]]
        reached = Counter()
        for thing, quotes in said[codes.get(number), CATEGORIES[kind]].items():
            hits = find_hits(entries, quotes)
            reached.update(entry["id"] for _, entry in hits)
            if not hits or any(entry.get("agreed", True) for _, entry in hits):
                judged, right = judged + 1, right + bool(hits)
                if hits:
                    pairs.append((max(hits, key=lambda hit: hit[0])[1]["id"], thing))
                else:
                    tell(f"  extra  {segment['title'][:40]} | {thing} {quotes}")
        several |= {entry["id"] for entry in segment[kind] if reached[entry["id"]] > 1 and is_list(entry)}
        agreed = [entry for entry, _ in entries if entry.get("agreed", True)]
        wanted, found = wanted + len(agreed), found + sum(entry["id"] in reached for entry in agreed)
        for entry in agreed:
            if entry["id"] not in reached:
                tell(f"  missed {segment['title'][:40]} | {entry['id']} {entry['surfaces']}")
    return right, judged, found, wanted, measure_identity(pairs, several, tell)


def is_list(entry):
    """Whether the words of one entry list several things: "CGIL, CISL e UIL", "Legacoop–Confcooperative"."""
    return any(re.search(r", | ed? |\w–\w", surface) for surface in entry["surfaces"])


def measure_identity(pairs, several, tell):
    """Return the share of links whose thing is the usual one of its entry, and whose entry is its thing's usual one.

    The entries of ``several`` are left out: what the reading calls by one name is more than one thing.
    """
    pairs = [pair for pair in pairs if pair[0] not in several]
    thing_of, entry_of = defaultdict(Counter), defaultdict(Counter)
    for entry, thing in pairs:
        thing_of[entry][thing] += 1
        entry_of[thing][entry] += 1
    same = 0
    for entry, thing in pairs:
        usual = thing_of[entry].most_common(1)[0][0] == thing and entry_of[thing].most_common(1)[0][0] == entry
        same += usual
        if not usual:
            tell(f"  twice  {entry} | {thing} | {[*thing_of[entry]]} | {[*entry_of[thing]]}")
    return same / max(1, len(pairs))


def count_themes(truth, codes, said, tell):
    """Return the same of themes, of which a reading has names and no words."""
    right = judged = wanted = 0
    for number, segment in enumerate(truth):
        got = THEMES & {iri.rsplit("/", 1)[-1] for iri in said[codes.get(number), "hasTheme"]}
        sure, maybe = set(segment["themes"]), set(segment["themes_disputed"])
        judged, right, wanted = judged + len(got - maybe), right + len(got & sure), wanted + len(sure)
        if got - maybe != sure:
            tell(f"  themes {segment['title'][:60]} | missed {sorted(sure - got)} extra {sorted(got - sure - maybe)}")
    return right, judged, right, wanted, 1.0


def read_plan(name, folder):
    """Return a plan's file and the elements of its reading."""
    if name in PLANS:
        source, reading = PLANS[name]
        return source, json.loads(reading.read_text(encoding="utf-8"))
    marked, ending, write = MARKED[name]
    text = marked.read_text(encoding="utf-8")
    source = Path(folder) / f"{name}{ending}"
    source.write_text(write(text), encoding="utf-8")
    return source, read_truth(text)


def score_plan(name, tell=lambda line: None):
    """Return precision, recall, F1 and 'same thing' of each kind of link in one plan."""
    with tempfile.TemporaryDirectory() as folder:
        source, truth = read_plan(name, folder)
        build = build_graph(source, istat="999001", plan="prova", accept_outline=True)
    said = defaultdict(lambda: defaultdict(list))
    for mention in build.reading.mentions:
        said[mention.element, mention.property][mention.thing].append(mention.exact)
    codes = find_codes(truth, build.outline.sections)
    for number, segment in enumerate(truth):
        if number not in codes:
            tell(f"  no element {segment['title']}")
    scores = {}
    for kind in [*CATEGORIES, "themes"]:
        tell(f"{name} {kind}")
        counted = (
            count_themes(truth, codes, said, tell) if kind == "themes" else count_links(truth, codes, said, kind, tell)
        )
        right, judged, found, wanted, same = counted
        precision, recall = right / max(1, judged), found / max(1, wanted)
        scores[kind] = precision, recall, 2 * precision * recall / max(1e-9, precision + recall), same
    return scores


def main(arguments):
    tell = print if "-v" in arguments else lambda line: None
    for name in [name for name in arguments if name != "-v"] or [*PLANS, *MARKED]:
        for kind, (precision, recall, f1, same) in score_plan(name, tell).items():
            row = f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"
            print(f"{name:10} {kind:14} {row}" + f"  same thing {same:.3f}" * (kind != "themes"))


if __name__ == "__main__":
    main(sys.argv[1:])
