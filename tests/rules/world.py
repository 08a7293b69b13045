"""One invented world whose every text gives away who may read it, and everybody who may ask for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from cases.choices import CaseAccess, SourceKind
from cases.material import load
from cases.models import (
    Case,
    CaseMember,
    ChargeStatus,
    ClockRule,
    Detention,
    Event,
    Facility,
    ImportKey,
    LegalCode,
    OfficialNumber,
    ReviewRound,
    Sentence,
    Source,
    SourceFile,
    Statement,
    TreatmentNote,
)
from cases.writing import add_record, cite, editing_case, note_conflict
from people.models import Affiliation, Consent, Name, OrganisationAlias, Person, Relationship
from reports.choices import DeliveryState, EntryKind, EntryState, FormKind, IssueState, Voice
from reports.compiling import compile_claimed
from reports.desk import claim_issue, freeze_issue
from reports.keeping import keep_forms
from reports.models import Entry, Freezing, Issue, Mention, Passage, Section, Series, SeriesSection, Subscriber, Told
from reports.rendering import render_form
from tests import factories
from tests.conftest import ApiClient
from tests.rules.planting import FORMER, MEMBERS, SEALED, WORDS, plant
from tracker.audiences import PUBLISHED, Audience
from tracker.models import ApiToken, User
from tracker.permissions import Role

# A name that only the team may read, as it is entered and as quotes, titles and statements of everybody spell it.
WITHHELD = "Kamal Orujov"
SPELLINGS = [
    "Kamal Orujov",
    "Kəmal Orucov",
    "Камал Оруджов",
    "Orujov Kamal",
    "Kemal Orudzhov",
    "KAMAL ORUJOV",
    "kamal-orujov",
]
# Of each audience one place, article and code that nobody below it has in any document.
SLUGS = {audience: f"{word}-gaol" for audience, word in WORDS.items()}
ARTICLES = {Audience.PUBLIC: "101.1", Audience.PARTNER: "202.2", Audience.TEAM: "303.3", Audience.RESTRICTED: "404.4"}
CUSTODY = {
    Audience.PUBLIC: "pretrial_remand",
    Audience.PARTNER: "solitary",
    Audience.TEAM: "punishment_cell",
    Audience.RESTRICTED: "abduction",
}
DATED = date(2023, 9, 26)
SERIES = {Audience.PUBLIC: "plain", Audience.PARTNER: "partners"}


@dataclass
class World:
    """The main case is published to everybody; `drafted` was never published; `closed_off` is for its member alone."""

    researcher: User
    reviewer: User
    member: User
    main: Case
    drafted: Case
    closed_off: Case
    refs: list[str] = field(default_factory=list)


def make_world(researcher: User, reviewer: User) -> World:
    member = User.objects.create_user("insider", role=Role.ADVOCATE)
    main = _main_case(researcher)
    for audience in Audience:
        _plant_records(main, audience, researcher)
    _name_the_withheld(main, researcher)
    _seal_a_source(main, researcher)
    _leave_former_words(main, researcher)
    factories.approve_and_publish(main, by=reviewer, audience=Audience.PUBLIC)
    drafted = _other_case(researcher, WORDS[Audience.TEAM], access=CaseAccess.TEAM)
    closed_off = _other_case(researcher, MEMBERS, access=CaseAccess.MEMBERS)
    CaseMember.objects.create(case=closed_off, user=member)
    _plant_reference_data()
    _make_issues(main, reviewer)
    world = World(researcher, reviewer, member, main, drafted, closed_off)
    world.refs = [main.ref, drafted.ref, closed_off.ref, "NOSUCH"]
    return world


def _main_case(by: User) -> Case:
    person = factories.make_person("Rauf Samadli", born="1980", died="")
    plant(person, Audience.PUBLIC).save()
    case = Case.objects.create(person=person, lead=by)
    with editing_case(case, by=by) as locked:
        plant(locked, Audience.PUBLIC)
        for audience, word in WORDS.items():
            Name.objects.create(person=person, text=f"{word.title()} Samadli", visibility=audience)
            organisation = factories.make_organisation(f"{word} party")
            plant(organisation, audience).save()
            OrganisationAlias.objects.create(organisation=organisation, text=f"{word} alias")
            tie = Affiliation(person=person, organisation=organisation, visibility=audience, role="x")
            plant(tie, audience).save()
            other = factories.make_person(_own_name(word, "friend"), exposure=audience)
            Relationship.objects.create(person=person, other=other, kind="colleague", visibility=audience)
            plant(OfficialNumber(case=locked, visibility=audience), audience).save()
            event = plant(Event(visibility=audience), audience)
            event.save()
            event.cases.add(locked)
        plant(Consent.objects.get(person=person), Audience.TEAM).save()
        # Not exposed to anybody: the highest word there is.
        ImportKey.objects.create(origin="a list", key=f"row {WORDS[Audience.RESTRICTED]}", case=locked)
    return case


def _own_name(word: str, kind: str) -> str:
    """A name whose every word is of that audience alone."""
    return f"{kind.title()}{word} {word.title()}{kind}"


def make_facility(audience: Audience) -> Facility:
    facility = factories.make_facility(SLUGS[audience], f"{WORDS[audience]} gaol")
    plant(facility, audience).save()
    return facility


def _plant_records(case: Case, audience: Audience, by: User) -> None:
    """A record of every type for that audience, each text of it and of its source with the audience's word."""
    facility, word = make_facility(audience), WORDS[audience]
    speaker = factories.make_person(_own_name(word, "speaker"), exposure=audience)
    earlier = {record.key for record in load([case])[0].all_records()}
    factories.add_every_type(case, by=by, visibility=audience, word=word)
    plant(factories.make_article(ARTICLES[audience]), audience, keep=("number",)).save()
    factories.add_charge(case, by=by, articles=[ARTICLES[audience]], visibility=audience)
    began = f"2023-09-{20 + audience.value}"
    for when in (began, "2023-08"):
        factories.add(
            case, Detention, by=by, visibility=audience, began=when, facility=facility, custody_type=CUSTODY[audience]
        )
    with editing_case(case, by=by) as locked:
        material = load([locked])[0]
        made = [record for record in material.all_records() if record.key not in earlier]
        for record in made:
            plant(record, audience)
            if isinstance(record, Statement):
                record.speaker = speaker
            if isinstance(record, TreatmentNote):
                record.facility = facility
            record.save()
            for link in material.links_of(record):
                plant(link.citation, audience).save()
                plant(link.citation.source, audience).save()
            for item in getattr(record, "items", Statement.objects.none()).all():
                plant(item, audience).save()
            if hasattr(record, "statuses"):
                ChargeStatus.objects.create(charge=record, state="pending", since="2023-09")
        note_conflict(made[0], made[-1], note=f"{word} clash")
        source = Source.objects.filter(title__startswith=word).first()
        SourceFile.objects.create(source=source, file=f"sources/{WORDS[Audience.TEAM]}.txt", sha256="0" * 64)


def _name_the_withheld(case: Case, by: User) -> None:
    """Public records that spell a withheld name in a quote, a title, a statement, a charge and a place."""
    withheld = factories.make_person(WITHHELD, exposure=Audience.TEAM, consent=None)
    for spelling in SPELLINGS:
        source = factories.make_source(f"A talk with {spelling}", publisher="Invented Gazette")
        quote = factories.make_citation(f"He said that {spelling} saw it.", source=source)
        with editing_case(case, by=by) as locked:
            said = Statement(
                case=locked,
                kind="own_words",
                text=f"{spelling} saw it",
                speaker=withheld,
                visibility=Audience.PUBLIC,
                attribution=f"a friend of {spelling}",
            )
            add_record(said, citations=[quote])
    with_texts = {"by": by, "clarification": f"as {WITHHELD} said"}
    factories.add_charge(case, **with_texts, text=f"insulting {SPELLINGS[1]}")
    factories.add(case, Detention, **with_texts, began="2023-07", ended="2023-07", end_kind="bail", place=SPELLINGS[2])
    factories.add(case, Sentence, **with_texts, kind="fine", judge=SPELLINGS[4])


def _seal_a_source(case: Case, by: User) -> None:
    """A public statement that a sealed source carries beside an open one."""
    source = Source(kind=SourceKind.CALL, is_sealed=True)
    plant(source, Audience.PUBLIC, word=SEALED).save()
    sealed = factories.make_citation(f"{SEALED} whispers", source=source)
    plant(sealed, Audience.PUBLIC, word=SEALED).save()
    said = factories.add(case, Statement, by=by, kind="context", text="there was a call")
    with editing_case(case, by=by):
        cite(said, [sealed])


def _leave_former_words(case: Case, by: User) -> None:
    """Every record of the case once said something else."""
    with editing_case(case, by=by) as locked:
        for record in load([locked])[0].all_records():
            if hasattr(record, "text"):
                hidden = record.visibility == Audience.RESTRICTED
                now, record.text = record.text, f"{WORDS[Audience.RESTRICTED] if hidden else FORMER} once a text"
                record.save()
                record.text = now
                record.save()
        Case.objects.filter(pk=locked.pk).update(background=f"{FORMER} background")
        Case.objects.filter(pk=locked.pk).update(background=locked.background)
        Person.objects.filter(pk=locked.person_id).update(occupation=f"{FORMER} work")
        Person.objects.filter(pk=locked.person_id).update(occupation=case.person.occupation)


def _other_case(by: User, word: str, *, access: CaseAccess) -> Case:
    """A case that was never published, of records that would be for everybody if it were."""
    person = factories.make_person(f"{word.title()} Karimli", region=f"{word} region", categories=["diplomat"])
    plant(person, Audience.PUBLIC, word=word).save()
    facility = factories.make_facility(f"{word}-barracks", f"{word} barracks")
    case = factories.make_case(
        by=by,
        person=person,
        access=access,
        detentions=[{"began": "2024-02-01", "facility": facility, "custody_type": "military"}],
        charges=[{"text": f"{word} charge", "articles": ["505.5"], "charge_group": "weapons"}],
    )
    factories.add_every_type(case, by=by, word=word)
    plant(ReviewRound(case=case, revision=1, outcome="returned"), Audience.PUBLIC, word=word).save()
    # A term that may end on any day: it stands among the deadlines, whenever they are asked for.
    factories.add(case, Sentence, by=by, kind="administrative_arrest", term_days=30, imposed="2024-03")
    with editing_case(case, by=by) as locked:
        plant(locked, Audience.PUBLIC, word=word)
    return case


def _plant_reference_data() -> None:
    """What no document names: a code of law and a clock."""
    for law in LegalCode.objects.all():
        plant(law, Audience.PUBLIC).save()
    clock = ClockRule(
        code="custody", starts_with="police_custody", length=48, unit="hours", checked_on=DATED, checked_by="x"
    )
    plant(clock, Audience.PUBLIC).save()


def _make_issues(case: Case, by: User) -> None:
    """A compiled and a frozen issue for each audience with a drafted one after them; entries that were dropped, notes, evidence."""
    for audience in PUBLISHED:
        series = Series(slug=SERIES[audience], audience=audience)
        plant(series, audience, word=WORDS[audience], keep=("time_zone",)).save()
        plant(SeriesSection(series=series, position=0), audience).save()
        _compile_issue(series, by)
        sent = _make_issue(series, case, audience, dated=DATED, frozen=True)
        subscriber = plant(Subscriber(series=series, confirmed_at=timezone.now()), audience)
        subscriber.save()
        sent.deliveries.create(subscriber=subscriber, state=DeliveryState.BOUNCED, fault="address", reply=550)
        Mention.objects.create(entry=Entry.objects.filter(section__issue=sent, state=EntryState.INCLUDED).first())
        drafted = _make_issue(series, case, Audience.TEAM, dated=DATED + timedelta(days=7), frozen=False)
        Freezing.objects.create(issue=drafted, by=by, seen="0" * 64, refused=[])


def _compile_issue(series: Series, by: User) -> None:
    """An issue as the compiler makes it of the ledger, frozen as it is."""
    dated = DATED - timedelta(days=7)
    issue = claim_issue(series=series, dated=dated, window_to=dated, by=None)
    assert compile_claimed(issue.pk)
    freeze_issue(issue=issue, by=by)


def _make_issue(series: Series, case: Case, audience: Audience, *, dated: date, frozen: bool) -> Issue:
    issue = Issue(series=series, dated=dated, window_to=dated, state=IssueState.DRAFT)
    plant(issue, audience).save()
    section = plant(Section(issue=issue, position=0), audience)
    section.save()
    published = case.publications.get(audience=series.audience)
    cited = _citations_of(case, series.audience)
    for position, state in enumerate(EntryState):
        reader = audience if state == EntryState.INCLUDED else Audience.TEAM
        entry = plant(Entry(section=section, kind=EntryKind.CASE, state=state, position=position), reader)
        entry.save()
        plant(Told(entry=entry, case=case, publication=published), reader).save()
        passage = plant(Passage(entry=entry, position=0, voice=Voice.RECORD, records=["detention:1@1"]), reader)
        passage.save()
        passage.citations.set(cited)
    if frozen:
        Issue.objects.filter(pk=issue.pk).update(state=IssueState.FROZEN, frozen_at=timezone.now())
    # Those of a draft wait for it to be frozen, and nobody is given them.
    read = Issue.objects.for_reading().get(pk=issue.pk)
    keep_forms(issue, {kind: render_form(read, kind) for kind in FormKind})
    return issue


def _citations_of(case: Case, audience: Audience) -> list[Any]:
    """The citations that carry a record of exactly that audience, and that of the sealed source."""
    material = load([case])[0]
    sealed = [link.citation for link in material.all_links() if link.citation.source.is_sealed]
    own = [link.citation for r in material.all_records() if r.visibility == audience for link in material.links_of(r)]
    return [c for c in own if c.quote.startswith(WORDS[audience])] + sealed


ROLES_OF_READERS = ["researcher", "advocate", "editor", "reviewer", "admin"]


def make_readers(world: World) -> dict[str, Client]:
    """Everybody who may ask: a visitor, each role, the member of the closed case, an outsider, a partner's token."""
    people = {"researcher": world.researcher, "reviewer": world.reviewer, "member": world.member}
    for name in ("advocate", "editor", "admin"):
        people[name] = User.objects.create_user(name, role=name)
    people["outsider"] = User.objects.create_user("outsider", role=Role.PARTNER)
    readers: dict[str, Client] = {
        "visitor": Client(),
        "partner": ApiClient(ApiToken.objects.create(people["outsider"])[1]),
    }
    for name, user in people.items():
        readers[name] = Client()
        readers[name].force_login(user)
    return readers
