"""What a submission tries under all layers, and gets nothing from."""

import json
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sandbox_cells import Order, Results
from sandbox_runs import run, user_obstacles

from grader.sandbox import readable
from grader.sandbox.numbers import numbers

CHECKOUT = readable.PACKAGE.parent
START = """
import errno, os, socket, signal, ctypes, sys
def tried(act):
    try: return act()
    except OSError as error: return errno.errorcode.get(error.errno, error.errno)
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments))
    return errno.errorcode[ctypes.get_errno()] if result < 0 else result
"""
WALK = f"""
found = []
places = [*sys.path, {str(readable.PACKAGE)!r}, {str(CHECKOUT)!r}, "/", os.path.dirname(os.getcwd())]
for place in places:
    for folder, _, files in os.walk(place):
        if folder.startswith(("/proc", "/sys")): continue
        for name in files:
            if "/grader/katas/" in folder + "/" or "/judge/" in folder + "/" or name in ("kata.yaml", "task.en.md", "host.py"):
                try: open(os.path.join(folder, name)).read(); found.append(os.path.join(folder, name))
                except OSError: pass
for place in ({str(readable.PACKAGE / "judge/host.py")!r}, {str(CHECKOUT / "katas")!r}, {str(CHECKOUT / "pyproject.toml")!r}):
    try: os.close(os.open(place, os.O_RDONLY)); found.append(place)
    except OSError: pass
print(found)
"""
ALWAYS_REFUSED = (
    "ptrace", "process_vm_readv", "mount", "umount2", "pivot_root", "unshare", "setns", "keyctl", "bpf",
    "perf_event_open", "userfaultfd", "io_uring_setup", "kexec_load", "init_module", "reboot", "swapon",
    "clock_settime", "name_to_handle_at", "open_by_handle_at", "pidfd_getfd", "personality", "acct", "chroot",
    "memfd_create", "shmget", "quotactl", "add_key",
)  # fmt: skip
ALL_EPERM = str(dict.fromkeys(ALWAYS_REFUSED, "EPERM")) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bait:
    """What the machine has and a submission must not reach: sockets that somebody listens at."""

    port: int
    path: str
    abstract: str


@pytest.fixture(scope="module")
def bait(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bait]:
    path = str(tmp_path_factory.mktemp("bait") / "s")
    abstract = f"\0bait-{os.getpid()}"
    with (
        socket.create_server(("127.0.0.1", 0)) as internet,
        socket.socket(socket.AF_UNIX) as unix,
        socket.socket(socket.AF_UNIX) as nameless,
    ):
        unix.bind(path)
        nameless.bind(abstract)
        unix.listen()
        nameless.listen()
        for place in (Path(path), *Path(path).parents[:3]):
            place.chmod(0o777)  # the file system would let everybody in
        yield Bait(port=internet.getsockname()[1], path=path, abstract=abstract)


def programs(bait: Bait) -> dict[str, str]:
    refused = {name: numbers()[name] for name in ALWAYS_REFUSED}
    bodies = {
        "hidden tests": WALK,
        "other places": """
import tempfile
for place in ("/root", "/home", "/var", "/run", "/etc/passwd", "/etc/shadow", "/etc/ssl/private", "/work", "/boot", "/dev/mem", "/sys/kernel"):
    got = tried(lambda: os.close(os.open(place, os.O_RDONLY)))
    if got not in ("ENOENT", "EACCES"): print(place, got)
""",
        "writing elsewhere": """
import encodings
for place in ("/x", "/etc/x", "/usr/x", "/dev/x", "/proc/sys/kernel/hostname", os.path.dirname(encodings.__file__) + "/x"):
    got = tried(lambda: os.close(os.open(place, os.O_WRONLY | os.O_CREAT)))
    if got not in ("ENOENT", "EACCES", "EROFS"): print(place, got)
""",
        "descriptors": "print(sorted(map(int, os.listdir('/proc/self/fd')))[:-1])",  # the last one lists
        "refused calls": f"print({{name: call(number, 0, 0, 0, 0, 0) for name, number in {refused}.items()}})",
        "namespaces": f"print([call({numbers()['clone']}, flag | 17, 0, 0, 0, 0) for flag in (0x10000000, 0x20000000, 0x20000)], call({numbers()['clone3']}, 0, 0))",
        "sockets": """
print([tried(lambda: socket.socket(*kind).close()) for kind in (
    (socket.AF_PACKET, socket.SOCK_RAW), (socket.AF_INET, socket.SOCK_RAW, 1), (socket.AF_NETLINK, socket.SOCK_RAW),
    (socket.AF_INET, socket.SOCK_DGRAM, 1), (socket.AF_INET, socket.SOCK_STREAM, 262), (38, socket.SOCK_SEQPACKET))])
""",
        "typing": f"print(call({numbers()['ioctl']}, 0, 0x5412, 0), call({numbers()['ioctl']}, 0, 0x5412 | 1 << 32, 0))",
        "hiding": f"print(call({numbers()['prctl']}, 4, 0, 0, 0, 0))",
        "another user": """
got = {tried(lambda: act(0)) for act in (os.setuid, os.setgid, os.seteuid)}
print(os.getuid() > 0 and got <= {"EPERM", "EINVAL"}, tried(lambda: os.setgroups([])))  # EINVAL: 0 is nobody here
""",
        "limits": "import resource; print(tried(lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0))), resource.getrlimit(resource.RLIMIT_NOFILE)[1], resource.getrlimit(resource.RLIMIT_AS)[1] >> 30)",
        "internet": f"print([tried(lambda: socket.create_connection(to, 1)) for to in (('127.0.0.1', {bait.port}), ('192.0.2.1', 80))])",
        "unix sockets": f"""
def reach(name):
    with socket.socket(socket.AF_UNIX) as sock: sock.connect(name)
print([tried(lambda: reach(name)) for name in ({bait.path!r}, {bait.abstract!r})])
""",
        "processes": """
print(sorted(int(each) for each in os.listdir("/proc") if each.isdigit()))
print([tried(lambda: open(f"/proc/1/{name}").read(1)) for name in ("environ", "mem", "maps", "syscall")], tried(lambda: os.listdir("/proc/1/fd")))
""",
        "killing all": "print(tried(lambda: os.kill(-1, signal.SIGKILL)))",
        "killing its keeper": "print([tried(lambda: os.kill(1, number)) for number in (9, 19, 15, 2)]); print('alive', os.getppid())",
        "a daemon": """
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            while True: signal.pause()
        os._exit(0)
print("left")
""",
        "many processes": """
made = []
try:
    for _ in range(1000):
        pid = os.fork()
        if pid == 0: signal.pause()
        made.append(pid)
except BlockingIOError: print("no more", 10 < len(made) < 400)
for pid in made: os.kill(pid, signal.SIGKILL)
for pid in made: os.waitpid(pid, 0)
""",
        "much in tmp": """
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
def fill(place):
    for number in range(40):
        with open(f"{place}/{number}", "wb", buffering=0) as file:
            while file.tell() < 8 << 20: file.write(bytes(1 << 20))
print(tried(lambda: fill("/tmp")), tried(lambda: fill("/dev/shm")))
for number in range(5000):
    if tried(lambda: os.mkdir(f"/tmp/folder{number}")): print("no more names"); break
""",
    }
    return {name: START + body for name, body in bodies.items()}


EXPECTED = {
    "hidden tests": "[]\n",
    "other places": "",
    "writing elsewhere": "",
    "descriptors": "[0, 1, 2]\n",
    "refused calls": ALL_EPERM,
    "namespaces": "['EPERM', 'EPERM', 'EPERM'] ENOSYS\n",
    "sockets": f"{['EPERM'] * 6}\n",
    "typing": "EPERM EPERM\n",
    "hiding": "EPERM\n",
    "another user": "True EPERM\n",
    "limits": "None 256 4\n",
    "internet": "['ECONNREFUSED', 'ENETUNREACH']\n",
    "unix sockets": "['ENOENT', 'ECONNREFUSED']\n",
    "processes": "[1, 2]\n['EACCES', 'EACCES', 'EACCES', 'EACCES'] EACCES\n",
    "killing all": "ESRCH\n",
    "killing its keeper": "['EPERM', 'EPERM', 'EPERM', 'EPERM']\nalive 1\n",
    "a daemon": "left\n",
    "many processes": "no more True\n",
    "much in tmp": "ENOSPC ENOSPC\nno more names\n",
}


@pytest.fixture(scope="module", params=["root", "user"])
def done(request: pytest.FixtureRequest, bait: Bait) -> Results:
    if request.param == "root" and os.geteuid() != 0:
        pytest.skip("not root")
    if obstacle := user_obstacles():
        pytest.skip(obstacle)
    found = run(Order(programs=programs(bait), as_user=request.param == "user"))
    assert found.missing == []
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_a_submission_gets_nothing(name: str, done: Results) -> None:
    result = done[name]
    assert (result.output, result.code, result.refused) == (EXPECTED[name], 0, "")


def test_nothing_lives_on_when_the_candidate_has_ended(done: Results) -> None:
    assert {name: result.processes_left for name, result in done.results.items()} == dict.fromkeys(EXPECTED, 0)


def test_what_was_tried_is_complete(bait: Bait) -> None:
    assert programs(bait).keys() == EXPECTED.keys()
    assert json.dumps(programs(bait))
