"""The warm process: `python -I -m grader.judge DESCRIPTOR OPTIONS`."""

import signal
import socket
import sys


def main() -> None:
    """Serve jobs on the socket whose descriptor is the first argument; the second one says how."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's to handle: it closes the socket
    import msgspec  # noqa: PLC0415

    from grader.candidate.nursery import warm_up  # noqa: PLC0415 -- after the signal: a Ctrl-C while importing is no traceback
    from grader.instruments.calibration import calibrated  # noqa: PLC0415
    from grader.judge.conditions import Conditions  # noqa: PLC0415
    from grader.judge.host import serve  # noqa: PLC0415
    from grader.judge.host_options import HostOptions  # noqa: PLC0415
    from grader.sandbox.plan import Mode  # noqa: PLC0415
    from grader.sandbox.survey import survey  # noqa: PLC0415

    descriptor, options = int(sys.argv[1]), HostOptions.parse(sys.argv[2])
    warm_up()
    machine = calibrated()
    if options.without_run_delay:
        machine = msgspec.structs.replace(machine, has_run_delay=False)
    plan = survey(Mode(options.isolation))
    serve(socket.socket(fileno=descriptor), Conditions.of(machine, plan, can_fork=not options.spawn))


if __name__ == "__main__":
    main()
