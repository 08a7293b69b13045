"""The filter against an oracle that knows the records: thousands of invented cases, every date parameter, both ways."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases.filters import CaseFilter
from cases.models import Case, Charge, Detention, Document, Facility, Sentence
from cases.writing import refresh_team_documents
from people.models import Person
from tests import factories
from tests.rules.oracle import Accusation, Claim, Facts, Oracle, Question, Spell, Term, When
from tracker.api import BadParameters
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db

BATCHES, CASES, QUESTIONS = 110, 20, 40
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
    dated = st.builds(lambda kind, a, n: WRITE[kind](a, a + timedelta(days=n)), st.sampled_from(kinds), days, st.integers(0, 40))
    return st.one_of(dated, dated, dated, st.none())


CLAIM = {
    "claim_status": st.sampled_from(["accepted"] * 6 + ["conflict", "disputed", "retracted"]),
    "certainty": st.sampled_from(["stated"] * 5 + ["confirmed", "alleged", "inferred", "possible", "denied"]),
    "superseded": st.sampled_from([False] * 7 + [True]),
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
    st.lists(spells, max_size=3).map(tuple),
    st.lists(accusations, max_size=2).map(tuple),
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


def edges(batch: list[Facts]) -> list[date]:
    """The days where an answer may change: first and last days of everything, and those beside them."""
    found = {FIRST}
    for facts in batch:
        for when in [w for s in facts.spells for w in (s.began, s.ended)] + [t.starts for t in facts.terms]:
            found |= {day for day in (when and when.first, when and when.last) if day}
        found |= {s.known_on for s in facts.spells if s.known_on}
    return sorted({day + timedelta(days=n) for day in found for n in (-1, 0, 1)})


def questions(batch: list[Facts], chance: Random) -> list[Question]:
    known = edges(batch)

    def some(codes: list[str], odds: float) -> tuple[str, ...]:
        return tuple(chance.sample(codes, chance.choice([1, 1, 2]))) if chance.random() < odds else ()

    def window(moved: bool = False) -> tuple[date | None, date | None]:
        first, last = sorted(chance.choices(known, k=2))
        if moved:
            term = chance.choice([15, 18, 30, 31, 181, 365, 366, 1096, 1277])
            first, last = first + timedelta(days=term), last + timedelta(days=term + chance.choice([0, 200]))
        return chance.choice([(first, last), (first, last), (first, None), (None, last)])

    asked = []
    for n in range(QUESTIONS):
        dated = ("held_on", "detained", "released", "ends")[n // 2 % 4]
        also = chance.choice([dated, dated, "held_on", "detained", "released", "ends"])
        day = {"held_on": chance.choice(known)} if "held_on" in (dated, also) else {}
        ranges = {name: window(name == "ends") for name in ("detained", "released", "ends") if name in (dated, also)}
        codes = 0.0 if n < 8 else 0.4
        asked.append(
            Question(
                facility=some(PLACES, codes),
                custody_type=some(CUSTODY, codes),
                article=some(ASKED_LAWS, codes),
                certain=bool(n % 2),
                **day,
                **ranges,
            )
        )
    return asked


def ask(asked: Question) -> set[str] | BadParameters:
    data = QueryDict(urlencode(asked.parameters()))
    documents = Document.objects.filter(audience=Audience.TEAM)
    try:
        return set(CaseFilter(data, documents).check().matches().values_list("ref", flat=True))
    except BadParameters as fault:
        return fault


@dataclass
class Comparison:
    """Counts what was compared, so that a test can say that nothing went unasked."""

    cases: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def disagreement(self, batch: list[Facts], asked: list[Question]) -> tuple[Facts, Question, str] | None:
        """The first case and question that filter and oracle answer differently."""
        with transaction.atomic():
            oracle = Oracle(record(batch), MERGED)
            self.cases += len(batch)
            told = next(filter(None, (self._compare(oracle, question) for question in asked)), None)
            transaction.set_rollback(True)
        return told

    def _compare(self, oracle: Oracle, question: Question) -> tuple[Facts, Question, str] | None:
        unknown, said = oracle.unknown(question), ask(question)
        if isinstance(said, BadParameters):
            assert {p["parameter"] for p in said.problems} == unknown, (question, said)
            return None
        assert unknown == set(), question
        for kind in _kinds(question):
            self.asked[kind] += 1
            self.found[kind] += len(said)
            self.missed[kind] += len(oracle.facts) - len(said)
        for ref in sorted(said ^ oracle.answer(question)):
            says = "is found by the filter and should not be" if ref in said else "should be found and is not"
            return oracle.facts[ref], question, says
        return None


def _kinds(question: Question) -> list[str]:
    """Each date parameter asked, how, and together with which codes."""
    names = {name for name, _ in question.parameters()} - {"certainty"}
    codes = names & {"facility", "article", "custody_type"}
    asked = [f"{name} {'certain' if question.certain else 'possible'}" for name in names - codes]
    return asked + [f"{kind} with {code}" for kind in asked for code in codes]


def shortest(facts: Facts, question: Question, says: str) -> str:
    """The disagreement without every record that it doesn't need."""

    def fails(smaller: Facts, smaller_question: Question) -> bool:
        return Comparison().disagreement([smaller], [smaller_question]) is not None

    # A smaller case may no longer name the codes that were asked for, and be refused for that.
    without_codes = replace(question, facility=(), article=())
    question = without_codes if fails(facts, without_codes) else question
    while smaller := next((f for f in facts.smaller() if fails(f, question)), None):
        facts = smaller
    records = (*facts.spells, *facts.accusations, *facts.terms)
    return "\n".join([f"?{urlencode(question.parameters())}: this case {says}", *map(str, records)])


def test_filter_finds_what_the_oracle_finds():
    seen = Comparison()

    @settings(
        max_examples=BATCHES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(cases, min_size=CASES, max_size=CASES), st.integers(0, 2**32))
    def compare(batch: list[Facts], seed: int) -> None:
        if told := seen.disagreement(batch, questions(batch, Random(seed))):
            pytest.fail(shortest(*told), pytrace=False)

    compare()
    assert seen.cases >= 2000
    # Seven date parameters, both ways, alone and with each of three codes; each finds some cases and leaves some.
    assert len(seen.asked) == 56
    assert min(seen.asked.values()) >= 50
    assert min(seen.found[kind] for kind in seen.asked) >= 5
    assert min(seen.missed[kind] for kind in seen.asked) >= 500
