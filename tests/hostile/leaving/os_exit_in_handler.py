# class: leaving
# shape: page
# verdict: crashed
# code: judge.exit
"""Ends its process in the handler of a request, when the page is half written; half a page is none."""

import os

import tornado.web


class Leaving(tornado.web.RequestHandler):
    async def get(self, word):
        self.write(word[:4].upper())
        await self.flush()
        os._exit(0)


def make_app():
    return tornado.web.Application([(r"/(.*)", Leaving)])
