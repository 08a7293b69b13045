"""Accounts, sign-in links, API tokens, the log of readings, and forms that were left unfinished."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, AuthTokenManager

from tracker.audiences import Audience
from tracker.permissions import Permission, Role, may
from tracker.sealed import SealedTextField
from tracker.statements import Prepared


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, *, role: str, **fields: object) -> User:
        """A user without a password: they come in by a sign-in link. Raises `ValidationError` on a bad role or name."""
        user = self.model(username=username, role=role, **fields)
        user.set_unusable_password()
        user.full_clean()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]  # the plugin can't see through knox's abstract token
    username = models.CharField(_("sign-in name"), max_length=60, unique=True)
    display_name = models.CharField(_("name shown to colleagues"), max_length=120, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "username"
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.display_name or self.username

    def may(self, permission: Permission) -> bool:
        """Whether this account's role has the permission; an inactive account has none."""
        return self.is_active and may(self.role, permission)

    @property
    def permission_labels(self) -> list[str]:
        """What the account may do, in words."""
        return [str(permission.label) for permission in Permission if self.may(permission)]

    @property
    def signs_in(self) -> bool:
        """Partners don't: they read by a token."""
        return self.role != Role.PARTNER

    # Django's admin asks these; it holds accounts, tokens and vocabularies only, never people or cases.
    @property
    def is_staff(self) -> bool:
        return self.may(Permission.ACCOUNT_MANAGE)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


def hash_secret(secret: str) -> str:
    """What is stored of a link's secret: 256 random bits need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


class SignInLinkManager(models.Manager["SignInLink"]):
    def issue(self, user: User, *, valid_for: timedelta = timedelta(days=3), reusable: bool = False) -> str:
        """The address path of a new link for that user; its secret is shown here once and stored nowhere."""
        secret = secrets.token_urlsafe(32)
        self.create(user=user, digest=hash_secret(secret), expires_at=timezone.now() + valid_for, reusable=reusable)
        return f"/sign-in/{secret}/"

    def unused(self) -> models.QuerySet[SignInLink]:
        """Links that work once and have not, expired ones included."""
        return self.filter(reusable=False, used_at=None)

    def _usable(self, secret: str) -> models.QuerySet[SignInLink]:
        working = self.filter(digest=hash_secret(secret), expires_at__gt=timezone.now(), user__is_active=True)
        return working.filter(models.Q(reusable=True) | models.Q(used_at=None))

    def find(self, secret: str) -> SignInLink | None:
        """The link with its user, not used up by this; None for one that is unknown, expired or used."""
        return self._usable(secret).select_related("user").first()

    def redeem(self, secret: str) -> User | None:
        """The user the link signs in, or None for a link that is unknown, expired or used. One UPDATE claims it."""
        link = self.find(secret)
        if link is None or not self._usable(secret).update(used_at=timezone.now()):
            return None
        return link.user


class SignInLink(models.Model):
    """An invitation or a way in without a password; a demo's links may be used again until the next start."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, editable=False)
    reusable = models.BooleanField(default=False)

    objects: ClassVar[SignInLinkManager] = SignInLinkManager()

    def __str__(self) -> str:
        return f"sign-in link {self.pk} of {self.user}"


class Scope(models.TextChoices):
    CASES = "cases", _("cases, people, facilities, changes")
    BULLETINS = "bulletins", _("bulletins")


def all_scopes() -> list[str]:
    return list(Scope.values)


class ApiToken(AbstractAuthToken):
    """A partner's key. Knox stores its SHA-512 only; `token_key` is the readable beginning that finds the row."""

    audience = models.PositiveSmallIntegerField(
        choices=[(Audience.PUBLIC.value, _("public")), (Audience.PARTNER.value, _("partner"))],
        default=Audience.PARTNER,
    )
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), default=all_scopes)
    last_used_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[AuthTokenManager] = AuthTokenManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience__lte=Audience.PARTNER),
                name="token_audience_published",
                violation_error_message=_("A token reads what is published: public or partner."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.token_key}… of {self.user}"


class ReadLogQuerySet(models.QuerySet["ReadLog"]):
    def note(self, *, token_key: str, audience: Audience, what: str, case_ref: str) -> None:
        """Writes the line of a token's request before its answer leaves, without waiting for the disk: waiting took
        longer than the answer. A crash of PostgreSQL itself may lose the lines of its last half second; a killed web
        process or worker loses none."""
        with connection.cursor() as cursor:
            _NOTE.execute(cursor, (timezone.now(), token_key, audience, "api", what, case_ref))


def _note() -> str:
    unhurried = "WITH unhurried AS (SELECT set_config('synchronous_commit', 'off', true))"
    columns = "(at, token_key, audience, door, what, case_ref)"
    values = "%s::timestamptz, %s, %s::int, %s, %s, %s"
    return f"{unhurried} INSERT INTO {ReadLog._meta.db_table} {columns} SELECT {values} FROM unhurried"  # noqa: S608


_NOTE = Prepared(_note)


class ReadLog(models.Model):
    """One reading that must be answerable: a restricted record shown, an export, a request of a token.

    It holds refs and parameter names, never names of people or the words searched for.
    """

    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    token_key = models.CharField(max_length=25, blank=True)
    audience = models.PositiveSmallIntegerField(choices=Audience.choices)
    door = models.CharField(max_length=120)
    what = models.CharField(max_length=300)
    case_ref = models.CharField(max_length=12, blank=True)

    objects = ReadLogQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case_ref", "-at"], condition=~models.Q(case_ref=""), name="read_log_case"),
            models.Index(fields=["-at"], name="read_log_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.door}: {self.what}"


class UnfinishedForm(models.Model):
    """What somebody typed into the form at `address` and has not saved; shown to nobody else. Of a form that was saved
    only the key stays for a while, so that what was still on its way is not kept after all."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="unfinished_forms")
    key = models.CharField(max_length=22, unique=True, editable=False)
    address = models.CharField(max_length=200)
    typed = SealedTextField(blank=True, help_text=_("names and lists of values, as JSON"))
    is_saved = models.BooleanField(default=False)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["user", "-kept_at"], name="unfinished_of_user")]

    def __str__(self) -> str:
        return f"form {self.pk} that {self.user} left unfinished"
