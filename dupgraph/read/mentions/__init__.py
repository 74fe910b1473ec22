"""Sections to mentions: the words of the text that back each link, and what was not understood."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, pairwise
from typing import NamedTuple, Self

from dupgraph.language.words import FUNCTION_WORDS, TOKENS, Words, split_words
from dupgraph.read.mentions.common import find_common_themes
from dupgraph.read.mentions.concepts import PARTS
from dupgraph.read.mentions.context import find_links
from dupgraph.read.mentions.fields import LABEL, PROGRAMME, PROSE, Field, FieldReader, close_fields
from dupgraph.read.mentions.goals import find_goals
from dupgraph.read.mentions.learned import Aliases, merge_aliases
from dupgraph.read.mentions.listed import LISTING, read_listed
from dupgraph.read.mentions.matcher import Found, Matcher, load_matcher
from dupgraph.read.mentions.merged import merge_mentions
from dupgraph.read.mentions.missions import find_headed_mission, find_headed_programme, find_missions
from dupgraph.read.mentions.names import ProperNames
from dupgraph.read.mentions.pursued import Pursuits
from dupgraph.read.mentions.quotes import Surroundings, normalise
from dupgraph.read.mentions.references import compile_levels, find_references
from dupgraph.read.mentions.spans import BLOCK_END
from dupgraph.read.mentions.themes import (
    Choice,
    Vote,
    choose_themes,
    end_title,
    find_adjuncts,
    find_title_themes,
    list_proper_words,
    list_restated,
    mask_terms,
)
from dupgraph.read.mentions.ties import Link
from dupgraph.read.mentions.unlisted import find_beside
from dupgraph.read.mentions.unread import drop_familiar, find_unread
from dupgraph.schema.links import GOAL, HAS_THEME, INVOLVES, OBJECTIVE, PURSUES, REFERENCE, STATED_MISSION, LinkName
from dupgraph.schema.values import (
    Block,
    Document,
    FieldValue,
    Lexicon,
    Mention,
    Method,
    Outline,
    Reading,
    Section,
    Unread,
    find_page,
    find_words,
    list_stretches,
    mask_furniture,
)

__all__ = ["find_mentions", "normalise"]

# The length of a line that nearly fills the width of a page, in characters.
_FULL_LINE = 55
# Of the longest line around it, how long one is that is full.
_FULL = 0.85
# A link and where it is said: start, end, link, thing, method, kind of involvement, words of the cue. A plain tuple,
# because there is one for every mention and it lives for a moment; as such rows sort as they stand in the text.
_Row = tuple[int, int, LinkName, str, Method, str | None, str | None]


class _Stretch(NamedTuple):
    """A stretch of the text that is read as one: its words and all that was found in them."""

    section: Section
    words: Words
    found: Found
    fields: list[Field]


class _Plan(NamedTuple):
    """What the elements of a plan are read by besides their own words.

    ``levels`` match how its text cites them, ``sections`` are they by their codes, ``themes`` what their titles speak
    of, ``pursuits`` which of them pursue which others.
    """

    visible: str
    lexicon: Lexicon
    levels: re.Pattern[str]
    sections: dict[str, Section]
    themes: dict[str, dict[str, str]]
    pursuits: Pursuits

    @classmethod
    def read(
        cls, visible: str, lexicon: Lexicon, outline: Outline, stretches: Iterable[_Stretch], pursuits: Pursuits
    ) -> Self:
        """Return what the elements of ``outline`` say together."""
        themes = {
            each.section.code: find_title_themes(each.found.terms, each.section.title_end, visible)
            for each in stretches
            if each.section.title_start < each.section.title_end
        }
        sections = {section.code: section for section in outline.sections}
        return cls(visible, lexicon, compile_levels(outline), sections, themes, pursuits)

    def choose_themes(self, stretch: _Stretch) -> list[Choice]:
        """Return the themes of a stretch."""
        section, words, found, fields = stretch
        above = self.sections.get(section.parent or "")
        restated = list_restated(fields, self.visible, above.title if above else "")
        named = chain(list_proper_words(words, found.names), restated)
        terms = list(mask_terms(found.terms, fields, named))
        votes = _list_votes(self.themes.get(section.parent or "", {}), self.visible, fields, self.lexicon)
        return choose_themes(terms, end_title(section, self.visible), votes, find_adjuncts(words, terms))

    def list_rows(self, stretch: _Stretch) -> Iterator[_Row]:
        """Yield the links of a stretch that neither names nor themes say: elements that it cites, missions, goals."""
        visible, (section, _, _, fields) = self.visible, stretch
        above = self.sections.get(section.parent or "")
        for start, end, code in find_references(self.levels, self.sections, visible, section):
            yield start, end, REFERENCE.name, code, "reference", None, None
        for start, end, mission, label in find_missions(visible, fields):
            yield start, end, STATED_MISSION.name, mission, "field", None, label or None
        headed = find_headed_mission(visible, section, self.lexicon.budget, above.level_name if above else "")
        if headed:
            yield *headed[0], STATED_MISSION.name, headed[1], "reference", None, None
        for start, end, code, label in self.pursuits.find_pursued(section, fields):
            yield start, end, PURSUES.name, code, "field" if label else "reference", None, label or None
        for start, end, goal in find_goals(visible, section):
            yield start, end, GOAL.name, goal, "reference", None, None


def find_mentions(document: Document, outline: Outline, lexicon: Lexicon) -> Reading:
    """Return every mention in the outline's sections, in the order of the text, and what was not understood.

    An element inherits nothing: a mention belongs to the section whose own words it is. The plan is read twice: what
    it defines anywhere, a glossary before the first element included, is known in all of it.
    """
    visible = _mark_blocks(document)
    find_fields = FieldReader(lexicon.fields, document, visible).find_fields
    pursuits = Pursuits(outline, visible)
    sections = [(each, pursuits.settle(each, find_fields(each))) for each in list_stretches(outline.sections)]
    visible = close_fields(visible, chain.from_iterable(fields for _, fields in sections))
    proper = ProperNames(document.record, lexicon)
    proper.towns.settle(visible)
    reader = _Reader(visible, load_matcher(lexicon), proper, sections)
    stretches, given = reader.read_plan(outline)
    tokens = set(chain.from_iterable(stretch.words.tokens for stretch in stretches))
    forms = {TOKENS[token].form for token in tokens}
    plan = _Plan.read(visible, lexicon, outline, stretches, pursuits)
    themes = [plan.choose_themes(stretch) for stretch in stretches]
    common = _list_common(plan, outline, stretches, themes)
    mentions: list[Mention] = []
    unread: list[Unread] = []
    for stretch, choices in zip(stretches, themes, strict=True):
        section, words, found, fields = stretch
        links, open_cues = find_links(words, found, section.title_end)
        rows = [*(_make_row(link, visible, fields) for link in links), *plan.list_rows(stretch)]
        rows += [
            (match.start, match.end, HAS_THEME.name, theme, method, None, cue)
            for theme, matches, method, cue in choices
            for match in matches
        ]
        if section.code in common and section.title_start < section.title_end:
            rows.append(common.pop(section.code))
        # No two rows have their place, link and thing in common: what comes after is never compared.
        rows.sort()
        mentions.extend(_make_mentions(document, visible, section, rows))
        # A name that only a cue would have made a partner stays unknown where none does.
        names = (name[2:4] for name in found.names if not name.meaning[0].close)
        labels = ((f.head, f.start if f.purpose in LISTING or f.purpose == PROSE else f.end) for f in fields)
        known = chain((row[:2] for row in rows), names, labels)
        unread.extend(find_unread(visible, section, open_cues, known, document.record.municipality))
    # A name that no link is about is nothing of the plan's: "vicino alla cooperativa Il Melo" involves nobody.
    mentions, coined = merge_mentions(mentions, proper.coined.list_things(), lexicon.things, given)
    stated = tuple(_list_values(document, visible, stretches))
    return Reading(tuple(mentions), tuple(drop_familiar(unread, forms, outline)), coined, stated)


def _list_common(
    plan: _Plan, outline: Outline, stretches: Iterable[_Stretch], themes: Iterable[list[Choice]]
) -> dict[str, _Row]:
    """Return the links of headings to the themes that their objectives share, by the headings' codes."""
    chosen: dict[str, list[Choice]] = {}
    for stretch, choices in zip(stretches, themes, strict=True):
        chosen.setdefault(stretch.section.code, []).extend(choices)
    return {
        section.code: (section.title_start, section.title_end, HAS_THEME.name, theme, vote.method, None, vote.words)
        for section, theme, vote in find_common_themes(outline.sections, chosen, plan.lexicon.things, plan.visible)
    }


def _list_values(document: Document, visible: str, stretches: Iterable[_Stretch]) -> Iterator[FieldValue]:
    """Yield what the fields of all elements say in words, in the order of the text."""
    for stretch in stretches:
        stated = []
        for field in stretch.fields:
            words = find_words(document, field.start, field.end)
            # A programme's own cell names it; it says nothing of it.
            named = field.start <= stretch.section.title_start < min(field.end, stretch.section.title_end)
            # A year above a column is far from the rows that mark it.
            own = stretch.section.start <= field.start < stretch.section.end
            if words and own and not named and field.purpose not in LISTING and field.purpose not in {PROSE, LABEL}:
                stated.append(field)
        rows: list[_Row] = [(f.start, f.end, f.purpose, "", "field", None, f.label or None) for f in stated]
        if programme := find_headed_programme(visible, stretch.section):
            rows.insert(0, (*programme, PROGRAMME, "", "reference", None, None))
        mentions = _make_mentions(document, visible, stretch.section, rows)
        yield from (FieldValue(find_words(document, each.start, each.end), each) for each in mentions)


def _mark_blocks(document: Document) -> str:
    """Return the text with its furniture as spaces, so that sentences run on, and a mark where a block ends."""
    visible = mask_furniture(document, " ")
    blocks = [block for block in document.blocks if block.kind != "furniture"]
    ends = [
        block.end
        for block, after in pairwise(blocks)
        if not _goes_on(visible, block, after) and visible[block.end].isspace()
    ]  # fmt: skip
    pieces, last = [], 0
    for end in ends:
        pieces += [visible[last:end], BLOCK_END]
        last = end + 1
    return "".join([*pieces, visible[last:]])


def _goes_on(visible: str, block: Block, after: Block) -> bool:
    """Whether ``after`` is the rest of ``block``: its reader says so, or prose broke off without a full stop.

    A PDF knows lines and distances only: what looks like two paragraphs may be one that was set unevenly. A single
    line that is not full may be a heading.
    """
    if after.goes_on or block.kind != after.kind or block.kind != "paragraph" or block.page is None:
        return after.goes_on
    lines = visible[block.start : block.end].split("\n")
    prose = len(lines) > 1 or len(lines[-1]) > _FULL_LINE
    if not prose or lines[-1].rstrip().endswith((".", ";", ":", "!", "?")):
        return False
    words = visible[after.start : after.end]
    first = re.split(r"\W", words, maxsplit=1)[0]
    if not (first[:1].isupper() and first.lower() in FUNCTION_WORDS):
        return True
    # A sentence begins below a line that is not full, though none has ended.
    return len(lines[-1]) >= _FULL * max(map(len, (*lines, *words.split("\n"))))


class _Reader(NamedTuple):
    """What one plan is read with."""

    visible: str
    matcher: Matcher
    proper: ProperNames
    sections: list[tuple[Section, list[Field]]]

    def read_plan(self, outline: Outline) -> tuple[list[_Stretch], dict[str, list[str]]]:
        """Return the sections with all names in them, also those that the plan defines somewhere, or lists in a field.

        With them what the plan says that things are called in short, by their IRIs.
        """
        stretches = [self._read_stretch(section, fields) for section, fields in self.sections]
        outside = [self._read_stretch(section, []) for section in _list_outside(outline, self.visible)]
        aliases = Aliases(self.proper.shared)
        for stretch in sorted([*stretches, *outside], key=lambda stretch: stretch.section.title_start):
            aliases.learn(stretch.found.names, stretch.words, self.visible, self.proper)
            aliases.learn_parts(stretch.found.names, stretch.words, self.visible, self.proper)
        aliases.drop_shared()
        aliases.drop_common(token for stretch in stretches for token in stretch.words.tokens)
        stretches = [self._read_fields(self._add_beside(_rename(stretch, aliases))) for stretch in stretches]
        listed = Aliases()
        for stretch in stretches:
            names = [name for name in stretch.found.names if _find_field(stretch.fields, name.start, name.end)]
            listed.learn_names(names)
            listed.learn(names, stretch.words, self.visible, self.proper)
        listed.drop_shared()
        return [_rename(stretch, listed) for stretch in stretches], aliases.given

    def _add_beside(self, stretch: _Stretch) -> _Stretch:
        names = stretch.found.names
        beside = find_beside(stretch.words, names, PARTS, self.proper.coined)
        return stretch._replace(found=stretch.found._replace(names=sorted([*names, *beside])))

    def _read_stretch(self, section: Section, fields: list[Field]) -> _Stretch:
        words = split_words(self.visible[section.title_start : section.end], section.title_start)
        found = self.matcher.find_matches(words)
        names = self.proper.join_names(words, found, self.visible, section)
        return _Stretch(section, words, found._replace(names=names), fields)

    def _read_fields(self, stretch: _Stretch) -> _Stretch:
        names = read_listed(stretch.words, stretch.found.names, stretch.fields, self.visible, self.proper)
        return stretch._replace(found=stretch.found._replace(names=names))


def _rename(stretch: _Stretch, aliases: Aliases) -> _Stretch:
    names = merge_aliases(stretch.found.names, aliases.find_names(stretch.words))
    aliases.give(names, stretch.words)
    return stretch._replace(found=stretch.found._replace(names=names))


def _list_outside(outline: Outline, visible: str) -> list[Section]:
    """Return what lies between the sections as sections of nobody: a preface, a glossary; no mere white space.

    The label and number before a title name nothing, unless a card has fields among them.
    """
    places = sorted(
        (section.title_start if section.fields else section.start, section.end)
        for section in list_stretches(outline.sections)
    )
    # What several have in common stands within one of them.
    ends = accumulate((end for _, end in places), max, initial=0)
    gaps = zip(ends, [*(start for start, _ in places), len(visible)], strict=True)
    words = ((start, end) for start, end in gaps if visible[start:end].strip())
    return [Section("", OBJECTIVE, "", "", start, end, start, start, None, 0) for start, end in words]


def _find_field(fields: list[Field], start: int, end: int) -> Field | None:
    """Return the field in which ``start`` to ``end`` lies; fields follow one another in the text."""
    index = bisect_right(fields, start, key=lambda field: field.start) - 1
    return fields[index] if index >= 0 and end <= fields[index].end else None


def _make_row(link: Link, text: str, fields: list[Field]) -> _Row:
    match, thing, link_name, tie, by_cue = link
    field = _find_field(fields, match.start, match.end)
    if field and field.purpose in LISTING:
        return (match.start, match.end, link_name, thing.iri, "field", None, field.label or None)
    method: Method = "proper-name" if thing.coined else "cue" if by_cue else "lexicon"
    if tie is None:
        return (match.start, match.end, link_name, thing.iri, method, None, None)
    kind = tie.voice.kind if link_name == INVOLVES.name else None
    cue = normalise(text[tie.match.start : tie.match.end])
    return (match.start, match.end, link_name, thing.iri, method, kind, cue)


def _list_votes(heading: dict[str, str], visible: str, fields: list[Field], lexicon: Lexicon) -> dict[str, Vote]:
    """Return the themes of the heading above an element and of the budget missions that its fields state."""
    stated = {
        theme: Vote("budget", normalise(visible[start:end]))
        for start, end, mission, _ in find_missions(visible, fields)
        for theme in lexicon.missions.get(mission, ())
    }
    return stated | {theme: Vote("heading", words) for theme, words in heading.items()}


def _make_mentions(document: Document, visible: str, section: Section, rows: Iterable[_Row]) -> Iterator[Mention]:
    """Yield a mention for each row; rows of one place, which follow one another, share their quote."""
    around = Surroundings(visible[section.start : section.end], section.start)
    place = (-1, -1)
    for start, end, link, thing, method, kind, cue in rows:
        if (start, end) != place:
            place = (start, end)
            exact = normalise(document.text[start:end])
            prefix, suffix = around.find_before(start), around.find_after(end)
            page = find_page(document, start)
        yield Mention(section.code, link, thing, start, end, exact, prefix, suffix, method, page, kind, cue)
