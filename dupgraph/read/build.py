"""The way from a document to a graph: the only place where the stages meet."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dupgraph.base.errors import DocumentError, OutputError
from dupgraph.base.files import create_folder, write_together
from dupgraph.base.gathering import gather
from dupgraph.graph.texts import is_text_of
from dupgraph.graph.turtle import Block
from dupgraph.graph.vocabulary import load_vocabulary
from dupgraph.language.messages import join, say
from dupgraph.read.decisions import NAMES_SUFFIX, REVIEW_SUFFIX
from dupgraph.read.documents import read_document
from dupgraph.read.encode import encode_plan
from dupgraph.read.encode.iris import UNNAMED, name_owner
from dupgraph.read.mentions import find_mentions
from dupgraph.read.mentions.pursued import PURSUED
from dupgraph.read.mentions.unread import weigh
from dupgraph.read.outline import find_outline
from dupgraph.read.owner import complete_record, doubt_owner, find_near_town, find_town, guess_record, list_called
from dupgraph.schema.layout import SUFFIX as LAYOUT_SUFFIX
from dupgraph.schema.layout import pack_layout
from dupgraph.schema.links import PURSUES
from dupgraph.schema.namespaces import DATA, make_slug
from dupgraph.schema.values import Document, FieldValue, Outline, PlanRecord, Reading, Thing, Unread

if TYPE_CHECKING:
    from dupgraph.schema.decisions import Decision, Unplaced

STAGES = ("document", "vocabulary", "outline", "mentions", "graph")


class Build(NamedTuple):
    """What became of one plan: its values at every stage, and its graph as Turtle.

    ``blocks`` is what the graph says of each thing, as encoding left it: without what a later stage added.
    ``dependencies`` is the number of pairs that hang together, where a later stage added them. ``decisions`` are those
    of the review file beside the plan, ``unplaced`` the ones among them that could not be followed.
    """

    document: Document
    outline: Outline
    reading: Reading
    turtle: bytes
    blocks: Mapping[str, Block]
    dependencies: int | None = None
    decisions: "tuple[Decision, ...]" = ()
    unplaced: "tuple[Unplaced, ...]" = ()

    def count_levels(self) -> dict[str, int]:
        """Return the number of elements of each level, by the level's own name, in the plan's order."""
        return dict(Counter(section.level_name for section in self.outline.sections))

    def count_links(self) -> dict[str, int]:
        """Return the number of links of each property; a link said twice in one element counts once."""
        links = {(m.element, m.property, m.thing) for m in self.reading.mentions}
        counts: dict[str, int] = dict(sorted(Counter(link for _, link, _ in links).items()))
        return counts if self.dependencies is None else {**counts, "dependencies": self.dependencies}

    def list_warnings(self, plan: Path) -> list[str]:
        """Return one sentence for each thing about ``plan`` that a person should look at before trusting its graph."""
        coverage, record = self.outline.coverage, self.document.record
        first = min((section.start for section in self.outline.sections), default=0)
        doubts = doubt_owner(record, self.document.text, first)
        warnings = [*doubts, *self.document.warnings, *self.outline.warnings]
        if coverage.verdict != "good":
            reasons = join("semicolon", coverage.reasons)
            key = "outline_bad" if coverage.verdict == "bad" else "outline_doubtful"
            warnings.append(say(key, reasons=reasons, plan=str(plan)))
        if unknown := self._list_unknown_pursuits():
            code, words = unknown[0].mention.element, unknown[0].words
            warnings.append(say("unknown_pursuits", count=len(unknown), code=code, words=words))
        return warnings

    def _list_unknown_pursuits(self) -> list[FieldValue]:
        """Return what fields say that elements pursue, where no element of the plan is called or numbered so."""
        found = gather((m.element, m.start) for m in self.reading.mentions if m.property == PURSUES.name)
        said = (value for value in self.reading.stated if value.mention.property == PURSUED)
        pairs = ((value, found.get(value.mention.element, ())) for value in said)
        return [value for value, at in pairs if not any(value.mention.start <= n < value.mention.end for n in at)]

    def group_coined(self) -> dict[Thing, list[str]]:
        """Return the things that the plan alone names, each with the codes of the elements that name it, most first.

        A town or Region of the national lists, and an act that is cited, are known, and none of these.
        """
        things = [thing for thing in self.reading.coined if not thing.facts]
        codes: dict[str, dict[str, None]] = {thing.iri: {} for thing in things}
        for mention in self.reading.mentions:
            if mention.thing in codes:
                codes[mention.thing][mention.element] = None
        things.sort(key=lambda thing: -len(codes[thing.iri]))
        return {thing: list(codes[thing.iri]) for thing in things}

    def group_unread(self) -> dict[str, list[Unread]]:
        """Return what was not understood, by its words: first what is said often and likely to be a name."""
        groups = gather((unread.words, unread) for unread in self.reading.unread)
        return dict(sorted(groups.items(), key=lambda item: (-len(item[1]) * weigh(item[1][0]), item[1][0].start)))


def build_graph(
    source: Path,
    *,
    vocabularies: Iterable[str] = (),
    base: str = DATA,
    advance: Callable[[str], object] = str,
    accept_outline: bool = False,
    add_dependencies: Callable[[bytes], tuple[bytes, int]] | None = None,
    **record: object,
) -> Build:
    """Read the plan at ``source`` and return its graph; nothing is written.

    ``vocabularies`` are names or paths, besides those of the plan's TOML file; ``record`` gives keys of that file
    and goes before it; ``advance`` is called with the name of each stage that begins. Where no profile is named, an
    outline is learnt from the document, and refused where it covers too little of it, unless ``accept_outline``.
    ``add_dependencies`` is the last stage, where it is wanted: from the graph's Turtle to the same with what hangs
    together in it, and how many pairs there are (``ask.analysis`` has one; reading does not know how it is asked).
    What people decided (``<stem>.review.ttl`` and ``<stem>.names.ttl`` beside the plan) is followed. Raises
    DocumentError or VocabularyError when the plan, its TOML file, its profile, a vocabulary or that review is wrong.
    """
    advance("document")
    document = read_document(source, places=True, **record)
    build = build_document(
        document, source, decisions=read_review(source), vocabularies=(*vocabularies, *list_names(source)), base=base,
        advance=advance, accept_outline=accept_outline,
    )  # fmt: skip
    if add_dependencies is None:
        return build
    advance("dependencies")
    turtle, dependencies = add_dependencies(build.turtle)
    return build._replace(turtle=turtle, dependencies=dependencies)


def build_document(
    document: Document,
    source: Path,
    *,
    decisions: "tuple[Decision, ...]" = (),
    vocabularies: Iterable[str] = (),
    base: str = DATA,
    advance: Callable[[str], object] = str,
    accept_outline: bool = False,
) -> Build:
    """Return the graph of a plan that has been read, as ``build_graph`` does; nothing is read beside it.

    ``source`` is where it was found, for messages; ``decisions`` are those of people about it, whose names are in a
    vocabulary among ``vocabularies``.
    """
    record = complete_record(document.record)
    check_record(record, source, document.text)
    is_taken = record.istat != document.record.istat
    taken = (say("owner_taken", istat=record.istat, town=record.municipality),) if is_taken else ()
    document = replace(document, record=record, warnings=document.warnings + taken)
    advance("vocabulary")
    vocabulary = load_vocabulary((*document.record.vocabularies, *vocabularies))
    advance("outline")
    outline, _ = find_outline(document, accept=accept_outline)
    advance("mentions")
    reading = find_mentions(document, outline, vocabulary.lexicon)
    renamed: Mapping[str, str] = {}
    unplaced: tuple[Unplaced, ...] = ()
    if decisions:
        # Late: most plans nobody has reviewed.
        from dupgraph.read.decisions.apply import apply_decisions

        reviewed = apply_decisions(document, outline, reading, vocabulary.lexicon, decisions)
        reading, renamed, unplaced = reviewed.reading, reviewed.renamed, reviewed.unplaced
    advance("graph")
    graph = encode_plan(
        document, outline, reading,
        descriptions=vocabulary.descriptions, version=vocabulary.version, base=base, renamed=renamed,
    )  # fmt: skip
    return Build(
        document, outline, reading, graph.turtle, graph.blocks, decisions=decisions, unplaced=unplaced
    )  # fmt: skip


def read_review(source: Path) -> "tuple[Decision, ...]":
    """Return what people decided about a plan: none where no review file stands beside it. Raises VocabularyError."""
    path = source.with_name(source.stem + REVIEW_SUFFIX)
    if not path.exists():
        return ()
    from dupgraph.read.decisions.files import read_decisions

    return read_decisions(path)


def list_names(source: Path) -> tuple[str, ...]:
    """Return the path of the vocabulary of names that people gave while they reviewed a plan; none where there is none.

    A review needs no line in the plan's TOML file.
    """
    path = source.with_name(source.stem + NAMES_SUFFIX)
    return (str(path),) if path.exists() else ()


def build_draft(source: Path, *, guessed: bool = False) -> tuple[Build, tuple[str, ...]]:
    """Return the graph of a plan that nobody has described yet, and the keys of its record that were missing.

    The file's name stands for the plan's, and whose it is stays unsaid; where that may be ``guessed``, both are what
    its first pages seem to say. Raises what ``build_graph`` raises.
    """
    document = read_document(source, places=True)
    missing = list_missing(complete_record(document.record))
    guess = guess_record(document.text) if guessed else dict.fromkeys(("municipality", "plan"), "")
    istat = find_town(guess["municipality"])[1]
    instead: dict[str, dict[str, Any]] = {
        "istat": {"istat": istat} if istat else {"publisher": UNNAMED},
        "plan": {"plan": guess["plan"] or source.stem},
    }
    said = {key: value for name in missing for key, value in instead[name].items()}
    if missing and not document.record.title:
        said["title"] = guess["plan"] or source.stem
    document = replace(document, record=replace(document.record, **said))
    decisions = read_review(source)
    return build_document(document, source, decisions=decisions, vocabularies=list_names(source)), tuple(missing)


def guess_town(text: str) -> tuple[str, str]:
    """Return the name and the ISTAT code of the municipality whose plan a text seems to be; empty where it is open."""
    town, istat = find_town(guess_record(text)["municipality"])
    return (town, istat) if istat else ("", "")


def write_build(build: Build, folder: Path) -> Path:
    """Write ``<stem>.ttl`` and, beside it, the canonical text ``<stem>.txt``; return the path of the graph.

    ``folder`` is made when missing. Where the text stands in the original is written as ``<stem>.layout.json.gz``,
    for a source that has places. Raises OutputError when the folder cannot be written to, or holds a text that is none
    of ours.
    """
    stem = Path(build.document.source).stem
    text, graph, layout = (folder / f"{stem}{suffix}" for suffix in (".txt", ".ttl", LAYOUT_SUFFIX))
    data = build.document.text.encode()
    if text.exists() and text.read_bytes() != data and not is_text_of(text, graph):
        what = "is a text that no build here wrote, and is left as it is"
        raise OutputError(what, path=text, hint="move it away, or choose another folder with -o")
    # Together: a graph's offsets point into this text and no other.
    files: dict[Path, bytes | None] = {text: data, graph: build.turtle, layout: None}
    if build.document.layout is not None:
        files[layout] = pack_layout(build.document.layout)
    create_folder(folder)
    write_together(files, main=graph)
    return graph


def check_record(record: PlanRecord, source: Path, text: str = "", *, of_many: bool = False) -> None:
    """Raise DocumentError when a record does not say whose the plan at ``source`` is, or what it is called.

    What the name of its municipality, or else its ``text``, seems to say of that is told, as the guess that it is. Of
    a plan that is one ``of_many`` no option says it, but a manifest may.
    """
    missing = list_missing(record)
    if not missing:
        return
    owner = say("unsaid_town" if record.municipality else "unsaid_owner")
    unsaid = join("both", [{"istat": owner, "plan": say("unsaid_plan")}[key] for key in missing])
    known, values = _propose(missing, record, text)
    place = source.with_suffix(".toml").name
    if of_many:
        way = say("do_state", stated=join("both", [say("pair", key=k, value=values[k]) for k in missing]), place=place)
    else:
        options = join("apart", [say("option", key=key, value=values[key]) for key in missing])
        way = say("do_option", options=options, keys=join("both", missing), place=place)
    told = join("apart", [*filter(None, (known,)), way])
    hint = join("semicolon", [told, say("do_body")] if "istat" in missing else [told])
    raise DocumentError(say("unsaid", what=unsaid), path=source, hint=hint)


def list_missing(record: PlanRecord) -> list[str]:
    """Return the keys without which a plan has no IRI, as far as a record does not have them."""
    return [key for key, value in (("istat", name_owner(record)), ("plan", make_slug(record.plan))) if not value]


def _propose(missing: Iterable[str], record: PlanRecord, text: str) -> tuple[str, Mapping[str, str]]:
    """Return what a hint about the ``missing`` keys begins with, and the value of each.

    The values are what the town's name or the plan's text seems to say, ready to be pasted, else blanks.
    """
    guess = guess_record(text)
    blanks = {"istat": say("blank_istat"), "plan": say("blank_plan")}
    alike = list_called(record.municipality) if "istat" in missing else {}
    if len(alike) > 1:
        codes = join("or", [f"{istat} ({province})" for istat, province in alike.items()])
        return say("several_towns", count=len(alike), name=record.municipality), {**blanks, "istat": codes}
    town, istat = find_town(record.municipality or guess["municipality"])
    if record.municipality and "istat" in missing and not istat:
        near = find_near_town(record.municipality)
        meant = say("near", name=near) if near else ""
        return say("unknown_town", name=record.municipality, near=meant), blanks
    found = {"istat": istat, "plan": f'"{guess["plan"]}"' if guess["plan"] else ""}
    values = {key: found[key] or blanks[key] for key in missing}
    if not any(found[key] for key in missing):
        return "", values
    of_town = istat and "istat" in missing
    return say("seems_town", name=town) if of_town else say("seems_plan", name=guess["plan"]), values
