"""What holds for every page of a reviewer and of an editor: axe finds nothing, nothing comes from elsewhere."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from cases.models import TreatmentNote
from reports import desk
from reports.choices import EntryState
from reports.compiling import compile_claimed
from reports.models import Entry, Passage, Series, SeriesSection
from tests import factories
from tracker.audiences import Audience
from tracker.models import SignInLink

pytestmark = pytest.mark.django_db(transaction=True)

BEATEN = {"violation": "beating", "text": "beaten"}
PAGES = [
    "/",
    "/cases/",
    "/cases/?article=234&status=no-such",
    "/cases/{case}/",
    "/cases/{case}/?as=partner",
    "/cases/{case}/?as=public",
    "/cases/{case}/history/",
    "/cases/{case}/versions/",
    "/cases/{case}/versions/1/",
    "/cases/{case}/restricted/",
    "/cases/{case}/edit/",
    "/cases/{case}/add/detention/",
    "/cases/{case}/add/treatmentnote/",
    "/cases/{case}/review/",
    "/cases/{case}/withdraw/",
    "/cases/new/",
    "/people/{person}/",
    "/people/{person}/edit/",
    "/people/{person}/names/",
    "/people/{person}/consent/",
    "/review/",
    "/drafts/",
    "/deadlines/",
    "/bulletins/",
    "/facilities/",
    "/facilities/facility-b/?on=2023-09-26",
    "/facilities/facility-b/?on=yesterday",
    "/articles/",
    "/articles/CC/234/",
    "/sources/{source}/",
    "/no-such-page/",
]


@pytest.fixture
def addresses(publish_case, researcher):
    held = {"facility": factories.make_facility(), "began": "2023-09-20", "known_on": date(2023, 9, 26)}
    case = publish_case(person=factories.make_person("Rauf Samadov"), detentions=[held], audience=Audience.PARTNER)
    factories.add_every_type(case, by=researcher)
    factories.add(case, TreatmentNote, by=researcher, **BEATEN, facility=factories.make_facility())
    source = case.citation_links.first().citation.source.ref
    return [page.format(case=case.ref, person=case.person.ref, source=source) for page in PAGES]


DESK = [
    "/",
    "/bulletins/",
    "/bulletins/new/",
    "/bulletins/new/series/",
    "/bulletins/digest/series/",
    "{issue}",
    "{issue}edit/",
    "{issue}edit/epigraph/",
    "{issue}edit/sections/",
    "{issue}edit/notes/",
    "{issue}edit/notes/{note}/",
    "{issue}edit/notes/{note}/delete/",
    "{issue}edit/passages/{passage}/",
    "{issue}freeze/",
]


@pytest.fixture
def desk_addresses(publish_case, editor):
    for name in ("Rauf Samadov", "Leyla Karimli"):
        publish_case(person=factories.make_person(name), audience=Audience.PUBLIC)
    series = Series.objects.create(slug="digest", name="Digest", masthead="Digest")
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    issue = desk.claim_issue(series=series, dated=date(2023, 9, 26), window_to=date(2023, 9, 26), by=editor)
    compile_claimed(issue.pk)
    passage = Passage.objects.first()
    desk.rewrite_passage(passage=passage, text="On 5 May he was freed.", by=editor)
    desk.set_entry_state(entry=Entry.objects.last(), state=EntryState.HELD, by=editor)
    note = desk.add_note(section=issue.sections.get(), passages=[("It rained.", [])], by=editor)
    parts = {"issue": "/bulletins/digest/2023-09-26/", "note": note.pk, "passage": passage.pk}
    return [page.format(**parts) for page in DESK]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_no_request_leaves_the_site(live_server, browser, reviewer, addresses, scheme):
    assert_sound(live_server, browser, reviewer, addresses, scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_editors_desk(live_server, browser, editor, desk_addresses, scheme):
    assert_sound(live_server, browser, editor, desk_addresses, scheme)


def assert_sound(live_server, browser, user, addresses, scheme) -> None:
    # The policy of the pages would keep axe out too.
    context = browser.new_context(base_url=live_server.url, color_scheme=scheme, bypass_csp=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(SignInLink.objects.issue(user, reusable=True))
    found = []
    for address in addresses:
        page.goto(address)
        result = Axe().run(page).response
        assert len(result["passes"]) > 5, address
        found += [(address, fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"]]
    assert found == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(live_server.url).netloc}
