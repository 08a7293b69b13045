"""Sending to review, deciding, and what a reviewer is told before anything is published."""

from __future__ import annotations

import pytest

from cases.choices import ReviewOutcome, Stage
from cases.models import Document, Publication, ReviewRound, Statement
from cases.prospects import prospects
from cases.publishing import NotAllowed, PublicationRefused, approve, publish, return_case, send_to_review
from tests import factories
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


def rounds(case) -> list[tuple[str, str]]:
    return list(ReviewRound.objects.filter(case=case).order_by("pk").values_list("outcome", "comment"))


def test_case_sent_twice_opens_one_round_and_comes_back_with_the_comment(researcher, reviewer):
    case = factories.make_case(by=researcher)
    send_to_review(case=case, by=researcher)
    send_to_review(case=case, by=researcher)
    return_case(case=case, by=reviewer, comment="Which court?")
    case.refresh_from_db()
    assert case.stage == Stage.DRAFT
    assert rounds(case) == [(ReviewOutcome.RETURNED, "Which court?")]


def test_case_that_does_not_wait_is_not_sent_back(researcher, reviewer):
    case = factories.make_case(by=researcher)
    with pytest.raises(PublicationRefused) as refused:
        return_case(case=case, by=reviewer, comment="Which court?")
    assert [reason.code for reason in refused.value.reasons] == ["not_in_review"]
    with pytest.raises(NotAllowed):
        return_case(case=case, by=researcher, comment="Which court?")
    assert rounds(case) == []


def test_approved_case_is_returned_to_draft_and_what_is_published_stands(researcher, reviewer):
    case = factories.make_case(by=researcher)
    approve(case=case, by=reviewer)
    publish(cases=[case], audience=Audience.PARTNER, by=reviewer, cleared="checked")
    return_case(case=case, by=reviewer, comment="Which court?")
    case.refresh_from_db()
    assert (case.stage, case.approved_revision, case.editors) == (Stage.DRAFT, None, [researcher.pk])
    assert rounds(case) == [(ReviewOutcome.APPROVED, ""), (ReviewOutcome.RETURNED, "Which court?")]
    assert Document.objects.filter(case=case, audience=Audience.PARTNER).exists()


def test_approval_closes_the_round_and_forgets_what_was_sent_back(researcher, reviewer):
    case = factories.make_case(by=researcher)
    send_to_review(case=case, by=researcher)
    return_case(case=case, by=reviewer, comment="Which court?")
    approve(case=case, by=reviewer)
    assert rounds(case) == [(ReviewOutcome.RETURNED, "Which court?"), (ReviewOutcome.APPROVED, "")]


def test_other_revision_than_the_one_looked_at_is_neither_approved_nor_published(researcher, reviewer):
    case = factories.make_case(by=researcher)
    case.refresh_from_db()
    looked_at = case.revision
    factories.add(case, Statement, by=researcher, kind="denial", text="the charge")
    with pytest.raises(PublicationRefused):
        approve(case=case, by=reviewer, revision=looked_at)
    approve(case=case, by=reviewer, revision=looked_at + 1)
    with pytest.raises(PublicationRefused) as refused:
        publish(cases=[case], audience=Audience.PARTNER, by=reviewer, revision=looked_at)
    assert [reason.code for reason in refused.value.reasons] == ["changed"]
    assert Publication.objects.count() == 0
    publish(cases=[case], audience=Audience.PARTNER, by=reviewer, revision=looked_at + 1)
    assert Publication.objects.count() == 1


def test_prospects_tell_the_next_version_and_what_stands(researcher, reviewer, publish_case):
    case = publish_case(audience=Audience.PARTNER)
    _team, (public, partner) = prospects(case=case, by=reviewer)
    assert (public.standing, public.version, public.is_news, public.before) == (0, 1, True, {})
    assert (partner.standing, partner.version, partner.is_news) == (1, 2, False)
    factories.add(case, Statement, by=researcher, kind="denial", text="the charge")
    case.refresh_from_db()
    _team, (_public, partner) = prospects(case=case, by=reviewer)
    assert partner.is_news
    assert [reason.code for reason in partner.reasons] == ["not_approved"]
