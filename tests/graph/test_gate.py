"""The look that spares most texts the reading of their tokens lets nothing pass that the reading would refuse."""

from itertools import accumulate
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import gate

PIECES = [
    *"{}()[]<>='\"#\n",
    "<<",
    ">>",
    "<=",
    "'''",
    '"""',
    "<a:b>",
    "<b)c>",
    "<http://e.org/(#>",
    "?x",
    "e:a",
    "(",
    "{",
]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_what_looks_harmless_is_read_as_harmless(pieces: list[str]) -> None:
    text = " ".join(pieces)
    with patch.object(gate, "MAXIMUM_NESTING", 3):
        if gate._is_harmless(text):
            gate._check_brackets(text, list(gate.parse_tokens(text)))


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://e.org/> {} }",
        "ASK { ſervice <http://e.org/> {} }",
        "ASK { S\\u0045RVICE <http://e.org/> {} }",
        "ASK {} " + "# " * gate.MAXIMUM_TOKENS,
        "ASK { FILTER(?a<?b)&& ?c>?d) }",
        "ASK " + "(" * (gate.MAXIMUM_NESTING + 1),
        "ASK ) " + "'(' " * gate.MAXIMUM_NESTING + "} ((",
    ],
)
def test_what_is_in_doubt_is_read(text: str) -> None:
    assert not gate._is_harmless(text)


def test_brackets_in_quotes_and_comments_do_not_count() -> None:
    text = "SELECT * { ?s ?p '" + "(" * 100 + "' } # " + "{" * 100
    assert gate._is_harmless(text)
    assert max(accumulate((sign == "{") - (sign == "}") for sign in gate._NO_BRACKETS.sub("", text))) == 1
    with pytest.raises(QueryError, match="nested"):
        gate.check_typed(text.replace("'", ""))


@pytest.mark.parametrize("mark", ["", "# \\\n"], ids=["looked at", "read"])
def test_brackets_may_be_nested_so_deep_and_no_deeper(mark: str) -> None:
    def nest(depth: int) -> str:
        return f"{mark}ASK {'{' * depth}{'}' * depth}"

    assert gate.check_typed(nest(gate.MAXIMUM_NESTING)) == "ask"
    with pytest.raises(QueryError, match="nested"):
        gate.check_typed(nest(gate.MAXIMUM_NESTING + 1))


def test_service_is_seen_without_a_space_after_it() -> None:
    with pytest.raises(QueryError, match="by itself"):
        gate.check_typed("ASK { SERVICESILENT <http://e.org/> {} }", ["http://e.org/"])
