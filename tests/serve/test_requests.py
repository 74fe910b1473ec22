"""What every page reads of a request, and that each page and form answers whatever its values are."""

import asyncio
import re
import socket
from html import unescape
from urllib.parse import urlencode

import httpx
import pytest
from serving import Served
from starlette.exceptions import HTTPException
from starlette.requests import Request

from dupgraph.serve import requests
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


def test_a_body_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async def receive() -> dict[str, object]:
        await asyncio.sleep(60)
        raise AssertionError

    monkeypatch.setattr(requests, "BODY_SECONDS", 0.01)
    with pytest.raises(HTTPException) as caught:
        asyncio.run(read_form(Request({"type": "http", "method": "POST", "headers": []}, receive)))
    assert caught.value.status_code == 408


def test_fields_stand_once_and_are_cut() -> None:
    sent = urlencode([("a", "1"), ("a", "2"), ("empty", ""), ("long", "x" * 5000)]).encode()
    assert asyncio.run(read_form(make_request(sent))) == {"a": "2", "empty": "", "long": "x" * 2000}


@pytest.mark.parametrize("sent", [urlencode({f"f{n}": "x" for n in range(60)}), "a=" + "x" * 70_000])
def test_what_is_too_much_for_a_form_is_nothing(sent: str) -> None:
    assert asyncio.run(read_form(make_request(sent.encode()))) == {}


# Every page and form ----------------------------------------------------------------------------------------------

PDF = "data/036040/plan/dup"
PAGES = {
    "ask.html": "q",
    "questions.html": "plan",
    f"{PDF}/ask.html": "q",
    f"{PDF}/questions/objectives-by-partner.html": "partner",
    f"{PDF}/suggestions.json": "field",
    "compare.html": "a",
    "editor.html": "query",
    f"{PDF}/original.html": "quote",
    f"{PDF}/review.html": "item",
    f"{PDF}/history.html": "done",
    "upload.html": "x",
    "index.html": "x",
}
ODD = {
    "empty": "{name}=",
    "twice": "{name}=1&{name}=2",
    "long": "{name}=" + 9_000 * "a",
    "no UTF-8": "{name}=%FF%FE%C0%80",
    "nothing to see": "{name}=%00%0D%0A%E2%80%AE",
    "no values": "&&=&;&%",
}


def check(response: httpx.Response) -> None:
    assert response.status_code in (200, 303, 400, 404, 422), response.text[:500]
    assert "nobody foresaw" not in response.text
    assert response.headers["content-security-policy"]


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_a_page_answers_whatever_stands_in_its_address(documents: Served, odd: str) -> None:
    for path, name in PAGES.items():
        check(documents.client.get(f"/{path}?{odd.format(name=name)}"))


@pytest.mark.parametrize(
    ("path", "name"),
    [("ask.html", "q"), ("compare.html", "a"), (f"{PDF}/original.html", "page"), (f"{PDF}/review.html", "words")],
)
def test_what_is_given_twice_is_refused_by_its_name(documents: Served, path: str, name: str) -> None:
    response = documents.client.get(f"/{path}?{name}=1&{name}=2")
    assert response.status_code == 400
    assert f"Il parametro «{name}» è dato due volte" in unescape(response.text)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_a_form_changes_nothing_by_what_is_no_form(documents: Served, odd: str) -> None:
    page = documents.client.get(f"/{PDF}/review.html").text
    token = re.search(r"\?token=([\w-]+)", page)[1]
    headers = {"Origin": documents.address.rstrip("/"), "Content-Type": "application/x-www-form-urlencoded"}
    for name in ("do", "item", "thing"):
        body = odd.format(name=name).encode()
        response = documents.client.post(f"/{PDF}/review.html?token={token}", content=body, headers=headers)
        assert response.status_code in (303, 400, 409), response.text[:500]
    response = documents.client.post(f"/upload.html?token={token}", content=odd.encode(), headers=headers)
    assert response.status_code == 415
    assert "Nessuno ha ancora deciso nulla" in documents.client.get(f"/{PDF}/history.html").text


def test_who_leaves_in_the_middle_of_a_body_is_forgotten(served: Served) -> None:
    address = httpx.URL(served.address)
    with socket.create_connection((address.host, address.port or 80)) as client:
        client.sendall(b"POST /editor.html HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nquery")
    # What the server has said of it is read when it ends.
    assert served.client.get("/editor.html").status_code == 200
