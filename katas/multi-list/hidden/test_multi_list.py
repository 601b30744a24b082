"""fetch_all waits for all articles at the same time and returns them in the order in which they were asked for."""

import asyncio

import pytest


def exactly(seconds):
    """Compare equal to this moment; only the rounding of the clock is forgiven."""
    return pytest.approx(seconds, abs=0.001)


class Library:
    """Fetches articles: number n takes `lasts_s[n]` seconds, and who fetched what when is written down."""

    def __init__(self, clock, lasts_s):
        self._clock = clock
        self._lasts_s = lasts_s
        self.fetched = []
        self.log = []
        self._now = 0
        self.most_at_once = 0

    async def fetch(self, number):
        began_s = self._clock.time()
        self.fetched.append(number)
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            await asyncio.sleep(self._lasts_s[number])
        finally:
            self._now -= 1
        self.log.append((began_s, f"article {number}: from {began_s:g} to {self._clock.time():g} s"))
        return f"article {number}"

    def table(self):
        """List the fetches by their beginning."""
        return "\n".join(line for _, line in sorted(self.log))


def check_list(articles):
    """Fail unless this is a list; something else mostly is something that nobody awaited."""
    is_list = type(articles) is list
    assert is_list, f"fetch_all should give a list when it is awaited; it gave {articles!r}"


@pytest.mark.points(3)
async def test_results_in_order(submission, clock):
    """The results are in the order of the ids, whichever is ready first."""
    library = Library(clock, {n: lasts_s for n, lasts_s in enumerate([3, 1, 2, 5, 4, 3, 7, 6, 1, 2])})
    ids = [7, 0, 3, 1, 9, 2, 8, 4, 6, 5]
    articles = await submission.fetch_all(library.fetch, ids)
    check_list(articles)
    assert articles == [f"article {n}" for n in ids], (
        f"the results should be in the order of the ids, {ids}, not in the order in which they are ready"
    )


@pytest.mark.points(3)
async def test_the_longest_not_the_sum(submission, clock):
    """Five articles of 1 to 5 s are there after 5 s, the longest of them, and not after 15, the sum."""
    library = Library(clock, {1: 5, 2: 1, 3: 4, 4: 2, 5: 3})
    articles = await submission.fetch_all(library.fetch, [1, 2, 3, 4, 5])
    ended_s = clock.time()
    check_list(articles)
    assert ended_s == exactly(5), (
        "all five articles should be there after 5 s, which is the longest of 5, 1, 4, 2 and 3 s; "
        f"it took {ended_s:g} s (the sum is 15 s):\n{library.table()}"
    )


@pytest.mark.points(2)
async def test_all_at_the_same_time(submission, clock):
    """Of a hundred articles that take 1 s each, all are fetched at the same time."""
    library = Library(clock, dict.fromkeys(range(100), 1))
    await submission.fetch_all(library.fetch, list(range(100)))
    ended_s = clock.time()
    most = library.most_at_once
    assert most == 100, f"all 100 articles should be fetched at the same time; at most {most} were"
    assert ended_s == exactly(1), f"100 articles that take 1 s each should be there after 1 s; it took {ended_s:g} s"


@pytest.mark.points(1)
async def test_each_once(submission, clock):
    """Each id is fetched once; one that is listed twice is in the results twice."""
    library = Library(clock, {1: 2, 2: 1})
    articles = await submission.fetch_all(library.fetch, [1, 2])
    check_list(articles)
    fetched = sorted(library.fetched)
    assert fetched == [1, 2], f"articles 1 and 2 should be fetched once each; fetched were {fetched}"
    articles = await submission.fetch_all(library.fetch, [1, 2, 1])
    check_list(articles)
    assert articles == ["article 1", "article 2", "article 1"], "an id that is listed twice should be there twice"


@pytest.mark.points(1)
async def test_no_ids(submission, clock):
    """For an empty list nothing is fetched, and the result is an empty list."""
    library = Library(clock, {})
    articles = await submission.fetch_all(library.fetch, [])
    check_list(articles)
    assert articles == [], "for no ids, the result should be an empty list"
