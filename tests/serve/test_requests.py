"""What every page reads of a request: its path, and a form that is no larger than ours are."""

import asyncio
from urllib.parse import urlencode

import pytest
from starlette.requests import Request

from dupgraph.serve.requests import find_path, read_body, read_form


def make_request(body: bytes) -> Request:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


@pytest.mark.parametrize(("root", "path"), [("", "/a/b.html"), ("/dup", "/dup/a/b.html")])
def test_a_path_is_that_below_the_top(root: str, path: str) -> None:
    assert find_path({"path": path, "root_path": root}) == "a/b.html"


def test_a_body_over_its_limit_is_none() -> None:
    assert asyncio.run(read_body(make_request(b"abc"), 3)) == b"abc"
    assert asyncio.run(read_body(make_request(b"abcd"), 3)) is None


def test_fields_stand_once_and_are_cut() -> None:
    sent = urlencode([("a", "1"), ("a", "2"), ("empty", ""), ("long", "x" * 5000)]).encode()
    assert asyncio.run(read_form(make_request(sent))) == {"a": "2", "empty": "", "long": "x" * 2000}


@pytest.mark.parametrize("sent", [urlencode({f"f{n}": "x" for n in range(60)}), "a=" + "x" * 70_000])
def test_what_is_too_much_for_a_form_is_nothing(sent: str) -> None:
    assert asyncio.run(read_form(make_request(sent.encode()))) == {}
