"""The series and its issues: sections, entries, and passages that carry their evidence."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import available_timezones

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cases.models import Case, Citation, Publication
from cases.models.publication import WordsField
from reports.choices import EntryKind, EntryState, Fills, FormKind, IssueState, Voice
from reports.querysets import IssueFormQuerySet, IssueQuerySet, MentionQuerySet, SeriesQuerySet
from tracker.audiences import Audience
from tracker.exposure import Exposure
from tracker.history import tracked
from tracker.models import User

WEEKDAYS = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]


@tracked()
class Series(models.Model):
    """A bulletin that appears again and again: its masthead, sections, readers and hours."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    masthead = models.CharField(max_length=200)
    language = models.CharField(max_length=8, default="en")
    audience = models.PositiveSmallIntegerField(
        choices=[(Audience.PUBLIC.value, _("public")), (Audience.PARTNER.value, _("partner"))], default=Audience.PUBLIC
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)]),
        default=list,
        blank=True,
        help_text=_("days on which an issue is compiled, Monday is 0; empty: only by hand"),
    )
    hour = models.PositiveSmallIntegerField(default=6, validators=[MaxValueValidator(23)])
    time_zone = models.CharField(max_length=40, default="UTC")
    needs_second_approver = models.BooleanField(default=True)
    has_totals = models.BooleanField(default=False, help_text=_("a last paragraph of numbers: added, released, held"))

    objects: ClassVar[SeriesQuerySet] = SeriesQuerySet.as_manager()  # type: ignore[assignment]
    exposure = Exposure(
        public=["slug", "name", "masthead", "language"],
        team=["audience", "weekdays", "hour", "time_zone", "needs_second_approver", "has_totals"],
        never=["id"],
    )

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.name

    @property
    def readers_in_words(self) -> str:
        return str(_("partners") if self.audience == Audience.PARTNER else _("the public"))

    @property
    def mark(self) -> str:
        """What stands above the masthead of an issue that not everybody may read; empty for the public's."""
        with override(self.language):
            return str(_("For partners")) if self.audience == Audience.PARTNER else ""

    def clean(self) -> None:
        if self.time_zone not in available_timezones():
            raise ValidationError({"time_zone": _("There is no such time zone; one reads like Asia/Baku.")})


@tracked()
class SeriesSection(models.Model):
    """A heading that every issue of the series starts with; an empty section is dropped when the issue is read."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    fills = models.CharField(max_length=10, choices=Fills.choices, default=Fills.CASES)
    rule = models.CharField(
        max_length=500, blank=True, help_text=_("a question to the case list: which cases go there; empty: all others")
    )

    exposure = Exposure(public=["heading", "position"], team=["fills", "rule"], never=["id", "series"])

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["series", "heading"], name="series_section_once")]

    def __str__(self) -> str:
        return self.heading


@tracked()
class Issue(models.Model):
    """One number of a series: the changes of the ledger after `seq_from` up to `seq_to`.

    Window, issue date and publication are three things: `window_*` are days printed for orientation, `dated` is the
    dateline, `frozen_at` the moment.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="issues")
    dated = models.DateField()
    window_from = models.DateField(null=True, blank=True)
    window_to = models.DateField()
    state = models.CharField(max_length=8, choices=IssueState.choices, default=IssueState.CLAIMED)
    seq_from = models.PositiveBigIntegerField(default=0)
    seq_to = models.PositiveBigIntegerField(null=True)
    masthead = models.CharField(max_length=200, blank=True)
    epigraph = models.TextField(blank=True)
    epigraph_record = models.CharField(
        max_length=60, blank=True, editable=False, help_text=_("the record whose source says the epigraph")
    )
    dateline = models.TextField(blank=True, help_text=_("of an old issue, as it stood there"))
    totals = models.JSONField(null=True, editable=False, help_text=_("as counted when it was compiled"))
    layout = models.JSONField(null=True, editable=False, help_text=_("the unusual blank space of an old issue"))
    recompiled = models.JSONField(null=True, editable=False, help_text=_("what came of compiling it again"))
    claimed_at = models.DateTimeField(auto_now_add=True)
    compiled_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    editors = ArrayField(models.BigIntegerField(), default=list, blank=True, help_text=_("everybody who edited it"))
    frozen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    frozen_at = models.DateTimeField(null=True)

    objects: ClassVar[IssueQuerySet] = IssueQuerySet.as_manager()  # type: ignore[assignment]
    exposure = Exposure(
        public=[
            "series",
            "dated",
            "masthead",
            "epigraph",
            "dateline",
            "totals",
            "layout",
            "window_from",
            "window_to",
            "frozen_at",
        ],
        team=[
            "epigraph_record",
            "state",
            "seq_from",
            "seq_to",
            "claimed_at",
            "compiled_at",
            "recompiled",
            "edited_by",
            "editors",
            "frozen_by",
        ],
        never=["id"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "dated"], name="issue_once"),
            models.CheckConstraint(
                condition=Q(window_from=None) | Q(window_from__lte=F("window_to")),
                name="issue_window_in_order",
                violation_error_message=_("The window ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(state=IssueState.FROZEN, frozen_at__isnull=False)
                | Q(~Q(state=IssueState.FROZEN), frozen_at=None),
                name="issue_frozen_at_a_moment",
            ),
        ]
        ordering = ["-dated"]

    def __str__(self) -> str:
        return f"{self.series.slug}/{self.dated}"

    @property
    def is_frozen(self) -> bool:
        return self.state == IssueState.FROZEN

    @property
    def is_old(self) -> bool:
        """Whether it was read from an old bulletin: it covers nothing of the ledger and is never compiled."""
        return self.state != IssueState.CLAIMED and self.seq_to is None


@tracked()
class Section(models.Model):
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    exposure = Exposure(public=["heading", "position"], never=["id", "issue"])

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.heading


@tracked()
class Entry(models.Model):
    """The news of a case, or of the cases that one event struck; a note that belongs to no case; or a correction."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    state = models.CharField(max_length=8, choices=EntryState.choices, default=EntryState.INCLUDED)
    position = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=200, blank=True, help_text=_("why the compiler chose it"))
    fits_none = models.BooleanField(default=False, help_text=_("no section's rule fits its case"))
    redacted_on = models.DateField(null=True, editable=False, help_text=_("a notice took the paragraph's place"))

    exposure = Exposure(
        public=["kind", "position", "redacted_on"], team=["state", "why", "fits_none"], never=["id", "section"]
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"


@tracked()
class Told(models.Model):
    """The publication of a case that an entry tells; the next issue compares with it and repeats nothing.

    `kept_against` is the newer one that an editor saw and left untold in this issue, for a reason.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="told")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="told")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="told")
    position = models.PositiveSmallIntegerField(default=0)
    kept_against = models.ForeignKey(Publication, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kept_because = models.CharField(max_length=500, blank=True)

    exposure = Exposure(
        public=["case", "position"], team=["publication", "kept_against", "kept_because"], never=["id", "entry"]
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "told"
        constraints = [models.UniqueConstraint(fields=["entry", "case"], name="told_once")]

    def __str__(self) -> str:
        return str(self.publication)


@tracked()
class Passage(models.Model):
    """A sentence or more with its evidence: the record versions it tells, or the citations of a note.

    `text` is what stands in the issue; `compiled_text` is what the compiler last said, kept when an editor rewrites.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    compiled_text = models.TextField(blank=True)
    voice = models.CharField(max_length=6, choices=Voice.choices, default=Voice.RECORD)
    records = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    citations: models.ManyToManyField = models.ManyToManyField(Citation, blank=True, related_name="passages")

    exposure = Exposure(
        public=["text", "voice", "records", "citations", "position"], team=["compiled_text"], never=["id", "entry"]
    )

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_edited(self) -> bool:
        return self.text != self.compiled_text

    @property
    def is_traced(self) -> bool:
        """Whether a record or a citation carries it. Asks for `citations` prefetched."""
        return bool(self.records) or bool(self.citations.all())


class IssueForm(models.Model):
    """The bytes of a frozen issue in one form, with their SHA-256; or of a draft that is being frozen."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="forms")
    kind = models.CharField(max_length=5, choices=FormKind.choices)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    former_sha256 = ArrayField(
        models.CharField(max_length=64), default=list, blank=True, help_text=_("of bytes that a withdrawal took away")
    )
    # Of the text form alone: what the archive is searched by.
    words = WordsField(null=True)

    objects: ClassVar[IssueFormQuerySet] = IssueFormQuerySet.as_manager()  # type: ignore[assignment]
    exposure = Exposure(public=["kind", "content", "sha256", "former_sha256"], never=["id", "issue", "words"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "kind"], name="issue_form_once")]
        indexes = [GinIndex(fields=["words"], name="issue_form_words")]

    def __str__(self) -> str:
        return f"{self.issue} as {self.kind}"


class Freezing(models.Model):
    """Somebody asked that a draft be frozen: workers make its forms, then it is frozen, or refused.

    `seen` is the SHA-256 of the issue as data that they read; `refused` are the findings that stood against it. Gone
    when the issue is frozen.
    """

    issue = models.OneToOneField(Issue, on_delete=models.CASCADE, related_name="freezing")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    seen = models.CharField(max_length=64, editable=False)
    even_empty = models.BooleanField(default=False)
    refused = models.JSONField(null=True, editable=False)

    exposure = Exposure(never=["id", "issue", "by", "asked_at", "seen", "even_empty", "refused"])

    def __str__(self) -> str:
        return f"{self.issue} to be frozen"


class Mention(models.Model):
    """A paragraph of a frozen issue that no case carries and that may speak of somebody who was withdrawn: an editor
    says. Taken out, or looked at and left."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="mention")
    found_at = models.DateTimeField(auto_now_add=True)
    looked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    looked_at = models.DateTimeField(null=True)

    objects: ClassVar[MentionQuerySet] = MentionQuerySet.as_manager()  # type: ignore[assignment]
    exposure = Exposure(team=["entry", "found_at", "looked_by", "looked_at"], never=["id"])

    def __str__(self) -> str:
        return f"{self.entry} to be looked at"


# Models of this app that stand in a folder of their own.
from reports.mailing.models import Delivery, Subscriber  # noqa: E402

__all__ = [
    "WEEKDAYS",
    "Delivery",
    "Entry",
    "Freezing",
    "Issue",
    "IssueForm",
    "Mention",
    "Passage",
    "Section",
    "Series",
    "SeriesSection",
    "Subscriber",
    "Told",
]
