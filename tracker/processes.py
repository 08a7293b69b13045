"""What the system says about processes: which are alive, which are ours, how one ends.

Reads `/proc`. Where there is none (macOS) nothing is found by folder or mark, so that what a killed `up` left
behind is not cleaned up there.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

PROC = Path("/proc")
# In the environment of every Python child of `up`: the data folder it works for.
MARK = "TRACKER_UP"


def started_at(pid: int) -> int | None:
    """Clock ticks since boot at which the process began, None when there is none or only its exit code is left."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None if PROC.joinpath("self").exists() else _started_without_proc(pid)
    return None if fields[0] in "ZX" else int(fields[19])


def _started_without_proc(pid: int) -> int | None:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        return 0
    return 0


def working_in(folder: Path, program: str) -> list[int]:
    """Ids of the processes named `program` whose working folder is `folder`: a server that has its data there."""
    return [pid for pid in _all_ids() if _reads(pid, "comm") == program.encode() and _folder_of(pid) == str(folder)]


def marked(data: Path) -> list[int]:
    """Ids of the processes that an `up` of this data folder started, and of theirs."""
    wanted = f"{MARK}={data}".encode()
    return [pid for pid in _all_ids() if wanted in _reads(pid, "environ").split(b"\0")]


def _all_ids() -> list[int]:
    try:
        names = os.listdir(PROC)
    except OSError:
        return []
    return [int(name) for name in names if name.isdigit() and int(name) != os.getpid()]


def _reads(pid: int, entry: str) -> bytes:
    try:
        return (PROC / str(pid) / entry).read_bytes().rstrip(b"\n")
    except OSError:
        return b""


def _folder_of(pid: int) -> str:
    try:
        return os.readlink(PROC / str(pid) / "cwd")
    except OSError:
        return ""


def end(pids: Iterable[int], *signals: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn to those still alive and wait up to its seconds for all to be gone."""
    alive = {pid: started_at(pid) for pid in pids}
    for number, seconds in signals:
        for pid in alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        deadline = time.monotonic() + seconds
        while alive and time.monotonic() < deadline:
            alive = {pid: start for pid, start in alive.items() if start is not None and started_at(pid) == start}
            time.sleep(0.02)
        if not alive:
            return


class Running:
    """A process that was started here, or one found running and taken over."""

    def __init__(self, pid: int, popen: subprocess.Popen[bytes] | None = None) -> None:
        self.pid = pid
        self.started = started_at(pid)
        self._popen = popen
        # Nobody but its parent learns an exit code; whoever takes a process over may know another sign of a clean end.
        self.code_when_gone: Callable[[], int] = lambda: 0

    def poll(self) -> int | None:
        """Its exit code (negative: the signal that ended it), None while it runs."""
        if self._popen:
            return self._popen.poll()
        alive = self.started is not None and started_at(self.pid) == self.started
        return None if alive else self.code_when_gone()

    def wait(self, seconds: float) -> int | None:
        deadline = time.monotonic() + seconds
        while (code := self.poll()) is None and time.monotonic() < deadline:
            time.sleep(0.02)
        return code

    def signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill_group(self) -> None:
        """End the process and all it started at once. Its group is its own, see `start`."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


def start(command: list[str], log: Path, **options: Any) -> Running:
    """The command as a process in its own group, its words at the end of `log`. `options` go to `Popen`."""
    with log.open("ab") as words:
        popen = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **options,
        )
    return Running(popen.pid, popen)
