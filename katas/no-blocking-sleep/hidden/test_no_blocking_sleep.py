"""/slow takes its time, and nobody else has to wait for it."""

import asyncio

import pytest


async def get(app, path):
    """Return the status and the body with which GET `path` is answered."""
    response = await app.fetch(path)
    return response.code, response.body


async def test_ping_answers_pong(serve):
    """GET /ping answers 200 "pong"."""
    app = await serve(0.3)
    code, body = await get(app, "/ping")
    assert code == 200, "GET /ping should be answered with status 200"
    assert body == b"pong", "GET /ping should answer this text"


@pytest.mark.points(3)
async def test_slow_takes_its_delay(serve, clock):
    """GET /slow answers 200 "done", not before its application's own delay has passed."""
    short, long = await serve(0.2), await serve(1.2)

    async def wait_for_slow(app):
        asked_s = clock.time()
        code, body = await get(app, "/slow")
        assert code == 200, "GET /slow should be answered with status 200"
        assert body == b"done", "GET /slow should answer this text"
        return clock.time() - asked_s

    short_s, long_s = await asyncio.gather(wait_for_slow(short), wait_for_slow(long))
    assert short_s > 0.19, "make_app(0.2): /slow answered before the 0.2 s had passed"
    assert long_s > 1.19, "make_app(1.2): /slow answered before the 1.2 s had passed"
    assert long_s - short_s > 0.5, (
        "make_app(0.2) and make_app(1.2) side by side: both /slow pages took about the same time; "
        "each application should keep its own delay"
    )


@pytest.mark.points(3)
async def test_ping_is_served_while_slow_waits(serve):
    """While one client waits for /slow, others get their /ping."""
    app = await serve(2.0)
    slow = asyncio.create_task(get(app, "/slow"))
    for _ in range(5):
        await asyncio.sleep(0.05)
        code, _ = await get(app, "/ping")
        assert code == 200, "GET /ping should be answered with status 200"
    slow_has_answered = slow.done()
    assert not slow_has_answered, (
        "/slow, which waits 2 s, had answered before five /ping in a row had: "
        "it kept them waiting, or did not wait itself"
    )
    slow.cancel()


@pytest.mark.points(3)
async def test_slow_requests_wait_together(serve, clock):
    """Five clients that ask for /slow at once get their answers together, not one after the other."""
    delay_s = 0.4
    app = await serve(delay_s)

    async def answered_s():
        code, _ = await get(app, "/slow")
        assert code == 200, "GET /slow should be answered with status 200"
        return clock.time()

    times_s = await asyncio.gather(*(answered_s() for _ in range(5)))
    # In a queue the last answer comes 1.6 s after the first; side by side, no time lies between them.
    between_s = max(times_s) - min(times_s)
    assert between_s < 2 * delay_s, (
        f"five clients asked for /slow at once, and between the first answer and the last passed {between_s:.1f} s: "
        "they stood in a queue"
    )
