"""Sections to mentions: the words of the text that back each link, and what was not understood."""

import re
from collections.abc import Container, Iterator
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from dupgraph.mentions.context import Link, find_links
from dupgraph.mentions.matcher import Matcher
from dupgraph.mentions.themes import choose_themes
from dupgraph.mentions.unread import drop_familiar, find_unread
from dupgraph.mentions.words import split_words
from dupgraph.model import (
    Document,
    Lexicon,
    LinkName,
    Mention,
    Method,
    Outline,
    Reading,
    Section,
    Span,
    Unread,
    find_page,
)

__all__ = ["find_mentions", "normalise"]

# Rows sort as they stand in the text: by span, link, thing.
_get_place = itemgetter(0, 1, 2)

# Characters of context on each side of a quote, as the Web Annotation model's TextQuoteSelector suggests: enough
# to find the place again, not enough to stand for the text.
_CONTEXT = 40


def normalise(text: str) -> str:
    """Return ``text`` with every run of white space as one space, nothing else changed.

    >>> normalise("forze \\n dell’ordine ")
    'forze dell’ordine'
    """
    return " ".join(text.split())


def find_mentions(document: Document, outline: Outline, lexicon: Lexicon) -> Reading:
    """Return every mention in the outline's sections, in the order of the text, and what was not understood.

    An element inherits nothing: a mention belongs to the section whose own words it is.
    """
    visible = _blank_furniture(document)
    matcher = Matcher(lexicon)
    levels = _compile_levels(outline)
    codes = {section.code for section in outline.sections}
    mentions: list[Mention] = []
    unread: list[Unread] = []
    forms: set[str] = set()
    for section in outline.sections:
        words = split_words(visible[section.title_start : section.end], section.title_start)
        forms.update(words.forms)
        found = matcher.find_matches(words)
        links, open_cues = find_links(words, found, lexicon)
        rows = [
            *(_make_row(link, visible) for link in links),
            *(
                _Row(Span(match.start, match.end), "hasTheme", theme, "theme-words")
                for theme, matches in choose_themes(found.terms, section.title_end).items()
                for match in matches
            ),
            *(
                _Row(span, "refersToElement", code, "reference")
                for span, code in _find_references(levels, codes, visible, section)
            ),
        ]
        mentions.extend(_make_mention(document, visible, section, row) for row in sorted(rows, key=_get_place))
        known = chain((row.span for row in rows), (Span(m.start, m.end) for m in found.names))
        unread.extend(find_unread(visible, section, open_cues, known, document.record.municipality))
    return Reading(tuple(mentions), tuple(drop_familiar(unread, forms, outline)))


def _blank_furniture(document: Document) -> str:
    """Return the text with its furniture as spaces: offsets stay, sentences run on."""
    parts, last = [], 0
    for start, end in document.furniture:
        parts += [document.text[last:start], " " * (end - start)]
        last = end
    return "".join([*parts, document.text[last:]])


class _Row(NamedTuple):
    """A link and where it is said; rows sort as they stand in the text."""

    span: Span
    property: LinkName
    thing: str
    method: Method
    kind: str | None = None
    cue: str | None = None


def _make_row(link: Link, text: str) -> _Row:
    match, tie = link.match, link.tie
    method: Method = "cue" if link.by_cue else "lexicon"
    span = Span(match.start, match.end)
    if tie is None:
        return _Row(span, link.property, link.thing.iri, method)
    kind = tie.cue.kind if link.property == "involves" else None
    return _Row(span, link.property, link.thing.iri, method, kind, normalise(text[tie.match.start : tie.match.end]))


def _make_mention(document: Document, visible: str, section: Section, row: _Row) -> Mention:
    start, end = row.span
    before = visible[max(section.start, start - _CONTEXT) : start]
    after = visible[end : min(section.end, end + _CONTEXT)]
    return Mention(
        section.code,
        row.property,
        row.thing,
        start,
        end,
        normalise(document.text[start:end]),
        _normalise_before(before),
        _normalise_after(after),
        row.method,
        find_page(document, start),
        row.kind,
        row.cue,
    )


def _normalise_before(text: str) -> str:
    """Return the words that end ``text``, normalised, without the one that the cut may have broken."""
    words = text.split()
    if len(text) == _CONTEXT and not text[0].isspace():
        del words[:1]
    # A quote that follows a blank keeps it; an empty word at the end of the list makes one.
    return " ".join([*words, ""] if text[-1:].isspace() else words)


def _normalise_after(text: str) -> str:
    """Return the words that begin ``text``, normalised, without the one that the cut may have broken."""
    words = text.split()
    if len(text) == _CONTEXT and not text[-1].isspace():
        del words[-1:]
    return " ".join(["", *words] if text[:1].isspace() else words)


# The code of an element, and how far before it the name of its level may begin.
_CODE = re.compile(r"\d+(?:\.\d+)*")
_LEVEL_REACH = 40


def _compile_levels(outline: Outline) -> re.Pattern[str]:
    """Return a pattern for what stands before a cited code: a level's name ("obiettivo strategico 1.3.3")."""
    names = sorted({section.level_name for section in outline.sections})
    levels = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    return re.compile(rf"\b(?:{levels})\s+$", re.IGNORECASE)


def _find_references(
    levels: re.Pattern[str], codes: Container[str], text: str, section: Section
) -> Iterator[tuple[Span, str]]:
    for match in _CODE.finditer(text, section.title_start, section.end):
        if match[0] in codes and match[0] != section.code:
            level = levels.search(text, max(section.title_start, match.start() - _LEVEL_REACH), match.start())
            if level:
                yield Span(level.start(), match.end()), match[0]
