"""What a candidate needs to know when it starts; nothing in it is secret."""

import msgspec


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """The order to make one candidate. `folder` holds its private copy of the learner's files."""

    folder: str
    cpu_s: int
    file_mb: int
    open_files: int


ENTRY_FILE = "submission.py"
MODULE = "submission"
