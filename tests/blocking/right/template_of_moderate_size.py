# shape: app
# spends: cpu
"""Renders a page of some thousand cells for each request."""

from tornado.template import Template
from tornado.web import Application, RequestHandler

PAGE = Template("{% for number in range(18_000) %}<td>{{ number }}</td>{% end %}")


class Main(RequestHandler):
    async def get(self):
        self.write(PAGE.generate())


def make_app():
    return Application([("/", Main)])
