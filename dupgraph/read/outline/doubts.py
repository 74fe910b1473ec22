"""What may be wrong with an outline whose levels were learnt: what nothing says, the look of headings may hide.

The thresholds are measured: docs/outline-rules.md has the table of plans, forms and mutants that they rest on.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest
from math import inf
from operator import itemgetter

from dupgraph.base.gathering import gather
from dupgraph.language.messages import join, say
from dupgraph.language.words import FUNCTION_WORDS
from dupgraph.read.outline.column_names import names_field
from dupgraph.read.outline.index import list_lost, list_titles
from dupgraph.read.outline.leftover import names_again
from dupgraph.read.outline.lines import Line, Page, list_leads, opens_item
from dupgraph.read.outline.names import (
    find_stated,
    is_bare_label,
    is_front,
    opens_with_label,
    opens_with_ordinal,
    tells_context,
)
from dupgraph.read.outline.profile import Level, make_key
from dupgraph.read.outline.siblings import doubt_siblings, has_far_longer
from dupgraph.read.outline.strays import doubt_strays
from dupgraph.read.outline.titles import looks_alone, opens_with_infinitive, runs_on
from dupgraph.schema.links import ACTION, GUIDELINE, OBJECTIVE, POLICY
from dupgraph.schema.values import Section

# Elements on a single level that may hide another.
FLAT = 12
# Headings that nothing but their look tells, all of one, at the top: a level may be hidden among so many.
ALIKE = 2
# Below each of several others so many may be two groups of two.
HIDING = 6
# Of headings with numbers alone, infinitives that say aims: between these, the others may group them.
MIXED = (0.3, 0.9)
# Titles that go on with the text below them.
RUNNING = 0.03
# Letters in tables of which no column was taken.
IN_TABLES = 0.25
# Titles in the index that are no elements, between others.
UNLISTED = 0.25
# Chapters with neither text nor elements.
EMPTY = 0.2
# A title that ends as sentences do, or goes on after one.
_SENTENCE = re.compile(r"\A.{60,}[^\W\d_]{3}[.;](?:\Z| [A-ZÈÀ])", re.DOTALL)
# A title that goes on with its text.
_TOLD = re.compile(r".{8,90}?[^\W\d_]: .{60,}", re.DOTALL)
_ARTICLE = re.compile(r"art(?:icolo|\.)?\s*\d", re.IGNORECASE)
_FEWEST_ARTICLES = 3
# A title that begins with a number of its own, or with a label and one.
_PRINTED = re.compile(
    r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})(?:\.\w{1,3})*\) +\S|(?:19|20)\d\d[-/.]\d{1,4} +\S"
    r"|(?:[^\W\d_][\w’']*\.? ){0,3}"
    r"(?:[A-Z]{0,3}[.-]?\d{1,3}(?:\.\w{1,3})*|[IVX]{1,5}(?:\.\w{1,3})*|[A-Z](?:\.\w{1,3})*)"
    r"(?:[.):]? *[–—/-]|[.):]) +\S|(?:\d+ |[Nn][.°º] ?)?\S{0,5}\d\S{0,6} +[A-ZÀ-Ú]"
)
# A title that begins with what is none of its words.
_ODD = re.compile(r"[^\w\s\"'«“‘’„#@]")
# A word with a number that others of its level go on with: "Strategia 1 – ...".
_COUNTED = re.compile(r"([^\W\d_]{3,}) (?:\d{1,2}|[IVX]{1,5}) ?[:–—-] ?\S")
# Words before a colon or a dash, which may be a label.
_OPENING = re.compile(r"(.{2,30}?)(?:: | [–—-] )")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
# An item of a list within a paragraph: "... sono: 1) aprire un nido; 2) ...".
_WITHIN = re.compile(r"[:;.,] (?:\d{1,2}|[a-z])[.)] (?=[^\W\d_])")
# What may open an item or a heading before its words, however it is printed: "101/2", "(A)", "n. 1 –", "»".
_MARK = re.compile(
    r"\A(?:(?:[^\w\s]{1,2}|[Nn]\.|\S{0,5}\d\S{0,6}|[^\w\s]?(?:[A-Z]|[IVXivx]{1,5}|[a-z](?=\s?\W))[^\w\s]{0,2})\s+){1,3}"
)
_FEWEST_PRINTED = 3
_FEWEST_HOLDING = 3
_FEWEST_CHAPTERS = 4
_FEWEST_LEADS = 3


def doubt_learnt(page: Page, sections: Sequence[Section], levels: Sequence[Level]) -> list[str]:
    """Return the doubts that the elements and the text raise, each as a sentence."""
    return [
        *_find_flat(page, sections, levels),
        *_find_untold(page, sections),
        *_find_crowded(sections, levels),
        *_find_leaning(sections, levels),
        *_find_strangers(page, sections, levels),
        *_find_bare(sections, levels),
        *_find_unread_tables(page, sections, levels),
        *_find_lists(page, sections, levels),
        *_find_leads(page, sections, levels),
        *_find_more(page, sections),
        *doubt_strays(page, sections, levels),
        *doubt_siblings(sections),
    ]


def _find_flat(page: Page, sections: Sequence[Section], levels: Sequence[Level]) -> list[str]:
    """Return the doubt that levels known by their look are too few, too many, or in disorder: nothing else says so."""
    looked = {level.name for level in levels if level.styled and not (level.labelled or level.number != "none")}
    counts = Counter(section.level_name for section in sections)
    single = looked | {level.name for level in levels if level.columns}
    for section in sections:
        several = len(sections) > FLAT or len(sections) == len(counts)
        if counts[section.level_name] == 1 and section.level_name in single and several:
            return [say("doubt_one_alone", title=section.title)]
    used = [level for level in levels if level.name in counts]
    # Headings with a number alone may be of two levels: aims, and what groups them.
    flat = len(used) == 1 and used[0].number != "none" and not (used[0].labelled or used[0].listed)
    aims = sum(opens_with_infinitive(section.title) for section in sections)
    if flat and len(sections) >= HIDING and MIXED[0] < aims / len(sections) < MIXED[1]:
        return [say("doubt_alike", count=len(sections))]
    heads = [section for section in sections if section.level_name in looked]
    if any(_hides_level(page, sections, level.name) for level in used if level.aims):
        return [say("doubt_alike", count=len(heads))]
    highest = {level.name for place, level in enumerate(used) if not place or level.top or level.beside}
    strays = [section for section in sections if section.parent is None and section.level_name not in highest]
    if strays:
        return [say("doubt_below_none", title=strays[0].title)]
    held = {section.parent for section in sections if section.level_name not in looked}
    holding = len(held & {section.code for section in heads})
    parents = {head.parent for head in heads if head.parent}
    fewest = HIDING * len(parents) if parents else ALIKE
    if len(heads) < fewest or len({section.level_name for section in heads}) > 1 or holding * 2 > len(heads):
        return []
    return [say("doubt_alike", count=len(heads))]


def _hides_level(page: Page, sections: Sequence[Section], name: str) -> bool:
    """Say whether aims known by their infinitive may be of two levels, or lack some that none opens.

    Each chapter has enough for two groups of two, or one has many more than the others; some have text and some have
    none; or lines stand once in each chapter that were taken for a part of elements.
    """
    aims = [section for section in sections if section.level_name == name]
    held = sorted(Counter(section.parent for section in aims).values())
    empty = sum(section.end <= section.title_end for section in aims)
    starts = [section.start for section in sections if section.level_name != name]
    again = Counter(
        (make_key(page.get_words(line)), bisect_left(starts, line.start))
        for line in page.lines
        if line.start in page.parts and not names_field(page.get_words(line))
    )
    middle = held[len(held) // 2]
    uneven = middle >= HIDING or held[-1] > 2 * middle
    return uneven or MIXED[0] / 2 < empty / len(aims) < MIXED[1] or 1 in again.values()


def _count_told(page: Page, sections: Sequence[Section], levels: Sequence[Level]) -> int:
    """Return how many items, rows or fields say something of their heading, in a sentence, where most do."""
    fielded = {level.name for level in levels if level.labelled and level.number == "none"}
    for name in fielded | {level.name for level in levels if level.bulleted or level.columns}:
        items = [section for section in sections if section.level_name == name]
        ended = [
            item.title for item in items if "." in (item.title[-1:], page.masked[item.title_end : item.title_end + 1])
        ]
        told = sum(re.split(r"\W", title.lower(), maxsplit=1)[0] in FUNCTION_WORDS for title in ended)
        if told * 2 > len(items):
            return told
    return 0


def find_running(page: Page, sections: Sequence[Section], levels: Sequence[Level]) -> set[str]:
    """Return the codes of the elements whose titles seem to go on with their text."""
    modes = {level.name: level.title for level in levels if not level.columns}
    spans = ((s.code, s.title_start, s.title_end, modes.get(s.level_name, "item")) for s in sections)
    return {code for code, start, end, mode in spans if runs_on(page.masked, start, end, mode)}


def _find_crowded(sections: Sequence[Section], known: Sequence[Level]) -> list[str]:
    """Return the doubt that a level stands below one of several, which alone holds any: they may be no part of it.

    A chapter of the plan's own title, codes that were nested by their order, a part that begins anew: all look so. The
    rows of a table stand where it does, and 5.1.1 is below 5.1.
    """
    levels = gather((section.level_name, section) for section in sections)
    by_code = {section.code: section for section in sections}
    held = {section.parent for section in sections}
    rows = {level.name for level in known if level.columns}
    for name, some in levels.items():
        parents = {section.parent for section in some}
        above = by_code.get(some[0].parent or "")
        if above is None or len(parents) > 1 or len(some) == 1 or len(levels[above.level_name]) == 1:
            continue
        if sum(section.code in held for section in levels[above.level_name]) > 1:
            continue
        numbered = above.notation and all(section.notation.startswith(f"{above.notation}.") for section in some)
        if not (numbered or name in rows):
            return [say("doubt_crowded", count=len(some), name=name, title=above.title)]
    return []


def _find_untold(page: Page, sections: Sequence[Section]) -> list[str]:
    """Return the doubts that the plan itself says otherwise: how many of a level it has, or what its index lists.

    Of the index only what stands between elements counts, where nearly all of that is elements.
    """
    counts = Counter(section.level_name for section in sections)
    stated = find_stated(page.masked[: sections[0].start] if sections else "")
    wrong = [words for words, count in stated if count not in counts.values()]
    titles = {make_key(section.title) for section in sections}
    listed = list_titles(page.document)
    known = [names_again(key, titles) for key in listed]
    inside = slice(known.index(True), len(known) - known[::-1].index(True)) if any(known) else slice(0)
    # A section that every such document has is none of its elements.
    lost = [key for key, told in zip(listed[inside], known[inside], strict=True) if not (told or is_front(key))]
    doubts: list[str] = [say("doubt_stated", words=wrong[0])] if wrong else []
    if 0 < len(lost) <= UNLISTED * len(known[inside]):
        doubts.append(say("doubt_index", count=len(lost), title=lost[0]))
    ending = list_lost(page.document, map(page.get_words, page.lines))
    return [*doubts, say("doubt_cut", count=len(ending), title=ending[0])] if ending else doubts


def _find_leaning(sections: Sequence[Section], levels: Sequence[Level]) -> list[str]:
    """Return the doubt that headings which italics alone tell are none."""
    leaning = {level.name for level in levels if level.italic and not (level.weight or level.pattern)}
    titles = [section.title for section in sections if section.level_name in leaning]
    return [say("doubt_italic", count=len(titles), title=titles[0])] if titles else []


def _find_strangers(page: Page, sections: Sequence[Section], levels: Sequence[Level]) -> list[str]:
    """Return the doubts that text has the style of headings, or that a regulation is annexed."""
    styled = {level.name for level in levels if level.styled or (level.labelled and level.title == "line")}
    said = sum(section.level_name in styled and _SENTENCE.search(section.title) is not None for section in sections)
    said += _count_told(page, sections, levels)
    running = len(find_running(page, sections, levels))
    least = 0 if has_far_longer(sections) else max(1, RUNNING * len(sections))
    named = {level.name for level in levels if level.labelled or level.columns}
    used = {section.level_name for section in sections}
    lowest = next((level.name for level in reversed(levels) if level.name in used), "")
    high = [s for s in sections if not s.parent or (s.kind in (POLICY, GUIDELINE) and s.level_name != lowest)]
    # "Tributi" with aims below it is a field of policy.
    aimed = {section.parent for section in sections if opens_with_infinitive(section.title)}
    context = [s.title for s in high if s.level_name not in named and s.code not in aimed and tells_context(s.title)]
    articles = sum(_ARTICLE.match(section.title) is not None for section in sections)
    doubts: list[str] = [say("doubt_sentences", count=said)] if said else []
    listed = [s.title for s in sections if s.level_name in {v.name for v in levels if v.bulleted or v.listed}]
    told = [title for title in listed if _TOLD.match(title)]
    doubts += [say("doubt_told", count=len(told), title=told[0])] if len(told) * 2 > len(listed) else []
    doubts += [say("doubt_running", count=running)] if running > least else []
    if len(context) > 1:
        doubts.append(say("doubt_context", count=len(context), title=context[0]))
    if articles >= _FEWEST_ARTICLES:
        doubts.append(say("doubt_articles", count=articles))
    only = [section.title for section in sections if is_bare_label(section.title)]
    doubts += [say("doubt_bare_labels", count=len(only), title=only[0])] if len(only) > 1 else []
    for level in levels:
        titles = [section.title for section in sections if section.level_name == level.name]
        openings = [match[1].lower() if match else "" for match in map(_OPENING.match, titles)]
        # Where they print nothing else, a word that stands before the mark in all is a label.
        bare = not (level.labelled or level.coded or level.number != "none") and len(openings) >= _FEWEST_PRINTED
        alike = bare and bool(set.intersection(*({*_LONG_WORD.findall(words)} for words in openings)))
        signs = (_PRINTED.match, opens_with_label, _ODD.match, opens_with_ordinal)
        numbered = [title for title in titles if alike or any(opens(title) for opens in signs)]
        again = Counter(match[1] if (match := _COUNTED.match(title)) else "" for title in titles)
        counted = [title for title in titles if again[title.partition(" ")[0]] > 1]
        labelled = [] if level.labelled else [t for t in titles if t in counted or opens_with_label(t)]
        if (len(numbered) >= _FEWEST_PRINTED and len(numbered) * 2 > len(titles)) or len(labelled) > 1:
            doubts.append(say("doubt_printed", count=len(numbered), title=(labelled or numbered)[0]))
        # What stands once below each heading, with no number, is a part of it, unless it is an aim of all.
        numbers = level.labelled and level.number != "none"
        own = [section for section in sections if section.level_name == level.name and not numbers]
        places = {(section.title, section.parent) for section in own}
        names = Counter(title for title, _ in places)
        title, times = max(names.items(), key=itemgetter(1), default=("", 0))
        # Of two headings, all that stands below them.
        fewest = _FEWEST_PRINTED - ({*names.values()} == {times} and len(places) == len(own))
        if fewest <= times == len({parent for _, parent in places}) and not opens_with_infinitive(title):
            doubts.append(say("doubt_same", count=times, title=title))
    return doubts


def _find_bare(sections: Sequence[Section], levels: Sequence[Level]) -> list[str]:
    """Return the doubts that chapters raise which have no element below them, where others have.

    The last alone may close the plan; several with no text either may be halves of a heading on two lines. Of
    chapters that nothing marks, those without an element may be a level above the others.
    """
    chapters = [section for section in sections if section.parent is None]
    held = {section.parent for section in sections}
    if any(level.top for level in levels):
        # Lines of a mandate may say all in their text, before the missions and what these hold.
        holding_levels = {chapter.level_name for chapter in chapters if chapter.code in held}
        chapters = [chapter for chapter in chapters if chapter.level_name in holding_levels]
    bare = [chapter for chapter in chapters if chapter.code not in held]
    unmarked = {level.name for level in levels if level.look == "alone"}
    loose = {chapter.code for chapter in chapters if chapter.level_name in unmarked}
    mixed = dict.fromkeys(section.level_name for section in sections if section.parent in loose)
    if len(mixed) > 1:
        return [say("doubt_mixed", names=join("comma", [*mixed]), title=chapters[0].title)]
    if len(chapters) < _FEWEST_CHAPTERS or len(bare) == len(chapters):
        return []
    empty = [chapter for chapter in bare if chapter.end <= chapter.title_end]
    if len(empty) > 1 and len(empty) >= EMPTY * len(chapters):
        return [say("doubt_empty", count=len(empty), title=empty[0].title)]
    holding = [place for place, chapter in enumerate(chapters) if chapter.code in held]
    outside = [*chapters[: holding[0]], *chapters[holding[-1] + 1 :]]
    if {chapter.level_name for chapter in chapters} <= unmarked:
        outside = bare
    return [say("doubt_bare", count=len(bare), title=bare[0].title)] if bare and bare == outside else []


def _find_unread_tables(page: Page, sections: Sequence[Section], levels: Sequence[Level]) -> list[str]:
    """Return the doubt that tables, of which none was read, may hold what the elements are for."""
    if not _lacks_goals(sections, levels) or any(level.columns for level in levels):
        return []
    words = [(line.is_cell, sum(map(str.isalpha, page.get_words(line)))) for line in page.lines]
    inside = sum(letters for is_cell, letters in words if is_cell)
    share = inside / max(1, sum(letters for _, letters in words))
    return [say("doubt_tables", share=f"{share:.0%}")] if share > IN_TABLES else []


def _lacks_goals(sections: Sequence[Section], levels: Sequence[Level]) -> bool:
    """Say whether there are only policies or guidelines, or headings of one level that nothing names."""
    used = {section.level_name for section in sections}
    named = any(level.labelled or level.columns or level.lead for level in levels if level.name in used)
    return (len(used) == 1 and not named) or not any(section.kind in (OBJECTIVE, ACTION) for section in sections)


def _find_lists(page: Page, sections: Sequence[Section], levels: Sequence[Level]) -> list[str]:
    """Return the doubt that nothing is taken below elements that are no goals, most of which hold lists."""
    lowest = sections[-1].level_name if sections else ""
    if not sections or not _lacks_goals(sections, levels):
        return []
    starts = [line.start for line in page.lines if opens_item(page.masked, line)]
    starts = sorted([*starts, *(match.start() for match in _WITHIN.finditer(page.masked))])
    some = [section for section in sections if section.level_name == lowest]
    held = [bisect_left(starts, section.end) - bisect_left(starts, section.title_end) for section in some]
    holding = sum(count > 1 for count in held)
    return [say("doubt_lists", count=holding, all=len(some), name=lowest)] if holding * 2 > len(some) else []


def _find_leads(page: Page, sections: Sequence[Section], levels: Sequence[Level]) -> list[str]:
    """Return the doubt that of the lists whose items were taken some are no objectives: different lines open them."""
    listed = {level.name for level in levels if (level.bulleted or level.listed) and not level.lead}
    leads = list_leads(page) if listed else {}
    opened = [leads[section.start] for section in sections if section.level_name in listed and section.start in leads]
    counts = Counter(words for words, _ in dict.fromkeys(opened))
    again = [words for words, times in counts.items() if times >= _FEWEST_LEADS]
    return [say("doubt_leads", words=join("comma", again))] if len(again) > 1 else []


def _find_more(page: Page, sections: Sequence[Section]) -> list[str]:
    """Return the doubt that most elements of a level with none below hold more of what reads like titles.

    In a text that is two aims or more, each on its line, in a list or within a paragraph, or two lines that a mark or
    number opens above texts of their own; in a cell one line behind the title, too, that says an aim, or is no
    sentence. The other cells of a row are its fields. In a list it is what nests in an item.
    """
    starts = [section.start for section in sections]
    stops = {cell.start: cell.stop for table in page.tables for row in table.rows for cell in row.values()}
    opened = sorted(stops)
    depths = {line.start: line.depth for line in page.lines if opens_item(page.masked, line)}
    held = Counter[int]()
    for line, below in zip_longest(page.lines, page.lines[1:]):
        place = bisect_right(starts, line.start) - 1
        if place < 0 or line.start >= max(sections[place].end, sections[place].reach):
            continue
        section = sections[place]
        # A cell may be all of a title.
        if line.start <= section.title_start or (line.start < section.title_end and not line.is_cell):
            continue
        words = _MARK.sub("", page.get_words(line))
        if line.is_cell:
            # A row alone is no table.
            around = stops[opened[max(bisect_right(opened, section.title_start) - 1, 0)]] if opened else 0
            titled = words[:1].isupper() and not words.endswith(".") and ":" not in words
            held[place] += 2 * (line.start < around and (titled or opens_with_infinitive(words)))
        else:
            listed = [page.masked[m.end() : line.end] for m in _WITHIN.finditer(page.masked, line.start, line.end)]
            heads = below is not None and _heads_text(page, line, below, words)
            nests = depths.get(line.start, 0) > depths.get(section.start, inf) and looks_alone(words)
            held[place] += heads or nests or sum(map(opens_with_infinitive, [words] * line.opens + listed))
    parents = {section.parent for section in sections}
    holding = Counter(sections[place].level_name for place, count in held.items() if count > 1)
    sizes = Counter(section.level_name for section in sections)
    grouping = {section.level_name for section in sections if section.code in parents}
    for name, count in holding.items():
        if name not in grouping and count >= _FEWEST_HOLDING and count * 2 > sizes[name]:
            return [say("doubt_more", count=count, all=sizes[name], name=name)]
    return []


def _heads_text(page: Page, line: Line, below: Line, title: str) -> bool:
    """Say whether a line is a mark or number and a title, alone above a text that is longer and has none."""
    text = page.masked[below.start : below.limit if below.block else below.end]
    marked = page.get_words(line) != title and line.start not in page.parts and not _MARK.match(text)
    return marked and line.apart and line.lone and looks_alone(title) and len(text) > len(title)
