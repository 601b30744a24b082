"""The requests of a test, as they are noted for the picture."""

import itertools

import pytest

from grader.judge.traffic import Traffic
from grader.report import Exchange, Side


def ticking() -> Traffic:
    """Give a traffic whose clock goes on by a second with every look at it."""
    looks = itertools.count()
    return Traffic(lambda: float(next(looks)))


def test_a_request_lasts_as_long_as_its_context_and_has_the_status_that_was_noted() -> None:
    traffic = ticking()
    with traffic.under_way(Side.UPSTREAM, "GET", "/a") as flight:
        flight.code = 404
    assert traffic.exchanges("test_it", 9.0) == (
        Exchange(test="test_it", side=Side.UPSTREAM, method="GET", path="/a", code=404, start_s=0.0, duration_s=1.0),
    )


def test_a_request_that_fails_is_over_and_has_no_status() -> None:
    traffic = ticking()
    with pytest.raises(ConnectionResetError), traffic.under_way(Side.SERVED, "GET", "/a"):
        raise ConnectionResetError
    (exchange,) = traffic.exchanges("test_it", 9.0)
    assert (exchange.code, exchange.duration_s) == (None, 1.0)


def test_what_is_still_under_way_at_the_end_lasts_until_then_and_has_no_answer() -> None:
    traffic = ticking()
    with traffic.under_way(Side.SERVED, "GET", "/a") as flight:
        (exchange,) = traffic.exchanges("test_it", 5.0)
        flight.code = 200
    assert (exchange.code, exchange.duration_s) == (None, 5.0)


def test_what_happens_after_the_end_of_the_test_is_not_part_of_it() -> None:
    traffic = ticking()
    with traffic.under_way(Side.SERVED, "GET", "/a") as first, traffic.under_way(Side.SERVED, "GET", "/b") as second:
        first.code = second.code = 200
    (exchange,) = traffic.exchanges("test_it", 0.5)
    assert (exchange.path, exchange.code, exchange.duration_s) == ("/a", None, 0.5)


def test_neither_very_many_requests_nor_a_very_long_path_fill_the_report() -> None:
    traffic = ticking()
    for _ in range(1000):
        with traffic.under_way(Side.UPSTREAM, "GET", "/" * 10_000):
            pass
    exchanges = traffic.exchanges("test_it", 1e9)
    assert (len(exchanges), len(exchanges[0].path)) == (200, 200)
