"""Text from templates: whatever is filled in is escaped, and a missing value is an error."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def is_web(iri: str) -> bool:
    """Return whether ``iri`` may become a link: a javascript: IRI is valid and would run.

    >>> is_web("https://example.org/"), is_web("javascript:alert(1)")
    (True, False)
    """
    return re.match(r"https?://[^\s/]", iri) is not None


def make_environment(folder: Path, *, escapes: bool = True) -> "Environment":
    """Return what fills the templates of a folder; a missing value is an error.

    Everything that it is given is escaped, but where the templates are no pages and ``escapes`` says so.
    """
    # Whoever exports a table does not wait for it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from jinja2.runtime import Context

    from dupgraph.base.compiled import CompiledTemplates

    class PlainContext(Context):
        """Calls what a template calls, without asking first whether it wants the context: nothing of ours does."""

        def call(self, called: Callable[..., object], /, *given: object, **named: object) -> object:
            named.pop("_block_vars", None)
            named.pop("_loop_vars", None)
            return called(*given, **named)

    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=escapes,  # noqa: S701  what is no page goes without
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=not escapes,
        cache_size=-1,
        auto_reload=False,
        bytecode_cache=CompiledTemplates(folder, escapes=escapes),
    )
    environment.context_class = PlainContext
    environment.filters["is_web"] = is_web
    return environment


_load_environment = cache(make_environment)


def fill_template(path: Path, /, **facts: object) -> str:
    """Return a template with its facts, escaped; it may use others that stand beside it."""
    return _load_environment(path.parent).get_template(path.name).render(facts)


def fill_text(path: Path, /, **facts: object) -> str:
    """Return a template that is no page with its facts as they are."""
    return _load_environment(path.parent, escapes=False).get_template(path.name).render(facts)
