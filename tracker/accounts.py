"""Accounts as an admin keeps them: invited, given a new link, closed, reopened; never deleted. Each leaves a line."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.models import SignInLink, User
from tracker.permissions import Role


def all_accounts() -> models.QuerySet[User]:
    """Every account with `second_factor` (whether it has one) and `link_until` (when a link that still works ends)."""
    factors = Authenticator.objects.filter(user=models.OuterRef("pk"), type=Authenticator.Type.TOTP)
    links = SignInLink.objects.unused().filter(user=models.OuterRef("pk"), expires_at__gt=timezone.now())
    return User.objects.annotate(
        second_factor=models.Exists(factors), link_until=models.Subquery(links.values("expires_at")[:1])
    ).order_by("-is_active", "role", "username")


def possible_changes(account: User, *, by: User) -> list[str]:
    """What can be done now to an account of `all_accounts()`. Nobody does any of it to their own: so one admin always
    remains, and who finds an admin's screen open gets round neither the old password nor the second factor."""
    works = account.is_active and account.signs_in
    possible = {
        "link": works,
        "role": works,
        "second-factor": account.second_factor,  # type: ignore[attr-defined]  # annotated
        "close": account.is_active,
        "reopen": not account.is_active,
    }
    return [] if account == by else [change for change, is_possible in possible.items() if is_possible]


def last_changes(number: int = 20) -> models.QuerySet[LogEntry]:
    """Who did what to which account, the newest first."""
    of_accounts = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User))
    return of_accounts.select_related("user").order_by("-action_time", "-pk")[:number]


@transaction.atomic
def invite(*, username: str, display_name: str, role: str, by: User) -> tuple[User, str]:
    """A new account and the path of its link. Raises `ValidationError`."""
    user = User.objects.create_user(username, role=role, display_name=display_name)
    _note(user, _("invited as %(role)s") % {"role": user.get_role_display()}, by)
    return user, SignInLink.objects.issue(user)


@transaction.atomic
def new_link(user: User, *, by: User) -> str:
    """The path of a link by which a new password is set; links sent before no longer work."""
    SignInLink.objects.unused().filter(user=user).delete()
    _note(user, _("given a new link"), by)
    return SignInLink.objects.issue(user)


@transaction.atomic
def remove_second_factor(user: User, *, by: User) -> None:
    """For somebody who lost the phone and the recovery codes; whoever is signed in as them no longer is, and the
    password is of no use until a link has set another."""
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    _end_sessions(user)
    _note(user, _("second factor removed"), by)


@transaction.atomic
def change_role(user: User, *, role: Role, by: User) -> None:
    """Whoever is signed in as them signs in again, to what the new role may do."""
    user.role = role
    user.full_clean(exclude=["password"])
    user.save(update_fields=["role"])
    _end_sessions(user)
    _note(user, _("made %(role)s") % {"role": user.get_role_display()}, by)


@transaction.atomic
def close(user: User, *, by: User) -> None:
    """Nobody signs in with it any more, by password, link or token, and whoever is signed in no longer is."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    SignInLink.objects.unused().filter(user=user).delete()
    _end_sessions(user)
    _note(user, _("closed"), by)


@transaction.atomic
def reopen(user: User, *, by: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=True)
    _note(user, _("reopened"), by)


def _end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def _note(user: User, what: str, by: User) -> None:
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(user.pk),
        object_repr=user.username,
        action_flag=CHANGE,
        change_message=what,
    )
