"""Pages of what was changed in a case, and of one of its records, newest first."""

from __future__ import annotations

from typing import Any, cast

import orjson
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from cases.changes import Row, history_of
from cases.models import Case, Document
from cases.pages.history import PLACE, Reading, page_of
from cases.pages.records import names_of
from cases.people import consents_are_read_by
from cases.restricted import log_reading
from cases.views.records import kind_of
from people.models import Consent
from tracker.audiences import Audience
from tracker.models import User


class CaseHistory(LoginRequiredMixin, View):
    """Every change that the team may read; restricted records are not among them, nor counted."""

    audience = Audience.TEAM

    def get(self, request: HttpRequest, ref: str, **asked: Any) -> HttpResponse:
        document = get_object_or_404(Document.objects.visible_to(request.user).select_related("case__person"), ref=ref)
        before = request.GET.get("before", "")
        if before and not PLACE.fullmatch(before):
            raise Http404
        self.history = history_of(document.case)
        rows = self.rows(document.case, **asked)
        if not consents_are_read_by(request.user, document.case.person):
            rows = [row for row in rows if row.model is not Consent]
        names = names_of(orjson.loads(document.body))
        changes = Reading(document.case, self.history, rows, names, self.audience).changes()
        page, after = page_of(changes, before)
        context = {"case": document.case, "changes": page, "next": after, "record": self.record_name(names, **asked)}
        return render(request, "cases/history.html", context)

    def rows(self, case: Case) -> list[Row]:
        return self.history.rows

    def record_name(self, names: dict[str, str]) -> str:
        return ""


class RecordHistory(CaseHistory):
    """The changes of one record, deleted or not. A restricted one's are for those who may read it, and logged."""

    def rows(self, case: Case, code: str, pk: int) -> list[Row]:  # type: ignore[override]
        kind = kind_of(code)
        record = kind.model(pk=pk, case=case)  # type: ignore[misc]  # every model has a key
        found = self.history.of_record(record.key)
        if not found:
            raise Http404
        if self.history.newest[record.key].audience == Audience.RESTRICTED:
            get_object_or_404(Case.objects.restricted_readable_by(self.request.user), pk=case.pk)
            log_reading(case=case, records=[record], by=cast(User, self.request.user), door=self.request.path)
            self.audience = Audience.RESTRICTED
        return found

    def record_name(self, names: dict[str, str], code: str, pk: int) -> str:  # type: ignore[override]
        return names.get(f"{code}:{pk}") or str(kind_of(code).label)
