"""What an issue says when a record that an earlier one told says something else now."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from cases.choices import ClaimStatus, WithdrawalReason
from cases.models import Sentence, TreatmentNote
from cases.publishing import blank_bodies, publish, withdraw
from cases.writing import editing_case
from reports import desk
from reports.checks import check_issue
from reports.choices import EntryKind, FormKind, IssueState
from reports.compiling import compile_claimed
from reports.corrections import corrections_among
from reports.keeping import keep_forms
from reports.models import Entry, Issue, Passage, Series, SeriesSection
from reports.rendering import render_form
from tests import factories
from tracker.audiences import Audience
from tracker.dates import PartialDate

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD, FOURTH = (date(2023, 9, 26), date(2023, 10, 3), date(2023, 10, 10), date(2023, 10, 17))
TERM = {"kind": "administrative_arrest", "term_days": 30}


@pytest.fixture
def compile_on(editor):
    series = Series.objects.create(slug="weekly", name="Weekly", masthead="Weekly", audience=Audience.PARTNER)
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)

    def compile_issue(dated: date) -> list[str]:
        """The paragraphs of the issue of that day."""
        issue = desk.claim_issue(series=series, dated=dated, window_to=dated, by=editor)
        assert compile_claimed(issue.pk)
        entries = Entry.objects.filter(section__issue=issue)
        return [" ".join(passage.text for passage in entry.passages.all()) for entry in entries]

    return compile_issue


@pytest.fixture
def told(publish_case, researcher, reviewer, compile_on):
    """A case with a term, told in the first issue."""
    person = factories.make_person("Rauf Samadov", sex="male")
    case = publish_case(person=person, detentions=[{"began": "2023-09-20"}])
    factories.add(case, Sentence, by=researcher, **TERM)
    factories.approve_and_publish(case, by=reviewer)
    assert compile_on(FIRST) == [
        "Rauf Samadov was apprehended on 20 September. He received a 30-day administrative arrest sentence."
    ]
    return case


@pytest.fixture
def change(researcher, reviewer):
    """Changes the case's one sentence and publishes."""

    def apply(case, **values):
        with editing_case(case, by=researcher):
            sentence = Sentence.objects.get()
            for name, value in values.items():
                setattr(sentence, name, value)
            sentence.save()
        factories.approve_and_publish(case, by=reviewer)

    return apply


def test_changed_value_becomes_a_correction_that_quotes_what_was_printed(told, change, compile_on):
    change(told, term_days=15)
    assert compile_on(SECOND) == [
        "In our issue of 26 September 2023 we wrote: “He received a 30-day administrative arrest sentence.” The record now "
        "says: “Rauf Samadov received a 15-day administrative arrest sentence.”"
    ]
    entry = Entry.objects.get(section__issue__dated=SECOND)
    assert entry.kind == EntryKind.CORRECTION
    assert f"sentence:{Sentence.objects.get().pk}@2" in entry.passages.get().records
    assert compile_on(THIRD) == []


def test_correction_of_a_date_keeps_what_its_sentence_still_says_rightly(
    publish_case, researcher, reviewer, compile_on
):
    person = factories.make_person("Rauf Samadov", sex="male")
    spell = {
        "began": "2023-09-18",
        "facility": factories.make_facility("prison-a", "Prison A"),
        "attribution": "Lawyer Samir Aliyev",
    }
    case = publish_case(person=person, detentions=[spell])
    (printed,) = compile_on(FIRST)
    assert printed == (
        "Lawyer Samir Aliyev has reported that Rauf Samadov was apprehended on 18 September and is held at Prison A."
    )
    with editing_case(case, by=researcher):
        detention = case.detention_records.get()
        detention.began = PartialDate("2023-09-17")
        detention.save()
    factories.approve_and_publish(case, by=reviewer)
    assert compile_on(SECOND) == [
        f"In our issue of 26 September 2023 we wrote: “{printed}” The record now says: “Lawyer Samir Aliyev said that "
        "Rauf Samadov had been apprehended on 17 September and is held at Prison A.”"
    ]
    assert compile_on(THIRD) == []


def test_correction_quotes_the_editors_words(told, change, compile_on, editor):
    passage = Passage.objects.get(text__startswith="He received")
    desk.rewrite_passage(passage=passage, text="He got thirty days for “nothing.”", by=editor)
    change(told, term_days=15)
    assert compile_on(SECOND)[0].startswith(
        "In our issue of 26 September 2023 we wrote: “He got thirty days for ‘nothing.’” The record now says:"
    )


def test_retracted_record_is_taken_back(told, change, compile_on):
    change(told, claim_status=ClaimStatus.RETRACTED)
    assert compile_on(SECOND) == [
        "In our issue of 26 September 2023 we wrote: “He received a 30-day administrative arrest sentence.” The record no "
        "longer says so."
    ]


def test_value_that_is_only_added_is_news_and_no_correction(told, change, compile_on):
    change(told, court=factories.make_organisation("Court of District B"))
    assert compile_on(SECOND) == [
        "Rauf Samadov has received a 30-day administrative arrest sentence from the Court of District B. Recall that Samadov "
        "was apprehended on 20 September."
    ]


def test_news_and_correction_of_one_case_share_an_entry(told, change, researcher, compile_on):
    factories.add(told, TreatmentNote, by=researcher, violation="beating", text="he was beaten", certainty="alleged")
    change(told, term_days=15)
    (paragraph,) = compile_on(SECOND)
    assert paragraph.startswith("It is alleged that Rauf Samadov was beaten. Recall that Samadov was apprehended")
    assert paragraph.endswith("The record now says: “Rauf Samadov received a 15-day administrative arrest sentence.”")
    assert Entry.objects.get(section__issue__dated=SECOND).kind == EntryKind.CASE


def test_change_that_no_sentence_shows_is_no_news(told, researcher, reviewer, compile_on):
    with editing_case(told, by=researcher):
        detention = told.detention_records.get()
        detention.known_on = date(2023, 10, 1)
        detention.clarification = "Invented."
        detention.save()
    factories.approve_and_publish(told, by=reviewer)
    assert compile_on(SECOND) == []


def test_correction_of_a_version_whose_text_was_taken_out_repeats_nothing(told, researcher, reviewer, compile_on):
    blank_bodies([told.pk], audiences=[Audience.PARTNER])
    factories.add(told, TreatmentNote, by=researcher, violation="beating", text="he was beaten", certainty="alleged")
    factories.approve_and_publish(told, by=reviewer)
    assert compile_on(SECOND) == ["It is alleged that Rauf Samadov was beaten."]


def test_withdrawal_of_what_was_told_is_told_once_and_of_nobody(told, reviewer, compile_on, editor):
    withdraw(cases=[told], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.CONSENT)
    told.person.consents.update(withdrawn_on=date(2023, 9, 28))
    assert compile_on(SECOND) == ["A report in our issue of 26 September 2023 has been withdrawn."]
    entry = Entry.objects.get(section__issue__dated=SECOND)
    assert (entry.kind, entry.told.get().case) == (EntryKind.CORRECTION, None)
    issue = Issue.objects.for_reading().get(dated=SECOND)
    assert [finding.code for finding in check_issue(issue) if finding.blocks] == []
    assert compile_on(THIRD) == []


def test_withdrawn_name_is_not_joined_to_its_new_ref_by_a_notice(told, reviewer, compile_on):
    withdraw(cases=[told], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.NAME_WITHHELD)
    assert compile_on(SECOND) == []


def test_case_published_again_is_told_again_only_when_its_withdrawal_was_told(told, reviewer, compile_on):
    withdraw(cases=[told], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.ERROR)
    publish(cases=[told], audience=Audience.PARTNER, by=reviewer)
    assert compile_on(SECOND) == []
    withdraw(cases=[told], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.ERROR)
    assert compile_on(THIRD) == ["A report in our issue of 26 September 2023 has been withdrawn."]
    publish(cases=[told], audience=Audience.PARTNER, by=reviewer)
    assert compile_on(FOURTH)[0].startswith("Rauf Samadov was apprehended on 20 September")
    assert Issue.objects.get(dated=FOURTH).seq_from == Issue.objects.get(dated=THIRD).seq_to


def test_corrected_issue_says_so_on_its_page_in_the_feed_and_in_the_list(told, change, compile_on, visitor):
    change(told, term_days=15)
    compile_on(SECOND)
    Series.objects.update(audience=Audience.PUBLIC)
    frozen = {"state": IssueState.FROZEN, "frozen_at": timezone.now()}
    Issue.objects.filter(dated=FIRST).update(**frozen)
    first, second = "/bulletins/weekly/2023-09-26/", "/bulletins/weekly/2023-10-03/"
    assert "corrected since" not in visitor.get(first).content.decode()
    Issue.objects.filter(dated=SECOND).update(**frozen)
    for issue in Issue.objects.for_reading():
        keep_forms(issue, {FormKind.JSON: render_form(issue, FormKind.JSON)})
    notice = f'Something in this issue was corrected since, in <a href="{second}">the issue of 3 October 2023</a>.'
    assert notice in visitor.get(first).content.decode()
    assert f'This issue corrects <a href="{first}">the issue of 26 September 2023</a>.' in (
        visitor.get(second).content.decode()
    )
    assert visitor.get("/bulletins/weekly/feed.atom").content.decode().count("was corrected since") == 1
    rows = visitor.get("/api/v1/bulletins/").json()["results"]
    assert [(row["dated"], row["corrected_in"]) for row in rows] == [
        ("2023-10-03", []),
        ("2023-09-26", ["/api/v1/bulletins/weekly/2023-10-03/"]),
    ]


def test_issue_whose_record_was_taken_back_is_corrected_and_one_that_only_recalls_is_not(
    told, change, researcher, reviewer, compile_on
):
    factories.add(told, TreatmentNote, by=researcher, violation="beating", text="he was beaten", certainty="alleged")
    factories.approve_and_publish(told, by=reviewer)
    (paragraph,) = compile_on(SECOND)
    assert "Recall that Samadov was apprehended" in paragraph
    change(told, claim_status=ClaimStatus.RETRACTED)
    compile_on(THIRD)
    Issue.objects.update(state=IssueState.FROZEN, frozen_at=timezone.now())
    pairs = corrections_among(Issue.objects.all())
    assert [(one.issue.dated, one.told_in.dated) for one in pairs] == [(FIRST, THIRD)]


def test_correction_quotes_what_was_printed_before_a_change_that_no_sentence_showed(
    told, change, researcher, compile_on
):
    factories.add(told, TreatmentNote, by=researcher, violation="beating", text="he was beaten", certainty="alleged")
    change(told, clarification="Invented.")
    compile_on(SECOND)
    Passage.objects.filter(text__startswith="Recall that").delete()
    change(told, term_days=15)
    assert compile_on(THIRD) == [
        "In our issue of 26 September 2023 we wrote: “He received a 30-day administrative arrest sentence.” The record now "
        "says: “Rauf Samadov received a 15-day administrative arrest sentence.”"
    ]
