"""Code lists of bulletins."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IssueState(models.TextChoices):
    CLAIMED = "claimed", _("being compiled")
    DRAFT = "draft", _("draft")
    FROZEN = "frozen", _("frozen")


class EntryKind(models.TextChoices):
    CASE = "case", _("case")
    NOTE = "note", _("note")
    CORRECTION = "correction", _("correction")


class EntryState(models.TextChoices):
    INCLUDED = "included", _("included")
    HELD = "held", _("held back for the next issue")
    DROPPED = "dropped", _("dropped")


class Voice(models.TextChoices):
    """Whose sentence it is: a record's, or the editor's own."""

    RECORD = "record", _("from the record")
    EDITOR = "editor", _("the editor's voice")


class Fills(models.TextChoices):
    """What the compiler puts into a section; an editor may add notes to any."""

    CASES = "cases", _("changes of cases")
    NOTHING = "nothing", _("notes only")


class FormKind(models.TextChoices):
    TEXT = "txt", _("Text")
    PAGE = "html", _("HTML")
    PDF = "pdf", _("PDF")
    DOCX = "docx", _("DOCX")
    MAIL = "eml", _("E-mail")
    JSON = "json", _("JSON")


class DeliveryState(models.TextChoices):
    """Claimed is not yet spoken of to the mail server; from handing on it may arrive."""

    QUEUED = "queued", _("queued")
    CLAIMED = "claimed", _("about to be sent")
    HANDING = "handing", _("being handed over")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    BOUNCED = "bounced", _("bounced")
    UNKNOWN = "unknown", _("unknown, may have arrived")
    STOPPED = "stopped", _("stopped")
