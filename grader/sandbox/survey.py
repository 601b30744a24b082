"""Surveys the machine for a plan: a child puts all layers on, as a candidate would, and ends at once.

Each layer is tried for what it does, not only asked for: AppArmor lets a user namespace be made and takes its rights
away, so only the second step tells.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

import msgspec

from grader.sandbox import identity, kernel, landlock, namespaces, network, readable, seccomp, view
from grader.sandbox.identity import Identity
from grader.sandbox.landlock import Rules
from grader.sandbox.obstacles import landlock_obstacle, namespace_obstacle
from grader.sandbox.plan import ALWAYS, LayerName, Missing, Mode, Plan
from grader.sandbox.seccomp import Openness
from grader.sandbox.view import Space

_ANSWER_BYTES: Final = 1 << 16
_OWN: Final = "own"
_PROC: Final = "/proc"
_SPACE = Space(bytes=1 << 20, files=64)


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A step that failed: the errno, 0 where it did something else than it should, and what it was about."""

    code: int
    about: str


Failures = dict[LayerName, Failure]


def survey(mode: Mode) -> Plan:
    """Find out which layers this process can put on its children; `none` puts on those that need no machine's help."""
    if mode is Mode.NONE:
        return Plan(mode=mode, active=ALWAYS)
    folder = Path(tempfile.mkdtemp(prefix="grader-survey-"))
    try:
        (folder / _OWN).mkdir()
        failures = _failures_in_child(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return planned(mode, failures, is_root=os.geteuid() == 0, version=_landlock_version())


def planned(mode: Mode, failures: Failures, *, is_root: bool, version: int, root: Path = Path("/")) -> Plan:
    """Turn what was tried into a plan. A user has no identity to change to, so none is missing. `root`: of /proc."""
    tried = [layer for layer in LayerName if layer not in ALWAYS and (layer is not LayerName.IDENTITY or is_root)]
    return Plan(
        mode=mode,
        active=(*ALWAYS, *(layer for layer in tried if layer not in failures)),
        missing=tuple(_missing(layer, failures[layer], root) for layer in tried if layer in failures),
        landlock_version=0 if LayerName.LANDLOCK in failures else version,
    )


def _missing(layer: LayerName, failure: Failure, root: Path) -> Missing:
    return Missing(
        layer=layer,
        obstacle=_obstacle(layer, failure, root),
        detail=": ".join(filter(None, (failure.about, os.strerror(failure.code) if failure.code else ""))),
    )


def _obstacle(layer: LayerName, failure: Failure, root: Path) -> str:
    match layer:
        case LayerName.LANDLOCK:
            return landlock_obstacle(failure.code)
        case LayerName.SECCOMP:
            return "kernel"
        case LayerName.IDENTITY:
            return "python-unreadable" if failure.about == readable.standard_library() else "unmapped"
        case LayerName.VIEW if failure.about == _PROC:
            return "proc-covered"
        case _:
            return namespace_obstacle(failure.code, root)


def _failures_in_child(folder: Path) -> Failures:
    answer, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _try_all(folder, theirs)
    os.close(theirs)
    with os.fdopen(answer, "rb") as pipe:
        text = pipe.read(_ANSWER_BYTES)
    os.waitpid(child, 0)
    try:
        return msgspec.json.decode(text, type=Failures)
    except msgspec.DecodeError:  # it was killed half-way: nothing is known to work
        return {layer: Failure(code=0, about="") for layer in LayerName if layer not in ALWAYS}


def _try_all(folder: Path, answer: int) -> NoReturn:
    """Go the way of a judge, a nursery, a keeper and a candidate, as far as it goes."""
    try:
        trials = _Trials()
        readable.standard_library()  # asked while we may read: it imports a module that another user may not see
        who = trials.identity()
        trials.of(LayerName.NETWORK, network.enter_own_network)
        covered = list[Path]()
        trials.of(LayerName.VIEW, lambda: covered.extend(view.prepare(folder)))
        trials.of(LayerName.PID_NAMESPACE, namespaces.enter_for_candidate)
        child = os.fork()
        if child == 0:
            _try_inside(trials, folder, covered, who, answer)
        os.waitpid(child, 0)
    finally:
        os._exit(0)


def _try_inside(trials: "_Trials", folder: Path, covered: list[Path], who: Identity, answer: int) -> NoReturn:
    try:
        trials.of(LayerName.PID_NAMESPACE, _be_first)
        if LayerName.PID_NAMESPACE in trials.failures:  # the private /proc is the namespace's
            trials.failures.setdefault(LayerName.VIEW, trials.failures[LayerName.PID_NAMESPACE])
        trials.of(LayerName.VIEW, lambda: view.settle(folder, folder / _OWN, _SPACE, covered))
        identity.become(who)
        trials.of(LayerName.IDENTITY, _read_standard_library)
        trials.of(LayerName.LANDLOCK, _shut_all)
        trials.of(LayerName.SECCOMP, _refuse_unshare)
        os.write(answer, msgspec.json.encode(trials.failures))
    finally:
        os._exit(0)


class _Trials:
    """What has failed until now. A layer that failed once is not tried again."""

    def __init__(self) -> None:
        self.failures: Failures = {}

    def of(self, layer: LayerName, step: Callable[[], None]) -> None:
        """Do a step of a layer."""
        if layer in self.failures:
            return
        try:
            step()
        except OSError as error:
            self.failures[layer] = Failure(code=error.errno or 0, about=str(error.filename or ""))

    def identity(self) -> Identity:
        """Choose whom to become."""
        if os.geteuid() == 0:
            try:
                return identity.own_identity(os.getpid())
            except LookupError as error:
                self.failures[LayerName.IDENTITY] = Failure(code=0, about=str(error))
        return identity.same_identity()


def _be_first() -> None:
    if os.getpid() != 1:
        raise OSError(0, "not the first process")


def _read_standard_library() -> None:
    os.close(os.open(readable.standard_library(), os.O_RDONLY))


def _shut_all() -> None:
    version = kernel.landlock_version()
    rules = Rules(version, ())
    landlock.enforce(rules.ruleset(), version)
    try:
        os.close(os.open("/", os.O_RDONLY))
    except PermissionError:
        return
    raise OSError(0, "rules without effect")


def _refuse_unshare() -> None:
    if not seccomp.is_possible():
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    # The widest filter: what is refused in it is refused in all.
    widest = Openness(unix_sockets=True, datagrams=True, has_own_processes=True)
    seccomp.load(seccomp.program(widest))
    try:
        kernel.unshare(0)  # without the filter it does nothing, and succeeds
    except PermissionError:
        return
    raise OSError(0, "a filter without effect")


def _landlock_version() -> int:
    try:
        return kernel.landlock_version()
    except OSError:
        return 0
