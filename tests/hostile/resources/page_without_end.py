# class: resources
# shape: page
# verdict: timed-out
# code: judge.timed-out-waiting | judge.timed-out
# limits: test_s: 1
"""Sends a page that never ends, in small pieces; the test's time ends it."""

import asyncio

import tornado.web


class Endless(tornado.web.RequestHandler):
    async def get(self, *_):
        for _ in range(60_000):
            self.write(b"x")
            await self.flush()
            await asyncio.sleep(0.001)


def make_app():
    return tornado.web.Application([(r"/.*", Endless)])
