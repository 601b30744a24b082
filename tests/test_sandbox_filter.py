"""The filter of system calls, run by a small machine here: so both processors' filters are tried on either."""

import errno
import re
import struct
from pathlib import Path

import pytest

from grader.sandbox.bpf import ALLOW, refusal
from grader.sandbox.numbers import MACHINES, numbers
from grader.sandbox.seccomp import NEVER, Openness, is_possible, program

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
WIDE = Openness(unix_sockets=True, datagrams=True, has_own_processes=True)
NARROW = Openness(unix_sockets=False, datagrams=False, protected=(77, 88), has_own_processes=False)
EPERM, ENOSYS = refusal(errno.EPERM), refusal(errno.ENOSYS)
# Where the kernel's headers are installed: of this machine's table alone.
HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}


def judged(filter_program: bytes, number: int, *arguments: int, architecture: int = ARCHITECTURES["x86_64"]) -> int:
    """Run a filter as the kernel does; raises IndexError where it runs out of itself."""
    words = (*(each & (1 << 64) - 1 for each in arguments), *[0] * 6)[:6]
    data = struct.pack("=IIQ6Q", number, architecture, 0, *words)
    at, accumulator = 0, 0
    instructions = list(struct.iter_unpack("=HBBI", filter_program))
    while True:
        code, if_true, if_false, value = instructions[at]
        at += 1
        if code == 0x06:
            return int(value)
        if code == 0x20:
            accumulator = struct.unpack_from("=I", data, value)[0]
        elif code == 0x54:
            accumulator &= value
        else:
            holds = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: bool(accumulator & value)}[code]
            at += if_true if holds else if_false


def on(machine: str, openness: Openness, name: str, *arguments: int) -> int:
    found = program(openness, machine)
    return judged(found, numbers(machine)[name], *arguments, architecture=ARCHITECTURES[machine])


both = pytest.mark.parametrize("machine", ["x86_64", "aarch64"])


@both
def test_what_is_never_needed_is_refused_and_no_other_call(machine: str) -> None:
    filter_program = program(WIDE, machine)
    answers = {number: judged(filter_program, number, architecture=ARCHITECTURES[machine]) for number in range(600)}
    refused = {number for number, answer in answers.items() if answer == EPERM}
    assert refused - {numbers(machine)["socket"]} == {
        numbers(machine)[name] for name in NEVER if name in numbers(machine)
    }
    assert {number for number, answer in answers.items() if answer == ENOSYS} == {numbers(machine)["clone3"]}
    assert set(answers.values()) == {ALLOW, EPERM, ENOSYS}


@both
def test_other_calling_conventions_are_refused_as_a_whole(machine: str) -> None:
    for openness in (WIDE, NARROW):
        assert judged(program(openness, machine), 39, architecture=0x40000003) == EPERM  # 32 bits


def test_the_other_numbers_of_the_same_calls_are_refused() -> None:
    assert judged(program(WIDE, "x86_64"), 0x40000000 | 39) == EPERM
    assert judged(program(WIDE, "x86_64"), 39) == ALLOW


@both
@pytest.mark.parametrize(
    ("arguments", "wide", "narrow"),
    [
        ((2, 1, 0), ALLOW, ALLOW),
        ((10, 1 | 0o2000000 | 0o4000, 6), ALLOW, ALLOW),  # with SOCK_CLOEXEC and SOCK_NONBLOCK
        ((2, 2, 17), ALLOW, EPERM),
        ((1, 1, 0), ALLOW, EPERM),
        ((2, 3, 1), EPERM, EPERM),
        ((2, 1, 262), EPERM, EPERM),
        ((16, 3, 0), EPERM, EPERM),
        ((17, 3, 0), EPERM, EPERM),
        ((0x100000002, 3, 1), EPERM, EPERM),  # the kernel reads an int
    ],
)
def test_sockets_are_those_of_the_internet(machine: str, arguments: tuple[int, ...], wide: int, narrow: int) -> None:
    assert (on(machine, WIDE, "socket", *arguments), on(machine, NARROW, "socket", *arguments)) == (wide, narrow)


@both
@pytest.mark.parametrize("name", ["kill", "tgkill", "tkill", "rt_sigqueueinfo", "pidfd_open", "prlimit64"])
def test_protected_processes_are_spared_where_they_can_be_seen(machine: str, name: str) -> None:
    assert [on(machine, NARROW, name, pid, 9) for pid in (77, 88, -77, -1, 0, 99, -99)] == [EPERM] * 4 + [ALLOW] * 3
    assert on(machine, WIDE, name, 77, 9) == ALLOW


@both
def test_nobody_lowers_the_priority_of_a_group_or_of_a_user(machine: str) -> None:
    assert [on(machine, NARROW, "setpriority", which, who) for which, who in ((0, 0), (0, 77), (1, 0), (2, 0))] == [
        ALLOW,
        EPERM,
        EPERM,
        EPERM,
    ]
    assert [on(machine, NARROW, "ioprio_set", which, who) for which, who in ((1, 0), (1, 77), (2, 0), (3, 0))] == [
        ALLOW,
        EPERM,
        EPERM,
        EPERM,
    ]


@both
def test_a_clone_makes_threads_and_processes_but_no_namespace(machine: str) -> None:
    assert on(machine, WIDE, "clone", 0x003D0F00) == ALLOW  # a thread
    assert on(machine, WIDE, "clone", 0x01200011) == ALLOW  # fork
    for flag in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
        assert on(machine, WIDE, "clone", flag | 17) == EPERM


@both
def test_a_candidate_cannot_hide(machine: str) -> None:
    assert [on(machine, WIDE, "prctl", operation) for operation in (4, 3, 15)] == [EPERM, ALLOW, ALLOW]


def test_an_unknown_machine_has_no_filter() -> None:
    assert not is_possible("riscv64")
    assert numbers("riscv64") == {}
    assert frozenset({"x86_64", "aarch64"}) == MACHINES


@both
def test_the_numbers_are_those_of_the_kernels_headers(machine: str) -> None:
    header = next((path for path in map(Path, HEADERS[machine]) if path.exists()), None)
    if header is None:
        pytest.skip("the kernel's headers are not installed")
    found = {
        name: int(number)
        for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text("ascii"))
    }
    wrong = {
        name: (number, found[name]) for name, number in numbers(machine).items() if found.get(name, number) != number
    }
    assert wrong == {}
    assert len(found.keys() & numbers(machine).keys()) > 60
