"""Deadlines on their way to readers: documents, the filter, the case page and the page of deadlines."""

from __future__ import annotations

import re
from datetime import date

import orjson
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.html import strip_tags

from cases.admin import ClockRuleAdmin
from cases.bulk import enter_block
from cases.models import Case, CaseMember, CitationLink, ClockRule, Deadline, Detention, Document, Sentence
from cases.rebuilding import rebuild
from cases.tasks import rebuild_stale_documents
from cases.writing import editing_case, editing_clock
from tests import factories
from tests.reading import text_of
from tracker.audiences import Audience
from tracker.bulk import Staging

pytestmark = pytest.mark.django_db

POLICE = {"custody_type": "police_custody"}
HERE = {"began": "2023-09-20", **POLICE}


@pytest.fixture
def on_20_september(time_machine_at):
    with time_machine_at("2023-09-20"):
        yield


@pytest.fixture
def found(partner):
    """Whether a query finds the one case there is: possibly, certainly."""
    return lambda **query: (bool(partner.refs(**query)), bool(partner.refs(**query, certainty="certain")))


def said_of(answer, heading: str) -> str:
    """What stands under a heading of the page of deadlines."""
    sections = re.findall(r"<section.*?</section>", answer.content.decode(), re.DOTALL)
    texts = [" ".join(strip_tags(section).split()) for section in sections]
    return next((text.removeprefix(heading).strip() for text in texts if text.startswith(heading)), "")


def rules_of(case: Case, audience: Audience) -> list[str]:
    body = orjson.loads(Document.objects.get(case=case, audience=audience).body)
    return [deadline["rule"] for deadline in body.get("deadlines", [])]


# What is shipped


def test_shipped_rules_say_truly_where_they_were_taken_from():
    shipped = {
        rule.code: (rule.starts_with, rule.length, rule.unit, rule.first_day_counts, rule.stopped_by, rule.country)
        for rule in ClockRule.objects.all()
    }
    both = ["release", "transfer"]
    assert shipped == {
        "police_custody_48_hours": ("police_custody", 48, "hours", False, both, "AZ"),
        "prolonged_solitary": ("solitary", 15, "days", False, both, ""),
    }
    assert set(ClockRule.objects.values_list("citation", "url", "checked_on")) == {
        ("Criminal Procedure Code of Azerbaijan, 153.3.4", "", date(2026, 11, 24)),
        ("Nelson Mandela Rules, 43–44", "", date(2026, 11, 24)),
    }
    assert all("not yet checked by a lawyer" in rule.checked_by for rule in ClockRule.objects.all())


@pytest.mark.parametrize("wrong", [{"code": "end_of_term"}, {"stopped_by": ["weather"]}])
def test_rule_with_a_code_that_is_taken_or_unknown_is_refused(wrong):
    rule = {"code": "x", "title": "x", "starts_with": "military", "length": 1, "unit": "days", "citation": "x"}
    with pytest.raises(ValidationError):
        ClockRule(**{**rule, "checked_by": "x", "checked_on": date(2026, 11, 24), **wrong}).full_clean()


# Documents


def test_document_says_its_deadline_with_rule_range_and_reason(publish_case, partner):
    case = publish_case(detentions=[{"began": "2023-09-19/2023-09-20", **POLICE}])
    assert partner.json(f"cases/{case.ref}/")["deadlines"] == [
        {
            "rule": "police_custody_48_hours",
            "title": "48 hours of police custody",
            "citation": "Criminal Procedure Code of Azerbaijan, 153.3.4",
            "because": [case.detention_records.get().key],
            "counts": "fully",
            "on": {"edtf": "2023-09-21/2023-09-22", "earliest": "2023-09-21", "latest": "2023-09-22"},
        }
    ]


def test_address_of_a_rule_is_told_and_its_checker_is_not(publish_case, partner):
    ClockRule.objects.update(url="https://law.example/153", checked_by="Lawyer L")
    case = publish_case(detentions=[HERE])
    (said,) = partner.json(f"cases/{case.ref}/")["deadlines"]
    assert said["url"] == "https://law.example/153"
    assert "Lawyer L" not in Document.objects.get(case=case, audience=Audience.TEAM).body


def test_two_rules_at_once_and_a_term_with_its_rule(publish_case, researcher, reviewer, partner):
    alone = {"began": "2023-09-10", "custody_type": "solitary"}
    case = publish_case(detentions=[HERE, alone])
    factories.add(case, Sentence, by=researcher, kind="administrative_arrest", term_days=30, starts="2023-09-20")
    factories.approve_and_publish(case, by=reviewer)
    said = [(d["rule"], d["on"]["edtf"], d["counts"]) for d in partner.json(f"cases/{case.ref}/")["deadlines"]]
    # The police custody began after the solitary confinement, so the one has stopped the other.
    assert said == [("police_custody_48_hours", "2023-09-22", "fully"), ("end_of_term", "2023-10-20", "fully")]
    with editing_case(case, by=researcher):
        record = case.detention_records.get(custody_type="police_custody")
        record.began = "2023-09-10"
        record.save()
    assert rules_of(case, Audience.TEAM) == ["police_custody_48_hours", "prolonged_solitary", "end_of_term"]


def test_superseded_detention_keeps_no_clock_running(publish_case, researcher):
    case = publish_case(detentions=[HERE])
    better = factories.add(case, Detention, by=researcher, began="2023-09-20", custody_type="pretrial_remand")
    with editing_case(case, by=researcher):
        record = case.detention_records.get(custody_type="police_custody")
        record.superseded_by = better
        record.save()
    assert rules_of(case, Audience.TEAM) == []
    assert rules_of(case, Audience.PARTNER) == ["police_custody_48_hours"]


def test_audience_that_cannot_see_the_record_has_no_deadline_of_it(publish_case, researcher, reviewer, partner, public):
    case = publish_case(audience=Audience.PUBLIC, detentions=[{**HERE, "visibility": Audience.PARTNER}])
    factories.add(case, Sentence, by=researcher, kind="life", visibility=Audience.PUBLIC)
    factories.approve_and_publish(case, by=reviewer, audience=Audience.PUBLIC)
    counted = dict.fromkeys(Deadline.objects.filter(document__case=case).values_list("audience", flat=True))
    assert sorted(counted) == [Audience.PARTNER, Audience.TEAM]
    assert "deadlines" in partner.json(f"cases/{case.ref}/")
    assert "deadlines" not in public.json(f"cases/{case.ref}/")


def test_hidden_end_leaves_the_clock_open_for_those_who_cannot_see_it(publish_case, researcher, reviewer):
    """A later detention of the team's alone stops the clock for the team, and betrays itself to nobody."""
    case = publish_case(detentions=[HERE])
    later = {"began": "2023-09-25", "custody_type": "pretrial_remand", "visibility": Audience.TEAM}
    factories.add(case, Detention, by=researcher, **later)
    factories.approve_and_publish(case, by=reviewer)
    assert rules_of(case, Audience.PARTNER) == ["police_custody_48_hours"]
    assert rules_of(case, Audience.TEAM) == []


def test_words_of_a_rule_are_not_words_of_the_case(publish_case, partner):
    publish_case(detentions=[HERE])
    assert partner.refs(q="criminal procedure") == []


def test_new_deadline_corrects_nothing(publish_case, researcher, reviewer, partner):
    case = publish_case(detentions=[HERE])
    with editing_clock(rule := ClockRule.objects.get(code="police_custody_48_hours"), by=researcher):
        rule.title = "Two days of police custody"
        rule.save()
    factories.approve_and_publish(case, by=reviewer)
    versions = partner.json(f"cases/{case.ref}/versions/")["results"]
    assert sorted((row["version"], row["kind"]) for row in versions) == [(1, "published"), (2, "published")]


# Rows, rebuilding, changed rules


def test_lost_or_changed_deadline_is_found_and_mended(publish_case):
    case = publish_case(detentions=[HERE])
    Deadline.objects.filter(document__case=case, audience=Audience.TEAM).delete()
    Deadline.objects.filter(document__case=case, audience=Audience.PARTNER).update(certain=None)
    differ = [outcome.audience for outcome in rebuild(Case.objects.all(), check=True) if outcome.differs]
    assert sorted(differ) == [Audience.PARTNER, Audience.TEAM]
    list(rebuild(Case.objects.all()))
    assert [outcome for outcome in rebuild(Case.objects.all(), check=True) if outcome.differs] == []
    assert Deadline.objects.count() == 2


def test_block_of_new_cases_has_the_deadlines_that_one_entered_alone_would_have(researcher, reviewer):
    staging = Staging()
    case = staging.add(Case(person=factories.make_person(), lead=researcher))
    record = staging.add(Detention(case=case, began="2023-09", custody_type="police_custody", recorded_by=researcher))
    citation = factories.make_citation()
    kind = ContentType.objects.get_for_model(Detention)
    staging.add(CitationLink(citation=citation, case=case, content_type=kind, object_id=record.pk))
    to = {"by": researcher, "reviewer": reviewer, "audiences": {case.pk: Audience.PARTNER}}
    done = enter_block(staging, [case], **to, why="a trial", door="test")
    assert done.refused == {}
    rows = Deadline.objects.order_by("audience").values_list("audience", "rule", "because", "document__case")
    assert list(rows) == [
        (a, "police_custody_48_hours", record.key, case.pk) for a in (Audience.PARTNER, Audience.TEAM)
    ]
    assert [outcome for outcome in rebuild(Case.objects.all(), check=True) if outcome.differs] == []


def test_rule_entered_changed_or_deleted_reaches_the_team_s_documents(publish_case, researcher, rf):
    case = publish_case(detentions=[{"began": "2023-09-20", "custody_type": "military"}])
    other = publish_case(detentions=[HERE])
    sentenced = factories.make_case(by=researcher)
    factories.add(sentenced, Sentence, by=researcher, kind="fine", imposed="2023-09-20")
    door, request = ClockRuleAdmin(ClockRule, None), rf.post("/")
    request.user = researcher

    def stale() -> set[str]:
        refs = set(Document.objects.filter(stale=True).values_list("ref", flat=True))
        rebuild_stale_documents()
        return refs

    rule = ClockRule(
        code="thirty", title="30 days", starts_with="military", length=30, unit="days", checked_on=date(2026, 11, 24)
    )
    door.save_model(request, rule, None, change=False)
    assert (stale(), rules_of(case, Audience.TEAM)) == ({case.ref}, ["thirty"])
    rule.starts_with = "sentence_fine"
    door.save_model(request, rule, None, change=True)
    assert (stale(), rules_of(case, Audience.TEAM)) == ({case.ref, sentenced.ref}, [])
    assert rules_of(sentenced, Audience.TEAM) == ["thirty"]
    door.delete_queryset(request, ClockRule.objects.filter(code="thirty"))
    assert (stale(), rules_of(sentenced, Audience.TEAM)) == ({sentenced.ref}, [])
    assert rules_of(other, Audience.TEAM) == ["police_custody_48_hours"]


def test_what_is_due_is_asked_of_an_index(publish_case):
    publish_case(detentions=[HERE])
    due = Deadline.objects.filter(audience=Audience.TEAM).due(date(2023, 9, 20), date(2023, 9, 27))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "deadline_due" in due.explain()


# The filter


@pytest.mark.parametrize(
    ("detention", "within", "possible", "certain"),
    [
        (HERE, 1, False, False),
        (HERE, 2, True, True),
        # Between two days: certainly within three days only.
        ({"began": "2023-09-20/2023-09-21", **POLICE}, 2, True, False),
        ({"began": "2023-09-20/2023-09-21", **POLICE}, 3, True, True),
        # Known to the month: some day from the 3rd of September to the 2nd of October.
        ({"began": "2023-09", **POLICE}, 0, True, False),
        ({"began": "2023-09", **POLICE}, 30, True, False),
        ({"began": "2023-10", **POLICE}, 12, False, False),
        ({"began": "2023-10", **POLICE}, 43, True, True),
        # No start, or none with a first day: possible, never certain.
        (POLICE, 0, True, False),
        ({"began": "../2023-09-26", **POLICE}, 0, True, False),
        # What was on or before a day was over two days later.
        ({"began": "../2023-09-10", **POLICE}, 30, False, False),
        # It ran out yesterday, the custody may go on.
        ({"began": "2023-09-17", **POLICE}, 30, False, False),
        # Possible claims give possible deadlines, retracted ones none.
        ({**HERE, "claim_status": "conflict"}, 2, True, False),
        ({**HERE, "certainty": "possible"}, 2, True, False),
        ({**HERE, "claim_status": "retracted"}, 2, False, False),
        ({**HERE, "ended": "2023-09-21", "end_kind": "no_charge"}, 2, False, False),
        ({**HERE, "ended": "2023-09-21", "end_kind": "transfer"}, 2, False, False),
        ({"began": "2023-09-20", "custody_type": "pretrial_remand"}, 100_000, False, False),
    ],
)
def test_deadline_within_asked_both_ways(publish_case, found, on_20_september, detention, within, possible, certain):
    publish_case(detentions=[detention])
    assert found(deadline_within=within) == (possible, certain)


def test_deadline_within_is_refused_for_what_is_no_number_of_days(partner):
    assert partner.get("/api/v1/cases/", {"deadline_within": "soon"}).status_code == 400
    assert partner.get("/api/v1/cases/", {"deadline_within": "-1"}).status_code == 400


def test_silent_for_finds_an_undated_case_possibly_and_never_certainly(publish_case, found, time_machine_at):
    publish_case(detentions=[{}])
    with time_machine_at("2023-11-25"):
        assert found(silent_for=60) == (True, False)


def test_silent_for_counts_from_the_latest_day_that_news_may_have(publish_case, found, time_machine_at):
    publish_case(detentions=[{"began": "2023-09"}])
    with time_machine_at("2023-10-30"):
        assert found(silent_for=30) == (True, True)
        assert found(silent_for=31) == (False, False)


# Pages


def test_case_page_shows_each_deadline_with_its_rule(researcher, advocate, signed_in, on_20_september):
    ClockRule.objects.update(url="https://law.example/rule")
    case = factories.make_case(by=researcher, detentions=[{"began": "2023-09-19/2023-09-20", **POLICE}])
    page = signed_in(advocate).get(f"/cases/{case.ref}/")
    assert "48 hours of police custody: 21 or 22 September 2023 (certainly one of these days)" in text_of(page)
    rule = '<a href="https://law.example/rule" rel="noreferrer">Criminal Procedure Code of Azerbaijan, 153.3.4</a>'
    assert rule in page.content.decode()


def test_case_page_says_an_unknown_start_a_possible_day_and_a_passed_one(
    researcher, advocate, signed_in, time_machine_at
):
    detentions = [POLICE, {**HERE, "claim_status": "conflict"}, {"began": "../2023-09-01", **POLICE}]
    case = factories.make_case(by=researcher, detentions=detentions)
    with time_machine_at("2023-09-23"):
        page = text_of(signed_in(advocate).get(f"/cases/{case.ref}/"))
    unknown, possible = page.index("custody: start unknown Crim"), page.index("22 September 2023 (possible) passed")
    assert unknown < possible
    assert "start unknown on or before 3 September 2023 (possible) passed" in page.replace("custody: start", "start")


def test_deadlines_stand_under_their_days(researcher, advocate, signed_in, on_20_september):
    person = factories.make_person("Leyla Karimli")
    place = factories.make_facility()
    certain = factories.make_case(by=researcher, person=person, detentions=[{**HERE, "facility": place}])
    month = factories.make_case(by=researcher, detentions=[{"began": "2023-09", **POLICE}])
    unknown = factories.make_case(by=researcher, detentions=[POLICE])
    passed = factories.make_case(by=researcher, detentions=[{"began": "2023-09-10", **POLICE}])
    page = signed_in(advocate).get("/deadlines/")
    refs = re.findall(r'href="/cases/(\w+)/"', page.content.decode())
    assert refs == [month.ref, certain.ref, unknown.ref]
    assert passed.ref not in page.content.decode()
    assert "between 3 September and 2 October 2023 (certainly one of these days)" in said_of(
        page, "Today, or possibly before"
    )
    assert said_of(page, "Friday 22 September 2023") == (
        "Leyla Karimli Facility B 48 hours of police custody: 22 September 2023 (certain) "
        "Criminal Procedure Code of Azerbaijan, 153.3.4"
    )
    assert "48 hours of police custody: start unknown" in said_of(page, "Start unknown: possibly on any day")
    assert "3 deadlines from 20 September 2023 on" in text_of(page)


def test_deadline_today_is_one_to_come(researcher, advocate, signed_in, on_20_september):
    factories.make_case(by=researcher, detentions=[{"began": "2023-09-18", **POLICE}])
    assert "20 September 2023 (certain)" in said_of(signed_in(advocate).get("/deadlines/"), "Today")


def test_deadlines_of_a_term_are_among_them_with_their_rule(researcher, advocate, signed_in, on_20_september):
    case = factories.make_case(by=researcher, detentions=[])
    factories.add(case, Sentence, by=researcher, kind="administrative_arrest", term_days=30, starts="2023-09-19")
    said = said_of(signed_in(advocate).get("/deadlines/"), "Thursday 19 October 2023")
    assert "End of the term: 19 October 2023 (certain) The sentence itself" in said


def test_deadlines_are_paged_and_a_bad_page_is_the_first(researcher, advocate, signed_in, monkeypatch):
    monkeypatch.setattr("cases.views.reading.DEADLINES_ON_A_PAGE", 2)
    cases = [factories.make_case(by=researcher, detentions=[POLICE]).ref for _ in range(3)]
    client = signed_in(advocate)

    def refs(query: str) -> list[str]:
        return re.findall(r'href="/cases/(\w+)/"', client.get(f"/deadlines/{query}").content.decode())

    assert (refs(""), refs("?page=2"), refs("?page=x")) == (cases[:2], cases[2:], cases[:2])
    assert 'rel="next" href="?page=2"' in client.get("/deadlines/").content.decode()


def test_no_deadline_to_come_is_said(researcher, advocate, signed_in):
    factories.make_case(by=researcher, detentions=[HERE])
    assert "No deadline is to come" in text_of(signed_in(advocate).get("/deadlines/"))


def test_deadlines_of_a_members_only_case_are_for_its_members_alone(researcher, advocate, editor, outsider, signed_in):
    case = factories.make_case(by=researcher, detentions=[POLICE], access="members")
    CaseMember.objects.create(case=case, user=advocate)
    listed = {
        user.username: case.ref in signed_in(user).get("/deadlines/").content.decode()
        for user in (advocate, editor, outsider)
    }
    assert listed == {"advocate": True, "editor": False, "outsider": False}


def test_withheld_name_is_said_as_withheld(researcher, advocate, signed_in):
    person = factories.make_person("Leyla Karimli", exposure=Audience.RESTRICTED)
    case = factories.make_case(by=researcher, person=person, detentions=[POLICE])
    page = text_of(signed_in(advocate).get("/deadlines/"))
    assert f"Name withheld {case.ref}" in page
    assert "Karimli" not in page
