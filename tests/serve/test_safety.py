"""Requests for others, and writes from elsewhere, end in a sentence."""

import pytest
from serving import Served


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
