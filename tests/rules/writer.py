"""Writes and publishes without end, and says each write only after it was answered. Run by `test_nothing_lost.py`."""

from __future__ import annotations

import sys
import time
from itertools import count

import django

django.setup()

from django.db import DatabaseError, InterfaceError, connection

from cases.models import Case, Statement
from cases.publishing import approve, publish
from tests import factories
from tracker.audiences import Audience
from tracker.models import User
from tracker.permissions import Role


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
