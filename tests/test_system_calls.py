"""Names for the kernel's lines on what a thread is doing."""

import pytest

from grader.instruments.cause import _BY_SYSTEM_CALL
from grader.instruments.system_calls import (
    _GENERIC,
    _X86_64,
    CLONES,
    ENDLESS_POLL,
    FROM_PIPE,
    FROM_SOCKET,
    GIL,
    TIME_ALONE,
    TIMED_FUTEX,
    arguments_of,
    is_a_poll,
    name_of,
)

REST = "0x7fff0000 0x7f0000"


@pytest.mark.parametrize(
    ("line", "machine", "name"),
    [
        ("running", "x86_64", "running"),
        ("-1 0x7fff0000 0x7f0000", "x86_64", "no system call"),
        (f"230 0x0 0x0 0x7f 0x0 0x0 0x0 {REST}", "x86_64", "clock_nanosleep"),
        (f"115 0x0 0x0 0x7f 0x0 0x0 0x0 {REST}", "aarch64", "clock_nanosleep"),
        (f"45 0x7 0x7f 0x1 0x0 0x0 0x0 {REST}", "x86_64", "recvfrom"),
        (f"202 0x7f 0x189 0x0 0x0 0x0 0xffffffff {REST}", "x86_64", "futex"),
        (f"202 0x7f 0x189 0x0 0x7ffe 0x0 0xffffffff {REST}", "x86_64", TIMED_FUTEX),
        (f"98 0x7f 0x189 0x0 0x7ffe 0x0 0xffffffff {REST}", "aarch64", TIMED_FUTEX),
        (f"7 0x7ffe 0x1 0xffffffff 0x0 0x0 0x0 {REST}", "x86_64", ENDLESS_POLL),
        (f"7 0x7ffe 0x1 0xffffffffffffffff 0x0 0x0 0x0 {REST}", "x86_64", ENDLESS_POLL),
        (f"7 0x7ffe 0x1 0x7fffffff 0x0 0x0 0x0 {REST}", "x86_64", "poll"),
        (f"7 0x7ffe 0x1 0x0 0x0 0x0 0x0 {REST}", "x86_64", "poll"),
        (f"7 0x0 0x0 0x3e8 0x0 0x0 0x0 {REST}", "x86_64", TIME_ALONE),
        (f"23 0x0 0x0 0x0 0x0 0x7ffe 0x0 {REST}", "x86_64", TIME_ALONE),
        (f"23 0x4 0x7ffe 0x0 0x0 0x7ffe 0x0 {REST}", "x86_64", "select"),
        (f"270 0x0 0x0 0x0 0x0 0x7ffe 0x0 {REST}", "x86_64", TIME_ALONE),
        (f"72 0x0 0x0 0x0 0x0 0x7ffe 0x0 {REST}", "aarch64", TIME_ALONE),
        (f"73 0x0 0x0 0x7ffe 0x0 0x0 0x0 {REST}", "aarch64", TIME_ALONE),
        (f"73 0x7ffe 0x1 0x7ffe 0x0 0x0 0x0 {REST}", "aarch64", "ppoll"),
        (f"56 0x11 0x0 0x0 0x0 0x0 0x0 {REST}", "x86_64", "clone"),
        (f"58 0x0 0x0 0x0 0x0 0x0 0x0 {REST}", "x86_64", "vfork"),
        (f"220 0x11 0x0 0x0 0x0 0x0 0x0 {REST}", "aarch64", "clone"),
        (f"435 0x7ffe 0x58 0x0 0x0 0x0 0x0 {REST}", "aarch64", "clone3"),
        (f"999 0x0 0x0 0x0 0x0 0x0 0x0 {REST}", "x86_64", "system call 999"),
        (f"45 0x0 0x0 0x0 0x0 0x0 0x0 {REST}", "riscv64", "system call 45"),
        ("", "x86_64", None),
        (None, "x86_64", None),
    ],
)
def test_a_line_has_a_name(line: str | None, machine: str, name: str | None) -> None:
    assert name_of(line, machine) == name


LOCK = 0x7F001000


@pytest.mark.parametrize(
    ("address", "timeout", "gil", "name"),
    [
        (LOCK, 0x7FFE, LOCK, GIL),
        (LOCK, 0, LOCK, GIL),
        (LOCK - 64, 0x7FFE, LOCK, GIL),
        (LOCK - 65, 0x7FFE, LOCK, TIMED_FUTEX),
        (LOCK + 256, 0x7FFE, LOCK, GIL),
        (LOCK + 257, 0x7FFE, LOCK, TIMED_FUTEX),
        (LOCK + 257, 0, LOCK, "futex"),
        (LOCK, 0x7FFE, 0, TIMED_FUTEX),
        (8, 0, 0, "futex"),
    ],
)
def test_a_wait_for_the_interpreter_lock_is_known_by_its_address(
    address: int, timeout: int, gil: int, name: str
) -> None:
    line = f"202 {address:#x} 0x189 0x0 {timeout:#x} 0x0 0xffffffff {REST}"
    assert name_of(line, "x86_64", gil=gil) == name
    assert name_of(line.replace("202", "98", 1), "aarch64", gil=gil) == name


def test_only_a_futex_is_a_wait_for_the_interpreter_lock() -> None:
    assert name_of(f"0 {LOCK:#x} 0x0 0x0 0x0 0x0 0x0 {REST}", "x86_64", gil=LOCK) == "read"
    assert name_of("running", "x86_64", gil=LOCK) == "running"


def test_the_six_arguments_are_read_and_a_thread_that_runs_has_none() -> None:
    assert arguments_of(f"45 0x7 0x7f 0x1 0x2 0x3 0xffffffff {REST}") == (7, 127, 1, 2, 3, 0xFFFFFFFF)
    for line in ("running", "-1 0x7fff0000 0x7f0000", ""):
        assert arguments_of(line) == ()


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("epoll_wait", True),
        ("epoll_pwait", True),
        ("epoll_pwait2", True),
        ("poll", False),
        (ENDLESS_POLL, False),
        ("running", False),
        (None, False),
    ],
)
def test_an_idle_loop_is_known_by_where_it_waits(name: str | None, is_one: bool) -> None:
    assert is_a_poll(name) is is_one


def test_every_system_call_that_has_a_number_has_a_cause() -> None:
    told_by_more = {ENDLESS_POLL, TIME_ALONE, TIMED_FUTEX, FROM_PIPE, FROM_SOCKET}
    assert {*_X86_64.values(), *_GENERIC.values(), *CLONES, *told_by_more} <= _BY_SYSTEM_CALL.keys()


@pytest.mark.parametrize(
    ("line", "machine", "name"),
    [
        ("23 0x0 0x0 0x0 0x0 0x7ffe", "x86_64", "a wait for nothing but time"),
        ("23 0x0 0x0 0x0 0x0 0x0", "x86_64", "select"),
        ("270 0x5 0x1 0x0 0x0 0x7ffe", "x86_64", "pselect6"),
        ("7 0x1 0x1 0xffffffff 0x0 0x0", "x86_64", "poll without a time-out"),
        ("7 0x1 0x1 0x64 0x0 0x0", "x86_64", "poll"),
        ("73 0x7ffe 0x1 0x0 0x0 0x8", "aarch64", "poll without a time-out"),
        ("73 0x7ffe 0x1 0x7ffe 0x0 0x8", "aarch64", "ppoll"),
    ],
)
def test_polls_are_told_apart_by_what_they_wait_for(line: str, machine: str, name: str) -> None:
    assert name_of(f"{line} 0x0 0x7fff0000 0x7f0000", machine) == name
