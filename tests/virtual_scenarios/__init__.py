"""What a virtual clock has to get exactly right: a submission, a hidden test that states the exact times, the report.

Every scenario is graded once by tests/test_virtual_time.py, and many times, on an idle and on a busy machine, by
benchmarks/virtual_time.py: the report has to be the same each time.
"""

from virtual_scenarios.at_once import AT_ONCE
from virtual_scenarios.ends import ENDS
from virtual_scenarios.fetching import FETCHING
from virtual_scenarios.handlers import HANDLERS
from virtual_scenarios.periodic import PERIODIC
from virtual_scenarios.scenario import Block, Scenario

__all__ = ["SCENARIOS", "Block", "Scenario"]

SCENARIOS: dict[str, Scenario] = PERIODIC | HANDLERS | FETCHING | AT_ONCE | ENDS
