"""Review in the browser: the queue, the change, the decision, publishing and withdrawing."""

from __future__ import annotations

import html
import re

import pytest

from cases.choices import Stage
from cases.models import Case, CaseMember, Document, HealthNote, Publication, ReviewRound, Statement
from cases.publishing import approve, return_case, send_to_review
from tests import factories
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    """The page's text, each run of white space one blank."""
    body = answer.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def fresh(case: Case) -> Case:
    case.refresh_from_db()
    return case


@pytest.fixture
def case(researcher) -> Case:
    person = factories.make_person("Leyla Karimli")
    case = factories.make_case(by=researcher, person=person, charges=[{"text": "drug offences"}])
    return fresh(case)


@pytest.fixture
def desk(reviewer, signed_in):
    return signed_in(reviewer)


def test_researcher_sends_a_case_and_the_reviewer_finds_it_in_the_queue(case, researcher, desk, signed_in):
    assert "No case waits for a reviewer." in words(desk.get("/review/"))
    client = signed_in(researcher)
    assert "Send to review" in words(client.get(f"/cases/{case.ref}/"))
    for _twice in range(2):
        assert client.post(f"/cases/{case.ref}/send/").status_code == 302
    page = words(client.get(f"/cases/{case.ref}/"))
    assert "In review" in page
    assert "Send to review" not in page
    queue = words(desk.get("/review/"))
    assert f"Leyla Karimli · {case.ref}" in queue
    assert "edited by Researcher · nothing stands against publishing to partners" in queue
    assert ReviewRound.objects.count() == 1


def test_queue_has_the_case_sent_first_on_top_and_counts_what_stands_against_it(researcher, desk, time_machine_at):
    names = {"2026-01-03": "Second Aliyev", "2026-01-02": "First Aliyev"}
    for day, name in names.items():
        with time_machine_at(day):
            person = factories.make_person(name, consent=None)
            case = factories.make_case(by=researcher, person=person)
            send_to_review(case=case, by=researcher)
    queue = words(desk.get("/review/"))
    assert queue.index("First Aliyev") < queue.index("Second Aliyev")
    assert "sent 2 January 2026" in queue
    assert "1 reason stands against publishing to partners" in queue


def test_review_is_for_reviewers_and_hidden_cases_are_not_there(case, researcher, reviewer, advocate, signed_in):
    paths = [f"/cases/{case.ref}/{door}/" for door in ("approve", "return", "publish", "withdraw")]
    for user in (researcher, advocate):
        client = signed_in(user)
        assert client.get(f"/cases/{case.ref}/review/").status_code == 403
        assert [client.post(path).status_code for path in paths] == [403, 403, 403, 403]
    assert signed_in(advocate).post(f"/cases/{case.ref}/send/").status_code == 403
    closed = factories.make_case(by=researcher, access="members")
    CaseMember.objects.create(case=closed, user=researcher)
    assert signed_in(reviewer).get(f"/cases/{closed.ref}/review/").status_code == 404
    assert signed_in(reviewer).post(f"/cases/{closed.ref}/approve/", {"revision": "1"}).status_code == 404


def test_reviewer_approves_and_publishes_the_version_that_the_button_names(case, researcher, desk, partner):
    send_to_review(case=case, by=researcher)
    page = words(desk.get(f"/cases/{case.ref}/review/"))
    assert "This revision is not approved." in page
    assert "for the first time" not in page
    assert "Not approved yet: edited by Researcher" in page
    desk.post(f"/cases/{case.ref}/approve/", {"revision": case.revision})
    page = words(desk.get(f"/cases/{case.ref}/review/"))
    assert "Publish to partners for the first time" in page
    widest = "Publish to the public and partners for the first time"
    assert f"To the public Everybody will be able to read it. {widest}" in page
    sent = {"revision": case.revision, "audience": "partner"}
    answer = desk.post(f"/cases/{case.ref}/publish/", sent, follow=True)
    assert f"Case {case.ref} is published to partners." in answer.content.decode()
    assert partner.json(f"cases/{case.ref}/")["version"] == 1
    assert not Document.objects.filter(case=case, audience=Audience.PUBLIC).exists()
    again = desk.post(f"/cases/{case.ref}/publish/", sent, follow=True)
    assert "Nothing was published." in again.content.decode()
    assert Publication.objects.count() == 1


def test_withheld_name_is_said_plainly_with_the_way_to_its_consent(researcher, reviewer, desk):
    person = factories.make_person("Leyla Karimli", consent=None, exposure=Audience.TEAM)
    case = factories.make_case(by=researcher, person=person)
    approve(case=case, by=reviewer)
    answer = desk.get(f"/cases/{case.ref}/review/")
    no_consent = "The name is withheld: no valid consent lets partners read it."
    setting = "The name is withheld: “Who sees the name” of the person is set to “team”."
    assert f"Nothing stands against it. {no_consent} {setting}" in words(answer)
    body = answer.content.decode()
    assert f'<a href="/people/{person.ref}/consent/">{no_consent}' in body
    assert f'<a href="/people/{person.ref}/edit/#id_name_exposure">The name is withheld: “Who sees' in body
    factories.give_consent(person)
    page = words(desk.get(f"/cases/{case.ref}/review/"))
    assert "no valid consent" not in page
    assert page.count(setting) == 2


def test_next_version_is_named_by_its_number(publish_case, researcher, reviewer, desk):
    case = publish_case(charges=[{"text": "drug offences"}])
    factories.add(case, Statement, by=researcher, kind="denial", text="the charge")
    approve(case=fresh(case), by=reviewer)
    assert "Publish to partners as version 2" in words(desk.get(f"/cases/{case.ref}/review/"))


@pytest.mark.django_db(transaction=True)
def test_correction_is_called_one_and_its_reason_is_told_the_reviewer(publish_case, researcher, reviewer, desk):
    case = publish_case(charges=[{"text": "drug offences"}])
    charge = case.charge_records.get()
    with factories.editing_case(case, by=researcher, why="the court paper says otherwise"):
        charge.text = "insult"
        charge.save()
    approve(case=fresh(case), by=reviewer)
    page = words(desk.get(f"/cases/{case.ref}/review/"))
    assert "“the court paper says otherwise” Researcher" in page
    assert "Publish to partners as a correction, version 2" in page
    assert "Publish to the public for the first time and to partners as a correction, version 2" in page


def test_public_is_told_for_the_first_time_and_partners_nothing_again(publish_case, desk):
    case = publish_case(charges=[{"text": "drug offences"}])
    page = words(desk.get(f"/cases/{case.ref}/review/"))
    assert "Publish to the public for the first time" in page
    assert "for the first time and to partners" not in page
    assert "Reasons given for the changes" not in page


def test_change_stands_in_two_columns_with_what_was_and_what_would_be(researcher, reviewer, desk, publish_case):
    case = publish_case(charges=[{"text": "drug offences"}])
    charge = case.charge_records.get()
    factories.add(case, Statement, by=researcher, kind="denial", text="the charge")
    with factories.editing_case(case, by=researcher):
        charge.text = "insult"
        charge.save()
    page = words(desk.get(f"/cases/{case.ref}/review/"))
    partners = page[page.index("“partner”") : page.index("“public”")]
    changes = partners[partners.index("What would change") : partners.index("Everything that would be read")]
    assert "Version 1 is published." in partners
    assert re.search(r"Charge changed now “drug offences” .* would be “insult”", changes)
    assert re.search(r"Statement new would be Denial: the charge", changes)
    assert "Detention" not in changes


def test_reviewer_sees_every_reason_with_its_place_and_what_is_withheld(researcher, desk):
    person = factories.make_person("Leyla Karimli", consent=None, exposure=Audience.PARTNER)
    case = factories.make_case(by=researcher, person=person)
    note = factories.add(case, HealthNote, by=researcher, category="cardiac", condition="weak heart", cited=False)
    hidden = factories.add(
        case, HealthNote, by=researcher, category="cardiac", condition="a secret", visibility=Audience.RESTRICTED
    )
    answer = desk.get(f"/cases/{case.ref}/review/")
    body, page = answer.content.decode(), words(answer)
    assert f'href="/cases/{case.ref}/#consent"' in body
    assert f'href="/cases/{case.ref}/#healthnote-{note.pk}"' in body
    assert "a secret" not in body
    assert hidden.key not in body
    assert "1 record is in no document." in page
    public = page[page.index("“public”") :]
    assert "Name: Leyla Karimli" in public[public.index("What would be withheld") : public.index("Decide")]


def test_own_edit_is_approved_by_somebody_else_and_the_page_says_so(reviewer, desk, settings):
    case = fresh(factories.make_case(by=reviewer))
    page = words(desk.get(f"/cases/{case.ref}/review/"))
    assert "You edited this case since its last approval: somebody else approves and publishes it." in page
    assert "Approve" not in page.partition("Decide")[2].split()
    answer = desk.post(f"/cases/{case.ref}/approve/", {"revision": case.revision})
    assert answer.status_code == 409
    assert "You edited this case since its last approval: somebody else approves it." in words(answer)
    assert fresh(case).stage == Stage.DRAFT
    settings.FOUR_EYES = False
    assert desk.post(f"/cases/{case.ref}/approve/", {"revision": case.revision}).status_code == 302


def test_case_changed_meanwhile_is_neither_approved_nor_sent_back_nor_published(case, researcher, reviewer, desk):
    send_to_review(case=case, by=researcher)
    old = case.revision
    factories.add(case, Statement, by=researcher, kind="denial", text="the charge")
    send_to_review(case=case, by=researcher)
    for door, sent in (("approve", {}), ("return", {"comment": "Which court?"})):
        answer = desk.post(f"/cases/{case.ref}/{door}/", {"revision": old, **sent})
        assert answer.status_code == 409
        assert "The case was changed after this page was opened." in words(answer)
    assert "Which court?" in answer.content.decode()
    assert fresh(case).stage == Stage.IN_REVIEW
    approve(case=case, by=reviewer)
    answer = desk.post(f"/cases/{case.ref}/publish/", {"revision": old, "audience": "partner"})
    assert answer.status_code == 409
    assert Publication.objects.count() == 0


def test_refused_publication_tells_every_reason_at_once_and_changes_nothing(researcher, reviewer, desk):
    person = factories.make_person("Leyla Karimli", consent=None)
    case = factories.make_case(by=researcher, person=person)
    factories.add(case, Statement, by=researcher, kind="denial", text="the charge", cited=False)
    answer = desk.post(f"/cases/{case.ref}/publish/", {"revision": fresh(case).revision, "audience": "partner"})
    assert answer.status_code == 409
    refused = words(answer).partition("Refused; nothing was changed:")[2]
    for reason in ("This revision is not approved.", "has no citation.", "No valid consent on “name” for partners"):
        assert reason in refused[:400]
    assert Publication.objects.count() == 0


def test_returned_case_shows_the_comment_to_its_researchers_until_it_is_sent_again(case, researcher, desk, signed_in):
    send_to_review(case=case, by=researcher)
    sent = {"revision": case.revision, "comment": "Which court?\nAnd <b>when</b>?"}
    assert desk.post(f"/cases/{case.ref}/return/", sent).status_code == 302
    client = signed_in(researcher)
    body = client.get(f"/cases/{case.ref}/").content.decode()
    assert "Which court?<br>And &lt;b&gt;when&lt;/b&gt;?" in body
    assert "Reviewer" in words(client.get(f"/cases/{case.ref}/"))
    client.post(f"/cases/{case.ref}/send/")
    assert "Which court?" not in client.get(f"/cases/{case.ref}/").content.decode()


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("", "Say what has to be mended"),
        (" \n ", "Say what has to be mended"),
        ("a\x00b", "Null characters are not allowed."),
        ("x" * 5001, "at most 5000 characters"),
    ],
)
def test_bad_comment_is_refused_beside_its_field_and_kept(case, researcher, desk, comment, said):
    send_to_review(case=case, by=researcher)
    answer = desk.post(f"/cases/{case.ref}/return/", {"revision": case.revision, "comment": comment})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert words(answer).count(said) == 2
    assert 'href="#return-comment"' in body
    assert 'id="return-comment_error"' in body
    assert re.search(r'<textarea[^>]*aria-invalid="true"[^>]*aria-describedby="return-comment_error"', body)
    if len(comment) > 5:
        assert comment in body
    assert fresh(case).stage == Stage.IN_REVIEW


def test_absurd_comment_gets_a_clear_error(case, desk):
    answer = desk.post(f"/cases/{case.ref}/return/", {"revision": case.revision, "comment": "x" * 10_000_000})
    assert answer.status_code == 413
    assert "Sign out" in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"revision": "x"}, {"revision": "1", "audience": "%d"}])
def test_button_without_a_revision_or_audience_publishes_nothing(case, reviewer, desk, sent):
    approve(case=case, by=reviewer)
    assert desk.post(f"/cases/{case.ref}/publish/", sent).status_code == 422
    assert Publication.objects.count() == 0


def test_warning_is_cleared_with_a_reason_and_not_without(researcher, reviewer, desk):
    other = factories.make_person("Kamran Huseynli", exposure=Audience.TEAM, consent=None)
    case = factories.make_case(by=researcher)
    factories.add(case, Statement, by=researcher, kind="own_words", text="Huseynli was there", speaker=other)
    approve(case=case, by=reviewer)
    page = words(desk.get(f"/cases/{case.ref}/review/"))
    assert "a warning, which a reason may clear" in page
    sent = {"revision": fresh(case).revision, "audience": "partner"}
    assert desk.post(f"/cases/{case.ref}/publish/", {**sent, "cleared": ""}).status_code == 409
    assert desk.post(f"/cases/{case.ref}/publish/", {**sent, "cleared": "a namesake"}).status_code == 302
    assert Publication.objects.count() == 1


def test_withdrawal_is_asked_again_and_takes_the_case_from_its_readers(publish_case, desk, partner):
    case = publish_case(audience=Audience.PUBLIC)
    page = words(desk.get(f"/cases/{case.ref}/withdraw/"))
    assert "Published now: public version 1, partner version 1" in page
    assert partner.get(f"/api/v1/cases/{case.ref}/").status_code == 200
    answer = desk.post(f"/cases/{case.ref}/withdraw/", {"audience": "partner", "reason": ""})
    assert answer.status_code == 422
    assert words(answer).count("Say why it is withdrawn") == 2
    assert partner.get(f"/api/v1/cases/{case.ref}/").status_code == 200
    sent = {"audience": "partner", "reason": "error"}
    answer = desk.post(f"/cases/{case.ref}/withdraw/", sent, follow=True)
    assert "2 versions were withdrawn." in answer.content.decode()
    assert partner.get(f"/api/v1/cases/{case.ref}/").status_code == 404
    again = desk.post(f"/cases/{case.ref}/withdraw/", sent, follow=True)
    assert "nothing was withdrawn" in again.content.decode()
    assert Publication.objects.count() == 4


def test_erasure_is_no_reason_of_this_page(publish_case, desk):
    case = publish_case()
    for reason in ("consent", "erasure", "name_withheld"):
        sent = {"audience": "partner", "reason": reason}
        assert desk.post(f"/cases/{case.ref}/withdraw/", sent).status_code == 422
    assert Publication.objects.count() == 1


def test_case_of_every_type_of_record_can_be_reviewed_for_every_audience(researcher, desk, publish_case):
    case = publish_case(audience=Audience.PUBLIC)
    for audience in (Audience.PUBLIC, Audience.PARTNER, Audience.TEAM):
        factories.add_every_type(case, by=researcher, visibility=audience, word=f"{audience.code}word")
    page = words(desk.get(f"/cases/{case.ref}/review/"))
    public = page[page.index("“public”") : page.index("Decide")]
    preview, withheld = public.split("What would be withheld")
    assert "publicword charge" in preview
    assert "partnerword" not in preview
    assert "partnerword charge" in withheld
    assert "teamword charge" in withheld


def test_return_is_told_with_its_reviewer(case, researcher, reviewer):
    send_to_review(case=case, by=researcher)
    return_case(case=case, by=reviewer, comment="Which court?")
    round_ = ReviewRound.objects.get()
    assert (round_.sent_by, round_.decided_by, round_.comment) == (researcher, reviewer, "Which court?")
