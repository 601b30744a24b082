"""Practice and automated grading for asynchronous Python with Tornado."""

__version__ = "0.1.0"
