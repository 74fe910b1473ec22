"""What a plan says of itself: whose it is, where its text is from, under which licence it may be used."""

from dataclasses import dataclass
from itertools import groupby

from dupgraph.publish.facts import Facts
from dupgraph.schema.namespaces import DCT, DUP, PROV


@dataclass(frozen=True, slots=True)
class Statement:
    """What a plan says of itself: its source, the source's digest, the licence, who answers for it, its language."""

    title: str
    municipality: str
    istat: str
    period: str
    licence: str
    source: str
    sha256: str
    rules: str
    recognised: str
    text: str
    language: str


def read_statement(iri: str, facts: Facts) -> Statement:
    """Return what a plan says of itself; what it does not say is empty."""
    text = facts.find_link(iri, DCT + "source")
    maker = facts.find_link(iri, DCT + "creator")
    run = next((s for s in facts.by_subject if text and text in facts.list_links(s, PROV + "used")), "")
    return Statement(
        title=facts.name(iri),
        municipality=facts.name(maker) if maker else "",
        istat=facts.find_text(iri, DUP + "istat"),
        period=facts.find_text(iri, DUP + "period"),
        licence=facts.find_link(iri, DCT + "license"),
        source=facts.find_text(text, DCT + "title"),
        sha256=facts.find_text(text, DCT + "identifier").removeprefix("sha256:"),
        rules=facts.find_text(run, DUP + "rulesVersion"),
        recognised=_say_recognised(text, facts),
        text=text,
        language=facts.find_language(iri, "it"),
    )


def _say_recognised(text: str, facts: Facts) -> str:
    """Return the program that recognised words in pictures and the pages that are such; empty where none did."""
    program = facts.find_text(text, DUP + "recognisedBy")
    pages = sorted(int(page) for page in facts.list_texts(text, DUP + "recognisedPage") if page.isdecimal())
    runs = [list(run) for _, run in groupby(enumerate(pages), key=lambda pair: pair[1] - pair[0])]
    said = ", ".join(f"{run[0][1]}–{run[-1][1]}" if len(run) > 1 else str(run[0][1]) for run in runs)
    return f"{program}: {said}" if program else ""
