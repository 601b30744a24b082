"""/slow takes its time, and nobody else has to wait for it."""

import asyncio

import pytest

DELAY_S = 5.0


def exactly(seconds):
    """Compare equal to this moment; only the rounding of the clock is forgiven."""
    return pytest.approx(seconds, abs=0.001)


async def get(app, path, text):
    """GET `path`, which is to be answered 200 with `text`."""
    response = await app.fetch(path)
    code, body = response.code, response.body
    assert code == 200, f"GET {path} should be answered with status 200"
    assert body == text, f"GET {path} should answer this text"


async def test_ping_answers_pong(serve):
    """GET /ping answers 200 "pong"."""
    await get(await serve(DELAY_S), "/ping", b"pong")


@pytest.mark.points(3)
async def test_slow_takes_its_delay(serve, clock):
    """GET /slow answers 200 "done" when its application's own delay has passed, not earlier and not later."""
    short, long = await serve(1.0), await serve(DELAY_S)

    async def time_of_slow(app):
        asked_s = clock.time()
        await get(app, "/slow", b"done")
        return clock.time() - asked_s

    short_s, long_s = await asyncio.gather(time_of_slow(short), time_of_slow(long))
    expected = "two applications side by side, make_app(1.0) and make_app(5.0), should each keep their own delay"
    assert short_s == exactly(1), f"{expected}; /slow of make_app(1.0) answered after {short_s:g} s"
    assert long_s == exactly(DELAY_S), f"{expected}; /slow of make_app(5.0) answered after {long_s:g} s"


@pytest.mark.points(3)
async def test_ping_is_served_while_slow_waits(serve, clock):
    """While one client waits for /slow, others get their /ping at once."""
    app = await serve(DELAY_S)
    slow = asyncio.create_task(get(app, "/slow", b"done"))
    await asyncio.sleep(0.5)
    late_s = await clock.lateness_s(lambda: get(app, "/ping", b"pong"), every_s=1, times=5)
    slow_has_answered = slow.done()
    late = ", ".join(f"{seconds:g}" for seconds in late_s)
    assert late_s == [exactly(0)] * 5, (
        f"while /slow waits, /ping should be answered at once; five of them, one a second, took {late} s"
    )
    assert not slow_has_answered, (
        "/slow should wait 5 s; it had answered before the five /ping, one a second, were through"
    )
    await slow


@pytest.mark.points(3)
async def test_slow_requests_wait_together(serve, clock):
    """Five clients that ask for /slow at once get their answers together, not one after the other."""
    app = await serve(DELAY_S)
    asked_s = clock.time()

    async def answered_s():
        await get(app, "/slow", b"done")
        return clock.time() - asked_s

    times_s = sorted(await asyncio.gather(*(answered_s() for _ in range(5))))
    seen = ", ".join(f"{seconds:g}" for seconds in times_s)
    assert times_s == [exactly(DELAY_S)] * 5, (
        f"five clients asked for /slow at once; each should have its answer after 5 s, not after {seen} s"
    )
