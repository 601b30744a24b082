# shape: call
# cause: network
"""Serves one request with the server of the standard library on the loop's own thread."""

import http.server
import socket
import threading


async def f():
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        threading.Timer(0.2, lambda: socket.create_connection(server.server_address).close()).start()
        server.handle_request()  # BLAME
