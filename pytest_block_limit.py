"""The pytest plugin `--block-limit`: its options, and nothing else until one of them is used.

It stands outside of the package, and imports it late: pytest loads this module in every suite of an environment where
the grader is installed, and a project may well have a `grader` of its own. The sentences here are pytest's help, which
is in English.
"""

import pytest

_MARKER = (
    'block_limit(limit): with --block-limit, how long this test may hold an event loop: "200ms", "0.2s", 200 '
    "(milliseconds), or None for no limit"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options; what they mean is in docs/monitor.md."""
    group = parser.getgroup("block-limit", "held event loops")
    group.addoption(
        "--block-limit",
        metavar="TIME",
        help="fail each test that holds an event loop for longer: 50ms, 0.05s, 50 (milliseconds); none: off",
    )
    group.addoption("--block-report", action="store_true", help="list what held a loop, and fail no test for it")
    group.addoption(
        "--block-own",
        action="append",
        metavar="FOLDER",
        help="name only lines of files below this folder, with whatever is installed there; may be repeated; default: "
        "the rootdir",
    )
    parser.addini("block_limit", "the default of --block-limit", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Begin where a limit is given."""
    config.addinivalue_line("markers", _MARKER)
    limit = config.getoption("block_limit") or config.getini("block_limit")
    if (limit and limit != "none") or config.getoption("block_report"):
        from grader.block_limit.plugin import BlockLimit  # noqa: PLC0415 -- see above

        config.pluginmanager.register(BlockLimit.of(config, limit), "grader block limit")
