"""No door shows a reader, in any answer, a word that belongs to a higher audience; and none lets it be asked after.

The world's words are planted by exposure (`planting.py`) and the doors come from the URL resolver (`doors.py`): a new
field, model or address is covered, or a test here says what it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import escape
from urllib.parse import quote_plus

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from cases.filters import CaseFilter
from cases.material import load
from cases.models import Article, Case, Citation, Document, Facility, NameWord, Source, Statement
from cases.publishing import approve, publish
from cases.writing import editing_case, refresh_team_documents
from people.models import Person
from reports.compiling import compile_claimed
from reports.desk import claim_issue
from reports.models import Series
from tests import factories
from tests.exported import text_of
from tests.rules import planting
from tests.rules.doors import Door, doors
from tests.rules.planting import FORMER, MEMBERS, SEALED, WORDS
from tests.rules.world import ARTICLES, SERIES, SLUGS, SPELLINGS, World, make_readers, make_world
from tracker.audiences import PUBLISHED, Audience
from tracker.exposure import EXPOSED_APPS, declared_models
from tracker.models import User
from tracker.permissions import Role

pytestmark = pytest.mark.django_db

PUBLIC, PARTNER, TEAM, RESTRICTED = (WORDS[audience] for audience in Audience)
OF_THE_TEAM = {"researcher", "advocate", "editor", "reviewer", "member"}
# What is asked of every address beside nothing: what opens more of a page, what is refused, what lists in full.
ASKED = [
    "",
    "?traced=1",
    "?view=full&count=true&limit=1000",
    "?facility=no-such&order=no-such&status=no-such",
    "?nonsense=1",
]


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The world, made once for this module; what a test changes in it is rolled back with the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(
            User.objects.create_user("researcher", role=Role.RESEARCHER),
            User.objects.create_user("reviewer", role=Role.REVIEWER),
        )
        transaction.set_rollback(True)


@pytest.fixture
def world(_built, db, settings) -> World:
    settings.API_RATE = 1_000_000
    return _built


@pytest.fixture
def readers(world) -> dict[str, Client]:
    return make_readers(world)


def values(world: World) -> dict[str, list[str]]:
    """What stands in the varying parts of addresses. A new part needs a line, or the doors that have it fail."""
    return {
        "ref": world.refs,
        "person": [*Person.objects.values_list("ref", flat=True), "NOSUCH"],
        "number": ["1", "2"],
        "series": [*SERIES.values(), "no-such"],
        "dated": ["2023-09-19", "2023-09-26", "2023-10-03"],
        "kind": ["txt", "json"],
        "secret": ["no-such-secret"],
        "code": ["statement"],
        "pk": _numbers(world),
    }


def _numbers(world: World) -> list[str]:
    """Of the main case one statement that the team reads and one that is restricted, while they are there."""
    own = Statement.objects.filter(case=world.main, visibility__gte=Audience.TEAM).order_by("visibility", "pk")
    return [str(pk) for pk in own.distinct("visibility").values_list("pk", flat=True)]


def allowed(reader: str, door: Door) -> set[str]:
    """The words that this reader may meet behind this door."""
    if door.is_api:
        return {PUBLIC, PARTNER} if reader == "partner" else {PUBLIC}
    words = {PUBLIC}
    if reader in OF_THE_TEAM:
        words |= {PARTNER, TEAM}
    if reader == "member":
        words.add(MEMBERS)
    if reader == "reviewer" and door.name in {"cases:restricted", "cases:record-edit", "cases:record-delete"}:
        words.add(RESTRICTED)
    return words


def every_answer(world: World, readers: dict[str, Client]) -> Iterator[tuple[str, Door, str, str]]:
    """(reader, door, address, text) of everything that can be read without changing anything."""
    for door in doors():
        for path in door.paths(values(world)):
            for asked in ASKED:
                for reader, client in readers.items():
                    answer = client.get(path + asked)
                    assert answer.status_code < 500, (reader, path + asked)
                    yield reader, door, path + asked, _text_of(answer)


# What is drawn anew for each answer: of thousands of such draws one spells, some day, a name that nobody wrote.
DRAWN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|csrftoken=\w+|cursor=[\w.%-]+')


def _text_of(answer) -> str:
    """Headers and body in small letters, without what is drawn by lot."""
    return DRAWN.sub("", f"{answer.headers}\n{text_of(answer)}").lower()


def test_no_answer_holds_a_word_or_name_of_a_higher_audience(world, readers):
    every = {PUBLIC, PARTNER, TEAM, RESTRICTED, SEALED, MEMBERS, FORMER}
    spelt = re.compile("orujov|orucov|оруджов|orudzhov")
    shown = []
    for reader, door, path, text in every_answer(world, readers):
        shown += [(reader, path, word) for word in every - allowed(reader, door) if word in text]
        if (door.is_api or reader not in OF_THE_TEAM) and spelt.search(text):
            shown.append((reader, path, "a withheld name"))
    assert shown == []


def test_no_document_holds_a_word_of_a_higher_audience(world):
    """Whatever stands in a document's columns: body, card, names, codes, words."""
    above = {audience: {WORDS[a] for a in Audience if a > audience} | {SEALED, FORMER} for audience in Audience}
    held = [
        (document.ref, document.audience, column, word)
        for document in Document.objects.all()
        for column in [field.name for field in Document._meta.concrete_fields]
        for word in above[Audience(document.audience)]
        if word in str(getattr(document, column)).lower()
    ]
    assert held == []


# The same words as the dictionary of names spells them, and the name that is withheld from outsiders.
SPELT_PLAINLY = {"plumbago", "guilvort", "tanglavrajg", "ravalstona", "sijamina", "fanalvijg", "orujov"}


def test_no_dictionary_of_names_holds_a_word_of_a_higher_audience(world):
    held = {
        audience: SPELT_PLAINLY & set(NameWord.objects.filter(audience=audience).values_list("word", flat=True))
        for audience in Audience
    }
    assert held == {
        Audience.PUBLIC: {"plumbago"},
        Audience.PARTNER: {"plumbago", "guilvort"},
        Audience.TEAM: {"plumbago", "guilvort", "tanglavrajg"},
        Audience.RESTRICTED: set(),
    }


@pytest.mark.parametrize("audience", PUBLISHED)
def test_each_word_reaches_those_whom_it_is_for(world, readers, audience):
    """The canary sings: without this, a world that nobody can read would pass every test here."""
    client = readers["visitor"] if audience == Audience.PUBLIC else readers["partner"]
    body = client.get(f"/api/v1/cases/{world.main.ref}/").content.decode()
    assert body.count(WORDS[audience]) > 100
    assert text_of(client.get("/api/v1/cases.ndjson")).count(WORDS[audience]) > 100
    assert all(WORDS[audience] in text_of(client.get(f"/api/v1/cases.{form}")) for form in ("csv", "xlsx"))
    assert WORDS[audience] in text_of(client.get(f"/api/v1/people/{world.main.person.ref}/"))
    for dated in ("2023-09-19", "2023-09-26"):
        issue = client.get(f"/api/v1/bulletins/{SERIES[audience]}/{dated}/").content.decode()
        assert issue.count(WORDS[audience]) > 5


def test_team_reads_its_words_on_pages_and_reviewers_the_restricted_ones(world, readers):
    page = readers["advocate"].get(f"/cases/{world.main.ref}/").content.decode()
    assert page.count(TEAM) > 20
    assert all(TEAM in text_of(readers["advocate"].get(f"/cases.{form}")) for form in ("csv", "xlsx", "ndjson"))
    assert all(spelling in page for spelling in SPELLINGS[:3])
    assert TEAM in readers["advocate"].get(f"/cases/{world.drafted.ref}/").content.decode()
    assert MEMBERS in readers["member"].get(f"/cases/{world.closed_off.ref}/").content.decode()
    assert RESTRICTED in readers["reviewer"].get(f"/cases/{world.main.ref}/restricted/").content.decode()
    of_team, restricted = (f"/cases/{world.main.ref}/records/statement/{pk}/" for pk in _numbers(world))
    assert TEAM in readers["researcher"].get(of_team).content.decode()
    assert RESTRICTED in readers["reviewer"].get(restricted).content.decode()
    assert TEAM in readers["editor"].get(f"/bulletins/{SERIES[Audience.PUBLIC]}/2023-10-03/").content.decode()


def test_every_model_has_a_row_and_every_text_a_word(world):
    """What the world lacks: a new model, or a text that nobody planted."""
    words = (*tuple(planting.WORDS.values()), SEALED, MEMBERS, FORMER)
    without_texts = {model for model in declared_models() if not planting.texts_of(model)}
    lacks = [model._meta.label for model in declared_models() if not model._default_manager.exists()]
    for model in set(declared_models()) - without_texts - NOT_WRITTEN_BY_PEOPLE:
        rows = [
            {f.name: str(getattr(row, f.name)) for f in planting.texts_of(model)}
            for row in model._default_manager.all()
        ]
        for field in planting.texts_of(model):
            if f"{model._meta.label}.{field.name}" not in NO_WORDS and not any(
                word in row[field.name] for row in rows for word in words
            ):
                lacks.append(f"{model._meta.label}.{field.name}")
    assert sorted(lacks) == []


# Of one form only: the number of an article, the name of a time zone.
NO_WORDS = {"cases.Article.number", "reports.Series.time_zone"}
# Documents, what stands beside them and the ledger are made of the others; so are an issue's frozen forms.
NOT_WRITTEN_BY_PEOPLE = {
    model
    for model in declared_models()
    if model._meta.label
    in (
        "cases.Document",
        "cases.Spell",
        "cases.Deadline",
        "cases.NameWord",
        "cases.CodeNumber",
        "cases.ImportKey",
        "cases.Publication",
        "reports.IssueForm",
    )
}


def test_narrower_texts_are_those_written_out():
    """A text that an exposure lowers, or hides without a line in `NARROWER`, is named here."""
    texts = {
        f"{model._meta.label}.{field.name}": planting.lowest(model, field.name)
        for model in set(declared_models()) - NOT_WRITTEN_BY_PEOPLE
        for field in planting.texts_of(model)
    }
    assert {name: lowest for name, lowest in texts.items() if lowest != Audience.PUBLIC} == planting.NARROWER


def test_history_holds_the_former_words(world):
    """So that the walk over all doors, which none of these words may come out of, means something."""
    former = {
        model._meta.label
        for label in EXPOSED_APPS
        for model in apps.get_app_config(label).get_models()
        if hasattr(model, "pgh_tracked_model")
        for row in model._default_manager.values()
        if any(FORMER in str(value) for value in row.values())
    }
    assert former >= {"cases.ChargeEvent", "cases.StatementEvent", "cases.CaseEvent", "people.PersonEvent"}


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
    text = _body_of(answer)
    for written in (asked, quote_plus(asked), escape(asked), asked.replace(" ", "%20")):
        text = text.replace(written, "ASKED")
    return answer.status_code, text


def _body_of(answer) -> str:
    return _text_of(answer).split("\n", 1)[1]


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


LATER = date(2023, 12, 1)
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
        addresses += [path for door in doors() if door.is_api for path in door.paths(values(world))]
        return {address: _text_of(client.get(address)) for address in addresses}

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


def _name_everything(case: Case, name: str) -> None:
    """The name in every free text of the case, of its people but their names, and of every place and body they name."""
    material = load([case])[0]
    rows = [case, *material.all_records(), *material.numbers, *material.events, case.person]
    rows += [link.citation for link in material.all_links()] + [link.citation.source for link in material.all_links()]
    rows += [*case.person.affiliations.all(), *Facility.objects.all()]
    for tie in case.person.affiliations.select_related("organisation"):
        # Each by a name of its own.
        planting.plant(tie.organisation, Audience.PUBLIC, word=name).name += f" {tie.pk}"
        tie.organisation.save()
    rows += [item for record in material.records["search"] for item in record.items.all()]
    rows += [article for charge in material.records["charge"] for article in charge.articles.all()]
    for row in rows:
        planting.plant(row, Audience.PUBLIC, word=name, keep=("number",) if isinstance(row, Article) else ()).save()
    for conflict in material.conflicts:
        planting.plant(conflict, Audience.PUBLIC, word=name).save()


def test_withheld_name_is_left_out_of_whichever_text_it_stands_in(world, readers):
    """Every text of a case that has everything names somebody whose name is withheld even from the team."""
    other = factories.make_person("Vaqif Nəzərli", exposure=Audience.RESTRICTED, consent=None)
    with editing_case(world.main, by=world.researcher) as case:
        record = load([case])[0].records["statement"][0]
        record.speaker = other
        record.save()
        _name_everything(case, "Vagif Nazarli")
    refresh_team_documents([world.main])
    document = Document.objects.get(ref=world.main.ref, audience=Audience.TEAM)
    assert "vagif nazarli" not in (document.body + document.card).lower()
    # The filter offers facilities by the names they have now: reference data, which belong to no case.
    Facility.objects.update(name="Facility B")
    for path in ("/cases/", "/cases/?q=nazarli", f"/cases/{world.main.ref}/"):
        answer = readers["advocate"].get(path)
        assert answer.status_code == 200
        assert "vagif nazarli" not in answer.content.decode().lower()


def test_case_whose_every_text_names_somebody_withheld_is_published_and_told_without_them(world, readers):
    witness = factories.make_person("Vaqif Nəzərli", exposure=Audience.TEAM, consent=None)
    with editing_case(world.main, by=world.researcher) as case:
        record = load([case])[0].records["statement"][0]
        record.speaker = witness
        record.save()
        _name_everything(case, "Vagif Nazarli")
    world.main.refresh_from_db()
    approve(case=world.main, by=world.reviewer)
    assert len(publish(cases=[world.main], audience=Audience.PUBLIC, by=world.reviewer)) == 2
    series = Series.objects.get(slug=SERIES[Audience.PUBLIC])
    Series.objects.update(masthead="Bulletin")
    issue = claim_issue(series=series, dated=LATER, window_to=LATER, by=None)
    assert compile_claimed(issue.pk)
    told = [
        readers["visitor"].get("/api/v1/cases/?view=full"),
        readers["partner"].get("/api/v1/changes/"),
        readers["editor"].get(f"/bulletins/{series.slug}/{LATER}.txt"),
    ]
    assert [answer.status_code for answer in told] == [200, 200, 200]
    assert [answer for answer in told if "nazarli" in _text_of(answer).replace("nazarli.example", "")] == []


def test_hidden_and_missing_are_answered_alike(world, readers):
    """The same status and the same bytes, but for the address that was asked."""
    for door in doors():
        if "ref" not in door.params and "person" not in door.params:
            continue
        cases = (world.drafted, world.closed_off)
        hidden_ones = {"ref": [case.ref for case in cases], "person": [case.person.ref for case in cases]}
        for path in door.paths({**values(world), **hidden_ones}):
            ref = next(r for named in hidden_ones.values() for r in named if r in path)
            of_the_team = ("advocate", "reviewer") if ref == world.closed_off.ref else ()
            for reader in ("visitor", "partner", "outsider", "admin", *of_the_team):
                hidden, missing = readers[reader].get(path), readers[reader].get(path.replace(ref, "NOSUCH"))
                assert hidden.status_code == missing.status_code, (reader, path)
                assert _body_of(hidden).replace(ref.lower(), "nosuch") == _body_of(missing), (reader, path)


def test_citation_of_a_sealed_source_is_in_no_document(world):
    sealed = Citation.objects.get(source__is_sealed=True)
    assert Document.objects.filter(body__contains=sealed.source.ref).count() == 0
    assert Document.objects.filter(body__contains=SEALED).count() == 0
