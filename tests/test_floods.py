"""A submission that floods the wire ends its own test, and never the judge: real processes, within bounds."""

import textwrap
from pathlib import Path

import pytest
from small_katas import graded, only, said

from grader.grading import JudgeHost
from grader.report import Verdict

CALLS = """
    async def test_it(submission):
        assert await submission.f() == 1
"""

# A submission that finds its own socket can say whatever it likes.
FLOOD = """
    import os, socket, struct, time

    def own_socket():
        for name in os.listdir("/proc/self/fd"):
            try:
                found = socket.socket(fileno=os.dup(int(name)))
                made_by, _, _ = struct.unpack("3i", found.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
            except OSError:
                continue
            if found.family == socket.AF_UNIX and made_by != os.getpid():  # else it is the loop's own pair
                found.setblocking(True)
                return found

    def frame(data):
        return struct.pack(">I", len(data)) + data

    async def f():
        try:
            flood(own_socket())
        except OSError:
            pass
        time.sleep(9)
"""
FLOODS = {
    "a million cancellations": 'sock.sendall(frame(b\'{"say":"cancel","id":7}\') * 1_000_000)',
    "a million answers to nothing": 'sock.sendall(frame(b\'{"say":"returned","id":70000,"value":1}\') * 1_000_000)',
    "a million empty frames": "sock.sendall(bytes(4_000_000))",
    "a frame byte by byte": "[sock.sendall(bytes([byte])) for byte in struct.pack('>I', 1 << 20) + b' ' * 100_000]",
    "a frame that never ends": "sock.sendall(struct.pack('>I', 1 << 20) + b'{')",
    "a length of four gigabytes": "sock.sendall(b'\\xff\\xff\\xff\\xff')",
    "calls of what was not handed over": (
        'sock.sendall(frame(b\'{"say":"call","id":1,"on":99,"name":"x","args":[],"kwargs":{}}\') * 100_000)'
    ),
}


BREAK_THE_PROTOCOL = {
    "a million answers to nothing",
    "a million empty frames",
    "a length of four gigabytes",
    "calls of what was not handed over",
}


@pytest.mark.parametrize("what", FLOODS)
def test_a_flood_on_the_wire_ends_the_test_and_not_the_judge(what: str, host: JudgeHost, tmp_path: Path) -> None:
    flood = f"\ndef flood(sock):\n    {FLOODS[what]}\n"
    limits = "limits: {test_s: 1, total_s: 5, cpu_s: 4}\n"
    test = only(graded(host, tmp_path, textwrap.dedent(FLOOD) + flood, CALLS, more=limits))
    assert test.verdict in (Verdict.BLOCKED, Verdict.CRASHED, Verdict.TIMED_OUT, Verdict.OVER_LIMIT), test
    if what in BREAK_THE_PROTOCOL:
        assert (test.verdict, said(test)[0]) == (Verdict.CRASHED, "judge.broke-protocol")
    assert only(graded(host, tmp_path, "async def f(): return 1", CALLS)).verdict is Verdict.PASSED


HANDS_OVER = """
    import asyncio
    async def test_it(submission):
        assert await submission.f(asyncio.Event()) == 1
"""
LISTENS_ON = """
    import asyncio
    async def f(event):
        {}
        await asyncio.sleep(9)
"""


@pytest.mark.parametrize(
    "flood",
    [
        "[asyncio.ensure_future(event.wait()) for _ in range(30_000)]",
        "await asyncio.gather(*[event.wait(*[object() for _ in range(3_000)]) for _ in range(60)])",
    ],
)
def test_more_than_a_test_can_have_use_for_ends_the_candidate(flood: str, host: JudgeHost, tmp_path: Path) -> None:
    source = textwrap.dedent(LISTENS_ON).format(flood)
    test = only(graded(host, tmp_path, source, HANDS_OVER))
    assert (test.verdict, said(test)[0]) == (Verdict.CRASHED, "judge.broke-protocol")


@pytest.mark.parametrize("says_it", ["assert False, x", "raise ValueError(x)"])
def test_a_lone_surrogate_in_a_tests_own_words_is_a_failure(says_it: str, host: JudgeHost, tmp_path: Path) -> None:
    hidden = f"async def test_it(submission):\n    x = await submission.f()\n    {says_it}\n"
    assert graded(host, tmp_path, "async def f(): return '\\ud800'\n", hidden).verdict is Verdict.FAILED
