"""How long an issue takes, of many changed cases among those that `load_bench` loaded:

    TRACKER_DATA=FOLDER .venv/bin/python -m tests.load.issue [--changed 2000]

Half of the changed cases were told in an earlier issue. It writes into that database: take one made for measuring.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.utils import timezone
from pypdf import PdfReader

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
django.setup()

from cases.models import Case, HealthNote, Hearing, LedgerCounter, Sentence, TreatmentNote  # noqa: E402
from reports.choices import FormKind, IssueState  # noqa: E402
from reports.compiling import compile_claimed  # noqa: E402
from reports.desk import claim_issue  # noqa: E402
from reports.models import Entry, Issue, Passage, Series, SeriesSection  # noqa: E402
from reports.rendering import issue_json, render_form  # noqa: E402
from tests import factories  # noqa: E402
from tracker.audiences import Audience  # noqa: E402
from tracker.embedded import Lease  # noqa: E402
from tracker.models import User  # noqa: E402
from tracker.permissions import Role  # noqa: E402
from tracker.postgres import Postgres  # noqa: E402

# One more record of each case, in turn.
NEWS: list[tuple[type, dict[str, Any]]] = [
    (HealthNote, {"category": "cardiac", "condition": "chest pain"}),
    (TreatmentNote, {"violation": "beating", "text": "was beaten by guards", "happened": "2026-06-21"}),
    (Hearing, {"kind": "trial", "held": "2026-06-22", "outcome": "adjourned"}),
    (Sentence, {"kind": "imprisonment", "term_years": 3, "starts": "2026-06-23"}),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changed", type=int, default=2000)
    asked = parser.parse_args()
    Lease(Postgres(Path(os.environ["TRACKER_DATA"]))).take()
    call_command("migrate", verbosity=0)
    stamp = f"{time.time():.0f}"
    researcher = User.objects.create_user(f"enters-{stamp}", role=Role.RESEARCHER)
    reviewer = User.objects.create_user(f"reviews-{stamp}", role=Role.REVIEWER)
    series = Series.objects.create(
        slug=f"load-{stamp}", name="Load", masthead="Load", audience=Audience.PARTNER, has_totals=True
    )
    SeriesSection.objects.create(series=series, heading="Women", position=0, rule="sex=female")
    SeriesSection.objects.create(series=series, heading="All others", position=1)
    cases = list(Case.objects.order_by("pk")[: asked.changed])
    told, say = cases[: len(cases) // 2], sys.stdout.write

    took, _ = timed(lambda: [change(case, number, researcher, reviewer) for number, case in enumerate(told)])
    say(f"{len(told)} cases entered, approved and published, {took / len(told) * 1000:.0f} ms each\n")
    first = an_issue(series, date(2026, 6, 22), since=LedgerCounter.objects.get(pk=1).last - len(told))
    took, _ = timed(lambda: compile_claimed(first.pk))
    say(f"compiled {len(told)} of {Case.objects.count()}, all for the first time: {took:.1f} s\n")
    Issue.objects.filter(pk=first.pk).update(state=IssueState.FROZEN, frozen_at=timezone.now())

    for number, case in enumerate(cases):
        change(case, number + 1, researcher, reviewer)
    issue = an_issue(series, date(2026, 6, 29))
    took, _ = timed(lambda: compile_claimed(issue.pk))
    entries = Entry.objects.filter(section__issue=issue).count()
    passages = Passage.objects.filter(entry__section__issue=issue).count()
    say(f"compiled {len(cases)}, half told before: {took:.1f} s, {entries} entries of {passages} passages\n")
    for kind in FormKind:
        read = Issue.objects.for_reading().get(pk=issue.pk)
        took, content = timed(lambda read=read, kind=kind: render_form(read, kind))
        pages = f", {len(PdfReader(io.BytesIO(content)).pages)} pages" if content.startswith(b"%PDF") else ""
        say(f"{kind.label}: {took:.1f} s, {len(content) / 1000:.0f} kB{pages}\n")
    took, said = timed(lambda: issue_json(Issue.objects.for_reading().get(pk=issue.pk)))
    say(f"of each of these, the issue read as data: {took:.1f} s, {len(said['sections'])} sections\n")


def change(case: Case, number: int, researcher: User, reviewer: User) -> None:
    """One more record, published to partners."""
    model, values = NEWS[number % len(NEWS)]
    factories.add(case, model, by=researcher, **values)
    factories.approve_and_publish(case, by=reviewer)


def an_issue(series: Series, dated: date, since: int | None = None) -> Issue:
    issue = claim_issue(series=series, dated=dated, window_from=dated - timedelta(days=6), window_to=dated, by=None)
    if since is not None:
        Issue.objects.filter(pk=issue.pk).update(seq_from=since)
    return issue


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


if __name__ == "__main__":
    main()
