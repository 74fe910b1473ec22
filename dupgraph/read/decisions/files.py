"""The review file beside a plan: read, written, and what becomes of it when something new is decided."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from dupgraph.base.files import write_whole
from dupgraph.base.smallfiles import read_bytes
from dupgraph.graph.turtle import make_text
from dupgraph.read.decisions.parsing import parse_decisions
from dupgraph.schema.decisions import ABOUT_PLACES, Action, Decision, get_subject
from dupgraph.schema.namespaces import PREFIXES


def put_decisions(decisions: Iterable[Decision], new: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions with new ones among them: of two about the same the new one stays, and keeps the old."""
    found = {get_subject(each): each for each in decisions}
    for each in new:
        subject = get_subject(each)
        found[subject] = replace(each, replaced=found.get(subject))
    return tuple(found.values())


def write_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Write a review file whole or not at all; one without decisions is written, too. Raises OutputError."""
    write_whole(path, format_decisions(decisions))


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of a review file in the order of its blocks.

    Raises VocabularyError, with the line where there is one, when it is no Turtle or a block in it is no decision.
    """
    return parse_decisions(read_bytes(path), path)


def sort_by_time(decisions: Sequence[Decision]) -> list[Decision]:
    """Return decisions with the latest first."""
    return sorted(decisions, key=lambda each: datetime.fromisoformat(each.time), reverse=True)


_USED = ("dct", "dup", "foaf", "oa", "prov", "rdf", "rdfs", "xsd")
_PREFIXES = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in _USED)
_HEAD = f"""# What people decided about the links that were read in the plan beside this file. Every build follows it.
# It is written anew with each decision: comments do not stay, a note (rdfs:comment) does.

{_PREFIXES}"""
_MOTIVES: dict[Action, str] = {
    "accept": "assessing", "reject": "assessing", "add": "identifying", "rename": "editing", "merge": "linking",
}  # fmt: skip
# A name for a block: what a fragment may hold without an escape.
_ODD = re.compile(r"[^A-Za-z0-9.-]+")
_MOST_OF_NAME = 40


def format_decisions(decisions: Iterable[Decision]) -> bytes:
    """Return decisions as the Turtle of a review file, in the order of elements and words: about things first."""
    blocks = [_format_decision(decision) for decision in sorted(decisions, key=_sort_key)]
    return "\n".join([_HEAD, *blocks]).encode()


def _sort_key(decision: Decision) -> tuple[object, ...]:
    numbers = [
        (part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", decision.element)
    ]
    place = decision.quote.start if decision.quote else 0
    return numbers, place, decision.property, decision.thing, decision.action, get_subject(decision)


def _name_decision(decision: Decision) -> str:
    words = [decision.element or decision.action, decision.property, re.split(r"[/#]", decision.thing)[-1]]
    name = _ODD.sub("-", "-".join(filter(None, words)))[:_MOST_OF_NAME].strip(".-")
    return f"{name}-{sha256(repr(get_subject(decision)).encode()).hexdigest()[:8]}"


def _format_decision(decision: Decision) -> str:
    action, *circumstances = _format_circumstances(decision)
    lines = [
        f"<#{_name_decision(decision)}> a oa:Annotation",
        action,
        f"oa:motivatedBy oa:{_MOTIVES[decision.action]}",
        *_format_matter(decision),
        *circumstances,
    ]
    return " ;\n    ".join(lines) + " .\n"


def _format_circumstances(decision: Decision) -> list[str]:
    """Return what was decided, by whom and when, a note; and within it the same of what it replaced."""
    lines = [
        f"dup:decision {make_text(decision.action)}",
        f"prov:wasAttributedTo [ a prov:Person ; foaf:name {make_text(decision.agent)} ]",
        f"prov:generatedAtTime {make_text(decision.time)}^^xsd:dateTime",
    ]
    if decision.note:
        lines.append(f"rdfs:comment {make_text(decision.note)}")
    if earlier := decision.replaced:
        body = [] if earlier.quote else [_format_body(earlier)]
        inner = " ;\n        ".join([*body, *_format_circumstances(earlier)])
        lines.append(f"prov:wasRevisionOf [\n        {inner} ]")
    return lines


def _format_body(decision: Decision) -> str:
    if decision.action == "rename":
        return f"oa:hasBody [ a oa:TextualBody ; rdf:value {make_text(decision.label)} ]"
    return f"oa:hasBody <{decision.into}>"


def _format_matter(decision: Decision) -> list[str]:
    """Return what is decided, about what: body and target of the annotation."""
    if decision.action not in ABOUT_PLACES:
        return [_format_body(decision), f"oa:hasTarget <{decision.thing}>"]
    body = [f"dup:elementCode {make_text(decision.element)}"]
    if decision.property:
        thing = f"<{decision.thing}>" if ":" in decision.thing else make_text(decision.thing)
        body += [f"dup:evidenceFor dup:{decision.property}", f"dup:refersTo {thing}"]
    quote = decision.quote
    if quote is None:
        raise ValueError(f"a decision to {decision.action} without words")
    selector = (
        "a oa:TextQuoteSelector , oa:TextPositionSelector",
        f"oa:prefix {make_text(quote.prefix)}",
        f"oa:exact {make_text(quote.exact)}",
        f"oa:suffix {make_text(quote.suffix)}",
        f"oa:start {quote.start} ; oa:end {quote.end}",
    )
    inner = " ;\n            ".join(selector)
    source = f"oa:hasSource [ dct:identifier {make_text('sha256:' + quote.text)} ]"
    return [
        f"oa:hasBody [ {' ; '.join(body)} ]",
        f"oa:hasTarget [\n        {source} ;\n        oa:hasSelector [\n            {inner} ] ]",
    ]
