"""The warm process: `python -I -m grader.judge DESCRIPTOR OPTIONS`."""

import signal
import socket
import sys


def main() -> None:
    """Serve jobs on the socket whose descriptor is the first argument; the second one says how."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's to handle: it closes the socket
    from grader.candidate.nursery import warm_up  # noqa: PLC0415 -- after the signal: a Ctrl-C while importing is no traceback
    from grader.judge.conditions import Inquiry  # noqa: PLC0415
    from grader.judge.host_options import HostOptions  # noqa: PLC0415

    descriptor, options = int(sys.argv[1]), HostOptions.parse(sys.argv[2])
    warm_up()
    inquiry = Inquiry(options)
    from grader.judge.host import serve  # noqa: PLC0415 -- pytest comes with it, and takes as long as the inquiry

    serve(socket.socket(fileno=descriptor), inquiry.conditions())


if __name__ == "__main__":
    main()
