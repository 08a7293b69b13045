"""Pages of facilities, articles and sources: who is told what, and where it leads."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.utils.html import strip_tags

from cases.choices import ClaimStatus
from cases.models import CitationLink, Statement, TreatmentNote
from cases.writing import cite, editing_case
from tests import factories
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db

WHEN = "2023-11-15"


def held(place, began: str, **more) -> dict:
    return {"facility": place, "began": began, "custody_type": "pretrial_remand", **more}


def words(answer) -> str:
    """The words of the page's main part, one space between them."""
    page = answer.content.decode()
    return " ".join(unescape(strip_tags(page[page.index("<main") :])).split())


def section(answer, heading: str) -> str:
    """The part below a heading, up to the next one of its size or the end of its section."""
    page = answer.content.decode()
    found = re.search(rf"<h([23])[^>]*>\s*{heading}.*?</h\1>(.*?)(<h[23]|</section>)", page, re.DOTALL)
    return " ".join(unescape(strip_tags(found[2])).split()) if found else ""


def table(answer, chart: int) -> dict[str, tuple[int, int]]:
    """(certainly, possibly) by month of one chart's table."""
    figure = answer.content.decode().split("<figure")[chart]
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>\s*<td>(.*?)</td>', figure, re.DOTALL)
    return {month: (int(strip_tags(certain)), int(strip_tags(possible))) for month, certain, possible in rows}


@pytest.fixture
def advocates(signed_in, advocate):
    return signed_in(advocate)


@pytest.fixture
def place():
    return factories.make_facility()


@pytest.fixture
def facility_b(researcher, place):
    """Four people at Facility B, one at Facility C; every record is the team's own."""
    b, c = place, factories.make_facility("facility-c", "Facility C")
    for name, detention in {
        "Rauf Samadov": held(b, "2023-09-20", known_on=date(2023, 9, 26)),
        "Leyla Karimli": held(b, "2023-09-15/2023-10-03"),
        "Anar Aliyev": held(b, "../2023-10-10"),
        "Nigar Orudova": held(b, "2023-09-01", ended="2023-09-21", end_kind="bail"),
        "Vugar Hasanli": held(c, "2023-09-20", known_on=date(2023, 9, 26)),
    }.items():
        factories.make_case(by=researcher, person=factories.make_person(name), detentions=[detention])
    return b


def test_certainly_and_possibly_there_on_a_day_are_told_apart(advocates, facility_b):
    page = advocates.get("/facilities/facility-b/?on=2023-09-21")
    sure, maybe = section(page, "Certainly there"), section(page, "Possibly there")
    assert [name for name in ("Rauf", "Leyla", "Anar", "Nigar", "Vugar") if name in sure] == ["Rauf", "Nigar"]
    assert [name for name in ("Rauf", "Leyla", "Anar", "Nigar", "Vugar") if name in maybe] == ["Leyla", "Anar"]
    assert "Certainly there 2 cases" in words(page)
    assert "Possibly there 2 further cases" in words(page)
    assert "detained 1 September 2023, ended 21 September 2023" in sure


def test_without_a_day_it_is_today(advocates, facility_b, time_machine_at):
    with time_machine_at(WHEN):
        page = advocates.get("/facilities/facility-b/")
    assert "Who is there on 15 November 2023" in words(page)
    assert "Nobody that you may see." in section(page, "Certainly there")
    assert "Nigar" not in section(page, "Possibly there")
    assert "Rauf" in section(page, "Possibly there")


def test_day_that_cannot_be_read_is_answered_beside_the_box_and_kept(advocates, facility_b):
    page = advocates.get("/facilities/facility-b/?on=yesterday")
    assert page.status_code == 400
    assert 'value="yesterday"' in page.content.decode()
    assert "a day reads like 2026-06-01" in words(page)


def test_months_count_what_their_links_find(advocates, facility_b, time_machine_at):
    with time_machine_at(WHEN):
        page = advocates.get("/facilities/facility-b/")
        # October 2023 is the newest month in which anything may have begun; Anar Aliyev's first day is not known.
        began = table(page, 1)
        assert list(began.items())[:3] == [
            ("October 2023", (0, 2)),
            ("September 2023", (2, 4)),
            ("August 2023", (0, 1)),
        ]
        assert table(page, 2) == {"September 2023": (1, 1)}
        for address in re.findall(r'<td><a href="([^"]*)">(\d+)</a>', page.content.decode())[:6]:
            assert re.search(rf"\b{address[1]} cases?\b", words(advocates.get(unescape(address[0])))), address
    assert (
        "Held at Facility B at any time, possibly detained from 1 November 2021 to 31 October 2023, by month as of 15 November 2023"
        in words(page)
    )


def test_months_end_with_the_day_that_was_asked_for(advocates, facility_b):
    assert next(iter(table(advocates.get("/facilities/facility-b/?on=2023-09-02"), 1))) == "September 2023"


def test_reader_sees_only_the_cases_of_their_audience(
    advocates, visitor, outsider, signed_in, publish_case, researcher, place
):
    factories.make_case(by=researcher, detentions=[held(place, "2023-09-20")])
    publish_case(audience=Audience.PARTNER, detentions=[held(place, "2023-09-20")])
    for reader in (visitor, signed_in(outsider)):
        assert reader.get("/facilities/facility-b/").status_code == 404
        assert "No case that you may see names a facility." in words(reader.get("/facilities/"))
    case = publish_case(audience=Audience.PUBLIC, detentions=[held(place, "2023-09-20")])
    for reader in (visitor, signed_in(outsider)):
        page = reader.get("/facilities/facility-b/?on=2023-09-20")
        assert "Certainly there 1 case" in words(page)
        assert str(case.person) in words(page)
        assert "/api/v1/cases" not in page.content.decode()
        assert "Facility B 1 case" in words(reader.get("/facilities/"))
    assert "Certainly there 3 cases" in words(advocates.get("/facilities/facility-b/?on=2023-09-20"))
    assert "Facility B 3 cases" in words(advocates.get("/facilities/"))


def test_merged_facility_leads_to_the_one_in_its_place_with_the_cases_of_both(advocates, facility_b, researcher):
    old = factories.make_facility("prison-2", "Prison No. 2")
    factories.make_case(by=researcher, detentions=[held(old, "2023-09-20", known_on=date(2023, 9, 26))])
    old.merged_into = facility_b
    old.save()
    answer = advocates.get("/facilities/prison-2/")
    assert (answer.status_code, answer["Location"]) == (302, "/facilities/facility-b/")
    assert "Certainly there 3 cases" in words(advocates.get("/facilities/facility-b/?on=2023-09-21"))


def test_parent_and_parts_are_named_where_a_case_names_them(advocates, facility_b, researcher):
    parent = factories.make_facility("colony", "Colony 5")
    facility_b.parent = parent
    facility_b.save()
    assert "Colony 5" not in words(advocates.get("/facilities/facility-b/"))
    factories.make_case(by=researcher, detentions=[held(parent, "2023-09-20")])
    assert "Part of Colony 5" in words(advocates.get("/facilities/facility-b/"))
    assert "Its parts: Facility B" in words(advocates.get("/facilities/colony/"))


def test_treatment_at_a_facility_is_told_with_its_quotes(advocates, researcher, place):
    case = factories.make_case(by=researcher, person=factories.make_person("Rauf Samadov"))
    beaten = {"violation": "beating", "text": "beaten"}
    factories.add(case, TreatmentNote, by=researcher, **beaten, facility=place)
    factories.add(case, TreatmentNote, by=researcher, **beaten, facility=factories.make_facility("c", "Facility C"))
    denied = {**beaten, "violation": "threats", "facility": place, "claim_status": ClaimStatus.RETRACTED}
    factories.add(case, TreatmentNote, by=researcher, **denied)
    page = advocates.get("/facilities/facility-b/")
    told = words(page)
    assert told.count("He was taken away.") == 1
    assert "Treatment note 1: Beating" in told
    # No detention is counted here, so that the list could not be asked for the place.
    assert "Everybody ever held here" not in told


def charged(researcher, *articles: str, **case):
    return factories.make_case(by=researcher, charges=[{"articles": articles}], **case)


def test_article_tells_its_cases_and_the_paragraphs_below_it(advocates, researcher):
    charged(researcher, "228.1", person=factories.make_person("Rauf Samadov"))
    charged(researcher, "228.1", "228.10.2")
    charged(researcher, "2281")
    charged(researcher, "CAO:228.3")
    page = advocates.get("/articles/CC/228/")
    told = words(page)
    assert re.findall(r"\b(228[\d.]+) (\d) case", told) == [("228.1", "2"), ("228.10", "1"), ("228.10.2", "1")]
    assert "2 people" not in told
    assert "2 cases as of" in told
    assert "Rauf Samadov" in told
    above = advocates.get("/articles/CC/228.10.2/").content.decode()
    assert re.findall(r'href="/articles/CC/(\S+)/"', above) == ["228", "228.10"]
    assert advocates.get("/articles/CC/22/").status_code == 404
    assert advocates.get("/articles/CC/228.3/").status_code == 404
    assert advocates.get("/articles/CAO/228.3/").status_code == 200


def test_lists_give_the_counts_of_the_api(partner, visitor, publish_case, place):
    public = [
        publish_case(audience=Audience.PUBLIC, detentions=[held(place, "2023")], charges=[{"articles": ["228.1"]}])
    ]
    publish_case(audience=Audience.PARTNER, detentions=[held(place, "2023")], charges=[{"articles": ["228.1"]}])
    assert len(public) == 1
    assert [(f["slug"], f["cases"]) for f in visitor.get("/api/v1/facilities/").json()["results"]] == [
        ("facility-b", 1)
    ]
    assert "Facility B 1 case" in words(visitor.get("/facilities/"))
    assert [(a["number"], a["cases"]) for a in visitor.get("/api/v1/articles/").json()["results"]] == [("228.1", 1)]
    assert "228.1 1 case" in words(visitor.get("/articles/"))
    assert [f["cases"] for f in partner.json("facilities/")["results"]] == [2]


def test_source_tells_every_claim_that_it_is_cited_for(advocates, visitor, researcher, publish_case):
    source = factories.make_source("A talk", author="A. Writer", reliability="unsure", url="https://talk.example/")
    one, other = publish_case(person=factories.make_person("Rauf Samadov")), factories.make_case(by=researcher)
    for case, quote, visibility in (
        (one, "he was beaten", Audience.PUBLIC),
        (one, "she has cancer", Audience.RESTRICTED),
        (other, "they came at night", Audience.TEAM),
    ):
        said = factories.add(case, Statement, by=researcher, kind="context", text="x", visibility=visibility)
        with editing_case(case, by=researcher):
            cite(said, [factories.make_citation(quote, source=source)])
    page = advocates.get(f"/sources/{source.ref}/")
    told = words(page)
    assert "Cited in 2 cases" in told
    assert "he was beaten" in told
    assert "they came at night" in told
    assert "cancer" not in told
    assert "He was taken away" not in told
    assert "press article · A. Writer · 26 September 2023" in told
    assert "Unsure" in told
    assert visitor.get(f"/sources/{source.ref}/").status_code == 404


def test_visitor_reads_of_a_source_what_public_documents_cite_it_for(visitor, publish_case, researcher):
    case = publish_case(audience=Audience.PUBLIC)
    source = CitationLink.objects.get(case=case).citation.source
    source.reliability = "unsure"
    source.save()
    said = factories.add(case, Statement, by=researcher, kind="context", text="x", visibility=Audience.PARTNER)
    with editing_case(case, by=researcher):
        cite(said, [factories.make_citation("they came at night", source=source)])
    told = words(visitor.get(f"/sources/{source.ref}/"))
    assert "He was taken away." in told
    assert "they came at night" not in told
    assert "nsure" not in told


def test_sealed_source_has_no_page(advocates, researcher):
    case = factories.make_case(by=researcher)
    source = factories.make_source("A neighbour", is_sealed=True, identity="who it is")
    said = factories.add(case, Statement, by=researcher, kind="context", text="x")
    with editing_case(case, by=researcher):
        cite(said, [factories.make_citation("a whisper", source=source)])
    hidden, missing = advocates.get(f"/sources/{source.ref}/"), advocates.get("/sources/NOSUCH/")
    assert hidden.status_code == missing.status_code == 404
    assert words(hidden) == words(missing)


def test_title_that_is_left_out_of_one_case_is_no_title_of_the_source(advocates, researcher):
    source = factories.make_source("A talk with Kamal Orujov")
    witness = factories.make_person("Kamal Orujov", exposure=Audience.RESTRICTED, consent=None)
    for speaker in (None, witness):
        case = factories.make_case(by=researcher)
        said = factories.add(case, Statement, by=researcher, kind="context", text="x", speaker=speaker)
        with editing_case(case, by=researcher):
            cite(said, [factories.make_citation("he saw it", source=source)])
    page = advocates.get(f"/sources/{source.ref}/")
    assert page.status_code == 200
    assert "Orujov" not in page.content.decode()


@pytest.mark.parametrize(
    "path", ["/sources/A%00B/", "/articles/CC/228%00/", "/articles/CC/abc/", "/facilities/a%00b/", "/articles/X/228/"]
)
def test_address_that_nothing_has_is_404(advocates, path):
    assert advocates.get(path).status_code == 404


def test_case_and_list_lead_to_these_pages(advocates, researcher, place):
    case = charged(researcher, "234.4", detentions=[held(place, "2023-09-20")])
    source = CitationLink.objects.filter(case=case).first().citation.source
    page = advocates.get(f"/cases/{case.ref}/").content.decode()
    for address in ("/facilities/facility-b/", "/articles/CC/234.4/", f"/sources/{source.ref}/"):
        assert page.count(f'href="{address}"') > 1 or address.startswith("/articles"), address
        assert advocates.get(address).status_code == 200
    found = advocates.get("/cases/?facility=facility-b&article=234").content.decode()
    assert 'href="/facilities/facility-b/">The page of Facility B' in found
    assert 'href="/articles/CC/234/">The page of CC 234<' in found
