"""A second file of a submission."""

import time


def pause():
    time.sleep(0.2)  # BLAME
