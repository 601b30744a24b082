# shape: app
# cause: cpu
"""Reads a large JSON text in a request handler."""

import json

from tornado.web import Application, RequestHandler

TEXT = json.dumps([{"id": number, "name": f"row {number}", "values": [1, 2, 3]} for number in range(250_000)])


class Main(RequestHandler):
    async def get(self):
        rows = json.loads(TEXT)  # BLAME
        self.write({"rows": len(rows)})


def make_app():
    return Application([("/", Main)])
