"""The fixtures of hidden tests: each right use works."""

from pathlib import Path

import pytest
from small_katas import graded, only

from grader.grading import JudgeHost
from grader.report import Verdict

RIGHT: dict[str, tuple[str, str]] = {
    "a list of many numbers travels, and the time that it takes is nobody's": (
        "async def f(numbers): return numbers",
        """
        async def test_it(submission):
            assert await submission.f([1] * 400_000) == [1] * 400_000
        """,
    ),
    "a pool of new interpreters finds the submission": (
        """
        import asyncio
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor
        def square(n): return n * n
        async def f():
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                answer = await asyncio.get_running_loop().run_in_executor(pool, square, 7)
                await asyncio.to_thread(pool.shutdown)
                return answer
        """,
        """
        async def test_it(submission):
            assert await submission.f() == 49
        """,
    ),
    "functions, coroutines, decorated ones and futures are all awaited": (
        """
        import asyncio
        from tornado import gen
        def plain(x): return x + 1
        async def native(x): return x + 2
        @gen.coroutine
        def decorated(x):
            yield gen.moment
            raise gen.Return(x + 3)
        def future(x):
            f = asyncio.get_running_loop().create_future()
            f.set_result(x + 4)
            return f
        async def f(): ...
        """,
        """
        async def test_it(submission):
            names = ("plain", "native", "decorated", "future")
            assert [await getattr(submission, name)(1) for name in names] == [2, 3, 4, 5]
            assert [getattr(submission, name).kind for name in names] == [
                "function", "coroutine", "generator coroutine", "function"]
        """,
    ),
    "an object is made, called and read": (
        """
        class Thing:
            def __init__(self, n): self.n = n
            async def method(self, other): return self.n + other.n
        async def f(): ...
        """,
        """
        async def test_it(submission):
            one, two = await submission.Thing(1), await submission.Thing(2)
            assert await one.method(two) == 3
            assert await two.n == 2
            assert submission.Thing.kind == "class"
        """,
    ),
    "asynchronous and plain generators are iterated, and closed": (
        """
        closed = []
        async def pages():
            try:
                for n in range(5): yield n
            finally:
                closed.append(True)
        def plain(): yield from "ab"
        async def f(): return closed
        """,
        """
        async def test_it(submission):
            assert [page async for page in submission.pages()] == [0, 1, 2, 3, 4]
            assert [letter async for letter in submission.plain()] == ["a", "b"]
            it = submission.pages()
            async for page in it:
                break
            await it.aclose()
            assert await submission.f() == [True, True]
            assert submission.pages.kind == "asynchronous generator"
        """,
    ),
    "exceptions arrive as themselves, and the learner's own by their name": (
        """
        from tornado import web, httpclient
        class NotFound(KeyError): pass
        async def raises(name):
            raise {"own": NotFound("x"), "web": web.HTTPError(404, "gone"), "client": httpclient.HTTPClientError(599, "t"),
                   "os": FileNotFoundError(2, "no", "p"), "group": ExceptionGroup("g", [ValueError("a")])}[name]
        async def f(): ...
        """,
        """
        import pytest
        from tornado import web, httpclient
        async def test_it(submission):
            with pytest.raises(submission.error("NotFound")) as own:
                await submission.raises("own")
            assert isinstance(own.value, KeyError)
            with pytest.raises(web.HTTPError) as error:
                await submission.raises("web")
            assert error.value.status_code == 404
            with pytest.raises(httpclient.HTTPClientError) as error:
                await submission.raises("client")
            assert error.value.code == 599
            with pytest.raises(FileNotFoundError) as error:
                await submission.raises("os")
            assert error.value.errno == 2
            with pytest.raises(ExceptionGroup):
                await submission.raises("group")
        """,
    ),
    "functions, events and fakes of the test are used by the submission": (
        """
        import asyncio
        async def f(sync, asynchronous, event, db, event_to_set):
            asyncio.get_running_loop().call_later(0.01, event_to_set.set)
            await event.wait()
            async with db as session:
                rows = await session.query("x")
            in_thread = await asyncio.to_thread(sync, 5)
            return [sync(1), await asynchronous(2), event.is_set(), rows, db.name, in_thread]
        async def same(x): return x
        """,
        """
        import asyncio
        class Db:
            name = "db"
            async def __aenter__(self): return self
            async def __aexit__(self, *error): self.left = True
            async def query(self, text): return [text, (1, None)]
        async def test_it(submission):
            event, db = asyncio.Event(), Db()
            async def double(x): return 2 * x
            call = asyncio.create_task(submission.f(lambda x: x + 1, double, event, db, event))
            assert await call == [2, 4, True, ["x", (1, None)], "db", 6]
            assert db.left
            assert await submission.same(db) is db
        """,
    ),
    "a cancelled call cancels the callee": (
        """
        import asyncio
        seen = []
        async def waits():
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                seen.append("cancelled")
                raise
        async def f(): return seen
        """,
        """
        import asyncio
        async def test_it(submission):
            task = asyncio.create_task(submission.waits())
            await submission.f()
            task.cancel()
            await asyncio.wait({task})
            while not (seen := await submission.f()):
                pass
            assert seen == ["cancelled"] and task.cancelled()
        """,
    ),
    "an application is served, with its arguments, and spoken to": (
        """
        from tornado import web, websocket
        class Root(web.RequestHandler):
            def initialize(self, greeting): self.greeting = greeting
            def get(self): self.write(self.greeting)
            def post(self): self.set_status(201); self.write(self.request.body)
        class Echo(websocket.WebSocketHandler):
            def on_message(self, message): self.write_message(self.request.headers["X-Name"] + message)
        def make_app(greeting="hi"):
            return web.Application([("/", Root, {"greeting": greeting}), ("/go", web.RedirectHandler, {"url": "/"}), ("/ws", Echo)])
        async def f(): ...
        """,
        """
        import asyncio
        async def test_it(serve, server):
            app = await serve("hello")
            assert (await app.fetch("/")).body == b"hello"
            assert (await server.fetch("/")).body == b"hi"
            posted = await app.fetch("/", method="POST", body=b"x")
            assert (posted.code, posted.body) == (201, b"x")
            assert (await app.fetch("/go")).code == 301
            assert (await app.fetch("/nowhere")).code == 404
            ws = await app.websocket("/ws", X_Name="n")
            await ws.write_message("!")
            assert await ws.read_message() == "n!"
            assert app.url("/a").startswith("http://127.0.0.1:")
        """,
    ),
    "a server that the submission starts itself is connected to": (
        """
        import asyncio
        from tornado import web
        async def f(port, event):
            server = web.Application([]).listen(port)
            await event.wait()
            server.stop()
        """,
        """
        import asyncio, pytest
        async def test_it(submission, connect, port):
            event = asyncio.Event()
            running = asyncio.create_task(submission.f(port, event))
            app = await connect(port)
            assert (await app.fetch("/")).code == 404
            event.set()
            await running
            with pytest.raises(ConnectionError):
                await app.fetch("/")
        """,
    ),
    "upstream answers as it was told, and tells what it saw": (
        """
        from tornado.httpclient import AsyncHTTPClient
        async def f(url):
            response = await AsyncHTTPClient().fetch(url, raise_error=False)
            return response.code, response.body
        """,
        """
        import asyncio, pytest
        from tornado.httpclient import HTTPClientError
        async def test_it(submission, upstream, clock):
            upstream.reply("/a", body="hi", code=203, delay_s=0.05, headers={"X": "1"})
            upstream.replies("/b", [500, b"ok"])
            upstream.drop("/c")
            upstream.never("/d")
            assert await asyncio.gather(*(submission.f(upstream.url("/a")) for _ in range(3))) == [(203, b"hi")] * 3
            assert upstream.most_at_once >= 2
            assert [(await submission.f(upstream.url("/b")))[0] for _ in range(3)] == [500, 200, 200]
            with pytest.raises(Exception):
                await submission.f(upstream.url("/c"))
            waiting = asyncio.create_task(submission.f(upstream.url("/d")))
            done, _ = await asyncio.wait({waiting}, timeout=0.1)
            assert not done
            assert (await submission.f(upstream.url("/nowhere")))[0] == 404
            first = upstream.requests[0]
            assert (first.path, first.method, first.body) == ("/a", "GET", b"")
            assert 0 <= first.arrived_s <= clock.time()
        """,
    ),
    "the loop tells its tasks, warnings and lost exceptions": (
        """
        import asyncio
        async def forgotten(): ...
        async def breaks(): raise ValueError("lost")
        async def f():
            forgotten()
            global keep
            keep = asyncio.create_task(asyncio.sleep(60), name="sleeper")
            task = asyncio.create_task(breaks())
            await asyncio.sleep(0.01)
            del task
        """,
        """
        async def test_it(submission, loop):
            await submission.f()
            facts = await loop.facts()
            assert facts.pending_tasks == ["sleeper: sleep"]
            assert facts.warnings == ["RuntimeWarning: coroutine 'forgotten' was never awaited"]
            assert facts.never_retrieved == ["ValueError('lost')"]
            assert facts.blocks == ()
        """,
    ),
    "plain tests, conftest and helpers work": (
        "async def f(): ...",
        """
        from helper import NUMBER
        def test_it(number, submission):
            assert number == NUMBER == 7
            assert submission.f.kind == "coroutine"
        """,
    ),
    "every plain value comes back as it went": (
        "async def f(x): return x",
        """
        async def test_it(submission):
            value = [None, True, -1, 2**80, 1.5, float("inf"), "ü\\ud800", b"\\x00\\xff", (1, [2]), {"a": {(1, 2): []}}]
            assert repr(await submission.f(value)) == repr(value)
        """,
    ),
    "the same object is the same, on both sides": (
        """
        listeners = set()
        class Session: ...
        one = Session()
        def session(): return one
        def add(callback): listeners.add(callback)
        def remove(callback): listeners.remove(callback)
        async def f(value):
            for callback in listeners: await callback(value)
            return len(listeners)
        """,
        """
        async def test_it(submission):
            seen = []
            async def hears(value): seen.append(value)
            await submission.add(hears)
            await submission.add(hears)
            assert await submission.f(1) == 1
            await submission.remove(hears)
            assert (await submission.f(2), seen) == (0, [1])
            assert await submission.session() is await submission.session()
        """,
    ),
    "generators, sets and iterables of the test are iterated by the submission": (
        """
        import asyncio
        async def f(*iterables):
            return [[x for x in each] for each in iterables] + [await asyncio.to_thread(list, iterables[1])]
        async def g(*iterables): return [[x async for x in each] for each in iterables]
        """,
        """
        class Pages:
            async def __aiter__(self):
                yield 1
                yield 2
        class Rows:
            def __iter__(self): return iter([3, 4])
        async def steps():
            yield 5
        async def test_it(submission):
            assert await submission.f((n for n in range(2)), Rows(), {7}) == [[0, 1], [3, 4], [7], [3, 4]]
            assert await submission.g(Pages(), steps()) == [[1, 2], [5]]
        """,
    ),
    "a property of a fake may raise, and the submission may catch it": (
        """
        async def f(fake):
            found = []
            for name in ("value", "runtime", "own", "f_private", "nothing"):
                try:
                    found.append(getattr(fake, name))
                except Exception as error:
                    found.append(type(error).__name__)
            return found
        """,
        """
        class OwnError(Exception): ...
        class Fake:
            f_private = 1
            @property
            def value(self): raise ValueError("no")
            @property
            def runtime(self): raise RuntimeError("no")
            @property
            def own(self): raise OwnError("no")
        async def test_it(submission):
            assert await submission.f(Fake()) == [
                "ValueError", "RuntimeError", "OwnError", "AttributeError", "AttributeError"]
        """,
    ),
    "a call-back is called from a thread of the submission": (
        """
        import asyncio, threading
        async def f(callback):
            results = []
            thread = threading.Thread(target=lambda: results.append(callback(1)))
            thread.start()
            await asyncio.to_thread(thread.join)
            return results
        """,
        """
        import asyncio
        async def test_it(submission):
            async def slow(x):
                await asyncio.sleep(0.01)
                return x + 1
            assert await submission.f(lambda x: x + 1) == [2]
            # a plain function that gives an awaitable is awaited here
            assert await submission.f(lambda x: slow(x)) == [2]
        """,
    ),
    "asynchronous contexts of the submission are entered": (
        """
        import contextlib
        log = []
        @contextlib.asynccontextmanager
        async def opened(name):
            log.append("in " + name)
            try:
                yield [name]
            finally:
                log.append("out " + name)
        class Pool:
            async def __aenter__(self): return self
            async def __aexit__(self, *error): log.append("left")
            async def size(self): return 3
        async def f(): return log
        """,
        """
        async def test_it(submission):
            async with submission.opened("a") as got:
                assert got == ["a"]
            async with submission.Pool() as pool:
                assert await pool.size() == 3
            assert await submission.f() == ["in a", "out a", "left"]
        """,
    ),
    "an asynchronous generator takes what is sent to it": (
        """
        async def f():
            got = yield 0
            while True: got = yield got * 2
        """,
        """
        async def test_it(submission):
            steps = submission.f()
            assert [await anext(steps), await steps.asend(3), await steps.asend(4)] == [0, 6, 8]
            await steps.aclose()
            never_begun = submission.f()
            await never_begun.aclose()
        """,
    ),
    "a test behind a decorator is awaited": (
        "async def f(): return 1",
        """
        import functools
        def decorated(test):
            @functools.wraps(test)
            def wrapper(*args, **kwargs): return test(*args, **kwargs)
            return wrapper
        seen = []
        @decorated
        async def test_it(submission):
            assert await submission.f() == 1
            seen.append(1)
        """,
    ),
    "an expected failure of a task group is one's own": (
        "async def f(): raise ValueError('x')",
        """
        import asyncio, pytest
        async def test_it(submission):
            with pytest.raises(ExceptionGroup) as caught:
                async with asyncio.TaskGroup() as group:
                    group.create_task(submission.f())
            assert isinstance(caught.value.exceptions[0], ValueError)
        """,
    ),
}


@pytest.mark.parametrize("case", RIGHT)
def test_right_use(case: str, host: JudgeHost, tmp_path: Path) -> None:
    source, hidden = RIGHT[case]
    helpers = {
        "hidden__helper": "NUMBER = 7\n",
        "hidden__conftest": "import pytest\n@pytest.fixture\ndef number(): return 7\n",
    }
    report = graded(host, tmp_path, source, hidden, **helpers)
    assert report.verdict is Verdict.PASSED, (only(report).message, only(report).output)


def test_a_probe_runs_beside_the_submission(host: JudgeHost, tmp_path: Path) -> None:
    probe = "import submission\nseen = []\ndef look(x):\n    seen.append(x)\n    return [type(submission.state).__name__, *seen]\n"
    hidden = """
        async def test_it(submission, probe):
            await probe.look(1)
            assert await probe.look(2) == ["set", 1, 2]
    """
    report = graded(host, tmp_path, "state = {1}\nasync def f(): ...", hidden, probe=probe)
    assert report.verdict is Verdict.PASSED, only(report).message


def test_a_call_that_is_cancelled_at_once_has_still_begun(host: JudgeHost, tmp_path: Path) -> None:
    source = """
        import asyncio
        seen = []
        async def f():
            seen.append("begun")
            try:
                await asyncio.Event().wait()
            finally:
                seen.append("ended")
        async def g(): return seen
        """
    hidden = """
        import asyncio
        async def test_it(submission):
            for _ in range(20):
                call = asyncio.create_task(submission.f())
                await asyncio.sleep(0)  # the question has left; its cancel comes right behind it
                call.cancel()
                await asyncio.wait({call})
            while len(seen := await submission.g()) < 40:  # the last cancel may still be on its way
                pass
            assert sorted(seen) == ["begun"] * 20 + ["ended"] * 20
        """
    assert graded(host, tmp_path, source, hidden).verdict is Verdict.PASSED
