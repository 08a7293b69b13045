"""`export_issue SERIES/DATE` or `export_issue FILE.json`: an issue in one of its forms, into a file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.choices import FormKind
from reports.models import Issue
from reports.rendering import render_form, render_said


class Command(BaseCommand):
    help = "Writes an issue in one of its forms. From a file made by parse_bulletin it needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("issue", help="SERIES/YYYY-MM-DD, or a .json file")
        parser.add_argument("--format", required=True, choices=FormKind.values)
        parser.add_argument("-o", "--output", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        kind = FormKind(options["format"])
        name = options["issue"]
        content = self._from_file(Path(name), kind) if name.endswith(".json") else self._from_database(name, kind)
        try:
            options["output"].write_bytes(content)
        except OSError as fault:
            raise CommandError(f"{options['output']} can't be written: {fault.strerror}.") from fault

    def _from_file(self, path: Path, kind: FormKind) -> bytes:
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            return render_said(said, kind)
        except OSError as fault:
            raise CommandError(f"{path} can't be read: {fault.strerror}.") from fault
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise CommandError(f"{path} is no issue as parse_bulletin writes it.") from fault

    def _from_database(self, name: str, kind: FormKind) -> bytes:
        try:
            series, _, dated = name.partition("/")
            issue = Issue.objects.for_reading().get(series__slug=series, dated=date.fromisoformat(dated))
        except ValueError as fault:
            raise CommandError("An issue is named SERIES/YYYY-MM-DD.") from fault
        except Issue.DoesNotExist as fault:
            raise CommandError(f"There is no issue {name}.") from fault
        form = issue.forms.kept().filter(kind=kind).first()
        return bytes(form.content) if form else render_form(issue, kind)
