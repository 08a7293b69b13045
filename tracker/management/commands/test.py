"""`test [pytest arguments]`: the suite against servers of its own, which are gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tracker import embedded
from tracker.environment import SETTINGS

# A module stays in one process: some build a world once for all their tests, some start servers of their own.
# In the order of collection: files whose tests empty the tables come last, see `tests/conftest.py`.
DEFAULTS = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]


class Command(BaseCommand):
    help = "Runs the tests with pytest, to which all arguments go, on a PostgreSQL and a Valkey of their own."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand every argument on unread: they are pytest's."""
        self.execute_tests(argv[2:])

    def handle(self, *args: Any, **options: Any) -> None:
        self.execute_tests(list(args))

    def execute_tests(self, arguments: list[str]) -> None:
        """Run pytest and leave with its exit code; that no test was found (5) is a failure like any other."""
        data = Path(tempfile.mkdtemp(prefix="tracker-test-")).resolve()
        # Root's database runs as another user, who has to pass.
        data.chmod(0o711)
        try:
            with embedded.servers(data, valkey=True, durable=False):
                code = subprocess.run(  # noqa: S603
                    [sys.executable, "-m", "pytest", *pytest_arguments(arguments)],
                    cwd=settings.BASE_DIR,
                    env=suite_environment(data),
                ).returncode
        except embedded.EmbeddedError as fault:
            sys.exit(f"test: {fault}")
        finally:
            shutil.rmtree(data, ignore_errors=True)
        sys.exit(code)


def pytest_arguments(arguments: list[str]) -> list[str]:
    """Two processes for the whole suite; who names tests, a debugger or a number of processes gets what was asked."""
    is_whole = all(argument.startswith("-") for argument in arguments)
    is_settled = any(argument.startswith(("-n", "--numprocesses", "--dist", "--pdb")) for argument in arguments)
    return [*DEFAULTS, *arguments] if is_whole and not is_settled else arguments


def suite_environment(data: Path) -> dict[str, str]:
    """The caller's environment with the settings of the project at their defaults, and the servers of this run."""
    names = {setting.name for setting in SETTINGS}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    own = {
        "TRACKER_DATA": str(data),
        "DATABASE_URL": embedded.database_url(data),
        "REDIS_URL": embedded.redis_url(data),
    }
    return {**kept, **own}
