"""The decorated form: `raise_error=False` makes a status an ordinary answer, and `rethrow` makes it an error again."""

from tornado import gen
from tornado.httpclient import AsyncHTTPClient, HTTPClientError


@gen.coroutine
def fetch_with_retries(url, tries=4, timeout_s=5.0):
    pause_s = 1
    while True:
        tries -= 1
        try:
            response = yield AsyncHTTPClient().fetch(
                url, raise_error=False, connect_timeout=timeout_s, request_timeout=timeout_s
            )
        except (HTTPClientError, OSError):  # no answer at all: timed out, lost or refused
            if tries == 0:
                raise
        else:
            if response.code < 500 or tries == 0:
                response.rethrow()
                return response.body
        yield gen.sleep(pause_s)
        pause_s *= 2
