"""The Turtle of a review file to decisions; a block that is none is refused with a sentence and its line.

People write in such a file by hand, and merge what others wrote.
"""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import get_args

from pyoxigraph import BlankNode, Literal, NamedNode

from dupgraph.base.errors import VocabularyError
from dupgraph.base.smallfiles import find_control_character, find_stacked_accents
from dupgraph.graph.rdf import parse_turtle
from dupgraph.language.messages import say
from dupgraph.schema.decisions import ABOUT_PLACES, ACTIONS, Decision, Quote, get_subject
from dupgraph.schema.links import LINKS
from dupgraph.schema.namespaces import DCT, DUP, FOAF, OA, PROV, RDF, RDFS, check_iri, shorten_iri

# What relative names of a review file are below while it is read; it is written nowhere.
_HERE = "urn:dupgraph:review"

_Term = NamedNode | Literal | BlankNode
_Node = dict[str, list[_Term]]
# Within a decision, the one that it replaced.
_EARLIER = PROV + "wasRevisionOf"
_TOP = {
    RDF + "type", DUP + "decision", OA + "motivatedBy", OA + "hasBody", OA + "hasTarget", PROV + "wasAttributedTo",
    PROV + "generatedAtTime", RDFS + "comment", _EARLIER,
}  # fmt: skip


def parse_decisions(data: bytes, path: Path) -> tuple[Decision, ...]:
    """Return the decisions that the bytes of a review file hold; ``path`` is for sentences. Raises VocabularyError."""
    nodes = _parse_nodes(data, path)
    tops = [name for name, node in nodes.items() if not name.startswith("_:")]
    found = [_Block(nodes, name, data.decode(errors="replace"), path).read() for name in tops]
    seen: dict[tuple[str, ...], str] = {}
    for name, decision in zip(tops, found, strict=True):
        if (other := seen.setdefault(get_subject(decision), name)) != name:
            block = _Block(nodes, name, data.decode(errors="replace"), path)
            raise block.complain(say("file_same", name=f"<{other.removeprefix(_HERE)}>"), say("do_leave"))
    return tuple(found)


def _parse_nodes(data: bytes, path: Path) -> dict[str, _Node]:
    nodes: dict[str, _Node] = {}
    for quad in parse_turtle(data, path, _HERE):
        if not isinstance(quad.subject, NamedNode | BlankNode) or not isinstance(quad.object, get_args(_Term)):
            raise VocabularyError("has a triple within a triple, which no decision needs", path=path)
        nodes.setdefault(_get_name(quad.subject), {}).setdefault(quad.predicate.value, []).append(quad.object)
    return nodes


def _get_name(term: _Term) -> str:
    return str(term) if isinstance(term, BlankNode) else term.value


class _Block:
    """What a review file says of one subject, read as a decision or refused with a sentence."""

    def __init__(self, nodes: dict[str, _Node], name: str, text: str, path: Path) -> None:
        self._nodes = nodes
        self._name = name
        self._text = text
        self._path = path

    def complain(self, what: str, hint: str = "") -> VocabularyError:
        """Return the error about this block, with the line on which it begins."""
        short = self._name.removeprefix(_HERE)
        before, found, _ = self._text.partition(f"<{short}>")
        line = before.count("\n") + 1 if found else None
        return VocabularyError(
            say("file_decision", name=f"<{short}>", what=what), path=self._path, line=line, hint=hint or say("do_mend")
        )

    def read(self) -> Decision:
        """Return the decision. Raises VocabularyError."""
        node = self._nodes[self._name]
        for predicate in node:
            if predicate not in _TOP:
                what = say("file_lost", name=f"<{predicate}>")
                raise self.complain(what, say("do_comment"))
        decision = self._read_matter(node, self._read_circumstances(node))
        return replace(decision, replaced=self._read_replaced(node, decision))

    def _read_circumstances(self, node: _Node) -> Decision:
        """Return a decision of which it is not said yet what it is about: what, by whom, when, and a note."""
        action = next((known for known in ACTIONS if known == self._get_text(node, DUP + "decision")), None)
        if action is None:
            raise self.complain(say("file_action"), say("do_one_of", names=", ".join(ACTIONS)))
        agent = self._get_text(self._get_node(node, PROV + "wasAttributedTo"), FOAF + "name")
        note = self._get_text(node, RDFS + "comment", needed=False)
        return Decision(action, agent, self._get_time(node), note=note)

    def _read_matter(self, node: _Node, decision: Decision) -> Decision:
        if decision.action not in ABOUT_PLACES:
            return self._read_body(node, replace(decision, thing=self._get_iri(node, OA + "hasTarget")))
        body = self._get_node(node, OA + "hasBody")
        quote = self._read_quote(self._get_node(node, OA + "hasTarget"))
        place = replace(decision, element=self._get_text(body, DUP + "elementCode"), quote=quote)
        if decision.action == "reject" and DUP + "evidenceFor" not in body and DUP + "refersTo" not in body:
            return place
        link = self._get_iri(body, DUP + "evidenceFor").removeprefix(DUP)
        if link not in LINKS or not LINKS[link].found:
            raise self.complain(say("file_link", name=f"dup:{link}"), "see dup:evidenceFor")
        return replace(place, property=link, thing=self._get_thing(body))

    def _read_body(self, node: _Node, decision: Decision) -> Decision:
        """Return a decision about a thing with what it makes of it: a name, or another thing."""
        if decision.action == "rename":
            label = self._get_text(self._get_node(node, OA + "hasBody"), RDF + "value")
            return replace(decision, label=label)
        into = self._get_iri(node, OA + "hasBody")
        if into == decision.thing:
            raise self.complain(say("file_itself"))
        return replace(decision, into=into)

    def _read_replaced(self, node: _Node, decision: Decision) -> Decision | None:
        """Return what was decided before about the same; None where nothing was."""
        if _EARLIER not in node:
            return None
        inner = self._get_node(node, _EARLIER)
        said = self._read_circumstances(inner)
        others = ABOUT_PLACES if decision.action in ABOUT_PLACES else (decision.action,)
        if said.action not in others:
            raise self.complain(say("file_other", action=said.action))
        if datetime.fromisoformat(said.time) >= datetime.fromisoformat(decision.time):
            raise self.complain(say("file_earlier"))
        earlier = replace(decision, action=said.action, agent=said.agent, time=said.time, note=said.note)
        if decision.action not in ABOUT_PLACES:
            earlier = self._read_body(inner, earlier)
        return replace(earlier, replaced=self._read_replaced(inner, earlier))

    def _read_quote(self, target: _Node) -> Quote:
        selector = self._get_node(target, OA + "hasSelector")
        digest = self._get_text(self._get_node(target, OA + "hasSource"), DCT + "identifier")
        start, end = self._get_number(selector, OA + "start"), self._get_number(selector, OA + "end")
        if start >= end:
            raise self.complain(say("file_order"))
        prefix = self._get_text(selector, OA + "prefix", needed=False, blank=True)
        suffix = self._get_text(selector, OA + "suffix", needed=False, blank=True)
        exact = self._get_text(selector, OA + "exact")
        return Quote(exact, prefix, suffix, start, end, digest.removeprefix("sha256:"))

    def _get_one(self, node: _Node, predicate: str, *, needed: bool = True) -> _Term | None:
        terms = node.get(predicate, [])
        short = _shorten(predicate)
        if len(terms) > 1:
            raise self.complain(say("file_times", count=len(terms), name=short))
        if needed and not terms:
            raise self.complain(say("file_has_no", name=short))
        return terms[0] if terms else None

    def _get_node(self, node: _Node, predicate: str) -> _Node:
        term = self._get_one(node, predicate)
        found = self._nodes.get(_get_name(term)) if term is not None else None
        if found is None or isinstance(term, Literal):
            raise self.complain(say("file_nothing", name=_shorten(predicate)))
        return found

    def _get_text(self, node: _Node, predicate: str, *, needed: bool = True, blank: bool = False) -> str:
        term = self._get_one(node, predicate, needed=needed)
        if term is None:
            return ""
        if not isinstance(term, Literal) or not (blank or term.value.strip()):
            raise self.complain(say("file_no_words", name=_shorten(predicate)))
        if (code := find_control_character(term.value)) or find_stacked_accents(term.value):
            raise self.complain(f"holds {code or 'heaps of accents'} in {_shorten(predicate)}")
        return term.value

    def _get_number(self, node: _Node, predicate: str) -> int:
        words = self._get_text(node, predicate)
        if not re.fullmatch(r"[0-9]{1,10}", words):
            raise self.complain(say("file_number", name=_shorten(predicate), words=words[:20]))
        return int(words)

    def _get_iri(self, node: _Node, predicate: str) -> str:
        term = self._get_one(node, predicate)
        if not isinstance(term, NamedNode):
            raise self.complain(say("file_no_iri", name=_shorten(predicate)))
        try:
            return check_iri(term.value)
        except VocabularyError as error:
            raise self.complain(f"names what is {error.what}") from None

    def _get_thing(self, node: _Node) -> str:
        term = self._get_one(node, DUP + "refersTo")
        read = self._get_text if isinstance(term, Literal) else self._get_iri
        return read(node, DUP + "refersTo")

    def _get_time(self, node: _Node) -> str:
        words = self._get_text(node, PROV + "generatedAtTime")
        try:
            zone = datetime.fromisoformat(words).tzinfo
        except ValueError:
            zone = None
        if zone is None:
            raise self.complain(say("file_zone", words=words[:30]), say("do_time", example="2026-01-31T09:00:00Z"))
        return words


def _shorten(iri: str) -> str:
    """Return an IRI as people write it in Turtle."""
    short = shorten_iri(iri)
    return f"<{iri}>" if short == iri else short
