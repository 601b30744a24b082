"""The code of the advice that the loop itself waits for, run: each piece does what its words say."""

import asyncio
import logging
import os
import signal
import sys
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
import test_advice_network
import test_advice_workers
from advice_stages import RUN, Gate, Names, of, run

from grader.advice import table

NOT_INSTALLED = {"call.redis"}


def made_by_setup(name: str) -> Names:
    """Give the names that the lines at the top of the file make."""
    space: Names = {}
    exec(table().entries[name].setup, space)
    return space


@of("cause.sleep", "call.sleep")
def test_only_the_coroutine_sleeps(name: str, tmp_path: Path) -> None:
    asyncio.run(run(name, {"delay_s": 0.001}, Gate(tmp_path)))


@of("call.signal")
def test_the_loop_waits_for_a_signal(name: str, tmp_path: Path) -> None:
    gate = Gate(tmp_path)
    gate.on_open.append(lambda: os.kill(os.getpid(), signal.SIGTERM))
    asyncio.run(run(name, {}, gate))


@of("call.subprocess", "call.subprocess-communicate", "call.os-popen")
def test_a_child_s_output_is_awaited(name: str, tmp_path: Path) -> None:
    gate = Gate(tmp_path)
    names = {"command": gate.command()} if name == "call.os-popen" else {"program": gate.program()}
    space = asyncio.run(run(name, names, gate))
    assert (space["out"], space["process"].returncode) == (b"told\n", 0)


@of("cause.process", "call.os-wait", "call.os-system", "call.subprocess-wait")
def test_a_child_s_end_is_awaited(name: str, tmp_path: Path) -> None:
    gate = Gate(tmp_path)
    names = {"command": gate.command()} if name == "call.os-system" else {"program": str(gate.program())}
    assert asyncio.run(run(name, names, gate))["code"] == 0


@of("cause.lock", "call.lock", "call.rlock", "call.semaphore")
def test_a_lock_of_coroutines_is_waited_for_by_one_of_them(name: str, tmp_path: Path) -> None:
    async def main() -> Names:
        lock = made_by_setup(name)["semaphore" if name == "call.semaphore" else "lock"]
        await lock.acquire()
        gate = Gate(tmp_path)
        gate.on_open.append(lock.release)
        return await run(name, {"lock": lock, "semaphore": lock}, gate, body="entered = True")

    assert asyncio.run(main())["entered"]


@of("call.event")
def test_an_event_is_awaited(name: str, tmp_path: Path) -> None:
    event = made_by_setup(name)["event"]
    gate = Gate(tmp_path)
    gate.on_open.append(event.set)
    asyncio.run(run(name, {"event": event}, gate))


@of("call.condition")
def test_a_condition_is_awaited(name: str, tmp_path: Path) -> None:
    condition = made_by_setup(name)["condition"]
    gate = Gate(tmp_path)
    told: list[asyncio.Task[None]] = []

    async def tell() -> None:
        async with condition:
            condition.notify_all()

    gate.on_open.append(lambda: told.append(asyncio.get_running_loop().create_task(tell())))
    asyncio.run(run(name, {"condition": condition, "is_ready": lambda: bool(told)}, gate))


@of("call.barrier")
def test_a_barrier_is_awaited(name: str, tmp_path: Path) -> None:
    barrier = made_by_setup(name)["barrier"]
    gate = Gate(tmp_path)
    arrived: list[asyncio.Task[int]] = []
    gate.on_open.append(lambda: arrived.append(asyncio.get_running_loop().create_task(barrier.wait())))
    asyncio.run(run(name, {"barrier": barrier}, gate))


@of("call.queue-get", "call.queue-put", "call.queue-join")
def test_a_queue_is_awaited(name: str, tmp_path: Path) -> None:
    items = made_by_setup(name)["items"]
    gate = Gate(tmp_path)
    act: dict[str, Callable[[], object]] = {
        "call.queue-get": lambda: items.put_nowait("a"),
        "call.queue-put": items.get_nowait,
        "call.queue-join": items.task_done,
    }
    gate.on_open.append(act[name])
    if name != "call.queue-get":
        items.put_nowait("first")
        items._maxsize = 1  # the example's queue is unbounded, and would never be full
    space = asyncio.run(run(name, {"items": items, "item": "a"}, gate))
    assert space["item"] == "a"


@of("call.future", "call.futures")
def test_futures_of_threads_are_awaited(name: str, tmp_path: Path) -> None:
    futures: list[Future[int]] = [Future(), Future()]
    gate = Gate(tmp_path)
    gate.on_open += [lambda: futures[0].set_result(0), lambda: futures[1].set_result(1)]
    space = asyncio.run(run(name, {"future": futures[1], "futures": futures}, gate))
    assert space["result" if name == "call.future" else "results"] == (1 if name == "call.future" else [0, 1])


@of("call.executor-map")
def test_the_results_of_an_executor_are_awaited(name: str, tmp_path: Path) -> None:
    gate = Gate(tmp_path)
    with ThreadPoolExecutor(2) as executor:
        names = {"executor": executor, "work": gate.behind(str), "items": [1, 2]}
        assert asyncio.run(run(name, names, gate))["results"] == ["1", "2"]


@of("call.threadsafe", "call.loop-in-loop")
def test_a_coroutine_is_awaited_as_it_is(name: str, tmp_path: Path) -> None:
    async def work() -> int:
        await asyncio.sleep(0)
        return 3

    assert asyncio.run(run(name, {"work": work}, Gate(tmp_path)))["result"] == 3


@of("call.logging")
def test_a_slow_handler_takes_the_records_in_a_thread(name: str, tmp_path: Path) -> None:
    taken: Future[str] = Future()
    gate = Gate(tmp_path)

    class Slow(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            gate.behind(taken.set_result)(record.getMessage())

    async def main() -> str:
        space = await run(name, {"slow_handler": Slow()}, gate)
        logging.getLogger("own").warning("slow")
        message = await asyncio.wrap_future(taken)
        space["records"].put(None)  # what a listener's stop() puts there
        return message

    root = logging.getLogger()
    before = root.handlers[:]
    try:
        assert asyncio.run(main()) == "slow"
    finally:
        root.handlers[:] = before


@of("call.deepcopy")
def test_only_what_changes_is_copied(name: str, tmp_path: Path) -> None:
    original = {"a": [1], "b": 2}
    changed = asyncio.run(run(name, {"original": original, "key": "b", "value": 3}, Gate(tmp_path)))["changed"]
    assert changed == {"a": [1], "b": 3}
    assert changed["a"] is original["a"]
    assert original["b"] == 2


@of("call.csv")
def test_the_others_get_a_turn_between_rows(name: str, tmp_path: Path) -> None:
    used: list[int] = []
    asyncio.run(run(name, {"rows": range(3), "use": used.append}, Gate(tmp_path)))
    assert used == [0, 1, 2]


@of("call.base64")
def test_the_others_get_a_turn_between_pieces_and_the_pieces_fit_together(name: str, tmp_path: Path) -> None:
    data = bytes(range(256)) * 2000
    pieces: list[bytes] = []
    asyncio.run(run(name, {"data": data, "pieces": pieces}, Gate(tmp_path)))
    assert len(pieces) > 2
    assert b"".join(pieces) == b64encode(data)


@of("call.import")
def test_a_module_is_imported(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = SimpleNamespace()
    monkeypatch.setitem(sys.modules, "package_name", module)
    assert asyncio.run(run(name, {}, Gate(tmp_path)))["package_name"] is module


def test_code_that_never_lets_the_loop_go_on_is_caught(tmp_path: Path) -> None:
    async def work() -> None:
        pass

    with pytest.raises(AssertionError, match="the code never let the loop go on"):
        asyncio.run(run("call.threadsafe", {"work": work}, Gate(tmp_path)))


def test_every_entry_is_run_whose_packages_are_here() -> None:
    assert test_advice_network.HOST
    assert {*test_advice_workers.THREADS, *test_advice_workers.POOLS} <= RUN
    assert set(table().entries) - RUN == NOT_INSTALLED
