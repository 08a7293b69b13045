"""An accusation as the source words it, with the articles it names and what became of it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import ChargeGroup, ChargeState
from cases.models.base import CaseRecord
from cases.models.detention import Detention
from cases.models.reference import Article
from tracker.dates import PartialDateField
from tracker.exposure import Exposure
from tracker.history import tracked, tracked_links


@tracked()
class Charge(CaseRecord):
    text = models.TextField(help_text=_("verbatim"))
    # "phrase" is how the charge stands in a sentence, per language: {"en": {"phrase": "drug offenses"}}.
    sentence_forms = models.JSONField(default=dict, blank=True)
    detention = models.ForeignKey(Detention, null=True, blank=True, on_delete=models.SET_NULL, related_name="charges")
    articles: models.ManyToManyField = models.ManyToManyField(Article, blank=True, related_name="charges")
    charge_group = models.CharField(max_length=20, choices=ChargeGroup.choices, blank=True)
    filed = PartialDateField(_("filed"), blank=True)

    exposed_children = (*CaseRecord.exposed_children, "statuses")
    exposure = Exposure(
        extends=CaseRecord.base_exposure,
        public=["text", "sentence_forms", "detention", "articles", "charge_group", "filed", "statuses"],
    )

    def clean(self) -> None:
        super().clean()
        if self.detention and self.detention.case_id != self.case_id:
            raise ValidationError({"detention": _("The detention belongs to another case.")})


@tracked_links()
class ChargeArticle(Charge.articles.through):  # type: ignore[name-defined]  # Django makes it
    """That a charge names an article, so that history tells it."""

    exposure = Exposure(public=["article"], never=["id", "charge"])

    class Meta:
        proxy = True
        verbose_name = _("article")


@tracked()
class ChargeStatus(models.Model):
    """What became of a charge, on which day; the newest is current."""

    charge = models.ForeignKey(Charge, on_delete=models.CASCADE, related_name="statuses")
    state = models.CharField(max_length=10, choices=ChargeState.choices)
    since = PartialDateField(_("since"), blank=True)

    exposure = Exposure(public=["state", "since"], never=["id", "charge"])

    def __str__(self) -> str:
        return self.get_state_display()
