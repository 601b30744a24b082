"""A candidate that is spawned, not forked: `python -I -m grader.candidate SETTING START WIRE OUTPUT STACKS STATUS`."""

import os
import sys

import msgspec

from grader.candidate.confined import Ends, be_candidate, fork_confined
from grader.candidate.nursery import warm_up
from grader.candidate.setting import Setting
from grader.candidate.start import Start
from grader.sandbox import keeper
from grader.sandbox.plan import LayerName


def main() -> None:
    """Run the candidate that the arguments describe.

    With a keeper, this process only waits for that: its child is where the candidate's processes begin.
    """
    setting = msgspec.json.decode(sys.argv[1], type=Setting)
    start = msgspec.json.decode(sys.argv[2], type=Start)
    ends = Ends(*map(int, sys.argv[3:]))
    warm_up()
    try:
        confinement = setting.confinement()
    except OSError as error:
        keeper.say_failed(ends.status, error)
        return
    if not setting.plan.has(LayerName.PID_NAMESPACE):
        be_candidate(confinement, start, ends, lambda: None)
    child = fork_confined(confinement, start, ends, lambda: None)
    for descriptor in (ends.wire, ends.output, ends.stacks, ends.status):
        os.close(descriptor)
    os.waitpid(child, 0)


if __name__ == "__main__":
    main()
