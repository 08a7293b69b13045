"""The issue of 26 September 2023, compiled from the seed's facts: what it tells, what it must not, and what carries it."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.test import Client

from cases.models import CitationLink
from reports import desk
from reports.archive import parse_bulletin
from reports.choices import EntryKind, FormKind, Voice
from reports.compiling import compile_claimed
from reports.demo import DATED, claim_issue, enter_cases, finish_issue, make_team, prepare_demo
from reports.demo.facts import quotes
from reports.models import Issue, Passage, Told
from reports.rendering import render_form
from tracker.models import User
from tracker.permissions import Role

pytestmark = pytest.mark.django_db

PARAGRAPHS = [
    "Fazail Aliyev, a member of the Gazakh District Branch of the Azerbaijan Popular Front Party (APFP), and his son, "
    "Farid Aliyev, have been apprehended by the Gazakh District Police Department. After one day in detention, Farid "
    "Aliyev received a 30-day administrative detention sentence; Fazail Aliyev appears to have been fined 200 manats and "
    "released on the basis of a court decision. Fazail Aliyev, a registered oncology patient with a second-group "
    "disability, was not detained, “according to the law,” because of his health. He reported that his medical information "
    "had allegedly been removed from the hospital by Rajab Babash, the Head of the Executive Power, and that he was denied "
    "essential medication for his illness.",
    "Lawyer Agil Layij has reported that Emin Ibrahimov was arrested on political grounds and is being subjected to "
    "mistreatment while in detention. Layij also said that Emin Shaig Ibrahimov is held at the Administrative Detention "
    "Center, where the two met. Ibrahimov, through his lawyer, said that individuals claiming to represent Azersu knocked "
    "on his door, that several individuals in plainclothes entered his apartment without permission and forcibly detained "
    "him, and that he was taken, without his shoes and socks, to the Foreign Affairs Department of the Prosecutor General’s "
    "Office. He also said that his residence had been searched without authorization. A computer, a laptop, mobile phones, "
    "and a video recorder belonging to his family members were reportedly confiscated; other items may also have been "
    "taken. The seized items have not been returned. Ibrahimov was charged with “supporting terrorism” and received a "
    "30-day administrative arrest sentence. He insists that the sole reason for his arrest was his expression of opinions "
    "and criticisms on social media, and denies that there was any indication of support for terrorism. He also said that "
    "he is dissatisfied with the conditions of his detention and the treatment he has received at the administrative "
    "building of the prosecutor’s office.",
    "Ibrahim Khudayi, a satirical poet residing in Salyan, has been apprehended and is held at the Kurdakhani detention "
    "facility. He is facing allegations related to drug offenses. His arrest is thought to be a result of his outspoken "
    "criticism.",
    "Nurlan Libre, a journalist, is said to have been tortured in detention in the Binagadi district of Baku. Troll accounts "
    "and accounts linked to government officials have persistently singled him out. Activists and human rights advocates "
    "have expressed deep concern for him. According to Libre, police officers assaulted Karabakh war veterans and "
    "confiscated their medals. Activists suspect that his arrest is a response to his exposure of the veterans’ protest.",
]

# N12 is the list of what is missing, A12 and B08 are words kept with the record, N05 to N07 and the inference of B21 are
# context, which is the editor's to write.
NOT_TOLD = {"N12", "A12", "B08", "N05", "N06", "N07", "B21"}


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def issue(team) -> Issue:
    """Compiled, ordered, with its notes and epigraph, frozen."""
    enter_cases(team)
    claimed = claim_issue(team[Role.EDITOR])
    assert compile_claimed(claimed.pk)
    claimed.refresh_from_db()
    finish_issue(claimed, team)
    return Issue.objects.for_reading().get()


def case_passages() -> list[Passage]:
    return list(Passage.objects.filter(entry__kind=EntryKind.CASE))


def paragraphs(issue: Issue) -> list[str]:
    text = render_form(issue, FormKind.TEXT).decode()
    return parse_bulletin(text)["sections"][0]["entries"]


def test_four_paragraphs_read_as_they_were_let_stand(issue):
    said = [" ".join(p["text"] for p in entry["passages"]) for entry in paragraphs(issue)]
    assert said == PARAGRAPHS


def test_every_fact_is_told_by_a_passage_through_its_record(issue):
    told = {key.split("@")[0] for passage in case_passages() for key in passage.records}
    carried: dict[str, set[str]] = {}
    for key, facts in facts_by_key().items():
        for fact in facts:
            carried.setdefault(fact, set()).add(key)
    wanted = {fact for fact in quotes() if fact[0] in "ABCN"} - NOT_TOLD
    assert len(wanted) == 48
    assert sorted(fact for fact in wanted if not carried.get(fact, set()) & told) == []


def test_every_passage_of_a_case_is_carried_by_records_of_that_entry(issue):
    for passage in case_passages():
        bodies = [json.loads(t.publication.body) for t in passage.entry.told.all()]
        held = json.dumps(bodies)
        assert passage.records
        for key in passage.records:
            name, _, version = key.partition("@")
            assert name.removeprefix("person:") in held, key
            assert not version or f'"version": {version}' in held


def test_notes_are_carried_by_the_facts_of_the_second_section(issue):
    notes = Passage.objects.filter(entry__kind=EntryKind.NOTE).prefetch_related("citations")
    told = {citation.locator.removeprefix("fact ") for passage in notes for citation in passage.citations.all()}
    assert told == {fact for fact in quotes() if fact[0] == "K"}
    assert [passage for passage in notes if not passage.is_traced or passage.voice != Voice.RECORD] == []


def test_nothing_is_made_certain_dated_or_valued(issue):
    said = " ".join(PARAGRAPHS)
    assert " ".join(p.text for p in case_passages()).count("Aliyev") == said.count("Aliyev")
    for word in ("yesterday", "confirm", "unjustified", "It is clear", "September", "2023", "severe"):
        assert word not in said, word
    assert "appears to have been fined 200 manats" in said
    assert "“supporting terrorism”" in said
    assert not re.search(r"\b(withheld|none|None|null)\b", said)


def test_withheld_inventions_are_nowhere(issue):
    text = render_form(issue, FormKind.TEXT).decode() + render_form(issue, FormKind.JSON).decode()
    for word in ("Orchid", "bookshelf", "dioptres", "kiosk", "invented"):
        assert word not in text


def test_text_has_the_form_of_the_seed(issue):
    lines = render_form(issue, FormKind.TEXT).decode().split("\n")
    assert lines[:3] == ["Center for National and International Studies", "", ""]
    assert lines[3].startswith("“Given the substantial number of prisoners")
    assert lines[5] == "(Lack of) Human Rights and Freedoms"
    assert lines[-1] == "September 26, 2023"
    assert "The Situation in Karabakh" in lines


def test_frozen_bytes_are_what_readers_get(issue, visitor, public):
    stored = {form.kind: bytes(form.content) for form in issue.forms.all()}
    assert visitor.get("/bulletins/digest/2023-09-26.txt").content == stored[FormKind.TEXT]
    assert visitor.get("/bulletins/digest/2023-09-26.json").content == stored[FormKind.JSON]
    assert public.json("bulletins/digest/2023-09-26/") == json.loads(stored[FormKind.JSON])
    assert public.json("bulletins/")["results"][0]["url"] == "/api/v1/bulletins/digest/2023-09-26/"


def test_frozen_issue_can_not_be_changed(issue, team):
    with pytest.raises(desk.IssueFrozen):
        desk.set_epigraph(issue=issue, text="“Other words…”", by=team[Role.EDITOR])
    with pytest.raises(desk.IssueFrozen):
        desk.freeze_issue(issue=issue, by=team[Role.REVIEWER])


def test_compiling_again_changes_nothing(issue):
    assert compile_claimed(issue.pk) is False
    assert Issue.objects.count() == 1
    assert Told.objects.count() == 5


def test_next_issue_without_changes_tells_nothing(issue, team):
    following = desk.claim_issue(
        series=issue.series, dated=date(2023, 10, 3), window_to=date(2023, 10, 3), by=team[Role.EDITOR]
    )
    assert compile_claimed(following.pk)
    following.refresh_from_db()
    assert (following.seq_from, following.seq_to) == (10, 10)
    assert not Passage.objects.filter(entry__section__issue=following).exists()
    assert issue.dated == DATED


def facts_by_key() -> dict[str, set[str]]:
    """The facts whose words carry each record, or each fact of a person."""
    carried: dict[str, set[str]] = {}
    for link in CitationLink.objects.select_related("citation", "content_type"):
        key = f"{link.content_type.model}:{link.object_id}"
        if link.content_type.model == "person":
            key = f"person:{link.target.ref}"
        carried.setdefault(key, set()).add(link.citation.locator.removeprefix("fact "))
    return carried


def test_each_passage_is_carried_by_these_facts(issue):
    carried = facts_by_key()
    passages = Passage.objects.filter(entry__kind=EntryKind.CASE).order_by("entry__position", "position")
    found = [
        " ".join(sorted({fact for key in p.records for fact in carried.get(key.split("@")[0], set())}))
        for p in passages
    ]
    assert found == [
        "A01 A02 A03 A04 A07 A08",
        "A03 A04 A05 A06 A07",
        "A09 A10",
        "A11 A12 A13 A14 A15",
        "B01 B02 B04 B05",
        "B03 B06 B07",
        "B06 B08 B09 B10 B11 B12",
        "B13 B14 B16",
        "B13 B14 B15 B16",
        "B13 B14 B15 B16",
        "B17 B18",
        "B19 B20",
        "B22 B23",
        "C01 C02 C03",
        "C04",
        "C05",
        "N01 N02 N03",
        "N04",
        "N10",
        "N08 N09",
        "N11",
    ]


def test_demo_names_its_people_with_links_that_sign_in(issue, team, tmp_path):
    prepare_demo("http://127.0.0.1:8311", tmp_path)
    said = json.loads((tmp_path / "demo.json").read_text())
    assert list(said) == ["site", "issue", "api", "token", "sign_in", "people"]
    assert list(said["sign_in"]) == ["researcher", "advocate", "editor", "reviewer"]
    assert [(person["name"], person["role"]) for person in said["people"]] == [
        ("Aysel (researcher)", "researcher"),
        ("Tomris (advocate)", "advocate"),
        ("Kamran (editor)", "editor"),
        ("Nigar (reviewer)", "reviewer"),
        ("Elnur (admin)", "admin"),
        ("Sevda (second editor)", "editor"),
        ("Orkhan (second reviewer)", "reviewer"),
    ]
    for person in said["people"]:
        client = Client()
        client.get("/" + person["sign_in"].split("/", 3)[3])
        assert User.objects.get(pk=client.session["_auth_user_id"]).display_name == person["name"]
