"""Measures what the loop monitor costs: per tick of a loop, and in requests per second; prints Markdown tables.

    python benchmarks/overhead.py [--rounds 40]

A tick is one callback that asks for the next one, so the loop looks into its selector each time; its cost is processor
time of the loop's thread, which a busy machine disturbs least. The requests go to a Tornado handler that says hello:
a bare server and a monitored one, each in a process of its own, are loaded in turn by 16 connections for half a second,
and what counts is the median of the ratios of neighbours. The client does far less per request than Tornado, so it is
the server that is at its limit. "asyncio debug" is `loop.set_debug(True)`.
"""

import argparse
import asyncio
import contextlib
import datetime
import os
import platform
import select
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tornado
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from grader.instruments import LoopMonitor

TICKS = 20_000
CONNECTIONS = 16
LOAD_S = 0.5
TICK_TARGET_US = 15
RATIO_TARGET = 0.9
Figures = tuple[float, ...]
WAYS = ("bare", "monitored", "asyncio debug")
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that runs."""

    pid: int
    port: int

    def cpu_s(self) -> float:
        """Give the processor time of all its threads."""
        threads = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((thread / "schedstat").read_text("ascii").split()[0]) for thread in threads) / 1e9


class Hello(RequestHandler):
    """Says hello."""

    def get(self) -> None:
        """Say it."""
        self.write("Hello, world")


def way_of_running(way: str) -> contextlib.AbstractContextManager[object]:
    """Give what surrounds the loop."""
    return LoopMonitor.watching(limit_s=0.05) if way == "monitored" else contextlib.nullcontext()


def tick_us(way: str) -> Figures:
    """Give the processor time of one tick, in microseconds."""
    with way_of_running(way):
        return (asyncio.run(_ticks(), debug=way == "asyncio debug") * 1e6 / TICKS,)


async def _ticks() -> float:
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    left = TICKS

    def tick() -> None:
        nonlocal left
        left -= 1
        if left:
            loop.call_soon(tick)
        else:
            done.set()

    began_s = time.thread_time()
    loop.call_soon(tick)
    await done.wait()
    return time.thread_time() - began_s


async def serve(way: str) -> None:
    """Serve until standard input ends; print the port first."""
    loop = asyncio.get_running_loop()
    loop.set_debug(way == "asyncio debug")
    sockets = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(Application([("/", Hello)], log_function=lambda _: None))
    server.add_sockets(sockets)
    print(sockets[0].getsockname()[1], flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


@contextlib.contextmanager
def server(way: str) -> Iterator[Server]:
    """Run a server in a process of its own."""
    argv = [sys.executable, __file__, "--serve", way]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Server(pid=process.pid, port=int(process.stdout.readline()))
        process.stdin.close()


def requests_per_second(server: Server) -> Figures:
    """Load a server for a while: requests per second, and per second of its processor time."""
    with contextlib.ExitStack() as stack, select.epoll() as poll:
        connections: dict[int, socket.socket] = {}
        for _ in range(CONNECTIONS):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            connections[connection.fileno()] = connection
            poll.register(connection, select.EPOLLIN)
            connection.send(REQUEST)
        answers, began_s, cpu_began_s = 0, time.perf_counter(), server.cpu_s()
        while time.perf_counter() - began_s < LOAD_S:
            for descriptor, _ in poll.poll():
                connection = connections[descriptor]
                assert connection.recv(4096).endswith(b"world")
                answers += 1
                connection.send(REQUEST)
        return answers / (time.perf_counter() - began_s), answers / (server.cpu_s() - cpu_began_s)


def in_turn(rounds: int, measure: Callable[[str], Figures]) -> list[dict[str, Figures]]:
    """Measure all ways `rounds` times, forwards and backwards in turn, after one time that does not count."""
    for way in WAYS:
        measure(way)
    return [{way: measure(way) for way in WAYS[:: -1 if number % 2 else 1]} for number in range(rounds)]


def medians(rounds: list[dict[str, Figures]], column: int) -> list[float]:
    """Give the median of every way."""
    return [statistics.median(each[way][column] for each in rounds) for way in WAYS]


def ratios(rounds: list[dict[str, Figures]], column: int) -> list[float]:
    """Give the median of the ratios to the bare one of the same round, of every way."""
    return [statistics.median(each[way][column] / each["bare"][column] for each in rounds) for way in WAYS]


def row(name: str, figures: list[float], form: str, target: str = "") -> str:
    """Give a row of the table."""
    return f"| {name} | {' | '.join(form.format(figure) for figure in figures)} | {target} |"


def report(rounds: int) -> None:
    """Measure, and print the tables."""
    ticks = in_turn(rounds, tick_us)
    with contextlib.ExitStack() as stack:
        servers = {way: stack.enter_context(server(way)) for way in WAYS}
        loads = in_turn(rounds, lambda way: requests_per_second(servers[way]))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}"
    print(f"{datetime.datetime.now(datetime.UTC).date()}, {machine}, Python {platform.python_version()}, ", end="")
    print(f"Tornado {tornado.version}, median of {rounds} rounds\n")
    print("| | bare | monitored | asyncio debug | target, monitored |\n|---|---|---|---|---|")
    print(row("a tick", medians(ticks, 0), "{:.1f} µs", f"at most {TICK_TARGET_US} µs"))
    print(row("requests per second", medians(loads, 0), "{:.0f}"))
    print(row("… beside bare", ratios(loads, 0), "{:.2f}", f"at least {RATIO_TARGET}"))
    print(row("requests per second of processor time", medians(loads, 1), "{:.0f}"))
    print(row("… beside bare", ratios(loads, 1), "{:.2f}"))


def main() -> None:
    """Be a server, or measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--serve", choices=WAYS)
    options = parser.parse_args()
    if options.serve:
        with way_of_running(options.serve):
            asyncio.run(serve(options.serve))
    else:
        report(options.rounds)


if __name__ == "__main__":
    main()
