"""What a call and a system call say about the cause."""

import pytest

from grader.instruments.cause import Cause, cause_of_call, cause_of_wait

CALLS = {
    "time.sleep": Cause.SLEEP,
    "subprocess.run": Cause.PROCESS,
    "os.system": Cause.PROCESS,
    "posix.system": Cause.PROCESS,
    "os.waitpid": Cause.PROCESS,
    "multiprocessing.pool.Pool.map": Cause.PROCESS,
    "threading.Lock.acquire": Cause.LOCK,
    "threading.Thread.join": Cause.LOCK,
    "queue.Queue.get": Cause.LOCK,
    "queue.SimpleQueue.get": Cause.LOCK,
    "concurrent.futures.Future.result": Cause.LOCK,
    "fcntl.flock": Cause.LOCK,
    "urllib.request.urlopen": Cause.NETWORK,
    "requests.api.get": Cause.NETWORK,
    "socket.socket.recv": Cause.NETWORK,
    "socket.create_connection": Cause.NETWORK,
    "sqlite3.Connection.execute": Cause.FILE,
    "io.open": Cause.FILE,
    "open": Cause.FILE,
    "pathlib.Path.read_text": Cause.FILE,
    "os.fsync": Cause.FILE,
    "opencv.read": None,
    "time.sleepy": None,
    "os.waiting": None,
    "hashlib.pbkdf2_hmac": None,
    "": None,
    None: None,
}


@pytest.mark.parametrize(("call", "cause"), CALLS.items())
def test_what_a_call_says(call: str | None, cause: Cause | None) -> None:
    assert cause_of_call(call) is cause


@pytest.mark.parametrize(
    ("call", "system_call", "cause"),
    [
        ("subprocess.run", "poll", Cause.PROCESS),
        ("urllib.request.urlopen", "read", Cause.NETWORK),
        ("own_library.get", "clock_nanosleep", Cause.SLEEP),
        ("own_library.get", "recvfrom", Cause.NETWORK),
        (None, "read", Cause.FILE),
        (None, "futex", Cause.LOCK),
        (None, "futex with a time-out", Cause.LOCK),
        (None, "flock", Cause.LOCK),
        (None, "wait4", Cause.PROCESS),
        (None, "system call 999", Cause.OTHER),
        (None, None, Cause.OTHER),
    ],
)
def test_the_library_speaks_before_the_system_call(call: str | None, system_call: str | None, cause: Cause) -> None:
    assert cause_of_wait(call, system_call) is cause
