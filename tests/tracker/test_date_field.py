"""The field of partial dates: what it stores, what its ranges say to PostgreSQL, and what its form refuses."""

from datetime import date

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.functions import Upper
from django.test.utils import isolate_apps

from tracker.dates import PartialDate, PartialDateField, date_columns

D = date.fromisoformat


def make_model():
    with isolate_apps("tracker"):

        class Spell(models.Model):
            began = PartialDateField("began")
            ended = PartialDateField(null=False)

            class Meta:
                app_label = "tracker"
                constraints = [
                    models.CheckConstraint(
                        condition=models.Q(began_certain=None) | ~models.Q(began_certain__startswith="2023-01-01"),
                        name="spell_never_on_new_year",
                    )
                ]

            def __str__(self):
                return str(self.began)

    return Spell


@pytest.fixture
def spell(db):
    model = make_model()
    with connection.schema_editor() as editor:
        editor.create_model(model)
    return model


def test_save_stores_text_and_half_open_ranges(spell):
    spell.objects.create(began=PartialDate("2023-09-19/2023-09-20"), ended=PartialDate("../2023-09-26"))
    row = spell.objects.values("began", "began_possible", "began_certain", "ended_possible", "ended_certain").get()
    assert row == {
        "began": PartialDate("2023-09-19/2023-09-20"),
        "began_possible": DateRange(D("2023-09-19"), D("2023-09-21")),
        "began_certain": DateRange(D("2023-09-19"), D("2023-09-21")),
        "ended_possible": DateRange(None, D("2023-09-27"), "()"),
        "ended_certain": None,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT began, ended FROM tracker_spell")
        assert cursor.fetchall() == [("2023-09-19/2023-09-20", "../2023-09-26")]


def test_no_date_is_empty_text_with_null_ranges_and_none_in_python(spell):
    spell.objects.create(began=None)
    spell.objects.create(began="")
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT began, began_possible, began_certain FROM tracker_spell")
        assert cursor.fetchall() == [("", None, None)]
    assert [one.began for one in spell.objects.all()] == [None, None]
    assert spell().began is None


def test_bulk_create_fills_the_ranges(spell):
    spell.objects.bulk_create([spell(began="Sept 2023"), spell(began="2023~"), spell()])
    found = spell.objects.order_by("pk").values_list("began", "began_possible", "began_certain")
    assert list(found) == [
        (
            PartialDate("2023-09"),
            DateRange(D("2023-09-01"), D("2023-10-01")),
            DateRange(D("2023-09-01"), D("2023-10-01")),
        ),
        (PartialDate("2023~"), DateRange(D("2022-01-01"), D("2025-01-01")), None),
        (None, None, None),
    ]


def test_words_assigned_are_read_on_save(spell):
    one = spell(began="before 26 Sep 2023")
    one.save()
    assert one.began == PartialDate("../2023-09-25")
    one.refresh_from_db()
    assert one.began == PartialDate("../2023-09-25")


def test_change_of_the_date_changes_its_ranges(spell):
    one = spell.objects.create(began="2023-09")
    one = spell.objects.get(pk=one.pk)
    one.began = PartialDate("2024")
    assert one.began_possible == DateRange(D("2024-01-01"), D("2025-01-01"))
    one.save()
    assert spell.objects.values_list("began_possible", flat=True).get() == DateRange(D("2024-01-01"), D("2025-01-01"))


def test_named_columns_are_written_by_update_fields_and_bulk_update(spell):
    one = spell.objects.create(began="2023-09")
    one.began = PartialDate("2024")
    one.save(update_fields=date_columns("began"))
    assert spell.objects.values_list("began_possible", flat=True).get() == DateRange(D("2024-01-01"), D("2025-01-01"))
    one.began = PartialDate("2025")
    spell.objects.bulk_update([one], date_columns("began"))
    assert spell.objects.values_list("began_possible", flat=True).get() == DateRange(D("2025-01-01"), D("2026-01-01"))


def test_deferred_date_keeps_its_stored_ranges_on_save(spell):
    pk = spell.objects.create(began="2023-09", ended="2024").pk
    one = spell.objects.defer("began", "began_possible", "began_certain").get(pk=pk)
    one.ended = PartialDate("2025")
    one.save()
    row = spell.objects.values_list("began", "began_possible", "ended_possible").get()
    assert row == (
        PartialDate("2023-09"),
        DateRange(D("2023-09-01"), D("2023-10-01")),
        DateRange(D("2025-01-01"), D("2026-01-01")),
    )


def test_postgresql_answers_possible_and_certain(spell):
    spell.objects.create(began="../2023-09-26")
    spell.objects.create(began="2023-09-19/2023-09-20")
    september = DateRange(D("2023-09-01"), D("2023-10-01"))
    assert spell.objects.filter(began_possible__overlap=september).count() == 2
    assert spell.objects.filter(began_certain__contained_by=september).count() == 1
    latest = spell.objects.order_by(Upper("began_possible").desc()).first()
    assert latest.began == PartialDate("../2023-09-26")
    assert spell.objects.get(began="19 or 20 September 2023").began == PartialDate("2023-09-19/2023-09-20")
    assert spell.objects.filter(began=None).count() == 0


def test_full_clean_gives_the_reason_and_checks_constraints_on_the_new_ranges(spell):
    one = spell(began="2023-02-29")
    with pytest.raises(ValidationError) as refusal:
        one.full_clean()
    assert refusal.value.message_dict == {"began": ["There is no day 29 in 2023-02."]}
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        one.save()
    assert refusal.value.messages == ["There is no day 29 in 2023-02."]
    one.began = "2023-01-01"
    with pytest.raises(ValidationError, match="spell_never_on_new_year"):
        one.full_clean()
    one.began = "2 January 2023"
    one.full_clean()
    assert one.began == PartialDate("2023-01-02")


def test_form_reads_words_and_shows_the_reason():
    model = make_model()
    form_class = forms.modelform_factory(model, fields=["began"])
    form = form_class({"began": "19 or 20 Sep 2023"})
    assert form.is_valid()
    assert form.cleaned_data["began"] == PartialDate("2023-09-19/2023-09-20")
    refused = form_class({"began": "yesterday"})
    assert refused.errors == {
        "began": ["“yesterday” depends on the day it was said: give the day of the statement, or a date."]
    }
    assert 'value="yesterday"' in str(refused["began"])
    empty = form_class({"began": " "})
    assert empty.is_valid()
    assert empty.cleaned_data["began"] is None
    shown = form_class(instance=model(began=PartialDate("../2023-09-26")))
    assert 'value="on or before 26 September 2023"' in str(shown["began"])
    assert not form_class({"began": "on or before 26 September 2023"}, instance=shown.instance).has_changed()
    long = form_class({"began": "2" * 10_000_000})
    assert long.errors == {"began": ["A date has at most 100 characters."]}


def test_migration_state_lists_each_column_once():
    model = make_model()
    state = ProjectState()
    state.add_model(ModelState.from_model(model))
    historical = state.apps.get_model("tracker", "spell")
    expected = ["id", "began", "ended", *date_columns("began")[1:], *date_columns("ended")[1:]]
    assert [field.name for field in historical._meta.fields] == expected
    assert list(ModelState.from_model(historical).fields) == list(ModelState.from_model(model).fields)
    for name, field in ModelState.from_model(model).fields.items():
        assert field.deconstruct()[1:] == ModelState.from_model(historical).fields[name].deconstruct()[1:]


def test_field_of_an_abstract_base_gives_every_heir_its_own_columns():
    with isolate_apps("tracker"):

        class Base(models.Model):
            began = PartialDateField()

            class Meta:
                abstract = True
                app_label = "tracker"

        class One(Base):
            class Meta:
                app_label = "tracker"

            def __str__(self):
                return ""

        class Other(Base):
            class Meta:
                app_label = "tracker"

            def __str__(self):
                return ""

    for heir in (One, Other):
        assert [field.name for field in heir._meta.fields] == ["id", "began", "began_possible", "began_certain"]
    assert One(began="2023")._meta.get_field("began_possible").model is One
    assert One(began=PartialDate("2023")).began_certain == DateRange(D("2023-01-01"), D("2024-01-01"))


def test_every_model_and_its_history_has_each_range_once():
    seen = 0
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields]
        for field in model._meta.fields:
            if isinstance(field, PartialDateField):
                seen += 1
                assert [names.count(column) for column in date_columns(field.name)] == [1, 1, 1], model
    assert seen
