"""What somebody types into a form is kept until it is saved, so that a closed page, an ended session or a line that
drops loses nothing. It is kept on the server, sealed: on a laptop that is seized lies none of it.

Every form that keeps carries a sheet, a signed proof that this site gave it to this user at this address. Keeping asks
for nothing else, so what is typed on after the session has ended is kept too; reading it back asks for a session.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.db.models import Q, QuerySet
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.guesses import is_spent
from tracker.models import UnfinishedForm, User

KEPT_FOR = timedelta(days=30)
SHEET_LASTS = timedelta(days=7)
LONGEST = 200_000
MOST_OF_A_USER = 100
# The name of the form's field that holds the sheet, and of the parameter that takes one up.
SHEET, TAKE_UP = "sheet", "unfinished"
_NOT_TYPED = {SHEET, "csrfmiddlewaretoken"}

F = TypeVar("F", bound=forms.BaseForm)


@dataclass(frozen=True)
class Sheet:
    """What a form is written on: each page that was opened has its own, also two of the same address."""

    key: str
    user: int
    address: str

    @classmethod
    def new(cls, user: User, address: str) -> Sheet:
        return cls(secrets.token_urlsafe(16), user.pk, address)

    @classmethod
    def read(cls, signed: str) -> Sheet | None:
        """The sheet that was signed; None for what this site did not sign, or not lately."""
        try:
            return cls(*signing.loads(signed, salt=SHEET, max_age=SHEET_LASTS))
        except signing.BadSignature:
            return None

    def signed(self) -> str:
        return signing.dumps([self.key, self.user, self.address], salt=SHEET)

    @property
    def take_up_address(self) -> str:
        return f"{self.address}?{TAKE_UP}={self.key}"


def posted_sheet(request: HttpRequest) -> Sheet | None:
    """The sheet of the form that was posted, if it was given to whoever is signed in now, or nobody is."""
    sheet = Sheet.read(request.POST.get(SHEET, ""))
    if sheet is None or (request.user.is_authenticated and request.user.pk != sheet.user):
        return None
    return sheet


def sheet_here(request: HttpRequest) -> Sheet | None:
    """The posted sheet, if it is one of this page."""
    sheet = posted_sheet(request)
    return sheet if sheet and sheet.address == page_of(request) else None


def page_of(request: HttpRequest) -> str:
    """The address at which the form that is shown or was posted is opened; one that is posted elsewhere says which."""
    return str(getattr(request, "page_of_form", request.path))


def keep(sheet: Sheet, posted: QueryDict) -> bool:
    """Whether what was typed is kept now: not what is too long, was saved before, or is of a closed account."""
    typed = {name: values for name, values in posted.lists() if name not in _NOT_TYPED}
    text = json.dumps(typed, ensure_ascii=False)
    if len(text) > LONGEST or not User.objects.filter(pk=sheet.user, is_active=True).exists():
        return False
    own = UnfinishedForm.objects.filter(user=sheet.user)
    now = timezone.now()
    if own.filter(key=sheet.key, is_saved=False).update(typed=text, kept_at=now):
        return True
    new = UnfinishedForm(user_id=sheet.user, key=sheet.key, address=sheet.address, typed=text, kept_at=now)
    UnfinishedForm.objects.bulk_create([new], ignore_conflicts=True)
    newest = own.order_by("-kept_at").values("pk")[:MOST_OF_A_USER]
    own.exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    return own.filter(key=sheet.key, is_saved=False).exists()


def mark_saved(sheet: Sheet) -> None:
    """Nothing of the sheet is kept any more, nor what of it is still on its way."""
    UnfinishedForm.objects.update_or_create(
        key=sheet.key,
        user_id=sheet.user,
        defaults={"typed": "", "is_saved": True, "kept_at": timezone.now()},
        create_defaults={"address": sheet.address, "is_saved": True},
    )


def left_by(user: User) -> QuerySet[UnfinishedForm]:
    """What the user has left unfinished, the newest first, without the words."""
    return user.unfinished_forms.filter(is_saved=False).order_by("-kept_at").defer("typed")


def forget_old() -> int:
    """Takes away what nobody took up in time, and the keys of what was saved. Returns how many forms."""
    now = timezone.now()
    old = Q(kept_at__lt=now - KEPT_FOR) | Q(is_saved=True, kept_at__lt=now - SHEET_LASTS)
    return UnfinishedForm.objects.filter(old).delete()[0]


def unchecked(form: F) -> F:
    """The form with what was typed as it was typed: reading it may write, and nobody has sent it yet."""
    if form.is_bound:
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # where Django keeps what its check has found
    return form


class KeepsTyping(LoginRequiredMixin):
    """A page with a form of which everything typed is kept until it is saved, that is, answered with a redirect."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and request.user.is_authenticated and is_spent(request.user):
            return self._later(request)
        answer = super().dispatch(request, *args, **kwargs)
        is_saved = request.method == "POST" and answer.status_code == 302 and request.user.is_authenticated
        if is_saved and (sheet := sheet_here(request)):
            mark_saved(sheet)
        return answer

    def _later(self, request: HttpRequest) -> HttpResponseBase:
        """Back to what was typed, which is kept: texts of somebody who guesses at names are taken later, unread. What
        can't be kept is shown once more, to be copied."""
        sheet = sheet_here(request)
        if sheet is None or not keep(sheet, request.POST):
            said = [(name, value) for name, values in request.POST.lists() for value in values if value.strip()]
            typed = [value for name, value in said if name not in _NOT_TYPED | {"seen"}]
            return render(request, "not_kept.html", {"typed": typed}, status=403)
        messages.error(
            request,
            _(
                "Not saved, but kept: several texts of yours held names that you may not know. Save it in an hour, or"
                " ask to be named for the case."
            ),
        )
        return redirect(sheet.take_up_address)

    def handle_no_permission(self) -> Any:
        return kept_until_signed_in(self.request) or super().handle_no_permission()

    def is_sent_first(self) -> bool:
        """Whether the posted form was not saved before; from now on it was. Inside the transaction that saves it."""
        sheet = sheet_here(self.request)
        if sheet is None:
            return True
        before = UnfinishedForm.objects.filter(key=sheet.key, is_saved=True).exists()
        mark_saved(sheet)
        return not before

    def typed(self) -> QueryDict | None:
        """What the reader left unfinished at this address and takes up now, as if it were posted; else None."""
        user, key = cast(User, self.request.user), self.request.GET.get(TAKE_UP, "")
        left = left_by(user).filter(address=self.request.path, key=key.replace("\x00", "")).first()
        if left is None:
            return None
        typed = QueryDict(mutable=True)
        for name, values in json.loads(left.typed).items():
            typed.setlist(name, values)
        return typed


def kept_until_signed_in(request: HttpRequest) -> HttpResponseBase | None:
    """To the sign-in page and back to what was posted, which is kept; None where there was nothing to keep."""
    sheet = posted_sheet(request) if request.method == "POST" else None
    if sheet is None or not keep(sheet, request.POST):
        return None
    messages.info(request, _("Your session had ended. What you typed is kept: sign in, look it over and save it."))
    return redirect_to_login(sheet.take_up_address)
