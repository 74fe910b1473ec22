"""A Document becomes an Outline: its elements, as a profile of levels finds them.

profile.py    the levels as data, and the TOML they stand in
headings.py   the lines that open an element
index.py      what the document's own index says of its headings
titles.py     where a title ends
tree.py       who belongs to whom, and the paths
"""

from dupgraph.base.errors import DocumentError
from dupgraph.read.outline.headings import find_headings, list_leftover
from dupgraph.read.outline.profile import Level, Profile, list_profiles, load_profile
from dupgraph.read.outline.tree import build_sections
from dupgraph.schema.values import Document, Outline

_SHOWN = 8

__all__ = ["Level", "Profile", "find_profile", "list_profiles", "load_profile", "parse_outline"]


def parse_outline(document: Document, profile: Profile) -> Outline:
    """Return the elements of ``document`` that ``profile`` recognises, in the plan's order.

    Raises DocumentError when it recognises none, or when two elements have the same path.

    >>> from dupgraph.schema.values import PlanRecord
    >>> text = "Politica 1: Curare\\nObiettivo strategico 1.1 Piantare alberi. Lungo le strade."
    >>> outline = parse_outline(
    ...     Document(text, "piano.txt", "", PlanRecord()), load_profile("politica-indirizzo-obiettivo")
    ... )
    >>> [(section.code, section.title) for section in outline.sections]
    [('1', 'Curare'), ('1.1', 'Piantare alberi')]
    """
    headings = find_headings(document, profile.levels)
    if not headings:
        raise _explain_nothing(document, f"with the profile '{profile.name}'")
    return Outline(profile.name, build_sections(document, profile.levels, headings))


def find_profile(document: Document) -> Profile:
    """Return the packaged profile that recognises most elements of ``document`` (of equals, the first by name).

    A profile that nobody has named needs better evidence than a numbered list: a label, or two levels.

    Raises DocumentError when none recognises any.
    """
    best: tuple[int, Profile] | None = None
    for name in list_profiles():
        profile = load_profile(name)
        headings = find_headings(document, profile.levels)
        count, levels = len(headings), {heading.level for heading in headings}
        evident = len(levels) > 1 or any(profile.levels[level].labelled for level in levels)
        if evident and (best is None or count > best[0]):
            best = (count, profile)
    if best is None:
        raise _explain_nothing(document, "with any packaged profile")
    return best[1]


def _explain_nothing(document: Document, how: str) -> DocumentError:
    lines = list_leftover(document)
    hint = f"name one that fits with --profile ({', '.join(list_profiles())}, or a TOML file of your own)"
    if lines:
        shown = "".join(f"\n  line {number}: {words}" for number, words in lines[:_SHOWN])
        hint += f"; numbered or capitalised lines left over, {min(_SHOWN, len(lines))} of {len(lines)}:{shown}"
    else:
        hint += "; no numbered or capitalised line is left over"
    return DocumentError(f"no element of a plan was recognised {how}", path=document.source, hint=hint)
