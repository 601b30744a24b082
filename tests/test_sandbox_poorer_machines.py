"""Where the machine lacks a layer, the others narrow what is left."""

import os
from pathlib import Path

import pytest
from sandbox_cells import BOUNDS, Order, Results
from sandbox_runs import run, user_obstacles
from test_sandbox_closed import START, WALK

NAMESPACES = ("network", "pid-namespace", "view")


@pytest.fixture(scope="module", params=["root", "user"])
def flat(request: pytest.FixtureRequest) -> Results:
    """No namespaces, as on machines that refuse them; as root without a user of its own, too."""
    if request.param == "root" and os.geteuid() != 0:
        pytest.skip("not root")
    judge = "int(open('/proc/self/stat').read().rpartition(')')[2].split()[1])"
    bodies = {
        "kill": f"""
judge = {judge}
print([tried(lambda: os.kill(pid, 0)) for pid in (judge, -judge, -1)])
print([tried(lambda: os.kill(pid, 0)) for pid in (os.getpid(), 0, -os.getpgid(0))])
""",
        "limits of others": f"""
import resource
judge = {judge}
print(tried(lambda: resource.prlimit(judge, resource.RLIMIT_CPU, (1, 1))), tried(lambda: os.sched_setaffinity(judge, {{0}})))
print([tried(lambda: os.setpriority(which, who, 19)) for which, who in ((0, judge), (1, 0), (2, 0), (0, os.getpid()))])
print(tried(lambda: os.pidfd_open(judge)))
""",
        "memory of others": f"""
judge = {judge}
for name in ("mem", "environ", "maps", "syscall"):
    got = tried(lambda: open(f"/proc/{{judge}}/{{name}}", "rb").close())
    if got != "EACCES": print(name, got)
""",
        "command lines of others": f"judge = {judge}\nprint(tried(lambda: open(f'/proc/{{judge}}/cmdline').read()))",
        "sockets": """
print([tried(lambda: socket.socket(*kind).close()) for kind in (
    (socket.AF_INET, socket.SOCK_DGRAM), (socket.AF_INET6, socket.SOCK_DGRAM), (socket.AF_UNIX, socket.SOCK_STREAM), (socket.AF_INET, socket.SOCK_STREAM))])
""",
        "hidden tests": WALK,
        "descriptors": "print(sorted(map(int, os.listdir('/proc/self/fd')))[:-1])",
    }
    programs = {name: START + body for name, body in bodies.items()}
    return run(Order(programs=programs, as_user=request.param == "user", without=(*NAMESPACES, "identity")))


@pytest.mark.parametrize(
    ("name", "expected"),
    {
        "kill": "['EPERM', 'EPERM', 'EPERM']\n[None, None, None]\n",
        "limits of others": "EPERM EPERM\n['EPERM', 'EPERM', 'EPERM', None]\nEPERM\n",
        "memory of others": "",
        "command lines of others": "EACCES\n",
        "sockets": "['EPERM', 'EPERM', 'EPERM', None]\n",
        "hidden tests": "[]\n",
        "descriptors": "[0, 1, 2]\n",
    }.items(),
)
def test_landlock_and_the_filter_hold_without_any_namespace(name: str, expected: str, flat: Results) -> None:
    assert (flat[name].output, flat[name].code, flat[name].refused) == (expected, 0, "")


def test_the_view_hides_the_tests_where_there_is_no_landlock() -> None:
    if obstacle := user_obstacles():
        pytest.skip(obstacle)
    done = run(Order(programs={"walk": START + WALK}, as_user=True, without=("landlock", "seccomp")))
    assert (done["walk"].output, done["walk"].refused) == ("[]\n", "")


def test_an_outside_ancestor_sees_the_calls_of_a_candidate_with_all_layers_on() -> None:
    for as_user in {False, os.geteuid() == 0}:
        done = run(Order(programs={"nothing": ""}, as_user=as_user))
        seen = done["nothing"].seen
        waits_in = seen["syscall"].split()[0]
        assert waits_in == {"x86_64": "0", "aarch64": "63"}[os.uname().machine]  # read
        assert len(seen["schedstat"].split()) == 3
        if "seccomp" in done.layers:
            assert (seen["NoNewPrivs"], seen["Seccomp"], int(seen["CapEff"], 16)) == ("1", "2", 0)


def test_without_isolation_a_program_runs_as_it_always_did() -> None:
    done = run(Order(programs={"open": "import os; print(os.path.exists('/etc/passwd'), os.getuid())"}, none=True))
    assert done["open"].output == f"{Path('/etc/passwd').exists()} {os.getuid()}\n"
    assert done.layers == ["process", "session", "environment", "folder", "rlimits"]


def test_the_processor_limit_tells_itself_by_its_signal() -> None:
    done = run(Order(programs={"spin": "while True: pass"}, bounds={"cpu_s": 1}))
    assert (done["spin"].code, done["spin"].output) == (-24, "")  # SIGXCPU
    assert done["spin"].cpu_s > 0


def test_address_space_is_wide_and_ends() -> None:
    program = """
import mmap
try: mmap.mmap(-1, 5 << 30)
except OSError as error: print(error.errno)
print(len(mmap.mmap(-1, 2 << 30)))
"""
    done = run(Order(programs={"map": program}))
    assert BOUNDS.memory_mb == 512
    assert done["map"].output == f"12\n{2 << 30}\n"


def test_a_layer_that_fails_is_told_and_no_line_of_the_submission_runs() -> None:
    # Nothing to draw: a limit that cannot be set, since it is no number for the kernel.
    done = run(Order(programs={"never": "print('ran')"}, bounds={"file_mb": -(1 << 60)}))
    assert done["never"].output == ""
    assert done["never"].refused.startswith(("ValueError: ", "OverflowError: "))
    assert done["never"].code == 1


def test_a_view_of_its_own_works_without_a_network_of_its_own() -> None:
    """As a user, the nursery then makes the namespace in which it may mount; the observer still sees in."""
    if obstacle := user_obstacles():
        pytest.skip(obstacle)
    program = """
import asyncio, socket
from concurrent.futures import ProcessPoolExecutor
print(asyncio.run(asyncio.sleep(0, "runs")), list(ProcessPoolExecutor(1).map(len, ["ab"])))
try: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
except PermissionError: print("no datagrams")
"""
    for as_user in {False, os.geteuid() == 0}:
        done = run(Order(programs={"run": program}, as_user=as_user, without=("network",)))
        assert (done["run"].output, done["run"].refused) == ("runs [2]\nno datagrams\n", "")
        assert len(done["run"].seen["schedstat"].split()) == 3


def test_what_one_candidate_wrote_no_other_one_finds() -> None:
    writes = """
import os
for place in ("/tmp/left", "/dev/shm/left", "left"): open(place, "w").close()
"""
    finds = "import os; print([place for place in ('/tmp/left', '/dev/shm/left', 'left') if os.path.exists(place)])"
    done = run(Order(programs={"writes": writes, "finds": finds}))
    if "view" not in done.layers:
        pytest.skip(f"no view of its own here: {done.missing}")
    assert (done["writes"].output, done["finds"].output) == ("", "[]\n")
