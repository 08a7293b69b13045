"""The forms that somebody left unfinished, called by what they are about; never by what was typed."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.records import RECORD_TYPES
from tracker.models import UnfinishedForm, User
from tracker.unfinished import TAKE_UP, left_by

_TITLES = {
    "cases:new": gettext_lazy("New case"),
    "cases:edit": gettext_lazy("Edit case %(ref)s"),
    "cases:record-add": gettext_lazy("Add %(label)s to case %(ref)s"),
    "cases:record-edit": gettext_lazy("Edit %(label)s of case %(ref)s"),
    "cases:person-edit": gettext_lazy("Edit person %(person)s"),
    "cases:person-names": gettext_lazy("Names of person %(person)s"),
    "cases:person-affiliations": gettext_lazy("Affiliations of person %(person)s"),
    "cases:person-relationships": gettext_lazy("Relationships of person %(person)s"),
    "cases:person-citations": gettext_lazy("Sources of names and ties of person %(person)s"),
    "cases:consent-add": gettext_lazy("Note a consent of person %(person)s"),
    "cases:consent-edit": gettext_lazy("Correct consent %(number)s of person %(person)s"),
    "cases:review-case": gettext_lazy("Review of case %(ref)s"),
    "reports:passage": gettext_lazy("Rewrite a passage of %(series)s, %(dated)s"),
    "reports:epigraph": gettext_lazy("Epigraph of %(series)s, %(dated)s"),
    "reports:sections": gettext_lazy("Sections of %(series)s, %(dated)s"),
    "reports:note-add": gettext_lazy("A note for %(series)s, %(dated)s"),
    "reports:note-passage-add": gettext_lazy("A passage of a note for %(series)s, %(dated)s"),
}


@dataclass(frozen=True)
class UnfinishedLine:
    """`address` takes it up."""

    form: UnfinishedForm
    title: str
    address: str


def unfinished_lines(user: User) -> list[UnfinishedLine]:
    """The newest first."""
    return [
        UnfinishedLine(form, _title(form.address), f"{form.address}?{TAKE_UP}={form.key}") for form in left_by(user)
    ]


def _title(address: str) -> str:
    try:
        match = resolve(address)
    except Resolver404:
        return address
    kind = RECORD_TYPES.get(match.kwargs.get("code", ""))
    said = {**match.kwargs, "label": kind.label if kind else _("record")}
    return str(_TITLES[match.view_name]) % said if match.view_name in _TITLES else address
