"""Words that give away who may read them: one for each audience, planted into every free text of a row.

What is planted is decided by each model's columns, so that a new text is planted too.
"""

from __future__ import annotations

from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tracker.audiences import Audience
from tracker.dates import PartialDateField
from tracker.exposure import Exposure

M = TypeVar("M", bound=models.Model)

WORDS = {
    Audience.PUBLIC: "plumbago",
    Audience.PARTNER: "quillwort",
    Audience.TEAM: "tanglewrack",
    Audience.RESTRICTED: "ravelstone",
}
# Nobody may read this one: the identity of a sealed source, columns that no reader is shown.
SEALED = "sycamine"
MEMBERS = "mandragore"
# Stood where another text stands now: only history may still hold it.
FORMER = "fennelwick"

# The texts that are narrower than their row, written out: what an exposure says is held against this, not taken from it.
NARROWER = {
    "people.Person.citizenship": Audience.PARTNER,
    "people.Consent.given_by": Audience.RESTRICTED,
    "people.Consent.note": Audience.RESTRICTED,
    "cases.Case.title": Audience.PARTNER,
    "cases.Case.background": Audience.PARTNER,
    "cases.ReviewRound.comment": Audience.TEAM,
    "cases.ClockRule.checked_by": Audience.TEAM,
    "cases.Source.identity": Audience.RESTRICTED,
    "cases.SourceFile.file": Audience.TEAM,
    "reports.Series.time_zone": Audience.TEAM,
    "reports.SeriesSection.rule": Audience.TEAM,
    "reports.Entry.why": Audience.TEAM,
    "reports.Told.kept_because": Audience.TEAM,
    "reports.Passage.compiled_text": Audience.TEAM,
    "reports.Subscriber.address": Audience.RESTRICTED,
}
# Texts too short for a word; each is a code.
SHORT = {"language", "country", "currency", "script"}


def texts_of(model: type[models.Model]) -> list[models.Field]:
    """The columns of a model that hold free text."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField)
        and not field.choices
        and field.editable
        and not isinstance(field, PartialDateField | models.SlugField)
        and field.name not in SHORT
        and not (field.name == "sha256" or field.name == "media_type")
    ]


def lowest(model: type[models.Model], name: str) -> Audience | None:
    """The lowest audience that the model shows the field to; None for nobody."""
    exposure: Exposure = model.exposure  # type: ignore[attr-defined]
    return next((audience for audience in Audience if exposure.shows(name, audience)), None)


def word_for(model: type[models.Model], name: str, audience: Audience) -> str:
    """The word of a field in a row that this audience may see."""
    return WORDS[max(audience, NARROWER.get(f"{model._meta.label}.{name}", Audience.PUBLIC))]


def plant(row: M, audience: Audience, *, word: str = "", keep: tuple[str, ...] = ()) -> M:
    """Fills every free text of the row with the word of whoever may read it, or with the given one; saves nothing."""
    for field in texts_of(type(row)):
        if field.name not in keep:
            planted = word or word_for(type(row), field.name, audience)
            setattr(row, field.name, _text(field, planted))
    return row


def _text(field: models.Field, word: str) -> object:
    if isinstance(field, models.JSONField):
        return {"en": {"phrase": f"{word} phrase", "name": f"{word} name"}}
    if isinstance(field, models.URLField):
        return f"https://{word}.example/{field.name}"
    if isinstance(field, models.FileField):
        return f"sources/{word}.txt"
    assert not isinstance(field, ArrayField)
    text = f"{word} {field.name.replace('_', ' ')}"
    limit = field.max_length
    assert limit is None or limit >= len(word), f"{field} is too short for a word: name it in SHORT"
    return text[:limit]
