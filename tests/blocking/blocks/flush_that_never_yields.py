# shape: app
# cause: cpu
"""Compresses a response in portions and awaits `flush` after each, which is done at once and gives nobody a turn."""

import zlib

from tornado.web import Application, RequestHandler

PIECE = " ".join(str(number * number) for number in range(20_000)).encode()


class Main(RequestHandler):
    async def get(self):
        compressor = zlib.compressobj(9)
        for _ in range(16):
            self.write(compressor.compress(PIECE))  # BLAME
            await self.flush()
        self.write(compressor.flush())


def make_app():
    return Application([("/", Main)])
