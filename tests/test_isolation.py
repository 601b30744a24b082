"""What docs/security.md promises, by real gradings: one test for each promise, in each mode that makes it."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hostile.surroundings import Surroundings, surroundings
from small_katas import graded

from grader.grading import JudgeHost
from grader.report import Verdict
from grader.sandbox.plan import ALWAYS, LayerName, Mode
from grader.sandbox.survey import survey

SHUTTING = ("strict", "auto")
CALLED = """
    async def test_it(submission):
        await submission.f()
"""
TWICE = CALLED + CALLED.replace("test_it", "test_next")
START = """
import errno, os, socket
def tried(act):
    try: return act()
    except OSError as error: return errno.errorcode.get(error.errno, str(error.errno))
async def f(): ...
"""

NETWORK = """
def connected(family, address, kind=socket.SOCK_STREAM):
    with socket.socket(family, kind) as sock:
        sock.settimeout(60)  # whoever is refused at once is not told "timed out"
        sock.connect(address)
        return "connected"

def through_loopback():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        client.sendall(b"hi")
        return server.accept()[0].recv(2)

print(tried(lambda: connected(socket.AF_INET, ("127.0.0.1", @port@))))
print(tried(lambda: connected(socket.AF_INET, ("192.0.2.1", 80))), tried(lambda: connected(socket.AF_INET, ("192.0.2.1", 53), socket.SOCK_DGRAM)))
print(tried(lambda: connected(socket.AF_INET6, ("2001:db8::1", 80))) in ("ENETUNREACH", "EADDRNOTAVAIL", "EAFNOSUPPORT"))
print(tried(lambda: connected(socket.AF_INET6, ("::1", @port6@))) in ("ECONNREFUSED", "EADDRNOTAVAIL", "EAFNOSUPPORT"))
print(tried(lambda: connected(socket.AF_UNIX, "@socket@")), tried(lambda: connected(socket.AF_UNIX, "\\0@name@")))
try: print(socket.getaddrinfo("tornadoweb.org", 80))
except socket.gaierror: print("no such name")
print([line.split(':')[0].strip() for line in open('/proc/net/dev').readlines()[2:]], tried(through_loopback))
"""
PROCESSES = """
seen = {int(each) for each in os.listdir("/proc") if each.isdigit()}
print(seen <= {1, os.getpid()}, tried(lambda: os.kill(-1, 0)), tried(lambda: os.kill(1, 0)))
print([tried(lambda: os.close(os.open(f"/proc/1/{name}", os.O_RDONLY))) for name in ("environ", "mem", "fd", "cwd")])
"""
FILES = """
above = os.path.dirname(os.getcwd())
places = ["/etc/passwd", "/etc/shadow", "/root", "/home", "/var/tmp", "@home@", "@outside@/kept.txt", "@kata@", "@kata@/hidden", "@kata@/kata.yaml"]
for place in places:
    got = tried(lambda: os.close(os.open(place, os.O_RDONLY)))
    if got not in ("ENOENT", "EACCES"): print(place, got)
print(tried(lambda: os.listdir(above)) in ("EACCES", [os.path.basename(os.getcwd())]))
print(sorted(os.listdir()))
"""
WRITING = """
import sys
allowed = [os.getcwd(), "/tmp", "/dev/shm"]
places = ["/", "/dev", "/etc", "/home", "/proc", "/root", "/run", "/sys", "/usr", "/var", "@home@", "@outside@", "@kata@", *sys.path, sys.prefix]
places += [os.path.dirname(os.getcwd()), *allowed]
found = {folder for place in places for folder, folders, _ in os.walk(place)} | set(places)
def writes(folder): os.close(os.open(f"{folder}/@name@", os.O_WRONLY | os.O_CREAT, 0o600))
written = {folder for folder in found if not isinstance(tried(lambda: writes(folder)), str)}
print([folder for folder in written if not folder.startswith(tuple(allowed))], written >= set(allowed))
print([tried(lambda: act("@outside@/kept.txt")) in ("EACCES", "ENOENT") for act in (os.unlink, lambda path: os.truncate(path, 0), lambda path: os.chmod(path, 0))])
"""
LEAVING = """
import tempfile
places = ["/tmp", "/dev/shm", tempfile.gettempdir()]
print([name for place in places for name in os.listdir(place) if name == "@name@"], sorted(os.listdir()))
for place in places:
    with open(f"{place}/@name@", "w") as file: file.write("left")
"""
ENVIRONMENT = """
from pathlib import Path
variables = dict(os.environ)
print(sorted(variables), {variables["HOME"], variables["TMPDIR"]} == {os.getcwd()})
print(Path("/proc/self/environ").read_bytes().strip(b"\\0"))
"""
DAEMONS = """
import signal, tempfile
from multiprocessing import shared_memory
for number in range(3):
    if os.fork() == 0:
        os.setsid()
        for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(each, signal.SIG_IGN)
        if os.fork() == 0:
            while True: signal.pause()
        os._exit(0)
tempfile.NamedTemporaryFile(delete=False).close()
tempfile.mkdtemp()
held = [os.open("/dev/null", os.O_RDONLY) for _ in range(20)]
"""
MEMORY = """
with open("/dev/shm/@name@", "w") as file: file.write("left")
import ctypes
ctypes.CDLL(None).shmget(0x0A7A0001, 4096, 0o1600)
"""

HostFor = Callable[[str], JudgeHost]


@pytest.fixture(scope="module")
def around() -> Iterator[Surroundings]:
    with surroundings() as built, pytest.MonkeyPatch.context() as patched:
        patched.setenv("HOME", str(built.home))
        patched.setenv("TMPDIR", str(built.places))
        yield built


@pytest.fixture(scope="module")
def host_for(around: Surroundings) -> Iterator[HostFor]:
    """Give a host by its mode; it was started with a home and a temporary folder of the surroundings."""
    hosts: dict[str, JudgeHost] = {}
    with ExitStack() as stack:

        def host_for(mode: str) -> JudgeHost:
            if mode in SHUTTING and (missing := survey(Mode.STRICT).missing):
                pytest.skip(f"this machine lacks {', '.join(each.layer for each in missing)}")
            if mode not in hosts:
                hosts[mode] = stack.enter_context(JudgeHost(isolation=mode))
            return hosts[mode]

        yield host_for


def output_of(body: str, around: Surroundings, host: JudgeHost, folder: Path, hidden: str = CALLED) -> list[str]:
    """Grade a submission that does `body` while it is imported, and give what it printed in each test."""
    report = graded(host, folder, filled(body, around, folder), hidden, more="limits: {test_s: 30, cpu_s: 30}\n")
    assert {test.verdict for test in report.tests} == {Verdict.PASSED}, report.tests
    return [test.output for test in report.tests]


def filled(body: str, around: Surroundings, folder: Path) -> str:
    return around.filled(START + body.replace("@home@", str(around.home)), folder / "small")


EXPECTED = {
    "it reaches loopback and nothing else": (
        NETWORK,
        "ECONNREFUSED\nENETUNREACH ENETUNREACH\nTrue\nTrue\nENOENT ECONNREFUSED\nno such name\n['lo'] b'hi'\n",
    ),
    "it sees no process but its own": (PROCESSES, f"True ESRCH EPERM\n{['EACCES'] * 4}\n"),
    "it sees no file but those that Python needs": (FILES, "True\n['submission.py']\n"),
    "it writes nowhere but in its folder and its tmp": (WRITING, "[] True\n[True, True, True]\n"),
}


@pytest.mark.parametrize("mode", SHUTTING)
@pytest.mark.parametrize("promise", EXPECTED)
def test_a_submission_is_shut_in(
    promise: str, mode: str, around: Surroundings, host_for: HostFor, tmp_path: Path
) -> None:
    body, expected = EXPECTED[promise]
    assert output_of(body, around, host_for(mode), tmp_path) == [expected]
    around.clear()


@pytest.mark.parametrize("mode", SHUTTING)
def test_the_servers_of_a_kata_are_reached(mode: str, host_for: HostFor, tmp_path: Path) -> None:
    submission = """
        from tornado.httpclient import AsyncHTTPClient
        from tornado.web import Application, RequestHandler
        class Page(RequestHandler):
            async def get(self):
                self.write((await AsyncHTTPClient().fetch(self.settings["url"])).body)
        def make_app(url):
            return Application([("/", Page)], url=url)
    """
    hidden = """
        async def test_it(serve, upstream):
            upstream.reply("/word", body=b"hi")
            app = await serve(upstream.url("/word"))
            assert (await app.fetch("/")).body == b"hi"
    """
    report = graded(host_for(mode), tmp_path, submission, hidden, provides="make_app", stub="def make_app(url): ...")
    assert report.verdict is Verdict.PASSED, report.tests


@pytest.mark.parametrize("mode", SHUTTING)
def test_hidden_tests_have_no_network_either(
    mode: str, around: Surroundings, host_for: HostFor, tmp_path: Path
) -> None:
    hidden = around.filled(
        """
        import errno, socket
        import pytest
        @pytest.mark.parametrize(("address", "code"), [(("192.0.2.1", 80), "ENETUNREACH"), (("127.0.0.1", @port@), "ECONNREFUSED")])
        async def test_it(submission, address, code):
            with pytest.raises(OSError) as caught:
                socket.create_connection(address, 60)
            assert errno.errorcode[caught.value.errno] == code
        """,
        tmp_path,
    )
    report = graded(host_for(mode), tmp_path, START, hidden)
    assert report.verdict is Verdict.PASSED, report.tests


@pytest.mark.parametrize("mode", SHUTTING)
def test_what_one_test_left_the_next_one_does_not_find(
    mode: str, around: Surroundings, host_for: HostFor, tmp_path: Path
) -> None:
    nothing = "[] ['submission.py']\n"
    assert output_of(LEAVING, around, host_for(mode), tmp_path, TWICE) == [nothing, nothing]


@pytest.mark.parametrize("mode", [*SHUTTING, "none"])
def test_the_environment_is_an_allow_list(mode: str, around: Surroundings, host_for: HostFor, tmp_path: Path) -> None:
    expected = "['HOME', 'LANG', 'PATH', 'TMPDIR'] True\nb''\n"
    assert output_of(ENVIRONMENT, around, host_for(mode), tmp_path) == [expected]


@pytest.mark.parametrize("mode", [*SHUTTING, "none"])
def test_nobody_looks_into_the_judge(mode: str, host_for: HostFor, tmp_path: Path) -> None:
    hidden = """
        import ctypes
        def test_it():
            PR_GET_DUMPABLE = 3
            assert ctypes.CDLL(None).prctl(PR_GET_DUMPABLE) == 0
    """
    assert graded(host_for(mode), tmp_path, START, hidden).verdict is Verdict.PASSED


@pytest.mark.parametrize(("mode", "body"), [*((mode, DAEMONS + MEMORY) for mode in SHUTTING), ("none", DAEMONS)])
def test_nothing_is_left_after_a_grading(
    mode: str, body: str, around: Surroundings, host_for: HostFor, tmp_path: Path
) -> None:
    host = host_for(mode)
    output_of("", around, host, tmp_path)  # it has warmed up when it has graded
    before = around.traces(host._process.pid)
    output_of(body, around, host, tmp_path)
    after = around.traces(host._process.pid)
    around.clear()
    assert after == before


FORGERIES = {
    "says so": "print('1 passed'); print('PASSED')",
    "exits well": "os._exit(0)",
    "exits like a program": "raise SystemExit(0)",
    "leaves in a call": "async def f(): os._exit(0)",
    "equals everything": """
class Everything(int):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __hash__ = int.__hash__
async def f(): return Everything()
""",
    "patches what compares": """
import builtins, sys
builtins.isinstance = lambda *_: True
for name in ("pytest", "_pytest", "grader.judge", "grader.judge.plugin"): sys.modules[name] = type(sys)(name)
""",
    "writes on every descriptor": """
for descriptor in range(3, 64):
    tried(lambda: os.write(descriptor, b'\\x00\\x00\\x00\\x1e["returned",{"id":1,"value":42}]'))
""",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_without_isolation_no_pass_is_forged_by_plain_means(
    forgery: str, around: Surroundings, host_for: HostFor, tmp_path: Path
) -> None:
    hidden = """
        import secrets
        async def test_it(submission):
            wanted = secrets.randbits(60)
            assert await submission.f() == wanted
    """
    report = graded(host_for("none"), tmp_path, START + FORGERIES[forgery], hidden)
    assert report.verdict in (Verdict.FAILED, Verdict.CRASHED), report.tests


def test_a_report_says_what_it_was_isolated_by(host_for: HostFor, tmp_path: Path) -> None:
    report = graded(host_for("none"), tmp_path, START, CALLED)
    assert report.isolation.layers == (*ALWAYS, "memory-watch")
    report = graded(host_for("strict"), tmp_path, START, CALLED)
    layers = [layer for layer in LayerName if layer is not LayerName.IDENTITY or os.geteuid() == 0]
    assert (report.isolation.layers, report.isolation.missing) == ((*layers, "memory-watch"), ())
