"""`lint`: everything that is checked without running the product; what fails is named, and all of it is run."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.management.base import BaseCommand

from tracker import embedded

CODE = ["manage.py", "tracker", "people", "cases", "reports"]
TOOLS = Path(sys.prefix) / "bin"


class Command(BaseCommand):
    help = (
        "Runs the linters, the type checker, the layer rules, the migration check and the checks of the server files."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with tempfile.TemporaryDirectory(prefix="tracker-lint-") as folder:
            data = Path(folder).resolve()
            data.chmod(0o711)
            try:
                with embedded.servers(data, durable=False):
                    failed = [name for name, command in commands().items() if not self._passes(name, command, data)]
            except embedded.EmbeddedError as fault:
                sys.exit(f"lint: {fault}")
        if failed:
            sys.exit(f"lint: failed: {', '.join(failed)}")

    def _passes(self, name: str, command: list[str], data: Path) -> bool:
        if not (TOOLS / command[0]).exists():
            self.stderr.write(f"{name}: {command[0]} is missing from {TOOLS}")
            return False
        environment = {**os.environ, "DATABASE_URL": embedded.database_url(data), "TRACKER_DATA": str(data)}
        if name in ("deployment", "compose file"):
            environment |= production_settings()
        run = subprocess.run(  # noqa: S603
            [str(TOOLS / command[0]), *command[1:]],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.stdout.write(f"{'ok' if run.returncode == 0 else 'FAILED':<7}{name}")
        if run.returncode:
            self.stdout.write(run.stdout)
        self.stdout.flush()
        return run.returncode == 0


def commands() -> dict[str, list[str]]:
    """Each check's command line, its program first: one of those that the environment has."""
    templates = sorted(str(path) for path in (settings.BASE_DIR / "templates").rglob("*.html"))
    found = {
        "code": ["ruff", "check", "."],
        "format": ["ruff", "format", "--check", "."],
        "types": ["mypy", "--no-error-summary", *CODE],
        "layers": ["lint-imports"],
        "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
        "deployment": ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        "compose schema": ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        "compose file": ["docker-compose", "-f", "docker-compose.yml", "config", "-q"],
        "image": ["hadolint", "Dockerfile"],
    }
    if templates:
        found["templates"] = ["djade", "--check", "--target-version", "5.2", *templates]
        found["markup"] = ["djlint", "--lint", "--profile", "django", *templates]
    return found


def production_settings() -> dict[str, str]:
    """What a server has to be given, invented."""
    return {
        "TRACKER_ENV": "production",
        "TRACKER_SECRET_KEY": secrets.token_urlsafe(50),
        "TRACKER_SEALING_KEYS": Fernet.generate_key().decode(),
        "TRACKER_HOSTS": "tracker.example.org",
        "TRACKER_HOST": "tracker.example.org",
        "POSTGRES_PASSWORD": secrets.token_hex(16),
        "VALKEY_PASSWORD": secrets.token_hex(16),
    }
