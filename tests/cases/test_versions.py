"""A case as its audiences read it, and the versions of its ledger, for the team."""

from __future__ import annotations

import pytest

from cases.choices import WithdrawalReason
from cases.models import Publication, Statement
from cases.publishing import approve, publish, withdraw
from cases.writing import editing_case
from tests import factories
from tests.cases.record_forms import text_of
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(publish_case, researcher):
    """Published to partners with one statement, and then given a note of the team."""
    case = publish_case(person=factories.make_person("Rauf Samadov"), detentions=[])
    factories.add(case, Statement, by=researcher, kind="context", text="for partners")
    return case


@pytest.fixture
def second_version(case, researcher, reviewer):
    factories.approve_and_publish(case, audience=Audience.PARTNER, by=reviewer)
    statement = Statement.objects.get(case=case)
    with editing_case(case, by=researcher):
        statement.text = "said in other words"
        statement.save()
    factories.approve_and_publish(case, audience=Audience.PARTNER, by=reviewer)
    return case


@pytest.fixture
def reader(signed_in, advocate):
    return signed_in(advocate)


def test_view_as_partner_is_the_published_version_and_not_what_was_written_since(case, reader):
    page = text_of(reader.get(f"/cases/{case.ref}/?as=partner"))
    assert "This is what the partner audience reads, and nothing else: version 1 of" in page
    assert "for partners" not in page
    assert "for partners" in text_of(reader.get(f"/cases/{case.ref}/"))


def test_view_as_offers_nothing_to_edit_and_nothing_of_the_teams(case, signed_in, reviewer):
    client = signed_in(reviewer)
    team, partner = (text_of(client.get(f"/cases/{case.ref}/{asked}")) for asked in ("", "?as=partner"))
    for words in ("Add a record", "Edit the case", "Missing:", "Consent", "draft"):
        assert words in team
        assert words not in partner


def test_view_as_of_an_audience_without_a_version_says_so_and_offers_reviewers_the_preview(
    case, reader, signed_in, reviewer
):
    address = f"/cases/{case.ref}/?as=public"
    said = "The public audience reads nothing of this case: it was never published to it."
    assert said in text_of(reader.get(address))
    assert "Rauf Samadov" not in text_of(reader.get(address))
    assert f"/cases/{case.ref}/review/" not in text_of(reader.get(address))
    assert f"/cases/{case.ref}/review/" in text_of(signed_in(reviewer).get(address))


def test_view_as_the_public_is_what_it_reads(publish_case, reader):
    case = publish_case(person=factories.make_person("Rauf Samadov"), audience=Audience.PUBLIC)
    page = text_of(reader.get(f"/cases/{case.ref}/?as=public"))
    assert "This is what the public audience reads, and nothing else: version 1 of" in page
    assert "Missing:" not in page


def test_view_as_after_a_withdrawal_says_when_and_why(case, reader, reviewer):
    withdraw(cases=[case], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.SAFETY)
    page = text_of(reader.get(f"/cases/{case.ref}/?as=partner"))
    assert "(to keep someone safe)" in page
    assert "Rauf Samadov" not in page


@pytest.mark.parametrize("word", ["restricted", "nobody", ""])
def test_view_as_no_audience_is_not_there(case, reader, word):
    assert reader.get(f"/cases/{case.ref}/?as={word}").status_code == 404
    assert reader.get(f"/cases/{case.ref}/versions/?as={word}").status_code == 404


def test_versions_are_listed_newest_first_with_what_each_is(second_version, reader):
    page = reader.get(f"/cases/{second_version.ref}/versions/")
    rows = [(row.version, row.kind) for row in page.context["rows"]]
    assert rows == [(3, "corrected"), (2, "published"), (1, "published")]
    assert all(row.digest[:12] in text_of(page) for row in page.context["rows"])
    assert text_of(reader.get(f"/cases/{second_version.ref}/versions/?as=public")).count("digest") == 0


def test_version_says_what_was_and_what_is(second_version, reader):
    page = reader.get(f"/cases/{second_version.ref}/versions/3/")
    (change,) = [change for change in page.context["page"].changes if change.name == "Statement"]
    was, will = ([said.text for said, is_changed in lines if is_changed] for lines in (change.before, change.after))
    assert ("for partners" in " ".join(was), "said in other words" in " ".join(will)) == (True, True)
    assert "This is the first version." in text_of(reader.get(f"/cases/{second_version.ref}/versions/1/"))
    assert reader.get(f"/cases/{second_version.ref}/versions/4/").status_code == 404


def test_version_that_was_taken_back_says_so_and_keeps_its_digest(case, reader, researcher, reviewer):
    factories.approve_and_publish(case, audience=Audience.PARTNER, by=reviewer)
    with editing_case(case, by=researcher) as locked:
        locked.title = "Another title"
    case.refresh_from_db()
    approve(case=case, by=reviewer)
    publish(cases=[case], audience=Audience.PARTNER, by=reviewer, leak=True)
    first = Publication.objects.get(ref=case.ref, version=1)
    page = text_of(reader.get(f"/cases/{case.ref}/versions/1/"))
    assert "The text of this version was taken back" in page
    assert first.digest in page
    third = text_of(reader.get(f"/cases/{case.ref}/versions/3/"))
    assert "Version 2, the one before, has no text to compare with." in third
    assert "Another title" in third
