"""Invented people and cases, made through the doors that the product itself uses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib import import_module
from itertools import count
from typing import Any

from django.apps import apps

from cases.choices import ClaimStatus, SourceKind
from cases.models import (
    Article,
    Case,
    Charge,
    Citation,
    ClockRule,
    Detention,
    Facility,
    FacilityAlias,
    HealthNote,
    Hearing,
    Intervention,
    LegalCode,
    Recognition,
    Search,
    SeizedItem,
    Sentence,
    Source,
    Statement,
    TreatmentNote,
)
from cases.publishing import approve, publish
from cases.writing import add_record, cite, editing_case
from people.choices import ConsentBasis, ConsentSubject
from people.models import Consent, Name, Organisation, Person
from reports.choices import EntryState
from reports.desk import place_entry
from reports.models import Entry
from tracker.audiences import Audience
from tracker.models import User

_numbers = count(1)
GIVEN = date(2020, 1, 1)
ALL_SUBJECTS = list(ConsentSubject.values)


def make_source(title: str = "Invented Gazette", **fields: Any) -> Source:
    return Source.objects.create(**{"kind": SourceKind.ARTICLE, "title": title, "published": "2023-09-26", **fields})


def make_citation(quote: str = "He was taken away.", source: Source | None = None, **fields: Any) -> Citation:
    return Citation.objects.create(source=source or make_source(), quote=quote, **fields)


def make_person(
    name: str = "",
    *,
    names: Iterable[str] = (),
    exposure: Audience = Audience.PUBLIC,
    consent: Audience | None = Audience.PUBLIC,
    **fields: Any,
) -> Person:
    """A person whose consent covers everything for `consent`; None: no consent at all."""
    person = Person.objects.create(name_exposure=exposure, **fields)
    main = name or f"Rauf Samadov{next(_numbers)}"
    Name.objects.create(person=person, text=main, is_main=True)
    for other in names:
        Name.objects.create(person=person, text=other)
    if consent is not None:
        give_consent(person, audience=consent)
    return person


def give_consent(person: Person, *, audience: Audience = Audience.PUBLIC, **fields: Any) -> Consent:
    values = {"subjects": ALL_SUBJECTS, "basis": ConsentBasis.PERSON, "given_on": GIVEN, **fields}
    return Consent.objects.create(person=person, audience=audience, **values)


def make_facility(slug: str = "facility-b", name: str = "Facility B", **fields: Any) -> Facility:
    facility, made = Facility.objects.get_or_create(slug=slug, defaults={"name": name, **fields})
    if made:
        FacilityAlias.objects.create(facility=facility, text=name)
    return facility


def make_article(number: str = "234.4.3", code: str = "CC", **fields: Any) -> Article:
    law, _ = LegalCode.objects.get_or_create(slug=code, defaults={"title": f"Code {code}", "country": "AZ"})
    article, _ = Article.objects.get_or_create(code=law, number=number, defaults=fields)
    return article


def named_article(name: str) -> Article:
    """The article of a number, with or without its code: 234.4.3, CAO:510."""
    code, _, number = name.rpartition(":")
    return make_article(number, code or "CC")


def ship_clocks() -> None:
    """The rules that the product ships, as its migration writes them, where they are not there."""
    if not ClockRule.objects.exists():
        import_module("cases.migrations.0006_ship_clocks").ship(apps, None)


def make_organisation(name: str = "Court of District B", **fields: Any) -> Organisation:
    organisation, _ = Organisation.objects.get_or_create(name=name, defaults=fields)
    return organisation


def make_case(
    *,
    by: User,
    person: Person | None = None,
    detentions: Iterable[dict[str, Any]] = ({"began": "2023-09-20", "known_on": date(2023, 9, 26)},),
    charges: Iterable[dict[str, Any]] = (),
    **fields: Any,
) -> Case:
    """A case with cited detentions and charges, seen by partners. Articles of a charge are numbers, with or without their code."""
    case = Case.objects.create(person=person or make_person(), lead=by, **fields)
    for values in detentions:
        add(case, Detention, by=by, **values)
    for values in charges:
        add_charge(case, by=by, **values)
    return case


def add(case: Case, model: type, *, by: User, cited: bool = True, **values: Any) -> Any:
    """Adds a record through the door for edits. It is seen by the public unless `visibility` says otherwise."""
    values = {"visibility": Audience.PUBLIC, "claim_status": ClaimStatus.ACCEPTED, **values}
    citations = [make_citation()] if cited else []
    with editing_case(case, by=by) as locked:
        return add_record(model(case=locked, recorded_by=by, **values), citations=citations)


def add_charge(case: Case, *, by: User, articles: Iterable[str] = (), **values: Any) -> Charge:
    values = {"text": "drug offences", "visibility": Audience.PUBLIC, **values}
    with editing_case(case, by=by) as locked:
        charge = add_record(Charge(case=locked, recorded_by=by, **values), citations=[make_citation()])
        charge.articles.set([named_article(name) for name in articles])
    return charge


def add_every_type(case: Case, *, by: User, visibility: Audience = Audience.PUBLIC, word: str = "plain") -> None:
    """One record of every type, each free text holding the word, so that its way to readers can be followed."""
    common = {"by": by, "visibility": visibility, "clarification": f"{word} clarification"}
    quote = make_citation(f"{word} quote", source=make_source(f"{word} source title"))
    place = {"place": f"{word} place"}
    recognised = {"term": "political_prisoner", "scheme": "pace", "criteria": ["a"], "since": "2023-09-25"}
    made = [
        add(case, Detention, **common, **place, began="2023-09-20", manner=f"{word} manner", pretext=f"{word} pretext"),
        add_charge(case, **common, text=f"{word} charge", articles=["234.4.3"]),
        add(case, Sentence, **common, kind="imprisonment", term_years=3, starts="2023-10-01", judge=f"{word} judge"),
        add(case, HealthNote, **common, category="cardiac", condition=f"{word} condition", needs=f"{word} needs"),
        add(case, TreatmentNote, **common, **place, violation="beating", text=f"{word} treatment"),
        add(case, Search, **common, **place, by_text=f"{word} searchers", happened="2023-09-20"),
        add(case, Statement, **common, kind="own_words", text=f"{word} statement", speaker_text=f"{word} speaker"),
        add(case, Hearing, **common, kind="trial", judge=f"{word} bench", held="2023-09-22", outcome=f"{word} ruling"),
        add(case, Intervention, **common, text=f"{word} request", by_text=f"{word} asker", response=f"{word} answer"),
        add(case, Recognition, **common, **recognised, list_name=f"{word} list", reasoning=f"{word} reasoning"),
    ]
    with editing_case(case, by=by) as locked:
        SeizedItem.objects.create(search=made[5], item=f"{word} laptop", owner=f"{word} owner")
        for record in made:
            cite(record, [quote])
        locked.refresh_from_db()


def set_entry_state(entry: Entry, state: EntryState, *, by: User) -> None:
    """Holds an entry of an issue back, drops it or takes it in, at the place where it stands."""
    place_entry(entry=entry, section=entry.section, place=entry.position + 1, state=state, by=by)


def approve_and_publish(case: Case, *, by: User, audience: Audience = Audience.PARTNER) -> Case:
    case.refresh_from_db()
    approve(case=case, by=by)
    publish(cases=[case], audience=audience, by=by)
    case.refresh_from_db()
    return case
