"""PostgreSQL and Valkey run from packages: their addresses, and who may use them for how long.

The settings import this module: it touches nothing until a server is asked for.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from tracker.folders import EmbeddedError, make_data_folder, make_sockets_folder, remove_empty, sockets_folder
from tracker.postgres import DATABASE, OWNER, Postgres
from tracker.processes import Running
from tracker.valkey import SOCKET, Valkey

__all__ = ["EmbeddedError", "Lease", "database_url", "redis_url", "servers"]


def database_url(data: Path) -> str:
    """The address of the embedded database of a data folder, running or not."""
    return f"postgres://{OWNER}@{quote(str(sockets_folder(data) / 'postgres'), safe='')}/{DATABASE}"


def redis_url(data: Path) -> str:
    """The address of the embedded Valkey of a data folder, running or not."""
    return f"redis+socket://{quote(str(sockets_folder(data) / 'valkey' / SOCKET))}"


class Lease:
    """One user's share in the PostgreSQL of a data folder: the first starts it, the last stops it.

    Every user holds a shared lock, which a process that is killed gives back by itself; a server it left running is
    taken over by the next.
    """

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres
        self._lock: int | None = None

    def take(self) -> Running:
        """The server, started if nobody has. It may still be getting ready."""
        make_data_folder(self.postgres.data)
        with self._alone():
            make_sockets_folder(self.postgres.data)
            if self._lock is None:
                self._lock = self._open("postgres.users")
                fcntl.flock(self._lock, fcntl.LOCK_SH)
            try:
                self.postgres.prepare()
                pid = self.postgres.running()
                return self.postgres.adopt(pid) if pid else self.postgres.start()
            except EmbeddedError:
                remove_empty(sockets_folder(self.postgres.data))
                raise

    def stop_left_behind(self) -> None:
        """End a server that runs although nobody uses it: whoever started it was killed."""
        with self._alone():
            users = self._open("postgres.users")
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if pid := self.postgres.running():
                    self.postgres.stop(self.postgres.adopt(pid))
            except BlockingIOError:
                """Somebody does use it; it is taken over as it is."""
            finally:
                os.close(users)

    def leave(self, server: Running, seconds: float = 8) -> int | None:
        """Give the share back. Returns the server's exit code, None when others still use it."""
        if self._lock is None:
            return None
        with self._alone():
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return None
            else:
                return self.postgres.stop(server, seconds)
            finally:
                os.close(self._lock)
                self._lock = None

    def handle(self) -> int:
        """The lock's file descriptor: a child that inherits it is a user as long as it lives."""
        if self._lock is None:
            raise RuntimeError("the lease has not been taken")
        return self._lock

    def _open(self, name: str) -> int:
        return os.open(self.postgres.data / name, os.O_RDWR | os.O_CREAT, 0o600)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """While a server is started or stopped, nobody else looks whether it runs."""
        turn = self._open("postgres.turn")
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield
        finally:
            os.close(turn)


@contextlib.contextmanager
def servers(data: Path, *, valkey: bool = False, durable: bool = True) -> Iterator[None]:
    """PostgreSQL, and Valkey if asked for, as long as the block lasts. Raises `EmbeddedError` when one can't run."""
    lease = Lease(Postgres(data, durable=durable))
    database = lease.take()
    try:
        wait_until_ready(lease.postgres, database)
        with _valkey(data) if valkey else contextlib.nullcontext():
            yield
    finally:
        lease.leave(database)


@contextlib.contextmanager
def _valkey(data: Path) -> Iterator[None]:
    server = Valkey(data)
    server.prepare()
    running = server.start()
    try:
        wait_until_ready(server, running)
        yield
    finally:
        server.stop(running)


def wait_until_ready(server: Postgres | Valkey, running: Running) -> None:
    """As long as it takes: a database may have a crash to recover from. Raises `EmbeddedError` when it ends instead."""
    while not server.is_ready():
        if running.poll() is not None:
            raise EmbeddedError(f"{server.name} does not start: {last_words(server.data, server.name, 1)}")
        time.sleep(0.02)


def last_words(data: Path, name: str, lines: int) -> str:
    """The end of a server's log."""
    try:
        words = (data / "logs" / f"{name}.log").read_text(errors="replace").strip().splitlines()
    except OSError:
        words = []
    return "\n".join(words[-lines:]) or "it left no word"
