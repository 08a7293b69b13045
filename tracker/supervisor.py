"""Keeps the processes of `up` alive and ends them in order. Knows nothing of what they do, see `children.py`."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tracker.embedded import last_words
from tracker.folders import EmbeddedError
from tracker.processes import Running, started_at

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
# Alive this long after it was ready, a process has shown that it can run.
STABLE_SECONDS = 1.0
MOST_DEATHS = 6
# What an ordered end may take, and how much of it the servers need after the processes that use them.
STOP_SECONDS, SERVERS_SECONDS = 9.0, 2.0
LOG_BYTES = 10_000_000
WORTH_SAYING = re.compile(rb"\b(?:ERROR|CRITICAL|FATAL|PANIC)\b")
# PostgreSQL's answer to those who ask too early, this program among them.
NOT_WORTH_SAYING = re.compile(rb"the database system is (?:starting up|not yet accepting|in recovery|shutting down)")


class CannotRun(Exception):
    """A child does not stay alive; the text has its last words."""


class StopRequested(Exception):
    """Somebody asked `up` to stop while it was waiting for something."""


class Child(Protocol):
    """One process that is kept alive."""

    name: str
    uses_servers: bool

    def start(self) -> Running: ...

    def is_ready(self) -> bool: ...

    def ask_to_stop(self, running: Running) -> None: ...

    def stop(self, running: Running, seconds: float) -> int | None:
        """Its exit code once it is gone, None when it stays for others."""


@dataclass
class Kept:
    """A child with its present process and its record of deaths."""

    child: Child
    running: Running | None = None
    was_started: bool = False
    ready_at: float | None = None
    deaths: int = 0
    pause: float = FIRST_PAUSE
    start_at: float = 0.0
    read_to: int = 0

    def died(self, code: int, now: float) -> None:
        """Note a death; a kill from outside (-9) is mended for ever, anything else only so often in a row."""
        if self.ready_at is not None and now - self.ready_at >= STABLE_SECONDS:
            self.deaths, self.pause = 0, FIRST_PAUSE
        if code != -signal.SIGKILL:
            self.deaths += 1
        self.running, self.ready_at = None, None
        self.start_at = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)


class Supervisor:
    """Starts children, restarts those that die, and stops all of them in reverse order."""

    def __init__(self, data: Path, say: Callable[[str], None]) -> None:
        self.data = data
        self.say = say
        self.kept: list[Kept] = []
        self._stop = threading.Event()
        self._checked_logs = 0.0

    def listen(self) -> None:
        """Take SIGTERM, Ctrl-C and the end of the terminal as a wish to stop."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stop.set())

    def add(self, *children: Child) -> None:
        """Start them side by side and wait until all are ready. Raises `CannotRun` or `StopRequested`."""
        added = [Kept(child, read_to=self._log_size(child.name)) for child in children]
        self.kept += added
        self._tick_until(lambda: all(kept.ready_at is not None for kept in added))

    def run_beside(self, work: Callable[[], Any]) -> Any:
        """Do a piece of work while the children are looked after. Its result, or what it raised."""
        outcome: dict[str, Any] = {}

        def note_outcome() -> None:
            try:
                outcome["result"] = work()
            except BaseException as fault:  # noqa: BLE001 (raised again below, in the thread that waits)
                outcome["fault"] = fault

        thread = threading.Thread(target=note_outcome, daemon=True)
        thread.start()
        self._tick_until(lambda: not thread.is_alive())
        if "fault" in outcome:
            raise outcome["fault"]
        return outcome["result"]

    def watch(self) -> None:
        """Look after the children until somebody asks to stop. Raises `CannotRun`."""
        with contextlib.suppress(StopRequested):
            self._tick_until(lambda: False)

    def _tick_until(self, done: Callable[[], bool]) -> None:
        while not self._stop.is_set():
            self._tick()
            if done():
                return
            self._stop.wait(0.05)
        raise StopRequested

    def _tick(self) -> None:
        for kept in self.kept:
            now = time.monotonic()
            if kept.running is None:
                if now >= kept.start_at:
                    self._start(kept)
            elif (code := kept.running.poll()) is not None:
                kept.running.kill_group()
                self._note_death(kept, code)
            elif kept.ready_at is None and kept.child.is_ready():
                kept.ready_at = time.monotonic()
                self._write_table()
        if time.monotonic() - self._checked_logs > 1:
            self._checked_logs = time.monotonic()
            self._read_logs()

    def _start(self, kept: Kept) -> None:
        try:
            kept.running = kept.child.start()
        except (EmbeddedError, OSError) as fault:
            if not kept.was_started:
                raise CannotRun(str(fault)) from fault
            self._note_death(kept, 1, str(fault))
        kept.was_started = True
        self._write_table()

    def _note_death(self, kept: Kept, code: int, words: str = "") -> None:
        kept.died(code, time.monotonic())
        name, how = kept.child.name, words or (f"killed by signal {-code}" if code < 0 else f"exit {code}")
        self._write_table()
        if kept.deaths >= MOST_DEATHS:
            raise CannotRun(f"{name} can't run ({how}). Its last words:\n{last_words(self.data, name, 20)}")
        self.say(f"{name} ended ({how}), starting it again in {kept.start_at - time.monotonic():.1f} s")

    def stop(self) -> dict[str, int | None]:
        """End all, the users of the servers first, within ten seconds. Exit codes by name; None: left to others."""
        deadline = time.monotonic() + STOP_SECONDS
        running = [(kept.child, kept.running) for kept in reversed(self.kept) if kept.running]
        users = [pair for pair in running if pair[0].uses_servers]
        servers = [pair for pair in running if not pair[0].uses_servers]
        codes: dict[str, int | None] = {}
        for child, process in users:
            child.ask_to_stop(process)
        for child, process in users:
            codes[child.name] = child.stop(process, max(0.1, deadline - SERVERS_SECONDS - time.monotonic()))
        for number, (child, process) in enumerate(servers):
            share = (deadline - time.monotonic()) / (len(servers) - number)
            codes[child.name] = child.stop(process, max(0.1, share))
        self._read_logs()
        if self.kept:
            (self.data / "processes.json").unlink(missing_ok=True)
        return codes

    def _write_table(self) -> None:
        """Who runs under which number, for people and for tests; replaced whole, so that a reader never sees half."""
        table: dict[str, dict[str, int | None]] = {"up": {"pid": os.getpid(), "started": started_at(os.getpid())}}
        for kept in self.kept:
            if kept.running:
                entry = {"pid": kept.running.pid, "started": kept.running.started, "ready": kept.ready_at is not None}
                table[kept.child.name] = entry
        new = self.data / "processes.json.new"
        # A full disk is no reason to let the children go.
        with contextlib.suppress(OSError):
            new.write_text(json.dumps(table, indent=1))
            new.replace(self.data / "processes.json")

    def _log(self, name: str) -> Path:
        return self.data / "logs" / f"{name}.log"

    def _log_size(self, name: str) -> int:
        log = self._log(name)
        return log.stat().st_size if log.exists() else 0

    def _read_logs(self) -> None:
        for kept in self.kept:
            log = self._log(kept.child.name)
            with contextlib.suppress(OSError), log.open("rb") as words:
                size = words.seek(0, os.SEEK_END)
                if kept.read_to <= size:
                    words.seek(max(kept.read_to, size - 65536))
                    self._repeat(kept.child.name, words.read())
                kept.read_to = size
                if size > LOG_BYTES:
                    self._turn_over(log)
                    kept.read_to = 0

    def _repeat(self, name: str, words: bytes) -> None:
        lines = [line for line in words.splitlines() if WORTH_SAYING.search(line) and not NOT_WORTH_SAYING.search(line)]
        for line in lines[:3]:
            self.say(f"{name}: {line.decode(errors='replace')[:300]}")
        if len(lines) > 3:
            self.say(f"{name}: and {len(lines) - 3} more, see {self._log(name)}")

    def _turn_over(self, log: Path) -> None:
        """Keep one older log. The process goes on writing to the same file, at its end, which is now its beginning."""
        shutil.copyfile(log, log.with_suffix(".1.log"))
        os.truncate(log, 0)
