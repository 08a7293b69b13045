"""Where a claim comes from: a source, the exact words in it, and the claims that those words carry."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import Connection, Reliability, SourceKind
from tracker.dates import PartialDateField
from tracker.exposure import Exposure
from tracker.history import tracked
from tracker.refs import ref_field
from tracker.sealed import SealedTextField


@tracked()
class Source(models.Model):
    """A document or a speaker. A sealed one must not be named to anyone outside the case: its identity is encrypted."""

    ref = ref_field()
    kind = models.CharField(max_length=20, choices=SourceKind.choices)
    title = models.CharField(max_length=300)
    author = models.CharField(max_length=200, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    language = models.CharField(max_length=8, blank=True)
    published = PartialDateField(_("published"), blank=True)
    reliability = models.CharField(max_length=20, choices=Reliability.choices, blank=True)
    connection = models.CharField(max_length=12, choices=Connection.choices, blank=True)
    is_sealed = models.BooleanField(default=False, help_text=_("the source must not be named outside the case"))
    identity = SealedTextField(blank=True, help_text=_("who it is and how to reach them; stored encrypted"))

    exposure = Exposure(
        public=["ref", "kind", "title", "author", "publisher", "url", "language", "published"],
        team=["reliability", "connection", "is_sealed"],
        restricted=["identity"],
        never=["id"],
    )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.identity and not self.is_sealed:
            raise ValidationError({"is_sealed": _("Mark the source as sealed to keep an identity with it.")})


@tracked()
class SourceFile(models.Model):
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to="sources/")
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    added_at = models.DateTimeField(auto_now_add=True)

    exposure = Exposure(team=["file", "sha256", "media_type", "added_at"], never=["id", "source"])

    def __str__(self) -> str:
        return self.sha256[:12]


@tracked()
class Citation(models.Model):
    """A place in a source and its exact words. `stated` is when the statement itself was made, if that is known."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    quote = models.TextField(blank=True)
    redacted_quote = models.TextField(
        blank=True,
        help_text=_("shown instead to an audience that may not see a name or value in the quote"),
        verbose_name=_("quote without names"),
    )
    locator = models.CharField(max_length=200, blank=True, help_text=_("page, paragraph, minute"))
    stated = PartialDateField(_("stated"), blank=True)
    accessed_on = models.DateField(null=True, blank=True)
    archive_url = models.URLField(max_length=1000, blank=True, verbose_name=_("address of an archived copy"))

    exposure = Exposure(
        public=["source", "quote", "redacted_quote", "locator", "stated", "accessed_on", "archive_url"], never=["id"]
    )

    class Meta:
        verbose_name = _("quote")

    def __str__(self) -> str:
        return f"{self.source}: {self.quote[:60]}"


@tracked()
class CitationLink(models.Model):
    """One citation used for one claim; the same words may carry several. `case` is empty for facts of a person."""

    citation = models.ForeignKey(Citation, on_delete=models.CASCADE, related_name="links")
    case = models.ForeignKey(
        "cases.Case", null=True, blank=True, on_delete=models.CASCADE, related_name="citation_links"
    )
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    for_end = models.BooleanField(
        default=False,
        help_text=_("supports the end of the detention, not its beginning"),
        verbose_name=_("says it of the end"),
    )

    exposure = Exposure(public=["citation", "for_end"], never=["id", "case", "content_type", "object_id"])

    class Meta:
        verbose_name = _("quote")
        indexes = [models.Index(fields=["content_type", "object_id"], name="citation_link_target")]
        constraints = [
            models.UniqueConstraint(
                fields=["citation", "content_type", "object_id", "for_end"], name="citation_link_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id} ← citation {self.citation_id}"
