"""Elements of one level that are unlike the others of it: some of them may be none."""

import re
from collections.abc import Collection, Iterator, Sequence

from dupgraph.base.gathering import gather
from dupgraph.language.messages import say
from dupgraph.schema.values import Section

# Of so many titles of a level one at most is unlike the others.
_MANY = 4
_FEWEST_ALIKE = 6
# A title that is as long may hold some of its text.
_LONG = 150
# A small letter that opens a word of small ones: no name as "eGovernment" or "e-mail".
_SMALL = re.compile(r"[a-zà-ù]+(?:['’ ,]|\Z)")
# A code of letters and numbers that ends a title: "Aprire un nido (OB 1.2)", "... – OS3".
_CODE_AT_END = re.compile(r"[(\[–—-] ?[A-Z]{1,4}[ ._-]?\d{1,3}(?:[._]\d{1,3})*[)\]]?\Z")


def doubt_siblings(sections: Sequence[Section]) -> list[str]:
    """Return the doubts that a few titles of a level raise by being unlike the many others, each as a sentence."""
    levels = _list_levels(sections)
    return [doubt for titles in levels if len(titles) >= _FEWEST_ALIKE for doubt in _find_unlike(titles)]


def has_far_longer(sections: Sequence[Section]) -> bool:
    """Say whether one title is longer than titles are, and much longer than any other of its level."""
    lengths = (sorted(map(len, titles)) for titles in _list_levels(sections))
    return any(len(some) >= _MANY and some[-1] > max(_LONG, 2 * some[-2]) for some in lengths)


def _list_levels(sections: Sequence[Section]) -> Collection[list[str]]:
    """Return the titles of each level."""
    return gather((section.level_name, section.title) for section in sections).values()


def _find_unlike(titles: Sequence[str]) -> Iterator[str]:
    """Yield the doubts: a cell or line that was cut has its rest in another; what prints no code is of another kind."""
    small = [title for title in titles if _SMALL.match(title)]
    if 0 < len(small) * _MANY <= len(titles):
        yield say("doubt_small", count=len(small), title=small[0])
    bare = [title for title in titles if not _CODE_AT_END.search(title)]
    if 0 < len(bare) * _MANY <= len(titles):
        yield say("doubt_uncoded", count=len(bare), title=bare[0])
