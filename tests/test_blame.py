"""Who is to blame for a stretch, from made-up samples."""

from grader.instruments.account import Place, Sample
from grader.instruments.blame import blamed


def at(function: str, line: int) -> Place:
    return Place(path="/s.py", line=line, function=function)


MAIN, FETCH, PARSE = at("main", 1), at("fetch", 7), at("parse", 20)


def sample(*places: Place, call: str | None = None, system_call: str | None = "running", count: int = 1) -> Sample:
    return Sample(places=places, call=call, system_call=system_call, count=count)


WAITS = sample(FETCH, MAIN, call="time.sleep", system_call="clock_nanosleep", count=2)
RUNS = sample(PARSE, MAIN, call="json.loads", count=9)


def test_for_a_wait_the_samples_that_wait_tell() -> None:
    assert blamed([RUNS, WAITS], running=False) == ((FETCH, MAIN), "time.sleep", "clock_nanosleep")


def test_for_processor_time_the_samples_that_run_tell() -> None:
    assert blamed([RUNS, WAITS], running=True) == ((PARSE, MAIN), "json.loads", None)


def test_where_none_is_of_the_kind_that_counts_the_others_tell() -> None:
    assert blamed([RUNS], running=False) == ((PARSE, MAIN), "json.loads", None)
    assert blamed([WAITS], running=True) == ((FETCH, MAIN), "time.sleep", "clock_nanosleep")


def test_a_place_that_nobody_could_tell_counts_as_waiting() -> None:
    unknown = sample(FETCH, call="time.sleep", system_call=None)
    assert blamed([RUNS, unknown], running=False) == ((FETCH,), "time.sleep", None)


def test_the_function_that_most_samples_were_in_is_blamed_for_its_most_frequent_line() -> None:
    lines = [sample(at("fetch", line), MAIN, call=call, count=line) for line, call in ((2, "f"), (3, "f"), (4, "g"))]
    once_more = sample(PARSE, MAIN, call="json.loads", count=8)
    assert blamed([once_more, *lines], running=True) == ((at("fetch", 4), MAIN), "g", None)


def test_functions_of_one_name_in_two_files_are_two() -> None:
    elsewhere = Place(path="/t.py", line=7, function="fetch")
    samples = [sample(FETCH, count=2), sample(elsewhere, count=3), sample(at("fetch", 8), count=2)]
    assert blamed(samples, running=True)[0] == (at("fetch", 8),)


def test_the_most_frequent_call_and_system_call_of_that_line_are_told() -> None:
    samples = [
        sample(FETCH, call="socket.recv", system_call="recvfrom", count=3),
        sample(FETCH, call="socket.send", system_call="sendto", count=2),
        sample(PARSE, call="open", system_call="openat", count=4),
    ]
    assert blamed(samples, running=False) == ((FETCH,), "socket.recv", "recvfrom")


def test_in_a_recursion_the_line_that_calls_is_blamed_with_what_called_it() -> None:
    begins, calls = at("fib", 3), at("fib", 4)
    samples = [
        sample(begins, calls, calls, MAIN, count=5),
        sample(begins, calls, MAIN, count=3),
        sample(calls, calls, MAIN, count=2),
    ]
    assert blamed(samples, running=True) == ((calls, calls, MAIN), None, None)


def test_a_line_that_is_often_on_one_stack_counts_once_for_it() -> None:
    deep, other = at("walk", 5), at("walk", 6)
    samples = [sample(deep, deep, deep, deep, MAIN), sample(other, MAIN, count=2)]
    assert blamed(samples, running=True)[0] == (other, MAIN)


def test_a_sample_without_a_line_of_ones_own_never_outvotes_one_with_a_line() -> None:
    nameless = sample(system_call="futex", count=99)
    assert blamed([nameless, WAITS], running=False) == ((FETCH, MAIN), "time.sleep", "clock_nanosleep")


def test_without_any_line_of_ones_own_the_system_call_is_told_all_the_same() -> None:
    samples = [sample(system_call="futex", count=3), sample(system_call="read"), sample(count=9)]
    assert blamed(samples, running=False) == ((), None, "futex")


def test_no_sample_blames_nobody() -> None:
    assert blamed([], running=True) == ((), None, None)
