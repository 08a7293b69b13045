"""Old issues, which no case carries, when somebody is withdrawn: the paragraph goes, or an editor is asked to look."""

from __future__ import annotations

import pytest

from cases.choices import WithdrawalReason
from cases.publishing import withdraw, withdraw_consent, withhold_name
from reports.archive import parse_bulletin
from reports.importing import import_issue
from reports.models import Issue, Mention, Passage, Series
from reports.tasks import render_redacted_issues
from tests import factories
from tests.reading import text_of
from tracker.audiences import Audience
from tracker.history import event_rows

pytestmark = pytest.mark.django_db

OLD = """Example Centre for Civil Rights


“Leyla Kerimli has said that those who are held for a word are held for all of us…”

Freedoms

Rauf Samadov, a satirical poet, has been moved to Facility B.

Лейла Каримли has been ill since Monday.

The sister of Karimli has not been let in.

October 3, 2019"""
PAGE = "/bulletins/weekly/2019-10-03"
GONE = "The report that stood here was withdrawn on"


@pytest.fixture
def issue(editor) -> Issue:
    series = Series.objects.create(
        slug="weekly", name="Weekly", masthead="Weekly", audience=Audience.PUBLIC, needs_second_approver=False
    )
    return import_issue(series=series, said=parse_bulletin(OLD), by=editor)


@pytest.fixture
def karimli(issue):
    return factories.make_person("Leyla Karimli", sex="female")


def test_withdrawal_takes_the_person_out_of_an_old_issue_and_asks_an_editor_about_the_rest(
    karimli, issue, publish_case, reviewer, editor, visitor, signed_in
):
    case = publish_case(person=karimli, audience=Audience.PUBLIC)
    before = dict(issue.forms.values_list("kind", "sha256"))
    withdraw(cases=[case], audience=Audience.PARTNER, reason=WithdrawalReason.CONSENT, by=reviewer)
    assert visitor.get(f"{PAGE}.txt").status_code == 404
    assert render_redacted_issues() == 1
    text = visitor.get(f"{PAGE}.txt").content.decode()
    assert "Rauf Samadov, a satirical poet, has been moved to Facility B." in text
    assert text.count(GONE) == 1
    assert "as consent to it had ended" in text
    assert "Каримли" not in text
    assert "Kerimli" not in text
    assert not Passage.objects.filter(text__contains="Каримли").exists()
    assert not event_rows(Passage).filter(text__contains="Каримли").exists()
    assert not event_rows(Issue).filter(epigraph__contains="Kerimli").exists()
    assert {form.kind: form.former_sha256 for form in issue.forms.all()} == {k: [v] for k, v in before.items()}
    client = signed_in(editor)
    assert "Weekly of 3 October 2019: 1 paragraph to look at" in text_of(client.get("/"))
    assert "1 paragraph may speak of somebody whose case was withdrawn." in text_of(client.get(f"{PAGE}/"))
    assert "may speak of somebody" not in text_of(visitor.get(f"{PAGE}/"))
    page = text_of(client.get(f"{PAGE}/mentions/"))
    assert "The sister of Karimli has not been let in." in page
    assert "satirical poet" not in page


@pytest.mark.parametrize(("act", "stays"), [("out", False), ("leave", True)])
def test_editor_takes_the_paragraph_out_or_leaves_it(
    act, stays, karimli, publish_case, reviewer, editor, visitor, signed_in
):
    case = publish_case(person=karimli, audience=Audience.PUBLIC)
    withdraw(cases=[case], audience=Audience.PARTNER, reason=WithdrawalReason.SAFETY, by=reviewer)
    client = signed_in(editor)
    assert client.post(f"{PAGE}/mentions/", {"act": f"{act}-{Mention.objects.get().pk}"}).status_code == 302
    render_redacted_issues()
    text = visitor.get(f"{PAGE}.txt").content.decode()
    assert ("The sister of Karimli" in text) == stays
    assert text.count(GONE) == (1 if stays else 2)
    assert "paragraph to look at" not in text_of(client.get("/"))
    assert "Nothing is to be looked at in this issue." in text_of(client.get(f"{PAGE}/mentions/"))
    assert client.post(f"{PAGE}/mentions/", {"act": "out-x"}).status_code == 302


def test_name_that_two_people_bear_is_for_an_editor_to_tell_apart(karimli, publish_case, reviewer, visitor):
    factories.make_person("Leyla Karimli")
    case = publish_case(person=karimli, audience=Audience.PUBLIC)
    withdraw(cases=[case], audience=Audience.PARTNER, reason=WithdrawalReason.ERROR, by=reviewer)
    render_redacted_issues()
    text = visitor.get(f"{PAGE}.txt").content.decode()
    assert "Каримли has been ill" in text
    # An epigraph can be done without.
    assert "Kerimli" not in text
    looked_at = [mention.entry.passages.get().text for mention in Mention.objects.order_by("entry__position")]
    assert looked_at == ["Лейла Каримли has been ill since Monday.", "The sister of Karimli has not been let in."]


def test_consent_of_somebody_whose_case_was_never_published_counts_too(karimli, researcher, visitor):
    factories.make_case(by=researcher, person=karimli)
    withdraw_consent(consent=karimli.consents.first(), by=researcher)
    render_redacted_issues()
    text = visitor.get(f"{PAGE}.txt").content.decode()
    assert "Каримли" not in text
    assert text.count(GONE) == 1


def test_name_withheld_from_the_public_leaves_an_old_issue(karimli, researcher, admin, reviewer, visitor):
    factories.make_case(by=researcher, person=karimli)
    withhold_name(person=karimli, below=Audience.PARTNER, by=admin if admin.may("person.merge") else reviewer)
    render_redacted_issues()
    assert "Каримли" not in visitor.get(f"{PAGE}.txt").content.decode()


def test_who_is_only_told_of_beside_somebody_stays_in_old_issues(karimli, publish_case, researcher, visitor):
    voice = {"attributed_person": karimli, "began": "2019-10-01"}
    case = publish_case(person=factories.make_person("Rauf Samadov"), audience=Audience.PUBLIC, detentions=[voice])
    withdraw_consent(consent=karimli.consents.first(), by=researcher)
    assert case.publications.filter(kind="withdrawn").exists()
    render_redacted_issues()
    text = visitor.get(f"{PAGE}.txt").content.decode()
    assert "Rauf Samadov, a satirical poet, has been moved to Facility B." in text
    assert "Каримли" not in text


def test_withdrawal_from_the_public_leaves_an_old_issue_of_partners(karimli, issue, publish_case, reviewer, editor):
    inside = Series.objects.create(
        slug="inside", name="Inside", masthead="I", audience=Audience.PARTNER, needs_second_approver=False
    )
    kept = import_issue(series=inside, said=parse_bulletin(OLD), by=editor)
    case = publish_case(person=karimli, audience=Audience.PUBLIC)
    withdraw(cases=[case], audience=Audience.PUBLIC, reason=WithdrawalReason.SAFETY, by=reviewer)
    assert (issue.forms.kept().count(), kept.forms.kept().count()) == (0, 6)


def test_person_whom_an_old_issue_does_not_name_changes_nothing(issue, publish_case, reviewer):
    case = publish_case(person=factories.make_person("Leyla Samadova"), audience=Audience.PUBLIC)
    withdraw(cases=[case], audience=Audience.PARTNER, reason=WithdrawalReason.SAFETY, by=reviewer)
    assert issue.forms.kept().count() == 6
    assert not Mention.objects.exists()
