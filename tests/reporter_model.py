"""A model of what reads our payloads: the autograding reporter of GitHub Classroom, and the log of a workflow.

The reporter's rules are those of its version 1: the console, the two totals, and what decides red or green. What the
model prints is what the reporter prints, without the table.
"""

import base64
import json
import re
from dataclasses import dataclass
from typing import Any

# As .NET's Trim and Python's \s see it; the runner looks at what is left of a line.
_COMMAND = re.compile(r"\s*::(?P<name>[^ :]+)(?: (?P<properties>.*?))?::(?P<data>.*)")
_OLD_COMMAND = re.compile(r"##\[(?P<name>[^\]\s]+)[^\]]*\](?P<data>.*)")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_COLOURS = re.compile(r"\x1b\[\d+m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One workflow command of a log: `properties` and `data` as the runner decodes them."""

    name: str
    properties: dict[str, str]
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What came of it. `is_green`: the job's tick; `points` and `most` are those of the annotation."""

    is_green: bool
    console: str
    points: float = 0
    most: float = 0


def commands(log: str) -> list[Command]:
    """Find what a runner takes for a command, in any line."""
    found = []
    for line in _LINE_ENDS.split(log):
        if match := _COMMAND.match(line):
            found.append(
                Command(
                    name=match["name"],
                    properties=_properties(match["properties"] or ""),
                    data=_decoded(match["data"]),
                )
            )
        elif match := _OLD_COMMAND.search(line):
            found.append(Command(name=match["name"], properties={}, data=match["data"]))
    return found


def report(payloads: dict[str, str]) -> Reported:
    """Do what the reporter does with the results of its runners, by the ids of their steps; base64, as it gets them."""
    try:
        results = {runner: json.loads(base64.b64decode(text, validate=True)) for runner, text in payloads.items()}
        lines = list(_console(results))
    except (ValueError, KeyError, TypeError, ZeroDivisionError, AttributeError) as error:
        return Reported(is_green=False, console=f"::error::{error}\n")
    counted = [result for result in results.values() if result["max_score"]]
    points = sum(test["score"] for result in counted for test in result["tests"])
    most = sum(result["max_score"] for result in counted)
    if most:
        totals = json.dumps({"totalPoints": points, "maxPoints": most}, separators=(",", ":"))
        lines.append(f"::notice title=Autograding complete::Points {points}/{most}")
        lines.append(f"::notice title=Autograding report::{totals}")
    statuses = [result["status"] for result in results.values()]
    if "fail" in statuses:
        lines.append("::error::Some tests failed.")
    elif "error" in statuses:
        lines.append("::error::Some tests errored.")
    is_green = not {"fail", "error"}.intersection(statuses)
    return Reported(is_green=is_green, console="".join(f"{line}\n" for line in lines), points=points, most=most)


def without_table(console: str) -> list[str]:
    """Give the lines of the real reporter that the model prints, too: no table, no colours, no empty line."""
    lines = _COLOURS.sub("", console).splitlines()
    return [line for line in lines if line.strip() and line.strip()[0] not in "┌├│└🚀" and "runner summary" not in line]


def _console(results: dict[str, Any]) -> "list[str]":
    lines: list[str] = []
    passed = total = 0
    for runner, result in results.items():
        lines.append(f"🔄 Processing: {runner}")
        tests = result["tests"]
        for test in tests:
            place = f" - line {test['line_no']}" if test["line_no"] != 0 else ""
            match test["status"]:
                case "pass":
                    lines.append(f"✅ {test['name']}{place}")
                case "error":
                    shown = test["message"] or f"Failed to run test '{test['name']}'"
                    lines.append(f"Error: {shown}")
                case _:
                    lines.append(f"❌ {test['name']}{place}")
            if test["test_code"]:
                lines.append(f"Test code:\n{test['test_code']}\n")
        own = sum(test["status"] == "pass" for test in tests)
        passed, total = passed + own, total + len(tests)
        if result["max_score"]:
            lines.append(
                f"Total points for {runner}: {own / len(tests) * result['max_score']:.2f}/{result['max_score']}"
            )
    lines.append(f"🏆 Grand total tests passed: {passed}/{total}")
    return lines


def _properties(written: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in written.split(",") if "=" in part)
    return {name.strip(): _decoded(value).replace("%3A", ":").replace("%2C", ",") for name, _, value in pairs}


def _decoded(words: str) -> str:
    return words.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
