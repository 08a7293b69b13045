"""An issue started by hand: of which series, of which day, and which days it covers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import DayBox
from reports.models import Series


class SeriesChoice(forms.ModelChoiceField):
    """Each series with its readers."""

    def label_from_instance(self, obj: Any) -> str:
        return gettext("%(series)s, for %(readers)s") % {"series": obj.name, "readers": obj.readers_in_words}


class IssueNewForm(forms.Form):
    """`window_from` left empty begins where the last issue of the series ended."""

    series = SeriesChoice(
        Series.objects.order_by("name"),
        label=_("Series"),
        to_field_name="slug",
        empty_label=None,
        error_messages={"invalid_choice": _("There is no such series.")},
    )
    dated = DayBox(label=_("Date of the issue"), help_text=_("its dateline, which readers see"))
    window_from = DayBox(
        label=_("News from"), required=False, help_text=_("empty: from the day after the last issue's news")
    )
    window_to = DayBox(label=_("News up to"))

    def __init__(self, data: Any = None) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"dated": today, "window_to": today})

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last, series = said.get("window_from"), said.get("window_to"), said.get("series")
        if series and last and not first:
            first = said["window_from"] = _day_after_last(series, last)
        if first and last and first > last:
            self.add_error("window_to", _("This day is before the one above."))
        return said


def _day_after_last(series: Series, until: date) -> date | None:
    """None for a first issue, and where the last window reaches that day already."""
    last = series.issues.order_by("-dated").first()
    return last.window_to + timedelta(days=1) if last and last.window_to < until else None
