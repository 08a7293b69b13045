"""Sending to review, deciding, publishing and withdrawing. Who sees the case and may not do it gets 403, others 404."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from cases.choices import WithdrawalReason
from cases.forms.review import PublishForm, ReturnForm, RevisionForm, WithdrawForm
from cases.models import Case, Publication
from cases.pages.case_page import standing_versions
from cases.pages.review import Outlook, readers_of, review_page, to_mend, waiting_cases, withdrawn_in_words
from cases.publishing import PublicationRefused, approve, publish, return_case, send_to_review, withdraw
from cases.views.access import REFUSED, STALE, case_for, user_who_may
from tracker.audiences import Audience
from tracker.models import User
from tracker.permissions import Permission
from tracker.unfinished import KeepsTyping, unchecked

CASES_ON_A_PAGE = 50


class ReviewQueue(LoginRequiredMixin, View):
    """Cases that wait for a reviewer, those sent first on top."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user = user_who_may(request, Permission.CASE_APPROVE)
        waiting = Case.objects.visible_to(user).waiting_for_review()
        page = Paginator(waiting, CASES_ON_A_PAGE).get_page(request.GET.get("page"))
        context = {"waiting": waiting_cases(list(page.object_list), user), "page": page}
        return render(request, "cases/review_queue.html", context)


class CaseSend(LoginRequiredMixin, View):
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        case, user = case_for(request, ref, Permission.CASE_EDIT)
        send_to_review(case=case, by=user)
        case.refresh_from_db()
        messages.success(request, _("Case %(ref)s: %(stage)s.") % {"ref": case.ref, "stage": case.stage.label})
        return redirect("cases:detail", case.ref)


class CaseReview(KeepsTyping, View):
    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        case, user = case_for(request, ref, Permission.CASE_APPROVE)
        typed = self.typed()
        kind = ReturnForm if typed and "comment" in typed else PublishForm
        return show_review(request, case, user, sent=unchecked(kind(typed)) if typed else None)


class TypedAtReview(KeepsTyping):
    """A form of the review page, where what is typed into it is taken up."""

    def setup(self, request: HttpRequest, ref: str) -> None:
        super().setup(request, ref)  # type: ignore[misc]  # a view's
        request.page_of_form = reverse("cases:review-case", args=[ref])  # type: ignore[attr-defined]  # for its sheet


def show_review(
    request: HttpRequest,
    case: Case,
    user: User,
    *,
    sent: RevisionForm | None = None,
    refused: PublicationRefused | None = None,
) -> HttpResponse:
    """The review page as the case is now, with the form that was sent or is taken up: 200, 422 where it has faults, or
    409 with what was refused."""
    case.refresh_from_db()
    page = review_page(case, user, timezone.localdate())
    shown = {part.key for outlook in page.outlooks for part in [*outlook.preview, *outlook.withheld]}
    context = {
        "page": page,
        "case": case,
        "sent": sent if sent and sent.errors else None,
        "refused": to_mend(refused.reasons, case, shown) if refused else [],
        "returning": sent if isinstance(sent, ReturnForm) else ReturnForm(),
        "publishing": [(outlook, _publish_form(outlook, sent)) for outlook in page.outlooks],
    }
    return render(
        request, "cases/review.html", context, status=STALE if refused else REFUSED if sent and sent.errors else 200
    )


def _publish_form(outlook: Outlook, sent: RevisionForm | None) -> PublishForm:
    """The form of an audience's button; the one that was sent keeps what was typed."""
    form = PublishForm()
    if isinstance(sent, PublishForm) and sent.data.get("audience") == outlook.audience.code:
        form = sent
    form.auto_id = f"publish-{outlook.audience.code}-%s"
    return form


class CaseApprove(LoginRequiredMixin, View):
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        case, user = case_for(request, ref, Permission.CASE_APPROVE)
        form = RevisionForm(request.POST, auto_id="approve-%s")
        if not form.is_valid():
            return show_review(request, case, user, sent=form)
        try:
            approve(case=case, by=user, revision=form.cleaned_data["revision"])
        except PublicationRefused as refused:
            return show_review(request, case, user, sent=form, refused=refused)
        messages.success(request, _("Case %(ref)s is approved. It is not published by that.") % {"ref": case.ref})
        return redirect("cases:review-case", case.ref)


class CaseReturn(TypedAtReview, View):
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        case, user = case_for(request, ref, Permission.CASE_APPROVE)
        form = ReturnForm(request.POST)
        if not form.is_valid():
            return show_review(request, case, user, sent=form)
        try:
            return_case(case=case, by=user, **form.cleaned_data)
        except PublicationRefused as refused:
            return show_review(request, case, user, sent=form, refused=refused)
        messages.success(request, _("Case %(ref)s was sent back with your comment.") % {"ref": case.ref})
        return redirect("cases:review")


class CasePublish(TypedAtReview, View):
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        case, user = case_for(request, ref, Permission.CASE_PUBLISH)
        form = PublishForm(request.POST)
        if not form.is_valid():
            return show_review(request, case, user, sent=form)
        try:
            rows = publish(cases=[case], by=user, **form.cleaned_data)
        except PublicationRefused as refused:
            return show_review(request, case, user, sent=form, refused=refused)
        messages.success(request, _published_in_words(case, form.cleaned_data["audience"], rows))
        return redirect("cases:review-case", case.ref)


def _published_in_words(case: Case, audience: Audience, rows: list[Publication]) -> str:
    said = {"ref": case.ref, "readers": readers_of(audience)}
    if not rows:
        return _("Case %(ref)s: %(readers)s read this already. Nothing was published.") % said
    return _("Case %(ref)s is published to %(readers)s.") % said


class CaseWithdraw(LoginRequiredMixin, View):
    """The page says what will happen and asks why; its button does it."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        case, _user = case_for(request, ref, Permission.CASE_PUBLISH)
        return self._page(case, WithdrawForm())

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        case, user = case_for(request, ref, Permission.CASE_PUBLISH)
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self._page(case, form, status=REFUSED)
        rows = withdraw(cases=[case], by=user, **form.cleaned_data)
        messages.success(request, withdrawn_in_words(len(rows)))
        return redirect("cases:detail", case.ref)

    def _page(self, case: Case, form: WithdrawForm, status: int = 200) -> HttpResponse:
        context = {
            "case": case,
            "form": form,
            "versions": standing_versions(case),
            "emptying": [WithdrawalReason.LEAK.label, WithdrawalReason.SAFETY.label],
        }
        return render(self.request, "cases/publish_withdraw.html", context, status=status)
