# shape: app
# cause: cpu
"""Renders a template with very many rows."""

from tornado.template import Template
from tornado.web import Application, RequestHandler

PAGE = Template("{% for number in range(150_000) %}<td>{{ number }}</td>{% end %}")


class Main(RequestHandler):
    async def get(self):
        self.write(str(len(PAGE.generate())))  # BLAME


def make_app():
    return Application([("/", Main)])
