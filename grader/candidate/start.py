"""What a candidate needs to know when it starts; nothing in it is secret."""

import signal

import msgspec


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """The order to make one candidate. `folder` holds its private copy of the learner's files.

    `is_virtual`: it lives by the judge's clock instead of the machine's. `packages`: paths that it may read, because
    the kata says which packages are used. `tasks`: how many processes and threads it may have together.
    """

    folder: str
    is_virtual: bool
    packages: tuple[str, ...]
    cpu_s: int
    memory_mb: int
    file_mb: int
    open_files: int
    tasks: int


ENTRY_FILE = "submission.py"
MODULE = "submission"
STACKS_SIGNAL = signal.SIGUSR1
"""Asks for the stacks of all threads; C code writes them, so also while Python cannot run."""

STACK_SIGNAL = signal.SIGRTMAX - 2
"""Asks for the stack of the thread that takes it alone: the main thread, which waits, and so stands still.

Others may be executing, and to walk through the frames of such a one has been seen to end the process.
"""

INTERRUPT = signal.SIGRTMAX - 1
"""Asks a thread in virtual time that is stuck in a call where it is, and lets it look at the clock in between."""
