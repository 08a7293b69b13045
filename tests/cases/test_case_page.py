"""The page of a case and its restricted records: what each role finds there and how it is said."""

from __future__ import annotations

from typing import Any

from cases.models import Case, Charge, Detention, Event, HealthNote
from cases.writing import editing_case, note_conflict
from tests import factories
from tests.reading import SignIn, text_of
from tracker.audiences import Audience
from tracker.models import ReadLog, User


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
    factories.add(samadov, HealthNote, by=researcher, **note)
    said = text_of(signed_in(reviewer).get(f"/cases/{samadov.ref}/restricted/"))
    assert "Health note Heart disease: a heart condition" in said
    assert "Reviewer Health note" in said
    assert ReadLog.objects.get().user == reviewer


def test_restricted_page_for_others_is_missing_and_logs_nothing(
    signed_in: SignIn, researcher: User, advocate: User, samadov: Case
) -> None:
    factories.add(samadov, HealthNote, by=researcher, visibility=Audience.RESTRICTED, condition="a heart condition")
    answer = signed_in(advocate).get(f"/cases/{samadov.ref}/restricted/")
    assert answer.status_code == 404
    assert "heart" not in text_of(answer)
    assert not ReadLog.objects.exists()
