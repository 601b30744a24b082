# shape: call
# cause: sleep
"""Puts other modules in the place of the monitor's, and sleeps."""

import sys
import time
from types import ModuleType


async def f():
    for name in [name for name in sys.modules if name.startswith("grader.")]:
        sys.modules[name] = ModuleType(name)
    time.sleep(0.4)  # BLAME
