"""The warm process: `python -I -m grader.judge DESCRIPTOR [spawn]`."""

import signal
import socket
import sys


def main() -> None:
    """Serve jobs on the socket whose descriptor is the first argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's to handle: it closes the socket
    from grader.candidate.nursery import warm_up  # noqa: PLC0415 -- after the signal: a Ctrl-C while importing is no traceback
    from grader.judge.host import serve  # noqa: PLC0415

    warm_up()
    serve(socket.socket(fileno=int(sys.argv[1])), can_fork=sys.argv[2:] != ["spawn"])


if __name__ == "__main__":
    main()
