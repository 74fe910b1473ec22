"""A draft is one level as evidence suggests it: the TOML that says it, where it was seen, and in which words."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dupgraph.language.messages import say
from dupgraph.read.outline.lines import Line, Page
from dupgraph.read.outline.names import KINDS
from dupgraph.read.outline.titles import ends_on_purpose
from dupgraph.schema.links import OBJECTIVE, ElementKind

_LONGEST_PARAGRAPH = 8
_SHORT_LINE = 45
_LOWEST = len(KINDS) - 1
# What levels are called that print no name, by how high they stand.
RANK_NAMES = ("Capitolo", "Sezione", "Sottosezione", "Paragrafo")
ITEM_NAMES = ("Punto", "Sottopunto")
# What the letters of codes are short for.
CODE_NAMES = {
    "OB": "Obiettivo", "OS": "Obiettivo strategico", "OO": "Obiettivo operativo", "RA": "Risultato atteso",
    "LA": "Linea di azione", "AZ": "Azione", "LM": "Linea di mandato", "AS": "Asse", "OP": "Obiettivo operativo",
    "IND": "Indirizzo", "OBS": "Obiettivo strategico", "OBO": "Obiettivo operativo",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """One level that the document's own evidence suggests.

    ``keys`` are those of a profile's level but ``kind`` and ``name``; ``kind`` is None where the words do not say it;
    ``starts`` are the offsets at which it was seen; ``how`` says why, for a person; ``weight`` how sure it is, 0 to 1.
    """

    name: str
    kind: ElementKind | None
    keys: dict[str, object]
    starts: tuple[int, ...]
    how: str
    weight: float


def count_times(how: str, times: int) -> str:
    """Return how a level was found with how often it was seen."""
    return say("how_once" if times == 1 else "how_times", how=how, count=times)


def name_apart(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts; a level that prints no name is not called as one above it."""
    named: list[Draft] = []
    for draft in drafts:
        taken = {other.name for other in named}
        if draft.name in taken & {*RANK_NAMES, *ITEM_NAMES} and "labels" not in draft.keys:
            names = ITEM_NAMES if draft.name in ITEM_NAMES else RANK_NAMES
            free = next((name for name in names if name not in taken), draft.name)
            draft = replace(draft, name=free)  # noqa: PLW2901  the same level, renamed
        named.append(draft)
    return named


def assign_kinds(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts, the highest first, each of a kind, and none above one that stands over it.

    What words do not say, the place says: of two levels a policy and an objective, of three a guideline between; the
    last of those that nothing names, at the end or above actions, holds objectives.
    """
    top = next((place for place, draft in enumerate(drafts) if place and "top" in draft.keys), None)
    if top is not None:
        # What stands in two trees has one kind: the objectives of the second belong to those of the first.
        return [*assign_kinds([*drafts[:top], *drafts[top + 1 :][-1:]])[:top], *_assign_tree(drafts[top:])]
    return _assign_tree(drafts)


def _assign_tree(drafts: Sequence[Draft]) -> list[Draft]:
    given = [KINDS.index(draft.kind) if draft.kind else None for draft in drafts]
    found: list[int] = []
    for place, kind in enumerate(given):
        if place and "beside" in drafts[place].keys and drafts[place].name == drafts[place - 1].name:
            found.append(found[-1])
            continue
        least = found[-1] + 1 if found else 0
        value = _guess_kind(least, given[place + 1 :]) if kind is None else kind
        # Room above: an address and two levels of objectives are a policy, a guideline and an objective.
        free = [n for n, above in enumerate(found) if above - (found[n - 1] if n else -1) > 1]
        if value < least and free:
            found[free[-1] :] = [above - 1 for above in found[free[-1] :]]
            least -= 1
        found.append(min(_LOWEST, max(value, least)))
    return [replace(draft, kind=KINDS[value]) for draft, value in zip(drafts, found, strict=True)]


def _guess_kind(least: int, lower: Sequence[int | None]) -> int:
    """Return the kind of a level that nothing names: ``least`` at least, above those of ``lower``."""
    after = next((kind for kind in lower if kind is not None), None)
    if after in (None, _LOWEST) and (not lower or lower[0] is not None):
        return max(least, KINDS.index(OBJECTIVE))
    return min(least, _LOWEST if after is None else after - 1)


def write_profile(drafts: Iterable[Draft], stops: Iterable[str] = ()) -> str:
    """Return the TOML of a profile whose levels are ``drafts``, the highest first."""
    lines: list[str] = []
    for draft in drafts:
        lines += ["[[levels]]", f"# {' '.join(draft.how.split())}"]
        for key, value in {"kind": draft.kind, "name": draft.name, **draft.keys}.items():
            # A JSON text, list, number or truth is TOML's, too.
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
        lines.append("")
    words = sorted(dict.fromkeys(stops))
    if words:
        lines += ["[[stops]]", f"words = {json.dumps(words, ensure_ascii=False)}", ""]
    return "\n".join(lines)


def choose_title(page: Page, places: Sequence[tuple[int, int]], lines: Sequence[Line]) -> str:
    """Return where titles end: "sentence" where text mostly runs on after a full stop, else "line".

    ``places`` are pairs of a line's place in ``lines`` and the offset where its title starts.
    """
    run_in = 0
    for place, start in places:
        words = page.masked[start : find_paragraph_end(page, lines, place)]
        stop = words.find(". ")
        run_in += 0 <= stop < len(words) - 30 and words[stop + 2 :].lstrip()[:1].isupper()
    return "sentence" if places and run_in * 3 >= len(places) else "line"


def find_paragraph_end(page: Page, lines: Sequence[Line], place: int) -> int:
    """Return where the paragraph of a line ends: at its block's end, or before a blank line."""
    line = lines[place]
    if line.block is not None:
        return line.limit
    start, end = line.start, line.end
    for following in lines[place + 1 : place + _LONGEST_PARAGRAPH]:
        # A short line ends its paragraph, with or without a blank line.
        if following.apart or end - start < _SHORT_LINE:
            break
        if ends_on_purpose(page.masked, end, following.start, len(page.masked)):
            break
        start, end = following.start, following.end
    return end
