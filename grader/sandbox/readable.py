"""What a candidate may read, by package: Python, Tornado, the packages of a kata, and the system's libraries.

Never a folder of packages as a whole: a wheel's katas lie in there, with their hidden tests. What can hold them is
gone through entry by entry.
"""

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import grader

PACKAGE: Final = Path(grader.__file__).parent
OWN_PARTS: Final = ("__init__.py", "candidate", "instruments", "wire")
"""Of the grader's own package, what runs in a candidate; those import nothing of the others."""

_RUNTIME: Final = ("tornado", "msgspec")
_FOLDERS_OF_PACKAGES: Final = frozenset({"site-packages", "dist-packages"})
# Names in here: a host's name resolves, a certificate is believed, a program is found, a time zone is known.
_SETTINGS: Final = (
    "alternatives", "ca-certificates", "ca-certificates.conf", "crypto-policies", "gai.conf", "host.conf", "hosts",
    "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "ld-musl-x86_64.path", "localtime", "locale.alias", "mime.types",
    "nsswitch.conf", "os-release", "pki", "protocols", "resolv.conf", "services", "ssl/certs", "ssl/openssl.cnf",
    "timezone",
)  # fmt: skip
_PROGRAMS: Final = ("/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin")
_LIBRARIES: Final = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib")
_WITH_LIBRARIES: Final = frozenset({"locale", "ssl", "gconv", "coreutils", "terminfo", "engines-3", "ossl-modules"})
_SHARED: Final = (
    "/usr/share/zoneinfo", "/usr/share/ca-certificates", "/usr/local/share/ca-certificates", "/usr/share/locale",
    "/usr/share/i18n", "/usr/share/terminfo", "/usr/share/mime", "/usr/share/misc", "/usr/share/crypto-policies",
)  # fmt: skip


def settings() -> Iterator[Path]:
    """Give the entries of /etc that a program needs; nothing that names people or keeps keys."""
    return (path for name in _SETTINGS if (path := Path("/etc") / name).exists())


def system() -> Iterator[Path]:
    """Give the system's programs, libraries and data."""
    yield from settings()
    yield from _distinct(*_PROGRAMS, *_SHARED)
    for folder in _distinct(*_LIBRARIES):
        yield from _libraries_in(folder)


def python() -> Iterator[Path]:
    """Give the interpreter and the standard library, without the packages that lie in it."""
    for folder in _distinct(standard_library(), sysconfig.get_path("platstdlib")):
        yield from (path for path in folder.iterdir() if path.name not in _FOLDERS_OF_PACKAGES)
    executable = Path(sys.executable)
    yield from (path for path in (executable, executable.resolve(), Path(sys.prefix) / "pyvenv.cfg") if path.exists())
    yield from (Path(sys.base_prefix) / "lib").glob("libpython*")


def standard_library() -> str:
    """Give the folder of the standard library: that of the Python below, where this one is a virtual environment."""
    return sysconfig.get_path("stdlib")


def folders_of_packages() -> tuple[Path, ...]:
    """Give the folders of the import path, whose names alone may be read: an interpreter looks through them."""
    folders = [Path(entry) for entry in sys.path if entry]
    return _distinct(*(folder for folder in folders if folder != PACKAGE.parent or _holds_packages(folder)))


def own() -> Iterator[Path]:
    """Give the parts of the grader that run in a candidate, and the packages that they need."""
    yield from (PACKAGE / part for part in OWN_PARTS)
    for name in _RUNTIME:
        yield from modules(name)


def modules(name: str) -> Iterator[Path]:
    """Find a module or package on the import path by its name, without importing it; without those in archives."""
    for entry in filter(None, sys.path):
        folder = Path(entry)
        suffixes = (sysconfig.get_config_var("EXT_SUFFIX"), ".abi3.so", ".so", ".py")
        candidates = (folder / name, *(folder / f"{name}{suffix}" for suffix in suffixes))
        if found := [path for path in candidates if path.exists()]:
            yield found[0]
            return


def _distinct(*names: str | Path) -> tuple[Path, ...]:
    """Give those that are there, each once: /lib may be /usr/lib."""
    return tuple(dict.fromkeys(Path(os.path.realpath(name)) for name in names if os.path.exists(name)))  # noqa: PTH110


def _libraries_in(folder: Path) -> Iterator[Path]:
    """Give the C libraries and their data. Other folders in here are programs' own, Python's packages among them."""
    for path in folder.iterdir():
        if path.name in _WITH_LIBRARIES or "-linux-" in path.name or ".so" in path.suffixes:
            yield path


def _holds_packages(folder: Path) -> bool:
    return folder.name in _FOLDERS_OF_PACKAGES
