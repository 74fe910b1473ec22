"""Who runs next, and who has had its moment; no process, no clock."""

from dupgraph.serve.line import MOMENT_SECONDS, Line, Ticket

Tickets = list[Ticket]


def arrive(line: Line[Ticket], *clients: str, at: float = 0.0) -> Tickets:
    tickets = [Ticket(client, at, at + 30 + number / 1000) for number, client in enumerate(clients)]
    line.waiting += tickets
    return tickets


def begin_all(line: Line[Ticket], ready: int = 9, now: float = 0.0) -> Tickets:
    begun = []
    while ticket := line.find_next(ready):
        line.begin(ticket, now)
        begun.append(ticket)
        ready -= 1
    return begun


def test_the_first_ones_take_the_workers_and_the_last_one_the_spare_place() -> None:
    line: Line[Ticket] = Line(2)
    first, second, _third, last = arrive(line, "a", "a", "a", "a")
    assert begin_all(line) == [first, second, last]
    assert [ticket.lane for ticket in line.running] == ["own", "own", "spare"]


def test_without_a_worker_nobody_begins() -> None:
    line: Line[Ticket] = Line(2)
    arrive(line, "a")
    assert begin_all(line, ready=0) == []


def test_whoever_has_fewer_running_comes_first() -> None:
    line: Line[Ticket] = Line(1)
    arrive(line, "a", "a", "a")
    begin_all(line)
    (other,) = arrive(line, "b", at=1.0)
    line.leave(line.running[0])
    assert begin_all(line)[0] is other


def test_whoever_has_fewer_running_comes_first_among_the_workers_too() -> None:
    line: Line[Ticket] = Line(3)
    arrive(line, "a", "a")
    begin_all(line, ready=2)
    _earlier, other = arrive(line, "a", "b")
    assert line.find_next(2) is other


def test_a_place_among_the_n_goes_to_whoever_has_the_spare_one() -> None:
    line: Line[Ticket] = Line(1)
    own, other = arrive(line, "a", "b")
    begin_all(line)
    line.leave(own)
    (newest,) = arrive(line, "c", at=1.0)
    assert begin_all(line) == [newest]
    assert (other.lane, newest.lane, own.lane) == ("own", "spare", "")


def test_who_has_had_a_moment_goes_where_another_wants_the_place() -> None:
    line: Line[Ticket] = Line(1)
    _own, spare = arrive(line, "a", "a")
    begin_all(line, now=10.0)
    assert line.find_overdue(10.0 + MOMENT_SECONDS) is None
    (other,) = arrive(line, "a", at=10.0)
    assert line.find_overdue(10.0 + MOMENT_SECONDS / 2) is None
    assert line.find_overdue(10.0 + MOMENT_SECONDS) is spare
    other.is_long = True
    assert line.find_overdue(10.0 + MOMENT_SECONDS) is None


def test_the_last_ready_worker_is_kept_for_whoever_comes() -> None:
    line: Line[Ticket] = Line(1)
    _own, waiting, spare = arrive(line, "a", "a", "a")
    begin_all(line, now=1.0)
    line.leave(spare)
    assert line.find_next(1) is None
    assert line.find_next(2) is waiting
    (newcomer,) = arrive(line, "a", at=2.0)
    assert line.find_next(1) is newcomer
