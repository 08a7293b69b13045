"""Sealed text: nothing readable in the database, every key of the list opens, rotation takes old keys out of use."""

import pickle
from datetime import date
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection

from people.models import Consent, Person
from tracker.audiences import Audience
from tracker.sealed import CannotUnseal, SealedTextField

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))


@pytest.fixture
def field():
    made = SealedTextField()
    made.set_attributes_from_name("given_by")
    return made


@pytest.fixture
def old_key(settings):
    settings.SEALING_KEYS = [OLD]


def stored(table="people_consent"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT given_by FROM {table} ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def make_consent(given_by):
    return Consent.objects.create(
        person=Person.objects.create(),
        audience=Audience.PARTNER,
        subjects=["name"],
        basis="family",
        given_by=given_by,
        given_on=date(2026, 4, 1),
    )


def opened(key, sealed):
    return Fernet(key).decrypt(sealed.encode()).decode()


def test_words_are_sealed_on_the_way_in_and_plain_on_the_way_out(field, old_key):
    sealed = field.get_prep_value("Leyla Karimli, his sister")
    assert "Leyla" not in sealed
    assert opened(OLD, sealed) == "Leyla Karimli, his sister"
    assert field.from_db_value(sealed, None, None) == "Leyla Karimli, his sister"
    assert field.get_prep_value("Leyla Karimli, his sister") != sealed


@pytest.mark.parametrize("empty", ["", None])
def test_nothing_stays_nothing(field, empty):
    assert field.get_prep_value(empty) == empty
    assert field.from_db_value(empty, None, None) == empty


def test_older_key_of_the_list_still_opens_and_the_newest_seals(field, settings):
    settings.SEALING_KEYS = [OLD]
    sealed = field.get_prep_value("a call from Baku")
    settings.SEALING_KEYS = [NEW, OLD]
    words = field.from_db_value(sealed, None, None)
    assert words == "a call from Baku"
    assert opened(NEW, field.get_prep_value(words)) == "a call from Baku"


def test_words_not_changed_are_written_back_as_they_were(field, old_key):
    sealed = field.get_prep_value("a call from Baku")
    words = field.from_db_value(sealed, None, None)
    assert field.get_prep_value(words) == sealed
    assert field.get_prep_value(pickle.loads(pickle.dumps(words))) == sealed  # noqa: S301


@pytest.mark.parametrize("stored_text", ["Leyla Karimli", "gAAAAA=="])
def test_text_that_no_key_opens_is_an_error_that_does_not_show_it(field, old_key, stored_text):
    with pytest.raises(CannotUnseal) as fault:
        field.from_db_value(stored_text, None, None)
    assert str(fault.value).endswith("no key of TRACKER_SEALING_KEYS opens this text.")
    assert stored_text not in str(fault.value)


def test_wrong_key_is_an_error(field, settings):
    settings.SEALING_KEYS = [OLD]
    sealed = field.get_prep_value("a call from Baku")
    settings.SEALING_KEYS = [OTHER]
    with pytest.raises(CannotUnseal):
        field.from_db_value(sealed, None, None)


@pytest.mark.parametrize("lookup", ["given_by", "given_by__icontains", "given_by__startswith", "given_by__in"])
def test_sealed_text_can_not_be_searched_for(db, lookup):
    with pytest.raises(FieldError):
        Consent.objects.filter(**{lookup: "Leyla"}).count()
    assert Consent.objects.filter(given_by__isnull=True).count() == 0


def test_database_and_history_hold_no_word_of_it(db, old_key):
    consent = make_consent("Leyla Karimli, his sister")
    assert [opened(OLD, text) for text in stored() + stored("people_consentevent")] == ["Leyla Karimli, his sister"] * 2
    consent.refresh_from_db()
    consent.save()
    assert len(stored("people_consentevent")) == 1
    assert Consent.pgh_event_model.objects.get().given_by == "Leyla Karimli, his sister"


def test_rotation_seals_live_and_history_rows_with_the_newest_key(db, settings):
    settings.SEALING_KEYS = [OLD]
    make_consent("his sister")
    make_consent("")
    settings.SEALING_KEYS = [NEW, OLD]
    make_consent("his lawyer")
    out = StringIO()
    call_command("rotate_sealing_keys", stdout=out)
    assert "people.Consent.given_by: 1 sealed anew, 1 already, 0 can't be opened" in out.getvalue()
    assert "people.ConsentEvent.given_by: 1 sealed anew, 1 already, 0 can't be opened" in out.getvalue()
    assert {opened(NEW, text) for text in stored() + stored("people_consentevent") if text} == {
        "his sister",
        "his lawyer",
    }
    assert len(stored("people_consentevent")) == 3
    settings.SEALING_KEYS = [NEW]
    assert sorted(Consent.objects.values_list("given_by", flat=True)) == ["", "his lawyer", "his sister"]


def test_rotation_goes_through_every_batch(db, settings, monkeypatch):
    monkeypatch.setattr("tracker.management.commands.rotate_sealing_keys.BATCH", 2)
    settings.SEALING_KEYS = [OLD]
    for number in range(5):
        make_consent(f"speaker {number}")
    settings.SEALING_KEYS = [NEW, OLD]
    call_command("rotate_sealing_keys", stdout=StringIO())
    assert sorted(opened(NEW, text) for text in stored()) == [f"speaker {number}" for number in range(5)]


def test_rotation_without_the_old_key_says_how_many_stay_closed(db, settings):
    settings.SEALING_KEYS = [OLD]
    make_consent("his sister")
    before = stored()
    settings.SEALING_KEYS = [NEW]
    with pytest.raises(CommandError, match="2 texts can't be opened with any key"):
        call_command("rotate_sealing_keys", stdout=StringIO())
    assert stored() == before
