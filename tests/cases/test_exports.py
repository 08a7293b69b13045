"""Exports: what is in them, in which order, what they refuse, and what they leave in the log."""

from __future__ import annotations

import gzip
import io
import threading
import zipfile

import orjson
import pytest
from django.utils.http import urlencode

from cases import copying, exports, workbooks
from cases.copying import Copy
from cases.models import Document, Publication, Statement
from cases.workbooks import fitting
from tests import factories
from tests.exported import bytes_of, csv_rows, ndjson_of, sheets_of
from tracker.audiences import Audience
from tracker.models import ReadLog

pytestmark = pytest.mark.django_db


def take(client, path: str, **query):
    answer = client.get(f"{path}?{urlencode(query, doseq=True)}")
    assert answer.status_code == 200, answer.content[:500]
    return answer


def test_lines_are_the_bodies_byte_for_byte_with_a_closing_line(publish_case, researcher, reviewer, partner):
    refs = [publish_case().ref for _ in range(2)]
    case = factories.make_case(by=researcher)
    factories.add(
        case, Statement, by=researcher, kind="own_words", text='two\nlines\ta tab, C:\\new \\\\ "said" ə \x0b\x7f'
    )
    factories.approve_and_publish(case, by=reviewer)
    text = bytes_of(take(partner, "/api/v1/cases.ndjson"))
    bodies = list(Document.objects.filter(audience=Audience.PARTNER).order_by("case").values_list("body", flat=True))
    assert text.decode() == "\n".join([*bodies, '{"seq":3,"lines":3}', ""])
    said = [orjson.loads(line) for line in text.splitlines()]
    assert [line.get("ref") for line in said] == [*refs, case.ref, None]
    assert said[2]["statements"][0]["text"] == 'two\nlines\ta tab, C:\\new \\\\ "said" ə \x0b\x7f'


def test_closing_line_of_an_audience_counts_its_own_ledger_alone(publish_case, partner, public):
    publish_case(audience=Audience.PUBLIC)
    publish_case(audience=Audience.PARTNER)
    seqs = {a: set(Publication.objects.for_audience(a).values_list("seq", flat=True)) for a in (0, 1)}
    assert ndjson_of(take(public, "/api/v1/cases.ndjson"))[1] == {"seq": max(seqs[0]), "lines": 1}
    assert ndjson_of(take(partner, "/api/v1/cases.ndjson"))[1] == {"seq": 3, "lines": 2}
    assert max(seqs[0]) < 3


def test_nothing_published_is_a_closing_line_and_a_header(partner):
    assert bytes_of(take(partner, "/api/v1/cases.ndjson")) == b'{"seq":0,"lines":0}\n'
    assert bytes_of(take(partner, "/api/v1/cases.csv", name="!!")).count(b"\n") == 1


def test_changes_after_the_closing_line_go_on_where_it_ended(publish_case, partner):
    publish_case()
    _, last = ndjson_of(take(partner, "/api/v1/cases.ndjson"))
    later = publish_case()
    rows = partner.json("changes/", after=last["seq"])["results"]
    assert [(row["seq"], row["ref"]) for row in rows] == [(2, later.ref)]


@pytest.fixture
def rich(publish_case):
    """A case whose table row has something in every column."""
    person = factories.make_person("Leyla Karimli", occupation="=1+1 poet")
    b, c = factories.make_facility(), factories.make_facility("facility-c", "Facility C")
    return publish_case(
        person=person,
        detentions=[
            {"began": "2022-01-01", "ended": "2022-03", "end_kind": "bail", "facility": c, "custody_type": "solitary"},
            {"began": "2023-02-01", "ended": "2023-05", "end_kind": "pardon", "facility": b},
        ],
        charges=[
            {"text": "smuggling, by sea", "articles": ["206.3", "234.4.3"]},
            {"text": "-2 grams", "articles": ["234.4.3"]},
        ],
    )


ROW = {
    "name": "Leyla Karimli",
    "occupation": "=1+1 poet",
    "status": "released_pardoned",
    "status_on": "2023-05-31",
    "began": "2023-02-01",
    "ended": "2023-05",
    "custody_type": "unknown",
    "facility": "facility-b",
    "facility_name": "Facility B",
    "charges": "smuggling, by sea; -2 grams",
    "articles": "206.3; 234.4.3",
    "ends": "",
}


def test_table_has_these_columns_with_the_newest_detention_and_every_charge(rich, partner):
    card = partner.json("cases/")["results"][0]
    (row,) = csv_rows(take(partner, "/api/v1/cases.csv"))
    stamped = {"updated": card["updated"], "version": "1", "url": f"http://testserver/api/v1/cases/{rich.ref}/"}
    # An apostrophe keeps a spreadsheet from working out what somebody typed.
    assert row == {"ref": rich.ref, **ROW, "occupation": "'=1+1 poet", **stamped}
    assert list(row) == ["ref", *ROW, "updated", "version", "url"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_text_that_begins_like_a_formula_is_kept_as_text_in_csv(publish_case, partner, text):
    publish_case(charges=[{"text": text}])
    (row,) = csv_rows(take(partner, "/api/v1/cases.csv"))
    assert row["charges"] == f"'{text}"


def test_table_without_order_mark_begins_with_ref(partner):
    assert bytes_of(take(partner, "/api/v1/cases.csv")).startswith(b"ref,name,occupation,")


def test_workbook_has_texts_alone_and_says_what_was_asked(rich, partner, time_machine_at):
    with time_machine_at("2026-06-01"):
        answer = take(partner, "/api/v1/cases.xlsx", article=["206", "234"], held_on="2023-03-01")
    sheets = sheets_of(answer)
    assert list(sheets) == ["Cases", "About"]
    head, row = sheets["Cases"]
    assert head == exports.COLUMNS
    assert dict(zip(head, row, strict=True))["occupation"] == "=1+1 poet"
    assert {name: value or "" for name, value in zip(head, row, strict=True) if name in ROW} == ROW
    assert sheets["About"] == [
        ("audience", "partner"),
        ("taken on", "2026-06-01 12:00 UTC"),
        ("article", "206, 234"),
        ("held_on", "2023-03-01"),
    ]


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(rich, partner):
    body = bytes_of(take(partner, "/api/v1/cases.xlsx"))
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/" in name]
    assert len(sheets) == 2
    assert not any("<f>" in sheet or "hyperlink" in sheet for sheet in sheets)


def test_text_longer_than_a_cell_is_cut_and_says_so():
    assert fitting("ə" * 32_767) == "ə" * 32_767
    assert fitting("ə" * 32_768) == "ə" * 32_766 + "…"
    assert fitting("🕊" * 20_000) == "🕊" * 16_383 + "…"


def test_sheet_that_is_full_is_refused(publish_case, partner, advocate, signed_in, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 1)
    publish_case()
    publish_case()
    answer = partner.get("/api/v1/cases.xlsx")
    assert (answer.status_code, "take CSV" in answer.json()["detail"]) == (400, True)
    page = signed_in(advocate).get("/cases.xlsx")
    assert (page.status_code, "take CSV" in page.content.decode()) == (400, True)


@pytest.mark.parametrize("form", ["ndjson", "csv", "xlsx"])
@pytest.mark.parametrize(
    "query",
    [{"limit": "5"}, {"cursor": "x"}, {"view": "full"}, {"fields": "ref"}, {"count": "true"}, {"facets": "sex"}],
)
def test_parameter_of_a_list_is_refused_by_name(partner, advocate, signed_in, form, query):
    (name,) = query
    answer = partner.get(f"/api/v1/cases.{form}", query)
    said = {"parameter": name, "reason": "an export takes every match whole: this is for lists"}
    assert (answer.status_code, answer.json()["errors"]) == (400, [said])
    page = signed_in(advocate).get(f"/cases.{form}", query)
    assert (page.status_code, said["reason"] in page.content.decode()) == (400, True)


def test_every_fault_of_a_query_is_told_at_once(partner):
    answer = partner.get("/api/v1/cases.csv", {"limit": "5", "facilty": "x"})
    assert [(e["parameter"], e.get("nearest")) for e in answer.json()["errors"]] == [
        ("facilty", "facility"),
        ("limit", None),
    ]


def test_table_is_in_the_order_of_the_list(publish_case, partner):
    c = publish_case(person=factories.make_person("Rauf Samadzade"), detentions=[{"began": "2023-03"}])
    a = publish_case(person=factories.make_person("Rauf Samadov"), detentions=[{"began": "2023-01"}])
    b = publish_case(person=factories.make_person("Aysel Samadova"), detentions=[{"began": "2023-02"}])
    for order, refs in {"": [c.ref, b.ref, a.ref], "name": [b.ref, a.ref, c.ref]}.items():
        assert [row["ref"] for row in csv_rows(take(partner, "/api/v1/cases.csv", order=order))] == refs
    bodies, _ = ndjson_of(take(partner, "/api/v1/cases.ndjson", order="-name"))
    assert [body["ref"] for body in bodies] == [c.ref, a.ref, b.ref]


def test_table_of_a_name_has_the_best_first_and_the_unranked_after_them(publish_case, partner, monkeypatch):
    names = ["Rauf Samadov Karimli", "Rauf Samadov", "Rauf Samedov Karimli"]
    refs = [publish_case(person=factories.make_person(name)).ref for name in names]
    found = [row["ref"] for row in csv_rows(take(partner, "/api/v1/cases.csv", name="Rauf Samadov"))]
    assert (found[0], sorted(found)) == (refs[1], sorted(refs))
    monkeypatch.setattr(exports, "MOST_RANKED", 1)
    found = [row["ref"] for row in csv_rows(take(partner, "/api/v1/cases.csv", name="Rauf Samadov"))]
    assert sorted(found) == sorted(refs)


@pytest.mark.parametrize("form", ["ndjson", "csv", "xlsx"])
def test_file_is_named_by_audience_and_moment_and_head_has_the_same_headers(partner, form, time_machine_at):
    with time_machine_at("2026-06-01"):
        taken, head = partner.get(f"/api/v1/cases.{form}"), partner.head(f"/api/v1/cases.{form}")
    assert taken["Content-Disposition"] == f'attachment; filename="cases-partner-2026-06-01-1200.{form}"'
    assert (head.status_code, head["Content-Disposition"]) == (200, taken["Content-Disposition"])
    assert head["Content-Type"] == taken["Content-Type"]
    assert (bytes_of(head), taken["RateLimit-Policy"]) == (b"", '"minute";q=600;w=60')
    assert bytes_of(taken)


def test_reader_who_accepts_nothing_else_gets_a_table(partner):
    answer = partner.get("/api/v1/cases.csv", headers={"Accept": "text/csv"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert (
        partner.get("/api/v1/cases.csv?q=%00", headers={"Accept": "text/csv"})["Content-Type"]
        == "application/problem+json"
    )


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_reader_who_takes_gzip_gets_it(publish_case, partner, form):
    publish_case()
    plain = bytes_of(partner.get(f"/api/v1/cases.{form}"))
    squeezed = partner.get(f"/api/v1/cases.{form}", headers={"Accept-Encoding": "gzip, deflate"})
    assert (squeezed["Content-Encoding"], squeezed["Vary"]) == ("gzip", "Accept-Encoding, Accept-Language")
    assert gzip.decompress(bytes_of(squeezed)) == plain


@pytest.mark.parametrize("form", ["ndjson", "csv", "xlsx"])
def test_export_of_the_team_is_logged_and_marked_with_its_taker(
    publish_case, advocate, signed_in, form, time_machine_at
):
    publish_case()
    publish_case(person=factories.make_person("Aysel Samadova"))
    with time_machine_at("2026-06-01"):
        answer = signed_in(advocate).get(f"/cases.{form}", {"name": "Aysel", "q": ""})
    assert answer["Content-Disposition"] == f'attachment; filename="cases-team-2026-06-01-1200-advocate.{form}"'
    assert answer["Cache-Control"] == "private, no-store"
    if form == "xlsx":
        about = sheets_of(answer)["About"]
        assert about == [
            ("audience", "team"),
            ("taken on", "2026-06-01 12:00 UTC"),
            ("taken by", "advocate"),
            ("name", "Aysel"),
        ]
    bytes_of(answer)
    (row,) = ReadLog.objects.all()
    assert (row.user, row.audience, row.door, row.what) == (advocate, Audience.TEAM, f"/cases.{form}", "1 cases: name")


def test_export_that_is_refused_is_not_logged(advocate, signed_in):
    signed_in(advocate).get("/cases.csv", {"limit": "1"})
    assert ReadLog.objects.count() == 0


def test_rows_of_the_team_lead_to_the_page_of_the_case(publish_case, advocate, signed_in):
    case = publish_case()
    (row,) = csv_rows(signed_in(advocate).get("/cases.csv"))
    assert row["url"] == f"http://testserver/cases/{case.ref}/"


def test_export_of_a_token_is_a_reading_in_the_log(publish_case, partner):
    publish_case()
    bytes_of(take(partner, "/api/v1/cases.csv", q="drug"))
    (row,) = ReadLog.objects.all()
    assert (row.door, row.what, row.token_key) == ("api", "/api/v1/cases.csv?q", partner.token[:15])


def test_more_exports_than_there_is_room_for_are_asked_to_come_back(
    publish_case, partner, advocate, signed_in, monkeypatch
):
    monkeypatch.setattr(copying, "_slots", threading.BoundedSemaphore(1))
    publish_case()
    held = Copy(Document.objects.all(), "card", ledger=Publication.objects.all())
    for client, path in ((partner, "/api/v1/cases.csv"), (signed_in(advocate), "/cases.csv")):
        answer = client.get(path)
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    held.close()
    held.close()
    assert len(csv_rows(take(partner, "/api/v1/cases.csv"))) == 1
    assert len(csv_rows(take(partner, "/api/v1/cases.csv"))) == 1


def test_fields_leave_only_what_was_asked_for(publish_case, partner):
    case = publish_case(person=factories.make_person("Leyla Karimli"))
    assert partner.json("cases/", fields="version")["results"] == [{"ref": case.ref, "version": 1}]
    answer = partner.json("cases/", fields=["person", "version"], view="full")["results"]
    assert [sorted(body) for body in answer] == [["person", "ref", "version"]]
    assert answer[0]["person"]["name"] == "Leyla Karimli"


def test_field_that_there_is_not_is_refused_with_the_nearest(partner):
    answer = partner.get("/api/v1/cases/", {"fields": "ref,detentoins"})
    assert answer.json()["errors"] == [
        {"parameter": "fields", "reason": "there is no such field", "nearest": "detentions"}
    ]
    assert partner.get("/api/v1/cases/", {"fields": "sources"}).status_code == 400
    assert partner.get("/api/v1/cases/", {"fields": "sources", "view": "full"}).status_code == 200


def test_page_of_the_list_leads_to_its_exports_without_what_is_for_lists(publish_case, advocate, signed_in):
    publish_case()
    page = signed_in(advocate).get("/cases/", {"sex": "", "order": "name", "limit": "5"}).content.decode()
    for form in ("csv", "xlsx", "ndjson"):
        assert f'<a href="/cases.{form}?order=name" download>{form.upper()}</a>' in page
