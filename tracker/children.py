"""The processes of `up`: how each is started, when it is ready, how it is asked to end."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import sys
from pathlib import Path

from tracker import processes
from tracker.embedded import Lease
from tracker.processes import MARK, Running
from tracker.valkey import Valkey

BASE_DIR = Path(__file__).resolve().parent.parent
# As many as the exports that one process makes at once, and some for everybody else.
THREADS_PER_WORKER = 12
TASKS_AT_ONCE = 2
# Measured: celery takes two seconds to cancel its tasks and put their messages back.
GIVING_BACK_SECONDS = 3.0
# Where Celery's processes note that they are at work, see `tracker/celery.py`.
READY_FILE = "TRACKER_READY_FILE"


class PostgresChild:
    name = "postgres"
    uses_servers = False

    def __init__(self, lease: Lease) -> None:
        self.lease = lease

    def start(self) -> Running:
        return self.lease.take()

    def is_ready(self) -> bool:
        return self.lease.postgres.is_ready()

    def ask_to_stop(self, running: Running) -> None:
        """It ends when the last who uses it leaves."""

    def stop(self, running: Running, seconds: float) -> int | None:
        return self.lease.leave(running, seconds)


class ValkeyChild:
    name = "valkey"
    uses_servers = False

    def __init__(self, data: Path) -> None:
        self.valkey = Valkey(data)

    def start(self) -> Running:
        self.valkey.prepare()
        return self.valkey.start()

    def is_ready(self) -> bool:
        return self.valkey.is_ready()

    def ask_to_stop(self, running: Running) -> None:
        running.signal(signal.SIGTERM)

    def stop(self, running: Running, seconds: float) -> int | None:
        return self.valkey.stop(running, seconds)


class PythonChild:
    """A child that runs the project's own code. `lease`: it is a user of the embedded database as long as it lives."""

    uses_servers = True

    def __init__(self, name: str, arguments: list[str], *, data: Path, site: str, lease: Lease | None) -> None:
        self.name = name
        self.data = data
        self.lease = lease
        self.command = [sys.executable, "-m", *arguments]
        self.ready_file = data / "run" / f"{name}.ready"
        own = {MARK: str(data), "TRACKER_SITE": site, "TRACKER_DATA": str(data), READY_FILE: str(self.ready_file)}
        # `up` has just run Django's checks; Celery would run them once more.
        self.environment = {**os.environ, **own, "PYTHONUNBUFFERED": "1", "CELERY_SKIP_CHECKS": "1"}

    def start(self) -> Running:
        self.ready_file.parent.mkdir(mode=0o700, exist_ok=True)
        self.ready_file.unlink(missing_ok=True)
        log = self.data / "logs" / f"{self.name}.log"
        handles = (self.lease.handle(),) if self.lease else ()
        return processes.start(self.command, log, cwd=BASE_DIR, env=self.environment, pass_fds=handles)

    def is_ready(self) -> bool:
        return self.ready_file.exists()

    def ask_to_stop(self, running: Running) -> None:
        running.signal(signal.SIGTERM)

    def wait(self, running: Running, seconds: float) -> int | None:
        return running.wait(seconds)

    def stop(self, running: Running, seconds: float) -> int | None:
        """Its exit code; what is still at work when the time is over is killed with all it started."""
        code = self.wait(running, seconds)
        running.kill_group()
        self.ready_file.unlink(missing_ok=True)
        return running.wait(1) if code is None else code


class Web(PythonChild):
    def __init__(self, *, host: str, port: int, workers: int, data: Path, site: str, lease: Lease | None) -> None:
        self.host, self.port = host, port
        arguments = ["granian", "--interface", "wsgi", "tracker.wsgi:application", "--host", host, "--port", str(port)]
        arguments += ["--workers", str(workers), "--blocking-threads", str(THREADS_PER_WORKER), "--no-ws"]
        arguments += ["--respawn-failed-workers", "--respawn-interval", "0.2", "--workers-kill-timeout", "5"]
        super().__init__("web", arguments, data=data, site=site, lease=lease)

    def is_ready(self) -> bool:
        connection = http.client.HTTPConnection(loopback_for(self.host), self.port, timeout=1)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            connection.request("GET", "/health/ready", headers={"Host": "127.0.0.1"})
            return connection.getresponse().status == 200
        return False


class Worker(PythonChild):
    """The Celery worker, without the chatter that only many workers need."""

    def __init__(self, *, data: Path, site: str, lease: Lease | None) -> None:
        arguments = ["celery", "-A", "tracker", "worker", "--concurrency", str(TASKS_AT_ONCE), "--loglevel", "INFO"]
        arguments += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        super().__init__("worker", arguments, data=data, site=site, lease=lease)

    def wait(self, running: Running, seconds: float) -> int | None:
        """Tasks may finish; those that take too long are given back to the queue, which is what SIGQUIT means here."""
        code = running.wait(max(0.1, seconds - GIVING_BACK_SECONDS))
        if code is None:
            running.signal(signal.SIGQUIT)
            code = running.wait(GIVING_BACK_SECONDS)
        return code


class Beat(PythonChild):
    """Celery's clock. Its file only remembers when it last struck."""

    def __init__(self, *, data: Path, site: str, lease: Lease | None) -> None:
        arguments = [
            "celery",
            "-A",
            "tracker.clock",
            "beat",
            "--schedule",
            str(data / "beat-schedule"),
            "--pidfile",
            "",
        ]
        super().__init__("beat", [*arguments, "--loglevel", "INFO"], data=data, site=site, lease=lease)


def loopback_for(host: str) -> str:
    """Where this machine reaches a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104
