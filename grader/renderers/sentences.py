"""The sentences of a report, in the reader's language: what the codes and numbers of its parts say."""

from grader.advice import Advice, advice, advise, public_name
from grader.messages import FALLBACK, text
from grader.renderers.quantity import seconds
from grader.report import Block, Cause, Message, Report, Text, Verdict


def say(message: Message, lang: str) -> str:
    """Give the sentence of a message."""
    return text(message.code, lang, **message.values)


def choose(texts: Text, lang: str) -> str:
    """Give the text in this language, in English, or in whichever there is."""
    return next((texts[key] for key in (lang, FALLBACK, *texts) if key in texts), "")


def verdict_name(verdict: Verdict, lang: str) -> str:
    """Give the word for a verdict."""
    return text(f"verdict.{verdict}.name", lang)


def verdict_sentence(report: Report, lang: str) -> str:
    """Say what the run's verdict means for this submission."""
    if report.verdict is Verdict.BLOCKED and not report.blocks:
        return text("verdict.blocked.unmeasured", lang)
    longest = report.blocks[0] if report.blocks else None
    return text(
        f"verdict.{report.verdict}.sentence",
        lang,
        count=sum(test.verdict is not Verdict.PASSED for test in report.tests),
        total=len(report.tests),
        held=seconds(longest.duration_s) if longest else "",
        limit=seconds(longest.limit_s) if longest else "",
    )


def cause_sentence(block: Block, lang: str) -> str:
    """Say what the loop's thread did for how long."""
    form = "in-call" if block.call else "somewhere"
    values = {"duration": seconds(block.duration_s), "call": public_name(block.call or "")}
    if block.cause is Cause.GIL and block.thread:
        return text(f"cause.gil.{form}-of", lang, **values, thread=block.thread)
    return text(f"cause.{block.cause}.{form}", lang, **values)


def block_advice(block: Block, lang: str) -> Advice:
    """Say why this block is one, and what to write instead."""
    return advice(advise(block.cause, block.call), lang)


def points_text(points: int | None, max_points: int) -> str:
    """Give points beside what can be won; a dash where nobody can tell."""
    return f"{'-' if points is None else points}/{max_points}"
