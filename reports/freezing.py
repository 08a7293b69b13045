"""Freezing by workers: each makes one form, and whoever makes the last freezes the issue, or is refused.

Every form is a function of the issue as data, whose hash the request holds: what is edited meanwhile is noticed by
whichever comes next, and nothing is frozen. Forms wait as rows that no reader is given; a withdrawal takes them away.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256

from django.db import OperationalError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import LedgerCounter
from cases.publishing import NotAllowed
from reports.checks import Finding
from reports.choices import FormKind, IssueState
from reports.desk import CannotFreeze, IssueFrozen, freeze_issue, noting_freezing, refuse_what_blocks
from reports.models import Freezing, Issue, IssueForm
from reports.rendering import fingerprint, render_form
from tracker.models import User

logger = logging.getLogger(__name__)


def ask_freezing(*, issue: Issue, seen: str, by: User, even_empty: bool = False) -> None:
    """Has workers freeze the issue as it was `seen`, in the name of this user; asked again, it begins anew. Raises as
    `freeze_issue` does, for what can be found before there are forms."""
    with transaction.atomic():
        _lock(issue.pk)
        refuse_what_blocks(issue, by, even_empty=even_empty)
        Freezing.objects.filter(issue=issue).delete()
        issue.forms.all().delete()
        Freezing.objects.create(issue=issue, by=by, seen=seen, even_empty=even_empty)


def _lock(issue_id: int) -> None:
    """Everybody here locks the issue before its request, and the request before its forms."""
    Issue.objects.select_for_update().get(pk=issue_id)


def take_refusal(issue: Issue, by: User) -> list[Finding]:
    """What stood against the issue when this user last asked, told once."""
    refused = list(Freezing.objects.filter(issue=issue, by=by).exclude(refused__isnull=True))
    Freezing.objects.filter(pk__in=[one.pk for one in refused]).delete()
    return [Finding(**said) for one in refused for said in one.refused or []]


def awaited_forms() -> Iterator[tuple[int, FormKind]]:
    """Issue and kind of each form that a worker has still to make, so that a lost broker loses nothing; the last one
    again where its worker died before it froze the issue."""
    for issue_id in Freezing.objects.filter(refused__isnull=True).order_by("pk").values_list("issue_id", flat=True):
        missing = missing_forms(issue_id) or [FormKind.JSON]
        yield from ((issue_id, kind) for kind in missing)


def missing_forms(issue_id: int) -> list[FormKind]:
    made = set(IssueForm.objects.filter(issue=issue_id).values_list("kind", flat=True))
    return [kind for kind in FormKind if kind not in made]


def render_awaited(issue_id: int, kind: FormKind) -> None:
    """Makes that form if the issue waits for it, and freezes the issue when it was the last."""
    asked = Freezing.objects.filter(issue=issue_id, refused__isnull=True).first()
    if asked is None:
        return
    read = Issue.objects.for_reading().get(pk=issue_id)
    if fingerprint(read) != asked.seen:
        return _refuse(asked, [_changed()])
    if kind in missing_forms(issue_id):
        try:
            content = render_form(read, kind)
        except Exception:
            logger.exception("%s can't be made as %s", read, kind)
            text = _("The form %(form)s can't be made: tell whoever runs this site.") % {"form": kind.label}
            return _refuse(asked, [Finding("no_form", text, "issue", blocks=True)])
        _keep(asked, kind, content)
    if not missing_forms(issue_id):
        _freeze(asked)
    return None


def _keep(asked: Freezing, kind: FormKind, content: bytes) -> None:
    """Unless another worker was first, or the request is over."""
    with transaction.atomic():
        _lock(asked.issue_id)
        if Freezing.objects.select_for_update().filter(pk=asked.pk, refused__isnull=True).exists():
            made = {"content": content, "sha256": sha256(content).hexdigest()}
            IssueForm.objects.get_or_create(issue_id=asked.issue_id, kind=kind, defaults=made)


def _freeze(asked: Freezing) -> None:
    door = reverse("reports:freeze", args=[asked.issue.series.slug, asked.issue.dated])
    try:
        with noting_freezing(asked.by, door=door), transaction.atomic():
            # First of all, as whoever freezes or withdraws does.
            LedgerCounter.objects.select_for_update().get(pk=1)
            _lock(asked.issue_id)
            waiting = Freezing.objects.select_for_update().filter(pk=asked.pk, refused__isnull=True).first()
            if waiting is None:
                return
            forms = {FormKind(form.kind): bytes(form.content) for form in waiting.issue.forms.all()}
            if len(forms) == len(FormKind):
                frozen = freeze_issue(issue=waiting.issue, by=waiting.by, even_empty=waiting.even_empty, forms=forms)
                if fingerprint(Issue.objects.for_reading().get(pk=frozen.pk)) != waiting.seen:
                    raise CannotFreeze([_changed()])
                waiting.delete()
    except CannotFreeze as refused:
        _refuse(asked, refused.findings)
    except (IssueFrozen, NotAllowed) as fault:
        _refuse(asked, [Finding("not_allowed", str(fault), "issue", blocks=True)])
    except OperationalError:
        # The database was away or wants it done again: it will be.
        raise
    except Exception:
        logger.exception("%s can't be frozen", asked.issue)
        text = _("The issue can't be frozen: tell whoever runs this site.")
        _refuse(asked, [Finding("no_freezing", text, "issue", blocks=True)])


def _refuse(asked: Freezing, findings: list[Finding]) -> None:
    """What stands against it is told to whoever asked; no form of it is left."""
    said = [{name: value for name, value in asdict(one).items() if name != "hides"} for one in findings]
    with transaction.atomic():
        if Freezing.objects.filter(pk=asked.pk, refused__isnull=True).update(refused=said):
            IssueForm.objects.filter(issue=asked.issue_id).exclude(issue__state=IssueState.FROZEN).delete()


def _changed() -> Finding:
    text = _("The issue changed while its forms were made. It is not frozen: read it again as it stands below.")
    return Finding("changed", text, "issue", blocks=True)
