"""Runs `manage.py` as a person would: another process, an environment without this suite's servers."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tracker.environment import SETTINGS
from tracker.processes import started_at

BASE_DIR = Path(__file__).resolve().parent.parent.parent
CHILDREN = ["postgres", "valkey", "web", "worker", "beat"]


def clean_environment(data: Path, **more: str) -> dict[str, str]:
    names = {setting.name for setting in SETTINGS}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "TRACKER_DATA": str(data), "TRACKER_NO_VENV": "1", **more}


@contextlib.contextmanager
def data_folder(mode: int = 0o711) -> Iterator[Path]:
    """A data folder of its own that the database's user may pass through, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-start-")).resolve()
    folder.chmod(mode)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def command(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=clean_environment(data, **more),
        capture_output=True,
        text=True,
        timeout=120,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Up:
    """A running `up`; `lines` is what it has printed so far."""

    def __init__(self, data: Path, *arguments: str, port: int | None = None, **more: str) -> None:
        self.data = data
        self.port = port or free_port()
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--port", str(self.port), *arguments],
            cwd=BASE_DIR,
            env=clean_environment(data, **more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def wait_for(self, beginning: str) -> str:
        """The first printed line that begins so."""
        for _ in range(1200):
            for line in list(self.lines):
                if line.startswith(beginning):
                    return line
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"no line {beginning!r} in: {self.lines}")

    def wait_for_file(self, name: str) -> None:
        for _ in range(1200):
            if (self.data / name).exists() or self.process.poll() is not None:
                return
            time.sleep(0.02)

    def table(self) -> dict[str, dict[str, int]]:
        return json.loads((self.data / "processes.json").read_text())

    def pids(self) -> dict[str, int]:
        return {name: entry["pid"] for name, entry in self.table().items()}

    def wait_for_another(self, name: str, pid: int) -> None:
        """Until a new process of that name is ready."""
        for _ in range(600):
            entry = self.table().get(name, {})
            if entry.get("ready") and entry["pid"] != pid:
                return
            time.sleep(0.1)
        raise AssertionError(f"{name} did not come back: {self.lines}")

    def health(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.request("GET", "/health/ready")
            return connection.getresponse().status

    def wait_for_health(self) -> None:
        for _ in range(100):
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.health() == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the web does not answer")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        code = self.process.wait(timeout=60)
        self._reader.join(timeout=10)
        return code

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=60)


@contextlib.contextmanager
def up(data: Path, *arguments: str, port: int | None = None, **more: str) -> Iterator[Up]:
    """An `up` that is ready, ended with the block if it was not before. `more`: environment variables."""
    running = Up(data, *arguments, port=port, **more)
    try:
        running.wait_for("ready: ")
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()


def still_alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if started_at(pid) is not None]


def processes_of(data: Path) -> list[int]:
    """Every process that works in the data folder or was started for it."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            here = os.readlink(entry / "cwd")
            if str(data).encode() in words or here.startswith(str(data)):
                found.append(int(entry.name))
    return found
