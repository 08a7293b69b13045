"""Copies of many documents: of one moment, flat in memory, ended when nobody reads them, and whole or plainly cut."""

from __future__ import annotations

import csv
import io
import threading
import time

import pytest
from django.db import connection, transaction
from django.http import StreamingHttpResponse

from cases import copying
from cases.copying import Copy
from cases.exports import Lines, csv_lines, ndjson
from cases.models import Case, Document, Publication
from cases.publishing import approve, publish
from tests import factories
from tests.exported import ndjson_of
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db(transaction=True)

# Of a body of 20 kB, more than the queue and the sockets between us and PostgreSQL hold.
MANY = 2000


@pytest.fixture
def many(publish_case) -> Case:
    """A published case whose document stands in the table many times over, long and hard to compress."""
    case = publish_case()
    names = [f.column for f in Document._meta.concrete_fields if f.column not in ("id", "case_id", "ref", "body")]
    columns = ", ".join(names)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_case (id, ref, person_id, country, access, in_review, revision, editors, updated_at, title, background)"
            " SELECT 1000000 + n, 'X' || n, person_id, country, access, in_review, revision, editors, updated_at, '', ''"
            " FROM cases_case, generate_series(1, %s) n WHERE cases_case.id = %s",
            [MANY, case.pk],
        )
        cursor.execute(
            f"INSERT INTO cases_document (case_id, ref, body, {columns})"
            " SELECT 1000000 + n, 'X' || n, '{\"ref\":\"' || (SELECT string_agg(md5((n * m)::text), '') FROM generate_series(1, 600) m) || '\"}',"
            f" {columns} FROM cases_document, generate_series(1, %s) n WHERE case_id = %s AND audience = 1",
            [MANY, case.pk],
        )
    return case


def documents():
    return Document.objects.for_audience(Audience.PARTNER).order_by("case_id")


def copy_of(column: str = "body") -> Copy:
    return Copy(documents(), column, ledger=Publication.objects.all())


def others_at_work() -> int:
    """How many other connections to this database are in the middle of something."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND state <> 'idle'"
        )
        return cursor.fetchone()[0]


def wait_until(holds, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_reader_who_goes_away_ends_the_copy_and_its_connection(many):
    copy = copy_of()
    answer = StreamingHttpResponse(Lines(copy, ndjson))
    next(iter(answer))
    wait_until(lambda: others_at_work() == 1)
    answer.close()
    assert not copy._thread.is_alive()
    wait_until(lambda: others_at_work() == 0)


def test_reader_who_never_began_ends_the_copy_too(many):
    copy = copy_of()
    StreamingHttpResponse(Lines(copy, ndjson)).close()
    assert not copy._thread.is_alive()


def test_slow_reader_holds_no_more_than_the_queue(many):
    copy = copy_of()
    wait_until(lambda: len(copy._waiting) == copying.CHUNKS_WAITING)
    time.sleep(0.2)
    assert len(copy._waiting) == copying.CHUNKS_WAITING
    assert sum(map(len, copy._waiting)) + copy._held_bytes < 6 * copying.CHUNK_BYTES
    assert sum(chunk.count(b"\n") for chunk in copy) == MANY + 1
    copy.close()


def test_reader_slower_than_the_setting_gets_what_waited_and_no_closing_line(many, settings, caplog):
    settings.EXPORT_SECONDS = 1
    copy = copy_of()
    wait_until(lambda: not copy._thread.is_alive())
    text = b"".join(ndjson(copy))
    assert b'"lines"' not in text
    assert 0 < text.count(b"\n") < MANY
    assert text.endswith(b'"}\n')
    copy.close()
    assert [record.getMessage().split(",")[0] for record in caplog.records] == ["an export ended early"]
    assert "TooSlow" in caplog.text


@pytest.mark.parametrize("told", [ndjson, lambda copy: csv_lines(copy, str)], ids=["lines", "table"])
def test_question_ended_half_way_leaves_lines_without_the_last_and_a_table_that_says_so(
    many, told, caplog, monkeypatch
):
    monkeypatch.setattr(copying, "CHUNK_BYTES", 1024)
    copy = copy_of("body" if told is ndjson else "card")
    lines = told(copy)
    text = next(lines) + next(lines)
    copy._connection.cancel()
    text += b"".join(lines)
    copy.close()
    if told is ndjson:
        assert b'"lines"' not in text
        assert text.endswith(b'"}\n')
    else:
        *_, last = csv.DictReader(io.StringIO(text.decode(), newline=""))
        assert last["ref"] == "CUT OFF: rows are missing, take this export again"
    assert 0 < text.count(b"\n") < MANY
    (record,) = [record for record in caplog.records if record.name == "cases.copying"]
    assert record.getMessage().endswith("lines: OperationalError 57014")


def test_question_that_takes_too_long_is_refused_before_anything_is_sent(settings, partner):
    settings.EXPORT_SECONDS = 1
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE cases_document IN ACCESS EXCLUSIVE MODE")
        answer = partner.get("/api/v1/cases.ndjson")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["detail"] == "The question took too long: narrow it."


def test_copy_is_of_the_moment_it_began_and_changes_go_on_from_there(many, reviewer, researcher, partner):
    answer = partner.get("/api/v1/cases.ndjson")
    stream = iter(answer.streaming_content)
    text = next(stream)
    factories.add_charge(many, by=researcher, text="came later")
    many.refresh_from_db()
    approve(case=many, by=reviewer)
    (row,) = publish(cases=[many], audience=Audience.PARTNER, by=reviewer)
    text += b"".join(stream)
    assert b"came later" not in text
    assert text.endswith(b'{"seq":1,"lines":%d}\n' % (MANY + 1))
    changes = partner.json("changes/", after=1)
    assert [(change["seq"], change["ref"]) for change in changes["results"]] == [(row.seq, many.ref)]


def test_every_place_is_free_again_after_many_copies(publish_case, partner, settings):
    settings.API_RATE = 1_000_000
    publish_case()
    for _ in range(3 * copying.COPIES_AT_ONCE):
        assert ndjson_of(partner.get("/api/v1/cases.ndjson"))[1]["lines"] == 1
    assert threading.active_count() < 10
    wait_until(lambda: others_at_work() == 0)
