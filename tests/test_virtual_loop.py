"""A loop in virtual time, here in the simplest one: it goes to the next deadline as soon as nothing is ready."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from grader.instruments.virtual_loop import Events, VirtualLoop, VirtualTime

HOUR_S = 3600
SECOND_NS = 1_000_000_000


class JumpingLoop(VirtualLoop):
    """Jumps; where nothing is scheduled it calls `when_idle`, and then waits in real time."""

    def __init__(self, now: VirtualTime | None = None, when_idle: Callable[[], object] = lambda: None) -> None:
        super().__init__(now or VirtualTime())
        self.when_idle = when_idle

    def look(self, timeout: float | None) -> Events:
        events = self.look_really(0)
        if events or self.has_work or (timeout is not None and timeout <= 0):
            return events
        deadline_ns = self.deadline_ns(timeout)
        if deadline_ns is None:
            self.when_idle()
            return self.look_really(None)
        self.now.ns = deadline_ns
        return []


@pytest.fixture
def loop() -> Iterator[JumpingLoop]:
    with closing(JumpingLoop()) as loop:
        yield loop


def test_sleeps_end_in_the_order_of_their_lengths_each_at_its_instant(loop: JumpingLoop) -> None:
    async def sleep(length_s: float) -> tuple[float, float]:
        await asyncio.sleep(length_s)
        ends.append(length_s)
        return length_s, loop.time()

    async def main() -> list[tuple[float, float]]:
        return await asyncio.gather(*map(sleep, lengths))

    lengths = [3.0, 0.25, 10.0 * HOUR_S, 1.0]
    ends: list[float] = []
    assert loop.run_until_complete(main()) == [(length, length) for length in lengths]
    assert ends == sorted(lengths)


def test_sleeps_one_after_the_other_add_up(loop: JumpingLoop) -> None:
    async def main() -> None:
        for length_s in (60, 7, 0.5):
            await asyncio.sleep(length_s)

    loop.run_until_complete(main())
    assert loop.time() == 67.5


def test_time_stands_where_nobody_waits_for_it(loop: JumpingLoop) -> None:
    async def main() -> None:
        for _ in range(1000):
            await asyncio.sleep(0)

    loop.run_until_complete(main())
    assert loop.time() == 0


def test_wait_for_ends_what_takes_too_long_at_its_instant(loop: JumpingLoop) -> None:
    async def job() -> None:
        try:
            await asyncio.sleep(HOUR_S)
        finally:
            ended_s.append(loop.time())

    async def main() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(job(), 7)

    ended_s: list[float] = []
    loop.run_until_complete(main())
    assert (ended_s, loop.time()) == ([7], 7)


def test_wait_for_lets_what_is_in_time_end_and_its_time_out_never_comes(loop: JumpingLoop) -> None:
    async def main() -> str:
        return await asyncio.wait_for(asyncio.sleep(6.999999, "done"), 7)

    assert loop.run_until_complete(main()) == "done"
    assert loop.time() == 6.999999


def test_a_time_out_in_a_time_out_ends_first_if_it_is_shorter(loop: JumpingLoop) -> None:
    async def main() -> None:
        async with asyncio.timeout(10):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(3):
                    await asyncio.Event().wait()

    loop.run_until_complete(main())
    assert loop.time() == 3


def test_two_calls_for_one_instant_come_in_the_order_in_which_they_were_scheduled(loop: JumpingLoop) -> None:
    calls: list[str] = []
    loop.call_later(60, calls.append, "first")
    loop.call_at(60, calls.append, "second")
    loop.call_later(61, loop.stop)
    loop.run_forever()
    assert calls == ["first", "second"]


def test_calls_for_one_instant_always_come_in_the_same_order() -> None:
    def once() -> list[int]:
        calls: list[int] = []
        with closing(JumpingLoop()) as loop:
            for number in range(20):
                loop.call_later(60, calls.append, number)
            loop.call_later(61, loop.stop)
            loop.run_forever()
        return calls

    first = once()
    assert sorted(first) == list(range(20))
    assert all(once() == first for _ in range(5))


def test_sums_that_floats_take_for_different_are_one_instant(loop: JumpingLoop) -> None:
    calls: list[float] = []
    loop.call_later(0.1, lambda: loop.call_later(0.2, lambda: calls.append(loop.time())))
    loop.call_later(0.3, lambda: calls.append(loop.time()))
    loop.call_later(1, loop.stop)
    loop.run_forever()
    assert 0.1 + 0.2 != 0.3
    assert calls == [0.3, 0.3]


@pytest.mark.parametrize(
    ("delay_s", "after_ns"),
    [
        (1, SECOND_NS),
        (0.1, 100_000_000),
        (1 / 3, 333_333_000),
        (1e-6, 1000),
        (1.4e-6, 1000),
        (1.6e-6, 2000),
        (1e-12, 1000),
        (0, 1000),
        (-5, 1000),
    ],
)
def test_an_instant_is_in_whole_microseconds_and_never_now(delay_s: float, after_ns: int) -> None:
    assert VirtualTime().after(delay_s) == after_ns
    assert VirtualTime(ns=5 * SECOND_NS).after(delay_s) == 5 * SECOND_NS + after_ns


def test_fractions_do_not_add_up_to_an_error(loop: JumpingLoop) -> None:
    async def main() -> None:
        for _ in range(10_000):
            await asyncio.sleep(0.1)

    loop.run_until_complete(main())
    assert loop.time() == 1000


def test_delays_too_short_to_count_do_not_stop_the_clock(loop: JumpingLoop) -> None:
    async def main() -> None:
        for _ in range(1000):
            await asyncio.sleep(1e-12)

    loop.run_until_complete(main())
    assert loop.now.ns == 1000 * 1000


def test_without_a_time_out_there_is_no_instant(loop: JumpingLoop) -> None:
    assert loop.deadline_ns(None) is None
    assert loop.deadline_ns(2) == 2 * SECOND_NS


def test_loops_of_one_time_show_the_same() -> None:
    now = VirtualTime()
    with closing(JumpingLoop(now)) as one, closing(JumpingLoop(now)) as other:
        one.run_until_complete(asyncio.sleep(5))
        assert (one.time(), other.time(), now.ns) == (5, 5, 5 * SECOND_NS)


def test_work_is_a_call_that_is_ready(loop: JumpingLoop) -> None:
    loop.call_later(1, print)
    assert not loop.has_work
    loop.call_soon(print)
    assert loop.has_work


def test_bytes_that_are_there_come_before_any_deadline(loop: JumpingLoop) -> None:
    here, there = socket.socketpair()
    with here, there:
        there.setblocking(False)

        async def main() -> tuple[bytes, float]:
            return await loop.sock_recv(there, 100), loop.time()

        here.sendall(b"hello")
        loop.call_later(1, print)
        assert loop.run_until_complete(main()) == (b"hello", 0)


def test_it_tells_which_descriptors_it_listens_to(loop: JumpingLoop) -> None:
    here, there = socket.socketpair()
    with here, there:
        before = set(loop.descriptors)
        loop.add_reader(there, print)
        assert set(loop.descriptors) == before | {there.fileno()}
        loop.remove_reader(there)
        assert set(loop.descriptors) == before


def test_another_thread_can_end_its_wait(loop: JumpingLoop) -> None:
    waker = threading.Thread(target=loop.wake)
    waker.start()
    assert loop.look_really(None)
    waker.join()
    assert loop.has_work


def test_names_are_resolved_without_a_thread(loop: JumpingLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise AssertionError("a thread was made")

    async def main() -> tuple[object, object]:
        addresses = await loop.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM)
        with pytest.raises(socket.gaierror):
            await loop.getaddrinfo("no number", 80, flags=socket.AI_NUMERICHOST)
        return addresses, await loop.getnameinfo(("127.0.0.1", 80), numeric)

    numeric = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV
    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert loop.run_until_complete(main()) == (
        socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM),
        ("127.0.0.1", "80"),
    )
    assert loop.time() == 0


def test_a_connection_by_name_is_made_in_no_time(loop: JumpingLoop) -> None:
    async def main() -> bytes:
        def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"hello")
            writer.close()

        async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection("localhost", server.sockets[0].getsockname()[1])
            said = await reader.read()
            writer.close()
            await writer.wait_closed()
        return said

    assert loop.run_until_complete(main()) == b"hello"
    assert loop.time() == 0


def test_the_end_of_a_runner_waits_for_the_pool_and_does_not_jump() -> None:
    go_on = threading.Event()
    loop = JumpingLoop(when_idle=go_on.set)
    done: list[bool] = []

    async def main() -> None:
        loop.run_in_executor(None, lambda: done.append(go_on.wait(60)))

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(main())
        assert done == []
    assert (done, loop.time(), loop.is_closed()) == ([True], 0, True)


def test_a_time_out_for_the_pool_s_end_is_not_jumped_over() -> None:
    go_on = threading.Event()
    with closing(JumpingLoop(when_idle=go_on.set)) as loop:
        loop.run_in_executor(None, go_on.wait, 60)
        loop.run_until_complete(loop.shutdown_default_executor(300))
        assert (go_on.is_set(), loop.time()) == (True, 0)


def test_a_loop_that_never_had_a_pool_shuts_none_down(loop: JumpingLoop) -> None:
    loop.run_until_complete(loop.shutdown_default_executor())
    assert loop.time() == 0


def test_how_a_loop_waits_has_to_be_said() -> None:
    with pytest.raises(TypeError, match="look"):
        VirtualLoop(VirtualTime())  # type: ignore[abstract]
