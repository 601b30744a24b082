"""The warden: what a tree of processes uses, as counted from outside, and how such a tree is ended."""

import mmap
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.judge.folder_count import FolderCount
from grader.judge.job import Limits
from grader.judge.process_tree import ProcessTree, has_same_memory, memory, memory_of_all, process
from grader.judge.tally import Breach, Resource, Tally
from grader.judge.warden import Warden
from grader.processes import adopt_orphans, children, kill

MEBIBYTE = 1 << 20
NO_LIMIT = 1_000_000
NAMES = ["x kB", ") Z 1 1", "VmHWM: 9 kB", "\\nVmHWM: x", ""]


def limits(**some: int) -> Limits:
    rest = dict.fromkeys(set(Limits.__struct_fields__) - set(some), NO_LIMIT)
    return Limits(**rest, **some)


class Child:
    """A process that does one thing after the other: what it is sent is the number of the next step."""

    def __init__(self, *steps: Callable[[], object], session: bool = True) -> None:
        self._ours, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            self._live(theirs, steps, session)
        theirs.close()

    def _live(self, sock: socket.socket, steps: tuple[Callable[[], object], ...], session: bool) -> None:
        try:
            if session:
                os.setsid()
            kept = []
            while number := sock.recv(1):
                kept.append(steps[number[0]]())
                sock.send(b"!")
        finally:
            os._exit(0)

    def begin(self, step: int = 0) -> None:
        self._ours.send(bytes([step]))

    def do(self, step: int = 0) -> None:
        self.begin(step)
        assert self._ours.recv(1) == b"!"

    def close(self) -> None:
        kill(self.pid)
        os.waitpid(self.pid, 0)
        self._ours.close()


MakeChild = Callable[..., Child]


@pytest.fixture
def child() -> Iterator[MakeChild]:
    made: list[Child] = []

    def make(*steps: Callable[[], object], session: bool = True) -> Child:
        made.append(Child(*steps, session=session))
        return made[-1]

    yield make
    for each in made:
        ProcessTree(each.pid, os.getpid()).end()
        each.close()


@pytest.fixture(scope="module", autouse=True)
def adopts() -> Iterator[None]:
    before = set(children(os.getpid()))
    adopt_orphans()
    yield
    for pid in set(children(os.getpid())) - before:
        kill(pid)
        os.waitpid(pid, 0)


def grow(mebibytes: int) -> Callable[[], object]:
    return lambda: b"x" * (mebibytes * MEBIBYTE)


def fork(work: Callable[[], object] = signal.pause, times: int = 1) -> Callable[[], object]:
    def do() -> None:
        for _ in range(times):
            if os.fork() == 0:
                try:
                    work()
                finally:
                    os._exit(0)

    return do


def compute(seconds: float) -> Callable[[], object]:
    def do() -> None:
        start = sum(os.times()[:2])
        while sum(os.times()[:2]) < start + seconds:
            pass

    return do


def tally(of: Child, folder: Path, **some: int) -> Tally:
    return Tally(of.pid, os.getpid(), str(folder), limits(**some))


# --- what is counted


def test_memory_of_the_whole_tree_counts(child: MakeChild, tmp_path: Path) -> None:
    wait, go = os.pipe()

    def hold() -> None:
        os.read(wait, 1)
        kept = grow(60)()
        signal.pause()
        del kept

    one = child(fork(hold), grow(60))
    one.do(0)
    base_kb = memory_of_all(ProcessTree(one.pid, os.getpid()).members())
    counts = tally(one, tmp_path, memory_mb=base_kb // 1024 + 90)
    one.do(1)
    assert counts.look() is None
    os.write(go, b"!")
    found = None
    while found is None:  # the child of the child is still growing
        found = counts.look()
    assert found.resource is Resource.MEMORY
    assert found.used > base_kb // 1024 + 90


def test_what_is_shared_with_the_nursery_and_between_forks_counts_once(child: MakeChild, tmp_path: Path) -> None:
    kept = b"x" * (120 * MEBIBYTE)  # in this process, as in a nursery
    one = child(grow(60), fork(times=5))
    limit_mb = memory(one.pid).held_kb // 1024 + 100
    counts = tally(one, tmp_path, memory_mb=limit_mb)
    one.do(0)
    one.do(1)
    assert sum(memory(each.pid).held_kb for each in counts.tree.members()) > 2 * limit_mb * 1024
    assert (len(kept), counts.look()) == (120 * MEBIBYTE, None)


def test_a_peak_that_is_over_is_still_known(child: MakeChild, tmp_path: Path) -> None:
    def peak() -> None:
        flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE
        mmap.mmap(-1, 150 * MEBIBYTE, flags=flags).close()

    one = child(peak)
    counts = tally(one, tmp_path, memory_mb=100)
    before_kb = memory(one.pid).held_kb
    one.do()
    assert memory(one.pid).held_kb < before_kb + 50 * 1024
    found = counts.look()
    assert found is not None
    assert (found.resource, found.used > 140) == (Resource.MEMORY, True)


def test_two_processes_have_the_same_memory_only_before_exec(child: MakeChild) -> None:
    one, other = child(), child()
    assert has_same_memory(one.pid, one.pid)
    assert not has_same_memory(one.pid, other.pid)


def test_the_living_count_as_processes_and_the_dead_as_threads(child: MakeChild, tmp_path: Path) -> None:
    one = child(fork(times=3), fork(lambda: None, times=9))
    one.do(0)
    one.do(1)
    below = children(one.pid)
    while sum(each is not None and each.is_dead for each in map(process, below)) < 9:
        pass
    assert len(below) == 12
    assert tally(one, tmp_path, processes=3).look() == Breach(resource=Resource.PROCESSES, used=4)
    assert tally(one, tmp_path, processes=4).look() is None
    assert tally(one, tmp_path, threads=11).look() == Breach(resource=Resource.THREADS, used=12)
    assert tally(one, tmp_path, threads=12).look() is None


def test_threads_count(child: MakeChild, tmp_path: Path) -> None:
    def start() -> None:
        for _ in range(5):
            threading.Thread(target=signal.pause, daemon=True).start()

    one = child(start)
    one.do()
    assert tally(one, tmp_path, threads=4).look() == Breach(resource=Resource.THREADS, used=5)
    assert tally(one, tmp_path, threads=5).look() is None


def test_processor_time_counts_for_children_that_were_waited_for(child: MakeChild, tmp_path: Path) -> None:
    def run() -> None:
        fork(compute(0.4))()
        os.wait()

    one = child(run)
    counts = tally(one, tmp_path, cpu_s=1)
    one.do()
    one.do()
    assert counts.look() is None
    one.do()
    assert getattr(counts.look(), "resource", None) is Resource.CPU


def test_processor_time_counts_for_the_dead_that_nobody_waits_for(child: MakeChild, tmp_path: Path) -> None:
    one = child(lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN), fork(lambda: (compute(0.7)(), os.read(0, 1))))
    counts = tally(one, tmp_path, cpu_s=1)
    one.do(0)
    for _ in range(2):
        one.do(1)
        (below,) = children(one.pid)
        found = process(below)
        while found is not None and found.own_ticks < 0.65 * os.sysconf("SC_CLK_TCK"):
            found = process(below)
        last = counts.look()
        kill(below)
        while children(one.pid):
            pass
    assert getattr(last, "resource", None) is Resource.CPU


def test_orphans_belong_to_the_tree_and_what_a_hidden_test_starts_does_not(child: MakeChild, tmp_path: Path) -> None:
    def detach() -> None:
        os.setsid()
        fork()()

    def leave() -> None:
        fork(detach)()
        os.wait()

    one = child(leave)
    counts = tally(one, tmp_path)
    stranger = child(session=False)
    one.do()
    one.do()
    orphans = counts.tree.orphans()
    assert len(orphans) == 2
    assert stranger.pid not in {each.pid for each in counts.tree.members()}
    counts.tree.end_orphans()
    assert all(each.is_dead for each in counts.tree.orphans())
    assert not process(one.pid).is_dead  # type: ignore[union-attr]


def test_a_keeper_is_not_counted_and_all_below_it_is(child: MakeChild, tmp_path: Path) -> None:
    def candidate() -> None:
        fork(fork())()  # the one in the middle leaves: its child goes to the keeper
        os.wait()
        signal.pause()

    keeper = child(adopt_orphans, fork(candidate))
    keeper.do(0)
    keeper.do(1)
    while len(below := children(keeper.pid)) < 2 or children(below[0]):
        pass
    tree = ProcessTree(below[0], os.getpid())
    assert {each.pid for each in tree.members()} == set(children(keeper.pid))
    tree.end()
    assert [each.is_dead for each in tree.members()] == [True, True]
    assert not process(keeper.pid).is_dead  # type: ignore[union-attr]
    assert tmp_path.is_dir()


def test_a_process_may_have_any_name(child: MakeChild, tmp_path: Path) -> None:
    one = child(*[lambda name=name: Path("/proc/self/comm").write_text(name) for name in NAMES])
    for step in range(len(NAMES)):
        one.do(step)
        assert tally(one, tmp_path).look() is None
        assert 0 < memory(one.pid).held_kb < NO_LIMIT * 1024


# --- the folder


def test_only_what_is_new_counts_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "submission.py").touch()
    count = FolderCount(str(tmp_path), 10)
    assert count.new() == 0
    (tmp_path / "root").symlink_to("/")
    (tmp_path / "own" / "x").mkdir()
    os.mkfifo(tmp_path / "own" / "x" / "pipe")
    assert count.new() == 3
    count.close()


def test_counting_stops_one_over_the_limit(tmp_path: Path) -> None:
    count = FolderCount(str(tmp_path), 10)
    for each in range(50):
        (tmp_path / str(each)).touch()
    assert count.new() == 11
    count.close()


def test_a_folder_too_deep_for_anybody_is_too_much(tmp_path: Path) -> None:
    count = FolderCount(str(tmp_path), 1000)
    (tmp_path / "/".join("x" * 60)).mkdir(parents=True)
    assert count.new() == 1001
    count.close()


def test_a_folder_that_is_moved_is_still_counted(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    count = FolderCount(str(folder), 10)
    folder.rename(tmp_path / "there")
    (tmp_path / "there" / "x").touch()
    assert count.new() == 1
    count.close()
    assert FolderCount(str(tmp_path / "nowhere"), 10).new() == 0


# --- the process


@pytest.fixture
def warden() -> Iterator[Warden]:
    made = Warden()
    yield made
    made.close()
    os.waitpid(made.pid, 0)


def ended(pid: int) -> None:
    descriptor = os.pidfd_open(pid)
    select.select([descriptor], [], [])
    os.close(descriptor)


def test_the_breach_is_known_when_the_candidate_is_dead(warden: Warden, child: MakeChild, tmp_path: Path) -> None:
    one = child(fork(times=5))
    warden.watch(one.pid, str(tmp_path), limits(processes=4))
    one.begin()
    ended(one.pid)
    account = warden.report()
    assert account is not None
    assert account.breach is not None
    assert (account.breach.resource, account.breach.used > 4) == (Resource.PROCESSES, True)
    assert all(each.is_dead for each in ProcessTree(one.pid, os.getpid()).members())


def test_one_warden_watches_one_candidate_after_the_other(warden: Warden, child: MakeChild, tmp_path: Path) -> None:
    for processes, is_crossed in ((4, True), (6, False), (4, True)):
        one = child(fork(times=5))
        warden.watch(one.pid, str(tmp_path), limits(processes=processes))
        if is_crossed:
            one.begin()
            ended(one.pid)
        else:
            one.do()
        account = warden.report()
        assert account is not None
        assert (account.breach is not None) == is_crossed


def test_a_tree_that_stops_itself_is_ended(warden: Warden, child: MakeChild, tmp_path: Path) -> None:
    one = child(fork(lambda: os.kill(os.getpid(), signal.SIGSTOP), times=5))
    warden.watch(one.pid, str(tmp_path), limits(processes=4))
    one.begin()
    ended(one.pid)
    assert warden.report() is not None


def test_nothing_is_known_without_a_watch_or_without_the_warden(
    warden: Warden, child: MakeChild, tmp_path: Path
) -> None:
    assert warden.report() is None
    one = child()
    warden.watch(one.pid, str(tmp_path), limits())
    os.kill(warden.pid, signal.SIGKILL)
    assert warden.report() is None
    warden.watch(one.pid, str(tmp_path), limits())
    assert warden.report() is None


def test_the_warden_holds_no_descriptor_of_the_judge_and_ends_with_it(tmp_path: Path) -> None:
    program = """
import os
from grader.judge.warden import Warden
kept = os.open("/dev/null", os.O_RDONLY)
warden = Warden()
link = f"/proc/{warden.pid}/fd/{kept}"
while os.path.lexists(link) and kept != 3: pass
print(warden.pid, flush=True)
os._exit(0)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path, timeout=60
    )  # the pipe ends with the last process that holds it: the warden does not outlive its judge
    assert int(done.stdout) > 0
