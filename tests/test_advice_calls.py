"""Real calls, and the advice that they get by the names that the instruments give them."""

import linecache
import sys
from types import FrameType

import pytest

from grader.advice import advise
from grader.instruments.call_site import own_stack
from grader.report import Cause

OWN = "<own program>"


def names_seen(source: str) -> list[str | None]:
    """Give the names that the instruments have for what a program calls, in C and in Python."""
    seen: list[str | None] = []

    def is_own(name: str) -> bool:
        return name == OWN

    def profile(frame: FrameType, event: str, _: object) -> None:
        own = frame if event == "c_call" else frame.f_back if event == "call" else None
        if own is not None and is_own(own.f_code.co_filename):
            seen.append(own_stack(frame, is_own)[1])

    linecache.cache[OWN] = (len(source), None, source.splitlines(keepends=True), OWN)
    code = compile(source, OWN, "exec")
    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        exec(code, {"__name__": "own"})
    finally:
        sys.setprofile(before)
    return seen


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("import time; time.sleep(0)", "call.sleep"),
        ("import socket; socket.gethostbyname('127.0.0.1')", "call.name-lookup"),
        ("import socket; socket.getaddrinfo('127.0.0.1', 80)", "call.name-lookup"),
        ("import select; select.select([], [], [], 0)", "call.select"),
        ("import selectors; selectors.DefaultSelector().select(0)", "call.select"),
        ("import subprocess; subprocess.run('true')", "call.subprocess"),
        ("import subprocess; subprocess.Popen('true').wait()", "call.subprocess-wait"),
        ("import os; os.system('true')", "call.os-system"),
        ("import os; pipe = os.popen('true'); pipe.close()", "call.os-popen"),
        ("import os; os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)", "call.os-wait"),
        ("import bcrypt; bcrypt.hashpw(b'a', bcrypt.gensalt(4))", "call.bcrypt"),
        ("import hashlib; hashlib.sha256(b'')", "call.hashlib"),
        ("import hashlib; h = hashlib.blake2b(); h.update(b'')", "call.hashlib"),
        ("import hashlib; hashlib.sha256(b'').hexdigest()", "call.hashlib"),
        ("import hashlib; hashlib.pbkdf2_hmac('sha256', b'', b'', 1)", "call.pbkdf2"),
        ("import hashlib; hashlib.scrypt(b'', salt=b'', n=2, r=8, p=1)", "call.scrypt"),
        ("import zlib; zlib.compress(b'')", "call.compression"),
        ("import gzip; gzip.compress(b'')", "call.compression"),
        ("import os; file = open(os.devnull); file.read(); file.close()", "call.files"),
        ("import os; file = open(os.devnull, 'w'); file.write(''); file.close()", "call.file-write"),
        ("import pathlib; pathlib.Path('/').exists()", "call.pathlib"),
        ("import os; os.stat('/')", "call.os"),
        ("import shutil; shutil.disk_usage('/')", "call.shutil"),
        ("print(end='')", "call.print"),
        ("import logging; logging.getLogger('own').debug('')", "call.logging"),
        ("import sqlite3; base = sqlite3.connect(':memory:'); base.execute('select 1'); base.close()", "call.sqlite"),
        ("import sqlite3; sqlite3.connect(':memory:').execute('select 1')", "call.database"),
        ("import socket; a, b = socket.socketpair(); b.send(b'1'); (lambda: a)().recv(9)", "call.socket-receive"),
        ("import re; re.compile('a').match('a')", "call.regex"),
        ("import threading; threading.Lock().acquire()", "call.lock"),
        ("import threading; lock = threading.Lock(); lock.acquire()", "call.lock"),
        ("import threading; event = threading.Event(); event.wait(0)", "call.event"),
        ("import threading; gate = threading.Semaphore(); gate.acquire()", "call.semaphore"),
        ("import threading; thread = threading.Thread(); thread.start(); thread.join()", "call.thread-join"),
        ("import queue; items = queue.Queue(); items.put(1)", "call.queue-put"),
        ("import queue; items = queue.Queue(); items.put(1); items.get()", "call.queue-get"),
        ("import queue; items = queue.Queue(); items.join()", "call.queue-join"),
        ("import queue; items = queue.SimpleQueue(); items.put(1); items.get()", "call.queue-get"),
        ("import concurrent.futures as c; future = c.Future(); future.set_result(1); future.result()", "call.future"),
        ("import concurrent.futures as c; c.wait([])", "call.futures"),
        ("import concurrent.futures as c; list(c.as_completed([]))", "call.futures"),
        ("import concurrent.futures as c; list(c.ThreadPoolExecutor().map(str, []))", "call.executor-map"),
        ("import concurrent.futures as c; c.ThreadPoolExecutor().shutdown()", "call.executor-shutdown"),
        ("import concurrent.futures as c\nwith c.ThreadPoolExecutor(): pass", "call.executor-shutdown"),
        ("import asyncio; asyncio.run(asyncio.sleep(0))", "call.loop-in-loop"),
        ("import tornado.ioloop as t; t.IOLoop().run_sync(lambda: None)", "call.loop-in-loop"),
        ("import multiprocessing as m; m.SimpleQueue().empty()", "call.multiprocessing-queue"),
        ("import multiprocessing as m; lock = m.Lock(); lock.acquire()", "call.multiprocessing-lock"),
        ("import ssl; ssl.create_default_context()", "call.ssl-context"),
        ("import re; pattern = re.compile('a'); pattern.match('a')", "call.regex"),
        ("import re; re.findall('a', 'a')", "call.regex"),
        ("import json; json.loads('1')", "call.json"),
        ("import json; json.dumps(1)", "call.json-encode"),
        ("import tornado.escape; tornado.escape.json_encode(1)", "call.json-encode"),
        ("import tornado.escape; tornado.escape.json_decode('1')", "call.json"),
        ("import tornado.template; tornado.template.Template('a').generate()", "call.template"),
        ("import pickle; pickle.dumps([])", "call.pickle"),
        ("import copy; copy.deepcopy([])", "call.deepcopy"),
        ("import csv, io; writer = csv.writer(io.StringIO()); writer.writerow([])", "call.csv"),
        ("import xml.etree.ElementTree as e; e.fromstring('<a/>')", "call.xml"),
        ("import base64; base64.b64encode(b'')", "call.base64"),
        ("import math; math.factorial(2)", "call.numbers"),
        ("import random; random.shuffle([1, 2])", "call.numbers"),
        ("numbers = [2, 1]; numbers.sort()", "call.whole-data"),
        ("sum([1])", "call.whole-data"),
    ],
)
@pytest.mark.filterwarnings("ignore")  # what the lines do not close is no matter here
def test_a_real_call_finds_its_entry_by_the_name_that_the_instruments_give_it(line: str, entry: str) -> None:
    names = names_seen(line)
    assert entry in [advise(Cause.CPU, name) for name in names], names
