# shape: call
"""Talks with itself over Tornado's own streams."""

import asyncio

from tornado.netutil import bind_sockets
from tornado.tcpclient import TCPClient
from tornado.tcpserver import TCPServer


class Echo(TCPServer):
    async def handle_stream(self, stream, address):
        line = await stream.read_until(b"\n")
        await asyncio.sleep(0.2)
        await stream.write(line)


async def f():
    sockets = bind_sockets(0, "127.0.0.1")
    server = Echo()
    server.add_sockets(sockets)
    stream = await TCPClient().connect(*sockets[0].getsockname())
    await stream.write(b"hello\n")
    line = await stream.read_until(b"\n")
    server.stop()
    return line
