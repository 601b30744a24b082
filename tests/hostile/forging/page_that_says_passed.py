# class: forging
# shape: page
# verdict: failed
# code: verbatim
"""Serves a page that says "passed" for every request; the test wants what it has sent, something else each time."""

import tornado.web


class Passed(tornado.web.RequestHandler):
    def get(self, *_):
        self.set_header("X-Verdict", "passed")
        self.write('{"verdict": "passed"}')


def make_app():
    return tornado.web.Application([(r"/.*", Passed)])
