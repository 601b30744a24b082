"""What a process reads as the time once it follows a virtual clock.

It follows for life, so each program runs in a process of its own; in its time zone clocks show three hours more.
"""

import os
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from grader.instruments.virtual_names import EPOCH_S

START = """
import asyncio, concurrent.futures, copy, datetime, functools, os, pickle, queue, subprocess, sys, threading, time
from grader.instruments.virtual_loop import VirtualLoop, VirtualTime
from grader.instruments.virtual_names import EPOCH_S, follow, let_ioloops_follow
from tornado.ioloop import IOLoop, PeriodicCallback

old_date, old_datetime = datetime.date, datetime.datetime
before = old_datetime(2001, 2, 3, 4, 5, 6)
now, slept = VirtualTime(), []
is_real = lambda seconds: seconds > EPOCH_S + 10 * 365 * 86400

class JumpingLoop(VirtualLoop):
    def look(self, timeout):
        events = self.look_really(0)
        if not events and not self.has_work and (timeout is None or timeout > 0):
            self.now.ns = self.deadline_ns(timeout)
        return events
"""
FOLLOW = """
follow(now, slept.append)
now.ns = 90_500_000_000
class Stamp(datetime.datetime): pass
"""
TODAY = date(2004, 1, 10)
NOW = datetime(2004, 1, 10, 16, 38, 34, 500_000)
UTC_NOW = datetime(2004, 1, 10, 13, 38, 34, 500_000)


def output(program: str, start: str = START + FOLLOW) -> str:
    """Run the program in a process that follows a clock which shows 90.5 s; give what it prints."""
    argv = [sys.executable, "-W", "error", "-c", start + program]
    zone = {**os.environ, "TZ": "XST-3"}
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60, env=zone)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def check(expected: dict[str, object]) -> None:
    """Find what each expression gives in a process that follows a clock which shows 90.5 s."""
    program = "".join(f"print(repr(({expression})))\n" for expression in expected)
    found = dict(zip(expected, output(program).splitlines(), strict=True))
    assert found == {expression: repr(value) for expression, value in expected.items()}


def test_the_epoch_is_the_instant_that_its_docstring_tells() -> None:
    assert datetime.fromtimestamp(EPOCH_S, UTC) == datetime(2004, 1, 10, 13, 37, 4, tzinfo=UTC)


def test_clocks_show_the_virtual_time_and_move_with_it_alone() -> None:
    check(
        {
            "time.time()": 1073741914.5,
            "time.time_ns()": 1073741914500000000,
            "time.monotonic()": 90.5,
            "time.monotonic_ns()": 90500000000,
            "time.perf_counter()": 90.5,
            "time.perf_counter_ns()": 90500000000,
            "[setattr(now, 'ns', 10**9), time.time(), time.monotonic()]": [None, 1073741825.0, 1.0],
        }
    )


def test_a_clock_imported_by_name_is_virtual_too() -> None:
    program = "from time import monotonic, sleep, time as seconds\nsleep(3)\nprint(seconds(), monotonic(), slept)"
    assert output(program) == "1073741914.5 90.5 [3]\n"


def test_processor_time_stays_the_machine_s() -> None:
    check({"time.process_time() < 60": True, "0 < time.thread_time_ns() < 60 * 10**9": True})


@pytest.mark.parametrize("asked", ["", "None"])
def test_functions_of_the_calendar_mean_the_virtual_now(asked: str) -> None:
    check(
        {
            f"tuple(time.gmtime({asked}))": (2004, 1, 10, 13, 38, 34, 5, 10, 0),
            f"tuple(time.localtime({asked}))": (2004, 1, 10, 16, 38, 34, 5, 10, 0),
            f"time.ctime({asked})": "Sat Jan 10 16:38:34 2004",
            "time.asctime()": "Sat Jan 10 16:38:34 2004",
            "time.strftime('%Y-%m-%d %H:%M:%S %Z')": "2004-01-10 16:38:34 XST",
        }
    )


def test_functions_of_the_calendar_take_another_instant_as_ever() -> None:
    check(
        {
            "tuple(time.gmtime(0))": (1970, 1, 1, 0, 0, 0, 3, 1, 0),
            "tuple(time.localtime(0))": (1970, 1, 1, 3, 0, 0, 3, 1, 0),
            "time.ctime(0)": "Thu Jan  1 03:00:00 1970",
            "time.asctime(time.gmtime(0))": "Thu Jan  1 00:00:00 1970",
            "time.strftime('%Y', time.gmtime(0))": "1970",
        }
    )


def test_dates_mean_the_virtual_now_and_so_do_a_learner_s_own() -> None:
    west = timezone(timedelta(hours=-1))
    check(
        {
            "datetime.datetime.now()": NOW,
            "datetime.datetime.today()": NOW,
            "datetime.datetime.utcnow()": UTC_NOW,
            "datetime.datetime.now(datetime.UTC)": UTC_NOW.replace(tzinfo=UTC),
            f"datetime.datetime.now(tz={west!r})": UTC_NOW.replace(tzinfo=UTC).astimezone(west),
            "str(datetime.date.today())": str(TODAY),
            "str(Stamp.now()), type(Stamp.now()) is Stamp": (str(NOW), True),
            "str(Stamp.utcnow()), type(Stamp.utcnow()) is Stamp": (str(UTC_NOW), True),
            "str(type('Day', (datetime.date,), {}).today())": str(TODAY),
        }
    )


TRUE = """
isinstance(datetime.datetime.now(), datetime.datetime) and isinstance(datetime.datetime.now(), datetime.date)
isinstance(datetime.datetime.now(), old_datetime) and isinstance(datetime.date.today(), old_date)
isinstance(before, datetime.datetime) and isinstance(before, datetime.date)
isinstance(before.date(), datetime.date) and isinstance(datetime.datetime.now().date(), datetime.date)
isinstance(Stamp.now(), Stamp) and isinstance(Stamp.now(), datetime.datetime) and isinstance(Stamp.now(), datetime.date)
issubclass(datetime.datetime, datetime.date) and issubclass(datetime.datetime, old_datetime)
issubclass(old_datetime, datetime.datetime) and issubclass(Stamp, datetime.datetime) and issubclass(Stamp, Stamp)
type(datetime.datetime.now()) is datetime.datetime and type(datetime.date.today()) is datetime.date
"""
FALSE = """
isinstance(datetime.date.today(), datetime.datetime) or isinstance(time.time(), datetime.datetime)
isinstance(datetime.datetime.now(), Stamp) or isinstance(before, Stamp)
issubclass(datetime.date, datetime.datetime) or issubclass(int, datetime.date)
issubclass(datetime.datetime, Stamp) or issubclass(old_datetime, Stamp)
"""


def test_old_and_new_dates_are_of_each_other_s_class_but_not_of_a_learner_s() -> None:
    check({**dict.fromkeys(TRUE.split("\n")[1:-1], True), **dict.fromkeys(FALSE.split("\n")[1:-1], False)})


def test_moments_calculate_compare_and_show_themselves_as_ever() -> None:
    check(
        {
            "datetime.datetime.now() + datetime.timedelta(days=1)": NOW + timedelta(days=1),
            "datetime.datetime.now() - before": NOW - datetime(2001, 2, 3, 4, 5, 6),
            "datetime.datetime.now() > before": True,
            "{before: 1}[datetime.datetime(2001, 2, 3, 4, 5, 6)]": 1,
            "datetime.date.today() == datetime.datetime.now().date()": True,
            "datetime.date.today() - datetime.date(2004, 1, 1)": timedelta(days=9),
            "datetime.datetime.now().replace(microsecond=0)": NOW.replace(microsecond=0),
            "datetime.datetime.combine(datetime.date.today(), datetime.time(1))": datetime(2004, 1, 10, 1),
            "datetime.datetime.strptime('2004-01-10 16', '%Y-%m-%d %H')": datetime(2004, 1, 10, 16),
            "datetime.datetime.fromisoformat('2004-01-10')": datetime(2004, 1, 10),
            "datetime.datetime.fromtimestamp(time.time())": NOW,
            "datetime.datetime.now().timestamp() == time.time()": True,
            "f'{datetime.datetime.now():%d.%m.%y}'": "10.01.04",
        }
    )


MOMENTS = "[datetime.datetime.now(), datetime.datetime.now(datetime.UTC), datetime.date.today(), Stamp.now()]"


def test_moments_can_be_copied_and_pickled_and_keep_their_class() -> None:
    program = f"""
moments = {MOMENTS}
for copied in (copy.copy(moments), copy.deepcopy(moments), pickle.loads(pickle.dumps(moments))):
    print(copied == moments, [type(each) for each in copied] == [type(each) for each in moments])
"""
    assert output(program) == "True True\n" * 3


def test_pickled_moments_go_between_processes_that_follow_a_clock_and_those_that_do_not() -> None:
    loaded = pickle.loads(bytes.fromhex(output(f"print(pickle.dumps({MOMENTS}[:3]).hex())")))
    assert loaded == [NOW, UTC_NOW.replace(tzinfo=UTC), TODAY]
    assert [type(each) for each in loaded] == [datetime, datetime, date]
    check({f"pickle.loads({pickle.dumps(NOW)!r})": NOW, f"type(pickle.loads({pickle.dumps(NOW)!r})) is Stamp": False})


# --- who keeps the real clock


def test_sleep_is_handed_on_from_any_code_that_is_no_plumbing() -> None:
    program = """
time.sleep(0.5)
list(map(functools.partial(time.sleep), [1, 2]))
thread = threading.Thread(target=time.sleep, args=(3,))
thread.start()
thread.join()
with concurrent.futures.ThreadPoolExecutor() as pool:
    pool.submit(time.sleep, 4).result()
print(slept)
"""
    assert output(program) == "[0.5, 1, 2, 3, 4]\n"


def test_time_outs_of_plumbing_pass_in_real_time() -> None:
    program = """
def raises(error, function, *args, **options):
    try:
        function(*args, **options)
    except error:
        return True

never = concurrent.futures.Future()
with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as child:
    print(
        threading.Event().wait(0.01),
        threading.Condition(threading.RLock()).acquire(timeout=0.01),
        raises(queue.Empty, queue.Queue().get, timeout=0.01),
        len(concurrent.futures.wait([never], timeout=0.01).not_done),
        raises(TimeoutError, list, concurrent.futures.as_completed([never], timeout=0.01)),
        raises(TimeoutError, never.result, 0.01),
        raises(subprocess.TimeoutExpired, child.wait, 0.01),
    )
print(raises(subprocess.TimeoutExpired, subprocess.run, ["sleep", "60"], timeout=0.01), time.monotonic(), slept)
"""
    assert output(program) == "False True True 1 True True True\nTrue 90.5 []\n"


@pytest.mark.parametrize(
    ("module", "clock_is_real", "sleep_is_real"),
    [
        ("threading", True, False),
        ("queue", True, False),
        ("concurrent.futures._base", True, False),
        ("grader", True, False),
        ("grader.candidate.clock", True, False),
        ("subprocess", True, True),
        ("multiprocessing", True, True),
        ("multiprocessing.connection", True, True),
        ("submission", False, False),
        ("queues", False, False),
        ("my.queue", False, False),
        ("concurrent.futures", False, False),
        ("tornado.ioloop", False, False),
    ],
)
def test_plumbing_is_known_by_its_whole_name(module: str, clock_is_real: bool, sleep_is_real: bool) -> None:
    program = f"""
caller = {{"__name__": {module!r}, "time": time}}
exec("time.sleep(0.001)", caller)
print(is_real(eval("time.time()", caller)), eval("time.monotonic()", caller) != 90.5, not slept)
"""
    assert output(program) == f"{clock_is_real} {clock_is_real} {sleep_is_real}\n"


def test_a_forked_child_lives_in_real_time() -> None:
    program = """
sys.stdout.flush()
child = os.fork()
if not child:
    time.sleep(0.001)
    print(is_real(time.time()), time.monotonic() != 90.5, is_real(time.mktime(time.localtime())), time.gmtime() > time.gmtime(EPOCH_S * 1.3))
    print(*(is_real(each.timestamp()) for each in (datetime.datetime.now(), datetime.datetime.utcnow())), end=" ")
    print(datetime.date.today().year > 2004, time.strftime("%Y") > "2004", "2004" not in time.asctime() + time.ctime())
    sys.exit()
os.waitpid(child, 0)
print(time.time(), slept)
"""
    assert output(program) == "True True True True\nTrue True True True True\n1073741914.5 []\n"


IOLOOP = """
async def main():
    ticks = []
    ioloop = IOLoop.current()
    ioloop.call_later(30, lambda: ticks.append(ioloop.time() - EPOCH_S))
    periodic = PeriodicCallback(lambda: ticks.append(ioloop.time() - EPOCH_S), 60_000)
    periodic.start()
    await asyncio.sleep(200)
    periodic.stop()
    return ticks

async def really():
    return is_real(IOLoop.current().time())
"""


@pytest.mark.parametrize("follows", ["let_ioloops_follow()", "follow(now, slept.append)"])
def test_an_ioloop_shows_the_time_of_the_virtual_loop_that_it_wraps(follows: str) -> None:
    program = "with asyncio.Runner(loop_factory=lambda: JumpingLoop(now)) as runner:\n    print(runner.run(main()))"
    assert output(f"{follows}\n{program}", START + IOLOOP) == "[30.0, 60.0, 120.0, 180.0]\n"


def test_an_ioloop_without_a_virtual_loop_shows_time_time() -> None:
    assert output("let_ioloops_follow()\nprint(asyncio.run(really()))", START + IOLOOP) == "True\n"
    assert output("print(asyncio.run(really()))", START + FOLLOW + IOLOOP) == "False\n"
