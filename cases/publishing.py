"""The gate's door: approve, publish, withdraw. What outsiders see changes here and nowhere else.

Publishing appends to the ledger; an outsider's document is the newest version of its case for that audience.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import orjson
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.choices import PublicationKind, ReviewOutcome, Stage, WithdrawalReason
from cases.corrections import is_correction
from cases.documents import Body, build_body
from cases.gate import PublicationRefused, Reason, gate_reasons, told_beforehand, told_when_refused
from cases.indexing import digest_of, encode, make_document, stamped
from cases.material import Material, load
from cases.models import Case, Document, LedgerCounter, Publication, Recognition, ReviewRound
from cases.writing import editing_case, editing_shared, refresh_team_documents, replace_documents
from people.choices import ConsentSubject
from people.models import Consent, Person
from tracker.audiences import PUBLISHED, Audience
from tracker.guesses import noting_guesses
from tracker.history import writing
from tracker.models import User
from tracker.permissions import Permission
from tracker.refs import new_ref

Draft = tuple[Material, Audience, Body]


class NotAllowed(Exception):
    """The user's role does not do this; the text says which permission is missing."""


def require(by: User, permission: Permission) -> None:
    if not by.may(permission):
        raise NotAllowed(f"{by.role} may not {permission.label}")


def send_to_review(*, case: Case, by: User) -> None:
    """Marks the present revision as waiting for a reviewer; nothing where it waits or is approved already. Raises
    `NotAllowed`."""
    require(by, Permission.CASE_EDIT)
    with transaction.atomic(), writing(by=by):
        locked = _locked(case)
        if locked.stage == Stage.DRAFT:
            locked.in_review = True
            locked.save()
            ReviewRound.objects.create(case=locked, revision=locked.revision, sent_by=by)


def _locked(case: Case, revision: int | None = None) -> Case:
    """The case, locked for this transaction. Raises `PublicationRefused` where it is no more at that revision."""
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    _same_revision([locked], revision)
    return locked


def _same_revision(cases: list[Case], revision: int | None) -> None:
    text = _("The case was changed after this page was opened. Nothing was done; this is the case as it is now.")
    changed = [Reason("changed", text, f"case:{case.ref}") for case in cases if revision not in (None, case.revision)]
    if changed:
        raise PublicationRefused(changed)


def approve(*, case: Case, by: User, revision: int | None = None) -> None:
    """Approves the present revision, which must be the given one, if any. Raises `NotAllowed`, or `PublicationRefused`
    for an author of its edits."""
    require(by, Permission.CASE_APPROVE)
    with transaction.atomic(), writing(by=by):
        locked = _locked(case, revision)
        if settings.FOUR_EYES and by.pk in locked.editors:
            text = _("You edited this case since its last approval: somebody else approves it.")
            raise PublicationRefused([Reason("four_eyes", text, f"case:{locked.ref}")])
        locked.approved_revision = locked.revision
        locked.in_review = False
        locked.reviewed_on = timezone.localdate()
        locked.save()
        _decide(locked, by=by, outcome=ReviewOutcome.APPROVED)
        refresh_team_documents([locked])


def return_case(*, case: Case, by: User, comment: str, revision: int | None = None) -> None:
    """Sends a case that waits for review, or is approved, back to its researchers, with a comment; what is published
    stands. Raises `NotAllowed`, or `PublicationRefused` for a draft, or where it is no more at the given revision."""
    require(by, Permission.CASE_APPROVE)
    with transaction.atomic(), writing(by=by, why=comment):
        locked = _locked(case, revision)
        if locked.stage == Stage.DRAFT:
            text = _("This case is a draft already, so that it can't be sent back.")
            raise PublicationRefused([Reason("not_in_review", text, f"case:{locked.ref}")])
        # Who edited it since the approval before stays barred from approving it.
        locked.in_review, locked.approved_revision = False, None
        locked.save()
        _decide(locked, by=by, outcome=ReviewOutcome.RETURNED, comment=comment)
        refresh_team_documents([locked])


def _decide(case: Case, *, by: User, outcome: ReviewOutcome, comment: str = "") -> None:
    """Closes the round of the present revision; one that nobody opened is written all the same."""
    decided = {"decided_by": by, "decided_at": timezone.now(), "outcome": outcome, "comment": comment}
    open_round = ReviewRound.objects.filter(case=case, revision=case.revision, outcome="")
    if not open_round.update(**decided):
        ReviewRound.objects.create(case=case, revision=case.revision, **decided)


def check_gate(*, case: Case, audience: Audience, by: User) -> list[Reason]:
    """What stands in the way of publishing now; changes nothing."""
    material = load(Case.objects.filter(pk=case.pk))[0]
    bodies = {a: build_body(material, a) for a in PUBLISHED if a >= audience}
    return told_beforehand(gate_reasons([(material, bodies)], by=by, day=timezone.localdate())[0])


def publish(
    *,
    cases: Iterable[Case],
    audience: Audience,
    by: User,
    cleared: str = "",
    leak: bool = False,
    revision: int | None = None,
) -> list[Publication]:
    """Publishes these cases to that audience and the narrower ones; the new ledger rows, none for unchanged content.

    `cleared` is the reviewer's reason for letting warnings pass. `leak` marks a correction of something that should
    never have been published: earlier bodies are emptied. `revision` is the one that was looked at. Raises `NotAllowed`
    or `PublicationRefused`.
    """
    require(by, Permission.CASE_PUBLISH)
    if audience >= Audience.TEAM:
        raise ValueError("Cases are published to public or partner.")
    noting = noting_guesses(by, door="publish", what="withheld name in a publication")
    with noting, transaction.atomic(), writing(by=by, why=cleared):
        locked = list(Case.objects.select_for_update(no_key=True).filter(pk__in=[c.pk for c in cases]).order_by("pk"))
        _same_revision(locked, revision)
        drafted = list(draft(load(locked), audience=lambda _case: audience, by=by))
        standing = [reason for _drafts, reasons in drafted for reason in reasons if reason.blocks or not cleared]
        if standing:
            raise PublicationRefused(told_when_refused(standing))
        rows = append_to_ledger([one for drafts, _reasons in drafted for one in drafts], by=by)
        if leak:
            blank_bodies([row.case_id for row in rows if row.case_id], audiences=PUBLISHED, keep_standing=True)
            _say_withdrawn(rows, people_too=False)
        return rows


def draft(
    materials: Iterable[Material], *, audience: Callable[[Case], Audience], by: User
) -> Iterator[tuple[list[Draft], list[Reason]]]:
    """Of each case the documents that it would have for its audience and the narrower ones, and the gate's reasons."""
    bodies = [(m, {a: build_body(m, a) for a in PUBLISHED if a >= audience(m.case)}) for m in materials]
    for (material, made), reasons in zip(bodies, gate_reasons(bodies, by=by, day=timezone.localdate()), strict=True):
        yield [(material, a, body) for a, body in made.items()], reasons


def append_to_ledger(drafts: list[Draft], *, by: User) -> list[Publication]:
    """New versions of the drafts whose content changed, with their documents. Inside a transaction."""
    newest = newest_rows([material.case for material, _, _ in drafts])
    pending: list[tuple[Publication, Case, Audience, Body]] = []
    now = timezone.now()
    for material, audience, content in drafts:
        before = newest.get((material.case.ref, audience))
        digest = digest_of(content)
        stands = before is not None and before.kind != PublicationKind.WITHDRAWN
        if before is not None and stands and before.digest == digest:
            continue
        version = before.version + 1 if before else 1
        body = stamped(content, version=version, updated_at=now)
        kind = PublicationKind.PUBLISHED
        if before is not None and stands and is_correction(content_of(before), content):
            kind = PublicationKind.CORRECTED
        row = Publication(
            case=material.case,
            ref=material.case.ref,
            audience=audience,
            version=version,
            kind=kind,
            body=encode(body),
            digest=digest,
            published_at=now,
            published_by=by,
        )
        pending.append((row, material.case, audience, body))
    for audience in PUBLISHED:
        made = [make_document(case, a, body) for _, case, a, body in pending if a == audience]
        if made:
            replace_documents(audience, made)
    # Last of all: the counter is locked for as short as can be, and by nobody who waits for another's new words.
    number([row for row, _, _, _ in pending])
    Publication.objects.bulk_create([row for row, _, _, _ in pending])
    return [row for row, _, _, _ in pending]


def number(rows: list[Publication]) -> None:
    """Gives the rows the next numbers of the ledger. The counter stays locked until the transaction ends."""
    if not rows:
        return
    LedgerCounter.objects.filter(pk=1).update(last=F("last") + len(rows))
    last = LedgerCounter.objects.get(pk=1).last
    for place, row in enumerate(rows):
        row.seq = last - len(rows) + 1 + place


def newest_rows(cases: Iterable[Case]) -> dict[tuple[str, int], Publication]:
    rows = Publication.objects.filter(ref__in={case.ref for case in cases}).newest()
    return {(row.ref, row.audience): row for row in rows}


def content_of(row: Publication) -> Body:
    return orjson.loads(row.body) if row.body else {}


_BLANKING = {
    WithdrawalReason.CONSENT,
    WithdrawalReason.LEAK,
    WithdrawalReason.SAFETY,
    WithdrawalReason.ERASURE,
    WithdrawalReason.NAME_WITHHELD,
}


# What else must go when something is withdrawn or blanked, in the same transaction: the storey above adds its own.
# Told too whether whoever the cases are about is no more to be told of at all.
on_withdrawal: list[Callable[[list[Publication], bool], None]] = []
# The same where a person's name is lost to an audience and wider ones, published in a case or not.
on_name_lost: list[Callable[[Person, Audience, WithdrawalReason], None]] = []


def withdraw(
    *, cases: Iterable[Case], audience: Audience, by: User, reason: WithdrawalReason, people_too: bool = True
) -> list[Publication]:
    """Tombstones for that audience and every wider one; documents go at once, and earlier bodies too unless it was an
    error only; without `people_too` the cases alone. The new ledger rows, if anything stood. Raises `NotAllowed`."""
    # Whoever may record that a consent ended must not have to wait for a reviewer.
    require(by, Permission.CASE_EDIT if reason == WithdrawalReason.CONSENT else Permission.CASE_PUBLISH)
    with transaction.atomic(), writing(by=by, why=reason.value):
        locked = list(Case.objects.select_for_update(no_key=True).filter(pk__in=[c.pk for c in cases]).order_by("pk"))
        wider = [a for a in PUBLISHED if a <= audience]
        newest = newest_rows(locked)
        rows = []
        for case in locked:
            for a in wider:
                before = newest.get((case.ref, a))
                if before is None or before.kind == PublicationKind.WITHDRAWN:
                    continue
                rows.append(
                    Publication(
                        case=case,
                        ref=case.ref,
                        audience=a,
                        version=before.version + 1,
                        kind=PublicationKind.WITHDRAWN,
                        reason=reason,
                        digest="",
                        published_by=by,
                    )
                )
        Document.objects.filter(case__in=locked, audience__in=wider).delete()
        if reason in _BLANKING:
            blank_bodies([case.pk for case in locked], audiences=wider)
        number(rows)
        rows = Publication.objects.bulk_create(rows)
        _say_withdrawn(rows, people_too=people_too)
        return rows


def _say_withdrawn(rows: list[Publication], *, people_too: bool) -> None:
    """Of what these rows of the ledger follow nothing may be read any more."""
    for act in on_withdrawal:
        act(rows, people_too)


def _say_name_lost(person: Person, audience: Audience, reason: WithdrawalReason) -> None:
    # Whoever freezes an issue at this moment is waited for: the name is looked for in what they froze.
    LedgerCounter.objects.select_for_update().get(pk=1)
    for act in on_name_lost:
        act(person, audience, reason)


def blank_bodies(case_ids: list[int], *, audiences: list[Audience], keep_standing: bool = False) -> None:
    """Empties earlier bodies in the ledger; number and digest stay."""
    rows = Publication.objects.filter(case__in=case_ids, audience__in=audiences).exclude(body="")
    if keep_standing:
        standing = Publication.objects.filter(case__in=case_ids).standing().values_list("pk", flat=True)
        rows = rows.exclude(pk__in=list(standing))
    rows.update(body="", blanked_at=timezone.now())


def _withdraw_alone(
    cases: list[Case], audience: Audience, by: User, reason: WithdrawalReason = WithdrawalReason.CONSENT
) -> list[Publication]:
    """Cases without their people, of whom others tell, or whose name is looked after by itself."""
    return withdraw(cases=cases, audience=audience, by=by, reason=reason, people_too=False)


def withdraw_consent(*, consent: Consent, by: User) -> list[Publication]:
    """Ends a consent today, withdraws what it covered and restricts the records it had lowered."""
    with transaction.atomic(), writing(by=by, why="consent withdrawn"):
        consent.withdrawn_on = timezone.localdate()
        consent.save()
        return _take_back(consent.person, consent.subjects, by=by, why="consent withdrawn")


def correct_consent(*, consent: Consent, by: User) -> list[Publication]:
    """Saves what was noted wrongly. What the consent allows no longer is taken back at once, as by a withdrawal."""
    with transaction.atomic(), writing(by=by, why="consent corrected"):
        lost = consent.subjects_lost_since(Consent.objects.get(pk=consent.pk))
        consent.save()
        if lost:
            return _take_back(consent.person, lost, by=by, why="consent corrected")
        with editing_shared(consent.person, by=by, why="consent corrected"):
            return []


def _take_back(person: Person, subjects: list[str], *, by: User, why: str) -> list[Publication]:
    """Withdraws every case of the person, and those of others that name them where the name itself is lost, and
    restricts what stands on a consent to these subjects."""
    concerned = Q(person=person)
    if ConsentSubject.NAME in subjects:
        named = Document.objects.filter(audience__in=PUBLISHED).mentioning(person)
        concerned |= Q(pk__in=list(named.values_list("case", flat=True)))
    rows: list[Publication] = []
    for case in Case.objects.filter(concerned).order_by("pk"):
        rows += _withdraw_alone([case], Audience.PARTNER, by)
        with editing_case(case, by=by, why=why) as locked:
            if case.person_id == person.pk:
                _restrict(locked, subjects)
    if ConsentSubject.NAME in subjects:
        _say_name_lost(person, Audience.PARTNER, WithdrawalReason.CONSENT)
    return rows


def _restrict(case: Case, subjects: list[str]) -> None:
    for record in load([case])[0].all_records():
        if record.consent_subject in subjects and record.visibility < Audience.RESTRICTED:
            record.visibility = Audience.RESTRICTED
            record.save()
    if ConsentSubject.FAMILY in subjects:
        case.person.relationships.update(visibility=Audience.RESTRICTED)


def withdraw_recognition(*, recognition: Recognition, by: User) -> list[Publication]:
    """Notes that the person wants a recognition withdrawn, which leaves it to the team. Audiences that read it lose the
    case, earlier versions included, until it is published anew. The new ledger rows; none where nobody had read it."""
    case = recognition.case
    with transaction.atomic(), writing(by=by, why="recognition withdrawn at the person's request"):
        held = Publication.objects.filter(case=case, body__contains=f'"key":"{recognition.key}"')
        audiences = [Audience(code) for code in held.values_list("audience", flat=True)]
        rows: list[Publication] = []
        if audiences:
            rows = _withdraw_alone([case], max(audiences), by)
        with editing_case(case, by=by, why="recognition withdrawn at the person's request"):
            recognition.refresh_from_db()
            recognition.withdrawn_at_request = True
            recognition.full_clean()
            recognition.save()
        return rows


def withhold_name(*, person: Person, below: Audience, by: User) -> list[Publication]:
    """Withholds a person's name from every audience wider than `below`. Where it was published the cases are withdrawn
    and the person and their cases get new refs, so that old copies can't be joined to what is published next."""
    require(by, Permission.PERSON_MERGE)
    with transaction.atomic(), writing(by=by, why="name withheld"):
        was = Person.objects.select_for_update().get(pk=person.pk).name_exposure
        Person.objects.filter(pk=person.pk).update(name_exposure=below)
        hidden_from = [a for a in PUBLISHED if was <= a < below]
        named = Document.objects.filter(audience__in=hidden_from).mentioning(person)
        # Cases of others that told the name go with the person's own.
        cases = list(Case.objects.filter(Q(person=person) | Q(pk__in=named.values("case"))).distinct())
        rows: list[Publication] = []
        if hidden_from:
            rows = _withdraw_alone(cases, max(hidden_from), by, WithdrawalReason.NAME_WITHHELD)
            _say_name_lost(person, max(hidden_from), WithdrawalReason.NAME_WITHHELD)
        if rows:
            Person.objects.filter(pk=person.pk).update(ref=new_ref())
        for case in cases:
            with editing_case(case, by=by, why="name withheld") as locked:
                if rows:
                    locked.ref = new_ref()
        return rows
