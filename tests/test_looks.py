"""Questions to the observer's looks, which are made up here. All figures are milliseconds; a look stands for four."""

from collections import Counter

import pytest

from grader.instruments.looks import Away, length_ns, looks_within, others_delay_ns, stretches_away
from grader.instruments.observer import Seen
from grader.instruments.system_calls import ENDLESS_POLL, FROM_PIPE, FROM_SOCKET, GIL, RUNNING, TIMED_FUTEX

MS = 1_000_000


def seen(where: str, start: int, end: int, *, cpu: int = 0, others_delay: int = 0) -> Seen:
    return Seen(
        where=where,
        start_ns=start * MS,
        end_ns=end * MS,
        count=(end - start) // 4 + 1,
        cpu_ns=cpu * MS,
        others_delay_ns=others_delay * MS,
    )


def within(start: int, end: int, *runs: Seen) -> dict[str, int]:
    return dict(looks_within(runs, start * MS, end * MS))


def test_all_looks_of_a_run_inside_are_counted() -> None:
    assert within(0, 100, seen("read", 0, 40), seen("wait4", 44, 60)) == {"read": 11, "wait4": 5}


def test_runs_at_the_same_place_are_counted_together() -> None:
    assert within(0, 100, seen("read", 0, 40), seen(RUNNING, 44, 44), seen("read", 48, 60)) == {"read": 15, RUNNING: 1}


def test_of_a_run_that_reaches_out_its_share_is_counted() -> None:
    assert within(60, 200, seen("read", 0, 76)) == {"read": 4}
    assert within(0, 16, seen("read", 0, 76)) == {"read": 4}


@pytest.mark.parametrize(("start", "end"), [(0, 9), (31, 40)])
def test_a_run_before_or_after_is_not_counted(start: int, end: int) -> None:
    assert within(start, end, seen("read", 10, 30)) == {}


def test_a_single_look_counts_once() -> None:
    assert within(0, 100, seen("read", 50, 50)) == {"read": 1}


def test_a_run_that_is_only_touched_counts_once() -> None:
    assert within(30, 40, seen("read", 10, 30)) == {"read": 1}


def test_one_look_is_as_long_as_the_time_between_two() -> None:
    assert length_ns(seen("read", 10, 10)) == 4 * MS
    assert length_ns(seen("read", 10, 30)) == 24 * MS


# --- what others were kept from


@pytest.mark.parametrize("where", ["futex", TIMED_FUTEX, "wait4", "waitid", "clone", "vfork", "clone3", FROM_PIPE])
def test_who_waits_for_another_thread_or_a_child_waits_while_that_gets_no_processor(where: str) -> None:
    runs = [seen(where, 0, 96, others_delay=30)]
    assert others_delay_ns(runs, 0, 100 * MS, for_gil=False) == 30 * MS
    assert others_delay_ns(runs, 0, 100 * MS, for_gil=True) == 0


@pytest.mark.parametrize("where", ["clock_nanosleep", "recvfrom", "read", FROM_SOCKET, ENDLESS_POLL, RUNNING])
def test_who_waits_for_nobody_of_this_process_has_no_such_excuse(where: str) -> None:
    runs = [seen(where, 0, 96, others_delay=30)]
    assert [others_delay_ns(runs, 0, 100 * MS, for_gil=gil) for gil in (False, True)] == [0, 0]


def test_who_has_the_interpreter_lock_may_get_no_processor_either() -> None:
    runs = [seen(GIL, 0, 96, others_delay=30), seen("futex", 100, 120, others_delay=5)]
    assert others_delay_ns(runs, 0, 200 * MS, for_gil=True) == 30 * MS
    assert others_delay_ns(runs, 0, 200 * MS, for_gil=False) == 5 * MS


def test_many_others_explain_no_more_than_the_whole_wait() -> None:
    assert others_delay_ns([seen("futex", 0, 96, others_delay=500)], 0, 100 * MS, for_gil=False) == 100 * MS


def test_waits_that_began_outside_are_not_asked() -> None:
    runs = [seen("futex", 0, 10, others_delay=1), seen("futex", 20, 30, others_delay=2), seen("futex", 60, 70)]
    assert others_delay_ns(runs, 15 * MS, 50 * MS, for_gil=False) == 2 * MS


def test_of_a_wait_that_began_before_the_part_inside_is_asked() -> None:
    runs = [seen("futex", 0, 100, others_delay=90)]
    assert (
        others_delay_ns(runs, 40 * MS, 60 * MS, for_gil=False) == 24 * MS
    )  # the stretch, and the time to the next look


# --- stretches away from the selector


def away(*runs: Seen, idle: str = "nowhere") -> list[Away]:
    return stretches_away(runs, lambda each: each.where == idle)


def test_what_lies_between_two_looks_at_the_selector_is_one_stretch() -> None:
    runs = (
        seen("epoll_wait", 0, 8),
        seen(RUNNING, 12, 20, cpu=11),
        seen("read", 24, 44),
        seen("futex", 48, 52, others_delay=3),
        seen("epoll_wait", 56, 100),
        seen("wait4", 104, 104),
    )
    assert away(*runs) == [
        Away(
            start_ns=12 * MS,
            end_ns=52 * MS,
            waited_ns=(24 + 8) * MS,
            noise_ns=3 * MS,
            cpu_ns=11 * MS,
            where=Counter({RUNNING: 3, "read": 6, "futex": 2}),
        ),
        Away(
            start_ns=104 * MS,
            end_ns=104 * MS,
            waited_ns=4 * MS,
            noise_ns=0,
            cpu_ns=0,
            where=Counter({"wait4": 1}),
        ),
    ]


@pytest.mark.parametrize("where", ["epoll_wait", "epoll_pwait", "epoll_pwait2"])
def test_a_loop_in_its_selector_is_never_away(where: str) -> None:
    assert away(seen(where, 0, 500)) == []


@pytest.mark.parametrize("where", [RUNNING, GIL, ""])
def test_running_and_waiting_for_the_interpreter_are_no_waits_of_its_own(where: str) -> None:
    (stretch,) = away(seen(where, 0, 500))
    assert stretch.waited_ns == 0
    assert stretch.where == Counter({where: 126})


def test_what_is_idle_in_another_way_ends_a_stretch_too() -> None:
    runs = seen("read", 0, 40), seen(ENDLESS_POLL, 44, 80), seen("read", 84, 100)
    assert [(each.start_ns, each.end_ns) for each in away(*runs, idle=ENDLESS_POLL)] == [
        (0, 40 * MS),
        (84 * MS, 100 * MS),
    ]
    assert [(each.start_ns, each.end_ns) for each in away(*runs)] == [(0, 100 * MS)]


def test_a_time_in_which_nobody_looked_ends_a_stretch() -> None:
    assert len(away(seen("read", 0, 40), seen("futex", 52, 80))) == 1
    assert len(away(seen("read", 0, 40), seen("futex", 53, 80))) == 2


def test_no_look_is_no_stretch() -> None:
    assert away() == []
