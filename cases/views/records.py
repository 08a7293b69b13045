"""Pages that enter, edit and delete a record of a case, and bring a deleted one back."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import View

from cases.choices import Stage
from cases.documents import Builder
from cases.forms.entry import Differences, Entry, differences, with_another_row
from cases.material import load
from cases.models import Case, CaseRecord
from cases.pages.case_page import restricted_records
from cases.pages.records import ShownRecord, anchor_of
from cases.records import RECORD_TYPES, RecordType
from cases.restricted import log_reading
from cases.undoing import delete_record, deleted_row, restore_record
from cases.views.access import GONE, REFUSED, STALE, user_who_may, visible_case
from cases.views.people import tell_made
from cases.writing import editing_case
from tracker.audiences import Audience
from tracker.dates import ReadBackField
from tracker.models import User
from tracker.permissions import Permission
from tracker.unfinished import KeepsTyping


class Refused(Exception):
    """Nothing is saved: the form is shown again with what is wrong with it, or with what somebody else saved."""

    def __init__(self, entry: Entry, version: str = "", stale: Differences | None = None) -> None:
        self.entry, self.version, self.stale = entry, version, stale or []


def kind_of(code: str) -> RecordType:
    if code not in RECORD_TYPES:
        raise Http404
    return RECORD_TYPES[code]


def visible_record(user: User, kind: RecordType, case: Case, pk: int) -> CaseRecord:
    """Raises `Http404` too for a restricted record that the user may not read: hidden is missing."""
    record: CaseRecord = get_object_or_404(kind.model._default_manager.select_related("case"), case=case, pk=pk)
    if record.visibility == Audience.RESTRICTED:
        get_object_or_404(Case.objects.restricted_readable_by(user), pk=case.pk)
    return record


def deleted_record_readable_by(user: User, kind: RecordType, case: Case, pk: int) -> None:
    """Raises `Http404` where no record of that number was deleted, and for one that the user might not read."""
    row = deleted_row(kind.model, pk, case)
    if row is None:
        raise Http404
    if row.visibility == Audience.RESTRICTED:
        get_object_or_404(Case.objects.restricted_readable_by(user), pk=case.pk)


class RecordAdd(KeepsTyping, View):
    def get(self, request: HttpRequest, ref: str, code: str) -> HttpResponse:
        user, case, kind = self._opened(ref, code)
        record, typed = kind.model(case=case), self.typed()
        if typed:
            return entry_page(request, Entry.kept(kind, record, by=user, data=typed), case)
        return entry_page(request, Entry.open(kind, record, by=user, source=request.GET.get("source", "")), case)

    def post(self, request: HttpRequest, ref: str, code: str) -> HttpResponse:
        user, case, kind = self._opened(ref, code)
        if more := with_another_row(request.POST, kind):
            return entry_page(request, Entry.kept(kind, kind.model(case=case), by=user, data=more), case)
        try:
            with editing_case(case, by=user, why=reason(request)) as locked:
                record = kind.model(case=locked, recorded_by=user)
                entry = Entry.open(kind, record, by=user, data=request.POST)
                if not entry.is_valid():
                    raise Refused(entry)
                if before := entry.sent_before():
                    entry.citations.record = record = before
                    source = entry.citations.save()
                else:
                    source = entry.save()
        except Refused as refused:
            return entry_page(request, refused.entry, case, status=REFUSED)
        return saved(request, entry, record, source)

    def _opened(self, ref: str, code: str) -> tuple[User, Case, RecordType]:
        case, kind = visible_case(self.request, ref), kind_of(code)
        return user_who_may(self.request, Permission.CASE_EDIT), case, kind


class RecordPage(LoginRequiredMixin, View):
    """A page of one record, for those who may edit it."""

    def opened(self, ref: str, code: str, pk: int) -> tuple[User, Case, RecordType, CaseRecord]:
        case, kind = visible_case(self.request, ref), kind_of(code)
        record = visible_record(cast(User, self.request.user), kind, case, pk)
        return user_who_may(self.request, Permission.CASE_EDIT), case, kind, record


class RecordEdit(KeepsTyping, RecordPage):
    def get(self, request: HttpRequest, ref: str, code: str, pk: int) -> HttpResponse:
        user, case, kind, record = self.opened(ref, code, pk)
        if typed := self.typed():
            # Typed over an earlier version, it must still meet what was saved since.
            kept, version = Entry.kept(kind, record, by=user, data=typed), typed.get("version", "")
            return entry_page(request, kept, case, record=record, version=version)
        return entry_page(request, Entry.open(kind, record, by=user), case, record=record, version=str(record.version))

    def post(self, request: HttpRequest, ref: str, code: str, pk: int) -> HttpResponse:
        try:
            user, case, kind, record = self.opened(ref, code, pk)
            if more := with_another_row(request.POST, kind):
                kept = Entry.kept(kind, record, by=user, data=more)
                version = request.POST.get("version", "")
                return entry_page(request, kept, case, record=record, version=version)
            with editing_case(case, by=user, why=reason(request)) as locked:
                record = visible_record(user, kind, locked, pk)
                entry, source = self._save(user, kind, record)
        except Refused as refused:
            status = STALE if refused.stale else REFUSED
            return entry_page(
                request, refused.entry, case, record=record, version=refused.version, stale=refused.stale, status=status
            )
        except Http404:
            return self._gone(ref, code, pk)
        return saved(request, entry, record, source)

    def _save(self, user: User, kind: RecordType, record: CaseRecord) -> tuple[Entry, str]:
        """What was saved, and the ref of the source that was used. Raises `Refused`."""
        version = str(record.version)
        entry = Entry.open(kind, record, by=user, data=self.request.POST)
        # Read within the transaction whatever comes of it: what reading makes new goes with a refusal.
        is_valid = entry.is_valid()
        if self.request.POST.get("version") != version:
            now = Entry.open(kind, visible_record(user, kind, record.case, record.pk), by=user)
            if stale := differences(now, entry):
                raise Refused(entry, version, stale)
        if not is_valid:
            raise Refused(entry, version)
        return entry, entry.save()

    def _gone(self, ref: str, code: str, pk: int) -> HttpResponse:
        """The form with what was typed, to be added as a new record, where somebody deleted the one that was open.
        Raises `Http404` where there was none that its writer might read."""
        case, kind, user = visible_case(self.request, ref), kind_of(code), cast(User, self.request.user)
        deleted_record_readable_by(user, kind, case, pk)
        user_who_may(self.request, Permission.CASE_EDIT)
        entry = Entry.kept(kind, kind.model(case=case), by=user, data=self.request.POST)
        return entry_page(self.request, entry, case, is_gone=True, status=GONE)


class RecordDelete(RecordPage):
    """GET asks, POST does; the message has a button that brings the record back."""

    def get(self, request: HttpRequest, ref: str, code: str, pk: int) -> HttpResponse:
        _user, case, kind, record = self.opened(ref, code, pk)
        log_if_restricted(request, case, record)
        shown = shown_alone(case, record)
        return render(request, "cases/record_delete.html", {"case": case, "kind": kind, "record": shown})

    def post(self, request: HttpRequest, ref: str, code: str, pk: int) -> HttpResponse:
        user, case, kind, _record = self.opened(ref, code, pk)
        with editing_case(case, by=user, why=reason(request)) as locked:
            delete_record(visible_record(user, kind, locked, pk))
        undo = reverse("cases:record-undo", args=[ref, code, pk])
        context = {"label": capfirst(str(kind.label)), "undo": undo}
        messages.success(request, render_to_string("cases/record_deleted.html", context, request))
        return redirect("cases:detail", ref)


class RecordUndo(LoginRequiredMixin, View):
    """Brings a deleted record back with its citations, from history."""

    def post(self, request: HttpRequest, ref: str, code: str, pk: int) -> HttpResponse:
        user = cast(User, request.user)
        case, kind = visible_case(request, ref), kind_of(code)
        if deleted_row(kind.model, pk, case) is None:
            record = visible_record(user, kind, case, pk)
            user_who_may(request, Permission.CASE_EDIT)
            return redirect(place_of(case, record, user))
        deleted_record_readable_by(user, kind, case, pk)
        user_who_may(request, Permission.CASE_EDIT)
        with editing_case(case, by=user, why=_("deletion undone")) as locked:
            # Somebody else's undo may have been first.
            row = deleted_row(kind.model, pk, locked)
            record = restore_record(kind.model, row) if row else visible_record(user, kind, locked, pk)
        back = _("%(record)s is back.") % {"record": capfirst(str(kind.label))}
        if case.stage != Stage.DRAFT:
            # The button was there before somebody sent or approved the case without the record.
            back = f"{back} " + _("With it the case is a draft again, and has to be approved anew.")
        messages.success(request, back)
        return redirect(place_of(case, record, user))


def reason(request: HttpRequest) -> str:
    """What the writer gives as reason, as history can hold it."""
    return request.POST.get("why", "").replace("\x00", "")[:300]


def log_if_restricted(request: HttpRequest, case: Case, record: CaseRecord) -> None:
    if record.visibility == Audience.RESTRICTED:
        log_reading(case=case, records=[record], by=cast(User, request.user), door=request.path)


def shown_alone(case: Case, record: CaseRecord) -> ShownRecord:
    """The record as its reader's page shows it."""
    audience = Audience.RESTRICTED if record.visibility == Audience.RESTRICTED else Audience.TEAM
    material = load([case])[0]
    body = Builder(material, audience).record(record, {record.key})
    return restricted_records([body])[0]


def entry_page(
    request: HttpRequest,
    entry: Entry,
    case: Case,
    *,
    record: CaseRecord | None = None,
    version: str = "",
    stale: Differences | None = None,
    is_gone: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The form's page. What is stored may be restricted even where the form says otherwise: each showing is logged."""
    if record is not None and entry.form.was_visible_to == Audience.RESTRICTED:
        log_reading(case=case, records=[record], by=cast(User, request.user), door=request.path)
    context = {"entry": entry, "case": case, "record": record, "version": version, "stale": stale, "is_gone": is_gone}
    return render(request, "cases/record_form.html", context, status=status)


def place_of(case: Case, record: CaseRecord, user: User) -> str:
    """Where the record is read: on the case's page, or among the restricted ones by those who may."""
    name = "cases:detail"
    if record.visibility == Audience.RESTRICTED:
        if not Case.objects.restricted_readable_by(user).filter(pk=case.pk).exists():
            return reverse(name, args=[case.ref])
        name = "cases:restricted"
    return reverse(name, args=[case.ref]) + f"#{anchor_of(record.key)}"


def saved(request: HttpRequest, entry: Entry, record: CaseRecord, source: str) -> HttpResponse:
    """Back to the record, with how its dates were understood and a way to enter more from the same source."""
    case, kind = record.case, entry.kind
    boxes = [(field.label, field.reading) for field in entry.form if isinstance(field, ReadBackField) and field.reading]
    read = "; ".join(f"{label}: {words}" for label, words in boxes)
    text = _("Saved: %(record)s.") % {"record": kind.label}
    if read:
        text = f"{text} " + _("Understood as %(dates)s.") % {"dates": read}
    if record.visibility == Audience.RESTRICTED:
        text = f"{text} " + _("It is restricted: named members of the case and reviewers read it.")
        source = ""
    more = reverse("cases:record-add", args=[case.ref, kind.code])
    more += f"?source={source}" if source else ""
    label = _("Add another of the same source") if source else _("Add another")
    messages.success(request, format_html('{} <a href="{}">{}</a>', text, more, label))
    tell_made(request, entry.form.made, record.visibility)
    return redirect(place_of(case, record, cast(User, request.user)))
