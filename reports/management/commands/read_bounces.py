"""`read_bounces FILE…`: the mail that came back to EMAIL_FROM, for a script that fetches it."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.mailing.bounces import Unreadable, bounce_of, messages_of, note_bounce


class Command(BaseCommand):
    help = "Reads delivery reports that mail servers sent back, and notes which issues did not arrive."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="messages or mailboxes; - is standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says numbers alone: an address belongs in nobody's terminal."""
        counts: Counter[str] = Counter()
        for name in options["files"]:
            for number, content in enumerate(messages_of(_read(name)), 1):
                try:
                    bounce = bounce_of(content)
                except Unreadable as fault:
                    counts["unreadable"] += 1
                    self.stderr.write(f"{name}: message {number} can't be read ({fault})")
                    continue
                counts["no report" if bounce is None else "noted" if note_bounce(bounce) else "nothing new"] += 1
        self.stdout.write(
            f"bounces noted: {counts['noted']}; reports with nothing new for us: {counts['nothing new']}; "
            f"other messages: {counts['no report']}; unreadable: {counts['unreadable']}"
        )


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as fault:
        raise CommandError(f"{name}: {fault.strerror}") from fault
