"""Workers do the urgent first, one thing is made once, and what fails tells everybody who waits."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from sim.app.crew import PATIENT, URGENT, Crew, Stopped, wait_for
from sim.app.kept import Kept


def test_what_is_urgent_goes_first_at_the_next_piece() -> None:
    crew, order, held, running = Crew(1), [], threading.Event(), threading.Event()
    pieces = iter("abc")

    def patient() -> bool:
        running.set()
        held.wait(5)
        order.append(next(pieces))
        return order[-1] == "c"

    def urgent() -> bool:
        order.append("!")
        return True

    slow = crew.submit(patient, PATIENT)
    running.wait(5)
    quick = crew.submit(urgent, URGENT)
    held.set()
    wait_for([slow, quick])
    crew.close()
    assert "".join(order) == "a!bc"


def test_an_error_of_a_piece_reaches_who_waits_and_the_crew_works_on() -> None:
    crew = Crew(1)

    def broken() -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        wait_for([crew.submit(broken, URGENT)])
    wait_for([crew.submit(lambda: True, URGENT)])
    crew.close()


def test_a_closed_crew_gives_up_what_waits_and_takes_nothing() -> None:
    crew = Crew(1)
    crew.close()
    with pytest.raises(Stopped):
        wait_for([crew.submit(lambda: True, URGENT)])


def test_a_thing_is_made_once_however_many_ask_at_once() -> None:
    kept, made, gate = Kept[int](3), [], threading.Barrier(8)

    def make() -> int:
        made.append(1)
        return 7

    def ask(_: int) -> int:
        gate.wait(5)
        return kept.get("same", make)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [7] * 8
    assert len(made) == 1


def test_what_fails_is_not_kept_and_the_oldest_leaves() -> None:
    kept = Kept[str](2)

    def broken() -> str:
        raise KeyError

    with pytest.raises(KeyError):
        kept.get("a", broken)
    assert kept.get("a", lambda: "mended") == "mended"
    kept.get("b", lambda: "b")
    kept.get("a", lambda: "never")
    kept.get("c", lambda: "c")
    assert kept.get("a", lambda: "made anew") == "mended"
    assert kept.get("b", lambda: "made anew") == "made anew"
    assert len(kept) == 2
