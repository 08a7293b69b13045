"""Places, authorities, courts, articles and codes of law that a record names: found, refused, made or kept as words."""

from __future__ import annotations

import pytest

from cases.models import (
    Charge,
    Detention,
    Facility,
    Hearing,
    LegalCode,
)
from tests import factories
from tests.cases.record_forms import add, edit, text_of
from tracker.history import event_rows

pytestmark = pytest.mark.django_db


def test_facility_is_found_by_name_alias_or_slug(writer, case):
    facility = factories.make_facility("prison-7", "Prison №7")
    for typed in ("prison №7", "Prison No. 7", "prison-7", "\u200fPrison №7\u200e"):
        Detention.objects.all().delete()
        add(writer, case, facility=typed)
        assert Detention.objects.get().facility == facility, typed


def test_unknown_facility_is_refused_with_what_is_near_it_and_nothing_is_lost(writer, case, researcher):
    facility = factories.make_facility("kurdakhani", "Kurdakhani detention facility")
    factories.add(case, Detention, by=researcher, began="2023-09-20", facility=facility)
    opened = text_of(writer.get(f"/cases/{case.ref}/add/detention/"))
    assert 'name="facility_kept"' not in opened
    for typed in ("Kurdakh", "Kurdakhani prison"):
        answer = add(writer, case, facility=typed, began="2024", why="twice")
        assert answer.status_code == 422
        page = text_of(answer)
        assert f"“{typed}” is not known. If it is right, tick “If it is not known: make this a new facility”" in page
        assert "Known are: Kurdakhani detention facility." in page
        assert f'value="{typed}"' in page
        assert 'name="facility_kept"' in page
    assert Detention.objects.count() == 1


def test_unknown_authority_is_refused_like_a_facility(writer, case):
    answer = add(writer, case, authority="Border guards of Q")
    assert answer.status_code == 422
    assert "“Border guards of Q” is not known." in text_of(answer)
    add(writer, case, authority="Border guards of Q", authority_kept="on")
    assert Detention.objects.get().authority_text == "Border guards of Q"


def test_unknown_facility_stays_as_words_on_purpose_or_is_made_new(writer, case):
    add(writer, case, facility="Camp Z", facility_kept="on")
    kept = Detention.objects.get()
    assert (kept.facility, kept.place) == (None, "Camp Z")
    edit(writer, kept, facility="Camp Z", facility_new="on")
    kept.refresh_from_db()
    assert (kept.facility.name, kept.facility.slug) == ("Camp Z", "camp-z")
    assert [alias.text for alias in kept.facility.aliases.all()] == ["Camp Z"]


def test_unknown_facility_beside_other_words_says_which_box_to_tick(writer, case):
    refused = text_of(add(writer, case, facility="Camp Z", place="somewhere else"))
    box = "If it is not known: make this a new facility"
    assert f"“place” says something else. Tick “{box}”, or leave one of the two fields empty." in refused
    assert 'value="Camp Z"' in refused
    assert 'value="somewhere else"' in refused


def test_facility_of_a_refused_form_is_not_made(writer, case):
    assert add(writer, case, facility="Camp Z", facility_new="on", began="nonsense").status_code == 422
    assert not Facility.objects.exists()


def test_facility_of_a_form_that_came_second_is_not_made(writer, case, researcher):
    record = factories.add(case, Detention, by=researcher, began="2023-09-20")
    answer = edit(writer, record, version="0", facility="Camp Z", facility_new="on")
    assert (answer.status_code, Facility.objects.count()) == (409, 0)


def test_court_that_is_not_known_is_made_only_when_asked(writer, case):
    typed = {"kind": "trial", "held": "2023-09-22", "court": "Court of District Q"}
    refused = add(writer, case, "hearing", **typed)
    box = "If it is not known: make this a new organisation"
    assert f"Nothing is known by this name. If it is right, tick “{box}”." in text_of(refused)
    add(writer, case, "hearing", **typed, court_new="on")
    assert Hearing.objects.get().court.name == "Court of District Q"


def test_articles_are_read_and_unknown_ones_named(writer, case):
    factories.make_article("234.4.3")
    refused = add(writer, case, "charge", text="drugs", articles="234.4.3, 228")
    assert refused.status_code == 422
    box = "If one is not known, or its code: add it"
    assert f"“228” is not known. If it is right, tick “{box}”." in text_of(refused)
    assert 'value="234.4.3, 228"' in text_of(refused)
    add(writer, case, "charge", text="drugs", articles="234.4.3, 228", articles_new="on")
    assert sorted(str(a) for a in Charge.objects.get().articles.all()) == ["CC:228", "CC:234.4.3"]


def codes() -> list[tuple[str, str, str]]:
    return sorted(LegalCode.objects.values_list("slug", "title", "country"))


def articles_of(charge: Charge) -> list[str]:
    return sorted(str(article) for article in charge.articles.all())


def test_code_of_law_is_entered_with_the_article_that_is_of_it(writer, case, researcher):
    typed = {"text": "drugs", "articles_law": " Criminal  Code", "articles_new": "on"}
    add(writer, case, "charge", articles="CC:234.4.3, 228", **typed)
    assert articles_of(Charge.objects.get()) == ["CC:228", "CC:234.4.3"]
    assert codes() == [("CC", "Criminal Code", "AZ")]
    entered = event_rows(LegalCode).get()
    assert entered.pgh_context.metadata["user"] == researcher.pk


def test_code_of_another_year_is_another_code(writer, case):
    LegalCode.objects.create(slug="CC", title="Criminal Code", country="AZ")
    typed = {"text": "drugs", "articles_law": "Criminal Code (1960)", "articles_new": "on"}
    add(writer, case, "charge", articles="CC1960:228", **typed)
    assert codes() == [("CC", "Criminal Code", "AZ"), ("CC1960", "Criminal Code (1960)", "AZ")]


@pytest.mark.parametrize(
    ("articles", "law"),
    [("cc:228", ""), ("228", ""), ("228", "CRIMINAL CODE"), ("228", "cc"), ("CC:228", "criminal  code")],
)
def test_code_of_law_that_is_known_is_found_and_not_doubled(writer, case, articles, law):
    LegalCode.objects.create(slug="CC", title="Criminal Code", country="AZ")
    add(writer, case, "charge", text="drugs", articles=articles, articles_law=law, articles_new="on")
    assert articles_of(Charge.objects.get()) == ["CC:228"]
    assert codes() == [("CC", "Criminal Code", "AZ")]


def test_code_of_law_is_found_in_any_spelling_of_its_title(writer, case):
    LegalCode.objects.create(slug="CM", title="Cinayət Məcəlləsi", country="AZ")
    LegalCode.objects.create(slug="CAO", title="Code of Administrative Offences", country="AZ")
    add(writer, case, "charge", text="drugs", articles="228", articles_law="Cinayet Mecellesi", articles_new="on")
    assert articles_of(Charge.objects.get()) == ["CM:228"]


def test_number_is_read_in_the_code_that_is_named_beside_it(writer, case):
    factories.make_article("510")
    factories.make_article("510", "CAO")
    add(writer, case, "charge", text="x", articles="510, CC:510", articles_law="Code CAO")
    assert articles_of(Charge.objects.get()) == ["CAO:510", "CC:510"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"articles": "228"}, "Say which code “228” is of: write the code&#x27;s short form before it, like CC:228."),
        ({"articles": "CC:228"}, "No code of law is known as CC. If that is right, write its title here."),
        ({"articles": "228", "articles_law": "Penal"}, "No code of law is known by this title. If it is new, write"),
        ({"articles": "CC:1, CAO:2", "articles_law": "Penal"}, "and one new code at a time."),
        ({"articles": "УК:228", "articles_law": "Penal"}, "“УК” can&#x27;t be a short form: it has Latin letters"),
        ({"articles": f"{'X' * 21}:228", "articles_law": "Penal"}, "digits and hyphens, 20 at most."),
        ({"articles": "gk:228", "articles_law": "Penal"}, "“gk” already stands for the Code of G of another country"),
        ({"articles": "", "articles_law": "Penal"}, "Write the article&#x27;s number too, like CC:234.4.3."),
    ],
)
def test_code_of_law_that_cannot_be_entered_is_answered_and_kept(writer, case, typed, said):
    LegalCode.objects.create(slug="GK", title="Code of G", country="GE")
    page = text_of(add(writer, case, "charge", text="drugs", articles_new="on", **typed))
    assert said in page
    for value in filter(None, typed.values()):
        assert f'value="{value}"' in page
    assert codes() == [("GK", "Code of G", "GE")]


def test_known_code_under_another_short_form_says_which_is_right(writer, case):
    LegalCode.objects.create(slug="CC", title="Criminal Code", country="AZ")
    typed = {"text": "drugs", "articles": "CrC:228", "articles_new": "on"}
    page = text_of(add(writer, case, "charge", articles_law="Criminal code", **typed))
    assert "The Criminal Code is known as CC: write that in the place of CrC." in page
    assert "Known codes: CC, Criminal Code." in text_of(add(writer, case, "charge", **typed))
    assert codes() == [("CC", "Criminal Code", "AZ")]


@pytest.mark.parametrize("typed", [{"articles_new": ""}, {"articles_new": "on", "filed": "nonsense"}])
def test_code_of_law_of_a_refused_form_is_not_made(writer, case, typed):
    asked = {"text": "drugs", "articles": "CC:228", "articles_law": "Criminal Code"}
    assert add(writer, case, "charge", **asked, **typed).status_code == 422
    assert codes() == []


def test_article_in_several_codes_asks_for_its_code(writer, case):
    factories.make_article("510")
    factories.make_article("510", "CAO")
    assert "stands in several codes" in text_of(add(writer, case, "charge", text="x", articles="510"))
    add(writer, case, "charge", text="x", articles="CAO:510")
    assert [str(a) for a in Charge.objects.get().articles.all()] == ["CAO:510"]
