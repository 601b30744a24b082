"""Answers the judge's requests: call, read, serve, take stock."""

import asyncio
import gc
import inspect
import sys
import warnings
from collections.abc import Coroutine
from pathlib import Path
from types import ModuleType
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from grader.candidate.conversation import Conversation
from grader.candidate.learner_code import LearnerCode, error_classes, kinds
from grader.candidate.waiting import waiting_tasks
from grader.instruments.loop_monitor import LoopMonitor
from grader.wire.faults import pack
from grader.wire.messages import (
    THE_SUBMISSION,
    Call,
    Cancel,
    Finish,
    Load,
    Loaded,
    Raised,
    Read,
    Returned,
    Serve,
    Stock,
    TakeStock,
    ToCandidate,
)

_TEXTS_KEPT = 50


class NotAnApplicationError(TypeError):
    """What make_app returned is no tornado.web.Application; `returned` says what it is."""

    def __init__(self, returned: object) -> None:
        """Describe it by its type: its own words are not asked for."""
        self.returned = "None" if returned is None else type(returned).__name__
        super().__init__(f"make_app() returned {self.returned}, not a tornado.web.Application")


class Requests:
    """Answers requests about one submission, on the candidate's loop."""

    def __init__(
        self,
        conversation: Conversation,
        code: LearnerCode,
        monitor: LoopMonitor,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        """Know nothing yet of the submission; `module` is set when it is loaded."""
        self._conversation = conversation
        self._code = code
        self._monitor = monitor
        self._loop = loop
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._servers: list[HTTPServer] = []
        self._warnings: list[str] = []
        self._never_retrieved: list[str] = []
        loop.set_exception_handler(self._on_loop_exception)
        warnings.showwarning = self._on_warning  # type: ignore[assignment]

    def register(self, module: ModuleType) -> None:
        """Make `module` the submission, the object number 0."""
        self._conversation.objects[THE_SUBMISSION] = module

    def on_request(self, message: ToCandidate) -> None:
        """Begin to answer `message`."""
        match message:
            case Cancel():
                if task := self._tasks.get(message.id):
                    # Not before its first step: to the judge the call has begun, even where both came at once.
                    self._loop.call_soon(task.cancel)
            case TakeStock() | Finish():
                self._stock(message)
            case Load():
                self._begin(message.id, self._load(message))
            case Call():
                self._begin(message.id, self._call(message), name=message.name)
            case Read():
                self._begin(message.id, self._read(message))
            case Serve():
                self._begin(message.id, self._serve(message), name="make_app")

    def loaded(self, request: int, module: ModuleType) -> Loaded:
        """Describe a module that was loaded."""
        return Loaded(id=request, gil=self._monitor.gil, kinds=kinds(module), errors=error_classes(module))

    def _begin(self, request: int, work: Coroutine[Any, Any, Any], name: str = "") -> None:
        task = self._loop.create_task(self._answer(request, work), name=f"call of {name}" if name else None)
        self._tasks[request] = task
        task.add_done_callback(lambda _: self._tasks.pop(request, None))

    async def _answer(self, request: int, work: Coroutine[Any, Any, Any]) -> None:
        try:
            value = await work
            with self._monitor.left_out():
                self._send_value(request, value)
        except (SystemExit, KeyboardInterrupt):
            raise  # these end the process, and `life` says why
        except BaseException as error:  # noqa: BLE001 -- whatever it is, it belongs to whoever called
            with self._monitor.left_out():
                self._conversation.send(Raised(id=request, fault=pack(error, self._code.places)))

    def _send_value(self, request: int, value: Any) -> None:
        if isinstance(value, Loaded):
            self._conversation.send(value)
        else:
            self._conversation.send(Returned(id=request, value=self._conversation.encode(value)))

    async def _load(self, message: Load) -> Loaded:
        with self._monitor.left_out():
            module = self._code.load(message.module, Path(message.path))
        self._conversation.objects[-message.id] = module
        return self.loaded(message.id, module)

    async def _call(self, message: Call) -> Any:
        with self._monitor.left_out():
            target = self._conversation.objects[message.on]
            args, kwargs = self._decoded(message)
        function = _member(target, message.name) if message.name else target
        result = function(*args, **kwargs)  # type: ignore[operator]
        return await result if inspect.isawaitable(result) else result

    def _decoded(self, message: Call | Serve) -> tuple[list[Any], dict[str, Any]]:
        args = [self._conversation.decode(arg) for arg in message.args]
        return args, {name: self._conversation.decode(value) for name, value in message.kwargs.items()}

    async def _read(self, message: Read) -> Any:
        return getattr(self._conversation.objects[message.on], message.name)

    async def _serve(self, message: Serve) -> int:
        with self._monitor.left_out():
            submission: Any = self._conversation.objects[THE_SUBMISSION]
            args, kwargs = self._decoded(message)
        app = submission.make_app(*args, **kwargs)
        if inspect.isawaitable(app):
            app = await app
        if not isinstance(app, Application):
            raise NotAnApplicationError(app)
        with self._monitor.left_out():
            server = HTTPServer(app)
            sockets = bind_sockets(0, "127.0.0.1")
            server.add_sockets(sockets)
            self._servers.append(server)
        port: int = sockets[0].getsockname()[1]
        return port

    def _stock(self, message: TakeStock | Finish) -> None:
        if isinstance(message, Finish):
            self._monitor.stop()
        with self._monitor.left_out():
            if isinstance(message, TakeStock):
                gc.collect()  # what was never awaited or retrieved is said when it is collected
            own = set(self._tasks.values())
            pending = [task for task in asyncio.all_tasks(self._loop) if task not in own and not task.done()]
            self._conversation.send(
                Stock(
                    id=message.id,
                    account=self._monitor.account(),
                    pending_tasks=[_task_text(task) for task in pending][:_TEXTS_KEPT],
                    warnings=self._warnings[:_TEXTS_KEPT],
                    never_retrieved=self._never_retrieved[:_TEXTS_KEPT],
                    waiting=waiting_tasks(self._loop, self._code.is_own) if isinstance(message, Finish) else (),
                )
            )

    def _on_loop_exception(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if "never retrieved" in context.get("message", ""):
            self._never_retrieved.append(repr(context.get("exception"))[:300])
        loop.default_exception_handler(context)

    def _on_warning(self, message: Warning | str, category: type[Warning], *_where: object) -> None:
        self._warnings.append(f"{category.__name__}: {message}"[:300])
        sys.stderr.write(f"{category.__name__}: {message}\n")


def _member(target: object, name: str) -> Any:
    if name == "__aiter__" and not hasattr(target, "__aiter__"):
        plain: Any = target
        return lambda: _Steps(iter(plain))
    return getattr(target, name)


class _Steps:
    """A plain iterator behind the asynchronous protocol, which is what crosses the wire."""

    def __init__(self, steps: Any) -> None:
        self._steps = steps

    async def __anext__(self) -> Any:
        try:
            return next(self._steps)
        except StopIteration:
            raise StopAsyncIteration from None

    async def aclose(self) -> None:
        if hasattr(self._steps, "close"):
            self._steps.close()


def _task_text(task: "asyncio.Task[Any]") -> str:
    coroutine = task.get_coro()
    return f"{task.get_name()}: {getattr(coroutine, '__qualname__', '?')}"[:200]
