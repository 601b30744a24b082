"""The warm process: `python -I -m grader.judge DESCRIPTOR [spawn] [without-run-delay]`."""

import signal
import socket
import sys


def main() -> None:
    """Serve jobs on the socket whose descriptor is the first argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's to handle: it closes the socket
    import msgspec  # noqa: PLC0415

    from grader.candidate.nursery import warm_up  # noqa: PLC0415 -- after the signal: a Ctrl-C while importing is no traceback
    from grader.instruments.calibration import calibrated  # noqa: PLC0415
    from grader.judge.host import serve  # noqa: PLC0415

    warm_up()
    machine = calibrated()
    if "without-run-delay" in sys.argv:  # as on kernels that do not count it
        machine = msgspec.structs.replace(machine, has_run_delay=False)
    serve(socket.socket(fileno=int(sys.argv[1])), machine, can_fork="spawn" not in sys.argv)


if __name__ == "__main__":
    main()
