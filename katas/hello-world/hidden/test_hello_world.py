"""The application says hello; main serves until its event is set and cleans up behind itself."""

import asyncio
import contextlib

import pytest

PATIENCE_S = 2.0  # far longer than anything here takes; only a submission that hangs uses it up


async def soon(awaitable, otherwise):
    """Return the result of `awaitable`; one that hangs fails the test with the sentence `otherwise`."""
    task = asyncio.ensure_future(awaitable)
    done, _ = await asyncio.wait({task}, timeout=PATIENCE_S)
    if not done:
        task.cancel()
        pytest.fail(otherwise)
    return task.result()


async def get_root(app):
    """Return the status and the body with which GET / is answered."""
    response = await app.fetch("/")
    return response.code, response.body


async def start(submission, connect, port, shutdown_event):
    """Run main beside the test and return its task and its server; a main that ends by itself fails the test."""
    running = asyncio.create_task(submission.main(port, shutdown_event))
    connecting = asyncio.ensure_future(connect(port))
    await asyncio.wait({running, connecting}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        connecting.cancel()
        await asyncio.gather(connecting, return_exceptions=True)
        check_running(running)
    return running, await connecting


def check_running(running):
    """Fail if main has ended; an exception that it ended with is the better explanation and is raised."""
    if running.done():
        running.result()
        pytest.fail("main returned before the shutdown event was set; it should wait for that event")


async def stop(running, shutdown_event):
    """Set the event and wait until main has returned."""
    shutdown_event.set()
    await soon(running, f"the shutdown event was set, but {PATIENCE_S:g} s later main had still not returned")


@pytest.mark.points(2)
async def test_root_says_hello(server):
    """GET / answers 200 with exactly the text "Hello, world"."""
    code, body = await get_root(server)
    assert code == 200, "GET / should be answered with status 200"
    assert body == b"Hello, world", "GET / should answer exactly this text, with this spelling"


@pytest.mark.points(3)
async def test_main_serves_until_the_event(submission, connect, port):
    """While the event is not set, main does not return and its server answers on the port."""
    running, app = await start(submission, connect, port, asyncio.Event())
    for _ in range(3):
        code, _ = await soon(get_root(app), "the server listens, but it does not answer GET / while main waits")
        assert code == 200, "the server that main starts should serve the application of make_app"
    check_running(running)


@pytest.mark.points(2)
async def test_main_ends_after_the_event(submission, connect, port):
    """Once the event is set, main returns."""
    shutdown_event = asyncio.Event()
    running, _ = await start(submission, connect, port, shutdown_event)
    await stop(running, shutdown_event)


async def test_port_is_closed_afterwards(submission, connect, port):
    """When main has returned, nobody listens on the port any more."""
    shutdown_event = asyncio.Event()
    running, app = await start(submission, connect, port, shutdown_event)
    await stop(running, shutdown_event)
    try:
        code, _ = await soon(get_root(app), "main has returned, but its port still accepts connections")
    except ConnectionError:
        return
    pytest.fail(f"main has returned, but its server still answers (status {code}): it was never stopped")


async def test_open_connections_are_closed(submission, connect, port):
    """A connection that the client keeps open for its next request is closed before main returns."""
    shutdown_event = asyncio.Event()
    running, _ = await start(submission, connect, port, shutdown_event)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await soon(reader.readuntil(b"\r\n\r\n"), "the server listens, but it does not answer GET / while main waits")
        await stop(running, shutdown_event)
        await soon(reads_to_the_end(reader), "main has returned, but a connection that a client keeps is still open")
    finally:
        writer.close()


async def reads_to_the_end(reader):
    """Return when the other side has closed the connection, politely or not."""
    with contextlib.suppress(ConnectionError):
        await reader.read()


async def test_no_task_is_left(submission, connect, port, loop):
    """When main has returned, no task that it started is still running."""
    shutdown_event = asyncio.Event()
    running, _ = await start(submission, connect, port, shutdown_event)
    await stop(running, shutdown_event)
    left = (await loop.facts()).pending_tasks
    assert not left, "main has returned, but these tasks of the submission are still running"
