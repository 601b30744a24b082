# shape: chat
"""Answers a message of a WebSocket after an awaited pause."""

import asyncio

from tornado.web import Application
from tornado.websocket import WebSocketHandler


class Chat(WebSocketHandler):
    async def on_message(self, message):
        await asyncio.sleep(0.1)
        await self.write_message(message)


def make_app():
    return Application([("/chat", Chat)])
