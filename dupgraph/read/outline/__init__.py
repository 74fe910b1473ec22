"""A Document becomes an Outline: its elements, as a profile of levels finds them.

Where nobody names a profile, one is learnt from the document.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dupgraph.base.errors import DocumentError
from dupgraph.language.messages import join, say
from dupgraph.read.outline.coverage import measure_coverage
from dupgraph.read.outline.headings import find_headings
from dupgraph.read.outline.leftover import list_leftover, list_near
from dupgraph.read.outline.lines import Page, read_page
from dupgraph.read.outline.profile import Level, Profile, explain_keys, list_profiles, load_profile, parse_profile
from dupgraph.read.outline.tree import Tree, build_sections
from dupgraph.schema.links import GUIDELINE, POLICY
from dupgraph.schema.values import Document, LevelFound, Outline, Section

_SHOWN = 8

__all__ = [
    "Level",
    "Profile",
    "explain_keys",
    "find_outline",
    "learn_outline",
    "list_profiles",
    "load_profile",
    "parse_outline",
    "parse_profile",
]


def parse_outline(document: Document, profile: Profile, *, doubts: Sequence[str] | None = None) -> Outline:
    """Return the elements of ``document`` that ``profile`` recognises, in the plan's order.

    Who writes a profile knows the plan's levels. Where it was learnt instead, ``doubts`` are those already raised, and
    what else may be wrong with such an outline is looked for. Raises DocumentError when it recognises none.

    >>> from dupgraph.schema.values import PlanRecord
    >>> text = "Politica 1: Curare\\nObiettivo strategico 1.1 Piantare alberi. Lungo le strade."
    >>> outline = parse_outline(
    ...     Document(text, "piano.txt", "", PlanRecord()), load_profile("politica-indirizzo-obiettivo")
    ... )
    >>> [(section.code, section.title) for section in outline.sections]
    [('1', 'Curare'), ('1.1', 'Piantare alberi')]
    """
    # Who names a profile knows what its labels open.
    page = replace(read_page(document), stated=frozenset())
    tree = build_sections(page, profile.levels, find_headings(page, profile))
    if not tree.sections:
        from dupgraph.read.outline.spines import list_signs

        raise _explain_nothing(document, say("not_profile", name=profile.name), list_signs(page))
    return _make_outline(page, profile, tree, {}, doubts)


def find_outline(document: Document, *, accept: bool = False) -> tuple[Outline, Profile]:
    """Return the outline of ``document`` by the profile that its record names, else by one learnt from it.

    Raises DocumentError when nothing is recognised, or when what was learnt cannot be trusted, unless ``accept``;
    VocabularyError when the profile that is named is missing or wrong.
    """
    if document.record.profile:
        profile = load_profile(document.record.profile)
        return parse_outline(document, profile), profile
    outline, profile = learn_outline(document)
    if outline.coverage.verdict == "bad" and not accept:
        raise _explain_bad(document, outline)
    return outline, profile


def learn_outline(document: Document) -> tuple[Outline, Profile]:
    """Return the outline of ``document`` that its own evidence bears out best, and the profile that says so.

    Packaged profiles are tried beside those that are learnt from the document. ``coverage.verdict`` says whether the
    outline can be trusted. Raises DocumentError when nothing is recognised.
    """
    # Whoever names a profile does not wait for what learns one.
    from dupgraph.read.outline.grammar import close_trials, doubt_levels, try_profiles

    page = read_page(document)
    trials = try_profiles(page)
    if not trials:
        raise _explain_nothing(document, say("not_outline"))
    best = close_trials(page, trials)
    packaged = say("how_packaged", name=best.packaged)
    how: dict[str, str] = {level.name: packaged for level in best.profile.levels}
    for draft in best.drafts:
        how[draft.name] = join("semicolon", [d.how for d in best.drafts if d.name == draft.name])
    return _make_outline(page, best.profile, best.tree, how, doubts=doubt_levels(trials)), best.profile


def _make_outline(
    page: Page, profile: Profile, tree: Tree, how: dict[str, str], doubts: Sequence[str] | None = None
) -> Outline:
    """Return the outline; ``doubts`` are those of what was learnt, None where a person has named the profile."""
    sections = _raise_top(tree.sections)
    counts = Counter((section.level_name, section.kind) for section in sections)
    order = [level.name for level in profile.levels]
    levels = tuple(
        LevelFound(name, kind, how.get(name, say("how_profile")), count)
        for (name, kind), count in sorted(counts.items(), key=lambda found: order.index(found[0][0]))
    )
    near = list_near(page, sections, profile.levels, profile.stops)
    coverage = measure_coverage(page, sections, near, profile.levels, doubts)
    return Outline(profile.name, sections, levels, coverage, near, tree.warnings)


def _raise_top(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the sections with policies at the top: the highest level is one whatever a plan calls it, if it groups."""
    if any(section.kind == POLICY for section in sections):
        return sections
    return tuple(
        replace(section, kind=POLICY) if section.parent is None and section.kind == GUIDELINE else section
        for section in sections
    )


def _explain_bad(document: Document, outline: Outline) -> DocumentError:
    counts = ", ".join(f"{level.count} × {level.name}" for level in outline.levels)
    return DocumentError(
        say("not_trusted", counts=counts, reasons=join("semicolon", outline.coverage.reasons)),
        path=document.source,
        hint=say("do_outline", plan=str(document.source)),
    )


def _explain_nothing(document: Document, what: str, signs: Sequence[str] = ()) -> DocumentError:
    """Return the error, with what else the document has that makes levels, else the lines that look like headings."""
    lines = list_leftover(document)
    if signs:
        rest = say("left_signs", signs="".join(f"\n  {sign}" for sign in signs))
    elif lines:
        shown = join("joined", [say("left_line", number=number, words=words) for number, words in lines[:_SHOWN]])
        rest = say("left_lines", shown=min(_SHOWN, len(lines)), count=len(lines), lines=shown)
    else:
        rest = say("left_nothing")
    hint = say("semicolon", one=say("do_name_profile", names=", ".join(list_profiles())), other=rest)
    return DocumentError(what, path=document.source, hint=hint)
