"""The console script, and `python -m grader`."""

import os  # frozen into the interpreter, like sys: no file of the current folder can stand in for it
import sys


def _forget_current_folder() -> None:
    """Drop the current folder from where modules are looked for: a stranger's json.py may lie in it."""
    try:
        here = os.getcwd()  # noqa: PTH109 -- pathlib is a file, and would be looked for
    except OSError:
        return
    sys.path[:] = [entry for entry in sys.path if entry not in ("", here) and os.path.realpath(entry) != here]


def main() -> None:
    """Run the command line, and leave with its exit code."""
    _forget_current_folder()
    try:
        from grader.cli.boundary import run  # noqa: PLC0415 -- not before the current folder is out of sight

        code = run(sys.argv[1:], os.environ)
    except KeyboardInterrupt:
        # Only while modules are still being loaded; from then on the boundary has the sentence in every language.
        sys.stderr.write("\nStopped.\n")
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
