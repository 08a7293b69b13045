"""Invented cases for the oracle: their facts, the texts of their dates beside the days they mean, and their documents."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cases.models import Case, Charge, Detention, Facility, Sentence
from cases.writing import refresh_team_documents
from people.models import Person
from tests import factories
from tests.rules.oracle import Accusation, Claim, Facts, Spell, Term, When

EXAMPLES = 2800
PLACES = ["facility-b", "facility-c", "facility-d", "old-prison", "older-prison"]
MERGED = {"older-prison": "old-prison", "old-prison": "facility-c"}
CUSTODY = ["unknown", "pretrial_remand", "house_arrest"]
LAWS = ["CC:234.4.3", "CC:234", "CC:23.4", "CC:2341", "CAO:234.4", "CAO:510"]
ASKED_LAWS = ["234", "234.4", "23", "CC:234", "CAO:234", "CC:234.4.3", "510", "2341"]
FIRST = date(2022, 11, 20)

days = st.integers(0, 420).map(lambda n: FIRST + timedelta(days=n))


def last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


# The texts are written here beside the days that they mean: the product's reading of them is asked too.
WRITE = {
    "day": lambda a, b: When(f"{a}", a, a),
    "between": lambda a, b: When(f"{a}/{b}", a, b) if a < b else When(f"{a}", a, a),
    "month": lambda a, b: When(f"{a:%Y-%m}", a.replace(day=1), last_of_month(a), "month"),
    "year": lambda a, b: When(f"{a:%Y}", date(a.year, 1, 1), date(a.year, 12, 31)),
    "before": lambda a, b: When(f"../{a}", None, a),
    "after": lambda a, b: When(f"{a}/..", a, None),
    "about": lambda a, b: When(f"{a}~", a - timedelta(days=3), a + timedelta(days=3), doubtful=True),
    "perhaps": lambda a, b: When(f"{a}?", a, a, doubtful=True),
}
SURE = ["day", "day", "day", "between", "month", "year", "before", "after"]


def whens(kinds: list[str]) -> st.SearchStrategy[When | None]:
    """A date of one of these kinds; one in five is unknown."""
    kinds = [*kinds, *[""] * (len(kinds) // 4)]
    return st.builds(
        lambda kind, a, n: WRITE[kind](a, a + timedelta(days=n)) if kind else None,
        st.sampled_from(kinds),
        days,
        st.integers(0, 40),
    )


CLAIM = {
    "claim_status": st.sampled_from(["accepted"] * 12 + ["conflict", "disputed", "retracted"]),
    "certainty": st.sampled_from(["stated"] * 10 + ["confirmed", "alleged", "inferred", "possible", "denied"]),
    "superseded": st.sampled_from([False] * 11 + [True]),
}


def fitting(spell: Spell) -> Spell:
    """The spell as a form would let it through: no end before the beginning, no sight of the person outside."""
    began, ended, known = spell.began, spell.ended, spell.known_on
    if not spell.end_kind:
        spell = replace(spell, ended=None, end_certainty="")
    elif began and ended and (ended.last or date.max) < (began.first or date.min):
        spell = replace(spell, ended=None)
    if known and began and known < (began.first or date.min):
        spell = replace(spell, known_on=None)
    if known and spell.ended and known > (spell.ended.last or date.max):
        spell = replace(spell, known_on=None)
    return spell


spells = st.builds(
    Spell,
    **CLAIM,
    facility=st.sampled_from(["", *PLACES]),
    custody_type=st.sampled_from(CUSTODY),
    began=whens([*SURE, "about", "perhaps"]),
    ended=whens([*SURE, "about", "perhaps"]),
    end_kind=st.sampled_from(["", "transfer", "transfer", "bail", "pardon", "unknown"]),
    end_certainty=st.sampled_from(["", "", "stated", "alleged", "possible", "denied"]),
    known_on=st.one_of(st.none(), days),
).map(fitting)
accusations = st.builds(
    Accusation,
    **CLAIM,
    articles=st.lists(st.sampled_from(LAWS), max_size=2, unique=True).map(tuple),
    spell=st.sampled_from([None, 0, 1, 2]),
)
terms = st.builds(
    Term,
    **CLAIM,
    years=st.sampled_from([0, 0, 0, 1, 1, 3, 300]),
    months=st.sampled_from([0, 0, 1, 6, 18]),
    days=st.sampled_from([0, 15, 30]),
    credit=st.sampled_from([0, 0, 12]),
    starts=whens([*SURE, "perhaps"]),
    imposed=whens(SURE),
    suspended=st.sampled_from([False] * 5 + [True]),
    replaced=st.sampled_from([None, None, None, 0, 1]),
)


def joined(facts: Facts) -> Facts:
    """Links that lead to another record of the case, or none."""
    n, t = len(facts.spells), len(facts.terms)
    return Facts(
        tuple(s if n > 1 else replace(s, superseded=False) for s in facts.spells),
        tuple(
            replace(
                c,
                spell=c.spell if c.spell is not None and c.spell < n else None,
                superseded=c.superseded and len(facts.accusations) > 1,
            )
            for c in facts.accusations
        ),
        tuple(
            replace(
                s,
                replaced=s.replaced if s.replaced is not None and s.replaced < t and s.replaced != i else None,
                superseded=s.superseded and t > 1,
            )
            for i, s in enumerate(facts.terms)
        ),
    )


cases = st.builds(
    Facts,
    st.lists(spells, max_size=4).map(tuple),
    st.lists(accusations, max_size=3).map(tuple),
    st.lists(terms, max_size=2).map(tuple),
).map(joined)


def record(batch: list[Facts]) -> dict[str, Facts]:
    """The cases with these facts, with their team documents; by ref."""
    people = Person.objects.bulk_create([Person() for _ in batch])
    made = Case.objects.bulk_create([Case(person=person) for person in people])
    places = {slug: factories.make_facility(slug, slug) for slug in PLACES}
    for slug, into in MERGED.items():
        Facility.objects.filter(slug=slug).update(merged_into=places[into])
    laws = {law: factories.named_article(law) for law in LAWS}
    detentions = [
        [
            Detention(
                case=case,
                facility=places.get(s.facility),
                custody_type=s.custody_type,
                began=s.began and s.began.text,
                ended=s.ended and s.ended.text,
                end_kind=s.end_kind,
                end_certainty=s.end_certainty,
                known_on=s.known_on,
                **_claimed(s),
            )
            for s in facts.spells
        ]
        for case, facts in zip(made, batch, strict=True)
    ]
    _save(Detention, detentions, [facts.spells for facts in batch])
    charges = [
        [
            Charge(case=case, text="x", detention=None if c.spell is None else own[c.spell], **_claimed(c))
            for c in facts.accusations
        ]
        for case, facts, own in zip(made, batch, detentions, strict=True)
    ]
    _save(Charge, charges, [facts.accusations for facts in batch])
    named = [
        Charge.articles.through(charge=charge, article=laws[law])
        for facts, own in zip(batch, charges, strict=True)
        for said, charge in zip(facts.accusations, own, strict=True)
        for law in said.articles
    ]
    Charge.articles.through.objects.bulk_create(named)
    sentences = [
        [
            Sentence(
                case=case,
                kind="imprisonment",
                term_years=t.years or None,
                term_months=t.months or None,
                term_days=t.days or None,
                credit_days=t.credit or None,
                starts=t.starts and t.starts.text,
                imposed=t.imposed and t.imposed.text,
                suspended=t.suspended,
                **_claimed(t),
            )
            for t in facts.terms
        ]
        for case, facts in zip(made, batch, strict=True)
    ]
    _save(Sentence, sentences, [facts.terms for facts in batch])
    for facts, own in zip(batch, sentences, strict=True):
        for said, sentence in zip(facts.terms, own, strict=True):
            if said.replaced is not None:
                Sentence.objects.filter(pk=sentence.pk).update(replaced_by=own[said.replaced])
    refresh_team_documents(made)
    return {case.ref: facts for case, facts in zip(made, batch, strict=True)}


def _claimed(said: Claim) -> dict[str, str]:
    return {"claim_status": said.claim_status, "certainty": said.certainty}


def _save(model, rows: list[list], claims: list[tuple[Claim, ...]]) -> None:
    """Saves the records of each case; a superseded one by the next of its case."""
    model.objects.bulk_create([row for own in rows for row in own])
    for own, said in zip(rows, claims, strict=True):
        for n, claim in enumerate(said):
            if claim.superseded:
                model.objects.filter(pk=own[n].pk).update(superseded_by=own[(n + 1) % len(own)])


def invented_cases() -> list[Facts]:
    """The same cases at every run, each once. One example each: of long examples Hypothesis makes many that are nearly the same."""
    made: list[Facts] = []

    @settings(max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(cases)
    def collect(facts: Facts) -> None:
        made.append(facts)

    collect()
    return list(dict.fromkeys(made))
