"""The code of the advice that hands work to a thread or to another process, run: the loop is free meanwhile."""

import asyncio
import fcntl
import hashlib
import json
import math
import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace

import bcrypt
import pytest
from advice_stages import Gate, Names, of, run

# What is called in a thread, by entry: the names of the line, made for a gate and a folder, and what comes of it.
THREADS: dict[str, tuple[Callable[[Gate, Path], Names], str, object]] = {
    "cause.file": (lambda gate, _: {"path": gate.pipe("a")}, "text", "a"),
    "cause.other": (lambda gate, _: {"function": gate.behind(str), "argument": 1}, "result", "1"),
    "call.protocol": (lambda gate, _: {"send": gate.behind(str), "message": "a"}, "message", "a"),
    "call.multiprocessing-join": (lambda gate, _: {"process": SimpleNamespace(join=gate.behind(str))}, "process", ...),
    "call.multiprocessing-queue": (lambda gate, _: {"queue": SimpleNamespace(get=gate.behind(int))}, "item", 0),
    "call.multiprocessing-lock": (lambda gate, _: {"lock": SimpleNamespace(acquire=gate.behind(bool))}, "lock", ...),
    "call.bcrypt": (
        lambda gate, _: {"bcrypt": gate.holder(bcrypt), "password": b"a", "salt": b"$2b$04$" + b"a" * 21 + b"u"},
        "hashed",
        ...,
    ),
    "call.bcrypt-check": (
        lambda gate, _: {
            "bcrypt": gate.holder(bcrypt),
            "password": b"a",
            "hashed": bcrypt.hashpw(b"a", bcrypt.gensalt(4)),
        },
        "matches",
        True,
    ),
    "call.argon2": (lambda gate, _: {"hasher": SimpleNamespace(hash=gate.behind(str)), "password": "a"}, "hashed", "a"),
    "call.hashlib": (
        lambda gate, _: {"hashlib": gate.holder(hashlib), "data": b"a"},
        "digest",
        hashlib.sha256(b"a").hexdigest(),
    ),
    "call.pbkdf2": (
        lambda gate, _: {"hashlib": gate.holder(hashlib), "password": b"a", "salt": b"b", "rounds": 1},
        "key",
        hashlib.pbkdf2_hmac("sha256", b"a", b"b", 1),
    ),
    "call.scrypt": (lambda gate, _: {"hashlib": gate.holder(hashlib), "password": b"a", "salt": b"b"}, "key", ...),
    "call.compression": (lambda gate, _: {"zlib": gate.holder(zlib), "data": b"a"}, "packed", zlib.compress(b"a")),
    "call.files": (lambda gate, _: {"name": gate.pipe("a")}, "text", "a"),
    "call.pathlib": (lambda gate, _: {"path": gate.pipe("a")}, "text", "a"),
    "call.os": (lambda gate, folder: {"os": gate.holder(os), "folder": folder}, "names", []),
    "call.fsync": (
        lambda gate, folder: {"os": gate.holder(os), "file": (folder / "file").open("w")},
        "file",
        ...,
    ),
    "call.file-lock": (
        lambda gate, folder: {
            "fcntl": gate.holder(fcntl, LOCK_EX=fcntl.LOCK_EX),
            "file": (folder / "file").open("w"),
        },
        "file",
        ...,
    ),
    "call.print": (lambda gate, _: {"print": gate.behind(print), "line": "a"}, "line", "a"),
    "call.input": (lambda gate, _: {"input": gate.behind(str), "prompt": "a"}, "answer", "a"),
    "call.sqlite": (lambda gate, _: {"load_rows": gate.behind(list), "database_path": "ab"}, "rows", ["a", "b"]),
    "call.database": (lambda gate, _: {"load_rows": gate.behind(list), "query": "ab"}, "rows", ["a", "b"]),
    "call.threading": (lambda gate, _: {"work": gate.behind(int)}, "result", 0),
    "call.thread-join": (lambda gate, _: {"work": gate.behind(int)}, "result", 0),
    "call.numpy": (lambda gate, _: {"compute": gate.behind(sum), "array": [1, 2]}, "result", 3),
    "call.image": (lambda gate, _: {"image": SimpleNamespace(resize=gate.behind(max)), "size": (1, 2)}, "small", 2),
    "call.ctypes": (
        lambda gate, _: {"library": SimpleNamespace(function=gate.behind(abs)), "argument": -1},
        "result",
        1,
    ),
    "call.executor-shutdown": (
        lambda gate, _: {"executor": SimpleNamespace(shutdown=gate.behind(int))},
        "executor",
        ...,
    ),
}


@of(*THREADS)
def test_what_goes_into_a_thread_leaves_the_loop_free(name: str, tmp_path: Path) -> None:
    make, made, value = THREADS[name]
    gate = Gate(tmp_path)
    space = asyncio.run(run(name, make(gate, tmp_path), gate))
    assert value is ... or space[made] == value
    for opened in filter(None, [space.get("file")]):
        opened.close()


@of("call.file-write", "call.shutil", "call.archive")
def test_what_writes_files_in_a_thread_leaves_the_loop_free(name: str, tmp_path: Path) -> None:
    gate = Gate(tmp_path)
    (tmp_path / "in").write_text("a")
    archive = shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "in")
    names: Names = {
        "call.file-write": {"Path": lambda name: SimpleNamespace(write_text=gate.behind(Path(name).write_text))},
        "call.shutil": {"shutil": gate.holder(shutil)},
        "call.archive": {"shutil": gate.holder(shutil)},
    }[name]
    target = tmp_path / "out" / "in"
    target.parent.mkdir()
    names |= {"name": target, "text": "a", "source": tmp_path / "in", "target": target}
    asyncio.run(run(name, names | {"archive": archive, "folder": target.parent}, gate))
    assert target.read_text() == "a"


# What is computed in another process, by entry: the names of the line, and what comes of it.
POOLS: dict[str, tuple[Names, str, object]] = {
    "cause.cpu": ({"compute": math.factorial, "argument": 3}, "result", 6),
    "cause.gil": ({"compute": math.factorial, "argument": 3}, "result", 6),
    "call.multiprocessing": ({"work": math.factorial, "argument": 3}, "result", 6),
    "call.regex": ({"pattern": "a", "text": "banana"}, "found", ["a", "a", "a"]),
    "call.json": ({"text": "[1]"}, "data", [1]),
    "call.json-encode": ({"load_and_encode": str, "query": 1}, "text", "1"),
    "call.template": ({"render_page": str, "values": 1}, "page", "1"),
    "call.pickle": ({"load_and_summarize": len, "path": "ab"}, "summary", 2),
    "call.xml": ({"find_in_document": len, "text": "<a/>"}, "found", 4),
    "call.whole-data": ({"data": [2, 1]}, "result", [1, 2]),
    "call.numbers": ({"number": 3}, "result", 6),
    "call.pandas": ({"summarize": len, "path": "ab"}, "summary", 2),
    "call.ctypes-python": ({"compute": abs, "argument": -1}, "result", 1),
}


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    # Forked off pytest, which has threads, a child might hang.
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        yield pool


@of(*POOLS)
def test_what_goes_into_another_process_leaves_the_loop_free(
    name: str, pool: ProcessPoolExecutor, tmp_path: Path
) -> None:
    names, made, value = POOLS[name]
    gate = Gate(tmp_path)
    pool.submit(gate.pipe("").read_text)  # keeps the only worker busy until the loop opens the gate
    assert asyncio.run(run(name, names | {"process_pool": pool}, gate))[made] == value


@of("call.aiohttp")
def test_a_large_body_is_read_by_awaiting_and_decoded_in_another_process(
    name: str, pool: ProcessPoolExecutor, tmp_path: Path
) -> None:
    async def read() -> bytes:
        await asyncio.sleep(0)
        return json.dumps({"a": 1}).encode()

    names = {"process_pool": pool, "response": SimpleNamespace(read=read)}
    assert asyncio.run(run(name, names, Gate(tmp_path)))["data"] == {"a": 1}
