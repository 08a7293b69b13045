"""The reading pages: what each role finds on them, what must not be there, and how they say it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from cases.filters import CaseFilter
from cases.models import Case, Charge, Detention, Event, HealthNote
from cases.pages import filter_form
from cases.writing import editing_case, note_conflict
from reports.choices import FormKind, IssueState
from reports.keeping import keep_forms
from reports.models import Entry, Issue, Passage, Section, Series
from reports.rendering import render_form
from tests import factories
from tracker.audiences import Audience
from tracker.models import ReadLog, SignInLink, User

SignIn = Callable[[User], Client]


def text_of(answer: Any) -> str:
    """What a page says, without its marks and with single spaces."""
    return " ".join(strip_tags(answer.content.decode()).replace("\xa0", " ").split())


def problem_of(answer: Any, name: str) -> str:
    """The fault that stands beside the field of that name."""
    found = re.search(rf'id="{name}-problem">(.*?)</p>', answer.content.decode(), re.DOTALL)
    return " ".join(strip_tags(found[1]).split()) if found else ""


@pytest.fixture
def samadov(researcher: User) -> Case:
    person = factories.make_person(
        "Rauf Samadov", names=["Rauf Səmədov"], occupation="satirical poet", residence="Salyan"
    )
    return factories.make_case(
        by=researcher,
        person=person,
        detentions=[
            {
                "began": "../2023-09-26",
                "known_on": date(2023, 9, 26),
                "custody_type": "pretrial_remand",
                "facility": factories.make_facility(),
                "certainty": "alleged",
                "attribution": "Lawyer Leyla Karimli",
            }
        ],
        charges=[{"text": "drug offences", "articles": ["234.4.3"]}],
    )


def make_issue(
    *, state: str = IssueState.FROZEN, audience: Audience = Audience.PUBLIC, dated: str = "2023-09-26"
) -> Issue:
    series, _ = Series.objects.get_or_create(
        slug="digest", defaults={"name": "Digest", "masthead": "Centre for Invented Studies", "audience": audience}
    )
    frozen = {"frozen_at": f"{dated}T12:00:00Z"} if state == IssueState.FROZEN else {}
    issue = Issue.objects.create(
        series=series, dated=date.fromisoformat(dated), window_to=dated, masthead=series.masthead, state=state, **frozen
    )
    section = Section.objects.create(issue=issue, heading="Human rights", position=0)
    Section.objects.create(issue=issue, heading="Nothing happened here", position=1)
    entry = Entry.objects.create(section=section, kind="note", position=0)
    Passage.objects.create(entry=entry, position=0, text="Rauf Samadov was detained.", voice="record")
    Passage.objects.create(entry=entry, position=1, text="We ask for his release.", voice="editor")
    return issue


# Home


def test_home_for_a_visitor_offers_bulletins_api_and_signing_in_and_shows_no_case(
    visitor: Client, samadov: Case
) -> None:
    page = visitor.get("/")
    assert "Public bulletins" in text_of(page)
    assert 'href="/api/v1/docs/"' in page.content.decode()
    assert 'href="/sign-in/"' in page.content.decode()
    assert "No public bulletin has been issued yet." in text_of(page)
    assert 'href="/cases/' not in page.content.decode()
    assert "in custody" not in text_of(page).lower()


def test_home_for_an_advocate_names_the_role_and_counts_by_status(
    signed_in: SignIn, advocate: User, samadov: Case
) -> None:
    page = signed_in(advocate).get("/")
    said = text_of(page)
    assert "Hello, Advocate" in said
    assert "Your role: advocate" in said
    assert "read team documents, filter and export them" in said
    assert "publish and withdraw" not in said
    assert "1 case In custody, under investigation 1 as of" in said


def test_home_for_an_admin_shows_no_case_and_leads_to_the_accounts(
    signed_in: SignIn, admin: User, samadov: Case
) -> None:
    page = signed_in(admin).get("/")
    assert "manage accounts, roles, tokens and settings" in text_of(page)
    assert 'href="/admin/"' in page.content.decode()
    assert 'href="/cases/' not in page.content.decode()
    assert "In custody" not in text_of(page)


def test_home_counts_a_members_only_case_for_its_members_alone(
    signed_in: SignIn, researcher: User, advocate: User
) -> None:
    case = factories.make_case(by=researcher, access="members")
    case.memberships.create(user=researcher)
    assert "1 case" in text_of(signed_in(researcher).get("/"))
    assert "0 cases No case has been entered yet that you may see." in text_of(signed_in(advocate).get("/"))


def test_home_lists_drafts_for_editors_only(signed_in: SignIn, editor: User, advocate: User, visitor: Client) -> None:
    make_issue()
    make_issue(state=IssueState.DRAFT, dated="2023-10-03")
    assert "3 October 2023 · Digest draft" in text_of(signed_in(editor).get("/"))
    for reader in (signed_in(advocate), visitor):
        assert "26 September 2023 · Digest" in text_of(reader.get("/"))
        assert "3 October 2023" not in text_of(reader.get("/"))


# Signing in


def test_sign_in_with_a_wrong_password_says_so_beside_the_fields(visitor: Client, advocate: User) -> None:
    page = visitor.post("/sign-in/", {"username": "advocate", "password": "wrong"})
    assert "Please enter a correct" in text_of(page)
    assert page.content.decode().count('aria-describedby="sign-in-problem"') == 2
    assert 'value="advocate"' in page.content.decode()


def test_sign_in_leads_back_to_the_page_asked_for(visitor: Client, advocate: User) -> None:
    advocate.set_password("a long enough password")
    advocate.save()
    asked = visitor.get("/cases/?status=serving")
    assert asked["Location"] == "/sign-in/?next=/cases/%3Fstatus%3Dserving"
    page = visitor.get(asked["Location"])
    assert "This page is for people who are signed in." in text_of(page)
    form = {"username": "advocate", "password": "a long enough password", "next": "/cases/?status=serving"}
    assert visitor.post("/sign-in/", form)["Location"] == "/cases/?status=serving"


def test_sign_in_link_used_twice_says_what_to_do(visitor: Client, advocate: User) -> None:
    link = SignInLink.objects.issue(advocate)
    SignInLink.objects.redeem(link.split("/")[2])
    page = Client().get(link)
    assert page.status_code == 410
    assert "ask an administrator of this site for a new one" in text_of(page)


def test_header_offers_signing_out_as_a_form(signed_in: SignIn, advocate: User) -> None:
    page = signed_in(advocate).get("/").content.decode()
    assert '<form method="post" action="/sign-out/">' in page
    assert "csrfmiddlewaretoken" in page


def test_every_page_says_so_when_four_eyes_are_off(signed_in: SignIn, advocate: User, settings: Any) -> None:
    said = "The second pair of eyes is switched off"
    assert said not in text_of(signed_in(advocate).get("/cases/"))
    settings.FOUR_EYES = False
    for path in ("/", "/cases/", "/bulletins/"):
        assert said in text_of(signed_in(advocate).get(path))


# The case list


def test_list_tells_each_case_on_a_line_in_words(
    signed_in: SignIn, advocate: User, samadov: Case, time_machine_at: Any
) -> None:
    with time_machine_at("2023-10-06"):
        page = signed_in(advocate).get("/cases/")
    said = text_of(page)
    assert (
        "Rauf Samadov satirical poet In custody, under investigation on or before 26 September 2023 Facility B "
        "drug offences (234.4.3) 10 days old"
    ) in said
    assert f'<a href="/cases/{samadov.ref}/"><bdi>Rauf Samadov</bdi></a>' in page.content.decode()
    assert page.content.decode().count(f"/cases/{samadov.ref}/") == 1


def test_list_says_the_filter_in_a_sentence(signed_in: SignIn, advocate: User, samadov: Case) -> None:
    page = signed_in(advocate).get("/cases/?facility=facility-b&held_on=2023-09-26&article=234&certainty=certain")
    assert "1 case · certainly held at Facility B on 26 September 2023, charged under 234" in text_of(page)


def test_list_shows_what_was_asked_in_its_form(signed_in: SignIn, advocate: User, samadov: Case) -> None:
    page = signed_in(advocate).get("/cases/?q=poet&facility=facility-b&article=234&article=12").content.decode()
    assert 'name="q" value="poet"' in page
    assert '<option value="facility-b" selected>Facility B</option>' in page
    # Two articles were given: one box for each, and an empty one for another.
    assert page.count('name="article"') == 3
    assert "<details open>" in page


def test_list_without_conditions_keeps_the_rest_of_the_form_folded(signed_in: SignIn, advocate: User) -> None:
    assert "<details>" in signed_in(advocate).get("/cases/").content.decode()


def test_list_with_empty_boxes_is_the_whole_list(signed_in: SignIn, advocate: User, samadov: Case) -> None:
    page = signed_in(advocate).get("/cases/?q=&name=&facility=&held_on=&certainty=possible&status=&order=&limit=")
    assert "1 case Name" in text_of(page)


def test_list_with_a_bad_day_says_so_beside_the_box_and_keeps_what_was_typed(
    signed_in: SignIn, advocate: User, samadov: Case
) -> None:
    page = signed_in(advocate).get("/cases/?held_on=2023-02-31")
    assert page.status_code == 400
    assert problem_of(page, "held_on") == "there is no such day"
    assert 'value="2023-02-31"' in page.content.decode()
    assert 'aria-describedby="held_on-problem"' in page.content.decode()
    assert 'href="#held_on"' in page.content.decode()
    assert "Samadov" not in text_of(page)


def test_list_with_a_misspelt_code_names_the_nearest(signed_in: SignIn, advocate: User, samadov: Case) -> None:
    page = signed_in(advocate).get("/cases/?charge_group=drug")
    assert problem_of(page, "charge_group") == "it is none of the codes · did you mean drugs?"
    assert "<details open>" in page.content.decode()


def test_list_with_an_unknown_parameter_names_it_and_the_nearest(signed_in: SignIn, advocate: User) -> None:
    page = signed_in(advocate).get("/cases/?facilty=facility-b")
    assert page.status_code == 400
    assert "facilty: there is no such parameter · did you mean facility?" in text_of(page)


def test_list_escapes_what_was_asked(signed_in: SignIn, advocate: User) -> None:
    page = signed_in(advocate).get("/cases/", {"q": '"><script>x</script>', "<b>": "1"}).content.decode()
    assert "<script>" not in page
    assert "<b>" not in page


def test_list_with_no_match_says_what_to_do(signed_in: SignIn, advocate: User, samadov: Case) -> None:
    said = text_of(signed_in(advocate).get("/cases/?q=nowhere"))
    assert "0 cases · with the words “nowhere” No case fits all of this." in said
    assert "Show all cases" in said


def test_list_without_any_case_says_so(signed_in: SignIn, advocate: User) -> None:
    assert "No case has been entered yet that you may see." in text_of(signed_in(advocate).get("/cases/"))


def test_list_pages_by_cursor_and_drops_empty_boxes_from_the_address(
    signed_in: SignIn, advocate: User, researcher: User
) -> None:
    for name in ("Aydin Bandaliyev", "Rena Calalova", "Vusal Demirli"):
        factories.make_case(by=researcher, person=factories.make_person(name))
    client = signed_in(advocate)
    first = client.get("/cases/?order=name&limit=2&q=")
    assert "3 cases" in text_of(first)
    following = re.search(r'rel="next" href="(.*?)"', first.content.decode())
    assert following is not None
    assert "q=" not in following[1]
    second = client.get("/cases/" + following[1].replace("&amp;", "&"))
    assert "Vusal Demirli" in text_of(second)
    assert "Rena Calalova" not in text_of(second)
    assert 'rel="next"' not in second.content.decode()


def test_list_shows_a_withheld_name_as_withheld(signed_in: SignIn, advocate: User, researcher: User) -> None:
    person = factories.make_person("Rauf Samadov", exposure=Audience.RESTRICTED)
    case = factories.make_case(by=researcher, person=person)
    said = text_of(signed_in(advocate).get("/cases/"))
    assert f"Name withheld {case.ref}" in said
    assert "Samadov" not in said


def test_list_offers_only_facilities_that_the_reader_s_cases_name(
    signed_in: SignIn, advocate: User, researcher: User, samadov: Case
) -> None:
    secret = factories.make_facility("facility-s", "Facility S")
    hidden = factories.make_case(by=researcher, access="members", detentions=[{"began": "2023-09", "facility": secret}])
    hidden.memberships.create(user=researcher)
    assert "Facility S" in text_of(signed_in(researcher).get("/cases/"))
    assert "Facility S" not in text_of(signed_in(advocate).get("/cases/"))


def test_list_for_an_outsider_is_empty(signed_in: SignIn, outsider: User, samadov: Case) -> None:
    said = text_of(signed_in(outsider).get("/cases/"))
    assert "0 cases" in said
    assert "Samadov" not in said
    assert "Facility B" not in said


def test_filter_form_has_a_place_for_every_parameter() -> None:
    placed = {*filter_form.FIRST, *(name for _heading, names in filter_form.FURTHER for name in names)}
    assert placed == set(CaseFilter.base_fields) - {"cursor", "view", "count", "facets", "fields"}
    assert placed == set(filter_form.LABELS)


def test_list_costs_the_same_queries_for_one_case_and_for_five(
    signed_in: SignIn, advocate: User, researcher: User, samadov: Case, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(advocate)
    with django_assert_max_num_queries(12) as one:
        client.get("/cases/")
    for _ in range(4):
        factories.make_case(by=researcher, charges=[{}])
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get("/cases/")


# A case


def test_case_says_who_how_it_stands_since_when_and_where(
    signed_in: SignIn, advocate: User, samadov: Case, time_machine_at: Any
) -> None:
    with time_machine_at("2023-10-06"):
        said = text_of(signed_in(advocate).get(f"/cases/{samadov.ref}/"))
    assert f"Rauf Samadov case {samadov.ref} · draft · not published" in said
    assert "satirical poet, Salyan · also: Rauf Səmədov (legal name)" in said
    assert (
        "In custody, under investigation as of 26 September 2023 (10 days old) · because: detention "
        "Since on or before 26 September 2023 Where Facility B"
    ) in said
    assert "Missing: date of arrest, authority, court, term, lawyer" in said


def test_case_says_each_record_with_its_voice_and_its_quotes(signed_in: SignIn, advocate: User, samadov: Case) -> None:
    page = signed_in(advocate).get(f"/cases/{samadov.ref}/")
    said = text_of(page)
    assert (
        "Detention Facility B, pre-trial remand Began on or before 26 September 2023 Ended not known to have ended"
        in said
    )
    assert "alleged · Lawyer Leyla Karimli · 1 source" in said
    assert "Charge “drug offences” Articles CC 234.4.3" in said
    assert "stated · unattributed · 1 source" in said
    assert "<code>../2023-09-26</code>" in page.content.decode()
    assert "<blockquote>" in page.content.decode()


def test_case_draws_certainty_and_says_the_same_in_words(signed_in: SignIn, advocate: User, samadov: Case) -> None:
    page = signed_in(advocate).get(f"/cases/{samadov.ref}/")
    assert "certainly held on 26 September 2023; possibly from a day not known with no known end" in text_of(page)
    assert page.content.decode().count('class="certain"') == 1
    assert page.content.decode().count('class="possible"') == 1
    assert 'aria-hidden="true"' in page.content.decode()


def test_case_shows_what_is_published(signed_in: SignIn, reviewer: User, advocate: User, samadov: Case) -> None:
    factories.approve_and_publish(samadov, by=reviewer)
    said = text_of(signed_in(advocate).get(f"/cases/{samadov.ref}/"))
    assert f"case {samadov.ref} · approved · published: partner version 1" in said


def test_case_puts_claims_that_do_not_fit_side_by_side(
    signed_in: SignIn, advocate: User, researcher: User, samadov: Case
) -> None:
    second = factories.add_charge(samadov, by=researcher, text="resisting the police", claim_status="conflict")
    with editing_case(samadov, by=researcher):
        note_conflict(Charge.objects.get(text="drug offences"), second, "They disagree on the charge.")
    page = signed_in(advocate).get(f"/cases/{samadov.ref}/")
    assert (
        "Claims that do not fit They disagree on the charge. Charge 1 “drug offences” stated · unattributed · 1 source "
        "Charge 2 “resisting the police” conflict · stated · unattributed · 1 source · counts as possible"
    ) in text_of(page)
    assert f'href="#charge-{second.pk}"' in page.content.decode()


def test_case_says_that_a_term_s_start_is_unknown(
    signed_in: SignIn, advocate: User, researcher: User, samadov: Case
) -> None:
    factories.add(samadov, factories.Sentence, by=researcher, kind="administrative_arrest", term_days=30)
    said = text_of(signed_in(advocate).get(f"/cases/{samadov.ref}/"))
    assert "Ends start unknown (sentence)" in said
    assert "Sentence Administrative arrest, 30 days" in said


def test_case_says_the_end_of_a_detention_as_a_claim_of_its_own(
    signed_in: SignIn, advocate: User, researcher: User
) -> None:
    ended = {
        "began": "2023-09-20",
        "began_words": "yesterday",
        "ended": "2023-09-21",
        "end_kind": "fine_instead",
        "end_certainty": "possible",
        "end_attribution": "his brother",
        "end_basis": "a court decision",
    }
    case = factories.make_case(by=researcher, detentions=[ended])
    said = text_of(signed_in(advocate).get(f"/cases/{case.ref}/"))
    assert "Began 20 September 2023 (“yesterday”)" in said
    assert (
        "Ended 21 September 2023 · fined and released · on the basis of a court decision · possible · his brother"
        in said
    )


def test_case_keeps_a_retracted_record_as_not_counting(
    signed_in: SignIn, advocate: User, researcher: User, samadov: Case
) -> None:
    factories.add(samadov, Detention, by=researcher, began="2023-10-01", claim_status="retracted")
    said = text_of(signed_in(advocate).get(f"/cases/{samadov.ref}/"))
    assert "retracted · stated · unattributed · 1 source · does not count" in said
    assert "as of 26 September 2023" in said


def test_case_marks_what_not_everyone_sees(signed_in: SignIn, advocate: User, researcher: User) -> None:
    person = factories.make_person("Rauf Samadov", exposure=Audience.TEAM)
    case = factories.make_case(by=researcher, person=person, background="Detained before.")
    factories.add(case, factories.Statement, by=researcher, kind="concern", text="is ill", visibility=Audience.PARTNER)
    page = signed_in(advocate).get(f"/cases/{case.ref}/")
    said = text_of(page)
    assert "Rauf Samadov team only" in said
    assert "Background Detained before. partners and team" in said
    assert "stated · unattributed · 1 source partners and team" in said
    assert page.content.decode().count('class="mark partner"') == 2


def test_case_of_every_record_type_says_each_text_once_or_more(
    signed_in: SignIn, advocate: User, researcher: User, samadov: Case
) -> None:
    factories.add_every_type(samadov, by=researcher, word="plain")
    said = text_of(signed_in(advocate).get(f"/cases/{samadov.ref}/")).lower()
    fields = ("place", "manner", "pretext", "charge", "judge", "condition", "needs", "treatment", "searchers")
    for what in (
        *fields,
        "statement",
        "speaker",
        "laptop",
        "owner",
        "bench",
        "ruling",
        "request",
        "answer",
        "list",
        "reasoning",
        "clarification",
        "quote",
        "source title",
    ):
        assert f"plain {what}" in said, what


def test_case_with_a_withheld_name_says_so_in_heading_and_title(
    signed_in: SignIn, advocate: User, researcher: User
) -> None:
    case = factories.make_case(
        by=researcher, person=factories.make_person("Rauf Samadov", exposure=Audience.RESTRICTED)
    )
    page = signed_in(advocate).get(f"/cases/{case.ref}/")
    assert f"<title>Name withheld · {case.ref} · Case tracker</title>" in page.content.decode()
    assert "Samadov" not in text_of(page)


def test_group_without_a_name_is_called_by_its_count_on_every_page(
    signed_in: SignIn, advocate: User, researcher: User
) -> None:
    group = factories.make_person(
        "Demonstrators of May",
        exposure=Audience.RESTRICTED,
        kind="group",
        group_size=12,
        group_qualifier="at_least",
        occupation="protester",
    )
    case = factories.make_case(by=researcher, person=group)
    client = signed_in(advocate)
    listed = text_of(client.get("/cases/"))
    assert "At least 12 unnamed people protester" in listed
    page = client.get(f"/cases/{case.ref}/")
    assert f"<title>At least 12 unnamed people · {case.ref} · Case tracker</title>" in page.content.decode()
    assert "withheld" not in listed + text_of(page)
    assert "May" not in text_of(page)


def test_group_with_a_name_has_its_count_beside_it(signed_in: SignIn, advocate: User, researcher: User) -> None:
    group = factories.make_person(
        "Demonstrators of May", kind="group", group_size=1, group_qualifier="approximately", residence="Salyan"
    )
    case = factories.make_case(by=researcher, person=group)
    client = signed_in(advocate)
    assert "Demonstrators of May about 1 person" in text_of(client.get("/cases/"))
    assert "about 1 person, Salyan" in text_of(client.get(f"/cases/{case.ref}/"))


def test_event_names_the_other_cases_that_the_reader_may_see(
    signed_in: SignIn, advocate: User, researcher: User, samadov: Case
) -> None:
    other = factories.make_case(by=researcher, person=factories.make_person("Leyla Karimli"))
    hidden = factories.make_case(by=researcher, person=factories.make_person("Aysel Orujova"), access="members")
    raid = Event.objects.create(title="A raid", place="Salyan", happened="2023-09-20", visibility=Audience.PARTNER)
    kept = Event.objects.create(title="A meeting", visibility=Audience.RESTRICTED)
    for case in (samadov, other, hidden):
        with editing_case(case, by=researcher) as locked:
            locked.happenings.add(raid, kept)
    page = signed_in(advocate).get(f"/cases/{samadov.ref}/")
    said = text_of(page)
    assert "Part of A raid, Salyan, 20 September 2023 partners and team with Leyla Karimli" in said
    assert f'href="/cases/{other.ref}/"' in page.content.decode()
    assert not [word for word in ("A meeting", "Orujova", hidden.ref) if word in said]


def test_case_hidden_and_case_missing_answer_alike(
    signed_in: SignIn, advocate: User, researcher: User, outsider: User
) -> None:
    hidden = factories.make_case(by=researcher, access="members")
    missing = signed_in(advocate).get("/cases/ZZZZZZ/")
    assert missing.status_code == 404
    for user in (advocate, outsider):
        answer = signed_in(user).get(f"/cases/{hidden.ref}/")
        assert answer.status_code == 404
        assert hidden.ref not in text_of(answer)
    assert text_of(signed_in(advocate).get(f"/cases/{hidden.ref}/")) == text_of(missing)


def test_case_costs_no_more_queries_with_more_records(
    signed_in: SignIn, reviewer: User, researcher: User, samadov: Case, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(reviewer)
    with django_assert_max_num_queries(12) as few:
        client.get(f"/cases/{samadov.ref}/")
    factories.add_every_type(samadov, by=researcher)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(f"/cases/{samadov.ref}/")


# Restricted records


def test_restricted_records_are_counted_for_those_who_may_read_them_only(
    signed_in: SignIn, researcher: User, advocate: User, reviewer: User, samadov: Case
) -> None:
    note = {"visibility": Audience.RESTRICTED, "category": "cardiac", "condition": "a heart condition"}
    factories.add(samadov, HealthNote, by=researcher, **note)
    said = text_of(signed_in(reviewer).get(f"/cases/{samadov.ref}/"))
    assert "restricted 1 record · show (reading is logged)" in said
    assert "heart" not in said
    for user in (advocate, researcher):
        page = signed_in(user).get(f"/cases/{samadov.ref}/")
        assert "restricted" not in page.content.decode()
        assert "heart" not in text_of(page)


def test_restricted_page_shows_the_notes_and_logs_who_read_them(
    signed_in: SignIn, researcher: User, reviewer: User, samadov: Case
) -> None:
    note = {"visibility": Audience.RESTRICTED, "category": "cardiac", "condition": "a heart condition"}
    record = factories.add(samadov, HealthNote, by=researcher, **note)
    said = text_of(signed_in(reviewer).get(f"/cases/{samadov.ref}/restricted/"))
    assert "Health note Heart disease: a heart condition" in said
    assert f"Reviewer healthnote:{record.pk}" in said
    assert ReadLog.objects.get().user == reviewer


def test_restricted_page_for_others_is_missing_and_logs_nothing(
    signed_in: SignIn, researcher: User, advocate: User, samadov: Case
) -> None:
    factories.add(samadov, HealthNote, by=researcher, visibility=Audience.RESTRICTED, condition="a heart condition")
    answer = signed_in(advocate).get(f"/cases/{samadov.ref}/restricted/")
    assert answer.status_code == 404
    assert "heart" not in text_of(answer)
    assert not ReadLog.objects.exists()


# Bulletins


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


# All pages


def test_pages_hold_no_inline_style_or_script_and_one_heading_of_the_first_rank(
    signed_in: SignIn, reviewer: User, samadov: Case
) -> None:
    make_issue()
    client = signed_in(reviewer)
    case = f"/cases/{samadov.ref}/"
    for path in (
        "/",
        "/cases/",
        case,
        f"{case}restricted/",
        "/bulletins/",
        "/bulletins/digest/2023-09-26/",
        "/nothing",
    ):
        answer = client.get(path)
        page = answer.content.decode()
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert " style=" not in page, path
        assert "<style" not in page, path
        assert not re.search(r"<script(?! src=\"/static/)", page), path
        assert not re.search(r"\son[a-z]+=", page), path
        assert page.count("<h1") == 1, path
        assert '<main id="main"' in page, path
        assert 'class="skip" href="#main"' in page, path


def test_headings_of_a_case_do_not_skip_a_rank(signed_in: SignIn, reviewer: User, samadov: Case) -> None:
    page = signed_in(reviewer).get(f"/cases/{samadov.ref}/").content.decode()
    ranks = [int(rank) for rank in re.findall(r"<h([1-6])", page)]
    assert ranks[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(ranks))


def test_an_address_that_is_none_says_so_and_repeats_nothing(visitor: Client, db: None) -> None:
    answer = visitor.get("/rauf-samadov/")
    assert answer.status_code == 404
    assert "There is nothing here" in text_of(answer)
    assert "samadov" not in text_of(answer)
