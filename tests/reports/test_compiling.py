"""Compiling invented news: what is new is told once, in whose voice, with which hedge; and what keeps an issue open."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cases.choices import WithdrawalReason
from cases.models import Charge, Event, HealthNote, Sentence, Statement, TreatmentNote
from cases.publishing import withdraw
from cases.writing import editing_case
from people.models import Person
from reports import desk
from reports.checks import check_issue
from reports.choices import EntryState, Fills, FormKind, Voice
from reports.compiling import compile_claimed
from reports.models import Entry, Issue, Passage, Series, SeriesSection, Told
from reports.scheduling import claim_due_issues, newest_due
from reports.telling.book import PhraseMissing, phrase_book
from tests import factories
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(db):
    series = Series.objects.create(slug="weekly", name="Weekly", masthead="Invented Weekly", audience=Audience.PARTNER)
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    SeriesSection.objects.create(series=series, heading="Notes", position=1, fills=Fills.NOTHING)
    return series


@pytest.fixture
def compile_on(series, editor):
    """The issue of a day, compiled and read."""

    def compile_issue(day: str) -> Issue:
        dated = date.fromisoformat(day)
        issue = desk.claim_issue(series=series, dated=dated, window_to=dated, by=editor)
        assert compile_claimed(issue.pk)
        return Issue.objects.for_reading().get(pk=issue.pk)

    return compile_issue


def texts(issue: Issue) -> list[str]:
    """The paragraphs of an issue."""
    entries = [entry for section in issue.sections.all() for entry in section.entries.all()]
    return [" ".join(passage.text for passage in entry.passages.all()) for entry in entries]


def invented(name="Rauf Samadov", sex="male", **fields) -> Person:
    return factories.make_person(name, sex=sex, **fields)


def test_arrest_charge_and_term_read_as_sentences(publish_case, researcher, reviewer, compile_on):
    person = invented("Leyla Karimli", "female", occupation="editor", residence="Salyan")
    police = factories.make_organisation(
        "Police of District B", sentence_forms={"en": {"name": "the Police of District B"}}
    )
    held = {"began": "2023-09-20", "authority": police, "facility": factories.make_facility()}
    case = publish_case(person=person, detentions=[held], charges=[{"text": "smuggling", "articles": ["206.3.2"]}])
    factories.add(case, Sentence, by=researcher, kind="imprisonment", term_years=3, term_months=6)
    factories.approve_and_publish(case, by=reviewer)
    assert texts(compile_on("2023-09-26")) == [
        "Leyla Karimli, an editor residing in Salyan, was apprehended by the Police of District B on 20 September and is held "
        "at Facility B. She was charged with “smuggling” under Article 206.3.2 of the Criminal Code and sentenced to 3 years "
        "and 6 months in prison."
    ]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("bail", "was released on bail on 1 September"),
        ("pardon", "was pardoned and released on 1 September"),
        ("amnesty", "was released under an amnesty on 1 September"),
        ("acquittal", "was acquitted and released on 1 September"),
    ],
)
def test_release_is_said_by_its_kind(publish_case, compile_on, kind, said):
    publish_case(person=invented(), detentions=[{"began": "2023-08-01", "ended": "2023-09-01", "end_kind": kind}])
    assert said in texts(compile_on("2023-09-26"))[0]


@pytest.mark.parametrize(
    ("began", "said"),
    [
        ("2023-09-19/2023-09-20", "on 19 or 20 September"),
        ("../2023-09-20", "on or before 20 September"),
        ("2023-09", "in September"),
        ("2022-12-30", "on 30 December 2022"),
    ],
)
def test_uncertain_date_is_said_as_uncertain(publish_case, compile_on, began, said):
    publish_case(person=invented(), detentions=[{"began": began}])
    assert said in texts(compile_on("2023-10-03"))[0]


def test_alleged_claim_without_a_voice_is_alleged_and_with_one_is_theirs(
    publish_case, researcher, reviewer, compile_on
):
    case = publish_case(person=invented())
    common = {"by": researcher, "violation": "beating", "certainty": "alleged"}
    factories.add(case, TreatmentNote, text="he was beaten", **common)
    factories.add(case, TreatmentNote, text="he was denied water", attribution="His sister", **common)
    factories.approve_and_publish(case, by=reviewer)
    said = texts(compile_on("2023-09-26"))[0]
    assert "It is alleged that he was beaten." in said
    assert "His sister reported that Samadov was denied water." in said


def test_denied_retracted_restricted_and_context_records_are_not_told(publish_case, researcher, reviewer, compile_on):
    case = publish_case(person=invented())
    factories.add(case, Statement, by=researcher, kind="context", text="the winter was cold")
    factories.add(case, Statement, by=researcher, kind="concern", text="grave concern", certainty="denied")
    note = {"category": "cardiac", "condition": "weak heart", "visibility": Audience.RESTRICTED}
    factories.add(case, HealthNote, by=researcher, **note)
    factories.approve_and_publish(case, by=reviewer)
    assert texts(compile_on("2023-09-26")) == ["Rauf Samadov was apprehended on 20 September."]


def test_group_without_names_is_told_by_its_count(publish_case, compile_on):
    group = factories.make_person("Demonstrators of May", kind="group", group_size=12, group_qualifier="at_least")
    group.names.all().delete()
    publish_case(person=group)
    assert texts(compile_on("2023-09-26"))[0].startswith("At least 12 unnamed people were apprehended")


def test_two_people_struck_by_one_event_share_a_paragraph(publish_case, researcher, reviewer, compile_on):
    father, son = invented("Rauf Samadov"), invented("Tural Samadov")
    cases = [publish_case(person=person, audience=Audience.PARTNER) for person in (father, son)]
    event = Event.objects.create(title="A raid", visibility=Audience.PUBLIC)
    event.cases.set(cases)
    for case in cases:
        with editing_case(case, by=researcher):
            pass
        factories.approve_and_publish(case, by=reviewer)
    assert texts(compile_on("2023-09-26")) == ["Rauf Samadov and Tural Samadov were apprehended on 20 September."]


def test_second_issue_tells_only_what_came_since(publish_case, researcher, reviewer, compile_on):
    case = publish_case(person=invented(), charges=[{"text": "smuggling"}])
    publish_case(person=invented("Aysel Dadashova", "female"))
    compile_on("2023-09-26")
    factories.add(case, Sentence, by=researcher, kind="fine", amount=300, currency="AZN")
    factories.approve_and_publish(case, by=reviewer)
    assert texts(compile_on("2023-10-03")) == [
        "Rauf Samadov has been fined 300 manats. Recall that Samadov was apprehended on 20 September and charged with "
        "“smuggling.”"
    ]
    assert texts(compile_on("2023-10-10")) == []


def test_entry_held_back_comes_again_and_a_dropped_one_does_not(publish_case, compile_on, editor):
    publish_case(person=invented())
    publish_case(person=invented("Aysel Dadashova", "female"))
    first, second = Entry.objects.filter(section__issue=compile_on("2023-09-26")).order_by("position")
    factories.set_entry_state(first, EntryState.HELD, by=editor)
    factories.set_entry_state(second, EntryState.DROPPED, by=editor)
    assert len(texts(compile_on("2023-10-03"))) == 1


def test_withdrawn_case_is_not_told(publish_case, reviewer, compile_on):
    case = publish_case(person=invented())
    withdraw(cases=[case], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.ERROR)
    assert texts(compile_on("2023-09-26")) == []


def test_death_and_torture_come_first(publish_case, researcher, reviewer, compile_on):
    publish_case(person=invented("Aysel Dadashova", "female"))
    tortured = publish_case(person=invented("Rauf Samadov"))
    factories.add(
        tortured, TreatmentNote, by=researcher, violation="torture", text="he was tortured", certainty="alleged"
    )
    factories.approve_and_publish(tortured, by=reviewer)
    ended = {"began": "2023-08-01", "ended": "2023-09-01", "end_kind": "death"}
    publish_case(person=invented("Tural Babayev"), detentions=[ended])
    heads = [" ".join(text.split()[:2]) for text in texts(compile_on("2023-09-26"))]
    assert heads == ["Tural Babayev", "Rauf Samadov", "Aysel Dadashova"]


def codes(issue: Issue, *, blocking: bool = True) -> set[str]:
    return {
        finding.code
        for finding in check_issue(Issue.objects.for_reading().get(pk=issue.pk))
        if finding.blocks is blocking
    }


def test_untraced_passage_blocks_until_it_is_the_editors_voice(publish_case, compile_on, editor):
    publish_case(person=invented())
    issue = compile_on("2023-09-26")
    entry = Entry.objects.get()
    passage = Passage.objects.create(entry=entry, position=9, text="This was unjustified.")
    assert codes(issue) == {"untraced"}
    desk.rewrite_passage(passage=passage, text="This was unjustified.", by=editor, voice=Voice.EDITOR)
    assert codes(issue) == set()


def test_number_and_name_that_no_record_has_are_pointed_out(publish_case, compile_on, editor):
    publish_case(person=invented())
    issue = compile_on("2023-09-26")
    passage = Passage.objects.get()
    desk.rewrite_passage(passage=passage, text="In all 77 officers of Shamakhi took Samadov.", by=editor)
    said = {f.text for f in check_issue(Issue.objects.for_reading().get(pk=issue.pk)) if f.code == "unsupported"}
    assert said == {"No linked record has “77”.", "No linked record has “Shamakhi”."}
    passage.refresh_from_db()
    assert passage.records
    assert passage.compiled_text.startswith("Rauf Samadov was apprehended")


def test_withheld_name_in_an_edited_passage_blocks(publish_case, compile_on, editor):
    factories.make_person("Aynur Rustamova", exposure=Audience.TEAM, consent=None)
    publish_case(person=invented())
    issue = compile_on("2023-09-26")
    desk.rewrite_passage(passage=Passage.objects.get(), text="Айнур Рустамова saw how Samadov was taken.", by=editor)
    assert "withheld_name" in codes(issue)


def test_case_that_changed_after_compiling_blocks(publish_case, researcher, reviewer, compile_on):
    case = publish_case(person=invented(), charges=[{"text": "smuggling"}])
    issue = compile_on("2023-09-26")
    with editing_case(case, by=researcher):
        charge = Charge.objects.get()
        charge.text = "other"
        charge.save()
    factories.approve_and_publish(case, by=reviewer)
    assert codes(issue) == {"stale"}
    withdraw(cases=[case], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.ERROR)
    assert codes(issue) == {"withdrawn"}


def test_withheld_text_of_a_told_case_blocks_wherever_it_stands(publish_case, researcher, reviewer, compile_on, editor):
    case = publish_case(person=invented())
    secret = "the bookshelf stands behind the invented door"
    factories.add(case, Statement, by=researcher, kind="own_words", text=secret, visibility=Audience.TEAM)
    factories.approve_and_publish(case, by=reviewer)
    issue = compile_on("2023-09-26")
    assert codes(issue) == set()
    desk.set_epigraph(issue=issue, text="“As all know, The bookshelf stands behind the invented door…”", by=editor)
    assert codes(issue) == {"withheld_text"}


def test_entry_that_an_earlier_issue_told_is_pointed_out(publish_case, compile_on):
    publish_case(person=invented())
    compile_on("2023-09-26")
    issue = compile_on("2023-10-03")
    told = Told.objects.get()
    entry = Entry.objects.create(section=issue.sections.get(heading="Human Rights"), kind="case", position=0)
    Told.objects.create(entry=entry, case=told.case, publication=told.publication)
    assert "repeated" in codes(issue, blocking=False)


def test_issue_without_epigraph_or_with_a_long_paragraph_is_pointed_out(publish_case, compile_on, editor):
    publish_case(person=invented())
    issue = compile_on("2023-09-26")
    assert codes(issue, blocking=False) == {"no_epigraph"}
    desk.set_epigraph(issue=issue, text="“Invented…”", by=editor)
    desk.rewrite_passage(passage=Passage.objects.get(), text="samadov " * 241, by=editor)
    assert codes(issue, blocking=False) == {"long"}
    issue.sections.filter(heading="Human Rights").update(position=5)
    assert codes(issue, blocking=False) == {"long", "section_order"}


def test_consent_withdrawn_after_compiling_blocks(publish_case, compile_on):
    case = publish_case(person=invented())
    issue = compile_on("2023-09-26")
    case.person.consents.update(withdrawn_on=date(2021, 1, 1))
    assert codes(issue) == {"no_consent"}


def test_last_editor_may_not_freeze_and_a_second_person_may(publish_case, compile_on, editor, reviewer):
    publish_case(person=invented())
    issue = compile_on("2023-09-26")
    desk.set_epigraph(issue=issue, text="“Invented…”", by=editor)
    with pytest.raises(desk.CannotFreeze) as refused:
        desk.freeze_issue(issue=issue, by=editor)
    assert [finding.code for finding in refused.value.findings] == ["second_person"]
    frozen = desk.freeze_issue(issue=issue, by=reviewer)
    assert frozen.is_frozen
    assert {form.kind: len(form.sha256) for form in frozen.forms.all()} == dict.fromkeys(FormKind, 64)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2023-09-25T02:00:00+00:00", "2023-09-25"),  # 06:00 in Baku, to the minute
        ("2023-09-25T01:59:59+00:00", "2023-09-21"),  # the second before: last Thursday
        ("2023-09-27T12:00:00+00:00", "2023-09-25"),
        ("2023-09-28T02:00:00+00:00", "2023-09-28"),
    ],
)
def test_issue_is_due_at_the_series_hour_in_its_time_zone(series, now, due):
    series.weekdays, series.hour, series.time_zone = [0, 3], 6, "Asia/Baku"
    found = newest_due(series, datetime.fromisoformat(now))
    assert found is not None
    assert found.date().isoformat() == due


def test_due_issue_is_claimed_once(series):
    Series.objects.update(weekdays=[0], hour=6)
    monday = datetime(2023, 9, 25, 7, tzinfo=UTC)
    assert [issue.dated for issue in claim_due_issues(now=monday)] == [date(2023, 9, 25)]
    assert claim_due_issues(now=monday) == []
    assert claim_due_issues(now=datetime(2023, 10, 1, 7, tzinfo=UTC)) == []
    assert [issue.window_from for issue in claim_due_issues(now=datetime(2023, 10, 2, 7, tzinfo=UTC))] == [
        date(2023, 9, 26)
    ]


def test_series_without_weekdays_is_never_due(series):
    assert claim_due_issues(now=datetime(2023, 9, 25, 7, tzinfo=UTC)) == []


def test_missing_phrase_or_argument_raises_rather_than_guesses():
    book = phrase_book("en")
    with pytest.raises(PhraseMissing):
        book.say("no-such-message")
    with pytest.raises(PhraseMissing):
        book.say("charged")
