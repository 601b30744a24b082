"""Runs orders of programs in sandboxes (see sandbox_cells), for tests."""

import json
import subprocess
import sys
from dataclasses import asdict
from functools import cache

import sandbox_cells
from sandbox_cells import Order, Result, Results


def run(order: Order) -> Results:
    """Run the programs of an order, in a process that this one shares nothing with."""
    done = subprocess.run(
        [sys.executable, "-I", "-B", sandbox_cells.__file__, json.dumps(asdict(order))],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    answer["results"] = {name: Result(**each) for name, each in answer["results"].items()}
    return Results(**answer)


@cache
def user_obstacles() -> str:
    """Say why the way of a user cannot be tried here; empty where it can."""
    found = run(Order(programs={}, as_user=True))
    return "" if "pid-namespace" in found.layers else f"no user namespaces here: {found.missing}"
