"""Writes and publishes without end, and says each write only after it was answered. Run by `test_nothing_lost.py`."""

from __future__ import annotations

import sys
import time
from itertools import count

import django

django.setup()

from django.db import DatabaseError, InterfaceError, connection  # noqa: E402

from cases.models import Case, Statement  # noqa: E402
from cases.publishing import approve, publish  # noqa: E402
from tests import factories  # noqa: E402
from tracker.audiences import Audience  # noqa: E402
from tracker.models import User  # noqa: E402
from tracker.permissions import Role  # noqa: E402


def actors() -> tuple[User, User, Case]:
    researcher = User.objects.create_user("writer", role=Role.RESEARCHER)
    reviewer = User.objects.create_user("publisher", role=Role.REVIEWER)
    return researcher, reviewer, factories.make_case(by=researcher)


def write(number: int, researcher: User, reviewer: User, case: Case) -> None:
    """One record, approved and published: three transactions, each answered before the next."""
    text = f"answered word{number}"
    if not Statement.objects.filter(case=case, text=text).exists():
        factories.add(case, Statement, by=researcher, kind="own_words", text=text)
    approve(case=case, by=reviewer)
    publish(cases=[case], audience=Audience.PARTNER, by=reviewer)


def main() -> None:
    researcher, reviewer, case = actors()
    print("begun", flush=True)
    for number in count(1):
        while True:
            try:
                write(number, researcher, reviewer, case)
            except (DatabaseError, InterfaceError):
                # The server is being killed: what was not answered is tried again.
                connection.close()
                time.sleep(0.05)
            else:
                break
        print(f"answered {number}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
