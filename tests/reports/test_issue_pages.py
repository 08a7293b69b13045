"""Bulletins as they are read: by visitors, by the team with the evidence, as drafts."""

from __future__ import annotations

from django.test import Client

from cases.models import Case
from cases.writing import editing_case
from reports.choices import FormKind, IssueState
from reports.keeping import keep_forms
from reports.models import Entry, Issue, Passage
from reports.rendering import render_form
from tests import factories
from tests.reading import SignIn, make_issue, text_of
from tracker.audiences import Audience
from tracker.models import User


def test_issue_reads_without_an_account(visitor: Client, db: None) -> None:
    issue = Issue.objects.for_reading().get(pk=make_issue().pk)
    keep_forms(issue, {kind: render_form(issue, kind) for kind in (FormKind.TEXT, FormKind.JSON)})
    page = visitor.get("/bulletins/digest/2023-09-26/")
    said = text_of(page)
    assert (
        "Centre for Invented Studies Human rights Rauf Samadov was detained. We ask for his release. September 26, 2023"
        in said
    )
    assert "Nothing happened here" not in said
    assert 'href="/bulletins/digest/2023-09-26.txt"' in page.content.decode()
    assert 'href="/bulletins/digest/2023-09-26.json"' in page.content.decode()
    assert "evidence" not in said


def test_issue_traced_shows_each_passage_s_record_to_the_team(signed_in: SignIn, advocate: User, samadov: Case) -> None:
    record = samadov.detention_records.get()
    issue = make_issue()
    told = Passage.objects.get(position=0)
    told.records = [f"detention:{record.pk}@{record.version}"]
    told.save()
    publish_told(issue, samadov)
    page = signed_in(advocate).get("/bulletins/digest/2023-09-26/?traced=1")
    said = text_of(page)
    assert (
        f"Detention case {samadov.ref}: Facility B, pre-trial remand alleged · Lawyer Leyla Karimli · 1 source" in said
    )
    assert "the editor&#x27;s own voice" in said or "the editor's own voice" in said
    assert f'href="/cases/{samadov.ref}/#detention-{record.pk}"' in page.content.decode()
    assert "changed since" not in said


def test_evidence_names_in_words_what_the_case_says_of_the_person(
    signed_in: SignIn, advocate: User, samadov: Case
) -> None:
    issue = make_issue()
    Passage.objects.filter(position=0).update(records=[f"person:{samadov.person.ref}", "name:7", "charge:99999@1"])
    publish_told(issue, samadov)
    page = signed_in(advocate).get("/bulletins/digest/2023-09-26/?traced=1")
    said = text_of(page)
    assert "what the case says of the person: who it is" in said
    assert "what the case says of the person: name" in said
    assert "Charge not among the records that you may see" in said
    assert "name:7" not in said


def test_issue_for_partners_says_so_on_its_page_and_in_its_forms(signed_in: SignIn, advocate: User, db: None) -> None:
    made = make_issue(audience=Audience.PARTNER)
    client = signed_in(advocate)
    assert "For partners Centre for Invented Studies" in text_of(client.get("/bulletins/digest/2023-09-26/"))
    issue = Issue.objects.for_reading().get(pk=made.pk)
    assert b"For partners" in render_form(issue, FormKind.PAGE)
    assert render_form(issue, FormKind.TEXT).startswith(b"Centre for Invented Studies")
    issue.series.audience = Audience.PUBLIC
    issue.series.save()
    assert "For partners" not in text_of(client.get("/bulletins/digest/2023-09-26/"))


def publish_told(issue: Issue, case: Case) -> None:
    """Links the issue's entry to the case as a publication would."""
    reviewer = User.objects.create_user("second-reviewer", role="reviewer")
    factories.approve_and_publish(case, by=reviewer)
    entry = Entry.objects.get(section__issue=issue)
    entry.told.create(case=case, publication=case.publications.latest("seq"))


def test_issue_traced_marks_a_record_that_changed_since(
    signed_in: SignIn, advocate: User, researcher: User, samadov: Case
) -> None:
    record = samadov.detention_records.get()
    issue = make_issue()
    Passage.objects.filter(position=0).update(records=[f"detention:{record.pk}@{record.version}"])
    publish_told(issue, samadov)
    with editing_case(samadov, by=researcher):
        record.place = "Salyan"
        record.save()
    said = text_of(signed_in(advocate).get("/bulletins/digest/2023-09-26/?traced=1"))
    assert "changed since" in said


def test_issue_traced_shows_visitors_the_issue_alone(visitor: Client, researcher: User, samadov: Case) -> None:
    make_issue()
    said = text_of(visitor.get("/bulletins/digest/2023-09-26/?traced=1"))
    assert "Rauf Samadov was detained." in said
    assert "Evidence" not in said
    assert samadov.ref not in said


def test_issue_list_names_issues_by_day_and_series(visitor: Client, db: None) -> None:
    assert "No public bulletin has been issued yet." in text_of(visitor.get("/bulletins/"))
    make_issue()
    page = visitor.get("/bulletins/")
    assert "26 September 2023 · Digest" in text_of(page)
    assert 'href="/bulletins/digest/2023-09-26/"' in page.content.decode()


def test_draft_says_that_it_can_change_and_is_missing_for_others(
    signed_in: SignIn, editor: User, advocate: User, visitor: Client
) -> None:
    make_issue(state=IssueState.DRAFT)
    path = "/bulletins/digest/2023-09-26/"
    assert "draft This issue can still change; only editors and reviewers see it." in text_of(
        signed_in(editor).get(path)
    )
    assert signed_in(advocate).get(path).status_code == 404
    assert visitor.get(path).status_code == 404
