"""What each role may do: one enumeration, one table, read by code and by the role page alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    RESEARCHER = "researcher", _("researcher")
    ADVOCATE = "advocate", _("advocate")
    EDITOR = "editor", _("editor")
    REVIEWER = "reviewer", _("reviewer")
    ADMIN = "admin", _("admin")
    PARTNER = "partner", _("partner")


class Permission(models.TextChoices):
    CASE_READ = "case_read", _("read team documents, filter and export them")
    CASE_EDIT = "case_edit", _("enter and edit cases, attach sources, send to review")
    CASE_APPROVE = "case_approve", _("approve cases or send them back")
    CASE_PUBLISH = "case_publish", _("publish and withdraw")
    PERSON_MERGE = "person_merge", _("merge people, withhold names")
    RESTRICTED_READ = "restricted_read", _("read restricted records of every case they may see")
    BULLETIN_EDIT = "bulletin_edit", _("compile and edit issues")
    BULLETIN_FREEZE = "bulletin_freeze", _("freeze and send issues")
    ACCOUNT_MANAGE = "account_manage", _("manage accounts, roles, tokens and settings")


_READ = {Permission.CASE_READ}
_DESK = {Permission.BULLETIN_EDIT, Permission.BULLETIN_FREEZE}

ROLES: dict[str, frozenset[Permission]] = {
    Role.RESEARCHER: frozenset(_READ | {Permission.CASE_EDIT}),
    Role.ADVOCATE: frozenset(_READ),
    Role.EDITOR: frozenset(_READ | _DESK),
    Role.REVIEWER: frozenset(
        _READ
        | {
            Permission.CASE_EDIT,
            Permission.CASE_APPROVE,
            Permission.CASE_PUBLISH,
            Permission.PERSON_MERGE,
            Permission.RESTRICTED_READ,
        }
    ),
    # Running the site gives no right to read the cases in it.
    Role.ADMIN: frozenset({Permission.ACCOUNT_MANAGE}),
    Role.PARTNER: frozenset(),
}


def may(role: str, permission: Permission) -> bool:
    """Whether that role has that permission; an unknown role has none."""
    return permission in ROLES.get(role, frozenset())
