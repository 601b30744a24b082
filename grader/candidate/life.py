"""The life of one candidate: born with a socket, it loads the submission, answers, and is ended by the judge."""

import asyncio
import faulthandler
import os
import pdb
import socket
import sys
from pathlib import Path
from types import ModuleType

from grader.candidate.clock import CandidateLoop
from grader.candidate.conversation import Conversation
from grader.candidate.learner_code import LearnerCode, refuse_breakpoint
from grader.candidate.requests import Requests
from grader.candidate.start import STACK_SIGNAL, STACKS_SIGNAL, Start
from grader.instruments.gil import gil_futex
from grader.instruments.loop_monitor import LoopMonitor
from grader.wire.channel import Channel
from grader.wire.faults import pack
from grader.wire.messages import Ending, Load, Raised


class LoopStoppedError(Exception):
    """The submission stopped the loop that it runs on: by IOLoop.stop, or by a loop that it ran inside of this one."""


def live(sock: socket.socket, stacks: int, start: Start) -> None:
    """Run one candidate to its end; never returns.

    `stacks` is a descriptor for the stacks that the judge asks for by STACKS_SIGNAL when the loop no longer answers:
    faulthandler writes them in C, so also while C code keeps the interpreter lock. Once in a life is safe.
    """
    try:
        _prepare(stacks, start)
        _converse(Channel(sock), start)
    except BaseException as error:  # noqa: BLE001 -- whatever it is, this process has nobody above it
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def _prepare(stacks: int, start: Start) -> None:
    faulthandler.register(STACKS_SIGNAL, file=stacks, all_threads=True, chain=False)
    faulthandler.register(STACK_SIGNAL, file=stacks, all_threads=False, chain=False)
    os.chdir(start.folder)
    sys.path.insert(0, start.folder)
    sys.argv = ["submission.py"]
    sys.modules["__main__"] = ModuleType("__main__")  # what a pool's new interpreter would load: not ours
    sys.breakpointhook = pdb.set_trace = refuse_breakpoint
    # A pipe has no line ends of its own: what was printed before a crash must not be lost in a buffer.
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr  # type: ignore[misc]
    sys.stdin = sys.__stdin__ = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")  # type: ignore[misc]


def _converse(channel: Channel, start: Start) -> None:
    code = LearnerCode(Path(start.folder))
    monitor = LoopMonitor(code.is_own, gil=gil_futex())
    monitor.watch_new_loops()
    loop = CandidateLoop() if start.is_virtual else asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    monitor.schedules.note(loop)
    conversation = Conversation(channel, loop, monitor)
    if isinstance(loop, CandidateLoop):
        loop.join(conversation, monitor)
    else:
        monitor.note_sleeps()
    requests = Requests(conversation, code, monitor, loop)
    try:
        module = _load_first(conversation, code)
        if module is not None:
            requests.register(module[1])
            # Before the judge hears of it and has it watched: on a busy machine its thread is long in coming.
            monitor.start()
            conversation.send(requests.loaded(module[0], module[1]))
            asyncio.set_event_loop(loop)  # an asyncio.run at import took it away
            conversation.listen(requests.on_request)
        else:
            conversation.listen(requests.on_request)
        loop.run_forever()
    except (SystemExit, KeyboardInterrupt) as error:
        monitor.stop()
        conversation.send(Ending(fault=pack(error, code.places)))
        os._exit(_exit_code(error))
    else:
        conversation.send(Ending(fault=pack(LoopStoppedError(), code.places)))


def _load_first(conversation: Conversation, code: LearnerCode) -> tuple[int, ModuleType] | None:
    message = conversation.first()
    assert isinstance(message, Load)  # noqa: S101 -- the judge's first word
    try:
        return message.id, code.load(message.module, Path(message.path))
    except Exception as error:  # noqa: BLE001 -- the learner's code may raise anything
        conversation.send(Raised(id=message.id, fault=pack(error, code.places)))
        return None


def _exit_code(error: BaseException) -> int:
    code = error.code if isinstance(error, SystemExit) else 130
    return code if isinstance(code, int) else int(code is not None)
