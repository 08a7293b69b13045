"""Where the embedded servers keep what they need, all worked out from the data folder."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import stat
from importlib.util import find_spec
from pathlib import Path

# A unix socket's path may have 107 bytes; the longest name put behind the folder is `/postgres/.s.PGSQL.5432.lock`.
LONGEST_FOLDER = 107 - len("/postgres/.s.PGSQL.5432.lock")

# Locked by the `up` that runs on the folder, and says which it is.
CLAIM = "up.lock"


class EmbeddedError(Exception):
    """A server can't be run here; the text is one line for a person."""


def path_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def sockets_folder(data: Path) -> Path:
    """The folder of the servers' sockets: the same for every process of this user and data folder.

    Root's is outside the data folder, so that a server run as another user reaches it whatever the modes above.
    """
    if os.geteuid() == 0:
        return Path("/run/tracker") / path_hash(data)
    inside = data / "run"
    if len(os.fsencode(inside)) <= LONGEST_FOLDER:
        return inside
    return shared_folder() / path_hash(data)


def shared_folder() -> Path:
    return Path(f"/tmp/tracker-{os.geteuid()}")  # noqa: S108 (made 0700 and its owner checked, see make_sockets_folder)


def make_sockets_folder(data: Path) -> Path:
    """Make it for this user alone. In the folder that all users share, one made by somebody else is refused."""
    folder = sockets_folder(data)
    try:
        for part in (folder.parent, folder) if folder.parent != data else (folder,):
            part.mkdir(mode=0o711, exist_ok=True)
            found = part.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
                raise EmbeddedError(f"{part} belongs to somebody else: remove it, or choose a shorter TRACKER_DATA.")
            # Root's is passed through by the database's user, who owns a folder inside it.
            part.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as fault:
        raise EmbeddedError(f"{fault.filename} can't be made: {fault.strerror}.") from fault
    return folder


def remove_sockets_folder(folder: Path) -> None:
    """Remove one server's folder and, when it was the last one, theirs all."""
    shutil.rmtree(folder, ignore_errors=True)
    remove_empty(folder.parent)


def remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def make_data_folder(data: Path) -> None:
    """Make the data folder and what the servers expect in it. Raises `EmbeddedError` when it can't be written."""
    try:
        if not data.exists():
            data.mkdir(parents=True)
            # Root's database runs as another user, who passes through to a folder of its own.
            data.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for name in ("logs", "run"):
            (data / name).mkdir(mode=0o700, exist_ok=True)
        owner = (data / "logs").stat().st_uid
        if owner != os.geteuid():
            raise EmbeddedError(f"The data folder {data} belongs to user {owner}: run this as that user.")
        probe = data / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as fault:
        raise EmbeddedError(f"The data folder {data} can't be written: {fault.strerror}.") from fault


def running_site(data: Path) -> str:
    """The address, without a path, of the site that `up` runs on this data folder now; empty where none does."""
    try:
        with (data / CLAIM).open() as claim:
            try:
                fcntl.flock(claim, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return str(json.load(claim)["site"])
    except (OSError, ValueError, KeyError):
        pass
    return ""


def package_folder(package: str, server: str, setting: str) -> Path:
    """Where a package is, without importing it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(f"{server}: the package {package} is missing on this platform: set {setting}.")
    return Path(next(iter(spec.submodule_search_locations)))
