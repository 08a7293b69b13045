"""An issue started, waited for and frozen in pages."""

from __future__ import annotations

from datetime import date

import pytest

from cases.choices import WithdrawalReason
from cases.models import HealthNote
from cases.publishing import withdraw
from reports import desk, freezing
from reports.choices import FormKind, Voice
from reports.compiling import compile_claimed
from reports.freezing import awaited_forms, render_awaited
from reports.models import Issue, Passage
from tests import factories
from tests.reports.desk.pages import DESK, page_of, rewrite, seen_of
from tracker.audiences import Audience
from tracker.models import ReadLog

pytestmark = pytest.mark.django_db


SECOND = "You have edited this issue: a reviewer or editor who did not edit it freezes it."


FREEZE = "/bulletins/weekly/2023-09-26/freeze/"


def freeze(client, **more):
    """Asks for it; where that is not refused, workers make the forms."""
    answer = client.post(FREEZE, {"seen": seen_of(client, FREEZE), **more})
    for issue, kind in awaited_forms():
        render_awaited(issue, kind)
    return answer


def test_freezing_tells_everything_that_stands_against_it_at_once(at_desk, second, signed_in, issue):
    first, other = Passage.objects.order_by("pk")
    rewrite(at_desk, first, "Samadov is in custody.")
    Passage.objects.filter(pk=other.pk).update(records=[])
    answer = freeze(at_desk)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing was frozen." in page
    assert SECOND in page
    assert "No record carries this passage: link one, or mark it as the editor’s voice." in page.replace("&#x27;", "’")
    assert f'href="{DESK}#passage-{other.pk}"' in page
    Passage.objects.filter(pk=other.pk).update(voice=Voice.EDITOR)
    assert freeze(signed_in(second)).status_code == 302
    issue.refresh_from_db()
    assert (issue.is_frozen, issue.frozen_by) == (True, second)


def test_button_that_freezes_is_off_and_says_why_while_something_blocks(at_desk, second, signed_in, issue):
    rewrite(at_desk, Passage.objects.first(), "Somebody was apprehended.")
    page = page_of(at_desk, FREEZE)
    assert '<button type="submit" disabled aria-describedby="why-not">' in page
    assert "It can’t be frozen yet: 1 point above, marked “blocks”, has to be settled first." in page
    assert '<button type="submit">Freeze this issue</button>' in page_of(signed_in(second), FREEZE)


def test_desk_and_freeze_page_tell_whoever_edited_that_somebody_else_freezes(at_desk, second, signed_in, issue):
    rewrite(at_desk, Passage.objects.first(), "Somebody was apprehended.")
    assert f"Nothing in it keeps it from being frozen. {SECOND}" in page_of(at_desk)
    before = page_of(at_desk, "/bulletins/weekly/2023-09-26/freeze/")
    assert SECOND in before
    assert "Nothing was frozen." not in before
    assert "Nothing keeps it from being frozen." in page_of(signed_in(second))


def test_reviewer_is_a_second_person_who_reads_and_freezes_but_does_not_edit(
    at_desk, reviewer, researcher, signed_in, issue
):
    client = signed_in(reviewer)
    assert client.get("/bulletins/weekly/2023-09-26/").status_code == 200
    assert client.get(DESK).status_code == 403
    assert signed_in(researcher).get("/bulletins/weekly/2023-09-26/freeze/").status_code == 404
    assert freeze(client).status_code == 302
    issue.refresh_from_db()
    assert issue.frozen_by == reviewer


def test_nobody_freezes_an_issue_that_changed_since_they_read_it(at_desk, reviewer, signed_in, issue):
    client = signed_in(reviewer)
    path = "/bulletins/weekly/2023-09-26/freeze/"
    seen = seen_of(client, path)
    rewrite(at_desk, Passage.objects.first(), "Something else.")
    answer = client.post(path, {"seen": seen})
    assert answer.status_code == 409
    assert "Nothing was frozen. One thing needs your attention:" in answer.content.decode()
    assert "Something else." in answer.content.decode()
    issue.refresh_from_db()
    assert not issue.is_frozen


def test_empty_issue_is_frozen_only_when_that_is_said(series, editor, reviewer, signed_in):
    issue = desk.claim_issue(series=series, dated=date(2023, 9, 26), window_to=date(2023, 9, 26), by=editor)
    compile_claimed(issue.pk)
    assert "No case was published or corrected for partners since the last issue." in page_of(signed_in(editor))
    client = signed_in(reviewer)
    refused = freeze(client)
    assert refused.status_code == 422
    assert "Nothing stands in this issue. If it is meant to appear empty, say so." in refused.content.decode()
    assert freeze(client, even_empty="on").status_code == 302
    issue.refresh_from_db()
    assert issue.is_frozen


def test_issue_that_waits_for_a_worker_says_so_and_asks_again(series, editor, signed_in):
    desk.claim_issue(series=series, dated=date(2023, 9, 26), window_to=date(2023, 9, 26), by=editor)
    answer = signed_in(editor).get(DESK)
    assert "This issue is being compiled." in answer.content.decode()
    assert answer["Refresh"] == "4"
    answer = signed_in(editor).post(f"{DESK}compile/")
    assert (answer.status_code, answer["Location"]) == (302, DESK)


def test_editor_starts_an_issue_by_hand_and_finds_it_on_the_first_page(series, cases, editor, signed_in):
    client = signed_in(editor)
    page = page_of(client, "/bulletins/new/")
    assert '<option value="weekly">Weekly, for partners</option>' in page
    sent = {"series": "weekly", "dated": "26 Sep 2023", "window_from": "27 Sep 2023", "window_to": "2023-09-26"}
    refused = client.post("/bulletins/new/", sent)
    assert refused.status_code == 422
    assert "This day is before the one above." in refused.content.decode()
    answer = client.post("/bulletins/new/", {**sent, "window_from": ""})
    assert (answer.status_code, answer["Location"]) == (302, DESK)
    assert "This issue is being compiled." in page_of(client)
    assert compile_claimed(Issue.objects.get().pk)
    first_page = page_of(client, "/")
    assert f'<a href="{DESK}">Weekly: the issue of Tuesday, 26 September 2023</a>' in first_page
    assert "2 candidates, drafted" in first_page
    again = client.post("/bulletins/new/", {**sent, "window_from": ""})
    assert again.status_code == 422
    assert "Date this one the next day, or choose another series: you can start one for special issues." in (
        again.content.decode()
    )


def test_note_is_no_candidate_on_the_first_page_and_on_the_desk(at_desk, issue, editor):
    desk.add_note(section=issue.sections.get(heading="Notes"), passages=[("It rained.", [])], by=editor)
    assert "2 candidates, drafted" in page_of(at_desk, "/")
    assert 'Candidates <span class="quiet">(2, and 1 note)</span>' in page_of(at_desk)


def test_drafts_stand_on_the_first_page_of_editors_alone(issue, reviewer, signed_in):
    assert "On your desk" not in page_of(signed_in(reviewer), "/")


def test_name_that_the_editor_may_not_know_is_no_news_at_the_desk_and_refused_when_it_would_freeze(
    at_desk, second, signed_in, researcher, issue
):
    hidden_one = factories.make_person("Aynur Rustamova", exposure=Audience.TEAM, consent=None)
    closed = factories.make_case(by=researcher, person=hidden_one, access="members")
    rewrite(at_desk, Passage.objects.first(), "Aynur Rustamova saw it.")
    assert "that its readers may not see" not in page_of(at_desk)
    freezer = signed_in(second)
    assert "that its readers may not see" not in page_of(freezer, "/bulletins/weekly/2023-09-26/freeze/")
    refused = freeze(freezer)
    said = refused.content.decode()
    assert refused.status_code == 422
    assert said.count("Words stand in the text that its readers may not see.") == 1
    assert "“Aynur Rustamova”" not in said
    assert [(line.user, line.case_ref) for line in ReadLog.objects.all()] == [(second, closed.ref)]


def test_editor_who_was_refused_five_times_freezes_nothing_for_an_hour(at_desk, second, signed_in, researcher, issue):
    hidden_one = factories.make_person("Aynur Rustamova", exposure=Audience.TEAM, consent=None)
    factories.make_case(by=researcher, person=hidden_one, access="members")
    rewrite(at_desk, Passage.objects.first(), "Aynur Rustamova saw it.")
    freezer = signed_in(second)
    assert [freeze(freezer).status_code for _trial in range(5)] == [422, 422, 422, 422, 422]
    rewrite(at_desk, Passage.objects.first(), "Nobody saw it.")
    refused = freeze(freezer)
    assert refused.status_code == 422
    assert "You were refused for hidden words too often within an hour" in refused.content.decode()


def test_words_of_a_restricted_record_are_no_news_at_the_desk(at_desk, second, signed_in, cases, researcher, issue):
    secret = {"condition": "a weak heart since his childhood", "visibility": Audience.RESTRICTED}
    factories.add(cases[0], HealthNote, by=researcher, category="cardiac", **secret)
    rewrite(at_desk, Passage.objects.first(), "Known: a weak heart since his childhood.", voice="editor")
    assert "may not see" not in page_of(at_desk)
    assert "Words stand in the text that its readers may not see." in freeze(signed_in(second)).content.decode()


@pytest.fixture
def freezer(reviewer, signed_in, issue):
    """A second person who has asked that the issue be frozen; no worker has looked yet."""
    client = signed_in(reviewer)
    assert client.post(FREEZE, {"seen": seen_of(client, FREEZE)})["Location"] == FREEZE
    return client


def test_page_shows_which_forms_are_made_until_the_issue_is_frozen(freezer, reviewer, issue):
    assert "0 of 6 forms made" in page_of(freezer, FREEZE)
    render_awaited(issue.pk, FormKind.PDF)
    render_awaited(issue.pk, FormKind.TEXT)
    page = page_of(freezer, FREEZE)
    assert "2 of 6 forms made" in page
    assert "<span>PDF</span> <span>made</span>" in page
    assert "<span>DOCX</span> <span>not made yet</span>" in page
    assert freezer.get(FREEZE)["Refresh"] == "2"
    # Nobody is given what waits, and it is found by nobody.
    assert issue.forms.kept().count() == 0
    assert list(Issue.objects.visible_to(reviewer).saying("Samadov")) == []
    waiting = {form.kind: bytes(form.content) for form in issue.forms.all()}
    for _issue, kind in awaited_forms():
        render_awaited(issue.pk, kind)
    answer = freezer.get(FREEZE, follow=True)
    assert answer.redirect_chain == [("/bulletins/weekly/2023-09-26/", 302)]
    assert "The issue is frozen: it stays exactly as it is below" in answer.content.decode()
    kept = {form.kind: bytes(form.content) for form in issue.forms.kept()}
    assert sorted(kept) == ["docx", "eml", "html", "json", "pdf", "txt"]
    assert {kind: kept[kind] for kind in ("pdf", "txt")} == waiting
    assert list(awaited_forms()) == []


def test_form_that_cannot_be_made_is_named_and_nothing_is_frozen(freezer, issue, monkeypatch):
    def broken(read, kind):
        if kind == FormKind.DOCX:
            raise ValueError("no")
        return b"made"

    monkeypatch.setattr("reports.freezing.render_form", broken)
    for _issue, kind in list(awaited_forms()):
        render_awaited(issue.pk, kind)
    page = page_of(freezer, FREEZE)
    assert "Nothing was frozen." in page
    assert "The form DOCX can&#x27;t be made: tell whoever runs this site." in page
    issue.refresh_from_db()
    assert (issue.state, issue.forms.count(), list(awaited_forms())) == ("draft", 0, [])
    # Told once.
    assert "can&#x27;t be made" not in page_of(freezer, FREEZE)


def test_form_that_cannot_be_read_back_is_named_and_nothing_is_frozen(freezer, issue, monkeypatch):
    real = freezing.render_form
    monkeypatch.setattr(
        "reports.freezing.render_form", lambda read, kind: b" " if kind == FormKind.TEXT else real(read, kind)
    )
    for _issue, kind in list(awaited_forms()):
        render_awaited(issue.pk, kind)
    assert "The form Text can&#x27;t be read back, so nobody knows what it says." in page_of(freezer, FREEZE)
    issue.refresh_from_db()
    assert (issue.state, issue.forms.count()) == ("draft", 0)


def test_issue_edited_while_its_forms_are_made_is_not_frozen(freezer, at_desk, issue):
    render_awaited(issue.pk, FormKind.PDF)
    rewrite(at_desk, Passage.objects.first(), "Something else.")
    render_awaited(issue.pk, FormKind.TEXT)
    page = page_of(freezer, FREEZE)
    assert "The issue changed while its forms were made. It is not frozen: read it again as it stands below." in page
    assert "Something else." in page
    issue.refresh_from_db()
    assert (issue.state, issue.forms.count()) == ("draft", 0)


def test_withdrawal_takes_away_the_forms_that_wait_and_the_issue_is_not_frozen(freezer, reviewer, cases, issue):
    for kind in list(FormKind)[:5]:
        render_awaited(issue.pk, kind)
    withdraw(cases=[cases[0]], audience=Audience.PARTNER, reason=WithdrawalReason.CONSENT, by=reviewer)
    assert issue.forms.count() == 0
    for _issue, kind in list(awaited_forms()):
        render_awaited(issue.pk, kind)
    assert f"Case {cases[0].ref} was withdrawn: drop the entry." in page_of(freezer, FREEZE)
    issue.refresh_from_db()
    assert (issue.state, issue.forms.count()) == ("draft", 0)
