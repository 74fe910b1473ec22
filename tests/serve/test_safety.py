"""Requests for others, and writes from elsewhere, end in a sentence."""

import asyncio
from base64 import b64encode

import httpx
import pytest
from serving import Served
from starlette.responses import PlainTextResponse

from dupgraph.serve.safety import Guard
from dupgraph.serve.settings import Settings


@pytest.mark.parametrize("host", ["evil.example", "", "127.0.0.1.evil.example", "[", "localhost.evil.example:80"])
def test_a_host_that_is_not_ours_is_told_so(served: Served, host: str) -> None:
    response = served.client.get("/onto.ttl", headers={"Host": host})
    assert response.status_code in (400, 421)
    assert "Traceback" not in response.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9", "127.0.0.1:1", "[::1]:80", "192.0.2.1"])
def test_names_of_our_own_and_addresses_in_digits_are_ours(served: Served, host: str) -> None:
    assert served.client.get("/site.css", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/onto.ttl", "/nothing", "/data/036040/plan/dup/map.html"])
def test_every_answer_has_a_policy_without_holes(served: Served, path: str) -> None:
    policy = served.client.get(path).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1:1"])
def test_a_write_from_elsewhere_is_refused(served: Served, method: str, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    response = served.client.request(method, "/onto.ttl?token=guess", headers=headers)
    assert response.status_code == 403
    assert "page of this server" in response.text


def test_a_token_that_is_no_text_is_refused(served: Served) -> None:
    headers = {"Origin": served.address.rstrip("/"), "X-Token": "è".encode("latin-1")}
    assert served.client.post("/onto.ttl", headers=headers).status_code == 403


# What may write -----------------------------------------------------------------------------------------------------

TOKEN = "t" * 32
HOME = "http://127.0.0.1:8080"
PASSWORD = "corretto cavallo"  # noqa: S105  of nobody


def send(settings: Settings, path: str = "/x", **headers: str) -> int:
    """Return the status of a POST to an application that takes all that the guard lets through."""
    return post(settings, path, **headers).status_code


def post(settings: Settings, path: str, **headers: str) -> httpx.Response:
    app = Guard(PlainTextResponse("taken"), settings, TOKEN)

    async def answer() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME) as client:
            return await client.post(path, headers={"Origin": HOME, **headers})

    return asyncio.run(answer())


def log_in(password: str, scheme: str = "Basic") -> str:
    return f"{scheme} {b64encode(f'anna:{password}'.encode()).decode()}"


@pytest.mark.parametrize(
    ("status", "path", "headers"),
    [
        (200, f"/x?token={TOKEN}", {}),
        (200, "/x", {"X-Token": TOKEN}),
        (403, "/x", {}),
        (403, "/x?token=", {}),
        (403, f"/x?token={TOKEN}x", {}),
        (403, f"/x?token={TOKEN}", {"Origin": "http://127.0.0.1:8081"}),
        (403, f"/x?token={TOKEN}", {"Origin": "null"}),
        (403, f"/x?token={TOKEN}", {"Origin": "http://["}),
        (403, f"/x?token={TOKEN}", {"Origin": ""}),
        (421, f"/x?token={TOKEN}", {"Host": "evil.example", "Origin": "http://evil.example"}),
    ],
)
def test_a_write_comes_from_a_page_of_ours(status: int, path: str, headers: dict[str, str]) -> None:
    assert send(Settings(), path, **headers) == status


def test_a_form_of_before_the_server_was_started_anew_leads_to_its_page() -> None:
    page = post(Settings(), f"/x?token={TOKEN}x", **{"Sec-Fetch-Mode": "navigate"})
    assert (page.status_code, page.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert '<a href="?">Apri di nuovo la pagina</a>' in page.text
    # To other sites' forms it is what it was.
    other = {"Sec-Fetch-Mode": "navigate", "Origin": "http://example.org"}
    assert "<a" not in post(Settings(), "/x", **other).text


@pytest.mark.parametrize(
    ("status", "settings", "given"),
    [
        (200, Settings(), ""),
        (403, Settings(public=True), ""),
        (403, Settings(public=True), log_in(PASSWORD)),
        (401, Settings(public=True, password=PASSWORD), ""),
        (401, Settings(public=True, password=PASSWORD), log_in("another")),
        (401, Settings(public=True, password=PASSWORD), log_in("")),
        (401, Settings(public=True, password=PASSWORD), log_in(PASSWORD, "Bearer")),
        (401, Settings(public=True, password=PASSWORD), "Basic !!!"),
        (200, Settings(public=True, password=PASSWORD), log_in(PASSWORD)),
        (401, Settings(password=PASSWORD), ""),
        (200, Settings(password=PASSWORD), log_in(PASSWORD, "basic")),
    ],
)
def test_a_public_server_takes_nothing_without_the_password(status: int, settings: Settings, given: str) -> None:
    assert send(settings, f"/x?token={TOKEN}", **({"Authorization": given} if given else {})) == status


def test_settings_show_no_password() -> None:
    assert PASSWORD not in repr(Settings(password=PASSWORD))
