"""``dupgraph outline``: the tree of a plan as it was found, how, and what was left out."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from dupgraph.base.errors import OutputError
from dupgraph.cli.options import language_option
from dupgraph.cli.printing import echo, name_profile, shorten, word
from dupgraph.language.messages import translate, write_decimal

if TYPE_CHECKING:
    from dupgraph.read.outline import Profile
    from dupgraph.schema.values import Document, Outline, Section

EXAMPLE = """\b
Example:
  dupgraph outline piano.docx
  dupgraph outline piano.docx --write-profile piano.profile.toml
  dupgraph outline piano.docx --profile piano.profile.toml"""

_WIDTH = 80
# Lists that are shown whole, and how many lines of the others are.
_WHOLE = ("levels", "coverage", "steps")
_SHOWN = 8
# Of a table: what codes may take before titles lose their room.
_CODES_WIDTH = 24
_BULLET = "- "


@click.command("outline", epilog=EXAMPLE)
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--profile", metavar="NAME|FILE", help="The levels of the outline; found out when not given.")
@click.option("--write-profile", "target", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write the levels as a profile, for a person to correct.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(("table", "json", "md")), default="table", show_default=True,
              help="Words for a terminal, JSON, or Markdown.")  # fmt: skip
@language_option("Language of what is said; JSON is in English.")
def command(*, source: Path, profile: str | None, target: Path | None, form: str, lang: str) -> None:
    """Show the outline of a plan: its elements, how each level was found, and what was not taken.

    Exit code 1 says that the outline cannot be trusted: `dupgraph build` refuses it. With --profile the difference
    from what is found without it is shown, too.
    """
    from dupgraph.read.documents import read_document
    from dupgraph.read.outline import find_outline, learn_outline

    document = read_document(source, places=False, profile=profile)
    learnt, found = find_outline(document, accept=True)
    outline = learnt._replace(warnings=(*document.warnings, *learnt.warnings))
    difference: list[str] = []
    if document.record.profile:
        difference = list(_list_differences(document, outline, learn_outline))
    if target is not None:
        _write_profile(source, target, found)
        echo(word("profile_written", lang, path=target), err=True)
    if form == "json":
        echo(json.dumps(_describe(source, outline), ensure_ascii=False, indent=2))
    else:
        facts = (*_list_facts(source, outline, lang), ("beside", difference))
        lines = [_draw_head(source, outline, form, lang), *_draw_lists(facts, form, lang)]
        echo("\n".join((*lines, "", *_draw_tree(outline.sections, form, lang))))
    if outline.coverage.verdict == "bad":
        raise Exit(1)


def _write_profile(source: Path, target: Path, profile: "Profile") -> None:
    """Write a profile with what its keys mean; one that somebody has corrected is never written over."""
    from dupgraph.base.files import write_whole
    from dupgraph.read.outline import explain_keys

    if target.absolute() == source.absolute().with_suffix(".toml"):
        what = "is the place of what is known of the plan (istat, title ...), not of its levels"
        raise OutputError(what, path=target, hint=f"name it {_name_file(source)}")
    head = f"# The levels of {source.name}, the highest first; what may stand in one:\n#\n{explain_keys()}\n"
    text = (head + profile.text).encode()
    if target.exists() and (not target.is_file() or target.read_bytes() != text):
        raise OutputError("is there already, and may have been corrected", path=target, hint="name another file")
    write_whole(target, text)


def _name_file(source: Path) -> str:
    return f"{source.stem}.levels.toml"


def _list_differences(document: "Document", outline: "Outline", learn: Any) -> Iterator[str]:
    """Yield the elements that a profile adds to what is found without it (+), and those that it leaves out (-)."""
    from dupgraph.base.errors import DocumentError

    try:
        other, _ = learn(replace(document, record=replace(document.record, profile="")))
    except DocumentError:
        return
    before = {section.start: section for section in other.sections}
    after = {section.start: section for section in outline.sections}
    for start in sorted(before.keys() | after.keys()):
        if start not in before:
            yield f"+ {after[start].code} {after[start].title}"
        elif start not in after:
            yield f"- {before[start].code} {before[start].title}"


def _describe(source: Path, outline: "Outline") -> dict[str, Any]:
    coverage = outline.coverage
    return {
        "source": str(source),
        "profile": outline.profile,
        "verdict": coverage.verdict,
        "reasons": list(coverage.reasons),
        "coverage": {"before": coverage.before, "longest": coverage.longest, "gaps": list(coverage.gaps)},
        "levels": [{"name": v.name, "kind": v.kind, "count": v.count, "how": v.how} for v in outline.levels],
        "not_taken": [
            {"shape": near.shape, "times": near.times, "line": near.line, "example": near.example}
            for near in outline.near
        ],
        "warnings": list(outline.warnings),
        "elements": [
            {
                "code": section.code,
                "notation": section.notation,
                "kind": section.kind,
                "level": section.level_name,
                "title": section.title,
                "parent": section.parent,
                "page": section.page,
                "fields": sorted({field.label for field in section.fields}),
            }
            for section in outline.sections
        ],
    }


def _draw_head(source: Path, outline: "Outline", form: str, lang: str) -> str:
    verdict = word(f"verdict_{outline.coverage.verdict}", lang)
    head = word("outline", lang, name=source.name, count=len(outline.sections), verdict=verdict,
                profile=name_profile(outline.profile, lang))  # fmt: skip
    return f"# {head}" if form == "md" else head


def _list_facts(source: Path, outline: "Outline", lang: str) -> Iterator[tuple[str, list[str]]]:
    """Yield what there is to know of an outline, by the key of its title, above the tree."""
    coverage = outline.coverage
    yield "levels", [f"{v.count} {v.name}: {translate(v.how, lang)}" for v in outline.levels]
    before, longest = (write_decimal(f"{share:.1%}", lang) for share in (coverage.before, coverage.longest))
    reasons = [translate(reason, lang) for reason in coverage.reasons]
    yield "coverage", [word("shares", lang, before=before, longest=longest), *reasons]
    yield (
        "near",
        [
            word(
                "near_line",
                lang,
                times=n.times,
                example=shorten(n.example, 44),
                line=n.line,
                shape=translate(n.shape, lang),
            )
            for n in outline.near
        ],
    )
    yield "mended", [translate(warning, lang) for warning in outline.warnings]
    if coverage.verdict != "good":
        read = "step_read_bad" if coverage.verdict == "bad" else "step_read"
        yield "steps", [word(read, lang), word("step_profile", lang, source=source, name=_name_file(source))]


def _draw_lists(facts: Iterable[tuple[str, list[str]]], form: str, lang: str) -> Iterator[str]:
    """Yield the lines of lists that hold something, each below its title."""
    first = _BULLET if form == "md" else "    "
    for key, lines in facts:
        if lines:
            yield from ("", f"## {word(key, lang)}", "") if form == "md" else (f"  {word(key, lang)}",)
        for line in lines if key in _WHOLE else _limit(lines, lang):
            yield from wrap(line, _WIDTH, initial_indent=first, subsequent_indent=" " * (len(first) + 2),
                            break_on_hyphens=False)  # fmt: skip


def _limit(lines: list[str], lang: str) -> list[str]:
    more = [word("more_json", lang, count=len(lines) - _SHOWN)] if len(lines) > _SHOWN else []
    return [*lines[:_SHOWN], *more]


def _draw_tree(sections: tuple["Section", ...], form: str, lang: str) -> Iterator[str]:
    """Yield one line an element: its code below its parent's, its title, its page."""
    depths: dict[str | None, int] = {None: -1}
    for section in sections:
        depths[section.code] = depths[section.parent] + 1
    if form == "md":
        for section in sections:
            page = f" ({word('page_short', lang, page=section.page)})" if section.page else ""
            yield f"{'  ' * depths[section.code]}- **{section.code}** {section.title}{page}"
        return
    codes = [("  " * depths[s.code]) + s.code for s in sections]
    code, title, head = (word(key, lang) for key in ("code", "title", "page"))
    width = min(max(map(len, (*codes, code))), _CODES_WIDTH)
    pages = any(section.page for section in sections)
    room = _WIDTH - width - 2 - (6 if pages else 0)
    yield f"{code:{width}}  {title:{room}}{f'  {head:>4}' if pages else ''}".rstrip()
    yield "─" * _WIDTH
    for code, section in zip(codes, sections, strict=True):
        page = f"  {section.page or '':>4}" if pages else ""
        yield f"{shorten(code, width):{width}}  {shorten(section.title, room):{room}}{page}".rstrip()
