"""Instruments that measure an event loop: they know nothing of katas, and work on any program."""
