"""What stands between a running database and the first request: migrations and collected static files."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError, connections


def migrate() -> str | None:
    """Bring the database up to date. Returns a line when it can't be reached."""
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as fault:
        return f"the database can't be reached: {str(fault).strip().splitlines()[0]}"
    finally:
        connections.close_all()
    return None


def collect_static() -> None:
    """Collect and compress the static files, unless they are the ones collected last time."""
    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name("static.stamp")
    present = _fingerprint()
    if stamp.exists() and stamp.read_text() == present and (root / "staticfiles.json").exists():
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(present)


def _fingerprint() -> str:
    """Of every static file its path, size and time of change."""
    summary = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            summary.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return summary.hexdigest()
