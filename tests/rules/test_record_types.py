"""What a record type still lacks, and what no model may lack."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.checks import run_checks

from cases import models as case_models
from cases.models import CaseRecord
from cases.pages.headlines import HEADLINES
from cases.records import RECORD_TYPES
from cases.schema import document_schema
from tests import factories
from tracker.exposure import Exposure, check_exposure

BASE = Path(__file__).resolve().parent.parent.parent
LANGUAGES = [
    path.name for path in (BASE / "reports" / "phrases").iterdir() if path.is_dir() and not path.name.startswith("_")
]

# Worked out from what is tracked, appended only, or a bookkeeping of readers: their history is themselves. Of subscribers
# a history would keep the addresses of those who have left.
UNTRACKED = {
    "cases.Document",
    "cases.Spell",
    "cases.CodeNumber",
    "cases.Deadline",
    "cases.NameWord",
    "cases.Publication",
    "cases.ImportKey",
    "cases.LedgerCounter",
    "reports.IssueForm",
    "reports.Freezing",
    "reports.Mention",
    "reports.Subscriber",
    "reports.Delivery",
}


def test_every_record_model_is_registered():
    subclasses = {
        model for model in apps.get_models() if issubclass(model, CaseRecord) and not hasattr(model, "pgh_label")
    }
    assert {kind.model for kind in RECORD_TYPES.values()} == subclasses
    assert all(model.__name__ in case_models.__all__ for model in subclasses)


@pytest.mark.parametrize("code", RECORD_TYPES)
def test_record_type_lacks_nothing(code):
    kind = RECORD_TYPES[code]
    columns = {field.name for field in kind.model._meta.get_fields()}
    lacks = [f"phrases in {language}" for language in LANGUAGES if not _phrases(language, code)]
    if kind.model._meta.model_name != code:
        lacks.append("a code that is the model's name, as keys say it")
    if kind.plural not in document_schema()["properties"]:
        lacks.append("a section in the documents' schema")
    lacks += [f"a date called {name}" for name in kind.dated if name not in columns]
    if code not in HEADLINES:
        lacks.append("a headline on the case page")
    if "case" not in kind.model.exposure or not str(kind.label):
        lacks.append("an exposure of its own, or a label")
    assert lacks == []


def _phrases(language: str, code: str) -> bool:
    return (BASE / "reports" / "phrases" / language / f"{code}.ftl").exists()


@pytest.mark.django_db
def test_the_suite_has_a_record_of_every_type(researcher):
    case = factories.make_case(by=researcher, detentions=[])
    factories.add_every_type(case, by=researcher)
    assert [code for code, kind in RECORD_TYPES.items() if not kind.model.objects.filter(case=case).exists()] == []


def test_every_model_is_tracked_or_says_why_not():
    ours = [m for label in ("people", "cases", "reports") for m in apps.get_app_config(label).get_models()]
    tracked = {model.pgh_tracked_model for model in ours if hasattr(model, "pgh_tracked_model")}
    plain = {model._meta.label for model in ours if not hasattr(model, "pgh_tracked_model") and model not in tracked}
    assert plain == UNTRACKED


def test_exposure_check_passes_and_refuses_a_field_without_an_audience(monkeypatch):
    assert [error for error in run_checks() if error.id and error.id.startswith("tracker.")] == []
    model = case_models.Charge
    fields = {name: audience for name, audience in model.exposure._fields.items() if name != "text"}
    lacking = Exposure()
    lacking._fields = {**fields, "no_such_field": None}
    monkeypatch.setattr(model, "exposure", lacking)
    assert {(error.id, error.msg) for error in check_exposure()} == {
        ("tracker.E002", "cases.Charge.text has no audience."),
        ("tracker.E003", "cases.Charge has no field no_such_field."),
    }


def test_model_without_an_exposure_is_refused(monkeypatch):
    monkeypatch.setattr(case_models.Facility, "exposure", None)
    assert [(e.id, e.msg) for e in check_exposure()] == [("tracker.E001", "cases.Facility declares no exposure.")]
