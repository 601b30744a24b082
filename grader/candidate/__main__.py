"""A candidate that is spawned instead of forked: `python -I -m grader.candidate START WIRE STACKS`."""

import socket
import sys

import msgspec

from grader.candidate.life import live
from grader.candidate.nursery import warm_up
from grader.candidate.start import Start


def main() -> None:
    """Run the candidate that the arguments describe."""
    start, wire, stacks = sys.argv[1:]
    warm_up()
    live(socket.socket(fileno=int(wire)), int(stacks), msgspec.json.decode(start, type=Start))


if __name__ == "__main__":
    main()
