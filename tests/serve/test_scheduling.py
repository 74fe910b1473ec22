"""Who runs next, and who has had its moment; no process, no clock."""

from dupgraph.serve.scheduling import MOMENT_SECONDS, Schedule, Ticket

Tickets = list[Ticket]


def arrive(schedule: Schedule[Ticket], *clients: str, at: float = 0.0) -> Tickets:
    tickets = [Ticket(client, at, at + 30 + number / 1000) for number, client in enumerate(clients)]
    schedule.waiting += tickets
    return tickets


def begin_all(schedule: Schedule[Ticket], ready: int = 9, now: float = 0.0) -> Tickets:
    begun = []
    while ticket := schedule.find_next(ready):
        schedule.begin(ticket, now)
        begun.append(ticket)
        ready -= 1
    return begun


def test_the_first_ones_take_the_workers_and_the_last_one_the_spare_place() -> None:
    schedule: Schedule[Ticket] = Schedule(2)
    first, second, _third, last = arrive(schedule, "a", "a", "a", "a")
    assert begin_all(schedule) == [first, second, last]
    assert [ticket.lane for ticket in schedule.running] == ["own", "own", "spare"]


def test_without_a_worker_nobody_begins() -> None:
    schedule: Schedule[Ticket] = Schedule(2)
    arrive(schedule, "a")
    assert begin_all(schedule, ready=0) == []


def test_whoever_has_fewer_running_comes_first() -> None:
    schedule: Schedule[Ticket] = Schedule(1)
    arrive(schedule, "a", "a", "a")
    begin_all(schedule)
    (other,) = arrive(schedule, "b", at=1.0)
    schedule.leave(schedule.running[0])
    assert begin_all(schedule)[0] is other


def test_whoever_has_fewer_running_comes_first_among_the_workers_too() -> None:
    schedule: Schedule[Ticket] = Schedule(3)
    arrive(schedule, "a", "a")
    begin_all(schedule, ready=2)
    _earlier, other = arrive(schedule, "a", "b")
    assert schedule.find_next(2) is other


def test_a_place_among_the_n_goes_to_whoever_has_the_spare_one() -> None:
    schedule: Schedule[Ticket] = Schedule(1)
    own, other = arrive(schedule, "a", "b")
    begin_all(schedule)
    schedule.leave(own)
    (newest,) = arrive(schedule, "c", at=1.0)
    assert begin_all(schedule) == [newest]
    assert (other.lane, newest.lane, own.lane) == ("own", "spare", "")


def test_who_has_had_a_moment_goes_where_another_wants_the_place() -> None:
    schedule: Schedule[Ticket] = Schedule(1)
    _own, spare = arrive(schedule, "a", "a")
    begin_all(schedule, now=10.0)
    assert schedule.find_overdue(10.0 + MOMENT_SECONDS) is None
    (other,) = arrive(schedule, "a", at=10.0)
    assert schedule.find_overdue(10.0 + MOMENT_SECONDS / 2) is None
    assert schedule.find_overdue(10.0 + MOMENT_SECONDS) is spare
    other.is_long = True
    assert schedule.find_overdue(10.0 + MOMENT_SECONDS) is None


def test_the_last_ready_worker_is_kept_for_whoever_comes() -> None:
    schedule: Schedule[Ticket] = Schedule(1)
    _own, waiting, spare = arrive(schedule, "a", "a", "a")
    begin_all(schedule, now=1.0)
    schedule.leave(spare)
    assert schedule.find_next(1) is None
    assert schedule.find_next(2) is waiting
    (newcomer,) = arrive(schedule, "a", at=2.0)
    assert schedule.find_next(1) is newcomer
