"""What `manage.py test` hands to pytest."""

from __future__ import annotations

import pytest

from tracker import embedded
from tracker.management.commands.test import pytest_arguments, suite_environment

TWO_PROCESSES = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]


@pytest.mark.parametrize(
    ("given", "handed_on"),
    [
        ([], TWO_PROCESSES),
        (["-q", "-x"], [*TWO_PROCESSES, "-q", "-x"]),
        (["-n0"], ["-n0"]),
        (["--pdb"], ["--pdb"]),
        (["tests/people", "-k", "name"], ["tests/people", "-k", "name"]),
        (["-k", "name"], ["-k", "name"]),
    ],
)
def test_whole_suite_runs_in_two_processes_and_a_part_as_it_was_asked(given: list[str], handed_on: list[str]):
    assert pytest_arguments(given) == handed_on


def test_environment_of_the_suite_has_its_own_servers_and_none_of_the_callers_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("TRACKER_ENV", "production")
    monkeypatch.setenv("DATABASE_URL", "postgres://real.example.org/real")
    monkeypatch.setenv("LANG", "C.UTF-8")

    environment = suite_environment(tmp_path)

    assert "TRACKER_ENV" not in environment
    assert environment["DATABASE_URL"] == embedded.database_url(tmp_path)
    assert environment["TRACKER_DATA"] == str(tmp_path)
    assert environment["LANG"] == "C.UTF-8"
