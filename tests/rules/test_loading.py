"""Many cases at once: the same documents, history and ledger as one by one, and nothing doubled or lost by a kill."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.loading import bench
from cases.models import Case, Detention, Document, ImportKey, Publication
from cases.rebuilding import rebuild
from people.models import Person
from tests.cases.bench_files import person_id, write_bench
from tests.tracker.starting import BASE_DIR, clean_environment
from tracker.audiences import Audience
from tracker.refs import redraw_taken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_bench(tmp_path, 24)


def load(folder: Path, **options: int) -> dict:
    call_command("load_bench", folder, **{"processes": 1, "block": 10, **options})
    return orjson.loads((folder / "app_ids.json").read_bytes())


def partner_bodies() -> dict[str, str]:
    """What partners read of each person of the files, without the refs and numbers that each load draws anew."""
    rows = Document.objects.filter(audience=Audience.PARTNER).values_list("case__import_key__key", "body")
    drawn = r'"ref":"\w+"|"source":"\w+"|"person:\w+"|\w+:\d+|"version":\d+'
    return {key: re.sub(drawn, "", body) for key, body in rows}


def test_loaded_people_are_published_cases_as_the_files_say(folder):
    ids = load(folder)

    assert len(ids["cases"]) == 24
    assert ids["facilities"] == {"1": "lake-penitensiar-1", "2": "harbour-tajridhana-2"}
    assert ids["articles"] == {"1": "120.1", "2": "123.2"}
    body = orjson.loads(Document.objects.get(audience=Audience.PARTNER, ref=ids["cases"][person_id(2)]).body)
    assert body["person"]["name"] == "Guliz Oruc2"
    assert [n["text"] for n in body["person"]["names"]] == ["Guliz Oruc2", "Oruc G"]
    assert body["updated"] == "2026-06-29T13:00:00.000000Z"
    assert body["background"] == 'Story of number 2, with "marks", a \\ backslash\nand two lines.'
    assert [d["began"]["edtf"] for d in body["detentions"]] == ["2024-03-10", "2026-02-01"]
    # The files' end is the first day out of custody.
    assert body["detentions"][0]["ended"]["edtf"] == "2024-05-10"
    assert body["detentions"][0]["ended_words"] == "known to the month"
    assert body["detentions"][0]["end_kind"] == "bail"
    assert body["charges"][0]["articles"] == [{"code": "CC", "number": "120.1", "title": "on gatherings"}]
    assert (body["sentences"][0]["term_months"], body["sentences"][0]["court"]["name"]) == (18, "Lake Court")
    assert body["health_notes"][0]["condition"] == "needs a doctor"
    assert body["treatment_notes"][0]["violation"] == "beating"
    assert [s["title"] for s in body["sources"]] == ["Report 2"]


def test_loaded_documents_equal_their_source_and_their_history_tells_who(folder):
    load(folder)
    assert [o for o in rebuild(Case.objects.all(), check=True) if o.differs] == []
    events = Detention.pgh_event_model.objects.select_related("pgh_context")
    assert {event.pgh_context.metadata["why"] for event in events} == {"loaded from bench"}
    assert events.count() == 48
    approvals = Case.pgh_event_model.objects.filter(approved_revision=1).select_related("pgh_context")
    names = {"bench-researcher": 0, "bench-reviewer": 24}
    by = [event.pgh_context.metadata["user"] for event in approvals]
    users = dict(Case._meta.get_field("lead").related_model.objects.values_list("username", "pk"))
    assert {name: by.count(users[name]) for name in names} == names


def test_the_ledger_of_a_load_is_one_range_without_a_gap(folder):
    ids = load(folder)
    seqs = list(Publication.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(ids["first_seq"], ids["first_seq"] + 24))


def test_loading_again_adds_nothing(folder):
    load(folder)
    before = partner_bodies()
    load(folder)
    assert partner_bodies() == before
    assert Case.objects.count() == 24


def test_a_folder_of_something_else_is_refused_by_name(tmp_path):
    with pytest.raises(CommandError, match=r"holds no meta\.json"):
        call_command("load_bench", tmp_path)


def test_rows_out_of_order_are_refused(folder):
    path = folder / "charge.csv"
    head, *rows = path.read_text().splitlines()
    path.write_text("\n".join([head, *reversed(rows)]) + "\n")
    with pytest.raises(CommandError, match=r"charge\.csv: the row of .* comes out of order"):
        load(folder)


def test_a_case_that_the_gate_keeps_back_is_named_and_nothing_of_its_block_is_written(folder):
    path = folder / "person.csv"
    lines = path.read_text(encoding="utf-8").split(f"{person_id(15)},", 1)
    # Consent is dated by the row: this person's is not given yet.
    path.write_text(f"{person_id(15)},".join([lines[0], lines[1].replace("2020-01-01", "2199-01-01", 1)]), "utf-8")

    with pytest.raises(CommandError, match=rf"bench {person_id(15)} can't be published: .*consent"):
        load(folder)
    assert set(ImportKey.objects.values_list("key", flat=True)) == {person_id(n) for n in range(1, 11)}
    assert Person.objects.filter(names__text="Guliz Oruc12").count() == 0
    assert Publication.objects.count() == 10


def test_a_block_whose_ref_is_taken_gets_another(folder, monkeypatch):
    load(folder)
    taken = Person.objects.first().ref
    drawn = iter([taken])
    ref = Person._meta.get_field("ref")
    usual = ref.get_default
    monkeypatch.setattr(ref, "_get_default", lambda: next(drawn, None) or usual())
    load(write_bench(folder, 25))
    assert Person.objects.filter(ref=taken).count() == 1
    assert Case.objects.count() == 25


def test_generated_cases_are_in_every_state_and_are_the_same_each_time():
    call_command("generate_cases", 80, processes=1)
    published = Document.objects.filter(audience=Audience.PARTNER)
    # Nine in ten; of the others one is public, one has its name withheld and one is closed, and partners read them too.
    assert published.count() == 75
    assert Document.objects.filter(audience=Audience.PUBLIC).count() == 1
    assert Case.objects.filter(in_review=True).count() == 1
    assert Case.objects.filter(access="members").count() == 1
    assert Publication.objects.filter(kind="withdrawn").count() == 1
    said = partner_bodies()
    call_command("generate_cases", 80, processes=1)
    assert Case.objects.count() == 80
    assert partner_bodies() == said


def test_a_load_killed_ten_times_and_run_again_ends_as_a_clean_one(folder):
    load(folder)
    clean, rows = partner_bodies(), table_sizes()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE people_person, cases_source, reports_series CASCADE")
        cursor.execute("TRUNCATE cases_publication, cases_importkey, cases_detentionevent CASCADE")
    chance = random.Random(7)
    for _ in range(10):
        with subprocess.Popen(
            [sys.executable, "manage.py", "load_bench", str(folder), "--processes", "2", "--block", "2"],
            cwd=BASE_DIR,
            env=clean_environment(folder, DATABASE_URL=database_url(), REDIS_URL="redis://127.0.0.1:1/0"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            until = time.monotonic() + 20
            have = ImportKey.objects.count()
            while process.poll() is None and ImportKey.objects.count() == have and time.monotonic() < until:
                time.sleep(0.02)
            time.sleep(chance.random() * 0.15)
            process.send_signal(signal.SIGKILL)
    wait_for_writers()
    load(folder)
    assert partner_bodies() == clean
    assert table_sizes() == rows


def table_sizes() -> dict[str, int]:
    models = [Case, Detention, Document, ImportKey, Publication, Detention.pgh_event_model]
    return {model.__name__: model.objects.count() for model in models}


def wait_for_writers() -> None:
    """Writers notice within a second that their parent is gone."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.1)
    raise AssertionError("a writer outlived its parent by ten seconds")


def database_url() -> str:
    given = connection.settings_dict
    host = quote(given["HOST"], safe="")
    return f"postgres://{given['USER']}@{host}/{given['NAME']}"


def test_people_are_read_as_they_are_needed(folder):
    parts = list(bench.read_parts(folder, 10))
    assert [len(part.people) for part in parts] == [10, 10, 4]
    assert [part.rows for part in parts] == [65, 65, 26]


def test_a_ref_that_is_taken_is_drawn_anew(folder, monkeypatch):
    draws = iter(["AAAAAAAA", "AAAAAAAA", "BBBBBBBB"])
    monkeypatch.setattr("tracker.refs.secrets.choice", lambda letters, _text=[]: _next_letter(draws, _text))
    first = Person.objects.create()
    second = Person()
    assert (first.ref, second.ref) == ("AAAAAAAA", "AAAAAAAA")
    redraw_taken([second])
    assert second.ref == "BBBBBBBB"


def _next_letter(draws, waiting: list[str]) -> str:
    if not waiting:
        waiting.extend(next(draws))
    return waiting.pop(0)
