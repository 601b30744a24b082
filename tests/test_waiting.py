"""What the tasks of a loop wait for: each by its deepest line in one's own code.

The functions below are the learner's; the line in which one waits ends in `# WAITS` and its name.
"""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tornado import gen

from grader.candidate.waiting import _KEPT, waiting_tasks
from grader.instruments.account import Place
from grader.wire.messages import Waiting

Waiter = Callable[[asyncio.Event], Awaitable[object]]


async def one(gate: asyncio.Event) -> None:
    await gate.wait()  # WAITS one


async def another(gate: asyncio.Event) -> None:
    await asyncio.wait_for(gate.wait(), 60)  # WAITS another


async def outer(gate: asyncio.Event) -> None:
    await one(gate)


async def tornado_s(gate: asyncio.Event) -> None:
    await gen.with_timeout(timedelta(minutes=1), gate.wait())  # WAITS tornado_s


@gen.coroutine
def decorated(gate: asyncio.Event) -> Generator[Any, Any, None]:
    yield gate.wait()  # WAITS decorated


@gen.coroutine
def outer_decorated(gate: asyncio.Event) -> Generator[Any, Any, None]:
    yield decorated(gate)  # WAITS outer_decorated


def helper(gate: asyncio.Event) -> Generator[Any, Any, None]:
    yield gate.wait()  # WAITS helper


@gen.coroutine
def delegating(gate: asyncio.Event) -> Generator[Any, Any, None]:
    yield from helper(gate)


@gen.coroutine
def of_a_coroutine(gate: asyncio.Event) -> Generator[Any, Any, None]:
    yield one(gate)  # WAITS of_a_coroutine


async def at_once(_gate: asyncio.Event) -> None:
    """Wait for nothing."""


LINES = {
    line.rpartition("# WAITS ")[2]: number
    for number, line in enumerate(Path(__file__).read_text().splitlines(), 1)
    if line.startswith("    ") and "  # WAITS " in line
}


def is_own(path: str) -> bool:
    return path == __file__


def waiting(*waiters: Waiter, is_own: Callable[[str], bool] = is_own) -> tuple[Waiting, ...]:
    """Give what is told when each of the waiters is as far as it comes, and let them end."""

    async def main() -> tuple[Waiting, ...]:
        loop, gate = asyncio.get_running_loop(), asyncio.Event()
        started = [asyncio.ensure_future(waiter(gate)) for waiter in waiters]
        for number, each in enumerate(started):
            if isinstance(each, asyncio.Task):
                each.set_name(f"task {number}")
        for _ in range(10):  # turns: more than the deepest of them takes to come to its wait
            await asyncio.sleep(0)
        found = waiting_tasks(loop, is_own)
        gate.set()
        await asyncio.gather(*started)
        return tuple(each for each in found if each.place and not each.place.function.startswith(waiting.__name__))

    return asyncio.run(main())


def lines(found: tuple[Waiting, ...]) -> list[tuple[str, int]]:
    return [(each.place.function, each.place.line) for each in found if each.place]


@pytest.mark.parametrize("waiter", [one, another, tornado_s])
def test_a_task_is_told_by_its_name_and_its_line(waiter: Waiter) -> None:
    place = Place(path=__file__, line=LINES[waiter.__name__], function=waiter.__name__)
    assert waiting(waiter) == (Waiting(task="task 0", place=place),)


def test_the_deepest_line_of_one_s_own_is_told() -> None:
    assert lines(waiting(outer)) == [("one", LINES["one"])]


def test_a_decorated_coroutine_is_told_and_has_no_task() -> None:
    place = Place(path=__file__, line=LINES["decorated"], function="decorated")
    assert waiting(decorated) == (Waiting(task="", place=place),)


def test_decorated_coroutines_are_told_each_with_whom_it_waits_for() -> None:
    assert lines(waiting(outer_decorated)) == [(name, LINES[name]) for name in ("decorated", "outer_decorated")]


def test_a_decorated_coroutine_that_delegates_is_told_by_the_deepest_line() -> None:
    assert lines(waiting(delegating)) == [("helper", LINES["helper"])]


def test_a_decorated_coroutine_that_waits_for_another_kind_is_told_with_it() -> None:
    assert lines(waiting(of_a_coroutine)) == [(name, LINES[name]) for name in ("one", "of_a_coroutine")]


def test_all_that_wait_are_told_in_the_order_of_their_lines() -> None:
    found = waiting(of_a_coroutine, another, decorated, one, tornado_s)
    assert [line for _, line in lines(found)] == sorted(
        LINES[name] for name in ("one", "another", "tornado_s", "decorated", "of_a_coroutine")
    )


def test_what_is_done_waits_for_nothing() -> None:
    assert waiting(at_once) == ()
    assert lines(waiting(at_once, one)) == [("one", LINES["one"])]


def test_what_ended_before_is_not_told() -> None:
    waiting(one, decorated)
    assert waiting(at_once) == ()


def test_what_waits_on_another_loop_is_not_told() -> None:
    with closing(asyncio.new_event_loop()) as other:
        task = other.create_task(one(asyncio.Event()))
        assert lines(waiting(another)) == [("another", LINES["another"])]
        assert len(waiting_tasks(other, is_own)) == 1
        task.cancel()
        other.run_until_complete(asyncio.wait([task]))


def test_nothing_is_told_where_nothing_is_one_s_own() -> None:
    assert waiting(one, decorated, is_own=lambda path: False) == ()
    assert waiting(lambda gate: gate.wait()) == ()


def others(source: str, path: str) -> dict[str, Any]:
    """Give what the source defines, as a file of its own."""
    names: dict[str, Any] = {"asyncio": asyncio}
    exec(compile(source, path, "exec"), names)
    return names


def test_who_waits_in_a_stranger_s_asynchronous_generator_is_told_by_the_line_that_loops() -> None:
    stranger = others("async def pages(gate):\n    yield 1\n    await gate.wait()\n", "/stranger.py")

    async def read(gate: asyncio.Event) -> None:
        async for _ in stranger["pages"](gate):
            pass

    first = read.__code__.co_firstlineno
    (found,) = (each.place for each in waiting(read) if each.place)
    assert (found.path, found.line) == (__file__, first + 1)


def test_of_very_many_the_first_lines_are_told() -> None:
    own = others("\n".join(f"async def f{line}(gate): await gate.wait()" for line in range(1, 41)), "/own.py")
    found = waiting(*(own[f"f{line}"] for line in range(40, 0, -1)), is_own=lambda path: path == "/own.py")
    assert lines(found) == [(f"f{line}", line) for line in range(1, _KEPT + 1)]
