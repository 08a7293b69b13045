"""The accounts of the team, for admins: who has one, invitations, new links, closing and reopening."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from tracker import accounts
from tracker.account_forms import InvitationForm, RoleForm
from tracker.account_views import REFUSED
from tracker.models import SignInLink, User
from tracker.permissions import Permission, Role


@method_decorator(never_cache, name="dispatch")
class AccountManagerView(AccessMixin, View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not request.user.may(Permission.ACCOUNT_MANAGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Accounts(AccountManagerView):
    def get(self, request: HttpRequest) -> HttpResponse:
        by = cast(User, request.user)
        rows = [(account, accounts.possible_changes(account, by=by)) for account in accounts.all_accounts()]
        shown = {"accounts": rows, "changes": accounts.last_changes()}
        return render(request, "accounts/list.html", shown)


# Whoever finds an admin's screen open, or has stolen the session, opens no account: the password is asked again.
@method_decorator(reauthentication_required, name="get")
@method_decorator(reauthentication_required, name="post")
class Invite(AccountManagerView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/invite.html", {"form": InvitationForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return render(request, "accounts/invite.html", {"form": form}, status=REFUSED)
        user, path = accounts.invite(by=cast(User, request.user), **form.cleaned_data)
        return show_link(request, user, path)


@method_decorator(reauthentication_required, name="get")
@method_decorator(reauthentication_required, name="post")
class ChangeAccount(AccountManagerView):
    """Asks first and says what will happen."""

    def get(self, request: HttpRequest, account: int, change: str) -> HttpResponse:
        user = self._account(account, change)
        shown = {"account": user, "change": change, "form": RoleForm(initial={"role": user.role})}
        return render(request, "accounts/change.html", shown)

    def post(self, request: HttpRequest, account: int, change: str) -> HttpResponse:
        user, by = self._account(account, change), cast(User, request.user)
        if change == "link":
            return show_link(request, user, accounts.new_link(user, by=by))
        if change == "role":
            form = RoleForm(request.POST)
            if not form.is_valid():
                shown = {"account": user, "change": change, "form": form}
                return render(request, "accounts/change.html", shown, status=REFUSED)
            accounts.change_role(user, role=Role(form.cleaned_data["role"]), by=by)
            messages.success(request, _("%(name)s is %(role)s now.") % {"name": user, "role": user.get_role_display()})
        elif change == "close":
            accounts.close(user, by=by)
            messages.success(request, _("The account of %(name)s is closed.") % {"name": user})
        elif change == "reopen":
            accounts.reopen(user, by=by)
            messages.success(request, _("The account of %(name)s is open again.") % {"name": user})
        else:
            accounts.remove_second_factor(user, by=by)
            messages.success(request, _("The second factor of %(name)s is removed.") % {"name": user})
        return redirect("accounts")

    def _account(self, account: int, change: str) -> User:
        """The account, if this can be done to it now. Raises `Http404`."""
        user = get_object_or_404(accounts.all_accounts(), pk=account)
        if change not in accounts.possible_changes(user, by=cast(User, self.request.user)):
            raise Http404
        return user


def show_link(request: HttpRequest, user: User, path: str) -> HttpResponse:
    """The page that shows a link, this once."""
    until = SignInLink.objects.unused().filter(user=user).latest("expires_at").expires_at
    shown = {"account": user, "link": f"{settings.SITE}{path}", "until": until}
    return render(request, "accounts/link_shown.html", shown)
