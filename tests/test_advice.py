"""Advice: the way from a call to its entry, and what the entries say."""

import ast
import asyncio
import inspect
from concurrent.futures import ThreadPoolExecutor

import pytest
from tornado import locks, process, queues
from tornado.httpclient import AsyncHTTPClient
from tornado.ioloop import IOLoop
from tornado.tcpclient import TCPClient

from grader.advice import advice, advise, public_name
from grader.messages import catalogue
from grader.report import Cause

ENTRIES = sorted({key.rpartition(".")[0] for key in catalogue("advice", "en")})


@pytest.mark.parametrize(
    ("cause", "call", "entry"),
    [
        (Cause.SLEEP, "time.sleep", "time.sleep"),
        (Cause.NETWORK, "urllib.request.urlopen", "urllib"),
        (Cause.NETWORK, "requests.api.get", "requests"),
        (Cause.NETWORK, "requests.sessions.Session.send", "requests"),
        (Cause.NETWORK, "http.client.HTTPConnection.getresponse", "http.client"),
        (Cause.NETWORK, "socket.socket.recv", "socket"),
        (Cause.NETWORK, "_socket.socket.connect", "socket"),
        (Cause.NETWORK, "socket.getaddrinfo", "socket.getaddrinfo"),
        (Cause.NETWORK, "socket.create_connection", "socket"),
        (Cause.OTHER, "tornado.httpclient.HTTPClient", "tornado.httpclient.HTTPClient"),
        (Cause.OTHER, "tornado.httpclient.HTTPClient.fetch", "tornado.httpclient.HTTPClient"),
        (Cause.PROCESS, "subprocess.run", "subprocess.run"),
        (Cause.PROCESS, "subprocess.check_output", "subprocess.check_output"),
        (Cause.PROCESS, "subprocess.Popen.wait", "subprocess.Popen.wait"),
        (Cause.PROCESS, "subprocess.check_call", "subprocess"),
        (Cause.PROCESS, "os.system", "os.system"),
        (Cause.PROCESS, "posix.waitpid", "os.waitpid"),
        (Cause.CPU, "bcrypt.hashpw", "bcrypt.hashpw"),
        (Cause.CPU, "bcrypt._bcrypt.hashpw", "bcrypt"),
        (Cause.CPU, "_bcrypt.checkpw", "bcrypt.checkpw"),
        (Cause.CPU, "bcrypt.gensalt", "bcrypt.gensalt"),
        (Cause.CPU, "hashlib.pbkdf2_hmac", "hashlib.pbkdf2_hmac"),
        (Cause.CPU, "_hashlib.scrypt", "hashlib.scrypt"),
        (Cause.FILE, "_io.open", "open"),
        (Cause.FILE, "builtins.open", "open"),
        (Cause.FILE, "_io.TextIOWrapper.read", "io"),
        (Cause.FILE, "os.read", "os"),
        (Cause.FILE, "pathlib.Path.read_text", "pathlib"),
        (Cause.FILE, "pathlib._local.Path.read_text", "pathlib"),
        (Cause.LOCK, "_thread.lock.acquire", "threading.Lock"),
        (Cause.LOCK, "threading.Lock.acquire", "threading.Lock"),
        (Cause.LOCK, "queue.Queue.get", "queue"),
        (Cause.LOCK, "concurrent.futures._base.Future.result", "concurrent.futures"),
        (Cause.LOCK, "threading.Thread.join", "threading.Thread.join"),
        (Cause.FILE, "sqlite3.Connection.execute", "sqlite3"),
        (Cause.CPU, "re.Pattern.match", "re"),
        (Cause.CPU, "json.loads", "json"),
        (Cause.CPU, "my_module.compute", "cause.cpu"),
        (Cause.GIL, "re.match", "cause.gil"),
        (Cause.CPU, "retry", "cause.cpu"),
        (Cause.CPU, "", "cause.cpu"),
        *[(cause, None, f"cause.{cause}") for cause in Cause],
    ],
)
def test_the_nearest_entry_is_taken(cause: Cause, call: str | None, entry: str) -> None:
    assert advise(cause, call) == entry


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_entry_is_whole(entry: str, lang: str) -> None:
    found = advice(entry, lang)
    assert found.why.endswith((".", "。", "\uff09"))
    assert found.instead.endswith((":", "\uff1a"))


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_example_is_one_line_of_python_and_the_same_in_every_language(entry: str) -> None:
    example = advice(entry, "en").example
    body = f"{example}\n        pass" if example.endswith(":") else example
    ast.parse(f"async def f():\n    {body}")
    assert advice(entry, "zh").example == example


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if not entry.startswith("cause.")])
def test_an_entry_is_reached_by_its_own_name(entry: str) -> None:
    assert advise(Cause.OTHER, entry) == entry


def test_an_unknown_entry_is_our_own_mistake() -> None:
    with pytest.raises(LookupError, match=r"advice\.nothing\.why"):
        advice("nothing", "en")


def test_a_call_is_shown_under_its_public_name() -> None:
    assert public_name("_thread.lock.acquire") == "threading.Lock.acquire"
    assert public_name("builtins.open") == "open"
    assert public_name("builtinsx.open") == "builtinsx.open"
    assert public_name("time.sleep()") == "time.sleep"


def test_what_the_examples_call_exists() -> None:
    assert inspect.iscoroutinefunction(TCPClient.connect)
    assert inspect.iscoroutinefunction(asyncio.to_thread)
    assert "timeout" in inspect.signature(locks.Condition.wait).parameters
    assert list(inspect.signature(IOLoop.run_in_executor).parameters)[:3] == ["self", "executor", "func"]
    for owner, name in [
        (process.Subprocess, "wait_for_exit"),
        (queues.Queue, "get"),
        (IOLoop, "add_handler"),
        (IOLoop, "READ"),
        (AsyncHTTPClient, "fetch"),
        (ThreadPoolExecutor, "submit"),
    ]:
        assert hasattr(owner, name)
