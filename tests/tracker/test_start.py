"""`up` as a person meets it: started, stopped, killed, refused. Real processes in data folders of their own."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.tracker.starting import CHILDREN, Up, command, data_folder, free_port, processes_of, still_alive, up
from tracker import embedded
from tracker.postgres import Postgres

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def data():
    """A data folder whose database is migrated: what every start but the first finds."""
    with data_folder() as folder:
        done = command(folder, "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        yield folder


@pytest.fixture(scope="class")
def running(data: Path):
    with up(data) as running:
        yield running


class TestWhileUpRuns:
    def test_up_prints_its_address_when_the_web_and_all_others_are_ready(self, running: Up):
        table = running.table()

        assert running.lines[-1] == f"ready: http://127.0.0.1:{running.port}/"
        assert running.health() == 200
        assert sorted(table) == sorted(["up", *CHILDREN])
        assert all(table[name]["ready"] for name in CHILDREN)

    def test_second_up_on_the_same_data_says_who_runs_and_exits_1(self, running: Up):
        second = command(running.data, "up", "--port", "8999")

        assert second.returncode == 1
        assert second.stderr.strip() == (
            f"up: it already runs on {running.data} (process {running.process.pid}, http://127.0.0.1:{running.port}/)."
        )
        assert running.health() == 200

    def test_command_beside_up_uses_its_database_and_leaves_it_running(self, running: Up):
        before = running.pids()
        done = command(running.data, "showmigrations", "tracker")

        assert "[X] 0001_initial" in done.stdout, done.stderr
        assert running.pids() == before
        assert running.health() == 200

    @pytest.mark.parametrize("name", CHILDREN)
    def test_killed_child_is_started_again_while_the_others_live_on(self, running: Up, name: str):
        before = running.pids()
        os.kill(before[name], signal.SIGKILL)
        running.wait_for_another(name, before[name])
        running.wait_for_health()
        after = running.pids()

        assert after.pop(name) != before.pop(name)
        assert after == before

    def test_terminated_up_stops_every_child_with_exit_0_and_leaves_no_process(self, running: Up):
        pids = list(running.pids().values())
        code = running.stop(signal.SIGTERM)

        assert code == 0
        assert running.lines[-1] == "stopped: beat 0, worker 0, web 0, valkey 0, postgres 0"
        assert still_alive(pids) == []
        assert processes_of(running.data) == []


def test_up_interrupted_while_it_starts_leaves_no_process(data: Path):
    running = Up(data)
    running.wait_for_file("processes.json")
    code = running.stop(signal.SIGINT)

    assert code == 0
    assert not [line for line in running.lines if line.startswith("ready")]
    assert processes_of(data) == []


def test_up_with_external_servers_starts_neither_and_leaves_them_alone(data: Path):
    external = {"DATABASE_URL": embedded.database_url(data), "REDIS_URL": embedded.redis_url(data)}
    with embedded.servers(data, valkey=True), data_folder() as own:
        with up(own, **external) as running:
            names = sorted(running.pids())
            health = running.health()
            code = running.stop()
        database = Postgres(data).running()

    assert names == ["beat", "up", "web", "worker"]
    assert (health, code) == (200, 0)
    assert running.lines[-1] == "stopped: beat 0, worker 0, web 0"
    assert database is not None
    assert not (own / "postgres").exists()


def test_up_with_a_database_that_does_not_answer_says_so_and_exits_1(data: Path):
    refused = command(data, "up", "--port", str(free_port()), DATABASE_URL="postgres://a:b@127.0.0.1:1/none")

    assert refused.returncode == 1
    assert refused.stderr.startswith("up: the database can't be reached: connection to server at")
    assert processes_of(data) == []


def test_up_on_a_taken_port_says_so_before_it_starts_anything(data: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = command(data, "up", "--port", str(port))

    assert refused.returncode == 1
    assert refused.stderr.strip() == (
        f"up: can't listen on 127.0.0.1 port {port}: Address already in use; choose another with --port."
    )
    assert not (data / "processes.json").exists()


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_up_with_an_impossible_port_is_refused(data: Path, port: str):
    refused = command(data, "up", "--port", port)

    assert refused.returncode == 2
    assert f"argument --port: '{port}' is no port: 1 to 65535" in refused.stderr


def test_killed_up_is_cleaned_up_by_the_next_one_whatever_died_with_it(data: Path):
    with up(data) as first:
        left = [pid for name, pid in first.pids().items() if name != "up"]
        first.kill()
        alive_after_kill = still_alive(left)
        with up(data, port=first.port) as second:
            pids = second.pids()
            alive_after_start = still_alive(left)
            said = second.lines[0]
            second.kill()
            for name in ("web", "postgres"):
                os.kill(pids[name], signal.SIGKILL)
            with up(data, port=first.port) as third:
                health = third.health()
                code = third.stop()

    assert alive_after_kill == left
    assert alive_after_start == []
    assert said.startswith("cleaning up after an `up` that was killed: processes ")
    assert (health, code) == (200, 0)
    assert processes_of(data) == []
