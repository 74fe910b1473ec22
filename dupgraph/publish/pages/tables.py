"""A partner's rows as files to take away: the elements that involve it, with sentences and citations."""

from collections.abc import Callable, Mapping
from functools import cache, partial

from dupgraph.ask.catalogue import Result, run_question
from dupgraph.ask.results import FORMATS
from dupgraph.language.languages import FIRST, LANGUAGES
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.routes.paths import name_page
from dupgraph.schema.links import PARTNER

# The question that the files answer; it finds named bodies by their kinds, too.
_QUESTION = "objectives-by-partner"
# A spreadsheet takes as long to write as ten questions: the page in the first language has one.
FORMS = {language: ("csv", "xlsx") if language == FIRST else ("csv",) for language in LANGUAGES}


def list_table_files(view: PlanView, iri: str, path: str) -> Mapping[str, Callable[[], bytes]]:
    """Return the files beside a partner's page at ``path``, made when asked for; nothing else has any."""
    thing = view.things.get(iri)
    if thing is None or thing.kind != PARTNER or not (iri in view.by_thing or iri in view.members):
        return {}
    ask = cache(partial(_ask, view, iri))
    return {
        name_page(path, language, form): partial(_write_rows, ask, form, language)
        for language, forms in FORMS.items()
        for form in forms
    }


def _ask(view: PlanView, iri: str, language: str) -> Result:
    return run_question(view.engine, _QUESTION, {PARTNER: iri, "lang": language})


def _write_rows(ask: Callable[[str], Result], form: str, language: str) -> bytes:
    return FORMATS[form].encode(ask(language))
