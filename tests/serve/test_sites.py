"""Sites drawn by a child: one that is killed is replaced; plans that were shown before are let go of, unless read."""

import asyncio
import os
import resource
import signal
import sqlite3
from pathlib import Path
from threading import Barrier, stack_size
from time import sleep
from typing import Any

import httpx
import pytest
from sites import build_town

from dupgraph.base.children import Child, Limits
from dupgraph.base.errors import GraphError, OutputError
from dupgraph.language.messages import retell
from dupgraph.serve import drawing
from dupgraph.serve.app import create_app
from dupgraph.serve.pool import BusyError
from dupgraph.serve.settings import Settings
from dupgraph.serve.sites import Renderer, bound_drawing
from dupgraph.serve.state import ServerState, open_state

PLAN = "data/036001/plan/dup"


def find_number(state: ServerState) -> int:
    renderer = state.opened.site.renderer
    renderer.open()
    assert renderer._child is not None
    return renderer._child.number


def test_a_process_that_draws_is_replaced_when_it_was_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    send = Child.send

    def send_and_kill(child: Child, *given: Any, **more: Any) -> None:
        send(child, *given, **more)
        child.kill()

    with open_state(Settings((build_town(tmp_path, "036001", "Borgo"),))) as state:
        site = state.opened.site
        page = site.draw(f"{PLAN}.html")
        os.kill(find_number(state), signal.SIGKILL)
        assert site.renderer._child is not None
        site.renderer._child._process.wait()
        assert site.draw(f"{PLAN}.html") == page

        # The child is stopped, so that what is asked of it is still to be done when it is killed.
        os.kill(find_number(state), signal.SIGSTOP)
        with monkeypatch.context() as patch, pytest.raises(BusyError) as caught:
            patch.setattr(Child, "send", send_and_kill)
            site.draw(f"{PLAN}.html")
        assert retell(caught.value.what, "it").startswith("il processo che disegna le pagine è stato interrotto")
        assert site.draw(f"{PLAN}.html") == page


def test_a_site_that_cannot_be_opened_is_tried_again_by_whoever_asks_next(tmp_path: Path) -> None:
    place = {"name": "x", "files": [str(tmp_path / "gone.ttl")], "store": str(tmp_path)}
    opening = {"do": "open", "location": place, "shared": str(tmp_path / "shared"), "features": {}}
    renderer = Renderer(opening, Limits())
    for _ in range(2):
        with pytest.raises(GraphError, match=r"gone\.ttl"):
            renderer.ask("draw", name="index.html")
        assert renderer._child is None


def test_a_process_that_draws_has_limits_which_grow_with_the_plans(tmp_path: Path) -> None:
    with open_state(Settings((build_town(tmp_path, "036001", "Borgo"),))) as state:
        number = find_number(state)
        least = bound_drawing(state.opened.store.triples)
        assert resource.prlimit(number, resource.RLIMIT_AS) == (least.memory, least.memory)
        assert 0 < resource.prlimit(number, resource.RLIMIT_CPU)[0] <= (least.processor or 0) + 60


@pytest.mark.slow
def test_whoever_asks_when_there_is_no_thread_is_told_in_a_sentence(tmp_path: Path) -> None:
    async def ask(state: ServerState, **headers: str) -> httpx.Response:
        transport = httpx.ASGITransport(create_app(state))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            before = stack_size(1 << 47)
            try:
                return await client.get("/questions.html", headers=headers)
            finally:
                stack_size(before)

    with open_state(Settings((build_town(tmp_path, "036001", "Borgo"),))) as state:
        told = asyncio.run(ask(state))
        assert (told.status_code, told.headers["retry-after"]) == (503, "2")
        assert told.text == "no process can be started: can't start new thread; end other programs, and try again\n"
        told = asyncio.run(ask(state, Accept="text/html"))
        assert (
            told.text
            == "Qui non si può avviare un processo: can't start new thread; chiudi altri programmi e riprova.\n"
        )


def test_two_maps_are_drawn_at_once_and_that_of_towns_has_limits_which_grow_with_the_plans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running: list[Limits] = []
    most, two = 0, Barrier(2)

    def draw(_: str, __: object, limits: Limits, **___: object) -> tuple[dict[str, str], bytes]:
        nonlocal most
        running.append(limits)
        most = max(most, len(running))
        # One alone would wait here in vain.
        two.wait(60)
        sleep(0.02)
        running.pop()
        return {}, b"a map"

    async def ask(state: ServerState, *names: str) -> list[httpx.Response]:
        transport = httpx.ASGITransport(create_app(state))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await asyncio.gather(*(client.get(f"/{name}") for name in names))

    monkeypatch.setattr("dupgraph.serve.plans.run_child", draw)
    towns = (build_town(tmp_path, "036001", "Borgo"), build_town(tmp_path, "036002", "Colle"))
    with open_state(Settings(towns)) as state:
        answers = asyncio.run(ask(state, *[f"{PLAN}/map.html"] * 6))
        assert ([answer.text for answer in answers], most) == (["a map"] * 6, 2)
        monkeypatch.setattr("dupgraph.serve.plans.run_child", lambda *given, **_: ({}, str(given[2].memory).encode()))
        (answer,) = asyncio.run(ask(state, "towns.html"))
        assert int(answer.text) == bound_drawing(state.opened.store.triples).memory > (Limits().memory or 0)


def test_plans_shown_before_are_let_go_of_but_for_those_that_somebody_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = build_town(tmp_path, "036001", "Borgo")

    async def load_often(state: ServerState) -> None:
        await state.pool.start()
        first = state.opened
        with state.hold():
            for _ in range(4):
                await state.show([town])
            # What is let go of is let go of in the thread that draws.
            assert await state.draw(first.site.draw, f"{PLAN}.html")
            assert len(list(state.folder.glob("store-*"))) == 4
            # Each load has a process of its own, which ends when others are shown, until it is needed.
            assert [old for _, old in state._old if old.site.renderer._child] == [first]
        await state.draw(bool)
        assert len(list(state.folder.glob("store-*"))) == 3
        assert not first.store.path.exists()

        def fail(*_: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        # As in the process that draws; what could not be opened leaves nothing.
        monkeypatch.setitem(drawing._WORKS, "find", fail)
        monkeypatch.setattr(drawing, "_sites", [None])
        monkeypatch.setattr("dupgraph.serve.state.open_served", lambda *_: drawing.answer_request({"do": "find"}, b""))
        with pytest.raises(OutputError, match="cannot be written: database or disk is full"):
            await state.show([town])
        assert len(list(state.folder.glob("store-*"))) == 3
        await state.pool.close()

    with open_state(Settings((town,))) as state:
        asyncio.run(load_often(state))
