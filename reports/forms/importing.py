"""An old bulletin, pasted or as a file, read while its form is checked."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.seen import send_on
from reports.archive import NotABulletin, parse_bulletin
from reports.models import Series

# Four hundred pages; a form's texts may have 2.5 MB together (Django's DATA_UPLOAD_MAX_MEMORY_SIZE).
LARGEST = 1_000_000


class OldIssueForm(forms.Form):
    """`raw` is the text exactly as it was in the file, `said` what `parse_bulletin` read in it.

    `exact` brings the text of a file back from the preview: browsers change line ends that they send, but not in JSON.
    """

    text = forms.CharField(
        label=gettext_lazy("Text of the bulletin"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "dir": "auto"}),
        help_text=gettext_lazy(
            "masthead, epigraph in quotation marks, headings and paragraphs, the date last; a blank line between them"
        ),
        error_messages={
            "null_characters_not_allowed": gettext_lazy("The text has a NUL character, which no text has: take it out.")
        },
    )
    file = forms.FileField(
        label=gettext_lazy("Or a text file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("UTF-8, 1 MB at most; it takes the place of the text above"),
    )
    exact = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    raw = ""
    said: dict[str, Any]

    def __init__(self, data: Any = None, files: Any = None, *, series: Series) -> None:
        self.series = series
        super().__init__(data, files)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.raw = self._text()
                self.said = self._read()
            except ValidationError as fault:
                self.add_error("text", fault)
        return cleaned

    def _text(self) -> str:
        text: str
        said = self.cleaned_data
        if said["file"] is not None:
            return self._text_of(said["file"])
        try:
            text = json.loads(said["exact"]) if said["exact"] else said["text"].replace("\r\n", "\n")
            size = len(text.encode())
        except (ValueError, AttributeError, RecursionError) as fault:
            again = _("The preview's text did not arrive whole: paste it, or choose the file, again.")
            raise ValidationError(again) from fault
        send_on(self, text=text)
        if size > LARGEST:
            raise ValidationError(_("The text has more than 1 MB: no bulletin is that long. Is it one issue?"))
        return text

    def _text_of(self, file: UploadedFile) -> str:
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("The file has more than 1 MB: no bulletin is that long. Is it one issue, as text?"))
        content = file.read()
        try:
            text = content.decode()
        except UnicodeDecodeError as fault:
            shown = content.decode(errors="replace").replace("\x00", "\ufffd")
            send_on(self, text=shown)
            raise ValidationError(
                _(
                    "The file is not UTF-8 text: line %(line)d has a byte that is no character. Save it as UTF-8 and "
                    "choose it again; what could be read stands here, with � for what could not."
                ),
                params={"line": content.count(b"\n", 0, fault.start) + 1},
            ) from fault
        send_on(self, text=text.replace("\x00", "\ufffd"))
        return text

    def _read(self) -> dict[str, Any]:
        try:
            said = parse_bulletin(self.raw)
        except NotABulletin as fault:
            raise ValidationError(_("This can't be read as a bulletin: %(why)s"), params={"why": str(fault)}) from fault
        dated = date.fromisoformat(said["dated"])
        shown = {"day": date_format(dated, "j F Y")}
        if dated >= timezone.localdate():
            raise ValidationError(_("Its last line says %(day)s, which is not past: it is no old issue."), params=shown)
        if self.series.issues.filter(dated=dated).exists():
            raise ValidationError(
                _("This series has an issue of %(day)s already. Nothing replaces an issue; is the date right?"),
                params=shown,
            )
        return {**said, "series": self.series.slug}
