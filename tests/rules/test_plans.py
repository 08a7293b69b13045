"""Every parameter of the list is answered by an index at 100,000 cases, and a request of the API asks few questions."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from cases.filters import CaseFilter
from cases.models import Deadline, Document, NameWord, Spell
from cases.pages.facility_page import FacilityReader
from tests import factories
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db

CASES = 100_000
PARAMETERS = [
    "",
    "q=word17",
    "name=Rauf+name17",
    "facility=place-7",
    "article=234.7",
    "charge=charge17",
    "charge_group=drugs",
    "custody_type=house_arrest",
    "status=released",
    "category=writer",
    "sex=female",
    "region=region-7",
    "health=oncology",
    "treatment=torture",
    "recognition=political_prisoner",
    "held_on=2024-03-01",
    "held_on=2024-03-01&facility=place-7&article=234.7",
    "detained_from=2024-03-01&detained_to=2024-03-02",
    "released_from=2024-03-01&released_to=2024-03-02",
    "ends_from=2027-03-01&ends_to=2027-03-02",
    "deadline_within=5",
    "silent_for=3000",
    "updated_since=2026-06-29T00:00:00Z",
    *[f"order={order}" for order in ("detained", "-detained", "updated", "-updated", "name", "-name", "ends", "-ends")],
]

CARD = {
    "ref": "REF1",
    "person": {"ref": "P1", "name": "Rauf Samadov", "occupation": ""},
    "status": {"code": "released", "on": None},
    "detentions": [],
    "charges": [],
}
DOCUMENTS = """
INSERT INTO cases_document (id, case_id, audience, ref, members_only, publication_version, card, body, digest, updated_at,
    stale, person_id, name_sort, names, name_words, codes, facets, mentions, words, charge_words, newest_began,
    last_news_on, ends_possible)
SELECT n, n, 1, 'REF' || n, false, 1, '{card}', '{{}}', '', timestamptz '2026-06-30' - n * interval '20 minutes', false, n,
    'name' || n % 5000, '{{}}', ARRAY['rauf', 'name' || n % 5000],
    ARRAY['status:' || (ARRAY['in_custody', 'released', 'serving', 'reported'])[1 + n % 4],
        'sex:' || CASE WHEN n % 5 = 0 THEN 'female' ELSE 'male' END, 'region:region-' || n % 30,
        'facility:place-' || n % 60, 'custody_type:' || CASE WHEN n % 9 = 0 THEN 'house_arrest' ELSE 'unknown' END,
        'article:234.' || n % 80, 'article:234', 'charge_group:' || CASE WHEN n % 40 = 0 THEN 'drugs' ELSE 'other' END]
        || CASE WHEN n % 50 = 0 THEN ARRAY['category:writer', 'health:oncology', 'treatment:torture',
            'recognition:political_prisoner'] END,
    '', '{{}}', ('''word' || n % 300 || '''')::tsvector, ('''charge' || n % 300 || '''')::tsvector,
    date '2026-06-30' - n % 3650, date '2026-06-30' - n % 3650,
    CASE WHEN n % 4 = 0 THEN daterange(date '2026-07-01' + n % 1000, date '2026-07-02' + n % 1000) END
FROM generate_series(1, {cases}) n
"""
SPELLS = """
INSERT INTO cases_spell (document_id, audience, case_id, newest_began, counts_fully, held_possible, began_possible,
    released_possible, codes, charge_words)
SELECT id, audience, case_id, newest_began, true, daterange(newest_began, newest_began + 100),
    daterange(newest_began, newest_began + 1), daterange(newest_began + 99, newest_began + 100), codes, charge_words
FROM cases_document
"""
DEADLINES = """
INSERT INTO cases_deadline (document_id, audience, rule, because, possible)
SELECT id, audience, 'end_of_term', 'sentence:' || id, ends_possible FROM cases_document WHERE ends_possible IS NOT NULL
"""
WORDS = """
INSERT INTO cases_nameword (audience, word, clues)
SELECT 1, 'name' || n, ARRAY['name' || n] FROM generate_series(1, 5000) n
"""


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ({}, 4),
        ({"facility": "facility-b", "article": "234", "held_on": "2023-09-26"}, 4),
        ({"q": "drug", "count": "true", "facets": "facility,article,status,region"}, 4),
        ({"name": "Samadov"}, 4),
        ({"article": "234", "sex": "female"}, 4),
        ({"deadline_within": 30}, 4),
        ({"article": "234", "count": "true", "facets": "article,status"}, 4),
        ({"facility": "facility-b", "count": "true", "facets": "facility,status"}, 4),
        ({"name": "Samadov", "facility": "facility-b", "count": "true", "facets": "facility,article"}, 4),
        ({"name": "Rauf Samadow Rauf", "count": "true"}, 4),
        # Nobody has all three words: it is asked again whether somebody has two.
        ({"name": "Rauf Samadov Ali", "count": "true"}, 5),
        ({"name": "Samadov", "order": "name", "article": "234", "count": "true"}, 4),
    ],
)
def test_a_list_of_the_api_asks_few_questions(query, most, partner, publish_case, django_assert_max_num_queries):
    detention = {"facility": factories.make_facility(), "began": "2023-09-20", "known_on": date(2023, 9, 26)}
    person = factories.make_person("Rauf Samadov", sex="male")
    publish_case(person=person, detentions=[detention], charges=[{"text": "drug offences", "articles": ["234.4.3"]}])
    partner.json("cases/", **query)  # the first use of a token in a minute is written down
    with django_assert_max_num_queries(most):
        partner.json("cases/", **query)


@pytest.fixture(scope="module")
def many(django_db_setup, django_db_blocker):
    """A hundred thousand documents, without the cases that they would be of."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(DOCUMENTS.format(cases=CASES, card=json.dumps(CARD)))
        cursor.execute(SPELLS)
        cursor.execute(DEADLINES)
        cursor.execute(WORDS)
        cursor.execute("SET session_replication_role = origin")
        for model in (Document, Spell, Deadline, NameWord):
            cursor.execute(f"VACUUM ANALYZE {model._meta.db_table}")
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE cases_document, cases_nameword CASCADE")


@pytest.mark.parametrize("query", PARAMETERS)
def test_a_list_reads_documents_by_an_index(many, query, time_machine_at):
    with time_machine_at("2026-06-30"), CaptureQueriesContext(connection) as questions:
        CaseFilter(QueryDict(query), Document.objects.for_audience(Audience.PARTNER)).check_parameters().page()
    assert_indexed(questions)


# So many cases answer these here that counting them means reading all.
COMMON = {"custody_type=house_arrest", "status=released", "held_on=2024-03-01"}


@pytest.mark.parametrize("query", [query for query in PARAMETERS if query not in COMMON])
def test_a_list_with_counts_reads_documents_by_an_index(many, query, time_machine_at):
    with time_machine_at("2026-06-30"), CaptureQueriesContext(connection) as questions:
        asked = CaseFilter(QueryDict(query), Document.objects.for_audience(Audience.PARTNER)).check_parameters()
        asked.page_and_counts(facets=["status"])
    assert_indexed(questions)


def test_a_facility_page_reads_documents_by_an_index(many):
    facility = factories.make_facility("place-7")
    with CaptureQueriesContext(connection) as questions:
        reader = FacilityReader(
            facility, Document.objects.for_audience(Audience.PARTNER), Audience.PARTNER, date(2026, 6, 30)
        )
        page = reader.page("2026-06-29")
    assert page.certainly.count + page.possibly.count == 48
    assert_indexed(questions)


def assert_indexed(questions: CaptureQueriesContext) -> None:
    """None of these questions reads every document or spell."""
    for question in questions.captured_queries:
        sql = question["sql"].removeprefix("COPY (").removesuffix(") TO STDOUT (FORMAT binary)")
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        # Any document tells its reader's audience: the first that comes.
        plan = re.sub(r"Limit .*rows=1 .*\n.*Seq Scan on cases_document u0", "", plan)
        assert "Seq Scan on cases_document" not in plan, plan
        assert "Seq Scan on cases_spell" not in plan, plan
