"""The small katas that the hostile submissions are for: no one passes their tests without doing the work.

Either the answer depends on a number that the test has just drawn, or it is a secret that lies where a submission must
not get to: in the hidden tests, in a reference, at a neighbour's, behind a socket.
"""

import textwrap
from dataclasses import dataclass
from pathlib import Path

from small_katas import small_kata

from grader.kata import Kata, load_kata

_SOLVED = '''
    import secrets

    async def ask(submission):
        """Ask for three numbers that nobody could know before."""
        for _ in range(3):
            n = secrets.randbelow(1 << 40)
            assert await submission.answer(n) == n * 2 + 1
'''


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    provides: str
    hidden: str


_SHAPES = {
    "answer": _Shape(
        provides="answer",
        hidden=_SOLVED
        + '''
    async def test_the_answer(submission):
        """Twice the number, and one more."""
        await ask(submission)
''',
    ),
    "twice": _Shape(
        provides="answer",
        hidden=_SOLVED
        + '''
    async def test_the_answer(submission):
        """Twice the number, and one more."""
        await ask(submission)

    async def test_the_answer_again(submission):
        """The same, in a process of its own."""
        await ask(submission)
''',
    ),
    "secret": _Shape(
        provides="answer",
        hidden='''
    SECRETS = @secrets@

    async def test_the_secret(submission):
        """What no submission can know."""
        assert await submission.answer() in SECRETS
''',
    ),
    "page": _Shape(
        provides="make_app",
        hidden='''
    import secrets

    async def test_the_page(server):
        """A page shows what was asked for, in capitals."""
        word = secrets.token_hex(8)
        assert (await server.fetch(f"/{word}")).body.decode() == word.upper()
''',
    ),
    "fetch": _Shape(
        provides="answer",
        hidden='''
    import secrets

    async def test_the_body(submission, upstream):
        """What the server says comes back."""
        word = secrets.token_bytes(8)
        upstream.reply("/word", body=word)
        assert await submission.answer(upstream.url("/word")) == word
        assert len(upstream.requests) == 1
''',
    ),
    "schedule": _Shape(
        provides="every_minute",
        hidden='''
    import asyncio
    import pytest

    @pytest.mark.clock("virtual")
    async def test_the_minutes(submission, clock):
        """The job starts once a minute, from 0 on."""
        job = clock.job()
        running = asyncio.create_task(submission.every_minute(job))
        await clock.until(250)
        assert job.starts_s == [0, 60, 120, 180, 240]
        assert not running.done()
        running.cancel()
''',
    ),
}


def kata_for(shape: str, folder: Path, secrets: dict[str, str], limits: str = "") -> Kata:
    """Write the kata `shape` into `folder` and load it; anybody may read and change its files.

    `secrets`, by where they lie, are what the shape "secret" asks for; the kata's reference solution knows one, too.
    """
    made = _SHAPES[shape]
    hidden = textwrap.dedent(made.hidden).replace("@secrets@", repr(list(secrets.values())))
    reference = f"async def answer():\n    return {secrets['reference']!r}\n"
    more = f"limits: {{{_limits(limits)}}}\n"
    stub = f"async def {made.provides}(*_): ...\n"
    path = small_kata(folder, hidden, provides=made.provides, more=more, stub=stub)
    (path / "submissions" / "passed").mkdir(parents=True)
    (path / "submissions" / "passed" / "reference.py").write_text(reference, encoding="utf-8")
    for each in [path, *path.rglob("*")]:
        each.chmod(0o777 if each.is_dir() else 0o666)  # not its mode is to protect it
    return load_kata(path, "hostile")


def _limits(limits: str) -> str:
    own = dict(each.split(": ") for each in limits.split(", ") if each)
    return ", ".join(f"{name}: {value}" for name, value in ({"test_s": "3", "total_s": "10"} | own).items())
