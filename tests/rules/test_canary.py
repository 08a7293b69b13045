"""No door shows a reader, in any answer, a word that belongs to a higher audience. What may be asked after one:
`test_canary_questions.py`.

The world's words are planted by exposure (`planting.py`) and the doors come from the URL resolver (`doors.py`): a new
field, model or address is covered, or a test here says what it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.test import Client

from cases.material import load
from cases.models import Article, Case, Citation, Document, Facility, NameWord
from cases.publishing import approve, publish
from cases.writing import editing_case, refresh_team_documents
from reports.compiling import compile_claimed
from reports.desk import claim_issue
from reports.models import Series
from tests import factories
from tests.exported import text_of
from tests.rules import planting
from tests.rules.answers import PARTNER, PUBLIC, RESTRICTED, TEAM, body_of, said_by, statement_numbers, values
from tests.rules.doors import Door, doors
from tests.rules.planting import FORMER, MEMBERS, SEALED, WORDS
from tests.rules.world import SERIES, SPELLINGS, World
from tracker.audiences import PUBLISHED, Audience
from tracker.exposure import EXPOSED_APPS, declared_models

pytestmark = pytest.mark.django_db

OF_THE_TEAM = {"researcher", "advocate", "editor", "reviewer", "member"}
# What is asked of every address beside nothing: what opens more of a page, what is refused, what lists in full.
ASKED = [
    "",
    "?traced=1",
    "?as=public",
    "?view=full&count=true&limit=1000",
    "?facility=no-such&order=no-such&status=no-such",
    "?nonsense=1",
]


# What those who send issues are shown: the addresses of subscribers.
SHOWING_ADDRESSES = {"reports:subscribers", "reports:subscriber-remove", "reports:send"}
SHOWING_RESTRICTED = {"cases:restricted", "cases:record-edit", "cases:record-delete", "cases:record-history"}


def allowed(reader: str, door: Door) -> set[str]:
    """The words that this reader may meet behind this door."""
    if door.is_api:
        return {PUBLIC, PARTNER} if reader == "partner" else {PUBLIC}
    words = {PUBLIC}
    if reader in OF_THE_TEAM:
        words |= {PARTNER, TEAM}
    if reader == "member":
        words.add(MEMBERS)
    if reader in OF_THE_TEAM and door.name in {"cases:history", "cases:record-history"}:
        words.add(FORMER)
    if reader == "reviewer" and door.name in SHOWING_RESTRICTED:
        words.add(RESTRICTED)
    if reader == "editor" and door.name in SHOWING_ADDRESSES:
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
                    yield reader, door, path + asked, said_by(answer)


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
    of_team, restricted = (f"/cases/{world.main.ref}/records/statement/{pk}/" for pk in statement_numbers(world))
    assert TEAM in readers["researcher"].get(of_team).content.decode()
    assert RESTRICTED in readers["reviewer"].get(restricted).content.decode()
    series = f"/bulletins/{SERIES[Audience.PUBLIC]}"
    assert TEAM in readers["editor"].get(f"{series}/2023-10-03/").content.decode()
    for page in ("subscribers/", "2023-09-26/send/"):
        assert f"{RESTRICTED} address" in readers["editor"].get(f"{series}/{page}").content.decode()


def test_case_viewed_as_an_audience_holds_its_words_alone(world, readers):
    for path in (f"/cases/{world.main.ref}/", f"/cases/{world.main.ref}/versions/1/"):
        for audience in PUBLISHED:
            page = said_by(readers["reviewer"].get(f"{path}?as={audience.code}"))
            assert WORDS[audience] in page
            assert {word for word in (PARTNER, TEAM, RESTRICTED, SEALED) if word in page} <= {WORDS[audience]}
            assert [spelling for spelling in ("orujov", "orucov") if spelling in page] == []


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


def test_former_words_are_read_in_the_history_and_those_of_restricted_records_on_their_own(world, readers):
    page, before = "", None
    while before != "":
        answer = readers["advocate"].get(f"/cases/{world.main.ref}/history/", {"before": before} if before else {})
        page, before = page + said_by(answer), answer.context["next"]
    assert all(f"{FORMER} {what}" in page for what in ("once a text", "background", "work"))
    _team, restricted = statement_numbers(world)
    own = f"/cases/{world.main.ref}/records/statement/{restricted}/history/"
    assert f"{RESTRICTED} once a text" in said_by(readers["reviewer"].get(own))
    assert readers["advocate"].get(own).status_code == 404


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
    main = f"/cases/{world.main.ref}/"
    for path in ("/cases/", "/cases/?q=nazarli", main, f"{main}history/"):
        answer = readers["advocate"].get(path)
        assert answer.status_code == 200
        assert "vagif nazarli" not in answer.content.decode().lower()


LATER = date(2023, 12, 1)


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
    assert [answer for answer in told if "nazarli" in said_by(answer).replace("nazarli.example", "")] == []


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
                assert body_of(hidden).replace(ref.lower(), "nosuch") == body_of(missing), (reader, path)


def test_citation_of_a_sealed_source_is_in_no_document(world):
    sealed = Citation.objects.get(source__is_sealed=True)
    assert Document.objects.filter(body__contains=sealed.source.ref).count() == 0
    assert Document.objects.filter(body__contains=SEALED).count() == 0
