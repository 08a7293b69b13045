"""Which audience may see which field: the one table behind documents, exports, history and forms.

Every model of people, cases and reports declares one. A system check refuses a field that no audience was
chosen for, so that a new column can't be shown, or hidden, by forgetting it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db import models

from tracker.audiences import Audience

EXPOSED_APPS = ("people", "cases", "reports")


class Exposure:
    """The lowest audience of each field of a model; `never` names columns that no reader is shown as such."""

    def __init__(
        self,
        *,
        public: Iterable[str] = (),
        partner: Iterable[str] = (),
        team: Iterable[str] = (),
        restricted: Iterable[str] = (),
        never: Iterable[str] = (),
        extends: Exposure | None = None,
    ) -> None:
        self._fields: dict[str, Audience | None] = dict(extends._fields) if extends else {}
        levels = [
            (Audience.PUBLIC, public),
            (Audience.PARTNER, partner),
            (Audience.TEAM, team),
            (Audience.RESTRICTED, restricted),
            (None, never),
        ]
        for audience, names in levels:
            self._fields.update(dict.fromkeys(names, audience))

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def shows(self, name: str, audience: Audience) -> bool:
        """Whether that audience may see the field. Raises `KeyError` for a field that is not declared."""
        lowest = self._fields[name]
        return lowest is not None and audience >= lowest

    def fields_for(self, audience: Audience) -> list[str]:
        """The fields that audience may see, in the order of declaration from the widest audience on."""
        return [name for name in self._fields if self.shows(name, audience)]


def companions(model: type[models.Model]) -> set[str]:
    """Range columns that a partial date brings along; they go with their date."""
    return {
        f"{f.name}{end}" for f in model._meta.get_fields() if hasattr(f, "companion_names") for end in COMPANION_ENDS
    }


COMPANION_ENDS = ("_possible", "_certain")


def declared_models() -> Iterator[type[models.Model]]:
    """Every model of this product that must declare an exposure: all but history, whose rows obey their model's."""
    for label in EXPOSED_APPS:
        for model in apps.get_app_config(label).get_models():
            if not hasattr(model, "pgh_tracked_model") and not model._meta.proxy:
                yield model


@register
def check_exposure(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """E001 no exposure, E002 a field without an audience, E003 an audience for a field that is not there."""
    found: list[CheckMessage] = []
    for model in declared_models():
        exposure = getattr(model, "exposure", None)
        if not isinstance(exposure, Exposure):
            found.append(Error(f"{model._meta.label} declares no exposure.", obj=model, id="tracker.E001"))
            continue
        real = {f.name for f in [*model._meta.fields, *model._meta.many_to_many]} - companions(model)
        extra = set(getattr(model, "exposed_children", ()))
        for name in sorted(real - set(exposure)):
            found.append(Error(f"{model._meta.label}.{name} has no audience.", obj=model, id="tracker.E002"))
        for name in sorted(set(exposure) - real - extra):
            found.append(Error(f"{model._meta.label} has no field {name}.", obj=model, id="tracker.E003"))
    return found
