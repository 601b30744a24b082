# shape: call
# cause: network
"""Sends mail with smtplib, which waits for the greeting of the server."""

import contextlib
import smtplib
import socket
import threading
import time


def greet_late(listener):
    connection, _ = listener.accept()
    time.sleep(0.25)
    connection.sendall(b"421 busy\r\n")
    connection.close()


async def f():
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=greet_late, args=(listener,)).start()
    with contextlib.suppress(smtplib.SMTPException):
        smtplib.SMTP(*listener.getsockname(), local_hostname="here")  # BLAME
