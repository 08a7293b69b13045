"""Pictures of every page, to look at, from starting a site with invented people to the last picture:

    .venv/bin/python -m tests.browser.screenshots FOLDER [--only cases-case] [--work FOLDER] [--port 8105]

A picture's name says how much is in the site, who looks, how wide, in which colours, in which direction, and at what:
`much-reviewer-360-dark-ltr-cases-case.png`. Prints each page that is wider than its window. A work folder that
has been filled is used again.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import CHROMIUM, QUIET
from tests.load.compare import ROOT, answers, running, say

WIDTHS = (360, 1280)
LOOKS = (("light", "ltr"), ("dark", "ltr"), ("light", "rtl"), ("dark", "rtl"))
LONG = "Abdulhamid-Muhammad ibn Abd-ar-Rahman al-Husayni as-Samarqandi"
# Longer than any line, without a place to break it.
UNBROKEN = "Gesundheitsversorgungseinrichtungsverwaltungsgefängnis"
ARABIC = "عبد الرحمن بن محمد الحسيني"
# Pages of faults, which no address leads to: their templates, and what those are given.
FAULTS: dict[str, dict[str, Any]] = {
    "400.html": {},
    "403_csrf.html": {},
    "413.html": {},
    "500.html": {},
    "503.html": {},
    "not_kept.html": {"typed": [f"{LONG} was seen at {UNBROKEN}.", ARABIC]},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="pages whose picture's name has this in it")
    parser.add_argument("--work", type=Path, default=ROOT / ".data" / "pictures")
    parser.add_argument("--port", type=int, default=8105)
    asked = parser.parse_args()
    if CHROMIUM is None:
        sys.exit("no Chromium is installed")
    site = f"http://127.0.0.1:{asked.port}"
    if answers(site):
        sys.exit(f"{site} is another's")
    asked.folder.mkdir(parents=True, exist_ok=True)
    for amount in ("little", "much"):
        data = (asked.work / amount).resolve()
        data.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "TRACKER_DATA": str(data)}
        command = [sys.executable, "manage.py", "up", "--port", str(asked.port), "--workers", "1"]
        with running(command, ROOT, environment, f"{site}/health/ready"):
            # A process of its own: settings are read once, and each site has its own.
            fill = [sys.executable, "-c", f"from tests.browser.screenshots import fill; fill({amount!r})"]
            filled = subprocess.run(fill, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
            take(site, amount, json.loads(filled.stdout.splitlines()[-1]), asked.folder, asked.only)


def fill(amount: str) -> None:
    """Writes invented people into the site, where nobody is, and prints what stands in its addresses and how each role
    signs in."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    django.setup()
    from django.conf import settings
    from django.template.loader import render_to_string

    from tests.browser import pages
    from tracker import embedded
    from tracker.models import SignInLink, User

    with embedded.servers(settings.DATA_DIR):
        kept = settings.DATA_DIR / "pictures.json"
        if not kept.exists():
            kept.write_text(json.dumps(_invent(amount)))
        roles = [role for role in pages.PAGES if role != pages.VISITOR]
        links = {role: SignInLink.objects.issue(User.objects.get(username=role), reusable=True) for role in roles}
    faults = {name: render_to_string(name, context) for name, context in FAULTS.items()}
    said = {"parts": json.loads(kept.read_text()), "links": links, "pages": pages.PAGES, "faults": faults}
    sys.stdout.write(json.dumps(said) + "\n")


def _invent(amount: str) -> dict[str, Any]:
    """What stands in the addresses. With much: 300 cases more, and in the pages a case of long names and many records."""
    from django.core.management import call_command

    from tests import factories
    from tests.browser import pages
    from tracker.models import User

    roles = [role for role in pages.PAGES if role != pages.VISITOR]
    team = {str(role): User.objects.create_user(role, role=role, display_name=f"Aysel {role}") for role in roles}
    by, reviewer = team["researcher"], team["reviewer"]
    issue = pages.make_issue(editor=team["editor"], by=by, reviewer=reviewer)
    if amount == "much":
        call_command("generate_cases", 300, stdout=sys.stderr)
        place = factories.make_facility("long", f"{UNBROKEN} of the Ministry of Justice in the District of Facility B")
        person = factories.make_person(LONG, names=[ARABIC, *(f"{LONG} {n}" for n in range(8))], occupation=LONG)
        pages.make_case(factories.make_person(ARABIC), place, by=by, reviewer=reviewer)
        return {**issue, **pages.make_case(person, place, by=by, reviewer=reviewer, times=6)}
    person = factories.make_person("Farid Mammadov", names=["Фарид Мамедов"])
    return {**issue, **pages.make_case(person, factories.make_facility(), by=by, reviewer=reviewer)}


def take(site: str, amount: str, said: dict[str, Any], folder: Path, only: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for role, addresses in said["pages"].items():
            page = _signed_in(browser, site, said["links"].get(role))
            for address in addresses:
                name = re.sub(r"\W+", "-", address).strip("-") or "home"
                if only in f"{amount}-{role}-{name}":
                    page.goto(address.format(**said["parts"]))
                    _picture(page, folder, f"{amount}-{role}", name)
        page = _signed_in(browser, site, None)
        for template, text in said["faults"].items():
            name = f"fault-{template.removesuffix('.html')}"
            if only in f"{amount}-visitor-{name}":
                page.goto("/sign-in/")
                page.set_content(text)
                _picture(page, folder, f"{amount}-visitor", name)
        browser.close()


def _picture(page: Page, folder: Path, whose: str, name: str) -> None:
    for look, width in _looks(page):
        page.screenshot(path=folder / f"{whose}-{look}-{name}.png", full_page=True)
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        if wide > width:
            say(f"{wide} px wide in {width}: {whose}-{look}-{name}")


def _signed_in(browser: Browser, site: str, link: str | None) -> Page:
    page = browser.new_context(base_url=site).new_page()
    if link:
        page.goto(link)
    return page


def _looks(page: Page) -> Iterator[tuple[str, int]]:
    """The page in every width, colours and direction. No language from right to left is shipped yet: it is turned."""
    for width, (colours, direction) in itertools.product(WIDTHS, LOOKS):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=colours)
        page.evaluate("direction => { document.documentElement.dir = direction }", direction)
        yield f"{width}-{colours}-{direction}", width


if __name__ == "__main__":
    main()
