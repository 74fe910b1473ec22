"""The IRIs of one plan: of what it is, of what it has, and of what it alone names."""

from dupgraph.graph.turtle import make_link
from dupgraph.graph.vocabulary import NATIONAL
from dupgraph.schema.links import ELEMENT_KINDS, KINDS
from dupgraph.schema.namespaces import DATA, VOCABULARY, check_iri, make_slug, mint_iri
from dupgraph.schema.values import Document, Mention, Outline, PlanRecord, Reading

# The body of a plan that says of none.
UNNAMED = "unnamed"
# Kinds of which a plan may name things that no vocabulary has.
_COINED = [name for name in KINDS if name in {kind.opens for kind in KINDS.values()}]


def name_owner(record: PlanRecord) -> str:
    """Return the part of the plan's IRIs that says whose it is; empty where the record does not say it."""
    return record.istat or record.ipa.lower() or make_slug(record.publisher)


def mint_coined(owner: str, key: str) -> str:
    """Return the IRI of a thing that a plan alone names, below that of its owner; ``key`` is its kind and its name."""
    kind, words = key.split("/", 1)
    return mint_iri(owner, kind, make_slug(words))


def mint_plan(record: PlanRecord, base: str = DATA) -> str:
    """Return the IRI of the plan below ``base``."""
    return mint_iri(base, name_owner(record), "plan", make_slug(record.plan))


def make_title(record: PlanRecord) -> str:
    """Return what the plan is called, and whose it is where that does not say so: towns give plans the same titles."""
    title = record.title or record.plan
    owner = record.publisher or record.municipality or record.istat or record.ipa
    if owner == UNNAMED or f"-{make_slug(owner)}-" in f"-{make_slug(title)}-":
        return title
    return f"{title}, {owner}"


class Names:
    """The IRIs of one plan, all below ``base``."""

    def __init__(self, document: Document, outline: Outline, reading: Reading, base: str) -> None:
        record = document.record
        self.base = check_iri(base).rstrip("/") + "/"
        owner = name_owner(record)
        self.owner = mint_iri(self.base, owner)
        self.plan = mint_plan(record, self.base)
        self.text = mint_iri(self.plan, "text")
        self.run = mint_iri(self.plan, "run")
        self.elements = {s.code: mint_iri(self.plan, s.kind, s.code) for s in outline.sections}
        # A thing that the plan alone names is its owner's own.
        self.coined = {t.iri: t.iri if t.facts else mint_coined(self.owner, t.iri) for t in reading.coined}
        # To the text and the run, to the things that are mentioned and to elements, as objects of statements.
        self.source, self.generator = make_link(self.text), make_link(self.run)
        self.links = {iri: make_link(self._find_thing(iri)) for iri in {m.thing for m in reading.mentions}}
        self.origins = {code: make_link(iri) for code, iri in self.elements.items()}
        self._mentions: set[str] = set()
        self.prefixes = {
            **{kind: f"{self.plan}/{kind}/" for kind in ELEMENT_KINDS},
            **{kind: mint_iri(self.base, owner, kind) + "/" for kind in _COINED},
            **{scheme: f"{VOCABULARY}{scheme}/" for scheme in NATIONAL},
            "scheme": VOCABULARY,
            # Each mention speaks of these two, and nothing stands below them.
            **{"text": self.text, "run": self.run},
        }

    def mint_mention(self, mention: Mention) -> str:
        """Return the mention's IRI; a suffix only where one span backs two links or statements."""
        iri = f"{self.plan}/mention/{mention.element}/{mention.start}-{mention.end}"
        suffix, number = "", 1
        while iri + suffix in self._mentions:
            number += 1
            suffix = f"-{number}"
        self._mentions.add(iri + suffix)
        return iri + suffix

    def _find_thing(self, iri: str) -> str:
        """Return the IRI of what a mention refers to: an element, what the plan alone names, or what is known."""
        return self.elements.get(iri) or self.coined.get(iri) or self.rebase(iri)

    def rebase(self, iri: str) -> str:
        """Return a vocabulary's IRI as it is under this base: its data are the municipality's to publish."""
        return self.base + iri.removeprefix(DATA) if iri.startswith(DATA) else iri
