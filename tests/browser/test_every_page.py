"""What holds for every page, whoever opens it: axe finds nothing, nothing comes from elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import factories
from tests.browser import pages
from tracker.models import SignInLink

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def parts(researcher, reviewer, editor, admin):
    """What stands in the addresses of the pages of the demo's people."""
    person, facility = factories.make_person("Rauf Samadov"), factories.make_facility()
    issue = pages.make_issue(editor=editor, by=researcher, reviewer=reviewer)
    return {**issue, **pages.make_case(person, facility, by=researcher, reviewer=reviewer)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("role", pages.PAGES)
def test_axe_finds_nothing_and_no_request_leaves_the_site(live_server, browser, request, parts, role, scheme):
    # The policy of the pages would keep axe out too.
    context = browser.new_context(base_url=live_server.url, color_scheme=scheme, bypass_csp=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    if role != pages.VISITOR:
        page.goto(SignInLink.objects.issue(request.getfixturevalue(role), reusable=True))
    found = []
    for address in pages.addresses(role, parts):
        page.goto(address)
        result = Axe().run(page).response
        assert len(result["passes"]) > 5, address
        found += [(address, fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"]]
    assert found == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(live_server.url).netloc}
