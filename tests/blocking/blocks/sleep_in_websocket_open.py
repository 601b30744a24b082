# shape: chat
# cause: sleep
"""Sleeps in `open`, while a WebSocket is being connected."""

import time

from tornado.web import Application
from tornado.websocket import WebSocketHandler


class Chat(WebSocketHandler):
    def open(self):
        time.sleep(0.2)  # BLAME

    def on_message(self, message):
        self.write_message(message)


def make_app():
    return Application([("/chat", Chat)])
