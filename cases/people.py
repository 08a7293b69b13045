"""A person as one audience may see them, from documents alone: their own cases' and those that name them. And who may
change a person, and what was told of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from cases.documents import Body, records_of
from cases.models import Case, Document, Publication
from cases.publishing import withhold_name
from cases.querysets import DocumentQuerySet
from people.choices import FROM_THE_OTHER_SIDE, RelationshipKind
from people.groups import GROUP_FIELDS
from people.models import Person, Relationship
from tracker.audiences import PUBLISHED, Audience
from tracker.models import User
from tracker.permissions import Permission


def person_body(ref: str, documents: DocumentQuerySet) -> dict[str, Any] | None:
    """The person of that ref as the newest of these documents says them, with the sources it cites, the cards of their
    cases and the cases that name them, newest first; None where no document shows them."""
    found = documents.filter(mentions__contains=[f"person:{ref}"]).order_by("-updated_at", "-case_id")
    cards = [(pk, orjson.loads(card)) for pk, card in found.values_list("pk", "card")]
    if not cards:
        return None
    own = [(pk, card) for pk, card in cards if card["person"]["ref"] == ref]
    newest, _card = (own or cards)[0]
    body = orjson.loads(documents.values_list("body", flat=True).get(pk=newest))
    person, sources = next(_persons(body, ref)), body.get("sources", [])
    if not own:
        ties = list(_ties_told_of(ref, documents))
        # Of somebody with several cases each document tells the same tie.
        told_once = list({tie["key"]: tie for tie, _sources in ties}.values())
        person |= {"relationships": told_once} if ties else {}
        sources = [*sources, *(source for _tie, told in ties for source in told)]
    cited = {citation["source"] for citation in _citations(person)}
    sources = list({source["ref"]: source for source in sources if source["ref"] in cited}.values())
    return {
        **person,
        **({"sources": sources} if sources else {}),
        "cases": [card for _, card in own],
        "named_in": [
            {name: card[name] for name in ("ref", "url")} for _, card in cards if card["person"]["ref"] != ref
        ],
    }


def _ties_told_of(ref: str, documents: DocumentQuerySet) -> Iterator[tuple[Body, list[Body]]]:
    """The ties of somebody without a case of their own, as the documents of those whom they have them with tell these,
    each with the sources of its document."""
    ties = Relationship.objects.filter(Q(person__ref=ref) | Q(other__ref=ref)).told_of_both()
    others = ties.values_list("person", "other")
    told = documents.filter(person__in={pk for pair in others for pk in pair}, mentions__contains=[f"person:{ref}"])
    for text in told.order_by("-updated_at", "-case_id").values_list("body", flat=True):
        body = orjson.loads(text)
        who = {name: body["person"][name] for name in _CALLED if name in body["person"]}
        for tie in body["person"].get("relationships", []):
            kind = _TURNED.get(tie["kind"])
            if kind and tie["other"].get("ref") == ref:
                yield {**tie, "kind": kind, "other": who}, body.get("sources", [])


# How a tie names the other person, and what the tie is called from there.
_CALLED = ("ref", "name", "name_withheld", *GROUP_FIELDS)
_TURNED = {**FROM_THE_OTHER_SIDE, RelationshipKind.CLIENT: RelationshipKind.LAWYER}


def _persons(body: Body, ref: str) -> Iterator[Body]:
    """The places of a body that speak of the person, the one that says most first."""
    person = body["person"]
    named = [person, *(tie["other"] for tie in person.get("relationships", []) if "other" in tie)]
    named += [value for _, record in records_of(body) for value in record.values() if isinstance(value, dict)]
    yield from (said for said in named if said.get("ref") == ref)


def _citations(person: Body) -> Iterator[Body]:
    facts = [person]
    for name in ("names", "affiliations", "relationships"):
        facts += person.get(name, [])
    for fact in facts:
        yield from fact.get("citations", [])


def is_editable_by(person: Person, user: User | AnonymousUser) -> bool:
    """Whether that user may change the person: they edit cases, and see one of this person's, or there is none.

    Somebody of whom the team may not read a name is changed by those who read what is restricted: to others the forms
    would tell whether a guess is right, and who a person without a name is.
    """
    if not isinstance(user, User) or not user.may(Permission.CASE_EDIT):
        return False
    own = Case.objects.visible_to(user).filter(person=person)
    if user.may(Permission.RESTRICTED_READ):
        return own.exists() or not person.cases.exists()
    if person.name_exposure > Audience.TEAM:
        return False
    if own.exclude(person__names__visibility__gt=Audience.TEAM).exists():
        return True
    return not person.cases.exists() and not person.names.filter(visibility__gt=Audience.TEAM).exists()


def consents_are_read_by(user: User | AnonymousUser, person: Person) -> bool:
    """Whether a page of a case of that person, which the user sees, tells them the person's consents."""
    return user.is_authenticated and (user.may(Permission.RESTRICTED_READ) or is_editable_by(person, user))


def was_told_to(person: Person, audiences: Iterable[Audience]) -> bool:
    """Whether something of the person stands before these audiences, or stood there and can still be read."""
    audiences = list(audiences)
    told = Publication.objects.filter(case__person=person, audience__in=audiences).exclude(body="")
    named = Document.objects.filter(audience__in=audiences).mentioning(person)
    return told.exists() or named.exists()


def audiences_between(wider: int, narrower: int) -> list[Audience]:
    """The published audiences that see what `wider` sees and no longer see what only `narrower` does."""
    return [audience for audience in PUBLISHED if wider <= audience < narrower]


def narrow_exposure(person: Person, exposure: int, *, by: User) -> None:
    """Withholds the name where the exposure is a narrower one that somebody may already have read past."""
    if was_told_to(person, audiences_between(person.name_exposure, exposure)):
        withhold_name(person=person, below=Audience(exposure), by=by)
