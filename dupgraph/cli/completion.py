"""What a shell offers while a command is typed: questions, their parameters, and the things that these may name."""

import os
from collections.abc import Iterator

import click
from click.shell_completion import CompletionItem

# More than this nobody reads through.
_MOST = 40


def complete_question(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the questions of the catalogue whose names begin so, each with what it asks."""
    from dupgraph.ask.catalogue import load_catalogue

    return [
        CompletionItem(question.name, help=question.summary["en"])
        for question in load_catalogue()
        if question.name.startswith(incomplete)
    ]


def complete_parameter(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the parameters of the question that was typed, or what may stand after the equals sign of one."""
    from dupgraph.base.errors import DupgraphError

    try:
        return list(_list_parameters(ctx, incomplete))[:_MOST]
    except DupgraphError:
        # Half a line is no error.
        return []


def _find_question(ctx: click.Context) -> str:
    """Return the question that was typed; click has forgotten it when an option waits for its value."""
    from dupgraph.ask.catalogue import load_catalogue

    names = {question.name for question in load_catalogue()}
    words = (str(ctx.params.get("name")), *os.environ.get("COMP_WORDS", "").split())
    return next((word for word in words if word in names), "")


def _list_parameters(ctx: click.Context, incomplete: str) -> Iterator[CompletionItem]:
    from dupgraph.ask.catalogue import load_question
    from dupgraph.ask.names import find_names, fold_label
    from dupgraph.graph.engines import open_engine

    question = load_question(_find_question(ctx))
    key, equals, begun = incomplete.partition("=")
    if not equals:
        for parameter in question.parameters:
            if parameter.name.startswith(key):
                yield CompletionItem(f"{parameter.name}=", help=f"such as {parameter.example}")
        return
    accepts = next((parameter.accepts for parameter in question.parameters if parameter.name == key), ())
    location = str(ctx.params.get("location") or "") or None
    wanted = fold_label(begun.strip("'\""))
    labels = {name.label for name in find_names(open_engine(location), accepts)} if accepts else set()
    for label in sorted(labels, key=lambda label: (len(label), label)):
        if fold_label(label).startswith(wanted):
            yield CompletionItem(f"{key}={label}")
