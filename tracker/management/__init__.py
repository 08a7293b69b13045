"""How a command gets its database: PostgreSQL runs as long as the command does, or as another user of it."""

from __future__ import annotations

import contextlib
import signal
import sys

from django.conf import settings
from django.core.management import execute_from_command_line

from tracker import embedded

# These never connect to a database. `up` and `test` start servers of their own.
WITHOUT_DATABASE = {
    "check",
    "compilemessages",
    "help",
    "lint",
    "makemessages",
    "parse_bulletin",
    "test",
    "up",
    "version",
}


def run_command(argv: list[str]) -> None:
    """What `manage.py` does once its packages are there."""
    # Servers started for a command end with it; without this a terminated one would leave them.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave_in_order)
    if not needs_server(argv) or settings.ENVIRONMENT["DATABASE_URL"]:
        execute_from_command_line(argv)
        return
    try:
        with embedded.servers(settings.DATA_DIR):
            execute_from_command_line(argv)
    except embedded.EmbeddedError as fault:
        sys.exit(f"{argv[1]}: {fault}")


def needs_server(argv: list[str]) -> bool:
    """Whether the command line is one that reads or writes the database."""
    if len(argv) < 2 or argv[1].startswith("-") or {"-h", "--help"} & set(argv):
        return False
    if argv[1] == "export_issue":
        return not (len(argv) > 2 and argv[2].endswith(".json"))
    return argv[1] not in WITHOUT_DATABASE


def _leave_in_order(number: int, frame: object) -> None:
    with contextlib.suppress(ValueError):
        signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)
