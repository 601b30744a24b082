"""Runs one small program in this process beside one detector, as its test does, and writes down what the detector says.

    python -I in_process.py DETECTOR SHAPE URL FILE…     the program is the first file, the others belong to it
    python -I in_process.py DETECTOR ticks               what a tick of a loop costs, in microseconds

Started by detectors.py with the Python of an environment that has the detectors and no grader. Every finding is a line
of JSON, written at once: so what was said before a program hung counts. The last line says how the program ended.
"""

import asyncio
import contextlib
import importlib
import importlib.util
import json
import logging
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from tornado import httpclient, httpserver, netutil, websocket

LIMIT_S = 0.05
BEFORE_S = 0.02  # so that a detector's thread runs when the program begins
AFTER_S = 0.15  # what a program left to its loop still counts, as in the grader
TICKS = 20_000
Place = tuple[str, int] | None
Say = Callable[[float, Place, Iterable[str]], None]

# What the detectors with a list of calls name, and the cause in the words of the corpus. The first that fits counts.
CAUSES = (
    ("time.", {"sleep"}),
    (("socket.", "ssl.", "http.", "urllib.", "ftplib.", "smtplib.", "poplib.", "imaplib."), {"network"}),
    (("subprocess.", "os.system", "os.spawn", "os.posix_spawn", "os.fork", "os.exec"), {"process"}),
    ("fcntl.", {"file", "lock"}),
    ("lock.", {"lock"}),
    (("open", "os.", "io.", "sqlite3.", "shutil.", "tempfile.", "glob.", "pathlib.", "ScandirIterator"), {"file"}),
)


class Notebook:
    """Writes down what is said, to a descriptor that the program does not know; `files` are the program's own."""

    def __init__(self, files: Iterable[Path], descriptor: int) -> None:
        """Write nothing yet."""
        first, *others = files or [Path()]
        self._names = {str(first): first.name} | {str(other): str(other.relative_to(first.parent)) for other in others}
        self._descriptor = descriptor

    def say(self, held_s: float, place: Place, causes: Iterable[str]) -> None:
        """Write a finding down; `place` is a line of the program, and None where none was named."""
        path, line = place or (None, None)
        self._write({"held_s": held_s, "path": path, "line": line, "causes": sorted(causes)})

    def end(self, error: BaseException | None) -> None:
        """Write down that the program has ended."""
        self._write({"ended": type(error).__name__ if error else "well"})

    def deepest(self, frames: Iterable[tuple[str, int | None]]) -> Place:
        """Give the first of `frames`, innermost first, that is in a file of the program. Paths may be shortened."""
        for path, line in frames:
            name = next((name for own, name in self._names.items() if own == path or own.endswith(f"/{path}")), None)
            if name and line:
                return name, line
        return None

    def _write(self, line: dict[str, object]) -> None:
        os.write(self._descriptor, json.dumps(line).encode() + b"\n")


def cause_of(call: str) -> set[str]:
    """Give the causes that the name of a call stands for."""
    return next((causes for prefixes, causes in CAUSES if call.startswith(prefixes)), set())


@contextlib.asynccontextmanager
async def bare(_: Notebook) -> AsyncIterator[None]:
    """Detect nothing."""
    yield


@contextlib.asynccontextmanager
async def monitor(_: Notebook) -> AsyncIterator[None]:
    """Switch this project's monitor on; only for what a tick costs."""
    with importlib.import_module("grader.instruments").LoopMonitor.watching(limit_s=LIMIT_S):
        yield


@contextlib.asynccontextmanager
async def asyncio_debug(notebook: Notebook) -> AsyncIterator[None]:
    """Listen to the log of a loop that is in debug mode: "Executing <Task … running at FILE:LINE …> took 0.205 s"."""

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.msg.startswith("Executing") and isinstance(record.args, tuple):
                what, held_s = record.args
                mentioned = [(path, int(line)) for path, line in re.findall(r"(/[^\s:]+):(\d+)", str(what))]
                notebook.say(float(str(held_s)), notebook.deepest(mentioned), ())

    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = LIMIT_S
    logging.getLogger("asyncio").addHandler(Listener())
    yield


@contextlib.asynccontextmanager
async def pyleak(notebook: Notebook) -> AsyncIterator[None]:
    """Surround the program with `no_event_loop_blocking`, with the check interval of pyleak's own pytest plugin."""
    module: Any = importlib.import_module("pyleak")
    try:
        async with module.no_event_loop_blocking(action="raise", threshold=LIMIT_S, check_interval=0.01):
            yield
    except module.EventLoopBlockError as error:
        for block in error.blocking_events:
            frames = [(frame.filename, frame.lineno) for frame in reversed(block.blocking_stack or [])]
            notebook.say(block.duration, notebook.deepest(frames), ())


@contextlib.asynccontextmanager
async def aiocop(notebook: Notebook) -> AsyncIterator[None]:
    """Switch everything on that aiocop has, with its documented sampling of 5 ms and deep stacks.

    A line is that of the most frequent sample, or else of the gravest event; a cause is that of any of the gravest.
    """
    module: Any = importlib.import_module("aiocop")

    def frames(trace: str) -> Iterator[tuple[str, int]]:
        for each in trace.split(" <- "):
            path, line, _ = each.rsplit(":", 2)
            yield path, int(line)

    def on_slow_task(event: Any) -> None:
        if not event.exceeded_threshold:
            return
        events = sorted(event.blocking_events, key=lambda each: -(each["severity"] or 0))
        traces = [each["trace"] for each in (*event.cpu_stack_samples, *events)]
        place = next(filter(None, (notebook.deepest(frames(trace)) for trace in traces if trace)), None)
        gravest = [each["event"] for each in events if each["severity"] == events[0]["severity"]]
        causes = set[str]().union(*map(cause_of, gravest)) if gravest else {"cpu"}
        notebook.say(event.elapsed_ms / 1000, place, causes)

    module.patch_audit_functions()
    module.start_blocking_io_detection(trace_depth=100)
    module.start_cpu_sampling(interval_ms=5, arm_after_ms=10, trace_depth=100)
    module.detect_slow_tasks(threshold_ms=round(1000 * LIMIT_S), on_slow_task=on_slow_task)
    module.activate()
    yield


@contextlib.asynccontextmanager
async def blockbuster(notebook: Notebook) -> AsyncIterator[None]:
    """Forbid the calls of blockbuster's list; an error is noted where it is made, for a program may swallow it."""
    module: Any = importlib.import_module("blockbuster")
    make = module.BlockingError.__init__

    def noted(error: Exception, func: str) -> None:
        make(error, func)
        frame, frames = sys._getframe(1), []
        while frame:
            frames.append((frame.f_code.co_filename, frame.f_lineno))
            frame = frame.f_back  # type: ignore[assignment]
        notebook.say(0, notebook.deepest(frames), cause_of(func))

    module.BlockingError.__init__ = noted
    with module.blockbuster_ctx():
        yield


DETECTORS = {
    "bare": bare,
    "monitor": monitor,
    "asyncio debug": asyncio_debug,
    "pyleak": pyleak,
    "aiocop": aiocop,
    "blockbuster": blockbuster,
}


def loaded(path: Path) -> Any:
    """Import the program."""
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location("submission", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["submission"] = module
    spec.loader.exec_module(module)
    return module


async def exercise(shape: str, program: Any, url: str) -> None:
    """Do what the hidden test of this shape does."""
    if shape in ("call", "fetch"):
        result = program.f(*([url] if shape == "fetch" else []))
        if isinstance(result, Awaitable):
            await asyncio.ensure_future(result)  # a task of the program's own, for debug mode names what a task runs
        return
    sockets = netutil.bind_sockets(0, "127.0.0.1")
    httpserver.HTTPServer(program.make_app()).add_sockets(sockets)
    address = f"127.0.0.1:{sockets[0].getsockname()[1]}"
    if shape == "app":
        await httpclient.AsyncHTTPClient().fetch(f"http://{address}/", raise_error=False)
    else:
        connection = await websocket.websocket_connect(f"ws://{address}/chat")
        await connection.write_message("hello")
        await connection.read_message()


async def observed(detector: str, notebook: Notebook, shape: str, program: Any, url: str) -> BaseException | None:
    """Run the program beside the detector; give what it raised."""
    async with DETECTORS[detector](notebook):
        await asyncio.sleep(BEFORE_S)
        # A task of its own: a detector that wraps `call_soon` does not see the task that is running already.
        ended = await asyncio.gather(asyncio.create_task(exercise(shape, program, url)), return_exceptions=True)
        await asyncio.sleep(AFTER_S)
    return ended[0]


async def tick_us(detector: str) -> float:
    """Give the processor time of a tick, of all threads, in microseconds."""
    loop, done, left = asyncio.get_running_loop(), asyncio.Event(), TICKS

    def tick() -> None:
        nonlocal left
        left -= 1
        if left:
            loop.call_soon(tick)
        else:
            done.set()

    async with DETECTORS[detector](Notebook((), sys.stderr.fileno())):
        await asyncio.sleep(BEFORE_S)
        began_s = time.process_time()
        loop.call_soon(tick)
        await done.wait()
        return (time.process_time() - began_s) * 1e6 / TICKS


def main(detector: str, shape: str, url: str = "", *files: str) -> None:
    """Run, write down, and leave without waiting for what the program left behind."""
    debug = detector == "asyncio debug"
    if shape == "ticks":
        print(asyncio.run(tick_us(detector), debug=debug))
        return
    notebook = Notebook([Path(file) for file in files], os.dup(1))
    os.dup2(2, 1)  # what the program prints is no finding
    program = loaded(Path(files[0]))
    notebook.end(asyncio.run(observed(detector, notebook, shape, program, url), debug=debug))
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
