"""The command `doctor`."""

from grader.cli.caller import Caller
from grader.cli.output import put
from grader.doctor import examine
from grader.renderers.checkup_page import checkup_json, checkup_text


def doctor_command(caller: Caller, format_: str) -> int:
    """Print what this machine offers; 1 where it cannot grade."""
    checkup = examine()
    if format_ == "json":
        put(checkup_json(checkup, caller.lang))
    else:
        put(checkup_text(checkup, lang=caller.lang, look=caller.look))
    return 0 if checkup.can_grade else 1
