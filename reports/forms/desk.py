"""What an editor sends from the desk. Each form carries what its page showed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LONGEST_TEXT
from cases.forms.seen import SeenForm, send_on
from cases.models import Publication
from reports.choices import EntryState, Voice
from reports.models import Entry, Issue, Passage, Section, Told
from reports.rendering import fingerprint

LAST = 100_000


class OneParagraph(forms.CharField):
    """A text whose line breaks are spaces: an issue sets each entry as one paragraph."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        super().__init__(**{"max_length": LONGEST_TEXT, "widget": widget, **options})

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class EntryForm(SeenForm):
    """Where an entry stands and whether it appears; `place` counts from 1 within its section."""

    state = forms.ChoiceField(label=_("State"), choices=EntryState.choices)
    section = forms.ChoiceField(label=_("Section"))
    place = forms.IntegerField(
        label=_("Place"), min_value=1, max_value=LAST, required=False, help_text=_("empty: the last one")
    )

    def __init__(self, data: Any = None, *, entry: Entry, place: int, sections: list[tuple[str, str]]) -> None:
        stands = {"state": entry.state, "section": str(entry.section_id), "place": place}
        super().__init__(data, initial=stands, auto_id=f"entry-{entry.pk}-%s")
        self.fields["section"].choices = sections  # type: ignore[attr-defined]

    def clean_place(self) -> int:
        return self.cleaned_data["place"] or LAST


class PassageForm(SeenForm):
    text = OneParagraph(
        label=_("Text"),
        rows=5,
        error_messages={"required": _("Write what is to stand there; to leave the whole entry out, drop it.")},
    )
    voice = forms.ChoiceField(
        label=_("Whose sentence is it?"),
        choices=Voice.choices,
        help_text=_("An assessment of your own is in the editor's voice: it needs no record."),
    )

    def __init__(self, data: Any = None, *, passage: Passage) -> None:
        super().__init__(data, initial={"text": passage.text, "voice": passage.voice})


class KeepForm(SeenForm):
    """Why an entry stays as it is told; `newest` are the numbers of the newer versions that its page showed."""

    because = OneParagraph(
        label=_("Why it stays as it is told"),
        rows=2,
        max_length=500,
        help_text=_("for the team: it stands beside the entry and where the issue is frozen"),
        error_messages={"required": _("Say why, so that whoever freezes the issue can judge it.")},
    )
    newest = forms.CharField(label=_("Newest versions"), widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, changed: list[tuple[Told, Publication]]) -> None:
        self.newer = [row for _told, row in changed]
        because = next((told.kept_because for told, _row in changed if told.kept_because), "")
        numbers = " ".join(str(row.seq) for row in self.newer)
        super().__init__(data, initial={"because": because, "newest": numbers})


class EpigraphForm(SeenForm):
    text = OneParagraph(
        label=_("Epigraph"),
        rows=3,
        required=False,
        max_length=1000,
        help_text=_("one sentence, with its quotation marks; leave it empty for none"),
    )

    def __init__(self, data: Any = None, *, issue: Issue) -> None:
        super().__init__(data, initial={"text": issue.epigraph})


class SectionsForm(SeenForm):
    """Of each section its heading and place, and a heading to add after them."""

    added = forms.CharField(label=_("Add a section"), max_length=120, required=False)

    def __init__(self, data: Any = None, *, sections: list[Section]) -> None:
        self.sections = sections
        super().__init__(data)
        for place, section in enumerate(sections, 1):
            self.fields[f"heading_{section.pk}"] = forms.CharField(
                label=_("Heading of section %(n)s") % {"n": place}, max_length=120, initial=section.heading
            )
            self.fields[f"place_{section.pk}"] = forms.IntegerField(
                label=_("Place of section %(n)s") % {"n": place}, min_value=1, max_value=1000, initial=place
            )
        self.order_fields([*(name for name in self.fields if name != "added"), "added"])
        self.initial["seen"] = self.fingerprint()

    def headings(self) -> dict[int, str]:
        """Heading by section, in the order asked for; of two with one place the one that stood first."""
        said = self.cleaned_data
        ordered = sorted(self.sections, key=lambda section: said[f"place_{section.pk}"])
        return {section.pk: said[f"heading_{section.pk}"] for section in ordered}


class FreezeForm(forms.Form):
    """Carries a fingerprint of the issue as it was read: nobody freezes what they have not seen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    even_empty = forms.BooleanField(label=_("Nothing happened: this issue is meant to appear empty"), required=False)

    def __init__(self, data: Any = None, *, issue: Issue) -> None:
        self.standing = fingerprint(issue)
        super().__init__(data, initial={"seen": self.standing})

    def clean_seen(self) -> str:
        if self.cleaned_data["seen"] != self.standing:
            send_on(self, seen=self.standing)
            raise ValidationError(
                _("The issue changed since you read it. It is not frozen: read it again as it stands below."), "stale"
            )
        return self.standing
