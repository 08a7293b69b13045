"""Frozen issues: what is kept, what keeps an issue from being frozen, and the addresses that give it out."""

from __future__ import annotations

import base64
import hashlib
import io
from datetime import date
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.test import Client

from reports import desk
from reports.choices import EntryKind, FormKind, IssueState, Voice
from reports.models import Entry, Issue, Passage, Section, Series
from tests import factories
from tests.exported import docx_text, mail_text, pdf_text
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
TEXT = "Rəuf Səmədov <was> moved to Facility B & held."


def make_issue(slug: str = "digest", audience: Audience = Audience.PUBLIC, text: str = TEXT) -> Issue:
    series = Series.objects.create(
        slug=slug, name="Digest", masthead="Example Centre", audience=audience, needs_second_approver=False
    )
    day = date(2023, 9, 26)
    issue = Issue.objects.create(
        series=series, dated=day, window_to=day, masthead="Example Centre", state=IssueState.DRAFT
    )
    section = Section.objects.create(issue=issue, heading="Freedoms", position=0)
    entry = Entry.objects.create(section=section, kind=EntryKind.NOTE, position=0)
    Passage.objects.create(entry=entry, position=0, text=text, voice=Voice.EDITOR)
    return issue


@pytest.fixture
def frozen(editor) -> Issue:
    return desk.freeze_issue(issue=make_issue(), by=editor)


def test_every_form_is_kept_with_its_hash(frozen):
    kept = {form.kind: form for form in frozen.forms.all()}
    assert set(kept) == {"txt", "html", "pdf", "docx", "eml", "json"}
    for form in kept.values():
        assert form.sha256 == hashlib.sha256(bytes(form.content)).hexdigest()


@pytest.mark.parametrize("spelling", ["Kamal Orujov", "Кямал Оруджев", "ORUCOV KƏMAL"])
@pytest.mark.parametrize("kind", [FormKind.PAGE, FormKind.PDF, FormKind.DOCX, FormKind.MAIL])
def test_withheld_name_in_the_bytes_of_one_form_blocks(editor, monkeypatch, kind, spelling):
    """As if a renderer said more than the issue does."""
    factories.make_person("Kamal Orujov", exposure=Audience.TEAM, consent=None)
    from reports import rendering

    honest = rendering._RENDERERS[kind]
    monkeypatch.setitem(
        rendering._RENDERERS,
        kind,
        lambda said, language, mark: honest({**said, "epigraph": f"So said {spelling}."}, language, mark),
    )
    issue = make_issue()
    with pytest.raises(desk.CannotFreeze) as refusal:
        desk.freeze_issue(issue=issue, by=editor)
    # The editor sees no case of his, and is told no more than that something blocks.
    assert [finding.code for finding in refusal.value.findings] == ["hidden"]
    issue.refresh_from_db()
    assert (issue.state, issue.forms.count()) == ("draft", 0)


def test_form_that_can_not_be_read_back_blocks(editor, monkeypatch):
    from reports import rendering

    monkeypatch.setitem(rendering._RENDERERS, FormKind.PAGE, lambda said, language, mark: b"<p></p>")
    with pytest.raises(desk.CannotFreeze) as refusal:
        desk.freeze_issue(issue=make_issue(), by=editor)
    assert [finding.code for finding in refusal.value.findings] == ["unreadable_form"]


def test_addresses_give_the_frozen_bytes_with_their_type(frozen, visitor):
    answers = {kind: visitor.get(f"/bulletins/digest/2023-09-26.{kind}") for kind in ("html", "pdf", "docx", "eml")}
    stored = {form.kind: bytes(form.content) for form in frozen.forms.all()}
    assert {kind: answer.content == stored[kind] for kind, answer in answers.items()} == dict.fromkeys(answers, True)
    assert {kind: answer["Content-Type"] for kind, answer in answers.items()} == {
        "html": "text/html; charset=utf-8",
        "pdf": "application/pdf",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "eml": "message/rfc822",
    }
    assert answers["docx"]["Content-Disposition"] == 'attachment; filename="digest-2023-09-26.docx"'
    assert answers["pdf"]["Content-Disposition"] == 'inline; filename="digest-2023-09-26.pdf"'
    style = stored["html"].partition(b"<style>")[2].partition(b"</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
    assert answers["html"]["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def test_page_links_every_form_with_its_size_and_hash(frozen, visitor):
    page = visitor.get("/bulletins/digest/2023-09-26/").content.decode()
    for form in frozen.forms.all():
        assert f'href="/bulletins/digest/2023-09-26.{form.kind}"' in page
        assert form.sha256 in page
    assert 'href="/bulletins/digest/feed.atom"' in page
    assert "traced.html" not in page


def test_drafts_offer_their_forms_without_hashes(editor, signed_in):
    make_issue()
    page = signed_in(editor).get("/bulletins/digest/2023-09-26/").content.decode()
    assert page.count('href="/bulletins/digest/2023-09-26.') == 6
    assert "SHA-256" not in page


def test_archive_is_searched_by_words_in_any_spelling(frozen, visitor, editor):
    desk.freeze_issue(issue=make_issue("inside", Audience.PARTNER), by=editor)
    make_issue("coming")
    found = {
        words: [slug for slug in ("digest", "inside", "coming") if f"/bulletins/{slug}/" in listed(visitor, words)]
        for words in ("Rauf facility", "Рауф Самадов", "FREEDOMS", "unicorn", "rauf unicorn", "?!", "x" * 9000)
    }
    assert found == {
        "Rauf facility": ["digest"],
        "Рауф Самадов": ["digest"],
        "FREEDOMS": ["digest"],
        "unicorn": [],
        "rauf unicorn": [],
        "?!": [],
        "x" * 9000: [],
    }


def listed(client: Client, words: str) -> str:
    return client.get("/bulletins/", {"q": words}).content.decode()


def test_feed_has_the_frozen_text_and_no_draft(frozen, visitor):
    answer = visitor.get("/bulletins/digest/feed.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 (our own)
    assert feed.findtext(f"{ATOM}title") == "Digest"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Example Centre, September 26, 2023"
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/bulletins/digest/2023-09-26/"
    assert "Rəuf Səmədov &lt;was&gt; moved to Facility B &amp; held." in entry.findtext(f"{ATOM}summary")


def test_control_character_breaks_no_feed(editor, visitor):
    desk.freeze_issue(issue=make_issue(text="before\x07after"), by=editor)
    feed = ElementTree.fromstring(visitor.get("/bulletins/digest/feed.atom").content)  # noqa: S314 (our own)
    assert "before\ufffdafter" in feed.find(f"{ATOM}entry").findtext(f"{ATOM}summary")


def test_traced_edition_numbers_the_sources_of_each_passage(advocate, signed_in, visitor):
    issue = make_issue()
    passage = Passage.objects.get()
    passage.voice = Voice.RECORD
    passage.save()
    passage.citations.set(
        [
            factories.make_citation("He was moved.", source=factories.make_source("A <letter>")),
            factories.make_citation("He is held.", source=factories.make_source("A list")),
        ]
    )
    Issue.objects.filter(pk=issue.pk).update(state=IssueState.FROZEN, frozen_at="2023-09-27T00:00Z")
    page = signed_in(advocate).get("/bulletins/digest/2023-09-26/traced.html")
    assert page["Content-Disposition"] == 'attachment; filename="digest-2023-09-26-traced.html"'
    text = page.content.decode()
    assert "for the team: not for publication" in text
    assert '<a href="#source-1">1</a> <a href="#source-2">2</a>' in text
    assert "“He was moved.” <span" in text
    assert "A &lt;letter&gt;" in text
    assert visitor.get("/bulletins/digest/2023-09-26/traced.html").status_code == 404


@pytest.mark.parametrize(("kind", "read"), [("pdf", pdf_text), ("docx", docx_text), ("eml", mail_text)])
def test_command_writes_every_form_of_an_old_bulletin(tmp_path, kind, read):
    source, made, target = tmp_path / "old.txt", tmp_path / "old.json", tmp_path / f"old.{kind}"
    source.write_text("Example Centre\n\n\nFreedoms\n\nHe is held at Facility B.\n\nOctober 3, 2024", encoding="utf-8")
    call_command("parse_bulletin", str(source), "-o", str(made), stdout=io.StringIO())
    call_command("export_issue", str(made), "--format", kind, "-o", str(target))
    assert "He is held at Facility B." in read(target.read_bytes())
