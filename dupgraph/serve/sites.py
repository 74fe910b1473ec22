"""The sites that a server shows, drawn by a child: here are their cards, and what stands on which page."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dupgraph.base.children import Child, ChildError, Limits, start_child
from dupgraph.language.messages import say
from dupgraph.publish.pages.drawing import Frame, PlanCard
from dupgraph.publish.pages.shared import Shared
from dupgraph.publish.routes.answers import Answer
from dupgraph.serve.look import load_look
from dupgraph.serve.opening import Sources
from dupgraph.serve.pool import BusyError, StoreFolder

_MODULE = "dupgraph.serve.drawing"
_LIBRARIES = ("pyoxigraph", "jinja2")
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


class Artist:
    """The child that draws, started when it is first needed. One thread alone may ask it."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._child: Child | None = None
        self._limits = bound_drawing(0)
        self._opened: dict[str, dict[str, Any]] = {}

    def open(self, opening: Mapping[str, Any]) -> dict[str, Any]:
        """Return the frame of a site, which the child opens unless it has it. Raises as ``ask``."""
        generation = opening["generation"]
        limits = bound_drawing(opening["triples"])
        if (limits.memory or 0) > (self._limits.memory or 0):
            # A process cannot be given more memory once it runs. What it had open is opened again when it is wanted.
            self.close()
            self._limits = limits
        child = self._find_child()
        if generation not in self._opened:
            self._opened[generation], _ = self._exchange(child, opening)
        return self._opened[generation]

    def ask(self, opening: Mapping[str, Any], what: str, **facts: object) -> tuple[dict[str, Any], bytes]:
        """Return the answer to a request about a site.

        Raises BusyError when the child ends, or takes too long; whoever asks next gets another one.
        """
        self.open(opening)
        return self._exchange(self._find_child(), {"do": what, "generation": opening["generation"], **facts})

    def forget(self, generation: str) -> None:
        """Let go of a site."""
        if self._child is not None and self._opened.pop(generation, None) is not None:
            with suppress(BusyError):
                self._exchange(self._child, {"do": "close", "generation": generation})

    def close(self) -> None:
        """End the child, whatever it does."""
        child, self._child = self._child, None
        self._opened.clear()
        if child is not None:
            child.end()

    def _find_child(self) -> Child:
        if self._child is None or not self._child.is_running():
            self.close()
            self._child = start_child(_MODULE, self._limits, libraries=_LIBRARIES)
        return self._child

    def _exchange(self, child: Child, request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        child.send(request)
        try:
            return child.receive()
        except ChildError as error:
            self.close()
            raise BusyError(say("busy_page", cause=error.cause), hint=say("do_wait")) from None


@dataclass(frozen=True, slots=True)
class Site:
    """The site of one load. ``frame`` is what pages beside its own are drawn in; its own are drawn by the artist."""

    frame: Frame
    _artist: Artist = field(repr=False)
    _opening: Mapping[str, Any] = field(repr=False)
    _shared: Shared = field(repr=False)

    @property
    def place(self) -> Mapping[str, Any]:
        """Where its plans are, for other children."""
        place: Mapping[str, Any] = self._opening["location"]
        return place

    def find(self, path: str, wishes: Wishes) -> Answer:
        """Return what a request for a path gets; ``wishes`` are its headers, as for all that follow."""
        facts, _ = self._artist.ask(self._opening, "find", path=path, wishes=wishes)
        return Answer(**{**facts, "vary": tuple(facts["vary"])})

    def draw(self, name: str) -> bytes:
        """Return the bytes of a file that ``find`` named. Raises OutputError for what the site has not."""
        return self._artist.ask(self._opening, "draw", name=name)[1]

    def draw_missing(self, path: str, wishes: Wishes) -> bytes:
        """Return the page for an address at which there is nothing."""
        return self._artist.ask(self._opening, "missing", path=path, wishes=wishes)[1]

    def write_triples(self, plan: str) -> bytes:
        """Return all triples of a plan, in N-Triples."""
        return self._artist.ask(self._opening, "triples", plan=plan)[1]

    def draw_original(
        self, plan: str, layout: Path | None, given: list[tuple[str, str]], language: str
    ) -> tuple[int, bytes]:
        """Return status and page of what is asked of a plan's original; ``layout`` is where its places are kept."""
        kept = str(layout) if layout else ""
        facts, page = self._artist.ask(
            self._opening, "original", plan=plan, layout=kept, given=given, language=language
        )
        return facts["status"], page

    def draw_compared(self, plans: tuple[str, str], ending: str, language: str) -> bytes:
        """Return the comparison of two plans, as a file or as a page."""
        return self._artist.ask(self._opening, "compare", plans=plans, ending=ending, language=language)[1]

    def close(self) -> None:
        """Let go of it, here and in the child."""
        self._shared.close()
        self._artist.forget(self._opening["generation"])
        for file in Path(self._opening["shared"]).parent.glob(f"{Path(self._opening['shared']).name}*"):
            file.unlink()


def open_served(artist: Artist, sources: Sources, store: StoreFolder, shared: Path, look: Mapping[str, Any]) -> Site:
    """Return the site of some sources, whose pages look as ``look`` says. Raises what ``open_site`` raises."""
    opening = {
        "do": "open",
        "generation": store.generation,
        "location": {"name": sources.name, "files": list(map(str, sources.files)), "store": str(store.path)},
        "shared": str(shared),
        "triples": store.triples,
        "look": look,
    }
    facts = artist.open(opening)
    kept = Shared(shared)
    cards = tuple(PlanCard(**card) for card in facts["plans"])
    frame = Frame("", cards, kept.holds, facts["root"], load_look(**look), kept.find_home, has_towns=facts["has_towns"])
    return Site(frame, artist, opening, kept)
