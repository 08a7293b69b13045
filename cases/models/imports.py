"""Which row of which file a case came from, so that loading the file again finds it."""

from __future__ import annotations

from django.db import models

from cases.models.case import Case
from tracker.exposure import Exposure


class ImportKey(models.Model):
    """`origin` names the file or its mapping, `key` the row in it."""

    origin = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="import_key")

    exposure = Exposure(never=["id", "origin", "key", "case"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "key"], name="import_key_once")]

    def __str__(self) -> str:
        return f"{self.origin}: {self.key}"
