"""One rich case as each audience gets it, kept as JSON files: a field that appears or goes is a visible difference.

`TRACKER_REWRITE_SNAPSHOTS=1 python3 manage.py test -n 0 tests/rules/test_api_snapshots.py` rewrites the files; read the
difference before you commit it.
"""

from __future__ import annotations

import json
import os
import re
from datetime import date
from pathlib import Path

import orjson
import pytest

from cases.models import ChargeStatus, Detention, Document, Event, OfficialNumber
from cases.writing import editing_case
from people.models import Affiliation, Relationship
from tests import factories
from tracker.audiences import DOCUMENTED, Audience

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent / "snapshots"


@pytest.fixture
def rich(researcher, reviewer):
    """A record of every type, public and for the team, every tie of the person, and a published version of it all."""
    person = factories.make_person(
        "Leyla Karimli", names=["Ləyla Kərimli"], sex="female", born="1990", occupation="poet", residence="Salyan"
    )
    court = factories.make_organisation(abbreviation="CDB")
    Affiliation.objects.create(
        person=person, organisation=court, role="clerk", since="2010", visibility=Audience.PUBLIC
    )
    sister = factories.make_person("Aynur Karimli")
    Relationship.objects.create(person=person, other=sister, kind="sibling", visibility=Audience.PARTNER)
    case = factories.make_case(by=researcher, person=person, detentions=[], title="A case", background="A story.")
    OfficialNumber.objects.create(case=case, number="12/2023", issued_by="Court of District B")
    event = Event.objects.create(title="A raid", happened="2023-09", visibility=Audience.PUBLIC)
    event.cases.add(case)
    factories.add_every_type(case, by=researcher)
    factories.add_every_type(case, by=researcher, visibility=Audience.TEAM, word="inner")
    spell = {"began": "2023-09-19/2023-09-20", "began_words": "yesterday", "known_on": date(2023, 9, 26)}
    factories.add(case, Detention, by=researcher, facility=factories.make_facility(), authority=court, **spell)
    with editing_case(case, by=researcher) as locked:
        ChargeStatus.objects.create(charge=locked.charge_records.first(), state="pending", since="2023-10")
    return factories.approve_and_publish(case, by=reviewer, audience=Audience.PUBLIC)


def normalised(body: str) -> object:
    """The body with refs, row numbers, moments and the day of review replaced by their order of appearance."""
    seen: dict[str, str] = {}
    said = orjson.loads(body)
    # Sorted by ref, which is random: named last, by the order in which citations named them.
    sources = said.pop("sources", [])
    text = orjson.dumps([said, sources], option=orjson.OPT_SORT_KEYS).decode()

    def number(kind: str, found: str) -> str:
        return seen.setdefault(found, f"{kind}{len(seen) + 1}")

    text = re.sub(r'"([A-Z0-9]{8})"', lambda m: f'"{number("REF", m[1])}"', text)
    text = re.sub(r'"([a-z]+:\d+)"', lambda m: f'"{m[1].split(":")[0]}:{number("", m[1])}"', text)
    text = re.sub(r"/cases/[A-Z0-9]{8}/", "/cases/REF/", text)
    text = re.sub(r'"updated":"[^"]+"', '"updated":"MOMENT"', text)
    said, sources = orjson.loads(re.sub(r'"reviewed_on":"[^"]+"', '"reviewed_on":"DAY"', text))
    sources.sort(key=lambda source: int(source["ref"].removeprefix("REF")))
    return {**said, "sources": sources} if sources else said


@pytest.mark.parametrize("audience", DOCUMENTED, ids=lambda a: a.code)
@pytest.mark.parametrize("part", ["card", "body"])
def test_documents_hold_these_fields_and_no_other(rich, audience, part):
    document = Document.objects.get(case=rich, audience=audience)
    found = normalised(getattr(document, part))
    file = FOLDER / f"{audience.code}_{part}.json"
    if os.environ.get("TRACKER_REWRITE_SNAPSHOTS"):
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    assert found == json.loads(file.read_text(encoding="utf-8"))
