"""What held a loop's thread, told from the call and the system call that it was seen in."""

import enum

from grader.instruments.system_calls import ANOTHER_POLL, ENDLESS_POLL, FROM_PIPE, FROM_SOCKET, TIME_ALONE


class Cause(enum.StrEnum):
    """The kinds of holding a loop that call for different remedies."""

    SLEEP = "sleep"
    NETWORK = "network"
    FILE = "file"
    LOCK = "lock"
    PROCESS = "process"
    CPU = "cpu"
    GIL = "gil"
    OTHER = "other"


_TELLING = (TIME_ALONE, FROM_PIPE, FROM_SOCKET)
_WAITS = ("wait", "wait3", "wait4", "waitid", "waitpid")

# The library speaks first where its system calls mislead: subprocess waits in poll and read, urllib in poll too.
_BY_CALL: tuple[tuple[str, Cause], ...] = (
    ("time.sleep", Cause.SLEEP),
    ("subprocess.", Cause.PROCESS),
    ("os.system", Cause.PROCESS),
    ("posix.system", Cause.PROCESS),
    *((f"{module}.{name}", Cause.PROCESS) for module in ("os", "posix") for name in _WAITS),
    ("multiprocessing.synchronize.", Cause.LOCK),
    ("multiprocessing.", Cause.PROCESS),
    ("os.popen", Cause.PROCESS),
    ("threading.", Cause.LOCK),
    ("queue.", Cause.LOCK),
    ("concurrent.futures.", Cause.LOCK),
    ("asyncio.run_coroutine_threadsafe", Cause.LOCK),
    ("fcntl.", Cause.LOCK),
    ("urllib.", Cause.NETWORK),
    ("requests.", Cause.NETWORK),
    ("http.client.", Cause.NETWORK),
    ("socket.", Cause.NETWORK),
    ("ssl.", Cause.NETWORK),
    ("smtplib.", Cause.NETWORK),
    ("ftplib.", Cause.NETWORK),
    ("httpx.", Cause.NETWORK),
    ("sqlite3.", Cause.FILE),
    ("io.", Cause.FILE),
    ("open", Cause.FILE),
    ("pathlib.", Cause.FILE),
    ("shutil.", Cause.FILE),
    ("os.fsync", Cause.FILE),
    ("posix.fsync", Cause.FILE),
)
_BY_SYSTEM_CALL: dict[str, Cause] = {
    "clock_nanosleep": Cause.SLEEP,
    "nanosleep": Cause.SLEEP,
    "pause": Cause.SLEEP,
    "rt_sigtimedwait": Cause.SLEEP,
    "connect": Cause.NETWORK,
    "accept": Cause.NETWORK,
    "accept4": Cause.NETWORK,
    "sendto": Cause.NETWORK,
    "sendmsg": Cause.NETWORK,
    "recvfrom": Cause.NETWORK,
    "recvmsg": Cause.NETWORK,
    "poll": Cause.NETWORK,
    ENDLESS_POLL: Cause.NETWORK,
    TIME_ALONE: Cause.SLEEP,
    FROM_PIPE: Cause.PROCESS,
    FROM_SOCKET: Cause.NETWORK,
    "ppoll": Cause.NETWORK,
    "select": Cause.NETWORK,
    "pselect6": Cause.NETWORK,
    ANOTHER_POLL: Cause.NETWORK,
    "epoll_wait": Cause.NETWORK,
    "epoll_pwait": Cause.NETWORK,
    "epoll_pwait2": Cause.NETWORK,
    "read": Cause.FILE,
    "write": Cause.FILE,
    "pread64": Cause.FILE,
    "pwrite64": Cause.FILE,
    "openat": Cause.FILE,
    "fsync": Cause.FILE,
    "fdatasync": Cause.FILE,
    "sendfile": Cause.FILE,
    "flock": Cause.LOCK,
    "fcntl": Cause.LOCK,
    "futex": Cause.LOCK,
    "futex with a time-out": Cause.LOCK,
    "clone": Cause.PROCESS,
    "clone3": Cause.PROCESS,
    "vfork": Cause.PROCESS,
    "wait4": Cause.PROCESS,
    "waitid": Cause.PROCESS,
}


def cause_of_wait(call: str | None, system_call: str | None) -> Cause:
    """Name the cause of a wait that was seen in `call` (a library's function) and in `system_call`."""
    if system_call in _TELLING and (call is None or _is_or_is_in(call, "io.") or _is_or_is_in(call, "select.")):
        return _BY_SYSTEM_CALL[system_call]  # a stream's read, or a select, says nothing of what it waits for
    return cause_of_call(call) or _BY_SYSTEM_CALL.get(system_call or "", Cause.OTHER)


def cause_of_call(call: str | None) -> Cause | None:
    """Name the cause that a library's function stands for by itself, or None."""
    return next((cause for known, cause in _BY_CALL if call and _is_or_is_in(call, known)), None)


def _is_or_is_in(call: str, known: str) -> bool:
    return call == known or call.startswith(known if known.endswith(".") else f"{known}.")
