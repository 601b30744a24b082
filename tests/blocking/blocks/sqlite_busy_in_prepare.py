# shape: app
# cause: file
"""Reads the session from a locked SQLite database in `prepare`."""

import sqlite3
import tempfile
import threading

from tornado.web import Application, RequestHandler

class Main(RequestHandler):
    def prepare(self):
        with tempfile.TemporaryDirectory() as folder:
            other = sqlite3.connect(f"{folder}/data.db", isolation_level=None, check_same_thread=False)
            other.execute("BEGIN EXCLUSIVE")
            threading.Timer(0.2, other.execute, ["ROLLBACK"]).start()
            mine = sqlite3.connect(f"{folder}/data.db")
            self.tables = mine.execute("SELECT name FROM sqlite_master").fetchall()  # BLAME

    async def get(self):
        self.write({"tables": self.tables})


def make_app():
    return Application([("/", Main)])
