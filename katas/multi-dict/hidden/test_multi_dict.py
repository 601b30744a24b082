"""load_all waits for all parts of a dashboard at the same time and returns each under its own name."""

import asyncio

import pytest


def exactly(seconds):
    """Compare equal to this moment; only the rounding of the clock is forgiven."""
    return pytest.approx(seconds, abs=0.001)


def loader(result, lasts_s=1, on_call=None):
    """Make an asynchronous function that gives `result` after `lasts_s` seconds."""

    async def load():
        if on_call:
            on_call()
        await asyncio.sleep(lasts_s)
        return result

    return load


def check_dict(parts):
    """Fail unless this is a dict; something else mostly is something that nobody awaited."""
    is_dict = type(parts) is dict
    assert is_dict, f"load_all should give a plain dict when it is awaited; it gave {parts!r}"


@pytest.mark.points(3)
async def test_each_result_under_its_name(submission):
    """Every name comes back with what its own loader gave, also if that is empty or None."""
    parts = await submission.load_all(
        {
            "user": loader({"name": "Li Wei"}, 3),
            "open orders": loader([17, 4], 1),
            "news": loader([], 2),
            "manager": loader(None, 1),
        }
    )
    check_dict(parts)
    expected = {"user": {"name": "Li Wei"}, "open orders": [17, 4], "news": [], "manager": None}
    names = sorted(parts)
    assert names == sorted(expected), "every name should be there, also if its loader gave something empty or None"
    assert parts == expected, "every name should have the result of its own loader"


@pytest.mark.points(3)
async def test_the_longest_not_the_sum(submission, clock):
    """Four parts of 2, 5, 1 and 4 s are there after 5 s, the longest of them, and not after 12, the sum."""
    lasts_s = {"user": 2, "orders": 5, "news": 1, "weather": 4}
    parts = await submission.load_all({name: loader(name, seconds) for name, seconds in lasts_s.items()})
    ended_s = clock.time()
    check_dict(parts)
    assert ended_s == exactly(5), (
        "all four parts should be there after 5 s, which is the longest of 2, 5, 1 and 4 s; "
        f"it took {ended_s:g} s (the sum is 12 s)"
    )


@pytest.mark.points(2)
async def test_names_keep_their_order(submission):
    """The names are in the order in which they were given, neither sorted nor in the order of completion."""
    lasts_s = {"user": 3, "orders": 1, "news": 5, "weather": 2}
    parts = await submission.load_all({name: loader(name, seconds) for name, seconds in lasts_s.items()})
    check_dict(parts)
    assert list(parts) == list(lasts_s), "the names should be in the order in which they were given"


@pytest.mark.points(1)
async def test_each_loader_once(submission):
    """Every loader is called exactly once."""
    called = []
    names = ["user", "orders", "news"]
    await submission.load_all({name: loader(name, on_call=lambda name=name: called.append(name)) for name in names})
    assert sorted(called) == sorted(names), "every loader should be called exactly once"


@pytest.mark.points(1)
async def test_no_loaders(submission):
    """For an empty dict the result is an empty dict."""
    parts = await submission.load_all({})
    check_dict(parts)
    assert parts == {}, "for no loaders, the result should be an empty dict"
