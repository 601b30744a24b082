"""A web server that says hello, and that stops when it is asked to."""


def make_app():
    """Return the Application: GET / answers "Hello, world"."""
    raise NotImplementedError("make_app is yours to write")


async def main(port, shutdown_event):
    """Serve on `port` until `shutdown_event` is set; stop the server before returning."""
    raise NotImplementedError("main is yours to write")
