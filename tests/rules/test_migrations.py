"""Migrations: none missing, linear, down and up again; triggers are where they should be; history can't be unwritten."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from pgtrigger import registered

from cases.models import Charge
from people.models import Relationship
from tests import factories
from tracker.history import writing

BASE = Path(__file__).resolve().parent.parent.parent
APPS = ("tracker", "people", "cases", "reports")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


@pytest.mark.parametrize("app", APPS)
def test_migrations_are_named_and_linear(app):
    files = sorted(path.stem for path in (BASE / app / "migrations").glob("0*.py"))
    assert [name.split("_")[0] for name in files] == [f"{n:04d}" for n in range(1, len(files) + 1)]
    assert (BASE / app / "migrations" / "max_migration.txt").read_text().strip() == files[-1]
    assert [name for name in files if "auto" in name] == []


@pytest.mark.django_db(transaction=True)
def test_all_migrations_go_down_and_up_again():
    loader = MigrationExecutor(connection).loader
    leaves = [key for key in loader.graph.leaf_nodes() if key[0] in APPS]
    MigrationExecutor(connection).migrate([(app, None) for app in ("reports", "cases", "people")])
    tables = connection.introspection.table_names()
    assert [t for t in tables if t.startswith(("reports_", "cases_", "people_"))] == []
    executor = MigrationExecutor(connection)
    executor.loader.build_graph()
    executor.migrate(leaves)
    assert {"reports_issue", "cases_document", "people_name"} <= set(connection.introspection.table_names())
    # The content types that the emptied tables took along are needed by the tests that follow.
    call_command("migrate", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_ties_that_stand_for_two_audiences_keep_the_migration_from_going_back(researcher):
    person, other = factories.make_person("Leyla Karimli"), factories.make_person("Aynur Safarli")
    ties = [Relationship.objects.create(person=person, other=other, kind="lawyer", visibility=v) for v in (2, 3)]
    with pytest.raises(IrreversibleError, match=f"{person.ref} lawyer {other.ref}"):
        MigrationExecutor(connection).migrate([("people", "0003_find_withheld_names")])
    # Nothing is undone: both stand.
    assert list(Relationship.objects.order_by("pk")) == ties
    call_command("migrate", verbosity=0)


@pytest.mark.django_db
def test_every_trigger_is_installed():
    found = {
        f"{model._meta.label}.{trigger.name}": trigger.get_installation_status(model) for model, trigger in registered()
    }
    assert len(found) > 100
    assert {name: status for name, status in found.items() if status != ("INSTALLED", True)} == {}


@pytest.mark.django_db
def test_bulk_changes_leave_history_with_who_and_why(researcher):
    case = factories.make_case(by=researcher, detentions=[])
    with writing(by=researcher, why="a repair"):
        Charge.objects.bulk_create([Charge(case=case, text=f"charge {n}") for n in range(3)])
        Charge.objects.update(text="other")
        Charge.objects.all().delete()
    events = Charge.pgh_event_model.objects.order_by("pgh_id").select_related("pgh_context")
    assert [event.pgh_label for event in events] == ["insert"] * 3 + ["update"] * 3 + ["delete"] * 3
    assert {(e.pgh_context.metadata["user"], e.pgh_context.metadata["why"]) for e in events} == {
        (researcher.pk, "a repair")
    }


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["update", "delete"])
def test_history_can_be_neither_changed_nor_deleted(researcher, act):
    factories.make_case(by=researcher, charges=[{"text": "drug offences"}])
    events = Charge.pgh_event_model.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        events.update(text="other") if act == "update" else events.delete()
    assert events.count() >= 1
