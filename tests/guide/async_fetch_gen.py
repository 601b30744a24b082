import functools

from tornado.httpclient import AsyncHTTPClient
from tornado import gen
from tornado.ioloop import IOLoop


@gen.coroutine
def fetch(url):
    http_client = AsyncHTTPClient()
    response = yield http_client.fetch(url)
    print("do something when waiting response...")
    raise gen.Return(response.body)


if __name__ == '__main__':
    body = IOLoop.current().run_sync(func=functools.partial(fetch, "http://127.0.0.1:8888"))
    print(body)
