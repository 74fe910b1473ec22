"""A partner's rows as files to take away: the elements that involve it, with sentences and citations."""

from collections.abc import Callable, Mapping
from functools import cache, partial

from dupgraph.ask.catalogue import Result, run_question
from dupgraph.ask.results.formats import FORMATS
from dupgraph.language.languages import FIRST
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.routes.paths import name_data
from dupgraph.schema.links import PARTNER

# The question that the files answer; it finds named bodies by their kinds, too.
_QUESTION = "objectives-by-partner"
# Once, in the first language: the plan's words are most of them.
_FORMS = ("csv", "xlsx")


def list_table_files(view: PlanView, iri: str, path: str) -> Mapping[str, Callable[[], bytes]]:
    """Return the files beside a partner's page at ``path`` by name, made when asked for; others have none."""
    thing = view.things.get(iri)
    if thing is None or thing.kind != PARTNER or not (iri in view.by_thing or iri in view.members):
        return {}
    ask = cache(partial(run_question, view.engine, _QUESTION, {PARTNER: iri, "lang": FIRST}))
    return {name_data(path, form): partial(_write_rows, ask, form) for form in _FORMS}


def _write_rows(ask: Callable[[], Result], form: str) -> bytes:
    return FORMATS[form].encode(ask())
