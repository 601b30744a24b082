# class: forging
# shape: fetch
# verdict: failed
# code: verbatim
"""Starts a server of its own and asks that one; its answer is not the one that the test gave to its own."""

import tornado.httpclient
import tornado.httpserver
import tornado.netutil


async def answer(url):
    def serve(request):
        request.connection.write_headers(
            tornado.httputil.ResponseStartLine("HTTP/1.1", 200, "OK"),
            tornado.httputil.HTTPHeaders({"Content-Length": "6"}),
            b"secret",
        )
        request.connection.finish()

    server = tornado.httpserver.HTTPServer(serve)
    sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    client = tornado.httpclient.AsyncHTTPClient(force_instance=True)
    response = await client.fetch(f"http://127.0.0.1:{sockets[0].getsockname()[1]}/")
    return response.body
