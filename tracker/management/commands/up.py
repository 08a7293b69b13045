"""`up`: the whole product from one command, in front, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import fcntl
import ipaddress
import json
import os
import signal
import socket
import time
from argparse import ArgumentTypeError
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tracker import embedded, processes
from tracker.children import (
    TASKS_AT_ONCE,
    THREADS_PER_WORKER,
    Beat,
    PostgresChild,
    ValkeyChild,
    Web,
    Worker,
    loopback_for,
)
from tracker.folders import CLAIM, make_data_folder
from tracker.postgres import Postgres
from tracker.preparing import collect_static, migrate
from tracker.supervisor import CannotRun, StopRequested, Supervisor


class Refused(Exception):
    """`up` can't start here; the text is one line for a person."""


class Command(BaseCommand):
    help = "Starts everything: PostgreSQL, Valkey, the web server, the worker and the clock. Ctrl-C stops it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="fill an empty database with the demo")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
        parser.add_argument("--port", type=_port, default=8000, help="port to listen on (default: 8000)")
        parser.add_argument("--workers", type=_workers, default=2, help="web processes (default: 2)")

    def handle(self, *args: Any, **options: Any) -> None:
        self.data = settings.DATA_DIR
        self.host, self.port, self.workers = options["host"], options["port"], options["workers"]
        self.address = f"http://{_bracketed(loopback_for(self.host))}:{self.port}"
        self.site = settings.SITE = os.environ.get("TRACKER_SITE") or self.address
        supervisor = Supervisor(self.data, self.say)
        supervisor.listen()
        fault = None
        try:
            self._claim_data_folder()
            # A killed process is gone a moment before the last of its threads lets go of the port.
            patience = 3.0 if self._clean_up_after_kill() else 0.0
            _check_port(self.host, self.port, patience)
            self._start(supervisor, demo=options["demo"])
            supervisor.watch()
        except StopRequested:
            pass
        except (Refused, CannotRun, embedded.EmbeddedError) as reason:
            fault = str(reason)
        finally:
            codes = supervisor.stop()
            if codes:
                self.say("stopped: " + ", ".join(f"{name} {_told(code)}" for name, code in codes.items()))
        if fault:
            self.stderr.write(f"up: {fault}", self.style.ERROR)
        # One that was still starting knows no orderly end: that we told it to go (SIGTERM) is not its fault.
        if fault or any(code not in (0, None, -signal.SIGTERM) for code in codes.values()):
            raise SystemExit(1)

    def _start(self, supervisor: Supervisor, *, demo: bool) -> None:
        lease = None
        if not settings.ENVIRONMENT["DATABASE_URL"]:
            lease = embedded.Lease(Postgres(self.data, connections=self._connections()))
            lease.stop_left_behind()
            supervisor.add(PostgresChild(lease))
        if not settings.ENVIRONMENT["REDIS_URL"]:
            supervisor.add(ValkeyChild(self.data))
        for problem in filter(None, (supervisor.run_beside(migrate), supervisor.run_beside(collect_static))):
            raise Refused(problem)
        common: dict[str, Any] = {"data": self.data, "site": self.site, "lease": lease}
        web = Web(host=self.host, port=self.port, workers=self.workers, **common)
        supervisor.add(web, Worker(**common), Beat(**common))
        if demo:
            self._prepare_demo(supervisor)
        self.say(f"ready: {self.address}/")

    def _prepare_demo(self, supervisor: Supervisor) -> None:
        # By name: the layer of reports stands above this one.
        demo = import_module("reports.demo")
        try:
            lines = supervisor.run_beside(lambda: demo.prepare_demo(self.site, self.data))
        except (demo.DemoRefused, TimeoutError) as refusal:
            raise Refused(str(refusal)) from refusal
        for line in lines:
            self.say(line)

    def _claim_data_folder(self) -> None:
        """One `up` per data folder. The system gives the lock back whatever way this process ends."""
        make_data_folder(self.data)
        self._claim = os.open(self.data / CLAIM, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"it already runs on {self.data}{_holder(self._claim)}.") from None
        said = {"pid": os.getpid(), "address": f"{self.address}/", "site": self.site}
        os.truncate(self._claim, 0)
        os.write(self._claim, json.dumps(said).encode())

    def _clean_up_after_kill(self) -> bool:
        """End what a killed `up` left running; its PostgreSQL and Valkey are dealt with where they are started."""
        left = processes.marked(self.data)
        if not left:
            return False
        self.say(f"cleaning up after an `up` that was killed: processes {', '.join(map(str, left))}")
        leaders = [pid for pid in left if _leads(pid)]
        processes.end(leaders, (signal.SIGTERM, 4.0))
        processes.end(processes.marked(self.data), (signal.SIGKILL, 3.0))
        return True

    def _connections(self) -> int:
        """One for each thread of the web and each task, and room for commands."""
        return self.workers * THREADS_PER_WORKER + TASKS_AT_ONCE + 80

    def say(self, line: str) -> None:
        try:
            self.stdout.write(line)
            self.stdout.flush()
        except OSError:
            """The terminal is gone; the work goes on."""


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"{text!r} is no port: 1 to 65535")
    return int(text)


def _workers(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise ArgumentTypeError(f"{text!r} is no number of processes: 1 to 64")
    return int(text)


def _check_port(host: str, port: int, patience: float) -> None:
    """Raises `Refused` when the port stays taken for `patience` seconds."""
    deadline = time.monotonic() + patience
    while fault := _port_fault(host, port):
        if time.monotonic() >= deadline:
            raise Refused(f"can't listen on {host} port {port}: {fault.strerror}; choose another with --port.")
        time.sleep(0.05)


def _port_fault(host: str, port: int) -> OSError | None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as fault:
        return fault
    return None


def _bracketed(host: str) -> str:
    try:
        return f"[{host}]" if ipaddress.ip_address(host).version == 6 else host
    except ValueError:
        return host


def _holder(lock: int) -> str:
    try:
        holder = json.loads(os.pread(lock, 1000, 0))
        return f" (process {holder['pid']}, {holder['address']})"
    except (ValueError, KeyError):
        return ""


def _leads(pid: int) -> bool:
    try:
        return os.getsid(pid) == pid
    except OSError:
        return False


def _told(code: int | None) -> str:
    return "left to another command" if code is None else str(code)
