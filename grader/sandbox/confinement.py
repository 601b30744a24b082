"""All layers around a candidate, in the order in which the processes on its way have to put them on.

The nursery prepares what all candidates share; the process in the middle leaves the namespaces; the keeper finishes the
view; the candidate gives up its rights. Which layers there are is the plan's; what a layer does stands in its module.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.sandbox import identity, landlock, limits, namespaces, readable, seccomp, view
from grader.sandbox.identity import Identity
from grader.sandbox.landlock import LIST, OWN, READ, USE, Grant, Rules, grants
from grader.sandbox.limits import Bounds
from grader.sandbox.plan import LayerName, Mode, Plan
from grader.sandbox.seccomp import Openness
from grader.sandbox.view import Space

_DEVICES_TO_READ: Final = ("/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_DEVICES_TO_WRITE: Final = ("/dev/null", "/dev/zero", "/dev/full")
_SHARED_MEMORY: Final = "/dev/shm"  # noqa: S108 -- where sem_open and multiprocessing make what they share
# Of a /proc that shows all processes of the machine, only what is not about processes, and oneself.
_OPEN_PROC: Final = (
    "stat",
    "meminfo",
    "cpuinfo",
    "loadavg",
    "uptime",
    "version",
    "filesystems",
    "sys/kernel",
    "sys/vm",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """What all candidates of one judge share. Made in the nursery; `close` gives its descriptors back."""

    plan: Plan
    who: Identity
    judge_folder: Path
    rules: Rules | None
    filter_program: bytes
    space: Space
    covered: tuple[Path, ...]

    @classmethod
    def prepare(
        cls,
        plan: Plan,
        who: Identity,
        judge_folder: Path,
        protected: Sequence[int],
        *,
        ports: Sequence[int] | None = None,
        space: Space | None = None,
    ) -> "Confinement":
        """Prepare the layers, in the nursery; it moves into the private view itself. Raises OSError.

        `protected`: processes that a candidate must not act upon where it can see them. `ports`: the only TCP ports
        that it may connect to, on any machine, its own servers included; None for all.
        """
        has_landlock = plan.has(LayerName.LANDLOCK)
        base = _shared_grants(plan) if has_landlock else []
        covered = view.prepare(judge_folder) if plan.has(LayerName.VIEW) else ()
        _look_through_folders()
        rules = Rules(plan.landlock_version, base, ports) if has_landlock else None
        if rules is not None:
            os.close(rules.ruleset())  # a rule that this kernel refuses is found here, and what that needs is loaded
        return cls(
            plan=plan,
            who=who,
            judge_folder=judge_folder,
            rules=rules,
            filter_program=seccomp.program(openness(plan, protected)) if plan.has(LayerName.SECCOMP) else b"",
            space=space or Space(),
            covered=covered,
        )

    def close(self) -> None:
        """Give the descriptors back."""
        if self.rules is not None:
            self.rules.close()

    def enter_namespaces(self) -> None:
        """Leave the nursery's namespaces, in the middle: its next child is the keeper. Raises OSError."""
        if self.plan.has(LayerName.PID_NAMESPACE):
            namespaces.enter_for_candidate()

    def build_view(self, folder: Path) -> None:
        """Finish the view, in the keeper: `folder` is the candidate's private one. Raises OSError."""
        if self.plan.has(LayerName.VIEW):
            view.settle(self.judge_folder, folder, self.space, self.covered)

    def confine(self, folder: Path, packages: Iterable[str], bounds: Bounds) -> None:
        """Give up all rights, in the candidate, which leads its own session already. Raises OSError.

        `packages`: paths that belong to the kata's packages, as `packages.paths_of` found them. Afterwards no
        descriptor is open that was not open before, and those of the rules are closed.
        """
        ruleset = None
        if self.rules is not None:
            # The candidate's paths are looked up with the rights that it is about to lose.
            ruleset = self.rules.ruleset(_own_grants(self.plan, folder, packages))
            self.rules.close()
        limits.limit(bounds, counts_tasks=self._counts_tasks())
        if self.plan.mode is not Mode.NONE:
            identity.become(self.who)
        if ruleset is not None:
            landlock.enforce(ruleset, self.plan.landlock_version)
        if self.filter_program:
            seccomp.load(self.filter_program)

    def _counts_tasks(self) -> bool:
        has_own_users = (
            self.plan.has(LayerName.PID_NAMESPACE) and os.geteuid() != 0 and namespaces.counts_by_namespace()
        )
        return has_own_users or (self.plan.has(LayerName.IDENTITY) and self.who.is_own)


def openness(plan: Plan, protected: Sequence[int]) -> Openness:
    """Derive from the other layers what the filter of system calls may leave open."""
    has_network, has_view = plan.has(LayerName.NETWORK), plan.has(LayerName.VIEW)
    has_processes = plan.has(LayerName.PID_NAMESPACE)
    # The abstract names of Unix sockets are the network's, not the file system's.
    hides_abstract = has_network or landlock.scopes_sockets(plan.landlock_version)
    return Openness(
        unix_sockets=has_view and hides_abstract,
        datagrams=has_network,
        protected=() if has_processes else _with_groups(protected),
        has_own_processes=has_processes,
    )


def _with_groups(pids: Sequence[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys([*pids, *(os.getpgid(pid) for pid in pids)]))


def _shared_grants(plan: Plan) -> list[Grant]:
    found = [
        *grants((*readable.system(), *readable.python(), *readable.own()), READ),
        *grants(readable.folders_of_packages(), LIST),
        *grants(map(Path, _DEVICES_TO_READ), READ),
        *grants(map(Path, _DEVICES_TO_WRITE), USE),
        *grants([Path("/sys/devices/system/cpu")], READ),
    ]
    if not plan.has(LayerName.VIEW):
        found += grants((Path("/proc", name) for name in _OPEN_PROC), READ)
    return found


def _own_grants(plan: Plan, folder: Path, packages: Iterable[str]) -> list[Grant]:
    has_view = plan.has(LayerName.VIEW)
    return [
        *grants(map(Path, packages), READ),
        *grants([folder, Path(_SHARED_MEMORY), *([Path("/tmp")] if has_view else [])], OWN),  # noqa: S108 -- its own
        *grants([Path("/proc" if has_view else f"/proc/{os.getpid()}")], READ),
    ]


def _look_through_folders() -> None:
    """Let the import system read its folders: later their names may not be read, and what it knows is inherited.

    Other mounts have other times of change, which would make it look again.
    """
    for finder in list(sys.path_importer_cache.values()):
        if finder is not None:
            finder.find_spec("no module of this name")
