# class: resources
# shape: page
# verdict: failed
# code: verbatim
"""Sends a megabyte of headers; the judge's client has a limit for them."""

import tornado.web


class Heads(tornado.web.RequestHandler):
    def get(self, *_):
        for number in range(200):
            self.set_header(f"X-{number}", "x" * 5000)
        self.write("passed")


def make_app():
    return tornado.web.Application([(r"/.*", Heads)])
