"""What forms say above their fields: which approval a change ends, what becomes a correction and who will read it."""

from __future__ import annotations

import html
import re

import pytest

from cases.models import Case, Detention, Statement
from cases.publishing import approve, send_to_review
from tests import factories
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db

ENDS = "A change here ends the approval, and somebody else has to approve it again."
CORRECTS = "What you change or take back of it becomes a correction when it is published again: partners are told so"


def words(answer) -> str:
    """The page's text, each run of white space one blank."""
    body = answer.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def fresh(case: Case) -> Case:
    case.refresh_from_db()
    return case


@pytest.fixture
def case(researcher) -> Case:
    person = factories.make_person("Leyla Karimli")
    return fresh(factories.make_case(by=researcher, person=person, charges=[{"text": "drug offences"}]))


def test_forms_say_beforehand_that_saving_ends_an_approval_or_a_waiting(case, researcher, reviewer, signed_in):
    writer = signed_in(researcher)
    record = Detention.objects.filter(case=case).first()
    of_case = [f"/cases/{case.ref}/{end}" for end in ("edit/", "add/hearing/", f"records/detention/{record.pk}/")]
    of_case.append(f"/cases/{case.ref}/records/detention/{record.pk}/delete/")
    about = ("edit", "names", "affiliations", "relationships", "citations", "consent", "consent/1/withdraw")
    of_person = [f"/people/{case.person.ref}/{end}/" for end in about]
    for path in [*of_case, *of_person]:
        assert "A change here" not in words(writer.get(path)), path
    send_to_review(case=case, by=researcher)
    for path in of_case:
        assert "This case waits for review. A change here makes it a draft again" in words(writer.get(path)), path
    approve(case=fresh(case), by=reviewer)
    for path in of_case:
        assert f"This case is approved. {ENDS}" in words(writer.get(path)), path
    for path in of_person:
        assert f"Case {case.ref} of this person: approved. {ENDS}" in words(writer.get(path)), path


def test_person_named_in_an_approved_case_is_told_as_ending_its_approval(case, researcher, reviewer, signed_in):
    speaker = factories.make_person("Agil Layij")
    factories.make_case(by=researcher, person=speaker)
    factories.add(case, Statement, by=researcher, kind="concern", text="plain", speaker=speaker)
    approve(case=fresh(case), by=reviewer)
    page = words(signed_in(researcher).get(f"/people/{speaker.ref}/edit/"))
    assert f"Case {case.ref}, which names this person: approved. {ENDS}" in page
    case.access = "members"
    case.save()
    assert case.ref not in words(signed_in(researcher).get(f"/people/{speaker.ref}/edit/"))


def test_of_many_cases_five_are_named_and_the_others_counted(researcher, reviewer, signed_in):
    person = factories.make_person("Leyla Karimli")
    for _number in range(7):
        approve(case=fresh(factories.make_case(by=researcher, person=person)), by=reviewer)
    page = words(signed_in(researcher).get(f"/people/{person.ref}/names/"))
    assert page.count(ENDS) == 5
    assert "And of 2 cases more." in page


def test_forms_of_what_is_published_say_that_a_change_is_a_correction(case, researcher, reviewer, signed_in):
    writer, record = signed_in(researcher), Detention.objects.get(case=case)
    paths = [f"/cases/{case.ref}/{end}" for end in ("edit/", f"records/detention/{record.pk}/")]
    paths.append(f"/cases/{case.ref}/records/detention/{record.pk}/delete/")
    paths += [f"/people/{case.person.ref}/{end}/" for end in ("edit", "names", "relationships")]
    for path in paths:
        assert CORRECTS not in words(writer.get(path)), path
    factories.approve_and_publish(case, by=reviewer, audience=Audience.PUBLIC)
    for path in paths:
        page = words(writer.get(path))
        assert f"Published now: {case.ref} (public version 1, partner version 1). {CORRECTS}" in page, path
        assert ("The reason that you give below stays in the team's history." in page) == ("records" in path), path


def test_what_was_not_published_is_no_correction(case, researcher, reviewer, signed_in):
    factories.approve_and_publish(case, by=reviewer)
    later = factories.add(case, Detention, by=researcher, began="2024-01")
    for path in ("add/hearing/", f"records/detention/{later.pk}/"):
        page = words(signed_in(researcher).get(f"/cases/{case.ref}/{path}"))
        assert CORRECTS not in page, path


def test_undo_that_ends_an_approval_says_so(case, researcher, reviewer, signed_in):
    writer, record = signed_in(researcher), factories.add(case, Detention, by=researcher, began="2024-01")
    path = f"/cases/{case.ref}/records/detention/{record.pk}/"
    writer.post(f"{path}delete/")
    approve(case=fresh(case), by=reviewer)
    page = writer.post(f"{path}undo/", follow=True).content.decode()
    assert "Detention is back. With it the case is a draft again, and has to be approved anew." in page


def test_texts_that_are_published_say_who_will_read_them(case, researcher, signed_in):
    writer, end = signed_in(researcher), "then: name nobody here whose name is withheld"
    by_partners = f"published with the case, and read by partners {end}"
    by_everybody = f"published with the case, and read by everybody {end}"
    # Of a case its title and background, of a person occupation and residence.
    for path, partners, everybody in (
        ("/cases/new/", 2, 2),
        (f"/cases/{case.ref}/edit/", 2, 0),
        (f"/people/{case.person.ref}/edit/", 0, 2),
    ):
        page = words(writer.get(path))
        assert (page.count(by_partners), page.count(by_everybody)) == (partners, everybody), path
    page = words(writer.get(f"/cases/{case.ref}/add/statement/"))
    assert "once it is published they read every text of it, notes and quotes too: name nobody there" in page
