"""Errors as pages say them: in the language of the page where somebody has translated them, and without our folders."""

from collections.abc import Mapping
from pathlib import PurePath

from dupgraph.base.errors import DupgraphError
from dupgraph.language.languages import LANGUAGES
from dupgraph.language.retelling import retell


def tell_fault(error: DupgraphError, language: str) -> str:
    """Return an error as a sentence for a page: where, what, and what to do; in English where nobody translated it.

    >>> from dupgraph.base.errors import DocumentError
    >>> tell_fault(DocumentError("is encrypted", path="/srv/piano.pdf", hint="save a copy without a password"), "it")
    'piano.pdf: Il file è protetto da una password; salvane una copia senza password.'
    """
    path, _, place = error.where.partition(", ")
    where = ", ".join(filter(None, (PurePath(path).name, retell(place, language) or place)))
    what = retell(error.what, language) or error.what
    hint = retell(error.hint, language)
    told = "; ".join(filter(None, (f"{where}: {what}" if where else what, hint)))
    return f"{told[:1].upper()}{told[1:].rstrip('.')}." if not where else f"{told.rstrip('.')}."


def tell_everywhere(error: DupgraphError) -> Mapping[str, str]:
    """Return an error as pages say it, by language."""
    return {language: tell_fault(error, language) for language in LANGUAGES}
