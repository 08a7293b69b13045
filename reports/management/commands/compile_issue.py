"""`compile_issue SERIES`: what the button does, for a script."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.compiling import compile_claimed
from reports.desk import IssueExists, claim_issue
from reports.models import Series


def _day(text: str) -> date:
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = "Compiles an issue of a series from what the ledger gained since its last issue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("series", help="the series' slug")
        parser.add_argument("--from", dest="window_from", type=_day, metavar="D", help="first day of the window")
        parser.add_argument("--to", dest="window_to", type=_day, metavar="D", help="last day of the window; today")
        parser.add_argument("--dated", type=_day, metavar="D", help="the issue's date; the window's last day")

    def handle(self, *args: Any, **options: Any) -> None:
        series = Series.objects.filter(slug=options["series"]).first()
        if series is None:
            known = ", ".join(Series.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no series {options['series']}; there are: {known}.")
        window_to = options["window_to"] or timezone.localdate()
        if options["window_from"] and options["window_from"] > window_to:
            raise CommandError("--from lies after --to.")
        try:
            issue = claim_issue(
                series=series,
                dated=options["dated"] or window_to,
                window_from=options["window_from"],
                window_to=window_to,
                by=None,
            )
        except IssueExists as fault:
            raise CommandError(str(fault)) from fault
        compile_claimed(issue.pk)
        entries = sum(section.entries.count() for section in issue.sections.all())
        self.stdout.write(f"{series.slug}/{issue.dated}: {entries} entries")
