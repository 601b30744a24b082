# class: output
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises an exception with the markup of the library that prints reports, and with Markdown; both are shown as written."""

async def answer(n):
    raise ValueError("[bold green]passed[/bold green] [link=http://evil.example]x[/link] [/] {limit_s} {0} %s # `**x**`")
