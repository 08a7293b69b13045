"""What is typed and not saved: kept for its author alone, sealed, within bounds, and taken up again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cases.models import Charge, Detention
from cases.publishing import send_to_review
from tests import factories
from tests.cases.record_forms import CLAIM, rows, text_of
from tracker.audiences import Audience
from tracker.models import UnfinishedForm, User
from tracker.tasks import forget_old_unfinished_forms
from tracker.unfinished import MOST_OF_A_USER

pytestmark = pytest.mark.django_db

WORDS = "He was taken from the market of Salyan"


@pytest.fixture
def case(researcher):
    person = factories.make_person("Leyla Karimli", consent=None, exposure=Audience.TEAM)
    return factories.make_case(by=researcher, person=person)


@pytest.fixture
def address(case) -> str:
    return f"/cases/{case.ref}/add/charge/"


@pytest.fixture
def writer(researcher, signed_in) -> Client:
    return signed_in(researcher)


def sheet_of(client: Client, address: str) -> str:
    return re.search(r'name="sheet" value="([\w:-]+)"', text_of(client.get(address)))[1]


def keep(client: Client, sheet: str, **typed):
    return client.post("/unfinished/keep/", {**CLAIM, **typed, "sheet": sheet})


def test_what_was_typed_is_offered_and_taken_up_as_it_was_typed(writer, address):
    keep(writer, sheet_of(writer, address), text=WORDS, articles="no article", visibility="2")
    page = text_of(writer.get(address))
    assert "You left this form unfinished on" in page
    assert WORDS not in page
    taken = text_of(writer.get(address + re.search(r"\?unfinished=[\w-]+", page)[0]))
    assert WORDS in taken
    assert 'value="no article"' in taken
    # Nobody has sent it: nothing is refused yet.
    assert "form-problems" not in taken
    assert "This is what you left unfinished on" in taken


def test_nobody_else_sees_or_throws_away_what_was_left(writer, reviewer, signed_in, address):
    keep(writer, sheet_of(writer, address), text=WORDS)
    key = UnfinishedForm.objects.get().key
    other = signed_in(reviewer)
    page = text_of(other.get(f"{address}?unfinished={key}"))
    assert (WORDS in page, "unfinished on" in page) == (False, False)
    assert key not in text_of(other.get("/drafts/"))
    assert other.post(f"/unfinished/{key}/discard/").status_code == 404
    assert UnfinishedForm.objects.count() == 1


def test_words_are_sealed_in_the_database(writer, address):
    keep(writer, sheet_of(writer, address), text=WORDS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM tracker_unfinishedform")
        [(stored,)] = cursor.fetchall()
    assert stored.startswith("gAAAA")
    assert "Salyan" not in stored


def test_saving_forgets_and_what_was_on_its_way_is_not_kept_after_all(writer, case, address):
    sheet = sheet_of(writer, address)
    keep(writer, sheet, text="half a")
    answer = writer.post(address, {**CLAIM, "text": "half a charge", "sheet": sheet})
    assert (answer.status_code, Charge.objects.get(case=case).text) == (302, "half a charge")
    assert "Not kept" in text_of(keep(writer, sheet, text="half a char"))
    assert "unfinished on" not in text_of(writer.get(address))
    assert set(UnfinishedForm.objects.values_list("is_saved", "typed")) == {(True, "")}


def test_refused_form_goes_on_on_the_same_sheet(writer, address):
    sheet = sheet_of(writer, address)
    keep(writer, sheet, text="words")
    refused = writer.post(address, {**CLAIM, "text": "", "sheet": sheet})
    again = re.search(r'name="sheet" value="([\w:-]+)"', text_of(refused))[1]
    assert refused.status_code == 422
    keep(writer, again, text="more")
    assert UnfinishedForm.objects.count() == 1


def test_two_pages_of_one_address_are_kept_apart(writer, address):
    for text in ("the first", "the second"):
        keep(writer, sheet_of(writer, address), text=text)
    assert text_of(writer.get(address)).count("You left this form unfinished on") == 2


def test_form_posted_after_the_session_ended_is_there_after_signing_in(writer, researcher, address):
    sheet = sheet_of(writer, address)
    writer.logout()
    answer = writer.post(address, {**CLAIM, "text": WORDS, "sheet": sheet}, follow=True)
    assert "What you typed is kept" in text_of(answer)
    key = UnfinishedForm.objects.get(user=researcher).key
    assert answer.redirect_chain == [(f"/sign-in/?next={address}%3Funfinished%3D{key}", 302)]
    assert WORDS not in text_of(answer)
    writer.force_login(researcher)
    assert WORDS in text_of(writer.get(f"{address}?unfinished={key}"))
    assert Charge.objects.count() == 0


def test_form_older_than_the_session_is_kept_and_shown_again(researcher, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(researcher)
    sheet = sheet_of(client, address)
    client.force_login(researcher)
    answer = client.post(address, {**CLAIM, "text": WORDS, "sheet": sheet}, follow=True)
    page = text_of(answer)
    assert "You signed in after this form was opened" in page
    assert WORDS in page
    assert Charge.objects.count() == 0
    assert client.post(address, {**CLAIM, "text": WORDS}).status_code == 403


def test_typing_goes_on_being_kept_while_nobody_is_signed_in(writer, researcher, address):
    sheet = sheet_of(writer, address)
    writer.logout()
    assert "your session has ended" in text_of(keep(writer, sheet, text=WORDS))
    assert UnfinishedForm.objects.get().user == researcher


def test_nothing_is_kept_without_a_sheet_of_this_site_or_for_somebody_else(writer, reviewer, signed_in, address):
    sheet = sheet_of(writer, address)
    for client, given in ((Client(), "forged"), (Client(), ""), (Client(), sheet[:-1]), (signed_in(reviewer), sheet)):
        assert keep(client, given, text=WORDS).status_code == 403
    User.objects.filter(username="researcher").update(is_active=False)
    assert "Not kept" in text_of(keep(Client(), sheet, text=WORDS))
    assert UnfinishedForm.objects.count() == 0


def test_too_much_is_not_kept_and_breaks_nothing(writer, address):
    sheet = sheet_of(writer, address)
    assert "Not kept" in text_of(keep(writer, sheet, text="x" * 200_001))
    assert keep(writer, sheet, text="x" * 10_000_000).status_code == 413
    assert UnfinishedForm.objects.count() == 0
    broken = f"sheet={sheet}&text=nul%00+and+%ED%A0%80"
    writer.post("/unfinished/keep/", broken, content_type="application/x-www-form-urlencoded")
    assert "nul" in text_of(writer.get(f"{address}?unfinished={UnfinishedForm.objects.get().key}"))
    assert writer.get(f"{address}?unfinished=%00").status_code == 200


def test_oldest_goes_where_somebody_leaves_very_many(writer, researcher, address):
    for number in range(MOST_OF_A_USER):
        UnfinishedForm.objects.create(user=researcher, key=f"key-{number}", address="/cases/new/")
    keep(writer, sheet_of(writer, address), text=WORDS)
    assert UnfinishedForm.objects.count() == 100
    assert not UnfinishedForm.objects.filter(key="key-0").exists()


def test_what_nobody_took_up_for_thirty_days_is_thrown_away(researcher):
    for key, days, is_saved in (("new", 29, False), ("old", 31, False), ("saved", 8, True), ("just-saved", 6, True)):
        then = timezone.now() - timedelta(days=days)
        UnfinishedForm.objects.create(user=researcher, key=key, address="/x/", kept_at=then, is_saved=is_saved)
    assert forget_old_unfinished_forms() == 2
    assert set(UnfinishedForm.objects.values_list("key", flat=True)) == {"new", "just-saved"}


def test_list_of_drafts_names_them_and_throws_them_away(writer, address, case):
    keep(writer, sheet_of(writer, address), text=WORDS)
    keep(writer, sheet_of(writer, "/cases/new/"), name="Rauf Samadov")
    page = text_of(writer.get("/drafts/"))
    assert f"Add charge to case {case.ref}" in page
    assert ("New case</a>" in page, "Rauf Samadov" in page, WORDS in page) == (True, False, False)
    assert "You left 2 forms unfinished" in text_of(writer.get("/"))
    for form in UnfinishedForm.objects.all():
        answer = writer.post(f"/unfinished/{form.key}/discard/", {"next": "/drafts/"})
        assert answer["Location"] == "/drafts/"
    assert UnfinishedForm.objects.count() == 0
    elsewhere = UnfinishedForm.objects.create(user=form.user, key="k", address="/cases/new/")
    answer = writer.post(f"/unfinished/{elsewhere.key}/discard/", {"next": "//elsewhere.example/"})
    assert answer["Location"] == "/"


def test_record_changed_meanwhile_meets_what_was_typed_over_its_earlier_version(writer, researcher):
    case = factories.make_case(by=researcher)
    record = Detention.objects.get(case=case)
    path = f"/cases/{case.ref}/records/detention/{record.pk}/"
    before = str(record.version)
    keep(writer, sheet_of(writer, path), version=before, place="typed place", custody_type="pretrial_remand")
    writer.post(path, {**CLAIM, "custody_type": "pretrial_remand", "version": before, "place": "saved place"})
    key = UnfinishedForm.objects.get(is_saved=False).key
    page = text_of(writer.get(f"{path}?unfinished={key}"))
    assert f'name="version" value="{before}"' in page
    assert 'value="typed place"' in page


@pytest.mark.parametrize(
    "path",
    [
        "/cases/new/",
        "/cases/{ref}/edit/",
        "/people/{p}/edit/",
        "/people/{p}/names/",
        "/people/{p}/consent/",
        "/people/{p}/consent/1/edit/",
        "/people/{p}/affiliations/",
        "/people/{p}/relationships/",
        "/people/{p}/citations/",
    ],
)
def test_every_form_is_taken_up(writer, case, path):
    path = path.format(ref=case.ref, p=case.person.ref)
    factories.give_consent(case.person)
    ties = rows("affiliations", {"role": "typed"}) | rows("relationships", {"other": "typed"})
    said = dict.fromkeys(("title", "occupation", "text_new1", "given_by", "cite-title"), "typed")
    keep(writer, sheet_of(writer, path), **said, **ties)
    page = text_of(writer.get(f"{path}?unfinished={UnfinishedForm.objects.get().key}"))
    assert 'value="typed"' in page
    assert "form-problems" not in page


def test_look_alikes_while_typing_are_those_of_sending(writer, publish_case):
    publish_case(person=factories.make_person("Rauf Samadov"))
    page = text_of(writer.post("/cases/new/alike/", {"name": "Rauf Səmədov"}))
    assert "Rauf Samadov" in page
    assert "sounds" in page or "same" in page
    assert ("<html" in page, "Say whether" in page) == (False, False)
    assert "Samadov" not in text_of(writer.post("/cases/new/alike/", {"name": "Leyla Karimli"}))


def test_date_is_read_back_as_saving_reads_it(writer):
    def read(text: str) -> str:
        return text_of(writer.post("/read-date/?box=began", {"began": text})).strip()

    assert read("19 or 20 Sep 2023") == "understood as: 19 or 20 September 2023 · certainly within these days"
    assert read("Sept 2023") == (
        "understood as: September 2023 · certain and possible: between 1 and 30 September 2023"
    )
    assert read("before 26 Sep 2023") == ("understood as: on or before 25 September 2023 · possible, no day is certain")
    assert read("possibly 2022") == (
        "understood as: possibly 2022 · possible: between 1 January and 31 December 2022; no day is certain"
    )
    assert read("") == ""
    assert "problem" in read("the day before")
    assert "problem" in read("\x00" * 3)


def test_comment_of_a_reviewer_is_taken_up_and_forgotten_once_it_is_sent(case, researcher, reviewer, signed_in):
    case.refresh_from_db()
    send_to_review(case=case, by=researcher)
    path, desk = f"/cases/{case.ref}/review/", signed_in(reviewer)
    typed = {"comment": WORDS, "revision": str(case.revision)}
    sheet = sheet_of(desk, path)
    keep(desk, sheet, **typed)
    assert (UnfinishedForm.objects.get().address, WORDS in text_of(desk.get(path))) == (path, False)
    page = text_of(desk.get(f"{path}?unfinished={UnfinishedForm.objects.get().key}"))
    assert WORDS in page
    assert f'href="{path}?unfinished=' in text_of(desk.get("/drafts/"))
    assert desk.post(f"/cases/{case.ref}/return/", {**typed, "sheet": sheet}).status_code == 302
    assert UnfinishedForm.objects.get().is_saved


def test_comment_that_is_sent_after_the_session_has_ended_is_kept(case, researcher, reviewer, signed_in):
    case.refresh_from_db()
    send_to_review(case=case, by=researcher)
    path, desk = f"/cases/{case.ref}/review/", signed_in(reviewer)
    sent = {"comment": WORDS, "revision": str(case.revision), "sheet": sheet_of(desk, path)}
    answer = Client().post(f"/cases/{case.ref}/return/", sent)
    assert answer["Location"].startswith("/sign-in/?next=/cases/")
    assert UnfinishedForm.objects.get().address == path
