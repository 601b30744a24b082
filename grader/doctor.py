"""What this machine offers to a grading, and what is missing."""

import enum
import os
import platform
import re
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from grader.instruments.calibration import calibrated
from grader.report import Message
from grader.sandbox.plan import MEMORY_WATCH, LayerName, Missing, Mode, Plan
from grader.sandbox.survey import survey

_DISTRIBUTION = "tornado-katas"
_OLDEST_PYTHON = (3, 11)
_STEAL_COLUMN = 8


class Section(enum.StrEnum):
    """The parts of the check-up, in the order in which they are shown."""

    SOFTWARE = "software"
    MEASURING = "measuring"
    ISOLATION = "isolation"


class State(enum.StrEnum):
    """How a check went."""

    USED = "used"
    MISSING = "missing"
    FATAL = "fatal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at. `found` is what was seen; `meaning` says what a lack means, `command` what ends it."""

    section: Section
    name: str
    state: State
    found: str = ""
    meaning: Message | None = None
    command: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """All checks in the order in which they are shown."""

    checks: tuple[Check, ...]

    @property
    def can_grade(self) -> bool:
        """Whether nothing is missing that a grading cannot do without."""
        return all(check.state is not State.FATAL for check in self.checks)


def examine(root: Path = Path("/")) -> Checkup:
    """Look at this machine; takes some 0.1 s. `root` is where its counters are looked for."""
    return Checkup(checks=(*_software(), *_measuring(root), *isolation_checks(survey(Mode.AUTO))))


def _software() -> Iterator[Check]:
    yield python_check(sys.version_info[:3], platform.python_implementation())
    yield system_check(platform.system(), platform.release())
    yield from (package_check(requirement) for requirement in requirements())


def python_check(version: tuple[int, int, int], implementation: str) -> Check:
    """Check the running Python."""
    found = f"{implementation} {'.'.join(map(str, version))}"
    if version[:2] >= _OLDEST_PYTHON and implementation == "CPython":
        return Check(section=Section.SOFTWARE, name="python", state=State.USED, found=found)
    return _fatal(Section.SOFTWARE, "python", found, "doctor.python")


def system_check(system: str, release: str) -> Check:
    """Check the operating system, by its name and its kernel's release."""
    found = f"{system} {release}"
    # WSL1 calls its kernel 4.4.0-19041-Microsoft; WSL2 runs a real one, ...-microsoft-standard-WSL2.
    if system == "Windows" or release.endswith("-Microsoft"):
        return _fatal(Section.SOFTWARE, "system", found, "doctor.windows", "wsl --set-version Ubuntu 2")
    if not hasattr(os, "fork"):
        return _fatal(Section.SOFTWARE, "system", found, "doctor.no-fork")
    if system != "Linux":
        meaning = Message(code="doctor.not-linux")
        return Check(section=Section.SOFTWARE, name="system", state=State.MISSING, found=found, meaning=meaning)
    return Check(section=Section.SOFTWARE, name="system", state=State.USED, found=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A package, its oldest good version, and whether only some katas need it."""

    package: str
    oldest: str = "0"
    is_optional: bool = False


def requirements() -> list[Requirement]:
    """Read from the installed metadata what the grader, and its katas, need."""
    try:
        lines = metadata.requires(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return [Requirement(package="tornado"), Requirement(package="pytest")]
    found = (re.match(r"([\w.-]+)(?:>=([\d.]+))?[^;]*(?:;.*extra == ['\"](\w+)['\"])?", line) for line in lines)
    return [
        Requirement(package=match[1], oldest=match[2] or "0", is_optional=match[3] == "katas")
        for match in found
        if match and match[3] in (None, "katas")
    ]


def package_check(requirement: Requirement, version_of: Callable[[str], str] = metadata.version) -> Check:
    """Check that a package is installed in a version that is new enough."""
    try:
        found = version_of(requirement.package)
    except metadata.PackageNotFoundError:
        found = ""
    if found and _numbers(found) >= _numbers(requirement.oldest):
        return Check(section=Section.SOFTWARE, name=requirement.package, state=State.USED, found=found)
    code = "doctor.package-optional" if requirement.is_optional else "doctor.package"
    return Check(
        section=Section.SOFTWARE,
        name=requirement.package,
        state=State.MISSING if requirement.is_optional else State.FATAL,
        found=found,
        meaning=Message(code=code, values={"package": requirement.package, "oldest": requirement.oldest}),
        command=f'python -m pip install "{requirement.package}>={requirement.oldest}"',
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version.partition("+")[0])[:3])


def _measuring(root: Path) -> Iterator[Check]:
    task = root / f"proc/self/task/{threading.get_native_id()}"
    machine = calibrated()
    # The counter is there on some kernels that never move it: a contest for a processor has told.
    has_delay = machine.has_run_delay and len(_words(task / "schedstat")) >= len(("cpu", "delay"))
    has_calls = bool(_words(task / "syscall"))
    yield _counter("schedstat", is_there=has_delay)
    yield _counter("rusage-thread", is_there=_has_rusage_thread())
    yield _counter("steal", is_there=len(_words(root / "proc/stat")) > _STEAL_COLUMN)
    yield _counter("syscall", is_there=has_calls)
    yield _counter("gil", is_there=has_calls and machine.has_gil)
    yield _counter("speed", is_there=True, found=f"× {machine.cpu_scale:g}")
    yield _counter("wakeup", is_there=True, found=f"{machine.wakeup_delay_s * 1000:.1f} ms")


def _counter(name: str, *, is_there: bool, found: str = "") -> Check:
    if is_there:
        return Check(section=Section.MEASURING, name=name, state=State.USED, found=found)
    return Check(section=Section.MEASURING, name=name, state=State.MISSING, meaning=Message(code=f"doctor.no-{name}"))


def _has_rusage_thread() -> bool:
    try:
        import resource  # noqa: PLC0415 -- exists on Unix alone, and its absence is the answer
    except ImportError:
        return False
    return hasattr(resource, "RUSAGE_THREAD")


def _words(path: Path) -> list[str]:
    """Give the words of the first line; none where it cannot be read."""
    try:
        return path.read_text(encoding="ascii").partition("\n")[0].split()
    except OSError:
        return []


def isolation_checks(plan: Plan) -> Iterator[Check]:
    """Turn a plan of isolation into checks."""
    for layer in plan.active:
        found = f"ABI {plan.landlock_version}" if layer is LayerName.LANDLOCK else ""
        yield Check(section=Section.ISOLATION, name=layer, state=State.USED, found=found)
    yield from map(_lack, plan.missing)
    yield Check(section=Section.ISOLATION, name=MEMORY_WATCH, state=State.USED)


_BY_NAMESPACES = frozenset({LayerName.NETWORK, LayerName.PID_NAMESPACE, LayerName.VIEW})
_COMMANDS = {
    "namespaces-apparmor": "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0",
    "namespaces-unprivileged-off": "sudo sysctl kernel.unprivileged_userns_clone=1",
    "namespaces-none-allowed": "sudo sysctl user.max_user_namespaces=15000",
}
_OF_ITS_OWN = "proc-covered"


def _lack(missing: Missing) -> Check:
    by_namespaces = missing.layer in _BY_NAMESPACES and missing.obstacle != _OF_ITS_OWN
    reason = f"{'namespaces' if by_namespaces else missing.layer}-{missing.obstacle}"
    return Check(
        section=Section.ISOLATION,
        name=missing.layer,
        state=State.MISSING,
        found=missing.detail,
        meaning=Message(code=f"doctor.{reason}"),
        command=_COMMANDS.get(reason),
    )


def _fatal(section: Section, name: str, found: str, code: str, command: str | None = None) -> Check:
    return Check(
        section=section, name=name, state=State.FATAL, found=found, meaning=Message(code=code), command=command
    )
