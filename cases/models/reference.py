"""What many cases share: places, codes of law, clocks."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.choices import ChargeGroup, ClockStop, CustodyType, FacilityKind, SentenceKind
from people import place_names
from people.models import Organisation
from tracker.dates import PartialDateField
from tracker.exposure import Exposure
from tracker.history import tracked


@tracked()
class Facility(models.Model):
    """A place where people are held. `slug` is its name in addresses and filters."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=FacilityKind.choices, default=FacilityKind.UNKNOWN)
    operator = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="facilities"
    )
    place = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=80, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    # Case forms are data, not rules: {"en": {"name": "the Kurdakhani detention facility"}}.
    sentence_forms = models.JSONField(default=dict, blank=True)

    exposure = Exposure(
        public=[
            "slug",
            "name",
            "kind",
            "operator",
            "place",
            "region",
            "latitude",
            "longitude",
            "parent",
            "merged_into",
            "sentence_forms",
        ],
        never=["id"],
    )

    class Meta:
        verbose_name_plural = "facilities"

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> Facility:
        """The facility that this one was merged into, or itself."""
        return self.merged_into.current if self.merged_into else self


@tracked()
class FacilityAlias(models.Model):
    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=200)
    language = models.CharField(max_length=8, blank=True)
    key = models.CharField(max_length=200, editable=False, db_index=True)

    exposure = Exposure(public=["text", "language"], never=["id", "facility", "key"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "text"], name="facility_alias_once")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        self.compute()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def compute(self) -> None:
        self.key = place_names.place_key(self.text)


@tracked()
class LegalCode(models.Model):
    slug = models.SlugField(max_length=20, unique=True, help_text=_("short form in filters: CC, CAO"))
    title = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    in_force = PartialDateField(_("in force"), blank=True)

    exposure = Exposure(public=["slug", "title", "country", "in_force"], never=["id"])

    def __str__(self) -> str:
        return self.title


# 234.4.3 and 388-1.1.1: a hyphen makes another article, a dot a paragraph of the same one.
ARTICLE_NUMBER = RegexValidator(r"^\d{1,4}(-\d{1,2})?(\.\d{1,3}(-\d{1,2})?){0,4}$", _("An article reads like 234.4.3."))


def article_prefixes(number: str) -> list[str]:
    """The number and every number above it: 234.4.3 gives 234, 234.4 and 234.4.3, and never 23."""
    parts = number.split(".")
    return [".".join(parts[: n + 1]) for n in range(len(parts))]


@tracked()
class Article(models.Model):
    code = models.ForeignKey(LegalCode, on_delete=models.PROTECT, related_name="articles")
    number = models.CharField(max_length=20, validators=[ARTICLE_NUMBER])
    title = models.CharField(max_length=250, blank=True)
    charge_group = models.CharField(max_length=20, choices=ChargeGroup.choices, blank=True)
    prefixes = ArrayField(models.CharField(max_length=20), default=list, editable=False)

    exposure = Exposure(public=["code", "number", "title", "charge_group"], never=["id", "prefixes"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="article_once")]
        indexes = [GinIndex(fields=["prefixes"], name="article_prefixes")]

    def __str__(self) -> str:
        return f"{self.code.slug}:{self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.compute()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def compute(self) -> None:
        self.prefixes = article_prefixes(self.number)


def any_stop() -> list[str]:
    return list(ClockStop.values)


# The code of the clock that every fixed term brings along: its length stands in the sentence, so it is no row.
END_OF_TERM = "end_of_term"


@tracked()
class ClockRule(models.Model):
    """A rule of law that yields a deadline (`cases/clocks.py`). No number is shipped that nobody has checked."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    starts_with = models.CharField(
        max_length=30,
        choices=[*CustodyType.choices, *[(f"sentence_{c}", label) for c, label in SentenceKind.choices]],
        help_text=_("a detention of this custody type, from its beginning; a sentence of this kind, from its day"),
    )
    length = models.PositiveIntegerField()
    unit = models.CharField(max_length=6, choices=[("hours", _("hours")), ("days", _("days")), ("months", _("months"))])
    first_day_counts = models.BooleanField(
        default=False, help_text=_("whether the day on which it starts is day one; hours run from the moment")
    )
    stopped_by = ArrayField(
        models.CharField(max_length=10, choices=ClockStop.choices),
        default=any_stop,
        blank=True,
        help_text=_("codes with commas between them: release, transfer; nothing: it runs out whatever happens"),
    )
    country = models.CharField(max_length=2, blank=True, help_text=_("nothing: everywhere"))
    citation = models.CharField(max_length=250)
    url = models.URLField(blank=True)
    checked_by = models.CharField(max_length=120)
    checked_on = models.DateField()

    exposure = Exposure(
        public=[
            "code",
            "title",
            "starts_with",
            "length",
            "unit",
            "first_day_counts",
            "stopped_by",
            "country",
            "citation",
            "url",
        ],
        team=["checked_by", "checked_on"],
        never=["id"],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(code=END_OF_TERM),
                name="clock_rule_is_not_the_end_of_a_term",
                violation_error_message=_("This code is the clock of every fixed term: choose another."),
            )
        ]

    def __str__(self) -> str:
        return self.title
