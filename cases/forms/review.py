"""What a reviewer sends: a decision on one revision of a case, the one that was looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import WithdrawalReason
from tracker.audiences import PUBLISHED, Audience

LONGEST_COMMENT = 5000
# The other reasons have doors of their own, which do more than withdraw: consents, names, erasure.
REASONS = [WithdrawalReason.ERROR, WithdrawalReason.LEAK, WithdrawalReason.SAFETY]


class RevisionForm(forms.Form):
    revision = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        error_messages={"required": _("The page did not say which revision it showed: open it again.")},
    )


class ReturnForm(RevisionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "return-%s", **kwargs})

    comment = forms.CharField(
        label=_("What has to be mended"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Say what has to be mended: whoever edits the case reads it.")},
    )


class PublishForm(RevisionForm):
    audience = forms.ChoiceField(choices=[(a.code, a.label) for a in PUBLISHED], widget=forms.HiddenInput)
    cleared = forms.CharField(
        label=_("Why the warnings may pass"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def clean_audience(self) -> Audience:
        return Audience.from_code(self.cleaned_data["audience"])


class WithdrawForm(forms.Form):
    audience = forms.ChoiceField(
        label=_("From whom"),
        choices=[("partner", _("from partners and the public")), ("public", _("from the public alone"))],
        error_messages={"required": _("Say from whom it is withdrawn.")},
    )
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[("", _("choose a reason")), *[(reason.value, reason.label) for reason in REASONS]],
        error_messages={"required": _("Say why it is withdrawn: readers are told.")},
    )

    def clean_audience(self) -> Audience:
        return Audience.from_code(self.cleaned_data["audience"])

    def clean_reason(self) -> WithdrawalReason:
        return WithdrawalReason(self.cleaned_data["reason"])
