"""No question betrays what a higher audience has: no parameter, code, order, count or error.

The world is that of `test_canary.py`, whose tests look at what is shown.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote_plus

import pytest
from django.test import Client

from cases.filters import CaseFilter
from cases.material import load
from cases.models import Case, Document, Facility, Source
from cases.publishing import approve, publish
from cases.writing import editing_case
from people.models import Person
from tests import factories
from tests.rules.answers import PARTNER, RESTRICTED, TEAM, body_of, said_by, values
from tests.rules.doors import doors
from tests.rules.planting import FORMER, MEMBERS, SEALED
from tests.rules.world import ARTICLES, SLUGS, World
from tracker.audiences import PUBLISHED, Audience
from tracker.models import User

pytestmark = pytest.mark.django_db

LISTS = {"visitor": "/api/v1/cases/", "partner": "/api/v1/cases/", "advocate": "/cases/"}


def hidden_from(reader: str) -> list[str]:
    """The words of audiences above this reader's."""
    above = {"visitor": [PARTNER, TEAM, RESTRICTED], "partner": [TEAM, RESTRICTED]}.get(reader, [RESTRICTED])
    return [*above, SEALED, MEMBERS, FORMER]


# Says how long its checks took, different each time.
NEVER_THE_SAME = {"health-ready"}
CORRECTED = {
    "facility",
    "fields",
    *(name for name, field in CaseFilter.base_fields.items() if getattr(field, "choices", None)),
}


@pytest.mark.parametrize("reader", LISTS)
def test_asking_for_what_is_hidden_is_answered_like_asking_for_nonsense(world, readers, reader):
    """Words, names and slugs of higher audiences, in every parameter of the list, and of whatever else takes words."""
    everywhere = [path for d in doors() if not d.params and d.name not in NEVER_THE_SAME for path in d.paths({})]
    told = []
    for parameter in CaseFilter.base_fields:
        for path in everywhere if parameter == "q" else [LISTS[reader]]:
            for form in ("{}",) if parameter in CORRECTED - {"facility"} else ("{}", "{}-gaol", "{} samadli"):
                nonsense = _answer(readers[reader], path, parameter, form.format("zzyzzyva"))
                for word in hidden_from(reader):
                    status, text = _answer(readers[reader], path, parameter, form.format(word))
                    same = status == nonsense[0] and not any(hidden in text for hidden in hidden_from(reader))
                    # The nearest valid code depends on how the word is spelt; which codes there are is no secret, and
                    # of facilities `test_near_miss_of_a_hidden_slug_is_not_corrected_to_it` asks more.
                    if not same or (parameter not in CORRECTED and text != nonsense[1]):
                        told.append((path, parameter, form.format(word)))
    assert told == []


def _answer(client: Client, path: str, parameter: str, asked: str) -> tuple[int, str]:
    """Status and body, without what was asked and without what differs at every asking."""
    answer = client.get(path, {parameter: asked, "count": "true"})
    text = body_of(answer)
    for written in (asked, quote_plus(asked), escape(asked), asked.replace(" ", "%20")):
        text = text.replace(written, "ASKED")
    return answer.status_code, text


CODES = {
    "visitor": {"article": [ARTICLES[a] for a in (Audience.PARTNER, Audience.TEAM, Audience.RESTRICTED)] + ["505.5"]},
    "partner": {"article": [ARTICLES[Audience.TEAM], ARTICLES[Audience.RESTRICTED], "505.5"]},
}
HIDDEN_CODES = {
    "visitor": {"custody_type": ["solitary", "punishment_cell", "abduction", "military"], "charge_group": ["weapons"]},
    "partner": {"custody_type": ["punishment_cell", "abduction", "military"], "charge_group": ["weapons"]},
}


@pytest.mark.parametrize("reader", CODES)
def test_codes_that_only_a_higher_audience_has_find_nothing(world, readers, reader):
    for parameter, codes in {**CODES[reader], **HIDDEN_CODES[reader], "category": ["diplomat"]}.items():
        for code in codes:
            answer = readers[reader].get("/api/v1/cases/", {parameter: code, "count": "true"})
            if parameter == "article":
                # Refused like an article that does not exist; the nearest is one that this reader may see.
                (said,) = answer.json()["errors"]
                assert (answer.status_code, said["reason"]) == (400, "no charge here names this article")
                assert said.get("nearest") not in codes
                continue
            found = answer.json()
            assert (parameter, code, found["results"], found["count"]) == (parameter, code, [], 0)


@pytest.mark.parametrize("reader", ["visitor", "partner"])
def test_near_miss_of_a_hidden_slug_is_not_corrected_to_it(world, readers, reader):
    for audience in Audience:
        if (reader, audience) == ("partner", Audience.PARTNER) or audience == Audience.PUBLIC:
            continue
        near = f"{SLUGS[audience]}x"
        answer = readers[reader].get("/api/v1/cases/", {"facility": near})
        assert answer.status_code == 400
        assert answer.json()["errors"][0].get("nearest") != SLUGS[audience]
    known = readers[reader].get("/api/v1/cases/", {"facility": f"{SLUGS[Audience.PUBLIC]}x"}).json()
    assert known["errors"][0]["nearest"] == SLUGS[Audience.PUBLIC]


# Pages that tell each reader what their own documents tell.
OPEN_TO_ALL = {"cases:facilities", "cases:facility", "cases:articles", "cases:article", "cases:source"}
QUESTIONS = [
    *[f"order={order}" for order in ("-detained", "detained", "-updated", "name", "-name", "ends", "-ends")],
    *[f"silent_for={days}&count=true" for days in (0, 1000, 1150, 1200, 5000)],
    *[f"held_on={day}&certainty={sure}" for day in ("2023-09-22", "2024-02-02") for sure in ("possible", "certain")],
    *[f"deadline_within={days}&certainty={sure}" for days in (0, 100_000) for sure in ("possible", "certain")],
    "ends_from=2026-01-01&ends_to=2027-01-01&count=true",
    "updated_since=2020-01-01T00:00:00Z&view=full&count=true",
    "view=full",
    "limit=1&count=true",
    "name=samadli",
    "q=plumbago",
    "article=101",
    "facility=plumbago-gaol",
]


@pytest.mark.parametrize("audience", PUBLISHED)
def test_what_higher_audiences_have_changes_no_answer(world, readers, audience):
    """The same answers, bytes and all, when everything above the audience is taken away or becomes another thing."""
    client = readers["visitor"] if audience == Audience.PUBLIC else readers["partner"]
    factories.approve_and_publish(
        factories.make_case(by=world.researcher, person=factories.make_person("Leyla Aliyeva")),
        by=world.reviewer,
        audience=audience,
    )

    def answers() -> dict[str, str]:
        addresses = [f"/api/v1/cases/?{question}" for question in QUESTIONS]
        open_doors = [door for door in doors() if door.is_api or door.name in OPEN_TO_ALL]
        addresses += [path for door in open_doors for path in door.paths(values(world))]
        return {address: said_by(client.get(address)) for address in addresses}

    before = answers()
    _change_what_is_above(world, audience, world.researcher)
    for case in (world.main,):
        case.refresh_from_db()
        approve(case=case, by=world.reviewer)
        rows = publish(cases=[case], audience=audience, by=world.reviewer)
        assert [row for row in rows if row.audience == audience] == []
    after = answers()
    assert [address for address in before if _without_rate(before[address]) != _without_rate(after[address])] == []


def test_restricted_records_change_nothing_in_what_the_team_reads(world):
    """The moment of the edit and the revision that it opens do move, as with every edit."""
    moved = {"card", "body", "updated_at"}

    def content() -> dict[str, object]:
        values = Document.objects.filter(case=world.main, audience=Audience.TEAM).values().get()
        return {name: value for name, value in values.items() if name not in moved}

    before = content()
    with editing_case(world.main, by=world.researcher) as case:
        for record in load([case])[0].all_records():
            if record.visibility == Audience.RESTRICTED:
                record.citation_links.all().delete()
                record.delete()
    factories.add_every_type(world.main, by=world.researcher, visibility=Audience.RESTRICTED, word="kerfuffle")
    assert content() == before


def _without_rate(text: str) -> str:
    """Without what is another at every asking: the rate, and the minute in which an export was taken."""
    return re.sub(r"'ratelimit': '[^']*'|\d{4}-\d\d-\d\d[- ]\d\d:?\d\d\b|'content-length': '\d+'", "", text)


def _change_what_is_above(world: World, audience: Audience, by: User) -> None:
    """Records, facts, names, places and cases that this audience may not see: gone, or others."""
    with editing_case(world.main, by=by) as case:
        for record in load([case])[0].all_records():
            if record.visibility > audience:
                record.citation_links.all().delete()
                record.delete()
        person = case.person
        for rows in (person.names, person.affiliations, person.relationships, case.numbers, case.happenings):
            rows.filter(visibility__gt=audience).delete()
        Source.objects.filter(is_sealed=True).update(title="another", author="another")
        Person.objects.filter(name_exposure__gt=audience).exclude(pk=person.pk).update(sex="male", region="elsewhere")
    factories.add_every_type(world.main, by=by, visibility=Audience(audience + 1), word="kerfuffle")
    for other in (world.drafted, world.closed_off):
        Case.objects.filter(pk=other.pk).delete()
    Facility.objects.filter(slug__in=[SLUGS[a] for a in Audience if a > audience]).update(name="elsewhere")
