"""``dupgraph build``: read plans and write their graphs."""

import gc
import json
from collections.abc import Callable, Iterator, Mapping
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dupgraph.base.errors import DocumentError, VocabularyError
from dupgraph.cli.options import language_option
from dupgraph.cli.printing import echo, name_profile, shorten, word
from dupgraph.cli.progress import show_stages
from dupgraph.language.languages import WHOLE
from dupgraph.language.messages import say, translate, write_count
from dupgraph.schema.links import LINKS
from dupgraph.schema.namespaces import DATA

if TYPE_CHECKING:
    from dupgraph.read.build import Build

# How many of the things that were not understood a terminal shows; the report has them all.
_SHOWN = 10


@click.command("build")
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("graph"),
              show_default=True, help="Folder for the graph and its text; created when missing.")  # fmt: skip
@click.option("--vocabulary", "vocabularies", multiple=True, metavar="FILE",
              help="A Turtle file of the plan's own names, besides those of its .toml; may be repeated.")  # fmt: skip
@click.option("--profile", metavar="NAME|FILE", help="The levels of the outline; found out when not given.")
@click.option("--accept-outline", is_flag=True, help="Take an outline that was found out and looks wrong.")
@click.option("--base", metavar="IRI", default=DATA, show_default=True, help="Root of the data's IRIs.")
@click.option("--title", help="The plan's title.")
@click.option("--municipality", help="The municipality's name.")
@click.option("--istat", help="The municipality's ISTAT code, six digits.")
@click.option("--ipa", help="A public body's code in the index of public administrations (IPA).")
@click.option("--publisher", help="The name of a body that is no municipality.")
@click.option("--plan", help="The plan's short name, for its IRI.")
@click.option("--period", help="The years the plan covers, as it writes them.")
@click.option("--language", help="The plan's language.  [it]")
@click.option("--licence", metavar="IRI", help="The graph's licence.")
@click.option("--dependencies", is_flag=True,
              help="Add which elements hang together, and why (dup:Dependency).")  # fmt: skip
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write the summary as JSON.")
@click.option("--draft-vocabulary", "draft", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Write the names that were not understood as a vocabulary to correct.")  # fmt: skip
@language_option("Language of the summary; the report is in English.")
def command(
    *,
    sources: tuple[Path, ...],
    output: Path,
    vocabularies: tuple[str, ...],
    base: str,
    dependencies: bool,
    accept_outline: bool,
    report: Path | None,
    draft: Path | None,
    lang: str,
    **record: str | None,
) -> None:
    """Read each plan (text, PDF, DOCX, ODT, HTML, RTF, EPUB, Markdown, a scan; - is standard input), write its graph.

    The graph's canonical text is written beside it, and where that stands in the original.

    A file of the same name with .toml beside a plan says what its text does not (istat, plan, profile ...); each
    key is also an option. What people decided (dupgraph review) stands beside it, too, and is followed. Without
    SOURCE, the plans in graph/sources/ are built: the working folder's or, where it has none, those that come with
    dupgraph.

    \b
    Example:
      dupgraph build
      dupgraph build piano.pdf --istat 036040 --plan DUP -o out
      curl -s https://.../dup.docx | dupgraph build - --istat 036040 --plan DUP
    """
    # What is read of a plan lives until it is written: looking for garbage finds none, and takes a tenth of the time.
    gc.disable()
    from dupgraph.base.files import check_folder, write_whole
    from dupgraph.language.messages import announce_fault
    from dupgraph.read.build import write_build
    from dupgraph.read.drafts import draft_vocabulary

    plans = sources or tuple(_list_plans())
    _check_files(plans, output)
    _check_records(plans, record, base)
    for file in filter(None, (report, draft)):
        check_folder(file)
    settings: dict[str, Any] = {
        "accept_outline": accept_outline,
        "add_dependencies": _find_last_stage() if dependencies else None,
        "base": base,
        "vocabularies": vocabularies,
    }
    summaries, drafts, failed = [], list[bytes](), dict[str, str]()
    for plan in plans:
        try:
            build = _build_plan(plan, lang, **settings, **record)
        except (DocumentError, VocabularyError) as error:
            if len(plans) == 1:
                raise
            # What is wrong with one plan takes nothing from the others.
            error.language = lang
            echo(announce_fault(error), err=True)
            failed[str(plan)] = error.tell()
            continue
        if draft is not None:
            drafts.append(draft_vocabulary(build))
        summaries.append(_summarise(plan, write_build(build, output), build))
        _print_summary(summaries[-1], build, lang)
        if plan != plans[-1]:
            gc.collect()
    if draft is not None:
        write_whole(draft, b"\n".join(drafts))
        echo(word("draft_written", lang, path=draft), err=True)
    if report is not None:
        told = {"plans": summaries, "failed": failed}
        write_whole(report, json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n")
        echo(word("report_written", lang, path=report), err=True)
    if failed:
        key = "not_built_others" if summaries else "not_built"
        raise DocumentError(say(key, count=len(failed), all=len(plans), names=", ".join(failed)))


def _find_last_stage() -> Callable[[bytes], tuple[bytes, int]]:
    # Whoever only builds does not wait for what asks.
    from dupgraph.ask.analysis.answers import add_dependencies

    return add_dependencies


def _build_plan(source: Path, lang: str, /, **settings: Any) -> "Build":
    """Return what is read of a plan; its stages are shown meanwhile, and its warnings told."""
    from dupgraph.read.build import build_graph

    with show_stages(source.name) as show:
        build = build_graph(source, advance=lambda stage: show(word(f"stage_{stage}", lang)), **settings)
    for warning in build.list_warnings(source):
        echo(translate(say("warning", path=str(source), what=warning), lang), err=True)
    return build


def _list_plans() -> Iterator[Path]:
    """Yield the plans in ``graph/sources/`` of the working folder, else those that come with dupgraph."""
    from dupgraph.base.files import find_resource
    from dupgraph.read.documents.formats import USUAL_SUFFIXES

    for folder in (Path("graph", "sources"), find_resource("graph", "sources")):
        plans = sorted(path for path in folder.glob("*") if path.suffix in USUAL_SUFFIXES)
        if plans:
            yield from plans
            return
    raise DocumentError(
        "holds no plan", path=Path("graph", "sources"), hint="give a plan's path: dupgraph build plan.pdf"
    )


def _check_records(plans: tuple[Path, ...], stated: Mapping[str, str | None], base: str) -> None:
    """Refuse two sources that say to be one plan: their graphs would speak of the same things as one."""
    from dupgraph.read.documents.record import read_record
    from dupgraph.read.encode.iris import mint_plan, name_owner
    from dupgraph.read.owner import complete_record

    seen: dict[str, Path] = {}
    for plan in plans if len(plans) > 1 else ():
        try:
            record = complete_record(read_record(plan, stated))
        except DocumentError:
            # Told when it is built.
            continue
        # Who says nothing is told so with what the text says.
        if not (name_owner(record) and record.plan):
            continue
        other = seen.setdefault(mint_plan(record, base), plan)
        if other != plan:
            raise DocumentError(
                say("same_plan", plan=mint_plan(record, base), other=str(other)), path=plan, hint=say("do_tell_apart")
            )


def _check_files(plans: tuple[Path, ...], output: Path) -> None:
    """Refuse to write over a plan that is being read, or another plan's graph."""
    seen: dict[str, Path] = {}
    sources = {realpath(plan) for plan in plans}
    for plan in plans:
        other = seen.setdefault(plan.stem, plan)
        if other != plan:
            raise DocumentError(
                say("same_graph", other=str(other), graph=f"{plan.stem}.ttl"), path=plan, hint=say("do_rename")
            )
        graph, text = (output / f"{plan.stem}{suffix}" for suffix in (".ttl", ".txt"))
        if {realpath(graph), realpath(text)} & sources:
            raise DocumentError(say("over_text", text=str(text)), path=plan, hint=say("do_other_folder"))


def _summarise(plan: Path, written: Path, build: "Build") -> dict[str, Any]:
    """Return what was made of one plan, as plain values."""
    return {
        "source": str(plan),
        "graph": str(written),
        "profile": build.outline.profile,
        "pages": len(build.document.pages) or None,
        "elements": build.count_levels(),
        "links": build.count_links(),
        "mentions": len(build.reading.mentions),
        "outline": {
            "verdict": build.outline.coverage.verdict,
            "before": build.outline.coverage.before,
            "longest": build.outline.coverage.longest,
            "levels": [{"name": level.name, "count": level.count, "how": level.how} for level in build.outline.levels],
        },
        "warnings": build.list_warnings(plan),
        "review": {
            "decisions": len(build.decisions),
            "unplaced": [
                {
                    "decision": decision.action,
                    "element": decision.element,
                    "words": decision.quote.exact if decision.quote else decision.thing,
                    "property": decision.property,
                    "thing": decision.thing,
                    "reason": reason,
                }
                for decision, reason in build.unplaced
            ],
        },
        "named_by_form": [
            {"name": thing.label, "kind": thing.kind, "elements": codes}
            for thing, codes in build.group_coined().items()
        ],
        "not_understood": [
            {
                "reason": word(f"unread_{group[0].reason}", WHOLE),
                "words": words,
                "times": len(group),
                "places": [
                    {"element": unread.element, "start": unread.start, "end": unread.end, "page": unread.page}
                    for unread in group
                ],
            }
            for words, group in build.group_unread().items()
        ],
    }


def _print_summary(summary: dict[str, Any], build: "Build", lang: str) -> None:
    """Print the summary of one plan as tables that fit 80 columns."""
    source, graph = summary["source"], summary["graph"]
    echo(word("built", lang, source=source, graph=graph, profile=name_profile(summary["profile"], lang)))
    _print_table("elements", summary["elements"], lang)
    links = summary["links"].items()
    named = {LINKS[name].word("many", lang) if name in LINKS else word(name, lang): count for name, count in links}
    _print_table("links", named, lang)
    _print_review(build, lang)
    # A place and the body in it are two things of one name.
    if names := list(dict.fromkeys(entry["name"] for entry in summary["named_by_form"])):
        echo(f"  {word('coined', lang, count=len(names))}")
        for name in names[:_SHOWN]:
            echo(f"    {shorten(name, 74)}")
        if len(names) > _SHOWN:
            echo(f"    {word('more_report', lang, count=len(names) - _SHOWN)}")
    _print_unread(build, lang)


def _print_unread(build: "Build", lang: str) -> None:
    """Print what looks like a name or a partner and is not understood, the first of it."""
    groups = build.group_unread()
    if not groups:
        echo(f"  {word('all_understood', lang)}")
        return
    echo(f"  {word('unread', lang, count=len(groups))}")
    for words, group in list(groups.items())[:_SHOWN]:
        codes = ", ".join(dict.fromkeys(unread.element for unread in group))
        reason = word(f"unread_{group[0].reason}", lang)
        echo(f"    {reason:22} {shorten(words, 38):38} {shorten(codes, 12)}")
    if len(groups) > _SHOWN:
        echo(f"    {word('more_unread', lang, count=len(groups) - _SHOWN)}")


def _print_review(build: "Build", lang: str) -> None:
    """Print how many decisions of people were followed, and all that were not: none is lost in silence."""
    count = len(build.decisions)
    if not count:
        return
    echo(f"  {word('decisions', lang, followed=count - len(build.unplaced), count=count)}")
    for decision, reason in build.unplaced:
        words = decision.quote.exact if decision.quote else decision.thing
        action = word(f"decision_{decision.action}", lang)
        echo(f"    {action} {decision.element} “{shorten(words, 30)}”: {translate(reason, lang)}")


def _print_table(title: str, counts: dict[str, int], lang: str) -> None:
    echo(f"  {word(title, lang)}")
    for name, count in counts.items():
        echo(f"    {name:28} {write_count(count, lang):>6}")
