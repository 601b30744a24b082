# shape: chat
# spends: cpu
"""Computes for 25 ms for each message of a WebSocket."""

import time

from tornado.web import Application
from tornado.websocket import WebSocketHandler


class Chat(WebSocketHandler):
    def on_message(self, message):
        until_s = time.thread_time() + 0.025
        while time.thread_time() < until_s:
            sum(range(100))
        self.write_message(message)


def make_app():
    return Application([("/chat", Chat)])
