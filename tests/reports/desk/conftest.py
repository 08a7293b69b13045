"""An issue on the desk: two cases, compiled, and who edits it."""

from __future__ import annotations

from datetime import date

import pytest

from reports import desk
from reports.choices import Fills
from reports.compiling import compile_claimed
from reports.models import Series, SeriesSection
from tests import factories
from tracker.audiences import Audience
from tracker.models import User
from tracker.permissions import Role


@pytest.fixture
def series(db):
    series = Series.objects.create(slug="weekly", name="Weekly", masthead="Invented Weekly", audience=Audience.PARTNER)
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    SeriesSection.objects.create(series=series, heading="Notes", position=1, fills=Fills.NOTHING)
    return series


@pytest.fixture
def cases(publish_case):
    """Two cases, told in this order."""
    names = ["Rauf Samadov", "Leyla Karimli"]
    return [
        publish_case(person=factories.make_person(name, sex=sex), detentions=[{"began": began}])
        for name, sex, began in zip(names, ("male", "female"), ("2023-09-21", "2023-09-20"), strict=True)
    ]


@pytest.fixture
def issue(series, cases, editor):
    issue = desk.claim_issue(series=series, dated=date(2023, 9, 26), window_to=date(2023, 9, 26), by=editor)
    assert compile_claimed(issue.pk)
    issue.refresh_from_db()
    return issue


@pytest.fixture
def at_desk(editor, signed_in, issue):
    return signed_in(editor)


@pytest.fixture
def second(db):
    return User.objects.create_user("second", role=Role.EDITOR, display_name="Second")
