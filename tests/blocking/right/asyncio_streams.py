# shape: call
"""Talks with itself over streams of asyncio, and the answer comes late."""

import asyncio


async def answer(reader, writer):
    line = await reader.readline()
    await asyncio.sleep(0.2)
    writer.write(line)
    writer.close()


async def f():
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello\n")
        line = await reader.readline()
        writer.close()
    return line
