"""The values that travel from stage to stage: document, outline, mentions. No RDF here."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from dupgraph.schema.layout import Layout
from dupgraph.schema.lines import join_lines

if TYPE_CHECKING:
    # Names for texts: a document is read without the table of links.
    from dupgraph.schema.links import ElementKind, LinkName, ThingKind

Method = Literal[
    "lexicon", "cue", "proper-name", "field", "theme-words", "heading", "budget", "below", "reference", "review"
]
LabelUse = Literal["sure", "fixed", "cued", "excluded", "head", "site", "open", "tail", "shared", "strong", "weak"]
BlockKind = Literal["heading", "paragraph", "item", "cell", "furniture"]
Verdict = Literal["good", "doubtful", "bad"]

BOM = "\ufeff"
# Blanks that break no line, or have a width of their own.
_BLANKS = dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")


class Span(NamedTuple):
    """A stretch of the canonical text: code points, 0-based, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """What a plan's text does not state about itself: the keys of the TOML file beside it.

    Whose it is, one of these says: ``istat`` a municipality (with its name in ``municipality``), ``ipa`` any public
    body by its code in the index of public administrations, ``publisher`` the body's name where it has neither.
    """

    title: str = ""
    municipality: str = ""
    istat: str = ""
    ipa: str = ""
    publisher: str = ""
    plan: str = ""
    period: str = ""
    language: str = "it"
    licence: str = ""
    profile: str = ""
    vocabularies: tuple[str, ...] = ()


class Block(NamedTuple):
    """A stretch of the canonical text that the source sets apart, with the evidence that its format gives.

    No name, sentence or title crosses a block's end. ``start`` and ``end`` are offsets as in ``Span``. ``rank`` is a
    heading's level by its style (1 the highest), ``size`` the type's height in points and ``weight`` how all its
    words are set where the format has them (0 plain, 1 underlined, 2 bold, 3 both); ``strong`` counts the characters,
    blanks aside, that are set so before others that are not.
    ``marker`` is the list marker or number as printed (it stands in the text too), ``depth`` how deep the list nests. A
    cell has its ``table`` (counted from 0 in the document), ``row`` and ``column`` (from 0), how many ``rows`` and
    ``columns`` it takes, and ``header`` says that its row heads the table; a cell of several paragraphs is several
    blocks, an empty cell is none. A heading can stand in a table, alone in its row. ``page`` counts from 1.
    ``goes_on``: the block continues, over a page's end, the last paragraph.
    """

    kind: BlockKind
    start: int
    end: int
    rank: int | None = None
    size: float | None = None
    weight: int = 0
    strong: int = 0
    marker: str = ""
    depth: int = 0
    table: int | None = None
    row: int | None = None
    column: int | None = None
    rows: int = 1
    columns: int = 1
    header: bool = False
    page: int | None = None
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A plan's canonical text (UTF-8, NFC, LF) with all that later stages need to know of its source.

    ``pages`` holds the offset at which each page starts (empty when the source has no pages); ``furniture``
    the spans that are in the text but are not text (page numbers, running heads, bare URLs, an index with
    dot leaders), sorted and disjoint; ``warnings`` one sentence for each thing that was mended on reading;
    ``blocks`` what the source sets apart, ordered and disjoint (empty when the reader knows no blocks); ``layout``
    where the text stands in the original, None for a plain text. ``recognised_pages`` (from 1) are pictures, whose
    words were recognised by the program that ``recognised_by`` names with its version.
    """

    text: str
    source: str
    sha256: str
    record: PlanRecord
    pages: tuple[int, ...] = ()
    furniture: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    layout: Layout | None = None
    recognised_by: str = ""
    recognised_pages: tuple[int, ...] = ()


def find_page(document: Document, offset: int) -> int | None:
    """Return the page, counted from 1, on which ``offset`` stands; None when the source has no pages.

    The rest of a cell that a page's end cuts stands below its beginning: its lines know on which page it is printed.
    """
    lines = document.layout.lines if document.layout else ()
    number = bisect_right(lines, offset, key=attrgetter("start")) - 1
    if number >= 0 and offset < lines[number].end:
        return lines[number].page
    return max(1, bisect_right(document.pages, offset)) if document.pages else None


def mask_furniture(document: Document, fill: str) -> str:
    """Return the text with each character of its furniture replaced by ``fill``: same length, same offsets.

    Blanks that break no line or have a width of their own are plain ones there: a name is the same with any.
    """
    pieces: list[str] = []
    done = 0
    for start, end in document.furniture:
        pieces += (document.text[done:start], fill * (end - start))
        done = end
    return "".join((*pieces, document.text[done:])).translate(_BLANKS)


def find_words(document: Document, start: int, end: int) -> str:
    """Return the readable words from ``start`` to ``end``: furniture left out, each white space one blank.

    A word that a line's end cuts at its hyphen is whole again ("didattica-educativa").

    >>> text = "la didattica-\\neducativa e\\n\\n5\\n\\nle reti"
    >>> document = Document(text, "piano.txt", "", PlanRecord(), furniture=(Span(27, 28),))
    >>> find_words(document, 0, len(text))
    'la didattica-educativa e le reti'
    """
    furniture = document.furniture
    first = bisect_right(furniture, start, key=lambda span: span.end)
    last = bisect_left(furniture, end, key=lambda span: span.start)
    pieces: list[str] = []
    for span in furniture[first:last]:
        pieces += (document.text[start : span.start], "" if document.text[span.start : span.end] == BOM else "\n")
        start = span.end
    pieces.append(document.text[start:end])
    return join_lines("".join(pieces))


class Field(NamedTuple):
    """A labelled place of an element: a column of its row, a row of its card. ``start`` to ``end`` is the value."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """One element of the outline. ``start`` to ``end`` is its own text, heading included, children not.

    ``code`` names it within the plan and makes its IRI; ``notation`` is its number or code as printed ("" where it
    prints none). ``fields`` are its labelled places, in the text's order; ``more`` where more of its text stands: below
    a heading that stands again, before its heading, behind what it groups. Up to ``reach``, where that is beyond its
    end, no other element begins, nor a chapter that is none.
    """

    code: str
    kind: "ElementKind"
    level_name: str
    title: str
    start: int
    end: int
    title_start: int
    title_end: int
    parent: str | None
    position: int
    page: int | None = None
    notation: str = ""
    fields: tuple[Field, ...] = ()
    more: tuple[Span, ...] = ()
    reach: int = 0


def list_stretches(sections: Iterable[Section]) -> list[Section]:
    """Return the sections in the order of the text, one for each stretch where the text of one goes on elsewhere."""
    stretches: list[Section] = []
    for section in sections:
        if not section.more:
            stretches.append(section)
            continue
        stretches.append(_cut(section, Span(section.start, section.end), section.title_start, section.title_end))
        stretches += [_cut(section, span, span.start, span.start) for span in section.more]
    return sorted(stretches, key=lambda stretch: stretch.start)


def _cut(section: Section, span: Span, title_start: int, title_end: int) -> Section:
    fields = tuple(field for field in section.fields if span.start <= field.start < span.end)
    cut = replace(section, start=span.start, end=span.end, fields=fields, more=())
    return replace(cut, title_start=title_start, title_end=title_end)


@dataclass(frozen=True, slots=True)
class LevelFound:
    """One level of an outline: how its elements were known, and how many there are."""

    name: str
    kind: "ElementKind"
    how: str
    count: int


class NearHeading(NamedTuple):
    """Lines that look like headings and open no element: their common shape, how many, the first one's place."""

    shape: str
    times: int
    example: str
    line: int


class Coverage(NamedTuple):
    """What an outline covers of its text, as shares from 0 to 1, and what that means.

    ``before`` is the text before the first element, ``longest`` the longest stretch in which none begins. ``gaps``
    are missing numbers ("1.1.2 -> 1.1.4"); ``reasons`` say in sentences why ``verdict`` is not "good".
    """

    verdict: Verdict = "good"
    before: float = 0.0
    longest: float = 0.0
    gaps: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class Outline(NamedTuple):
    """The sections in the plan's order, the name of the profile that found them, and the evidence.

    ``warnings`` has one sentence for each thing that was mended, such as a number met twice.
    """

    profile: str
    sections: tuple[Section, ...]
    levels: tuple[LevelFound, ...] = ()
    coverage: Coverage = Coverage()
    near: tuple[NearHeading, ...] = ()
    warnings: tuple[str, ...] = ()


class Label(NamedTuple):
    """Words that name a thing. ``use`` says when they count.

    sure: wherever they stand, in any inflection; fixed: in this very form; cued: in this very form, and only where
    a cue governs them; excluded: words that look like a label and name something else; head: a noun that opens
    proper names of such things; site: the same, and with an article it needs none ("la torre medievale"); open: a head
    of what is wider than one municipality; tail: a legal form that closes them; strong, weak: words that earn a theme.
    ``own`` says that the plan's own vocabulary has it, which goes before the others.
    """

    words: str
    thing: str
    use: LabelUse = "sure"
    own: bool = False


class Fact(NamedTuple):
    """What a national list, or the words of a citation, state of something: a triple of plain values.

    ``value`` is an IRI where ``link``, else words in ``language`` (None: in none).
    """

    subject: str
    predicate: str
    value: str
    link: bool = False
    language: str | None = None


class Thing(NamedTuple):
    """Something that a plan can name, by its IRI.

    ``broader`` holds what it is a kind of. ``coined`` says that no vocabulary has it: the plan's own words do, and
    its IRI is still to be made; until then ``iri`` holds its kind and its words ("place/piazza garibaldi"). Where
    there are ``facts`` the IRI is final: they come from a national list or from a citation, and describe it. ``also``
    are other names that the plan gives to it.
    """

    iri: str
    kind: "ThingKind"
    label: str
    broader: frozenset[str] = frozenset()
    coined: bool = False
    facts: tuple[Fact, ...] = ()
    also: tuple[str, ...] = ()


class Cue(NamedTuple):
    """Words that say what a name after them means: the links they speak for, the links they speak against.

    ``kind`` is the IRI of the kind of involvement that the words suggest.
    """

    words: str
    speaks_for: "frozenset[LinkName]" = frozenset()
    speaks_against: "frozenset[LinkName]" = frozenset()
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All labels and cues in force for one plan, as plain values.

    ``fields`` says what stands below which label, ``missions`` which themes each mission of the budget is about,
    ``keys`` are those of all their words, each with a character that stands for it, ``codes`` the words of labels and
    cues in these characters: as far as somebody has looked them up before. ``acronyms`` are the labels in capitals that
    are no words, and may have small letters after the first: newspapers write Pnrr, Prg and Uil. ``budget`` has the
    official names of the budget's missions.
    """

    things: dict[str, Thing] = field(default_factory=dict)
    labels: tuple[Label, ...] = ()
    cues: tuple[Cue, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    missions: dict[str, frozenset[str]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    acronyms: frozenset[str] = frozenset()
    budget: dict[str, str] = field(default_factory=dict)


class Mention(NamedTuple):
    """One place of the canonical text that backs one link: element, property, thing, and the exact words.

    ``thing`` is empty where a field says something in words that name none.
    ``kind`` is the IRI of the kind of involvement, ``cue`` the words that say so; ``reviewed`` the time at which a
    person confirmed it (xsd:dateTime), None where nobody has. There are more mentions than anything
    else, and a tuple is made in a quarter of the time that a frozen dataclass takes.
    """

    element: str
    property: "LinkName"
    thing: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    method: Method = "lexicon"
    page: int | None = None
    kind: str | None = None
    cue: str | None = None
    reviewed: str | None = None


class Unread(NamedTuple):
    """Words that a reader should look at: a cue with no known partner, or a name that no vocabulary knows."""

    reason: Literal["cue", "name"]
    words: str
    element: str
    start: int
    end: int
    page: int | None = None


class FieldValue(NamedTuple):
    """What a field says of its element in words that name no thing of the network: an office, a period, an indicator.

    ``words`` are as printed; ``mention`` is the place where they stand, of no thing, with the field's label as its cue.
    """

    words: str
    mention: Mention


class Reading(NamedTuple):
    """What was found in the outline's sections, what was not understood, and the things that the plan alone names.

    The latter are in no vocabulary; ``broader`` says what each is a kind of. ``stated`` is what fields say in words.
    """

    mentions: tuple[Mention, ...]
    unread: tuple[Unread, ...]
    coined: tuple[Thing, ...] = ()
    stated: tuple[FieldValue, ...] = ()
