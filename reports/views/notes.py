"""Notes that belong to no case: written with the sources that carry them, lengthened, deleted."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from reports.choices import EntryKind
from reports.desk import add_note, add_to_note, delete_note, take_out
from reports.forms.notes import NoteDeleteForm, NoteForm, NoteSourcesForm
from reports.models import Entry, Issue, Passage
from reports.pages.desk import sections_to_choose
from reports.views.access import EditPage
from reports.views.desk import issue_entry
from tracker.models import User


class NoteAdd(EditPage):
    template = "reports/note_form.html"

    def bind(self, issue: Issue, data: Any) -> NoteForm:
        self.sources = NoteSourcesForm(data, issue=issue)
        form = NoteForm(data, sections=sections_to_choose(issue))
        form.initial["section"] = self.request.GET.get("section", "")
        return form

    def is_valid(self, form: Any) -> bool:
        return all([form.is_valid(), self.sources.is_valid()])

    def save(self, issue: Issue, form: Any, user: User) -> tuple[str, str]:
        section = issue.sections.get(pk=form.cleaned_data["section"])
        text = form.cleaned_data["text"]
        before = Passage.objects.filter(entry__section=section, entry__kind=EntryKind.NOTE, text=text).first()
        if before is not None:
            return _("This note stands there already."), f"entry-{before.entry_id}"
        note = add_note(section=section, passages=[(text, [])], by=user)
        self.sources.save_to(note.passages.get())
        return _("The note is added."), f"entry-{note.pk}"

    def context(self, issue: Issue) -> dict[str, Any]:
        return {"sources": self.sources}


class NotePassageAdd(NoteAdd):
    def bind(self, issue: Issue, data: Any) -> NoteForm:
        self.note = issue_note(issue, self.kwargs["entry"])
        self.sources = NoteSourcesForm(data, issue=issue)
        return NoteForm(data)

    def save(self, issue: Issue, form: Any, user: User) -> tuple[str, str]:
        place = f"entry-{self.note.pk}"
        if self.note.passages.filter(text=form.cleaned_data["text"]).exists():
            return _("This passage stands there already."), place
        passage = add_to_note(note=self.note, text=form.cleaned_data["text"], by=user)
        self.sources.save_to(passage)
        return _("The passage is added."), place

    def context(self, issue: Issue) -> dict[str, Any]:
        return {"sources": self.sources, "note": self.note}


class NoteDelete(EditPage):
    """GET asks, POST does, unless somebody changed the note meanwhile."""

    template = "reports/note_delete.html"

    def bind(self, issue: Issue, data: Any) -> NoteDeleteForm:
        self.note = issue_note(issue, self.kwargs["entry"])
        return NoteDeleteForm(data, passages=self.note.passages.all())

    def save(self, issue: Issue, form: Any, user: User) -> tuple[str, str]:
        delete_note(note=self.note, by=user)
        return _("The note is deleted."), ""

    def context(self, issue: Issue) -> dict[str, Any]:
        return {"note": self.note, "passages": self.note.passages.all()}


class PassageDelete(EditPage):
    """The same for one passage of a note that has others; there is no such page for its last one."""

    template = "reports/note_delete.html"

    def bind(self, issue: Issue, data: Any) -> NoteDeleteForm:
        passages = Passage.objects.filter(entry__section__issue=issue, entry__kind=EntryKind.NOTE)
        self.passage = get_object_or_404(passages.select_related("entry__section__issue"), pk=self.kwargs["passage"])
        if self.passage.entry.passages.count() < 2:
            raise Http404
        return NoteDeleteForm(data, passages=[self.passage])

    def save(self, issue: Issue, form: Any, user: User) -> tuple[str, str]:
        take_out(passage=self.passage, by=user)
        return _("The passage is taken out."), f"entry-{self.passage.entry_id}"

    def context(self, issue: Issue) -> dict[str, Any]:
        return {"note": self.passage.entry, "passages": [self.passage], "is_part": True}


def issue_note(issue: Issue, pk: int) -> Entry:
    """Raises `Http404`, for an entry that is no note too."""
    entry = issue_entry(issue, pk)
    if entry.kind != EntryKind.NOTE:
        raise Http404
    return entry
