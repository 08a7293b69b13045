"""What holds for every page of a reviewer: axe finds nothing, in light and dark, and nothing comes from elsewhere."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from cases.models import TreatmentNote
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_no_request_leaves_the_site(live_server, browser, reviewer, addresses, scheme):
    # The policy of the pages would keep axe out too.
    context = browser.new_context(base_url=live_server.url, color_scheme=scheme, bypass_csp=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(SignInLink.objects.issue(reviewer, reusable=True))
    found = []
    for address in addresses:
        page.goto(address)
        result = Axe().run(page).response
        assert len(result["passes"]) > 5, address
        found += [(address, fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"]]
    assert found == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(live_server.url).netloc}
