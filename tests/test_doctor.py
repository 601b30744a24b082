"""The doctor: what each lack means, in full text, and what the machine here says."""

import errno
import json
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from grader.doctor import (
    Check,
    Checkup,
    Requirement,
    Section,
    State,
    examine,
    isolation_checks,
    package_check,
    python_check,
    requirements,
    system_check,
)
from grader.instruments.calibration import Calibration
from grader.messages import text
from grader.renderers.checkup_page import checkup_json, checkup_text
from grader.renderers.look import Look
from grader.renderers.sentences import say
from grader.sandbox.obstacles import namespace_obstacle
from grader.sandbox.plan import ALWAYS, LayerName, Missing, Mode, Plan


def sentences(check: Check) -> tuple[str, str]:
    assert check.meaning is not None
    return say(check.meaning, "en"), say(check.meaning, "zh")


def test_this_machine_can_grade() -> None:
    checkup = examine()
    assert checkup.can_grade
    names = [check.name for check in checkup.checks]
    assert len(names) == len(set(names))
    assert {"python", "system", "tornado", "pytest", "bcrypt", "schedstat", "rlimits", "memory-watch"} <= set(names)


def test_every_check_of_this_machine_is_said_in_both_languages_and_as_json() -> None:
    checkup = examine()
    for lang in ("en", "zh"):
        assert checkup_text(checkup, lang=lang, look=Look(width=60))
    data = json.loads(checkup_json(checkup, "en"))
    assert (data["format"], data["can_grade"], len(data["checks"])) == (1, True, len(checkup.checks))


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 2), (3, 14, 0)])
def test_supported_pythons(version: tuple[int, int, int]) -> None:
    assert python_check(version, "CPython").state is State.USED


@pytest.mark.parametrize(("version", "kind"), [((3, 10, 9), "CPython"), ((3, 11, 0), "PyPy")])
def test_another_python_cannot_grade(version: tuple[int, int, int], kind: str) -> None:
    check = python_check(version, kind)
    assert not Checkup(checks=(check,)).can_grade
    assert sentences(check)[0] == (
        "The grader needs CPython 3.11 or newer. Make the environment again with such a Python: "
        "python3.11 -m venv .venv"
    )


@pytest.mark.parametrize(("system", "release"), [("Windows", "11"), ("Linux", "4.4.0-19041-Microsoft")])
def test_windows_and_wsl1_are_told_of_wsl2(system: str, release: str) -> None:
    check = system_check(system, release)
    assert (check.state, check.command) == (State.FATAL, "wsl --set-version Ubuntu 2")
    assert sentences(check)[0] == (
        "The grader needs a real Linux kernel, which native Windows and WSL1 do not have. WSL2 has one."
    )


def test_wsl2_is_linux() -> None:
    assert system_check("Linux", "5.15.153.1-microsoft-standard-WSL2").state is State.USED


def test_another_unix_grades_with_less() -> None:
    check = system_check("Darwin", "24.1.0")
    assert Checkup(checks=(check,)).can_grade
    assert sentences(check)[0] == (
        "The grader is made and tested on Linux. Here it grades with fewer measurements and without isolation."
    )


def test_requirements_come_from_the_package_itself() -> None:
    found = {requirement.package: requirement for requirement in requirements()}
    assert found["tornado"] == Requirement(package="tornado", oldest="6.4")
    assert found["bcrypt"].is_optional
    assert "ruff" not in found


def version_of(version: str | None) -> Callable[[str], str]:
    def answer(package: str) -> str:
        if version is None:
            raise metadata.PackageNotFoundError(package)
        return version

    return answer


@pytest.mark.parametrize(
    ("installed", "oldest", "state"),
    [
        ("6.6.1", "6.4", State.USED),
        ("6.10", "6.4", State.USED),
        ("6.4", "6.4", State.USED),
        ("7.0.dev1+local9", "6.4", State.USED),
        ("6.3.3", "6.4", State.FATAL),
        (None, "6.4", State.FATAL),
    ],
)
def test_package_versions(installed: str | None, oldest: str, state: State) -> None:
    assert package_check(Requirement(package="tornado", oldest=oldest), version_of(installed)).state is state


def test_a_missing_package_says_how_to_get_it() -> None:
    check = package_check(Requirement(package="tornado", oldest="6.4"), version_of(None))
    assert sentences(check)[0] == "The grader cannot run without tornado 6.4 or newer."
    assert check.command == 'python -m pip install "tornado>=6.4"'


def test_a_missing_package_of_some_katas_stops_only_those() -> None:
    check = package_check(Requirement(package="bcrypt", oldest="4.1", is_optional=True), version_of(None))
    assert Checkup(checks=(check,)).can_grade
    assert sentences(check)[0] == ("Some katas use bcrypt (4.1 or newer); the others can be graded without it.")


def lacking(*missing: Missing) -> Plan:
    return Plan(mode=Mode.AUTO, active=ALWAYS, missing=missing)


def test_a_machine_without_counters_and_layers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = lacking(
        Missing(layer=LayerName.NETWORK, obstacle="refused"), Missing(layer=LayerName.SECCOMP, obstacle="kernel")
    )
    monkeypatch.setattr("grader.doctor.survey", lambda _: plan)
    checks = {check.name: check for check in examine(tmp_path).checks}
    missing = [name for name, check in checks.items() if check.state is State.MISSING]
    assert missing == ["schedstat", "steal", "syscall", "gil", "network", "seccomp"]
    assert sentences(checks["schedstat"])[0] == (
        "Without it, a wait for a processor looks like a wait in the program: on a busy machine more runs are "
        "inconclusive."
    )


@pytest.mark.parametrize(
    ("files", "error", "obstacle"),
    [
        ({"kernel/apparmor_restrict_unprivileged_userns": "1\n"}, errno.EPERM, "apparmor"),
        ({"kernel/apparmor_restrict_unprivileged_userns": "0\n"}, errno.EPERM, "refused"),
        ({"kernel/unprivileged_userns_clone": "0\n"}, errno.EPERM, "unprivileged-off"),
        ({"user/max_user_namespaces": "0\n"}, errno.ENOSPC, "none-allowed"),
        ({}, errno.ENOSPC, "none-allowed"),
        ({}, errno.EINVAL, "kernel"),
        ({}, errno.EPERM, "refused"),
    ],
)
def test_why_namespaces_are_refused(tmp_path: Path, files: dict[str, str], error: int, obstacle: str) -> None:
    for name, content in files.items():
        path = tmp_path / "proc/sys" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    assert namespace_obstacle(error, tmp_path) == obstacle


NAMESPACES = ["apparmor", "unprivileged-off", "none-allowed", "kernel", "refused"]
LACKS = [
    *((layer, obstacle) for layer in ("network", "pid-namespace", "view") for obstacle in NAMESPACES),
    ("view", "proc-covered"), ("landlock", "kernel"), ("landlock", "switched-off"), ("seccomp", "kernel"),
    ("identity", "unmapped"), ("identity", "python-unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "obstacle"), LACKS)
def test_every_lack_of_a_layer_has_its_sentences(layer: str, obstacle: str) -> None:
    (check,) = lacks(Missing(layer=LayerName(layer), obstacle=obstacle))
    assert all(sentences(check))


def lacks(missing: Missing) -> list[Check]:
    return [check for check in isolation_checks(lacking(missing)) if check.state is State.MISSING]


@pytest.mark.parametrize("counter", ["schedstat", "rusage-thread", "steal", "syscall", "gil"])
def test_every_lack_of_a_counter_has_its_sentences(counter: str) -> None:
    assert all(text(f"doctor.no-{counter}", lang) for lang in ("en", "zh"))


def test_a_counter_that_never_moves_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.doctor.calibrated", lambda: Calibration(cpu_scale=2.5, has_run_delay=False))
    checks = {check.name: check for check in examine().checks}
    assert checks["schedstat"].state is State.MISSING
    assert checks["speed"].found == "× 2.5"


def test_apparmor_of_ubuntu_has_its_command() -> None:
    (check,) = lacks(Missing(layer=LayerName.NETWORK, obstacle="apparmor"))
    assert check.command == "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
    page = checkup_text(Checkup(checks=(check,)), lang="en", look=Look(width=60))
    assert f"\n          {check.command}\n" in page


def test_a_machine_that_cannot_grade_says_so() -> None:
    check = python_check((3, 9, 0), "CPython")
    page = checkup_text(Checkup(checks=(check,)), lang="en", look=Look(width=60))
    assert page == (
        "  Software\n"
        "    Python  needed   CPython 3.9.0\n"
        "      The grader needs CPython 3.11 or newer. Make the\n"
        "      environment again with such a Python: python3.11 -m\n"
        "      venv .venv\n"
        "\n"
        "  Measuring\n"
        "\n"
        "  Isolation\n"
        "\n"
        "  This machine cannot grade yet: put right what is marked as\n"
        "  needed.\n"
    )


def test_the_sections_come_in_their_order() -> None:
    page = checkup_text(examine(), lang="en", look=Look(width=80))
    heads = [line.strip() for line in page.splitlines() if line.strip() in {"Software", "Measuring", "Isolation"}]
    assert heads == ["Software", "Measuring", "Isolation"]
    assert list(Section) == ["software", "measuring", "isolation"]
