"""A file system of the candidate's own: what Python needs, read-only, and its private folder; nothing else is there.

The nursery moves into it once (`prepare`), and each candidate's keeper finishes its own copy (`settle`): by then only
five mounts are missing. Root of it is a tmpfs; on it, folders of the machine are bound at their own places.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.sandbox import kernel, readable
from grader.sandbox.kernel import Mount, MountAttribute
from grader.sandbox.namespaces import leave

_READ_ONLY: Final = MountAttribute.READ_ONLY | MountAttribute.NOSUID | MountAttribute.NODEV
_DEVICES: Final = ("null", "zero", "full", "random", "urandom")
_DEVICE_LINKS: Final = {"fd": "/proc/self/fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2"}
_PROCESSORS: Final = "/sys/devices/system/cpu"  # how many there are
# On a merged system these are links into /usr.
_TOP: Final = ("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32")
_WITH_OWN_MEMORY: Final = (Path("/tmp"), Path("/dev/shm"))  # noqa: S108 -- the candidate's, not the machine's
_STAGING: Final = "/.own"
_ROOT_OPTIONS: Final = "mode=0755,size=1m,nr_inodes=8k"
_MEBIBYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """How much a candidate may write to its /tmp, and to its /dev/shm: it is memory that belongs to no process."""

    bytes: int = 64 * _MEBIBYTE
    files: int = 4096


def prepare(judge_folder: Path) -> tuple[Path, ...]:
    """Move this process, the nursery, into a private root in which `judge_folder` is at its own place.

    Gives what was bound at places that `settle` covers by a candidate's own memory.

    Leaves the parent's mount namespace. Everything in the new root is read-only but `judge_folder`, on which the new
    root hangs until it has become the root: no other place is sure to be there and to be nobody else's.
    """
    sources = _sources()
    leave(kernel.CLONE_NEWNS)
    kernel.mount(None, "/", None, Mount.RECURSIVE | Mount.PRIVATE)
    covered = os.open(judge_folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    kernel.mount("tmpfs", str(judge_folder), "tmpfs", Mount.NOSUID | Mount.NODEV, _ROOT_OPTIONS)
    try:
        _furnish(sources, judge_folder, judge_folder, Path(f"/proc/self/fd/{covered}"))
    finally:
        os.close(covered)
    os.chdir(judge_folder)
    kernel.pivot_root(".", ".")
    kernel.unmount(".")
    os.chdir("/")
    kernel.set_mount_attributes("/", MountAttribute.READ_ONLY, recursive=False)
    bound = dict.fromkeys((*sources, *_packages()))
    below = [each for each in bound if any(each.is_relative_to(place) for place in _WITH_OWN_MEMORY)]
    return tuple(each for each in below if not any(each != above and each.is_relative_to(above) for above in below))


def _furnish(sources: Iterable[Path], root: Path, judge_folder: Path, covered: Path) -> None:
    """Bind into `root` whatever is to be seen; `covered` leads to the judge's folder below its cover."""
    _link_top(root)
    for source in sources:
        _bind(source, _inside(root, source), _READ_ONLY)
    _hide_own_package(root)
    _make_devices(root)
    # Not read-only: a proc that is mounted in a user namespace may not be less closed than one that is there.
    _bind(Path("/proc"), root / "proc", 0)
    # Not with what is mounted on it, which is the new root.
    _bind(covered, _inside(root, judge_folder), MountAttribute.NOSUID | MountAttribute.NODEV, recursive=False)
    for place in (*_WITH_OWN_MEMORY, Path(_STAGING)):
        _inside(root, place).mkdir(parents=True, exist_ok=True)


def settle(judge_folder: Path, folder: Path, space: Space, covered: Sequence[Path] = ()) -> None:
    """Finish the private root for one candidate, whose private folder is `folder`, at its own place.

    `covered` is what `prepare` gave: an environment may lie in /tmp.

    For the first process of the PID namespace, which is in a mount namespace of its own. The folders of the judge's
    other candidates are covered.
    """
    kernel.mount(str(folder), _STAGING, None, Mount.BIND)
    options = f"size={space.bytes},nr_inodes={space.files}"
    kept = {each: os.open(each, os.O_PATH | os.O_CLOEXEC) for each in covered}
    closed = Mount.NOSUID | Mount.NODEV
    for place in _WITH_OWN_MEMORY:
        kernel.mount("tmpfs", str(place), "tmpfs", closed, f"mode=1777,{options}")
    if not any(folder.is_relative_to(place) for place in _WITH_OWN_MEMORY):
        kernel.mount("tmpfs", str(judge_folder), "tmpfs", closed, f"mode=0755,{options}")
    before = os.umask(0o022)
    for place, descriptor in kept.items():
        _bind(Path(f"/proc/self/fd/{descriptor}"), place, 0)
        os.close(descriptor)
    folder.mkdir(parents=True)
    os.umask(before)
    kernel.mount(_STAGING, str(folder), None, Mount.MOVE)
    kernel.mount("proc", "/proc", "proc", closed | Mount.NOEXEC)


def _sources() -> list[Path]:
    """Give what of the machine is bound: each folder once, those above before those below."""
    python = (sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix)
    # As text: the same with paths took 8 ms.
    wanted = {*map(str, readable.settings()), *map(str, readable.folders_of_packages()), *python, _PROCESSORS}
    wanted |= {os.path.realpath(each) for each in wanted}
    wanted |= {f"/{name}" for name in _TOP if not os.path.islink(f"/{name}")}  # noqa: PTH114
    found = list[str]()
    for path in sorted(wanted):
        if os.path.exists(path) and not path.startswith(tuple(f"{above}/" for above in found)):  # noqa: PTH110
            found.append(path)
    return [Path(path) for path in found]


def _link_top(root: Path) -> None:
    for name in _TOP:
        if (link := Path("/", name)).is_symlink():
            (root / name).symlink_to(link.readlink())


def _bind(source: Path, place: Path, attributes: int, *, recursive: bool = True) -> None:
    if source.is_dir():
        place.mkdir(parents=True, exist_ok=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    # Without what is mounted below, a bind shows what that covers, which a user namespace refuses.
    kernel.mount(str(source), str(place), None, Mount.BIND | (Mount.RECURSIVE if recursive else 0))
    if attributes:
        kernel.set_mount_attributes(str(place), attributes, recursive=recursive)


def _hide_own_package(root: Path) -> None:
    """Cover the grader's package, where a wheel's katas lie, by what a candidate needs of it.

    An editable install has one more folder of that name among the packages; it is covered too, by nothing.
    """
    for package in _packages():
        place = _inside(root, package)
        place.mkdir(parents=True, exist_ok=True)
        kernel.mount("tmpfs", str(place), "tmpfs", Mount.NOSUID | Mount.NODEV, _ROOT_OPTIONS)
        if package == readable.PACKAGE:
            for part in readable.OWN_PARTS:
                _bind(package / part, place / part, _READ_ONLY)
        kernel.set_mount_attributes(str(place), MountAttribute.READ_ONLY, recursive=False)


def _packages() -> set[Path]:
    others = (folder / readable.PACKAGE.name for folder in readable.folders_of_packages())
    return {readable.PACKAGE, *(other for other in others if other.is_dir())}


def _make_devices(root: Path) -> None:
    for name in _DEVICES:
        _bind(Path("/dev", name), root / "dev" / name, MountAttribute.NOSUID)
    for name, target in _DEVICE_LINKS.items():
        (root / "dev" / name).symlink_to(target)


def _inside(root: Path, path: Path) -> Path:
    return root / path.relative_to("/")
