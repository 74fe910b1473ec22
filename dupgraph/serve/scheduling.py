"""Which query runs next on a few workers, so that short queries do not wait for long ones.

Beside the N workers runs one more, in which a query that finds the others busy gets a moment. What takes longer is
moved while others want that place: it waits for one of the N, and begins anew there. Which queries are long nobody
can tell beforehand.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

# How long a query may stand in the way of others that came after it, when all workers are busy.
MOMENT_SECONDS = 0.1

Lane = Literal["", "own", "spare"]


@dataclass(eq=False)
class Ticket:
    """A query that waits or runs. ``client`` is who asks; the times are those of one clock, in seconds.

    ``lane`` is where it runs, empty while it waits: on one of the N, or on the spare worker; ``is_long`` says that a
    moment was not enough for it.
    """

    client: str
    came: float
    deadline: float
    is_long: bool = False
    lane: Lane = ""
    since: float = 0.0


AnyTicket = TypeVar("AnyTicket", bound=Ticket)


@dataclass
class Schedule(Generic[AnyTicket]):
    """The queries that wait and those that run, on ``workers`` and the spare one."""

    workers: int
    waiting: list[AnyTicket] = field(default_factory=list)
    running: list[AnyTicket] = field(default_factory=list)
    spare_taken: float = 0.0

    def find_next(self, ready: int) -> AnyTicket | None:
        """Return who may run now on one of ``ready`` workers; None where nobody waits, or there is no place.

        First come those whose client has the fewest queries running. Of these the one that came first takes a place
        among the N, and the one that came last the spare place: who has waited there longest is hardly the short one.
        Whoever was there when that place was last taken leaves a worker ready for whoever came since: a moment costs
        a worker as often as not.
        """
        own = self._promote()
        if not ready or not self.waiting:
            return None
        running = Counter(ticket.client for ticket in self.running)
        if own < self.workers:
            return min(self.waiting, key=lambda ticket: (running[ticket.client], ticket.deadline), default=None)
        if any(ticket.lane == "spare" for ticket in self.running):
            return None
        short = [
            ticket for ticket in self.waiting if not ticket.is_long and (ready > 1 or ticket.came >= self.spare_taken)
        ]
        return min(short, key=lambda ticket: (running[ticket.client], -ticket.deadline), default=None)

    def begin(self, ticket: AnyTicket, now: float) -> None:
        """Run a ticket that ``find_next`` returned."""
        ticket.lane = "own" if self._promote() < self.workers else "spare"
        ticket.since = now
        if ticket.lane == "spare":
            self.spare_taken = now
        self.waiting.remove(ticket)
        self.running.append(ticket)

    def leave(self, ticket: AnyTicket) -> None:
        """Remove a ticket, whether it waits or runs."""
        for tickets in (self.waiting, self.running):
            if ticket in tickets:
                tickets.remove(ticket)
        ticket.lane = ""

    def find_overdue(self, now: float) -> AnyTicket | None:
        """Return who has had its moment on the spare worker, where another wants that place."""
        if all(ticket.is_long for ticket in self.waiting):
            return None
        late = (ticket for ticket in self.running if ticket.lane == "spare" and now >= ticket.since + MOMENT_SECONDS)
        return next(late, None)

    def _promote(self) -> int:
        """Count whom the N have; the one on the spare worker is one of them as soon as there is room."""
        own = sum(ticket.lane == "own" for ticket in self.running)
        spare = next((ticket for ticket in self.running if ticket.lane == "spare"), None)
        if own < self.workers and spare is not None:
            spare.lane = "own"
            own += 1
        return own
