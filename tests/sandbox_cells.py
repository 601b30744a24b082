"""Programs in real sandboxes: a process plays host, judge and nursery, and each program is a candidate of its own.

As root the same is done once more as a user whom nobody else is, so both ways are tried wherever the tests run.
"""

import contextlib
import json
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.candidate.nursery import warm_up
from grader.processes import adopt_orphans, descendants, end_all
from grader.sandbox import identity, keeper, kernel, network, packages
from grader.sandbox.confinement import Confinement
from grader.sandbox.kernel import Mount, Prctl
from grader.sandbox.limits import Bounds
from grader.sandbox.plan import LayerName, Mode, Plan
from grader.sandbox.survey import survey

NOBODY_ELSE = 1_900_000_000
WITHIN_S = 60.0
BOUNDS = Bounds(cpu_s=20, memory_mb=512, file_mb=16, open_files=256, tasks=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Programs to run one after the other. `without`: layers to leave out; `none`: no isolation at all."""

    programs: dict[str, str]
    as_user: bool = False
    without: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    bounds: dict[str, int] = field(default_factory=dict)
    none: bool = False
    also_on_path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one program. `code`: of its end, a signal as a negative number. `seen`: by an ancestor, outside."""

    output: str
    code: int | None
    cpu_s: float
    left: list[str]
    seen: dict[str, str]
    refused: str = ""
    processes_left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All of an order. `layers` were on. `descriptors` of judge and nursery: before the first program and at the end."""

    layers: list[str]
    missing: list[str]
    results: dict[str, Result]
    descriptors: dict[str, list[int]]

    def __getitem__(self, name: str) -> Result:
        return self.results[name]


class _Nursery:
    def __init__(self, prepare: Callable[[], Confinement], order: Order) -> None:
        self.sock, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.pid = os.fork()
        if self.pid == 0:
            try:
                self.sock.close()
                self._serve(theirs, prepare(), order)
            except BaseException:  # noqa: BLE001 -- a forked child must never go on as its parent
                sys.excepthook(*sys.exc_info())
            finally:
                os._exit(1)
        theirs.close()
        assert self.sock.recv(1) == b"r"

    def _serve(self, sock: socket.socket, confinement: Confinement, order: Order) -> None:
        sock.send(b"r")
        while True:
            request, descriptors, _, _ = socket.recv_fds(sock, 1 << 16, 3)
            if request == b"count":
                sock.send(str(_open_descriptors()).encode())
                continue
            if not request:
                os._exit(0)
            middle = os.fork()
            if middle == 0:
                _be_middle(sock, confinement, order, json.loads(request), descriptors)
            for descriptor in descriptors:
                os.close(descriptor)
            os.waitpid(middle, 0)
            sock.send(b"!")

    def count(self) -> int:
        self.sock.send(b"count")
        return int(self.sock.recv(32))


def _be_middle(sock: socket.socket, confinement: Confinement, order: Order, request: Any, given: list[int]) -> None:
    try:
        folder = Path(request["folder"])
        confinement.enter_namespaces()
        pid = os.fork()
        if pid == 0:
            sock.close()
            if confinement.plan.has(LayerName.PID_NAMESPACE):
                candidate = partial(_be_candidate, confinement, order, request, given)
                keeper.keep(given[0], lambda: confinement.build_view(folder), candidate)
            _be_candidate(confinement, order, request, given)
        sock.send(str(pid).encode())
    except OSError as error:
        keeper.say_failed(given[0], error)
        sock.send(b"0")
    finally:
        os._exit(0)


def _be_candidate(confinement: Confinement, order: Order, request: Any, given: list[int]) -> None:
    folder, (status, output, go) = Path(request["folder"]), given
    try:
        os.setsid()
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(output)
        os.environ.clear()
        os.environ.update({"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), "TMPDIR": str(folder)})
        tempfile.tempdir = None
        confinement.confine(folder, request["packages"], replace(BOUNDS, **order.bounds))
        os.chdir(folder)
        keeper.say_ready(status)
    except BaseException as error:  # noqa: BLE001 -- whatever it is, no program may run
        keeper.say_failed(status, error)
        os._exit(1)
    try:
        os.read(go, 1)
        os.close(go)
        sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
        sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
        sys.modules["__main__"] = ModuleType("__main__")  # a spawned child would load ours
        names = {"__name__": "submission"}
        exec(compile(request["program"], str(folder / "submission.py"), "exec"), names)
        os._exit(0)
    except SystemExit as error:
        os._exit(error.code if isinstance(error.code, int) else 1)
    except BaseException:  # noqa: BLE001 -- the program may raise anything
        sys.excepthook(*sys.exc_info())
        os._exit(3)


def _run_one(nursery: _Nursery, plan: Plan, who: identity.Identity, folder: Path, program: str, paths: Any) -> Result:
    own = folder / "own"
    own.mkdir(mode=0o700)
    (own / "data.txt").write_text("mine")
    identity.give(own, who)
    status, theirs = os.pipe()
    output, their_output = os.pipe()
    their_go, go = os.pipe()
    request = json.dumps({"program": program, "folder": str(own), "packages": paths}).encode()
    socket.send_fds(nursery.sock, [request], [theirs, their_output, their_go])
    for descriptor in (theirs, their_output, their_go):
        os.close(descriptor)
    answers = {nursery.sock.recv(32), nursery.sock.recv(32)} - {b"!"}
    first = int(answers.pop())
    seen: dict[str, str] = {}
    refused = ""
    try:
        keeper.wait_ready(status, WITHIN_S)
        pid = keeper.candidate_of(first) if plan.has(LayerName.PID_NAMESPACE) else first
        seen = _look_at(pid)
        os.write(go, b"g")
    except keeper.NotConfinedError as error:
        refused = str(error)
    os.close(go)
    with os.fdopen(output, "rb") as pipe:
        said = pipe.read(1 << 20).decode("utf-8", "replace")
    code, cpu_s = None, 0.0
    if first:
        _, raw = os.waitpid(first, 0)
        ended = keeper.read_end(status) if plan.has(LayerName.PID_NAMESPACE) else None
        if ended is not None:
            raw, cpu_s = ended.status, ended.cpu_s
        code = os.waitstatus_to_exitcode(raw)
    os.close(status)
    left = sorted(each.name for each in folder.iterdir())
    below = set(descendants(os.getpid())) - {nursery.pid}
    end_all(keep=frozenset({nursery.pid}))
    shutil.rmtree(own)
    return Result(output=said, code=code, cpu_s=cpu_s, left=left, seen=seen, refused=refused, processes_left=len(below))


def _look_at(pid: int) -> dict[str, str]:
    base = Path(f"/proc/{pid}/task/{pid}")
    for _ in range(1000):  # until it waits for the word to go
        if (base / "syscall").read_text().split()[0] != "running":
            break
        os.sched_yield()
    found = {name: (base / name).read_text() for name in ("syscall", "schedstat")}
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return found | {name: value.strip() for name, _, value in (line.partition(":") for line in status)}


def _open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _play(order: Order) -> Results:
    folder = Path(tempfile.mkdtemp(prefix="grader-cell-"))
    try:
        plan = _plan(order)
        who = identity.own_identity(os.getpid()) if plan.has(LayerName.IDENTITY) else identity.same_identity()
        if plan.has(LayerName.NETWORK):
            network.enter_own_network()
        if plan.mode is not Mode.NONE:
            identity.hide_from_others()
        assert adopt_orphans()
        paths = packages.paths_of(order.packages)
        protected = (os.getpid(), os.getppid())
        nursery = _Nursery(lambda: Confinement.prepare(plan, who, folder, protected), order)
        before = [_open_descriptors(), nursery.count()]
        results = {
            name: _run_one(nursery, plan, who, folder, program, paths) for name, program in order.programs.items()
        }
        after = [_open_descriptors(), nursery.count()]
    finally:
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(folder)
    return Results(
        layers=list(plan.active),
        missing=[f"{each.layer}: {each.obstacle}: {each.detail}" for each in plan.missing],
        results=results,
        descriptors={"judge": [before[0], after[0]], "nursery": [before[1], after[1]]},
    )


def _plan(order: Order) -> Plan:
    if order.none:
        return survey(Mode.NONE)
    plan = survey(Mode.AUTO)
    without = {LayerName(name) for name in order.without}
    return replace(
        plan,
        active=tuple(layer for layer in plan.active if layer not in without),
        landlock_version=0 if LayerName.LANDLOCK in without else plan.landlock_version,
    )


def _become_user() -> None:
    """Become a user without any right, for whom this Python is to be read."""
    kernel.unshare(kernel.CLONE_NEWNS)
    kernel.mount(None, "/", None, Mount.RECURSIVE | Mount.PRIVATE)
    for needed in (Path(sys.base_prefix), Path(sys.prefix), Path(__file__).parent.parent):
        _open_the_way(needed)
    os.setgroups([])
    os.setresgid(*[NOBODY_ELSE] * 3)
    os.setresuid(*[NOBODY_ELSE] * 3)
    kernel.prctl(Prctl.SET_DUMPABLE, 1)


def _open_the_way(needed: Path) -> None:
    closed = [each for each in reversed(needed.parents) if not each.stat().st_mode & 0o001]
    if not closed:
        return
    descriptor = os.open(needed, os.O_PATH)
    kernel.mount("tmpfs", str(closed[0]), "tmpfs", 0, "mode=0755")
    needed.mkdir(parents=True)
    kernel.mount(f"/proc/self/fd/{descriptor}", str(needed), None, Mount.BIND | Mount.RECURSIVE)
    os.close(descriptor)


def main() -> None:
    order = Order(**json.loads(sys.argv[1]))
    sys.path += filter(None, [order.also_on_path])
    if order.as_user and os.geteuid() == 0:
        _become_user()
    warm_up()
    print(json.dumps(asdict(_play(order))))


if __name__ == "__main__":
    main()
