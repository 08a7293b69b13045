"""The supervisor with small children of its own: what it restarts, when it gives up, how it ends what will not end."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest

from tests.tracker.starting import data_folder, still_alive
from tracker import processes, supervisor
from tracker.processes import Running
from tracker.supervisor import CannotRun, Kept, StopRequested, Supervisor

pytestmark = pytest.mark.processes


@pytest.fixture
def data():
    with data_folder() as folder:
        (folder / "logs").mkdir()
        yield folder


class Script:
    """A child that runs a line of Python and is ready as soon as it runs."""

    uses_servers = True

    def __init__(self, name: str, code: str, data: Path, *, uses_servers: bool = True) -> None:
        self.name, self.code, self.data, self.uses_servers = name, code, data, uses_servers
        self.ended: list[str] = []

    def start(self) -> Running:
        return processes.start([sys.executable, "-c", self.code], self.data / "logs" / f"{self.name}.log")

    def is_ready(self) -> bool:
        return (self.data / f"{self.name}.up").exists()

    def ask_to_stop(self, running: Running) -> None:
        running.signal(signal.SIGTERM)

    def stop(self, running: Running, seconds: float) -> int | None:
        if not self.uses_servers:
            running.signal(signal.SIGTERM)
        code = running.wait(seconds)
        running.kill_group()
        self.ended.append(self.name)
        return running.wait(2) if code is None else code


def runs(data: Path, name: str, more: str = "") -> str:
    """Code that says it is up, ends with 0 on SIGTERM, and otherwise stays."""
    return (
        "import pathlib, signal, sys, time\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n"
        f"{more}\npathlib.Path({str(data / name)!r} + '.up').touch()\ntime.sleep(60)\n"
    )


def test_child_that_cannot_run_is_given_up_with_its_last_words(data: Path, monkeypatch):
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0.02)
    said: list[str] = []
    kept = Supervisor(data, said.append)

    with pytest.raises(CannotRun) as gave_up:
        kept.add(Script("worker", "import sys\nprint('the key is missing')\nsys.exit(3)", data))

    words = str(gave_up.value).splitlines()
    assert words[0] == "worker can't run (exit 3). Its last words:"
    assert words[1:] == ["the key is missing"] * 6
    assert len([line for line in said if line.startswith("worker ended (exit 3), starting it again in ")]) == 5
    assert kept.stop() == {}


def test_pauses_between_starts_double_up_to_five_seconds_and_begin_anew_after_a_stable_time():
    kept = Kept(Script("web", "", Path()))
    pauses = []
    for _ in range(7):
        kept.died(1, 100.0)
        pauses.append(round(kept.start_at - 100.0, 1))
    kept.ready_at = 200.0
    kept.died(1, 201.5)

    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
    assert round(kept.start_at - 201.5, 1) == 0.2
    assert kept.deaths == 1


def test_kills_from_outside_are_never_counted_towards_giving_up():
    kept = Kept(Script("web", "", Path()))
    for _ in range(50):
        kept.died(-signal.SIGKILL, 100.0)

    assert kept.deaths == 0


def test_children_end_in_reverse_order_and_servers_after_their_users(data: Path):
    order: list[str] = []
    kept = Supervisor(data, order.append)
    children = [
        Script("postgres", runs(data, "postgres"), data, uses_servers=False),
        Script("valkey", runs(data, "valkey"), data, uses_servers=False),
        Script("web", runs(data, "web"), data),
        Script("worker", runs(data, "worker"), data),
    ]
    ended: list[str] = []
    for child in children:
        child.ended = ended
        kept.add(child)

    codes = kept.stop()

    assert ended == ["worker", "web", "valkey", "postgres"]
    assert codes == {"worker": 0, "web": 0, "valkey": 0, "postgres": 0}


def test_child_that_ignores_the_wish_to_stop_is_killed_with_what_it_started(data: Path, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 0.6)
    monkeypatch.setattr(supervisor, "SERVERS_SECONDS", 0.3)
    stubborn = (
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nimport subprocess\n"
        "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\nprint(inner.pid, flush=True)"
    )
    kept = Supervisor(data, lambda line: None)
    kept.add(Script("worker", runs(data, "worker", stubborn), data))
    inner = int((data / "logs" / "worker.log").read_text())

    codes = kept.stop()
    for _ in range(100):
        if not still_alive([inner]):
            break
        time.sleep(0.02)

    assert codes == {"worker": -9}
    assert still_alive([inner]) == []


def test_errors_in_a_childs_log_are_repeated_in_front_and_its_other_lines_are_not(data: Path):
    said: list[str] = []
    kept = Supervisor(data, said.append)
    noisy = "print('INFO all is well', flush=True)\nprint('ERROR queue is gone', flush=True)"
    kept.add(Script("worker", runs(data, "worker", noisy), data))
    kept.stop()

    assert said == ["worker: ERROR queue is gone"]


def test_log_that_grew_too_large_is_turned_over_once(data: Path, monkeypatch):
    monkeypatch.setattr(supervisor, "LOG_BYTES", 1000)
    kept = Supervisor(data, lambda line: None)
    kept.add(Script("web", runs(data, "web", "print('x' * 2000, flush=True)"), data))
    kept.stop()

    assert (data / "logs" / "web.log").stat().st_size == 0
    assert (data / "logs" / "web.1.log").stat().st_size == 2001


def test_work_beside_the_children_hands_on_what_it_raised(data: Path):
    kept = Supervisor(data, lambda line: None)

    def fail() -> None:
        raise ValueError("no database")

    with pytest.raises(ValueError, match="no database"):
        kept.run_beside(fail)
    assert kept.run_beside(lambda: 7) == 7


def test_wish_to_stop_ends_the_wait_for_a_child_that_is_never_ready(data: Path):
    kept = Supervisor(data, lambda line: None)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    try:
        kept.listen()
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(StopRequested):
            kept.add(Script("web", "import time; time.sleep(60)", data))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert kept.stop() == {}
