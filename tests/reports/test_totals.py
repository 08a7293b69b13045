"""The totals of two issues, by hand: who came in, who was released and how, who is held; in every form, and kept."""

from __future__ import annotations

from datetime import date

import pytest

from cases.choices import Certainty, EndKind, WithdrawalReason
from cases.models import Detention
from cases.publishing import withdraw
from cases.writing import editing_case
from people.models import Person
from reports import desk
from reports.checks import check_issue
from reports.choices import FormKind
from reports.compiling import compile_claimed
from reports.models import Issue, Series, SeriesSection
from reports.rendering import issue_json, render_form
from reports.rendering.reading import text_of_form
from reports.rendering.traced import as_traced_page
from reports.telling.book import phrase_book
from reports.totals import tell_totals
from tests import factories
from tests.reading import recompile
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db

FIRST = (
    "So far, 6 cases have been added. 1 release has been recorded: 1 after a fine. As of 19 September 2023, the people"
    " of 4 cases are held, house arrest included: 0 before, plus 5 added, and minus 1 released. These figures count only cases that"
    " have been verified."
)
SECOND = (
    "Since our issue of 19 September 2023, 2 cases have been added. 2 releases have been recorded: 1 by a pardon and 1"
    " on other or unstated grounds. As of 26 September 2023, the people of 2 cases are held, house arrest included: 4"
    " before, plus 1 added, plus 1 newly held, minus 2 released, minus 1 who died, and minus 1 no longer counted for"
    " other reasons. These figures count only cases that have been verified."
)


@pytest.fixture
def series(db):
    series = Series.objects.create(
        slug="weekly", name="Weekly", masthead="Weekly", audience=Audience.PARTNER, has_totals=True
    )
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    return series


def compiled(series, day: int, editor) -> Issue:
    dated = date(2023, 9, day)
    issue = desk.claim_issue(series=series, dated=dated, window_to=dated, by=editor)
    assert compile_claimed(issue.pk)
    return Issue.objects.for_reading().get(pk=issue.pk)


def end(case, kind: EndKind, *, by, **more) -> None:
    with editing_case(case, by=by):
        detention = Detention.objects.get(case=case)
        detention.end_kind, detention.ended = kind, "2023-09-24"
        for name, value in more.items():
            setattr(detention, name, value)
        detention.save()


@pytest.fixture
def first(series, publish_case, researcher, editor):
    """Four held, one fined and released, one only charged; one that partners may not read."""
    held = [publish_case() for _ in range(4)]
    fined = publish_case(detentions=[{"began": "2023-09-17", "ended": "2023-09-18", "end_kind": EndKind.FINE_INSTEAD}])
    publish_case(detentions=[], charges=[{"text": "smuggling"}])
    factories.make_case(by=researcher)
    return compiled(series, 19, editor), held, fined


@pytest.fixture
def second(series, first, publish_case, researcher, reviewer, editor):
    """One pardoned, one released somehow, one dead, one withdrawn of the four; the fined one is held again; of two new
    ones one is held and the other perhaps."""
    _issue, held, fined = first
    end(held[0], EndKind.PARDON, by=researcher)
    end(held[1], EndKind.PAROLE, by=researcher)
    Person.objects.filter(pk=held[2].person_id).update(died="2023-09-26")
    with editing_case(held[2], by=researcher):
        pass
    factories.add(fined, Detention, by=researcher, began="2023-09-25")
    for case in (held[0], held[1], held[2], fined):
        factories.approve_and_publish(case, by=reviewer)
    withdraw(cases=[held[3]], audience=Audience.PARTNER, reason=WithdrawalReason.ERROR, by=reviewer)
    publish_case()
    publish_case(detentions=[{"began": "2023-09-25", "certainty": Certainty.POSSIBLE}])
    return compiled(series, 26, editor)


def test_first_issue_counts_everything(first):
    issue, _held, _fined = first
    assert issue.totals == {
        "since": None,
        "added": 6,
        "taken": 5,
        "before": 0,
        "again": 0,
        "released": {"released_fined": 1},
        "died": 0,
        "otherwise": 0,
        "held": 4,
    }
    assert issue_json(issue)["totals"]["text"] == FIRST


def test_next_issue_counts_what_changed_and_its_sum_is_who_is_held(second):
    assert second.totals == {
        "since": "2023-09-19",
        "added": 2,
        "taken": 1,
        "before": 4,
        "again": 1,
        "released": {"released": 1, "released_pardoned": 1},
        "died": 1,
        "otherwise": 1,
        "held": 2,
    }
    assert 4 + 1 + 1 - 2 - 1 - 1 == 2


def test_totals_stand_in_every_form(second):
    for kind in FormKind:
        content = render_form(second, kind)
        assert SECOND in " ".join(text_of_form(kind, content).split()), kind
    assert SECOND in " ".join(as_traced_page(second).decode().split())


def test_totals_stay_as_they_were_frozen(first, series, publish_case, reviewer):
    issue, _held, _fined = first
    desk.freeze_issue(issue=issue, by=reviewer)
    publish_case()
    Series.objects.update(has_totals=False)
    kept = Issue.objects.for_reading().get(pk=issue.pk)
    assert issue_json(kept)["totals"]["text"] == FIRST
    assert FIRST in bytes(kept.forms.get(kind="txt").content).decode()


def test_totals_that_do_not_add_up_block(first):
    issue, _held, _fined = first
    assert [finding.code for finding in check_issue(issue) if finding.code == "totals"] == []
    issue.totals["held"] = 5
    assert [finding.code for finding in check_issue(issue) if finding.blocks] == ["totals"]


def test_compiling_again_counts_again_and_a_series_without_them_has_none(first, series, editor, publish_case):
    issue, _held, _fined = first
    publish_case()
    recompile(issue=issue, by=editor)
    issue.refresh_from_db()
    assert (issue.totals["added"], issue.totals["held"]) == (7, 5)
    Series.objects.update(has_totals=False)
    recompile(issue=Issue.objects.get(), by=editor)
    assert "totals" not in issue_json(Issue.objects.for_reading().get())


def test_nothing_and_one_are_said_in_words_that_fit():
    nothing = {"since": None, "released": {}} | dict.fromkeys(
        ("added", "taken", "before", "again", "died", "otherwise", "held"), 0
    )
    said = tell_totals(nothing, date(2023, 9, 26), phrase_book("en"))
    assert said["text"] == (
        "So far, no case has been added. No release has been recorded. As of 26 September 2023, nobody is known to be"
        " held, house arrest included. These figures count only cases that have been verified."
    )
    one = nothing | {"since": "2023-09-19", "added": 1, "taken": 1, "held": 1}
    assert tell_totals(one, date(2023, 9, 26), phrase_book("en"))["text"] == (
        "Since our issue of 19 September 2023, 1 case has been added. No release has been recorded. As of 26 September"
        " 2023, the person of 1 case is held, house arrest included: 0 before and plus 1 added. These figures count only cases that"
        " have been verified."
    )
