"""A Chromium, with scripts on or off, and a site that it may visit."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import CHROMIUM, QUIET
from tracker.models import SignInLink, User

Visit = Callable[[User], Page]
# What the browser says when a page asks for something that its policy forbids.
REFUSED = re.compile("Content Security Policy|Refused to", re.I)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    # The browser's own loop runs in this thread, which Django would take for asynchronous code.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
        # Inside that loop Django keeps a connection of its own, which nobody else would close.
        connections.close_all()


@pytest.fixture
def visit(live_server, browser: Browser) -> Visit:
    """A page on which that user is signed in by a link of the demo's kind, scripts off."""

    def signed_in(user: User) -> Page:
        page = browser.new_context(java_script_enabled=False, base_url=live_server.url).new_page()
        page.set_default_timeout(15_000)
        page.goto(SignInLink.objects.issue(user, reusable=True))
        return page

    return signed_in


@pytest.fixture
def scripted(live_server, browser: Browser) -> Iterator[Visit]:
    """The same with scripts on. Nothing may be asked of another host, no page's policy broken and no script fail; nor
    may anything lie in the browser's storage afterwards but the address of the page."""
    asked: list[str] = []
    faults: list[str] = []
    pages: list[Page] = []

    def signed_in(user: User) -> Page:
        context = browser.new_context(base_url=live_server.url)
        context.on("request", lambda request: asked.append(request.url))
        context.on("console", lambda said: faults.append(said.text) if REFUSED.search(said.text) else None)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(SignInLink.objects.issue(user, reusable=True))
        pages.append(page)
        return page

    yield signed_in
    for page in pages:
        if not page.is_closed():
            kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
            assert set(kept) <= {"htmx-current-path-for-history"}
    assert faults == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(live_server.url).netloc}
