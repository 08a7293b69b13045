"""What the canary's tests share: the words of each audience, what stands in addresses, what an answer says."""

from __future__ import annotations

import re

from django.db.models import QuerySet

from cases.models import Source, Statement
from people.models import Person
from reports.choices import IssueState
from reports.models import Entry, Passage, Subscriber
from tests.exported import text_of
from tests.rules.planting import MEMBERS, WORDS
from tests.rules.world import ARTICLES, SERIES, SLUGS, World
from tracker.audiences import Audience
from tracker.models import User

PUBLIC, PARTNER, TEAM, RESTRICTED = (WORDS[audience] for audience in Audience)


def values(world: World) -> dict[str, list[str]]:
    """What stands in the varying parts of addresses. A new part needs a line, or the doors that have it fail."""
    return {
        "ref": world.refs,
        "person": [*Person.objects.values_list("ref", flat=True), "NOSUCH"],
        "number": ["1", "2"],
        "series": [*SERIES.values(), "no-such"],
        "dated": ["2023-09-19", "2023-09-26", "2023-10-03"],
        "kind": ["txt", "html", "pdf", "docx", "eml", "json"],
        "secret": ["no-such-secret", *Subscriber.objects.values_list("key", flat=True)],
        "account": ["0", *map(str, User.objects.values_list("pk", flat=True))],
        "change": ["link", "close", "no-such"],
        "key": ["no-such-key"],
        "code": ["statement"],
        "pk": statement_numbers(world),
        "slug": [*SLUGS.values(), f"{TEAM}-barracks", f"{MEMBERS}-barracks", "no-such"],
        "law": ["CC"],
        "article": [*ARTICLES.values(), "101", "505.5", "999"],
        "source": [*Source.objects.order_by("title", "pk").distinct("title").values_list("ref", flat=True), "NOSUCH"],
        "subscriber": ["0", *map(str, Subscriber.objects.values_list("pk", flat=True))],
        "entry": _drafted(Entry.objects.all(), "section__issue"),
        "passage": _drafted(Passage.objects.all(), "entry__section__issue"),
    }


def _drafted(rows: QuerySet, issue: str) -> list[str]:
    """Of each issue that is a draft one number of what stands in it; the desk shows the others."""
    drafted = rows.filter(**{f"{issue}__state": IssueState.DRAFT}).order_by(f"{issue}_id", "pk").distinct(f"{issue}_id")
    return [str(pk) for pk in drafted.values_list("pk", flat=True)]


def statement_numbers(world: World) -> list[str]:
    """Of the main case one statement that the team reads and one that is restricted, while they are there."""
    own = Statement.objects.filter(case=world.main, visibility__gte=Audience.TEAM).order_by("visibility", "pk")
    return [str(pk) for pk in own.distinct("visibility").values_list("pk", flat=True)]


# What is drawn anew for each answer: of thousands of such draws one spells, some day, a name that nobody wrote.
DRAWN = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|csrftoken=\w+|name="sheet" value="[\w:-]+"'
    r'|<code>[A-Z2-7]{32}</code>|src="data:image/svg\+xml;base64,[\w+/=]+"'
)


def said_by(answer) -> str:
    """Headers and body in small letters, without what is drawn by lot."""
    return DRAWN.sub("", f"{answer.headers}\n{text_of(answer)}").lower()


def body_of(answer) -> str:
    """The body alone, as `said_by` gives it."""
    return said_by(answer).split("\n", 1)[1]
