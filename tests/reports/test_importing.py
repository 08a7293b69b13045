"""Old bulletins brought into the archive through the page: shown first, then stored byte for byte, or refused."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone

from reports.choices import EntryState, FormKind, IssueState
from reports.compiling import compile_claimed
from reports.desk import claim_issue
from reports.freezing import render_awaited
from reports.models import Entry, Issue, Series, SeriesSection, Told
from tests import factories
from tracker.audiences import Audience
from tracker.models import ReadLog

pytestmark = pytest.mark.django_db

PAGE = "/bulletins/weekly/import/"
SEED = (Path(__file__).parents[2] / "reports" / "demo_data" / "bulletin-2023-09-26.txt").read_bytes()
OLD = """Example Centre for Civil Rights


“Those who are held for a word are held for all of us…”

Freedoms

Rauf Samadov, a satirical poet, has been moved to Facility B.

October 3, 2019"""


@pytest.fixture
def series(db):
    series = Series.objects.create(
        slug="weekly",
        name="Weekly",
        masthead="Example Centre for Civil Rights",
        audience=Audience.PUBLIC,
        needs_second_approver=False,
    )
    SeriesSection.objects.create(series=series, heading="Freedoms", position=0)
    return series


@pytest.fixture
def client(series, editor, signed_in):
    return signed_in(editor)


def page_of(answer) -> str:
    return unescape(" ".join(answer.content.decode().split()))


def exact_of(answer) -> str:
    return unescape(re.search(r'name="exact" value="(.*?)">', answer.content.decode(), re.DOTALL)[1])


def read_file(client, content: bytes):
    file = BytesIO(content)
    file.name = "old.txt"
    return client.post(PAGE, {"text": "", "file": file})


def refused(answer) -> str:
    assert answer.status_code == 422
    assert Issue.objects.count() == 0
    return " ".join(answer.context["form"].errors["text"])


def test_pasted_bulletin_is_shown_first_and_then_stands_frozen_in_the_archive(client, visitor):
    preview = client.post(PAGE, {"text": OLD.replace("\n", "\r\n")})
    page = page_of(preview)
    assert "1 section, 1 paragraph, an epigraph. Nothing is stored yet." in page
    assert "Import it as the issue of October 3, 2019" in page
    assert Issue.objects.count() == 0
    answer = client.post(PAGE, {"exact": exact_of(preview), "act": "import"})
    assert (answer.status_code, answer["Location"]) == (302, "/bulletins/weekly/2019-10-03/")
    assert visitor.get("/bulletins/weekly/2019-10-03.txt").content.decode() == OLD
    assert visitor.get("/bulletins/weekly/2019-10-03.pdf").status_code == 200
    assert "3 October 2019</time> · Weekly" in page_of(visitor.get("/bulletins/?q=samadov"))


def test_file_with_unusual_space_and_dateline_comes_out_byte_for_byte(client, visitor):
    content = OLD.replace("October 3, 2019", "3 October 2019\n").replace("\n", "\r\n").encode("utf-8-sig")
    for sent in (content, SEED):
        assert client.post(PAGE, {"exact": exact_of(read_file(client, sent)), "act": "import"}).status_code == 302
    assert visitor.get("/bulletins/weekly/2019-10-03.txt").content == content
    assert visitor.get("/bulletins/weekly/2023-09-26.txt").content == SEED
    assert "Weekly" in visitor.get("/bulletins/weekly/feed.atom").content.decode()


def test_what_may_have_been_meant_otherwise_is_shown_by_line(client):
    text = OLD.replace("“Those who are held for a word are held for all of us…”\n\n", "").replace(
        "October 3", "Further news\n\nOctober 3"
    )
    page = page_of(client.post(PAGE, {"text": text.replace("moved", "mov�d")}))
    assert "line 4: no epigraph: no sentence in quotation marks follows the masthead." in page
    assert "line 6: a character that could not be read: �." in page
    assert "line 8: read as a paragraph, since no paragraph follows: “Further news”. Is it a heading?" in page


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "This can't be read as a bulletin: line 1: the text is empty."),
        ("Only this", "This can't be read as a bulletin: line 1: nothing but one line: no section, no dateline."),
        (
            OLD.replace("October 3, 2019", "Soon."),
            "This can't be read as a bulletin: line 10: no dateline: the last line is not a date such as"
            " September 26, 2023.",
        ),
        (OLD.replace("poet", "po\x00et"), "The text has a NUL character, which no text has: take it out."),
        ("x" * 1_000_001, "The text has more than 1 MB: no bulletin is that long. Is it one issue?"),
    ],
)
def test_text_that_is_no_bulletin_is_refused_in_words_and_kept(client, text, why):
    answer = client.post(PAGE, {"text": text})
    assert refused(answer) == why
    assert answer.context["form"]["text"].value() == text


def test_file_that_cannot_be_read_is_refused_in_words_and_what_can_be_is_kept(client):
    latin = read_file(client, OLD.replace("Samadov", "Sämadov").encode("windows-1252", "replace"))
    assert refused(latin).startswith("The file is not UTF-8 text: line 4 has a byte that is no character.")
    assert "Freedoms" in latin.context["form"]["text"].value()
    nul = read_file(client, OLD.replace("poet", "po\x00et").encode())
    assert refused(nul) == "This can't be read as a bulletin: line 8: a NUL character, which no text has."
    large = read_file(client, b"x" * 10_000_000)
    assert refused(large) == "The file has more than 1 MB: no bulletin is that long. Is it one issue, as text?"
    for forged in ('"\\ud800"', "[" * 100_000):
        answer = client.post(PAGE, {"exact": forged, "act": "import"})
        assert refused(answer) == "The preview's text did not arrive whole: paste it, or choose the file, again."


def test_form_of_ten_megabytes_is_answered_in_words(client):
    answer = client.post(PAGE, {"text": "x" * 10_000_000})
    assert answer.status_code == 413
    assert "Nothing was saved: go back, where your browser still has what you typed" in page_of(answer)


def test_date_that_is_taken_or_not_past_is_refused(client, series):
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = client.post(PAGE, {"text": OLD.replace("October 3, 2019", tomorrow.isoformat())})
    assert "which is not past: it is no old issue." in refused(answer)
    preview = client.post(PAGE, {"text": OLD})
    Issue.objects.create(series=series, dated=date(2019, 10, 3), window_to=date(2019, 10, 3))
    answer = client.post(PAGE, {"exact": exact_of(preview), "act": "import"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["text"] == [
        "This series has an issue of 3 October 2019 already. Nothing replaces an issue; is the date right?"
    ]
    assert answer.context["form"]["text"].value() == OLD


def test_name_that_is_withheld_keeps_an_old_issue_out(client):
    factories.make_person("Rauf Samadov", exposure=Audience.TEAM, consent=None)
    answer = client.post(PAGE, {"exact": exact_of(client.post(PAGE, {"text": OLD})), "act": "import"})
    assert refused(answer).startswith("Words stand in the text that its readers may not see. You can be told no more")
    assert not Issue.objects.exists()


def test_old_issue_with_a_name_that_its_importer_may_not_know_is_a_trial(client, editor, researcher):
    closed = [
        factories.make_case(
            by=researcher, person=factories.make_person(name, exposure=Audience.TEAM, consent=None), access="members"
        )
        for name in ("Rauf Samadov", "Leyla Karimli")
    ]
    sent = {"exact": exact_of(client.post(PAGE, {"text": OLD.replace("poet", "poet like Leyla Karimli")}))}
    for _trial in range(5):
        said = refused(client.post(PAGE, {**sent, "act": "import"}))
        assert said.count("Words stand in the text that its readers may not see.") == 1
        assert "Samadov" not in said
    lines = ReadLog.objects.values_list("user", "case_ref", "door").distinct()
    assert set(lines) == {(editor.pk, case.ref, PAGE) for case in closed}
    assert ReadLog.objects.count() == 10
    sent = {"exact": exact_of(client.post(PAGE, {"text": OLD.replace("Rauf Samadov", "Nobody")}))}
    assert "You were refused for hidden words too often" in refused(client.post(PAGE, {**sent, "act": "import"}))
    assert not Issue.objects.exists()


def test_series_that_needs_a_second_person_gets_a_draft_that_is_never_compiled(client, series, reviewer, signed_in):
    Series.objects.update(needs_second_approver=True)
    preview = client.post(PAGE, {"text": OLD})
    assert "A second person then freezes it, as every issue of this series." in page_of(preview)
    assert client.post(PAGE, {"exact": exact_of(preview), "act": "import"}).status_code == 302
    issue = Issue.objects.get()
    assert (issue.state, issue.is_old) == (IssueState.DRAFT, True)
    assert "Compile again" not in page_of(client.get("/bulletins/weekly/2019-10-03/edit/"))
    assert client.post("/bulletins/weekly/2019-10-03/edit/compile/").status_code == 302
    path = "/bulletins/weekly/2019-10-03/freeze/"
    second = signed_in(reviewer)
    seen = re.search(r'name="seen" value="(\w+)"', second.get(path).content.decode())[1]
    assert second.post(path, {"seen": seen}).status_code == 302
    for kind in FormKind:
        render_awaited(issue.pk, kind)
    assert second.get("/bulletins/weekly/2019-10-03.txt").content.decode() == OLD


def test_what_the_last_issue_held_back_comes_although_an_old_one_is_imported_after_it(
    client, series, editor, publish_case
):
    case = publish_case(audience=Audience.PUBLIC)
    compiled = compiled_issue(series, date(2019, 10, 1), editor)
    Entry.objects.update(state=EntryState.HELD)
    assert client.post(PAGE, {"exact": exact_of(client.post(PAGE, {"text": OLD})), "act": "import"}).status_code == 302
    later = compiled_issue(series, date(2019, 10, 9), editor)
    told = [Told.objects.get(entry__section__issue=issue).publication.ref for issue in (compiled, later)]
    assert told == [case.ref, case.ref]


def compiled_issue(series, dated, editor) -> Issue:
    issue = claim_issue(series=series, dated=dated, window_to=dated, by=editor)
    assert compile_claimed(issue.pk)
    return issue
