"""Versions of a plan made by known edits, and what is true of each: what a comparison should say, and nothing else."""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from dupgraph.ask.analysis.network import PlanElement, PlanNetwork
from dupgraph.ask.comparison.values import ComparedElement, Comparison, PlanVersion
from dupgraph.language.sentences import list_ends
from dupgraph.schema.links import ELEMENT_KINDS

LABELS = {"policy": "POLITICA {}:", "guideline": "INDIRIZZO STRATEGICO {}:", "objective": "Obiettivo strategico {}"}
_VERBS = ("Realizzare", "Potenziare", "Promuovere", "Sostenere", "Riqualificare", "Valorizzare", "Ampliare", "Avviare")
_OBJECTS = (
    "la rete dei percorsi ciclabili", "gli orti urbani di quartiere", "il servizio di trasporto a chiamata",
    "l'apertura serale dei musei", "la manutenzione dei ponti", "lo sportello per gli animali da affezione",
    "la raccolta dei rifiuti ingombranti", "i mercati contadini", "il catasto degli alberi", "le case dell'acqua",
    "il censimento degli edifici vuoti", "la banca del tempo", "gli impianti fotovoltaici sulle scuole",
)  # fmt: skip
_PURPOSES = (
    "Si intende coinvolgere chi abita nelle frazioni fin dalle prime scelte.",
    "Un primo lotto di lavori sarà affidato entro l'anno, il resto con il bilancio seguente.",
    "Verrà redatto un regolamento che dica chi fa che cosa e con quali tempi.",
    "Si partirà da un rilievo delle condizioni attuali, pubblicato in formato aperto.",
    "La spesa sarà coperta in parte da contributi regionali, in parte da sponsorizzazioni.",
    "I risultati saranno presentati ogni semestre in un incontro pubblico.",
    "Ogni intervento sarà accompagnato da una campagna di informazione nei quartieri.",
    "Si valuterà l'esperienza di altri enti della provincia prima di estendere la misura.",
)
# One fact: its kind, and the codes of both sides.
Fact = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(slots=True)
class Node:
    """An element while it is edited: ``origins`` are the codes that it had, ``edits`` what was done to it."""

    kind: str
    title: str
    text: str
    origins: tuple[str, ...] = ()
    halves: tuple[str, ...] = ()
    edits: set[str] = field(default_factory=set)
    parts: list["Node"] = field(default_factory=list)
    code: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a plan, and the facts that are true of it."""

    plan: PlanVersion
    truth: frozenset[Fact]


# Edits ---------------------------------------------------------------------------------------------------------------


class Editor:
    """A plan under edit; no element is edited twice."""

    def __init__(self, plan: PlanVersion, seed: int) -> None:
        self.plan, self.die = plan, random.Random(seed)  # noqa: S311  a die for test data
        self.nodes: dict[str, Node] = {}
        self.tops: list[Node] = []
        for element in plan.network.elements:
            own = ComparedElement.from_element(element, plan.texts.get(element.iri, ""))
            node = self.nodes[element.iri] = Node(element.kind, own.title, own.text, (element.code,))
            (self.nodes[element.parent].parts if element.parent else self.tops).append(node)
        self.codes = [element.code for element in plan.network.elements]
        # Those above the lowest level: guidelines, whatever the plan calls them.
        self.groups = [node for node in self.nodes.values() if node.parts and not any(p.parts for p in node.parts)]
        self.used: set[int] = set()
        self.words = sorted({word for node in self.nodes.values() for word in re.findall(r"[a-zà-ù]{5,}", node.text)})

    def pick(self, fits: Callable[[Node], bool] = bool) -> tuple[Node, Node]:
        """Return an objective that was not edited yet, and the guideline above it."""
        free = [(o, g) for g in self.groups for o in g.parts if id(o) not in self.used and fits(o)]
        chosen, group = self.die.choice(free)
        self.used.add(id(chosen))
        return chosen, group

    def make_title(self) -> str:
        number = self.die.randrange(1000)
        return f"{self.die.choice(_VERBS)} {self.die.choice(_OBJECTS)} nella zona {number}"

    def insert(self) -> None:
        group = self.die.choice(self.groups)
        node = Node(group.parts[0].kind, self.make_title(), " ".join(self.die.sample(_PURPOSES, 2)))
        self.used.add(id(node))
        group.parts.insert(self.die.randrange(len(group.parts) + 1), node)

    def remove(self) -> None:
        node, group = self.pick()
        group.parts.remove(node)

    def reorder(self) -> None:
        node, group = self.pick()
        place = group.parts.index(node)
        group.parts.remove(node)
        group.parts.insert((place + self.die.randrange(1, 4)) % (len(group.parts) + 1), node)

    def renumber(self) -> None:
        """Let two guidelines of a policy change places: all their objectives have other numbers then."""
        top = self.die.choice([top for top in self.tops if len(top.parts) > 1])
        a, b = self.die.sample(range(len(top.parts)), 2)
        top.parts[a], top.parts[b] = top.parts[b], top.parts[a]

    def reword(self) -> None:
        node, _ = self.pick(lambda node: len((node.text or node.title).split()) > 9)
        node.edits.add("reworded")
        how = self.die.randrange(3) if node.text else 0
        if how == 1:
            node.text = f"{node.text} {self.die.choice(_PURPOSES)}"
        elif how == 2 and len(sentences := split_sentences(node.text)) > 2:
            del sentences[self.die.randrange(len(sentences))]
            node.text = " ".join(sentences)
        elif node.text:
            node.text = self.replace_words(node.text)
        else:
            node.title = self.replace_words(node.title)

    def replace(self) -> None:
        """Put a new objective in the place of another, with its number."""
        node, group = self.pick()
        other = Node(node.kind, self.make_title(), " ".join(self.die.sample(_PURPOSES, 2)))
        self.used.add(id(other))
        group.parts[group.parts.index(node)] = other

    def rewrite(self) -> None:
        """Replace half of the longer words of an objective's text."""
        node, _ = self.pick(lambda node: len(node.text.split()) > 15)
        node.edits.add("reworded")
        node.text = self.replace_words(node.text, 2)

    def replace_words(self, text: str, every: int = 4) -> str:
        """Return a text with each fourth of its longer words, as a rule, replaced by other words of the plan."""
        words = text.split()
        places = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
        for place in self.die.sample(places, max(1, len(places) // every)):
            words[place] = self.die.choice(self.words)
        return " ".join(words)

    def rename(self) -> None:
        node, _ = self.pick(lambda node: len(node.text.split()) > 15)
        node.title, _ = self.make_title(), node.edits.add("renamed")

    def split(self) -> None:
        node, group = self.pick(lambda node: len(split_sentences(node.text)) > 1 and len(node.text.split()) > 30)
        sentences = split_sentences(node.text)
        middle = max(1, len(sentences) // 2)
        other = Node(node.kind, self.make_title(), " ".join(sentences[middle:]), node.origins)
        node.text = " ".join(sentences[:middle])
        node.edits.add("split")
        other.edits.add("split")
        self.used.add(id(other))
        group.parts.insert(group.parts.index(node) + 1, other)

    def merge(self) -> None:
        node, group = self.pick(lambda node: True)
        free = [other for other in group.parts if id(other) not in self.used]
        if not free:
            return
        other = min(free, key=lambda each: abs(group.parts.index(each) - group.parts.index(node)))
        self.used.add(id(other))
        group.parts.remove(other)
        node.text = " ".join(filter(None, (node.text, f"{other.title.rstrip('.')}.", other.text)))
        node.origins += other.origins
        node.edits.add("merged")

    def move(self) -> None:
        node, group = self.pick()
        target = self.die.choice([each for each in self.groups if each is not group])
        group.parts.remove(node)
        target.parts.insert(self.die.randrange(len(target.parts) + 1), node)
        node.edits.add("moved")

    def finish(self) -> Edition:
        """Number everything anew, and return the version with what is true of it."""
        for number, top in enumerate(self.tops, 1):
            number_parts(top, str(number))
        nodes = [node for top in self.tops for node in list_nodes(top)]
        return Edition(make_version(self.plan, self.tops), frozenset(list_facts(nodes, self.codes)))


EDITS: dict[str, Callable[[Editor], None]] = {
    "inserted": Editor.insert,
    "removed": Editor.remove,
    "reordered": Editor.reorder,
    "renumbered": Editor.renumber,
    "reworded": Editor.reword,
    "rewritten": Editor.rewrite,
    "replaced": Editor.replace,
    "renamed": Editor.rename,
    "split": Editor.split,
    "merged": Editor.merge,
    "moved": Editor.move,
}


def edit_plan(plan: PlanVersion, seed: int, edits: Iterable[str]) -> Edition:
    """Return a version of a plan with these edits, at places that the seed decides."""
    editor = Editor(plan, seed)
    for edit in edits:
        EDITS[edit](editor)
    return editor.finish()


def split_sentences(text: str) -> list[str]:
    ends = sorted({*list_ends(text), len(text)})
    return [text[a:b].strip() for a, b in zip([0, *ends], ends, strict=False) if text[a:b].strip()]


def number_parts(node: Node, code: str) -> None:
    node.code = code
    for number, part in enumerate(node.parts, 1):
        number_parts(part, f"{code}.{number}")


def list_nodes(node: Node) -> Iterable[Node]:
    yield node
    for part in node.parts:
        yield from list_nodes(part)


# Facts ---------------------------------------------------------------------------------------------------------------


def list_facts(nodes: Sequence[Node], codes: Sequence[str]) -> Iterable[Fact]:
    """Yield what is true of edited nodes."""
    by_origin: dict[str, list[Node]] = {}
    for node in nodes:
        for origin in node.origins:
            by_origin.setdefault(origin, []).append(node)
    yield from (("gone", (code,), ()) for code in codes if code not in by_origin)
    for node in nodes:
        if not node.origins:
            yield "new", (), (node.code,)
        elif len(node.origins) > 1:
            yield "merged", tuple(sorted(node.origins)), (node.code,)
        elif len(halves := by_origin[node.origins[0]]) > 1:
            yield "split", node.origins, tuple(sorted(half.code for half in halves))
        else:
            aspects = {*node.edits, *(["renumbered"] if node.code != node.origins[0] else [])}
            yield from ((aspect, node.origins, (node.code,)) for aspect in aspects)


def tell_facts(comparison: Comparison) -> Iterable[Fact]:
    """Yield what a comparison says, in the same words; links are another matter."""
    for change in comparison.changes:
        before = tuple(sorted(element.code for element in change.before))
        after = tuple(sorted(element.code for element in change.after))
        if change.kind == "changed":
            yield from ((aspect, before, after) for aspect in change.aspects if aspect != "links")
        elif change.kind != "kept":
            yield change.kind, before, after


# Versions ------------------------------------------------------------------------------------------------------------


def make_version(plan: PlanVersion, tops: Sequence[Node]) -> PlanVersion:
    """Return edited nodes as a plan of elements alone: no links and no mentions."""
    base = f"{plan.iri}-edited"
    elements: list[PlanElement] = []
    texts: dict[str, str] = {}

    def add(node: Node, parent: str) -> None:
        iri = f"{base}/{node.kind}/{node.code}"
        elements.append(
            PlanElement(iri, base, node.kind, node.kind, node.code, node.title, parent, len(elements), "", "")
        )
        texts[iri] = write_words(node)
        for part in node.parts:
            add(part, iri)

    for top in tops:
        add(top, "")
    network = PlanNetwork(plan.network.plans, tuple(elements), (), (), (), ())
    return replace(plan, iri=base, network=network, texts=texts)


def write_words(node: Node) -> str:
    return f"{node.title.rstrip('.')}. {node.text}" if node.text else node.title


def write_text(plan: PlanVersion) -> str:
    """Return a plan as a text that the packaged profile reads."""
    assert set(LABELS) <= set(ELEMENT_KINDS)
    blocks = []
    for element in plan.network.elements:
        own = ComparedElement.from_element(element, plan.texts.get(element.iri, ""))
        label = LABELS[element.kind].format(element.code)
        if element.kind == "objective":
            blocks.append(f"{label} {own.title.rstrip('.')}. {own.text}".strip())
        else:
            blocks += [f"{label} {own.title}", *([own.text] if own.text else [])]
    return "\n\n".join(blocks) + "\n"
