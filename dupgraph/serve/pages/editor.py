"""The SPARQL editor: a text of one's own, run under limits, with its rows below."""

from collections.abc import Mapping
from pathlib import Path

from dupgraph.ask.catalogue import close_question
from dupgraph.ask.catalogue.questions import LANGUAGE_PARAMETER, drop_header
from dupgraph.ask.results.result import Result
from dupgraph.base.errors import DupgraphError, QueryError
from dupgraph.publish.pages.elements import find_word
from dupgraph.publish.pages.page import Page
from dupgraph.serve.faults import tell_fault
from dupgraph.serve.pages.answers import show_answer
from dupgraph.serve.pages.questions import QUESTION
from dupgraph.serve.pages.replies import Reply, Visit, give_file, make_page, refuse_twice
from dupgraph.serve.pages.typed import BUSY, Typed

QUERY = "query"
# What every server on the way takes as an address; a longer text goes in the body.
MOST_IN_ADDRESS = 2_000
FILES = ("xlsx", "csv", "json")
TRIPLE_FILES = ("ttl", "jsonld", "csv")
# By the names of the texts that say what each asks.
_EXAMPLES = {
    f"example_{name}": Path(__file__).with_name("examples").joinpath(f"{name}.rq").read_text(encoding="utf-8")
    for name in ("outline", "partners", "counts")
}


def find_text(visit: Visit) -> str:
    """Return the text that shall run; empty where none is given, or where it is refused."""
    return "" if refuse_twice(visit) else visit.given.get(QUERY, "").replace("\r\n", "\n").strip("\n")


def show_editor(visit: Visit, typed: Typed | None) -> Reply:
    """Return the editor, with what became of the text that was given."""
    if refused := refuse_twice(visit):
        return refused
    if typed is None:
        return Reply(_make_page(visit, _open_question(visit) or _EXAMPLES["example_partners"], {}))
    if typed.result is None:
        headers = {"Retry-After": "2"} if typed.status == BUSY else {}
        page = _make_page(
            visit,
            typed.text,
            {"fault": typed.fault, "told": _tell_fault(typed, visit.language), "is_busy": typed.status == BUSY},
        )
        return Reply(page, typed.status, headers=headers)
    if visit.address.ending != "html":
        return give_file(visit, typed.result, "sparql")
    answer = show_answer(visit.index, typed.result, visit.language)
    return Reply(_make_page(visit, typed.text, {"answer": answer, "files": _list_files(typed.result)}))


def _open_question(visit: Visit) -> str:
    """Return the text of the question that the address names, filled in; nothing where it cannot be."""
    values = {name: value for name, value in visit.given.items() if name not in (QUESTION, QUERY)}
    if QUESTION not in visit.given:
        return ""
    try:
        closed = close_question(
            visit.index.engine, visit.given[QUESTION], {LANGUAGE_PARAMETER: visit.language, **values}
        )
    except QueryError:
        return ""
    return drop_header(closed).strip("\n")


def _tell_fault(typed: Typed, language: str) -> str:
    """Return what is wrong with a text; where that is stands on the page already."""
    return tell_fault(DupgraphError(typed.fault.what, hint=typed.fault.hint), language) if typed.fault else ""


def _list_files(result: Result) -> tuple[str, ...]:
    return TRIPLE_FILES if result.form == "construct" else FILES


def _make_page(visit: Visit, text: str, values: Mapping[str, object]) -> Page:
    empty: dict[str, object] = {"answer": None, "fault": None, "told": "", "is_busy": False, "files": ()}
    return make_page(
        visit,
        "editor.html",
        find_word("editor_title", "serve"),
        {
            **empty,
            "text": text,
            "examples": _EXAMPLES,
            "method": "post" if len(text) > MOST_IN_ADDRESS else "get",
            **values,
        },
    )
