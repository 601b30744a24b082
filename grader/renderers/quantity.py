"""Numbers as people read them."""

_MS_PER_S = 1000
_WHOLE_SECONDS_FROM = 100


def seconds(value_s: float) -> str:
    """Give a duration with its unit.

    >>> [seconds(value) for value in (0.0004, 0.302, 0.9996, 1.2, 300)]
    ['<1 ms', '302 ms', '1.00 s', '1.20 s', '300 s']
    """
    value_ms = round(value_s * _MS_PER_S)
    if value_ms < 1:
        return "<1 ms"
    if value_ms < _MS_PER_S:
        return f"{value_ms} ms"
    return f"{value_s:.0f} s" if value_s >= _WHOLE_SECONDS_FROM else f"{value_s:.2f} s"
