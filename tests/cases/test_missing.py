"""What a case lacks, from bodies written out by hand."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cases.missing import missing_facts
from cases.writing import editing_shared
from people.models import Relationship
from tests import factories
from tracker.audiences import Audience


def body(status: str = "in_custody_investigation", **parts: Any) -> dict[str, Any]:
    said = {"status": {"code": status}, "person": {"ref": "P1"}, **parts}
    for record in (record for records in parts.values() if isinstance(records, list) for record in records):
        record.setdefault("citations", [{"source": "S1"}])
    return said


def detention(**fields: Any) -> dict[str, Any]:
    return {"key": "detention:1", "counts": "fully", "custody_type": "pretrial_remand", **fields}


LAWYER = {"ref": "P2", "name": "Leyla Karimli", "affiliations": [{"role": "Lawyer"}]}
BEGAN_BY = {"edtf": "../2023-09-26", "latest": "2023-09-26"}
BEGAN_ON = {"edtf": "2023-09-20", "earliest": "2023-09-20", "latest": "2023-09-20"}


def test_missing_facts_of_a_remand_known_from_one_sentence_are_the_design_s_and_who_did_it() -> None:
    said = body(
        detentions=[detention(began=BEGAN_BY, facility={"slug": "facility-b", "name": "Facility B"})],
        charges=[{"key": "charge:1", "counts": "fully", "text": "drug offenses"}],
    )
    assert missing_facts(said) == ["date of arrest", "authority", "article", "court", "term", "lawyer"]


def test_missing_facts_of_a_case_that_says_everything_are_none() -> None:
    said = body(
        detentions=[detention(began=BEGAN_ON, place="Salyan", authority_text="police", attributed_person=LAWYER)],
        charges=[{"key": "charge:1", "counts": "fully", "articles": [{"code": "CC", "number": "234"}]}],
        sentences=[{"key": "sentence:1", "counts": "fully", "kind": "imprisonment", "term_years": 3, "court": {}}],
    )
    assert missing_facts(said) == []


def test_missing_facts_of_someone_freed_without_charge_ask_for_no_court_and_no_term() -> None:
    said = body(
        "released_stopped",
        detentions=[detention(began=BEGAN_ON, place="Salyan", authority_text="police", attributed_person=LAWYER)],
    )
    assert missing_facts(said) == ["charge", "article"]


def test_missing_facts_leave_out_records_that_do_not_count() -> None:
    said = body(detentions=[detention(began=BEGAN_BY), detention(counts="no", began=BEGAN_ON, place="Salyan")])
    assert "date of arrest" in missing_facts(said)
    assert "place of detention" in missing_facts(said)


def test_missing_facts_of_a_term_without_a_start_name_the_start() -> None:
    said = body(
        "serving_administrative",
        ends={"start_unknown": True},
        sentences=[{"key": "sentence:1", "counts": "fully", "kind": "administrative_arrest", "term_days": 30}],
    )
    assert missing_facts(said) == ["charge", "article", "court", "start of the term", "lawyer"]


def test_missing_facts_of_a_fine_ask_for_no_term() -> None:
    said = body(
        "released_fined",
        sentences=[{"key": "sentence:1", "counts": "possibly", "kind": "fine", "amount": "200", "court": {}}],
    )
    assert missing_facts(said) == ["charge", "article", "lawyer"]


def test_missing_facts_of_a_closed_case_are_none() -> None:
    assert missing_facts(body("closed")) == []


def test_missing_facts_name_the_records_without_a_source_as_the_page_does() -> None:
    said = body(
        "closed",
        hearings=[{"key": "hearing:1", "counts": "fully"}, {"key": "hearing:2", "counts": "fully", "citations": []}],
        statements=[{"key": "statement:1", "counts": "no", "citations": []}],
    )
    assert missing_facts(said) == []
    said["status"]["code"] = "serving"
    assert missing_facts(said)[-2:] == ["source of hearing 2", "source of statement"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "visibility", "exposure", "is_missing"),
    [
        ("lawyer", Audience.TEAM, Audience.PUBLIC, False),
        ("colleague", Audience.TEAM, Audience.PUBLIC, True),
        # What the team may not read must not be told by a word that is not there.
        ("lawyer", Audience.RESTRICTED, Audience.PUBLIC, True),
        ("lawyer", Audience.TEAM, Audience.RESTRICTED, True),
    ],
)
def test_lawyer_who_is_noted_from_the_other_side_is_not_missing(
    researcher, signed_in, kind, visibility, exposure, is_missing
) -> None:
    case = factories.make_case(by=researcher)
    lawyer = factories.make_person("Agil Layij", exposure=exposure)
    with editing_shared(case.person, by=researcher):
        Relationship.objects.create(person=lawyer, other=case.person, kind=kind, visibility=visibility)
    client = signed_in(researcher)
    page = client.get(f"/cases/{case.ref}/").content.decode()
    said = " ".join(re.sub("<[^>]*>", "", page.partition('<p class="missing">')[2].partition("</p>")[0]).split())
    assert said.endswith("charge, article, court, term, lawyer" if is_missing else "charge, article, court, term")
    for path in ("/", "/drafts/"):
        assert ("lawyer" in client.get(path).content.decode().partition("lacks ")[2][:80]) is is_missing, path


def test_lawyer_of_somebody_else_is_no_lawyer_of_the_case() -> None:
    tie = {"kind": "lawyer", "other": {"ref": "P2", "name": "Leyla Karimli"}}
    said = body("released_stopped", person={"ref": "P1", "relationships": [tie]})
    assert "lawyer" in missing_facts(said)
