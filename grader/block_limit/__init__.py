"""The pytest plugin for anyone's tests: fails those that hold an event loop for too long; see `pytest_block_limit`."""
