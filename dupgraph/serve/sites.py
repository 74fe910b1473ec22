"""The sites that a server shows, drawn by a child: here are their cards, and what stands on which page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from dupgraph.base.children import Child, ChildError, Limits, start_child
from dupgraph.language.messages import say
from dupgraph.publish.pages.drawing import Frame, PlanCard
from dupgraph.publish.pages.shared import Shared
from dupgraph.publish.routes.answers import Answer
from dupgraph.serve.documents import Original
from dupgraph.serve.environment import load_environment
from dupgraph.serve.opening import READER_LIBRARIES, Sources
from dupgraph.serve.pool import BusyError, StoreFolder

_MODULE = "dupgraph.serve.drawing"
_LIBRARIES = (*READER_LIBRARIES, "jinja2", "pyvis")
# A page may tell of all plans, so what drawing may use grows with them. A plan of 24,000 triples is read in .6 s of the
# processor, and takes 40 MiB: some ten times as much is allowed, and more by the clock, as others want the processor.
_SECONDS, _SECONDS_EACH = 30.0, 0.25e-3
_MEMORY, _MEMORY_EACH = 1 << 30, 16 << 10
_PATIENCE = 5
Wishes = tuple[str | None, str | None]


def bound_drawing(triples: int) -> Limits:
    """Return what drawing may use for one page of plans of so many triples; memory comes in steps of twice as much.

    >>> bound_drawing(24_000).processor, (bound_drawing(24_000).memory or 0) >> 30
    (36, 2)
    >>> bound_drawing(24_000_000).processor, (bound_drawing(24_000_000).memory or 0) >> 30
    (6030, 512)
    """
    seconds = _SECONDS + triples * _SECONDS_EACH
    memory = 1 << (_MEMORY + triples * _MEMORY_EACH - 1).bit_length()
    return Limits(seconds * _PATIENCE, processor=round(seconds), memory=memory)


class Renderer:
    """The child that draws the site of one load, started when it is first needed. One thread at a time may ask it."""

    def __init__(self, opening: Mapping[str, Any], limits: Limits, module: str = _MODULE) -> None:
        """Start nothing yet; ``opening`` is what the child, of a ``module``, is asked first: for the site's frame."""
        self._opening = opening
        self._limits = limits
        self._module = module
        self._child: Child | None = None
        self._facts: dict[str, Any] = {}

    def open(self) -> dict[str, Any]:
        """Return the frame of the site, which the child opens unless it has it. Raises as ``ask``."""
        if self._child is None or not self._child.is_running():
            self.stop()
            self._child = start_child(self._module, self._limits, libraries=_LIBRARIES)
            try:
                self._facts, _ = self._exchange(self._child, self._opening)
            except BaseException:
                # A child without its site answers nothing.
                self.stop()
                raise
        return self._facts

    def ask(self, what: str, **facts: object) -> tuple[dict[str, Any], bytes]:
        """Return the answer to a request about the site.

        Raises BusyError when the child ends, or takes too long; whoever asks next gets another one.
        """
        self.open()
        return self._exchange(cast("Child", self._child), {"do": what, **facts})

    def stop(self) -> None:
        """End the child, whatever it does, until it is needed again."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _exchange(self, child: Child, request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        child.send(request)
        try:
            return child.receive()
        except ChildError as error:
            self.stop()
            raise BusyError(say("busy_page", cause=say(f"cause_{error.cause}")), hint=say("do_wait")) from None


@dataclass(frozen=True, slots=True)
class Site:
    """The site of one load. ``frame`` is what pages beside its own are drawn in; its own are drawn by the renderer.

    ``description`` is what another process makes the same frame of, by ``open_frame``.
    """

    frame: Frame
    place: Mapping[str, Any]
    renderer: Renderer = field(repr=False)
    description: str
    _shared: Shared = field(repr=False)

    def find(self, path: str, wishes: Wishes) -> Answer:
        """Return what a request for a path gets; ``wishes`` are its headers, as for all that follow."""
        facts, _ = self.renderer.ask("find", path=path, wishes=wishes)
        return Answer(**{**facts, "vary": tuple(facts["vary"])})

    def draw(self, name: str) -> bytes:
        """Return the bytes of a file that ``find`` named. Raises OutputError for what the site has not."""
        return self.renderer.ask("draw", name=name)[1]

    def draw_missing(self, path: str, wishes: Wishes) -> bytes:
        """Return the page for an address at which there is nothing."""
        return self.renderer.ask("missing", path=path, wishes=wishes)[1]

    def write_triples(self, plan: str) -> bytes:
        """Return all triples of a plan, in N-Triples."""
        return self.renderer.ask("triples", plan=plan)[1]

    def draw_original(
        self, plan: str, original: Original | None, given: list[tuple[str, str]], language: str
    ) -> tuple[int, bytes]:
        """Return status and page of what is asked of a plan's original."""
        layout = str(original.layout) if original and original.layout else ""
        pictures = bool(original and original.has_pictures)
        facts, page = self.renderer.ask(
            "original", plan=plan, layout=layout, pictures=pictures, given=given, language=language
        )
        return facts["status"], page

    def draw_compared(self, plans: tuple[str, str], ending: str, language: str) -> bytes:
        """Return the comparison of two plans, as a file or as a page."""
        return self.renderer.ask("compare", plans=plans, ending=ending, language=language)[1]

    def close(self) -> None:
        """Let go of it, here and in the child."""
        self._shared.close()
        self.renderer.stop()


def open_served(sources: Sources, store: StoreFolder, shared: Path, features: Mapping[str, Any]) -> Site:
    """Return the site of some sources, whose pages have ``features``. Raises what ``open_site`` raises."""
    place = {"name": sources.name, "files": list(map(str, sources.files)), "store": str(store.path)}
    opening = {"do": "open", "location": place, "shared": str(shared), "features": features}
    renderer = Renderer(opening, bound_drawing(store.triples))
    description = json.dumps({**renderer.open(), "shared": str(shared), "features": features})
    frame, kept = open_frame(description)
    return Site(frame, place, renderer, description, kept)


def open_frame(description: str) -> tuple[Frame, Shared]:
    """Return what pages of a site are drawn in, and the base in which it looks things up, to be closed."""
    facts = json.loads(description)
    kept = Shared(Path(facts["shared"]))
    cards = tuple(PlanCard(**card) for card in facts["plans"])
    drawing = load_environment(**facts["features"])
    frame = Frame("", cards, kept.holds, facts["root"], drawing, kept.find_home, has_towns=facts["has_towns"])
    return frame, kept
