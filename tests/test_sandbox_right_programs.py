"""Right programs under all layers: whatever a submission may honestly do goes on working."""

import tempfile
from pathlib import Path

import pytest
from sandbox_cells import Order, Results
from sandbox_runs import run, user_obstacles

PROGRAMS = {
    "asyncio.run": """
import asyncio
async def main():
    async with asyncio.timeout(20):
        return await asyncio.gather(*(asyncio.sleep(0, i) for i in range(3)))
print(asyncio.run(main()))
""",
    "tornado": """
import asyncio, socket
from tornado.web import Application, RequestHandler
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
class Handler(RequestHandler):
    def get(self): self.write("hello")
async def main():
    sockets = bind_sockets(0, "localhost")
    server = HTTPServer(Application([("/", Handler)]))
    server.add_sockets(sockets)
    port = sockets[0].getsockname()[1]
    answer = await AsyncHTTPClient().fetch(f"http://localhost:{port}/")
    print(answer.body.decode())
asyncio.run(main())
""",
    "websocket": """
import asyncio
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect
class Echo(WebSocketHandler):
    def on_message(self, message): self.write_message(message)
async def main():
    server = Application([("/", Echo)]).listen(0, "127.0.0.1")
    port = next(iter(server._sockets.values())).getsockname()[1]
    connection = await websocket_connect(f"ws://127.0.0.1:{port}/")
    await connection.write_message("there and back")
    print(await connection.read_message())
    connection.close()
asyncio.run(main())
""",
    "threads": """
import threading
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as pool:
    print(sum(pool.map(lambda n: n * n, range(10))))
thread = threading.Thread(target=lambda: None); thread.start(); thread.join()
""",
    "ProcessPoolExecutor": """
import math, sys, types
from concurrent.futures import ProcessPoolExecutor
with ProcessPoolExecutor(2) as pool:
    print(list(pool.map(math.factorial, range(5))))
""",
    "ProcessPoolExecutor that spawns": """
import math, multiprocessing
from concurrent.futures import ProcessPoolExecutor
with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
    print(list(pool.map(math.factorial, range(5))))
""",
    "multiprocessing": """
import multiprocessing
from multiprocessing import shared_memory
context = multiprocessing.get_context("fork")
queue, lock = context.Queue(), context.Lock()
child = context.Process(target=queue.put, args=("by a queue",)); child.start(); print(queue.get()); child.join()
block = shared_memory.SharedMemory(create=True, size=4096); block.buf[0] = 7; print(block.buf[0]); block.close(); block.unlink()
manager = context.Manager(); print(manager.list([1, 2])); manager.shutdown()
""",
    "subprocess": """
import asyncio, subprocess, sys
print(subprocess.run(["echo", "by run"], capture_output=True, text=True, check=True).stdout.strip())
print(subprocess.run("echo by a shell | cat", shell=True, capture_output=True, text=True, check=True).stdout.strip())
print(subprocess.run([sys.executable, "-c", "import json, tornado; print(tornado.__name__)"], capture_output=True, text=True, check=True).stdout.strip())
async def main():
    process = await asyncio.create_subprocess_exec("cat", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    print((await process.communicate(b"by asyncio"))[0].decode())
    sleeper = await asyncio.create_subprocess_exec("sleep", "1000")
    sleeper.terminate()
    print(await sleeper.wait())
asyncio.run(main())
""",
    "killpg of a session of its own": """
import os, signal, subprocess
process = subprocess.Popen(["sleep", "1000"], start_new_session=True)
os.killpg(process.pid, signal.SIGTERM)
print(process.wait())
""",
    "tornado.process": """
import asyncio
from tornado.process import Subprocess
async def main():
    process = Subprocess(["cat"], stdin=Subprocess.STREAM, stdout=Subprocess.STREAM)
    await process.stdin.write(b"by a stream"); process.stdin.close()
    print((await process.stdout.read_until_close()).decode())
    await process.wait_for_exit()
asyncio.run(main())
""",
    "os.fork": """
import os
pid = os.fork()
if pid == 0: os._exit(5)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
""",
    "sqlite3": """
import sqlite3
with sqlite3.connect("own.db") as base:
    base.execute("PRAGMA journal_mode=WAL"); base.execute("create table t(n)"); base.execute("insert into t values (4)")
    print(base.execute("select n from t").fetchall())
""",
    "tempfile": """
import os, tempfile
with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile(dir=folder) as file, tempfile.TemporaryFile() as other:
    other.write(b"x"); file.write(b"x"); print(os.path.exists(file.name))
with open("a", "w") as file: file.write("text")
os.mkdir("below"); os.rename("a", "below/b"); os.link("below/b", "c"); os.symlink("c", "d"); os.truncate("c", 2)
print(open("d").read()); os.mkfifo("fifo"); os.chmod("c", 0o600)
""",
    "bcrypt": """
import bcrypt
print(bcrypt.checkpw(b"word", bcrypt.hashpw(b"word", bcrypt.gensalt(4))))
""",
    "names of hosts": """
import socket
print(sorted({each[4][0] for each in socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM)})[0])
print(socket.getfqdn() != "", len(socket.gethostbyname("localhost")))
try: socket.getaddrinfo("no-such-host.invalid", 80)
except socket.gaierror: print("unknown")
""",
    "faulthandler": """
import faulthandler, os, signal, sys
faulthandler.register(signal.SIGUSR1, file=open("stacks", "w"), all_threads=True)
os.kill(os.getpid(), signal.SIGUSR1)
print("submission.py" in open("stacks").read())
""",
    "setitimer": """
import signal
fired = []
signal.signal(signal.SIGPROF, lambda *_: fired.append(1))
signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
while not fired: pass
print("fired")
""",
    "own counters": """
import os, threading
base = f"/proc/self/task/{threading.get_native_id()}"
print(len(open(f"{base}/schedstat").read().split()), len(open(f"{base}/syscall").read().split()) > 0, open("/proc/stat").readline()[:4])
print(os.cpu_count() >= 1, len(os.sched_getaffinity(0)) >= 1)
""",
    "late imports": """
import decimal, wave, xml.dom.minidom, zoneinfo, tornado.auth, tornado.locale, ssl, unittest.mock, importlib.metadata
from importlib.resources import files
print(zoneinfo.ZoneInfo("UTC"), ssl.create_default_context() is not None, importlib.metadata.version("bcrypt") != "")
""",
    "devices": """
import os
with open(os.devnull, "w") as null: null.write("x")
print(len(os.urandom(4)), len(open("/dev/urandom", "rb").read(4)), open("/dev/zero", "rb").read(2))
""",
    "sockets": """
import os, socket
a, b = socket.socketpair(); a.send(b"pair"); print(b.recv(9).decode())
reader, writer = os.pipe(); os.write(writer, b"pipe"); print(os.read(reader, 9).decode())
server = socket.create_server(("::1", 0), family=socket.AF_INET6) if socket.has_ipv6 else socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname()[:2]); print(client.family == server.family)
""",
    "more than one loop": """
import asyncio, threading
out = []
thread = threading.Thread(target=lambda: out.append(asyncio.run(asyncio.sleep(0, "second")))); thread.start(); thread.join()
print(out)
""",
    "its own files": "import os; print(open('data.txt').read(), sorted(os.listdir('.')))",
    "output": "import sys; print('out'); print('err', file=sys.stderr)",
}
EXPECTED = {
    "asyncio.run": "[0, 1, 2]\n",
    "tornado": "hello\n",
    "websocket": "there and back\n",
    "threads": "285\n",
    "ProcessPoolExecutor": "[1, 1, 2, 6, 24]\n",
    "ProcessPoolExecutor that spawns": "[1, 1, 2, 6, 24]\n",
    "multiprocessing": "by a queue\n7\n[1, 2]\n",
    "subprocess": "by run\nby a shell\ntornado\nby asyncio\n-15\n",
    "killpg of a session of its own": "-15\n",
    "tornado.process": "by a stream\n",
    "os.fork": "5\n",
    "sqlite3": "[(4,)]\n",
    "tempfile": "True\nte\n",
    "bcrypt": "True\n",
    "names of hosts": "127.0.0.1\nTrue 9\nunknown\n",
    "faulthandler": "True\n",
    "setitimer": "fired\n",
    "own counters": "3 True cpu \nTrue True\n",
    "late imports": "UTC True True\n",
    "devices": "4 4 b'\\x00\\x00'\n",
    "sockets": "pair\npipe\nTrue\n",
    "more than one loop": "['second']\n",
    "its own files": "mine ['data.txt']\n",
    "output": "out\nerr\n",
}
# Ways in which a machine may be poorer, each with all the programs that still have to work there.
ALL = tuple(PROGRAMS)
WAYS: dict[str, tuple[bool, tuple[str, ...]]] = {
    "root": (False, ()),
    "user": (True, ()),
    "user without namespaces": (True, ("network", "pid-namespace", "view")),
    "root without namespaces": (False, ("network", "pid-namespace", "view", "identity")),
    "user without landlock": (True, ("landlock",)),
}
NEEDS_UNIX_SOCKETS = {"multiprocessing"}  # its manager listens on one


@pytest.fixture(scope="module", params=WAYS)
def done(request: pytest.FixtureRequest) -> Results:
    as_user, without = WAYS[request.param]
    if as_user and (obstacle := user_obstacles()) and not without:
        pytest.skip(obstacle)
    found = run(Order(programs=PROGRAMS, as_user=as_user, without=without, packages=("bcrypt",)))
    assert set(without).isdisjoint(found.layers)
    return found


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_right_program_works_under_all_layers(name: str, done: Results) -> None:
    if name in NEEDS_UNIX_SOCKETS and "view" not in done.layers:
        pytest.skip("Unix sockets are refused where those of the machine can be reached")
    result = done[name]
    assert (result.output, result.code, result.refused) == (EXPECTED[name], 0, "")


def test_every_program_has_its_expected_output() -> None:
    assert PROGRAMS.keys() == EXPECTED.keys()


def test_nothing_is_left_open_in_the_judge_or_in_the_nursery(done: Results) -> None:
    assert {who: after - before for who, (before, after) in done.descriptors.items()} == {"judge": 0, "nursery": 0}


def test_nothing_is_left_in_the_judges_folder_but_the_private_one(done: Results) -> None:
    assert {name: result.left for name, result in done.results.items()} == {name: ["own"] for name in PROGRAMS}


def test_packages_that_lie_where_a_candidate_has_its_own_memory_are_still_there() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "far_away.py").write_text("ANSWER = 42\n")
        program = "import far_away\nprint(far_away.ANSWER)"
        found = run(Order(programs={"far": program}, also_on_path=folder, packages=("far_away",)))
    assert found["far"].output == "42\n", found["far"]
