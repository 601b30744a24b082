"""What a coroutine does inside: a Future that is settled in every case, by a result or by an exception."""

from tornado.concurrent import Future
from tornado.httpclient import AsyncHTTPClient


def fetch(url):
    body = Future()

    def on_response(response):
        if body.cancelled():  # the caller has given up
            return
        error = response.exception()
        if error is not None:
            body.set_exception(error)
        else:
            body.set_result(response.result().body)

    AsyncHTTPClient().fetch(url).add_done_callback(on_response)
    return body
