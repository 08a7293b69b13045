"""Reads an old bulletin into an archived issue: FILE.txt to FILE.json. Needs no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.archive import NotABulletin, parse_bulletin

LARGEST = 5_000_000


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the bulletin as UTF-8 text")
        parser.add_argument("-o", "--output", type=Path, required=True, help="where the issue goes, as JSON")

    def handle(self, *args: Any, file: Path, output: Path, **options: Any) -> None:
        try:
            issue = parse_bulletin(read_text(file))
        except NotABulletin as fault:
            raise CommandError(f"{file} is not a bulletin: {fault}") from fault
        try:
            output.write_text(json.dumps(issue, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as fault:
            raise CommandError(f"{output}: {fault.strerror}") from fault
        paragraphs = [len(section["entries"]) for section in issue["sections"]]
        self.stdout.write(f"{output}: {len(paragraphs)} sections, {sum(paragraphs)} paragraphs, {issue['dated']}")


def read_text(file: Path) -> str:
    """The text of a file with its line ends as they are. Raises `CommandError` for what can't be read."""
    try:
        if file.stat().st_size > LARGEST:
            raise CommandError(f"{file} has more than {LARGEST:,} bytes: no bulletin is that long.")
        content = file.read_bytes()
    except OSError as fault:
        raise CommandError(f"{file}: {fault.strerror}") from fault
    try:
        return content.decode()
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise CommandError(f"{file} is not UTF-8 text: line {line} has a byte that is no character.") from fault
