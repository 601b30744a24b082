"""Each limit of a kata has its own verdict and sentence, however it is crossed; near misses pass."""

import textwrap
from pathlib import Path

import pytest
from small_katas import graded, only, said

from grader.grading import JudgeHost
from grader.messages import text
from grader.processes import children
from grader.report import Report, Verdict

CALLS = """
    async def test_it(submission):
        assert await submission.f() == 1

    async def test_next(submission):
        assert await submission.g() == 2
"""
PASSES_ON = "\nasync def g(): return 2\n"
# Crossing a limit takes its time on a machine that others use as well.
PATIENT = "block_ms: 5000, test_s: 50, total_s: 100"
UNTIL_KILLED = """
import asyncio
async def f():
    start()
    await asyncio.sleep(100)
    return 1
"""
WITH_CHILDREN = """
import os, time
def child(work):
    if (pid := os.fork()) == 0:
        try:
            work()
        finally:
            os._exit(0)
    return pid
"""

# The kata's limits, and a `start()` or a whole `f` that crosses one of them.
CROSSED = {
    "memory in one C call": (
        "memory_mb: 128",
        "too-much-memory",
        "def start(): global kept; kept = b'x' * 400_000_000",
    ),
    "memory in a thread": (
        "memory_mb: 128",
        "too-much-memory",
        "import threading, time\ndef hold():\n    kept = bytearray(400_000_000); time.sleep(60)\n"
        "def start(): threading.Thread(target=hold, daemon=True).start()",
    ),
    "memory in forks, each below the limit": (
        "memory_mb: 200",
        "too-much-memory",
        WITH_CHILDREN + "def hold():\n    kept = b'x' * 120_000_000\n    time.sleep(60)\n"
        "def start():\n    for _ in range(3): child(hold)",
    ),
    "memory of a daemon": (
        "memory_mb: 128",
        "too-much-memory",
        WITH_CHILDREN + "def hold():\n    kept = b'x' * 400_000_000\n    time.sleep(60)\n"
        "def leave():\n    os.setsid()\n    child(hold)\n"
        "def start(): os.waitpid(child(leave), 0)",
    ),
    "memory that is shared": (
        "memory_mb: 128",
        "too-much-memory",
        "import mmap\ndef start():\n    global kept\n    kept = mmap.mmap(-1, 300_000_000)\n"
        "    for at in range(0, 300_000_000, 4096): kept[at] = 1",
    ),
    "processes": (
        "processes: 6",
        "too-many-processes",
        WITH_CHILDREN + "def start():\n    for _ in range(10): child(lambda: time.sleep(60))",
    ),
    "processes that leave their parent": (
        "processes: 6",
        "too-many-processes",
        WITH_CHILDREN + "def leave():\n    os.setsid()\n    child(lambda: time.sleep(60))\n"
        "def start():\n    for _ in range(10): os.waitpid(child(leave), 0)",
    ),
    "threads": (
        "threads: 20",
        "too-many-threads",
        "import threading, time\ndef start():\n"
        "    for _ in range(30): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    ),
    "threads of several processes": (
        "threads: 20",
        "too-many-threads",
        WITH_CHILDREN + "import threading\ndef many():\n"
        "    for _ in range(8): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "    time.sleep(60)\n"
        "def start():\n    for _ in range(3): child(many)",
    ),
    "children that nobody waits for": (
        "threads: 40",
        "too-many-threads",
        WITH_CHILDREN + "def start():\n    for _ in range(60): child(lambda: None)",
    ),
    "processor time of two children, each below the limit": (
        "cpu_s: 1",
        "too-much-cpu",
        WITH_CHILDREN + "def compute():\n    while time.process_time() < 0.7: pass\n"
        "def start():\n    for _ in range(2): child(compute)",
    ),
    "processor time of children one after the other": (
        "cpu_s: 1",
        "too-much-cpu",
        WITH_CHILDREN + "def compute():\n    while time.process_time() < 0.3: pass\n"
        "def start():\n    import threading\n"
        "    def run():\n        for _ in range(6): os.waitpid(child(compute), 0)\n"
        "    threading.Thread(target=run, daemon=True).start()",
    ),
    "processor time of a part of a second": (
        "cpu_s: 0.5",
        "too-much-cpu",
        "def start():\n    while True: pass",
    ),
    "new files": (
        "new_files: 20",
        "too-many-files",
        "def start():\n    for each in range(30): open(f'{each}.txt', 'w').close()",
    ),
    "new folders in folders": (
        "new_files: 20",
        "too-many-files",
        "import os\ndef start():\n    for _ in range(60):\n        os.mkdir('x')\n        os.chdir('x')",
    ),
    "new links": (
        "new_files: 20",
        "too-many-files",
        "import os\ndef start():\n    for each in range(30): os.symlink('/', str(each))",
    ),
}


@pytest.mark.parametrize("case", CROSSED)
def test_a_limit_that_is_crossed_is_told_and_the_next_test_runs(case: str, host: JudgeHost, tmp_path: Path) -> None:
    limit, code, source = CROSSED[case]
    more = f"limits: {{{limit}, {PATIENT}}}\n"
    report = graded(host, tmp_path, source + UNTIL_KILLED + PASSES_ON, CALLS, more=more)
    assert [test.verdict for test in report.tests] == [Verdict.OVER_LIMIT, Verdict.PASSED]
    told, values = said(report.tests[0])
    assert (told, values["limit"]) == (f"judge.{code}", limit.partition(": ")[2])
    assert float(values.get("used", 1e9)) > float(values["limit"])
    assert text(told, "en", **values) != text(told, "zh", **values)


def test_a_fork_bomb_ends_with_its_own_verdict_and_leaves_nobody(tmp_path: Path) -> None:
    # At most 200 processes: who finds that many locks gives up. The limit ends it long before.
    source = """
        import os, time
        async def f():
            seats = os.open("seats", os.O_CREAT | os.O_RDWR | os.O_APPEND)
            while True:
                os.write(seats, b".")
                if os.fstat(seats).st_size >= 200:
                    time.sleep(60)
                os.fork()
    """
    with JudgeHost() as host:
        report = graded(host, tmp_path, textwrap.dedent(source) + PASSES_ON, CALLS, more="limits: {processes: 16}\n")
        left = children(host._process.pid)
    assert [test.verdict for test in report.tests] == [Verdict.OVER_LIMIT, Verdict.PASSED]
    assert (said(report.tests[0])[0], left) == ("judge.too-many-processes", [])


@pytest.mark.parametrize(
    ("limit", "code", "source"),
    [
        ("memory_mb: 128", "too-much-memory", "kept = b'x' * 400_000_000\nimport time\ntime.sleep(60)"),
        ("memory_mb: 128", "too-much-memory", "kept = []\nfor _ in range(900): kept.append(b'x' * 1_000_000)\nimport time\ntime.sleep(60)"),
        ("processes: 6", "too-many-processes", WITH_CHILDREN + "for _ in range(9): child(lambda: time.sleep(60))\ntime.sleep(60)"),
        ("cpu_s: 1", "too-much-cpu", "import os\nos.fork()\nwhile True: pass"),
        ("new_files: 5", "too-many-files", "for each in range(9): open(f'{each}.txt', 'w').close()"),
        ("file_mb: 1", "file-too-large", "open('big', 'wb').write(b'x' * 2_000_000)"),
        ("open_files: 30", "too-many-open-files", "kept = [open('/dev/null') for _ in range(40)]"),
    ],
)  # fmt: skip
def test_a_limit_is_told_when_it_is_crossed_at_import(
    limit: str, code: str, source: str, host: JudgeHost, tmp_path: Path
) -> None:
    report = graded(
        host,
        tmp_path,
        source + "\nasync def f(): return 1" + PASSES_ON,
        CALLS,
        more=f"limits: {{{limit}, {PATIENT}}}\n",
    )
    assert report.verdict is Verdict.OVER_LIMIT
    told, values = said(report.tests[0])
    assert (told, values["limit"]) == (f"judge.{code}", limit.partition(": ")[2])


@pytest.mark.parametrize(
    ("limit", "code", "source", "line"),
    [
        ("file_mb: 1", "file-too-large", "async def f():\n    open('big', 'wb').write(b'x' * 2_000_000)", 2),
        ("file_mb: 1", "file-too-large", "import os\nasync def f():\n    os.truncate(os.open('b', 66), 1 << 22)", 3),
        (
            "file_mb: 1",
            "file-too-large",
            "import signal\nasync def f():\n    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n"
            "    open('big', 'wb').write(b'x' * 2_000_000)",
            None,
        ),
        (
            "open_files: 40",
            "too-many-open-files",
            "async def f():\n    return [open('/dev/null') for _ in range(50)]",
            2,
        ),
        (
            "open_files: 40",
            "too-many-open-files",
            "import socket\nasync def f():\n    return [socket.socket() for _ in range(50)]",
            3,
        ),
        ("memory_mb: 512", "no-memory", "async def f():\n    return len(b'x' * (1 << 55))", 2),
    ],
)
def test_what_the_kernel_refuses_is_told_as_the_limit_that_it_is(
    limit: str, code: str, source: str, line: int | None, host: JudgeHost, tmp_path: Path
) -> None:
    report = graded(host, tmp_path, source + PASSES_ON, CALLS, more=f"limits: {{{limit}}}\n")
    assert [test.verdict for test in report.tests] == [Verdict.OVER_LIMIT, Verdict.PASSED]
    assert said(report.tests[0]) == (f"judge.{code}", {"limit": limit.partition(": ")[2]})
    assert report.tests[0].line == line


def test_a_right_program_that_meets_a_refusal_itself_passes(host: JudgeHost, tmp_path: Path) -> None:
    source = """
        async def f():
            try:
                open("big", "wb").write(b"x" * 2_000_000)
            except OSError:
                return 1
    """
    report = graded(host, tmp_path, source, "async def test_it(submission): assert await submission.f() == 1\n")
    assert report.verdict is Verdict.PASSED


def test_memory_over_the_limit_between_two_looks_is_found_in_the_kernels_account(
    host: JudgeHost, tmp_path: Path
) -> None:
    # However short it was: the peak is read at the end.
    source = """
        import mmap
        async def f():
            with mmap.mmap(-1, 220 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE):
                pass
            return 1
    """
    report = graded(host, tmp_path, textwrap.dedent(source) + PASSES_ON, CALLS, more="limits: {memory_mb: 128}\n")
    assert [test.verdict for test in report.tests] == [Verdict.OVER_LIMIT, Verdict.PASSED]
    assert said(report.tests[0])[0] == "judge.too-much-memory"


@pytest.mark.parametrize("clock", ["real", "virtual"])
def test_the_limits_hold_on_both_clocks(clock: str, host: JudgeHost, tmp_path: Path) -> None:
    source = "def start(): global kept; kept = b'x' * 400_000_000" + UNTIL_KILLED + PASSES_ON
    report = graded(host, tmp_path, source, CALLS, more=f"clock: {clock}\nlimits: {{memory_mb: 128, block_ms: 5000}}\n")
    assert [test.verdict for test in report.tests] == [Verdict.OVER_LIMIT, Verdict.PASSED]


def test_the_limits_hold_for_a_candidate_that_was_spawned(tmp_path: Path) -> None:
    source = "def start(): global kept; kept = b'x' * 400_000_000" + UNTIL_KILLED + PASSES_ON
    with JudgeHost(spawn=True) as host:
        report = graded(host, tmp_path, source, CALLS, more="limits: {memory_mb: 128, block_ms: 5000}\n")
    assert [test.verdict for test in report.tests] == [Verdict.OVER_LIMIT, Verdict.PASSED]


def test_the_limits_hold_while_a_hidden_test_hangs(host: JudgeHost, tmp_path: Path) -> None:
    source = "import threading\ndef hold():\n    kept = bytearray(400_000_000)\n    threading.Event().wait()\n"
    source += "async def f(): threading.Thread(target=hold, daemon=True).start()"
    hangs = """
        import os, time
        from pathlib import Path
        async def test_it(submission):
            await submission.f()
            (pid,) = [int(each) for each in Path("/proc/self/task", str(os.getpid()), "children").read_text().split()
                      if os.getsid(int(each)) == int(each)]
            while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z": pass
            await submission.f()
    """
    test = only(graded(host, tmp_path, source, hangs, more="limits: {memory_mb: 128}\n"))
    assert (test.verdict, said(test)[0]) == (Verdict.OVER_LIMIT, "judge.too-much-memory")


NEAR_MISSES = {
    "a default executor, a pool of eight processes, ten sockets": (
        "",
        """
import asyncio, concurrent.futures, socket, threading
def square(x): return x * x
async def f():
    loop = asyncio.get_running_loop()
    meet = threading.Barrier(36)
    with concurrent.futures.ThreadPoolExecutor(36) as threads:
        await asyncio.gather(*[loop.run_in_executor(threads, meet.wait) for _ in range(36)])
        with concurrent.futures.ProcessPoolExecutor(8) as processes:
            sockets = [socket.socket() for _ in range(10)]
            found = await asyncio.gather(*[loop.run_in_executor(processes, square, x) for x in range(40)])
            assert found == [x * x for x in range(40)]
            for each in sockets: each.close()
    return 1
""",
    ),
    "memory below the limit, shared with four forks": (
        "memory_mb: 300",
        WITH_CHILDREN
        + """
kept = b"x" * 150_000_000
async def f():
    pids = [child(lambda: time.sleep(0.2)) for _ in range(4)]
    for pid in pids: os.waitpid(pid, 0)
    return 1
""",
    ),
    "programs that are started with much memory": (
        "memory_mb: 300",
        """
import asyncio
kept = b"x" * 170_000_000
async def f():
    for _ in range(10):
        assert await (await asyncio.create_subprocess_exec("true")).wait() == 0
    return 1
""",
    ),
    "processes up to the limit": (
        "processes: 6",
        WITH_CHILDREN
        + "async def f():\n    pids = [child(lambda: time.sleep(0.2)) for _ in range(5)]\n"
        + "    for pid in pids: os.waitpid(pid, 0)\n    return 1\n",
    ),
    "more processes than the limit, one after the other": (
        "processes: 3",
        WITH_CHILDREN + "async def f():\n    for _ in range(12): os.waitpid(child(lambda: None), 0)\n    return 1\n",
    ),
    "threads up to the limit": (
        "threads: 20",
        "import threading\nasync def f():\n    over = threading.Event()\n"
        "    threads = [threading.Thread(target=over.wait) for _ in range(18)]\n"
        "    for each in threads: each.start()\n"
        "    threads[0].join(0.2)\n    over.set()\n    return 1\n",
    ),
    "processor time below the limit": (
        "cpu_s: 2",
        "import time\nasync def f():\n    while time.process_time() < 0.6: pass\n    return 1\n",
    ),
    "files up to the limit": (
        "new_files: 20",
        "async def f():\n    for each in range(20): open(f'{each}.txt', 'w').close()\n    return 1\n",
    ),
    "many files that are taken away again": (
        "new_files: 5",
        "import os\nasync def f():\n    for each in range(50):\n        open('x.txt', 'w').close()\n"
        "        os.remove('x.txt')\n    return 1\n",
    ),
    "a file up to the limit": (
        "file_mb: 1",
        "async def f():\n    return open('x', 'wb').write(b'x' * (1 << 20)) >> 20\n",
    ),
}


@pytest.mark.parametrize("case", NEAR_MISSES)
def test_a_near_miss_passes(case: str, host: JudgeHost, tmp_path: Path) -> None:
    limits, source = NEAR_MISSES[case]
    both = ", ".join([*([limits] if limits else []), PATIENT])
    report = graded(host, tmp_path, source + PASSES_ON, CALLS, more=f"limits: {{{both}}}\n")
    assert [(test.verdict, test.message) for test in report.tests] == [(Verdict.PASSED, None)] * 2


MESSAGES = {
    "an answer": ("async def f(_): return 'x' * 9000", "message-too-large", None),
    "a call": ("async def f(hears): await hears('x' * 9000)", "message-too-large", 1),
    "a call that waits": ("async def f(hears):\n    hears('x' * 9000)", "message-too-large", 2),
    "an answer to a call": ("async def f(hears): await hears('give')", "message-to-submission-too-large", 1),
}


def heard(source: str, host: JudgeHost, folder: Path, clock: str = "real") -> Report:
    kind = "async " if "await" in source else ""
    hidden = f"""
        async def test_it(submission):
            {kind}def hears(text): return 9000 * "x" if text == "give" else ""
            await submission.f(hears)
    """
    return graded(host, folder, source, hidden, more=f"clock: {clock}\nlimits: {{message_kb: 8}}\n")


@pytest.mark.parametrize("clock", ["real", "virtual"])
@pytest.mark.parametrize("case", MESSAGES)
def test_a_message_over_the_katas_own_limit_is_told(case: str, clock: str, host: JudgeHost, tmp_path: Path) -> None:
    source, code, line = MESSAGES[case]
    test = only(heard(source, host, tmp_path, clock))
    told, values = said(test)
    assert (test.verdict, told, test.line) == (Verdict.OVER_LIMIT, f"judge.{code}", line)
    assert (values["limit"], values["used"]) == ("8", "9")


@pytest.mark.parametrize("source", ["async def f(_): return 'x' * 8000", "async def f(hears): await hears('x' * 8000)"])
def test_messages_up_to_the_limit_travel(source: str, host: JudgeHost, tmp_path: Path) -> None:
    assert heard(source, host, tmp_path).verdict is Verdict.PASSED


def test_a_test_that_passes_on_too_much_says_so(host: JudgeHost, tmp_path: Path) -> None:
    hidden = "async def test_it(submission): await submission.f('x' * 9000)\n"
    test = only(graded(host, tmp_path, "async def f(_): ...", hidden, more="limits: {message_kb: 8}\n"))
    code, values = said(test)
    assert (test.verdict, code) == (Verdict.OVER_LIMIT, "judge.message-to-submission-too-large")
    assert (values["limit"], values["used"]) == ("8", "9")


def test_an_exception_with_much_to_say_is_no_message_of_that_kind(host: JudgeHost, tmp_path: Path) -> None:
    test = only(heard("async def f(_): raise ValueError('x' * 100_000)", host, tmp_path))
    assert (test.verdict, said(test)[0]) == (Verdict.FAILED, "judge.raised-at")


def test_who_ends_the_warden_does_not_pass(tmp_path: Path) -> None:
    source = """
        import os, signal
        from pathlib import Path
        async def f():
            judge = os.getppid()
            others = set(map(int, Path(f"/proc/{judge}/task/{judge}/children").read_text().split())) - {os.getpid()}
            for pid in others: os.kill(pid, signal.SIGKILL)
            return 1
    """
    with JudgeHost(isolation="none") as host:  # elsewhere it is out of reach
        report = graded(host, tmp_path, source, "async def test_it(submission): assert await submission.f() == 1\n")
    assert (report.verdict, said(only(report))[0]) == (Verdict.GRADER_ERROR, "judge.incomplete")


def test_the_learner_is_told_the_limit_the_use_and_what_to_do(host: JudgeHost, tmp_path: Path) -> None:
    source = WITH_CHILDREN + "def start():\n    for _ in range(7): child(lambda: time.sleep(60))" + UNTIL_KILLED
    test = only(
        graded(
            host,
            tmp_path,
            source,
            "async def test_it(submission): await submission.f()\n",
            more="limits: {processes: 4}\n",
        )
    )
    code, values = said(test)
    assert text(code, "en", **{**values, "used": 8}) == (
        "The submission had 8 processes at once, itself included; the limit is 4. Start fewer, wait for those that you "
        "started, and give a pool of processes a max_workers."
    )
    assert text(code, "zh", **{**values, "used": 8}) == (
        "提交同时有 8 个进程（包括它自己），上限是 4 个。请少启动一些，等待已经启动的进程结束，并给进程池设定 max_workers。"
    )


@pytest.mark.parametrize("name", ["SIGXCPU", "SIGKILL"])
def test_a_signal_without_the_use_is_a_crash(name: str, host: JudgeHost, tmp_path: Path) -> None:
    source = f"import os, signal\nasync def f(): os.kill(os.getpid(), signal.{name})\n"
    test = only(graded(host, tmp_path, source, "async def test_it(submission): await submission.f()\n"))
    assert (test.verdict, said(test)) == (Verdict.CRASHED, ("judge.signal", {"signal": name}))


@pytest.mark.parametrize("name", ["FrameTooLargeError", "MessageTooLargeError"])
def test_an_error_that_only_has_the_name_of_ours_is_a_failure(name: str, host: JudgeHost, tmp_path: Path) -> None:
    source = f"class {name}(ValueError): ...\nasync def f(): raise {name}('small')\n"
    test = only(graded(host, tmp_path, source, "async def test_it(submission): await submission.f()\n"))
    assert (test.verdict, said(test)[0]) == (Verdict.FAILED, "judge.raised-at")
