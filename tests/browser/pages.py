"""Every page, by who opens it, and what has to be there for all of them to have something to show."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from cases.models import Case, Charge, Detention, Facility, TreatmentNote
from cases.publishing import send_to_review
from people.models import Person
from reports import desk
from reports.choices import DeliveryState, EntryState, FormKind, IssueState
from reports.compiling import compile_claimed
from reports.keeping import keep_forms
from reports.models import Entry, Issue, Passage, Series, SeriesSection, Subscriber
from reports.rendering import render_form
from tests import factories
from tracker.audiences import Audience
from tracker.models import User
from tracker.permissions import Role

ISSUE = "/bulletins/digest/2023-09-26/"
VISITOR = "visitor"
# Who opens which pages. Every page once, by someone who may; the first page and errors by each.
PAGES = {
    VISITOR: [
        "/sign-in/",
        "/sign-in/no-such-secret/",
        "/bulletins/",
        "/bulletins/sent/subscribe/",
        "/bulletins/sent/subscribe/no-such-secret/",
        "/bulletins/sent/unsubscribe/{secret}/",
        "/facilities/",
        "/no-such-page/",
    ],
    Role.RESEARCHER: [
        "/",
        "/drafts/",
        "/accounts/",
        "/cases/new/",
        "/cases/{case}/",
        "/cases/{case}/records/detention/{detention}/",
        "/cases/{case}/records/detention/{detention}/delete/",
        "/cases/{case}/records/detention/{detention}/history/",
    ],
    Role.REVIEWER: [
        "/",
        "/cases/",
        "/cases/?article=234&status=no-such",
        "/cases/{case}/",
        "/cases/{case}/?as=partner",
        "/cases/{case}/?as=public",
        "/cases/{case}/history/",
        "/cases/{case}/versions/",
        "/cases/{case}/versions/1/",
        "/cases/{case}/restricted/",
        "/cases/{case}/edit/",
        "/cases/{case}/add/detention/",
        "/cases/{case}/add/charge/",
        "/cases/{case}/add/treatmentnote/",
        "/cases/{case}/review/",
        "/cases/{case}/withdraw/",
        "/cases/new/",
        "/people/{person}/",
        "/people/{person}/edit/",
        "/people/{person}/names/",
        "/people/{person}/affiliations/",
        "/people/{person}/relationships/",
        "/people/{person}/citations/",
        "/people/{person}/consent/",
        "/people/{person}/consent/1/edit/",
        "/people/{person}/consent/1/withdraw/",
        "/review/",
        "/drafts/",
        "/deadlines/",
        "/bulletins/",
        "/facilities/",
        "/facilities/{facility}/?on=2023-09-26",
        "/facilities/{facility}/?on=yesterday",
        "/articles/",
        "/articles/CC/234/",
        "/sources/{source}/",
        "/no-such-page/",
    ],
    Role.EDITOR: [
        "/",
        "/bulletins/",
        "/bulletins/new/",
        "/bulletins/new/series/",
        "/bulletins/digest/series/",
        "/bulletins/digest/import/",
        ISSUE,
        f"{ISSUE}edit/",
        f"{ISSUE}edit/epigraph/",
        f"{ISSUE}edit/sections/",
        f"{ISSUE}mentions/",
        f"{ISSUE}edit/notes/",
        f"{ISSUE}edit/notes/{{note}}/",
        f"{ISSUE}edit/notes/{{note}}/delete/",
        f"{ISSUE}edit/passages/{{passage}}/",
        f"{ISSUE}edit/passages/{{note_passage}}/delete/",
        f"{ISSUE}edit/entries/{{stale}}/keep/",
        f"{ISSUE}freeze/",
        "/bulletins/sent/2023-09-19/mail/",
        "/bulletins/sent/2023-09-19/send/",
        "/bulletins/sent/subscribers/",
        "/bulletins/sent/subscribers/new/",
        "/bulletins/sent/subscribers/{subscriber}/remove/",
    ],
    Role.ADMIN: [
        "/",
        "/account/",
        "/account/password/",
        "/account/second-factor/",
        "/accounts/",
        "/accounts/new/",
        "/accounts/{account}/link/",
        "/accounts/{account}/close/",
    ],
}


def addresses(role: str, parts: dict[str, object]) -> list[str]:
    """The pages of that role, filled in with what `make_case` and `make_issue` gave."""
    return [page.format(**parts) for page in PAGES[role]]


def make_case(person: Person, facility: Facility, *, by: User, reviewer: User, times: int = 1) -> dict[str, object]:
    """A case with so many records of every type, published to partners and sent to review again; what stands in its
    addresses."""
    held = {"facility": facility, "began": "2023-09-20", "known_on": date(2023, 9, 26)}
    case = factories.make_case(by=by, person=person, detentions=[held])
    for _ in range(times):
        factories.add_every_type(case, by=by)
    factories.approve_and_publish(case, by=reviewer)
    beaten = factories.add(case, TreatmentNote, by=by, violation="beating", text="beaten", facility=facility)
    send_to_review(case=Case.objects.get(pk=case.pk), by=by)
    return {
        "case": case.ref,
        "person": person.ref,
        "facility": facility.slug,
        "detention": Detention.objects.filter(case=case, facility=facility).get().pk,
        "source": beaten.citation_links.get().citation.source.ref,
        "account": by.pk,
    }


def make_issue(*, editor: User, by: User, reviewer: User) -> dict[str, object]:
    """An issue that is written: an entry held back, a passage in other words, a note; what stands in its addresses."""
    for name in ("Rauf Samadov", "Leyla Karimli"):
        case = factories.make_case(by=by, person=factories.make_person(name))
        factories.approve_and_publish(case, audience=Audience.PUBLIC, by=reviewer)
    series = Series.objects.create(slug="digest", name="Digest", masthead="Digest")
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    issue: Issue = desk.claim_issue(series=series, dated=date(2023, 9, 26), window_to=date(2023, 9, 26), by=editor)
    compile_claimed(issue.pk)
    passage = Passage.objects.first()
    desk.rewrite_passage(passage=passage, text="On 5 May he was freed.", by=editor)
    factories.set_entry_state(Entry.objects.last(), EntryState.HELD, by=editor)
    note = desk.add_note(section=issue.sections.get(), passages=[("It rained.", []), ("It poured.", [])], by=editor)
    factories.add(case, Charge, by=by, text="smuggling")
    factories.approve_and_publish(case, audience=Audience.PUBLIC, by=reviewer)
    stale = Entry.objects.get(told__case=case).pk
    return {
        "note": note.pk,
        "note_passage": note.passages.last().pk,
        "passage": passage.pk,
        "stale": stale,
        **make_sent_issue(),
    }


def make_sent_issue() -> dict[str, object]:
    """A frozen issue that went to some and is on its way to others; what stands in its addresses."""
    series = Series.objects.create(slug="sent", name="Sent digest", masthead="Sent digest")
    frozen = {"state": IssueState.FROZEN, "frozen_at": timezone.now()}
    issue = Issue.objects.create(series=series, dated=date(2023, 9, 19), window_to=date(2023, 9, 19), **frozen)
    keep_forms(issue, {FormKind.MAIL: render_form(Issue.objects.for_reading().get(pk=issue.pk), FormKind.MAIL)})
    for number, state in enumerate([*DeliveryState, None, None]):
        address = f"a.reader.with.a.long.name.{number}@mail.invented-provider.example"
        subscriber = Subscriber.objects.create(series=series, address=address, confirmed_at=timezone.now())
        if state:
            fault = "" if state == DeliveryState.SENT else "stalled"
            issue.deliveries.create(subscriber=subscriber, state=state, fault=fault)
    return {"subscriber": subscriber.pk, "secret": subscriber.key}
