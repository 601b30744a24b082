# shape: chat
# cause: cpu
"""Computes for each message of a WebSocket."""

import hashlib

from tornado.web import Application
from tornado.websocket import WebSocketHandler


class Chat(WebSocketHandler):
    def on_message(self, message):
        key = hashlib.pbkdf2_hmac("sha256", message.encode(), b"salt", 1_000_000)  # BLAME
        self.write_message(key.hex())


def make_app():
    return Application([("/chat", Chat)])
