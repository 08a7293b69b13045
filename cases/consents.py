"""What a person allows to be said, as those who edit cases read it: never who gave it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.choices import SourceKind
from cases.models import Citation, Source
from cases.pages.values import day_in_words, label_of
from cases.people import is_editable_by
from cases.writing import cite, editing_shared
from people.choices import ConsentBasis, ConsentSubject
from people.models import Consent, Person
from tracker.audiences import Audience
from tracker.models import User


@dataclass(frozen=True)
class ShownConsent:
    """`number` counts the consents of one person from 1; `state` says whether it holds today."""

    number: int
    audience: str
    subjects: str
    basis: str
    dates: str
    state: str
    can_be_withdrawn: bool


def consents_shown_to(user: User | AnonymousUser, person: Person) -> list[ShownConsent] | None:
    """The person's consents in the order of entry; None for somebody who may not change the person."""
    if not is_editable_by(person, user):
        return None
    return [show_consent(number, consent) for number, consent in enumerate(consents_of(person), 1)]


def consents_of(person: Person) -> list[Consent]:
    """In the order of entry, which numbers them: none is ever taken out."""
    return list(person.consents.order_by("pk"))


def show_consent(number: int, consent: Consent) -> ShownConsent:
    today = timezone.localdate()
    if consent.withdrawn_on:
        state = _("withdrawn on %(day)s") % {"day": day_in_words(consent.withdrawn_on)}
    elif consent.expires_on and consent.expires_on < today:
        state = _("expired")
    else:
        state = _("valid") if consent.is_valid_on(today) else _("not valid yet")
    dates = [_("given on %(day)s") % {"day": day_in_words(consent.given_on)}]
    if consent.expires_on:
        dates.append(_("expires on %(day)s") % {"day": day_in_words(consent.expires_on)})
    return ShownConsent(
        number=number,
        audience=str(Audience(consent.audience).label),
        subjects=", ".join(label_of(ConsentSubject, code) for code in consent.subjects),
        basis=label_of(ConsentBasis, consent.basis),
        dates=", ".join(dates),
        state=state,
        can_be_withdrawn=consent.withdrawn_on is None,
    )


def add_consent(*, consent: Consent, source: Source | None, quote: str, shows_name: bool, by: User) -> Consent:
    """Saves a checked consent with the place where it is public, if it names one; with `shows_name` its readers see the
    name from then on."""
    person = consent.person
    with editing_shared(person, by=by, why="consent added"):
        consent.save()
        if shows_name and consent.audience < person.name_exposure:
            person.name_exposure = consent.audience
            person.save(update_fields=["name_exposure"])
        if source is not None:
            source.save()
            cite(consent, [Citation.objects.create(source=source, quote=quote)])
    return consent


def public_source(title: str, url: str) -> Source:
    """The source of a consent “already public”, unsaved."""
    return Source(kind=SourceKind.ARTICLE, title=title, url=url)
