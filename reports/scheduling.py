"""Which issues are due: worked out from the series' hours and the issues there are, so the broker can be lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from reports.choices import IssueState
from reports.desk import IssueExists, claim_issue
from reports.models import Issue, Series

# A server that was down for longer finds the newest due issue only: a reader wants one issue, not four at once.
LOOK_BACK_DAYS = 7


def newest_due(series: Series, now: datetime) -> datetime | None:
    """The last moment, not after `now`, at which the series compiles; None for a series compiled by hand, or whose
    hour of the last seven days has not come yet."""
    if not series.weekdays:
        return None
    local = now.astimezone(ZoneInfo(series.time_zone))
    for days in range(LOOK_BACK_DAYS + 1):
        day = local - timedelta(days=days)
        hour = day.replace(hour=series.hour, minute=0, second=0, microsecond=0)
        if day.weekday() in series.weekdays and hour <= local:
            return hour
    return None


def claim_due_issues(*, now: datetime) -> list[Issue]:
    """Claims one issue for every series whose hour has come and which has none of that date. A race makes one only."""
    claimed = []
    for series in Series.objects.all():
        due = newest_due(series, now)
        if due is None or series.issues.filter(dated__gte=due.date()).exists():
            continue
        last = series.issues.order_by("-dated").first()
        try:
            issue = claim_issue(
                series=series,
                dated=due.date(),
                window_from=last.window_to + timedelta(days=1) if last and last.window_to < due.date() else None,
                window_to=due.date(),
                by=None,
            )
        except IssueExists:
            continue
        claimed.append(issue)
    return claimed


def uncompiled_issues() -> Iterator[int]:
    """Claimed issues that no worker has compiled; one whose worker died is among them."""
    return Issue.objects.filter(state=IssueState.CLAIMED).order_by("pk").values_list("pk", flat=True).iterator()
