"""A series as its editors set it: name, hours, sections. Who must approve its issues is for reviewers to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.seen import SeenForm
from reports.choices import Fills
from reports.forms.sections import MOST_SECTIONS, SectionsBox, parts_of
from reports.models import WEEKDAYS, Series, SeriesSection
from reports.placing import rule_asked
from tracker.api import BadParameters
from tracker.audiences import Audience
from tracker.models import User
from tracker.permissions import Permission

OF_EDITORS = ["name", "masthead", "weekdays", "hour", "time_zone", "has_totals"]
# Words that stand in the place of a slug in other addresses.
TAKEN = {"new"}
LONGEST_RULE = 500


class SeriesForm(SeenForm, forms.ModelForm):
    """What this user may change of a series. Slug and audience are asked for once: issues that appeared depend on
    them."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days on which an issue is compiled"),
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("none: only by hand"),
    )

    class Meta:
        model = Series
        fields = ["slug", "audience", *OF_EDITORS, "needs_second_approver"]
        labels = {
            "slug": gettext_lazy("Short name in addresses"),
            "needs_second_approver": gettext_lazy("A second person freezes each issue"),
            "has_totals": gettext_lazy("Totals stand at the end of each issue"),
            "hour": gettext_lazy("Hour of the day, 0 to 23"),
        }
        help_texts = {
            "time_zone": gettext_lazy("such as Asia/Baku"),
            "has_totals": gettext_lazy(
                "cases added, people released and how, and held now, counted from what this series' readers may see"
            ),
        }

    def __init__(self, data: Any = None, *, series: Series, user: User) -> None:
        super().__init__(data, instance=series)
        allowed = set(OF_EDITORS) if user.may(Permission.BULLETIN_EDIT) else set()
        if not series.pk:
            allowed |= {"slug", "audience"}
        if user.may(Permission.CASE_APPROVE):
            allowed.add("needs_second_approver")
        for name in set(self.fields) - allowed - {"seen"}:
            del self.fields[name]
        if user.may(Permission.BULLETIN_EDIT):
            self._ask_for_sections(series, user)
        self.initial["seen"] = self.fingerprint()

    def _ask_for_sections(self, series: Series, user: User) -> None:
        self.sections = list(series.sections.all()) if series.pk else []
        lines = "\n".join(_line(section) for section in self.sections)
        self.fields["sections"] = forms.CharField(
            label=_("Sections"),
            initial=lines,
            max_length=50_000,
            widget=SectionsBox(user),
            help_text=_(
                "A case goes into the first section that asks for it; one that none asks for, into the first that is "
                "filled with changes of cases and asks for nothing. An empty section is not printed."
            ),
            error_messages={"required": _("An issue needs at least one section.")},
        )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in TAKEN:
            raise ValidationError(_("“%(slug)s” is an address of its own: choose another."), params={"slug": slug})
        return slug

    def clean_sections(self) -> list[tuple[str, Fills, str]]:
        lines = [line.strip() for line in self.cleaned_data["sections"].splitlines() if line.strip(" *|")]
        read = [self._section_of(line) for line in lines]
        if len(read) > MOST_SECTIONS:
            raise ValidationError(_("A series has %(most)s sections at most."), params={"most": MOST_SECTIONS})
        if len({heading for heading, _fills, _rule in read}) < len(read):
            raise ValidationError(_("Two sections have the same heading."))
        if any(not 0 < len(heading) <= 120 for heading, _fills, _rule in read):
            raise ValidationError(_("A heading has 1 to 120 characters."))
        if Fills.CASES not in {fills for _heading, fills, _rule in read}:
            raise ValidationError(_("At least one section must be filled with changes of cases."))
        return read

    def _section_of(self, line: str) -> tuple[str, Fills, str]:
        """Raises `ValidationError` for a rule that the case list would not understand either."""
        heading, fills, rule = parts_of(line)
        rule = rule.rpartition("?")[2]
        if rule and fills == Fills.NOTHING:
            raise ValidationError(
                _("“%(heading)s” says which cases go in, but is for notes only: choose one."),
                params={"heading": heading},
            )
        if len(rule) > LONGEST_RULE:
            raise ValidationError(_("What “%(heading)s” asks is too long."), params={"heading": heading})
        try:
            rule_asked(rule, Audience.PUBLIC)
        except BadParameters as fault:
            said = "; ".join(
                f"{p['parameter']}: {p['reason']}" + (f" ({p['nearest']}?)" if "nearest" in p else "")
                for p in fault.problems
            )
            raise ValidationError(
                _("What “%(heading)s” asks can't be read. %(why)s"), params={"heading": heading, "why": said}
            ) from fault
        return heading, fills, rule

    def write(self) -> Series:
        """Saves the series and its sections, in a transaction. Issues that there are keep theirs."""
        series: Series = self.save()
        asked = self.cleaned_data.get("sections")
        if asked and asked != [(section.heading, section.fills, section.rule) for section in self.sections]:
            series.sections.all().delete()
            SeriesSection.objects.bulk_create(
                SeriesSection(series=series, heading=heading, fills=fills, rule=rule, position=position)
                for position, (heading, fills, rule) in enumerate(asked)
            )
        return series


def _line(section: SeriesSection) -> str:
    heading = f"* {section.heading}" if section.fills == Fills.CASES else section.heading
    return f"{heading} | {section.rule}" if section.rule else heading
