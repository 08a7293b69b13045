"""Who gets which answer behind which address, by which method: the table in `access_matrix.txt`, held against the URL
resolver.

A new address needs its rows there. `@` names what is asked for where it matters: a case published to partners (when nothing
is said), to the public, to nobody, of named members, none; a restricted record; an issue of the public or the
partners, frozen or drafted; the links of somebody who is subscribed.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cases.models import CaseMember, CitationLink, Detention, HealthNote
from reports.choices import EntryKind, FormKind, IssueState, Voice
from reports.models import Entry, Issue, IssueForm, Passage, Section, Series, Subscriber
from tests import factories
from tests.exported import bytes_of
from tests.rules.doors import doors
from tracker.audiences import Audience
from tracker.models import SignInLink, User
from tracker.permissions import Role

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("access_matrix.txt")
SAID = b'{"dated": "2023-09-26", "masthead": "Digest", "sections": [], "dateline": "September 26, 2023"}'
METHODS = {"read": ["GET", "HEAD"], "write": ["POST", "PUT", "PATCH", "DELETE"]}


def rows() -> list[tuple[str, str, str, int]]:
    """(address with what is asked for, method, reader, expected code) of every cell."""
    head, *lines = [line.split() for line in TABLE.read_text().splitlines()]
    return [
        (address, method, reader, int(code))
        for address, methods, *codes in lines
        for word in methods.split(",")
        for method in METHODS.get(word, [word])
        for reader, code in zip(head[2:], codes, strict=True)
    ]


@pytest.fixture
def subjects(researcher, reviewer, publish_case, member) -> dict[str, dict[str, str]]:
    """The parts of an address for each thing that can be asked for; the empty name is the usual one."""
    partners = publish_case(audience=Audience.PARTNER, **naming("partners", "101.1"))
    everybody = publish_case(audience=Audience.PUBLIC, **naming("public", "202.2"))
    drafted = factories.make_case(by=researcher, **naming("drafted", "303.3"))
    closed = factories.make_case(by=researcher, access="members", **naming("members", "404.4"))
    CaseMember.objects.create(case=closed, user=member)
    refs = {"": partners, "public": everybody, "drafted": drafted, "members": closed}
    cases = {name: {"ref": case.ref, "number": "1", "person": case.person.ref} for name, case in refs.items()}
    for name, case in refs.items():
        cases[name] |= {"code": "detention", "pk": str(Detention.objects.get(case=case).pk)}
        link = CitationLink.objects.filter(case=case, content_type__model="detention").get()
        [charge] = case.charge_records.all()
        cases[name] |= {"slug": Detention.objects.get(case=case).facility.slug, "law": "CC"}
        cases[name] |= {"article": charge.articles.get().number, "source": link.citation.source.ref}
    note = factories.add(partners, HealthNote, by=researcher, visibility=Audience.RESTRICTED)
    cases["restricted"] = {"ref": partners.ref, "code": "healthnote", "pk": str(note.pk)}
    cases["none"] = {"ref": "NOSUCH", "number": "1", "person": "NOSUCH", "code": "detention", "pk": "0"}
    cases["none"] |= {"slug": "no-such", "law": "CC", "article": "999", "source": "NOSUCH"}
    cases["second"] = {"ref": partners.ref, "number": "2"}
    issues = {
        "": make_issue("digest", Audience.PUBLIC, frozen=True),
        "partners": make_issue("inside", Audience.PARTNER, frozen=True),
        "drafted": make_issue("coming", Audience.PUBLIC, frozen=False),
        "none": {"series": "no-such", "dated": "2023-09-26", "kind": "txt", "entry": "0", "passage": "0"},
    }
    nobodys = {"secret": "0" * 43, "key": "0" * 22, "account": "0", "change": "link", "subscriber": "0"}
    made = {name: {**cases.get(name, {}), **issues.get(name, {}), **nobodys} for name in {*cases, *issues}}
    reader = Subscriber.objects.create(series=Series.objects.get(slug="digest"), confirmed_at=timezone.now())
    made["subscribed"] = {"series": "digest", "secret": reader.key, "subscriber": str(reader.pk)}
    return made


def naming(slug: str, article: str) -> dict[str, list]:
    """What a case names at one place and under one article that no other case names."""
    detention = {"began": "2023-09-20", "known_on": date(2023, 9, 26), "facility": factories.make_facility(slug, slug)}
    return {"detentions": [detention], "charges": [{"articles": [article]}]}


def make_issue(slug: str, audience: Audience, *, frozen: bool) -> dict[str, str]:
    series = Series.objects.create(slug=slug, name=slug, masthead=slug, audience=audience)
    state = {"state": IssueState.FROZEN, "frozen_at": timezone.now()} if frozen else {"state": IssueState.DRAFT}
    issue = Issue.objects.create(series=series, dated=date(2023, 9, 26), window_to=date(2023, 9, 26), **state)
    for kind in FormKind if frozen else []:
        IssueForm.objects.create(issue=issue, kind=kind, content=SAID, sha256="0" * 64)
    section = Section.objects.create(issue=issue, heading="Notes", position=0)
    entry = Entry.objects.create(section=section, kind=EntryKind.NOTE, position=0)
    passage = Passage.objects.create(entry=entry, position=0, text="It rained.", voice=Voice.EDITOR)
    parts = {"series": slug, "dated": "2023-09-26", "kind": "txt"}
    return {**parts, "entry": str(entry.pk), "passage": str(passage.pk)}


@pytest.fixture
def member(db) -> User:
    return User.objects.create_user("member", role=Role.RESEARCHER)


@pytest.fixture
def readers(
    researcher, member, advocate, editor, reviewer, admin, outsider, partner, settings, signed_in
) -> dict[str, Client]:
    settings.API_RATE = 1_000_000
    people = [researcher, member, advocate, editor, reviewer, admin, outsider]
    return {"visitor": Client(), "partner": partner, **{user.username: signed_in(user) for user in people}}


def path_of(address: str, subjects: dict[str, dict[str, str]]) -> str:
    name, _, subject = address.partition("@")
    (door,) = [door for door in doors() if door.name == name]
    (path,) = door.paths({param: [subjects[subject][param]] for param in door.params})
    return path


def test_every_address_is_in_the_table():
    listed = {address.partition("@")[0] for address, _, _, _ in rows()}
    assert sorted(door.name for door in doors() if door.name not in listed) == []
    assert sorted(listed - {door.name for door in doors()}) == []


def test_every_method_of_every_address_is_in_the_table():
    listed = {(address, method) for address, method, _, _ in rows()}
    wanted = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
    addresses = {address for address, _ in listed if "@" not in address}
    assert sorted((a, m) for a in addresses for m in wanted if (a, m) not in listed) == []


def test_every_reader_gets_the_answer_in_the_table(readers, subjects):
    differing = []
    for address, method, reader, code in rows():
        # What one asks must not change what the next one gets.
        with transaction.atomic():
            answer = readers[reader].generic(method, path_of(address, subjects))
            bytes_of(answer)
            transaction.set_rollback(True)
        if answer.status_code != code:
            differing.append(f"{method} {address} by {reader}: {answer.status_code}, not {code}")
    assert differing == []


def test_anonymous_reader_of_a_page_is_sent_to_sign_in_and_back(visitor, subjects):
    answer = visitor.get("/cases/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/cases/")


def test_link_signs_in_once_and_a_second_use_is_gone(advocate):
    path = SignInLink.objects.issue(advocate)
    chosen = {"new_password1": "four invented words here", "new_password2": "four invented words here"}
    first, second = Client().post(path, chosen), Client().post(path, chosen)
    assert (first.status_code, first["Location"], second.status_code) == (302, "/", 410)


def test_closed_account_is_nobody(researcher, signed_in, subjects):
    client = signed_in(researcher)
    User.objects.filter(pk=researcher.pk).update(is_active=False)
    assert client.get("/cases/").status_code == 302


def test_partner_account_signed_in_reads_no_case_by_session(signed_in, outsider, subjects):
    page = signed_in(outsider).get("/cases/")
    assert page.status_code == 200
    assert all(parts["ref"] not in page.content.decode() for parts in subjects.values() if "ref" in parts)


def test_page_of_a_case_is_for_those_who_may_read_cases(researcher, advocate, admin, outsider, signed_in):
    case = factories.make_case(by=researcher)
    codes = [signed_in(user).get(f"/cases/{case.ref}/").status_code for user in (advocate, admin, outsider)]
    assert codes == [200, 404, 404]


def test_case_of_named_members_is_for_them_alone(researcher, reviewer, member, signed_in):
    case = factories.make_case(by=researcher, access="members")
    CaseMember.objects.create(case=case, user=member)
    for user, code, listed in ((member, 200, True), (researcher, 404, False), (reviewer, 404, False)):
        client = signed_in(user)
        assert client.get(f"/cases/{case.ref}/").status_code == code
        assert client.get(f"/cases/{case.ref}/restricted/").status_code == code
        assert (case.ref in client.get("/cases/").content.decode()) == listed
