"""Names for the kernel's lines on what a thread is doing."""

import pytest

from grader.instruments.cause import _BY_SYSTEM_CALL
from grader.instruments.system_calls import _GENERIC, _X86_64, TIMED_FUTEX, is_a_poll, name_of

REST = "0x7fff0000 0x7f0000"


@pytest.mark.parametrize(
    ("line", "machine", "name"),
    [
        ("running", "x86_64", "running"),
        ("-1 0x7fff0000 0x7f0000", "x86_64", "running"),
        (f"230 0x0 0x0 0x7f 0x0 0x0 0x0 {REST}", "x86_64", "clock_nanosleep"),
        (f"115 0x0 0x0 0x7f 0x0 0x0 0x0 {REST}", "aarch64", "clock_nanosleep"),
        (f"45 0x7 0x7f 0x1 0x0 0x0 0x0 {REST}", "x86_64", "recvfrom"),
        (f"202 0x7f 0x189 0x0 0x0 0x0 0xffffffff {REST}", "x86_64", "futex"),
        (f"202 0x7f 0x189 0x0 0x7ffe 0x0 0xffffffff {REST}", "x86_64", TIMED_FUTEX),
        (f"98 0x7f 0x189 0x0 0x7ffe 0x0 0xffffffff {REST}", "aarch64", TIMED_FUTEX),
        (f"999 0x0 0x0 0x0 0x0 0x0 0x0 {REST}", "x86_64", "system call 999"),
        (f"45 0x0 0x0 0x0 0x0 0x0 0x0 {REST}", "riscv64", "system call 45"),
        ("", "x86_64", None),
        (None, "x86_64", None),
    ],
)
def test_a_line_has_a_name(line: str | None, machine: str, name: str | None) -> None:
    assert name_of(line, machine) == name


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("epoll_wait", True),
        ("epoll_pwait", True),
        ("epoll_pwait2", True),
        ("poll", False),
        ("running", False),
        (None, False),
    ],
)
def test_an_idle_loop_is_known_by_where_it_waits(name: str | None, is_one: bool) -> None:
    assert is_a_poll(name) is is_one


def test_every_system_call_that_has_a_number_has_a_cause() -> None:
    assert {*_X86_64.values(), *_GENERIC.values()} <= _BY_SYSTEM_CALL.keys()
