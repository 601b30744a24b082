# shape: app
# spends: cpu
"""Compresses a response in portions, and gives the loop a turn after each: `flush` alone may be done at once."""

import asyncio
import zlib

from tornado.web import Application, RequestHandler

PIECE = " ".join(str(number * number) for number in range(20_000)).encode()


class Main(RequestHandler):
    async def get(self):
        compressor = zlib.compressobj(9)
        for _ in range(5):
            self.write(compressor.compress(PIECE))
            await self.flush()
            await asyncio.sleep(0)
        self.write(compressor.flush())


def make_app():
    return Application([("/", Main)])
