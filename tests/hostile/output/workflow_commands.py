# class: output
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Prints and raises the commands of GitHub's workflows; a log is not to obey a submission."""

COMMANDS = (
    "::error file=app.js,line=1::forged",
    "::add-mask::passed",
    "::stop-commands::forever",
    "::set-output name=points::10",
    "::save-state name=points::10",
    "##[error]forged",
    "##[group]hidden",
)


async def answer(n):
    print(*COMMANDS, sep="\n")
    raise ValueError("\n".join(["forged", *COMMANDS]))
