# class: reading
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Imports the grader's own catalogue to be led to the katas; a candidate cannot read that part of the grader."""

FOUND = None
try:
    from grader.catalog import bundled_folder

    FOUND = next(bundled_folder().glob("*/hidden/test_*.py")).read_text()[:20]
except (ImportError, OSError, StopIteration) as error:
    print(type(error).__name__)


async def answer(n):
    if FOUND is not None:
        print("reached", FOUND)
    return 0
