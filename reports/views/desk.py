"""The editor's desk: entries placed, held back and dropped, passages rewritten, the epigraph, compiling again."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cases.views.access import user_who_may
from reports.checks import changed_since, is_taken_back
from reports.choices import EntryKind, EntryState, IssueState
from reports.desk import (
    IssueFrozen,
    arrange_sections,
    keep_as_told,
    place_entry,
    rewrite_passage,
    set_epigraph,
    take_back,
)
from reports.forms.desk import EntryForm, EpigraphForm, KeepForm, PassageForm, SectionsForm
from reports.forms.notes import NoteSourcesForm
from reports.models import Entry, Issue, Passage, Section
from reports.pages.desk import desk_page, entry_title, sections_to_choose
from reports.pages.evidence import evidence_of, records_behind
from reports.pages.quotes import Offered, quotes_to_choose, record_that_says
from reports.recompiling import ask_recompiling, is_rewritten, present_paragraph, present_wordings
from reports.tasks import compile_issue
from reports.views.access import DeskPage, EditPage, PassageGone, visible_issue
from tracker.models import User
from tracker.permissions import Permission

# Seconds after which a page that waits for a worker asks again; a compilation of a usual week takes one or two.
ASK_AGAIN = 4


class Desk(DeskPage):
    def get(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        found = visible_issue(request, series, dated)
        user = user_who_may(request, Permission.BULLETIN_EDIT)
        if found.is_frozen:
            raise IssueFrozen(str(found))
        if found.state == IssueState.CLAIMED:
            waiting = render(request, "reports/issue_waiting.html", {"issue": found})
            waiting["Refresh"] = str(ASK_AGAIN)
            return waiting
        issue = Issue.objects.for_desk().get(pk=found.pk)
        return render(request, "reports/desk.html", {"page": desk_page(issue, user), "issue": issue})


class EntryPlace(EditPage):
    """The buttons beside an entry. A page of its own only when somebody else moved the entry meanwhile."""

    http_method_names = ["post", "options"]
    template = "reports/entry_place.html"

    def bind(self, issue: Issue, data: Any) -> EntryForm:
        self.entry = entry = issue_entry(issue, self.kwargs["entry"])
        before = list(entry.section.entries.values_list("pk", flat=True))
        form = EntryForm(data, entry=entry, place=before.index(entry.pk) + 1, sections=sections_to_choose(issue))
        self.before = form.initial
        return form

    def save(self, issue: Issue, form: Any, user: User) -> tuple[str, str]:
        said = form.cleaned_data
        section = Section.objects.get(pk=said["section"])
        state = EntryState(said["state"])
        place_entry(entry=self.entry, section=section, place=said["place"], state=state, by=user)
        if {"state", "section"} & set(form.changed_data):
            self._say(issue, section, state)
        return "", f"entry-{self.entry.pk}"

    def context(self, issue: Issue) -> dict[str, Any]:
        return {"entry": self.entry, "title": entry_title(self.entry)}

    def _say(self, issue: Issue, section: Section, state: EntryState) -> None:
        """What was done, with a button that puts the entry back."""
        entry = issue_entry(issue, self.entry.pk)
        place = list(section.entries.values_list("pk", flat=True)).index(entry.pk) + 1
        seen = EntryForm(entry=entry, place=place, sections=sections_to_choose(issue)).initial["seen"]
        undo = {name: self.before[name] for name in ("state", "section", "place")} | {"seen": seen}
        said = f"{section.heading}, {state.label}" if state == EntryState.INCLUDED else state.label
        context = {"issue": issue, "entry": entry, "title": entry_title(entry), "said": said, "undo": undo}
        messages.success(self.request, render_to_string("reports/entry_placed.html", context, self.request))


def issue_entry(issue: Issue, pk: int) -> Entry:
    """Raises `Http404`."""
    entries = Entry.objects.filter(section__issue=issue).select_related("section__issue__series")
    entry: Entry = get_object_or_404(entries.prefetch_related("told__publication", "passages"), pk=pk)
    return entry


class PassageEdit(EditPage):
    template = "reports/passage_edit.html"

    def bind(self, issue: Issue, data: Any) -> PassageForm:
        passages = Passage.objects.filter(entry__section__issue=issue).select_related("entry__section__issue")
        passages = passages.prefetch_related("citations__source")
        found: Passage | None = passages.filter(pk=self.kwargs["passage"]).first()
        if found is None:
            raise PassageGone if data else Http404
        self.passage = found
        if data and "take_back" in data:
            data = {"text": self.passage.compiled_text, "voice": self.passage.voice, "seen": data.get("seen")}
        is_note = self.passage.entry.kind == EntryKind.NOTE
        self.sources = NoteSourcesForm(data, issue=issue, passage=self.passage) if is_note else None
        return PassageForm(data, passage=self.passage)

    def is_valid(self, form: Any) -> bool:
        return all(one.is_valid() for one in (form, self.sources) if one is not None)

    def save(self, issue: Issue, form: Any, user: User) -> tuple[str, str]:
        place = f"passage-{self.passage.pk}"
        if "take_back" in self.request.POST:
            take_back(passage=self.passage, by=user)
            return _("The compiler's words stand there again."), place
        rewrite_passage(passage=self.passage, text=form.cleaned_data["text"], voice=form.cleaned_data["voice"], by=user)
        if self.sources is None:
            return _("Saved. Its links stay as they were."), place
        self.sources.save_to(self.passage)
        return _("Saved."), place

    def context(self, issue: Issue) -> dict[str, Any]:
        entry = issue_entry(issue, self.passage.entry_id)
        refs = {told.publication.ref for told in entry.told.all()}
        # As it is stored: a refused form has not changed it.
        stored = next(one for one in entry.passages.all() if one.pk == self.passage.pk)
        return {
            "passage": stored,
            "sources": self.sources,
            "title": entry_title(entry),
            "evidence": evidence_of(self.passage, records_behind(refs, self.request.user)),
            "now": present_wordings(issue, [entry]).get(stored.pk, ""),
            "is_rewritten": is_rewritten(stored),
        }


class EntryKeep(EditPage):
    """An entry whose case changed after compiling, kept as it is told. There is no such page for one that is up to
    date, or of which something was taken back."""

    template = "reports/entry_keep.html"

    def bind(self, issue: Issue, data: Any) -> KeepForm:
        self.entry = issue_entry(issue, self.kwargs["entry"])
        changed = list(changed_since(issue, [self.entry]))
        if not changed or any(is_taken_back(told, row) for told, row in changed):
            raise Http404
        return KeepForm(data, changed=changed)

    def save(self, issue: Issue, form: Any, user: User) -> tuple[str, str]:
        keep_as_told(entry=self.entry, against=form.newer, because=form.cleaned_data["because"], by=user)
        return _("It stays as it is told. If its case changes again, it waits for you again."), f"entry-{self.entry.pk}"

    def context(self, issue: Issue) -> dict[str, Any]:
        now = present_paragraph(issue, self.entry)
        return {"entry": self.entry, "title": entry_title(self.entry), "now": now}


class EpigraphEdit(EditPage):
    template = "reports/epigraph_edit.html"

    def bind(self, issue: Issue, data: Any) -> EpigraphForm:
        return EpigraphForm(data, issue=issue)

    def save(self, issue: Issue, form: Any, user: User) -> tuple[str, str]:
        text = form.cleaned_data["text"]
        set_epigraph(issue=issue, text=text, record=record_that_says(text, self._quotes(issue)), by=user)
        return _("The epigraph is saved."), "issue"

    def context(self, issue: Issue) -> dict[str, Any]:
        return {"quotes": [(_quoted(quote.words), quote.title) for quote in self._quotes(issue)]}

    def _quotes(self, issue: Issue) -> list[Offered]:
        return quotes_to_choose(Issue.objects.for_desk().get(pk=issue.pk))


def _quoted(text: str) -> str:
    """The words in quotation marks; those inside are single ones."""
    whole = re.fullmatch("“([^“”]*)”", text)
    words = whole[1] if whole else text.replace("“", "‘").replace("”", "’")
    return f"“{words}”"


class SectionsEdit(EditPage):
    """Headings and their order in this issue alone; the series keeps its own."""

    template = "reports/sections_edit.html"

    def bind(self, issue: Issue, data: Any) -> SectionsForm:
        return SectionsForm(data, sections=list(issue.sections.all()))

    def save(self, issue: Issue, form: Any, user: User) -> tuple[str, str]:
        arrange_sections(issue=issue, headings=form.headings(), added=form.cleaned_data["added"], by=user)
        return _("The sections of this issue are saved."), "issue"


class Recompile(DeskPage):
    def post(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        issue, user = self.opened(series, dated)
        with transaction.atomic():
            if ask_recompiling(issue=issue, by=user):
                # A broker that is down loses nothing: beat hands every claimed issue to a worker.
                transaction.on_commit(lambda: compile_issue.delay(issue.pk), robust=True)
        return self.back(issue)
