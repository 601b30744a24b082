"""What to write instead of a call that holds the loop: the way from a call to an entry of the advice catalogue.

The entries are the tables of locale/<language>/advice.toml. Their names are the calls themselves ("time.sleep"),
classes and modules of calls ("urllib.request", "urllib"), and "cause.<cause>" where nothing else is known.
"""

from dataclasses import dataclass

from grader.messages import FALLBACK, find
from grader.report import Cause

# Where a frame or a profiler sees the implementation, advice goes by the name that the learner wrote.
_PUBLIC_NAMES = {
    "_bcrypt": "bcrypt",
    "_hashlib": "hashlib",
    "_io": "io",
    "_queue": "queue",
    "_socket": "socket",
    "_sqlite3": "sqlite3",
    "_thread.allocate_lock": "threading.Lock",
    "_thread.lock": "threading.Lock",
    "_thread.RLock": "threading.RLock",
    "builtins": "",
    "concurrent.futures._base": "concurrent.futures",
    "concurrent.futures.process": "concurrent.futures",
    "concurrent.futures.thread": "concurrent.futures",
    "io.open": "open",
    "nt": "os",
    "pathlib._local": "pathlib",
    "posix": "os",
    "requests.api": "requests",
    "requests.sessions": "requests",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Why the call holds the loop, what to do instead, and a line of code that does it."""

    why: str
    instead: str
    example: str


def advise(cause: Cause, call: str | None) -> str:
    """Give the name of the entry that fits best: the call, then what it belongs to, then the cause.

    >>> advise(Cause.NETWORK, "urllib.request.urlopen")
    'urllib'
    """
    # What holds the interpreter's lock is in another thread: what the loop's own thread called is not the trouble.
    if call and cause is not Cause.GIL:
        name = public_name(call)
        while name:
            if find(f"advice.{name}.why", FALLBACK) is not None:
                return name
            name = name.rpartition(".")[0]
    return f"cause.{cause}"


def advice(name: str, lang: str) -> Advice:
    """Give an entry in a language. Raises LookupError for a name that no entry has."""
    return Advice(**{part: _part(name, part, lang) for part in ("why", "instead", "example")})


def public_name(call: str) -> str:
    """Give the name under which a call is known to the learner: `_io.open` is `open`.

    >>> public_name("_thread.lock.acquire")
    'threading.Lock.acquire'
    """
    name = call.strip().removesuffix("()")
    for inner, public in _PUBLIC_NAMES.items():
        if name == inner or name.startswith(f"{inner}."):
            name = f"{public}{name.removeprefix(inner)}".lstrip(".")
    return name


def _part(name: str, part: str, lang: str) -> str:
    found = find(f"advice.{name}.{part}", lang)
    if found is None:
        raise LookupError(f"advice.{name}.{part}")
    return found
