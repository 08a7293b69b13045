"""`up` as a person meets it: started, stopped, killed, refused. Real processes in data folders of their own."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.tracker.starting import CHILDREN, Up, command, data_folder, processes_of, still_alive, up

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("start")]


@pytest.fixture(scope="module")
def data():
    """A data folder whose database is migrated: what every start but the first finds."""
    with data_folder() as folder:
        done = command(folder, "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        yield folder


def test_up_terminated_stops_every_child_with_exit_0_and_leaves_no_process(data: Path):
    with up(data) as running:
        pids = running.pids()
        address = running.lines[-1]
        health = running.health()
        code = running.stop(signal.SIGTERM)

    assert address == f"ready: http://127.0.0.1:{running.port}/"
    assert health == 200
    assert sorted(pids) == sorted(["up", *CHILDREN])
    assert code == 0
    assert running.lines[-1] == "stopped: beat 0, worker 0, web 0, valkey 0, postgres 0"
    assert still_alive(list(pids.values())) == []
    assert processes_of(data) == []


def test_up_interrupted_while_it_starts_leaves_no_process(data: Path):
    running = Up(data)
    running.wait_for_file("processes.json")
    code = running.stop(signal.SIGINT)

    assert code == 0
    assert not [line for line in running.lines if line.startswith("ready")]
    assert processes_of(data) == []


def test_second_up_on_the_same_data_says_who_runs_and_exits_1(data: Path):
    with up(data) as first:
        second = command(data, "up", "--port", "8999")

        assert second.returncode == 1
        assert second.stderr.strip() == (
            f"up: it already runs on {data} (process {first.process.pid}, http://127.0.0.1:{first.port}/)."
        )
        assert first.health() == 200


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


def test_each_child_killed_is_started_again_while_the_others_live_on(data: Path):
    with up(data) as running:
        for name in CHILDREN:
            before = running.pids()
            os.kill(before[name], signal.SIGKILL)
            running.wait_for_another(name, before[name])
            running.wait_for_health()
            after = running.pids()

            assert {other: after[other] for other in CHILDREN if other != name} == {
                other: before[other] for other in CHILDREN if other != name
            }
        code = running.stop()

    assert code == 0
    assert running.lines[-1] == "stopped: beat 0, worker 0, web 0, valkey 0, postgres 0"


def test_up_killed_is_cleaned_up_by_the_next_one(data: Path):
    with up(data) as killed:
        left = [pid for name, pid in killed.pids().items() if name != "up"]
        killed.kill()
        alive_after_kill = still_alive(left)
        with up(data, port=killed.port) as following:
            said = following.lines[0]
            assert still_alive(left) == []
            assert following.health() == 200
            assert following.stop() == 0

    assert alive_after_kill == left
    assert said.startswith("cleaning up after an `up` that was killed: processes ")
    assert processes_of(data) == []


def test_up_killed_together_with_web_and_database_is_cleaned_up_by_the_next_one(data: Path):
    with up(data) as killed:
        pids = killed.pids()
        killed.kill()
        os.kill(pids["web"], signal.SIGKILL)
        os.kill(pids["postgres"], signal.SIGKILL)
        with up(data, port=killed.port) as following:
            assert following.health() == 200
            assert following.stop() == 0

    assert processes_of(data) == []
