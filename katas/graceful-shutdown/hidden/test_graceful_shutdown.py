"""main stops accepting, lets the requests in flight end, cuts off what takes longer than ten seconds, and returns."""

import asyncio
import contextlib

import pytest

SOON_S = 0.2  # what the task allows for "as soon as": a submission may look again and again
GRACE_S = 10
PATIENCE_S = 60  # simulated; only a submission that hangs uses it up


class House:
    """A running main with its event, its clients, and seconds that count from the event."""

    def __init__(self, clock, app, running, shutdown_event):
        self.app = app
        self._running = running
        self._clock = clock
        self._event = shutdown_event
        self._event_s = 0.0
        self._ended_s = None
        running.add_done_callback(self._note_end)

    def _note_end(self, _):
        self._ended_s = self.since_event_s()

    def since_event_s(self):
        """Give the seconds since the event was set; before that, since the test's start."""
        return self._clock.time() - self._event_s

    async def order(self, *durations_s):
        """Send a request for each of `durations_s` and let a second pass; give their tasks."""
        orders = [asyncio.create_task(self._work(duration_s)) for duration_s in durations_s]
        await self._clock.advance(1)
        return orders

    async def _work(self, duration_s):
        """Ask for /work; give status, body and the seconds since the event. A lost connection has status 0."""
        try:
            response = await self.app.fetch(f"/work?s={duration_s}")
        except Exception:  # noqa: BLE001 -- however a connection is lost, it is lost
            return 0, b"", self.since_event_s()
        return response.code, response.body, self.since_event_s()

    def check_running(self):
        """Fail if main has ended."""
        if self._running.done():
            fail_for_its_end(self._running)

    async def close(self):
        """Set the event, and let happen what happens at this moment."""
        self.check_running()
        self._event_s = self._clock.time()
        self._event.set()
        await self._clock.advance(0)

    async def main_returns(self, after_s, why):
        """Wait for main and fail unless it returns `after_s` after the event."""
        await asyncio.wait({self._running}, timeout=PATIENCE_S)
        if not self._running.done():
            pytest.fail(f"{why}: main should return {when(after_s)}; {PATIENCE_S} s later it still had not")
        self._running.result()
        check_moment(self._ended_s, after_s, f"{why}: main should return {when(after_s)}; it returned")


def fail_for_its_end(running):
    """Fail because main has ended; an exception that it ended with is the better explanation and is raised."""
    running.result()
    pytest.fail("main returned before the shutdown event was set; it should wait for that event")


def check_moment(seen_s, expected_s, sentence):
    """Fail with the sentence and the time seen unless that is the expected one, or soon after it."""
    if not expected_s - 0.01 <= seen_s <= expected_s + SOON_S + 0.01:
        pytest.fail(f"{sentence} {when(seen_s)}")


def when(time_s):
    """Say a time after the event."""
    return f"{time_s:.3g} s after the event" if time_s >= 0.01 else "at once"


async def start(submission, connect, port, clock):
    """Run main beside the test and return its House; a main that ends by itself fails the test."""
    shutdown_event = asyncio.Event()
    running = asyncio.create_task(submission.main(port, shutdown_event))
    connecting = asyncio.ensure_future(connect(port))
    await asyncio.wait({running, connecting}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        connecting.cancel()
        await asyncio.gather(connecting, return_exceptions=True)
        fail_for_its_end(running)
    return House(clock, await connecting, running, shutdown_event)


@pytest.mark.points(1)
async def test_work_is_done_until_the_event(submission, connect, port, clock):
    """While the event is not set, requests of 1, 30 and 3 s are answered 1, 30 and 3 s after they were sent."""
    house = await start(submission, connect, port, clock)
    sent_s = house.since_event_s()
    orders = await house.order(1, 30, 3)
    for duration_s, order in zip((1, 30, 3), orders, strict=True):
        code, body, answered_s = await order
        assert code == 200, f"GET /work?s={duration_s} should be answered with status 200"
        assert body == b"done", f"GET /work?s={duration_s} should answer this text"
        took_s = answered_s - sent_s
        if took_s != pytest.approx(duration_s, abs=0.05):
            pytest.fail(
                f"GET /work?s={duration_s} should take {duration_s} s, also beside others; it took {took_s:.3g} s"
            )
    house.check_running()


@pytest.mark.points(4)
async def test_requests_in_flight_get_their_answers(submission, connect, port, clock):
    """One request ends 2 s after the event, another one 5 s: both get their 200, and main ends with the last."""
    house = await start(submission, connect, port, clock)
    orders = await house.order(3, 6)  # a second passes before the event
    await house.close()
    for left_s, order in zip((2, 5), orders, strict=True):
        code, _, ended_s = await order
        if code != 200:
            pytest.fail(
                f"a request in flight that needed {left_s} s more should be answered with status 200; "
                f"its connection was closed {when(ended_s)}, without the answer"
            )
    await house.main_returns(5, "the last request in flight was answered 5 s after the event")


@pytest.mark.points(2)
async def test_new_connections_are_refused(submission, connect, port, clock):
    """From the event on, while a request in flight still has 6 s to go, whoever connects is refused."""
    house = await start(submission, connect, port, clock)
    (order,) = await house.order(7)
    await house.close()
    for _ in range(3):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionError:
            await clock.advance(1)
            continue
        writer.close()
        pytest.fail(f"a request was in flight, and {when(house.since_event_s())} a new connection was still accepted")
    await order


@pytest.mark.points(4)
async def test_stuck_requests_are_cut_off(submission, connect, port, clock):
    """A request that needs 9 s more gets its 200; two that are stuck are cut off 10 s after the event, both."""
    house = await start(submission, connect, port, clock)
    slow, *stuck = await house.order(10, 100_000, 200_000)
    await house.close()
    code, _, ended_s = await slow
    if code != 200:
        pytest.fail(
            "a request in flight that needed 9 s more should be answered with status 200; "
            f"its connection was closed {when(ended_s)}, without the answer"
        )
    await house.main_returns(GRACE_S, "two requests are stuck")
    await asyncio.wait(stuck, timeout=PATIENCE_S)
    for order in stuck:
        if not order.done():
            pytest.fail("main has returned, but the connection of a stuck request is still open")
        check_moment(order.result()[2], GRACE_S, "a stuck request should be cut off after 10 s; that was")


@pytest.mark.points(1)
async def test_nothing_in_flight(submission, connect, port, clock):
    """Nobody has asked for anything: main returns at once."""
    house = await start(submission, connect, port, clock)
    await house.close()
    await house.main_returns(0, "nobody had asked for anything")


@pytest.mark.points(2)
async def test_idle_connections(submission, connect, port, clock):
    """A client that has its answer keeps its connection, another has not asked yet: main closes both and returns."""
    house = await start(submission, connect, port, clock)
    idle_reader, idle_writer = await asyncio.open_connection("127.0.0.1", port)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"GET /work?s=2 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await reader.readuntil(b"done")
        await house.close()
        await house.main_returns(0, "two connections were open, but on neither of them a request was in flight")
        closing = [asyncio.create_task(reads_to_the_end(each)) for each in (idle_reader, reader)]
        _, open_still = await asyncio.wait(closing, timeout=1)
        for each in open_still:
            each.cancel()
        if open_still:
            pytest.fail("main has returned, but an idle connection of a client is still open")
    finally:
        idle_writer.close()
        writer.close()


async def reads_to_the_end(reader):
    """Return when the other side has closed the connection, politely or not."""
    with contextlib.suppress(ConnectionError):
        await reader.read()


@pytest.mark.points(1)
async def test_failed_requests(submission, connect, port, clock):
    """Requests that were answered with an error are over: main returns at once."""
    house = await start(submission, connect, port, clock)
    for path in ("/work", "/nowhere"):
        response = await house.app.fetch(path)
        assert response.code >= 400, f"GET {path} should be answered with an error"
    await house.close()
    await house.main_returns(0, "two requests had been answered with an error, none was in flight")
