"""Nothing is left behind: no process, no folder, no descriptor, however a grading ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from small_katas import graded, only, said, small_kata

from grader.grading import JudgeHost
from grader.processes import descendants
from grader.report import Verdict

CALLS = """
    async def test_it(submission):
        assert await submission.f() == 1
"""
UNIQUE_S = f"{80_000 + os.getpid()}.5"  # other runs of these tests may be going on
DAEMONS = f"""
    import subprocess, os
    async def f():
        subprocess.Popen(["sleep", "{UNIQUE_S}"], start_new_session=True)
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                while True: os.sched_yield()
            os._exit(0)
        return 1
"""
ONE_GRADING = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from small_katas import CALLS_FOR_EVER, graded
from grader.grading import JudgeHost
with JudgeHost() as host:
    print(host._process.pid, flush=True)
    graded(host, Path(sys.argv[2]), "async def f():\\n    while True: pass", CALLS_FOR_EVER)
"""


def test_daemons_of_a_submission_are_dead_when_the_grading_is_over(tmp_path: Path) -> None:
    with JudgeHost() as host:
        report = graded(host, tmp_path, DAEMONS, CALLS)
        left = descendants(host._process.pid)
    assert (report.verdict, left) == (Verdict.PASSED, [])
    assert UNIQUE_S not in subprocess.run(["ps", "ax"], capture_output=True, text=True, check=True).stdout


def test_ctrl_c_leaves_no_process_and_no_folder(tmp_path: Path) -> None:
    places = tmp_path / "places"
    places.mkdir()
    program = ONE_GRADING.replace("CALLS_FOR_EVER,", "").replace("CALLS_FOR_EVER", repr(CALLS))
    running = subprocess.Popen(
        [sys.executable, "-c", program, str(Path(__file__).parent), str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "TMPDIR": str(places)},
    )
    assert running.stdout is not None
    host = int(running.stdout.readline())
    while len(descendants(host)) < 4 or not list(places.iterdir()):  # judge, nursery, observer, candidate
        assert running.poll() is None
    below = descendants(host)
    running.send_signal(signal.SIGINT)
    running.wait()
    running.stdout.close()
    assert [pid for pid in (host, *below) if Path(f"/proc/{pid}").exists()] == []
    assert list(places.iterdir()) == []


def test_a_judge_that_is_killed_is_our_fault_and_the_next_grading_works(tmp_path: Path) -> None:
    kills_the_judge = "import os, signal\nasync def f(): os.kill(os.getppid(), signal.SIGKILL)"
    with JudgeHost(isolation="none") as host:  # shut in, it would not even see the judge
        killed = graded(host, tmp_path, kills_the_judge, CALLS)
        after = graded(host, tmp_path, "async def f(): return 1", CALLS)
    assert (killed.verdict, killed.points, after.verdict) == (Verdict.GRADER_ERROR, None, Verdict.PASSED)


def test_gradings_leak_no_descriptor(host: JudgeHost, tmp_path: Path) -> None:
    def open_ones() -> int:
        return len(os.listdir("/proc/self/fd")) + len(os.listdir(f"/proc/{host._process.pid}/fd"))  # noqa: PTH208

    graded(host, tmp_path, "async def f(): return 1", CALLS)
    before = open_ones()
    for _ in range(10):
        graded(host, tmp_path, "async def f(): return 1", CALLS)
    assert open_ones() == before


def test_a_candidate_knows_nothing_of_the_judge(host: JudgeHost, tmp_path: Path) -> None:
    spies = """
        import os, sys
        async def f():
            print(*sorted(os.environ))
            print(*[m for m in sys.modules if m.startswith(("pytest", "_pytest", "grader.judge", "grader.kata"))])
            print(any("hidden" in p or "katas" in p for p in sys.path + list(os.environ.values())))
            print(sys.argv, os.path.basename(__file__), sys.stdin.read() == "")
            return 1
    """
    os.environ["GITHUB_TOKEN_OF_A_TEST"] = "secret"
    try:
        with JudgeHost() as fresh:
            output = only(graded(fresh, tmp_path, spies, CALLS)).output
    finally:
        del os.environ["GITHUB_TOKEN_OF_A_TEST"]
    assert output == "HOME LANG PATH TMPDIR\n\nFalse\n['submission.py'] submission.py True\n"


def test_changed_hidden_tests_are_seen_by_a_warm_host(host: JudgeHost, tmp_path: Path) -> None:
    first = graded(host, tmp_path, "async def f(): return 1", CALLS)
    second = graded(host, tmp_path, "async def f(): return 1", CALLS.replace("== 1", "== 2"))
    assert (first.verdict, second.verdict) == (Verdict.PASSED, Verdict.FAILED)
    assert small_kata(tmp_path, CALLS).is_dir()


def test_a_host_that_was_left_in_the_middle_does_not_tell_it_to_the_next_grading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(_sock: object) -> bytes:
        raise KeyboardInterrupt

    with JudgeHost() as host:
        with monkeypatch.context() as patched:
            patched.setattr("grader.grading.read_frame", leave)
            with pytest.raises(KeyboardInterrupt):
                graded(host, tmp_path, "async def f(): return 1", CALLS)
        after = graded(host, tmp_path, "async def f(): return 2", CALLS)
    assert (after.verdict, len(after.tests)) == (Verdict.FAILED, 1)


def test_a_host_that_was_killed_is_our_fault_and_the_next_grading_has_a_new_one(tmp_path: Path) -> None:
    with JudgeHost() as host:
        host._process.kill()
        host._process.wait()
        killed = graded(host, tmp_path, "async def f(): return 1", CALLS)
        after = graded(host, tmp_path, "async def f(): return 1", CALLS)
    assert (killed.verdict, said(only(killed)), after.verdict) == (
        Verdict.GRADER_ERROR,
        ("judge.died", {"said": ""}),
        Verdict.PASSED,
    )


def test_a_program_that_the_submission_starts_gets_none_of_our_descriptors(host: JudgeHost, tmp_path: Path) -> None:
    source = """
        import subprocess
        async def f():
            print(subprocess.run(["ls", "/proc/self/fd"], close_fds=False, capture_output=True, text=True).stdout.split())
            return 1
    """
    # 0, 1, 2 and what ls itself opens.
    assert only(graded(host, tmp_path, source, CALLS)).output == "['0', '1', '2', '3']\n"
