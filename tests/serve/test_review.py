"""Corrections in a browser: forms that decide, a question before many, the way back, and who may not."""

import asyncio
import re
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import escape, unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from browser import COLOURS, PHONE, check_access, needs_chromium, open_tabs, start_chromium
from decisions import make_town
from serving import Served, limit, list_children, start_server

from dupgraph.read.decisions.files import read_decisions
from dupgraph.serve.app import create_app
from dupgraph.serve.settings import Settings
from dupgraph.serve.state import ServerState, open_state

PLAN = "/data/036040/plan/dup"


class Person:
    """Somebody who reviews a plan with a browser: forms only, no script."""

    def __init__(self, server: Served, plan: Path) -> None:
        self.server = server
        self.path = plan.with_name("piano.review.ttl")
        self.page = ""

    def open(self, way: str = "review.html", status: int = 200) -> str:
        response = self.server.client.get(f"{PLAN}/{way}")
        assert response.status_code == status, response.text[:3000]
        self.page = response.text
        return self.page

    def send(self, status: int = 303, kind: str = "review", **fields: str) -> httpx.Response:
        """Send the fields of the form of the page, and others."""
        (token,) = set(re.findall(r"\?token=([\w-]+)", self.page))
        form = re.findall(r'(?s)<form[^>]* method="post".*?</form>', self.page)[0]
        held = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
        response = self.server.client.post(
            f"{PLAN}/{kind}.html",
            params={"token": token},
            data={**{name: unescape(value) for name, value in held.items()}, **fields},
            headers={"Origin": self.server.address.rstrip("/")},
        )
        assert response.status_code == status, response.text[:3000]
        if status == 303:
            self.open(response.headers["location"])
        else:
            self.page = response.text
        return response


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    plan = make_town(tmp_path_factory.mktemp("desk"))
    with start_server(plan) as server:
        yield server, plan


@pytest.fixture
def person(desk: tuple[Served, Path]) -> Iterator[Person]:
    someone = Person(*desk)
    yield someone
    # The next test finds the queue as it was.
    while someone.open("history.html").count("<li>\n<p>"):
        someone.send(do="undo", kind="history")


def read_words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def find_choice(page: str, label: str) -> str:
    choices = re.findall(r'name="do" value="([^"]+)"(.*?)</button>', page)
    return unescape(next(value for value, rest in choices if label in rest))


def test_the_queue_is_asked_item_by_item_with_its_sentence(person: Person) -> None:
    page = person.open()
    assert "Un nome che nessun vocabolario conosce" in read_words(page)
    assert "alla <mark>Luna del Cinabro</mark>." in page
    (skip,) = re.findall(r'<a class="button" href="review\.html(\?after=\w+)" data-key="s">', page)
    assert "Rilanciare con le associazioni" in person.open(f"review.html{skip}")


def test_the_same_for_all_places_asks_first(person: Person) -> None:
    person.open()
    person.send(do="reject", status=200)
    assert "Si trova in 2 punti." in read_words(person.page)
    back = re.search(r'href="[^"]*(review\.html\?item=[^"]+)" data-key="3"', person.page)[1]
    assert "Luna del Cinabro</mark>" in person.server.client.get(f"{PLAN}/{unescape(back)}").text
    person.send(scope="all")
    assert "(in 2 punti)" in read_words(person.page)
    assert len(read_decisions(person.path)) == 2
    assert "review.ttl" in person.server.client.get(f"{PLAN}/history.html").text
    assert person.server.client.get(f"{PLAN}/review.ttl").content == person.path.read_bytes()
    assert "Luna del Cinabro</mark>" not in person.page


def test_a_new_name_is_on_the_pages_a_moment_later(person: Person) -> None:
    person.open()
    person.send(do="new:place", note="Ogni novembre.")
    assert "riguarda il luogo Luna del Cinabro" in read_words(person.page)
    deadline = time.monotonic() + 300
    while "Luna del Cinabro" not in person.server.client.get(f"{PLAN}/places.html").text:
        assert time.monotonic() < deadline
        time.sleep(0.3)
    # The queue goes on as it was, and the history tells of it.
    history = read_words(person.open("history.html"))
    assert "Luna del Cinabro" in history
    assert "Ogni novembre." in history
    assert 'href="names.ttl"' in person.page
    assert "Luna del Cinabro" in person.server.client.get(f"{PLAN}/names.ttl").text
    assert person.server.client.get(f"{PLAN}/names.html").status_code == 404


def test_a_known_thing_is_chosen_for_words_that_somebody_points_at(person: Person) -> None:
    page = person.open("review.html?element=1.1.2&words=gruppi di amici")
    person.send(do=find_choice(page, "Gruppi informali di giovani"))
    (decision,) = read_decisions(person.path)
    assert (decision.action, decision.element, decision.quote and decision.quote.exact) == (
        "add",
        "1.1.2",
        "gruppi di amici",
    )


def test_things_are_merged_and_renamed_by_their_names(person: Person) -> None:
    assert "<option>Scuole</option>" in person.open()
    person.send(do="merge", thing="Associazioni di volontariato", into="Terzo settore")
    person.send(do="rename", thing="Scuole", label="Scuole di ogni grado")
    assert {each.action for each in read_decisions(person.path)} == {"merge", "rename"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"do": "merge", "thing": "Nessuno <b>", "into": "Scuole"}, "Nulla si chiama 'Nessuno <b>'; scrivi il nome"),
        ({"do": "rename", "thing": "Scuole", "label": " "}, "Serve un nome"),
        ({"do": "new:place", "label": "Fiera <script>"}, "non si può mai trovare in un testo"),
        ({"do": "accept", "scope": "here"}, "In queste parole non è stato trovato nessun legame"),
        ({"do": "reject", "words": "parole che non ci sono"}, "La frase non contiene le parole"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_kept(person: Person, fields: dict[str, str], said: str) -> None:
    person.open()
    person.send(status=400, **fields)
    assert said in read_words(person.page)
    for name in ("thing", "into"):
        assert f'value="{escape(fields.get(name, ""))}"' in re.search(f'<input id="{name}"[^>]+', person.page)[0]
    assert "<script>" not in person.page.replace("<script defer", "").split("<main")[1]
    assert not person.path.exists() or read_decisions(person.path) == ()


def test_a_disk_that_is_full_is_told_and_the_decision_can_be_sent_again(person: Person) -> None:
    person.open()
    with limit(person.server, resource.RLIMIT_FSIZE, 0, children=True):
        person.send(status=507, do="reject", scope="here")
    assert "forse il suo disco è pieno" in read_words(person.page)
    assert not person.path.exists() or read_decisions(person.path) == ()
    person.send(do="reject", scope="here")
    assert len(read_decisions(person.path)) == 1


@pytest.mark.parametrize(
    "fields",
    [{}, {"do": ""}, {"do": "choose:https://example.org/x", "scope": "here"},
     {"do": "new:theme"}, {"do": "undo", "time": "never"}, {"do": "x" * 70_000}],
    ids=["nothing", "empty", "unknown thing", "no kind", "no step", "too long"],
)  # fmt: skip
def test_a_form_that_says_nothing_changes_nothing(person: Person, fields: dict[str, str]) -> None:
    person.open()
    person.send(**fields)
    assert not person.path.exists() or read_decisions(person.path) == ()


def test_who_is_late_is_told_that_somebody_else_has_decided(person: Person) -> None:
    person.open()
    late, path = Person(person.server, person.path), person.path
    late.open()
    person.send(do="reject", scope="here")
    before = path.read_bytes()
    late.send(do="accept", status=409)
    assert "qualcun altro lo ha già deciso" in read_words(late.page)
    assert path.read_bytes() == before
    person.send(do="undo")
    assert "vale di nuovo ciò che valeva prima" in read_words(person.page)
    person.send(do="undo")
    assert "Non c'è nulla da annullare" in read_words(person.page)


def test_reviews_have_a_process_of_their_own_and_get_another_when_it_ends(person: Person) -> None:
    person.open()
    (own,) = list_children(person.server.process.pid, "serve.review.drawing")
    own.kill()
    assert person.server.client.get(f"{PLAN}/review.html").status_code in (200, 503)
    person.open()


def test_a_write_from_elsewhere_is_refused(person: Person) -> None:
    person.open()
    (token,) = set(re.findall(r"\?token=([\w-]+)", person.page))
    own = person.server.address.rstrip("/")
    for origin, given in (("http://evil.example", token), (own, "wrong"), (own, "")):
        response = person.server.client.post(
            f"{PLAN}/review.html?token={given}", data={"do": "undo"}, headers={"Origin": origin}
        )
        assert response.status_code == 403


def test_a_review_file_broken_by_hand_is_told_of_and_stays(person: Person) -> None:
    person.open()
    before = person.path.read_bytes() if person.path.exists() else b""
    person.path.write_text("<#a> a <#b>", encoding="utf-8")
    try:
        told = read_words(person.open(status=400))
        assert f"{person.path.name}, riga 1: non è Turtle valido" in told
        assert f"{person.path.name}, line 1: is not valid Turtle" in read_words(
            person.server.client.get(f"/en{PLAN}/review.html").text
        )
        assert person.path.read_text(encoding="utf-8") == "<#a> a <#b>"
    finally:
        person.path.write_bytes(before)


def test_a_plan_that_was_not_built_here_cannot_be_reviewed(served: Served) -> None:
    response = served.client.get(f"{PLAN}/review.html")
    assert response.status_code == 404
    assert "dupgraph serve piano.pdf" in read_words(response.text)


def test_a_public_server_takes_no_decisions(tmp_path: Path) -> None:
    async def ask(state: ServerState) -> list[httpx.Response]:
        transport = httpx.ASGITransport(create_app(state))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            review, home = f"{PLAN}/review.html", "/index.html"
            return [await client.get(review), await client.post(review, data={"do": "undo"}), await client.get(home)]

    # In a thread of its own: the browser of other tests has a loop in this one.
    with open_state(Settings((make_town(tmp_path),), public=True)) as state, ThreadPoolExecutor(1) as thread:
        *refused, home = thread.submit(asyncio.run, ask(state)).result()
    assert [answer.status_code for answer in refused] == [403, 403]
    assert home.status_code == 200
    assert "review.html" not in home.text


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with start_chromium() as chromium:
        yield chromium


@needs_chromium
@pytest.mark.browser
def test_single_keys_decide_and_can_be_switched_off(browser: Any, person: Person) -> None:
    address = f"{person.server.address.rstrip('/')}{PLAN}/review.html"
    with open_tabs(browser) as open_tab:
        page = open_tab()
        page.goto(address)
        page.keyboard.press("n")
        with page.expect_navigation():
            page.keyboard.press("2")
        assert "riguarda il luogo Luna del Cinabro" in page.locator("[role=status]").first.inner_text()
        with page.expect_navigation():
            page.keyboard.press("u")
        page.locator("#keys").uncheck()
        page.keyboard.press("r")
        page.locator("#note").press("Enter")
        page.goto(address)
        assert not page.locator("#keys").is_checked()
        assert not page.locator("kbd").first.is_visible()
        assert page.complaints == []
        assert all(url.startswith(person.server.address) for url in page.requests)
    assert read_decisions(person.path) == ()


@needs_chromium
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit_a_phone(browser: Any, person: Person, documents: Served, scheme: str) -> None:
    person.open()
    person.send(do="reject", scope="all")
    pages = [f"{person.server.address.rstrip('/')}{PLAN}/{name}.html" for name in ("review", "history")]
    pages += [f"{documents.address.rstrip('/')}{plan}/original.html" for plan in (PLAN, "/en/data/035024/plan/dup")]
    with open_tabs(browser) as open_tab:
        page = open_tab(viewport=PHONE, color_scheme=scheme)
        for address in pages:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
            assert check_access(page, *COLOURS * (scheme == "dark")), address
        assert page.complaints == []
