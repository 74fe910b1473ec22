"""Errors as pages say them: in the language of the page where somebody has translated them, and without our folders."""

from collections.abc import Mapping
from pathlib import PurePath

from dupgraph.base.errors import DupgraphError
from dupgraph.language.languages import LANGUAGES
from dupgraph.language.messages import retell


def tell_fault(error: DupgraphError, language: str) -> str:
    """Return an error as a sentence for a page: where, what, and what to do; in English where nobody translated it.

    >>> from dupgraph.base.errors import DocumentError
    >>> from dupgraph.language.messages import say
    >>> tell_fault(DocumentError(say("not_password"), path="/srv/piano.pdf", hint=say("do_password")), "it")
    'piano.pdf: Il file è protetto da una password; salvane una copia senza password.'
    """
    told = error.tell(
        lambda text: retell(text, language) or ("" if text is error.hint else text), lambda where: PurePath(where).name
    ).rstrip(".")
    return f"{told}." if error.list_place() else f"{told[:1].upper()}{told[1:]}."


def tell_everywhere(error: DupgraphError) -> Mapping[str, str]:
    """Return an error as pages say it, by language."""
    return {language: tell_fault(error, language) for language in LANGUAGES}
