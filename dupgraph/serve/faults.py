"""Errors as pages say them: in the language of the page where somebody has translated them, and without our folders."""

from collections.abc import Mapping
from pathlib import PurePath

from dupgraph.base.errors import DupgraphError
from dupgraph.language.languages import LANGUAGES
from dupgraph.language.messages import retell, say, translate


def tell_fault(error: DupgraphError, language: str) -> str:
    """Return an error as a sentence for a page: where, what, and what to do; in English where nobody translated it.

    >>> from dupgraph.base.errors import DocumentError
    >>> from dupgraph.language.messages import say
    >>> tell_fault(DocumentError(say("not_password"), path="/srv/piano.pdf", hint=say("do_password")), "it")
    'piano.pdf: Il file è protetto da una password; salvane una copia senza password.'
    """
    where = _tell_place(error, language)
    what = retell(error.what, language) or error.what
    hint = retell(error.hint, language)
    told = "; ".join(filter(None, (f"{where}: {what}" if where else what, hint)))
    return f"{told[:1].upper()}{told[1:].rstrip('.')}." if not where else f"{told.rstrip('.')}."


def _tell_place(error: DupgraphError, language: str) -> str:
    numbers = {name: getattr(error, name, None) for name in ("page", "line", "column")}
    spots = [translate(say(f"at_{name}", number=number), language) for name, number in numbers.items() if number]
    file = getattr(error, "path", "") or getattr(error, "query", "") or ("" if spots else error.where)
    return ", ".join(filter(None, (PurePath(file).name, *spots)))


def tell_everywhere(error: DupgraphError) -> Mapping[str, str]:
    """Return an error as pages say it, by language."""
    return {language: tell_fault(error, language) for language in LANGUAGES}
