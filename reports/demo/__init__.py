"""The demo: the bulletin of 26 September 2023, entered through the doors of researchers, reviewers and editors."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from cases.publishing import approve, publish
from reports import desk
from reports.choices import EntryState, Fills
from reports.demo import aliyevs, notes, others
from reports.demo.facts import Bulletin, quotes
from reports.demo.people import Cast
from reports.mailing.models import Subscriber, address_key_of
from reports.models import Issue, Series, SeriesSection, Told
from reports.tasks import compile_issue
from tracker.audiences import Audience
from tracker.history import writing
from tracker.models import ApiToken, SignInLink, User
from tracker.permissions import Role

DATED = date(2023, 9, 26)
TEAM = {
    Role.RESEARCHER: ("demo-researcher", "Aysel (researcher)"),
    Role.ADVOCATE: ("demo-advocate", "Tomris (advocate)"),
    Role.EDITOR: ("demo-editor", "Kamran (editor)"),
    Role.REVIEWER: ("demo-reviewer", "Nigar (reviewer)"),
}
# Beside them: accounts, and a second pair of eyes for whatever needs one.
MORE = [
    (Role.ADMIN, "demo-admin", "Elnur (admin)"),
    (Role.EDITOR, "demo-editor-2", "Sevda (second editor)"),
    (Role.REVIEWER, "demo-reviewer-2", "Orkhan (second reviewer)"),
]
PARTNER = "demo-partner"
# The second section is the editor's; the compiler fills the first.
HEADINGS = [("(Lack of) Human Rights and Freedoms", Fills.CASES), ("The Situation in Karabakh", Fills.NOTHING)]
# Invented, and of a domain that there can't be.
READERS = ["first.reader@mail.example", "second.reader@mail.example", "reading-room@library.example"]
LINKS_FOR = timedelta(days=365)


class DemoRefused(Exception):
    """The database holds cases that are not the demo's; the text says so."""


def prepare_demo(site: str, data: Path, *, wait_seconds: float = 60) -> list[str]:
    """Fills an empty database with the demo, or finds it there; writes `demo.json` and gives the lines to print.

    Raises `DemoRefused` on a database that has other cases.
    """
    is_demo = User.objects.filter(username=PARTNER).exists()
    if not is_demo and (Case.objects.exists() or User.objects.exists()):
        raise DemoRefused("This database holds other cases or accounts: the demo goes into an empty one only.")
    team = make_team()
    # Committed by itself: the worker must see it, and a start that was cut short goes on from here.
    if not Case.objects.exists():
        enter_cases(team)
    issue = Issue.objects.filter(series__slug="digest", dated=DATED).first() or claim_issue(team[Role.EDITOR])
    _wait_until_compiled(issue, wait_seconds)
    finish_issue(issue, team)
    return _write_addresses(site.rstrip("/"), data, team)


def make_team() -> dict[str, User]:
    """The four demo people by role; made once, with those beside them."""
    team: dict[str, User] = {role: _person(username, role, name) for role, (username, name) in TEAM.items()}
    for role, username, name in MORE:
        _person(username, role, name)
    if not User.objects.filter(username=PARTNER).exists():
        User.objects.create_user(PARTNER, role=Role.PARTNER, display_name="Demo partner")
    return team


def _person(username: str, role: Role, name: str) -> User:
    known = User.objects.filter(username=username).first()
    return known or User.objects.create_user(username, role=role, display_name=name)


@transaction.atomic
def enter_cases(team: dict[str, User]) -> list[Case]:
    """Enters the five cases with every citation, approves and publishes them to the public."""
    researcher, reviewer = team[Role.RESEARCHER], team[Role.REVIEWER]
    with writing(by=researcher, why="from the bulletin of 26 September 2023"):
        cast = Cast(Bulletin())
        cases = [*aliyevs.enter(cast, researcher), *others.enter(cast, researcher)]
    for case in cases:
        approve(case=case, by=reviewer)
    publish(cases=cases, audience=Audience.PUBLIC, by=reviewer)
    return cases


def claim_issue(editor: User) -> Issue:
    """The series and its claimed issue, for the worker to compile."""
    with transaction.atomic(), writing(by=editor, why="demo"):
        series, made = Series.objects.get_or_create(
            slug="digest",
            defaults={
                "name": "Digest",
                "masthead": "Center for National and International Studies",
                "audience": Audience.PUBLIC,
                "needs_second_approver": True,
            },
        )
        if made:
            for position, (heading, fills) in enumerate(HEADINGS):
                SeriesSection.objects.create(series=series, heading=heading, fills=fills, position=position)
        issue = desk.claim_issue(series=series, dated=DATED, window_to=DATED, by=editor)
        transaction.on_commit(lambda: compile_issue.delay(issue.pk))
        return issue


def _wait_until_compiled(issue: Issue, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        issue.refresh_from_db()
        if issue.compiled_at:
            return
        if time.monotonic() > deadline:
            raise TimeoutError("The worker did not compile the demo's issue; its log says why.")
        time.sleep(0.1)


def finish_issue(issue: Issue, team: dict[str, User]) -> None:
    """Does what the demo's editor and a second person do: order, notes, epigraph, freeze."""
    if issue.is_frozen:
        return
    editor, reviewer = team[Role.EDITOR], team[Role.REVIEWER]
    with transaction.atomic(), writing(by=editor, why="demo"):
        desk.set_epigraph(issue=issue, text=quotes()[notes.EPIGRAPH_FACT], by=editor)
        told = Told.objects.filter(entry__section__issue=issue).select_related("entry__section").order_by("case")
        for place, entry in enumerate(dict.fromkeys(one.entry for one in told), 1):
            state = EntryState.INCLUDED
            desk.place_entry(entry=entry, section=entry.section, place=place, state=state, by=editor)
        section = issue.sections.get(heading=HEADINGS[1][0])
        if not section.entries.exists():
            bulletin = Bulletin()
            for note in notes.KARABAKH:
                passages = [(text, bulletin.cite(*facts)) for text, facts in note]
                desk.add_note(section=section, passages=passages, by=editor)
        for address in READERS:
            subscribe(issue.series, address)
    desk.freeze_issue(issue=issue, by=reviewer)


def subscribe(series: Series, address: str) -> None:
    """An address that has confirmed; one that is known stays as it is."""
    key = address_key_of(address)
    said = {"address": address, "confirmed_at": timezone.now()}
    Subscriber.objects.get_or_create(series=series, address_key=key, defaults=said)


def _write_addresses(site: str, data: Path, team: dict[str, User]) -> list[str]:
    SignInLink.objects.filter(reusable=True).delete()
    more = User.objects.filter(username__in=[username for _role, username, _name in MORE]).order_by("username")
    people = [*team.values(), *more]
    links = {p.username: site + SignInLink.objects.issue(p, valid_for=LINKS_FOR, reusable=True) for p in people}
    partner = User.objects.get(username=PARTNER)
    ApiToken.objects.filter(user=partner).delete()
    _, token = ApiToken.objects.create(partner, audience=Audience.PARTNER)
    said = {
        "site": f"{site}/",
        "issue": f"{site}/bulletins/digest/{DATED}/",
        "api": f"{site}/api/v1/",
        "token": token,
        "sign_in": {str(role): links[person.username] for role, person in team.items()},
        "people": [{"name": p.display_name, "role": p.role, "sign_in": links[p.username]} for p in people],
    }
    target = data / "demo.json"
    target.touch(mode=0o600)
    target.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    lines = [f"cases: {site}/cases/", f"issue: {said['issue']} (text: {site}/bulletins/digest/{DATED}.txt)"]
    lines += [f"api: {said['api']} with the token {token}"]
    lines += [f"sign in as {role}: {link}" for role, link in said["sign_in"].items()]
    return lines + [f"sign in as {p.display_name}: {links[p.username]}" for p in more]
